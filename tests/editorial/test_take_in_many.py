"""A folder with something wrong in it: the rest goes in, and what is wrong is set aside with its reason."""

import functools
import hashlib
import json
from io import StringIO

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command

from archive.models import Capture, Sighting, stored_name
from editorial.intake.cell import Cell, Limits
from editorial.management.commands import take_in
from editorial.models import Candidate
from tests.editorial import made_files as made

pytestmark = pytest.mark.django_db

POISON = b"SEGFAULT " + "\n\n".join(made.EN).encode()


@pytest.fixture
def poisonable(monkeypatch):
    """The command's cell reads with a reader that crashes when a page orders it to."""
    limits = Limits(seconds=20, processor=20, memory=400_000_000)
    reader = "tests.editorial.poisoned_reader:read_member"
    monkeypatch.setattr(take_in, "Cell", functools.partial(Cell, limits=limits, reader=reader))


def run(*arguments, status=0):
    out = StringIO()
    ended = 0
    try:
        call_command("take_in", *map(str, arguments), "--json", stdout=out, stderr=StringIO())
    except SystemExit as end:
        ended = end.code
    summary = json.loads(out.getvalue())
    assert ended == status, summary
    return summary


def test_one_poisonous_file_does_not_stop_the_others(tmp_path, poisonable):
    folder = tmp_path / "pages"
    folder.mkdir()
    for number in range(40):
        page = made.page("en").replace(b"Eastmere", b"Eastmere %d" % number)
        (folder / f"{number:03}.html").write_bytes(page)
    (folder / "020.html").write_bytes(POISON)
    summary = run(folder, status=1)
    assert summary["captures"] == {"new": 39, "known": 0}
    (failed,) = summary["failed"]
    assert failed["item"] == "020.html" and "SIGSEGV" in failed["error"]
    sha256 = hashlib.sha256(POISON).hexdigest()
    with default_storage.open(f"quarantine/{sha256}") as kept:
        assert kept.read() == POISON
    with default_storage.open(f"quarantine/{sha256}.json") as told:
        reason = json.load(told)
    assert reason["name"] == "020.html" and "SIGSEGV" in reason["reason"] and reason["size"] == len(POISON)
    assert not Capture.objects.filter(sha256=sha256).exists()


def test_a_dry_run_sets_nothing_aside(tmp_path, poisonable):
    (tmp_path / "bad.html").write_bytes(POISON)
    run(tmp_path / "bad.html", "--dry-run", status=2)
    assert not default_storage.exists(f"quarantine/{hashlib.sha256(POISON).hexdigest()}")


def test_a_container_gives_captures_of_its_pages_and_keeps_the_proof(tmp_path):
    folder = tmp_path / "pages"
    folder.mkdir()
    feed = made.atom(
        f"<entry><title>{made.FA_TITLE}</title><link href='https://a.example/7'/><published>2022-10-04T10:00:00Z"
        f"</published><summary>{made.FA[0]}</summary></entry>"
    )
    (folder / "feed.xml").write_bytes(feed)
    archive = made.web_archive([("https://eastmere.example/1", made.page("en"), "text/html")])
    (folder / "crawl.bin").write_bytes(archive)
    summary = run(folder)
    assert summary["captures"]["new"] == 2 and not summary["failed"]
    page = Capture.objects.get(sha256=hashlib.sha256(made.page("en")).hexdigest())
    seen = page.sightings.get()
    assert seen.address == "https://eastmere.example/1" and seen.headers["X-Note"] == "kept"
    assert seen.seen_at.isoformat() == "2026-01-12T10:00:00+00:00"
    assert seen.headers[":container"] == f"crawl.bin sha256:{hashlib.sha256(archive).hexdigest()}"
    kept = Capture.objects.get(sha256=hashlib.sha256(feed).hexdigest())
    with default_storage.open(stored_name(kept.sha256)) as stored:
        assert stored.read() == feed
    assert not kept.extracts.exists()
    entry = Sighting.objects.get(address="https://a.example/7").capture
    candidate = Candidate.objects.get(extract__capture=entry)
    assert candidate.excerpt and candidate.language == "fa"
    assert candidate.reading["date"]["first"] == "2022-10-04"
    again = run(folder)
    assert again["captures"] == {"new": 0, "known": 2} and again["candidates"]["new"] == 0
    call_command("undo_batch", again["batch"], stdout=StringIO())
    call_command("undo_batch", summary["batch"], stdout=StringIO())
    assert not Capture.objects.exists()
