"""Read the issuer out of the lines under a text: organ and organisation, an officer, people who sign together."""

import re

from editorial.intake import cues
from editorial.intake.recognise.attribution import ISSUER, Finding, named
from editorial.intake.recognise.bodies import KIND, is_addressed, is_wish, names_people
from editorial.intake.recognise.leads import holds_office, speaks_for
from editorial.intake.recognise.letters import fold
from editorial.intake.recognise.name_line import name_of_line
from editorial.intake.recognise.naming import NameFound, clean, key_of, read_name, split_organ, without_dates
from editorial.intake.recognise.person import person_in
from editorial.intake.recognise.surroundings import Surroundings
from editorial.intake.recognise.vocabulary import Vocabulary
from editorial.records import Guess, Named, Part, Passage, Span

#: So much of a text's beginning tells who speaks, in characters.
_BEGINNING = 300


def of_sign_off(
    found: Finding,
    page: Surroundings,
    passage: Passage,
    part: Part,
    vocabulary: Vocabulary,
    language: str,
    year: int | None,
    signed: tuple[Named, ...],
) -> None:
    """Lines under the text: organ and organisation, or a person; of those who signed together none is the issuer."""
    together = {key_of(one.written) for one in signed} if len(signed) > 2 else set()
    raw = page.raw(part)
    text = _joined(without_dates(raw, language))
    at = part.start
    for line in text.split("\n"):
        stripped = line.strip()
        dated = line != _joined(raw)[at - part.start : at - part.start + len(line)]
        if stripped and not is_wish(stripped) and not cues.SIGN_OFF.whole(cues.plain(stripped)):
            organ, rest = split_organ(stripped)
            name = _signing(line, organ, vocabulary) or _repeated(page, passage, line)
            one_of_many = key_of(stripped) in together or (name is not None and key_of(name.written) in together)
            if name and name.written and not found.issuer() and not one_of_many:
                found.add(named(name, at, ISSUER, 0.92, year), name.organ)
            elif not rest and organ and found.organ is None:
                found.organ = Guess(organ, 0.9, Span(at, at + len(line)))
            elif name is None and not dated and found.author is None and not found.issuer():
                person = person_in(stripped)
                if person:
                    start = at + line.find(person)
                    found.author = Guess(person, 0.8, Span(start, start + len(person)))
        at += len(line) + 1


def _signing(line: str, organ: str, vocabulary: Vocabulary) -> NameFound | None:
    """Who a line under a text names: a body, the body for which an officer signs, people who sign together."""
    name = name_of_line(line, vocabulary) or read_name(line, 0, vocabulary)
    officer = speaks_for(line, vocabulary) if (name is None or not name.hit) and holds_office(line) else None
    if officer or name:
        return officer or name
    words = line.strip(" \t*_–—-.")
    short = 2 <= len(words.split()) <= 10 and words[-1] not in "!?؟:" and not is_addressed(words)
    if short and names_people(words) and not cues.SLOGAN.within(cues.plain(words)):
        start = line.index(words)
        return NameFound(start, start + len(words), clean(words))
    return None


def _joined(text: str) -> str:
    """`text` with a line that ends with the bare word for a kind of body run into the next, letter for letter."""
    out = text
    for found in re.finditer(r"(?<=[^\s\w])?([^\W\d_]+)[ \t]*(\n+)(?=[^\W\d_])", text):
        if found[1] >= "\u0600" and KIND.fullmatch(fold(found[1])[0]):
            out = out[: found.start(2)] + " " * len(found[2]) + out[found.end(2) :]
    return out


def _repeated(page: Surroundings, passage: Passage, line: str) -> NameFound | None:
    """A name without a word for its kind that the lines above the text or its beginning name too; no person's."""
    words = line.strip(" \t*_–—-.")
    if not 1 <= len(words.split()) <= 6 or not words[:1].isupper() or words[-1] in "!?:" or person_in(words):
        return None
    begin, _ = page.body(passage)
    above = " ".join(text for _, _, text in page.lines_above(passage.start, 4))
    if len(key_of(words)) < 6 or words not in above + " " + page.extract.text[passage.start : begin + _BEGINNING]:
        return None
    start = line.index(words)
    return NameFound(start, start + len(words), clean(words))
