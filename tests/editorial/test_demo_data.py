"""The invented collection that the demo is made of: complete, consistent, and findable on its own pages."""

import datetime
import json
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from hijridate import Hijri
from lxml import etree, html
from persiantools.jdatetime import JalaliDate

from archive.languages import INTERFACE, direction
from archive.stages import KINDS, Origin, Role, Stage

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "editorial" / "demo"
SHARED = ROOT.parent / "shared"
WORKED_ON = frozenset(Stage.values)
#: Elements that begin and end a block of text on the sample pages.
BLOCKS = frozenset(
    ("article", "aside", "body", "div", "footer", "form", "h1", "h2", "h3", "h4", "header", "li", "main", "nav", "ol")
) | frozenset(("p", "section", "table", "td", "tr", "ul"))


def lines(name: str) -> list[dict]:
    return [json.loads(line) for line in (DEMO / name).read_text(encoding="utf-8").splitlines()]


ORGANISATIONS = lines("organisations.jsonl")
TOPICS = lines("topics.jsonl")
SOURCES = lines("sources.jsonl")
PAGES = lines("pages.jsonl")
STATEMENTS = lines("statements.jsonl")
DISTINCT = [row for row in STATEMENTS if row["merge_with"] is None and row["stage"] in WORKED_ON]
TRANSLATIONS = [translation for row in STATEMENTS for translation in row["translations"]]


def label(row: dict) -> str:
    return f"{row['page']}-{row['starts'][:24]}"


def collapsed(text: str) -> str:
    return " ".join(text.split())


def markup_blocks(element: etree._Element) -> str:
    """Text of an element with an empty line around every block; scripts and styles left out."""
    if not isinstance(element.tag, str) or element.tag in ("head", "script", "style"):
        return ""
    inner = collapse_keeping_edges(element.text) + "".join(
        markup_blocks(child) + collapse_keeping_edges(child.tail) for child in element
    )
    if element.tag == "br":
        return " "
    return f"\n\n{inner}\n\n" if element.tag in BLOCKS else inner


def collapse_keeping_edges(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "")


@cache
def blocks(file: str) -> tuple[str, ...]:
    """The blocks between empty lines of a page, each with its white space collapsed."""
    content = (DEMO / "pages" / file).read_text(encoding="utf-8")
    text = markup_blocks(html.document_fromstring(content)) if file.endswith(".html") else content
    return tuple(filter(None, (collapsed(part) for part in re.split(r"\n\s*\n", text))))


def paragraphs(row: dict) -> list[str]:
    """The body of a statement on its page, from `starts` to `ends`, block by block."""
    page = " ".join(blocks(row["page"]))
    assert page.count(row["starts"]) == 1, "the first words stand once on the page"
    start = page.index(row["starts"])
    end = page.index(row["ends"], start) + len(row["ends"])
    found, position = [], 0
    for block in blocks(row["page"]):
        body = page[max(start, position) : min(end, position + len(block))]
        if body and start < position + len(block) and position < end:
            found.append(body)
        position += len(block) + 1
    return found


def gregorian_day(row: dict) -> datetime.date | None:
    """The Gregorian day of a statement's date (its first day where only a month is given)."""
    if row["date"] is None:
        return None
    year, month, day = ([int(part) for part in row["date"].split("-")] + [1, 1])[:3]
    if row["calendar"] == "solar hijri":
        return JalaliDate(year, month, day).to_gregorian()
    if row["calendar"] == "islamic":
        found = Hijri(year, month, day).to_gregorian()
        return datetime.date(found.year, found.month, found.day)
    assert row["calendar"] == "gregorian"
    return datetime.date(year, month, day)


