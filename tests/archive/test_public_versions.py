"""Pairs of texts, what changed under stale paragraphs, and the versions that readers had before."""

import re

import pytest
from django.test import Client

from archive.models import Statement
from archive.public.beside import find, name_in_address, reading
from archive.public.represent import for_reading, represent
from archive.public.versions import versions
from editorial.paragraphs import number
from editorial.workflow.moves import move
from editorial.workflow.revise import revise, write_revision
from tests import cast

pytestmark = pytest.mark.django_db


def shown(statement: Statement):
    return represent(for_reading(Statement.objects.public()).get(pk=statement.pk), whole=True)


def page(statement: Statement, rest: str = "", language: str = "en", status: int = 200) -> str:
    response = Client().get(f"/{language}/statements/{statement.reference}/{rest}")
    assert response.status_code == status
    return response.content.decode()


def correct(statement: Statement, *texts: str, title: str = "Against the closing of the mole") -> None:
    """Publish another wording."""
    statement.refresh_from_db()
    revise(statement, title=title, texts=texts, by=cast.person("importer"))
    statement.refresh_from_db()
    cast.carry(statement, "published")


@pytest.fixture
def statement():
    made = cast.statement(stage="published")
    cast.translation(made, "fa", stage="published")
    cast.translation(made, "ar", "ضد الإغلاق", ("أُغلق فجرًا.", "نطلب فتحه."), stage="published", origin="found")
    cast.translation(made, "fa", "به گفتهٔ ماشین", ("بسته شد.", "باز شود."), stage="published", origin="machine")
    return made


# --- Pairs ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "first", "second"),
    [
        ("", "en", None),
        ("?with=fa", "en", "fa.ours"),
        ("?text=fa&with=ar", "fa.ours", "ar.found"),
        ("?text=ar&with=en", "ar.found", "en"),
        ("?text=fa.machine&with=fa", "fa.machine", "fa.ours"),
        ("?with=fa&origin=machine", "en", "fa.machine"),
        ("?text=fa", "fa.ours", None),
        ("?text=fa&with=fa", "fa.ours", None),
        ("?text=&with=", "en", None),
    ],
)
def test_any_two_texts_stand_beside_each_other(statement, asked, first, second):
    texts = {
        "en": ("en", "ltr", "The mole was closed at dawn."),
        "fa.ours": ("fa", "rtl", "اسکله سپیده‌دم بسته شد."),
        "fa.machine": ("fa", "rtl", "بسته شد."),
        "ar.found": ("ar", "rtl", "أُغلق فجرًا."),
    }
    row = re.search(r'<div class="row[^>]*id="p1".*?</div>\n(?:<div class="row|</div>)', page(statement, asked), re.S)[
        0
    ]
    found = re.findall(r'<p lang="(\w+)" dir="(\w+)">([^<]+)</p>', row)
    assert found == [texts[one] for one in (first, second) if one]
    assert f'dir="{texts[first][1]}"' in row.splitlines()[0]


def test_a_text_is_named_by_its_origin_only_where_it_must_be(statement):
    whole = shown(statement)
    names = [name_in_address(whole, text) for text in whole.translations]
    assert sorted(names) == ["ar", "fa", "fa.machine"]
    assert [find(whole, name) for name in names] == list(whole.translations)
    assert find(whole, "fa.official") is None
    assert find(whole, "x" * 9000) is None
    assert reading(whole, "tr", "zz").missing == ("tr", "zz")


def test_what_is_not_there_is_said_of_either_text(statement):
    told = page(statement, "?text=tr&with=ckb")
    assert "No translation into Türkçe has been published." in told
    assert "No translation into کوردیی ناوەندی has been published." in told
    assert "The mole was closed at dawn." in told


# --- What changed -----------------------------------------------------------------------------------------------


def test_a_stale_paragraph_tells_what_changed(statement):
    correct(statement, "The mole was closed at dawn.", "We demand for it to be opened.")
    told = page(statement, "?with=fa")
    since = re.findall(r'<details class="since">.*?<p lang="en" dir="ltr">(.*?)</p>', told, re.S)
    assert since == ["We <del>ask</del><ins>demand</ins> for it to be opened."]
    # Two translations beside each other tell it in the original's words, too.
    assert "<del>ask</del><ins>demand</ins>" in page(statement, "?text=fa&with=ar")
    assert "<del>ask</del>" not in page(statement)


