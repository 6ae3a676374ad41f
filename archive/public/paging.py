"""Pages of a list by cursor: a page begins after a statement, not at a number, so a deep one costs what the first does.

A cursor is the reference of the last statement seen; with a hyphen before it, the page that ends before that one.
"""

import re
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet

from archive.models import Statement
from archive.public.filters import ADDED, NEWEST, OLDEST, RELEVANCE

PAGE_SIZE = 25
CURSOR = re.compile(r"(-?)([0-9a-z]{1,12})")


class CursorLost(ValueError):
    """The cursor is none, or its statement does not stand in this list (any more)."""


#: The one key that may be empty.
_DAY = "first_day"


@dataclass(frozen=True, slots=True)
class Key:
    """One key of an order. Empty values come last in either direction."""

    field: str
    falling: bool = True


_ORDERS = {
    NEWEST: (Key("first_day"), Key("pk")),
    OLDEST: (Key("first_day", falling=False), Key("pk", falling=False)),
    ADDED: (Key("published_at"), Key("pk")),
    RELEVANCE: (Key("in_title"), Key("first_day"), Key("pk")),
}


@dataclass(frozen=True, slots=True)
class Page:
    """Some statements of a list, with the cursors of the pages before and after, "" at either end."""

    rows: list[Statement]
    before: str = ""
    after: str = ""


def _ordered(queryset: QuerySet, keys: tuple[Key, ...], *, backwards: bool) -> QuerySet:
    terms = []
    for key in keys:
        nullable = key.field == _DAY
        if key.falling != backwards:
            terms.append(
                F(key.field).desc(
                    nulls_last=True if nullable and not backwards else None,
                    nulls_first=True if nullable and backwards else None,
                )
            )
        else:
            terms.append(
                F(key.field).asc(
                    nulls_last=True if nullable and not backwards else None,
                    nulls_first=True if nullable and backwards else None,
                )
            )
    return queryset.order_by(*terms)


def _beyond(keys: tuple[Key, ...], place: dict[str, Any], *, backwards: bool) -> Q:
    """What lies after `place` in the order (before it when `backwards`)."""
    beyond = Q(pk__in=[])
    equal = Q()
    for key in keys:
        value = place[key.field]
        if value is None:
            step = Q(**{f"{key.field}__isnull": False}) if backwards else Q(pk__in=[])
            same = Q(**{f"{key.field}__isnull": True})
        else:
            lower = key.falling != backwards
            step = Q(**{f"{key.field}__{'lt' if lower else 'gt'}": value})
            if key.field == _DAY and not backwards:
                step |= Q(**{f"{key.field}__isnull": True})
            same = Q(**{key.field: value})
        beyond |= equal & step
        equal &= same
    return beyond


def _rows(queryset: QuerySet, keys: tuple[Key, ...], place: dict[str, Any], most: int, *, backwards: bool) -> list:
    """The first rows beyond `place`."""
    day = place.get(_DAY)
    beyond = queryset.filter(_beyond(keys, place, backwards=backwards))
    if keys[0].field != _DAY or day is None or backwards:
        return list(_ordered(beyond, keys, backwards=backwards)[:most])
    # A range that an index begins at. With "or without a day" it would read all that lies before the place.
    near = {f"{_DAY}__{'lte' if keys[0].falling else 'gte'}": day}
    rows = list(_ordered(beyond.filter(**near), keys, backwards=False)[:most])
    if len(rows) < most:
        undated = queryset.filter(**{f"{_DAY}__isnull": True})
        rows += _ordered(undated, keys, backwards=False)[: most - len(rows)]
    return rows


def page_of(queryset: QuerySet[Statement], order: str, cursor: str = "", size: int = PAGE_SIZE) -> Page:
    """The page of `queryset` in `order` at `cursor`. Raises CursorLost for a cursor that leads nowhere."""
    keys = _ORDERS[order]
    backwards = False
    place = None
    if cursor:
        found = CURSOR.fullmatch(cursor)
        if not found:
            raise CursorLost(cursor[:20])
        place = queryset.filter(reference=found[2]).values(*(key.field for key in keys)).first()
        if not place:
            raise CursorLost(cursor)
        backwards = bool(found[1])
    if place:
        rows = _rows(queryset, keys, place, size + 1, backwards=backwards)
    else:
        rows = list(_ordered(queryset, keys, backwards=False)[: size + 1])
    more = len(rows) > size
    rows = rows[:size]
    if backwards:
        rows.reverse()
    if not rows:
        return Page([])
    has_before = more if backwards else bool(cursor)
    has_after = True if backwards else more
    return Page(
        rows,
        before=f"-{rows[0].reference}" if has_before else "",
        after=rows[-1].reference if has_after else "",
    )
