"""The items of a listing that prints titles alone, on a page that holds no statement otherwise."""

import re
from collections.abc import Mapping, Sequence

from editorial.intake import cues
from editorial.intake.blocks import Block
from editorial.intake.parts import Stretch
from editorial.intake.spans import title_parts

#: What is no title of an item.
_FURNITURE = frozenset({"boilerplate", "advert", "filing", "comments", "caption", "end mark"})
#: Sections from which lines under them are a paper's titles; words of a section's name at most.
_SECTIONS, _NAME = 3, 4


def bare_titles(blocks: Sequence[Block], facts: Mapping[str, str]) -> list[Stretch]:
    """The titles as stretches: linked ones, or lines under the names of sections; none where it is a page of links.

    Linked ones are at least three lines of some length outside the menus, most of them with a date on the line or
    beside it, or most of them calling themselves statements.
    """
    rows: list[tuple[Block, bool, bool]] = []
    for number, block in enumerate(blocks):
        if block.region or block.role in _FURNITURE or not 3 <= block.words <= 40:
            continue
        if block.linked < 0.35 or block.link.startswith("#"):
            continue
        near = [block, *(blocks[n] for n in (number - 1, number + 1) if 0 <= n < len(blocks))]
        dated = any(b.role == "date" or cues.MONTH.within(b.plain) or re.search(r"\d{4}", b.plain) for b in near)
        rows.append((block, dated, cues.STATEMENT.inflected(block.plain)))
    long = sum(block.words for block, _, _ in rows) >= 4 * len(rows)
    headed = any(cues.STATEMENT.inflected(cues.plain(facts.get(fact, ""))) for fact in ("title", "headline"))
    told = sum(dated or says for _, dated, says in rows)
    if len(rows) < 3 or not long or told * 2 < len(rows) * (1 if headed else 1.2):
        return [_item(block) for block in _sectioned(blocks)]
    return [_item(block) for block, _, _ in rows]


def _item(block: Block) -> Stretch:
    return Stretch(None, kind="excerpt", parts=title_parts(block, block.start), confidence=0.5)


def _sectioned(blocks: Sequence[Block]) -> list[Block]:
    """The lines below the names of a paper's sections, on a page without running text: names in capitals, in turn."""
    if any(b.prose and not b.role and b.words >= 25 for b in blocks):
        return []
    out: list[Block] = []
    sections, named = 0, False
    for block in blocks:
        name = not block.role and block.words <= _NAME and block.text.isupper()
        title = not block.role and block.words > _NAME and block.short
        if title and (named or out):
            out.append(block)
            sections += named
        named = name or (named and not title)
    return out if sections >= _SECTIONS else []
