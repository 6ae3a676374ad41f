"""Ground: what there is to say about a rendering beside its original, before a second person reads it.

Each file holds one check; a check is a generator over one pair of paragraphs that knows its own subject and nothing
else. Nothing here reads a database: who calls hands in the names of organisations and what has become stale.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from django.utils.translation import gettext_lazy as _

from editorial.quality import addresses, direction, forbidden, length, letters, names, numerals, punctuation, remainder
from editorial.quality.finding import ERROR, WARNING, Finding, Named, Pair, Span

__all__ = ["ERROR", "TITLE", "WARNING", "Finding", "Named", "Pair", "Span", "is_seen", "of_paragraph", "of_text"]

#: Every check of one pair, in the order in which findings are shown; then those of names and terms, which only warn.
CHECKS = (numerals, addresses, remainder, letters, direction, punctuation, length)
NAMED = (names, forbidden)
#: The number under which a title's findings stand; paragraphs are numbered from 1.
TITLE = 0


def is_seen(text: str) -> bool:
    """Whether a text has a character that a reader sees: joiners, direction marks and spaces are none."""
    return any(character.isprintable() and not character.isspace() for character in text)


@lru_cache(maxsize=2048)  # a page is checked when it is shown, when it is saved and when it is submitted
def _of_pair(pair: Pair) -> tuple[Finding, ...]:
    found = [finding for check in (NAMED if pair.names else CHECKS) for finding in check.check(pair)]
    return tuple(sorted(found, key=lambda one: not one.is_error))


def of_paragraph(number: int, pair: Pair) -> tuple[Finding, ...]:
    """Findings on one paragraph, errors first. One that the original has and the rendering has not is an error."""
    if not is_seen(pair.text):
        if not is_seen(pair.source):
            return ()
        title = number == TITLE
        message = _("The title is not translated.") if title else _("This paragraph is not translated.")
        return (Finding("missing", WARNING if title else ERROR, message, paragraph=number),)
    if not is_seen(pair.source):
        return ()
    found = _of_pair(replace(pair, names=())) + (_of_pair(pair) if pair.names else ())
    return tuple(replace(finding, paragraph=number) for finding in found)


def stale(number: int) -> Finding:
    """That the original reads otherwise than when this paragraph was made from it."""
    return Finding("stale", WARNING, _("The original has changed since this was translated."), paragraph=number)


def obsolete(number: int) -> Finding:
    """That a rendering stands beside nothing."""
    return Finding("obsolete", WARNING, _("The original has no such paragraph any more."), paragraph=number)


def of_text(
    original: tuple[str, Sequence[dict]],
    rendering: tuple[str, Sequence[dict]],
    languages: tuple[str, str],
    names: Sequence[Named] = (),
    changed: Collection[int] = (),
) -> dict[int, tuple[Finding, ...]]:
    """Findings on a whole text by paragraph number (`TITLE` first), in reading order; paragraphs without any left out.

    Both texts are (title, paragraphs) with paragraphs as at `archive.models.Revision`; `languages` are those of the
    original and of the rendering; `changed` are the numbers whose original has changed since they were rendered.
    """
    sources: Mapping[int, str] = {TITLE: original[0]} | {row["number"]: row["text"] for row in original[1]}
    texts: Mapping[int, str] = {TITLE: rendering[0]} | {row["number"]: row["text"] for row in rendering[1]}
    found: dict[int, tuple[Finding, ...]] = {}
    for number, source in sources.items():
        pair = Pair(source, texts.get(number, ""), *languages, tuple(names))
        found[number] = of_paragraph(number, pair)
        if number in changed:
            found[number] += (stale(number),)
    for number in texts:
        if number not in sources:
            found[number] = (obsolete(number),)
    return {number: rows for number, rows in found.items() if rows}
