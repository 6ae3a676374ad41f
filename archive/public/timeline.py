"""The archive as a line of time that is narrowed step by step: century, decade, year, month.

Each step is a strip of at most a dozen or so stretches; a stretch is a plain link that narrows to it, and draws in
finer strokes what lies in it. No stretch is smaller than a finger, however long the archive.
"""

import datetime
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet

from archive import dates
from archive.models import Statement
from archive.public import charts, counts
from archive.public.charts import year_of

#: How many years a stretch spans; a month none.
CENTURY, DECADE, YEAR, MONTH = 100, 10, 1, 0
_SMALLER = {CENTURY: DECADE, DECADE: YEAR, YEAR: MONTH}
#: A phone has room for as many stretches that a finger hits.
MOST_STRETCHES = 14
#: Few statements draw low strokes: one is not a tower because the others are none.
_LEAST_TOP = 4

type Counted = Sequence[tuple[datetime.date, int]]


@dataclass(frozen=True, slots=True)
class Period:
    """A century, decade, year or month of a calendar; `year` is its first, `month` 0 where it is none."""

    calendar: str
    span: int
    year: int
    month: int = 0

    @property
    def first(self) -> datetime.date:
        """Its first day; the calendar's first one where the decade began before it."""
        return dates.to_day(self.calendar, max(self.year, 1), self.month or 1, 1)

    @property
    def last(self) -> datetime.date:
        return self.following().first - datetime.timedelta(days=1)

    @property
    def last_year(self) -> int:
        return self.year + max(self.span, 1) - 1

    def following(self) -> "Period":
        """The next one of the same length."""
        if self.span == MONTH:
            return Period(self.calendar, MONTH, self.year + self.month // 12, self.month % 12 + 1)
        return Period(self.calendar, self.span, self.year + self.span)

    def preceding(self) -> "Period":
        """The one before of the same length."""
        if self.span == MONTH:
            return Period(self.calendar, MONTH, self.year - (self.month == 1), (self.month - 2) % 12 + 1)
        return Period(self.calendar, self.span, self.year - self.span)

    def parts(self) -> list["Period"]:
        """The periods one size smaller of which it is made; a month has none."""
        if self.span == MONTH:
            return []
        smaller = _SMALLER[self.span]
        if smaller == MONTH:
            return [Period(self.calendar, MONTH, self.year, month) for month in range(1, 13)]
        return [Period(self.calendar, smaller, year) for year in range(self.year, self.year + self.span, smaller)]

    def bounds(self) -> tuple[str, str]:
        """What an address says to narrow to it: `from` and `to`, as years or a month of its calendar."""
        if self.span == MONTH:
            return (f"{self.year:04}-{self.month:02}",) * 2
        return f"{max(self.year, 1):04}", f"{self.last_year:04}"


def monthly(statements: QuerySet[Statement], calendar: str) -> Counted:
    """(first day, number of statements) of every month of `calendar` that has any; one query in an edition."""
    try:
        about = ("months of", calendar, statements.query.sql_with_params())
    except EmptyResultSet:
        return []

    def count() -> list[list[int]]:
        by_year = charts.months(charts.days(statements), calendar)
        return [
            [dates.to_day(calendar, year, place + 1, 1).toordinal(), number]
            for year, numbers in sorted(by_year.items())
            for place, number in enumerate(numbers)
            if number
        ]

    return [(datetime.date.fromordinal(day), number) for day, number in counts.kept(about, count)]


@dataclass(frozen=True, slots=True)
class Stroke:
    """A bar in per cent of the stretch that it is drawn in, as SVG's attributes want it."""

    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """One period of a strip: how many statements, whether the window touches it, and its strokes."""

    period: Period
    count: int
    chosen: bool
    strokes: tuple[Stroke, ...]


@dataclass(frozen=True, slots=True)
class Strip:
    """Periods side by side on one scale; `most` is what the highest stroke stands for, `fine` what one stroke is."""

    stretches: tuple[Stretch, ...]
    most: int
    fine: int

    @property
    def span(self) -> int:
        return self.stretches[0].period.span

    def fine_periods(self) -> list[Period]:
        """What its strokes stand for, in order."""
        return [part for one in self.stretches for part in one.period.parts() or [one.period]]


def overview(counted: Counted, calendar: str) -> list[Period]:
    """The stretches of the whole archive: years, decades or centuries, so that they are few; empty without dates."""
    if not counted:
        return []
    first, last = year_of(counted[0][0], calendar), year_of(counted[-1][0], calendar)
    for span in (YEAR, DECADE):
        starts = range(first - first % span, last + 1, span)
        if len(starts) <= MOST_STRETCHES:
            return [Period(calendar, span, year) for year in starts]
    found = dict.fromkeys(year_of(day, calendar) // CENTURY * CENTURY for day, _number in counted)
    return [Period(calendar, CENTURY, year) for year in found]


def strip(periods: Sequence[Period], counted: Counted, window: dates.HistoricalDate | None, *, rtl: bool) -> Strip:
    """Draw `periods`; those that the days of `window` touch are chosen. Time runs with the page's direction."""
    fine = [period.parts() or [period] for period in periods]
    tallies = [tally(parts, counted) for parts in fine]
    most = max((number for tallied in tallies for number in tallied), default=0)
    touched = [bool(window and one.first <= window.last and window.first <= one.last) for one in periods]
    # Where all of it is chosen, nothing stands out.
    chosen = [False] * len(periods) if all(touched) else touched
    return Strip(
        tuple(
            Stretch(
                period,
                sum(tallied),
                is_chosen,
                strokes(tallied, most, rtl=rtl),
            )
            for period, tallied, is_chosen in zip(periods, tallies, chosen, strict=True)
        ),
        most,
        fine[0][0].span,
    )


@lru_cache(maxsize=64)
def _starts(periods: tuple[Period, ...]) -> tuple[list[int], int]:
    """The first days of periods that follow each other, as ordinals, and the last day of all."""
    return [period.first.toordinal() for period in periods], periods[-1].last.toordinal()


def tally(periods: Sequence[Period], counted: Counted) -> list[int]:
    """How many statements lie in each of `periods`, which follow each other; `counted` is sorted by day."""
    starts, end = _starts(tuple(periods))
    first = bisect_left(counted, starts[0], key=lambda row: row[0].toordinal())
    found = [0] * len(periods)
    for day, number in counted[first:]:
        ordinal = day.toordinal()
        if ordinal > end:
            break
        found[bisect_right(starts, ordinal) - 1] += number
    return found


def strokes(tallied: Sequence[int], most: int, *, rtl: bool) -> tuple[Stroke, ...]:
    """A stroke for each number that is not 0, beside each other over the whole width, the highest for `most`."""
    step = 100 / len(tallied)
    width = step if len(tallied) > 24 else step * 0.82
    found = []
    for place, number in enumerate(tallied):
        if number:
            height = max(3, 100 * number / max(most, _LEAST_TOP))
            x = place * step + (step - width) / 2
            x = 100 - x - width if rtl else x
            found.append(Stroke(f"{x:.2f}", f"{100 - height:.1f}", f"{width:.2f}", f"{height:.1f}"))
    return tuple(found)


def steps(
    counted: Counted, calendar: str, window: dates.HistoricalDate | None, *, rtl: bool
) -> tuple[list[Strip], list[Period]]:
    """The strips from the whole archive down to the window, and the periods that lead there, the widest first."""
    periods = overview(counted, calendar)
    drawn: list[Strip] = []
    way: list[Period] = []
    while periods:
        drawn.append(strip(periods, counted, window, rtl=rtl))
        inside = next(
            (one for one in periods if window and one.first <= window.first and window.last <= one.last),
            None,
        )
        if inside is None:
            break
        way.append(inside)
        periods = inside.parts()
    return drawn, way
