"""The blocks of an extract: lines and paragraphs with what is known about each before any label is given.

A block is a line, or several lines that are one paragraph because their text was wrapped at a fixed width. Its features
come from its own words, from the format's marks over it and from the white space around it; judging is left to
`furniture`, `starts` and `split`.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from editorial.intake import cues
from editorial.records import Extract, Mark

_BULLET = re.compile(r"\s*(?:[•·●▪■◆►▶*‣◦⁃–—-]|\(?[0-9۰-۹٠-٩]{1,3}\s?[.)\-–])(?:\s|$)")
_WORD = re.compile(r"[^\W_]+(?:['’\u200c][^\W_]+)*")
_STOPS = ".:;,،؛"
_SENTENCE_END = re.compile(r"[.!?؟…۔]['\"”’»)\]]*\s*\Z")
_ELLIPSIS = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\])['\"”’»)\]\s]*\Z")
_RULE = re.compile(r"\s*(?:(?:[-–—_=*~#+•·.]\s?){3,}|\*|--)\s*\Z")
#: A rule as the source of a page writes it.
_HR = re.compile(r"\s*(?:\[hr\]|<hr\s*/?>)\s*\Z", re.I)
_WEB = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\w+", re.I)
#: Widths at which mail and terminals wrapped prose.
_WRAP = range(56, 101)


@dataclass(slots=False, eq=False)
class Block:
    """A stretch of text between `start` and `end` of the extract, and its features.

    `gap` and `below` count the empty lines before and after it (0: the next line of the same paragraph); `heading` is
    the format's word for a heading ("1" to "6", "strong", "size 5", "class") or ""; `linked` the share of its letters
    inside links, `link_span` where the last long one stands; `region` the furniture around it; `containers` the
    repeated containers that start with it, as (shape, end); `said` whether it stands in an announced quotation, `opens`
    whether it is the short first line behind a read-more word or the like, `speaker` whether it is one of a series of
    lines that name who speaks below them, `anew` whether another's text begins with it, `day` whether it is one of
    a series of dates over the page's items.
    `role` is what `furniture` makes of it.
    """

    start: int
    end: int
    text: str
    gap: int = 0
    below: int = 9
    wrapped: bool = False
    heading: str = ""
    linked: float = 0.0
    link: str = ""
    link_span: tuple[int, int] = (0, 0)
    item: bool = False
    region: str = ""
    quoted: bool = False
    caption: bool = False
    said: bool = False
    opens: bool = False
    speaker: bool = False
    anew: bool = False
    day: bool = False
    dated: bool = False
    authored: bool = False
    form: bool = False
    ruled: bool = False
    containers: tuple[tuple[str, int], ...] = ()
    role: str = ""
    parts: list[tuple[str, int, int]] = field(default_factory=list)

    @cached_property
    def plain(self) -> str:
        return cues.plain(self.text[:2000])

    @cached_property
    def words(self) -> int:
        return len(_WORD.findall(self.text[:20000]))

    @cached_property
    def letters(self) -> int:
        return sum(map(str.isalpha, self.text[:4000]))

    @cached_property
    def latin(self) -> bool:
        """Whether most of its letters are of a Latin script."""
        letters = [c for c in self.text[:400] if c.isalpha()]
        return 2 * sum(c < "\u0250" for c in letters) > len(letters)

    @cached_property
    def last(self) -> str:
        """The last letter or stop, looking through closing quotation marks."""
        text = self.text.rstrip()
        return (text.rstrip("\"'”’»“«*_ ")[-1:] or text[-1:]) if text else ""

    @property
    def short(self) -> bool:
        return self.words <= 30 and len(self.text) <= 220

    @cached_property
    def sentence(self) -> bool:
        """Whether it ends like a sentence."""
        return bool(_SENTENCE_END.search(self.text[-12:]))

    @cached_property
    def cut(self) -> bool:
        """Whether it ends in an ellipsis."""
        return bool(_ELLIPSIS.search(self.text[-12:]))

    @cached_property
    def bulleted(self) -> bool:
        return self.item or bool(_BULLET.match(self.text[:12]))

    @property
    def numbered_title(self) -> bool:
        """Whether it is a numbered line that stands alone, as titles do and items of a list do not."""
        return self.gap > 0 and self.below > 0 and not self.item and self.words >= 3 and self.text[:1].isdigit()

    @cached_property
    def rule(self) -> bool:
        return (not self.letters and bool(_RULE.match(self.text[:300]))) or bool(_HR.match(self.text[:12]))

    @cached_property
    def web(self) -> bool:
        """Whether a web or mail address is most of it."""
        return self.words < 40 and len("".join(_WEB.findall(self.text[:600]))) * 2 > len(self.text.strip())

    @property
    def prose(self) -> bool:
        """Whether it reads as running text: long, or a whole sentence of some length."""
        return self.words >= 25 or (self.words >= 9 and self.sentence)

    def __repr__(self) -> str:
        return f"<{self.role or '-'} {self.heading} g{self.gap} {self.text[:40]!r}>"


def blocks_of(extract: Extract) -> list[Block]:
    """The blocks of an extract, in order, with features; linear in text and marks."""
    lines = _lines(extract.text)
    blocks = _join(lines, extract.media_type != "text/html", _is_wrapped(lines))
    _level_gaps(blocks)
    for block, after in pairwise(blocks):
        block.below = after.gap
    _apply(extract.marks, blocks)
    return blocks


def _level_gaps(blocks: list[Block]) -> None:
    """Count the page's usual gap as one empty line, where it is wider: texts copied from browsers stand far apart."""
    gaps = sorted(b.gap for b in blocks if b.gap)
    if gaps and sum(g >= 2 for g in gaps) >= 0.35 * len(gaps):
        usual = gaps[len(gaps) // 2]
        for block in blocks:
            block.gap = max(1, block.gap - usual + 1) if block.gap else 0


def _lines(text: str) -> list[Block]:
    out, at, gap = [], 0, 0
    for line in text.split("\n"):
        stripped = line.strip()
        if stripped and stripped.strip("\u200b\u200c\u200e\u200f\ufeff"):
            start = at + len(line) - len(line.lstrip())
            out.append(Block(start, start + len(stripped), stripped, gap))
            gap = 0
        else:
            gap += 1
        at += len(line) + 1
    if out:
        out[0].gap = 0
    return out


def _is_wrapped(lines: Sequence[Block]) -> bool:
    """Whether a page may be wrapped at a fixed width: far more of its lines have such a width than are longer."""
    return sum(len(b.text) >= _WRAP.stop for b in lines) * 3 <= sum(len(b.text) in _WRAP for b in lines)


def _join(lines: list[Block], foreign: bool, wrapped: bool) -> list[Block]:
    """Lines that were wrapped at a fixed width, or that run on in lower case, joined into one block each."""
    out: list[Block] = []
    at = 0
    while at < len(lines):
        stop = at + 1
        while stop < len(lines) and lines[stop].gap == 0:
            stop += 1
        group = lines[at:stop]
        out.extend(_wrapped(group, wrapped) if foreign and len(group) > 1 else group)
        at = stop
    return out


def _wrapped(group: list[Block], wrapped: bool) -> list[Block]:
    """The blocks of one paragraph's lines, on a page that may be `wrapped` at a fixed width or not.

    A line runs on into the next when the next line's first word would not have fitted into the paragraph's width (the
    rule of every wrapping editor), or when it stops in mid-sentence before a lower-case letter.
    """
    widest = max(len(b.text) for b in group) if wrapped else 0
    if sum(len(b.text) >= 0.7 * widest for b in group) * 3 < len(group):
        widest = 0  # a heading among short lines, not a paragraph's width
    out = [group[0]]
    for above, line in pairwise(group):
        first = line.text.split(None, 1)[0]
        starts_item = bool(_BULLET.match(line.text[:12])) and not line.text.startswith(("-- ", "- ", "– ", "— "))
        ends = above.text[-1] in ".!?:؟" and not line.text[:1].islower()
        fits = len(above.text) + 1 + len(first) <= widest - 6
        full = widest in _WRAP and not fits and (not ends or len(above.text) >= 0.85 * widest)
        runs_on = line.text[:1].islower() and above.text[-1] not in "!?:;؟" and len(above.text) > 25
        if (full or runs_on) and not starts_item and not above.rule and not line.rule:
            whole = out[-1]
            out[-1] = Block(whole.start, line.end, whole.text + "\n" + line.text, whole.gap, wrapped=True)
        else:
            out.append(line)
    return out


def _apply(marks: Sequence[Mark], blocks: list[Block]) -> None:
    """Put the format's marks on the blocks that they cover."""
    starts = [b.start for b in blocks]
    whole = sum(len(b.text) for b in blocks)
    for mark in marks:
        if mark.kind == "form" and 2 * (mark.end - mark.start) > whole:
            continue  # some systems wrap whole pages in one
        first = max(bisect_right(starts, mark.start) - 1, 0)
        if first < len(blocks) and blocks[first].end <= mark.start:
            first += 1
        if mark.kind == "rule":
            if first < len(blocks):
                blocks[first].ruled = True
            continue
        if mark.kind == "container":
            if first < len(blocks) and blocks[first].start < mark.end:
                blocks[first].containers += ((mark.value, mark.end),)
            continue
        for block in blocks[first:]:
            if block.start >= mark.end:
                break
            inside = min(block.end, mark.end) - max(block.start, mark.start)
            share = inside / (block.end - block.start)
            _put(block, mark, share)
    for block in blocks:
        block.linked = min(block.linked, 1.0)


def _put(block: Block, mark: Mark, share: float) -> None:
    if mark.kind == "link":
        block.linked += share
        if share > 0.35:
            block.link = mark.value
            block.link_span = (max(block.start, mark.start), min(block.end, mark.end))
    elif share < 0.8:
        return
    elif mark.kind == "heading":
        # A heading tag outweighs a class or the type it is set in.
        if not block.heading or (mark.value.isdigit() and not block.heading.isdigit()):
            block.heading = mark.value
    elif mark.kind == "list item":
        block.item = True
    elif mark.kind == "navigation":
        block.region = block.region or mark.value
    elif mark.kind == "quotation":
        block.quoted = True
    elif mark.kind == "caption":
        block.caption = True
    elif mark.kind == "date":
        block.dated = True
    elif mark.kind == "author":
        block.authored = True
    elif mark.kind == "form":
        block.form = True
