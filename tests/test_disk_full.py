"""A full disk stops an import with one clear line; nothing is broken, reading goes on, and the same command goes on.

Two ways of being full: a small disk of its own (needs root, to mount it), where SQLite says SQLITE_FULL and the store
ENOSPC; and a limit on the size of a file, where they say SQLITE_IOERR_WRITE and EFBIG.
"""

import functools
import json
import os
import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.test import Client

from tests import own_archive
from tests.own_archive import OwnArchive, make_pattern, on_postgresql  # noqa: F401  a fixture
from tests.test_crash import collection, pages

LINES, PAGES = 1200 if "SOAK" in os.environ else 600, 8
PUBLISH = ("--as", own_archive.ADMINISTRATOR, "--publish", "--batch", "quay", "--json")


@contextmanager
def small_disk(folder: Path, size: int) -> Iterator[Path]:
    """A disk of `size` bytes in memory, mounted at `folder`."""
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], capture_output=True)
    if mounted.returncode:
        pytest.skip(f"a small disk can't be mounted here: {mounted.stderr.decode().strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


def enlarge(folder: Path) -> None:
    subprocess.run(["mount", "-o", "remount,size=200m", folder], check=True)


def stops_with_a_sentence(archive: OwnArchive, arguments: tuple, **options) -> dict:
    """Run a command into the full disk: it says so once, ends with a status that says so, and nothing is broken."""
    done = archive.run(*arguments, status=None, **options)
    assert done.returncode in (1, 2), (done.returncode, done.stderr)
    assert "Traceback" not in done.stderr
    summary = json.loads(done.stdout)
    (failed,) = summary["failed"]
    assert failed["error"].startswith("The disk is full") and "--batch quay" in failed["error"]
    assert "\n" not in failed["error"]
    found = archive.audit()
    assert found["wrong"] == []
    with archive.opened():
        for address in ("/en/", "/en/statements/", "/healthz"):
            assert Client().get(address).status_code == 200, address
    return found


def goes_on(archive: OwnArchive, arguments: tuple) -> dict:
    """The same command with room: it ends well, and everything is there once."""
    assert json.loads(archive.run(*arguments).stdout)["failed"] == []
    found = archive.audit()
    assert found["wrong"] == [] and found["extra"] == []
    assert len([path for path in archive.media.rglob("*") if path.is_file()]) == found["counts"]["capture"]
    return found


#: How much room is left at first: amid the import or, with `SOAK`, at ten places between its beginning and end.
ROOMS = range(300_000, 2_800_000, 250_000) if "SOAK" in os.environ else [1_200_000]


@pytest.mark.parametrize("room", ROOMS)
def test_a_small_disk(pattern, tmp_path, room):
    """Database (SQLite) and store on one disk that has `room` bytes left; with PostgreSQL the store alone."""
    path = collection(tmp_path / "quay.jsonl", LINES)
    taken = 0 if on_postgresql() else Path(pattern).stat().st_size
    room = room // 20 if on_postgresql() else room
    with (
        small_disk(tmp_path / "disk", -(-(taken + room) // 4096) * 4096) as disk,
        own_archive.copy_of(pattern, disk / "own") as archive,
    ):
        found = stops_with_a_sentence(archive, ("take_in", path, *PUBLISH))
        assert found["sent"] < LINES
        enlarge(disk)
        assert goes_on(archive, ("take_in", path, *PUBLISH))["public"] == LINES


def test_a_small_disk_and_pages(pattern, tmp_path):
    folder = pages(tmp_path / "pages", PAGES)
    (folder / "0005.html").write_bytes((folder / "0005.html").read_bytes() + b"<!-- " + b"x" * 900_000 + b" -->")
    taken = 0 if on_postgresql() else Path(pattern).stat().st_size
    arguments = ("take_in", folder, "--batch", "quay", "--json")
    with (
        small_disk(tmp_path / "disk", -(-(taken + 600_000) // 4096) * 4096) as disk,
        own_archive.copy_of(pattern, disk / "own") as archive,
    ):
        found = stops_with_a_sentence(archive, arguments)
        assert found["counts"]["capture"] < PAGES
        enlarge(disk)
        assert goes_on(archive, arguments)["counts"]["candidate"] == PAGES


def test_files_that_may_not_grow(pattern, tmp_path):
    """The log of SQLite reaches the limit first; with PostgreSQL, whose files are the server's, an object does."""
    path = collection(tmp_path / "quay.jsonl", LINES)
    most = 30_000 if on_postgresql() else 400_000
    limit = functools.partial(resource.setrlimit, resource.RLIMIT_FSIZE, (most, most))
    with own_archive.copy_of(pattern, tmp_path / "own") as archive:
        found = stops_with_a_sentence(archive, ("take_in", path, *PUBLISH), preexec_fn=limit)
        assert found["sent"] < LINES
        assert goes_on(archive, ("take_in", path, *PUBLISH))["public"] == LINES


def test_a_reader_that_does_not_start(pattern, tmp_path):
    """The process that reads pages unfolds a model of 10 MB in the folder for temporary files: no room, no reader."""
    arguments = ("take_in", pages(tmp_path / "pages", PAGES), "--batch", "quay", "--json")
    limit = functools.partial(resource.setrlimit, resource.RLIMIT_FSIZE, (4_500_000, 4_500_000))
    with own_archive.copy_of(pattern, tmp_path / "own") as archive:
        done = archive.run(*arguments, status=1, preexec_fn=limit)
        assert "does not start" in done.stderr and "Traceback" not in done.stderr
        assert archive.audit()["wrong"] == []
        assert goes_on(archive, arguments)["counts"]["candidate"] == PAGES
