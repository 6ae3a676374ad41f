"""When what readers see of a statement last changed: what harvesters and feeds ask after."""

import importlib

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from archive.models import Decision, Statement, Topic
from archive.stages import Axis, Verdict
from editorial.workflow.decisions import decide
from editorial.workflow.moves import move
from editorial.workflow.revise import write_revision
from editorial.workflow.verify import assess
from tests import cast

pytestmark = pytest.mark.django_db


def changed(statement):
    return Statement.objects.get(pk=statement.pk).changed_at


def at_last_decision(verb: str):
    return Decision.objects.filter(verb=verb).order_by("-id").values_list("at", flat=True).first()


def test_nothing_changes_for_readers_before_a_text_is_public():
    statement = cast.statement(stage="verified")
    decide("describe", "statement", statement.reference, cast.person("importer"))
    assert changed(statement) is None
    move(statement, "publish", cast.person("publisher"))
    assert changed(statement) == at_last_decision("publish")


def test_a_text_written_long_ago_changes_what_readers_see_when_it_is_published():
    statement = cast.statement(stage="published")
    first = changed(statement)
    move(statement, "revise", cast.person("importer"))
    again = [{"number": 1, "text": "The mole was closed before dawn."}]
    write_revision(statement, title="Again", paragraphs=again, by=cast.person("importer"))
    for name, by in (("submit", "importer"), ("verify", "verifier")):
        move(statement, name, cast.person(by))
        assert changed(statement) == first, f"{name} is the desk's own"
    move(statement, "publish", cast.person("publisher"))
    assert changed(statement) == at_last_decision("publish") > first


def test_translations_descriptions_and_withdrawals_count():
    statement = cast.statement(stage="published")
    rendering = cast.translation(statement, stage="verified")
    before = changed(statement)
    assert before == at_last_decision("publish")
    move(rendering, "publish", cast.person("publisher"))
    assert changed(statement) == at_last_decision("publish") > before
    decide("describe", "statement", statement.reference, cast.person("importer"), "topics")
    assert changed(statement) == at_last_decision("describe")
    move(rendering, "withdraw", cast.person("publisher"), "Asked for by the translator.")
    assert changed(statement) == at_last_decision("withdraw")
    move(statement, "withdraw", cast.person("publisher"), "Asked for by the issuer.")
    assert changed(statement) == at_last_decision("withdraw")
    gone = changed(statement)
    move(statement, "restore", cast.person("publisher"), "It was a mistake.")
    assert changed(statement) == gone, "readers still see the tombstone"


def test_a_verdict_counts_on_the_text_that_readers_see():
    statement = cast.statement(stage="published")
    before = changed(statement)
    assess(statement, axis=Axis.TEXT, verdict=Verdict.CONFIRMED, by=cast.person("verifier"))
    assert changed(statement) == at_last_decision("assess text") > before
    move(statement, "revise", cast.person("importer"))
    again = [{"number": 1, "text": "Another text."}]
    write_revision(statement, title="Again", paragraphs=again, by=cast.person("importer"))
    before = changed(statement)
    assess(statement, axis=Axis.DATE, verdict=Verdict.CONFIRMED, by=cast.person("verifier"))
    assert changed(statement) == before


def test_what_was_published_before_there_was_a_column_gets_its_moment():
    public, draft = cast.statement(stage="published"), cast.statement("Draft", ("Draft.",))
    old = cast.statement("Old", ("Old.",), stage="published")
    Statement.objects.update(changed_at=None)
    Statement.objects.filter(pk=old.pk).update(reference="0ld", published_at=timezone.now())
    migration = importlib.import_module("archive.migrations.0002_statement_changed_at")
    migration.from_decisions(apps, connection.schema_editor())
    decided = Decision.objects.get(reference=public.reference, verb="publish").at
    assert changed(public) == decided
    assert changed(old) == Statement.objects.get(pk=old.pk).published_at
    assert changed(draft) is None


def test_another_name_of_who_issued_it_passed_it_on_or_is_its_topic_counts():
    issuer = cast.organisation()
    statement, other = cast.statement(issuer=issuer, stage="published"), cast.statement("Another", stage="draft")
    topic = Topic.objects.create(slug="tolls", name_en="Tolls")
    statement.topics.add(topic)
    for thing in (f"organisation:{issuer.pk}", f"topic:{topic.pk}"):
        decide("describe", thing, "", cast.person("administrator"), "name_fa")
        assert changed(statement) == at_last_decision("describe") and changed(other) is None
    before = changed(statement)
    decide("describe", f"topic:{topic.pk + 1}", "", cast.person("administrator"), "name_fa")
    assert changed(statement) == before
