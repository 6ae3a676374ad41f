"""Whose a text is by its title: behind the word for its kind, or in short, where the first words have the full name."""

import re

from editorial.intake import cues
from editorial.intake.recognise.acronym import is_acronym
from editorial.intake.recognise.attribution import ISSUER, Finding, named
from editorial.intake.recognise.bodies import has_kind
from editorial.intake.recognise.leads import opens
from editorial.intake.recognise.letters import fold
from editorial.intake.recognise.name_line import name_of_line
from editorial.intake.recognise.naming import NameFound, clean
from editorial.intake.recognise.surroundings import Surroundings
from editorial.intake.recognise.vocabulary import Vocabulary
from editorial.records import Passage

#: From this confidence on a title names its issuer plainly; so much of a text is its opening, in characters.
_PLAINLY, _OPENING = 0.7, 260
#: The word for a kind of text with its number, before a colon; notes in brackets at a title's end.
_KIND_BEFORE = re.compile(r"\W*((?:[^\W\d_]+)(?:\s+[\w.]{1,6})?)\s*[:：]\s+(?=\w)")
_NOTES_BEHIND = re.compile(r"(?:\s*\([^()]*\))+\s*\Z")


def in_full(found: Finding, page: Surroundings, passage: Passage, vocabulary: Vocabulary, year: int | None) -> None:
    """A headline shortens the name of whom the text's first words name in full: then those are believed."""
    short = next((one for one in found.names if one.role == ISSUER), None)
    if short is None or short.slug or short.confidence >= _PLAINLY:
        return
    start, end = page.body(passage)
    name = opens(page.extract.text[start : min(end, start + _OPENING)], vocabulary)
    kinds = {fold(word)[0].removeprefix("ال") for word in short.written.split()[:1]}
    if name and kinds & {fold(word)[0].removeprefix("ال") for word in name.written.split()}:
        found.names.remove(short)
        found.add(named(name, start, ISSUER, 0.85, year), name.organ)


def behind_a_kind(line: str, vocabulary: Vocabulary) -> NameFound | None:
    """Whose an item of a compilation is, behind the word for its kind: "Motion 4: Millers' Council (carried)"."""
    found = _KIND_BEFORE.match(line)
    if not found or not cues.STATEMENT.begins(cues.plain(found[1])):
        return None
    tail = _NOTES_BEHIND.sub("", line[found.end() :])
    plain = cues.plain(tail)
    if cues.STATEMENT.within(plain) or not 1 <= len(tail.split()) <= 8 or tail[-1:] in ".!?؟":
        return None
    whole = name_of_line(tail, vocabulary)
    if whole and whole.written:
        return whole.shifted(found.end())
    words = re.findall(r"[^\W\d_]+", tail)
    capitals = sum(word[0].isupper() for word in words)
    short = re.search(r"\(([^()]+)\)", line[found.end() :])
    body = has_kind(tail) or (short is not None and is_acronym(short[1]))
    if len(words) >= 2 and body and words[0][0].isupper() and 2 * capitals >= len(words):
        return NameFound(found.end(), found.end() + len(tail), clean(tail))
    return None