def test_a_source_that_readers_never_saw_is_not_told():
    made = cast.statement(texts=("One.", "Brindolak asks."), stage="draft")
    move(made, "submit", cast.person("importer"))
    rendering = cast.translation(made, "fa", "یک", ("یک.", "دو."), origin="found")
    move(made, "return", cast.person("verifier"), "Not this name.")
    made.refresh_from_db()
    revise(made, title="One", texts=["One.", "Somebody asks."], by=cast.person("importer"))
    made.refresh_from_db()
    cast.carry(made, "published")
    cast.carry(rendering, "published")
    told = page(made, "?with=fa")
    assert "the original has changed since" in told
    assert "Brindolak" not in told
    assert 'class="since"' not in told


# --- Versions ---------------------------------------------------------------------------------------------------


def test_older_published_versions_can_be_read_and_compared(statement):
    correct(statement, "The mole was closed at dusk.", "We ask for it to be opened.", title="Against the mole")
    correct(
        statement, "The mole was closed at dusk.", "We ask for it to be opened.", "Signed.", title="Against the mole"
    )
    listed = page(statement, "versions/")
    assert re.findall(r"Version (\d)</dt>", listed) == ["3", "2", "1", "1", "1", "1"]
    first = page(statement, "versions/1/")
    assert "closed at dawn" in first
    assert "It was corrected since." in first
    assert "It was corrected since." not in page(statement, "versions/3/")
    told = page(statement, "versions/3/?against=1")
    assert "closed at <del>dawn</del><ins>dusk</ins>." in told
    assert re.search(r'<div class="row new" id="p3".*?<ins>Signed\.</ins>', told, re.S)
    assert "Against the <del>closing of the </del>mole" in told
    # The other way round, what was put in was taken out.
    assert "<del>dusk</del><ins>dawn</ins>" in page(statement, "versions/1/?against=3")
    assert "3 versions of it have been published" in page(statement)
    page(statement, "versions/4/", status=404)
    page(statement, "versions/1/?against=9", status=404)
    page(statement, "versions/1/?text=tr", status=404)


def test_versions_of_a_translation(statement):
    rendering = statement.translations.get(language="fa", origin="ours")
    move(rendering, "revise", cast.person("translator"))
    numbered = [
        {**row, "text": row["text"].replace("خواهان", "خواستار")} for row in rendering.current_revision.paragraphs
    ]
    write_revision(rendering, title=rendering.title(), paragraphs=numbered, by=cast.person("translator"))
    cast.carry(rendering, "published")
    told = page(statement, "versions/2/?text=fa&against=1", language="fa")
    assert "<del>خواهان</del><ins>خواستار</ins>" in told
    assert "خواهان" in page(statement, "versions/1/?text=fa")
    page(statement, "versions/2/", status=404)


def test_a_draft_between_versions_and_a_withdrawn_one_are_none(statement):
    correct(statement, "Zalmoxin closed the mole.")
    move(statement, "revise", cast.person("importer"))
    write_revision(statement, title="Draft", paragraphs=number(["Quervatil."]), by=cast.person("importer"))
    correct(statement, "Somebody closed the mole.")
    assert [one.number for one in versions(shown(statement), shown(statement).original)] == [1, 2, 3]
    statement.refresh_from_db()
    move(statement, "withdraw", cast.person("publisher"), "A name.")
    assert Client().get(f"/en/statements/{statement.reference}/versions/2/").status_code == 410
    move(statement, "restore", cast.person("publisher"), "Without the name.")
    statement.refresh_from_db()
    cast.carry(statement, "published")
    found = versions(shown(statement), shown(statement).original)
    assert [one.number for one in found] == [4]
    for gone in (1, 2, 3):
        page(statement, f"versions/{gone}/", status=404)
    assert "Zalmoxin" not in page(statement, "versions/") + page(statement, "?with=fa")
    # Its translations were not withdrawn themselves; their present version is the only one left.
    fa = shown(statement).text_in("fa")
    assert [one.number for one in versions(shown(statement), fa)] == [1]


def test_published_again_unchanged_is_no_new_version(statement):
    move(statement, "revise", cast.person("importer"))
    cast.carry(statement, "published")
    assert len(versions(shown(statement), shown(statement).original)) == 1
    assert "versions of it have been published" not in page(statement)
