"""The parts inside one stretch of a page: from the start of a statement to the start of the next.

The head's lines get what they are; running text is the body; furniture in the middle of it is an insert, at its end it
is left out; the last short lines that name somebody are the sign-off.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from editorial.intake import cues
from editorial.intake.blocks import Block
from editorial.intake.heads import Head
from editorial.intake.lines import (
    FURNITURE,
    is_issuer,
    is_kicker,
    is_service,
    is_slogan,
    is_subtitle,
)
from editorial.intake.signatures import cut_afterword, cut_foreign, cut_tail, is_signature, sign
from editorial.intake.spans import body_parts, lead_in_parts, title_parts

#: What closes a stretch once some body was read.
_CLOSING = frozenset({"separator", "read more", "end mark"})
_NAMES = frozenset({"signatory", "signatories"})
#: Words of a page's own paragraph over a text's date line at most.
_STANDFIRST = 45
#: So many pieces of furniture in a row end a text, unless it goes on in earnest behind them.
_APART = 8
#: The last words behind a sentence.
_SENTENCE_BEFORE = re.compile(r"(?<=[.!?؟۔”»])\s+([^.!?؟۔”»]{4,40}?[.…>»→\s]*)\Z")
_TAIL = re.compile(r"[\s\[(<>»«›‹→←]*(?:…|\.\.\.|\[…\]|\[\.\.\.\])[\s\])>»«›‹→←]*([^…]{0,40})\Z")


@dataclass(eq=False)
class Stretch:
    """One stretch: `parts` as (kind, start, end), the words of its body, and what closed it."""

    head: Head | None
    kind: str = "statement"
    parts: list[tuple[str, int, int]] = field(default_factory=list)
    words: int = 0
    bodies: int = 0
    closed: str = ""
    confidence: float = 1.0

    @property
    def title(self) -> tuple[int, int] | None:
        return next(((s, e) for k, s, e in self.parts if k == "title"), None)


def label(blocks: Sequence[Block], head: Head | None, start: int, stop: int) -> Stretch:
    """The parts of the blocks `start` to `stop` (excluded), in order; none when nothing is said there."""
    stretch = Stretch(head)
    body_at = start
    if head is not None:
        body_at = head.body
        _label_head(stretch, blocks, head)
    items = _scan(stretch, blocks, body_at, stop)
    if stop < len(blocks):
        _leave_lead_in(items, blocks)
    cut_foreign(items, blocks)
    cut_afterword(items, blocks)
    cut_tail(items, blocks)
    sign(items, blocks, bool(stretch.parts))
    for kind, number in items:
        stretch.parts.extend(body_parts(kind, blocks[number], first=not stretch.bodies))
        if kind in ("body", "salutation"):
            stretch.words += blocks[number].words
            stretch.bodies += 1
    if (head is None or (not items and stop < len(blocks))) and stretch.parts and not stretch.bodies:
        stretch.parts = []
    if not head and stretch.bodies:
        first = next(k for k, (kind, _) in enumerate(items) if kind in ("body", "salutation"))
        stretch.parts = (
            stretch.parts[first:]
            if not any(p[0] in ("date line", "byline", "provenance") for p in stretch.parts[:first])
            else stretch.parts
        )
    _trim(stretch, blocks)
    return stretch


def _label_head(stretch: Stretch, blocks: Sequence[Block], head: Head) -> None:
    """Title, byline, date line and provenance of a head; a second line that is none of them belongs to the body."""
    title = blocks[head.title] if head.title is not None else None
    for number in range(head.start, head.body):
        block = blocks[number]
        if number == head.title:
            begun = stretch.parts and stretch.parts[-1][0] == "title"
            begin = stretch.parts.pop()[1] if begun else block.start
            stretch.parts.extend(title_parts(block, begin))
        elif block.role == "date":
            stretch.parts.append(("date line", block.start, block.end))
        elif block.role == "byline":
            stretch.parts.append(("byline", block.start, block.end))
        elif block.role in ("note", "lead-in", "web"):
            stretch.parts.extend(
                lead_in_parts(block)
                if block.role == "lead-in" and title is None
                else [("provenance", block.start, block.end)]
            )
        elif block.role == "salutation":
            stretch.parts.append(("salutation", block.start, block.end))
        elif block.role in FURNITURE or block.role:
            continue
        elif head.title is not None and number < head.title:
            after = blocks[number + 1]
            kind = "title" if is_kicker(block, after) and number + 1 == head.title else "insert"
            stretch.parts.append((kind, block.start, block.end))
        elif is_subtitle(block) or is_issuer(block):
            stretch.parts.append(("byline", block.start, block.end))
        elif title is not None and cues.bare(block.plain) == cues.bare(title.plain):
            stretch.parts.append(("insert", block.start, block.end))
        else:
            stretch.parts.append(("body", block.start, block.end))
            stretch.words += block.words


def _scan(stretch: Stretch, blocks: Sequence[Block], start: int, stop: int) -> list[tuple[str, int]]:
    """Kinds for the blocks of a stretch from its body on, up to what closes it; furniture at the end left out."""
    items: list[tuple[str, int]] = []
    said = signed = left = False
    quoting = stretch.head is not None and blocks[start].quoted and any(p[0] == "provenance" for p in stretch.parts)
    for number in range(start, stop):
        block = blocks[number]
        if block.role in _CLOSING and said and not _resumes(blocks, start, number, stop):
            stretch.closed = block.role
            if block.role == "read more":
                items.append(("read more", number))
            break
        if block.role in _NAMES:
            items.append(("signatories", number))
            signed = said
        elif block.role in FURNITURE or block.role in ("rule", "web") or block.role in _CLOSING:
            items.append(("insert", number))
            apart = 0
            while apart < len(items) and items[-1 - apart][0] == "insert":
                apart += 1
            if said and apart == _APART and not _resumes(blocks, start, number, stop):
                break
        elif (left and block.prose and not block.role) or (
            said and block.short and is_service(block.plain) and not _resumes(blocks, start, number, stop)
        ):
            break
        elif left and block.words <= 12 and not block.role and not is_slogan(block):
            items.append(("sign-off", number))
        elif (quoting and said and not block.quoted) or (said and block.gap >= 2 and _trails_off(blocks, number, stop)):
            break
        elif signed:
            # After the names only dates and closing formulas still belong to it.
            if block.role not in ("date", "closing", "byline") and not is_slogan(block):
                if block.short and number + 2 < stop and {b.role for b in blocks[number + 1 : number + 4]} & _NAMES:
                    items.append(("signatories", number))  # the name of a part of the list
                    continue
                break
            items.append(("date line" if block.role == "date" else "sign-off", number))
        elif block.role == "salutation":
            items.append(("body" if said else "salutation", number))
            said = said or block.words > 12
        elif block.role == "date":
            items.append(("date line", number))
        elif block.role == "closing":
            items.append(("sign-off", number))
            left = said and _taken_leave(blocks, number, stop)
        elif block.role == "note" and not said:
            items.append(("provenance", number))
        else:
            items.append(("body", number))
            said = True
    _drop_tail(items, blocks)
    while items and items[-1][0] == "insert":
        items.pop()
    # A date, closing or byline that running text follows was no edge after all; captions beside furniture are inserts.
    last = max((k for k, (kind, _) in enumerate(items) if kind == "body"), default=-1)
    first = min((k for k, (kind, _) in enumerate(items) if kind == "body"), default=-1)
    for k, (kind, number) in enumerate(items):
        if first < k < last:
            before = sum(blocks[n].words for kind_, n in items[:k] if kind_ == "body")
            if kind == "date line" and before <= _STANDFIRST and blocks[items[first][1]].prose:
                continue  # a sentence or two of the page's own stand over the day
            if kind in ("date line", "sign-off"):
                items[k] = ("body", number)
            elif (
                kind == "body"
                and blocks[number].words <= 5
                and not blocks[number].sentence
                and not blocks[number].heading
            ):
                near = {items[k - 1][0], items[k + 1][0]}
                if "insert" in near and not is_slogan(blocks[number]) and not is_issuer(blocks[number]):
                    items[k] = ("insert", number)
    return items


def _leave_lead_in(items: list[tuple[str, int]], blocks: Sequence[Block]) -> None:
    """Leave out a last paragraph that ends in a colon: it announces the next item and is the compiler's."""
    while items and items[-1][0] == "body":
        block = blocks[items[-1][1]]
        if block.last not in ":：" or block.bulleted or block.words < 8:
            return
        block.role = "report"
        items.pop()


