"""Recognise when a statement was issued.

Every place that may tell it is a candidate, and the places are weighed against each other: the text's own day (the
place and day that open its body, its sign-off, a line after its end) beats the day in its head, because a text is
written before it is posted; an own day after the posted one is of something else and loses. The note of its origin
comes next, then the nearest date heading above, the page's own facts, its address. A text that another channel brought
here never takes the page's date: the day of the page that carries an older text is not the statement's day. Where the
text's own line names a day that never was (31 Mehr), no other place fills in. Dates inside the prose are of events and
count for nothing.
"""

import datetime
import re
from dataclasses import replace

from archive.dates import HistoricalDate
from editorial.intake import cues
from editorial.intake.recognise.date_around import context_year, of_page
from editorial.intake.recognise.date_finder import find_dates, names_no_day
from editorial.intake.recognise.date_place import (
    FIRM,
    GRACE,
    ISSUE_NUMBER,
    POSTING,
    as_guess,
    before_posting,
    dated_line,
    first_date,
)
from editorial.intake.recognise.headline import greets
from editorial.intake.recognise.letters import fold
from editorial.intake.recognise.months import WEEKDAYS
from editorial.intake.recognise.naming import key_of
from editorial.intake.recognise.surroundings import Surroundings
from editorial.records import Guess, Passage

_TODAY = re.compile(
    r"(?:today|this day|امروز|اليوم|یوم|bugun|heute|aujourd'hui|hoy|hoje|iro|امرو|یمرو)\W{1,3}(?:[^\W\d]+\W+){0,2}$"
)
_LINE_ENDS = re.compile(r"[ \t]*(?:[-|:.,)\]]|\n|$|  )")
_VERB_AFTER = re.compile(
    r"[ ,]*(?:was|is|marks|marked|saw|will|were|has|روز|بود|است|سالروز|یادآور|كان|هو|ist|war|est|fut|es|fue|foi)\b"
)
_PLACE_BEFORE = re.compile(r"[\s\W]*(?:[^\W\d_][\w'.]*[ ,/()\-]*){0,6}?(?:[,(:/|-]|\bon\b|\bel\b|\bam\b|\ble\b)?[\s(]*")
_WEEKDAY_TAIL = re.compile(rf"(?<!\w)(?:{'|'.join(fold(word)[0] for word in WEEKDAYS)})[ ,]*$")


def guess_date(page: Surroundings, passage: Passage, language: str) -> Guess | None:
    """The day, month or year of the statement as a Guess of a `HistoricalDate`, or None where nothing tells it."""
    context = context_year(page, passage, language)
    head, issue = _of_head(page, passage, language, context)
    head = head or _marked(page, passage)
    posted = head.value.last if head and isinstance(head.value, HistoricalDate) else None
    own = (
        _dateline(page, passage, language, context, posted)
        or _after_body(page, passage, language, context, posted)
        or _lead_in_body(page, passage, language)
        or _right_after(page, passage, language, posted)
        or _closing_title(page, passage, language)
    )
    if head and own:
        return _weighed(own, head)
    told = own or head or _today(page, passage, language) or issue
    if told or _names_no_day(page, passage, language):
        return told
    return _of_frame(page, passage, language) or of_page(page, passage, language) or _in_title(page, passage, language)


def _of_head(
    page: Surroundings, passage: Passage, language: str, context: int | None
) -> tuple[Guess | None, Guess | None]:
    """The date in the passage's head or note, and the first one that only dates the paper's issue."""
    issue = posted = None
    _, end = page.body(passage)
    if passage.kind == "quotation":
        for part in passage.spans("provenance"):
            told = first_date(page, part, language, context, "provenance", dated=True)
            if told:
                return told, None
    for kind in ("date line", "byline", "provenance"):
        for part in passage.spans(kind):
            if kind != "provenance" and part.start >= end:
                continue  # a line after the text is its sign-off's
            found = first_date(page, part, language, context, kind)
            if found is None:
                continue
            words = fold(page.raw(part))[0]
            if ISSUE_NUMBER.search(words):
                issue = issue or found
            elif posted is None and kind != "provenance" and POSTING.search(words):
                posted = found
            else:
                return (_weighed(found, posted) if posted else found), issue
    return posted or _under_title(page, passage, language), issue


