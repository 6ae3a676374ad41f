"""Roles that spread over runs of blocks: menus, names under a heading, related matter, contacts, comments."""

import re
from collections.abc import Sequence

from editorial.intake import cues
from editorial.intake.blocks import Block

#: Two to six words, most of them with a capital, then a dash or comma and an office or place.
_OFFICE = re.compile(
    r"(?:[•*\d.)]+\s*)?(?:[^\W\d_][\w.'’-]*\s+){1,6}?(?:[^\W\d_][\w.'’)-]*)?\s*(?:[–—|/,،(]|\s-\s)\s*\S"
)

SITE_WORDS = frozenset(["comments", "comment", "respond", "commentlist", "disqus"])


def carry_over(blocks: Sequence[Block]) -> None:
    """Give the blocks of such runs the role that their first or their like carry."""
    _name_runs(blocks)
    _signatories(blocks)
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


def _signatories(blocks: Sequence[Block]) -> None:
    """The names under a heading of signatories: short lines up to furniture, a heading or running text."""
    number = 0
    while number < len(blocks):
        if blocks[number].role != "signatories":
            number += 1
            continue
        at = number + 1
        inline = blocks[number].words > 14
        starred = at < len(blocks) and blocks[at].text.startswith("*")
        while at < len(blocks):
            block = blocks[at]
            if block.role in ("signatories", "signatory", "byline", "closing", "salutation"):
                pass
            elif (
                (block.role and block.role not in ("date",) and not (block.role == "boilerplate" and block.bulleted))
                or (block.heading.isdigit() and not block.bulleted)
                or block.ruled
                or (block.gap >= 2 and not block.bulleted and inline)
                or not _name_like(block)
                or (block.text.startswith("*") and not starred)
                or (inline and block.gap)
            ):
                if not _names_go_on(blocks, number, at):
                    break
                block.role = block.role or "signatory"
            else:
                block.role = block.role or "signatory"
            at += 1
        number = at


def _name_runs(blocks: Sequence[Block]) -> None:
    """Ten and more lines like `Ada Quill – teacher, Port Almond` below running text are signatories unannounced."""
    said = False
    at = 0
    while at < len(blocks):
        stop = at
        while stop < len(blocks) and said and _named_with_office(blocks[stop], stop - at):
            stop += 1
        run = blocks[at:stop]
        if len(run) >= 10 and sum(bool(_OFFICE.match(b.text)) for b in run) >= 0.7 * len(run):
            for block in run:
                block.role = block.role or "signatory"
        said = said or (blocks[at].prose and not blocks[at].role and blocks[at].linked < 0.5)
        at = stop if stop > at else at + 1


def _named_with_office(block: Block, number: int) -> bool:
    if block.role or block.heading.isdigit() or block.words > 25 or block.linked > 0.5 or block.last in "!?؟:;":
        return False
    return bool(_OFFICE.match(block.text)) or (number > 0 and block.words <= 12 and not block.sentence)


def _names_go_on(blocks: Sequence[Block], first: int, at: int) -> bool:
    """Whether a long list of names goes on behind a line that is none, such as a signatory's comment."""
    block = blocks[at]
    if (
        at - first < 5
        or block.heading.isdigit()
        or block.ruled
        or block.role in ("lead-in", "note", "comments", "rule")
    ):
        return False
    below = blocks[at + 1 : at + 7]
    return len(below) >= 3 and sum(b.words <= 6 and not b.heading for b in below) >= 0.6 * len(below)


def _name_like(block: Block) -> bool:
    if block.bulleted:
        return block.words <= 45
    commas = sum(block.text.count(c) for c in ",،;؛–|/")
    return (
        block.words <= 16 or (commas >= 3 and block.words <= 14 * commas) or (block.words <= 35 and not block.sentence)
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


def _comments(blocks: Sequence[Block]) -> None:
    """What follows a comment form is no statement, unless such lines stand under each item of a listing."""
    filed = [n for n, b in enumerate(blocks) if b.role == "filing"]
    at = [n for n, b in enumerate(blocks) if b.role == "comments"] or (filed if len(filed) >= 3 else [])
    if not at:
        return
    between = [n for n in range(at[0], at[-1]) if blocks[n].prose and not blocks[n].role]
    if (
        len(at) >= 3
        and len(between) >= len(at) - 1
        and any(blocks[n].heading or blocks[n].short for n in range(at[0], at[-1]))
    ):
        for n in at:
            blocks[n].role = "separator"
        return
    if at is filed:
        return
    for cut in at:
        said = sum(b.words for b in blocks[:cut] if not b.role)
        left = sum(b.words for b in blocks[cut:] if not b.role and b.prose)
        if said >= 80 or left < 40 or (blocks[cut].region in SITE_WORDS and said > left):
            break
        blocks[cut].role = "boilerplate"  # a counter or a link to the comments, before anything was said
    else:
        return
    for block in blocks[cut:]:
        block.role = block.role if block.role in ("navigation", "boilerplate") else "boilerplate"
