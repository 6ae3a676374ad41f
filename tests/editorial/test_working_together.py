"""Who is on a text, what is said about it, the overview, the daily digest, and the alarm for what is overdue."""

import datetime
import io

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from archive.models import Statement
from archive.stages import Stage
from editorial.models import Assignment, Mention, Remark
from editorial.overview import figures, given_to, matrix, overdue, said_to
from editorial.templatetags.desk import stage_letter
from editorial.workflow.assign import assignment_of, claim, give, release
from editorial.workflow.moves import Overtaken, Refused, move
from editorial.workflow.remark import LONGEST, remark
from tests import cast

pytestmark = pytest.mark.django_db


def test_one_claims_a_text_and_the_second_is_told_who_is_on_it():
    statement = cast.statement(stage="in review")
    verifier, other = cast.person("verifier"), cast.person("verifier", "second-verifier")
    claim(statement, verifier)
    with pytest.raises(Overtaken, match="verifier"):
        claim(statement, other)
    assert claim(statement, verifier).person == verifier
    release(statement, verifier)
    assert claim(statement, other).person == other
    with pytest.raises(Refused):
        release(statement, verifier)


def test_an_assignment_lapses_when_its_step_is_done():
    statement = cast.statement()
    importer, verifier = cast.person("importer"), cast.person("verifier")
    due = timezone.localdate() + datetime.timedelta(days=2)
    give(statement, importer, cast.person("publisher"), due=due, priority=Assignment.Priority.URGENT)
    assert [one.thing for one in given_to(importer)] == [statement]
    move(statement, "submit", importer)
    assert assignment_of(statement) is None and given_to(importer) == []
    taken = claim(statement, verifier)
    assert (taken.person, taken.due, taken.priority) == (verifier, None, Assignment.Priority.URGENT)


def test_only_who_gives_work_gives_it_and_only_to_people_of_the_desk():
    statement, gone = cast.statement(), cast.person("translator", "gone")
    with pytest.raises(Refused):
        give(statement, cast.person("importer"), cast.person("translator"), due=None, priority=0)
    gone.is_active = False
    gone.save()
    with pytest.raises(Refused, match="gone"):
        give(statement, gone, cast.person("publisher"), due=None, priority=0)
    assert not Assignment.objects.exists()


def test_queues_and_lists_say_who_is_on_what_without_a_query_for_each(client, django_assert_num_queries):
    verifier, publisher = cast.person("verifier"), cast.person("publisher")
    client.force_login(verifier)
    texts = [cast.statement(f"On net {number}", stage="in review") for number in range(3)]
    queue, listed = reverse("admin:index"), reverse("admin:archive_statement_changelist") + "?queue=to_verify"
    counts = {}
    for address in (queue, listed):
        assert "Lena-Lamp" not in client.get(address).text
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        counts[address] = len(asked)
    for number in range(3):
        person = cast.person("verifier", f"Lena-Lamp-{number}")
        give(texts[number], person, publisher, due=datetime.date(2020, 1, 2 + number), priority=1)
    for address in (queue, listed):
        with django_assert_num_queries(counts[address]):
            page = client.get(address)
        for number in range(3):
            assert f"Lena-Lamp-{number}" in page.text and f"2020-01-0{2 + number}" in page.text
        assert page.text.count("urgent") >= 3 and "overdue" in page.text
    move(texts[0], "verify", verifier)
    assert "Lena-Lamp-0" not in client.get(reverse("admin:archive_statement_changelist")).text


def test_who_is_named_in_a_remark_is_told_until_they_look(client):
    statement = cast.statement(stage="in review")
    verifier, importer = cast.person("verifier"), cast.person("importer")
    made = remark(statement, importer, "Please look at the date, @verifier. Not you, @importer, nor a@translator.")
    cast.person("translator")
    assert [one.person for one in made.mentions.all()] == [verifier]
    client.force_login(verifier)
    assert "Please look at the date" in client.get("/desk/").text
    client.get(reverse("admin:archive_statement_change", args=[statement.pk]))
    assert said_to(verifier) == []
    assert Mention.objects.get().seen_at
    assert "Please look at the date" not in client.get("/desk/").text


@pytest.mark.parametrize("text", ["", " \n ", "x" * (LONGEST + 1)])
def test_a_remark_says_something_and_not_everything(text):
    with pytest.raises(Refused):
        remark(cast.statement(), cast.person("importer"), text)
    assert not Remark.objects.exists()