def _of_frame(page: Surroundings, passage: Passage, language: str) -> Guess | None:
    """The day of the report that quotes a text, from the lines of its own head that were left in the passage."""
    for part in passage.spans("insert"):
        if part.start >= page.body(passage)[0]:
            break
        found = dated_line(page.raw(part), part.start, language, None, "report")
        if found:
            return found
    return None


def _under_title(page: Surroundings, passage: Passage, language: str) -> Guess | None:
    """A whole date in a line that follows the title's first one: a byline taken for a part of the title."""
    for part in passage.spans("title"):
        at = part.start
        for number, line in enumerate(page.raw(part).split("\n")):
            if number or part is not passage.spans("title")[0]:
                found = dated_line(line, at, language, None, "heading", roomy=True)
                if found:
                    return found
            at += len(line) + 1
    return None


def _lead_in_body(page: Surroundings, passage: Passage, language: str) -> Guess | None:
    """The day in a first paragraph that speaks of the text below it: "The following letter was handed over on …"."""
    bodies = passage.spans("body")
    if len(bodies) < 2 or len(page.raw(bodies[0])) > 400:
        return None
    text = page.raw(bodies[0])
    greeting = page.raw(bodies[1]).rstrip()
    addressed = greets(greeting) or any(
        bodies[0].end <= part.start < bodies[1].start for part in passage.spans("salutation")
    )
    if not addressed and not (text.rstrip()[-1:] == ":" and cues.PROVENANCE.within(cues.plain(text))):
        return None
    for one in find_dates(text, language):
        value = one.value(text) if one.day and one.year else None
        if value:
            return as_guess(value, bodies[0].start + one.start, bodies[0].start + one.end, "provenance")
    return None


def _right_after(page: Surroundings, passage: Passage, language: str, posted: datetime.date | None) -> Guess | None:
    """A date in the two lines that follow a quoted text: its sign-off, left outside."""
    below = page.lines_below(passage.end, 2)
    if passage.kind != "quotation" and not page.is_from_elsewhere(passage) and not _signs(page, passage, below):
        return None
    for start, _, line in below:
        if page.extract.text[passage.end : start].count("\n") > 6 or len(line) > 90:
            break
        found = dated_line(line, start, language, posted.year if posted else None, "after the body", posted, roomy=True)
        if found:
            return found
    return None


def _signs(page: Surroundings, passage: Passage, below: list[tuple[int, int, str]]) -> bool:
    """Whether the line right below a text is the body's name that its title says: a sign-off left outside."""
    name = key_of(below[0][2]) if below else ""
    return len(name) > 5 and any(name in key_of(page.raw(part)) for part in passage.spans("title"))


def _weighed(own: Guess, head: Guess) -> Guess:
    """Of the day in the head and the text's own the latter, unless it is later, or tells less."""
    if not isinstance(own.value, HistoricalDate) or not isinstance(head.value, HistoricalDate):
        return head
    if own.value.first == head.value.first and own.value.last == head.value.last:
        return replace(own, confidence=FIRM["date line"])
    later = own.value.first > head.value.last + GRACE
    vaguer = own.value.last - own.value.first > head.value.last - head.value.first
    return head if later or vaguer else replace(own, confidence=round(own.confidence * 0.95, 2))


def _names_no_day(page: Surroundings, passage: Passage, language: str) -> bool:
    """Whether a line that should date the text names a day that never was."""
    parts = [*passage.spans("date line"), *passage.spans("byline"), *passage.spans("sign-off")]
    return any(names_no_day(page.raw(part), language) for part in parts)


def _marked(page: Surroundings, passage: Passage) -> Guess | None:
    """A date that the format itself marks inside the passage's head, such as `<time datetime>`."""
    start, _ = page.body(passage)
    for mark in page.extract.marks:
        if mark.kind == "date" and mark.value and passage.start <= mark.start < passage.end:
            found = find_dates(mark.value)
            value = found[0].value(mark.value) if found else None
            if value and (mark.end <= start + 5 or mark.start >= page.body(passage)[1] - 5):
                return as_guess(value, mark.start, mark.end, "mark")
    return None


