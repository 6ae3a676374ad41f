"""A page of a search by relevance: statements with everything in the title first, each kind newest first.

Either kind is read in one of two ways with the same result. Rare words are taken from the index and sorted. For common
ones that would be most of the archive: there the newest statements are asked, some at a time, whether they hold the
words, until the page is full; where that takes too many, the index is asked after all.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet

from archive import search
from archive.models import Statement
from archive.public.filters import RELEVANCE, StatementFilter
from archive.public.paging import CURSOR, PAGE_SIZE, CursorLost, Page, page_of

#: How many of the newest statements are asked at a time.
_PORTIONS = (64, 256, 1024)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page begins (or ends, read backwards): after this statement of the list."""

    in_title: bool
    first_day: Any
    pk: int


def page(
    filters: StatementFilter,
    order: str,
    load: Callable[[QuerySet[Statement]], QuerySet[Statement]],
    cursor: str = "",
    size: int = PAGE_SIZE,
) -> Page:
    """The page at `cursor` of what a valid filter selects, in any order; `load` adds what is shown of its rows.

    Raises CursorLost for a cursor that leads nowhere.
    """
    query = filters.query
    if order != RELEVANCE:
        return page_of(load(filters.qs), order, cursor, size)
    statements = filters.narrowed(Statement.objects.public()).order_by()
    place, backwards = None, False
    if cursor:
        found = CURSOR.fullmatch(cursor)
        place = place_of(search.without(statements, query), query, found[2]) if found else None
        if not found or not place:
            raise CursorLost(cursor[:20])
        backwards = bool(found[1])
    chosen = keys(statements, query, place, size + 1, backwards=backwards)
    more = len(chosen) > size
    chosen = chosen[:size][::-1] if backwards else chosen[:size]
    loaded = {row.pk: row for row in load(Statement.objects.public().filter(pk__in=chosen))}
    rows = [loaded[key] for key in chosen if key in loaded]
    if not rows:
        return Page([])
    has_before, has_after = (more, True) if backwards else (bool(cursor), more)
    return Page(
        rows,
        before=f"-{rows[0].reference}" if has_before else "",
        after=rows[-1].reference if has_after else "",
    )


def place_of(statements: QuerySet[Statement], query: search.Query, reference: str) -> Place | None:
    """The place of a statement in what `query` finds among `statements`; None where it does not stand there."""
    row = statements.filter(reference=reference).values_list("pk", "first_day").first()
    if not row or not _holding([row[0]], query):
        return None
    return Place(row[0] in _holding([row[0]], search.titles_of(query)), row[1], row[0])


def keys(
    statements: QuerySet[Statement], query: search.Query, place: Place | None, size: int, *, backwards: bool
) -> list[int]:
    """Keys of the next `size` statements after `place` (before it, the nearest first, when `backwards`)."""
    found: list[int] = []
    for in_title in (False, True) if backwards else (True, False):
        if place and place.in_title is not in_title and in_title is not backwards:
            continue  # that part of the list lies behind us
        beyond = place if place and place.in_title is in_title else None
        found += _part(_beyond(statements, beyond, backwards), query, in_title, size - len(found), backwards)
        if len(found) == size:
            break
    return found


def _part(
    statements: QuerySet[Statement], query: search.Query, in_title: bool, size: int, backwards: bool
) -> list[int]:
    """Keys of the first `size` of one kind, in order."""
    wanted, but = (search.titles_of(query), None) if in_title else (query, search.titles_of(query))
    if search.is_common(wanted):
        found = _asked_in_order(statements, wanted, but, size, backwards)
        if found is not None:
            return found
    return list(_ordered(search.matching(statements, wanted, but), backwards).values_list("pk", flat=True)[:size])


def _asked_in_order(
    statements: QuerySet[Statement], query: search.Query, but: search.Query | None, size: int, backwards: bool
) -> list[int] | None:
    """Of the first statements those that hold the words of `query` and not of `but`; None where too few do."""
    # What a query excludes is no business of the words: it narrows the statements themselves.
    statements = search.without(statements, query)
    found: list[int] = []
    for portion, is_last in _portions(statements, backwards):
        held = _holding(portion, query)
        if but:
            held -= _holding(list(held), but)
        found += [key for key in portion if key in held]
        if len(found) >= size or is_last:
            return found[:size]
    return None


def _portions(statements: QuerySet[Statement], backwards: bool) -> Iterator[tuple[list[int], bool]]:
    """Keys in the order of the list, and whether there are no more."""
    ordered = _ordered(statements, backwards).values_list("pk", flat=True)
    start = 0
    for size in _PORTIONS:
        portion = list(ordered[start : start + size])
        yield portion, len(portion) < size
        start += size


def _holding(statements: list[int], query: search.Query) -> set[int]:
    return set(search.entries_among(statements, query).values_list("statement_id", flat=True))


def _ordered(statements: QuerySet[Statement], backwards: bool) -> QuerySet[Statement]:
    if backwards:
        return statements.order_by(F("first_day").asc(nulls_first=True), "pk")
    return statements.order_by(F("first_day").desc(nulls_last=True), "-pk")


def _beyond(statements: QuerySet[Statement], place: Place | None, backwards: bool) -> QuerySet[Statement]:
    """Those after `place` in the order of days, undated ones last."""
    if place is None:
        return statements
    if backwards:
        if place.first_day is None:
            return statements.filter(Q(first_day__isnull=False) | Q(pk__gt=place.pk))
        return statements.filter(Q(first_day__gt=place.first_day) | Q(first_day=place.first_day, pk__gt=place.pk))
    if place.first_day is None:
        return statements.filter(first_day__isnull=True, pk__lt=place.pk)
    same = Q(first_day=place.first_day, pk__lt=place.pk)
    return statements.filter(Q(first_day__lt=place.first_day) | same | Q(first_day__isnull=True))
