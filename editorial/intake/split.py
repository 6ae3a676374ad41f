"""Door: the passages of an extract, each with the parts of the statement it holds. Pure.

Five steps over the page's blocks: `furniture` names what is known by itself; `series` and `announced` find what the
page repeats or announces as the words of others; `starts` weighs over the whole page where statements begin; each
stretch between two starts gets the parts of its lines (title, byline, date line, provenance, salutation, body, insert,
sign-off, signatories, read more); `reports` and `shape` judge by the voice that speaks whether a stretch is somebody's
statement, a report around one, an introduction to it or none. What belongs to no statement is told apart into
navigation, boilerplate, the compiler's own prose and text that nothing claims, so that every character of the extract
is in exactly one passage.

Not picked: a model over blocks (logistic regression with Viterbi) in place of the named points. Sixty labelled pages
hold about a hundred paragraphs of compilers and reporters in ten languages: too few for weights that an editor could
trust, and each mistake of the points can be put right where it is made. That a model would do worse on unseen pages was
never measured; that more points do little for them was.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence

from editorial.intake import cues
from editorial.intake.announced import find_announced, mark_citations, mark_first
from editorial.intake.bare_titles import bare_titles
from editorial.intake.blocks import Block, blocks_of
from editorial.intake.furniture import furnish
from editorial.intake.heads import Head
from editorial.intake.lines import BOUNDARY, FURNITURE, is_service
from editorial.intake.openings import opens_with_body
from editorial.intake.parts import Stretch, label
from editorial.intake.quotations import Quotation, blocks_under, find_quotations, mark_said
from editorial.intake.reports import narrow
from editorial.intake.series import mark_days, mark_letters, mark_series
from editorial.intake.shape import ITEM, shape
from editorial.intake.starts import find_heads
from editorial.records import Extract, Part, Passage

_KINDS = {
    "boilerplate": "boilerplate",
    "advert": "boilerplate",
    "filing": "boilerplate",
    "comments": "boilerplate",
    "caption": "boilerplate",
    "end mark": "boilerplate",
}


#: From so many words on, a text under the page's own title is what the page is about, and linked titles lead away.
_ARTICLE = 120


#: So few words are no statement beside a text of some length.
_NOTHING = 3
#: Lines of a menu that stands beside a text at least, and their words at most.
_MENU, _ITEM = 5, 5
#: The title of an answer on a forum or list.
_REPLY = re.compile(r"(?:re|aw|fw|fwd|ynt|rif|sv|رد|پاسخ)\s?[:：]\s")
#: Words of an introduction at most, and of a text that stands behind it at least.
_INTRODUCTION, _LEAST = 110, 12


#: So many blocks above an untitled text are searched for the heading that it stands under.
_NEAR = 12


def split(extract: Extract) -> list[Passage]:
    """The passages of `extract`, in order, together covering all of its text; an empty text gives none."""
    blocks = blocks_of(extract)
    if not blocks:
        return []
    furnish(blocks)
    mark_first(blocks)
    mark_citations(blocks)
    mark_days(blocks)
    mark_letters(blocks)
    mark_series(blocks)
    quotations = find_announced(blocks, find_quotations(blocks))
    mark_said(quotations, blocks)
    stretches = stretches_of(
        blocks, [h for h in find_heads(blocks, extract.page) if not _within(h, quotations, blocks)]
    )
    stretches = [piece for stretch in stretches for piece in narrow(stretch, quotations, blocks)]
    stretches = shape(judge(stretches, blocks), blocks)
    if is_service(cues.plain(extract.page.get("title", ""))):
        _leave_to_the_site(stretches)
    if not any(s.kind in ("statement", "excerpt", "quotation") for s in stretches):
        stretches = bare_titles(blocks, extract.page) or stretches
    return _tile(extract.text, blocks, stretches)


def stretches_of(blocks: Sequence[Block], heads: Sequence[Head]) -> list[Stretch]:
    """The blocks between each start and the next, labelled; before the first start only if something is said there."""
    out: list[Stretch] = []
    first = heads[0].first if heads else len(blocks)
    if any(b.role in ("", "salutation") and b.prose for b in blocks[:first]):
        out.append(label(blocks, None, 0, first))
    for number, head in enumerate(heads):
        stop = heads[number + 1].first if number + 1 < len(heads) else len(blocks)
        out.append(label(blocks, head, head.start, stop))
    return [s for s in out if s.parts]


def _within(head: Head, quotations: Sequence[Quotation], blocks: Sequence[Block]) -> bool:
    """Whether a head stands inside a quotation, where it is a line of the quoted text."""
    at = blocks[head.start].start
    number = bisect_left(quotations, at, key=lambda q: q.start) - 1
    return number >= 0 and quotations[number].start < at < quotations[number].end


def judge(stretches: list[Stretch], blocks: Sequence[Block]) -> list[Stretch]:
    """The stretches with their kinds: statement, excerpt, quotation, compiler; those that hold nothing are dropped."""
    held = [s for s in stretches if s.bodies]
    listing = sum(bool(s.head and s.head.teaser) for s in held) >= 3
    dated = [s for s in held if s.head and s.head.who_when]
    whole = sum(s.words for s in held) or 1
    article = next((s for s in held if s.words >= _ARTICLE and s.head and "page title" in s.head.reasons), None)
    said = 0
    for at, stretch in enumerate(held):
        head, last = stretch.head, stretch is held[-1]
        edge = stretch is held[0] or last
        if stretch.kind == "quotation":
            pass
        elif stretch is held[0] and (_gathers(held, blocks) or (listing and _heads_the_page(held))):
            stretch.kind = "compiler"
        elif head and head.title is not None and said and _REPLY.match(blocks[head.title].plain):
            stretch.kind = "boilerplate"
        elif (stretch is not article and article and _leads_away(stretch, blocks)) or (
            not listing and 4 * stretch.words < whole and _is_bare_list(stretch, blocks)
        ):
            stretch.kind = "navigation"
        elif _behind_the_foot(stretch, at, held, said, blocks):
            stretch.kind = "boilerplate"
        elif (listing and head and (head.teaser or (stretch.bodies == 1 and "date" in head.reasons))) or (
            stretch.closed in ("read more", "ellipsis") and stretch.words <= 250
        ):
            stretch.kind = "excerpt"
        elif _is_compilers(stretch, blocks) or (stretch is held[0] and not listing and _is_told_again(held, blocks)):
            stretch.kind = "compiler"
        elif (
            len(held) >= 3
            and (head is None or head.title is None)
            and not (
                _signed(stretch) or opens_with_body(stretch, blocks) or (head and "another letter" in head.reasons)
            )
        ):
            stretch.kind = "compiler" if stretch.words * 2 < whole else "statement"
        elif listing and edge and not (last and head and head.who_when and head.title is not None):
            stretch.kind = "compiler"
        elif edge and len(held) >= 4 and head and not head.who_when and not _signed(stretch):
            others = len(held) - 1
            stretch.kind = "compiler" if len(dated) >= 0.75 * others and stretch.words * 3 < whole else "statement"
        elif head and any(r in ("lead-in", "announced") for r in head.reasons) and stretch is not held[0]:
            stretch.kind = "quotation"
        elif (
            stretch.words <= _NOTHING and len(held) > 1 and whole >= _ARTICLE // 2 and not (listing or _signed(stretch))
        ):
            stretch.kind = "boilerplate"
        said += stretch.words
        if head:
            stretch.confidence = round(min(0.97, 0.55 + 0.08 * max(head.points, 0)), 2)
    return held


def _leave_to_the_site(stretches: Sequence[Stretch]) -> None:
    """Under a page title like `Contact` texts without names, note or date are the site's."""
    for stretch in stretches:
        told = any(kind in ("provenance", "byline", "signatories") for kind, _, _ in stretch.parts)
        if stretch.kind == "statement" and not told and not (stretch.head and stretch.head.who_when):
            stretch.kind = "compiler"


