"""Texts that a reporter's or compiler's words announce and that no quotation marks enclose.

"The union's statement reads:" and then its paragraphs; they end where the page speaks again: at the next such
announcement, behind the signature, or at a paragraph that reports.

Not picked: taking all that follows an announcement. Newspapers put the other side's answer below the text.
"""

from collections.abc import Sequence
from itertools import pairwise

from editorial.intake import cues
from editorial.intake.blocks import Block
from editorial.intake.lines import BOUNDARY, FURNITURE, is_issuer, opening_note, opens_list
from editorial.intake.quotations import LEAST, OPENING, Quotation, announces
from editorial.intake.voice import listen

#: Points of an announcement from which no marks are needed, and the blocks over which its text may run.
_SURE, _FARTHEST = 2.0, 60
#: Words of an announcement at least.
_SHORTEST = 4
_EDGES = BOUNDARY | {"note", "comments", "related"}


def mark_first(blocks: Sequence[Block]) -> None:
    """A line before all running text that names a kind of statement and says that it follows announces it."""
    for block, after in pairwise(blocks):
        if block.role in ("", "byline") and block.last in ":：" and 5 <= block.words <= 60 and not opens_list(after):
            heard = listen(block.text)
            if heard.follows and not heard.we and cues.STATEMENT.inflected(block.plain):
                block.role = "lead-in"
                return
        if block.prose and not block.role:
            return


def mark_citations(blocks: Sequence[Block]) -> None:
    """A line before one quoted paragraph, below which somebody speaks for himself at more length, cites.

    It is a lead-in all the same where it names a statement or the body whose it is.
    """
    for number, block in enumerate(blocks[:-2]):
        quoted = blocks[number + 1]
        if block.role != "lead-in" or not OPENING.match(quoted.text) or quoted.text.rstrip(" .")[-1] not in '»”"“':
            continue
        if cues.STATEMENT.inflected(block.plain) or cues.ORGANISATION.inflected(block.plain):
            continue
        below = [b for b in blocks[number + 2 : number + 5] if b.prose and not b.role and not b.heading]
        heard = listen(" ".join(b.text for b in below))
        if heard.beyond >= 2 and heard.statement and heard.words > quoted.words:
            block.role = ""


def find_announced(blocks: Sequence[Block], quotations: Sequence[Quotation]) -> list[Quotation]:
    """The announced texts outside `quotations`, in order, joined with these."""
    out: list[Quotation] = []
    taken = iter([*quotations, None])
    ahead = next(taken)
    above: Block | None = None
    for number, block in enumerate(blocks):
        while ahead is not None and ahead.end <= block.start:
            out.append(ahead)
            ahead = next(taken)
        inside = (ahead is not None and ahead.start < block.end) or (out and block.start < out[-1].end)
        if not inside and above is not None and _begins(block, above):
            limit = ahead.lead if ahead is not None else blocks[-1].end + 1
            found = _text(blocks, number, above, limit)
            if found:
                out.append(found)
        above = block if block.role not in FURNITURE and block.role != "rule" else above
    return out + ([ahead, *filter(None, taken)] if ahead is not None else [])


def _begins(block: Block, above: Block) -> bool:
    """Whether a block is the first of a text that the one above announces."""
    if block.role in FURNITURE or block.role in _EDGES or block.bulleted or block.heading.isdigit():
        return False
    if above.bulleted or above.heading or above.speaker or above.words < _SHORTEST or OPENING.match(block.text):
        return False
    return announcement(above) >= _SURE


def _announces(blocks: Sequence[Block], number: int) -> bool:
    """Whether a block announces a text, and not the points of a list."""
    points = number + 1 < len(blocks) and blocks[number + 1].bulleted
    return not points and blocks[number].words >= _SHORTEST and announcement(blocks[number]) >= _SURE


def announcement(block: Block) -> float:
    """Points of a block for announcing another's text, as before a quotation; none for one who speaks for himself.

    Without a colon it must say that the text follows, and name the body whose it is.
    """
    if not block.prose and block.last not in ":：":
        return 0.0
    tail = block.plain[-220:]
    says = cues.PROVENANCE.within(tail)
    heard = listen(block.text)
    if heard.beyond > 2 and not says:
        return 0.0
    if block.last in ":：":
        return announces(block)
    named = cues.ORGANISATION.inflected(tail) or cues.COMMITTEE.within(tail)
    return _SURE if block.prose and says and named and heard.follows else 0.0


def _text(blocks: Sequence[Block], number: int, above: Block, limit: int) -> Quotation | None:
    """The text from block `number` on; None where it is short or nothing tells where the page speaks again."""
    last, turned = number, False
    signed = 0
    words = 0
    for n in range(number, min(number + _FARTHEST, len(blocks))):
        block = blocks[n]
        if block.start >= limit or block.role in _EDGES or (block.heading.isdigit() and n > number) or block.speaker:
            turned = block.start >= limit
            break
        if block.role in FURNITURE:
            continue
        if n > number and (_announces(blocks, n) or (words >= LEAST and _page_speaks(block, bool(signed)))):
            turned = True
            break
        running = block.prose or (block.words >= 8 and block.last in ":：")
        if signed and running and block.role == "":
            if sum(b.words for b in blocks[n : n + _FARTHEST] if b.prose and not b.role) > words:
                return None  # signed, and then another's text
            turned = True
            break
        if opening_note(block):
            return None  # an item with a head of its own
        if words >= LEAST and not block.prose and _signs(block):
            signed = signed or block.start
        words += block.words if not signed else 0
        last = n
    if words < 2 * LEAST or not turned:
        return None
    quoted = " ".join(b.text for b in blocks[number : last + 1] if b.role not in FURNITURE)
    points = announcement(above) + (1.0 if last > number else 0.0) + (1.0 if listen(quoted).statement else 0.0)
    return Quotation(above.start, blocks[number].start, blocks[last].end, words, points, signed)


def _page_speaks(block: Block, signed: bool) -> bool:
    """Whether a paragraph is the reporter's again: others are reported on, and nobody speaks for himself."""
    if not block.prose or block.role:
        return False
    heard = listen(block.text)
    return not heard.we and not heard.alone and bool(heard.reporting or signed)


def _signs(block: Block) -> bool:
    return block.role in ("date", "closing", "byline", "signatories") or is_issuer(block)
