"""The labelled pages beside the project: the seeds exactly right, the others within the bounds that are promised."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
FIELDS = ("title", "organisation", "date", "language", "excerpt", "names")

pytestmark = pytest.mark.skipif(
    not (SHARED / "tools" / "score_intake.py").exists(), reason="the labelled pages are not beside this checkout"
)


def score(pages: str, bounds: dict[str, float], *more: str) -> None:
    arguments = [f"--min={name}={share}" for name, share in bounds.items()]
    folder = SHARED / pages
    where = ["--project", ROOT, "--pages", folder, "--truth", folder / "truth"]
    run = subprocess.run(
        [sys.executable, SHARED / "tools" / "score_intake.py", *where, "--detail", *arguments, *more],
        env={**os.environ, "PYTHON": sys.executable},
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_all_seeds_are_read_exactly_right():
    score("seeds", {"boundary": 1, **dict.fromkeys(FIELDS, 1)})


@pytest.mark.parametrize("form", [(), ("--html",)], ids=["text", "html"])
def test_twelve_further_pages_are_read_within_bounds(form):
    bounds = {
        "boundary": 0.95,
        "title": 0.92,
        "organisation": 0.9,
        "date": 0.95,
        "language": 1,
        "excerpt": 0.98,
        "names": 0.95,
    }
    score("pages", bounds, *form)
