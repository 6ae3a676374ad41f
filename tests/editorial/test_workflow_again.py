"""The second round of a text: what was cut becomes whole, and rolling back opens no door."""

from dataclasses import replace

import pytest
from django.test import Client

from archive.models import Assessment, Statement
from archive.stages import Axis, Stage, Verdict
from editorial.workflow.allowed import may
from editorial.workflow.draft import accept, draft_of, merge
from editorial.workflow.moves import Refused, move
from editorial.workflow.revise import revise, roll_back, write_revision
from editorial.workflow.translate import open_translation, render
from editorial.workflow.verify import assess
from tests import cast

pytestmark = pytest.mark.django_db


def test_a_full_text_joins_the_published_excerpt():
    statement = cast.statement(stage="published", excerpt=True)
    revise(statement, title="Whole", texts=["All of it."], by=cast.person("importer"), excerpt=False)
    statement.refresh_from_db()
    assert statement.excerpt and statement.published_revision.excerpt  # readers still see the excerpt, and are told so
    cast.carry(statement, "published")
    statement.refresh_from_db()
    assert statement.stage == Stage.PUBLISHED and not statement.excerpt


def test_a_text_found_to_be_cut_is_published_as_an_excerpt():
    statement = cast.statement(stage="published")
    revise(statement, title="Cut", texts=["The mole was closed …"], by=cast.person("importer"), excerpt=True)
    cast.carry(statement, "published")
    assert Statement.objects.get().excerpt


def test_rolling_back_makes_the_statement_say_what_the_old_text_was():
    statement = cast.statement(excerpt=True)
    writer = cast.person("importer")
    first = statement.current_revision
    Statement.objects.filter(pk=statement.pk).update(excerpt=True)
    revise(statement, title="Whole", texts=["All of it."], by=writer, excerpt=False)
    assert not Statement.objects.get().excerpt
    roll_back(statement, first, writer, "The longer text is somebody else's.")
    assert Statement.objects.get().excerpt


def test_who_wrote_the_text_that_is_rolled_back_to_may_not_verify_it():
    first, second, third = (cast.person("administrator", name) for name in ("first", "second", "third"))
    statement = cast.statement()
    unverified = revise(statement, title="x", texts=["All of this is the first one's work."], by=first)
    revise(statement, title="x", texts=["Another text."], by=second)
    move(statement, "submit", second)
    move(statement, "verify", third)
    roll_back(statement, unverified, third, "The first was better.")
    move(statement, "submit", third)
    assert not may(first, "verify", statement)
    assert not may(third, "verify", statement)
    assert may(second, "verify", statement)


def test_rolling_back_to_a_machines_text_is_no_post_editing():
    statement = cast.statement(texts=["Asked by a person."], stage="published")
    translation = open_translation(statement, language="fa", by=cast.person("translator"))
    machine = write_revision(translation, title="x", paragraphs=[{"number": 1, "text": "…"}], by=None, machine=True)
    render(translation, title="x", texts={1: "از یک انسان."}, by=cast.person("verifier", "other"))
    move(translation, "submit", cast.person("translator"))
    move(translation, "verify", cast.person("verifier"))
    roll_back(translation, machine, cast.person("translator"), "As a beginning.")
    assert translation.current_revision.machine and translation.current_revision.author is None
    move(translation, "submit", cast.person("translator"))
    answer = may(cast.person("verifier"), "verify", translation)
    assert not answer and "machine" in answer.reason


def test_merging_takes_the_editors_corrections_along():
    first, second = cast.candidates()
    by = cast.person("importer")
    statement = accept(first, by)
    draft = draft_of(second)
    corrected = type(draft)(title=draft.title, texts=("Corrected by hand.",), language="en", hand=2)
    witness = merge(second, statement, by, draft=corrected, adopt_text=True)
    assert witness.hand == 2
    assert statement.current_revision.body() == "Corrected by hand."


def test_another_way_to_a_statement_is_not_called_confirmed_before_somebody_looked():
    first, second = cast.candidates()
    third, fourth = cast.candidates("Again. " + cast.PAGE)
    statement = accept(first, cast.person("importer"))
    move(statement, "submit", cast.person("importer"))
    assess(statement, axis=Axis.ATTRIBUTION, verdict=Verdict.CONFIRMED, by=cast.person("verifier"))
    move(statement, "verify", cast.person("verifier"))
    move(statement, "publish", cast.person("publisher"))
    verdicts = Assessment.objects.filter(axis=Axis.ATTRIBUTION).order_by("id").values_list("verdict", flat=True)
    merge(third, statement, cast.person("importer"), draft=replace(draft_of(third), hand=2))
    assert list(verdicts.all()) == [Verdict.CONFIRMED], "readers are led to the first witness as before"
    statement.witnesses.update(hand=2)
    for candidate in (second, fourth):
        merge(candidate, statement, cast.person("importer"))
    assert list(verdicts.all()) == [Verdict.CONFIRMED, Verdict.COULD_NOT_CHECK]


def test_nothing_is_merged_into_a_withdrawn_statement():
    statement = cast.statement(stage="withdrawn")
    candidate, _other = cast.candidates()
    with pytest.raises(Refused, match="withdrawn"):
        merge(candidate, statement, cast.person("importer"))
    candidate.refresh_from_db()
    assert candidate.state == "waiting" and not statement.witnesses.exists()


def test_a_restored_statement_keeps_its_tombstone_until_it_is_published_again():
    statement = cast.statement(stage="withdrawn")
    publisher, address = cast.person("publisher"), f"/en/statements/{statement.reference}/"
    move(statement, "restore", publisher, "It was a mistake.")
    page = Client().get(address)
    assert page.status_code == 410 and "Asked for by the issuer." in page.text and "mole" not in page.text
    assert not Statement.objects.public().exists()
    cast.carry(statement, "published")
    page = Client().get(address)
    assert page.status_code == 200 and "Asked for by the issuer." not in page.text
    assert not Statement.objects.tombstones().exists()


def test_a_restored_statement_can_be_withdrawn_again():
    statement = cast.statement(stage="withdrawn")
    publisher = cast.person("publisher")
    move(statement, "restore", publisher, "It was a mistake.")
    move(statement, "withdraw", publisher, "It was none.")
    page = Client().get(f"/s/{statement.reference}.json")
    assert page.status_code == 410 and page.json()["reason"] == "It was none."


def test_who_wrote_a_returned_text_may_not_verify_it_after_a_touch_of_somebody_elses():
    first, second, third = (cast.person("administrator", name) for name in ("first", "second", "third"))
    statement = cast.statement()
    revise(statement, title="x", texts=["All of this is the first one's work."], by=first)
    move(statement, "submit", first)
    move(statement, "verify", second)
    move(statement, "return", second, "The quotation is not in the capture.")
    revise(statement, title="x", texts=["All of this is the first one's work!"], by=third)
    move(statement, "submit", third)
    assert not may(first, "verify", statement)
    assert may(second, "verify", statement)
