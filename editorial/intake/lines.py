"""What a line may be by its own shape and words: a title, a kicker, an issuer, a slogan, a date, a byline.

Questions about one block (at most with the next one), asked by `furniture`, `heads` and `parts` alike.
"""

import re

from editorial.intake import cues
from editorial.intake.blocks import Block

#: Roles that stand in the way and say nothing about starts.
FURNITURE = frozenset({"navigation", "boilerplate", "comments", "related", "advert", "head", "caption", "filing"})
#: Roles that close what is before them.
BOUNDARY = frozenset({"rule", "separator", "read more", "end mark"})
YEAR = re.compile(r"(?<!\d)(?:1[2-5]\d\d|19\d\d|20\d\d|2[67]\d\d)(?!\d)")
_NUMERIC_DATE = re.compile(r"(?<!\d)\d{1,4}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{1,4}(?!\d)")
#: A time of day.
CLOCK = re.compile(r"(?<!\d)\d{1,2}(?:[.:h]\d\d| ?h| uhr| ?[ap]m)(?!\w)")
_DAY = re.compile(r"(?<!\d)\d{1,2}(?!\d)")
COUNT = re.compile(r"[\d()\[\].,:]+")
_LOWER = re.compile(r"\b[^\W\d_A-Z]{4,}\b")
WORDS = re.compile(r"[^\W\d_]{2,}")
#: An ellipsis with no more behind it than a read-more word; a sentence that ends before another begins.
_CUT_BEFORE = re.compile(r"(?:…|\.\.\.)\W*(?:\w+\W+){0,3}\w+\W*\Z")
_SENTENCE_INSIDE = re.compile(r"\w{3}[.؟۔]\s+\S")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
#: A moment told by its distance from now, as comment forms tell it.
_AGO = re.compile(
    r"(?:\d+ \w+,? (?:and )?){1,3}(?:ago|once|پیش|قبل)|(?:hace|il y a|ha|vor|beri|پیش از|منذ|قبل) (?:\d+ \w+ ?){1,2}"
)
#: The words by which points of a list are counted.
_ORDINAL = re.compile(
    r"(?:اولا|ثانیا|نخست|یکم|دوم|first(?:ly)?|premierement|primero|primeiro|erstens|birinci(?:si)?|yekem|یهکهم)\b\s?[:：,،.\-–]"
)
#: So many words in small letters between two commas are a clause and no name.
_CLAUSE = 4
#: Signatory words that as a line of their own may head anything.
WEAK = frozenset(
    map(
        cues.plain,
        ("organisations", "organizations", "individuals", "on behalf of", "signed", "firma", "assina", "imza"),
    )
)


def is_title_like(block: Block) -> bool:
    """Whether a line may be a title: short, no sentence, no list item, some letters."""
    if block.role or not block.short or block.letters < 3 or block.quoted or block.said or block.text.count("\n") > 2:
        return False
    if block.opens or block.speaker:
        return True
    if block.bulleted and not (block.heading or block.linked > 0.5 or block.containers or block.numbered_title):
        return False
    if block.cut and not block.heading and block.linked < 0.7:
        return False
    if block.heading:
        return block.last not in ",;،؛"
    capitals = block.words >= 4 and block.text.isupper()
    if _CUT_BEFORE.search(block.text) or (block.words >= 15 and _SENTENCE_INSIDE.search(block.text) and not capitals):
        return False
    return (
        block.last not in ".:,;،؛۔"
        or (block.last == "." and capitals)
        or bool(re.search(r"\b(?:[A-Z]\.){2,}\Z", block.text))
        or (block.linked > 0.9 and block.words > 2)
    )


def is_kicker(block: Block, after: Block | None) -> bool:
    """Whether a line ending in a colon stands over a title: `Appeal from …:` above the appeal's own title."""
    if after is None or block.role or block.words > 14 or block.last not in ":：":
        return False
    return is_title_like(after) and not after.gap


