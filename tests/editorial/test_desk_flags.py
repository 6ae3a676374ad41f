"""Flags of watched sources on the desk."""

import pytest
from django.urls import reverse

from archive.models import Source
from editorial.models import SourceFlag
from tests import cast

pytestmark = pytest.mark.django_db


def flag(**given) -> SourceFlag:
    source, _made = Source.objects.get_or_create(slug="harbour-news", defaults={"name": "Harbour News"})
    told = {"kind": "changed", "address": "https://harbour.example/a", "diff": "  stays\n- went <b>\n+ آمد"} | given
    return SourceFlag.objects.create(source=source, **told)


def test_a_flag_waits_on_the_first_page_until_somebody_has_looked(client):
    first, second = flag(), flag(kind="gone", address="https://harbour.example/b", diff="404")
    importer = cast.person("importer")
    client.force_login(importer)
    page = client.get("/desk/")
    assert first.address in page.text and second.address in page.text
    address = reverse("admin:editorial_sourceflag_changelist")
    client.post(address, {"action": "seen", "_selected_action": [first.pk]})
    first.refresh_from_db()
    assert first.seen_by == importer
    page = client.get("/desk/")
    assert first.address not in page.text and second.address in page.text
    assert SourceFlag.objects.count() == 2


def test_the_page_of_a_flag_shows_what_went_and_what_came(client):
    client.force_login(cast.person("verifier"))
    page = client.get(reverse("admin:editorial_sourceflag_change", args=[flag().pk])).text
    assert "<del>went &lt;b&gt;</del>" in page
    assert "<ins>آمد</ins>" in page
    assert "<span>stays</span>" in page


def test_only_who_takes_in_may_call_a_flag_seen(client):
    one = flag()
    client.force_login(cast.person("translator"))
    client.post(
        reverse("admin:editorial_sourceflag_changelist"), {"action": "seen", "_selected_action": [one.pk]}, follow=True
    )
    one.refresh_from_db()
    assert one.seen_by is None
