"""More words by which names of bodies are told (`bodies.toml`): kinds, people who sign, assemblies, addresses."""

import re
import tomllib
from pathlib import Path

from editorial.intake.recognise.letters import fold

_TABLES = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def _words(table: str) -> list[str]:
    return sorted({fold(word.strip())[0] for row in _TABLES[table].values() for word in row.split("|")} - {""})


KINDS = _words("kinds")
ASSEMBLIES = _words("assemblies")
#: Words inside a name in Latin script, and words that end one in Arabic script.
SMALL, END_ARABIC, END_LATE = frozenset(_words("small")), frozenset(_words("ends")), frozenset(_words("ends_late"))
_END_LATIN = re.compile("|".join(_TABLES["ends_latin"].values()))
_DAY = re.compile(
    rf"(?<!\w)(?:{'|'.join(_TABLES['days'].values())})\W*$|^(?:روز|یوم|عید|ذکری|roja|dia|journee|dia)(?!\w)"
)
#: Kinds of bodies that end their name in Turkish and Azerbaijani, as the possessive of a compound does.
HEAD_FINAL = frozenset(
    fold(word)[0] for tag in ("tr", "az") for word in _TABLES["kinds"][tag].split("|") if word[-1] in "iıuü"
)


def _either(words: list[str]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", " ?") for word in sorted(words, key=len, reverse=True))


_COLLECTIVE = re.compile(rf"(?<!\w)(?:{_either(_words('collectives'))})(?!\w)|^جمعی ?از")
_ADDRESSED = re.compile(rf"[\W_]*(?:{_either(_words('addressed'))})(?!\w|-)")


def names_people(text: str) -> bool:
    """Whether a line that signs a text names people who sign together: "The Teachers of the Four Schools"."""
    return _COLLECTIVE.search(fold(text)[0]) is not None


def is_addressed(text: str) -> bool:
    """Whether a line says to whom a text goes: "To the Council of …", «به وزارت …»."""
    return _ADDRESSED.match(fold(text[:40])[0]) is not None


def ends_name(word: str) -> bool:
    """Whether a folded word in Latin script ends a name though it may bear a capital in a title."""
    return _END_LATIN.fullmatch(word) is not None


def names_day(text: str) -> bool:
    """Whether what reads like a body's name is a day's: "International Women's Day"."""
    return _DAY.search(fold(text)[0]) is not None