def is_issuer(block: Block) -> bool:
    """Whether a short line names a body and says nothing of it: names in capitals, no verb in small letters."""
    if block.role or block.words > 16 or block.words < 2 or block.sentence or block.bulleted:
        return False
    plain = block.plain
    if len(block.text.partition(": ")[2].split()) >= 3:
        return False
    named = cues.COMMITTEE.within(plain) or cues.ORGANISATION.within(plain)
    if not named:
        return False
    if plain.startswith("ال"):
        plain = plain[2:]
    if cues.COMMITTEE.begins(plain) and block.words <= 9 and len(_LOWER.findall(block.text)) <= 3:
        return True
    if _LATIN.search(block.text):
        small = [w for w in _LOWER.findall(block.text) if not cues.STATEMENT.whole(cues.plain(w)) and len(w) > 4]
        return len(small) <= (1 if block.words < 8 else 0) or (cues.STATEMENT.begins(plain) and block.words <= 9)
    return block.words <= 9 and (
        cues.COMMITTEE.begins(plain) or cues.ORGANISATION.begins(plain) or cues.STATEMENT.begins(plain)
    )


def is_subtitle(block: Block) -> bool:
    """Whether a second line says whose statement the title above it is."""
    return is_issuer(block) or (
        cues.STATEMENT.begins(block.plain)
        and (cues.ORGANISATION.within(block.plain) or cues.COMMITTEE.within(block.plain))
    )


def is_slogan(block: Block) -> bool:
    """Whether a line is a slogan that closes a text."""
    return (
        not block.heading
        and block.words <= 14
        and (cues.SLOGAN.begins(block.plain) or (block.last in "!" and block.words <= 8))
    )


def is_name(block: Block, spaced: bool = False) -> bool:
    """Whether a line under a paragraph is a person's name and place: `Ada Quill, Port Almond`.

    It must stand in the paragraph's last line unless `spaced`; scripts without capitals need the comma alone.
    """
    words = WORDS.findall(block.text)
    if not words or block.words > 8 or (block.gap and not spaced) or (block.sentence and block.last != "."):
        return False
    if ("," not in block.text and "،" not in block.text) or (block.sentence and words[-1][0].islower()):
        return False
    return sum(w[0].isupper() or not w[0].islower() for w in words) >= 0.5 * len(words)


def is_date(block: Block) -> bool:
    """Whether a line is a date and little else: a year or a whole date, few other words, no sentence."""
    if block.words > 14 or len(block.text) > 120 or (block.bulleted and block.words < 2):
        return False
    plain = block.plain
    if _NUMERIC_DATE.search(plain) and block.letters <= 40:
        return True
    month = cues.MONTH.find(plain)
    if not month:
        return bool(block.dated and block.words <= 8 and _DAY.search(plain))
    if 0.35 < block.linked < 0.97 and block.link_span[1] - block.link_span[0] >= 10:
        return False  # a linked title with its date behind it
    year = YEAR.search(plain)
    rest = cues.MONTH.without(_NUMERIC_DATE.sub(" ", COUNT.sub(" ", plain)))
    others = len(re.findall(r"\w{3,}", rest))
    if block.dated:
        return others <= 8
    most = 4 if block.sentence or not _DAY.search(plain) else 6
    return (bool(year) and others <= most) or (bool(_DAY.search(plain)) and others <= 2 and not block.sentence)


def is_service(plain: str) -> bool:
    """Whether a folded line heads a page about the site itself: `Membership and contact`, `Calendar – May 2012`."""
    if not cues.SERVICE.begins(plain):
        return False
    rest = cues.SERVICE.without(cues.MONTH.without(plain))
    return not re.search(r"[^\W\d_]{4,}", rest)


def opens_list(after: Block | None) -> bool:
    """Whether a line is the first point of a list."""
    return after is not None and (after.bulleted or bool(_ORDINAL.match(after.plain)))


def is_ago(plain: str) -> bool:
    """Whether a folded line is nothing but a moment told by its distance from now: `3 days ago`, `vor 2 Stunden`."""
    return plain[-1:].isalnum() and len(plain) < 40 and _AGO.fullmatch(plain) is not None


def names_a_body(block: Block) -> bool:
    """Whether a short line holds a word for an organisation or its committee."""
    return cues.ORGANISATION.within(block.plain) or cues.COMMITTEE.within(block.plain)


