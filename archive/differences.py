"""Ground: the difference of two texts, word by word and paragraph by paragraph. Pure; knows no direction and no markup.

Pieces come in the order of the text, never in the order of the screen, so that they are right in either direction once
each stands in an element of its own.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

#: A word with its joiners, vowel signs and apostrophes, or a stretch of white space, or one other character.
_TOKENS = re.compile(r"\s+|[\w\u200c\u064b-\u0652\u0670’']+|[^\w\s]")

SAME, GONE, NEW = "same", "gone", "new"
CHANGED, MOVED = "changed", "moved"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text and what became of it: `same`, `gone` or `new`."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class ParagraphDifference:
    """One paragraph of either version. `kind` is same, changed, moved, gone or new; `pieces` are in reading order."""

    number: int
    kind: str
    pieces: tuple[Piece, ...]


def tokens(text: str) -> list[str]:
    """Words, white space and marks of `text`; joined again they are the text."""
    return _TOKENS.findall(text)


def word_difference(old: str, new: str) -> tuple[Piece, ...]:
    """What was taken out of `old` and put in to make `new`, neighbouring pieces of one kind joined."""
    before, after = tokens(old), tokens(new)
    pieces: list[Piece] = []

    def add(kind: str, words: Sequence[str]) -> None:
        text = "".join(words)
        if not text:
            return
        if pieces and pieces[-1].kind == kind:
            pieces[-1] = Piece(kind, pieces[-1].text + text)
        else:
            pieces.append(Piece(kind, text))

    matcher = SequenceMatcher(str.isspace, before, after, autojunk=False)
    for tag, old_first, old_last, new_first, new_last in matcher.get_opcodes():
        if tag == "equal":
            add(SAME, after[new_first:new_last])
        else:
            add(GONE, before[old_first:old_last])
            add(NEW, after[new_first:new_last])
    return tuple(pieces)


def paragraph_differences(old: Sequence[dict], new: Sequence[dict]) -> list[ParagraphDifference]:
    """Compare two lists of numbered paragraphs (see `archive.models.Revision`); numbers tell which belong together.

    The rows follow the newer text; a paragraph that is gone stands after the one that it followed. A paragraph is
    `moved` where its words are the same and its neighbours' order is not.
    """
    before = {paragraph["number"]: paragraph["text"] for paragraph in old}
    after = {paragraph["number"]: paragraph["text"] for paragraph in new}
    stayed = _in_place(
        [number for number in before if number in after], [number for number in after if number in before]
    )
    rows: list[ParagraphDifference] = []
    for number, text in after.items():
        if number not in before:
            rows.append(ParagraphDifference(number, NEW, (Piece(NEW, text),)))
        elif before[number] != text:
            rows.append(ParagraphDifference(number, CHANGED, word_difference(before[number], text)))
        else:
            kind = SAME if number in stayed else MOVED
            rows.append(ParagraphDifference(number, kind, (Piece(SAME, text),)))
    order = list(before)
    for place, number in enumerate(order):
        if number in after:
            continue
        earlier = order[:place]
        at = max((index + 1 for index, row in enumerate(rows) if row.number in earlier), default=0)
        rows.insert(at, ParagraphDifference(number, GONE, (Piece(GONE, before[number]),)))
    return rows


def _in_place(old: Sequence[int], new: Sequence[int]) -> set[int]:
    """The numbers of the longest run of paragraphs that kept their order."""
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return {old[block.a + step] for block in blocks for step in range(block.size)}