def _is_told_again(held: Sequence[Stretch], blocks: Sequence[Block]) -> bool:
    """Whether a page's first text is the summary under a title that stands over the whole text once more."""
    titles = [blocks[s.head.title] if s.head and s.head.title is not None else None for s in held]
    first, words = titles[0], held[0].words
    if first is None or first.words < 3 or words > _INTRODUCTION:
        return False
    again = zip(titles[1:], held[1:], strict=True)
    return any(one and s.words > words and cues.bare(one.plain) == cues.bare(first.plain) for one, s in again)


def _is_bare_list(stretch: Stretch, blocks: Sequence[Block]) -> bool:
    """Whether a stretch is a run of short lines, no sentence among them, that says neither who nor when: a menu."""
    told = any(kind in ("provenance", "byline", "signatories") for kind, _, _ in stretch.parts)
    if told or (stretch.head and stretch.head.who_when) or stretch.bodies < _MENU:
        return False
    lines = [b for kind, start, end in stretch.parts if kind == "body" for b in blocks_under(blocks, start, end)]
    return not any(b.prose or b.sentence or b.bulleted or b.words > _ITEM for b in lines)


def _leads_away(stretch: Stretch, blocks: Sequence[Block]) -> bool:
    """Whether a stretch is a teaser of another page: its title is a link."""
    title = blocks[stretch.head.title] if stretch.head and stretch.head.title is not None else None
    return bool(title and title.linked > 0.7 and not title.link.startswith("#"))


