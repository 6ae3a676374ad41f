"""Ground: fold text for search and comparison, with a map back to the original positions.

The original text is never changed; what stands here makes shadow copies of it. There are two forms:

- the *match form* joins what zero-width non-joiners part and is for duplicates and names;
- the *search form* parts it, adds the joined twin and the word without its Arabic article, and is for the index.

One table folds single characters, so that every form folds alike: compatibility decomposition (presentation forms,
full width, ligatures), case (with the Turkish İ and ı first), marks (harakat, superscript alef, Latin diacritics),
hamza carriers, ة, the Arabic, Persian and Urdu shapes of yeh, kaf and heh, and decimal digits of any script.
The Kurdish letters ۆ ێ ڕ ڵ ڤ ە stay letters of their own in the match form.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable

#: Raise it with every change of what folding gives, so that stored forms can be rebuilt.
VERSION = 1

_JOINT = "\u200c"  # zero-width non-joiner, the only joiner that survives the first step
_BLANK = "\u200d"  # stands for "nothing" where a length must be kept
_HAMZA = "\ue000"  # follows an alef that bore hamza or madda: «آلمان» has no article, «المان» may have

_LETTERS = {
    "İ": "i", "ı": "i", "ß": "ss", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "æ": "ae", "Æ": "ae",
    "œ": "oe", "Œ": "oe", "ə": "e", "Ə": "e",
    "ي": "ی", "ى": "ی", "ئ": "ی", "ے": "ی", "ۓ": "ی", "ې": "ی", "ۍ": "ی", "ٸ": "ی",
    "ك": "ک", "ڪ": "ک", "ګ": "گ", "ڭ": "گ",
    "ة": "ه", "ۀ": "ه", "ہ": "ه", "ۂ": "ه", "ۃ": "ه", "ھ": "ه", "ۿ": "ه",
    "أ": "ا" + _HAMZA, "إ": "ا" + _HAMZA, "آ": "ا" + _HAMZA, "ٱ": "ا", "ٵ": "ا", "ؤ": "و", "ٶ": "و", "ء": "",
    "\u0653": _HAMZA, "\u0654": _HAMZA, "\u0655": _HAMZA,
    "ـ": "", "\u00ad": "", "_": " ",
    "\u200c": _JOINT, "\u200b": _JOINT, "\u00ac": _JOINT,  # old converters wrote ¬ for it
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


_TABLE = _Table()

_KURDISH_ONLY = re.compile("[ۆێڕڵڤ]")
_ARABIC_LETTER = re.compile("[\u0620-\u064a\u066e-\u06d5]")
#: Fewer Kurdish letters than one in sixty are a name quoted in a Persian text, not a Sorani text.
_KURDISH_SHARE = 60
#: Small v above (and ring below) that old Kurdish fonts put on plain letters.
_COMBINED = {"و\u065a": "ۆ", "ی\u065a": "ێ", "ي\u065a": "ێ", "ل\u065a": "ڵ", "ر\u065a": "ڕ", "ر\u065c": "ڕ"}
_COMBINED_PATTERN = re.compile("[ويیلر][\u065a\u065c]")


def _prepare(text: str) -> str:
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


class _Remembered[Form](dict[str, Form]):
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


def _plain(word: str) -> str:
    return word.replace(_JOINT, "").replace(_HAMZA, "")


_MATCH_FORMS = _Remembered(lambda word: " ".join(_plain(word.translate(_TABLE)).split()))


def match_form(text: str) -> str:
    """`text` as words joined by single spaces, for telling duplicates and names. See the module for what is folded."""
    return " ".join(filter(None, map(_MATCH_FORMS.__getitem__, _prepare(text).split())))


def fold_with_map(text: str) -> tuple[str, list[int]]:
    """The match form of `text`, and for each of its characters the index in `text` of the one that it came from.

    A space of the folded text maps to the first character of the gap that it stands for.
    """
    folded: list[str] = []
    positions: list[int] = []
    gap = None
    for index, character in enumerate(_prepare(text)):
        for piece in _TABLE[ord(character)]:
            if piece in (_JOINT, _HAMZA):
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


#: Conjunction, preposition and article before an Arabic word; fewer than three letters after it are no word.
_ARTICLE = re.compile("(?:[وف])?(?:[بک]?ال|لل)(?=(?:[^\\W_]\ue000?){3})")
#: In a query only the plain article goes: Persian «والدین» must not become «دین».
_QUERY_ARTICLE = re.compile("(?:ال|لل)(?=(?:[^\\W_]\ue000?){3})")
#: What Persian writes together, apart, or with a joiner: verb prefix, plural, comparative, perfect endings.
_PREFIXES = frozenset({"می", "نمی"})
_SUFFIX = re.compile("(?:ها(?:ی|یی|یم|یت|یش|یمان|یتان|یشان)?|تر(?:ین)?)")
_ENDING_AFTER_HEH = frozenset({"ام", "ای", "ایم", "اید", "اند"})
_ARABIC_WORD = re.compile("[\u0620-\u06ff]")


def _words(text: str) -> list[str]:
    """Words of `text`, which `_prepare` has seen, in search folding; joiners and hamza marks are still inside them."""
    return [word.strip(_JOINT) for word in text.translate(_TABLE).replace("ە", "ه").split()]


def _bare(word: str, article: re.Pattern[str] = _ARTICLE) -> str:
    """`word` without its Arabic article and what is glued before that; "" where it has none."""
    found = article.match(word)
    return _plain(word[found.end() :]) if found else ""


def _belong(left: str, right: str) -> bool:
    """Whether two neighbouring words are one word in another Persian spelling."""
    if left in _PREFIXES:
        return bool(_ARABIC_WORD.match(right))
    if not _ARABIC_WORD.match(left):
        return False
    return bool(_SUFFIX.fullmatch(right)) or (right in _ENDING_AFTER_HEH and left.endswith("ه") and len(left) > 2)


def _half(word: str) -> bool:
    """Whether a plain word may be half of one in another spelling: without one, neighbours cannot belong together."""
    return word in _PREFIXES or word in _ENDING_AFTER_HEH or bool(_SUFFIX.fullmatch(word))


def _runs(plain: list[str], halves: Iterable[int]) -> list[list[int]]:
    """Indices of plain words that belong together, two and more; `halves` are the indices of those that may be half."""
    beside = {index for half in halves for index in (half, half + 1) if 0 < index < len(plain)}
    runs: list[list[int]] = []
    for index in sorted(beside):
        if _belong(plain[index - 1], plain[index]):
            if runs and runs[-1][-1] == index - 1:
                runs[-1].append(index)
            else:
                runs.append([index - 1, index])
    return runs


def _groups(words: list[str]) -> list[list[int]]:
    """Indices of `words`, grouped where neighbours belong together."""
    plain = [_plain(word) for word in words]
    runs = _runs(plain, [index for index, word in enumerate(plain) if _half(word)])
    inside = {index for run in runs for index in run}
    return sorted([*runs, *([index] for index in range(len(words)) if index not in inside)])


def _indexed(written: str) -> tuple[list[str], list[str], list[str], bool]:
    """What the index makes of a written word, which punctuation may part: the plain words in it, their parts between
    joiners, their twins, and whether any may be half of another word."""
    words = [word for word in _words(written) if _plain(word)]
    plain = [_plain(word) for word in words]
    parts = [_plain(part) for word in words for part in word.split(_JOINT)]
    twins = [twin for word in words for twin in (_plain(word) if _JOINT in word else "", _bare(word))]
    return plain, list(filter(None, parts)), list(filter(None, twins)), any(map(_half, plain))


_INDEXED = _Remembered(_indexed)


def search_form(text: str) -> str:
    """What the index holds of `text`: words parted by single spaces, each one `[^\\W_]+`.

    First the words in order with joiners as spaces; then, as additions, the joined twin of each word that has joiners
    or is written in two, and the bare word of each one with an Arabic article. Sorani ە counts as ه here, since old
    and new spelling must meet.
    """
    plain: list[str] = []
    parts: list[str] = []
    added: list[str] = []
    halves: list[int] = []
    for own, between, twins, half in map(_INDEXED.__getitem__, _prepare(text).split()):
        if half:
            halves += range(len(plain), len(plain) + len(own))
        plain += own
        parts += between
        added += twins
    added += ["".join(plain[index] for index in run) for run in _runs(plain, halves)]
    return " ".join([*parts, *dict.fromkeys(added)])


def phrase_words(text: str) -> list[str]:
    """The words of `text` in order, as they stand in a row in `search_form`: what a phrase is compared by."""
    return [plain for word in _words(_prepare(text)) for part in word.split(_JOINT) if (plain := _plain(part))]


def query_words(text: str) -> list[str]:
    """The words of a reader's query, folded as the index is, each once; every one is meant as a prefix."""
    words = [word for word in _words(_prepare(text)) if _plain(word)]
    found: dict[str, None] = {}
    for group in _groups(words):
        if len(group) > 1:
            found["".join(_plain(words[index]) for index in group)] = None
        else:
            word = words[group[0]]
            found[_bare(word, _QUERY_ARTICLE) or _plain(word)] = None
    return list(found)


