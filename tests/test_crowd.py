"""Many at once: the same files by four processes and the desk, two who save one text, batches without a name."""

import json
import os
import threading
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from django.test import Client
from django.urls import reverse

from archive.models import Statement
from editorial.workflow.moves import Overtaken
from editorial.workflow.revise import revise
from tests import cast, own_archive
from tests.own_archive import OwnArchive, make_pattern  # noqa: F401  a fixture
from tests.test_crash import collection, pages

#: The promise is 500 files; `CROWD=500` keeps it to the letter, the normal suite with as many as it has time for.
FILES = int(os.environ.get("CROWD", "40"))
HANDS, LINES = 4, 400


def together(archive: OwnArchive, *arguments: str | Path) -> list[dict]:
    """The same command by four processes at once; the summary of each, which must have failed of nothing."""
    children = [archive.start(*arguments, "--json") for _hand in range(HANDS)]
    told = [child.communicate(timeout=570) for child in children]
    for child, (out, error) in zip(children, told, strict=True):
        assert child.returncode == 0, (out, error)
        assert "locked" not in error and "IntegrityError" not in error and "Traceback" not in error
    summaries = [json.loads(out) for out, _error in told]
    assert not any(summary["failed"] for summary in summaries)
    return summaries


def upload(archive: OwnArchive, folder: Path) -> list[str]:
    """Send a zip of a folder through the desk's form; what the desk says of each page."""
    packed = folder.with_suffix(".zip")
    with zipfile.ZipFile(packed, "w") as out:
        for path in sorted(folder.iterdir()):
            out.write(path, path.name)
    with archive.opened(), packed.open("rb") as file:
        desk = Client()
        desk.force_login(cast.person("importer"))
        answer = desk.post(reverse("admin:archive_capture_take_in"), {"pages": [file]}, follow=True)
    assert answer.status_code == 200
    return [str(message) for message in answer.context["messages"]]


def test_the_same_pages_by_four_processes_and_the_desk_are_in_once(pattern, tmp_path):
    folder = pages(tmp_path / "pages", FILES)
    with own_archive.copy_of(pattern, tmp_path / "own") as archive:
        with ThreadPoolExecutor(1) as desk:
            sent = desk.submit(upload, archive, folder)
            summaries = together(archive, "take_in", folder)
            said = sent.result()
        found = archive.audit()
    assert found["wrong"] == [] and found["extra"] == []
    counts = found["counts"]
    assert counts["capture"] == counts["extract"] == counts["candidate"] == FILES
    assert counts["sighting"] == (HANDS + 1) * FILES  # each saw each page once
    assert len({summary["batch"] for summary in summaries}) == HANDS and counts["batch"] == HANDS + 1
    assert len(said) == FILES and all("candidates" in line for line in said), said
    new = sum(summary["captures"]["new"] for summary in summaries)
    assert new + sum("1 new" in line for line in said) == FILES


def test_the_same_collection_by_four_processes_is_in_once(pattern, tmp_path):
    path = collection(tmp_path / "quay.jsonl", LINES)
    with own_archive.copy_of(pattern, tmp_path / "own") as archive:
        way = ("take_in", path, "--as", own_archive.ADMINISTRATOR, "--publish", "--batch", "quay")
        summaries = together(archive, *way)
        found = archive.audit()
    assert found["wrong"] == [] and found["extra"] == []
    assert found["sent"] == found["public"] == LINES
    assert sum(summary["statements"]["new"] for summary in summaries) == LINES
    assert sum(summary["statements"]["unchanged"] for summary in summaries) == LINES * (HANDS - 1)
    assert (found["counts"]["organisation"], found["counts"]["topic"], found["counts"]["batch"]) == (7, 5, 1)


def test_of_four_who_save_at_once_three_are_told(pattern, tmp_path):
    """They began from the same text and save it in the same moment, five times over."""
    with own_archive.copy_of(pattern, tmp_path / "own") as archive:
        with archive.opened():
            statement = cast.statement()
            editors = [cast.person("importer", f"editor {number}") for number in range(HANDS)]
        for again in range(5):
            gate = threading.Barrier(HANDS)

            def save(editor, gate=gate, text=f"Saved {again} by") -> str:
                with archive.connected():
                    own = Statement.objects.get(pk=statement.pk)
                    seen = own.current_revision
                    gate.wait()
                    try:
                        texts = [f"{text} {editor.username}."]
                        revise(own, title=editor.username, texts=texts, by=editor, expected=seen)
                    except Overtaken:
                        return "told"
                    return "saved"

            with ThreadPoolExecutor(HANDS) as threads:
                assert sorted(threads.map(save, editors)) == ["saved"] + ["told"] * (HANDS - 1)
        with archive.opened():
            assert statement.revisions.count() == 6
        assert not [line for line in archive.audit()["wrong"] if "decision" in line or "revision" in line]
