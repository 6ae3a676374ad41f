"""Where statements begin on a page: heads (runs of title, issuer, date and note lines), weighed over the whole page.

Each head gets points for what real heads carry (a date, a byline, an editor's note, a separator before, a link to the
whole text, words like "statement of"). Then the page decides: the heads are sorted into classes by how they are set
(heading level, type size, wide gaps, plain lines), and a class in which most members carry such evidence is the page's
statement level, so that all its members are starts; in a class without it (the sub-headings of one long text) only a
member with strong evidence of its own is.

Not picked: a sequence model (conditional random field or Viterbi over block labels). Trained on seventeen pages it
would know those pages; and its answer can't be explained to an editor in words, while a sum of named points can.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from editorial.intake import cues
from editorial.intake.blocks import Block
from editorial.intake.heads import Head, choose, groups, measure, wide_gaps
from editorial.intake.lines import is_issuer, is_slogan, is_title_like, names_a_body
from editorial.intake.signatures import is_signature
from editorial.intake.voice import listen
from editorial.intake.weights import mark_teasers, weigh

#: Points from which a head is a start by itself, and a class's mean from which all its members are.
ENOUGH, CLASS_ENOUGH = 2.0, 1.4


#: Titles right over their dates from which on the page sets them so.
_IN_TURN = 2

#: What sets a head without a title apart from a date or name that stands in the middle of a text.
_APART = frozenset(
    {
        "note",
        "note inside",
        "lead-in",
        "announced",
        "wide gap",
        "ruled off",
        "first",
        "salutation",
        "after signatures",
        "speaker",
    }
    | {"after a signature", "after rule", "after separator", "after read more", "after end mark"}
)


def find_heads(blocks: Sequence[Block], facts: Mapping[str, str]) -> list[Head]:
    """The heads at which statements begin, in order, with their title and start chosen."""
    heads = groups(blocks)
    if not heads:
        return []
    wide = wide_gaps(blocks)
    seen: dict[str, int] = {}
    for number, block in enumerate(blocks):
        if block.words <= 30:
            seen.setdefault(cues.bare(block.plain), number)
    measure(heads, blocks)
    for head in heads:
        choose(head, blocks, wide)
        weigh(head, blocks, wide, facts, seen)
    over = sum(_over_date(head, blocks) == head.title is not None for head in heads)
    for head in heads if over >= _IN_TURN else ():
        _choose_over_date(head, blocks, wide, facts, seen)
    for head in _below_speakers(heads, blocks):
        head.title = head.start = next(n for n in head.members if n > (head.title or 0) and blocks[n].speaker)
        head.points, head.reasons, head.who_when = 0.0, [], False
        weigh(head, blocks, wide, facts, seen)
    level = _level(heads, blocks, wide)
    for head in heads:
        _choose_again(head, blocks, wide, level, facts, seen)
    mark_teasers(heads, blocks)
    chosen = _decide(heads, blocks, wide)
    if len(chosen) == 1 and chosen[0] is heads[0]:
        before = chosen[0].title
        choose(chosen[0], blocks, wide, alone=True)
        if chosen[0].title != before:
            chosen[0].points, chosen[0].reasons, chosen[0].who_when = 0.0, [], False
            weigh(chosen[0], blocks, wide, facts, seen)
    return chosen


def _signs(head: Head, blocks: Sequence[Block]) -> bool:
    """Whether a page's last head rather signs the text above: names and a day, then words of the page's own or none."""
    first = next((n for n in head.members if not is_slogan(blocks[n])), head.body)
    lines = [blocks[n] for n in range(first, head.body)]
    above = blocks[first - 1]
    if not (above.prose or above.sentence) or above.role or any(b.heading or b.speaker for b in lines):
        return False
    if not lines or cues.STATEMENT.opens(lines[0].plain):
        return False  # a line that says what it is never signs
    signing = [b for b in lines if b.role in ("date", "byline", "closing") or is_issuer(b)]
    rest = [b for b in blocks[head.body :] if not b.role]
    if signing and not any(b.prose for b in rest) and is_signature(lines[0], below=True, last=False):
        return True  # behind the names only what is left of the page
    heard = listen(" ".join(b.text for b in rest))
    named = any(b.role != "date" or names_a_body(b) for b in signing)
    return head.length <= 60 and named and len(signing) == len(lines) and not heard.we and not heard.alone


def _class(head: Head, blocks: Sequence[Block], wide: bool) -> str:
    """How a head is set: the class of the page's heads that it belongs to."""
    if head.title is None:
        return "untitled"
    title = blocks[head.title]
    if title.heading:
        return f"heading {title.heading}"
    if wide and blocks[head.start].gap >= 2:
        return "wide gap"
    return "plain"


