"""Which line of a head is its title: what each line is by its own words, and how well it heads the text below.

Sites set a title among lines that look like it: the name of the site, a menu, the section, tags, minutes to read,
counters, who posted when, a greeting. Their words are data in `headline.toml`.
"""

import re
import tomllib
from pathlib import Path

from editorial.intake import cues
from editorial.intake.recognise.bodies import KIND
from editorial.intake.recognise.letters import fold

_TABLES = {
    name: "|".join(f"(?:{words})" for words in table.values())
    for name, table in tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")).items()
}
_LABELLED = re.compile(rf"\W*(?:{_TABLES['labels']}) ?[:：]")
_LABEL_ALONE = re.compile(rf"(?:{_TABLES['labels']})")
_SUBJECT = re.compile(rf"\W*(?:{_TABLES['subject']}) ?[:：]\s*(?=\w)")
_COUNTED = re.compile(rf"(?<!\w)(?:{_TABLES['counted']})(?!\w)")
_SECTION = re.compile(rf"(?:{_TABLES['sections']})")
#: Items of a menu, crumbs of a trail: parted by signs or by more than one space.
_PARTED = re.compile(r"\s+[|›»>/·•→–-]\s+|\s*[|›»·•→]\s*|[ \t\u00a0]{2,}|\t")
_CRUMB = re.compile(r"\s*[›»>→]\s*|\s/\s")
_BY = re.compile(
    r"\W*(?:by|par|por|von|yazan|niviskar|rojnamevan|بقلم|نوشته|نویسنده|نووسینی|author|autor|auteur)(?!\w)"
)
#: Where a text was taken from, without a colon: "Fuente El Horno".
_TAKEN_FROM = re.compile(r"\W*(?:Fuente|Fonte|Source|Quelle|Kaynak|Çavkanî)\s+(?:[A-ZÀ-Þ]|https?:|www\.)")
#: Readers called dear, and nothing said to them.
_GREETED = re.compile(
    rf"\W*(?:(?:[\w' ]+[ ,]+)?(?:{_TABLES['dear']})(?:[ ,]+[\w' ]+)?|(?:{_TABLES['dear']})(?: [\w']+){{1,4}})\W*"
)
#: A title has at most so many words.
_LONGEST = 34

NEVER, WEAK, FAIR, GOOD = range(4)


def trail(line: str) -> list[str]:
    """The items of a menu or of a trail of crumbs; one where the line is neither."""
    return [item for item in _PARTED.split(line.strip(" \t[]()|")) if item.strip(" []()")]


def is_menu(line: str) -> bool:
    """Whether a line lists places of a site: three short items set apart, or words for such places side by side."""
    plain = cues.plain(line)
    if cues.NAVIGATION.whole(plain):
        return True
    items = trail(line)
    if sum(cues.SHARE.whole(cues.plain(item)) for item in items) * 2 >= len(items):
        return False
    known = sum(cues.NAVIGATION.whole(cues.plain(item)) or is_section(item) for item in items)
    if len(items) >= 3 and all(len(item.split()) <= 3 for item in items):
        return True
    if len(items) >= 2 and known >= len(items) - 1:
        return True
    if len(_CRUMB.split(line)) >= 2 and cues.NAVIGATION.whole(cues.plain(_CRUMB.split(line)[0].split(":")[-1])):
        return True
    words = plain.split()
    return len(words) >= 3 and sum(cues.NAVIGATION.whole(w) or is_section(w) for w in words) >= 0.7 * len(words)


def is_section(line: str) -> bool:
    """Whether a line is the name of a section or of a kind of text and no more: "Press releases", «بيان»."""
    return _SECTION.fullmatch(" ".join(fold(line)[0].strip(" \t.:*_#|[]()-!").split())) is not None


def without_subject(line: str) -> str:
    """A line without the word for "subject" that stands before a letter's title."""
    found = _SUBJECT.match(fold(line)[0])
    return line[fold(line)[1][found.end()] :] if found else line


def is_labelled(line: str) -> bool:
    """Whether a line gives tags, a section, a counter, minutes to read: facts about the text and not its name."""
    folded = " ".join(fold(line)[0].split())
    if _LABELLED.match(folded) or _LABEL_ALONE.fullmatch(folded.strip(" .:")):
        return True
    if not any(map(str.isdigit, folded)) or len(folded.split()) > 9:
        return False
    rest = re.sub(r"[\d\W_]+", " ", _COUNTED.sub(" ", folded)).split()
    return not rest and _COUNTED.search(folded) is not None


def greets(line: str) -> bool:
    """Whether a short line greets readers: "Dear friends," «هاوڕێیانی خۆشەویست»."""
    plain = cues.plain(line)
    if len(plain.split()) > 12 or cues.STATEMENT.begins(plain):
        return False
    stop = line.rstrip(" *_")[-1:]
    if stop in ",،":
        return True
    return (cues.SALUTATION.begins(plain) and stop in "!:؛") or _GREETED.fullmatch(fold(line)[0]) is not None


def verdict(line: str) -> int:
    """How well a line may be a title by its own words: NEVER, WEAK (a section), FAIR, GOOD (it says what it is)."""
    words = line.split()
    letters = sum(map(str.isalpha, line))
    plain = cues.plain(line)
    if letters < 3 or len(words) > _LONGEST or is_menu(line) or is_labelled(line) or greets(line):
        return NEVER
    if (_BY.match(fold(line)[0]) or _TAKEN_FROM.match(line)) and len(words) <= 8:
        return NEVER
    items = trail(line)
    if cues.SUBSCRIBE.whole(plain) or sum(cues.SHARE.whole(cues.plain(item)) for item in items) * 2 >= len(items):
        return NEVER
    more = cues.READ_MORE.find(plain)
    if more and not more.start() and " " in more[0]:
        return NEVER
    if cues.COMMENTS.whole(plain) or cues.COPYRIGHT.begins(plain) or cues.READ_MORE.whole(plain):
        return NEVER
    if is_section(line) or len(words) == 1:
        return WEAK
    if line.rstrip()[-1:] in ".:؛;" and len(words) > 9:
        return WEAK
    said = cues.STATEMENT.begins(plain) or (cues.STATEMENT.ends(plain) and KIND.search(fold(line)[0]) is not None)
    return GOOD if said and len(words) > 3 else FAIR
