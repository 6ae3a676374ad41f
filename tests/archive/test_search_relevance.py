"""The page of a search by relevance is the same by either way of reading it, forwards and backwards."""

import datetime
from itertools import chain

import pytest
from django.db import connection

from archive import search
from archive.models import Statement
from archive.public import relevance
from archive.public.filters import RELEVANCE, StatementFilter
from archive.public.paging import CursorLost
from archive.public.represent import for_lists
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf():
    """Forty statements: some with the word in the title, most in the text, days shared or missing."""
    for number in range(40):
        day = None if number % 7 == 3 else datetime.date(2000, 1, 1 + number * 5 % 9)
        title = f"Bread {number}" if number % 4 == 1 else f"Sheet {number}"
        text = "salt and bread" if number % 5 else "salt alone"
        cast.statement(title, (text + (" of the mill" if number % 3 else ""),), day=day, stage="published")


def asked(q: str) -> StatementFilter:
    filters = StatementFilter({"q": [q]}, Statement.objects.public())
    assert filters.is_valid()
    return filters


def walked(filters: StatementFilter, size: int) -> tuple[list[int], list[int]]:
    """The whole list by its pages, forwards and then backwards."""
    forwards, cursor, page = [], "", None
    while page is None or cursor:
        page = relevance.page(filters, RELEVANCE, for_lists, cursor, size)
        forwards.append([row.pk for row in page.rows])
        cursor = page.after
    backwards, cursor = [forwards[-1]], page.before
    while cursor:
        page = relevance.page(filters, RELEVANCE, for_lists, cursor, size)
        backwards.insert(0, [row.pk for row in page.rows])
        cursor = page.before
    return list(chain.from_iterable(forwards)), list(chain.from_iterable(backwards))


@pytest.mark.parametrize("common", [False, True], ids=["from the index", "asked in order"])
@pytest.mark.parametrize("q", ["bread", "salt", "bread mill", "bread -mill", '"salt and bread"', "title:bread salt"])
def test_both_ways_give_the_order_of_the_search(shelf, monkeypatch, common, q):
    monkeypatch.setattr(search, "is_common", lambda query: common)
    filters = asked(q)
    whole = list(search.search(Statement.objects.public(), filters.query).values_list("pk", flat=True))
    assert whole
    for size in (3, 7, 100):
        assert walked(filters, size) == (whole, whole)


def test_where_the_newest_hold_too_few_the_index_is_asked(shelf, monkeypatch):
    monkeypatch.setattr(search, "is_common", lambda query: True)
    monkeypatch.setattr(relevance, "_PORTIONS", (2, 3))
    filters = asked("mill")
    whole = list(search.search(Statement.objects.public(), filters.query).values_list("pk", flat=True))
    assert walked(filters, 4) == (whole, whole)


def test_a_cursor_of_what_is_not_found_leads_nowhere(shelf):
    other = Statement.objects.public().exclude(pk__in=search.search(Statement.objects.public(), asked("mill").query))
    for cursor in (other[0].reference, "zzzzzzzz", "-", "-00000000", "x" * 99):
        with pytest.raises(CursorLost):
            relevance.page(asked("mill"), RELEVANCE, for_lists, cursor, 5)


def test_common_is_what_the_index_says(shelf, monkeypatch):
    monkeypatch.setattr(search, "COMMON_FROM", 20)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE archive_indexentry")  # else it guesses that any word stands in many texts
    # Its statistics tell too little of so few texts to find the common word.
    assert search.is_common(search.parse("salt")) or connection.vendor == "postgresql"
    assert not search.is_common(search.parse("nowhere"))
    assert not search.is_common(search.parse("title:nowhere salt"))
