"""Recognise who signed: a list under "Signed:", one paragraph of names, or the brackets of an editor's note.

Order and wording stay as on the page. A person's office or place goes to `detail`; the name of a body is kept whole,
since commas and dashes belong to it. Separators, strongest first: line, semicolon, bullet, bar, dash, comma; those
inside brackets part nothing.
"""

import re

from archive.folding import match_form
from editorial.intake import cues
from editorial.intake.recognise.bodies import has_kind
from editorial.intake.recognise.date_finder import find_dates
from editorial.intake.recognise.listed_name import KNOWN, NONE, is_like_a_person, name_strength
from editorial.intake.recognise.person import person_in
from editorial.intake.recognise.surroundings import Surroundings
from editorial.intake.recognise.vocabulary import Vocabulary
from editorial.records import Named, Passage, Span

SIGNATORY = "signatory"
#: Fewer names than this in brackets are no list of signatories.
LEAST_IN_BRACKETS = 3
#: So many names in a paragraph are many.
_MANY = 8

_NUMBER = re.compile(r"^\s*(?:[•·●▪■◆*+>–—-]|\(?\d{1,4}\s?[.):\-–—/]|[٠-٩۰-۹]{1,4}\s?[.):\-–—/])\s*")
_LINK = re.compile(r"\[([^\[\]]+)\]\([^()\s]*\)")
_AND = re.compile(r"^(?:and|et|y|e|und|ve|û|as well as|و)\s+", re.IGNORECASE)
_FOOTNOTE = re.compile(r"^\s*(?:\*+|†|\(\*\))\s+\S+(?:\s+\S+){5,}")
#: A paragraph of names that goes on in the next line behind its comma or before its last "and".
_WRAPPED = re.compile(
    r"(?<![^\n])(?:[^\n,،]+[,،][^\n]*[,،][^\n]*[,،][ \t]*\n(?!\n))+[^\n]+(?:\n(?:and|et|y|e|und|ve|û|و) [^\n]+)?"
)
#: "and" between the last two of a list, and what stands for those who are not named.
_JOINT = re.compile(r"\s(?:and|et|y|e|und|ve|û|و)\s|\s و ", re.IGNORECASE)
_OTHERS = re.compile(
    r"(?:(?:and|et|y|e|und|ve|û|و)\s?)?(?:(?:\d+\s)?(?:many )?others?|(?:d')?autres|otr[oa]s|outr[oa]s|"
    r"andere|(?:viele )?weitere|diğerleri|yên din|دیگران|آخرون|غیرهم|وغيرهم|ئەوانی تر|et al\.?|etc\.?)"
)
_DASHES = (" – ", " — ", " - ")
#: A dash between a name and its short form: `Council of Ovens - COV`.
_DASH_IN_NAME = re.compile(
    r"\s[–—-]\s(?:[A-Z][\w./&-]*[A-Z][\w./&-]*|[A-Z][\w-]+(?=\s*[,،;]))(?=\s*(?:[,،;)\n/]|\Z))|(?<![^\s,;(])[A-Z]{3,}\s[–—-]\s"
)
_SEPARATORS = (";", "؛", "•", "\t", " | ", " / ", " – ", " — ", " - ", "،", ",")


def read_signatories(
    page: Surroundings, passage: Passage, vocabulary: Vocabulary, year: int | None
) -> tuple[Named, ...]:
    """The signatories of a passage as `Named` with role signatory, in the order of the page."""
    entries = (
        _listed(page, passage)
        or _bracketed(page, passage)
        or _closing_bodies(page, passage, vocabulary)
        or _closing_paragraph(page, passage, vocabulary)
    )
    names = []
    for start, end, text in entries:
        name, detail = _parted(text)
        if not name:
            continue
        known = vocabulary.exact(name, year)
        names.append(
            Named(name, SIGNATORY, text, known.slug if known else "", detail, 0.95 if known else 0.9, Span(start, end))
        )
    return tuple(names)


def _listed(page: Surroundings, passage: Passage) -> list[tuple[int, int, str]]:
    """Entries of the parts that the split found to be signatories."""
    lines: list[tuple[int, int, str]] = []
    for part in passage.spans("signatories"):
        at = part.start
        for line in _WRAPPED.sub(lambda wrapped: wrapped[0].replace("\n", " "), page.raw(part)).split("\n"):
            if line.strip():
                lines.append((at, at + len(line), line))
            at += len(line) + 1
    starred = sum(line.lstrip().startswith("*") for _, _, line in lines) * 2 > len(lines)
    kept: list[tuple[int, int, str]] = []
    for start, end, line in lines:
        begin = _after_cue(line)
        if begin:
            start, line = start + begin, line[begin:]
        if not line.strip(" :.-–*_#") or (_FOOTNOTE.match(line) and kept and not starred) or _is_date(line):
            continue
        kept.append((start, end, line))
    kept = _without_headings(page, kept)
    entries: list[tuple[int, int, str]] = []
    for start, end, line in kept:
        pieces = _pieces(line) if _is_list(line, len(kept)) else [(0, len(line))]
        for first, last in pieces:
            text = _tidy(line[first:last])
            if text and not _OTHERS.fullmatch(text.casefold()):
                entries.append((start + first, min(start + last, end), text))
    return entries


