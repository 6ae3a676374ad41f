"""The log of corrections: what was replaced or taken back, when and why, and nothing that was never public."""

import pytest
from django.test import Client
from lxml import etree, html

from archive.models import Statement
from archive.public.corrections import corrections
from editorial.workflow.moves import move
from editorial.workflow.revise import revise
from tests import cast

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def correct(statement: Statement, text: str, note: str) -> None:
    revise(statement, title=statement.title(), texts=[text], by=cast.person("importer"), note=note)
    cast.carry(statement, "published")


def test_a_correction_has_its_reason_and_a_draft_has_none():
    statement = cast.statement(stage="published")
    assert corrections() == []
    revise(statement, title="X", texts=["Draft."], by=cast.person("importer"), note="Only thought of.")
    assert corrections() == []
    revise(statement, title="X", texts=["Second."], by=cast.person("importer"), note="The second printing.")
    cast.carry(statement, "published")
    correct(statement, "Third.", "The third printing.")
    assert [(one.act, one.reason) for one in corrections()] == [
        ("corrected", "The third printing."), ("corrected", "The second printing.")
    ]  # fmt: skip
    older = corrections(before=corrections()[0].at)
    assert [one.reason for one in older] == ["The second printing."]


def test_a_withdrawn_statement_tells_reference_reason_and_date_only():
    statement = cast.statement("A secret title", stage="published")
    correct(statement, "Words.", "Of what is gone now.")
    move(statement, "withdraw", cast.person("publisher"), "Somebody was in danger.")
    (only,) = corrections()
    assert (only.act, only.reason, only.statement, only.reference) == (
        "withdrawn", "Somebody was in danger.", None, statement.reference
    )  # fmt: skip
    page = Client().get("/en/corrections/").text
    assert "Somebody was in danger." in page
    assert "secret" not in page
    assert "Of what is gone now." not in page
    # An editor's own words are in whatever language the editor wrote: the page's is not said of them.
    for address in ("/fa/corrections/", f"/fa/statements/{statement.reference}/"):
        assert 'lang="" dir="auto">Somebody was in danger.' in Client().get(address).text
    move(statement, "restore", cast.person("publisher"), "Safe again.")
    assert [one.act for one in corrections()] == ["withdrawn"]
    cast.carry(statement, "published")
    assert [one.act for one in corrections()] == ["published again"]


def test_translations_are_told_without_their_translators_notes():
    statement = cast.statement(stage="published")
    rendering = cast.translation(statement, "fa", stage="published", origin="official")
    revise(rendering, title="عنوان", texts=["یک.", "دو."], by=cast.person("translator"), note="Between us.")
    cast.carry(rendering, "published")
    assert [(one.act, one.language, one.reason) for one in corrections()] == [("corrected", "fa", "")]
    move(rendering, "withdraw", cast.person("publisher"), "The issuer sent another.")
    assert [(one.act, one.language, one.reason) for one in corrections()] == [
        ("withdrawn", "fa", "The issuer sent another.")
    ]
    move(statement, "withdraw", cast.person("publisher"), "Gone.")
    assert [(one.act, one.language) for one in corrections()] == [("withdrawn", "")]


def test_the_log_has_pages_and_a_feed(monkeypatch):
    for number in range(3):
        statement = cast.statement(f"No. {number}", stage="published")
        correct(statement, f"New {number}.", f"Reason {number}")
    monkeypatch.setattr("archive.public.views.corrections.ON_A_PAGE", 2)
    client = Client()
    first = html.fromstring(client.get("/fa/corrections/").content)
    (onward,) = first.cssselect("a[rel=next]")
    rest = html.fromstring(client.get(f"/fa/corrections/{onward.get('href')}").content)
    reasons = [one.text_content() for page in (first, rest) for one in page.cssselect(".reason")]
    assert reasons == ["Reason 2", "Reason 1", "Reason 0"]
    assert not rest.cssselect("a[rel=next]")
    feed = etree.fromstring(client.get("/feeds/corrections.atom").content)
    assert feed.xpath("//a:entry/a:summary/text()", namespaces=ATOM) == ["Reason 2", "Reason 1"]
    assert len(set(feed.xpath("//a:id/text()", namespaces=ATOM))) == 3
    for asked in ("?before=x", "?before=2021-01-01", "?before=9999-99-99T00:00:00Z"):
        assert client.get(f"/en/corrections/{asked}").status_code == 400
