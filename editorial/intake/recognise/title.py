"""Recognise the title: the passage's own, else the end of a lead-in that announces it, else that of the page.

A line that the passage calls its title keeps its place unless it can be none (a menu, tags, a counter, a greeting) or
says less than another line of the same head (a section, the name of the site): then the best line of the head is
taken. A statement without one has none: nothing is made up from its first words.
"""

import re

from archive.folding import match_form
from editorial.intake import cues
from editorial.intake.recognise.bodies import is_body_line, names_medium
from editorial.intake.recognise.date_place import AMENDED, POSTING, dated_line
from editorial.intake.recognise.headline import FAIR, GOOD, NEVER, WEAK, is_menu, verdict, without_subject
from editorial.intake.recognise.letters import fold
from editorial.intake.recognise.naming import key_of
from editorial.intake.recognise.surroundings import Surroundings
from editorial.records import Guess, Passage, Span

_SEGMENT = re.compile(r"\s+(?:[|»«·•–—-]|::)\s+")
_GENERIC = frozenset(
    {"home", "index", "untitled", "untitled document", "blog", "news", "خانه", "صفحه اصلی", "الرییسیه"}
)


def guess_title(page: Surroundings, passage: Passage, language: str) -> Guess | None:
    """The title as printed, white space and Markdown signs aside, or None."""
    own = _own(page, passage, language)
    if page.facts_end and len(page.statements) == 1:
        told = _of_page(page, passage)
        if told and not (own and own[2] >= GOOD > verdict(str(told.value))):
            return told
    if own and own[2] >= FAIR and not (len(page.statements) == 1 and _doubtful(page, own)):
        called = None if _sets_itself(page, own) else _of_head(page, passage, language, sure=True, least=GOOD)
        above = called is not None and called.evidence is not None and called.evidence.start < own[0][0].start
        return called if called and above else _set(page, passage, *own[:2])
    sure = own is None or own[2] >= FAIR
    better = _of_head(page, passage, language, sure) if own or len(page.statements) == 1 else None
    if better:
        return better
    if own and own[2] > NEVER:
        return _set(page, passage, *own[:2])
    return _announced(page, passage) or _of_page(page, passage)


def _set(page: Surroundings, passage: Passage, spans: list[Span], words: str) -> Guess:
    firm = 0.95 if passage.confidence > 0.5 else 0.75
    return Guess(words, firm, Span(spans[0].start, spans[-1].end))


def _own(page: Surroundings, passage: Passage, language: str) -> tuple[list[Span], str, int] | None:
    """The passage's title parts without the lines that are none, as (spans, words, how well they may be a title)."""
    lines = []
    for part in passage.spans("title"):
        at = part.start
        for line in page.raw(part).split("\n"):
            if line.strip():
                named = without_subject(line)
                lines.append((Span(at + len(line) - len(named), at + len(line)), named))
            at += len(line) + 1
    if len(lines) == 1:
        kept, worth = lines, _worth(page, lines[0][1], language)
    else:
        told = [(one, _worth(page, one[1], language)) for one in lines]
        kept = [one for one, worth in told if worth > NEVER]
        worth = max((worth for _, worth in told), default=NEVER)
    words = _tidy(" ".join(" ".join(line.split()) for _, line in kept))
    return ([span for span, _ in kept], words, worth) if words else None


def _sets_itself(page: Surroundings, own: tuple[list[Span], str, int]) -> bool:
    """Whether a title says what it is, or is set as a heading: then a page's own facts do not overrule it."""
    return own[2] >= GOOD or (own[2] >= FAIR and page.heading_rank(own[0][0].start) > 0)


def _doubtful(page: Surroundings, own: tuple[list[Span], str, int]) -> bool:
    """Whether a title may rather be a section or a body's name: few plain words, that do not say what they are."""
    spans, words, worth = own
    return worth < GOOD and not page.heading_rank(spans[0].start) and (len(words.split()) <= 4 or is_body_line(words))


def _worth(page: Surroundings, line: str, language: str) -> int:
    """How well a line may be a title: by its own words, and not if it is the name of the site."""
    own = verdict(line)
    if own > NEVER and (dated_line(line, 0, language, None, "heading") or _tells_posting(line)):
        return WEAK if cues.STATEMENT.begins(cues.plain(line)) else NEVER
    site = key_of(line) in page.mastheads or (len(line.split()) <= 5 and names_medium(line))
    return min(own, WEAK) if site else own


def _tells_posting(line: str) -> bool:
    folded = fold(line[:80])[0]
    return any(map(str.isdigit, folded)) and (POSTING.search(folded) or AMENDED.match(folded)) is not None


def _of_head(page: Surroundings, passage: Passage, language: str, sure: bool, least: int = FAIR) -> Guess | None:
    """The best of the lines between the statement before and the running text.

    What stands above a menu is the site's. Where it must be `sure`, only a line that says what it is, is set as a
    heading or is the title that the page tells of itself.
    """
    told = match_form(page.extract.page.get("title", ""))
    best: tuple[float, Guess] | None = None
    trail = ""
    for number, (start, end, line) in enumerate(page.head_lines(passage)):
        if is_menu(line):
            best, trail = None, match_form(line)
            continue
        line = without_subject(line)
        worth, form = _worth(page, line, language), match_form(line)
        points = page.heading_rank(start) + 3.0 * bool(form and form in told) + 2.0 * bool(form and form in trail)
        words = _tidy(" ".join(line.split()))
        if worth < least or not words or words[0] in "[(" or (sure and worth < GOOD and not points):
            continue
        points -= 1.5 * is_body_line(line)
        points += worth + 0.5 * (4 <= len(line.split()) <= 20) - 0.01 * number
        if best is None or points > best[0]:
            best = points, Guess(words, 0.75, Span(start, end))
    return best[1] if best else None


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
    if page.facts_end:
        kept = [title]
    elif len(kept) > 1 and not site:
        kept = [max(kept, key=len)]
    words = " – ".join(kept)
    if not words or match_form(words) in _GENERIC or len(words) < 6 or key_of(words) == site:
        return None
    at = page.extract.text.find(title)
    return Guess(_tidy(words), 0.7, Span(at, at + len(title)) if at >= 0 else None)
