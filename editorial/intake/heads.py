"""Heads: runs of title, issuer, date and note lines before running text, and which line of each is the title."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from editorial.intake import cues
from editorial.intake.blocks import Block
from editorial.intake.lines import (
    BOUNDARY,
    FURNITURE,
    WORDS,
    is_issuer,
    is_kicker,
    is_name,
    is_slogan,
    is_subtitle,
    is_title_like,
    lead_in_title,
)

#: Roles that may stand in a head.
_HEAD_ROLES = frozenset({"date", "byline", "note", "lead-in", "web"})


#: Words that a line of a head has at most, where it is not thirty.
_LONGEST = {"note": 120, "lead-in": 80}


#: Words of a headline over its deck at least (a word for a statement counts twice); from more on a line says it all.
_SOME, _FULL = 4, 6


#: Signs between the items of a menu that stands on one line.
_MENU = re.compile(r"(?:[|›»·•\]].*){2}")


@dataclass(eq=False)
class Head:
    """A run of head lines `members` (indices into the page's blocks) before the running text at index `body`.

    `title` is the index of the line taken for the title, or None; `start` where the statement begins; `first` where the
    statement before it has ended (lines between are section headings and the compiler's); `points` the sum of
    `reasons`; `who_when` whether something in it says who speaks or when; `length` and `blocks` the running text that
    follows, in words and blocks; `teaser` whether it is an item of a listing.
    """

    members: list[int]
    body: int
    title: int | None = None
    start: int = 0
    first: int = 0
    points: float = 0.0
    reasons: list[str] = field(default_factory=list)
    who_when: bool = False
    after: str = ""
    length: int = 0
    blocks: int = 0
    teaser: bool = False

    def add(self, points: float, reason: str) -> None:
        """Count a reason, once however often it is given."""
        if reason not in self.reasons:
            self.points += points
            self.reasons.append(reason)


def groups(blocks: Sequence[Block]) -> list[Head]:
    """Runs of possible head lines, each with the running text that follows it."""
    heads: list[Head] = []
    run: list[int] = []
    for number, block in enumerate(blocks):
        after = blocks[number + 1] if number + 1 < len(blocks) else None
        if block.role in FURNITURE:
            continue
        if block.day:
            run = [number]
        elif block.role in BOUNDARY:
            run.append(number)
        elif run and (_is_teaser_line(block, blocks[run[-1]]) or (len(run) > 1 and blocks[run[-2]].day)):
            heads.append(Head(run, number))
            run = []
        elif (
            (block.role in _HEAD_ROLES and block.words <= _LONGEST.get(block.role, 30))
            or (is_title_like(block) and not _announces_points(block, after))
            or is_kicker(block, after)
        ):
            run.append(number)
        elif block.role == "signatory" or block.role == "signatories" or block.role == "closing":
            run = []
        else:
            if block.anew or any(blocks[n].role not in BOUNDARY for n in run):
                heads.append(Head(run or [number], number))
            run = []
    return heads


def _announces_points(block: Block, after: Block | None) -> bool:
    """Whether a running line stands over the points of a list that it is no item of."""
    plain = not (block.heading or block.bulleted or block.linked)
    return plain and block.words >= 12 and after is not None and after.bulleted


def _is_teaser_line(block: Block, above: Block) -> bool:
    """Whether a whole sentence right under a title is the title's text, however short it is."""
    return (
        block.gap == 0
        and block.sentence
        and block.words >= 8
        and not block.role
        and not block.heading
        and is_title_like(above)
    )


def wide_gaps(blocks: Sequence[Block]) -> bool:
    """Whether two or more empty lines part the page's statements: at least three such gaps, under 35 % of all gaps.

    Not where the format marks headings: such a page does not speak through its empty lines.
    """
    if sum(b.heading.isdigit() and b.role not in FURNITURE for b in blocks) >= 3:
        return False
    gaps = [b.gap for b in blocks if b.gap and b.role not in FURNITURE]
    wide = sum(g >= 2 for g in gaps)
    return wide >= 3 and wide < 0.35 * len(gaps)


def measure(heads: list[Head], blocks: Sequence[Block]) -> None:
    """How much running text follows each head up to the next one or a boundary."""
    for number, head in enumerate(heads):
        stop = heads[number + 1].members[0] if number + 1 < len(heads) else len(blocks)
        for block in blocks[head.body : stop]:
            if block.role in BOUNDARY:
                head.after = block.role
                break
            if block.role in ("", "salutation") and (
                block.prose or block.sentence or block.bulleted or not block.short
            ):
                head.length += block.words
                head.blocks += 1


def choose(head: Head, blocks: Sequence[Block], wide: bool, alone: bool = False) -> None:
    """The title and the first line of a head: what is left of the statement before goes back to it.

    Among lines set alike the nearest to the text is the title, since headings of the page stand above its items; where
    the head is `alone` on its page, the best of them.
    """
    members = list(head.members)
    if blocks[members[0]].day:
        head.first, head.title, head.start = members[0], members[1], members[0]
        return
    cut = max(
        (k for k, n in enumerate(members) if blocks[n].role in BOUNDARY and _goes_on(blocks, members[k + 1 :])),
        default=-1,
    )
    if cut >= 0:
        members = members[cut + 1 :]
    broad = (
        [k for k, n in enumerate(members) if blocks[n].gap >= 2 or blocks[n].ruled or blocks[n].containers]
        if wide or cut < 0
        else []
    )
    if broad and cut < 0 and not any(is_title_like(blocks[n]) for n in members[broad[0] :]):
        # At the head of a page a gap under the title parts nothing: there is no text before that it could end.
        broad = broad if any(b.prose and not b.role for b in blocks[: members[0]]) else []
    closed = cut >= 0 or bool(broad)
    if broad and cut < 0:
        members = members[broad[0] :]
    if not closed:
        while len(members) > 1 and _closes(blocks, members):
            members.pop(0)
    head.first = members[0]
    titles = [
        n for n in members if is_title_like(blocks[n]) and (len(WORDS.findall(blocks[n].text)) > 1 or blocks[n].heading)
    ]
    if titles and any(blocks[n].role == "byline" for n in members if n < titles[0]):
        # Below a byline, a line that asks is an interview's first question.
        titles = [n for n in titles if blocks[n].last not in "?؟" or blocks[n].heading]
    if not titles or any(lead_in_title(blocks[n]) for n in members):
        head.title, head.start = None, members[0] if members else head.body
        return
    own = [n for n in titles if n == titles[0] or blocks[n].heading.isdigit() or not is_subtitle(blocks[n])]
    ranks = [_rank(blocks[n]) for n in own]
    best = max(ranks)
    top = [n for n, rank in zip(own, ranks, strict=True) if rank == best]
    head.title = top[-1]
    if alone:
        headline = _headline(top if best else titles, members, blocks)
        head.title = headline or max(top, key=lambda n: _titles_well(n, head.body, blocks))
    before = members[: members.index(head.title)]
    if blocks[head.title].speaker and all(blocks[n].role in ("byline", "date") or is_issuer(blocks[n]) for n in before):
        head.first = head.title  # the lines above sign the text before
    head.start = head.title
    for n in reversed(before):
        if blocks[head.title].speaker and blocks[n].role in ("byline", "date"):
            break
        if (
            (head.start - n == 1 and is_kicker(blocks[n], blocks[head.start]))
            or blocks[n].role in ("note", "lead-in", "web", "byline")
            or (blocks[n].role == "date" and blocks[head.start].gap == 0)
        ):
            head.start = n
        else:
            break


def _headline(titles: Sequence[int], members: Sequence[int], blocks: Sequence[Block]) -> int | None:
    """The first of several lines of some length over a page's only text: what stands below it is its deck.

    None below a menu's short lines, and where a later line of some length says what the text is and the first does not.
    """
    run: list[int] = []
    for n in reversed(members):
        if any(b.role == "navigation" for b in blocks[n : run[0] if run else n]) or _MENU.search(blocks[n].text):
            break
        words = blocks[n].words + cues.STATEMENT.inflected(blocks[n].plain)
        if n in titles and words >= _SOME:
            run.insert(0, n)
        elif not blocks[n].role:
            break
    if len(run) < 2 or blocks[run[0]].last in "?؟":
        return None
    says = cues.STATEMENT.inflected(blocks[run[0]].plain)
    fuller = any(cues.STATEMENT.opens(blocks[n].plain) and blocks[n].words > _FULL for n in run[1:])
    return None if fuller and not says else run[0]


def _titles_well(number: int, body: int, blocks: Sequence[Block]) -> float:
    """How well a line set like others may be the title: it says what it is, has some words, stands near the text.

    A line right above another of some length is the headline over its deck; a body's bare name rather says who speaks.
    """
    block, below = blocks[number], blocks[number + 1]
    says = cues.STATEMENT.inflected(block.plain)
    points = 2.0 if says else 0.0
    points += 0.15 * min(block.words, 10) - 0.25 * (body - number)
    if below.gap == 0 and min(block.words, below.words) >= 6 and is_title_like(below):
        points += 0.5
    if is_issuer(block) and not says:
        points -= 1.0
    if block.last in "?؟":
        points -= 0.5
    return points


def _goes_on(blocks: Sequence[Block], members: Sequence[int]) -> bool:
    return any(is_title_like(blocks[n]) or blocks[n].role in ("note", "lead-in", "byline") for n in members)


def _closes(blocks: Sequence[Block], members: list[int]) -> bool:
    """Whether the first line of a head rather ends the text before: a slogan, a signature, a date under one."""
    first, rest = blocks[members[0]], [blocks[n] for n in members[1:]]
    later = any(is_title_like(b) and not is_slogan(b) and not is_issuer(b) for b in rest) or any(
        b.role in ("note", "lead-in") for b in rest
    )
    if first.heading.isdigit() or members[0] == 0:
        return False
    if is_slogan(first):
        return any(is_title_like(b) and not is_issuer(b) for b in rest)
    if is_issuer(first) or (first.role == "" and first.gap == 0 and first.words <= 8):
        return later
    if not first.role and not first.heading.isdigit() and first.words <= 8 and any(b.heading.isdigit() for b in rest):
        above = blocks[members[0] - 1]
        return above.role == "" and above.prose and not above.heading and is_name(first, spaced=True)
    if first.role == "date":
        return later and blocks[members[0] - 1].role in ("", "closing") and not blocks[members[0] - 1].heading
    return False


def _rank(block: Block) -> float:
    """How strongly a line is set: heading tags by level, then type size, then a class or bold type, then plain."""
    if block.heading.isdigit():
        return 20 - int(block.heading)
    if block.heading.startswith("size"):
        return 10 + float(block.heading[5:])
    return {"class": 9, "strong": 5}.get(block.heading, 0) if block.heading else 0
