"""Read the issuer out of what stands above and around a text: lead-in sentences of the compiler, mastheads, intros."""

import re

from editorial.intake import cues
from editorial.intake.recognise.acronym import is_acronym
from editorial.intake.recognise.attribution import ISSUER, Finding, named
from editorial.intake.recognise.bodies import has_kind
from editorial.intake.recognise.leads import acts, announced, holds_office, speaks_for, spoke
from editorial.intake.recognise.naming import NameFound, key_of, read_name, without_dates
from editorial.intake.recognise.surroundings import Surroundings
from editorial.intake.recognise.vocabulary import Vocabulary
from editorial.records import Passage

#: A short name of capitals on both sides of a hyphen: `Genel-İş`.
_SPELT = re.compile(r"[A-ZÀ-ÞŞÇĞİÖÜ][\w']{1,12}(?:-[A-ZÀ-ÞŞÇĞİÖÜ][\w']{1,12}){1,3}")
#: So many characters before a passage, or of its head, may lead to it.
_REACH = 900
_BEGINS = re.compile(r"(?:^|\s)(?:the|The|el|la|El|La|le|Le|o|a|O|A|die|der|Die|Der|und|and|,)\s+|^")
#: Keys under which a page's front matter sums it up.
_SUMMARY = re.compile(r"\W*(?:summary|description|excerpt|abstract|resumen|subtitle)\W", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?؟\n])\s+")
#: So many sentences of them are looked at.
_SENTENCES = 12


def of_head_prose(
    found: Finding, page: Surroundings, passage: Passage, vocabulary: Vocabulary, language: str, year: int | None
) -> None:
    """Sentences in the passage's head that no part claims: an intro, a summary ("… elected her its secretary")."""
    body = page.body(passage)[0]
    heads = [part for part in passage.parts if part.end <= body]
    edges = [passage.start, *(edge for part in heads for edge in (part.start, part.end)), body]
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        if end - start >= 40:
            _of_prose(found, page, start, min(end, start + _REACH), vocabulary, language, year, 0.7)


def of_lead_above(
    found: Finding, page: Surroundings, passage: Passage, vocabulary: Vocabulary, language: str, year: int | None
) -> None:
    """The compiler's own sentences right before a quoted text, or those that say that a text follows."""
    before = page.statement_above(passage)
    floor = before.end if before else 0
    start = max(floor, passage.start - _REACH)
    if passage.start - start >= 20:
        quoted = passage.kind == "quotation"
        _of_prose(found, page, start, passage.start, vocabulary, language, year, 0.7, told=not quoted)


def _of_prose(
    found: Finding, page: Surroundings, start: int, end: int, vocabulary: Vocabulary, language: str,
    year: int | None, firm: float, told: bool = False,
) -> None:  # fmt: skip
    text = without_dates(page.extract.text[start:end], language)
    at = 0
    sentences: list[tuple[int, str]] = []
    for gap in [*_SENTENCE.finditer(text), None]:
        stop = gap.start() if gap else len(text)
        if len(text[at:stop].split()) >= 4:
            sentences.append((at, text[at:stop]))
        at = gap.end() if gap else stop
    for at, sentence in sentences[::-1][:_SENTENCES]:
        if told and not _SUMMARY.match(sentence) and not cues.PROVENANCE.within(cues.plain(sentence)):
            continue
        name = announced(sentence, vocabulary) or spoke(sentence, vocabulary) or _acting(sentence, vocabulary)
        name = name if name and name.written else speaks_for(sentence, vocabulary)
        if name and name.written:
            found.add(named(name, start + at, ISSUER, firm, year), name.organ)
            return


def _acting(sentence: str, vocabulary: Vocabulary) -> NameFound | None:
    """The body that a sentence begins with and lets act: "The Union elected …", "… Platformu tepki gösterdi"."""
    for found in re.finditer(
        r"(?:^|\s)(?:the|The|el|la|El|La|le|Le|o|a|O|A|die|der|Die|Der|und|and|,)\s+|^", sentence[:400]
    ):
        name = read_name(sentence, found.end(), vocabulary)
        if name and name.written and (found.start() == 0 or acts(sentence[name.end :])):
            return name
        if name and name.written and holds_office(sentence[name.end : name.end + 80]):
            return name
    return None


def of_masthead(found: Finding, page: Surroundings, passage: Passage, vocabulary: Vocabulary, year: int | None) -> None:
    """A body's name that is all a line says right above the title or in the head: a masthead over a single text."""
    if len(page.statements) > 1:
        return
    lines = [line for line in page.lines_above(passage.start, 4) if not cues.NAVIGATION.whole(cues.plain(line[2]))]
    lines = [line for line in lines if line[0] not in page.menu]
    for start, _, line in reversed(lines):
        name = read_name(line, 0, vocabulary)
        if name and len(name.written.split()) >= 2 and not re.search(r"\w", line[name.end :]):
            found.add(named(name, start, ISSUER, 0.72, year), name.organ)
            return


def of_title_call(
    found: Finding, page: Surroundings, passage: Passage, vocabulary: Vocabulary, year: int | None
) -> None:
    """Who a title names before its colon: "Communiqué CGT rail: …", or a name that the text repeats, as in "
    ""ABC: …"."""
    titles = [(part.start, page.raw(part)[:200]) for part in passage.spans("title")[:1]]
    if not titles and len(page.statements) == 1:
        told = page.extract.page.get("title", "")[:200]
        titles = [(max(0, page.extract.text.find(told)), told)]
    for base, text in titles:
        colon = re.search(r"\s*[:：–|]\s", text)
        if not colon or colon.start() < 2:
            continue
        call = text[: colon.start()]
        start = 0
        said = cues.STATEMENT.find(cues.plain(call))
        if said and said.start() == 0:
            start = min(len(call), said.end() + (1 if said.end() < len(call) else 0))
        name = call[start:].strip(" *_«»\"'")
        if not 1 <= len(name.split()) <= 7 or name not in text or (not name[:1].isupper() and name[:1].isascii()):
            continue
        at = text.index(name)
        known = bool(vocabulary.find(name)) or has_kind(name)
        if (said and said.start() == 0 and known) or _repeated(page, passage, name) or _opens_with(page, passage, name):
            hit = NameFound(at, at + len(name), name)
            whole = read_name(name, 0, vocabulary)
            if whole and whole.hit and not re.search(r"\w", name[whole.end :]):
                hit = whole.shifted(at)
            found.add(named(hit, base, ISSUER, 0.8, year))
            return


def _opens_with(page: Surroundings, passage: Passage, name: str) -> bool:
    """Whether the first sentences name again what stands before a title's colon, and it is spelt as bodies are."""
    start, end = page.body(passage)
    spelt = is_acronym(name) or _SPELT.fullmatch(name) is not None or has_kind(name)
    return spelt and name in page.extract.text[start : min(end, start + _REACH)]


def _repeated(page: Surroundings, passage: Passage, name: str) -> bool:
    """Whether the lines around a text repeat the name of its title: its sign-off or its lead-in begins with it."""
    key = key_of(name)
    parts = [*passage.spans("sign-off"), *passage.spans("provenance"), *passage.spans("byline")]
    return len(key) >= 3 and any(key_of(page.raw(part)).startswith(key) for part in parts)
