"""Speakers in series: lines of one dress that name who speaks, each over (or under) a text of its own.

A page that prints several bodies' texts sets their names alike: in bold type, numbered, before a colon, with the day
behind them, behind a dash. One such line proves nothing, since statements name other bodies in their sub-headings; two
or more of the same dress, most of which name a body or a statement, over running text, are the page's own order. They
stand above their texts if text follows the last of them, below if text stands over each and none follows the last.

Not picked: a list of what such headings look like. The dress is whatever the page made it; that it recurs is the sign.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise, takewhile

from editorial.intake import cues
from editorial.intake.blocks import Block
from editorial.intake.lines import BOUNDARY, CLOCK, FURNITURE, YEAR, is_issuer, is_name, is_slogan
from editorial.intake.recognise.listed_name import has_office
from editorial.intake.voice import listen

_NUMBER = re.compile(r"\s*[(*_]*(?:[0-9۰-۹٠-٩]{1,2}|[IVX]{1,4})\s?[.):\-–/]+\s*")
_DASH = re.compile(r"\s*[—–-]+\s*")
_SMALL = re.compile(r"\b[^\W\d_A-Z]{4,}\b")
#: Behind a name: its day, or a note in brackets.
_BEHIND = re.compile(r"\s*(?:[,،–—|(-][^,،]*\d.*|\([^()]*\))\s*\Z", re.S)
#: Roles a line may carry and yet name a speaker; words that such a line and the text by it have at least and at most.
_ROLES = frozenset({"", "byline", "closing"})
_LONGEST, _TEXT = 16, 12
#: Members from which a series is believed: with a dress of its own, without one, and below its texts.
_DRESSED, _PLAIN, _BELOW = 2, 3, 3
#: Words of running text that a letter has at least.
_LETTER = 40


def mark_days(blocks: Sequence[Block]) -> None:
    """Mark the dates over a page's items, each above a short title, as `day` and the titles as opening lines."""
    days = [n for n in range(len(blocks) - 2) if blocks[n].role == "date" and not blocks[n].region]
    over = [n for n in days if _stands_over(blocks, n)]
    # Dates between a title and its text stand under short lines; a programme's days over times and places.
    apart = sum(blocks[n - 1].prose or blocks[n - 1].sentence or blocks[n - 1].role in FURNITURE for n in over if n)
    told = sum(_tells(blocks[n + 2 : n + 5]) for n in over)
    if len(over) >= _PLAIN and len(over) * 5 >= 4 * len(days) and min(apart, told) * 2 >= len(over):
        for n in over:
            blocks[n].day = blocks[n + 1].opens = True


def _tells(below: Sequence[Block]) -> bool:
    """Whether the lines below a title are running text, up to the next date, and name no time of day."""
    text = list(takewhile(lambda b: b.role != "date", below))
    return any(b.prose and b.words >= 20 for b in text) and not any(CLOCK.search(b.plain) for b in text)


def _stands_over(blocks: Sequence[Block], number: int) -> bool:
    """Whether a whole date stands apart above a short line with more text below it."""
    day, title, text = blocks[number : number + 3]
    named = not (title.role or title.prose or title.linked > 0.5) and title.letters >= 3 and title.words <= _LONGEST
    return bool(named and (day.gap or title.heading) and text.role != "date" and YEAR.search(day.plain))


def mark_letters(blocks: Sequence[Block]) -> None:
    """Mark salutations below signatures, from the page's second letter on, as beginning another's text.

    A speaker who turns to his hearers again and again signs nothing between.
    """
    over = [
        n
        for n, b in enumerate(blocks[:-1])
        if b.role == "salutation" and b.last in ",،" and b.gap and b.words <= _LONGEST and blocks[n + 1].prose
    ]
    later = [n for before, n in pairwise(over) if sum(b.words for b in blocks[before + 1 : n] if b.prose) >= _LETTER]
    signed = [n for n in later if any(map(_signs, blocks[max(n - 3, 0) : n]))]
    if signed and len(signed) * 2 >= len(later):
        for n in later:
            blocks[n].anew = True
            if not blocks[n - 1].role and _signs(blocks[n - 1]):
                blocks[n - 1].role = "closing"


def _signs(block: Block) -> bool:
    """Whether a line may sign a letter: a closing formula, a name with its place, a body's name."""
    if block.role in ("closing", "signatory", "signatories"):
        return True
    return not block.prose and not block.role and (is_name(block, spaced=True) or has_office(block.text))


