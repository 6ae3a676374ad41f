"""The lists of a mirror: all statements, and those of each organisation, topic, country and language, by year.

A short list stands on one page; a longer one has an overview of its years, each on pages of its own. So a publication
changes the pages of its own year and no other.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import batched, groupby

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from archive import languages
from archive.public import charts
from archive.public.addresses import Choices
from archive.public.facets import Namer
from archive.public.mirror.answers import request
from archive.public.mirror.ledger import UNDATED, Ledger
from archive.public.mirror.places import Places, list_file
from archive.public.sentence import sentence, summary

#: Entries that one page bears.
MOST = 100

type Write = Callable[[str, str, str], object]
"""Writes a page that stands at an address into a file: (address, file, HTML)."""


@dataclass(frozen=True, slots=True)
class List:
    """One list: its language and calendar, its group ("" for all), and the number of statements of each year."""

    tag: str
    kind: str
    value: str
    years: dict[str, int] = field(default_factory=dict)

    @property
    def calendar(self) -> str:
        return languages.language(self.tag).calendar

    @property
    def total(self) -> int:
        return sum(self.years.values())

    @property
    def short(self) -> bool:
        return self.total <= MOST and bool(self.kind)

    @property
    def choices(self) -> Choices:
        return Choices({self.kind: [self.value]} if self.kind else {})

    def address(self, year: str = "", part: int = 1) -> str:
        """Where the live site would have it, as links of its pages say it; parts are ours."""
        asked = self.choices.put("year", year) if year else self.choices
        return asked.list_address() + (f"&part={part}" if part > 1 else "")

    def file(self, year: str = "", part: int = 1) -> str:
        return list_file(self.tag, self.kind, self.value, year, part)

    def parts(self, year: str) -> int:
        """How many pages a year has."""
        return -(-self.years[year] // MOST)


def plan(ledger: Ledger, places: Places, tag: str) -> list[List]:
    """The lists of one language; `places` knows their files afterwards."""
    found = []
    for (kind, value), rows in groupby(ledger.lists(languages.language(tag).calendar), lambda row: row[:2]):
        one = List(tag, kind, value, {year: count for _kind, _value, year, count in rows})
        places.lists.add(one.file())
        if one.short:
            places.lists |= {f"{one.file()}#y{year}" for year in one.years}
        else:
            places.by_year.add(one.file())
            places.lists |= {one.file(year, part + 1) for year in one.years for part in range(one.parts(year))}
        found.append(one)
    if not found:  # nothing is public, and that has a page too
        found.append(List(tag, "", ""))
        places.lists.add(found[0].file())
    return found


def write(ledger: Ledger, lists: list[List], host: str, page: Write) -> Iterator[None]:
    """Every page of the lists of one language, in that language; yields after each list."""
    tongues = [(one.value, one.total) for one in lists if one.kind == "language"]
    for one in lists:
        parts = sentence(one.choices, _namer(one))
        context = {
            "list": one,
            "parts": parts,
            "summary": summary(parts),
            "total": one.total,
            "choices": one.choices,
            "keep_query": True,
        }
        asked = request(one.address(), host, one.tag)
        years = [
            _Year(year, count, one, _entries(ledger, one, year) if one.short else ()) for year, count in _in_order(one)
        ]
        shown: dict[str, object] = {"histogram": None if one.short else _histogram(one), "years": years}
        if not one.kind:
            shown["tongues"] = sorted(tongues, key=lambda row: (-row[1], row[0]))
        page(one.address(), one.file(), render_to_string("archive/mirror/list.html", context | shown, request=asked))
        if not one.short:
            _write_years(ledger, one, context, host, page)
        yield


@dataclass(frozen=True, slots=True)
class _Year:
    """A year of a list as its pages tell it; `entries` where they stand on the overview itself."""

    year: str
    count: int
    list: List
    entries: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        return self.list.address(self.year)

    @property
    def undated(self) -> bool:
        return self.year == UNDATED


def _write_years(ledger: Ledger, one: List, context: dict, host: str, page: Write) -> None:
    order = [year for year, _count in _in_order(one)]
    for place, year in enumerate(order):
        entries = _entries(ledger, one, year)
        numbers = range(1, one.parts(year) + 1)
        for part, some in enumerate(batched(entries, MOST, strict=False), start=1):
            shown = {
                "year": _Year(year, one.years[year], one),
                "entries": some,
                "part": part,
                "numbers": [(number, one.address(year, number)) for number in numbers],
                "newer": _Year(order[place - 1], 0, one) if place else None,
                "older": _Year(order[place + 1], 0, one) if place + 1 < len(order) else None,
                # In another calendar these are other years: other languages have their overview.
                "part_of": one.address(),
            }
            asked = request(one.address(), host, one.tag)
            text = render_to_string("archive/mirror/year.html", context | shown, request=asked)
            page(one.address(year, part), one.file(year, part), text)


def _in_order(one: List) -> list[tuple[str, int]]:
    """Years with their counts, the newest first, what is undated last."""
    return sorted(one.years.items(), key=lambda row: (row[0] == UNDATED, 0 if row[0] == UNDATED else -int(row[0])))


def _entries(ledger: Ledger, one: List, year: str) -> tuple[str, ...]:
    # What templates made, with everything in it escaped.
    return tuple(mark_safe(html) for html in ledger.entries(one.calendar, one.kind, one.value, year))  # noqa: S308


def _histogram(one: List) -> charts.Histogram:
    dated = {int(year): count for year, count in one.years.items() if year != UNDATED}
    counted = {year: dated.get(year, 0) for year in range(min(dated), max(dated) + 1)} if dated else {}
    return charts.Histogram(one.calendar, charts.bars(counted), charts.decades(counted))


def _namer(one: List) -> Namer:
    return Namer({one.value} if one.kind == "organisation" else set(), {one.value} if one.kind == "topic" else set())
