"""What of a capture a reader may see: only words that have been published.

A page that was captured holds more than the statement it was captured for: other statements, still waiting or refused,
and names that an editor took out. A span was drawn by one person and never verified. So of a span those stretches are
shown that read as a published text reads, and whole bytes are given only where all their words have been published.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from archive.models import Capture, Extract, OrganisationName, Statement, Witness
from archive.public.represent import for_reading, represent
from archive.public.shapes import Represented
from archive.public.versions import versions
from archive.stages import Role

_GAP = re.compile(r"\s+")
_WORD = re.compile(r"\w")
_LINE = re.compile(r"[^\n]+")
TITLE, PARAGRAPH, NAMED, HELD = "title", "paragraph", "named", "held"
#: A page with more public statements than this, or a longer one, is not looked through for its bytes.
MOST_STATEMENTS, MOST_BYTES = 40, 500_000


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of an extract, by character offsets, whose words are public. `number` is a paragraph's."""

    kind: str
    start: int
    end: int
    number: int | None = None


def search_words(text: str, words: str, start: int, end: int) -> tuple[int, int] | None:
    """Where `words` stand in `text` between two offsets, however their white space is set; None where they do not."""
    parts = [re.escape(part) for part in _GAP.split(words.strip()) if part]
    found = re.compile(r"\s+".join(parts)).search(text, start, end) if parts else None
    return found.span() if found else None


def paragraphs_in(text: str, start: int, end: int, statement: Represented) -> list[Stretch]:
    """The paragraphs of the original that stand in a span, in their order."""
    found = []
    at = start
    for paragraph in statement.original.paragraphs:
        place = search_words(text, paragraph.text, at, end)
        if place:
            at = place[1]
            found.append(Stretch(PARAGRAPH, *place, paragraph.number))
    return found


def names_of(statement: Statement) -> list[str]:
    """How those who issued and signed a statement are called, here and on the page; longest first. One query.

    `statement` came through `for_reading`: whoever takes part in a public statement has a page with all these names.
    """
    loaded: Any = statement
    parts = [part for part in loaded.all_participations if part.role in (Role.ISSUER, Role.SIGNATORY)]
    bodies = [part.organisation_id for part in parts if part.organisation_id]
    known = OrganisationName.objects.filter(organisation__in=bodies).values_list("text", flat=True)
    names = {
        *known,
        *(part.written for part in parts),
        statement.issuing_body,
        statement.author,
        statement.date_written,
    }
    return sorted((name for name in names if name.strip()), key=len, reverse=True)


def stretches(text: str, start: int, end: int, statement: Represented, names: Iterable[str] = ()) -> list[Stretch]:
    """The public stretches of a span, in order and apart from each other.

    Paragraphs of the published text come first, then those of earlier published versions where the present wording is
    not found, then the title, the date, and the `names` of who took part; at last lines that a published text holds
    inside it, as an excerpt's do.
    """
    found = paragraphs_in(text, start, end, statement)
    missing = {one.number for one in statement.original.paragraphs} - {one.number for one in found}
    words: list[tuple[str, str, int | None]] = []
    if missing:
        for version in versions(statement, statement.original)[-2::-1]:
            words += [(PARAGRAPH, one.text, one.number) for one in version.text.paragraphs]
            words.append((TITLE, version.text.title, None))
    words.append((TITLE, statement.original.title, None))
    words += [(NAMED, name, None) for name in names]
    for kind, public, number in words:
        place = _free(text, public, start, end, found)
        if place:
            found.append(Stretch(kind, *place, number))
    found.sort(key=_start)
    held = _GAP.sub(" ", "\n".join(public for _kind, public, _number in words) + "\n" + statement.original.body())
    found += _lines_held(text, gaps(text, start, end, found), held)
    return sorted(found, key=_start)


def _start(one: Stretch) -> int:
    return one.start


def _lines_held(text: str, between: Iterable[tuple[int, int]], held: str) -> list[Stretch]:
    """Lines whose words stand in a row in a published text; the dots with which a page cuts one off are no words."""
    found = []
    for left, right in between:
        for line in _LINE.finditer(text, left, right):
            words = _GAP.sub(" ", line[0].strip(" .…[]"))
            if words and f" {words} " in f" {held} ":
                found.append(Stretch(HELD, *line.span()))
    return found


def _free(text: str, words: str, start: int, end: int, taken: Sequence[Stretch]) -> tuple[int, int] | None:
    """The first place of `words` in a span where nothing was found before."""
    at = start
    while place := search_words(text, words, at, end):
        if not any(one.start < place[1] and place[0] < one.end for one in taken):
            return place
        at = place[0] + 1
    return None


def gaps(text: str, start: int, end: int, found: Sequence[Stretch]) -> list[tuple[int, int]]:
    """The parts of a span between its public stretches that hold words; marks and white space are nobody's secret."""
    edges = [start, *(edge for one in found for edge in (one.start, one.end)), end]
    between = list(pairwise(edges))[::2]
    return [_trimmed(text, left, right) for left, right in between if _WORD.search(text, left, right)]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch without the white space at its ends."""
    inner = text[start:end]
    return start + len(inner) - len(inner.lstrip()), end - len(inner) + len(inner.rstrip())


def bytes_if_public(extract: Extract) -> bytes | None:
    """The captured bytes, where they are plain text whose every word has been published; else None.

    Markup, documents and mail hold more than can be seen; those are never given.
    """
    capture: Capture = extract.capture
    if capture.media_type.partition(";")[0] != "text/plain" or capture.size > MOST_BYTES:
        return None
    witnesses: list[Any] = list(Witness.objects.filter(extract=extract).values("start", "end", "statement"))
    statements = {
        one.pk: (represent(one, whole=True), names_of(one))
        for one in for_reading(Statement.objects.public())
        .filter(witnesses__extract=extract)
        .distinct()[: MOST_STATEMENTS + 1]
    }
    if len(statements) > MOST_STATEMENTS:
        return None
    found: list[Stretch] = []
    for witness in witnesses:
        if witness["statement"] in statements:
            found += stretches(extract.text, witness["start"], witness["end"], *statements[witness["statement"]])
    found = _joined(found)
    if gaps(extract.text, 0, len(extract.text), found):
        return None
    try:
        content = capture.content()
        read = content.decode("utf-8-sig")
    except (FileNotFoundError, UnicodeDecodeError):
        return None
    # What the extract left out is not known to be public.
    return content if _GAP.sub(" ", read).strip() == _GAP.sub(" ", extract.text).strip() else None


def _joined(found: Sequence[Stretch]) -> list[Stretch]:
    """Stretches of several spans in order, those that overlap made one."""
    joined: list[Stretch] = []
    for one in sorted(found, key=lambda one: (one.start, one.end)):
        if joined and one.start < joined[-1].end:
            last = joined.pop()
            one = Stretch(last.kind, last.start, max(last.end, one.end), last.number)
        joined.append(one)
    return joined
