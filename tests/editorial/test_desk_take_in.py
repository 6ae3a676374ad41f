"""Take in on the desk: files and pasted text become candidates; a bad file stops nothing."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from archive.models import Capture, Source
from editorial.models import Batch, Candidate
from tests import cast
from tests.editorial.test_desk import desk_of

pytestmark = pytest.mark.django_db

TAKE_IN = "admin:archive_capture_take_in"


def test_a_pasted_page_becomes_candidates_and_opens_the_first():
    source = Source.objects.create(slug="quay-news", name_en="News of the quay")
    client = desk_of("importer")
    assert client.get(reverse(TAKE_IN)).status_code == 200
    data = {"pasted": cast.PAGE, "source": source.pk, "address": "https://quay.example/2021/02"}
    answer = client.post(reverse(TAKE_IN), data)
    first = Candidate.objects.order_by("pk").first()
    assert answer["Location"] == reverse("admin:editorial_candidate_change", args=[first.pk])
    assert client.get(answer["Location"]).status_code == 200
    sighting = Capture.objects.get().sightings.get()
    assert (sighting.source, sighting.address) == (source, "https://quay.example/2021/02")
    assert Batch.objects.get().by == cast.person("importer")


def test_the_same_bytes_again_make_no_new_candidate():
    client = desk_of("importer")
    client.post(reverse(TAKE_IN), {"pasted": cast.PAGE})
    before = Candidate.objects.count()
    answer = client.post(reverse(TAKE_IN), {"pasted": cast.PAGE})
    assert Candidate.objects.count() == before > 0
    assert answer["Location"] == reverse("admin:archive_capture_change", args=[Capture.objects.get().pk])


def test_a_bad_file_is_named_and_the_good_one_goes_in():
    client = desk_of("importer")
    files = [
        SimpleUploadedFile("bad.bin", b"\x89PNG\r\n\x1a\n" + bytes(400)),
        SimpleUploadedFile("good.txt", cast.PAGE.encode()),
    ]
    page = client.post(reverse(TAKE_IN), {"pages": files}, follow=True)
    assert "“bad.bin”: " in page.text and "“good.txt”: " in page.text
    assert Capture.objects.count() == 1


def test_a_file_without_a_statement_is_no_success():
    table = b"id,language,text\n1,en,A line of a table that no page of statements is made of.\n"
    page = desk_of("importer").post(reverse(TAKE_IN), {"pages": SimpleUploadedFile("table.csv", table)}, follow=True)
    assert "“table.csv” was kept, but no statement was found in it." in page.text
    assert [message.level_tag for message in page.context["messages"]] == ["warning"]


def test_nothing_given_is_said():
    page = desk_of("importer").post(reverse(TAKE_IN), {"pasted": " "})
    assert page.status_code == 400 and "Choose a file or paste a text." in page.text


def test_only_importers_take_in():
    client = desk_of("verifier")
    assert client.get(reverse(TAKE_IN)).status_code == 403
    assert client.post(reverse(TAKE_IN), {"pasted": cast.PAGE}).status_code == 403
    assert not Capture.objects.exists()