def mark_series(blocks: Sequence[Block]) -> None:
    """Mark the lines above texts as `speaker`; below texts make them closing lines and the text behind them `anew`."""
    dresses: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for number, block in enumerate(blocks):
        if _may_name(block):
            dresses[_dress(block)].append(number)
    for dress, members in dresses.items():
        members = members[_first_naming(blocks, members) :]
        over = [n for n in members if _words_below(blocks, n) >= _TEXT]
        under = [n for n in members if _text_above(blocks, n)]
        if len(under) >= _BELOW and under[-1] not in over and _is_series(blocks, under):
            for n in under:
                _close(blocks, n)
        elif len(over) >= (_DRESSED if any(dress[:-1]) else _PLAIN) and _is_series(blocks, over):
            for n in over:
                blocks[n].speaker = True
                blocks[n].role = "" if blocks[n].role == "closing" else blocks[n].role


def _first_naming(blocks: Sequence[Block], members: Sequence[int]) -> int:
    """The place of the first line that names a body, or that stands below words announcing several texts."""
    named = (
        k
        for k, n in enumerate(members)
        if _names(_name(blocks[n])) or _announced(blocks[max(n - 6, 0) : n], prose=True)
    )
    return next(named, len(members))


def _may_name(block: Block) -> bool:
    return (
        block.role in _ROLES
        and block.words <= _LONGEST
        and block.letters >= 3
        and not (block.said or block.quoted or block.region or block.item or block.opens)
        and block.linked < 0.7
        and not (block.sentence and not block.heading)
        and block.last not in ",;،؛"
        and not is_slogan(block)
    )


def _dress(block: Block) -> tuple[object, ...]:
    """What sets a line apart; the last member (a gap above) is no dress of its own."""
    name = _name(block)
    return (
        bool(_NUMBER.match(block.text)),
        bool(_DASH.match(block.text)),
        block.last in ":：",
        bool(YEAR.search(block.plain)) and bool(cues.MONTH.within(block.plain)),
        block.heading,
        name.text.isupper(),
        block.gap > 0,
    )


def _name(block: Block) -> Block:
    """The line without its number, dash, colon and date."""
    text = block.text
    for edge in (_NUMBER, _DASH):
        found = edge.match(text)
        text = text[found.end() :] if found else text
    text = _BEHIND.sub("", text.rstrip(" :：*_–—-"))
    return block if text == block.text and not block.role else Block(block.start, block.end, text)


def _names(name: Block) -> bool:
    """Whether a line names a body, or a statement and whose it is."""
    plain = name.plain
    if is_issuer(name):
        return True
    named = cues.ORGANISATION.inflected(plain) or cues.COMMITTEE.within(plain)
    if cues.STATEMENT.opens(plain) and name.words >= 3 and (named or name.words <= 9):
        return True
    return name.text.isupper() and named


def _is_series(blocks: Sequence[Block], members: Sequence[int]) -> bool:
    """Whether most of the lines name a body; where the page announces several texts, half of them and names alike."""
    names = [_name(blocks[n]) for n in members]
    if len({cues.bare(name.plain) for name in names}) < len(members):
        return False
    naming = sum(map(_names, names))
    if naming >= 2 and naming * 3 >= 2 * len(members):
        return True
    shaped = sum(_name_shaped(name) for name in names)
    return naming >= 1 and shaped * 3 >= 2 * len(members) and _announced(blocks[max(members[0] - 6, 0) : members[0]])


def _name_shaped(name: Block) -> bool:
    """Whether a line may be a name: few words, no verb in small letters."""
    return name.words <= 8 and name.last not in "?؟!" and sum(len(w) > 4 for w in _SMALL.findall(name.text)) <= 1


def _announced(before: Sequence[Block], prose: bool = False) -> bool:
    """Whether the page's own words above say that texts of others follow."""
    return any(
        not b.region
        and b.role in ("", "lead-in", "note", "salutation")
        and (b.prose or not prose)
        and (cues.GATHERING.within(b.plain) or (b.prose and listen(b.text).follows))
        for b in before
    )


def _words_below(blocks: Sequence[Block], number: int) -> int:
    """Words of the text right below a line: whole sentences, points of a list, lines that announce them."""
    said = 0
    for block in blocks[number + 1 : number + 6]:
        if block.heading.isdigit() or block.role in BOUNDARY:
            break
        if (
            block.prose
            or (said and (block.bulleted or block.sentence))
            or (block.last in ":：" and not _may_name(block))
        ):
            said += block.words
        elif block.bulleted or block.words > 2 * _LONGEST:
            break
    return said


def _text_above(blocks: Sequence[Block], number: int) -> bool:
    above = blocks[number - 1] if number else None
    return bool(above and above.role in ("", "salutation") and (above.prose or above.sentence))


def _close(blocks: Sequence[Block], number: int) -> None:
    blocks[number].role = "closing"
    for block in blocks[number + 1 : number + 3]:
        if block.prose and not block.role:
            block.anew = True
            return
        if block.role not in FURNITURE:
            return
