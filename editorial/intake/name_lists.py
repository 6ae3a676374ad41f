"""Where the names of those who sign stand: under a heading, behind its colon, or announced by nobody.

Gives the role "signatories" to headings and to paragraphs that are the list themselves, "signatory" to each line of a
list. A list that nobody announces is told by its lines alone (`recognise.listed_name`): a run of them below running
text, nearly all of a name's shape and many known for names. Lines with which a page asks for more signatures are its
furniture.
"""

import re
from collections.abc import Sequence

from editorial.intake import cues
from editorial.intake.blocks import Block
from editorial.intake.recognise.listed_name import KNOWN, NONE, SHAPED, has_office, is_like_a_person, name_strength

#: So many lines are a list that nobody announces: at the text's end, and with more text behind it.
_LEAST, _LEAST_INSIDE = 5, 10
#: The share of a list's lines that must be known for names, by its length: chance tells less in a long one.
_KNOWN_SHARE = ((20, 0.25), (10, 0.35), (0, 0.5))
#: The share of names in a list that is one beyond doubt; lines behind it that are looked at for running text.
_BEYOND_DOUBT, _FOOT = 0.8, 12
#: So many lines or pieces of one shape, two to four words and an office, need no word that is known for a name's.
_UNIFORM = 8
#: Words that signing goes by, whatever their endings.
_SIGNING = re.compile(
    r"(?<!\w)(?:co-?)?(?:signator\w+|signatur\w+|signees?|signers?|undersigned|signed|endors(?:ed|ers?|ements?)|"
    r"(?:erst|mit)?unterzeichn(?:e[rnt]\w*|et|ung\w*)?|gezeichnet|unterschriften|"
    r"(?:co)?signataires?|signe|firmantes?|firman|firmas|suscriben|adhesiones|adhieren|adherentes|"
    r"assinam|assinaturas|signatari[oa]s|subscrevem|subscritor[ea]s|"
    r"imza(?:ci|cilar|lar|layan|layanlar|lari)?|imzac\w+|imze\w*|destnisankar\w*|"
    r"امضا\w*|امضاءکننده\w*|الموقع\w*|موقع[وی]ن|التوقیع\w*|توقیعات|التواقیع|واژو\w*|یمزا\w*|ئیمزا\w*)"
)
_INVITES = re.compile(
    r"(?<!\w)(?:sign (?:the|this|on|here|now)|signing|to sign|add (?:your|yourself|my|a)|your (?:name|signature)|"
    r"signez|signer|pour signer|ajoute[rz]?|firma aqui|para firmar|firma(?:r|d) |anade|suma tu|sumate|assine|"
    r"para assinar|unterzeichne[nt]? sie|jetzt unterzeichnen|mitzeichnen|unterschreib\w+|imzalamak|"
    r"imza ver\w*|imzala(?:yin)?|"
    r"امضا کنید|برای امضا|للتوقیع|وقع الان|اضف اسمک|واژو بکه|imze bike\w*)"
)
_SPLIT = re.compile(r"[,،;؛|•\t]|\s[–—/-]\s")


def mark_names(blocks: Sequence[Block]) -> None:
    """Give the blocks of such lists their roles; to be asked once the blocks' own roles are known."""
    for number, block in enumerate(blocks):
        if _announces(block, blocks[number + 1 : number + 9]) or _is_announced_paragraph(block):
            block.role = "signatories"
    for number, block in enumerate(blocks):
        if block.role == "signatories" and block.words > 14:
            _head_list(blocks, number)
    _unannounced(blocks)
    _under_headings(blocks)
    _leave_invitations(blocks)


def pieces_of(text: str) -> list[str]:
    """The pieces of a paragraph between commas, semicolons, bars and dashes, those in brackets left whole."""
    outside = re.sub(r"\([^()]*\)", lambda m: "(" + "_" * (len(m[0]) - 2) + ")", text)
    cuts = [found.span() for found in _SPLIT.finditer(outside)]
    starts, stops = [0, *(stop for _, stop in cuts)], [*(start for start, _ in cuts), len(text)]
    return [piece for a, b in zip(starts, stops, strict=True) if (piece := text[a:b].strip())]


def _announces(block: Block, below: Sequence[Block]) -> bool:
    """Whether a short line that speaks of signing stands over names: `First 40 signatories`, `[Initial signers]`."""
    if block.region or len(block.text) > 160 or not _SIGNING.search(block.plain) or _INVITES.search(block.plain):
        return False
    if block.words > 14 or block.linked > 0.5 or block.last in "!?؟" or (block.sentence and block.words > 6):
        return False
    if block.last not in ":：" and not block.heading and name_strength(block.text) == KNOWN:
        return False  # a name with an office
    names = [name_strength(b.text) for b in below if not b.role or b.words <= 14][:6]
    if not names or not (_is_names(below[0]) or name_strength(below[0].text) or below[0].words <= 8):
        return False
    return _is_names(below[0]) or (sum(one > NONE for one in names) >= 0.7 * len(names) and KNOWN in names)


