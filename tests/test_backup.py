"""What is backed up or exported comes back whole, into either database; a damaged file changes nothing."""

import csv
import json
import os
import tarfile
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import bagit
import pytest
from django.core.management import call_command
from lxml import etree
from pyarrow import parquet

from archive.models import Statement
from archive.models.capture import stored_name
from archive.spreadsheet import guarded, unguarded
from tests import own_archive
from tests.own_archive import OwnArchive, make_pattern  # noqa: F401  a fixture
from tests.test_crash import collection, pages
from tests.test_public_gate import HIDDEN, Hiding

#: The promise is twenty backups under writing; `BACKUPS=20` keeps it to the letter.
BACKUPS = int(os.environ.get("BACKUPS", "3"))


@pytest.fixture(name="demo", scope="module")
def make_demo(tmp_path_factory, django_db_blocker) -> Iterator[OwnArchive]:
    """The demonstration archive, worked through the whole flow, in a database of the suite's kind."""
    with django_db_blocker.unblock(), own_archive.empty(tmp_path_factory.mktemp("demo")) as archive:
        archive.run("demo", "--no-serve")
        yield archive


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def unpacked(path: Path, folder: Path) -> dict[str, bytes]:
    with tarfile.open(path) as tar:
        tar.extractall(folder, filter="data")
    return files(folder)


def test_a_backup_comes_back_in_either_database_and_is_the_same_again(demo, tmp_path):
    demo.run("backup", "--to", tmp_path / "first.tar.gz")
    first = unpacked(tmp_path / "first.tar.gz", tmp_path / "first")
    assert any(b'"password":"pbkdf2' in data or b'"password":"argon' in data for data in first.values())
    with own_archive.empty(tmp_path / "other", sqlite=True) as other:
        other.run("restore", tmp_path / "first.tar.gz")
        other.run("verify_archive")
        other.run("backup", "--to", tmp_path / "second.tar.gz")
    with own_archive.empty(tmp_path / "same") as same:
        same.run("restore", tmp_path / "second.tar.gz")
        same.run("verify_archive")
        same.run("backup", "--to", tmp_path / "third.tar.gz")
        same.run("take_in", collection(tmp_path / "quay.jsonl", 3), "--as", "administrator", "--publish")
        same.run("verify_archive")  # the new rows have keys of their own
    assert unpacked(tmp_path / "second.tar.gz", tmp_path / "second") == first
    assert unpacked(tmp_path / "third.tar.gz", tmp_path / "third") == first
    assert (tmp_path / "first.tar.gz").stat().st_mode & 0o077 == 0, "accounts are in it"


def test_a_full_export_is_the_same_after_a_journey_and_lets_nobody_in(demo, tmp_path):
    demo.run("export_archive", "--to", tmp_path / "first", "--all", "--as", "administrator")
    bagit.Bag(str(tmp_path / "first")).validate()
    with own_archive.empty(tmp_path / "other", sqlite=True) as other:
        other.run("import_archive", tmp_path / "first")
        other.run("verify_archive")
        other.run("export_archive", "--to", tmp_path / "second", "--all", "--as", "administrator")
    first = files(tmp_path / "first")
    assert files(tmp_path / "second") == first
    people = [json.loads(line) for line in first["data/rows/auth.user.jsonl"].splitlines()]
    assert people and {one["password"] for one in people} == {"!"}
    assert not any("otp" in name for name in first)


@pytest.mark.parametrize("name", [None, "nobody-of-that-name"])
def test_everything_goes_out_for_staff_only(demo, tmp_path, name):
    arguments = ["--as", name] if name else []
    ended = demo.run("export_archive", "--to", tmp_path / "out", "--all", *arguments, status=1)
    assert "staff" in ended.stderr
    assert not (tmp_path / "out").exists()


def test_a_public_export_goes_into_another_archive_and_out_again_the_same(demo, tmp_path):
    demo.run("export_archive", "--to", tmp_path / "first", "--format", "bagit", "--address", "https://archive.example")
    bagit.Bag(str(tmp_path / "first")).validate()
    with own_archive.empty(tmp_path / "other", sqlite=True) as other:
        other.run("import_archive", tmp_path / "first")
        with other.opened():
            references = set(Statement.objects.public().values_list("reference", flat=True))
        # Its decisions are whole in themselves; of the captures it says truly that their bytes stayed behind.
        told = json.loads(other.run("verify_archive", "--json", status=1).stdout)["findings"]
        assert {(one["kind"], one["thing"]) for one in told} == {("missing", "object")}
        other.run(
            "export_archive", "--to", tmp_path / "again", "--format", "bagit", "--address", "https://archive.example"
        )
    assert files(tmp_path / "again") == files(tmp_path / "first")
    lines = (tmp_path / "first" / "data" / "statements.jsonl").read_text(encoding="utf-8").splitlines()
    assert {json.loads(line)["id"] for line in lines} == references
    assert not any(stored_name("00")[:8] in name for name in files(tmp_path / "first")), "bytes are not public"


@pytest.mark.parametrize("name", ["statements.jsonl", "statements.csv"])
def test_our_own_export_is_taken_in_without_loss(demo, pattern, tmp_path, name):
    demo.run("export_archive", "--to", tmp_path / "out", "--format", name.rpartition(".")[2])
    with demo.opened():
        sent = {one.reference: described(one) for one in Statement.objects.public()}
    with own_archive.copy_of(pattern, tmp_path / "own") as own:
        own.run("take_in", tmp_path / "out" / "data" / name, "--as", own_archive.ADMINISTRATOR, "--publish")
        with own.opened():
            taken = {one.sender_identifier: described(one) for one in Statement.objects.public()}
    assert taken == sent and len(taken) > 10


