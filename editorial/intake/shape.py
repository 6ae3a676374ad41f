"""What a page is as a whole: statements, a report around a quotation, an introduction before them, or none at all.

Asked once the stretches are known. Each stretch is weighed by what speaks for its being somebody's statement (its title
says so, it is announced, addressed, signed, ends in slogans, speaks in the first person) and what speaks against it (it
reports on others, it tells about the site). A reporter's prose before an announced quotation becomes that quotation's
frame: its title stays, its text is an insert. A short piece before an item with more evidence is the compiler's. A
single text with more against it than for it is no statement.

Not picked: a classifier over the words of whole pages. With some sixty labelled pages it learns their subjects.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from editorial.intake import cues
from editorial.intake.blocks import Block
from editorial.intake.lines import CLOCK, is_service, is_slogan, names_a_body
from editorial.intake.openings import announces, leave_introduction
from editorial.intake.parts import Stretch
from editorial.intake.voice import Voice, listen

#: An introduction has at most so many words, and at most this share of the item behind it.
_SHORT, _SHARE = 110, 0.7
#: A report is seldom longer; a longer text without a first person is a commentary.
_NEWS = 450
#: Lines that name a time of day, from which on they are a programme.
_LEAST_TIMES = 3
#: A fact of an event under its label, and its words at most.
_FACT, _FACT_WORDS = re.compile(r"\W*\w+(?: \w+){0,2}\s?[:：]\s\S"), 12
#: Words of an item of a menu at most.
_ITEM = 4
#: What shows the first piece to be one of the page's items.
ITEM = frozenset({"speaker", "listed above"})
#: Points from which a page's only text is somebody's statement.
_ENOUGH = 1.0
#: Words from which a page's only text is an item even if it takes no stand.
_ARTICLE = 40


def shape(held: list[Stretch], blocks: Sequence[Block]) -> list[Stretch]:
    """The stretches with the compiler's and the reporter's told apart; the same list of stretches, some merged."""
    held = _framed(held, blocks)
    held = _continued(_named(held, blocks))
    held = _introduced(held, blocks)
    spoken = [s for s in held if s.kind == "statement"]
    if len(spoken) == 1:
        leave_introduction(spoken[0], blocks)
    alone = len(spoken) == 1 and not any(s.kind in ("quotation", "excerpt") for s in held)
    if alone and evidence(spoken[0], blocks) < _ENOUGH and not _is_article(spoken[0], blocks):
        spoken[0].kind = "compiler"
    return held


def _is_article(stretch: Stretch, blocks: Sequence[Block]) -> bool:
    """Whether a page's only text is a report on a body, of some length and not about the site: an item as well.

    It names the body in its title or first paragraph; what reports on nobody, or stands below front matter, is an item
    whatever it tells.
    """
    heard = voice(stretch, blocks)
    if stretch.words < _ARTICLE or heard.about >= 2 or _service(stretch, blocks, heard):
        return False
    opening = [*_blocks(stretch, blocks, ("title",)), *_blocks(stretch, blocks, ("body",))[:1]]
    named = any(map(names_a_body, opening)) or any(b.role == "head" for b in blocks)
    return named or not heard.report


def voice(stretch: Stretch, blocks: Sequence[Block]) -> Voice:
    """The voice of a stretch's body."""
    return listen("\n".join(_texts(stretch, blocks, ("body", "salutation"))))


