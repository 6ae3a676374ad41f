"""What single blocks are by their own words and marks: furniture of the page, and the small parts around a statement.

`furnish()` sets `Block.role` to one of: rule, read more, separator, advert, end mark, navigation, boilerplate,
comments, related, caption, date, byline, lead-in, note, signatories, signatory, closing, salutation, web, head; or
leaves it "" for what only its place can tell. Lists of cues are per language in `cues`; the rules here know no
language.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from editorial.intake import cues
from editorial.intake.blocks import Block
from editorial.intake.edges import INVOCATIONS, MAIL, edge_role
from editorial.intake.lines import (
    COUNT,
    WEAK,
    YEAR,
    is_ago,
    is_date,
    is_name_list,
    is_signatories_heading,
    names_a_body,
)
from editorial.intake.page_lists import mark_lists
from editorial.intake.recurring import mark_recurring
from editorial.intake.runs import SITE_WORDS, carry_over

_STYLE_RULE = re.compile(r"\{[^{}]{0,300}[\w-]+\s*:\s*[^{};]{1,200};?[^{}]{0,300}\}|^\s*@media|function\s*\(")
#: What a page's source says to the machine that sets it: comments, tags of templates, attributes, footnotes.
_MARKUP = re.compile(
    r"\s*(?:<!--.*-->|\{%.*%\}|\{\{.*\}\}|\{:.*\}|\[[\w-]+\]:\s+\S+|\[\^[^\]\n]{1,60}\]:\s.*)\s*\Z", re.S
)
#: What a banner speaks of beside its cookies.
_COOKIES = re.compile(r"(?<!\w)(?:sit[eio]s?|sitio|web\w*|naveg\w+|navig\w+|seite|página|pagina)(?!\w)")
#: Letters, and the marks that stand between words of a sentence.
_WORDS_ALONE = re.compile(r"(?:[^\W\d_]|[ \n,;!?'’،؛؟\u200c-]|\.(?=\s|\Z))*")
#: A line of facts about the page: pieces parted by bars, one of them a time of day or a counter.
_META = re.compile(r"\|.*(?<!\d)\d{1,2}:\d\d(?!\d)|(?<!\d)\d{1,2}:\d\d(?!\d).*\||\|[^|\d]*:\s*\d+\s*\Z")
#: A figure alone on a line: a counter of the page.
_FIGURE = re.compile(r"\d{1,3}(?:[.,]?\d{3})*")
_CRUMBS = re.compile(r"\s(?:[/›>»→|·]|::)\s")
_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|pdf|docx?|mp[34])\s*\Z", re.I)
_ARROW = re.compile(r"^\s*(?:(?:←|<<|⟵|➔|→|>>|⟶)\s*|[‹«›»]\s+)(?!.*[»«])|(?<![»«])\s(?:→|›|>>|⟶|←|‹|<<|⟵)\s*\Z")
_BOX_WORDS = frozenset(
    [
        "share",
        "sharing",
        "sharedaddy",
        "addtoany",
        "social",
        "socials",
        "newsletter",
        "subscribe",
        "subscription",
        "cookie",
        "cookies",
        "footer",
        "colophon",
        "copyright",
        "imprint",
        "contact-info",
        "advert",
        "advertisement",
        "ads",
        "banner",
        "sponsor",
        "login",
        "widget",
        "widgets",
    ]
)


def furnish(blocks: Sequence[Block]) -> None:
    """Give every block that is recognisable by itself its role, then carry roles over runs of blocks."""
    known: dict[tuple[object, ...], str] = {}
    for block, after in zip(blocks, [*blocks[1:], None], strict=True):
        if _told_of(block):
            block.role = _role(block, after)
            continue
        # Lines alike in all that is asked are judged once: hostile pages repeat one line by the ten thousand.
        key = (block.text, bool(block.gap), bool(block.below), after and (after.text[:24], after.item))
        if key not in known:
            known[key] = _role(block, after)
        block.role = known[key]
    mark_recurring(blocks)
    mark_lists(blocks)
    for number, block in enumerate(blocks):
        if block.words <= 3 and not block.region and _opens_names(block, blocks[number + 1 : number + 9]):
            block.role = "signatories"
        if number and block.role == "read more" and block.words == 1 and not block.gap and not block.linked:
            above = blocks[number - 1]
            block.role = "boilerplate" if above.role == "boilerplate" and above.words <= 3 else block.role
    for above, block in pairwise(blocks):
        if above.role == block.role == "date" and not block.gap and _titled_by_day(block):
            block.role = ""
    for above, block, below in zip(blocks, blocks[1:], blocks[2:], strict=False):
        item = above.role in ("read more", "separator") and not block.role and block.gap and not block.bulleted
        block.opens = bool(item and block.words <= 20 and below.words >= 1.5 * block.words and not below.role)
    for number, block in enumerate(blocks[1:-1], 1):
        above = blocks[number - 1]
        if not block.role and (
            _closes(block, above, blocks[number + 1]) or (above.role == "closing" and _is_signer(block))
        ):
            block.role = "closing"
    carry_over(blocks)


def _titled_by_day(block: Block) -> bool:
    """Whether a line under a date is a title that names a day: `All out on 14 December`."""
    words = re.findall(r"[^\W\d_]{3,}", cues.MONTH.without(block.plain))
    return len(words) >= 2 and not YEAR.search(block.plain) and not block.dated


def _closes(block: Block, above: Block, below: Block) -> bool:
    """Whether a short line under a sentence takes leave: `Yours in arithmetic,` over a name, or `— The Committee`."""
    if block.heading or block.said or not above.sentence or above.bulleted or block.words > 12:
        return False
    if block.text[:1] in "—–-" and not block.sentence and block.words >= 2 and below.text[:1] not in "—–-•":
        words = re.findall(r"[^\W\d_]{4,}", block.text)
        capital = sum(not w[0].islower() for w in words)
        return bool(words) and (names_a_body(block) or capital >= 0.7 * len(words)) and block.last not in ":;!?"
    short = below.words <= 10 and not below.sentence and not below.bulleted and not below.heading and not below.role
    return block.words <= 5 and block.last in ",،" and short and below.words >= 1


def _is_signer(block: Block) -> bool:
    """Whether a line right under a closing formula is the name that it stands over."""
    return block.gap == 0 and block.words <= 12 and not block.sentence and not block.heading and block.last not in ":،,"


def _opens_names(block: Block, below: Sequence[Block]) -> bool:
    """Whether a word like "Signed," stands over lines as short as names are."""
    if cues.bare(block.plain) not in WEAK or (block.last not in ",:،：" and not block.heading):
        return False
    short = sum(b.words <= 6 and not b.sentence and not b.heading.isdigit() for b in below)
    return (len(below) >= 4 and short >= 0.75 * len(below)) or (bool(below) and is_name_list(below[0]))


def _role(block: Block, after: Block | None) -> str:
    """The role of one block, the most certain signs first."""
    if block.region:
        if block.region == "front matter":
            return "head"
        return (
            "comments" if block.region in SITE_WORDS else "boilerplate" if block.region in _BOX_WORDS else "navigation"
        )
    if block.rule:
        return "rule"
    if block.words >= 16 and not block.heading and is_name_list(block):
        return "signatories"
    if block.words > 80:
        return "signatories" if is_signatories_heading(block) else ""
    if _says_nothing(block):
        return "salutation" if block.plain.startswith(INVOCATIONS) and block.words <= 9 else ""
    return _furniture(block) or edge_role(block, after)


def _told_of(block: Block) -> bool:
    """Whether the page's format says anything of a line."""
    marked = block.region or block.heading or block.item or block.quoted or block.ruled or block.containers
    return bool(marked or block.caption or block.form or block.dated or block.authored or block.linked)


