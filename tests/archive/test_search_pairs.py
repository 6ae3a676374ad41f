"""What readers of six languages type, and the statement that it must find, or must not find; the same on any database.

Each row of `samples/search/*.tsv` is the language and text of a statement, a query as somebody would type it on a desk
or a phone, and why it is worth a row.
"""

import csv
import datetime
from pathlib import Path
from typing import Any

import pytest

from archive import search
from archive.highlighting import highlight
from archive.models import Statement
from archive.query import TITLE, Query, parse
from archive.search_form import Term, search_form
from tests import cast
from tests.archive.test_search_form import row_stands

pytestmark = pytest.mark.django_db

SAMPLES = Path(__file__).resolve().parent.parent / "samples" / "search"
LANGUAGES = {"fa", "ar", "ckb", "ur", "tr", "en"}


def rows(name: str) -> list[dict[str, str]]:
    with (SAMPLES / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


FOUND, NOT_FOUND = rows("found.tsv"), rows("not_found.tsv")


def in_title(row: dict[str, str]) -> bool:
    return TITLE in row["query"]


@pytest.fixture
def shelf() -> dict[int, dict[str, Any]]:
    """A public statement for every row: its text in the title where the query asks for that, else in the body.

    By its key the row, with the words of the search forms of title and body, the day, and whether it must be found.
    """
    made = {}
    for number, row in enumerate([*FOUND, *NOT_FOUND]):
        title, body = (row["text"], "…") if in_title(row) else (f"No. {number}", row["text"])
        # Several statements share a day, some have none.
        day = None if number % 19 == 7 else datetime.date(2000, 1, 1) + datetime.timedelta(days=number * 37 % 60)
        statement = cast.statement(title, (body,), language=row["language"], day=day, stage="published")
        forms = {
            part: search_form(text, row["language"]).split(" ") for part, text in (("title", title), ("body", body))
        }
        made[statement.pk] = row | forms | {"day": day, "must": number < len(FOUND)}
    return made


def test_the_samples_are_many_and_of_every_language():
    assert (len(FOUND), len(NOT_FOUND)) == (120, 60)
    assert {row["language"] for row in NOT_FOUND} == LANGUAGES
    assert {row["language"] for row in FOUND} > LANGUAGES
    assert len({(row["text"], row["query"]) for row in FOUND + NOT_FOUND}) == 180


def held(term: Term, words: list[str]) -> bool:
    return any(row_stands(row, beginning, words) for row, beginning in term)


def expected(shelf: dict[int, dict[str, Any]], query: Query) -> list[int]:
    """What the door must answer, found by looking at every statement: titles first, then the newest."""
    ranked = []
    for pk, row in shelf.items():
        title, body = row["title"], row["body"]
        # A phrase does not begin in the title and end in the text.
        holds = {term: held(term, title) or held(term, body) for term in (*query.terms, *query.without)}
        titles = {term: held(term, title) for term in (*query.terms, *query.title, *query.without_title)}
        if (
            all(holds[term] for term in query.terms)
            and all(titles[term] for term in query.title)
            and not any(holds[term] for term in query.without)
            and not any(titles[term] for term in query.without_title)
        ):
            all_in_title = query.has_words and all(titles[term] for term in (*query.terms, *query.title))
            ranked.append((not all_in_title, row["day"] is None, -(row["day"] or datetime.date.min).toordinal(), -pk))
    return [-key[-1] for key in sorted(ranked)]


def test_every_pair_holds_and_the_order_is_the_same_everywhere(shelf):
    wrong = []
    for pk, row in shelf.items():
        query = parse(row["query"])
        answer = list(search.search(Statement.objects.public(), query).values_list("pk", flat=True))
        if (pk in answer) is not row["must"]:
            wrong.append((row["query"], row["text"], row["why"]))
        assert answer[:10] == expected(shelf, query)[:10], row["query"]
        assert len(answer) == len(expected(shelf, query))
    assert wrong == []


def test_what_is_found_is_marked_in_its_own_spelling():
    for row in FOUND:
        pieces = highlight(row["text"], parse(row["query"]).wanted(), row["language"])
        assert "".join(piece for piece, _hit in pieces) == row["text"]
        marked = [piece for piece, hit in pieces if hit]
        assert marked, row["query"]
        assert all(piece.strip() == piece and piece for piece in marked), row["query"]