def test_collection_is_as_large_and_as_wide_as_the_demo_promises():
    assert len(STATEMENTS) >= 46
    assert len(DISTINCT) >= 42
    assert sum(row["stage"] == "published" for row in DISTINCT) >= 30
    assert len(TRANSLATIONS) >= 22
    assert sum(translation["stage"] == "published" for translation in TRANSLATIONS) >= 16
    issuers = {part["slug"] for row in DISTINCT for part in row["organisations"] if part["role"] == "issuer"}
    assert len(issuers) >= 12
    years = [day.year for day in map(gregorian_day, DISTINCT) if day]
    assert max(years) - min(years) >= 40
    assert {row["stage"] for row in STATEMENTS} == WORKED_ON | {"candidate", "discarded"}
    assert {translation["stage"] for translation in TRANSLATIONS} >= {"draft", "in review", "verified", "published"}
    assert {translation["origin"] for translation in TRANSLATIONS} == set(Origin.values)
    assert {row["language"] for row in STATEMENTS} == set(INTERFACE)
    assert {row["kind"] for row in STATEMENTS} == set(KINDS)
    assert {row["calendar"] for row in STATEMENTS if row["date"]} == {"gregorian", "solar hijri", "islamic"}
    assert {row["hand"] for row in STATEMENTS} == {1, 2, 3}
    assert sum(len(row["translations"]) >= 2 for row in STATEMENTS) >= 2


@pytest.mark.parametrize("rows", [ORGANISATIONS, TOPICS, SOURCES], ids=["organisations", "topics", "sources"])
def test_every_name_is_there_in_the_five_languages_and_slugs_are_unique(rows):
    assert max(Counter(row["slug"] for row in rows).values()) == 1
    for row in rows:
        assert set(row["names"]) == set(INTERFACE), row["slug"]
        assert all(name.strip() for name in row["names"].values()), row["slug"]
        for language in ("fa", "ar", "ckb"):
            assert re.search(r"[\u0600-\u06ff]", row["names"][language]), row["slug"]
        assert len({row["names"][language] for language in ("fa", "ar", "ckb")}) >= 2, row["slug"]


def test_relations_aliases_and_owners_point_to_what_exists_in_its_time():
    known = {row["slug"]: row for row in ORGANISATIONS}
    for row in ORGANISATIONS:
        assert re.fullmatch(r"[A-Z]{2}", row["country"])
        assert row["dissolved"] is None or row["dissolved"] > row["founded"]
        for relation in row["relations"]:
            assert relation["to"] in known
            assert relation["kind"] in {"predecessor", "split", "merger", "member"}
            assert relation["year"] >= row["founded"]
        for alias in row["aliases"]:
            assert alias["first_year"] is None or alias["first_year"] >= row["founded"]
            assert alias["text"] not in row["names"].values()
    assert {relation["kind"] for row in ORGANISATIONS for relation in row["relations"]} == {
        "predecessor",
        "split",
        "merger",
        "member",
    }
    assert {row["owner"] for row in SOURCES} - {None} <= set(known)


def test_every_page_is_listed_once_and_holds_a_statement():
    listed = [row["file"] for row in PAGES]
    assert sorted(listed) == sorted(path.name for path in (DEMO / "pages").iterdir())
    assert set(listed) == {row["page"] for row in STATEMENTS}
    assert {row["source"] for row in PAGES} == {row["slug"] for row in SOURCES}
    for row in PAGES:
        assert row["media_type"] == ("text/html" if row["file"].endswith(".html") else "text/plain")
        assert datetime.datetime.fromisoformat(row["captured_at"]).tzinfo is not None
        assert re.match(r"https://[a-z.-]+\.example/", row["address"]), "only names that can never be real"
    moments = [row["captured_at"] for row in PAGES]
    assert moments == sorted(moments), "the order of import is the order of capture"


@pytest.mark.parametrize("row", STATEMENTS, ids=label)
def test_statement_is_found_on_its_page(row):
    page = " ".join(blocks(row["page"]))
    assert len(row["starts"].split()) == len(row["ends"].split()) == 6
    body = " ".join(paragraphs(row))
    assert body.startswith(row["starts"])
    assert body.endswith(row["ends"])
    assert len(body.split()) >= 25
    assert row["title"] is None or collapsed(row["title"]) in page
    assert row["date_written"] is None or row["date_written"] in page
    assert all(part["written"] in page for part in row["organisations"] if "written" in part)
    if row["excerpt"] and row["hand"] == 1 and "…" in page:
        assert f"{row['ends']} …" in page