def highlight(text: str, words: list[str]) -> list[tuple[str, bool]]:
    """Pieces of the original `text`, which they give back when joined, each with whether a query word finds it.

    `words` come from `query_words`. A word counts by its beginning, by its joined twin, by a part between joiners, or
    without its article, as it does in the index.
    """
    if not words:
        return [(text, False)] if text else []
    sought = tuple(words)
    spans = _word_spans(text)
    hits = [False] * len(spans)
    folded = [word for _, _, word in spans]
    for group in _groups(folded):
        joined = "".join(_plain(folded[index]) for index in group)
        whole = joined.startswith(sought)
        for index in group:
            word = folded[index]
            forms = [_plain(word), _bare(word), *(_plain(part) for part in word.split(_JOINT))]
            hits[index] = whole or any(form and form.startswith(sought) for form in forms)
    pieces: list[tuple[str, bool]] = []
    at = 0
    for (start, end, _), hit in zip(spans, hits, strict=True):
        if not hit or start < at:  # one character may fold to two words: ¼
            continue
        if start > at:
            pieces.append((text[at:start], False))
        pieces.append((text[start:end], True))
        at = end
    if at < len(text):
        pieces.append((text[at:], False))
    return pieces


def _word_spans(text: str) -> list[tuple[int, int, str]]:
    """Start, end (in `text`) and search folding of each word of `text`."""
    spans: list[tuple[int, int, str]] = []
    start, end, letters = 0, 0, ""
    for index, character in enumerate(_prepare(text) + " "):
        for piece in _TABLE[ord(character)]:
            if piece.isspace():
                if letters.strip(_JOINT):
                    spans.append((start, end, letters.strip(_JOINT).replace("ە", "ه")))
                letters = ""
                continue
            if piece not in (_JOINT, _HAMZA):
                start = index if not _plain(letters) else start
                end = index + 1
            letters += piece
        if letters and _TABLE[ord(character)] == "":
            end = index + 1  # a mark on the last letter belongs to the word
    return spans
