"""How much a piece of a list is like the name of somebody who signs.

No list of words can hold all names, so shape is weighed with what is known: given names and titles of persons
(`given_names.toml`), words for kinds of bodies, acronyms; capitals, where the script has them; an office or place
parted off. A demand, a link's words, a reference or a sentence has none of these at its head.
"""

import re
import tomllib
from functools import lru_cache
from pathlib import Path

from editorial.intake.recognise.acronym import is_acronym
from editorial.intake.recognise.bodies import END_ARABIC, has_kind
from editorial.intake.recognise.letters import fold
from editorial.intake.recognise.person import person_in

#: How sure a piece is a name: not one; has a name's shape; holds a word that only names hold.
NONE, SHAPED, KNOWN = 0, 1, 2

_TABLES = tomllib.loads(Path(__file__).with_name("given_names.toml").read_text(encoding="utf-8"))


def _words(*tables: str) -> frozenset[str]:
    return frozenset(fold(word.strip())[0] for table in tables for word in _TABLES[table].split("|"))


_TITLES = _words("titles")
_GIVEN = _words(*(table for table in _TABLES if table != "titles"))
#: A bullet or number before a name.
MARKER = re.compile(r"^\s*(?:[•·●▪■◆*+>–—-]|\(?\d{1,4}\s?[.):\-–—/]|\d{1,3}[ªaºo]\s|\(?[٠-٩۰-۹]{1,4}\s?[.):\-–—/])\s*")
#: Where a name's office, place or explanation begins.
OFFICE = re.compile(r"\s*[,،:\t]\s*|\s*\(|\s[–—|/-]\s|[–—-]\s")
_NO_NAME = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)|[“\"].{25,}[”\"]|\b(?:pp?|[Vv]ol|[Ii]bid)\.\s|[Hh]ttps?:")
_FULL_STOP = re.compile(r"\w{4,}[.؟?!…۔]\W*\Z")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
#: What only bodies bear: a legal form, or their short name in brackets or before a dash.
_BODY = re.compile(
    r"\be\.\s?V\b|\bg?GmbH\b|\bASBL\b|\basbl\b|\bA\.\s?C\.|\bInc\b|\bLtd\b|\((?=[^()]*[A-Z]{2})[A-Z][\w.&/-]{1,11}\)\W*\Z|"
    r"\s[–—-]\s?[A-Z][A-Z.&/-]{1,10}\W*\Z|\A[A-Z][A-Z.&/+-]{2,10}\s?[–—-]\s|\A[A-Z]{3,6}\s[A-Z0-9]"
)
_WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*")
_LONGEST_HEAD, _LONGEST = 12, 32


def bare(text: str) -> str:
    """A piece without the bullet or number before it and the stops around it."""
    return MARKER.sub("", re.sub(r"\s*\t\s*", "\t", text)).strip(" \t\n*_,;،؛•")


@lru_cache(maxsize=8192)
def name_strength(text: str) -> int:
    """`NONE`, `SHAPED` or `KNOWN` for one piece of a list, its bullet or number left out; linear in its length."""
    text = bare(text)[:400]
    words = _WORD.findall(text)
    if not words or len(words) > _LONGEST or _NO_NAME.search(text) or text[-1] in "!?؟:：":
        return NONE
    head = OFFICE.split(text, maxsplit=1)[0].strip()
    first = _WORD.findall(head)[: _LONGEST_HEAD + 1]
    if not first or len(first) > _LONGEST_HEAD or (_FULL_STOP.search(text) and len(words) > 8 and head == text):
        return NONE
    if _is_known_person(first):
        return KNOWN
    if not _LATIN.match(first[0]):
        if has_kind(" ".join(first[:2])):
            return KNOWN
        return SHAPED if len(first) <= 5 else NONE
    if first[0][0].isupper() and (is_acronym(head) or _BODY.search(text)):
        return KNOWN
    if has_kind(head) and (has_kind(" ".join(first[:2])) or _capitals(first) >= 0.6):
        return KNOWN if first[0][0].isupper() else SHAPED
    if first[0][0].islower():
        return NONE
    if head != text and person_in(head):
        return KNOWN if len(text) - len(head) > 3 else SHAPED
    named = len(first) <= 4 and fold(first[0])[0] in _GIVEN
    return SHAPED if named or _capitals(first) >= 0.6 else NONE


def has_office(text: str) -> bool:
    """Whether a piece is two to four words, none of them a preposition or verb, and an office, place or brackets."""
    text = bare(text)[:400]
    head = OFFICE.split(text, maxsplit=1)[0].strip()
    return head != text and is_like_a_person(head)


def is_like_a_person(text: str) -> bool:
    """Whether a piece is two to four words, none of them a preposition or verb; in Latin script with capitals."""
    words = _WORD.findall(bare(text)[:200])
    if not 2 <= len(words) <= 4 or name_strength(text) == NONE or any(c.isdigit() for c in text):
        return False
    if _LATIN.match(words[0]):
        return bool(person_in(text))
    return not any(fold(word)[0] in END_ARABIC for word in words)


def _is_known_person(words: list[str]) -> bool:
    """Whether the first words are a title, or a given name that a family name follows."""
    folded = [fold(word)[0].rstrip(".") for word in words[:3]]
    while len(folded) > 1 and folded[0] in _TITLES:
        if len(words[0].rstrip(".")) > 1 or "." in words[0] or len(folded) > 2:
            return len(words) <= 7
        folded = folded[1:]
    latin = bool(_LATIN.match(words[0]))
    if not 2 <= len(words) <= 6 or (latin and words[0][0].islower()):
        return False
    return folded[0] in _GIVEN and (not latin or words[-1][0].isupper())


def _capitals(words: list[str]) -> float:
    """The share of the words that bear a capital, small ones of up to three letters aside."""
    long = [word for word in words if len(word) > 3 or word[0].isupper()] or words
    return sum(word[0].isupper() for word in long) / len(long)
