"""The description of a statement: two savers, what was verified and is changed, and statements that replace others."""

import datetime
import io
import json

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from archive.models import Assessment, Capture, Decision, Extract, Source, Statement, Station, Topic, Witness
from archive.stages import Axis, Verdict
from editorial.models import Proposal
from editorial.workflow.describe import described as facts
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


def change(statement: Statement, role: str = "importer", name: str = "", **changes: str) -> None:
    """Send the form of a description with something changed, as somebody of that role."""
    desk = desk_of(role, name)
    assert desk.post(address(statement), described(desk, statement, **changes)).status_code == 302


def press(statement: Statement, act: str, role: str = "verifier", name: str = "", **fields: str) -> str:
    """Press a button at a proposed description; what the desk says then."""
    return desk_of(role, name).post(address(statement, "describe"), {act: "1", **fields}, follow=True).text


def public_page(statement: Statement) -> str:
    return Client().get(f"/en/statements/{statement.reference}/").text


def test_a_changed_issuer_waits_for_a_second_person_and_is_not_called_confirmed_then():
    statement = confirmed()
    other = cast.organisation("quarry-union", "TR", en="Quarry Workers’ Union")
    change(statement, **{"participations-0-organisation": str(other.pk)})
    assert "Quarry Workers’ Union" not in public_page(statement) and public_page(statement).count(">confirmed<") == 2
    assert "<ins" in desk_of("verifier").get(address(statement)).text
    press(statement, "confirm")
    assert newest(statement) == {Axis.ATTRIBUTION: Verdict.COULD_NOT_CHECK, Axis.DATE: Verdict.CONFIRMED}
    page = public_page(statement)
    assert "Quarry Workers’ Union" in page and page.count(">confirmed<") == 1
    proposed, done = Decision.objects.filter(verb__in=("propose", "describe")).order_by("id")
    assert (proposed.by_name, done.by_name) == ("importer", "verifier") and "proposed by importer" in done.note


def test_a_changed_date_is_not_called_confirmed_any_more():
    statement = confirmed()
    change(statement, year="2020")
    assert newest(statement)[Axis.DATE] == Verdict.CONFIRMED
    press(statement, "confirm")
    assert newest(statement) == {Axis.ATTRIBUTION: Verdict.CONFIRMED, Axis.DATE: Verdict.COULD_NOT_CHECK}
    statement.refresh_from_db()
    assert statement.first_day == datetime.date(2020, 2, 5)


def test_a_changed_kind_leaves_the_verdicts():
    statement = confirmed()
    change(statement, kind="letter")
    press(statement, "confirm")
    assert set(newest(statement).values()) == {Verdict.CONFIRMED}


def test_who_proposed_a_description_does_not_confirm_it_at_any_door():
    """Not by the form sent again, by the button, by the command that imports, or as somebody who may do everything."""
    statement = cast.statement(stage="published")
    before = facts(statement)
    for role in ("importer", "verifier", "administrator"):
        change(statement, role, kind="letter")
        change(statement, role, kind="letter")
        assert facts(statement) == before
        press(statement, "confirm", role)
        press(statement, "confirm_alone", role)  # without a reason
        assert facts(statement) == before
        assert Proposal.objects.get().by.username == role
        press(statement, "drop", "administrator", "another")
    assert not Proposal.objects.exists() and facts(statement) == before


def test_nobody_else_confirms_and_only_what_they_have_seen():
    statement = cast.statement(stage="published")
    change(statement, kind="letter")
    for role in ("translator", "publisher", "importer"):
        press(statement, "confirm", role, f"other {role}")
    seen = Proposal.objects.get().at.isoformat()
    change(statement, kind="report")
    assert "Somebody else changed this" in press(statement, "confirm", proposal=seen)
    statement.refresh_from_db()
    assert statement.kind == "statement"
    press(statement, "confirm", proposal=Proposal.objects.get().at.isoformat())
    statement.refresh_from_db()
    assert statement.kind == "report" and not Proposal.objects.exists()


def passed_on(statement: Statement) -> Witness:
    """A witness of a statement, on a page that a newspaper passed on."""
    data = "The mole was closed at dawn."
    capture = Capture.objects.create(sha256=Capture.store(data.encode()), size=len(data), media_type="text/plain")
    extract = Extract.objects.create(capture=capture, text=data, tool="test")
    witness = Witness.objects.create(statement=statement, extract=extract, start=0, end=len(data), hand=2)
    Station.objects.create(witness=witness, role="publisher", written="The Tide", position=0)
    return witness


