"""Ground: the shadow of a paragraph by which the translation memory finds equal and like ones.

A paragraph is too short for the sampled shingles of `editorial.fingerprints`: one changed word in five leaves no run of
four. Its marks are pairs of neighbouring words, at most twelve of them, and always the same ones: a pair's rank comes
from its hash, and pairs of long words, which are rare, come first more often than «of the». So two paragraphs that
share half of their pairs share about half of their marks, whatever their length.
"""

import itertools
import math
from functools import lru_cache

import xxhash

from archive import folding
from archive.search_form import words_in_order

MOST_MARKS = 12
_SPAN = 1 << 63


@lru_cache(maxsize=1 << 16)
def _mark(pair: str, first: str, second: str) -> tuple[float, int]:
    """Rank (the lower the sooner) and hash of two neighbouring words; the pair of languages is part of the hash."""
    value = xxhash.xxh3_64_intdigest(f"{pair} {first} {second}".encode()) >> 1
    return -math.log((value + 1) / _SPAN) / (len(first) + len(second)) ** 2, value


def pair_of(source_language: str, language: str) -> str:
    """A pair of languages as one word: what was translated into another language is another memory."""
    return f"{source_language}>{language}"


def key(text: str, pair: str) -> int:
    """63 bits of the folded words and the pair: equal for texts that differ in spelling habits only."""
    return xxhash.xxh3_64_intdigest(f"{pair} {folding.match_form(text)}".encode()) >> 1


def marks(text: str, pair: str) -> list[int]:
    """The marks of a text: at most twelve integers of 63 bits, in the order of their ranks. A single word is one."""
    words = folding.match_form(text).split()
    if not words:
        return []
    found = {_mark(pair, *two) for two in itertools.pairwise(words)} or {_mark(pair, words[0], "")}
    return [value for _rank, value in sorted(found)[:MOST_MARKS]]


def words_in_row(text: str) -> str:
    """The words of a text in order, folded and parted by single spaces: what a concordance looks for a phrase in."""
    return " ".join(words_in_order(text))