def _is_announced_paragraph(block: Block) -> bool:
    """Whether a paragraph is words that speak of signing, a colon, and names."""
    head, colon, rest = block.text[:20000].partition(":")
    if not colon or len(head.split()) > 12 or block.role not in ("", "lead-in", "byline", "note", "signatories"):
        return False
    if not _SIGNING.search(cues.plain(head)) or _INVITES.search(cues.plain(head)):
        return False
    pieces = pieces_of(rest)
    named = [name_strength(piece) for piece in pieces]
    return len(pieces) >= 3 and sum(one > NONE for one in named) >= 0.6 * len(pieces) and len(rest) < 90 * len(pieces)


def _is_names(block: Block, goes_on: bool = False) -> bool:
    """Whether a paragraph is nothing but names: at least six, nearly all of a name's shape, many known for names.

    Fewer need be known where it `goes_on` right below another such paragraph.
    """
    if block.words < 10 or block.region or block.heading or (block.role and block.role != "signatories"):
        return False
    pieces = pieces_of(block.text[:20000])
    if len(pieces) < 6 or block.words > 8 * len(pieces) or any(len(piece.split()) > 20 for piece in pieces):
        return False
    named = [name_strength(piece) for piece in pieces]
    if len(pieces) >= _UNIFORM and all(is_like_a_person(piece.partition("(")[0]) for piece in pieces):
        return True
    return (
        sum(one > NONE for one in named) >= 0.85 * len(pieces)
        and sum(one == KNOWN for one in named) >= (0.1 if goes_on else 0.35) * len(pieces)
        and name_strength(pieces[0]) > NONE
    )


def _unannounced(blocks: Sequence[Block]) -> None:
    """Mark the runs of lines that are names, and the paragraphs of names, below running text."""
    said = False
    at = 0
    while at < len(blocks):
        stop = at
        while said and stop < len(blocks) and _goes_on(blocks, at, stop):
            stop += 1
        end = _without_strangers(blocks, at, stop)
        if _is_list(blocks, at, end):
            for block in blocks[at:end]:
                block.role = "signatory"
            _head_list(blocks, at)
            stop = end
        else:
            stop = max(stop, at + 1)
            for number in range(at, stop):
                goes_on = any(b.role == "signatories" for b in blocks[max(number - 2, 0) : number])
                if said and not blocks[number].role and _is_names(blocks[number], goes_on):
                    blocks[number].role = "signatories"
                    _head_list(blocks, number)
        said = said or any(b.prose and not b.role and b.linked < 0.5 for b in blocks[at:stop])
        at = stop


def _head_list(blocks: Sequence[Block], at: int) -> None:
    """A short line set as a heading, or ending in a colon, right above a list is the list's heading: `Individuals`."""
    above = blocks[at - 1] if at else None
    if above and above.words <= 4 and not above.role and (above.heading or above.last in ":：") and not above.sentence:
        above.role = "signatories"


def _may_list(block: Block) -> bool:
    """Whether a line may be one of a list of names: short, set like text, and of no use to the page itself."""
    if block.region or block.heading.isdigit() or block.ruled or block.words > 32 or block.rule or not block.words:
        return False
    if block.role:
        return block.role in _OWN_WORDS and name_strength(block.text) > NONE
    strength = name_strength(block.text)
    if block.prose and block.sentence and strength < KNOWN:
        return False
    return strength > NONE or (
        block.words <= 10 and (not block.sentence or block.words <= 3) and block.last not in "!?؟:："
    )


def _goes_on(blocks: Sequence[Block], first: int, at: int) -> bool:
    """Whether a run of lines from `first` on goes on with the line `at`, which is bulleted as they are.

    Two lines in a row that are the page's own by their words end it; one alone may be a name that holds such a word.
    """
    if not _may_list(blocks[at]) or blocks[at].bulleted != blocks[first].bulleted:
        return False
    return at == first or not all(b.role and name_strength(b.text) < KNOWN for b in blocks[at - 1 : at + 1])


#: Roles that a line gets for a word in it, which may stand in a name.
_OWN_WORDS = frozenset(
    {"boilerplate", "navigation", "caption", "related", "comments", "web", "byline", "date", "closing"}
)


