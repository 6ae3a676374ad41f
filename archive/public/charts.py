"""Years as bars: a histogram that is navigation. Bars are links with a class for their height.

Days are counted by the database, one row a day, and sorted into the years of any calendar here: a year of the Solar
Hijri or Islamic calendar cannot be had from a date function that both databases know.
"""

import datetime
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.core.exceptions import EmptyResultSet
from django.db.models import Count, QuerySet

from archive import dates
from archive.models import Statement
from archive.public import counts

#: Days that every calendar here can tell (the Islamic one begins in July 622). What lies outside was misread or
#: mistyped; it stands in lists and on its own page, and must not take the histogram of everything else with it.
REACH = (datetime.date(623, 1, 1), datetime.date(3500, 12, 31))
#: Heights that the style sheet knows, h0 to h20.
STEPS = 20
#: Few statements draw low bars: one is not a tower because the others are none.
_LEAST_TOP = 5
#: More years than this are too many bars to hit with a finger: decades are shown then.
MOST_YEARS = 44


@dataclass(frozen=True, slots=True)
class Bar:
    """A year or decade of a calendar: its first and last year, how many statements, height in steps (0 to 20)."""

    first: int
    last: int
    count: int
    height: int
    chosen: bool = False

    @property
    def value(self) -> str:
        return str(self.first)


def days(statements: QuerySet[Statement]) -> list[tuple[datetime.date, int]]:
    """(first day, number of statements) of everything dated within `REACH`, oldest first; one query."""
    return list(
        statements.filter(first_day__range=REACH)
        .order_by("first_day")
        .values_list("first_day")
        .annotate(number=Count("pk"))
    )


@lru_cache(maxsize=8)
def _year_starts(calendar: str, first: int, last: int) -> list[int]:
    return [dates.to_day(calendar, year, 1, 1).toordinal() for year in range(first, last + 1)]


def years(counted: Iterable[tuple[datetime.date, int]], calendar: str) -> dict[int, int]:
    """Statements per year of `calendar`, from the first year that has any to the last, empty years included."""
    counted = list(counted)
    if not counted:
        return {}
    first, last = year_of(counted[0][0], calendar), year_of(counted[-1][0], calendar)
    starts = _year_starts(calendar, first, last)
    found = dict.fromkeys(range(first, last + 1), 0)
    for day, number in counted:
        found[first + bisect_right(starts, day.toordinal()) - 1] += number
    return found


def months(counted: Iterable[tuple[datetime.date, int]], calendar: str) -> dict[int, list[int]]:
    """Statements per month of `calendar`: year → twelve numbers, only years that have any."""
    found: dict[int, list[int]] = {}
    for day, number in counted:
        year, month, _day = dates.in_calendar(day, calendar)
        found.setdefault(year, [0] * 12)[month - 1] += number
    return found


def year_of(day: datetime.date, calendar: str) -> int:
    """The year of `calendar` that a Gregorian day lies in."""
    return dates.in_calendar(day, calendar)[0]


def height(count: int, most: int) -> int:
    """Steps (0 to 20) of a bar: nothing is 0, anything at least 1."""
    return 0 if count == 0 else max(1, round(count * STEPS / max(most, _LEAST_TOP)))


def bars(by_year: dict[int, int], chosen: range | None = None) -> list[Bar]:
    """A bar for every year."""
    most = max(by_year.values(), default=0)
    return [
        Bar(year, year, count, height(count, most), bool(chosen and year in chosen)) for year, count in by_year.items()
    ]


def decades(by_year: dict[int, int]) -> list[Bar]:
    """A bar for every ten years that begin with a full ten."""
    found: Counter[int] = Counter()
    for year, count in by_year.items():
        found[year - year % 10] += count
    most = max(found.values(), default=0)
    return [Bar(start, start + 9, found[start], height(found[start], most)) for start in sorted(found)]


@dataclass(frozen=True, slots=True)
class Histogram:
    """What a page draws. `by_decade` where there are too many years for bars of a finger's width."""

    calendar: str
    years: list[Bar]
    decades: list[Bar]

    @property
    def by_decade(self) -> bool:
        return len(self.years) > MOST_YEARS

    @property
    def wide(self) -> bool:
        """More years than a phone has room for: there the decades are shown instead."""
        return len(self.years) > 12

    def __bool__(self) -> bool:
        """Whether there is anything to choose between."""
        return len(self.years) > 1


def histogram(statements: QuerySet[Statement], calendar: str, chosen: range | None = None) -> Histogram:
    """The histogram of `statements` in the years of `calendar`; one query, for whoever asks first in an edition."""
    try:
        about = ("years of", calendar, statements.query.sql_with_params())
    except EmptyResultSet:
        return drawn((), calendar, chosen)
    return drawn(counts.kept(about, lambda: in_years(statements, calendar)), calendar, chosen)


def in_years(statements: QuerySet[Statement], calendar: str) -> list[tuple[int, int]]:
    """(year of `calendar`, number of statements), every year from the first to the last; one query."""
    return list(years(days(statements), calendar).items())


def drawn(by_year: Iterable[tuple[int, int]], calendar: str, chosen: range | None = None) -> Histogram:
    """The histogram of counted years."""
    found = dict(by_year)
    return Histogram(calendar, bars(found, chosen), decades(found))
