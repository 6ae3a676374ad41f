"""Pages in: each candidate once, every byte kept, matches proposed, a batch taken back leaves nothing."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from archive.models import Capture, Statement
from editorial.models import Batch, Candidate, CandidateMatch
from editorial.workflow.draft import accept, discard, merge
from tests import cast

pytestmark = pytest.mark.django_db

SEEDS = Path(__file__).resolve().parents[3] / "shared" / "seeds"
PAGES = Path(__file__).resolve().parents[2] / "editorial" / "demo" / "pages"
PAGE = PAGES / "pol-mayday-1399.html"


def take_in(*arguments: str) -> dict:
    out = StringIO()
    call_command("take_in", *arguments, "--json", stdout=out, stderr=StringIO())
    return json.loads(out.getvalue())


def everything() -> dict[str, list[tuple]]:
    """Every row of our own tables, to compare the database before and after."""
    rows = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            if table.startswith(("archive_", "editorial_")) and "_words" not in table:
                cursor.execute(f"SELECT * FROM {table}")
                rows[table] = sorted(map(repr, cursor.fetchall()))
    return rows


def test_pages_twice_make_each_candidate_once():
    first = take_in(str(PAGES))
    assert first["captures"]["new"] == 22 and first["candidates"]["new"] >= 61 and not first["failed"]
    again = take_in(str(PAGES))
    assert again["captures"] == {"new": 0, "known": 22}
    assert again["candidates"] == {"new": 0, "known": first["candidates"]["new"]}
    assert Candidate.objects.count() == first["candidates"]["new"]
    assert all(capture.is_intact() and capture.sightings.count() == 2 for capture in Capture.objects.all())


def test_a_batch_taken_back_leaves_the_database_as_it_was(media, django_capture_on_commit_callbacks):
    take_in(str(PAGE), "--batch", "kept")
    before = everything()
    files = sorted(media.rglob("*"))
    take_in(str(PAGES), "--batch", "mistake")
    assert everything() != before
    with django_capture_on_commit_callbacks(execute=True):
        call_command("undo_batch", "mistake", stdout=StringIO())
    assert everything() == before
    assert sorted(path for path in media.rglob("*") if path.is_file()) == [path for path in files if path.is_file()]


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the captured seed pages are not kept in the repository")
def test_the_seeds_twice_and_back(media, django_capture_on_commit_callbacks):
    before = everything()
    seeds = sorted(map(str, SEEDS.glob("*.txt")))
    assert take_in(*seeds, "--batch", "seeds")["candidates"]["new"] == 30
    assert take_in(*seeds, "--batch", "seeds")["candidates"] == {"new": 0, "known": 30}
    with django_capture_on_commit_callbacks(execute=True):
        call_command("undo_batch", "seeds", stdout=StringIO())
    assert everything() == before
    assert not [path for path in media.rglob("*") if path.is_file()]


def test_what_a_person_touched_stays_and_is_named():
    importer = cast.person("importer")
    take_in(str(PAGE), "--batch", "b")
    first, second, *_rest = Candidate.objects.order_by("id")
    accept(first, importer)
    discard(second, importer, "A menu.")
    out = StringIO()
    call_command("undo_batch", "b", stdout=out)
    assert f"candidate {first.pk}" in out.getvalue() and f"candidate {second.pk}" in out.getvalue()
    assert set(Candidate.objects.all()) == {first, second}
    assert Statement.objects.get().witnesses.get().extract.capture.is_intact()
    assert Batch.objects.filter(name="b").exists()


def test_accepted_drafts_are_taken_back_untouched():
    cast.person("importer")
    before = everything()
    summary = take_in(str(PAGE), "--batch", "b", "--accept", "--as", "importer")
    assert Statement.objects.count() == summary["statements"]["new"] > 0
    call_command("undo_batch", "b", stdout=StringIO())
    after = everything()
    # The decisions remain: they are the record that this was done.
    assert after.pop("archive_decision") != before.pop("archive_decision")
    assert after == before


def test_the_same_text_elsewhere_is_proposed_as_a_match(tmp_path):
    importer = cast.person("importer")
    take_in(str(PAGE))
    statement = accept(Candidate.objects.order_by("id")[1], importer)
    other = tmp_path / "copy.txt"
    other.write_text(f"{statement.title()}\n\n{statement.current_revision.body()}", encoding="utf-8")
    take_in(str(other))
    candidate = Candidate.objects.order_by("-id").first()
    assert CandidateMatch.objects.get(candidate=candidate).statement == statement
    merge(candidate, statement, importer)
    assert statement.witnesses.count() == 2


def test_a_dry_run_counts_and_writes_nothing(media):
    before = everything()
    assert take_in(str(PAGE), "--dry-run")["candidates"]["new"] > 1
    assert everything() == before and not media.exists()


def test_a_file_that_cannot_be_read_is_named_and_the_others_go_in(tmp_path):
    (tmp_path / "empty.html").write_bytes(b"")
    (tmp_path / "page.html").write_bytes(PAGE.read_bytes())
    out = StringIO()
    with pytest.raises(SystemExit) as stopped:
        call_command("take_in", str(tmp_path), str(tmp_path / "missing.txt"), "--json", stdout=out, stderr=StringIO())
    summary = json.loads(out.getvalue())
    assert stopped.value.code == 1
    assert {failed["item"] for failed in summary["failed"]} == {"empty.html", "missing.txt"}
    assert all(failed["error"] for failed in summary["failed"])
    assert summary["captures"]["new"] == 1


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([str(PAGE), "--source", "nowhere"], "nowhere"),
        ([str(PAGE), "--accept"], "--as"),
        ([str(PAGE), "--as", "nobody"], "nobody"),
        ([str(PAGE), "--as", "translator"], "importer"),
        ([str(PAGE), "second.html", "--url", "https://a.example/"], "one page"),
    ],
)
def test_what_cannot_be_done_is_said_before_anything_is_done(arguments, says):
    cast.person("translator")
    with pytest.raises(CommandError, match=says) as refused:
        call_command("take_in", *arguments, stdout=StringIO(), stderr=StringIO())
    assert refused.value.returncode == 2
    assert not Candidate.objects.exists()
