"""Recognise the title: the passage's own, else the end of a lead-in that announces it, else that of the page.

A statement without one has none: nothing is made up from its first words.
"""

import re

from archive.folding import match_form
from editorial.intake import cues
from editorial.intake.recognise.naming import key_of
from editorial.intake.recognise.surroundings import Surroundings
from editorial.records import Guess, Passage, Span

_SEGMENT = re.compile(r"\s+(?:[|»«·•–—-]|::)\s+")
_GENERIC = frozenset(
    {"home", "index", "untitled", "untitled document", "blog", "news", "خانه", "صفحه اصلی", "الرییسیه"}
)


def guess_title(page: Surroundings, passage: Passage) -> Guess | None:
    """The title as printed, white space and Markdown signs aside, or None."""
    parts = passage.spans("title")
    if parts:
        words = " ".join(page.words(part.start, part.end) for part in parts)
        title = _tidy(words)
        if title:
            firm = 0.95 if passage.confidence > 0.5 else 0.75
            return Guess(title, firm, Span(parts[0].start, parts[-1].end))
    return _announced(page, passage) or _of_page(page, passage)


def _tidy(words: str) -> str:
    words = re.sub(r"^#{1,6}\s+|\s+#+$", "", words.strip())
    return words.replace("**", "").strip(" _\t") if words.strip("*_#=- ") else ""


def _announced(page: Surroundings, passage: Passage) -> Guess | None:
    """A title that ends a lead-in: "we found this on …: Statement of the …:"."""
    for part in reversed(passage.spans("provenance")):
        text = page.raw(part).rstrip()
        if text[:1] in "[(" or text[-1:] not in ":：":
            continue
        for colon in re.finditer(r"[:：]\s+", text[:-1]):
            rest = text[colon.end() :].rstrip(" :：")
            if len(rest.split()) >= 3 and cues.STATEMENT.begins(cues.plain(rest)):
                start = part.start + colon.end()
                return Guess(" ".join(rest.split()), 0.7, Span(start, start + len(rest)))
    return None


def _of_page(page: Surroundings, passage: Passage) -> Guess | None:
    """The page's title, for the first statement if none has it as its own; the site's name is cut off it."""
    title = page.extract.page.get("title", "")
    if not title or passage is not page.statements[0] or page.is_listing:
        return None
    own = {key_of(page.raw(part)) for other in page.statements for part in other.spans("title")}
    if key_of(title) in own:
        return None
    site = key_of(page.extract.page.get("site", ""))
    segments = [one for one in _SEGMENT.split(" ".join(title.split())) if one.strip()]
    kept = [one for one in segments if not (site and key_of(one) == site)]
    if len(kept) > 1 and not site:
        kept = [max(kept, key=len)]
    words = " – ".join(kept)
    if not words or match_form(words) in _GENERIC or len(words) < 6 or key_of(words) == site:
        return None
    at = page.extract.text.find(title)
    return Guess(_tidy(words), 0.7, Span(at, at + len(title)) if at >= 0 else None)
