"""The description of a statement: two savers, what was verified and is changed, and statements that replace others."""

import datetime

import pytest
from django.test import Client

from archive.models import Assessment, Statement
from archive.stages import Axis, Verdict
from editorial.workflow.moves import move
from editorial.workflow.verify import assess
from tests import cast
from tests.editorial.test_desk import desk_of
from tests.editorial.test_desk_statements import address, described

pytestmark = pytest.mark.django_db


def confirmed() -> Statement:
    """A published statement of which a verifier confirmed attribution and date."""
    statement = cast.statement(stage="in review")
    for axis in (Axis.ATTRIBUTION, Axis.DATE):
        assess(statement, axis=axis, verdict=Verdict.CONFIRMED, by=cast.person("verifier"))
    move(statement, "verify", cast.person("verifier"))
    return move(statement, "publish", cast.person("publisher"))


def newest(statement: Statement) -> dict[str, str]:
    rows = Assessment.objects.filter(revision=statement.published_revision).order_by("id")
    return dict(rows.values_list("axis", "verdict"))


def test_a_changed_issuer_is_not_called_confirmed_any_more():
    statement = confirmed()
    other = cast.organisation("quarry-union", "TR", en="Quarry Workers’ Union")
    desk = desk_of("importer")
    data = described(desk, statement, **{"participations-0-organisation": str(other.pk)})
    assert desk.post(address(statement), data).status_code == 302
    assert newest(statement) == {Axis.ATTRIBUTION: Verdict.COULD_NOT_CHECK, Axis.DATE: Verdict.CONFIRMED}
    page = Client().get(f"/en/statements/{statement.reference}/").text
    assert "Quarry Workers’ Union" in page and page.count(">confirmed<") == 1


def test_a_changed_date_is_not_called_confirmed_any_more():
    statement = confirmed()
    desk = desk_of("importer")
    assert desk.post(address(statement), described(desk, statement, year="2020")).status_code == 302
    assert newest(statement) == {Axis.ATTRIBUTION: Verdict.CONFIRMED, Axis.DATE: Verdict.COULD_NOT_CHECK}


def test_a_changed_kind_leaves_the_verdicts():
    statement = confirmed()
    desk = desk_of("importer")
    assert desk.post(address(statement), described(desk, statement, kind="letter")).status_code == 302
    assert set(newest(statement).values()) == {Verdict.CONFIRMED}


def test_the_second_saver_of_a_description_is_told():
    statement = cast.statement()
    first, second = desk_of("importer"), desk_of("verifier")
    theirs = described(second, statement, issuing_body="The committee")
    first.post(address(statement), described(first, statement, author="N. Writer"))
    answer = second.post(address(statement), theirs)
    statement.refresh_from_db()
    assert "Somebody else changed this in the meantime." in answer.text
    assert (statement.author, statement.issuing_body) == ("N. Writer", "")
    assert second.post(address(statement), described(second, statement, issuing_body="x")).status_code == 302


def test_changed_organisations_are_noticed_too():
    statement = cast.statement()
    first, second = desk_of("importer"), desk_of("verifier")
    theirs = described(second, statement, author="A. Late")
    first.post(address(statement), described(first, statement, **{"participations-0-detail": "the branch"}))
    assert second.post(address(statement), theirs).status_code == 200


def test_no_statement_replaces_itself():
    statement = cast.statement(stage="published")
    desk = desk_of("publisher")
    answer = desk.post(address(statement), described(desk, statement, replaced_by=str(statement.pk)))
    statement.refresh_from_db()
    assert "A statement cannot be replaced by itself." in answer.text and statement.replaced_by is None


def test_no_statement_comes_from_the_future():
    statement = cast.statement()
    desk = desk_of("importer")
    answer = desk.post(address(statement), described(desk, statement, year="2021", calendar="solar hijri"))
    statement.refresh_from_db()
    assert "This date lies in the future." in answer.text
    assert statement.first_day == datetime.date(2021, 2, 5)


def test_an_original_does_not_change_into_the_language_of_its_translation():
    statement = cast.statement()
    cast.translation(statement, "fa")
    desk = desk_of("importer")
    answer = desk.post(address(statement), described(desk, statement, language="fa"))
    statement.refresh_from_db()
    assert answer.status_code == 200 and statement.language == "en"
