"""The read command: one JSON object a file, every character accounted for, nothing stored, no database needed."""

import json
import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.editorial import layouts_harder
from tests.editorial.invented import WORDS
from tests.editorial.layouts import LAYOUTS

assert layouts_harder.Page  # it has entered its pages into LAYOUTS

ROOT = Path(__file__).resolve().parents[2]


def write(folder: Path, layout: str, tag: str) -> Path:
    page = LAYOUTS[layout](WORDS[tag])
    path = folder / f"{layout}-{tag}{Path(page.name).suffix}"
    path.write_text(page.text, encoding="utf-8")
    return path


def read(capsys, *arguments: str) -> list[dict]:
    call_command("read", *map(str, arguments))
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.mark.django_db
@pytest.mark.parametrize("tag", ["en", "fa", "ckb", "es"])
@pytest.mark.parametrize("layout", ["wordpress_listing", "compilation_with_notes", "single_text", "crowded_single"])
def test_statements_and_left_overs_account_for_every_character(capsys, tmp_path, layout, tag):
    (one,) = read(capsys, write(tmp_path, layout, tag))
    spans = sorted(
        [(s["start"], s["end"]) for s in one["statements"]] + [(s["start"], s["end"]) for s in one["left_over"]]
    )
    assert spans[0][0] == 0
    assert spans[-1][1] == one["text_length"]
    assert all(first[1] == second[0] for first, second in pairwise(spans))
    assert {s["kind"] for s in one["left_over"]} <= {"navigation", "boilerplate", "compiler", "unclaimed"}
    assert 0 <= one["coverage"] <= 1
    for statement in one["statements"]:
        assert {
            "title",
            "kind",
            "language",
            "excerpt",
            "date",
            "organisations",
            "issuing_body",
            "author",
            "signatories",
            "hand",
            "text",
        } <= set(statement)
        assert statement["text"] == " ".join(statement["text"].split()) != ""


@pytest.mark.django_db
def test_neighbours_of_one_kind_are_one_left_over(capsys, tmp_path):
    (one,) = read(capsys, write(tmp_path, "wordpress_single", "en"))
    pairs = pairwise(one["left_over"])
    assert not [(a, b) for a, b in pairs if a["kind"] == b["kind"] and a["end"] == b["start"]]


@pytest.mark.django_db
def test_the_text_stands_between_start_and_end(capsys, tmp_path):
    path = write(tmp_path, "single_text", "tr")
    (one,) = read(capsys, path)
    (statement,) = one["statements"]
    assert statement["text"] in " ".join(
        path.read_text(encoding="utf-8")[statement["start"] : statement["end"]].split()
    )
    assert statement["title"] == WORDS["tr"].titles[1]
    assert statement["language"] == "tr"


@pytest.mark.django_db
def test_what_can_not_be_read_says_so_and_the_others_are_done(capsys, tmp_path):
    good, empty = write(tmp_path, "single_text", "en"), tmp_path / "empty.html"
    empty.write_bytes(b"")
    with pytest.raises(SystemExit) as stopped:
        read(capsys, empty, tmp_path / "absent.txt", good)
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert stopped.value.code == 1
    assert [a["file"] for a in answers] == ["empty.html", "absent.txt", good.name]
    assert "too little text" in answers[0]["error"]
    assert answers[1]["error"]
    assert len(answers[2]["statements"]) == 1


def test_it_needs_no_migrated_database(tmp_path):
    path = write(tmp_path, "single_text", "de")
    run = subprocess.run(
        [sys.executable, "manage.py", "read", str(path), "--url", "https://league.example/1", "--source", "unknown"],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path}/none.sqlite3"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert run.returncode == 0, run.stderr
    assert len(json.loads(run.stdout)["statements"]) == 1
