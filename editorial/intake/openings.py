"""Where a statement opens inside a stretch that an introduction begins: at its salutation, or at its own heading.

Pages print a paragraph of theirs and then the letter, with nothing between that sets the two apart. Such an opening is
believed only near the top, below prose in which no body speaks for itself, and above the greater part of the text.

Not picked: cutting at any change from the third to the first person. Statements tell what happened before they say
what those who sign them want.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from editorial.intake import cues
from editorial.intake.blocks import Block
from editorial.intake.lines import is_title_like
from editorial.intake.parts import Stretch
from editorial.intake.voice import Voice, listen

#: Running paragraphs that an introduction has at most, and its words as a share of what follows.
_PARAGRAPHS, _SHARE = 4, 0.5


def announces(text: str, heard: Voice) -> bool:
    """Whether a page's paragraph speaks of a text that follows: it says so, or it names a kind of statement."""
    plain = cues.plain(text)
    return bool(cues.PROVENANCE.within(plain) or (heard.follows and cues.STATEMENT.inflected(plain)))


def opens_with_body(stretch: Stretch, blocks: Sequence[Block]) -> bool:
    """Whether a text's first sentence has a body take a stand: `The Union of … condemns …`."""
    start = next((start for kind, start, _ in stretch.parts if kind == "body"), None)
    if start is None:
        return False
    text = blocks[max(bisect_right(blocks, start, key=lambda b: b.start) - 1, 0)].text[:400]
    begun = cues.plain(text[:90])
    return (cues.ORGANISATION.inflected(begun) or cues.COMMITTEE.within(begun)) and listen(text).stance > 0


def leave_introduction(stretch: Stretch, blocks: Sequence[Block]) -> None:
    """Turn what stands before the opening inside a stretch into inserts; a heading there becomes the title."""
    bodies = [k for k, (kind, _, _) in enumerate(stretch.parts) if kind in ("body", "salutation")]
    total = stretch.words
    before: list[str] = []
    said = paragraphs = 0
    for place, k in enumerate(bodies):
        block = blocks[max(bisect_right(blocks, stretch.parts[k][1], key=lambda b: b.start) - 1, 0)]
        if paragraphs and _opens(block, blocks) and _is_introduction(before, said, total - said, block):
            _cut(stretch, bodies[:place], k, block)
            return
        said += block.words
        paragraphs += block.prose
        before.append(block.text)
        if paragraphs > _PARAGRAPHS or said * (1 + _SHARE) > total * _SHARE + said:
            return


def _opens(block: Block, blocks: Sequence[Block]) -> bool:
    """Whether a line is a salutation or a heading that calls the text below it a statement, with prose below."""
    number = bisect_left(blocks, block.start, key=lambda b: b.start)
    below = blocks[number + 1 : number + 5]
    if not any(b.prose for b in below) or block.bulleted or block.quoted:
        return False
    if block.role == "salutation" and block.words >= 3:
        return True
    return is_title_like(block) and block.words <= 16 and cues.STATEMENT.opens(block.plain)


def _is_introduction(before: Sequence[str], said: int, left: int, block: Block) -> bool:
    if said > _SHARE * left:
        return False
    text = "\n".join(before)
    heard = listen(text)
    if announces(text, heard):
        return True
    if heard.statement and heard.beyond >= 2:
        return False
    return block.role != "salutation" or cues.STATEMENT.inflected(cues.plain(text))


def _cut(stretch: Stretch, before: Sequence[int], at: int, block: Block) -> None:
    for k in before:
        _, start, end = stretch.parts[k]
        stretch.parts[k] = ("insert", start, end)
    stretch.bodies -= len(before)
    if block.role != "salutation":
        stretch.parts = [("insert" if p[0] == "title" else p[0], *p[1:]) for p in stretch.parts]
        stretch.parts[at] = ("title", *stretch.parts[at][1:])
        stretch.bodies -= 1
