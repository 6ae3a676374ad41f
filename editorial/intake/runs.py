"""Roles that spread over runs of blocks: menus, lists of names, related matter, contacts, comments."""

from collections.abc import Sequence

from editorial.intake import cues
from editorial.intake.blocks import Block
from editorial.intake.lines import is_ago
from editorial.intake.name_lists import mark_names

#: Lines over a reader's comment at most: a name, a time, a rank.
_HEAD = 3

SITE_WORDS = frozenset(["comments", "comment", "respond", "commentlist", "disqus"])


def carry_over(blocks: Sequence[Block]) -> None:
    """Give the blocks of such runs the role that their first or their like carry."""
    mark_names(blocks)
    _menus(blocks)
    _related(blocks)
    _contacts(blocks)
    _comments(blocks)


def _menus(blocks: Sequence[Block]) -> None:
    """Runs of short lines that are bulleted or linked, and those at the page's top before anything is said."""
    first_prose = next((n for n, b in enumerate(blocks) if b.prose and not b.role and b.linked < 0.7), len(blocks))
    at = 0
    while at < len(blocks):
        stop = at
        while stop < len(blocks) and _menu_like(blocks[stop]):
            stop += 1
        run = blocks[at:stop]
        linked = sum(b.linked > 0.7 for b in run)
        bulleted = sum(b.bulleted for b in run)
        named = sum(b.role in ("navigation", "boilerplate") for b in run)
        if len(run) >= 4 and (
            linked * 2 > len(run) or named * 2 > len(run) or (bulleted * 2 > len(run) and stop <= first_prose)
        ):
            while run and not (run[-1].bulleted or run[-1].linked > 0.7 or run[-1].role):
                run = run[:-1]
            if run and stop < len(blocks) and blocks[stop].prose and blocks[stop].linked < 0.5 and run[-1].words >= 3:
                run = run[:-1]
            while run and not (run[0].bulleted or run[0].linked > 0.7 or run[0].role):
                run = run[1:]
            for block in run:
                block.role = block.role or "navigation"
        at = stop + 1 if stop == at else stop


def _menu_like(block: Block) -> bool:
    if block.role in ("navigation", "boilerplate"):
        return block.words <= 12
    if block.linked > 0.85 and block.words <= 25 and not block.role and not block.heading.isdigit():
        return True
    return (
        not block.role and block.words <= 5 and not block.sentence and not (block.heading and block.heading.isdigit())
    )


def _related(blocks: Sequence[Block]) -> None:
    """Under a heading of related matter: short lines and short teasers, up to the next piece of real text."""
    said = 0
    number = 0
    while number < len(blocks):
        block = blocks[number]
        said += block.words if not block.role else 0
        number += 1
        if block.role != "related":
            continue
        longest = 60 if said > 250 else 35
        while number < len(blocks):
            block = blocks[number]
            after = blocks[number + 1] if number + 1 < len(blocks) else None
            if block.role in ("lead-in", "signatories", "comments") or (block.role == "note" and block.words > 25):
                break
            if block.heading == "1" or (
                after and after.role in ("date", "byline") and not block.bulleted and block.heading
            ):
                break
            if block.words > longest or (after and not block.bulleted and after.words > longest and not after.role):
                break
            block.role = block.role if block.role in ("navigation", "boilerplate", "comments") else "navigation"
            number += 1


def _contacts(blocks: Sequence[Block]) -> None:
    """The lines under a heading like "Contact us" at the page's foot, where no running text follows."""
    last_prose = max((n for n, b in enumerate(blocks) if b.prose and not b.role), default=-1)
    for number, block in enumerate(blocks):
        if number > last_prose and block.role == "boilerplate" and cues.CONTACT.begins(block.plain):
            for later in blocks[number + 1 :]:
                later.role = later.role or "boilerplate"
            return


def _is_reply(number: int, blocks: Sequence[Block]) -> bool:
    """Whether a line of comments stands at one reader's words: it answers somebody, or it is a name's "3 days ago"."""
    if cues.REPLY.begins(blocks[number].plain) or cues.REPLY.ends(blocks[number].plain):
        return True
    named = number > 0 and blocks[number - 1].words <= 3 and not blocks[number - 1].sentence
    return named and is_ago(blocks[number].plain)


def _thread(replies: Sequence[int], blocks: Sequence[Block]) -> range:
    """The lines of readers above the first reply: who wrote and when, up to the page's own text."""
    first = replies[0]
    while first > 1 and blocks[first - 1].words <= 6 and not blocks[first - 1].sentence and replies[0] - first < _HEAD:
        first -= 1
    return range(first, replies[0])


def _comments(blocks: Sequence[Block]) -> None:
    """What follows a comment form is no statement, unless such lines stand under each item of a listing."""
    filed = [n for n, b in enumerate(blocks) if b.role == "filing"]
    at = [n for n, b in enumerate(blocks) if b.role == "comments" or (b.role == "navigation" and is_ago(b.plain))] or (
        filed if len(filed) >= 3 else []
    )
    if not at:
        return
    between = [n for n in range(at[0], at[-1]) if blocks[n].prose and not blocks[n].role]
    replies = [n for n in at if _is_reply(n, blocks)]
    if len(replies) >= 2 and 2 * len(replies) > sum(n >= replies[0] for n in at):
        at = sorted({*at, *_thread(replies, blocks)})
    elif (
        len(at) >= 3
        and len(between) >= len(at) - 1
        and any(blocks[n].heading or blocks[n].short for n in range(at[0], at[-1]))
    ):
        for n in at:
            blocks[n].role = "separator"
        return
    if at is filed:
        return
    least = 80 if len(replies) < 2 else 25
    for cut in at:
        said = sum(b.words for b in blocks[:cut] if not b.role)
        left = sum(b.words for b in blocks[cut:] if not b.role and b.prose)
        if said >= least or left < 40 or (blocks[cut].region in SITE_WORDS and said > left):
            break
        blocks[cut].role = "boilerplate"  # a counter or a link to the comments, before anything was said
    else:
        return
    for block in blocks[cut:]:
        block.role = block.role if block.role in ("navigation", "boilerplate") else "boilerplate"
