"""Ground: the form in which the index holds a text, what a reader's words mean in it, and the way back to the page.

The search form is the folding of `archive.folding` and a little more, so that whatever keyboard a word was typed on
meets whatever hand wrote the page: Sorani's ە ڵ ێ ۆ ڕ count as ه ل ی و ر, Urdu's ں as ن, a doubled و as one, the
apostrophe, the hyphen of a compound, the dot of an abbreviation and the comma of a number as joiners. A word with
joiners is found by its parts and as one word; an Arabic word also without its article and the conjunction or
preposition that is written together with it.

What a query asks for is a list of terms, all of which must be found; a term is a tuple of rows, one of which must be.
A row is words that stand beside each other, and whether the last of them is meant as the beginning of a word.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from archive import clitics, languages
from archive.folding import HAMZA, JOINT, TABLE, Remembered, plain, prepare

#: Raise it with every change of what stands here or in `archive.folding`: texts of another form are indexed again.
VERSION = 2

type Row = tuple[tuple[str, ...], bool]
type Term = tuple[Row, ...]

#: Shorter words and numbers mean themselves and not every word that begins so.
_SHORTEST_BEGINNING = 3

_LETTERS = {
    "ە": "ه", "ڵ": "ل", "ێ": "ی", "ۆ": "و", "ڕ": "ر", "ڤ": "ف", "ں": "ن", "ٴ": "",
    "'": JOINT, "’": JOINT, "‘": JOINT, "ʼ": JOINT, "ʻ": JOINT, "`": JOINT, "´": JOINT, "＇": JOINT, "ʿ": "", "ʾ": "",
}  # fmt: skip
_KURDISH = re.compile("[ەڵێۆڕ]")


class _Table(dict):
    """Code point → what it is in the search form; computed at first sight."""

    def __missing__(self, code: int) -> str:
        own = _LETTERS.get(chr(code))
        folded = self[code] = (
            own if own is not None else "".join(_LETTERS.get(letter, letter) for letter in TABLE[code])
        )
        return folded


_TABLE = _Table()

#: Marks inside a word that some write and some do not: each becomes a joiner (or nothing), so that lengths stay.
_PARTED = (
    (re.compile(r"(?<=\d)[,.٬٫،](?=\d)"), JOINT),  # 10,000
    (re.compile("(?<=[A-Za-zÀ-ɏḀ-ỿ])[-‐‑](?=[A-Za-zÀ-ɏḀ-ỿ])"), JOINT),  # anti-war
    (re.compile(r"(?<![^\W_])([^\W\d_])\.(?=[^\W\d_](?![^\W_]))"), "\\1" + JOINT),  # U.S.A.
    (re.compile(r"(?<![\w\u064b-\u065f])ئ(?=\w)"), "\u200d"),  # Sorani's bearer of a first vowel
    (re.compile("ئ(?=و)"), "\u200d"),  # مسئول beside مسؤول
)
#: Spellings that are as frequent as each other: هیئت and هیأت, مسئله and مسأله.
_HAMZA_OF_ALEF = re.compile(f"^((?:ال)?(?:هی|جر|نش))ا{HAMZA}?(?=ت)|^((?:ال)?مس)ا{HAMZA}?(?=له)")


@dataclass(frozen=True, slots=True)
class Word:
    """A word inside a written chunk: its place there, and its forms. `bare` is without article and clitics in any text
    (one form) and in an Arabic one (the other); "" where it has none."""

    start: int
    end: int
    whole: str
    parts: tuple[str, ...]
    bare: str
    arabic: str

    def forms(self, *, arabic: bool) -> tuple[str, ...]:
        bare = self.arabic if arabic else self.bare
        return (self.whole, bare) if len(self.parts) < 2 else (self.whole, bare, *self.parts)


def _words_of(written: str) -> tuple[Word, ...]:
    """The words of a chunk without white space, which `prepare` has seen; punctuation may part it."""
    page = written
    kurdish = bool(_KURDISH.search(written))
    if written.isalpha() and "ئ" not in written:  # most words: nothing parts them
        letters = written.translate(_TABLE)
        if " " not in letters and plain(letters):
            return (_word(0, len(written), letters, kurdish),)
    for pattern, instead in _PARTED:
        written = pattern.sub(instead, written)
    found = []
    start, end, letters = 0, 0, ""
    for index, character in enumerate(written + " "):
        for piece in _TABLE[ord(character)]:
            if piece.isspace():
                if plain(letters):
                    found.append(_word(start, end, letters.strip(JOINT), kurdish))
                letters = ""
                continue
            if piece not in (JOINT, HAMZA):
                if not plain(letters):
                    start = index - (page[index - 1 : index] == "ئ")
                end = index + 1
            letters += piece
        if plain(letters) and _TABLE[ord(character)] == "":
            end = index + 1  # a mark on the last letter belongs to the word
    return tuple(found)


def _word(start: int, end: int, letters: str, kurdish: bool) -> Word:
    letters = _HAMZA_OF_ALEF.sub(lambda found: (found[1] or found[2]) + "ی", letters)
    if "وو" in letters:
        letters = re.sub("و{2,}", "و", letters)
    if kurdish:
        letters = letters.replace("یی", "ی")
    parts = tuple(filter(None, map(plain, letters.split(JOINT))))
    return Word(start, end, plain(letters), parts, clitics.bare(letters), clitics.bare_arabic(letters))


def is_arabic(language: str) -> bool:
    """Whether words in Arabic script are to be read as Arabic: in every text but one in another such language."""
    return language == "ar" or languages.language(language).script != "Arab"


# --- What is written in one word or two -------------------------------------------------------------------------

_PREFIXES = frozenset({"می", "نمی"})
_SUFFIX = re.compile("(?:ها(?:ی|یی|یم|یت|یش|یمان|یتان|یشان)?|تر(?:ین)?)")
_ENDING_AFTER_HEH = frozenset({"ام", "ای", "ایم", "اید", "اند"})
#: Persian compounds that stand in one word as often as in two. In a query, neighbours are tried as one word anyway.
_OFTEN_BEFORE = frozenset({"بی", "نا", "هم", "غیر", "ضد", "پیش"})
_OFTEN_AFTER = frozenset({"شده", "شدگان", "کننده", "کنندگان", "گرا", "گرایی", "گرایان", "آمیز", "امیز"})
_ARABIC_LETTER = re.compile("[\u0620-\u06ff]")
_AFFIXED = re.compile("(ن?می)(.{3,})|(.{2,}?)(ها(?:ی|یی)?|تر(?:ین)?)")


def _belong(left: str, right: str) -> bool:
    """Whether two neighbouring words are one word in another Persian spelling."""
    if left in _PREFIXES:
        return bool(_ARABIC_LETTER.match(right))
    if not _ARABIC_LETTER.match(left):
        return False
    return bool(_SUFFIX.fullmatch(right)) or (right in _ENDING_AFTER_HEH and left.endswith("ه") and len(left) > 2)


def _half(word: str) -> bool:
    return word in _PREFIXES or word in _ENDING_AFTER_HEH or bool(_SUFFIX.fullmatch(word))


def _runs(words: Sequence[str]) -> list[list[int]]:
    """Indices of words that belong together, two and more."""
    runs: list[list[int]] = []
    beside = {at for index, word in enumerate(words) if _half(word) for at in (index, index + 1)}
    for index in sorted(at for at in beside if 0 < at < len(words)):
        if _belong(words[index - 1], words[index]):
            if runs and runs[-1][-1] == index - 1:
                runs[-1].append(index)
            else:
                runs.append([index - 1, index])
    return runs


def written_as_one(words: Sequence[str]) -> list[list[int]]:
    """`_runs`, and pairs that are often written as one."""
    runs = _runs(words)
    for index, word in enumerate(words):
        if word in _OFTEN_BEFORE and index + 1 < len(words) and _ARABIC_LETTER.match(words[index + 1]):
            runs.append([index, index + 1])
        elif word in _OFTEN_AFTER and index:
            runs.append([index - 1, index])
    return runs


# --- Texts ------------------------------------------------------------------------------------------------------

WORDS = Remembered(_words_of)


def _all_words(text: str) -> list[Word]:
    return [word for chunk in prepare(text).split() for word in WORDS[chunk]]


def search_form(text: str, language: str) -> str:
    """What the index holds of `text`: words parted by single spaces, each one `[^\\W_]+`.

    First the words in order with joiners as spaces. Then, where Arabic words carry an article or clitics, all words in
    order again without them. Then, each once, what is found besides: words with joiners as one word, neighbours that
    others write in one, words without the article in texts that are not Arabic.
    """
    arabic = is_arabic(language)
    words = _all_words(text)
    row = [part for word in words for part in word.parts]
    if arabic and any(word.arabic for word in words):
        row += [word.arabic or word.whole for word in words]
    added = [word.whole for word in words if len(word.parts) > 1]
    if not arabic:
        added += [word.bare for word in words if word.bare]
    wholes = [word.whole for word in words]
    added += ["".join(wholes[index] for index in run) for run in written_as_one(wholes)]
    return " ".join([*row, *dict.fromkeys(added)])


def words_in_order(text: str) -> list[str]:
    """The words of `text` as they stand in a row at the beginning of its search form."""
    return [part for word in _all_words(text) for part in word.parts]


# --- Queries ----------------------------------------------------------------------------------------------------


def _row(word: str, *, beginning: bool = False) -> Row:
    """One word as a row: a beginning, unless it is short or a number."""
    return (word,), beginning or not (len(word) < _SHORTEST_BEGINNING or word.isdecimal())


def word_terms(text: str, *, beginnings: bool = False) -> list[Term]:
    """The terms of words that a reader typed, each once. With `beginnings` short ones are beginnings too."""
    words = _all_words(text)
    wholes = [word.whole for word in words]
    runs = {run[0]: run for run in _runs(wholes)}
    inside = {index for run in runs.values() for index in run}
    terms: dict[Term, None] = {}
    for index, word in enumerate(words):
        if index in runs:
            terms[(_row("".join(wholes[at] for at in runs[index]), beginning=True),)] = None
        elif index not in inside:
            parts = word.parts
            if len(parts) > 1 and parts[-1] == "ی" and parts[-2].endswith("ه"):
                parts = parts[:-1]  # the ezafe of «خانه‌ی», which others write «خانهٔ» or not at all
            whole = "".join(parts)
            forms = filter(None, (whole, word.bare, clitics.bare_of_any(whole)))
            rows = [_row(form, beginning=beginnings) for form in forms]
            if len(parts) > 1:
                rows.append((parts, _row(parts[-1], beginning=beginnings)[1]))
            for left, right in ((index - 1, index), (index, index + 1)):
                apart = left < 0 or right >= len(words) or left in inside or right in inside
                if not apart and _may_be_one(wholes[left], wholes[right]):
                    rows.append(_row(wholes[left] + wholes[right]))
            terms[tuple(dict.fromkeys(rows))] = None
    return list(terms)


def _may_be_one(left: str, right: str) -> bool:
    return len(left) > 1 and len(right) > 1 and bool(_ARABIC_LETTER.match(left) and _ARABIC_LETTER.match(right))


def phrase_term(text: str, *, beginning: bool = False) -> Term:
    """The term of words in a row: as typed, as one word where others write one, without Arabic clitics, and with
    Persian prefixes and endings apart. Empty where no word stands in `text`."""
    words = _all_words(text)
    wholes = [word.whole for word in words]
    runs = {run[0]: run for run in _runs(wholes)}
    inside = {index for run in runs.values() for index in run[1:]}
    together = [
        "".join(wholes[at] for at in runs.get(index, [index])) for index in range(len(words)) if index not in inside
    ]
    rows = [
        [part for word in words for part in word.parts],
        together,
        [word.arabic or word.whole for word in words],
        [part for whole in together for part in _apart(whole)],
    ]
    return tuple(dict.fromkeys((tuple(row), beginning) for row in rows if row))


def _apart(word: str) -> list[str]:
    found = _AFFIXED.fullmatch(word)
    return [part for part in found.groups() if part] if found else [word]
