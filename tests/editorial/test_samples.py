"""The labelled pages of tests/samples, read by the command as an editor would and scored against their labels.

The floors are what the reading must not fall below over all pages together; whoever makes the intake read better
raises them.
"""

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.editorial.scoring import score_page, shares, table

FLOORS = {
    "boundary": 0.98,
    "title": 0.95,
    "organisation": 0.93,
    "date": 0.92,
    "language": 0.98,
    "excerpt": 0.95,
    "names": 0.98,
}
#: For the pages in `tests/samples/unseen`; how they became seen is told there.
UNSEEN_FLOORS = {"boundary": 0.97, "title": 0.95, "organisation": 0.95, "date": 0.85, "language": 0.98, "excerpt": 0.98}
PROJECT = Path(__file__).parents[2]
PAGES = PROJECT / "tests" / "samples" / "pages"
TRUTHS = [
    json.loads(path.read_text(encoding="utf-8"))
    for path in sorted((PROJECT / "tests" / "samples" / "truth").glob("*.json"))
]


def read(pages: Path, scratch: Path) -> dict[str, dict]:
    """What one `manage.py read` over every page of a folder prints, by file name; no database has been made."""
    run = subprocess.run(
        [sys.executable, "manage.py", "read", *sorted(map(str, pages.iterdir()))],
        cwd=PROJECT,
        env={**os.environ, "DATABASE_URL": f"sqlite:///{scratch / 'none.sqlite3'}"},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-2000:]
    return {Path(one["file"]).name: one for one in map(json.loads, run.stdout.splitlines())}


@pytest.fixture(scope="module")
def readings(tmp_path_factory):
    return read(PAGES, tmp_path_factory.mktemp("read"))


def test_every_page_has_a_truth_and_every_truth_a_page():
    assert {p.stem for p in PAGES.iterdir()} == {Path(t["page"]).stem for t in TRUTHS}
    assert len(TRUTHS) >= 20


def test_labels_stand_on_their_pages():
    """Where nothing is proposed every statement is missed, which needs its body on the page; names stand there too."""
    for truth in TRUTHS:
        text = (PAGES / truth["page"]).read_text(encoding="utf-8")
        counts, wrong = score_page(text, truth, [])
        needed = [s for s in truth["statements"] if not s["optional"]]
        assert (counts["wanted"], len(wrong)) == (len(needed), len(needed)), truth["page"]
        flat = " ".join(text.split())
        names = [name for s in truth["statements"] for name in s["signatories"]]
        assert [n for n in names if n not in flat] == [], truth["page"]


@pytest.mark.parametrize("form", ["txt", "html"])
def test_reading_keeps_above_the_floors(readings, form):
    rows, remarks = [], []
    for truth in TRUTHS:
        given = (PAGES / truth["page"]).with_suffix(f".{form}")
        if not given.exists():
            continue
        text = (PAGES / truth["page"]).read_text(encoding="utf-8")
        counts, wrong = score_page(text, truth, readings[given.name]["statements"])
        rows.append((given.name, counts))
        remarks += [f"{given.name}: {sentence}" for sentence in wrong]
    print(table(rows), *remarks, sep="\n")
    measured = shares(sum((counts for _, counts in rows), Counter()))
    short = {field: round(measured[field], 3) for field, floor in FLOORS.items() if measured[field] < floor}
    assert not short, f"{form}: below the floor"


def test_pages_that_nothing_was_tuned_on(tmp_path):
    folder = PROJECT / "tests" / "samples" / "unseen"
    readings = read(folder / "pages", tmp_path)
    rows = []
    for path in sorted((folder / "truth").glob("*.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        text = (folder / "pages" / truth["page"]).read_text(encoding="utf-8")
        counts, _wrong = score_page(text, truth, readings[truth["page"]]["statements"])
        rows.append((truth["page"], counts))
    print(table(rows))
    measured = shares(sum((counts for _, counts in rows), Counter()))
    short = {field: round(measured[field], 3) for field, floor in UNSEEN_FLOORS.items() if measured[field] < floor}
    assert not short
