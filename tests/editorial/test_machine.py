"""Machine translation: the service's protocol over a real socket, and that nothing of it is published unread."""

import contextlib
import json
import re
import socket
import time
from collections.abc import Callable, Iterator

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from archive.models import Decision, Translation, Verification
from archive.stages import Stage
from editorial import machine
from editorial.machine import MachineFailed, translator
from editorial.workflow.machine import fill
from editorial.workflow.moves import Overtaken, Refused, move
from editorial.workflow.translate import open_translation, render
from tests import cast
from tests.editorial.loopback import answer, redirect, serving
from tests.editorial.test_desk import desk_of
from tests.editorial.test_desk_statements import address
from tests.test_settings import check


def translated(body: dict) -> bytes:
    text = json.dumps({"translatedText": f"{body['q']} به فارسی", "alternatives": []}).encode()
    return answer(text, content_type="application/json")


@contextlib.contextmanager
def service(settings, says: Callable[[dict], bytes] = translated) -> Iterator[list[dict]]:
    """A LibreTranslate of this machine for the length of a block, with the settings that lead to it; gives what it is
    asked. `says` makes the raw answer out of that."""
    asked: list[dict] = []
    with serving({}) as server:

        def page(connection: socket.socket) -> None:
            head, _blank, rest = server.seen[-1].partition("\r\n\r\n")
            length = int(re.search(r"Content-Length: (\d+)", head)[1])
            body = rest.encode("latin-1")
            while len(body) < length:
                body += connection.recv(65536)
            asked.append(json.loads(body))
            connection.sendall(says(asked[-1]))

        server.pages["/translate"] = page
        settings.MT_ADDRESS, settings.MT_KEY = server.address("").rstrip("/"), ""
        yield asked


# --- The protocol ------------------------------------------------------------------------------------------------


def test_it_is_off_where_no_service_is_set(settings):
    assert settings.MT_ADDRESS == "" and translator() is None


def test_a_paragraph_goes_out_and_its_rendering_comes_back(settings):
    with service(settings) as asked:
        settings.MT_KEY = "secret"
        service_of = translator()
        assert service_of.name == "127.0.0.1"
        assert service_of.translate("سلام & <b>\n" * 3000, "prs", "az-Arab").endswith("به فارسی")
    assert asked == [
        {"q": "سلام & <b>\n" * 3000, "source": "prs", "target": "az", "format": "text", "api_key": "secret"}
    ]