def _dateline(
    page: Surroundings, passage: Passage, language: str, context: int | None, posted: datetime.date | None
) -> Guess | None:
    """A date that opens the body: "Beirut, 3 May 2020 –", or the date at the very start."""
    start, end = page.text_start(passage), page.body(passage)[1]
    text = page.extract.text[start : min(end, start + 220)]
    found = find_dates(text, language)
    if not found or found[0].amended or found[0].day is None:
        return None
    one = found[0]
    before, after = fold(text[: one.start])[0], fold(text[one.end :])[0]
    bare = _WEEKDAY_TAIL.sub("", before)
    set_off = bool(_LINE_ENDS.match(after))
    if bare.strip(" *_\"'«“([-"):
        fits = len(before) <= 45 and _PLACE_BEFORE.fullmatch(before) and bare.rstrip()[-1:] in ",(:/|-" and set_off
        if not fits and one.year is not None and cues.STATEMENT.begins(cues.plain(before)):
            # "Statement of the … on …, Vienna, 3 November 2020 We …": a heading run into the text
            run_in = text[one.end :].lstrip()[:1].isupper() or set_off
            fits = run_in and before.rstrip()[-1:] in ",(-" and ". " not in before
    else:
        fits = one.year is not None and not _VERB_AFTER.match(after)
    if not fits:
        return None
    value = before_posting(one, text, context, posted)
    return as_guess(value, start + one.start, start + one.end, "dateline", one.ambiguous) if value else None


def _after_body(
    page: Surroundings, passage: Passage, language: str, context: int | None, posted: datetime.date | None
) -> Guess | None:
    """A date in the sign-off, in a line after the body, or alone in one of the body's last lines."""
    _, end = page.body(passage)
    signed = [(part.start, part.end) for part in passage.spans("sign-off")]
    tails = list(signed)
    tails += [(part.start, part.end) for part in passage.spans("signatories")[:1] + passage.spans("signatories")[-1:]]
    lasts = [(part.start, part.end) for part in passage.spans("body")[-4:][::-1] if part.end - part.start < 120]
    tails.append((end, passage.end))
    for start, stop in (*tails, *lasts):
        at = start
        for line in page.extract.text[start:stop].split("\n"):
            # A slogan may name a day ("All out on 1 May!"); only a whole date dates the text that it ends.
            year = None if (start, stop) in lasts else context
            guess = dated_line(line, at, language, year, "after the body", posted, roomy=(start, stop) in signed)
            if guess:
                return guess
            at += len(line) + 1
    return None


def _today(page: Surroundings, passage: Passage, language: str) -> Guess | None:
    """ "Today, 12 January 2026, …" in the first lines of the body."""
    start, end = page.body(passage)
    text = page.extract.text[start : min(end, start + 300)]
    for one in find_dates(text, language):
        value = one.value(text) if one.day else None
        if value and _TODAY.search(fold(text[max(0, one.start - 40) : one.start])[0]):
            return as_guess(value, start + one.start, start + one.end, "today", one.ambiguous)
    return None


def _closing_title(page: Surroundings, passage: Passage, language: str) -> Guess | None:
    """A whole date set off at the end of the title: "Communiqué of the … (2 May 2017)"."""
    for part in passage.spans("title"):
        text = page.raw(part)
        for one in find_dates(text, language)[-1:]:
            set_off = text[: one.start].rstrip()[-1:] in "(,،[–—|-" and not re.search(r"\w", text[one.end :])
            value = one.value(text) if one.day and one.year and set_off else None
            if value:
                return as_guess(value, part.start + one.start, part.start + one.end, "dateline")
    return None


def _in_title(page: Surroundings, passage: Passage, language: str) -> Guess | None:
    for part in passage.spans("title"):
        text = page.raw(part)
        for one in find_dates(text, language):
            value = one.value(text) if one.day and one.year else None
            if value:
                return as_guess(value, part.start + one.start, part.start + one.end, "title")
    return None
