"""Read names of persons out of bylines, sign-offs and notes."""

import re

from editorial.intake import cues
from editorial.intake.recognise.bodies import has_kind

#: Small words inside a person's name.
_PARTICLES = frozenset(
    {
        "de",
        "da",
        "do",
        "dos",
        "del",
        "la",
        "le",
        "van",
        "von",
        "der",
        "den",
        "di",
        "bin",
        "ibn",
        "ben",
        "al",
        "el",
        "y",
        "e",
        "zu",
        "ul",
    }
)
_AFTER_NAME = re.compile(r"[,،;|(\n–—]|\s-\s")
_IN_PROSE = re.compile(r"(?:[A-ZÀ-ÞŠŽŞÇĞİÊÎÛ][\w'’.-]+\s){1,3}[A-ZÀ-ÞŠŽŞÇĞİÊÎÛ][\w'’-]+")


def person_in(text: str) -> str:
    """The person's name that a short line is: two to five capitalised words, place and office left out; else ""."""
    first = _AFTER_NAME.split(text.strip(" \t.:*_|•-–—"), maxsplit=1)[0].strip(" .:*_|")
    words = first.split()
    if not 2 <= len(words) <= 5 or has_kind(first) or any(char.isdigit() or char == ":" for char in first):
        return ""
    plain = cues.plain(first)
    if (
        cues.COMMITTEE.within(plain)
        or cues.PROVENANCE.whole(plain)
        or cues.NAVIGATION.whole(plain)
        or cues.STATEMENT.within(plain)
    ):
        return ""
    if first[0].isascii() or "\u00c0" <= first[0] <= "\u024f":
        small = [word for word in words[1:] if not word[0].isupper()]
        if not words[0][0].isupper() or len(small) > 2 or any(word.lower() not in _PARTICLES for word in small[1:]):
            return ""
        if small and small[0].lower() not in _PARTICLES and words[-1] != small[0]:
            return ""
    elif len(words) > 4:
        return ""
    return first


def person_within(text: str) -> re.Match[str] | None:
    """The first run of two to four capitalised words in a sentence, if no word of it names a body."""
    found = _IN_PROSE.search(text)
    return found if found and not has_kind(found[0]) else None
