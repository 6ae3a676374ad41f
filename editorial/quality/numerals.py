"""Ground: numbers written in digits, compared by value across three rows of digits. Number words are not guessed at.

Which separator parts thousands and which decimals is CLDR's answer for the language (through Babel); in Arabic script
٬ , and ، part thousands, ٫ and / decimals, and a full stop may do either.
"""

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from archive import languages
from editorial.quality.addresses import addresses, without
from editorial.quality.dates import compare, locale, same_year
from editorial.quality.finding import ERROR, WARNING, Finding, Pair, Span, quoted

_SPACES = "\u00a0\u202f\u2009"
_NUMERAL = re.compile(rf"\d+(?:[.,،٬٫/’'{_SPACES}]\d+)*")
_SPACED = re.compile(rf"(?<![\d.,])(?<!\d )\d{{1,3}}(?: \d{{3}})+(?![\d]|[.,’'{_SPACES}]\d| \d)")
#: What is mostly written in words somewhere, so that its absence is asked about only: one to twelve, and round numbers.
_IN_WORDS = frozenset([*map(Decimal, range(13)), *(Decimal(10) ** power for power in (2, 3, 6, 9))])
#: "2 million" beside 2,000,000: the scale may stand in a word.
_SCALES = frozenset(Decimal(10) ** power for power in (2, 3, 6, 9, 12))


#: Pairs of numbers that differ and are looked at for a reason; beyond, the differing numbers are only named.
MOST_COMPARED = 10_000
#: Numbers that one finding names.
MOST_NAMED = 12


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number as written at `span`, with what it may mean: mostly one value, or several in a row ("۱۰/۳")."""

    span: Span
    readings: tuple[tuple[Decimal, ...], ...]
    in_date: bool = False


@lru_cache(maxsize=64)
def _separators(tag: str) -> tuple[str, str]:
    """The characters that may part thousands, and those that may part decimals, in a language's texts."""
    if languages.language(tag).script == "Arab" and tag != "ur":
        return "٬,،." + _SPACES, "٫/."
    symbols = locale(tag).number_symbols["latn"]
    group, point = str(symbols["group"]).strip(), str(symbols["decimal"])
    return group + "٬’'" + _SPACES, point + "٫"


def _readings(written: str, tag: str) -> tuple[tuple[Decimal, ...], ...]:
    """What a run of digits and separators may mean in a language, the likeliest first."""
    thousands, points = _separators(tag)
    groups = re.split(r"\D", written)
    marks = re.findall(r"\D", written)
    if not marks:
        return ((Decimal(written),),)
    found: list[tuple[Decimal, ...]] = []
    grouped = len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])
    if grouped and len(set(marks)) == 1 and (marks[0] in thousands or (len(marks) > 1 and marks[0] in ".,")):
        found.append((Decimal("".join(groups)),))
    whole_grouped = len(groups) == 2 or (len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:-1]))
    # A lone point or comma that cannot part thousands here is read as a decimal one, as a foreign text has it.
    lone = len(marks) == 1 and marks[0] in ".," and not found
    if whole_grouped and (marks[-1] in points or lone) and all(mark in thousands for mark in marks[:-1]):
        found.append((Decimal(f"{''.join(groups[:-1])}.{groups[-1]}"),))
    if not found or marks[-1] in "/،":
        found.append(tuple(Decimal(group) for group in groups))
    return tuple(found)


def numerals(text: str, tag: str, dated: Sequence[Span] = ()) -> list[Numeral]:
    """The numbers of `text` in its order; `dated` are spans of dates, whose figures are told apart."""

    def one(start: int, written: str, readings: tuple[tuple[Decimal, ...], ...]) -> Numeral:
        return Numeral((start, start + len(written)), readings, any(a <= start < b for a, b in dated))

    found = []
    # Digits of 4 and less in threes, parted by spaces: one number, or several beside each other.
    for match in _SPACED.finditer(text):
        parts = match[0].split()
        whole = (Decimal("".join(parts)),)
        found.append(one(match.start(), match[0], (whole, tuple(Decimal(part) for part in parts))))
    rest = without(text, [numeral.span for numeral in found])
    for match in _NUMERAL.finditer(rest):
        found.append(one(match.start(), match[0], _readings(match[0], tag)))
    return sorted(found, key=lambda numeral: numeral.span)


