"""What strangers' pages brought along, on public pages: addresses that are no links, and the commas of the page."""

import datetime

import pytest
from django.test import Client

from archive.models import Capture, Extract, Organisation, Sighting, Statement, Witness
from tests import cast

pytestmark = pytest.mark.django_db


def seen(statement: Statement, address: str) -> None:
    """A witness of the statement in a capture seen at `address`."""
    data = b"The mole was closed at dawn."
    capture = Capture.objects.create(sha256=Capture.store(data), size=len(data), media_type="text/plain")
    moment = datetime.datetime(2021, 2, 7, 9, 5, tzinfo=datetime.UTC)
    Sighting.objects.create(capture=capture, address=address, seen_at=moment)
    extract = Extract.objects.create(capture=capture, tool="test", text=data.decode())
    Witness.objects.create(statement=statement, extract=extract, start=0, end=len(data))


def provenance(statement: Statement, language: str = "en") -> str:
    return Client().get(f"/{language}/statements/{statement.reference}/provenance/").text


@pytest.mark.parametrize("address", ["javascript:alert(1)", "JaVaScript:alert(1)", "data:text/html,x", "file:///etc"])
def test_only_pages_of_the_web_are_links(address):
    statement = cast.statement(stage="published")
    seen(statement, address)
    Organisation.objects.update(website=address)
    page = provenance(statement)
    assert address in page and f'href="{address}"' not in page
    assert address not in Client().get(f"/en/organisations/{cast.organisation().slug}/").text


def test_a_page_of_the_web_is_a_link():
    statement = cast.statement(stage="published")
    seen(statement, "https://quay.example/2021/02")
    assert '<a href="https://quay.example/2021/02"' in provenance(statement)


def test_commas_and_hours_are_those_of_the_page():
    statement = cast.statement(stage="published")
    seen(statement, "https://quay.example/2021/02")
    assert "2021, <bdi" in provenance(statement) and "09:05 UTC" in provenance(statement)
    persian = provenance(statement, "fa")
    assert "۱۳۹۹، <bdi" in persian and "۰۹:۰۵ UTC" in persian and ", <" not in persian
