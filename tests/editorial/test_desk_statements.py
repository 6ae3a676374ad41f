"""The pages of a statement: moves with their reasons, its description, two savers, history, assessments."""

import datetime
import io
from contextlib import suppress

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from archive.models import Assessment, Decision, Participation, Statement, Translation
from archive.stages import Stage
from editorial.forms import StatementForm
from editorial.workflow.allowed import MOVES
from editorial.workflow.moves import move
from editorial.workflow.revise import revise
from tests import cast
from tests.editorial.test_desk import desk_of

pytestmark = pytest.mark.django_db
#: The most queries that a page of the desk asks.
MOST_QUERIES = 25


def address(thing: Statement | Translation, page: str = "change") -> str:
    return reverse(f"admin:archive_{thing._meta.model_name}_{page}", args=[thing.pk])


def press(client, thing: Statement | Translation, move: str, note: str = "", **changes):
    data = {"move": move, "note": note, "revision": thing.current_revision_id, **changes}
    return client.post(address(thing, "move"), data, follow=True)


def described(client, statement: Statement, **changes: str) -> dict[str, str]:
    """What a browser would send back from the description of a statement."""
    context = client.get(address(statement)).context
    data: dict[str, str] = {}
    formsets = [one.formset for one in context["inline_admin_formsets"]]
    rows = [form for formset in formsets for form in (formset.management_form, *formset.forms)]
    for form in [context["adminform"].form, *rows]:
        for field in form:
            value = field.value()
            if value is True:
                data[field.html_name] = "on"
            elif isinstance(value, list):
                data |= {f"{field.html_name}_{index}": str(part or "") for index, part in enumerate(value)}
            elif value is not None and value is not False:
                data[field.html_name] = str(value)
    return {**data, **changes}


# --- Moves -------------------------------------------------------------------------------------------------------


def test_a_button_moves_the_statement():
    statement = cast.statement()
    page = press(desk_of("importer"), statement, "submit")
    statement.refresh_from_db()
    assert statement.stage == Stage.IN_REVIEW
    assert "Submit for review: done" in page.text


def test_every_greyed_button_says_why():
    statement = cast.statement(stage="in review")
    page = desk_of("importer").get(address(statement))
    buttons = [*page.context["buttons"], *page.context["other_buttons"]]
    assert {button.name for button in buttons} == set(MOVES) - {"revise", "verify_alone"}
    for button in buttons:
        if not button.answer:
            assert f'title="{button.answer.reason}"' in page.text.replace("&#x27;", "'") or "“" in button.answer.reason
            assert page.text.count(f'id="why-{button.name}"') == 1


@pytest.mark.parametrize("role", ["importer", "translator", "publisher"])
def test_no_other_role_verifies_by_that_address(role):
    statement = cast.statement(stage="in review")
    page = press(desk_of(role), statement, "verify")
    statement.refresh_from_db()
    assert statement.stage == Stage.IN_REVIEW
    assert "Your role does not include this step." in page.text


def test_the_writer_does_not_verify_by_that_address():
    person = cast.person("administrator")
    statement = cast.statement()
    revise(statement, title="x", texts=["All mine."], by=person)
    cast.carry(statement, "in review")
    page = press(desk_of("administrator"), statement, "verify")
    statement.refresh_from_db()
    assert statement.stage == Stage.IN_REVIEW and "Somebody else has to verify it." in page.text


def test_nobody_verifies_a_text_that_they_have_not_seen():
    statement = cast.statement(stage="in review")
    seen = statement.current_revision_id
    revise(statement, title="x", texts=["Another text."], by=cast.person("importer"))
    cast.carry(statement, "in review")
    page = press(desk_of("verifier"), statement, "verify", revision=seen)
    statement.refresh_from_db()
    assert statement.stage == Stage.IN_REVIEW and "Read it as it is now" in page.text


def test_a_move_that_needs_a_reason_is_refused_without_one():
    statement = cast.statement(stage="published")
    client = desk_of("publisher")
    assert "Say why." in press(client, statement, "withdraw").text
    press(client, statement, "withdraw", "The issuer asked for it.")
    statement.refresh_from_db()
    assert (statement.stage, statement.withdrawal_reason) == (Stage.WITHDRAWN, "The issuer asked for it.")


def test_a_move_is_not_made_by_a_link():
    statement = cast.statement()
    assert desk_of("importer").get(address(statement, "move"), {"move": "submit"}).status_code == 405
    assert desk_of("importer").post(address(statement, "move"), {"move": "fly"}).status_code == 404


