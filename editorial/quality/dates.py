"""Ground: the dates that two paragraphs hold, compared as days, whatever the calendar, language and order."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from archive import dates, folding
from archive.dates import GREGORIAN, ISLAMIC, SOLAR_HIJRI
from editorial.quality.finding import ERROR, WARNING, Finding, Pair, Span, quoted

#: The years that a number can mean in each calendar; a bare number outside them is no year.
YEARS = {GREGORIAN: range(1700, 2200), SOLAR_HIJRI: range(1200, 1500), ISLAMIC: range(1100, 1500)}
#: Dates of a paragraph that are put beside each other; figures of later ones are compared as numbers.
MOST_COMPARED = 100
#: Languages whose locale data stands under another tag.
LOCALES = {"kmr": "ku", "prs": "fa_AF"}
_NUMERIC = re.compile(r"(?<![\d/.-])(\d{1,4})([/.-])(\d{1,2})\2(\d{1,4})(?![\d/-]|\.\d)")
#: Between day, month and year, in folded text: endings, "of", "de", the Kurdish and Persian link.
_LINK = r"(?: ?(?:st|nd|rd|th|er|ي|ی|ان|em|a|e|ê|an))? ?(?:of |de |del |ی |mehê |)?"

#: Either both days of a date, or calendar, month and day where no year stands.
type Meaning = tuple[datetime.date, datetime.date] | tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Written:
    """A date as it stands at `span`; `meanings` has more than one where order or calendar is not certain."""

    span: Span
    meanings: frozenset[Meaning]
    calendars: frozenset[str]


def locale(tag: str) -> Locale:
    """CLDR's data for a language of the archive; English where it has none."""
    base = tag.partition("-")[0]
    try:
        return Locale.parse(LOCALES.get(base, base))
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")


@lru_cache(maxsize=64)
def _months(tag: str) -> dict[str, list[tuple[str, int]]]:
    """Folded month names of a language, each with the calendars and numbers (1 to 12) that it may mean."""
    found: dict[str, list[tuple[str, int]]] = {}

    def add(name: str, calendar: str, number: int) -> None:
        folded = folding.match_form(name)
        if len(folded) > 1 and not folded.isdecimal() and (calendar, number) not in found.setdefault(folded, []):
            found[folded].append((calendar, number))

    for calendar in dates.CALENDARS:
        for number, name in enumerate(dates.month_names(calendar, tag), start=1):
            add(name, calendar, number)
    if tag == "fa":
        for number, name in enumerate(dates.month_names(GREGORIAN, "prs"), start=1):
            add(name, GREGORIAN, number)
    months = locale(tag).months
    for use in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for number, name in months[use].get(width, {}).items():
                add(name, GREGORIAN, int(number))
    return found


@lru_cache(maxsize=64)
def _pattern(tag: str) -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, _months(tag)), key=len, reverse=True))
    before = rf"(?:(\d{{1,2}}){_LINK})?"
    after = rf"(?:{_LINK}(\d{{1,4}})(?:st|nd|rd|th)?(?!\d))?(?: (\d{{4}})(?!\d))?"
    return re.compile(rf"(?<!\S){before}({names})(?:ی)?(?!\S){after}")


def _meaning(calendar: str, year: int | None, month: int, day: int | None) -> Meaning | None:
    """What the parts mean; None where there is no such day."""
    if year is None:
        return (calendar, month, day) if day and day <= 31 else None
    if year not in YEARS[calendar]:
        return None
    try:
        date = dates.from_parts(calendar, year, month, day)
    except ValueError:
        return None
    return date.first, date.last


def find(text: str, language: str) -> list[Written]:
    """The dates of `text` that can be read: with a month's name, or as three figures of which one is a year."""
    found = [*_numeric(text), *_named(text, language)]
    found.sort(key=lambda one: one.span)
    return [one for at, one in enumerate(found) if not at or one.span[0] >= found[at - 1].span[1]]


def _numeric(text: str) -> Iterator[Written]:
    for match in _NUMERIC.finditer(text):
        first, middle, last = (int(match[group]) for group in (1, 3, 4))
        orders = (
            [(first, middle, last)]
            if len(match[1]) == 4
            else [(last, middle, first), (last, first, middle)]
            if len(match[4]) == 4
            else []
        )
        read = {
            calendar: meaning
            for calendar in YEARS
            for year, month, day in orders
            if (meaning := _meaning(calendar, year, month, day))
        }
        every = {
            meaning
            for calendar in YEARS
            for year, month, day in orders
            if (meaning := _meaning(calendar, year, month, day))
        }
        if read:
            yield Written(match.span(), frozenset(every), frozenset(read))


