"""Ground: cut a text into paragraphs, and give the paragraphs of a changed text their stable numbers."""

from collections.abc import Sequence
from difflib import SequenceMatcher

from rapidfuzz import fuzz

#: Two wordings this alike (0 to 100, rapidfuzz `ratio`) are one paragraph that was corrected, not another one.
SAME_PARAGRAPH = 50


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
    numbers: dict[int, int] = {}
    left = {paragraph["number"]: paragraph["text"] for paragraph in before}
    old, new = [paragraph["text"] for paragraph in before], list(texts)
    for tag, old_first, old_last, new_first, new_last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            for step in range(old_last - old_first):
                numbers[new_first + step] = before[old_first + step]["number"]
                left.pop(before[old_first + step]["number"])
        elif tag == "replace" and old_last - old_first == new_last - new_first:
            for step in range(old_last - old_first):
                if fuzz.ratio(old[old_first + step], new[new_first + step]) >= SAME_PARAGRAPH:
                    numbers[new_first + step] = before[old_first + step]["number"]
                    left.pop(before[old_first + step]["number"])
    for index, text in enumerate(new):
        if index in numbers:
            continue
        moved = max(left, key=lambda number: fuzz.ratio(left[number], text), default=None)
        if moved is not None and fuzz.ratio(left[moved], text) >= SAME_PARAGRAPH:
            numbers[index] = moved
            left.pop(moved)
        else:
            last_used += 1
            numbers[index] = last_used
    return [{"number": numbers[index], "text": text} for index, text in enumerate(new)]
