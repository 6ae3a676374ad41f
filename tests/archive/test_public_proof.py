"""What a reader can check alone: spans, the bundle with its lines of shell, the digests that the browser recomputes."""

import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import zipfile
from datetime import UTC, datetime

import pytest
from django.test import Client
from playwright.sync_api import expect

from archive.models import Capture, Extract, Sighting, Statement, Witness
from archive.public.bundle import COMMANDS
from archive.public.disclosure import gaps, stretches
from archive.public.represent import for_reading, represent
from editorial.workflow.moves import move
from editorial.workflow.revise import revise
from tests import cast

pytestmark = pytest.mark.django_db

PAGE = (
    "News of the quay\n\nAgainst the closing\nof the mole\n\n"
    "The mole was closed at dawn.\n\nWe ask for it to be opened.\n"
)


def seen(text: str, *statements: Statement, spans: list[tuple[int, int]], media_type: str = "text/plain") -> Capture:
    """A capture of `text` with one witness for each statement."""
    data = text.encode()
    capture = Capture.objects.create(sha256=Capture.store(data), size=len(data), media_type=media_type)
    Sighting.objects.create(
        capture=capture, address="https://quay.example/news", seen_at=datetime(2021, 2, 7, tzinfo=UTC)
    )
    extract = Extract.objects.create(capture=capture, tool="plain 1", text=text)
    for statement, (start, end) in zip(statements, spans, strict=True):
        Witness.objects.create(statement=statement, extract=extract, start=start, end=end)
    return capture


def unpacked(statement: Statement) -> dict[str, bytes]:
    """The bundle's files by their names inside its folder."""
    response = Client().get(f"/s/{statement.reference}.zip")
    assert response.status_code == 200
    with zipfile.ZipFile(io.BytesIO(response.content)) as packed:
        return {name.split("/", 1)[1]: packed.read(name) for name in packed.namelist()}


def shown(statement: Statement):
    return represent(for_reading(Statement.objects.public()).get(pk=statement.pk), whole=True)


def run_shell(folder, commands: str = COMMANDS) -> subprocess.CompletedProcess:
    """The README's lines in a plain shell, with the tools of any system and no Python."""
    tools = folder.parent / "tools"
    tools.mkdir(exist_ok=True)
    for tool in ("sh", "sha256sum", "find", "dirname", "tail", "head", "cut"):
        (tools / tool).unlink(missing_ok=True)
        (tools / tool).symlink_to(shutil.which(tool))
    return subprocess.run(
        [str(tools / "sh"), "-c", commands],
        cwd=folder,
        env={"PATH": str(tools), "LANG": os.environ.get("LANG", "C.UTF-8")},
        capture_output=True,
        text=True,
        check=False,
    )


def lay_out(files: dict[str, bytes], folder) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def test_the_bundle_s_own_lines_verify_it(tmp_path):
    statement = cast.statement(stage="published")
    cast.translation(statement, "fa", stage="published")
    start = PAGE.index("Against")
    seen(PAGE, statement, spans=[(start, len(PAGE))])
    files = unpacked(statement)
    assert COMMANDS in files["README.txt"].decode()
    folder = tmp_path / "bundle"
    lay_out(files, folder)
    done = run_shell(folder)
    assert "FAILED" not in done.stdout + done.stderr
    assert "./captures/1/span.txt, paragraph 1: OK" in done.stdout
    assert "./captures/1/span.txt, paragraph 2: OK" in done.stdout
    assert "texts/translation-fa-ours.json: OK" in done.stdout
    # One letter changed is found, in the sums, in the digests and in its paragraph.
    span = folder / "captures" / "1" / "span.txt"
    span.write_bytes(span.read_bytes().replace(b"dawn", b"down"))
    told = run_shell(folder).stdout
    assert "captures/1/span.txt: FAILED" in told
    assert "paragraph 1: FAILED" in told
    assert "paragraph 2: OK" in told


def test_digests_are_those_of_the_page():
    statement = cast.statement("سند", ("بندر.", "دفتر می‌خواهیم."), language="fa", stage="published")
    seen("سند\n\nبندر.\n\nدفتر می‌خواهیم.", statement, spans=[(0, 28)])
    files = unpacked(statement)
    page = Client().get(f"/en/statements/{statement.reference}/provenance/").content.decode()
    for line in files["DIGESTS"].decode().splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256(files[name]).hexdigest() == digest
        assert digest in page
    manifest = json.loads(files["manifest.json"])
    assert manifest["captures"][0]["span"]["given_whole"] is True
    assert manifest["captures"][0]["sightings"][0]["address"] == "https://quay.example/news"
    assert manifest["assessments"] == {"text": "not looked at", "attribution": "not looked at", "date": "not looked at"}


def test_bytes_are_given_only_where_every_word_is_public():
    statement = cast.statement(stage="published")
    whole = "Against the closing of the mole\n\nThe mole was closed at dawn.\n\n* * *\n\nWe ask for it to be opened.\n"
    seen(whole, statement, spans=[(0, len(whole) - 1)])
    assert unpacked(statement)["captures/1/capture.bin"] == whole.encode()
    # Markup may hold more than its text tells.
    marked = cast.statement("Marked", ("Marked words.",), stage="published")
    seen("Marked\n\nMarked words.", marked, spans=[(0, 21)], media_type="text/html")
    assert "captures/1/capture.bin" not in unpacked(marked)
    assert "captures/1/span.txt" in unpacked(marked)
    # The same page with one word of somebody else's.
    other = cast.statement("On the price", ("Bread is dear.",), stage="published")
    seen(f"{whole}Zalmoxin\n\nOn the price\n\nBread is dear.", other, spans=[(len(whole) + 10, len(whole) + 38)])
    files = unpacked(other)
    assert "captures/1/capture.bin" not in files
    assert not [name for name, content in files.items() if b"Zalmoxin" in content]


