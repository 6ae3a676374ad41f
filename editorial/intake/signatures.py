"""Who signed: the last short lines of a text that name a body, a person or a day, and lists of names unannounced."""

import re
from collections.abc import Sequence
from dataclasses import replace

from editorial.intake import cues
from editorial.intake.blocks import Block
from editorial.intake.lines import is_issuer, is_slogan, names_a_body
from editorial.intake.voice import listen

_SIGNED_AT_MOST = 8


def sign(items: list[tuple[str, int]], blocks: Sequence[Block], has_head: bool) -> None:
    """Turn the last short lines that name a body, a person or a day into the sign-off; many into signatories."""
    end = len(items)
    while end and items[end - 1][0] in ("read more", "signatories", "insert"):
        end -= 1
    at = end
    names = 0
    while at > 0 and end - at < _SIGNED_AT_MOST + 40:
        kind, number = items[at - 1]
        block = blocks[number]
        if kind in ("date line", "sign-off") or block.role == "byline":
            at -= 1
        elif (
            kind == "body" and is_signature(block, at < end, at == end) and any(k == "body" for k, _ in items[: at - 1])
        ):
            names += 1
            at -= 1
        else:
            break
    many = names > _SIGNED_AT_MOST
    for k in range(at, end):
        kind, number = items[k]
        if kind in ("body",):
            items[k] = ("signatories" if many and not is_issuer(blocks[number]) else "sign-off", number)


def cut_tail(items: list[tuple[str, int]], blocks: Sequence[Block]) -> None:
    """What stands behind the last sentence and its signature: names belong to the sign-off, the page's foot to nobody.

    From the first line behind the last prose that names a body, a day or an agency's hand on, short lines that are no
    slogan and no list are the sign-off; more than six of them are left out, unless signatories were announced.
    """
    spoken = max((k for k, (kind, n) in enumerate(items) if kind == "body" and blocks[n].prose), default=-1)
    if spoken < 0 or any(kind == "signatories" for kind, _ in items[spoken + 1 :]):
        return
    foot = next((k for k in range(spoken + 1, len(items)) if items[k][0] == "insert"), None)
    if foot is not None and not any(_kept(kind, blocks[n]) for kind, n in items[foot:]):
        del items[foot:]
    at = next((k for k in range(spoken + 1, len(items)) if _signs_off(items[k][0], blocks[items[k][1]])), None)
    if at is None:
        return
    for k in range(at, len(items)):
        kind, number = items[k]
        block = blocks[number]
        if block.bulleted and block.text[:1] not in "—–-":
            return
        if kind == "body" and not is_slogan(block):
            items[k] = ("sign-off", number)
    del items[at + 6 :]


def cut_foreign(items: list[tuple[str, int]], blocks: Sequence[Block]) -> None:
    """Leave out a few last lines in another script than the text's: the page's own words in the language it is run in.

    Names and signatures may stand in another script, and so may half of a text in two languages.
    """
    bodies = [blocks[n] for kind, n in items if kind == "body"]
    while len(bodies) > 1 and items[-1][0] in ("body", "insert"):
        block = blocks[items[-1][1]]
        if items[-1][0] == "body":
            rest = sum(b.letters for b in bodies[:-1])
            own = sum(b.letters for b in bodies[:-1] if b.latin == block.latin)
            if not block.sentence or block.words < 4 or own > 0.1 * rest or block.letters > 0.3 * rest:
                return
            bodies.pop()
        elif not any(b.latin == bodies[-1].latin for b in bodies[:-1]):
            return
        items.pop()


def cut_afterword(items: list[tuple[str, int]], blocks: Sequence[Block]) -> None:
    """Leave out what the page says behind a text and its signature: short prose in which nobody speaks for himself."""
    prose = [k for k, (kind, n) in enumerate(items) if kind == "body" and blocks[n].prose]
    for k in reversed(prose[1:]):
        if k and _signed_above(items, k, blocks):
            after = [blocks[n] for kind, n in items[k:] if kind == "body"]
            said = sum(blocks[n].words for kind, n in items[:k] if kind == "body")
            heard = listen(" ".join(b.text for b in after))
            if heard.we or heard.alone or heard.words > 0.5 * said or any(b.bulleted or b.quoted for b in after):
                return
            for block in after:
                block.role = block.role or "report"
            del items[k:]
            return


def _signed_above(items: Sequence[tuple[str, int]], k: int, blocks: Sequence[Block]) -> bool:
    """Whether the line right above an item signs the text before it: a body's name, with a day or without."""
    names = 0
    for kind, number in reversed(items[max(k - 4, 0) : k]):
        block = blocks[number]
        if kind in ("sign-off", "signatories") or is_issuer(block) or (block.role == "byline" and not block.prose):
            names += 1
        elif block.role != "date" or block.prose:
            return bool(names) and block.prose
        elif is_issuer(replace(block, role="")) or names_a_body(block):
            names += 1
    return False


def _kept(kind: str, block: Block) -> bool:
    """Whether a line behind furniture is still the statement's: signed, dated, announced, listed or shouted."""
    return kind not in ("insert", "body") or (
        kind == "body" and (is_slogan(block) or is_issuer(block) or (block.bulleted and not block.linked))
    )


def _signs_off(kind: str, block: Block) -> bool:
    if kind in ("date line", "sign-off") or block.role in ("date", "closing", "byline"):
        return True
    hand = block.text[:1] == "(" and block.text[-1:] == ")" and block.words <= 4
    return kind == "body" and block.words <= 14 and not block.bulleted and (hand or is_issuer(block))


def is_signature(block: Block, below: bool, last: bool) -> bool:
    """Whether a short line at the end of a text is somebody's name rather than its last words."""
    if block.role == "byline":
        return True
    if (
        block.role
        or block.words > 14
        or block.words < 1
        or block.bulleted
        or is_slogan(block)
        or block.last in "!?؟:؛;…"
    ):
        return False
    if block.sentence and not (block.text.count(",") and block.words <= 7):
        return False
    if is_issuer(block) or (cues.COMMITTEE.begins(block.plain) and block.words <= 10):
        return True
    words = re.findall(r"[^\W\d_]{3,}", block.text)
    if (words and words[0][0].isascii()) or any("À" <= c <= "ɏ" for c in block.text[:20]):
        capital = sum(w[0].isupper() for w in words)
        return bool(words) and block.words <= 10 and capital >= 0.7 * len(words) and (capital >= 2 or below)
    return block.words <= 8 and (below or block.gap == 0) and not block.heading
