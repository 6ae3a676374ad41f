"""One door to search: what a reader types on any keyboard finds the text, on both databases, in one order."""

import datetime
from io import StringIO

import pytest
from django.core.management import call_command

from archive import search
from archive.models import IndexEntry, Statement
from tests import cast

pytestmark = pytest.mark.django_db


def found(words: str) -> list[str]:
    return [one.published_revision.title for one in search.search(Statement.objects.public(), search.parse(words))]


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("اطلاعیه دربارهٔ یورت", "اطلاعيه"),
        ("اطلاعيه درباره يورت", "یورت"),
        ("کارگران معدن", "كارگران"),
        ("كارگران معدن", "کارگر"),
        ("سال ۱۴۰۱ خورشیدی", "1401"),
        ("عام ١٤٠١ هجري", "۱۴۰۱"),
        ("آزادی بی‌قید", "ازادی"),
        ("ما می‌خواهیم زندگی کنیم", "میخواهیم"),
        ("ما می‌خواهیم زندگی کنیم", "می خواهیم"),
        ("ما میخواهیم زندگی کنیم", "می‌خواهیم"),
        ("قال مُحَمَّد ذلك", "محمد"),
        ("بيان الحزب الأول", "حزب"),
        ("موقف حزب العمال", "الحزب"),
        ("إضراب العمّال", "اضراب"),
        ("وهكذا للعمال حقهم", "العمال"),
        ("نقابة المعلمين", "نقابه"),
        ("ڕاگەیاندنی کرێکاران", "ڕاگەیاندن"),
        ("راگه‌یاندنی پارت", "راگەیاندنی"),
        ("İşçilerin sesi", "işçi"),
        ("IŞIKLI YARIN", "ışıklı"),
        ("işçi sınıfı", "isci"),
        ("Yekîtiya jinan", "yekitiya"),
        ("über die Lage", "uber"),
        ("grève générale", "greve"),
    ],
)
def test_what_a_reader_types_finds_the_text(text, query):
    cast.statement(title="x", texts=[text], stage="published")
    assert found(query) == ["x"]


def test_phrases_exclusions_and_several_words():
    cast.statement(title="one", texts=["the harbour strike goes on"], stage="published")
    cast.statement(title="two", texts=["a strike in the harbour of the north"], stage="published")
    assert set(found("harbour strike")) == {"one", "two"}
    assert found('"harbour strike"') == ["one"]
    assert found("harbour -north") == ["one"]
    assert found('strike -"harbour strike"') == ["two"]
    assert found("«harbour strike»") == ["one"]


def test_titles_come_first_then_the_newest():
    day = datetime.date
    cast.statement(title="old body", texts=["bread"], stage="published", day=day(2001, 1, 1))
    cast.statement(title="new body", texts=["bread"], stage="published", day=day(2020, 1, 1))
    cast.statement(title="no day", texts=["bread"], stage="published", day=None)
    cast.statement(title="Bread", texts=["x"], stage="published", day=day(1990, 1, 1))
    assert found("bread") == ["Bread", "new body", "old body", "no day"]


def test_it_says_where_it_was_found():
    statement = cast.statement(title="Mole", texts=["one", "two"], stage="published")
    cast.translation(statement, stage="published")
    query = search.parse("اسکله")
    rows = list(search.search(Statement.objects.public(), query))
    assert [entry.language for entry in search.found_in(rows, query)[statement.pk]] == ["fa"]


@pytest.mark.parametrize(
    "query",
    ["", " ", '"', '""', "-", "- -", "-x", "'", "a'b", "*", "NEAR(", "a AND", "a OR b", "(", ":", "a:b", "\x00", "٪",
     "«", "\\",
     "x" * 5000, "a " * 2000, "🙂", "' OR 1=1 --", "{title}", "&|!<->", "𐎠"],
)  # fmt: skip
def test_no_query_breaks_it(query):
    cast.statement(stage="published")
    assert isinstance(found(query), list)


def test_the_index_holds_only_what_is_public():
    for stage in cast.WAY:
        cast.statement(stage=stage)
    assert IndexEntry.objects.count() == 1


def test_words_of_letters_and_digits_are_one_word_to_both_engines():
    cast.statement(
        title="x",
        texts=["1e5 2nd 4k abc123 3.14 a_b foo-bar user@host.example http://a.example/b?c=d"],
        stage="published",
    )
    for word in ("1e5", "2nd", "4k", "abc123", "14", "foo", "bar", "host", "example"):
        assert found(word) == ["x"], word


def test_what_stands_in_an_older_form_is_indexed_again():
    old = cast.statement(title="Mole", texts=["one"], stage="published")
    lost = cast.statement(title="Lamp", texts=["two"], stage="published")
    cast.translation(old, stage="published")
    hidden = cast.statement(title="Hidden", texts=["three"])
    IndexEntry.objects.filter(statement=old, translation__isnull=True).update(form_version=1)
    IndexEntry.objects.filter(statement=lost).delete()
    assert set(search.outdated()) == {old, lost}
    said = StringIO()
    call_command("keep_index", stdout=said, stderr=StringIO())
    assert "2 statements" in said.getvalue()
    assert not search.outdated().exists()
    assert found("lamp") == ["Lamp"]
    assert IndexEntry.objects.filter(statement=old).count() == 2
    assert not IndexEntry.objects.filter(statement=hidden).exists()
