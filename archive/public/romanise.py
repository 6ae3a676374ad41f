"""Titles in Latin letters, for catalogues and citations that know no others: letter by letter, nothing guessed.

Arabic and Persian (with Dari, Urdu, Pashto, Azerbaijani and Kurmanji in Arabic letters) after DIN 31635, whose signs
for Persian letters differ from those for Arabic ones; short vowels that are not written are not supplied, so that the
spelling can be told from the result. Central Kurdish writes its vowels and goes by the Hawar alphabet; only the short i
that it leaves out is missing.

Not picked: a transcription by sound. Without a dictionary it would be wrong as often as right.
"""

import re
import unicodedata

from archive import languages

_ARABIC = {
    "ا": "ā", "ب": "b", "ت": "t", "ث": "ṯ", "ج": "ǧ", "ح": "ḥ", "خ": "ḫ", "د": "d", "ذ": "ḏ", "ر": "r", "ز": "z",
    "س": "s", "ش": "š", "ص": "ṣ", "ض": "ḍ", "ط": "ṭ", "ظ": "ẓ", "ع": "ʿ", "غ": "ġ", "ف": "f", "ق": "q", "ك": "k",
    "ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "w", "ي": "y",
    "ء": "ʾ", "أ": "ʾ", "إ": "ʾ", "ؤ": "ʾ", "ئ": "ʾ", "آ": "ʾā", "ى": "ā", "ة": "ẗ", "ٱ": "ā",
    "\u064e": "a", "\u064f": "u", "\u0650": "i", "\u064b": "an", "\u064c": "un", "\u064d": "in", "\u0670": "ā",
    "\u0651": "", "\u0652": "", "\u0640": "",
}  # fmt: skip
_PERSIAN = _ARABIC | {
    "پ": "p", "چ": "č", "ژ": "ž", "گ": "g", "ک": "k", "ی": "y", "ث": "s̱", "ذ": "ẕ", "ض": "ż", "و": "v", "آ": "ā",
    "ۀ": "hʾ", "ه": "h", "ە": "e", "ۆ": "o", "ێ": "ê", "ڕ": "ř", "ڵ": "ł", "ڤ": "v",
    "ٹ": "ṭ", "ڈ": "ḍ", "ڑ": "ṛ", "ں": "ṃ", "ھ": "h", "ہ": "h", "ے": "ē", "ۃ": "ẗ",
    "ټ": "ṭ", "ډ": "ḍ", "ړ": "ṛ", "ڼ": "ṇ", "څ": "c", "ځ": "j", "ږ": "ẓ̌", "ښ": "ṣ̌", "ې": "ē", "ۍ": "əy", "ګ": "g",
    "\u064f": "o", "\u0650": "e", "\u0654": "ʾ",
}  # fmt: skip
_KURDISH = {
    "ا": "a", "ب": "b", "پ": "p", "ت": "t", "ج": "c", "چ": "ç", "ح": "ḧ", "خ": "x", "د": "d", "ر": "r", "ڕ": "ř",
    "ز": "z", "ژ": "j", "س": "s", "ش": "ş", "ع": "ʿ", "غ": "ẍ", "ف": "f", "ڤ": "v", "ق": "q", "ک": "k", "ك": "k",
    "گ": "g", "ل": "l", "ڵ": "ł", "م": "m", "ن": "n", "ۆ": "o", "ه": "h", "ھ": "h", "ە": "e", "ێ": "ê", "ئ": "ʾ",
    "ء": "ʾ", "ص": "s", "ض": "z", "ط": "t", "ظ": "z", "ث": "s", "ذ": "z", "أ": "ʾ", "آ": "a", "ة": "e",
    "\u0640": "", "\u200d": "",
}  # fmt: skip
_KURDISH_VOWELS = frozenset("اۆەێ")
_MARKS = {"،": ",", "؛": ";", "؟": "?", "«": "“", "»": "”", "٪": "%", "٫": ".", "٬": ",", "ـ": "", "\u200c": "-"}
_WORDS = re.compile(r"[^\W\d_]+(?:[\u064b-\u0655\u0670\u0640\u200c\u200d]+[^\W\d_]*)*")


def romanise(text: str, language: str) -> str:
    """`text` in Latin letters; "" where its script is Latin already or none that is known here."""
    known = languages.language(language)
    if known.script != "Arab":
        return ""
    composed = unicodedata.normalize("NFC", text)
    table = _ARABIC | {"ی": "y", "ک": "k", "پ": "p", "چ": "č", "گ": "g", "ڤ": "v"} if known.tag == "ar" else _PERSIAN
    spell = _kurdish if known.tag in ("ckb", "ku-Arab") else lambda word: "".join(_letter(one, table) for one in word)
    words = _WORDS.sub(lambda found: spell(found[0]), composed)
    return "".join(str(int(one)) if one.isdecimal() else _MARKS.get(one, one) for one in words)


def _letter(letter: str, table: dict[str, str]) -> str:
    return table.get(letter, _MARKS.get(letter, letter))


def _kurdish(word: str) -> str:
    """A word in the Hawar alphabet: و and ی are consonants beside a vowel or at the beginning, else vowels."""
    word = word.replace("ي", "ی").replace("ى", "ی").replace("ه\u200c", "ە").replace("وو", "ٷ")
    spelt = []
    for place, letter in enumerate(word):
        before, after = word[place - 1 : place], word[place + 1 : place + 2]
        beside_vowel = before in _KURDISH_VOWELS or after in _KURDISH_VOWELS
        if letter == "ئ" and place == 0:
            continue  # carries the vowel behind it
        if letter == "ٷ":
            spelt.append("û")
        elif letter == "و":
            spelt.append("w" if beside_vowel or (place == 0 and len(word) > 1) else "u")
        elif letter == "ی":
            spelt.append("y" if beside_vowel or place == 0 else "î")
        else:
            spelt.append(_letter(letter, _KURDISH))
    return "".join(spelt)
