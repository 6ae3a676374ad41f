"""Ground: the shadow of a text by which equal and nearly equal texts are found.

Sampled shingles of four folded words; the rates were measured in a comparison of duplicate finders: sampling one in
sixteen misses short texts, so every shingle counts below 150 words and one in four below 500. MinHash was not picked:
it finds under half of the excerpts and a third of the statements that stand inside compilations.

A shingle's hash is a polynomial over the 64-bit hashes of its words, computed for all of a text at once.
"""

import hashlib
from functools import lru_cache

import numpy
import xxhash

from archive import folding

SHINGLE = 4  # words
#: The odd multiplier of xxHash's 64-bit finish, which spreads the bits that sampling looks at.
_SPREAD = numpy.uint64(0x9E3779B185EBCA87)


def words_of(text: str) -> list[str]:
    """The folded words of a text, in order."""
    return folding.match_form(text).split()


def digest_of_words(text: str) -> str:
    """SHA-256 (64 hex digits) of the folded words: equal for texts that differ in spelling habits only."""
    return _digest(words_of(text))


def _digest(words: list[str]) -> str:
    return hashlib.sha256(" ".join(words).encode()).hexdigest()


def sampling(words: int) -> int:
    """One shingle in how many is kept, for a text of so many words."""
    return 1 if words < 150 else 4 if words < 500 else 16


@lru_cache(maxsize=1 << 16)
def _hash(word: str) -> int:
    return xxhash.xxh3_64_intdigest(word.encode())


def _hashes(words: list[str]) -> numpy.ndarray:
    """Hashes of all shingles in order, as 63-bit integers; a text shorter than a shingle is one shingle."""
    if not words:
        return numpy.empty(0, dtype=numpy.uint64)
    own = numpy.fromiter(map(_hash, words), dtype=numpy.uint64, count=len(words))
    size = min(SHINGLE, len(words))
    mixed = numpy.zeros(len(words) - size + 1, dtype=numpy.uint64)
    for place in range(size):  # overflow is meant: arithmetic modulo 2^64
        mixed = mixed * _SPREAD + own[place : len(words) - size + 1 + place]
    mixed ^= mixed >> numpy.uint64(29)
    mixed *= _SPREAD
    return mixed >> numpy.uint64(1)


def shingles(text: str) -> list[int]:
    """Hashes of all shingles of four folded words, in order: integers of 63 bits, which both databases hold."""
    return _hashes(words_of(text)).tolist()


def fingerprints(text: str) -> set[int]:
    """The sampled shingles of a text. A denser sample holds every shingle of a sparser one."""
    return _sample(words_of(text))


def _sample(words: list[str]) -> set[int]:
    hashes = _hashes(words)
    return set(hashes[hashes % numpy.uint64(sampling(len(words))) == 0].tolist())


def shadow(text: str) -> tuple[str, set[int]]:
    """`digest_of_words` and `fingerprints` of a text, folded once."""
    words = words_of(text)
    return _digest(words), _sample(words)