@pytest.mark.parametrize(
    ("says", "message"),
    [
        (lambda body: answer(b'{"error": "no"}', "400 Bad Request"), "does not know this pair"),
        (lambda body: answer(b"", "403 Forbidden"), "MT_KEY"),
        (lambda body: answer(b"", "429 Too Many Requests"), "patience"),
        (lambda body: answer(b"", "500 Oops"), "status 500"),
        (lambda body: redirect("http://127.0.0.1:9/translate"), "status 302"),
        (lambda body: answer(b"<html>"), "no translation"),
        (lambda body: answer(b"[" * 100_000), "no translation"),
        (lambda body: answer(b'{"translatedText": null}'), "no translation"),
        (lambda body: answer(b'{"translatedText": "a\\u0000b"}'), "no translation"),
        (lambda body: answer(json.dumps({"translatedText": "x" * 5000}).encode()), "no translation"),
        (lambda body: answer(b"x" * (machine.MOST_BYTES + 1)), "did not answer"),
        (lambda body: b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{", "did not answer"),
        (lambda body: b"", "did not answer"),
    ],
)
def test_what_the_service_does_wrong_is_said(settings, says, message):
    with service(settings, says), pytest.raises(MachineFailed, match=message):
        translator().translate("Hello.", "en", "fa")


def test_a_service_that_drips_ends_at_the_deadline(settings, monkeypatch):
    monkeypatch.setattr(machine, "SECONDS", 0.5)

    def slow(body: dict) -> bytes:
        time.sleep(2)
        return translated(body)

    with service(settings, slow), pytest.raises(MachineFailed, match=r"0\.5 seconds|silent"):
        translator().translate("Hello.", "en", "fa")


def test_an_address_inside_the_house_is_not_asked(settings):
    settings.MT_ADDRESS = "https://10.0.0.7"
    with pytest.raises(MachineFailed, match="not in the public network"):
        translator().translate("Hello.", "en", "fa")


@pytest.mark.parametrize(
    ("environment", "says"),
    [
        ({"MT_ADDRESS": "http://mt.example"}, "MT_ADDRESS"),
        ({"MT_ADDRESS": "http://10.0.0.7:5000"}, "MT_ADDRESS"),
        ({"MT_ADDRESS": "https://me:word@mt.example"}, "MT_ADDRESS"),
        ({"MT_ADDRESS": "https://mt.example/?key=1"}, "MT_ADDRESS"),
        ({"MT_ADDRESS": "https://mt.example:99999"}, "MT_ADDRESS"),
        ({"MT_ADDRESS": "mt.example"}, "MT_ADDRESS"),
        ({"MT_KEY": "secret"}, "MT_KEY"),
    ],
)
def test_a_wrong_address_stops_the_start(tmp_path, environment, says):
    done = check(tmp_path, **environment)
    assert done.returncode != 0 and says in done.stderr and "Traceback" not in done.stderr.partition(says)[2]


@pytest.mark.parametrize("address", ["https://mt.example/libre/", "http://127.0.0.1:5000", "http://[::1]:5000"])
def test_a_right_address_does_not(tmp_path, address):
    assert check(tmp_path, MT_ADDRESS=address, MT_KEY="k").returncode == 0


# --- At the desk -------------------------------------------------------------------------------------------------


def opened() -> Translation:
    """A translation in which nothing is written yet."""
    return open_translation(cast.statement(), language="fa", by=cast.person("translator"))


def form(translation: Translation, **changes: str) -> dict[str, str]:
    translation.refresh_from_db()
    current = translation.current_revision
    data = {"title": current.title if current else "", "note": "", "expected": str(current.pk) if current else ""}
    data |= {f"p{row['number']}": row["text"] for row in (current.paragraphs if current else ())}
    return data | changes


def rows(translation: Translation) -> dict[int, tuple[str, bool]]:
    translation.refresh_from_db()
    return {row["number"]: (row["text"], row["machine"]) for row in translation.current_revision.paragraphs}


@pytest.mark.django_db
def test_the_button_is_there_only_where_a_service_is_set(settings):
    translation = opened()
    client = desk_of("translator")
    assert 'name="machine"' not in client.get(address(translation)).text
    assert client.post(address(translation, "machine"), form(translation, machine="all")).status_code == 404
    settings.MT_ADDRESS = "https://mt.example"
    assert 'name="machine"' in client.get(address(translation)).text
    assert 'name="machine"' not in desk_of("publisher").get(address(translation)).text
    assert desk_of("publisher").post(address(translation, "machine"), form(translation)).status_code == 403


@pytest.mark.django_db
def test_what_is_typed_is_saved_first_and_only_what_is_empty_is_filled(settings):
    translation = opened()
    with service(settings) as asked:
        data = form(translation, title="عنوان", p1="از آدم.", p2="", machine="all")
        page = desk_of("translator").post(address(translation, "machine"), data, follow=True)
    assert "The machine has written 1 paragraph: read it." in page.text
    assert [body["q"] for body in asked] == ["We ask for it to be opened."]
    assert rows(translation) == {1: ("از آدم.", False), 2: ("We ask for it to be opened. به فارسی", True)}
    newest = translation.current_revision
    assert newest.machine and newest.author is None and newest.title == "عنوان"
    assert set(newest.contributions.values_list("user__username", flat=True)) == {"translator"}
    decision = Decision.objects.order_by("-id").first()
    assert (decision.verb, decision.by.username, decision.note) == ("machine", "translator", "127.0.0.1")
    page = desk_of("translator").get(address(translation))
    assert "by machine" in page.text and "it may stand as the machine wrote it" in page.text


@pytest.mark.django_db
def test_one_paragraph_can_be_asked_for(settings):
    translation = opened()
    with service(settings):
        desk_of("translator").post(address(translation, "machine"), form(translation, machine="2"))
    assert list(rows(translation)) == [2]


@pytest.mark.django_db
def test_what_came_before_a_failure_is_kept(settings):
    translation = opened()
    with service(settings, lambda body: translated(body) if "mole" in body["q"] else answer(b"", "500 Oops")):
        page = desk_of("translator").post(
            address(translation, "machine"), form(translation, machine="all"), follow=True
        )
    assert "status 500" in page.text and "1 paragraph is still empty." in page.text
    assert list(rows(translation)) == [1]


@pytest.mark.django_db
def test_a_person_s_edit_takes_the_mark_away_and_so_does_a_person_s_word():
    translation = opened()
    by = cast.person("translator")
    fill(translation, {1: "یک", 2: "دو"}, by=by, name="mt.example", expected=None)
    client = desk_of("translator")
    client.post(address(translation), form(translation, p1="یکم"))
    assert rows(translation) == {1: ("یکم", False), 2: ("دو", True)}
    client.post(address(translation), form(translation, still_valid="2"))
    assert rows(translation) == {1: ("یکم", False), 2: ("دو", False)}


@pytest.mark.django_db
def test_nothing_of_a_machine_is_published_without_a_post_editor_and_another_verifier():
    translation = opened()
    translator_, verifier = cast.person("translator"), cast.person("verifier")
    fill(translation, {1: "یک", 2: "دو"}, by=translator_, name="mt.example", expected=None)
    with pytest.raises(Refused, match="Nobody has read yet what the machine wrote, in: 1, 2"):
        move(translation, "submit", translator_)
    # Around the first door the second one is shut, and behind it the database itself.
    Translation.objects.filter(pk=translation.pk).update(stage=Stage.IN_REVIEW)
    translation.refresh_from_db()
    for name, by in (("verify", verifier), ("verify_alone", cast.person("administrator"))):
        with pytest.raises(Refused, match="needs a post-editor first"):
            move(translation, name, by, "I am alone.")
    revision = translation.current_revision
    with pytest.raises(DatabaseError, match="by other hands"), transaction.atomic():
        Verification.objects.create(revision=revision, digest=revision.digest, by=verifier, at=timezone.now())
    Translation.objects.filter(pk=translation.pk).update(stage=Stage.DRAFT)
    translation.refresh_from_db()
    # A verifier who post-edits becomes a hand, and somebody else has to verify.
    render(translation, title="عنوان", texts={1: "یکم"}, by=verifier, still_valid=[2])
    move(translation, "submit", translator_, "Short.")
    with pytest.raises(Refused, match="You wrote a part of this text"):
        move(translation, "verify", verifier)
    move(translation, "verify", cast.person("verifier", "another"))
    assert translation.stage == Stage.VERIFIED


@pytest.mark.django_db
def test_a_text_of_a_person_that_a_machine_filled_up_is_read_whole_before_it_is_submitted():
    translation = cast.translation(cast.statement(), texts=("اسکله سپیده‌دم بسته شد.",))
    by = cast.person("translator")
    fill(translation, {1: "نه", 2: "دو"}, by=by, name="mt.example", expected=translation.current_revision)
    assert rows(translation) == {1: ("اسکله سپیده‌دم بسته شد.", False), 2: ("دو", True)}
    with pytest.raises(Refused, match="in: 2"):
        move(translation, "submit", by)
    render(translation, title="عنوان", texts={}, by=by, still_valid=[2])
    move(translation, "submit", by, "Short.")


@pytest.mark.django_db
def test_filling_overwrites_nobody_and_needs_the_role():
    translation = cast.translation(cast.statement(), texts=("یک",))
    with pytest.raises(Overtaken):
        fill(translation, {2: "دو"}, by=cast.person("translator"), name="x", expected=None)
    with pytest.raises(Refused, match="Your role"):
        fill(translation, {2: "دو"}, by=cast.person("publisher"), name="x", expected=translation.current_revision)
    by = cast.person("translator")
    assert fill(translation, {1: "x", 9: "y"}, by=by, name="x", expected=translation.current_revision) is None