def _says_nothing(block: Block) -> bool:
    """Whether a line is words alone, none of them a cue, and its format tells nothing: most lines of a text."""
    told = block.caption or block.web or block.form or block.dated or block.authored or block.linked
    return not told and not cues.any_in(block.plain) and _WORDS_ALONE.fullmatch(block.text) is not None


def _furniture(block: Block) -> str:
    """Roles of the page's own furniture."""
    plain, words = block.plain, block.words
    if words <= 45 and "cookie" in plain and _COOKIES.search(plain) and not block.heading:
        return "boilerplate"
    if (_STYLE_RULE.search(plain) and block.words < 60) or (block.text[:1] in "<{[" and _MARKUP.match(block.text)):
        return "advert"
    if words <= 25 and block.linked > 0.8 and ":" in plain and cues.READ_MORE.whole(plain.partition(":")[0]):
        return "read more"
    if words <= 9:
        attached = not block.gap and block.below and not block.sentence and block.last not in ":："
        more = cues.READ_MORE.find(plain) if (block.linked > 0.8 or attached) and words >= 3 else None
        if more and block.linked <= 0.8 and cues.STATEMENT.within(plain):
            more = None  # "Full text of the statement": a heading
        if cues.READ_MORE.whole(plain) or (more and more.start() < 3 and " " in more[0]):
            return "read more"
        if cues.PERMALINK.whole(plain):
            return "separator"
        if cues.ADVERTISEMENT.whole(plain):
            return "advert"
        if cues.END_MARK.whole(plain):
            return "end mark"
        if cues.NAVIGATION.whole(plain) or (plain[:1].isdigit() and cues.NAVIGATION.whole(COUNT.sub(" ", plain))):
            return "navigation"
        if is_sharing(plain):
            return "boilerplate"
    if block.gap and _FIGURE.fullmatch(plain) and not YEAR.search(plain):
        return "filing"
    if words <= 14 and _META.search(plain) and not block.sentence and not block.heading:
        return "date" if is_date(block) else "boilerplate"
    if words <= 14 and not block.heading and _is_filing(block):
        return "comments" if cues.COMMENTS.within(plain) else "filing"
    crumbs = _CRUMBS.split(plain) if words <= 10 and not block.sentence and not block.heading else []
    if len(crumbs) > 1 and cues.NAVIGATION.whole(crumbs[0].rpartition(":")[2]):
        return "navigation"
    if words <= 25 and _ARROW.search(block.text) and (block.linked > 0.6 or words <= 12) and not block.sentence:
        return "navigation"
    counted = cues.bare(" ".join(COUNT.sub(" ", plain).split()))
    if _is_comments(block, counted):
        return "comments"
    if words <= 22 and cues.SUBSCRIBE.within(plain):
        asks = cues.SUBSCRIBE.find(plain)
        if cues.SUBSCRIBE.begins(plain) or (asks and asks[0].count(" ") >= 2 and block.sentence):
            return "boilerplate"
    if words <= 14 and _is_related(block, counted):
        return "related"
    if "©" in block.text and words <= 25:
        return "boilerplate"
    if words <= 30 and (cues.COPYRIGHT.begins(plain) or (words <= 12 and cues.COPYRIGHT.within(plain))):
        return "boilerplate"
    if block.caption or _FILE.search(block.text):
        return "caption"
    if words <= 3 and len(plain) > 8 and not block.heading and cues.CAPTION.ends(plain) and not plain[0].isdigit():
        return "caption"
    if cues.CAPTION.whole(plain) or (
        words <= 14 and cues.CAPTION.begins(plain) and (":" in plain[:30] or "/" in plain)
    ):
        return "caption"
    if block.web and not cues.CONTACT.begins(plain) and "@" not in block.text:
        return "web"
    if words <= 30 and (cues.CONTACT.whole(plain) or (MAIL.search(block.text) and cues.CONTACT.begins(plain))):
        return "boilerplate"
    if words <= 25 and MAIL.search(block.text) and "@" in block.text and not cues.PROVENANCE.within(plain):
        return "boilerplate"
    if words <= 12 and cues.CONTACT.begins(plain) and re.search(r"[:：]|\d{4}", plain) and not is_date(block):
        return "boilerplate"
    if block.form:
        return "boilerplate"
    return ""


