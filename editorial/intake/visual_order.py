"""Side room of documents: one line of glyphs, as a PDF places them, into the order in which it is read.

PDFium turns some Arabic-script words round and leaves others, by how the font was embedded (measured on pages printed
by Chromium: a third of the words came out backwards). The places of the glyphs tell the truth, so lines with letters
written from right to left are put in order by them, and only where words part is taken from PDFium.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

_MIRRORED = str.maketrans("()[]{}«»‹›<>", ")(][}{»«›‹><")
_OPENS, _CLOSES = frozenset("([{«‹"), frozenset(")]}»›")
#: Glyphs nearer to each other than this share of a point are one ligature.
_SAME_PLACE = 0.05


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character at `x`, its origin in points from the page's left edge."""

    letter: str
    x: float


def is_rtl(letter: str) -> bool:
    return unicodedata.bidirectional(letter) in ("R", "AL")


def _is_ltr(letter: str) -> bool:
    """Letters and numbers that run from left to right even in the midst of the other direction."""
    return unicodedata.bidirectional(letter) in ("L", "EN", "AN")


def read_line(words: Sequence[Sequence[Glyph]], page_rtl: bool = False) -> str:
    """The words of one line in reading order, parted by spaces, presentation forms turned into letters.

    A line runs from right to left if its page does (`page_rtl`), or if at least half of its own letters do.
    """
    kept = [part for word in words for part in _without_brackets(word) if part]
    letters = [glyph.letter for word in kept for glyph in word]
    right = sum(map(is_rtl, letters))
    left = sum(unicodedata.bidirectional(letter) == "L" for letter in letters)
    base_rtl = page_rtl or right >= left
    texts = [(_read_word(word, base_rtl), max(g.x for g in word), min(g.x for g in word)) for word in kept]
    texts.sort(key=lambda word: -word[1] if base_rtl else word[2])
    ordered = _turn_runs([text for text, _right, _left in texts], base_rtl)
    line = " ".join(ordered)
    if base_rtl:
        line = _mirrored(line)
    line = re.sub(r"([(\[{«‹]) | ([)\]}»›،؛.,:؟!])", lambda found: found[1] or found[2], line)
    return "".join(_letter(letter) for letter in line)


def _without_brackets(word: Sequence[Glyph]) -> list[list[Glyph]]:
    """A word with its brackets apart: PDFium leaves those of turned words hanging on the word before."""
    parts: list[list[Glyph]] = [[]]
    for glyph in word:
        if glyph.letter in _OPENS or glyph.letter in _CLOSES:
            parts += [[glyph], []]
        else:
            parts[-1].append(glyph)
    return parts


def _letter(letter: str) -> str:
    """Arabic presentation forms (how fonts name joined shapes) as the letters that they show."""
    if "\ufb50" <= letter <= "\ufdff" or "\ufe70" <= letter <= "\ufefc":
        return unicodedata.normalize("NFKC", letter).strip() or letter
    return letter


def _read_word(word: Sequence[Glyph], base_rtl: bool) -> str:
    """The letters of one word in reading order; marks stay behind their letter, ligatures keep their inner order."""
    bases = [(number, glyph) for number, glyph in enumerate(word) if not unicodedata.combining(glyph.letter)]
    if not bases:
        return "".join(glyph.letter for glyph in word)
    steps = [b.x - a.x for (_, a), (_, b) in pairwise(bases) if abs(b.x - a.x) > _SAME_PLACE]
    rising = sum(step > 0 for step in steps) > sum(step < 0 for step in steps)
    # PDFium turned the word round, the letters of a ligature with it, where the places rise in a word read leftwards.
    turned = rising == any(is_rtl(glyph.letter) for _, glyph in bases) and bool(steps)
    places: list[float] = []
    for _number, glyph in bases:
        if not any(abs(glyph.x - place) <= _SAME_PLACE for place in places):
            places.append(glyph.x)
    clusters: list[tuple[float, str]] = []
    for place in sorted(places, reverse=base_rtl):
        own = [glyph.letter for _, glyph in bases if abs(glyph.x - place) <= _SAME_PLACE]
        if turned and any(is_rtl(letter) for letter in own):
            own.reverse()
        clusters.append((place, "".join(own)))
    for glyph in word:
        if unicodedata.combining(glyph.letter):
            nearest = min(range(len(clusters)), key=lambda at: abs(clusters[at][0] - glyph.x))
            clusters[nearest] = (clusters[nearest][0], clusters[nearest][1] + glyph.letter)
    return "".join(_turn_inner([text for _place, text in clusters], base_rtl))


def _turn_inner(clusters: list[str], base_rtl: bool) -> list[str]:
    """Turn what runs against the line inside one word: numbers and Latin letters in a line from right to left."""
    against = _is_ltr if base_rtl else is_rtl
    out: list[str] = []
    at = 0
    while at < len(clusters):
        end = at
        if against(clusters[at][0]):
            last = at
            # What stands between two such letters runs with them; a hyphen between numbers behind Arabic letters does
            # not (Unicode bidi rules W2 and W4), so groups of numbers stand the other way round.
            latin = unicodedata.bidirectional(clusters[at][0]) == "L"
            joints = ".,:/٫٬'@_%-" if latin else ".,:/٫٬"
            while end < len(clusters) and (against(clusters[end][0]) or clusters[end] in joints):
                if against(clusters[end][0]):
                    last = end
                end += 1
            end = last + 1
            out.extend(reversed(clusters[at:end]))
        else:
            end = at + 1
            out.append(clusters[at])
        at = end
    return out


def _turn_runs(words: list[str], base_rtl: bool) -> list[str]:
    """Turn the order of neighbouring words that run against the line: a Latin name in a Persian sentence."""
    out: list[str] = []
    run: list[str] = []
    for word in words:
        strong = [unicodedata.bidirectional(letter) for letter in word]
        against = "L" in strong if base_rtl else ("R" in strong or "AL" in strong)
        if against and not (base_rtl and ("R" in strong or "AL" in strong)):
            run.append(word)
            continue
        out.extend(reversed(run))
        run = []
        out.append(word)
    out.extend(reversed(run))
    return out


def _mirrored(line: str) -> str:
    """Brackets as written where the file names them by their shape: then the first one on the line would be closing."""
    first = next((letter for letter in line if letter in _OPENS or letter in _CLOSES), "")
    return line.translate(_MIRRORED) if first in _CLOSES and first else line
