"""Reports: a stretch read as a reporter's prose around the statements that it quotes, and what is left of it then.

Two readings of a stretch compete: all of it is one statement, or it is a report around a quotation. What speaks for the
second: the lead-in names a statement, a body or a verb of saying; the quotation runs over paragraphs; it speaks in the
first person while the prose around it does not, or reports. What speaks against it: the prose around speaks in the
first person itself and is the longer part. The reading with more points wins.

Not picked: leaving the report beside the statement. It is a page's framing of the statement and reads like one of its
own; an editor who wants it finds it in the capture.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from editorial.intake import cues
from editorial.intake.blocks import Block
from editorial.intake.parts import Stretch
from editorial.intake.quotations import ENOUGH, Quotation, blocks_under
from editorial.intake.voice import listen

#: A page with more quotations than this is full of voices and holds no one statement among them.
_MANY = 12


def narrow(stretch: Stretch, quotations: Sequence[Quotation], blocks: Sequence[Block]) -> list[Stretch]:
    """The stretch as it is, or as a report: one stretch per quotation, the first with the report's title."""
    bodies = [p for p in stretch.parts if p[0] in ("body", "salutation")]
    if not bodies:
        return [stretch]
    first, last = bodies[0][1], stretch.parts[-1][2]
    begin, stop = (bisect_left(quotations, where, key=lambda q: q.start) for where in (first, last))
    inside = quotations[begin:stop]
    if not inside or len(inside) > _MANY or not _is_report(stretch, inside, blocks):
        return [stretch]
    out = []
    for number, quotation in enumerate(inside):
        head = [p for p in stretch.parts if p[1] < quotation.lead and p[2] <= first] if number == 0 else []
        out.append(_piece(stretch, quotation, head, blocks))
    claimed = [(piece.parts[0][1], piece.parts[-1][2]) for piece in out if piece.parts]
    for kind, start, end in bodies:
        if kind == "body" and not any(s <= start < e for s, e in claimed):
            for block in blocks_under(blocks, start, end):
                block.role = block.role or "report"
    return [piece for piece in out if piece.bodies]


def _is_report(stretch: Stretch, inside: Sequence[Quotation], blocks: Sequence[Block]) -> bool:
    """Whether the stretch reads better as a report around its quotations."""
    spans = [(q.start, q.end) for q in inside]
    outside = []
    for kind, start, end in stretch.parts:
        if kind in ("body", "salutation") and not any(s < end and start < e for s, e in spans):
            outside.append(_text(blocks, start, end))
    around = listen(" ".join(outside))
    quoted = sum(q.words for q in inside)
    points = max(q.points for q in inside)
    if around.statement:
        points -= 2.5 if around.words > quoted else 1.0
    if around.reporting:
        points += 0.5
    if quoted >= 1.5 * around.words:
        points += 1.0
    # A single quoted paragraph in a longer report is a citation from a statement, not the statement.
    long = any(len(blocks_under(blocks, q.start, q.end)) > 1 for q in inside)
    return points >= ENOUGH and quoted * (2 if long else 1) >= around.words


def _text(blocks: Sequence[Block], start: int, end: int) -> str:
    return " ".join(b.text for b in blocks_under(blocks, start, end))


def _piece(
    stretch: Stretch, quotation: Quotation, head: list[tuple[str, int, int]], blocks: Sequence[Block]
) -> Stretch:
    piece = Stretch(stretch.head, kind="quotation", confidence=stretch.confidence)
    piece.parts = list(head)
    reached = piece.parts[-1][2] if piece.parts else 0
    for kind, start, end in stretch.parts:
        if end <= reached:
            continue
        if start >= quotation.end:
            if kind in ("signatories", "sign-off", "date line") and piece.bodies:
                piece.parts.append((kind, start, end))
            elif kind != "insert":
                break
            continue
        if end <= quotation.start:
            if head or start >= quotation.lead:
                piece.parts.append((kind if kind not in ("body", "salutation") else "provenance", start, end))
            continue
        if start < quotation.start:
            lead = _text_end(blocks, quotation.start)
            if lead > start:
                piece.parts.append(("provenance", start, lead))
            start = quotation.start
        spoken = kind in ("body", "salutation", "date line", "sign-off")
        if spoken and not piece.bodies and _is_title(blocks, start, quotation):
            own = cues.STATEMENT.opens(blocks_under(blocks, start, end)[0].plain)
            if own or piece.title is None:
                piece.parts = [("insert" if p[0] == "title" else p[0], *p[1:]) for p in piece.parts]
                piece.parts.append(("title", start, end))
                continue
        if quotation.signed and start >= quotation.signed:
            piece.parts.append((kind if kind != "body" else "sign-off", start, end))
            continue
        piece.parts.append(("body" if spoken else kind, start, min(end, quotation.end)))
        if spoken:
            piece.words += len(_text(blocks, start, end).split())
            piece.bodies += 1
    while piece.parts and piece.parts[-1][0] == "insert":
        piece.parts.pop()
    return piece


def _is_title(blocks: Sequence[Block], start: int, quotation: Quotation) -> bool:
    """Whether a quotation's first line is the quoted text's own title: short, set apart from the paragraphs below."""
    number = max(bisect_right(blocks, start, key=lambda b: b.start) - 1, 0)
    stop = bisect_left(blocks, quotation.end, key=lambda b: b.start)
    if stop - number < 3 or blocks[number].words > 25 or blocks[number].last in ",،:：!؛;":
        return False
    apart = blocks[number].below > max(b.below for b in blocks[number + 1 : stop - 1])
    return apart or (not blocks[number].sentence and blocks[number].words >= 2)


def _text_end(blocks: Sequence[Block], start: int) -> int:
    """Where the lead-in before an offset ends, white space before the quotation left out."""
    block = blocks[max(bisect_right(blocks, start, key=lambda b: b.start) - 1, 0)]
    return block.start + len(block.text[: start - block.start].rstrip())