def test_two_public_statements_make_a_page_public():
    first = cast.statement("One", ("First words.",), stage="published")
    second = cast.statement("Two", ("Second words.",), stage="draft")
    text = "One\n\nFirst words.\n\nTwo\n\nSecond words."
    seen(text, first, second, spans=[(0, 17), (19, len(text))])
    assert "captures/1/capture.bin" not in unpacked(first)
    cast.carry(second, "published")
    assert unpacked(first)["captures/1/capture.bin"] == text.encode()


def test_words_that_an_editor_took_out_stay_hidden():
    statement = cast.statement("On the list", ("They took two of us.",), stage="published")
    text = "Menu\n\nOn the list\n\nThey took two of us. Brindolak was one.\n"
    seen(text, statement, spans=[(6, len(text))])
    page = Client().get(f"/en/statements/{statement.reference}/provenance/").content.decode()
    assert "They took two of us." in page
    assert "Brindolak" not in page
    assert "[18 characters not shown]" in page
    files = unpacked(statement)
    assert "captures/1/span.txt" not in files
    assert files["captures/1/published-002.txt"] == b"They took two of us."
    assert not [name for name, content in files.items() if b"Brindolak" in content]
    # Nor can it be guessed: with the digest of the span, a list of names could be tried.
    digest = hashlib.sha256(text[6:].encode()).hexdigest()
    assert digest not in page
    assert not [name for name, content in files.items() if digest.encode() in content]
    assert json.loads(files["manifest.json"])["captures"][0]["span"]["sha256"] is None


def test_an_earlier_published_wording_is_no_secret():
    statement = cast.statement("On the list", ("They took too of us.",), stage="published")
    text = "On the list\n\nThey took too of us."
    seen(text, statement, spans=[(0, len(text))])
    revise(statement, title="On the list", texts=["They took two of us."], by=cast.person("importer"))
    statement.refresh_from_db()
    cast.carry(statement, "published")
    found = stretches(text, 0, len(text), shown(statement))
    assert gaps(text, 0, len(text), found) == []
    page = Client().get(f"/en/statements/{statement.reference}/provenance/").content.decode()
    assert "They took too of us." in page
    assert "not found in these words" in page
    # What was withdrawn is no version any more.
    move(statement, "withdraw", cast.person("publisher"), "A name.")
    move(statement, "restore", cast.person("publisher"), "Without the name.")
    statement.refresh_from_db()
    cast.carry(statement, "published")
    assert gaps(text, 0, len(text), stretches(text, 0, len(text), shown(statement))) != []


def test_a_bundle_is_the_same_every_time_and_gone_with_its_statement():
    statement = cast.statement(stage="published")
    client = Client()
    first = client.get(f"/s/{statement.reference}.zip")
    assert first.content == client.get(f"/s/{statement.reference}.zip").content
    assert first["Content-Disposition"] == f'attachment; filename="sanad-{statement.reference}.zip"'
    assert client.get("/s/zzzzzzzz.zip").status_code == 404
    move(statement, "withdraw", cast.person("publisher"), "Asked for.")
    assert client.get(f"/s/{statement.reference}.zip").status_code == 410


def test_the_span_lies_in_its_surroundings():
    first = cast.statement("One", ("First words.",), stage="published")
    second = cast.statement("Two", ("Second words.",), stage="published")
    hidden = cast.statement("Three", ("Third words.",), stage="draft")
    text = "Menu\n\nOne\n\nFirst words.\n\nTwo\n\nSecond words.\n\nThree\n\nThird words."
    places = [text.index(one) for one in ("One", "Two", "Three")]
    seen(text, first, second, hidden, spans=[(places[0], 23), (places[1], 43), (places[2], len(text))])
    page = Client().get(f"/en/statements/{first.reference}/provenance/").content.decode()
    listed = re.search(r'<ol class="surroundings">(.*?)</ol>', page, re.S)[1]
    assert re.findall(r'<li class="(\w+)">', listed) == ["unshown", "own", "unshown", "other", "unshown"]
    assert second.reference in listed
    assert "Three" not in page
    assert "Menu" not in page


@pytest.mark.browser
def test_the_browser_recomputes_the_digests(open_database, live_server, chromium):
    statement = cast.statement("نوبت \u202e", ("بندر.\u200b", "دفتر می‌خواهیم."), language="fa", stage="published")
    cast.translation(statement, "en", "The turn", ("The harbour.", "We want the book."), stage="published")
    text = "نوبت \u202e\n\nبندر.\u200b\n\nدفتر می‌خواهیم."
    seen(text, statement, spans=[(0, len(text))])
    page = chromium.new_page()
    wrong = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(f"{live_server.url}/fa/statements/{statement.reference}/provenance/")
    page.click(".recompute button")
    expect(page.locator(".recomputed")).to_have_count(3)
    assert page.eval_on_selector_all(".recomputed", "all => all.map(one => one.dataset.result)") == ["same"] * 3
    # A page that was tampered with is found out.
    page.eval_on_selector(".span", "one => { one.textContent += '.' }")
    page.click(".recompute button")
    page.wait_for_selector(".recomputed[data-result=other]")
    assert wrong == []
    page.close()