def check(pair: Pair) -> Iterator[Finding]:
    """Dates as days, then every other number by value."""
    sides = without(pair.source, addresses(pair.source)), without(pair.text, addresses(pair.text))
    dated = compare(Pair(*sides, pair.source_language, pair.language))
    yield from dated.findings
    source = numerals(without(sides[0], dated.settled[0]), pair.source_language, dated.open[0])
    target = numerals(without(sides[1], dated.settled[1]), pair.language, dated.open[1])
    yield from _compare(pair, source, target)


def _take_equal(source: list[Numeral], target: list[Numeral]) -> set[Decimal]:
    """Take out of both lists what has a reading in common; returns the values that were found."""
    waiting: dict[tuple[Decimal, ...], deque[int]] = {}
    for place, other in enumerate(target):
        for reading in other.readings:
            waiting.setdefault(reading, deque()).append(place)
    values: set[Decimal] = set()
    left: list[Numeral] = []
    taken: set[int] = set()
    for one in source:
        for reading in one.readings:
            places = waiting.get(reading, deque())
            while places and places[0] in taken:
                places.popleft()
            if places:
                taken.add(places.popleft())
                values |= set(reading)
                break
        else:
            left.append(one)
    source[:] = left
    target[:] = [other for place, other in enumerate(target) if place not in taken]
    return values


def _apart(rows: Sequence[Numeral]) -> list[Numeral]:
    """Each number that may be several in a row as those several, for the side where the other had no such row."""
    found = []
    for one in rows:
        parts = next((reading for reading in one.readings if len(reading) > 1), one.readings[0])
        found += [Numeral(one.span, ((part,),) if len(parts) > 1 else one.readings, one.in_date) for part in parts]
    return found


def _compare(pair: Pair, source: list[Numeral], target: list[Numeral]) -> Iterator[Finding]:
    seen = _take_equal(source, target)
    source, target = _apart(source), _apart(target)
    seen |= _take_equal(source, target)
    for one in list(source) if len(source) * len(target) <= MOST_COMPARED else ():
        for other in target:
            asked = _asked(pair, one, other)
            if asked:
                source.remove(one)
                target.remove(other)
                code, message = asked
                yield _finding(code, WARNING, message, pair, [one], [other])
                break
    if source and target:
        severity = WARNING if all(one.in_date for one in [*source, *target]) else ERROR
        yield _finding("number", severity, _("Other numbers: {before} – {after}"), pair, source, target)
        return
    for one in source[:MOST_NAMED]:
        value = one.readings[0][0]
        if value in seen:
            severity, message = WARNING, _("The number {before} stands fewer times here than in the original.")
        elif value in _IN_WORDS or one.in_date:
            severity, message = WARNING, _("The number {before} is not here. Is it written in words?")
        else:
            severity, message = ERROR, _("The number {before} is missing.")
        yield _finding("number", severity, message, pair, [one], [])
    for other in target[:MOST_NAMED]:
        message = _("The number {after} is not in the original. Does it stand there in words?")
        yield _finding("number", WARNING, message, pair, [], [other])


def _asked(pair: Pair, one: Numeral, other: Numeral) -> tuple[str, Promise] | None:
    """Why two numbers that differ may mean the same, as (code, question); None where they do not."""
    mine, theirs = one.readings[0][0], other.readings[0][0]
    if mine == mine.to_integral() and theirs == theirs.to_integral() and same_year(int(mine), int(theirs)):
        return "year", _("Is {after} the year {before} in another calendar?")
    # "1.500" that was copied from German into English is another number, not a scale in words.
    copied = _digits(pair.source, one) == _digits(pair.text, other)
    if mine and theirs and not copied and (mine / theirs in _SCALES or theirs / mine in _SCALES):
        return "number", _("{before} and {after} differ by a round factor. Does a word make up for it?")
    return None


def _digits(text: str, numeral: Numeral) -> str:
    return "".join(str(int(letter)) for letter in text[slice(*numeral.span)] if letter.isdecimal())


def _finding(code, severity, message, pair: Pair, source: Sequence[Numeral], target: Sequence[Numeral]) -> Finding:
    before, after = (tuple(dict.fromkeys(n.span for n in side))[:MOST_NAMED] for side in (source, target))
    words = {
        "before": " · ".join(quoted(pair.source[slice(*span)]) for span in before),
        "after": " · ".join(quoted(pair.text[slice(*span)]) for span in after),
    }
    return Finding(code, severity, format_lazy(message, **words), after, before)
