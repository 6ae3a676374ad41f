"""What a page says of its day: a date heading, its facts, its address, the report that announces a text."""

import datetime
import re
from dataclasses import replace

from archive.dates import HistoricalDate, in_calendar
from editorial.intake.recognise.date_finder import find_dates, year_of_line
from editorial.intake.recognise.date_place import FIRM, as_guess, dated_line, first_date
from editorial.intake.recognise.surroundings import Surroundings
from editorial.records import Guess, Passage, Span

#: So many lines of the page's frame are looked at for the year of a date that has none.
_LINES_ABOVE = 40
#: A date heading is sought so many lines of the frame above an item.
_HEADING_REACH = 200
_ADDRESS = re.compile(r"(?<!\d)((?:19|20)\d\d)[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?!\d)")


def of_page(page: Surroundings, passage: Passage, language: str) -> Guess | None:
    """What the page says: the nearest date heading above, its facts, its address. Not for texts from elsewhere."""
    if page.is_from_elsewhere(passage):
        # A report of the day quotes what was said that day; a collection may carry what is older.
        reported = passage.kind == "quotation" and len(page.statements) == 1 and not page.is_bracketed(passage)
        day = (_heading(page, passage, language) or _fact(page)) if reported else None
        return replace(day, confidence=FIRM["report"]) if day else None
    if page.is_label(passage):
        report = _of_report(page, passage, language)
        if report:
            return report
    return _heading(page, passage, language) or _fact(page) or _address(page)


def _of_report(page: Surroundings, passage: Passage, language: str) -> Guess | None:
    """The day of the event at which a text was read out, from the report that stands before it on the page."""
    before = [one for one in page.statements if one.end <= passage.start]
    if not before:
        return None
    start, end = page.body(before[-1])
    text = page.extract.text[start:end][:3000]
    for one in find_dates(text, language):
        value = one.value(text) if one.day and one.year else None
        if value:
            return as_guess(value, start + one.start, start + one.end, "report")
    return None


def _heading(page: Surroundings, passage: Passage, language: str) -> Guess | None:
    """The nearest line above that is a date and belongs to no statement; or one inside the page's first item."""
    for start, _, line in reversed(page.lines_above(passage.start, _HEADING_REACH)):
        if len(line) <= 140 and any(map(str.isdecimal, line)):
            found = dated_line(line, start, language, None, "heading")
            if found:
                return found
    return _issue_heading(page, passage, language)


def _issue_heading(page: Surroundings, passage: Passage, language: str) -> Guess | None:
    """The date of the page's first item, where it heads the page: above the title, of a month, the only one."""
    first = page.statements[0]
    if page.later_items_are_dated or first.start >= passage.start:
        return None
    titles = first.spans("title")
    for part in first.spans("date line")[:1]:
        guess = first_date(page, part, language, None, "heading")
        vague = guess is not None and guess.value.last - guess.value.first > datetime.timedelta(days=1)
        return guess if vague or not titles or part.end <= titles[0].start else None
    return None


def _fact(page: Surroundings) -> Guess | None:
    written = page.extract.page.get("date", "")
    found = find_dates(written)
    value = found[0].value(written) if found else year_of_line(written) if written else None
    if not value:
        return None
    at = page.extract.text.find(written)
    firm = FIRM["page"] if len(page.statements) == 1 else FIRM["page"] - 0.1
    return Guess(value, firm, Span(at, at + len(written)) if at >= 0 else None)


def _address(page: Surroundings) -> Guess | None:
    address = page.extract.page.get("address", "")
    found = _ADDRESS.search(address)
    if not found:
        return None
    dates = find_dates(f"{found[1]}-{found[2]}-{found[3]}")
    value = dates[0].value(found[0]) if dates else None
    return Guess(value, FIRM["address"], None) if value else None


def context_year(page: Surroundings, passage: Passage, language: str) -> int | None:
    """The Gregorian year that a date without one is most likely of: the page's, else the latest in the passage."""
    for guess in (_heading(page, passage, language), _fact(page), _address(page)):
        if guess and isinstance(guess.value, HistoricalDate):
            return guess.value.first.year
    year = _year_above(page, passage, language)
    if year:
        return year
    text = page.extract.text[passage.start : min(passage.end, passage.start + 20000)]
    years = [
        in_calendar(value.first, "gregorian")[0]
        for one in find_dates(text, language)
        if one.year is not None and (value := one.value(text)) is not None
    ]
    return max(years, default=None)


def _year_above(page: Surroundings, passage: Passage, language: str) -> int | None:
    """The Gregorian year in the nearest short line above that names a whole date, of the page's frame or of an "
    "item."""
    year = None
    for start, _, line in sorted([*page.loose_lines[:_LINES_ABOVE], *page.first_titles[:_LINES_ABOVE]]):
        if start >= passage.start:
            break
        for one in find_dates(line, language) if len(line) < 160 else ():
            value = one.value(line) if one.year is not None else None
            year = value.first.year if value else year
    return year