def _named(text: str, language: str) -> Iterator[Written]:
    if not any(letter.isdecimal() for letter in text):
        return
    folded, positions = folding.fold_with_map(text)
    for match in _pattern(language).finditer(folded):
        before, name, after, later = match.groups()
        day, year, end = before, None, match.end(2)
        if before is None and after and len(after) <= 2:
            day, end = after, match.end(3)
            if later:
                year, end = later, match.end(4)
        elif after and len(after) >= 3:
            year, end = after, match.end(3)
        if (day is None and year is None) or (year is None and len(name) < 3):
            continue
        start = match.start(1) if before else match.start(2)
        read = {
            calendar: meaning
            for calendar, month in _months(language)[name]
            if (meaning := _meaning(calendar, int(year) if year else None, month, int(day) if day else None))
        }
        if read:
            yield Written((positions[start], positions[end - 1] + 1), frozenset(read.values()), frozenset(read))


def same_year(one: int, other: int) -> bool:
    """Whether two numbers may be years of two calendars that share days: 1401 and 2022. Round ones may be decades."""
    if max(one, other) < 1000:
        return False
    decade = one % 10 == other % 10 == 0
    for mine, my_year in _years(one):
        for theirs, their_year in _years(other):
            if mine == theirs and (one == other or min(one, other) >= 100):
                continue
            if mine == theirs and my_year == their_year:
                return True
            if mine != theirs:
                left, right = (
                    dates.from_parts(*each, decade=decade) for each in ((mine, my_year), (theirs, their_year))
                )
                if left.first <= right.last and right.first <= left.last:
                    return True
    return False


def _years(number: int) -> Iterator[tuple[str, int]]:
    """The years that a number may mean; two figures stand for a year of the last or this century."""
    if 10 <= number < 100:
        yield from ((GREGORIAN, 1900 + number), (GREGORIAN, 2000 + number))
        yield from ((SOLAR_HIJRI, 1300 + number), (SOLAR_HIJRI, 1400 + number))
    yield from ((calendar, number) for calendar, years in YEARS.items() if number in years)


@dataclass(frozen=True, slots=True)
class Compared:
    """What came of comparing dates. Figures at `settled` have been judged; those at `open` belong to a date that the
    other side does not have, or not in a form that we read."""

    findings: tuple[Finding, ...]
    settled: tuple[list[Span], list[Span]]
    open: tuple[list[Span], list[Span]]


def _in_calendar(meaning: Meaning, calendar: str) -> tuple[int, int] | None:
    """Month and day of a meaning that is a single day of that calendar."""
    if isinstance(meaning[0], str):
        return (int(meaning[1]), int(meaning[2])) if meaning[0] == calendar else None  # type: ignore[misc]
    if meaning[0] != meaning[1]:
        return None
    return dates.in_calendar(meaning[0], calendar)[1:]


def _same(one: Written, other: Written) -> bool:
    """Whether they may be the same day (month, year). Where one has no year, day and month decide."""
    if one.meanings & other.meanings:
        return True
    for calendar in one.calendars | other.calendars:
        for left in one.meanings:
            for right in other.meanings:
                if not (isinstance(left[0], str) or isinstance(right[0], str)):
                    continue
                known = _in_calendar(left, calendar), _in_calendar(right, calendar)
                if None not in known and known[0] == known[1]:
                    return True
    return False


def _may_be(one: Written, other: Written) -> bool:
    """Whether nobody can tell: no year in another calendar, months that share days, a lunar day that the moon moved."""
    for left in one.meanings:
        for right in other.meanings:
            if isinstance(left[0], str) or isinstance(right[0], str):
                if not one.calendars & other.calendars:
                    return True
                continue
            if one.calendars == other.calendars:
                continue
            slack = datetime.timedelta(days=1 if ISLAMIC in one.calendars | other.calendars else 0)
            if left[0] - slack <= right[1] and right[0] - slack <= left[1]:
                return True
    return False


def compare(pair: Pair) -> Compared:
    """Put each date of the original beside one of the rendering: the same, perhaps the same, or another one."""
    mine = find(pair.source, pair.source_language)[:MOST_COMPARED]
    theirs = find(pair.text, pair.language)[:MOST_COMPARED]
    findings: list[Finding] = []
    settled: tuple[list[Span], list[Span]] = ([], [])

    def settle(one: Written, other: Written) -> None:
        mine.remove(one)
        theirs.remove(other)
        settled[0].append(one.span)
        settled[1].append(other.span)

    for agree in (_same, _may_be):
        for one in list(mine):
            other = next((candidate for candidate in theirs if agree(one, candidate)), None)
            if other is None:
                continue
            settle(one, other)
            if agree is _may_be:
                findings.append(_finding(WARNING, _("Is this the same date? “{before}” – “{after}”"), pair, one, other))
    for one, other in zip(list(mine), list(theirs), strict=False):
        settle(one, other)
        findings.append(_finding(ERROR, _("Another date: “{before}” – “{after}”"), pair, one, other))
    return Compared(tuple(findings), settled, ([one.span for one in mine], [one.span for one in theirs]))


def _finding(severity: str, message, pair: Pair, one: Written, other: Written) -> Finding:
    words = {"before": quoted(pair.source[slice(*one.span)]), "after": quoted(pair.text[slice(*other.span)])}
    return Finding("date", severity, format_lazy(message, **words), (other.span,), (one.span,))
