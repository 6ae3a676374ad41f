"""The candidate page: first that it decides, then each refusal; nothing typed is ever lost."""

import datetime

import pytest
from django.urls import reverse

from archive.models import Decision, Statement
from editorial.models import Candidate, CandidateMatch
from tests import cast
from tests.editorial.test_desk import desk_of

pytestmark = pytest.mark.django_db


def page_of(candidate: Candidate) -> str:
    return reverse("admin:editorial_candidate_change", args=[candidate.pk])


def form_of(client, candidate: Candidate, **changes: str) -> dict[str, str]:
    """What a browser would send back from the candidate's page, with changes."""
    context = client.get(page_of(candidate)).context
    data: dict[str, str] = {}
    forms = [context["form"], context["takings"].management_form, *context["takings"]]
    for form in forms:
        for field in form:
            value = field.value()
            if value is True:
                data[field.html_name] = "on"
            elif value not in (None, False):
                data[field.html_name] = str(value)
    return {**data, **changes}


def test_the_reading_stands_beside_the_marked_capture():
    first, second = cast.candidates()
    page = desk_of("importer").get(page_of(first))
    assert "News of the quay" in page.text
    assert '<mark class="evidence title">Against the closing of the mole</mark>' in page.text
    assert page_of(second) in page.text  # the other candidate's span leads to it
    assert 'class="line passage" id="here"' in page.text and 'class="line other"' in page.text
    assert "likely" in page.text and "unsure" in page.text


def test_accepting_makes_a_draft_and_opens_the_next_of_the_capture():
    first, second = cast.candidates()
    client = desk_of("importer")
    answer = client.post(page_of(first), form_of(client, first, accept="1"))
    assert answer["Location"] == page_of(second)
    statement = Statement.objects.get()
    assert statement.title() == "Against the closing of the mole"
    assert [row["text"] for row in statement.current_revision.paragraphs] == [
        "The mole was closed at dawn.",
        "We ask for it to be opened.",
    ]
    assert statement.first_day == datetime.date(2021, 2, 5) and statement.date_written == "5 February 2021"
    assert statement.participations.get().organisation.slug == "harbour-union"
    answer = client.post(page_of(second), form_of(client, second, accept="1"))
    assert answer["Location"] == reverse("admin:index")


def test_corrections_go_into_the_statement():
    candidate = cast.candidates()[1]
    cast.organisation("bakers", fa="اتحادیهٔ نانوایان")
    client = desk_of("importer")
    changes = {
        "title": "On bread",
        "text": "One.\r\n\r\nTwo,\r\nstill two.",
        "calendar": "solar hijri",
        "year": "۱۳۹۹",
        "month": "۱۱",
        "day": "",
        "takings-0-known": "اتحاديهٔ نانوايان",
        "takings-1-role": "signatory",
        "takings-1-written": "A. Baker",
        "takings-1-detail": "Chair",
        "accept": "1",
    }
    client.post(page_of(candidate), form_of(client, candidate, **changes))
    statement = Statement.objects.get()
    assert [row["text"] for row in statement.current_revision.paragraphs] == ["One.", "Two, still two."]
    assert (statement.precision, statement.first_day) == ("month", datetime.date(2021, 1, 20))
    issuer, signatory = statement.participations.all()
    assert issuer.organisation.slug == "bakers" and issuer.written == "Bakers’ League"
    assert (signatory.written, signatory.detail) == ("A. Baker", "Chair")