def _without_headings(page: Surroundings, lines: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """The lines without those that head the parts of a list: "Individuals:", or set as headings.

    In a list without blank lines inside its parts, a line of up to three words between a blank line and a name is one.
    """
    text = page.extract.text
    headings = [(mark.start, mark.end) for mark in page.extract.marks if mark.kind == "heading"]
    headed = [any(a <= start and end <= b + 1 for a, b in headings) for start, end, _ in lines]
    gaps = [number > 0 and "\n\n" in text[lines[number - 1][1] : start] for number, (start, _, _) in enumerate(lines)]
    parts = 0 < sum(gaps) <= 0.4 * len(lines)
    kept = []
    for number, (start, end, line) in enumerate(lines):
        last = number + 1 == len(lines)
        opens = parts and (gaps[number] or not number) and not last and not gaps[number + 1]
        words = len(line.split())
        below = NONE if last else name_strength(lines[number + 1][2])
        short = (words == 1 and below > NONE) or (words <= 3 and name_strength(line) < KNOWN and below == KNOWN)
        if line.lstrip().startswith("#") or line.rstrip(" *_").endswith((":", "：")):
            continue
        if (headed[number] and sum(headed) * 2 < len(lines)) or (opens and short):
            continue
        kept.append((start, end, line))
    return kept


def _is_list(line: str, lines: int) -> bool:
    """Whether one line holds several names: parted by semicolons, or more than one piece of it known for a name.

    In a list of a name a line (`Ada Quill, lecturer, Institute of Ovens, Port Almond`) it takes more pieces.
    """
    spans = _pieces(line)
    if len(spans) < 2:
        return False
    if line[spans[0][1] : spans[1][0]].strip() in ("؛", ";", "•", "|"):
        return True
    named = [name_strength(line[a:b]) for a, b in spans]
    if "\t" in line[spans[0][1] : spans[1][0] + 1]:
        return all(one == KNOWN or is_like_a_person(line[a:b]) for one, (a, b) in zip(named, spans, strict=True))
    if lines > 2 and len(spans) < 8:
        return False
    shaped = sum(one > NONE for one in named)
    return len(spans) >= 3 and shaped >= 0.6 * len(spans) and (lines <= 2 or named.count(KNOWN) >= 0.3 * len(spans))


def _after_cue(line: str) -> int:
    """How much of a line is the words that open a list ("Signers:", «امضاکنندگان:»); 0 where it is a name."""
    colon = re.search(r"[:：]", line)
    head = line[: colon.start()] if colon else line
    plain = cues.plain(head)
    if cues.SIGNATORIES.whole(plain):
        return colon.end() if colon else len(line)
    if colon and len(head.split()) <= 14 and cues.SIGNATORIES.within(plain):
        return colon.end()
    return 0


def _is_date(line: str) -> bool:
    return any(one.end - one.start > 0.5 * len(line.strip()) for one in find_dates(line))


def _cut(text: str, separator: str) -> list[tuple[int, int]]:
    """Spans of `text` between separators that stand outside brackets and quotation marks."""
    spans, depth, begin, at = [], 0, 0, 0
    while at < len(text):
        if text[at] in "([«“":
            depth += 1
        elif text[at] in ")]»”":
            depth = max(0, depth - 1)
        elif not depth and text.startswith(separator, at):
            spans.append((begin, at))
            at += len(separator)
            begin = at
            continue
        at += 1
    return [*spans, (begin, len(text))]


def _pieces(text: str) -> list[tuple[int, int]]:
    """Spans of the names in one line, parted by the strongest separator that does not rather belong to the names."""
    for separator in _SEPARATORS:
        spans = _cut(text, separator)
        if separator in _DASHES and _DASH_IN_NAME.search(text):
            within = len(_DASH_IN_NAME.findall(text))
            if within * 2 >= len(spans) - 1:
                continue
        if len(spans) >= 3 or (len(spans) == 2 and separator in ";؛•\t"):
            return [*spans[:-1], *_last_pair(text, spans[-1])] if separator in ",،" else spans
    return [(0, len(text))]


def _last_pair(text: str, span: tuple[int, int]) -> list[tuple[int, int]]:
    """The last piece of a list as two, where "and" joins two persons in it, or two of many names of a word."""
    found = _JOINT.search(text, *span)
    if found:
        before, after = text[span[0] : found.start()], text[found.end() : span[1]]
        if len(before.split()) == len(after.split()) == 1 and text.count(",") >= _MANY:
            return [(span[0], found.start()), (found.end(), span[1])]
        if name_strength(before) == name_strength(after) == KNOWN and not has_kind(before) and not has_kind(after):
            return [(span[0], found.start()), (found.end(), span[1])]
    return [span]


def _tidy(text: str) -> str:
    """One entry without bullet, number, link signs and marks of footnotes."""
    text = _LINK.sub(r"\1", " ".join(re.sub(r"\s*\t\s*", ", ", text.strip()).split()))
    text = _AND.sub("", _NUMBER.sub("", text))
    text = text.replace("\\*", "").replace("**", "").strip(" \t*_,;،؛.•–—")
    if text.endswith((" (", "(")):
        text = text.rstrip(" (")
    return text if any(letter.isalpha() for letter in text) else ""


def _parted(text: str) -> tuple[str, str]:
    """Name and detail: "A B, general secretary of C" is a person with an office; a body's name stays whole."""
    plain = text.replace("*", "").strip()
    found = re.search(r"\s*[,،]\s*|\s+\(|\s[–—-]\s", plain)
    if found and not has_kind(plain[: found.start()]) and person_in(plain[: found.start()]):
        return plain[: found.start()].strip(), plain[found.end() :].strip(" )")
    return plain, ""


def _bracketed(page: Surroundings, passage: Passage) -> list[tuple[int, int, str]]:
    """Entries of a list that stands in brackets inside the note of origin."""
    for part in passage.spans("provenance"):
        text = page.raw(part)
        for found in re.finditer(r"\(([^()]{20,})\)", text):
            for separator in (" – ", " — ", ";", "؛", " - ", "،", ","):
                spans = _cut(found[1], separator)
                named = [(a, b) for a, b in spans if _tidy(found[1][a:b])]
                short = all(len(found[1][a:b].split()) <= 10 for a, b in named)
                if len(named) >= LEAST_IN_BRACKETS and short:
                    base = part.start + found.start(1)
                    return [(base + a, base + b, _tidy(found[1][a:b])) for a, b in named]
    return []


def _closing_bodies(page: Surroundings, passage: Passage, vocabulary: Vocabulary) -> list[tuple[int, int, str]]:
    """Three and more lines after the body that each name a body: a joint statement without the word "signed"."""
    entries: list[tuple[int, int, str]] = []
    opening = match_form(page.body_text(passage)[:_OPENING])
    for part in passage.spans("sign-off"):
        at = part.start
        for line in page.raw(part).split("\n"):
            text = _tidy(line)
            body = has_kind(text) and not cues.COMMITTEE.whole(cues.plain(text))
            body = body or (len(text) >= _SPELT and match_form(text) in opening)  # "On behalf of …"
            if text and len(text.split()) <= 14 and (body or vocabulary.exact(text)):
                entries.append((at, at + len(line), text))
            at += len(line) + 1
    return entries if len(entries) >= 3 else []


#: So much of a text may name beforehand who signs it, in characters; letters of a name that is believed for it.
_OPENING, _SPELT = 600, 6
#: Characters of a last paragraph that may be nothing but names: some five hundred bodies.
_LONGEST_CLOSING = 20_000


def _closing_paragraph(page: Surroundings, passage: Passage, vocabulary: Vocabulary) -> list[tuple[int, int, str]]:
    """A last paragraph that is nothing but names of bodies, parted by one separator."""
    for part in (*passage.spans("sign-off")[:1], *passage.spans("body")[-1:]):
        text = page.raw(part)
        if len(text) > _LONGEST_CLOSING:
            continue
        for separator in _SEPARATORS:
            pieces = [(a, b, _tidy(text[a:b])) for a, b in _cut(text, separator)]
            pieces = [piece for piece in pieces if piece[2]]
            if len(pieces) < 4 or any(len(words.split()) > 12 for _, _, words in pieces):
                continue
            bodies = sum(has_kind(words) or vocabulary.exact(words) is not None for _, _, words in pieces)
            named = all(words[0].isupper() or not words[0].isascii() for _, _, words in pieces)
            if named and bodies * 2 >= len(pieces):
                return [(part.start + a, part.start + b, words) for a, b, words in pieces]
    return []
