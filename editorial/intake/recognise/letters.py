"""Fold text letter by letter for comparing words of dates and names, with a way back to the original."""

import unicodedata

_LETTERS = {
    "ي": "ی", "ى": "ی", "ئ": "ی", "ێ": "ی", "ې": "ی", "ۍ": "ی", "ك": "ک", "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا",
    "ؤ": "و", "ۆ": "و", "ة": "ه", "ە": "ه", "ۀ": "ه", "ہ": "ه", "ھ": "ه",
    "ڕ": "ر", "ڵ": "ل", "ڤ": "ف", "ء": "", "ـ": "",
    "ı": "i", "İ": "i", "’": "'", "‘": "'", "`": "'", "´": "'", "ʼ": "'", "–": "-", "—": "-", "‑": "-", "−": "-",
    "،": ",", "٫": ".",
    "\u200c": " ", "\u200b": "", "\u00ad": "", "º": "o", "ª": "a", "٬": ",", "ß": "ss",
}  # fmt: skip


class _Table(dict):
    def __missing__(self, character: str) -> str:
        if character in _LETTERS:
            folded = _LETTERS[character]
        elif character.isdecimal():
            folded = str(unicodedata.decimal(character))
        elif character.isascii():
            folded = character.lower()
        elif unicodedata.category(character) in ("Mn", "Cf"):
            folded = ""
        elif character.isspace():
            folded = " "
        else:
            folded = "".join(
                c for c in unicodedata.normalize("NFKD", character) if not unicodedata.combining(c)
            ).lower()
        self[character] = folded
        return folded


_TABLE = _Table()


def fold(text: str) -> tuple[str, list[int]]:
    """`text` folded for finding dates, and the index in `text` of each of its characters (one more for the end)."""
    pieces: list[str] = []
    positions: list[int] = []
    for index, character in enumerate(text):
        folded = _TABLE[character]
        pieces.append(folded)
        if len(folded) == 1:
            positions.append(index)
        else:
            positions.extend([index] * len(folded))
    positions.append(len(text))
    return "".join(pieces), positions