def is_byline(block: Block) -> bool:
    """Whether a short line opens like a byline and goes on like a name."""
    if 14 < block.words <= 26 and "|" in block.text and not block.sentence and cues.MONTH.within(block.plain):
        return cues.BYLINE.begins(block.plain)
    if not 2 <= block.words <= 14 or (block.sentence and block.last != ")" and block.words > 6):
        return False
    found = cues.BYLINE.find(block.plain.lstrip(" (*_[-–"))
    if not found or found.start() > 0:
        return False
    rest = " ".join(block.text.lstrip(" (*_[-–").split()[len(found[0].split()) :]).lstrip(":،, ")
    if block.last in ":?!؟" or not rest:
        return False
    named = rest[:1].isupper() or (not rest[:1].islower() and block.words <= 6) or rest.lower().startswith("the ")
    return named or ":" in block.text[:25]


def is_signatories_heading(block: Block) -> bool:
    """Whether a line announces signatories: a heading of their list, or the list itself behind the word."""
    plain = block.plain
    found = cues.SIGNATORIES.find(plain)
    if not found or (block.words > 16 and found.start() > 3):
        return False
    if cues.SIGNATORIES.whole(plain):
        return block.words >= 2 or block.last in ":：" or bool(block.heading) or cues.bare(plain) not in WEAK
    colon = plain.find(":")
    if found.start() <= 1 and plain[found.end() : found.end() + 2].strip() == ":" and not block.sentence:
        rest = block.text[len(found[0]) :]
        if len(re.findall(r"[,;،؛]", rest)) >= 2 and block.words >= 6:
            return True
    if block.last in ":：":
        return block.words <= 14 and cues.bare(plain) not in WEAK
    opens = not plain[: found.start()].strip(" *•-") and found[0] not in WEAK
    return (opens and found.end() <= colon <= found.end() + 30) or (opens and bool(block.heading) and block.words <= 8)


def is_name_list(block: Block) -> bool:
    """Whether a block is nothing but names parted by commas: most with capitals; without capitals, short items.

    At least eight items, hardly a full stop; a phrase before the first name or behind the last is allowed.
    """
    if block.words < 16 or (block.sentence and block.text.count(". ") > 0.2 * block.words):
        return False
    items = re.split(r"[,،;؛|]|\s[–—-]\s", block.text[:20000])
    if len(items) < 8 or block.words > 7 * len(items):
        return False
    words = [w for w in WORDS.findall(block.text[:20000]) if len(w) >= 3]
    if not words or any(len(_LOWER.findall(item)) >= _CLAUSE for item in items[1:-1]):
        return False
    capital = sum(w[0].isupper() for w in words)
    caseless = sum(not w[0].isupper() and not w[0].islower() for w in words)
    if caseless > 0.5 * len(words):
        short = sum(1 <= len(item.split()) <= 4 for item in items)
        return len(items) >= 12 and short >= 0.85 * len(items) and block.words <= 4 * len(items)
    return capital >= 0.8 * len(words)


def lead_in_title(block: Block) -> int:
    """Where the title begins in a lead-in like `… appeared on …: Statement of the Council:`; 0 if it carries none."""
    inner = block.text.find(": ") if block.role == "lead-in" else -1
    rest = block.text[inner + 2 :].strip() if inner > 0 else ""
    return inner + 2 if len(rest) > 10 and cues.STATEMENT.begins(cues.plain(rest)) else 0


def opening_note(block: Block) -> int:
    """Where the text proper of a block begins behind a bracketed note or a byline on its first line; else 0."""
    text = block.text
    if block.role:
        return 0
    if text[:1] in "[(":
        depth = 0
        for at, letter in enumerate(text[:1500]):
            depth += (letter in "[(") - (letter in "])")
            if depth == 0:
                note = cues.plain(text[: at + 1])
                says = cues.PROVENANCE.within(note) or cues.STATEMENT.within(note)
                noted = at > 5 and (cues.MONTH.within(note) or YEAR.search(note) or len(note.split()) >= 6)
                if at + 20 < len(text) and ((at > 30 and says) or (text[0] == "[" and noted)):
                    return at + 1
                break
    found = re.match(r"[^\n|.]{4,90}?\s?(?:\|\||\|)\s+(?=\S)", text)
    if found and len(text) > 200:
        return found.end()
    return 0