def described(statement: Statement) -> tuple:
    """What must survive a journey through a file."""
    text = statement.published_revision
    date = statement.date
    renderings = statement.translations.public().order_by("language", "origin")
    return (
        statement.language,
        statement.kind,
        text.title,
        text.body(),
        (date.calendar, date.first, date.last) if date else None,
        [(one.language, one.origin, one.published_revision.body()) for one in renderings],
        [str(part.organisation or part.written) for part in statement.participations.all()],
    )


def test_each_statement_is_a_tei_file(demo, tmp_path):
    demo.run("export_archive", "--to", tmp_path / "out", "--format", "tei", "--address", "https://archive.example")
    with demo.opened():
        references = set(Statement.objects.public().values_list("reference", flat=True))
    found = {path.name.split(".")[0]: path for path in (tmp_path / "out" / "data" / "tei").iterdir()}
    assert set(found) == references
    for reference, path in found.items():
        root = etree.fromstring(path.read_bytes())
        assert root.tag == "{http://www.tei-c.org/ns/1.0}TEI"
        assert f"https://archive.example/s/{reference}" in path.read_text(encoding="utf-8")


def test_parquet_holds_what_json_lines_hold(demo, tmp_path):
    demo.run("export_archive", "--to", tmp_path / "lines", "--format", "jsonl")
    demo.run("export_archive", "--to", tmp_path / "table", "--format", "parquet")
    lines = (tmp_path / "lines" / "data" / "statements.jsonl").read_text(encoding="utf-8").splitlines()
    table = parquet.read_table(tmp_path / "table" / "data" / "statements.parquet").to_pylist()
    assert [{**row, "title": dict(row["title"]), "assessments": dict(row["assessments"])} for row in table] == [
        json.loads(line) for line in lines
    ]


@pytest.mark.parametrize(
    "text", ["=1+1", "+98 21", "-", "@cmd", "\tx", "'=1", "''-", "|x", "%x", "\uff1d1+1", "plain", "'quoted'", ""]
)
def test_no_cell_is_a_formula_and_each_reads_back(text):
    cell = guarded(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "|", "%", "\uff1d"))
    assert unguarded(cell) == text


def test_no_cell_of_the_export_is_a_formula(demo, tmp_path):
    demo.run("export_archive", "--to", tmp_path / "out", "--format", "csv")
    csv.field_size_limit(10**9)
    with (tmp_path / "out" / "data" / "statements.csv").open(encoding="utf-8", newline="") as opened:
        cells = [cell for row in csv.reader(opened) for cell in row if cell]
    assert cells and not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)


def test_each_backup_under_writing_is_one_whole_moment(pattern, tmp_path):
    folder = pages(tmp_path / "pages", 24)
    lines = collection(tmp_path / "quay.jsonl", 1500)
    with own_archive.copy_of(pattern, tmp_path / "own") as archive:
        writers = [
            archive.start("take_in", folder, "--batch", "pages"),
            archive.start("take_in", lines, "--batch", "quay", "--as", own_archive.ADMINISTRATOR, "--publish"),
        ]
        for number in range(BACKUPS):
            archive.run("backup", "--to", tmp_path / f"{number}.tar.gz")
        for writer in writers:
            out, told = writer.communicate(timeout=300)
            assert writer.returncode == 0, (out, told)
    for number in range(BACKUPS):
        with own_archive.empty(tmp_path / f"back{number}") as back:
            back.run("restore", tmp_path / f"{number}.tar.gz")
            found = back.audit()
            assert found["wrong"] == [] and found["extra"] == []


def test_nothing_is_restored_over_something(demo, tmp_path):
    demo.run("backup", "--to", tmp_path / "one.tar.gz")
    ended = demo.run("restore", tmp_path / "one.tar.gz", status=1)
    assert "not empty" in ended.stderr
    assert "exists" in demo.run("backup", "--to", tmp_path / "one.tar.gz", status=1).stderr


def test_a_damaged_backup_or_export_changes_nothing(demo, tmp_path):
    demo.run("backup", "--to", tmp_path / "one.tar.gz")
    whole = (tmp_path / "one.tar.gz").read_bytes()
    (tmp_path / "cut.tar.gz").write_bytes(whole[: len(whole) // 2])
    demo.run("export_archive", "--to", tmp_path / "bag", "--all", "--as", "administrator")
    rows = tmp_path / "bag" / "data" / "rows" / "archive.revision.jsonl"
    kept = rows.read_bytes()
    with own_archive.empty(tmp_path / "other") as other:
        assert "Nothing was changed" in other.run("restore", tmp_path / "cut.tar.gz", status=1).stderr
        rows.write_bytes(kept.replace(b'"number":1', b'"number":7', 1))
        assert "archive.revision.jsonl is damaged" in other.run("import_archive", tmp_path / "bag", status=1).stderr
        rows.unlink()
        assert "archive.revision.jsonl is missing" in other.run("import_archive", tmp_path / "bag", status=1).stderr
        with other.opened():
            assert not Statement.objects.exists()
        rows.write_bytes(kept)
        other.run("import_archive", tmp_path / "bag")
        other.run("verify_archive")


def test_no_hidden_word_goes_out_to_the_public(open_database, tmp_path):
    hiding = Hiding()
    call_command("export_archive", to=str(tmp_path / "out"), format="bagit", stdout=StringIO())
    found = files(tmp_path / "out")
    assert hiding.public.reference.encode() in found["data/statements.jsonl"]
    for name, data in found.items():
        told = data.decode("utf-8", "replace").casefold()
        assert not [word for word in HIDDEN if word in told], name
        # A withdrawn statement keeps its tombstone; of the others not even the reference is told.
        hidden = [reference for reference in hiding.hidden if reference != hiding.gone.reference]
        assert not [reference for reference in hidden if reference in told], name