def change_chain(witness: Witness, name: str, role: str = "importer") -> int:
    """Name another body in the first station of a chain, as somebody of that role; the status of the answer."""
    station = witness.stations.get()
    rows = {"TOTAL_FORMS": "1", "INITIAL_FORMS": "1", "0-id": station.pk, "0-witness": witness.pk,
            "0-position": "0", "0-role": "publisher", "0-written": name}  # fmt: skip
    address = reverse("admin:archive_witness_change", args=[witness.pk])
    return desk_of(role).post(address, {f"stations-{key}": value for key, value in rows.items()}).status_code


def test_a_changed_chain_waits_for_a_second_person(media):
    statement = confirmed()
    witness = passed_on(statement)
    assert change_chain(witness, "The Dawn") == 302
    assert witness.stations.get().written == "The Tide" and "The Dawn" not in public_page(statement)
    page = desk_of("verifier").get(address(statement)).text
    assert "Attribution chain" in page and "The Dawn" in page
    # While it waits, another person reads the chain and changes nothing of it.
    assert change_chain(witness, "The Evening", "administrator") == 403
    # What the same person proposes besides is added to it.
    change(statement, kind="letter")
    press(statement, "confirm")
    statement.refresh_from_db()
    assert witness.stations.get().written == "The Dawn" and statement.kind == "letter"
    assert newest(statement)[Axis.ATTRIBUTION] == Verdict.COULD_NOT_CHECK


def test_the_chain_of_a_draft_is_written_at_once(media):
    witness = passed_on(cast.statement())
    assert change_chain(witness, "The Dawn") == 302
    assert witness.stations.get().written == "The Dawn" and not Proposal.objects.exists()


def test_changed_topics_wait_for_a_second_person():
    statement = confirmed()
    topic = Topic.objects.create(slug="tolls", name_en="Tolls")
    change(statement, topics=str(topic.pk))
    assert not statement.topics.exists()
    assert "Tolls" in desk_of("verifier").get(address(statement)).text
    press(statement, "confirm")
    assert list(statement.topics.all()) == [topic]
    assert set(newest(statement).values()) == {Verdict.CONFIRMED}


def test_where_there_is_one_person_they_confirm_alone_with_a_reason():
    statement = cast.statement(stage="published")
    change(statement, "administrator", author="N. Writer")
    press(statement, "confirm_alone", "administrator", note="Nobody else reads Kurdish.")
    statement.refresh_from_db()
    assert statement.author == "N. Writer"
    assert "Nobody else reads Kurdish." in Decision.objects.filter(verb="describe").latest("id").note


def test_what_readers_see_of_a_draft_is_described_at_once():
    statement = cast.statement(stage="verified")
    change(statement, kind="letter")
    statement.refresh_from_db()
    assert statement.kind == "letter" and not Proposal.objects.exists()


def test_what_a_sender_changed_of_a_public_statement_waits_too(tmp_path):
    """The door of the command: the same line again with another date."""
    cast.person("administrator")
    Source.objects.create(slug="tide", name_en="The Tide")
    line = {"id": "s1", "title": {"en": "On tolls"}, "language": "en", "date": "2021-02-05", "text": "Tolls rose.",
            "organisations": [{"name": "Harbour Workers’ Union", "role": "issuer"}]}  # fmt: skip
    for number, day in enumerate(("2021-02-05", "2020-01-01")):
        path = tmp_path / f"{number}.jsonl"
        path.write_text(json.dumps({**line, "date": day}))
        call_command(
            "take_in", str(path), "--as", "administrator", "--publish", "--source", "tide", stdout=io.StringIO()
        )
    statement = Statement.objects.get()
    assert statement.is_public() and statement.first_day == datetime.date(2021, 2, 5)
    assert Proposal.objects.get().after["first_day"] == "2020-01-01"
    press(statement, "confirm")
    statement.refresh_from_db()
    assert statement.first_day == datetime.date(2020, 1, 1)


def test_a_proposal_waits_in_a_queue_of_those_who_may_confirm_it():
    statement = cast.statement(stage="published")
    change(statement, "verifier", kind="letter")
    for name, own in (("", True), ("second", False)):
        queues = desk_of("verifier", name).get("/desk/").context["queues"]
        [queue] = [one for one in queues if one["kind"].key == "descriptions"]
        assert [row.own for row in queue["rows"]] == [own]


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


@pytest.mark.parametrize("sent", ["nonsense", "²", "-1", "[]", "9" * 20])
def test_what_is_no_row_is_refused_in_a_field_that_searches_rows(sent):
    statement = cast.statement()
    client = desk_of("administrator")
    changed = described(client, statement, topics=sent, replaced_by=sent, **{"participations-0-organisation": sent})
    assert client.post(address(statement), changed).status_code == 200
    source = reverse("admin:archive_source_add")
    assert client.post(source, {"name_en": "News", "slug": "news", "kind": "site", "owner": sent}).status_code == 200


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
