"""Names of bodies that are a line of their own, or that a lead-in mentions without a word that leads to them."""

import re
from collections.abc import Iterator

from editorial.intake import cues
from editorial.intake.recognise.bodies import begins_with_kind, is_addressed, is_bare_organ, names_day
from editorial.intake.recognise.leads import acts, holds_office
from editorial.intake.recognise.letters import fold
from editorial.intake.recognise.naming import NameFound, clean, read_name
from editorial.intake.recognise.vocabulary import Vocabulary

_MARKS = re.compile(r"[\W\d_]*")
#: What parts a name from a place, an organ or a date on the same line.
_STOP = re.compile(r"[,،;؛|(:]|\s[-–—]\s")
#: No name of a line is longer, in words.
_LONGEST = 14
#: A name may begin here: a capital, or a letter of a script without them, behind white space or an elided article.
_BEGIN = re.compile(r"(?:(?<=[\s(«“\"'’])|^)(?=[^\W\d_])")
#: A word in small letters before a name: "le collectif Femmes de …".
_KIND_NAME = re.compile(r"[^\W\d_]{4,} [A-ZÀ-Þ]")
#: Who a lead-in names without letting it speak: whom somebody writes to, belongs to, works for.
_BESIDE = re.compile(
    r"(?:to|with|mit|con|com|avec|مع|با|لهگهل|"
    r"an|à|al|aux?|to the|for the|against the|member of|members of|gegen|gegen die|contre|contra|bei der|"
    r"beim|به|الی|بو|ji bo|خطاب به|برای|علیه|ضد|عضو)(?: the| die| den| das| la| le| l'| el)?\s*$"
)


def name_of_line(line: str, vocabulary: Vocabulary) -> NameFound | None:
    """The body that a line names if it says no more; in scripts without capitals as far as the line goes."""
    begin = _MARKS.match(line)
    start = begin.end() if begin else 0
    plain = cues.plain(line[start:])
    if (
        cues.STATEMENT.begins(plain)
        or cues.SLOGAN.begins(plain)
        or (line[start:] >= "\u0600" and holds_office(line[start:][:20]))
    ):
        return None
    name = read_name(line, start, vocabulary)
    # A demand may hold a word for a body too; in a script without capitals only the first word tells.
    unlike = line.rstrip()[-1:] in "!?؟" or (line[start:] >= "\u0600" and not begins_with_kind(line[start:]))
    if name and name.written and not re.search(r"\w", line[name.end :]) and (name.hit or not unlike):
        return name
    stop = _STOP.search(line, start)
    end = stop.start() if stop else len(line.rstrip(" \t*_.:"))
    words = line[start:end]
    if not 2 <= len(words.split()) <= _LONGEST or line.rstrip()[-1:] in "!?؟" or words < "\u0600":
        return None
    if not begins_with_kind(words) or is_addressed(words) or names_day(words):
        return None
    if re.search(r"(?:اند|شد|کرد|کرده|میشود|میکند|است|بود)(?!\w)", fold(words)[0]):
        return None
    if (name and name.written and (name.hit or acts(fold(line[name.end :])[0].lstrip()))) or is_bare_organ(words):
        return None
    organ = name.organ if name and name.written else ""
    whole = clean(words[len(organ) :]) if organ and words.startswith(organ) else clean(words)
    return NameFound(start, end, whole, None, organ)


def bodies_in(text: str, vocabulary: Vocabulary) -> Iterator[NameFound]:
    """The bodies that a lead-in names, in order, without those it only speaks to or about a member of."""
    at = 0
    for begin in _BEGIN.finditer(text[:1200]):
        if begin.start() < at or (text[begin.start()].islower() and not _KIND_NAME.match(text, begin.start())):
            continue
        if text[begin.start()] >= "\u0600" and not begins_with_kind(text[begin.start() : begin.start() + 60]):
            continue
        name = read_name(text, begin.start(), vocabulary)
        if name and name.written and not _BESIDE.search(fold(text[max(0, begin.start() - 24) : begin.start()])[0]):
            at = name.end
            yield name
