"""Candidates for a statement's date: how firmly each place is believed, and how a line of it is read."""

import datetime
import re

from archive.dates import HistoricalDate
from editorial.intake.recognise.date_finder import FoundDate, find_dates, year_of_line
from editorial.intake.recognise.letters import fold
from editorial.intake.recognise.surroundings import Surroundings
from editorial.records import Guess, Part, Span

#: How firmly a date is believed by the place where it stands.
FIRM = {
    "date line": 0.97, "byline": 0.95, "mark": 0.94, "provenance": 0.93, "dateline": 0.9, "after the body": 0.93,
    "today": 0.75, "heading": 0.85, "page": 0.85, "address": 0.75, "report": 0.6, "title": 0.45,
}  # fmt: skip

#: A date whose day and month may change places is believed so much less.
AMBIGUOUS = 0.7
#: A text may be dated a day after its posting: the clocks of two places.
GRACE = datetime.timedelta(days=1)
#: Words that say that a text bears the date that follows.
_DATED = re.compile(
    r"(?:dated?|fechad[oa]|con fecha(?: del?)?|datee?|datad[oa]|datiert|vom|مورخ|مورخه|بتاریخ|به تاریخ|المورخ|roja)"
    r"\W{0,3}"
    r"(?:on |the |el |du |le |de |vom |em |dia |auf den )*(?:\w+ )?$"
)
#: Words of a line that says when a text was put on the page.
POSTING = re.compile(
    r"(?:posted|published|publicad[oa]|publie|veroffentlicht|online seit|yayin tarihi|yayinlan\w+|eklenme|derc olunub|"
    r"nesr|tarix|wesandin|منتشر|انتشار|نشر|بازنشر|بلاوکراوه\w*|بلاوکردنهوه)"
)
#: Words that open a line which says when a text was changed.
AMENDED = re.compile(
    r"\W*(?:last )?(?:amended|updated?|modified|revised|edited|stand|ویرایش|به ?روز ?رسانی|بروزرسانی|guncelle\w*|"
    r"actualizad\w*|ultima actualizacion|mis a jour|mise a jour|aktualisiert|geandert|atualizad\w*|"
    r"اخر تحدیث|تحدیث|تعدیل)(?!\w)"
)
#: A line that numbers a paper's issue dates the paper, not the text.
ISSUE_NUMBER = re.compile(
    r"(?<!\w)(?:issue|no|vol|volume|العدد|عدد|شماره|numero|num|nr|ausgabe|sayi|hejmar|"
    r"ژماره)[. ]{0,2}\d{2,5}"
)


#: A line that leads to the months before and after this one.
_PAGER = re.compile(r"^\s*(?:«|←|‹|<<|<-)\s*\S.*\S\s*(?:»|→|›|>>|->)\s*$")


def as_guess(value: HistoricalDate, start: int, end: int, place: str, ambiguous: bool = False) -> Guess:
    firm = FIRM[place] * (0.85 if value.inferred else 1.0) * (AMBIGUOUS if ambiguous else 1.0)
    return Guess(value, round(firm, 2), Span(start, end))


def first_date(
    page: Surroundings, part: Part, language: str, context: int | None, place: str, dated: bool = False
) -> Guess | None:
    """The first date of a part that is whole; one without a year only where the year can be inferred.

    With `dated` only one that a word calls the day of the text: "dated", "vom".
    """
    text = page.raw(part)
    if len(text) < 140 and _PAGER.search(text):
        return None
    found = [one for one in find_dates(text, language) if not one.amended]
    for inferred in (False, True):
        for one in found:
            if inferred != (one.year is None):
                continue
            called = (inferred and place == "provenance") or dated
            if called and not _DATED.search(fold(text[max(0, one.start - 40) : one.start])[0]):
                continue
            if inferred and place == "byline" and not _at_edge(one, text):
                continue
            value = one.value(text, _year_in(one, context))
            if value:
                return as_guess(value, part.start + one.start, part.start + one.end, place, one.ambiguous)
    if place == "date line":
        year = year_of_line(text, language)
        if year:
            return as_guess(year, part.start, part.end, place)
    return None


def before_posting(
    one: FoundDate, text: str, context: int | None, posted: datetime.date | None
) -> HistoricalDate | None:
    """A date as written; one without a year is of the last such day before the text was posted, else of `context`."""
    if one.year is not None or posted is None:
        return one.value(text, _year_in(one, context))
    for year in (posted.year, posted.year - 1):
        value = one.value(text, _year_in(one, year))
        if value and value.first <= posted + GRACE:
            return value
    return None


def _year_in(one: FoundDate, context: int | None) -> int | None:
    """The Gregorian year of the context in the calendar of a found date, near enough for a date without a year."""
    if context is None:
        return None
    if one.calendar == "gregorian":
        return context
    if one.calendar == "solar hijri":
        return context - 621 if one.month <= 9 else context - 622
    return round((context - 622) * 33 / 32)


def dated_line(
    line: str,
    at: int,
    language: str,
    context: int | None,
    place: str,
    posted: datetime.date | None = None,
    roomy: bool = False,
) -> Guess | None:
    """A line that is a date and little else: place, weekday, issue or page number beside it.

    A `roomy` line, such as a sign-off, may say more if the date begins or ends it.
    """
    if len(line) > 140 or _PAGER.search(line):
        return None
    if place == "after the body" and ISSUE_NUMBER.search(fold(line)[0]):
        return None
    for one in find_dates(line, language):
        beside = len(line) - (one.end - one.start)
        if one.amended or (beside > max(34, 2 * (one.end - one.start)) and not (roomy and _at_edge(one, line))):
            continue
        value = before_posting(one, line, context, posted if context else None)
        if value:
            return as_guess(value, at + one.start, at + one.end, place, one.ambiguous)
    year = year_of_line(line, language)
    return as_guess(year, at, at + len(line), place) if year else None


def _at_edge(one: FoundDate, line: str) -> bool:
    """Whether a date begins or ends its line."""
    return not re.search(r"\w", line[: one.start]) or not re.search(r"\w", line[one.end :])