def _without_strangers(blocks: Sequence[Block], at: int, stop: int) -> int:
    """The end of a run without lines at its end that are of no name's shape."""
    while stop > at and name_strength(blocks[stop - 1].text) <= (SHAPED if blocks[stop - 1].role else NONE):
        stop -= 1
    return stop


def _is_list(blocks: Sequence[Block], at: int, stop: int) -> bool:
    run = blocks[at:stop]
    least = _LEAST
    if stop < len(blocks) and blocks[stop].prose and not blocks[stop].role and blocks[stop].gap < 2:
        least = _LEAST_INSIDE
    if len(run) < least or name_strength(run[0].text) == NONE:
        return False
    above = blocks[at - 1]
    named = [name_strength(block.text) for block in run]
    known = sum(one == KNOWN for one in named) / len(run)
    if above.last in ":：" and above.role not in ("signatories", "signatory", "closing") and not above.heading:
        # Points that a line announces, unless they are names beyond doubt and nothing is said behind them.
        rest = any(b.prose and not b.role for b in blocks[stop : stop + _FOOT])
        if len(run) < _LEAST_INSIDE or known < _BEYOND_DOUBT or rest:
            return False
    shaped = sum(one >= SHAPED for one in named) / len(run)
    linked = sum(block.linked > 0.5 for block in run) / len(run)
    if shaped < (0.85 if len(run) < 2 * _LEAST_INSIDE else 0.7) or linked >= 0.5:
        return False
    if len(run) >= _UNIFORM and sum(has_office(block.text) for block in run) >= 0.85 * len(run):
        return True
    return known >= next(share for least, share in _KNOWN_SHARE if len(run) >= least)


def _under_headings(blocks: Sequence[Block]) -> None:
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
                inline = inline and block.role != "signatory" and block.words > 14
            elif (
                (block.role and block.role not in ("date",) and not (block.role == "boilerplate" and block.bulleted))
                or (block.heading.isdigit() and not block.bulleted)
                or block.ruled
                or (block.gap >= 2 and not block.bulleted and inline)
                or not _name_like(block)
                or (block.text.startswith("*") and not starred and name_strength(block.text) == NONE)
                or (inline and block.gap and not _is_names(block))
            ):
                if _heads_more(blocks, at):
                    block.role = "signatories"
                elif _is_stray(blocks, number, at):
                    block.role = "signatory"
                elif not _names_go_on(blocks, number, at):
                    break
                block.role = block.role or "signatory"
            else:
                block.role = block.role or "signatory"
            at += 1
        number = at


def _heads_more(blocks: Sequence[Block], at: int) -> bool:
    """Whether a short line inside a list heads its next part: `Individuals`, `Ireland`."""
    block = blocks[at]
    below = [name_strength(b.text) for b in blocks[at + 1 : at + 5]]
    if block.role not in ("", "lead-in") or block.words > 6 or block.sentence or block.region or not below:
        return False
    following = blocks[at + 1]
    return _is_names(following) or (
        len(below) >= 2
        and all(one > NONE for one in below[:2])
        and sum(one == KNOWN for one in below) * 2 >= len(below)
    )


def _is_stray(blocks: Sequence[Block], first: int, at: int) -> bool:
    """Whether a line of a list got another role for a word in its name: `Press Watch` is no caption there."""
    block, above = blocks[at], blocks[at - 1]
    if block.region or block.words > 20 or block.heading.isdigit() or block.ruled or block.rule or at - first < 2:
        return False
    if block.bulleted != above.bulleted or (block.gap > 0) != (above.gap > 0 or above is blocks[first]):
        return False
    below = [b for b in blocks[at + 1 : at + 5] if b.bulleted == block.bulleted and b.gap == block.gap]
    going_on = sum(name_strength(b.text) > NONE and (not b.role or b.role in _OWN_WORDS) for b in below)
    strength = name_strength(block.text)
    return (strength > NONE and going_on >= 2) or (strength == KNOWN and at - first > 3)


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


def _leave_invitations(blocks: Sequence[Block]) -> None:
    """Lines near a list that ask the reader to sign are the page's furniture."""
    for number, block in enumerate(blocks):
        if block.role in ("signatories", "signatory", "navigation", "boilerplate") or block.words > 30 or block.region:
            continue
        asks = _INVITES.search(block.plain) or (block.last not in ":：" and _SIGNING.search(block.plain))
        if not asks or not (block.web or block.linked > 0.3 or "@" in block.text or block.last in ":："):
            continue
        near = [*blocks[max(number - 3, 0) : number], *blocks[number + 1 : number + 7]]
        if any(b.role in ("signatories", "signatory") for b in near):
            block.role = "boilerplate"