def test_an_excerpt_is_published_as_full_text_by_no_door():
    """Not by the button, the field of the form, the command for what is due, a hand in the database, a translation."""
    statement = cast.statement(stage="verified", excerpt=True)
    Statement.objects.filter(pk=statement.pk).update(excerpt=False, scheduled_for="2020-01-01T00:00:00Z")
    statement.refresh_from_db()
    desk = desk_of("administrator")
    assert "A cut text cannot be published as the full one." in press(desk, statement, "publish").text
    desk.post(address(statement), described(desk, statement, excerpt="", stage="published", published_revision="1"))
    with suppress(CommandError):
        call_command("publish_due", "--as", "administrator", stdout=io.StringIO(), stderr=io.StringIO())
    with pytest.raises(DatabaseError), transaction.atomic():
        revision = statement.current_revision
        Statement.objects.filter(pk=statement.pk).update(published_revision=revision, published_at=timezone.now())
    statement.refresh_from_db()
    assert (statement.stage, statement.is_public()) == (Stage.VERIFIED, False)
    Statement.objects.filter(pk=statement.pk).update(excerpt=True)
    statement.refresh_from_db()
    press(desk, statement, "publish")
    statement.refresh_from_db()
    assert statement.is_public() and statement.excerpt
    desk.post(address(statement), described(desk, statement, excerpt=""))
    with pytest.raises(DatabaseError), transaction.atomic():
        Statement.objects.filter(pk=statement.pk).update(excerpt=False)
    statement.refresh_from_db()
    assert statement.excerpt


# --- Description ---------------------------------------------------------------------------------------------------


def test_describing_writes_the_date_and_a_decision_and_no_text():
    statement = cast.statement()
    client = desk_of("importer")
    changes = {
        "kind": "letter",
        "date_written": "۱۳۹۹",
        "calendar": "solar hijri",
        "year": "۱۳۹۹",
        "month": "",
        "day": "",
    }
    client.post(address(statement), described(client, statement, **changes))
    statement.refresh_from_db()
    assert (statement.kind, statement.precision, statement.first_day) == ("letter", "year", datetime.date(2020, 3, 20))
    decision = Decision.objects.get(verb="describe")
    assert "kind" in decision.note and decision.by == cast.person("importer")
    assert statement.revisions.count() == 1


def test_the_stage_and_the_text_are_no_fields_of_the_description():
    statement = cast.statement()
    client = desk_of("administrator")
    changes = {"stage": "published", "current_revision": "", "published_revision": "1", "title": "x"}
    client.post(address(statement), described(client, statement, **changes))
    before = statement.current_revision
    statement.refresh_from_db()
    assert (statement.stage, statement.current_revision, statement.published_revision) == ("draft", before, None)


def test_what_is_public_keeps_its_language():
    statement = cast.statement(stage="published")
    client = desk_of("publisher")
    client.post(address(statement), described(client, statement, language="tr"))
    statement.refresh_from_db()
    assert statement.language == "en"


def test_a_translator_reads_the_description_and_cannot_change_it():
    statement = cast.statement()
    client = desk_of("translator")
    assert client.get(address(statement)).status_code == 200
    assert client.post(address(statement), {"kind": "letter"}).status_code == 403


# --- Revising ------------------------------------------------------------------------------------------------------


def test_revising_makes_the_next_revision():
    statement = cast.statement(stage="published")
    client = desk_of("importer")
    data = {"title": "New", "text": "One.\n\nTwo.", "note": "Read again.", "expected": statement.current_revision_id}
    client.post(address(statement, "revise"), data)
    statement.refresh_from_db()
    assert statement.current_revision.note == "Read again." and statement.stage == Stage.DRAFT
    assert statement.published_revision.number == 1


def test_the_second_saver_sees_both_texts_and_loses_nothing():
    statement = cast.statement()
    client = desk_of("importer")
    begun = statement.current_revision_id
    revise(statement, title="Theirs", texts=["The mole was closed at noon."], by=cast.person("verifier"))
    mine = {"title": "Mine", "text": "The mole was closed at night.", "note": "n", "expected": begun}
    answer = client.post(address(statement, "revise"), mine)
    assert answer.status_code == 409
    assert "The mole was closed at night.</textarea>" in answer.text and "Theirs" in answer.text
    assert "<del>noon</del>" in answer.text and "<ins>night</ins>" in answer.text
    assert statement.revisions.count() == 2
    # Saved again in knowledge of the other text.
    again = {**mine, "expected": answer.context["form"]["expected"].value()}
    assert client.post(address(statement, "revise"), again).status_code == 302
    statement.refresh_from_db()
    assert statement.title() == "Mine" and statement.revisions.count() == 3


