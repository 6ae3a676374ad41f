"""An import that is killed at any moment, and given again, has gone in exactly once.

The normal suite kills a few times; `SOAK=100 pytest tests/test_crash.py -k killed -s` kills a hundred times each.
"""

import json
import os
import random
import signal
import time
from pathlib import Path

import pytest

from tests import own_archive
from tests.own_archive import OwnArchive, make_pattern  # noqa: F401  a fixture

ROUNDS = int(os.environ.get("SOAK", "6"))
#: Kills in one archive before it must be whole; then the next begins anew.
IN_ONE = 6
LINES, PAGES = 1000, 16


def collection(path: Path, count: int) -> Path:
    """Invented statements, every third with a translation, in the shape of a structured import."""
    with path.open("w", encoding="utf-8") as out:
        for number in range(count):
            row = {
                "id": f"quay/{number}",
                "title": {"en": f"Notice {number} of the quay"},
                "language": "en",
                "organisations": [{"name": f"Quay Committee {number % 7}", "role": "issuer"}],
                "date": f"20{number % 20:02}-0{1 + number % 9}-1{number % 10}",
                "text": f"Crane {number} stands still.\n\nIts driver waits for word number {number * 7919 % 10007}.",
                "topics": [f"crane {number % 5}"],
            }
            if number % 3 == 0:
                row["translations"] = [
                    {"language": "fa", "text": f"جرثقیل {number} ایستاده است.", "origin": "official"}
                ]
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
    return path


def pages(folder: Path, count: int) -> Path:
    """Invented pages, small, each with a statement of its own."""
    folder.mkdir(parents=True)
    for number in range(count):
        body = (
            f"<p>Colleagues, crane number {number} has stood still since Monday because the company refuses to replace "
            "its brakes. We have written letters and received no answer that deserves the name.</p>"
            f"<p>We shall go back when an inspector whom we trust has seen crane {number}.</p>"
        )
        title = f"Statement of the Crane Drivers of Quay {number}"
        (folder / f"{number:04}.html").write_text(
            f"<!doctype html><html lang=en><head><title>{title}</title></head><body><article><h1>{title}</h1>"
            f"<p>{1 + number % 28} February 2021</p>{body}</article></body></html>",
            encoding="utf-8",
        )
    return folder


def descendants(pid: int) -> set[int]:
    """Every process below this one, now."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
        except (FileNotFoundError, ProcessLookupError):
            continue
    found, below = set(), {pid}
    while below := {one for one, parent in parents.items() if parent in below}:
        found |= below
    return found


def kill_within(archive: OwnArchive, arguments: tuple, seconds: float) -> bool:
    """Begin a command, kill -9 it `seconds` after its first word; whether it was still at it."""
    with archive.start(*arguments) as child:
        assert child.stderr.readline(), child.communicate()
        time.sleep(seconds)
        below = descendants(child.pid)
        child.send_signal(signal.SIGKILL)
        child.communicate()
    until = time.monotonic() + 5
    while left := {pid for pid in below if Path(f"/proc/{pid}").exists() and "Z" not in _state(pid)}:
        assert time.monotonic() < until, f"a killed import left processes: {left}"
        time.sleep(0.02)
    return child.returncode == -signal.SIGKILL


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return "Z"


def crash(name: str, folder: Path, arguments: tuple, seconds: float, expected: dict) -> int:
    """Kill a command ROUNDS times at random moments of about `seconds` of work; how many kills struck.

    After each kill nothing may be half there; after the command's own end everything is there once.
    """
    dice = random.Random(f"{name}{arguments}")  # noqa: S311  any moment will do
    struck = 0
    for start in range(0, ROUNDS, IN_ONE):
        with own_archive.copy_of(name, folder / str(start)) as archive:
            for _round in range(min(IN_ONE, ROUNDS - start)):
                struck += kill_within(archive, arguments, dice.uniform(0, 2 * seconds / IN_ONE))
                assert archive.audit()["wrong"] == []
            done = json.loads(archive.run(*arguments, "--json").stdout)
            assert done["failed"] == []
            found = archive.audit()
            assert found["wrong"] == [] and found["extra"] == []
            assert {name: found["counts"].get(name, found.get(name)) for name in expected} == expected
            left = [path for path in archive.media.rglob("*") if path.is_file()]
            assert len(left) == found["counts"]["capture"]
            if start:
                continue
            counts = json.loads(archive.run(*arguments, "--json").stdout)
            assert counts["statements"]["new"] == counts["captures"]["new"] == counts["candidates"]["new"] == 0
            assert archive.audit()["counts"] == found["counts"]
    return struck


def test_a_folder_of_pages_killed_and_given_again_is_in_once(pattern, tmp_path):
    folder = pages(tmp_path / "pages", PAGES)
    arguments = ("take_in", folder, "--batch", "quay", "--accept", "--as", own_archive.IMPORTER)
    expected = {
        "capture": PAGES,
        "sighting": PAGES,
        "extract": PAGES,
        "candidate": PAGES,
        "statement": PAGES,
        "batch": 1,
    }
    struck = crash(pattern, tmp_path, arguments, 4, expected)
    assert struck >= ROUNDS / 2
    print(f"{struck} of {ROUNDS} kills struck")


@pytest.mark.parametrize("way", ["drafted", "published"] if ROUNDS > IN_ONE else ["published"])
def test_a_collection_killed_and_given_again_is_in_once(pattern, tmp_path, way):
    path = collection(tmp_path / "quay.jsonl", LINES)
    more = {"drafted": ("--as", own_archive.IMPORTER), "published": ("--as", own_archive.ADMINISTRATOR, "--publish")}
    arguments = ("take_in", path, "--batch", "quay", *more[way])
    expected = {
        "sent": LINES,
        "statement": LINES,
        "translation": -(-LINES // 3),
        "organisation": 7,
        "topic": 5,
        "batch": 1,
    }
    expected["public"] = LINES if way == "published" else 0
    struck = crash(pattern, tmp_path, arguments, 3, expected)
    assert struck >= ROUNDS / 2
    print(f"{struck} of {ROUNDS} kills struck")
