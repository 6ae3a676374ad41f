"""Ground: the letters of a rendering: in the right script, of the right alphabet, and letters at all."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from archive import languages
from editorial.quality.addresses import addresses, without
from editorial.quality.finding import ERROR, WARNING, Finding, Pair, Span, quoted

_YEH_KAF = {"ي": "ی", "ى": "ی", "ك": "ک"}
#: Letters that another language writes in this one's place, each with the right one.
FOREIGN: Mapping[str, Mapping[str, str]] = {
    "fa": _YEH_KAF,
    "prs": _YEH_KAF,
    "ur": _YEH_KAF,
    "az-Arab": _YEH_KAF,
    "ckb": {**_YEH_KAF, "ه\u200c": "ە"},
    "ku-Arab": {**_YEH_KAF, "ه\u200c": "ە"},
    "kmr-Arab": _YEH_KAF,
    "ps": {"ك": "ک"},
    "ar": {"ی": "ي", "ک": "ك", "ہ": "ه", "ە": "ه"},
}
_DIGITS = {"arab": ("۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩"), "arabext": ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹")}
_SCRIPTS = {
    "Latn": "LATIN",
    "Arab": "ARABIC",
    "Cyrl": "CYRILLIC",
    "Grek": "GREEK",
    "Hebr": "HEBREW",
    "Armn": "ARMENIAN",
}
#: Letters of these look alike; a word that mixes them is mistyped or deceives.
_ALIKE = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN"})
_INVISIBLE = re.compile("[\u00ad\u200b\u2060-\u2064\ufeff]")
_WORD = re.compile(r"[^\W\d_]+")
#: Arabic letters as old fonts drew them, but not the ligatures that are signs of their own (ﷲ ﷺ ﷼ and the like).
_DRAWN = re.compile("[\ufb50-\ufdcf\ufe70-\ufefc]+")
#: So many letters tell which script a paragraph stands in; fewer may be a name.
ENOUGH = 12


@lru_cache(maxsize=4096)
def script_of(letter: str) -> str:
    """The first word of a letter's Unicode name, which is its script for the scripts that we know; "" for no letter."""
    return unicodedata.name(letter, "").partition(" ")[0] if letter.isalpha() else ""


def share_in(text: str, script: str) -> tuple[float, int]:
    """Which share of the letters of `text` stands in `script` (ISO 15924), and how many letters there are."""
    found = [script_of(letter) for letter in without(text, addresses(text)) if letter.isalpha()]
    return (found.count(_SCRIPTS.get(script, "")) / len(found) if found else 1.0), len(found)


def check(pair: Pair) -> Iterator[Finding]:
    """Characters that are none, invisible ones, a wrong script, and letters and digits of a neighbour's alphabet."""
    yield from _stray(pair)
    yield from _script(pair)
    yield from _alphabet(pair)


def _is_stray(character: str) -> bool:
    """A replacement, private, unassigned or control character, or half of a surrogate pair."""
    if character == "\ufffd":
        return True
    kind = unicodedata.category(character)
    return kind in ("Co", "Cn", "Cs") or (kind == "Cc" and character not in "\n\r\t")


def _stray(pair: Pair) -> Iterator[Finding]:
    stray = [(at, at + 1) for at, character in enumerate(pair.text) if _is_stray(character)]
    if stray:
        which = _codes(pair.text, stray)
        message = format_lazy(_("Characters that are no letters of any language: {which}."), which=which)
        yield Finding("stray", ERROR, message, tuple(stray))
    hidden = [found.span() for found in _INVISIBLE.finditer(pair.text)]
    if hidden:
        which = _codes(pair.text, hidden)
        yield Finding(
            "invisible", WARNING, format_lazy(_("Invisible characters: {which}."), which=which), tuple(hidden)
        )
    joiners = [found.span() for found in re.finditer("\u200c{2,}|(?<!\\S)\u200c|\u200c(?!\\S)", pair.text)]
    if joiners:
        message = _("A zero-width non-joiner stands twice, or at the edge of a word, where it does nothing.")
        yield Finding("invisible", WARNING, message, tuple(joiners))
    drawn = tuple(found.span() for found in _DRAWN.finditer(pair.text))
    if drawn:
        proper = unicodedata.normalize("NFKC", pair.text[slice(*drawn[0])])
        message = format_lazy(_("Letters in the shapes of an old font; write them as {proper}."), proper=quoted(proper))
        yield Finding("letter", WARNING, message, drawn)


def _codes(text: str, spans: list[Span]) -> str:
    return ", ".join(dict.fromkeys(f"U+{ord(text[start]):04X}" for start, _end in spans))


def _script(pair: Pair) -> Iterator[Finding]:
    share, letters = share_in(pair.text, pair.script)
    if pair.script in _SCRIPTS and letters >= ENOUGH and share < 0.5:
        # What the original itself has in that script (a slogan, a name) may be kept on purpose.
        kept = languages.language(pair.source_language).script != pair.script and (
            share_in(pair.source, languages.language(pair.source_language).script)[0] < 0.5
        )
        own = languages.language(pair.language).own_name
        message = format_lazy(_("Most letters are not in the script of {language}."), language=quoted(own))
        yield Finding("script", WARNING if kept else ERROR, message)
    mixed = tuple(
        found.span()
        for found in _WORD.finditer(pair.text)
        if not found[0].isascii() and len(_ALIKE & {script_of(letter) for letter in found[0]}) > 1
    )
    if mixed:
        words = ", ".join(pair.text[start:end] for start, end in mixed)
        message = format_lazy(_("Letters of two scripts in one word: {words}."), words=quoted(words))
        yield Finding("script", WARNING, message, mixed)


def _alphabet(pair: Pair) -> Iterator[Finding]:
    known = languages.language(pair.language)
    for wrong, right in FOREIGN.get(known.tag, {}).items():
        spans = tuple(found.span() for found in re.finditer(re.escape(wrong), pair.text))
        if spans:
            message = format_lazy(
                _("The letter {wrong} belongs to another language; write {right} (U+{code})."),
                wrong=quoted(wrong),
                right=quoted(right),
                code=f"{ord(right):04X}",
            )
            yield Finding("letter", WARNING, message, spans)
    wrong_digits, right_digits = _DIGITS.get(known.digits, ("", ""))
    if wrong_digits:
        # Some of the ten look the same in both rows, so the eye does not find them.
        spans = tuple(found.span() for found in re.finditer(f"[{wrong_digits}]+", pair.text))
        if spans:
            written = pair.text[slice(*spans[0])]
            proper = written.translate(str.maketrans(wrong_digits, right_digits))
            message = format_lazy(
                _("The digits {written} belong to another language; write {proper}."),
                written=quoted(written),
                proper=quoted(proper),
            )
            yield Finding("digits", WARNING, message, spans)
