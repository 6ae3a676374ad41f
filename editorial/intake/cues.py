"""The words by which a page's furniture and a statement's edges are known, per language.

The phrases themselves are data in `cues.toml`: a table a family, a line a language (en fa ar ckb kmr tr az fr es pt
de), written as site systems and as parties, unions and agencies write them. `plain()` folds phrase and text alike
before comparing, so that letter variants, accents and case need no second entry.

`Cues.whole(text)` asks whether a line is nothing but a phrase, `begins` and `ends` whether it opens or closes with one,
`within` whether it holds one anywhere; each at word boundaries and in time linear in the text.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from ahocorasick_rs import AhoCorasick, MatchKind

_FOLD = str.maketrans(
    {
        "ي": "ی",
        "ى": "ی",
        "ك": "ک",
        "ة": "ه",
        "ہ": "ه",
        "ە": "ه",
        "ھ": "ه",
        "ڕ": "ر",
        "ڵ": "ل",
        "ـ": None,
        "\u200c": " ",
        "\u200d": None,
        "\u200e": None,
        "\u200f": None,
        "\u00ad": None,
        "ı": "i",
        "ß": "ss",
        "’": "'",
        "‘": "'",
        "`": "'",
        "´": "'",
        "ʼ": "'",
        "“": '"',
        "”": '"',
        "«": '"',
        "»": '"',
        "„": '"',
        "–": "-",
        "—": "-",
        "‑": "-",
        "…": "...",
    }
    | {ord(c): str(i) for digits in ("۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩") for i, c in enumerate(digits)}
)
_EDGES = " \t\n\r.,:;!?،؛؟*_#>|•·●▪■◆►◄◀▶»«←→‹›<[](){}\"'=-–—+~…"


def plain(text: str) -> str:
    """`text` folded for comparing with cue phrases: case, accents, letter variants, digits and white space made equal.

    Not for storage and not for search: it throws away more than `archive.folding` does.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_FOLD))
        text = "".join(c for c in text if not unicodedata.combining(c)).translate(_FOLD)
    return " ".join(text.casefold().split())


def bare(text: str) -> str:
    """A folded line without the bullets, arrows, brackets and stops around it: what `Cues.whole` compares."""
    return text.strip(_EDGES)


#: Every family there is; each knows itself by one bit.
_FAMILIES: list["Cues"] = []


@lru_cache(maxsize=4)
def _finder(families: int) -> tuple[AhoCorasick, list[int]]:
    """What finds the phrases of the first so many families at once, and the bits of the families that hold each."""
    bits: dict[str, int] = {}
    for family in _FAMILIES[:families]:
        for phrase in family.phrases:
            bits[phrase] = bits.get(phrase, 0) | family.bit
    return AhoCorasick(list(bits), matchkind=MatchKind.Standard), list(bits.values())


@lru_cache(maxsize=256)
def _families_in(text: str, families: int) -> int:
    """The bits of the families that have a phrase somewhere in `text`, at a word's edge or not.

    One pass for all of them: a line is asked about forty families, and most lines hold a phrase of none.
    """
    finder, bits = _finder(families)
    found = 0
    for number, _start, _end in finder.find_matches_as_indexes(text, overlapping=True):
        found |= bits[number]
    return found


class Cues:
    """One family of phrases, compiled once. All methods take text that went through `plain()`."""

    def __init__(self, phrases: Mapping[str, Iterable[str]]) -> None:
        folded = {bare(plain(p)) for by_language in phrases.values() for p in by_language} - {""}
        self.phrases = frozenset(folded)
        self.bit = 1 << len(_FAMILIES)
        _FAMILIES.append(self)
        self._endings = tuple(folded)
        either = "|".join(re.escape(p) for p in sorted(folded, key=len, reverse=True))
        self._within = re.compile(rf"(?<!\w)(?:{either})(?!\w)")
        stems = "|".join(re.escape(p) for p in sorted(folded, key=len, reverse=True) if len(p) >= 4)
        self._inflected = re.compile(rf"(?<!\w)(?:وال|بال|لل|ال|و|ب|ل)?(?:{stems})\w{{0,6}}(?!\w)")

    def whole(self, text: str) -> bool:
        return bare(text) in self.phrases

    def _may_be_in(self, text: str) -> bool:
        return bool(_families_in(text, len(_FAMILIES)) & self.bit)

    def begins(self, text: str) -> bool:
        return self._may_be_in(text) and self._within.match(text.lstrip(_EDGES)) is not None

    def ends(self, text: str) -> bool:
        if not self._may_be_in(text):
            return False
        text = bare(text)
        if not text.endswith(self._endings):
            return False
        return any(text.endswith(p) and not text[-len(p) - 1 : -len(p)].isalnum() for p in self._endings)

    def within(self, text: str) -> bool:
        return self._may_be_in(text) and self._within.search(text) is not None

    def inflected(self, text: str) -> bool:
        """Like `within`, with the articles and endings that Arabic, Kurdish, Turkish and German words take."""
        return self._may_be_in(text) and self._inflected.search(text) is not None

    def opens(self, text: str) -> bool:
        """Whether `text` begins with a phrase, which may carry an article and an ending."""
        return self._may_be_in(text) and self._inflected.match(text.lstrip(_EDGES)) is not None

    def without(self, text: str) -> str:
        """`text` with every phrase of the family taken out."""
        return self._within.sub(" ", text) if self._may_be_in(text) else text

    def find(self, text: str) -> re.Match[str] | None:
        return self._within.search(text) if self._may_be_in(text) else None

    def count(self, text: str) -> int:
        """How often a phrase of the family stands in `text`."""
        return sum(1 for _ in self._within.finditer(text)) if self._may_be_in(text) else 0


def _load() -> dict[str, Cues]:
    tables = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return {family: Cues({tag: row.split("|") for tag, row in table.items()}) for family, table in tables.items()}


_CUES = _load()
_OF_PAGES = sum(family.bit for family in _CUES.values())


def any_in(text: str) -> bool:
    """Whether some family of this file may have a phrase in `text`, which went through `plain()`."""
    return bool(_families_in(text, len(_FAMILIES)) & _OF_PAGES)


READ_MORE = _CUES["read_more"]
PERMALINK = _CUES["permalink"]
NAVIGATION = _CUES["navigation"]
SHARE = _CUES["share"]
SUBSCRIBE = _CUES["subscribe"]
COMMENTS = _CUES["comments"]
REPLY = _CUES["reply"]
RELATED = _CUES["related"]
CONTACT = _CUES["contact"]
COPYRIGHT = _CUES["copyright"]
ADVERTISEMENT = _CUES["advertisement"]
END_MARK = _CUES["end_mark"]
CAPTION = _CUES["caption"]
SIGNATORIES = _CUES["signatories"]
SIGN_OFF = _CUES["sign_off"]
SALUTATION = _CUES["salutation"]
BYLINE = _CUES["byline"]
PROVENANCE = _CUES["provenance"]
STATEMENT = _CUES["statement"]
COMMITTEE = _CUES["committee"]
ORGANISATION = _CUES["organisation"]
SLOGAN = _CUES["slogan"]
COMPILER = _CUES["compiler"]
GATHERING = _CUES["gathering"]
FILING = _CUES["filing"]
COUNTER = _CUES["counter"]
SERVICE = _CUES["service"]
MONTH = _CUES["month"]
