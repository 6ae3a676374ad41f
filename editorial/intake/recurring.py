"""Lines that tell what they are by recurring: words that lead on under each item, numbers over each point.

Not picked: naming such words in every language. A site invents its own ("see the whole dispatch"); that the same short
line stands under text after text is the sign.
"""

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from editorial.intake import cues
from editorial.intake.blocks import Block
from editorial.intake.lines import is_slogan, names_a_body
from editorial.intake.recognise.listed_name import KNOWN, has_office, name_strength
from editorial.intake.recognise.person import person_in

#: So often a line recurs under texts that it leads to more of them; its words at most.
_LEAST, _LONGEST = 3, 6
#: Figures in a row that count points, from which on they are no counters of the page.
_POINTS = 3


def mark_recurring(blocks: Sequence[Block]) -> None:
    """Give lines that recur under texts the role of read-more words, and figures that number points none."""
    _mark_more(blocks)
    _mark_points(blocks)


def _mark_more(blocks: Sequence[Block]) -> None:
    """A short line that stands right under three texts and more, never over one, leads to the whole of each."""
    under: dict[str, list[Block]] = defaultdict(list)
    for above, block in pairwise(blocks):
        if not block.role and not block.gap and block.below and block.words <= _LONGEST and _may_lead_on(block):
            told = above.role in ("date", "byline") or (not above.role and (above.sentence or above.prose))
            if told:
                under[block.plain].append(block)
    for members in under.values():
        if len(members) >= _LEAST:
            for block in members:
                block.role = "read more"


def _may_lead_on(block: Block) -> bool:
    """Whether a short line may lead on: it names nobody, ends no sentence, is set like text or as a link."""
    if block.letters < 3 or block.sentence or block.bulleted or block.last in ",،:：;؛!" or block.heading.isdigit():
        return False
    if names_a_body(block) or is_slogan(block) or cues.STATEMENT.within(block.plain):
        return False
    named = name_strength(block.text) == KNOWN or has_office(block.text)
    return not named and not (block.words >= 2 and block.latin and block.linked < 0.5 and person_in(block.text))


def _mark_points(blocks: Sequence[Block]) -> None:
    """Figures alone on a line that count up from one are the numbers of points, not counters of the page."""
    wanted, run = 1, []
    for block, below in pairwise(blocks):
        figure = block.plain.strip(" .)(")
        if block.role not in ("", "filing") or not figure.isdecimal() or len(figure) > 2:
            continue
        if int(figure) == wanted and below.letters >= 3:
            run.append(block)
            wanted += 1
        elif run:
            break
    if len(run) >= _POINTS:
        for block in run:
            block.role = ""