def is_sharing(plain: str) -> bool:
    """Whether a short line is nothing but names of networks and words for passing on."""
    if cues.SHARE.whole(plain):
        return True
    words = re.split(r"[\s|/,•·]+", cues.bare(plain))
    known = sum(w in cues.SHARE.phrases for w in words)
    return len(words) >= 2 and known >= len(words) - 1 and known >= 2


def _is_filing(block: Block) -> bool:
    """Whether a line tells where the page is filed, or counts its readers: `Tags: ports, bread`, `Views: 812`."""
    plain = block.plain
    found = cues.FILING.find(plain) if ":" in plain or "：" in plain else None
    if found and found.start() < 3 and re.match(r"\s*[:：]\s?\S", plain[found.end() :]) and not block.sentence:
        return True
    if block.words > 6 or not any(map(str.isdigit, plain)):
        return False
    # A bare number or a date counts nothing: the word for what is counted must stand beside it.
    return cues.COUNTER.within(plain) and not re.search(r"\w", cues.COUNTER.without(COUNT.sub(" ", plain)))


def _is_comments(block: Block, counted: str) -> bool:
    """Whether a line belongs to a comment form: `12 comments`, `Leave a reply`, "your address …"."""
    plain, words = block.plain, block.words
    if words > 25:
        return False
    if cues.COMMENTS.whole(plain) or cues.COMMENTS.whole(counted) or is_ago(plain):
        return True
    if words <= 12 and cues.REPLY.begins(plain) and not block.sentence and " " in plain:
        return words <= 4 or block.linked > 0.5 or cues.COMMENTS.begins(plain)
    found = cues.COMMENTS.find(plain)
    if not found or words > 14 or len(found[0]) < 12 or " " not in found[0]:
        return False
    return words > 5 or (found.start() < 3 and not block.sentence)


def _is_related(block: Block, counted: str) -> bool:
    if cues.RELATED.whole(block.plain) or cues.RELATED.whole(cues.bare(cues.MONTH.without(counted))):
        return True
    found = cues.RELATED.find(block.plain)
    if not found or found.start() > 2:
        return False
    return block.last in ":：" or found[0].count(" ") >= 2
