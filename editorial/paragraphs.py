"""Ground: cut a text into paragraphs, and give the paragraphs of a changed text their stable numbers."""

from collections.abc import Sequence
from difflib import SequenceMatcher

from rapidfuzz import fuzz

#: Two wordings are one paragraph that was corrected, not another one, where they share this much (0 to 100, rapidfuzz
#: `ratio`) of their words in order, or of their letters. Unrelated sentences of the Universal Declaration of Human
#: Rights in six languages share half of their words in 0.1 % of pairs (English: 0.6 %), never 77 % of their letters.
SAME_WORDS, SAME_LETTERS = 50, 77
#: Enough of the letters where the two stand alone at the same place: 2 to 8 % of unrelated pairs share as much.
SAME_IN_PLACE = 50


def split_paragraphs(text: str) -> list[str]:
    """The paragraphs of `text`: stretches parted by empty lines, inner line breaks made spaces, outer space gone."""
    paragraphs: list[list[str]] = [[]]
    for line in text.splitlines():
        if line.strip():
            paragraphs[-1].append(line.strip())
        elif paragraphs[-1]:
            paragraphs.append([])
    return [" ".join(lines) for lines in paragraphs if lines]


def number(texts: Sequence[str]) -> list[dict]:
    """First numbering: 1, 2, 3 …"""
    return [{"number": index, "text": text} for index, text in enumerate(texts, start=1)]


def renumber(before: Sequence[dict], texts: Sequence[str], last_used: int) -> list[dict]:
    """Number `texts` so that a paragraph keeps its number while it is kept, moved or corrected.

    `before` is the paragraphs of the revision that was edited, `last_used` the highest number that any revision of
    this statement ever used: a number is never given to another paragraph.
    """
    old, new = [paragraph["text"] for paragraph in before], list(texts)
    opcodes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    pairs: dict[int, int] = {}  # index in `new` → index in `old`
    left = set(range(len(old)))

    def join(index: int, place: int) -> None:
        pairs[index] = place
        left.discard(place)

    # First what was kept in its place, then what was moved, then what was corrected, the likest first.
    for tag, first, last, new_first, _new_last in opcodes:
        if tag == "equal":
            for step in range(last - first):
                join(new_first + step, first + step)
    for index, text in enumerate(new):
        if index not in pairs:
            place = next((place for place in sorted(left) if old[place] == text), None)
            if place is not None:
                join(index, place)
    likeness = [
        (sum(alike), index, place)
        for index, text in enumerate(new)
        if index not in pairs
        for place in left
        if (alike := _alike(old[place], text))[0] >= SAME_WORDS or alike[1] >= SAME_LETTERS
    ]
    for _likeness, index, place in sorted(likeness, key=lambda row: (-row[0], row[1], row[2])):
        if index not in pairs and place in left:
            join(index, place)
    for tag, first, last, new_first, new_last in opcodes:
        places = [place for place in range(first, last) if place in left]
        indices = [index for index in range(new_first, new_last) if index not in pairs]
        alone = tag == "replace" and len(places) == len(indices) == 1
        if alone and fuzz.ratio(old[places[0]], new[indices[0]]) >= SAME_IN_PLACE:
            join(indices[0], places[0])
    rows = []
    for index, text in enumerate(new):
        if index not in pairs:
            last_used += 1
        rows.append({"number": before[pairs[index]]["number"] if index in pairs else last_used, "text": text})
    return rows


def _alike(old: str, new: str) -> tuple[float, float]:
    """How much of their words in order, and of their letters, two texts share (0 to 100 each)."""
    return fuzz.ratio(old.split(), new.split()), fuzz.ratio(old, new)
