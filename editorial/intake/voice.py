"""Who speaks in a stretch of prose: counts of first-person words, a reporter's words, and a page's about itself.

Small and coarse on purpose: the language is guessed from a dozen small words, the counts from the phrases in
`voice.toml` and, where the person stands in the verb's ending (Persian, Turkish, Spanish, Portuguese, Arabic, Sorani),
from that ending. Words inside quotation marks are another's and count for the statement voice only.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from editorial.intake import cues

_ENDINGS = {
    "fa": (
        r"(?:\w{2,}یم|مان)",
        "تقدیم تسلیم قدیم رژیم مستقیم عظیم تصمیم تعلیم تنظیم ترسیم تحریم اقلیم مفاهیم حکیم مریم "
        "ابراهیم کریم رحیم سلیم تفهیم جرایم تعمیم تکریم علایم مقیم وخیم بهرام ضخیم تقسیم",
    ),
    "ar": (r"\w{2,}[^اوي\W]نا", ""),
    "ckb": (
        r"\w{3,}(?:هین|مان)",
        "پارلهمان ئاسمان دهرمان گومان ئهلمان سلیمان پهیمان فهرمان ئهندامان قارهمان فهرهمان ساختمان",
    ),
    "tr": (r"\w{2,}(?:[iuıü]yoruz|[ae]r[iı]z|cag[iı]z|ceg[iı]z|al[iı]y[iı]z|el[iı]y[iı]z)|\w{3,}[iu]m[iu]z\w{0,5}", ""),
    "az": (r"\w{2,}(?:ir[iı]k|ur[uü]k|ar[iı]q|ar[iı]g|aca[qğ][iı]q|m[aə]l[iı]y[iı]q)|\w{3,}[iu]m[iu]z\w{0,5}", ""),
    "es": (r"\w{2,}[ae]mos", "tramos extremos ramos supremos blasfemos"),
    "pt": (r"\w{2,}[ae]mos", "tramos extremos ramos supremos termos"),
}
_QUOTED = re.compile(r"[“«„][^”»“\n]{0,3000}(?:[”»“]|(?=\n)|\Z)|\"[^\"\n]{0,3000}\"")
_WORD = re.compile(r"\w+(?:'\w+)?")


@dataclass(frozen=True, slots=True)
class Voice:
    """Counts over one stretch.

    Its words; first-person words of the plural, in all and outside quotations, and of the singular; a reporter's words
    outside quotations; words about the site; in its last 200 letters, words that say that a text follows; and words
    outside quotations that take a stand.
    """

    words: int
    we: int
    beyond: int
    alone: int
    reporting: int
    about: int
    follows: int
    stance: int

    @property
    def statement(self) -> bool:
        """Whether somebody speaks for himself: a first-person word in every eighty, at least two."""
        spoken = self.we + self.alone
        return spoken >= 2 and spoken * 80 >= self.words

    @property
    def solitary(self) -> bool:
        """Whether one person speaks, as compilers and columnists do, and not a body."""
        return self.alone > self.we

    @property
    def report(self) -> bool:
        """Whether others are reported on."""
        return self.reporting >= 1 and self.reporting >= self.beyond


def _tables() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


_TABLES = _tables()
_SMALL = {tag: frozenset(cues.plain(row).split(" | ")) for tag, row in _TABLES["small_words"].items()}
_FAMILIES = {
    family: {tag: cues.Cues({tag: row.split("|")}) for tag, row in _TABLES[family].items()}
    for family in ("we", "i", "reporting", "about", "follows", "stance")
}
_OWN = {
    tag: (re.compile(rf"(?<!\w)(?:{ending})(?!\w)"), frozenset(cues.plain(without).split()))
    for tag, (ending, without) in _ENDINGS.items()
}


def tongue(plain: str) -> str:
    """The language whose small words are most frequent in folded text; English where none is found."""
    words = plain.split()[:600]
    scores = {tag: sum(word in small for word in words) for tag, small in _SMALL.items()}
    return max(scores, key=lambda tag: scores[tag])


def _plural(plain: str, tag: str) -> int:
    """First-person words and endings of the plural."""
    count = _FAMILIES["we"][tag].count(plain)
    if tag in _OWN:
        ending, without = _OWN[tag]
        count += sum(word not in without for word in ending.findall(plain))
    return count


@lru_cache(maxsize=256)
def listen(text: str) -> Voice:
    """The voice of a stretch's text (its first 20,000 characters)."""
    text = text[:20000]
    plain = cues.plain(text)
    tag = tongue(plain)
    outside = cues.plain(_QUOTED.sub(" ", text))
    we, beyond = (_plural(heard, tag) for heard in (plain, outside))
    told = (
        _FAMILIES[family][tag].count(heard)
        for family, heard in (
            ("i", plain),
            ("reporting", outside),
            ("about", plain),
            ("follows", plain[-200:]),
            ("stance", outside),
        )
    )
    return Voice(len(_WORD.findall(plain)), we, beyond, *told)
