"""Sessions end after half an hour without a step and after twelve hours; what was typed then is not lost."""

import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from archive.models import Statement
from editorial import sitting, typed
from tests import cast
from tests.editorial.test_door import CODE, ENROL, PASSWORD, code, code_of, enrolled, is_open, with_password

pytestmark = pytest.mark.django_db
LOGIN = reverse("admin:login")
TITLE = "Against the closing of the eastern mole"


def revision_of(statement: Statement) -> dict[str, str]:
    return {
        "title": TITLE,
        "text": "The mole was closed at dawn.\n\nNobody had asked.",
        "note": "read again",
        "expected": str(statement.current_revision_id),
    }


def carried_in(page) -> str:
    return re.search(r'name="typed" value="([^"]+)"', page.text)[1]


def test_a_session_ends_after_half_an_hour_without_a_step(clock):
    client = with_password("importer")
    for _step in range(5):
        clock(minutes=28)
        assert is_open(client)
    clock(minutes=30)
    assert client.get("/desk/")["Location"].startswith(LOGIN)
    assert not Session.objects.exists()


def test_a_session_ends_after_twelve_hours_however_busy(clock):
    client = with_password("importer")
    for _step in range(35):
        clock(minutes=20)
        assert is_open(client)
    clock(minutes=20)
    assert not is_open(client)


def test_pages_of_the_public_are_no_step(clock):
    client = with_password("importer")
    clock(minutes=20)
    client.get("/en/")
    clock(minutes=15)
    assert not is_open(client)


def test_a_step_within_the_same_minute_writes_nothing(clock):
    client = with_password("importer")
    seen = client.session["sitting_seen"]
    clock(seconds=50)
    assert is_open(client) and client.session["sitting_seen"] == seen


def test_a_session_without_the_mark_of_its_beginning_is_over():
    client = with_password("importer")
    session = client.session
    del session["sitting_began"]
    session.save()
    assert not is_open(client)


def test_what_was_typed_into_a_session_that_ended_is_laid_before_its_writer(clock):
    enrolled("importer")
    client = with_password("importer")
    client.post(CODE, {"code": code_of(cast.person("importer"), 1)})
    statement = cast.statement()
    page = reverse("admin:archive_statement_revise", args=[statement.pk])
    clock(minutes=31)
    answer = client.post(page, revision_of(statement))
    assert answer.status_code == 403 and 'id="login-form"' in answer.text
    assert TITLE not in answer.text  # signed and packed: a page for strangers shows nothing
    second = client.post(LOGIN, {"username": "importer", "password": PASSWORD, "typed": carried_in(answer)})
    wrong = client.post(CODE, {"code": "000000", "typed": carried_in(second)})
    third = client.post(CODE, {"code": code_of(cast.person("importer"), 2), "typed": carried_in(wrong)})
    assert third.status_code == 200 and TITLE in third.text and "Nobody had asked." in third.text
    statement.refresh_from_db()
    assert statement.title() != TITLE  # nothing is sent without a press
    action = re.search(r'<form method="post" action="([^"]+)"', third.text[third.text.index("Nothing of it") :])[1]
    assert action == page
    fields = dict(third.context["found"].fields)
    assert fields == revision_of(statement)
    assert client.post(action, fields).status_code == 302
    assert Statement.objects.get().title() == TITLE


def test_what_was_typed_passes_enrolment_too(clock, settings):
    settings.SECOND_FACTOR = "required"
    client = Client()
    client.force_login(cast.person("importer"))
    statement = cast.statement()
    clock(minutes=31)
    answer = client.post(reverse("admin:archive_statement_revise", args=[statement.pk]), revision_of(statement))
    enrolment = client.post(LOGIN, {"username": "importer", "password": PASSWORD, "typed": carried_in(answer)})
    key = client.session["second_factor_key"]
    codes = client.post(ENROL, {"code": code(key), "typed": carried_in(enrolment)})
    assert TITLE in client.post(CODE, {"typed": carried_in(codes)}).text


def test_nobody_sends_what_somebody_else_had_typed(clock):
    client = with_password("importer")
    statement = cast.statement()
    cast.person("verifier")
    clock(minutes=31)
    answer = client.post(reverse("admin:archive_statement_revise", args=[statement.pk]), revision_of(statement))
    page = client.post(LOGIN, {"username": "verifier", "password": PASSWORD, "typed": carried_in(answer)})
    assert TITLE in page.text and "Send it now" not in page.text and f'value="{TITLE}"' not in page.text


def test_passwords_are_not_carried_and_files_are_named(clock):
    client = with_password("administrator")
    clock(minutes=31)
    secret = {"old_password": PASSWORD, "new_password1": "q8-harbour-lamp", "new_password2": "q8-harbour-lamp"}
    assert client.post(reverse("admin:password_change"), secret).status_code == 302
    client = with_password("administrator")
    clock(minutes=31)
    file = SimpleUploadedFile("quay.txt", b"The mole was closed at dawn.")
    answer = client.post(reverse("admin:archive_capture_take_in"), {"pasted": "A text.", "pages": file})
    page = client.post(LOGIN, {"username": "administrator", "password": PASSWORD, "typed": carried_in(answer)})
    assert "quay.txt" in page.text and "A text." in page.text


def test_only_what_we_signed_is_laid_before_anybody():
    cast.person("importer")
    forged = signing.dumps(["https://elsewhere.example/", None, [["a", "b"]], []], salt="another", compress=True)
    answer = Client().post(LOGIN, {"username": "importer", "password": PASSWORD, "typed": forged})
    assert answer.status_code == 302 and answer["Location"] == "/desk/"


def test_a_long_text_is_carried(clock, rf):
    request = rf.post("/desk/x/", {"text": "نان گران است. " * 100_000, "note": ""})
    packed = typed.carry(request, 7)
    again = typed.carried(rf.post(LOGIN, {"typed": packed}))
    assert again is not None and again.fields[0][1] == "نان گران است. " * 100_000 and again.person == 7
    clock(days=2)


def test_the_times_are_those_that_were_asked_for():
    assert timedelta(minutes=30) == sitting.IDLE and timedelta(hours=12) == sitting.LONGEST
