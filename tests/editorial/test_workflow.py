"""The flow from draft to tombstone: first that it works, then each refusal."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from archive import search
from archive.models import (
    Contribution,
    Decision,
    Revision,
    Statement,
    Translation,
    Verification,
    stale_numbers,
)
from archive.stages import Stage
from editorial.workflow.allowed import MOVES, may
from editorial.workflow.moves import Overtaken, Refused, move
from editorial.workflow.revise import revise, roll_back
from editorial.workflow.translate import open_translation, render
from editorial.workflow.verify import assess
from tests import cast

pytestmark = pytest.mark.django_db


def found(words: str) -> list[Statement]:
    return list(search.search(Statement.objects.public(), search.parse(words)))


def test_a_statement_goes_the_whole_way():
    statement = cast.statement(stage="published")
    assert statement.stage == Stage.PUBLISHED
    assert statement.published_revision == statement.current_revision
    assert statement in Statement.objects.public()
    assert found("mole") == [statement]
    verbs = list(Decision.objects.filter(reference=statement.reference).values_list("verb", flat=True))
    assert verbs == ["accept", "submit", "verify", "publish"]


def test_withdrawing_leaves_a_tombstone_and_no_search_entry():
    statement = cast.statement(stage="withdrawn")
    assert statement not in Statement.objects.public()
    assert statement in Statement.objects.tombstones()
    assert found("mole") == []


def test_the_public_keeps_the_verified_text_while_a_new_one_is_written():
    statement = cast.statement(stage="published")
    old = statement.published_revision
    revise(statement, title="Changed", texts=["The mole was closed at noon."], by=cast.person("importer"))
    statement.refresh_from_db()
    assert statement.stage == Stage.DRAFT
    assert statement.published_revision == old
    assert statement in Statement.objects.public()
    assert found("dawn") == [statement] and found("noon") == []
    cast.carry(statement, "published")
    assert found("noon") == [statement] and found("dawn") == []


def test_nobody_verifies_what_they_wrote():
    statement = cast.statement(stage="in review")
    both = cast.person("administrator")
    revise(statement, title="x", texts=["Another text altogether."], by=both)
    move(statement, "submit", both)
    answer = may(both, "verify", statement)
    assert not answer and "Somebody else" in answer.reason
    with pytest.raises(Refused, match="Somebody else"):
        move(statement, "verify", both)


def test_a_hand_stays_until_the_text_is_verified():
    """Writing, then letting somebody else write a comma, does not free the first writer to verify."""
    first, second = cast.person("administrator", "first"), cast.person("administrator", "second")
    statement = cast.statement()
    revise(statement, title="x", texts=["All of this is the first one's work."], by=first)
    revise(statement, title="x", texts=["All of this is the first one's work!"], by=second)
    move(statement, "submit", second)
    assert not may(first, "verify", statement)
    assert not may(second, "verify", statement)
    assert may(cast.person("verifier"), "verify", statement)


def test_alone_needs_its_permission_and_a_reason():
    statement = cast.statement(stage="in review")
    assert not may(cast.person("verifier"), "verify_alone", statement)
    alone = cast.person("administrator")
    with pytest.raises(Refused, match="why"):
        move(statement, "verify_alone", alone, " ")
    move(statement, "verify_alone", alone, "The only one of us who reads it.")
    assert Verification.objects.get(revision=statement.current_revision).alone


def test_the_database_refuses_a_verifier_among_the_authors():
    statement = cast.statement(stage="in review")
    revision = statement.current_revision
    with pytest.raises(DatabaseError), transaction.atomic():
        Verification.objects.create(
            revision=revision, digest=revision.digest, by=cast.person("importer"), at="2026-01-01T00:00:00Z"
        )


def test_the_database_refuses_unknown_hands_and_machines_alone():
    statement = cast.statement(stage="in review")
    revision = statement.current_revision
    Contribution.objects.create(revision=revision, user=None)
    with pytest.raises(DatabaseError), transaction.atomic():
        Verification.objects.create(
            revision=revision, digest=revision.digest, by=cast.person("verifier"), at="2026-01-01T00:00:00Z"
        )
    Contribution.objects.filter(revision=revision).delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        Verification.objects.create(
            revision=revision,
            digest=revision.digest,
            by=cast.person("verifier"),
            alone=True,
            reason="x",
            at="2026-01-01T00:00:00Z",
        )


def test_the_database_refuses_a_published_text_without_a_verified_revision():
    statement = cast.statement(stage="in review")
    with pytest.raises(DatabaseError), transaction.atomic():
        Statement.objects.filter(pk=statement.pk).update(
            stage="published",
            published_revision=statement.current_revision,
            published_at="2026-01-01T00:00:00Z",
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Statement.objects.filter(pk=statement.pk).update(stage="published")


def test_the_database_refuses_the_revision_of_another_statement():
    one, other = cast.statement(stage="published"), cast.statement(stage="verified")
    with pytest.raises(DatabaseError), transaction.atomic():
        Statement.objects.filter(pk=other.pk).update(
            published_revision=one.published_revision, published_at="2026-01-01T00:00:00Z"
        )


def test_an_excerpt_is_never_published_as_the_full_text():
    statement = cast.statement(stage="verified", excerpt=True)
    Statement.objects.filter(pk=statement.pk).update(excerpt=False)
    statement.refresh_from_db()
    assert not may(cast.person("publisher"), "publish", statement)
    with pytest.raises(DatabaseError), transaction.atomic():
        Statement.objects.filter(pk=statement.pk).update(
            published_revision=statement.current_revision, published_at="2026-01-01T00:00:00Z"
        )


def test_what_nobody_sees_is_no_text():
    statement = cast.statement(texts=["\u200b\u200c \u2063"])
    answer = may(cast.person("importer"), "submit", statement)
    assert not answer and "no text" in answer.reason


def test_a_text_in_no_known_language_is_not_published():
    statement = cast.statement(language="und", stage="verified")
    answer = may(cast.person("publisher"), "publish", statement)
    assert not answer and "language" in answer.reason


def test_two_live_translations_of_one_kind_are_refused():
    statement = cast.statement(stage="published")
    cast.translation(statement)
    with pytest.raises(Refused, match="already"):
        open_translation(statement, language="fa", by=cast.person("translator"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Translation.objects.create(statement=statement, language="fa", origin="ours")
    assert open_translation(statement, language="fa", by=cast.person("translator"), origin="official")


def test_a_translation_is_public_only_with_its_original():
    statement = cast.statement(stage="verified")
    translation = cast.translation(statement, stage="verified")
    answer = may(cast.person("publisher"), "publish", translation)
    assert not answer and "original" in answer.reason
    move(statement, "publish", cast.person("publisher"))
    translation = Translation.objects.get(pk=translation.pk)
    move(translation, "publish", cast.person("publisher"))
    assert found("اسكله") == [statement]  # typed with an Arabic kaf
    move(Statement.objects.get(pk=statement.pk), "withdraw", cast.person("publisher"), "x")
    assert translation not in Translation.objects.public()


def test_a_changed_paragraph_makes_its_rendering_stale_and_no_other():
    statement = cast.statement(stage="published")
    translation = cast.translation(statement, stage="published")
    revise(
        statement,
        title=statement.title(),
        texts=["A line that was missing.", "The mole was closed at noon.", "We ask for it to be opened."],
        by=cast.person("importer"),
    )
    numbers = [paragraph["number"] for paragraph in statement.current_revision.paragraphs]
    assert numbers == [3, 1, 2]
    assert stale_numbers(translation.current_revision, statement.current_revision) == {1}
    translation = Translation.objects.get(pk=translation.pk)
    render(translation, title="x", texts={}, by=cast.person("translator"), still_valid=[1])
    assert stale_numbers(translation.current_revision, statement.current_revision) == set()


def test_the_second_saver_overwrites_nothing():
    statement = cast.statement()
    seen = statement.current_revision
    other = Statement.objects.get(pk=statement.pk)
    revise(statement, title="first", texts=["First saved."], by=cast.person("importer"), expected=seen)
    with pytest.raises(Overtaken):
        revise(other, title="second", texts=["Second saved."], by=cast.person("verifier"), expected=seen)
    assert Statement.objects.get(pk=statement.pk).title() == "first"


def test_a_move_is_made_once():
    statement = cast.statement(stage="in review")
    twin = Statement.objects.get(pk=statement.pk)
    move(statement, "verify", cast.person("verifier"))
    with pytest.raises(Overtaken):
        move(twin, "verify", cast.person("verifier", "another verifier"))


def test_every_move_needs_its_permission():
    statement = cast.statement()
    for name in MOVES:
        assert not may(cast.person("translator"), name, statement), name


def test_a_rollback_is_a_new_revision():
    statement = cast.statement()
    first = statement.current_revision
    revise(statement, title="worse", texts=["Worse."], by=cast.person("importer"))
    revision = roll_back(statement, first, cast.person("importer"), "It was better.")
    assert revision.number == 3 and revision.body() == first.body()


def test_revisions_and_decisions_never_change():
    statement = cast.statement()
    with pytest.raises(DatabaseError), transaction.atomic():
        Revision.objects.filter(pk=statement.current_revision_id).update(title="forged")
    with pytest.raises(DatabaseError), transaction.atomic():
        Decision.objects.filter(reference=statement.reference).update(note="forged")
    with pytest.raises(DatabaseError), transaction.atomic():
        Decision.objects.filter(reference=statement.reference).delete()


def test_decisions_are_chained():
    cast.statement(stage="published")
    rows = list(Decision.objects.order_by("id"))
    assert [row.previous for row in rows] == ["", *[row.digest for row in rows[:-1]]]
    assert all(row.digest == row.content_digest() for row in rows)


def test_assessing_is_for_other_hands_and_says_why():
    statement = cast.statement(stage="in review")
    assess(statement, axis="text", verdict="confirmed", by=cast.person("verifier"))
    with pytest.raises(Refused, match="why"):
        assess(statement, axis="date", verdict="contradicted", by=cast.person("verifier"))
    with pytest.raises(Refused, match="translation"):
        assess(statement, axis="translation", verdict="confirmed", by=cast.person("verifier"))
    writer = cast.person("administrator")
    revise(statement, title="x", texts=["Mine."], by=writer)
    with pytest.raises(Refused, match="Somebody else"):
        assess(statement, axis="text", verdict="confirmed", by=writer)
