"""Quotations that may be statements: announced by a lead-in, or long, over one or several blocks.

Not picked: taking every quotation of some length. Statements quote laws, poets and their opponents at length.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from editorial.intake import cues
from editorial.intake.blocks import Block
from editorial.intake.lines import FURNITURE
from editorial.intake.voice import listen

_OPENS = {"“": '”"', "«": "»", "„": "“”", '"': '"”', "‘": "’", "”": "”", "»": "«"}
#: The marks that count once one has opened: itself, and those that close it (an apostrophe is none).
_MARKS = {mark: re.compile(rf"[{mark}{closing}](?!(?<=’)\w)") for mark, closing in _OPENS.items()}
OPENING = re.compile(r"[\s*_>–—-]*([“«„\"‘”»])")
_INSIDE = re.compile(r"[:：]\s*([“«„\"‘»])")
_TRAIL = " \t\n.,;*_)]"
#: What no quotation runs over.
_EDGES = frozenset({"rule", "separator", "read more", "end mark", "note", "lead-in", "comments"})
#: Words a quotation must have to be a statement (twice as many under a weak lead-in), and the blocks that it may span.
LEAST, _FARTHEST = 15, 60
#: Paragraphs without marks behind one that a mark closed, before a mark closes them.
_UNMARKED = 4
#: Letters of one block in which its end is looked for.
_REACH = 20_000
#: Words from which a quotation over paragraphs needs no lead-in.
_LONG = 60
#: Points from which a stretch is read as a report.
ENOUGH = 2.75


@dataclass(frozen=True, slots=True)
class Quotation:
    """`start` and `end` of the quoted words (offsets of the extract, marks included), and the lead-in's start.

    `signed` is where the lines that sign it begin, 0 if there are none.
    """

    lead: int
    start: int
    end: int
    words: int
    points: float
    signed: int = 0


class _Closers:
    """For each mark the next block, from any block on, that holds a mark closing it; one pass a mark."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.blocks = blocks
        self.next: dict[str, list[int]] = {}

    def near(self, mark: str, number: int) -> bool:
        """Whether such a mark stands within reach of block `number`."""
        if mark not in self.next:
            closing = re.compile(f"[{_OPENS[mark]}]")
            following, at = [0] * len(self.blocks), len(self.blocks) + _FARTHEST
            for n in range(len(self.blocks) - 1, -1, -1):
                if closing.search(self.blocks[n].text):
                    at = n
                following[n] = at
            self.next[mark] = following
        return self.next[mark][number] < number + _FARTHEST


def find_quotations(blocks: Sequence[Block]) -> list[Quotation]:
    """Announced quotations in order, none inside another; linear in the blocks but for the bounded look ahead."""
    out: list[Quotation] = []
    above: Block | None = None
    closers = _Closers(blocks)
    for number, block in enumerate(blocks):
        if block.role in FURNITURE or block.role in ("rule", "date", "web"):
            continue
        if not out or block.start >= out[-1].end:
            found = _opened(blocks, number, above, closers)
            if found:
                out.append(found)
        above = block
    return out


def mark_said(quotations: Sequence[Quotation], blocks: Sequence[Block]) -> None:
    """Mark the blocks of the quotations that are surely statements: no line in them is a title or head."""
    for quotation in quotations:
        if quotation.points >= ENOUGH:
            for block in blocks_under(blocks, quotation.start, quotation.end):
                block.said = True


def _opened(blocks: Sequence[Block], number: int, above: Block | None, closers: "_Closers") -> Quotation | None:
    """The quotation that opens at the start of a block below a lead-in, or behind a colon inside the block."""
    block = blocks[number]
    opening = OPENING.match(block.text)
    if opening and not closers.near(opening[1], number):
        opening = None
    if opening and above is not None and not above.heading.isdigit():
        points = announces(above)
        found = _closed(blocks, number, opening.start(1), above.start, points)
        if found and (points or (found.words >= _LONG and found.points >= 1.0)):
            weak = above.last not in ":：" and found.end <= block.end
            return replace(found, points=found.points - 1) if weak else found
    if not block.prose or block.heading.isdigit():
        return None
    for colon in islice(_INSIDE.finditer(block.text[:3000]), 8):
        points = _announces_inside(block.text[max(0, colon.start() - 200) : colon.start()])
        if points and closers.near(colon[1], number):
            quotation = _closed(blocks, number, colon.start(1), block.start, points)
            if quotation:
                return quotation
    return None


def announces(block: Block) -> float:
    """Points of a block as a lead-in: 0 unless it ends in a colon or says that the text follows."""
    tail = block.plain[-220:]
    colon = block.last in ":："
    says = cues.PROVENANCE.within(tail)
    heard = listen(block.text[-400:])
    if not (colon or (block.prose and (says or heard.follows))):
        return 0.0
    points = 1.0 if colon else 0.5
    points += 1.0 if says else 0.0
    if cues.STATEMENT.inflected(tail):
        points += 1.0
    if heard.reporting or heard.follows:
        points += 0.5
    if colon and (cues.ORGANISATION.inflected(tail) or cues.COMMITTEE.within(tail)):
        points += 0.5
    return points


