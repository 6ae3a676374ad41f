"""More words by which names of bodies are told (`bodies.toml`): kinds, people who sign, assemblies, addresses."""

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

from editorial.intake import cues
from editorial.intake.recognise.letters import fold

_TABLES = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def _words(table: str) -> list[str]:
    return sorted({fold(word.strip())[0] for row in _TABLES[table].values() for word in row.split("|")} - {""})


#: Words inside a name in Latin script, and words that end one in Arabic script.
SMALL, END_ARABIC, END_LATE = frozenset(_words("small")), frozenset(_words("ends")), frozenset(_words("ends_late"))
_END_LATIN = re.compile("|".join(_TABLES["ends_latin"].values()))
_DAY = re.compile(
    rf"(?<!\w)(?:{'|'.join(_TABLES['days'].values())})\W*$|^(?:روز|یوم|عید|ذکری|roja|dia|journee|dia)(?!\w)"
)
_MEDIUM = re.compile(rf"(?<!\w)(?:{'|'.join(_TABLES['media'].values())})(?!\w)")
#: Kinds of bodies that end their name in Turkish and Azerbaijani, as the possessive of a compound does.
HEAD_FINAL = frozenset(
    fold(word)[0] for tag in ("tr", "az") for word in _TABLES["kinds"][tag].split("|") if word[-1] in "iıuü"
)


def _either(words: list[str]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", " ?") for word in sorted(words, key=len, reverse=True))


def _folded(words: Iterable[str]) -> list[str]:
    return sorted({fold(word)[0] for word in words})


_ORGAN_WORDS = _either(_folded([*cues.COMMITTEE.phrases, *_words("assemblies")]))
_KIND_WORDS = _either(_folded([word for word in [*cues.ORGANISATION.phrases, *_words("kinds")] if len(word) > 2]))
#: Organs that speak for a body, and words for kinds of bodies, over folded text.
ORGAN = re.compile(rf"(?<!\w)(?:{_ORGAN_WORDS})(?:ی|ه|i|si|u)?(?!\w)")
KIND = re.compile(
    rf"(?<!\w)(?:ال|لل|وال)?(?:{_KIND_WORDS})(?:ی|ه)?(?!\w)"
    r"|(?<=[a-z]{3})(?:gruppen?|verband|verbande|bundnis|gewerkschaft|gewerkschaften|initiative|komitee|"
    r"fraktion|vereinigung|"
    r"netzwerk|bewegung|kollektiv|ausschuss|vorstand|zentrum|verein|partei|bund|liga|gemeinschaft|kammer|beirat|"
    r"lingsrat|friedensrat|betriebsrat|union|front|zirkel|jugend|foderation)(?:e?s)?(?![a-z])"
    r"|(?<!\w)e\. ?v\.(?!\w)"
)

_ARTICLE = re.compile(r"^(?:(?:the|la|le|les|el|los|las|o|a|os|as|der|die|das)\s+|l['’])", re.IGNORECASE)
_WISH = re.compile(r"(?<!ا)باد(?!\w)")
_SOME = re.compile(r"(?:جمعی|گروهی|شماری|تعدادی|مجموعه|عدد|جمع|کومهلیک) (?:از|من|له) ")
_COLLECTIVE = re.compile(rf"(?<!\w)(?:{_either(_words('collectives'))})(?!\w)|^جمعی ?از")
_ADDRESSED = re.compile(rf"[\W_]*(?:{_either(_words('addressed'))})(?!\w|-)")


def names_people(text: str) -> bool:
    """Whether a line that signs a text names people who sign together: "The Teachers of the Four Schools"."""
    return _COLLECTIVE.search(fold(text)[0]) is not None


def is_addressed(text: str) -> bool:
    """Whether a line says to whom a text goes: "To the Council of …", «به وزارت …»; not by an article ("A Liga …")."""
    if re.match(r"[\W_]*A\s+[A-ZÀ-Þ]", text[:40]):
        return False
    return _ADDRESSED.match(fold(text[:40])[0]) is not None


def ends_name(word: str) -> bool:
    """Whether a folded word in Latin script ends a name though it may bear a capital in a title."""
    return _END_LATIN.fullmatch(word) is not None


def is_wish(text: str) -> bool:
    """Whether a line under a text is a Persian wish, "… باد", which is no name (but «…آباد» ends names of places)."""
    return _WISH.search(fold(text)[0]) is not None


def names_medium(text: str) -> bool:
    """Whether a site's name says that it is a paper, a station or a blog, which speaks of others."""
    return _MEDIUM.search(fold(text)[0]) is not None


def names_day(text: str) -> bool:
    """Whether what reads like a body's name is a day's: "International Women's Day"."""
    return _DAY.search(fold(text)[0]) is not None


def has_kind(text: str) -> bool:
    """Whether a word in `text` says that it names a body: party, union, council …"""
    return KIND.search(fold(text)[0]) is not None


def begins_with_some(text: str) -> bool:
    """Whether a name begins like «جمعی از …», which goes on behind a word that ends other names."""
    return _SOME.match(fold(text)[0]) is not None


def begins_with_kind(text: str) -> bool:
    """Whether a text begins with a word for a body or for its organ, as names in Arabic script do."""
    folded = fold(text)[0]
    return KIND.match(folded) is not None or ORGAN.match(folded) is not None


def is_body_line(line: str) -> bool:
    """Whether a short line looks like a body's name: a word for a kind, capitals or no case at all, no stop."""
    words = [word for word in re.findall(r"[^\W\d_]{4,}", line)]
    if len(words) > 8 or not words or line.rstrip()[-1:] in "!?؟:" or cues.STATEMENT.within(cues.plain(line)):
        return False
    if words[0] >= "\u0600":
        return len(line.split()) <= 6 and begins_with_kind(line)
    capitals = all(word[0].isupper() for word in words) and len(words) <= 5
    begins = len(line.split()) <= 6 and begins_with_kind(_ARTICLE.sub("", line))
    return has_kind(line) and (capitals or begins)


def is_bare_organ(text: str) -> bool:
    """Whether a line names an organ and hardly more, so that somebody else's name must stand beside it."""
    folded = fold(text)[0]
    rest = KIND.sub(" ", ORGAN.sub(" ", folded))
    return ORGAN.search(folded) is not None and len(re.findall(r"\w{2,}", rest)) < 2