def _taken_leave(blocks: Sequence[Block], at: int, stop: int) -> bool:
    """Whether behind a closing line stand names and then another's prose; in mid-text it stands before its own."""
    signed = blocks[at].text[:1] in "—–-"
    for block in blocks[at + 1 : min(at + 6, stop)]:
        if block.prose and not block.role:
            return signed
        signed = signed or not block.sentence
    return False


def _drop_tail(items: list[tuple[str, int]], blocks: Sequence[Block]) -> None:
    """Cut what follows three pieces of furniture in a row if it is neither running text nor a slogan nor a name."""
    spoken = max((k for k, (kind, n) in enumerate(items) if kind == "body" and blocks[n].prose), default=-1)
    kept = ("signatories", "sign-off", "date line", "read more")
    for k in range(spoken + 1, len(items) - 2):
        if all(kind == "insert" for kind, _ in items[k : k + 3]):
            rest = [(kind, blocks[n]) for kind, n in items[k:] if kind != "insert"]
            if not any(kind in kept or is_slogan(b) or is_signature(b, False, True) for kind, b in rest):
                del items[k:]
            return


def _resumes(blocks: Sequence[Block], start: int, at: int, stop: int) -> bool:
    """Whether the text goes on in earnest behind a line that seems to close it (an advertisement's "continue")."""
    before = sum(b.words for b in blocks[start:at] if not b.role)
    after = sum(b.words for b in blocks[at + 1 : stop] if not b.role and b.prose and b.linked < 0.5)
    return after >= max(40, 0.35 * before)