def evidence(stretch: Stretch, blocks: Sequence[Block], titled: bool = True) -> float:
    """Points for a stretch being somebody's statement; below zero when more speaks against it.

    `titled` says whether its title counts: the heading of a page of messages calls itself messages too.
    """
    kinds = {kind for kind, _, _ in stretch.parts}
    heard = voice(stretch, blocks)
    points = 0.0
    title = " ".join(_texts(stretch, blocks, ("title",)))
    plain = cues.plain(title)
    if titled and cues.STATEMENT.inflected(plain) and not cues.SERVICE.begins(plain):
        points += 2 if cues.STATEMENT.begins(plain) else 1.5
    if "provenance" in kinds:
        points += 1.5
        if any(
            b.role == "lead-in" and cues.STATEMENT.inflected(b.plain) for b in _blocks(stretch, blocks, ("provenance",))
        ):
            points += 3  # "Text of the statement:" says what it is, whoever it speaks of
    names = sum(kind == "signatories" for kind, _, _ in stretch.parts)
    if names:
        points += 2 if names < 4 else 4
    if "salutation" in kinds:
        points += 1.5
    if "sign-off" in kinds:
        points += 1
    if heard.statement and heard.beyond + heard.alone >= 2:
        points += 2
    elif heard.beyond:
        points += 0.5
    if any(is_slogan(b) for b in _blocks(stretch, blocks, ("body",))[-3:]):
        points += 1
    if heard.report and (heard.words <= _NEWS or heard.reporting * 100 >= heard.words):
        share = heard.reporting / heard.words
        points -= 1 + min(heard.reporting, 4) * 0.5 if share >= 1 / 120 else 1 if share >= 1 / 240 else 0
    if heard.stance and any(map(names_a_body, _blocks(stretch, blocks, ("body",))[:1])):
        points += 0.5
    points += min(heard.stance + listen(title).stance, 3) * 0.5 - _service(stretch, blocks, heard)
    if heard.about >= 2:
        points -= 3
    return points


def _service(stretch: Stretch, blocks: Sequence[Block], heard: Voice) -> float:
    """Points for a page about the site itself: its heading and sub-headings say so, and it gives office hours."""
    first = bisect_left(blocks, stretch.parts[0][1], key=lambda b: b.start)
    above = blocks[max(first - 3, 0) : first]
    menu = len(above) == 3 and all(b.words <= _ITEM and not b.heading for b in above)
    if above and not (menu and stretch.title):
        first -= 1  # the heading that it stands under, and not the last item of a menu
    lines = [b for b in _under(blocks, blocks[first].start, stretch.parts[-1][2]) if b.words <= 16 and not b.region]
    if stretch.words > _NEWS:
        return 0.0
    headed = any(cues.SERVICE.begins(b.plain) and b.words <= 5 and not b.sentence for b in lines[:3])
    inner = sum(is_service(b.plain) for b in lines)
    clocks = [len(CLOCK.findall(b.plain)) for b in lines]
    # "Where: …", "When: 9.30": somebody invites to an outing.
    facts = [n for n, b in zip(clocks, lines, strict=True) if _FACT.match(b.text) and b.words <= _FACT_WORDS]
    clocks += [1] * _LEAST_TIMES if len(facts) >= 2 and any(facts) else []
    hours = sum(n >= 2 for n in clocks) + (sum(map(bool, clocks)) >= _LEAST_TIMES) * 2
    signs = min(inner, 3) + min(hours, 2)
    if headed:
        return 3.0 + signs + min(heard.about, 2) if signs or heard.about else 0.0
    return float(signs) if signs >= 2 and not (heard.statement and not inner) else 0.0


def _framed(held: list[Stretch], blocks: Sequence[Block]) -> list[Stretch]:
    """A report and the quotation announced at its end become one passage, the report's prose an insert in it."""
    quotations = [s for s in held if s.kind == "quotation"]
    others = [s for s in held if s.kind in ("statement", "excerpt")]
    if not quotations or len(others) != 1:
        return held
    report = others[0]
    at = held.index(report)
    if at + 1 >= len(held) or held[at + 1].kind != "quotation" or report.head is None:
        return held
    heard = voice(report, blocks)
    if heard.statement or any(kind in ("signatories", "salutation") for kind, _, _ in report.parts):
        return held
    quotation = held[at + 1]
    if quotation.title is not None:
        report.kind = "compiler"
        return held
    kept = ("title", "date line", "provenance")
    frame = [(kind if kind in kept else "insert", start, end) for kind, start, end in report.parts]
    quotation.parts = frame + quotation.parts
    return held[:at] + held[at + 1 :]