def _announces_inside(lead: str) -> float:
    plain = cues.plain(lead)
    says = cues.PROVENANCE.within(plain)
    named = cues.STATEMENT.inflected(plain)
    return 0.5 + says + named if says or named else 0.0


def _closed(blocks: Sequence[Block], number: int, at: int, lead: int, points: float) -> Quotation | None:
    """The quotation from a mark on to the mark that closes it; None where it is short or nothing closes it."""
    mark = blocks[number].text[at]
    closing = _OPENS[mark]
    last, end = _end(blocks, number, at, mark, closing)
    if last < 0:
        return None
    last, end = _goes_on(blocks, last, end, closing if end >= blocks[last].end - 3 else "")
    first, words = blocks[number], 0
    for n in range(number, last + 1):
        block = blocks[n]
        if block.role in FURNITURE:
            continue
        text = block.text[at:] if n == number else block.text
        words += (
            len(text.split()) if n < last else len(block.text[at if n == number else 0 : end - block.start].split())
        )
    if words < LEAST or (words < 2 * LEAST and points < 2):
        return None
    quoted = " ".join(b.text for b in blocks[number : last + 1] if b.role not in FURNITURE)
    if last > number:
        points += 1.0
    if listen(quoted).statement:
        points += 1.0
    if len(blocks[last].text[end - blocks[last].start :].split()) >= 3:
        points -= 1.0  # "…", said the committee: a citation
    return Quotation(lead, first.start + at, end, words, points)


def _goes_on(blocks: Sequence[Block], last: int, end: int, closing: str) -> tuple[int, int]:
    """Block and offset where a quotation of several paragraphs ends: each of them may be in marks of its own.

    Where paragraphs without marks come to one that a mark of `closing` ends and none opened, they were quoted too.
    """
    for n in range(last + 1, min(last + _FARTHEST, len(blocks))):
        block = blocks[n]
        text = block.text.rstrip(_TRAIL)
        opening = OPENING.match(text)
        if block.role or len(text) < 2:
            break
        if opening and text[-1] in _OPENS[opening[1]]:
            if any(mark in text[opening.end(1) : -1] for mark in _OPENS[opening[1]]):
                break  # “…”, said the committee, “…”
            last, end = n, block.start + len(text)
        elif closing and text[-1] in closing and _left_open(text, closing):
            return n, block.start + len(text)  # a mark too many stood at the end of an earlier paragraph
        elif not closing or n - last >= _UNMARKED or any(mark in text for mark in closing) or listen(text).reporting:
            break
    return last, end


def _left_open(text: str, closing: str) -> bool:
    """Whether the mark that ends a paragraph closes what was opened before it."""
    opened = [mark for mark, closers in _OPENS.items() if text[-1] in closers]
    inside = text[:-1]
    return sum(map(inside.count, closing)) % 2 == 0 and not any(m in inside for m in opened if m not in closing)


def _end(blocks: Sequence[Block], number: int, at: int, mark: str, closing: str) -> tuple[int, int]:
    """Block and offset where the quotation ends: where the marks are even again, else the last block that a mark ends.

    (-1, -1) where nothing closes it within reach.
    """
    depth, fallback = 0, (-1, -1)
    even = mark not in closing
    marks = _MARKS[mark]
    for n in range(number, min(number + _FARTHEST, len(blocks))):
        block = blocks[n]
        if n > number and (block.heading.isdigit() or block.ruled or block.role in _EDGES):
            break
        if block.role in FURNITURE:
            continue
        text = block.text
        begin = at if n == number else 0
        if even:
            if n > number and text.lstrip(" *_>").startswith(mark) and depth > 0:
                depth -= 1  # each paragraph opens anew, only the last one closes
            for found in marks.finditer(text, begin, begin + _REACH):
                depth += 1 if found[0] == mark else -1
                if depth == 0:
                    return n, block.start + found.end()
        ended = text.rstrip(_TRAIL)
        if len(ended) > begin + 1 and ended[-1] in closing:
            if not even:
                return n, block.start + len(ended)
            fallback = (n, block.start + len(ended))
        elif not even and n == number:
            k = text.rfind(mark)
            if k > begin + 150 and text.count(mark, begin) % 2 == 0:
                return n, block.start + k + 1
    return fallback


def blocks_under(blocks: Sequence[Block], start: int, end: int) -> Sequence[Block]:
    """The blocks that hold any of the text from `start` to `end`."""
    first = max(bisect_right(blocks, start, key=lambda b: b.start) - 1, 0)
    return blocks[first : bisect_left(blocks, end, key=lambda b: b.start)]