@pytest.mark.parametrize("kind", ["statement", "translation"])
def test_claiming_giving_and_remarking_on_the_pages(client, kind):
    thing = cast.statement() if kind == "statement" else cast.translation(cast.statement(stage="published"))
    client.force_login(cast.person("administrator"))
    page = reverse(f"admin:archive_{kind}_change", args=[thing.pk])
    client.post(reverse(f"admin:archive_{kind}_work", args=[thing.pk]), {"claim": "1"})
    assert assignment_of(thing).person.username == "administrator"
    given = {"give": "1", "person": cast.person("verifier").pk, "due": "2030-01-02", "priority": "1"}
    client.post(reverse(f"admin:archive_{kind}_work", args=[thing.pk]), given)
    now = assignment_of(thing)
    assert (now.person.username, now.due, now.priority) == ("verifier", datetime.date(2030, 1, 2), 1)
    client.post(reverse(f"admin:archive_{kind}_remark", args=[thing.pk]), {"text": "<b>جمله‌ای</b> برای همه"})
    text = client.get(page).text
    assert "2030-01-02" in text and "&lt;b&gt;جمله‌ای" in text
    wrong = {"give": "1", "due": "soon", "priority": "0"}
    assert client.post(reverse(f"admin:archive_{kind}_work", args=[thing.pk]), wrong).status_code == 302
    assert assignment_of(thing).due == datetime.date(2030, 1, 2)


def test_the_overview_shows_each_text_in_each_language_with_its_state(client, django_assert_max_num_queries):
    published = cast.statement(stage="published")
    cast.translation(published, "fa", stage="in review")
    cast.statement("بستن اسکله", ["اسکله بسته شد."], language="fa")
    shown = matrix()
    assert shown.languages == ["en", "fa"]
    cells = {str(row.statement): [[cell.thing.stage for cell in found] for found in row.cells] for row in shown.rows}
    assert cells[str(published)] == [["published"], ["in review"]]
    assert cells["بستن اسکله"] == [[], ["draft"]]
    client.force_login(cast.person("verifier"))
    with django_assert_max_num_queries(25):
        page = client.get(reverse("admin:overview"))
    assert page.status_code == 200
    narrowed = client.get(reverse("admin:overview"), {"stage": "draft", "page": "no number"})
    assert str(published) not in narrowed.text and "بستن اسکله" in narrowed.text


def test_the_figures_say_how_much_two_people_stand_behind():
    cast.statement(stage="published")
    cast.statement("A second one", stage="in review")
    alone = cast.statement("A third one", stage="in review")
    move(alone, "verify_alone", cast.person("administrator"), "nobody else reads it")
    found = figures()
    assert (found.in_review, found.verified, found.by_two) == (1, 2, 1)
    assert found.oldest == found.middle == Statement.objects.get(stage="in review").current_revision.created_at


@pytest.mark.parametrize("language", ["en", "fa", "ar", "ckb", "tr"])
def test_each_stage_has_a_letter_of_its_own_in_every_language(language):
    with override(language):
        assert len({stage_letter(stage) for stage in Stage.values}) == len(Stage)


def test_what_should_be_public_by_now_is_an_alarm_for_publishers(client):
    late = cast.statement("Late", stage="verified")
    Statement.objects.filter(pk=late.pk).update(scheduled_for=timezone.now() - datetime.timedelta(hours=1))
    soon = cast.statement("Soon", stage="verified")
    Statement.objects.filter(pk=soon.pk).update(scheduled_for=timezone.now() + datetime.timedelta(hours=1))
    assert overdue() == [late]
    client.force_login(cast.person("publisher"))
    assert [row.title for row in client.get("/desk/").context["overdue"]] == ["Late"]
    client.force_login(cast.person("translator"))
    assert client.get("/desk/").context["overdue"] == []


def test_the_digest_is_sent_once_a_day_to_who_has_something_to_do():
    verifier, idle = cast.person("verifier"), cast.person("importer")
    for person in (verifier, idle):
        person.email = f"{person.username}@desk.example"
        person.save()
    statement = cast.statement(stage="in review")
    remark(statement, idle, "What do you think, @verifier?")
    out = io.StringIO()
    call_command("digest", desk="https://archive.example/desk/", stdout=out)
    call_command("digest", desk="https://archive.example/desk/", stdout=out)
    assert [letter.to for letter in mail.outbox] == [["verifier@desk.example"]]
    assert "What do you think" in mail.outbox[0].body and "https://archive.example/desk/" in mail.outbox[0].body
    assert "The mole was closed" not in mail.outbox[0].body
    assert out.getvalue().splitlines() == ["1 sent, 0 failed", "0 sent, 0 failed"]


def test_the_digest_needs_the_desks_address():
    with pytest.raises(CommandError):
        call_command("digest", desk="archive.example")