def _heads_the_page(held: Sequence[Stretch]) -> bool:
    """Whether the first stretch of a listing is the page's heading: it alone carries a date or byline."""

    def dated(stretch: Stretch) -> bool:
        return any(kind in ("date line", "byline") for kind, _, _ in stretch.parts) and not stretch.closed

    return dated(held[0]) and not any(dated(s) for s in held[1:])


def _gathers(held: Sequence[Stretch], blocks: Sequence[Block]) -> bool:
    """Whether a page's first stretch says that the texts of several bodies follow.

    Where the first of these texts stands in the same stretch, signed, it stays and what says so becomes an insert.
    """
    first = held[0]
    kinds = [kind for kind, _, _ in first.parts]
    if len(held) < 3 or first.words > _INTRODUCTION or "signatories" in kinds:
        return False
    if first.head and ITEM.intersection(first.head.reasons):
        return False
    gathering = [
        k
        for k, (kind, start, end) in enumerate(first.parts)
        if kind == "body" and any(_says_so(block) for block in blocks_under(blocks, start, end))
    ]
    left = first.words - sum(b.words for k in gathering for b in blocks_under(blocks, *first.parts[k][1:]))
    if gathering and "sign-off" in kinds and left >= _LEAST:
        for k in gathering:
            first.parts[k] = ("insert", *first.parts[k][1:])
        first.bodies -= len(gathering)
        return False
    return bool(gathering)


def _says_so(block: Block) -> bool:
    return cues.GATHERING.within(block.plain) or cues.COMPILER.within(block.plain)


def _behind_the_foot(stretch: Stretch, at: int, held: Sequence[Stretch], said: int, blocks: Sequence[Block]) -> bool:
    """Whether a stretch that says neither who nor when stands behind the page's closing lines."""
    if not at or stretch.head is None or stretch.head.who_when or _signed(stretch) or stretch.head.teaser:
        return False
    before = held[at - 1].parts[-1][2]
    first, last = (bisect_left(blocks, where, key=lambda b: b.start) for where in (before, stretch.parts[0][1]))
    between = [b.role for b in blocks[first:last]]
    feet = sum(role in ("boilerplate", "advert", "comments", "end mark", "related") for role in between)
    return ("end mark" in between or feet >= 2) and stretch.words * 4 < said


def _signed(stretch: Stretch) -> bool:
    """Whether the stretch itself says who speaks: a note, byline, sign-off or signatories."""
    return any(kind in ("provenance", "byline", "sign-off", "signatories") for kind, _, _ in stretch.parts)


def _is_compilers(stretch: Stretch, blocks: Sequence[Block]) -> bool:
    """Whether a stretch's title says that the page's own editor speaks, or that it is a page about the site."""
    head = stretch.head
    if head is None or head.title is None:
        at = bisect_left(blocks, stretch.parts[0][1], key=lambda b: b.start)
        above = next((b for b in reversed(blocks[max(at - _NEAR, 0) : at]) if b.heading.isdigit()), None)
        return above is not None and above.role == "navigation" and not above.region
    plain = blocks[head.title].plain
    return cues.COMPILER.whole(plain) or cues.NAVIGATION.whole(plain) or cues.CONTACT.whole(plain) or is_service(plain)


def _tile(text: str, blocks: Sequence[Block], stretches: Sequence[Stretch]) -> list[Passage]:
    """Passages that cover the whole text: statements as labelled, the rest by what its blocks are."""
    claimed: list[tuple[int, int, str, tuple[Part, ...], float]] = []
    for stretch in stretches:
        parts = tuple(Part(kind, start, end) for kind, start, end in stretch.parts)
        claimed.append((parts[0].start, parts[-1].end, stretch.kind, parts, stretch.confidence))
    spans: list[tuple[int, int, str, tuple[Part, ...], float]] = []
    waiting = iter(claimed)
    current = next(waiting, None)
    for block in blocks:
        while current and block.start >= current[1]:
            current = next(waiting, None)
        if current and block.end > current[0]:
            if not spans or spans[-1] is not current:
                spans.append(current)
            continue
        kind = _left_kind(block)
        if spans and spans[-1][2] == kind and not spans[-1][3]:
            spans[-1] = (spans[-1][0], block.end, kind, (), spans[-1][4])
        else:
            spans.append((block.start, block.end, kind, (), 1.0))
    out = []
    for number, (start, _end, kind, parts, confidence) in enumerate(spans):
        begin = 0 if number == 0 else start
        stop = spans[number + 1][0] if number + 1 < len(spans) else len(text)
        out.append(Passage(kind, begin, stop, parts, confidence))
    return out


def _left_kind(block: Block) -> str:
    if block.role in _KINDS:
        return _KINDS[block.role]
    if block.role in FURNITURE or block.role in BOUNDARY or block.role == "web":
        return "navigation"
    return "compiler" if block.role or block.short else "unclaimed"
