"""The parts inside one block: a date beside a linked title, a title in a lead-in, a note before the first words."""

import re

from editorial.intake import cues
from editorial.intake.blocks import Block
from editorial.intake.lines import lead_in_title, opening_note

_QUOTE = re.compile(r"[:：,،]\s*([“\"«„‘'])")
_CLOSES = {"“": '”“"', '"': '"”', "«": "»", "„": '“”"', "‘": "’", "'": "'"}


def title_parts(block: Block, begin: int) -> list[tuple[str, int, int]]:
    """The title of a block: all of it, or its link where a date stands on the same line."""
    start, end = block.link_span
    if 0.35 < block.linked < 0.97 and end - start >= 10:
        before, after = block.text[: start - block.start], block.text[end - block.start :]
        out = [("title", start, end)]
        if len(after.strip()) > 3:
            out.append(("date line", end + len(after) - len(after.lstrip()), block.end))
        if len(before.strip()) > 3:
            out.insert(0, ("date line", block.start, block.start + len(before.rstrip())))
        if any(cues.MONTH.within(cues.plain(side)) or re.search(r"\d{4}", side) for side in (before, after)):
            return out
    return [("title", begin, block.end)]


def lead_in_parts(block: Block) -> list[tuple[str, int, int]]:
    """The parts of a lead-in: `… appeared on …: Statement of the Council:` carries the title behind its first colon."""
    at = lead_in_title(block)
    if not at:
        return [("provenance", block.start, block.end)]
    end = block.start + len(block.text.rstrip(" :："))
    return [("provenance", block.start, block.start + at - 1), ("title", block.start + at, end)]


def body_parts(kind: str, block: Block, first: bool) -> list[tuple[str, int, int]]:
    """The parts of a block of this kind: on a body's `first` line a note or byline, a quotation behind a lead-in."""
    if kind == "body" and first:
        at = opening_note(block)
        if at:
            text = block.text
            begin = block.start + at + len(text[at:]) - len(text[at:].lstrip())
            note = "provenance" if text[0] in "[(" else "byline"
            return [(note, block.start, block.start + len(text[:at].rstrip(" |"))), ("body", begin, block.end)]
        quoted = _announced(block)
        if quoted:
            return [("provenance", block.start, quoted[0]), ("body", quoted[1], quoted[2])]
    return [(kind, block.start, block.end)]


def _announced(block: Block) -> tuple[int, int, int] | None:
    """End of the lead-in, start and end of the quotation, where a block is mostly one announced quotation."""
    if block.words < 50:
        return None
    text = block.text
    for found in _QUOTE.finditer(text[: max(len(text) // 2, 10)]):
        lead = cues.plain(text[max(0, found.start() - 160) : found.end(0) - 1])
        if not cues.PROVENANCE.within(lead) and not cues.STATEMENT.within(lead):
            continue
        closing = max(text.rfind(c) for c in _CLOSES[found[1]])
        end = closing + 1 if closing > found.end() else len(text)
        if (end - found.end()) * 10 >= 6 * len(text):
            return block.start + found.start() + 1, block.start + found.start(1), block.start + end
    return None
