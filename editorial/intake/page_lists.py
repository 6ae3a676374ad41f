"""Lists that are the page's own: the labels of a form, a table of contents."""

from collections.abc import Sequence

from editorial.intake import cues
from editorial.intake.blocks import Block

#: Lines in a row from which they are such a list.
_LEAST = 3


def mark_lists(blocks: Sequence[Block]) -> None:
    """Give the lines of forms and of tables of contents their role."""
    _forms(blocks)
    _contents(blocks)


def _forms(blocks: Sequence[Block]) -> None:
    """Labels of a form to fill in: lines in a row, of few words and a colon with nothing behind."""
    run: list[Block] = []
    for block in blocks:
        label = block.words <= 4 and block.last in ":："
        if not label or (run and block.gap):
            _close(run, "boilerplate")
            run = []
        if label:
            run.append(block)
    _close(run, "boilerplate")


def _contents(blocks: Sequence[Block]) -> None:
    """A table of contents: short lines in a row that recur, in their order, as lines further down."""
    bare = [cues.bare(block.plain) if block.short and block.letters >= 3 else "" for block in blocks]
    last = {line: number for number, line in enumerate(bare) if line}
    run: list[int] = []
    for number, line in enumerate(bare):
        again = last.get(line, -1)
        if again > number and (not run or again > last[bare[run[-1]]]):
            run.append(number)
            continue
        if run and number <= last[bare[run[0]]]:
            _close([blocks[n] for n in run], "navigation")
        run = []


def _close(run: Sequence[Block], role: str) -> None:
    if len(run) >= _LEAST:
        for block in run:
            block.role = role
