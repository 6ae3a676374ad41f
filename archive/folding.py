"""Ground: fold text for comparison, with a map back to the original positions.

The original text is never changed; what stands here makes shadow copies of it. The *match form* joins what zero-width
non-joiners part and is for duplicates and names. The *search form* (`archive.search_form`) builds on the same table.

One table folds single characters, so that every form folds alike: compatibility decomposition (presentation forms,
full width, ligatures), case (with the Turkish İ and ı first), marks (harakat, superscript alef, Latin diacritics),
hamza carriers, ة, the Arabic, Persian and Urdu shapes of yeh, kaf and heh, and decimal digits of any script.
The Kurdish letters ۆ ێ ڕ ڵ ڤ ە stay letters of their own in the match form.
"""

import re
import unicodedata
from collections.abc import Callable

JOINT = "\u200c"  # zero-width non-joiner, the only joiner that survives the first step
_BLANK = "\u200d"  # stands for "nothing" where a length must be kept
HAMZA = "\ue000"  # follows an alef that bore hamza or madda: «آلمان» has no article, «المان» may have

_LETTERS = {
    "İ": "i", "ı": "i", "ß": "ss", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "æ": "ae", "Æ": "ae",
    "œ": "oe", "Œ": "oe", "ə": "e", "Ə": "e",
    "ي": "ی", "ى": "ی", "ئ": "ی", "ے": "ی", "ۓ": "ی", "ې": "ی", "ۍ": "ی", "ٸ": "ی",
    "ك": "ک", "ڪ": "ک", "ګ": "گ", "ڭ": "گ",
    "ة": "ه", "ۀ": "ه", "ہ": "ه", "ۂ": "ه", "ۃ": "ه", "ھ": "ه", "ۿ": "ه",
    "أ": "ا" + HAMZA, "إ": "ا" + HAMZA, "آ": "ا" + HAMZA, "ٱ": "ا", "ٵ": "ا", "ؤ": "و", "ٶ": "و", "ء": "",
    "\u0653": HAMZA, "\u0654": HAMZA, "\u0655": HAMZA,
    "ـ": "", "\u00ad": "", "_": " ",
    "\u200c": JOINT, "\u200b": JOINT, "\u00ac": JOINT,  # old converters wrote ¬ for it
}  # fmt: skip


class _Table(dict):
    """Code point → folded string, computed at first sight of a character; fits `str.translate`."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_character(chr(code))
        return folded


def _fold_character(character: str) -> str:
    if character in _LETTERS:
        return _LETTERS[character]
    category = unicodedata.category(character)
    if category[0] == "M" or (category in ("Cf", "Cc") and not character.isspace()):
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(character))
    parts = unicodedata.normalize("NFKD", character)
    if parts != character:
        return "".join(_fold_character(part) for part in parts)
    lowered = character.casefold()
    if lowered != character:
        return "".join(_fold_character(part) for part in lowered)
    return character if character.isalnum() else " "


TABLE = _Table()

_KURDISH_ONLY = re.compile("[ۆێڕڵڤ]")
_ARABIC_LETTER = re.compile("[\u0620-\u064a\u066e-\u06d5]")
#: Fewer Kurdish letters than one in sixty are a name quoted in a Persian text, not a Sorani text.
_KURDISH_SHARE = 60
#: Small v above (and ring below) that old Kurdish fonts put on plain letters.
_COMBINED = {"و\u065a": "ۆ", "ی\u065a": "ێ", "ي\u065a": "ێ", "ل\u065a": "ڵ", "ر\u065a": "ڕ", "ر\u065c": "ڕ"}
_COMBINED_PATTERN = re.compile("[ويیلر][\u065a\u065c]")


def prepare(text: str) -> str:
    """`text` with Kurdish letters that are written with two characters made one; the length stays the same.

    Legacy Sorani writes the vowel ە as «ه» and a zero-width non-joiner; Persian writes the same two characters for
    something else, so this is done only where Kurdish letters say that the text is Sorani.
    """
    if "\u065a" in text or "\u065c" in text:
        text = _COMBINED_PATTERN.sub(lambda found: _COMBINED.get(found[0], found[0][0]) + _BLANK, text)
    if "ه\u200c" in text and _KURDISH_ONLY.search(text):
        kurdish = len(_KURDISH_ONLY.findall(text))
        if kurdish * _KURDISH_SHARE >= len(_ARABIC_LETTER.findall(text)):
            text = text.replace("ه\u200c", "ە" + _BLANK)
    return text


class Remembered[Form](dict[str, Form]):
    """Written word → its form, worked out at first sight: most words of a text were seen before.

    Begins anew when it is full. White space folds to white space only, so a text can be folded word by word.
    """

    MOST, LONGEST = 1 << 16, 64  # words, characters

    def __init__(self, work_out: Callable[[str], Form]) -> None:
        super().__init__()
        self._work_out = work_out

    def __missing__(self, word: str) -> Form:
        form = self._work_out(word)
        if len(word) <= self.LONGEST:
            if len(self) >= self.MOST:
                self.clear()
            self[word] = form
        return form


def plain(word: str) -> str:
    return word.replace(JOINT, "").replace(HAMZA, "")


_MATCH_FORMS = Remembered(lambda word: " ".join(plain(word.translate(TABLE)).split()))


def match_form(text: str) -> str:
    """`text` as words joined by single spaces, for telling duplicates and names. See the module for what is folded."""
    return " ".join(filter(None, map(_MATCH_FORMS.__getitem__, prepare(text).split())))


def fold_with_map(text: str) -> tuple[str, list[int]]:
    """The match form of `text`, and for each of its characters the index in `text` of the one that it came from.

    A space of the folded text maps to the first character of the gap that it stands for.
    """
    folded: list[str] = []
    positions: list[int] = []
    gap = None
    for index, character in enumerate(prepare(text)):
        for piece in TABLE[ord(character)]:
            if piece in (JOINT, HAMZA):
                continue
            if piece.isspace():
                gap = index if gap is None else gap
                continue
            if gap is not None:
                if folded:
                    folded.append(" ")
                    positions.append(gap)
                gap = None
            folded.append(piece)
            positions.append(index)
    return "".join(folded), positions