@pytest.mark.parametrize("row", STATEMENTS, ids=label)
def test_statement_names_only_what_the_vocabularies_know(row):
    assert {part["slug"] for part in row["organisations"]} <= {known["slug"] for known in ORGANISATIONS}
    assert {part["role"] for part in row["organisations"]} <= set(Role.values)
    assert "issuer" in {part["role"] for part in row["organisations"]}
    assert set(row["topics"]) <= {known["slug"] for known in TOPICS}
    assert row["kind"] in KINDS
    founded = {known["slug"]: known["founded"] for known in ORGANISATIONS}
    day = gregorian_day(row)
    if day:
        captured = next(page["captured_at"] for page in PAGES if page["file"] == row["page"])
        assert day.isoformat() < captured
        assert all(founded[part["slug"]] <= day.year for part in row["organisations"] if part["role"] == "issuer")
    if row["stage"] == "published" and not row["excerpt"]:
        assert row["date"]
    if row["stage"] in ("withdrawn", "discarded"):
        assert row["reason"]


@pytest.mark.parametrize("row", [row for row in STATEMENTS if row["translations"]], ids=label)
def test_translation_has_a_paragraph_for_each_of_the_body(row):
    body = paragraphs(row)
    languages = [translation["language"] for translation in row["translations"]]
    assert len(set(languages)) == len(languages)
    assert row["language"] not in languages
    for translation in row["translations"]:
        assert len(translation["paragraphs"]) == len(body)
        assert bool(translation["title"]) == bool(row["title"])
        assert translation["translator"]
        assert translation["origin"] in Origin.values
        for original, translated in zip(body, translation["paragraphs"], strict=True):
            assert collapsed(translated) == translated
            assert 0.5 < len(translated) / len(original) < 2.2, translated[:60]
            arabic = len(re.findall(r"[\u0620-\u06d3]", translated)) > len(translated) / 2
            assert arabic == (direction(translation["language"]) == "rtl")
        if translation["stage"] == "published":
            assert row["stage"] == "published"
        if translation["origin"] == "machine":
            assert translation["stage"] == "draft", "machine text needs a person before it goes on"


def test_second_witnesses_point_to_a_statement_taken_in_before_with_the_same_words():
    place = {(row["page"], row["starts"]): number for number, row in enumerate(STATEMENTS)}
    assert len(place) == len(STATEMENTS)
    merged = [row for row in STATEMENTS if row["merge_with"]]
    assert len(merged) >= 3
    for row in merged:
        target = (row["merge_with"]["page"], row["merge_with"]["starts"])
        assert place[target] < place[row["page"], row["starts"]]
        letters = str.maketrans("يك", "یک", "\u200c ")
        whole = " ".join(paragraphs(STATEMENTS[place[target]])).translate(letters)
        assert " ".join(paragraphs(row)).translate(letters) in whole


def test_one_revision_makes_one_paragraph_of_published_translations_stale():
    revised = [row for row in STATEMENTS if "revised" in row]
    assert len(revised) == 1
    body = paragraphs(revised[0])
    change = revised[0]["revised"]
    assert change["text"] != body[change["paragraph"]]
    assert len(set(change["text"].split()) ^ set(body[change["paragraph"]].split())) <= 4
    assert change["note"]
    assert "published" in {translation["stage"] for translation in revised[0]["translations"]}


def test_nothing_is_copied_from_the_labelled_pages():
    shared = sorted((*SHARED.glob("seeds/*.txt"), *SHARED.glob("pages/*.txt")))
    if not shared:
        pytest.skip("the labelled pages are not beside this project")

    def runs(text: str) -> set[tuple[str, ...]]:
        words = text.split()
        return {tuple(words[at : at + 12]) for at in range(len(words) - 11)}

    theirs = set().union(*(runs(path.read_text(encoding="utf-8", errors="replace")) for path in shared))
    written = (path for path in DEMO.rglob("*") if path.suffix in (".jsonl", ".txt", ".html"))
    ours = "\n".join(path.read_text(encoding="utf-8") for path in written)
    assert not runs(ours) & theirs