def test_who_may_not_write_is_told_so_and_keeps_the_text():
    statement = cast.statement()
    data = {"title": "New", "text": "Typed in vain.", "expected": statement.current_revision_id}
    answer = desk_of("publisher").post(address(statement, "revise"), data)
    assert "Your role does not include this step." in answer.text and "Typed in vain." in answer.text
    assert statement.revisions.count() == 1


# --- History -------------------------------------------------------------------------------------------------------


def test_any_two_revisions_are_compared_word_by_word():
    statement = cast.statement()
    writer = cast.person("importer")
    revise(statement, title=statement.title(), texts=["The mole was closed at noon.", "Added."], by=writer)
    revise(statement, title="Third", texts=["Added."], by=writer)
    page = desk_of("translator").get(address(statement, "history"), {"from": "1", "to": "2"})
    assert "<del>dawn</del><ins>noon</ins>" in page.text
    kinds = [(row.number, row.kind) for row in page.context["paragraphs"]]
    assert kinds == [(1, "changed"), (2, "gone"), (3, "new")]
    assert desk_of("translator").get(address(statement, "history"), {"from": "x", "to": "99"}).status_code == 200


def test_rolling_back_is_a_new_revision_with_a_reason():
    statement = cast.statement()
    client = desk_of("importer")
    revise(statement, title="Second", texts=["Another text."], by=cast.person("importer"))
    data = {"to": "1", "revision": statement.current_revision_id}
    assert "Say why." in client.post(address(statement, "roll_back"), data, follow=True).text
    client.post(address(statement, "roll_back"), {**data, "note": "The first was right."})
    statement.refresh_from_db()
    assert statement.current_revision.number == 3
    assert statement.title() == "Against the closing of the mole"


# --- Assessing -----------------------------------------------------------------------------------------------------


def test_a_verifier_assesses_an_axis_of_the_revision_that_was_read():
    statement = cast.statement(stage="in review")
    client = desk_of("verifier")
    data = {"axis": "date", "verdict": "contradicted", "note": "", "revision": statement.current_revision_id}
    assert "Say why." in client.post(address(statement, "assess"), data, follow=True).text
    client.post(address(statement, "assess"), {**data, "note": "The paper says the 6th."})
    row = Assessment.objects.get()
    assert (row.axis, row.verdict, row.revision) == ("date", "contradicted", statement.current_revision)
    client.post(address(statement, "assess"), {**data, "note": "x", "revision": "0"})
    desk_of("publisher").post(address(statement, "assess"), {**data, "note": "x"})
    assert Assessment.objects.count() == 1


def test_the_pages_cost_the_same_for_one_paragraph_and_for_thirty(django_assert_max_num_queries):
    counts = []
    for many in (1, 30):
        statement = cast.statement(texts=[f"Paragraph {number} of {many}." for number in range(many)])
        translation = cast.translation(statement, texts=["…"] * many)
        client = desk_of("administrator")
        client.get(address(statement))  # names are read into memory once
        for page in (address(statement), address(translation), address(statement, "history")):
            with django_assert_max_num_queries(MOST_QUERIES) as used:
                assert client.get(page).status_code == 200
            counts.append(len(used))
    assert counts[:3] == counts[3:]


def test_a_joint_statement_costs_no_query_for_each_of_its_bodies(django_assert_max_num_queries):
    statement, client = cast.statement(stage="published"), desk_of("administrator")
    for number in range(30):
        body = cast.organisation(f"body-{number}", en=f"Body {number}")
        Participation.objects.create(statement=statement, organisation=body, role="signatory", written=f"B. {number}")
    revise(statement, title="Anew", texts=["The mole was closed at noon."], by=cast.person("importer"))
    client.get(address(statement))  # names are read into memory once
    with django_assert_max_num_queries(MOST_QUERIES):
        page = client.get(address(statement)).text
    assert all(f">Body {number}</option>" in page for number in range(30))


def test_a_description_saved_late_leaves_the_stage_alone(monkeypatch):
    """Somebody publishes between the reading and the writing of a description."""
    statement = cast.statement(stage="verified")
    client = desk_of("publisher")
    data = described(client, statement, kind="letter")
    valid = StatementForm.is_valid

    def overtaken(form):
        if Statement.objects.get(pk=statement.pk).stage == Stage.VERIFIED:
            move(Statement.objects.get(pk=statement.pk), "publish", cast.person("publisher"))
        return valid(form)

    monkeypatch.setattr(StatementForm, "is_valid", overtaken)
    client.post(address(statement), data)
    statement.refresh_from_db()
    # It is public by now: so the description waits for a second person.
    assert (statement.kind, statement.stage) == ("statement", Stage.PUBLISHED)
    assert statement.proposal.after["kind"] == "letter"
    assert statement.published_revision == statement.current_revision
