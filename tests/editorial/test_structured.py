"""Structured collections: in once, the same again, changed, carried through; bad lines named, good ones in."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from archive import search
from archive.models import Decision, Organisation, Statement, Topic, Translation, Verification
from editorial.intake.structured import BadLine, csv_rows, json_lines, looks_structured
from editorial.models import Batch
from tests import cast

LINE = {
    "id": "2019/7",
    "title": {"fa": "نامهٔ نانوایان", "en": "Letter of the bakers"},
    "language": "fa",
    "kind": "letter",
    "organisations": [{"name": "شورای نانوایان گلباد", "role": "issuer"}],
    "issuing_body": "هیئت هماهنگی",
    "date": "1398-05-12",
    "calendar": "solar hijri",
    "text": "آرد گران شد.\n\nما نان را\nگران نمی‌کنیم.",
    "topics": ["bread"],
    "source": "https://bakers.example/7",
    "captured_at": "2026-01-12T10:00:00Z",
    "translations": [{"language": "en", "text": "Flour became dear.\n\nWe keep bread cheap.", "origin": "official"}],
}


def lines(*rows: dict) -> list[bytes]:
    return [json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows]


def test_a_line_is_read():
    (one,) = json_lines(lines(LINE))
    assert (one.id, one.title, one.language, one.kind) == ("2019/7", "نامهٔ نانوایان", "fa", "letter")
    assert one.texts == ("آرد گران شد.", "ما نان را گران نمی‌کنیم.")
    assert one.date.first.isoformat() == "2019-08-03" and one.date.calendar == "solar hijri"
    assert one.translations[0].title == "Letter of the bakers"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"id": ""}, "id"),
        ({"language": "xx"}, "xx"),
        ({"text": " "}, "text"),
        ({"kind": "poem"}, "poem"),
        ({"date": "1398-13-40"}, "date"),
        ({"organisations": "x"}, "list"),
        ({"organisations": [{"name": "x", "role": "king"}]}, "king"),
        ({"translations": [{"language": "fa", "text": "x"}]}, "original"),
        ({"captured_at": "yesterday"}, "captured_at"),
    ],
)
def test_a_bad_line_says_what_is_wrong(change, says):
    (bad,) = json_lines(lines(LINE | change))
    assert isinstance(bad, BadLine) and says in str(bad)


def test_what_is_no_json_is_a_bad_line_and_the_next_one_goes_on():
    first, second = json_lines([b"{oops\n", *lines(LINE)])
    assert isinstance(first, BadLine) and second.id == "2019/7"


def test_a_row_of_a_table_is_read_like_a_line():
    names = "organisations.0.name,organisations.1.name,organisations.1.role"
    head = f"id,language,title.fa,{names},date,calendar,text,topics\n"
    row = '7,fa,نامه,شورا,کانون,signatory,1398-05-12,solar hijri,"یک\n\nدو",bread; wages\n'
    (one,) = csv_rows([*(head + row).splitlines(keepends=True)])
    assert one.texts == ("یک", "دو")
    assert one.organisations == (("شورا", "issuer"), ("کانون", "signatory"))
    assert one.topics == ("bread", "wages")


def test_what_no_database_keeps_is_left_out_and_no_number_is_made_of_a_small_two():
    line = {"id": "1", "title": "On\x00 tolls", "language": "en", "text": "Tolls rose.", "topics": ["Po\x00rts"]}
    [one] = json_lines([json.dumps(line).encode()])
    assert (one.title, one.topics) == ("On tolls", ("Ports",))
    header, row = "id,language,text,organisations.\u00b2.name\n", "1,en,Tolls rose.,The union\n"
    [table] = csv_rows([header, row])
    assert isinstance(table, BadLine)


def test_structure_is_told_by_content():
    assert looks_structured(lines(LINE)[0], "x.bin") == "jsonl"
    assert looks_structured(b"id,language,text\n", "x.txt") == "csv"
    assert looks_structured(b"<html>", "x.jsonl") is None


@pytest.fixture
def collection(tmp_path):
    def write(*rows):
        path = tmp_path / "bakers.jsonl"
        path.write_bytes(b"".join(lines(*rows)))
        return str(path)

    return write


def take_in(path: str, *options: str) -> dict:
    out = StringIO()
    call_command("take_in", path, "--json", *options, stdout=out, stderr=StringIO())
    return json.loads(out.getvalue())


@pytest.mark.django_db
def test_a_collection_is_drafted_once(collection):
    cast.person("importer")
    path = collection(LINE, LINE | {"id": "2019/8", "translations": []})
    first = take_in(path, "--as", "importer")
    assert first["statements"] == {"new": 2, "changed": 0, "unchanged": 0}
    assert first["translations"]["new"] == 1
    again = take_in(path, "--as", "importer")
    assert again["statements"] == {"new": 0, "changed": 0, "unchanged": 2}
    statement = Statement.objects.get(sender_identifier="2019/7")
    assert statement.stage == "draft" and not statement.is_public()
    organisation = Organisation.objects.get(names__text="شورای نانوایان گلباد")
    assert not organisation.reviewed and not Topic.objects.get().reviewed
    witness = statement.witnesses.get()
    assert witness.extract.text[witness.start : witness.end] == statement.current_revision.body()
    assert witness.extract.capture.is_intact()


@pytest.mark.django_db
def test_a_changed_line_is_a_new_revision(collection):
    cast.person("importer")
    take_in(collection(LINE), "--as", "importer")
    changed = LINE | {"text": "آرد ارزان شد.\n\nما نان را\nگران نمی‌کنیم."}
    assert take_in(collection(changed), "--as", "importer")["statements"]["changed"] == 1
    statement = Statement.objects.get()
    assert statement.current_revision.number == 2


@pytest.mark.django_db
def test_publishing_needs_somebody_who_may_answer_alone(collection):
    cast.person("importer"), cast.person("administrator")
    path = collection(LINE)
    with pytest.raises(SystemExit):
        take_in(path, "--as", "importer", "--publish")
    assert not Statement.objects.exists()
    take_in(path, "--as", "administrator", "--publish")
    statement, translation = Statement.objects.get(), Translation.objects.get()
    assert statement.is_public() and translation.is_public()
    assert Verification.objects.filter(alone=True).count() == 2
    assert list(search.search(Statement.objects.public(), search.parse("نانوايان"))) == [statement]
    assert list(search.search(Statement.objects.public(), search.parse("flour"))) == [statement]


@pytest.mark.django_db
def test_a_translation_of_our_own_that_has_errors_is_not_carried_through(collection):
    cast.person("administrator")
    half = {"language": "en", "text": "Flour became dear.", "origin": "ours"}
    as_printed = half | {"language": "tr", "text": "Un pahalandı.", "origin": "found"}
    take_in(collection(LINE | {"translations": [half, as_printed]}), "--as", "administrator", "--publish")
    assert Statement.objects.get().is_public()
    stages = dict(Translation.objects.values_list("origin", "stage"))
    assert stages == {"ours": "draft", "found": "published"}
    rows = list(Decision.objects.order_by("id"))
    assert all(row.digest == row.content_digest() for row in rows)
    assert [row.previous for row in rows] == ["", *[row.digest for row in rows[:-1]]]


@pytest.mark.django_db
def test_a_collection_can_be_taken_back(collection):
    cast.person("importer")
    take_in(collection(LINE), "--as", "importer", "--batch", "bakers")
    call_command("undo_batch", "bakers", stdout=StringIO())
    assert not Statement.objects.exists() and not Organisation.objects.exists() and not Batch.objects.exists()


@pytest.mark.django_db
def test_a_dry_run_writes_nothing(collection):
    cast.person("importer")
    summary = take_in(collection(LINE), "--as", "importer", "--dry-run")
    assert summary["statements"]["new"] == 1 and summary["dry_run"]
    assert not Statement.objects.exists() and not Batch.objects.exists()


@pytest.mark.django_db
def test_nobody_drafts_namelessly(collection):
    with pytest.raises(CommandError, match="--as"):
        take_in(collection(LINE))