def _named(held: list[Stretch], blocks: Sequence[Block]) -> list[Stretch]:
    """A heading over bare names, without a sentence, is the list of those who sign the text before it."""
    out: list[Stretch] = []
    for stretch in held:
        lines = _blocks(stretch, blocks, ("body",))
        bare = len(lines) >= 4 and not any(b.prose or b.sentence or b.linked > 0.5 or b.words > 14 for b in lines)
        if bare and out and out[-1].kind in ("statement", "quotation") and stretch.kind == "statement":
            out[-1].parts += [("signatories", start, end) for _, start, end in stretch.parts]
        else:
            out.append(stretch)
    return out


def _continued(held: list[Stretch]) -> list[Stretch]:
    """A heading below the only announced text, with nothing that speaks for a new statement, is that text's own."""
    spoken = [s for s in held if s.kind in ("statement", "quotation")]
    if len(spoken) != 2 or spoken[0].kind != "quotation" or spoken[1].kind != "statement":
        return held
    first, second = spoken
    closed = any(kind in ("sign-off", "signatories", "date line") for kind, _, _ in first.parts[1:])
    if closed or first.closed or second.head is None or second.head.who_when or second.head.points > 3:
        return held
    first.parts += [("body" if kind == "title" else kind, start, end) for kind, start, end in second.parts]
    first.words += second.words
    first.bodies += second.bodies
    return [s for s in held if s is not second]


def _introduced(held: list[Stretch], blocks: Sequence[Block]) -> list[Stretch]:
    """A short first piece without evidence of its own is the compiler's; its title passes to a next without one."""
    spoken = [s for s in held if s.kind in ("statement", "quotation")]
    if len(spoken) < 2 or spoken[0].kind != "statement":
        return held
    kinds = [kind for kind, _, _ in spoken[0].parts]
    introduced = "sign-off" in kinds and "insert" in kinds[: kinds.index("body")] if "body" in kinds else False
    if introduced or (spoken[0].head and ITEM.intersection(spoken[0].head.reasons)):
        return held
    first, second = spoken[0], spoken[1]
    if first.words > _SHORT or first.words > _SHARE * sum(s.words for s in spoken[1:]):
        return held
    heard = voice(first, blocks)
    own = evidence(first, blocks, titled=len(spoken) < 4) - (2 if heard.statement and heard.solitary else 0)
    if announces("\n".join(_texts(first, blocks, ("body",))), heard):
        own -= 2.5
    if own >= 1.5 or own >= evidence(second, blocks):
        return held
    if second.title is None and first.title is not None and len(spoken) == 2:
        frame = [(kind if kind in ("title", "date line") else "insert", start, end) for kind, start, end in first.parts]
        second.parts = frame + second.parts
        return [s for s in held if s is not first]
    first.kind = "compiler"
    if heard.solitary:
        for stretch in spoken[1:]:
            _leave_compiler(stretch, blocks)
    return held


def _leave_compiler(stretch: Stretch, blocks: Sequence[Block]) -> None:
    """Leave out the last paragraphs of an item where the compiler speaks in the first person singular again."""
    while stretch.bodies > 1:
        kind, start, end = stretch.parts[-1]
        heard = listen(" ".join(b.text for b in _under(blocks, start, end)))
        if kind == "body" and (heard.we or not heard.alone) and heard.words > 8:
            return
        if kind != "body" and kind != "insert":
            return
        stretch.parts.pop()
        stretch.bodies -= kind == "body"


def _under(blocks: Sequence[Block], start: int, end: int) -> Sequence[Block]:
    first = max(bisect_right(blocks, start, key=lambda b: b.start) - 1, 0)
    return blocks[first : bisect_left(blocks, end, key=lambda b: b.start)]


def _blocks(stretch: Stretch, blocks: Sequence[Block], kinds: Sequence[str]) -> list[Block]:
    """The blocks under the stretch's parts of these kinds."""
    out: list[Block] = []
    for kind, start, end in stretch.parts:
        if kind in kinds:
            out.extend(_under(blocks, start, end))
    return out


def _texts(stretch: Stretch, blocks: Sequence[Block], kinds: Sequence[str]) -> list[str]:
    return [b.text for b in _blocks(stretch, blocks, kinds)]
