"""A side room of extract: the head of facts that static-site pages begin with, in YAML (`---`) or TOML (`+++`)."""

import datetime
import re
import tomllib
import unicodedata
from collections.abc import Mapping

import yaml

#: Characters of a head: a page's facts, not its text.
LONGEST = 20_000
_HEAD = re.compile(r"\A(---|\+\+\+)[ \t]*\n(.*?\n)(?:\1|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
_LINE = re.compile(r"([\w.-]+)[ \t]*:[ \t]*(.*)")
#: What front matter calls a fact, and what we call it; of several names for one the first that says something counts.
_FACTS = {
    "title": "title",
    "titulo": "title",
    "titre": "title",
    "date": "date",
    "fecha": "date",
    "data": "date",
    "author": "author",
    "authors": "author",
    "autor": "author",
    "auteur": "author",
    "lang": "language",
    "language": "language",
    "idioma": "language",
    "source": "site",
    "publisher": "site",
    "site": "site",
    "organisation": "site",
    "organization": "site",
    "link": "address",
    "source-url": "address",
    "source_url": "address",
    "url": "address",
    "canonical": "address",
    "permalink": "address",
    "description": "description",
}
_SOFT = dict.fromkeys(map(ord, "\u00ad\ufeff\u2060"))


def front_matter(text: str) -> tuple[dict[str, str], str]:
    """The facts of a page's head, and the text after it; no facts and the whole text where it has none.

    A head that is no YAML (pages written by hand) is read line by line.
    """
    found = _HEAD.match(text[:LONGEST].lstrip("\ufeff"))
    if not found:
        return {}, text
    page: dict[str, str] = {}
    for name, value in (_toml(found[2]) if found[1] == "+++" else _yaml(found[2])).items():
        fact, words = _FACTS.get(str(name).lower()), _words(value)
        if fact and words:
            page.setdefault(fact, words)
    return page, text[found.end() :]


def _yaml(head: str) -> Mapping[str, object]:
    try:
        # Aliases can make a short head endless; no page needs them.
        if not re.search(r"(?m)[:-][ \t]*[&*]\w", head):
            told = yaml.load(head, yaml.BaseLoader)  # noqa: S506 - this loader makes texts, lists and mappings only
            if isinstance(told, dict):
                return told
    except (yaml.YAMLError, ValueError, RecursionError):
        pass
    pairs = (_LINE.fullmatch(line) for line in head.splitlines())
    return {pair[1]: pair[2].strip().strip("\"'") for pair in pairs if pair}


def _toml(head: str) -> Mapping[str, object]:
    try:
        return tomllib.loads(head)
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}


def _words(value: object) -> str:
    """A fact as one line of text: several authors with commas between them; nothing for what is no text."""
    if isinstance(value, list):
        return ", ".join(filter(None, map(_words, value[:20])))
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    words = " ".join(unicodedata.normalize("NFC", value).translate(_SOFT).split()) if isinstance(value, str) else ""
    return "" if words.lower() in ("null", "none", "~") else words
