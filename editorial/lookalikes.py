"""Ground: names that look like another name without being it. A warning for people, never a refusal.

Three signs: letters of two scripts in one word, letters that are not seen or turn what follows, and a name that is
drawn like a known one and spelt otherwise. Vowel marks, joiners and the several shapes of Arabic letters are spelling
habits, which `archive.folding` takes for one; they are no sign.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from archive.folding import match_form

#: Letters that are drawn like Latin ones in most type faces (Unicode Technical Standard 39, confusables.txt: the
#: letters of Cyrillic, Greek, Armenian and Cherokee that occur in running text), and digits among letters.
_PAIRS = (
    "аa еe оo рp сc уy хx ѕs іi јj ԁd һh ԛq ԝw ьb вb кk мm нh тt гr пn иu",  # Cyrillic
    "αa βb εe κk ιi νv οo ρp τt υu χx γy ωw ηn ϲc ϳj",  # Greek
    "սu ոn օo ցg հh եe զq լl",  # Armenian
    "0o 1l |l",
)
_DRAWN = str.maketrans({pair[0]: pair[1] for pairs in _PAIRS for pair in pairs.split()})
#: Arabic letters without their dots stand for the dotted ones that they look like at first sight.
_DOTLESS = str.maketrans("ٮڡٯںڪے", "بفقنکی")
_WORD = re.compile(r"[^\W\d_]+")
_UNSEEN = re.compile("[\u202a-\u202e\u2060-\u2064\u2066-\u2069\u200b\ufeff\u00ad\u115f\u1160\u3164\uffa0]")
#: Scripts whose letters are told from each other here; what is none of them counts by its own name.
_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "ARABIC", "HEBREW", "ARMENIAN", "CHEROKEE", "COPTIC", "GEORGIAN")


@dataclass(frozen=True, slots=True)
class Resemblance:
    """What is wrong with a name. `kind` is mixed (scripts in one word), unseen, or drawn like `other`."""

    kind: str
    other: str = ""


def drawn(name: str) -> str:
    """How a name looks: what two names share that a reader's eye does not tell apart."""
    plain = unicodedata.normalize("NFKC", name)
    return match_form(plain.casefold().translate(_DRAWN).translate(_DOTLESS)).translate(_DRAWN).replace("rn", "m")


def resemblance(name: str, known: Mapping[str, tuple[str, str]]) -> Resemblance | None:
    """What is wrong with `name`, None where nothing is.

    `known` gives by what is `drawn` alike the match form and the name of an organisation.
    """
    if _UNSEEN.search(name):
        return Resemblance("unseen")
    if any(len(_scripts(word)) > 1 for word in _WORD.findall(name)):
        return Resemblance("mixed")
    form, other = known.get(drawn(name), ("", ""))
    if other and form != match_form(name):
        return Resemblance("drawn", other)
    return None


def _scripts(word: str) -> set[str]:
    """The scripts of a word's letters."""
    found = set()
    for letter in word:
        name = unicodedata.name(letter, "")
        if unicodedata.category(letter).startswith("L") and not name.startswith("MODIFIER"):
            found.add(next((script for script in _SCRIPTS if script in name.split(" ")[:2]), name.partition(" ")[0]))
    return found