def test_a_span_of_days_survives_a_form_that_cannot_show_it():
    candidate = cast.candidates()[0]
    candidate.reading["date"] |= {"first": "2021-02-05", "last": "2021-02-07"}
    candidate.save()
    client = desk_of("importer")
    client.post(page_of(candidate), form_of(client, candidate, accept="1", date_written="5 to 7 February"))
    statement = Statement.objects.get()
    assert (statement.first_day.day, statement.last_day.day, statement.date_written) == (5, 7, "5 to 7 February")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"year": "2021", "month": "2", "day": "30"}, "no such date"),
        ({"year": "", "month": "2"}, "at least the year"),
        ({"text": "  "}, "required"),
        ({"takings-0-known": "Nobody’s Union"}, "No single organisation"),
        ({"language": "xx"}, "valid choice"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_typed_is_lost(changes, words):
    candidate = cast.candidates()[0]
    client = desk_of("importer")
    answer = client.post(page_of(candidate), form_of(client, candidate, accept="1", title="Typed by hand", **changes))
    assert answer.status_code == 400
    assert words in answer.text and "Typed by hand" in answer.text
    assert not Statement.objects.exists()


def test_merging_by_a_proposed_match():
    first, second = cast.candidates()
    statement = cast.statement()
    CandidateMatch.objects.create(candidate=first, statement=statement, kind="same text", score=0.97, method="digest")
    client = desk_of("importer")
    page = client.get(page_of(first)).text
    assert statement.reference in page and "same text" in page and "0.97" in page
    answer = client.post(page_of(first), form_of(client, first, merge="1", match=statement.reference))
    assert answer["Location"] == page_of(second)
    first.refresh_from_db()
    assert first.state == "merged" and statement.witnesses.count() == 1


def test_merging_by_a_pasted_address_takes_the_text_over():
    candidate = cast.candidates()[0]
    statement = cast.statement("Cut", ["The mole …"], excerpt=True)
    client = desk_of("importer")
    changes = {"merge": "1", "reference": f"https://example.org/s/{statement.reference}/", "adopt_text": "on"}
    client.post(page_of(candidate), form_of(client, candidate, **changes))
    statement.refresh_from_db()
    assert "We ask for it to be opened." in statement.current_revision.body() and not statement.excerpt


def test_merging_needs_a_statement():
    candidate = cast.candidates()[0]
    client = desk_of("importer")
    answer = client.post(page_of(candidate), form_of(client, candidate, merge="1", reference="nowhere"))
    assert answer.status_code == 400 and "No statement has this reference" in answer.text
    candidate.refresh_from_db()
    assert candidate.state == "waiting"


def test_discarding_needs_a_reason_and_keeps_it():
    candidate = cast.candidates()[0]
    client = desk_of("importer")
    assert "Say why." in client.post(page_of(candidate), form_of(client, candidate, discard="1")).text
    client.post(page_of(candidate), form_of(client, candidate, discard="1", note="A menu, no statement."))
    candidate.refresh_from_db()
    assert candidate.state == "discarded"
    assert Decision.objects.get(verb="discard").note == "A menu, no statement."


def test_whoever_comes_second_is_told_and_keeps_what_was_typed():
    candidate = cast.candidates()[0]
    client = desk_of("importer")
    data = form_of(client, candidate, accept="1", title="Typed by hand")
    Candidate.objects.filter(pk=candidate.pk).update(state="discarded")
    answer = client.post(page_of(candidate), data)
    assert answer.status_code == 400
    assert "already decided" in answer.text and "Typed by hand" in answer.text
    assert not Statement.objects.exists()


def test_a_translator_may_look_and_not_decide():
    candidate = cast.candidates()[0]
    client = desk_of("translator")
    page = client.get(page_of(candidate))
    assert page.status_code == 200 and 'name="accept"' not in page.text and "Your role does not include" in page.text
    for verb in ("accept", "merge", "discard"):
        assert client.post(page_of(candidate), {verb: "1"}).status_code == 403


def test_several_are_discarded_for_one_reason_only():
    first, second = cast.candidates()
    client = desk_of("importer")
    address = reverse("admin:editorial_candidate_changelist")
    chosen = {"action": "discard_together", "_selected_action": [first.pk, second.pk]}
    desk_of("translator").post(address, {**chosen, "discard": "1", "note": "Menus."})
    assert Candidate.objects.filter(state="waiting").count() == 2
    assert "Why?" in client.post(address, chosen).text
    client.post(address, {**chosen, "discard": "1", "note": " "})
    assert Candidate.objects.filter(state="waiting").count() == 2
    client.post(address, {**chosen, "discard": "1", "note": "Menus."})
    assert Candidate.objects.filter(state="discarded").count() == 2


def test_a_bomb_of_markup_in_a_capture_is_shown_as_text():
    text = cast.PAGE.replace("News of the quay", "<script>alert(1)</script><img src=x onerror=y>")
    candidate = cast.candidates(text)[0]
    page = desk_of("importer").get(page_of(candidate)).text
    assert "<script>alert" not in page and "&lt;script&gt;alert(1)" in page