def _trails_off(blocks: Sequence[Block], start: int, stop: int) -> bool:
    """Whether behind a wide gap only short lines follow that neither sign nor close the text."""
    rest = [b for b in blocks[start:stop] if b.role not in FURNITURE]
    if any(b.prose or b.role in ("signatories", "signatory", "closing", "date") or is_slogan(b) for b in rest):
        return False
    return not any(is_signature(b, False, True) for b in rest[:2])


def _more(tail: str) -> re.Match[str] | None:
    """A read-more word of several behind the last sentence of a text, without an ellipsis before it."""
    found = _SENTENCE_BEFORE.search(tail)
    word = cues.bare(cues.plain(found[1])) if found else ""
    return found if " " in word and cues.READ_MORE.whole(word) else None


def _trim(stretch: Stretch, blocks: Sequence[Block]) -> None:
    """Cut the trailing ellipsis and a read-more word behind it off the last body part."""
    for k in range(len(stretch.parts) - 1, -1, -1):
        kind, start, end = stretch.parts[k]
        if kind != "body":
            continue
        block = blocks[bisect_right(blocks, start, key=lambda b: b.start) - 1]
        text = block.text[start - block.start : end - block.start]
        found = _TAIL.search(text[-80:])
        if not found or not found[1].strip():
            found = _more(text[-80:]) or found
        if found and (not found[1].strip() or cues.READ_MORE.whole(cues.plain(found[1]))):
            shift = max(len(text) - 80, 0)
            stretch.parts[k] = (kind, start, start + len(text[: shift + found.start()].rstrip()))
            if found[1].strip():
                stretch.parts.insert(k + 1, ("read more", start + shift + found.start(1), start + shift + found.end(1)))
            stretch.closed = stretch.closed or "ellipsis"
            if stretch.parts[k][1] >= stretch.parts[k][2]:  # an ellipsis was all there was
                del stretch.parts[k]
                stretch.bodies -= 1
        return
