"""What speaks for a head being the start of a statement: points, each with its reason in words."""

import re
from collections.abc import Mapping, Sequence

from editorial.intake import cues
from editorial.intake.blocks import Block
from editorial.intake.heads import Head
from editorial.intake.lines import BOUNDARY, FURNITURE, is_issuer, is_name, is_subtitle, opening_note

_NUMBERED = re.compile(r"\(?(?:\d{1,2}|[ivx]{1,5}|[a-hأ-ي]|الف)\s?[.):\-–]\s", re.I)
#: What shows that an item leads to its whole text elsewhere.
_LEADS = frozenset({"date", "byline", "linked", "after read more", "container"})
#: Shapes whose very name says that they are items: `article.post`, `div.news-item`.
_ITEM_SHAPE = re.compile(
    r"^article\b|(?:^|[.\s_-])(?:post|hentry|entry|item|teaser|article|news|story|views-row|card|result|statement)s?(?:$|[\s_-])",
    re.I,
)


def weigh(head: Head, blocks: Sequence[Block], wide: bool, facts: Mapping[str, str], seen: Mapping[str, int]) -> None:
    """Points for what a head carries and for what stands before it; `seen` is where each line's words first stand."""
    kept = [n for n in head.members if n >= head.start]
    before = next((blocks[n] for n in range(head.start - 1, -1, -1) if blocks[n].role not in FURNITURE), None)
    for n in kept:
        block = blocks[n]
        if block.speaker and (head.title in (None, n) or before is None):
            head.add(3, "speaker")
            head.who_when = True
        if block.role == "date":
            head.add(4 if block.day else 2, "date")
            head.who_when = True
        elif block.role == "byline" or (block.role == "web" and head.title is not None and n > head.title):
            head.add(2 if block.role == "byline" else 1, block.role)
            head.who_when = True
        elif block.role in ("note", "lead-in"):
            head.add(_announcement(block, blocks[head.body]), block.role)
            head.who_when = True
        elif n != head.title and head.title is not None and n > head.title and is_subtitle(block):
            head.add(2, "issuer")
            head.who_when = True
    body = blocks[head.body]
    if opening_note(body):
        head.add(3, "note inside")
        head.who_when = True
    if body.role == "salutation":
        head.add(1, "salutation")
        if body.anew:
            head.add(1.5, "another letter")
            head.who_when = True
    opening = cues.plain(body.text[:90])
    if cues.MONTH.within(opening) and re.search(r"(?<!\d)[12]\d{3}(?!\d)", opening[:50]):
        head.add(0.7, "dateline")
        head.who_when = True
    if before is None:
        head.add(1, "first")
    elif before.role in BOUNDARY:
        head.add(2 if before.role == "rule" else 3, f"after {before.role}")
    elif before.role in ("signatory", "signatories", "closing"):
        head.add(2.5, "after signatures")
    elif before.role == "lead-in" and before.words > 30:
        head.add(3, "announced")
    elif before.role == "date" and head.title is not None and before.words <= 8 and head.start > 1:
        above = blocks[head.start - 2]
        if is_issuer(above) or above.role == "closing":
            head.add(2, "after a signature")
        elif above.role == "" and above.prose and before.gap:
            head.add(1, "after a date")
    elif before.role == "" and (is_issuer(before) or is_name(before, spaced=head.title is not None)):
        head.add(2, "after a signature")
    if any(block.said for block in blocks[head.body : head.body + 2]) and not blocks[head.start].said:
        head.add(1, "quotation")
    first = blocks[head.start]
    if first.gap >= 2:
        head.add(2 if wide else 1, "wide gap")
    if first.ruled:
        head.add(1.5, "ruled off")
    shapes = [shape for n in kept[:2] for shape, end in blocks[n].containers if blocks[head.body].start < end]
    if shapes:
        head.add(2 if any(_ITEM_SHAPE.search(shape) for shape in shapes) else 0.7, "container")
    if head.title is not None:
        _weigh_title(head, blocks[head.title], facts, seen)


def _announcement(block: Block, body: Block) -> float:
    """What a note or lead-in is worth: much where it speaks of a statement or a body, little before a mere list."""
    if block.role == "lead-in" and body.bulleted:
        return 0.0
    says = (
        cues.STATEMENT.inflected(block.plain)
        or cues.ORGANISATION.within(block.plain)
        or cues.COMMITTEE.within(block.plain)
    )
    return 3.0 if says or block.role == "note" else 1.5


def _weigh_title(head: Head, title: Block, facts: Mapping[str, str], seen: Mapping[str, int]) -> None:
    plain = title.plain
    if cues.STATEMENT.within(plain):
        named = cues.ORGANISATION.inflected(plain) or cues.COMMITTEE.within(plain)
        head.add(2 if named else 1.2, "says what it is")
        head.who_when = head.who_when or named
    elif title.heading and is_issuer(title):
        head.add(1, "a body's name")
        head.who_when = True
    if title.linked > 0.7 and not title.link.startswith("#"):
        head.add(
            2.5 if title.heading not in ("", "strong") or title.containers else 1.2 if title.heading else 1.0, "linked"
        )
    if title.heading == "1":
        head.add(1, "first level")
    bare = cues.bare(plain)
    if any(bare and bare in cues.plain(facts.get(f, "")) for f in ("title", "headline")) and title.words > 2:
        head.add(2, "page title")
    if seen.get(bare, head.start) < head.start:
        head.add(0.7, "listed above")
    if _NUMBERED.match(title.text) and not title.speaker:
        head.add(-0.5 if "after a signature" in head.reasons else -1.5, "numbered")
    if title.last in "?؟" and title.words <= 14 and not title.heading:
        head.add(-0.3, "question")


def mark_teasers(heads: list[Head], blocks: Sequence[Block]) -> None:
    """The shape of a listing: at least three heads, each with one block of moderate length."""
    shaped = [h for h in heads if h.title is not None and h.blocks == 1 and 5 <= h.length <= 130]
    titles = [blocks[h.title].words for h in shaped if h.title is not None]
    asked = sum(blocks[h.title].last in "?؟" for h in shaped if h.title is not None)
    bold = sum(blocks[h.title].heading == "strong" for h in shaped if h.title is not None) * 2 > len(shaped)
    leading = sum(any(r in _LEADS for r in h.reasons) for h in shaped)
    if any(blocks[h.first].day for h in shaped):
        return  # whole texts under their days
    if len(shaped) < 3 or sum(titles) < (4.5 if bold and not leading else 3.6) * len(shaped) or asked * 2 > len(shaped):
        return  # short sub-headings of one text, or the questions of an interview
    gathered = any(b.prose and cues.GATHERING.within(b.plain) for b in blocks[: shaped[1].start])
    speakers = gathered * sum("speaker" in h.reasons for h in shaped)
    titled = [blocks[h.title] for h in shaped if h.title is not None]
    counted = sum(bool(_NUMBERED.match(title.text)) for title in titled)
    counted += sum(blocks[h.title - 1].plain.isdecimal() for h in shaped if h.title)  # the number on its own line
    bodies = sum(is_issuer(title) and (title.words <= 6 or not cues.STATEMENT.opens(title.plain)) for title in titled)
    if leading * 3 < 2 * len(shaped) and max(counted, bodies, speakers) * 2 >= len(shaped):
        return  # points of one text, or several bodies' words under their names
    if len(shaped) >= 0.6 * len(heads) and sum(h.length for h in shaped) >= 0.6 * sum(h.length for h in heads):
        for head in shaped:
            head.teaser = True
            head.add(2, "teaser")