def _level(heads: list[Head], blocks: Sequence[Block], wide: bool) -> set[str]:
    """The classes whose members mostly carry evidence of being starts: the page's statement level."""
    classes: dict[str, list[Head]] = defaultdict(list)
    for head in heads:
        classes[_class(head, blocks, wide)].append(head)
    level = set()
    for name, members in classes.items():
        # The first head of a page has the page's own title and date in it: it speaks for no class.
        judged = [h for h in members if h is not heads[0]] or members
        # How a head is set is its class's dress and no evidence that the class holds starts.
        mean = sum(min(h.points - ("first level" in h.reasons), 3.0) for h in judged) / len(judged)
        if (
            len(members) >= 2
            and name != "untitled"
            and mean >= CLASS_ENOUGH
            and sum(h.points >= 1 for h in judged) * 2 > len(judged)
        ):
            level.add(name)
    return level


def _below_speakers(heads: Sequence[Head], blocks: Sequence[Block]) -> list[Head]:
    """The heads with the page's heading over the line that names who speaks, where that line is others' title alone.

    Where a body's name stands below most titles, it stands below the first title too.
    """
    titled = [(head, head.title) for head in heads if head.title is not None]
    named = [head for head, title in titled if blocks[title].speaker]
    below = [head for head, title in titled if any(blocks[n].speaker for n in head.members if n > title)]
    under = sum(head in below for head in named)
    first = [head for head in below if head not in named]
    return first if len(named) >= _IN_TURN and len(named) > len(first) and under * 2 < len(named) else []


def _over_date(head: Head, blocks: Sequence[Block]) -> int | None:
    """The last line of a head that may be a title and stands right over a date."""
    own = (n for n in reversed(head.members) if n >= head.first and n + 1 < head.body)
    return next((n for n in own if blocks[n + 1].role == "date" and is_title_like(blocks[n])), None)


def _choose_over_date(
    head: Head, blocks: Sequence[Block], wide: bool, facts: Mapping[str, str], seen: Mapping[str, int]
) -> None:
    """Where the page sets its titles over their dates in turn, a line below a date is no title but a summary."""
    over = _over_date(head, blocks)
    if over is None or head.title is None or over >= head.title or blocks[head.title].heading:
        return
    head.title = head.start = head.first = over
    head.points, head.reasons, head.who_when = 0.0, [], False
    weigh(head, blocks, wide, facts, seen)


def _choose_again(
    head: Head,
    blocks: Sequence[Block],
    wide: bool,
    level: set[str],
    facts: Mapping[str, str],
    seen: Mapping[str, int],
) -> None:
    """Where the page's heading stands over the first of several items, the title is the line of the statement level."""
    if head.title is None or _class(head, blocks, wide) in level:
        return
    lower = [n for n in head.members if n > head.title and blocks[n].heading and is_title_like(blocks[n])]
    if lower and f"heading {blocks[lower[-1]].heading}" in level:
        head.title = head.start = lower[-1]
        head.points, head.reasons, head.who_when = 0.0, [], False
        weigh(head, blocks, wide, facts, seen)


def _decide(heads: list[Head], blocks: Sequence[Block], wide: bool) -> list[Head]:
    """The heads that are starts: by their own points, by the page's statement level, or because nothing is before."""
    level = _level(heads, blocks, wide)
    said = any(b.prose and not b.role for b in blocks[: heads[0].first])
    chosen = [
        head
        for number, head in enumerate(heads)
        if (number == 0 and not said)
        or (head.points >= ENOUGH and (head.title is not None or _APART.intersection(head.reasons)))
        or _class(head, blocks, wide) in level
    ]
    for head in chosen[:-4:-1]:
        if (len(chosen) == 1 and not said) or not _signs(head, blocks):
            break
        chosen.pop()
    return chosen
