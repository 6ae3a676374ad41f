"""The child that reads: what it reads comes back whole, what it suffers stays with it."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from archive.dates import HistoricalDate
from editorial.intake.cell import Answer, Cell, Limits, Quarantined
from editorial.intake.pipeline import Proposal, propose
from editorial.intake.recognise.vocabulary import Vocabulary
from editorial.intake.transcript import NotUnderstood, read, write
from editorial.records import Extract, Guess, Item, Mark, Span
from tests.editorial import made_files as made

READER = "tests.editorial.poisoned_reader:read_member"
#: Short, so that tests are; long enough for a machine that does other things besides.
LIMITS = Limits(seconds=6.0, processor=3.0, memory=400_000_000)
GOOD = Item(made.page("fa", "https://a.example/1"), "good.html")


@pytest.fixture(scope="module")
def vocabulary():
    return Vocabulary.from_file()


@pytest.fixture(scope="module")
def cell(vocabulary):
    with Cell(vocabulary, LIMITS, READER) as cell:
        yield cell


def poisonous(word: str) -> Item:
    return Item(word.encode() + b" " + "\n\n".join(made.EN).encode(), f"{word.lower()}.txt")


def memory_of(process: int) -> int:
    """Resident bytes of a process."""
    return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE")


@pytest.mark.parametrize("language", ["en", "fa", "ar"])
def test_what_is_read_there_equals_what_is_read_here(cell, vocabulary, language):
    item = Item(made.page(language, "https://a.example/1"), "x.html", "https://b.example/")
    (proposal,) = cell.propose(item)
    assert proposal == propose(item.data, item.name, None, vocabulary, url=item.address)
    assert proposal.readings and proposal.extract.page["address"] == "https://a.example/1"
    (answer,) = cell.read(item)
    assert answer == Answer(item, proposal) and answer.item is item


def test_a_container_is_answered_page_by_page(cell):
    feed = made.atom(
        f"<entry><title>{made.FA_TITLE}</title><link href='https://a.example/7'/><summary>{made.FA[0]}</summary></entry>"
    )
    archive = made.zipped({"a.html": made.page("en"), "b.html": b"<html><body>no</body></html>", "c.xml": feed})
    one, two, three = cell.read(Item(archive, "all.zip"))
    assert (one.item.name, one.item.data) == ("all.zip/a.html", made.page("en")) and one.proposal.readings
    assert two.proposal is None and "too little text" in two.error
    assert three.item.address == "https://a.example/7" and three.proposal.extract.page["address"] == three.item.address
    assert all(reading.excerpt for reading in three.proposal.readings) and three.proposal.readings
    assert len(cell.propose(Item(archive, "all.zip"))) == 2
    with pytest.raises(Quarantined, match="too little text"):
        cell.propose(Item(b"short", "x.txt"))


@pytest.mark.parametrize(
    ("word", "why"),
    [
        ("SEGFAULT", "crashed \\(SIGSEGV\\)"),
        ("HANG", "longer than 6 seconds"),
        ("SPIN", "processor time|longer than"),
        ("EAT", "more memory|want of memory"),
        ("FORK", "start a process|could not be read"),
        ("START", "start a process"),
        ("CALL", "reach a network"),
        ("LIE", "can't be understood"),
        ("QUIT", "status 3"),
        ("BREAK", "could not be read \\(KeyError"),
    ],
)
def test_a_poisonous_page_is_set_aside_and_the_next_one_goes_in(cell, word, why):
    if word in ("FORK", "START", "CALL") and not (cell.propose(GOOD) and cell.filtered):
        pytest.skip("this system has no filter of system calls")
    before, started = memory_of(os.getpid()), time.monotonic()
    with pytest.raises(Quarantined, match=why):
        cell.propose(poisonous(word))
    assert time.monotonic() - started < LIMITS.seconds + 5
    assert memory_of(os.getpid()) - before < 100_000_000
    assert cell.propose(GOOD)[0].readings


def test_only_the_poisonous_member_of_a_container_is_lost(cell):
    archive = made.zipped(
        {
            "1.html": made.page("en"),
            "2.txt": poisonous("SEGFAULT").data,
            "3.html": made.page("fa"),
            "4.txt": poisonous("QUIT").data,
            "5.html": made.page("ar"),
        }
    )
    answers = list(cell.read(Item(archive, "x.zip")))
    assert [(answer.item.name, bool(answer.proposal)) for answer in answers] == [
        ("x.zip/1.html", True),
        ("x.zip/2.txt", False),
        ("x.zip/3.html", True),
        ("x.zip/4.txt", False),
        ("x.zip/5.html", True),
    ]
    assert answers[1].item.data == poisonous("SEGFAULT").data and "SIGSEGV" in answers[1].error


def test_the_child_writes_nothing_and_has_no_settings(cell, tmp_path):
    target = tmp_path / "canary"
    item = Item(f"WRITE {target} ".encode() + "\n\n".join(made.EN).encode(), "w.txt")
    with pytest.raises(Quarantined, match="could not be read"):
        cell.propose(item)
    assert not target.exists()
    environment = Path(f"/proc/{cell._child.pid}/environ").read_bytes()
    assert b"SECRET" not in environment and b"DATABASE" not in environment and b"DJANGO" not in environment


def test_a_child_that_keeps_too_much_is_replaced(cell):
    cell.propose(GOOD)
    before = cell.children
    assert cell.propose(poisonous("LEAK"))
    cell.propose(GOOD)
    assert cell.children == before + 1


def test_an_item_that_nobody_waits_for_any_more_does_not_disturb_the_next(cell):
    archive = made.zipped({f"{number}.html": made.page("en") for number in range(5)})
    for answer in cell.read(Item(archive, "x.zip")):
        assert answer.proposal
        break
    assert cell.propose(GOOD)[0].extract.text == propose(GOOD.data, "", None, Vocabulary(())).extract.text


def test_too_large_an_item_never_reaches_the_child(vocabulary):
    cell = Cell(vocabulary)
    (answer,) = cell.read(Item(bytes(100_000_001), "huge.warc"))
    assert "larger than 100 MB" in answer.error and cell.children == 0


def test_the_child_dies_with_its_parent():
    """A parent that is killed leaves nobody behind."""
    script = (
        "from editorial.intake.cell import Cell\nfrom editorial.records import Item\nimport time\n"
        "cell = Cell(()); list(cell.read(Item(b'x', 'x')))\nprint(cell._child.pid, flush=True)\ntime.sleep(60)\n"
    )
    root = Path(__file__).resolve().parents[2]
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, cwd=root)
    child = int(parent.stdout.readline())
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    for _ in range(100):
        state = Path(f"/proc/{child}/stat")
        if not state.exists() or state.read_text().rsplit(")", 1)[1].split()[0] == "Z":
            return
        time.sleep(0.1)
    raise AssertionError("the child lives on")


def test_the_child_knows_no_database():
    script = "import sys, editorial.intake.cell_reader\nprint([m for m in sys.modules if m.startswith('django.db')])"
    root = Path(__file__).resolve().parents[2]
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=root, check=True)
    assert found.stdout.strip() == "[]"


def test_records_pass_and_nothing_else():
    date = HistoricalDate.from_dict(
        {"written": "۱۴۰۱", "calendar": "solar hijri", "first": "2022-03-21", "last": "2023-03-20", "precision": "year"}
    )
    extract = Extract("متن", "text/plain", (Mark("heading", 0, 3, "1"),), {"title": "x"}, "text")
    for kind, value in (
        (Guess[HistoricalDate], Guess(date, 0.9, Span(0, 2))),
        (Guess[str], Guess("fa", 1.0)),
        (Extract, extract),
        (Proposal, Proposal("0" * 64, extract, (), ())),
        (Item, Item(b"", "n", "a", None, {"A": "b"}, None, {"title": "t"})),
    ):
        assert read(kind, write(value)) == value
    for kind, wrong in (
        (Span, [0, "1"]),
        (Span, [0]),
        (Span, {"start": 0, "end": 1}),
        (Guess[str], [["nested"], 0.5, None]),
        (Guess[HistoricalDate], [{"written": "x", "calendar": "invented"}, 0.5, None]),
        (Extract, ["t", "text/plain", [["heading", 0, 1.5, ""]], {}, ""]),
        (Extract, ["t", "text/plain", [], {"title": 5}, ""]),
        (tuple[Span, ...], "text"),
    ):
        with pytest.raises(NotUnderstood):
            read(kind, wrong)
    assert replace(extract, tool="") != extract
