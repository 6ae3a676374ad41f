"""Where in a mirror the page behind an address lies.

Names are small letters, digits, hyphens and dots, with no folder of more than a few thousand files: a stick is FAT.
"""

import posixpath
from collections.abc import Collection
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote, urlsplit

HOME, SEARCH, LISTS = "index.html", "search.html", "statements"
#: Pages that stand alone in their language.
_ALONE = frozenset({"timeline", "coverage", "verification", "corrections", "about", "network", "search"})
_CATALOGUES = {"organisations": "organisation", "topics": "topic", "countries": "country"}
#: What of a list's address has a list of its own in a mirror.
GROUPS = ("organisation", "topic", "country", "language")
#: `part` is a mirror's own: of a year with many statements.
_TIME = {"year", "from", "to", "calendar", "part"}
#: Parameters of a statement's page, in the order in which a file's name has them.
_TEXTS = ("text", "with", "against")
_FEEDS = {"statements.atom", "corrections.atom"}


def shelf(reference: str) -> str:
    """The folder of a statement's files: references are random, so their ends share them out evenly."""
    return reference[-2:]


def list_file(tag: str, group: str = "", value: str = "", year: str = "", part: int = 1) -> str:
    """The file of a list: of a group (`organisation`, its slug) or of all; of one year or an overview."""
    name = "-".join(filter(None, [group or "all", value.lower(), year, str(part) if part > 1 else ""]))
    return f"{tag}/{LISTS}/{HOME if name == 'all' else f'{name}.html'}"


@dataclass(slots=True)
class Places:
    """A mirror's languages and statements, and the lists that it has, by file. `host` is the live site's, with scheme:
    what leads there leads to the copy."""

    tags: Collection[str]
    references: Collection[str]
    endings: Collection[str]
    host: str
    lists: set[str] = field(default_factory=set)
    #: Those of `lists` whose years are files of their own; of the others, `lists` has each year as a place in the file.
    by_year: set[str] = field(default_factory=set)

    def local(self, address: str, page: str) -> str | None:
        """`address` as it stands on the live page `page`, as path and query of our site; None for another host's."""
        if address.startswith(self.host + "/"):
            return address[len(self.host) :]
        if "://" in address[:10] or address.startswith(("mailto:", "//")):
            return None
        if address.startswith("?"):
            return page.partition("?")[0] + address
        return address if address.startswith("/") else posixpath.join(page, address)

    def file_of(self, address: str, tag: str) -> str | None:
        """The file (with fragment) behind an address of ours, on a page in language `tag`; None if it has none here."""
        split = urlsplit(address)
        query = parse_qsl(split.query)
        file = self._file(unquote(split.path).strip("/").split("/"), query, tag)
        return f"{file}#{split.fragment}" if file and split.fragment and "#" not in file else file

    def _file(self, parts: list[str], query: list[tuple[str, str]], tag: str) -> str | None:
        first, *rest = parts
        if first in self.tags:
            return self._page(first, rest, query)
        if first == "static":
            return "/".join(parts)
        if first == "s" and len(rest) == 1 and not query:
            reference, _dot, ending = rest[0].partition(".")
            if reference in self.references:
                if not ending:
                    return self.statement(tag, reference)
                if ending in self.endings:
                    return f"s/{shelf(reference)}/{reference}.{ending}"
        if first == "feeds" and len(rest) == 1 and rest[0] in _FEEDS:
            if not query:
                return f"{tag}/feeds/{rest[0]}"
            if len(query) == 1 and query[0][0] in _CATALOGUES.values():
                return f"{tag}/feeds/{query[0][0]}-{query[0][1].lower()}.atom"
        return HOME if parts == [""] else None

    def _page(self, tag: str, parts: list[str], query: list[tuple[str, str]]) -> str | None:
        match parts:
            case [] | [""]:
                return f"{tag}/{HOME}"
            case ["statements"]:
                return self._list(tag, dict(query)) if len(dict(query)) == len(query) else None
            case ["statements", reference, *more] if reference in self.references:
                return self.statement(tag, reference, more, query)
            case ["timeline"] if query:
                return self._list(tag, dict(query)) if len(dict(query)) == len(query) else None
            case ["network"] if [key for key, _value in query] == ["organisation"]:
                return f"{tag}/network/organisation-{query[0][1]}.html"
            case ["corrections"] if [key for key, _value in query] == ["before"]:
                return f"{tag}/corrections-{''.join(filter(str.isalnum, query[0][1])).lower()}.html"
            case [name] if name in _ALONE and not query:
                return f"{tag}/{name}.html"
            case [name] if name in _CATALOGUES and not query:
                return f"{tag}/{name}/{HOME}"
            case [name, one] if name in _CATALOGUES and not query:
                return f"{tag}/{name}/{_CATALOGUES[name]}-{one.lower()}.html"
        return None

    def statement(
        self, tag: str, reference: str, more: Collection[str] = (), query: Collection[tuple[str, str]] = ()
    ) -> str | None:
        """The file of a statement's page, or of one behind it: provenance, versions, one version."""
        asked = {key: value for key, value in query if value}
        if not asked.keys() <= set(_TEXTS):
            return None
        name = [reference]
        match list(more):
            case [] | ["provenance"] | ["versions"]:
                name += more
            case ["versions", number]:
                name += ["version", number]
            case _:
                return None
        name += [word for key in _TEXTS if key in asked for word in (key, asked[key].lower())]
        return f"{tag}/{LISTS}/{shelf(reference)}/{'-'.join(name)}.html"

    def _list(self, tag: str, asked: dict[str, str]) -> str | None:
        """The list or the part of one that holds what was asked for, where exactly that can be had."""
        asked = {key: value for key, value in asked.items() if key != "order"}
        groups = [key for key in asked if key not in _TIME]
        if len(groups) > 1 or not set(groups) <= set(GROUPS):
            return None
        group = groups[0] if groups else ""
        overview = list_file(tag, group, asked.get(group, ""))
        if overview not in self.lists:
            return None
        first, last = (asked.get(key) or asked.get("year") for key in ("from", "to"))
        if not first or not last or "calendar" in asked:
            return overview
        year, until = (one.partition("-")[0].lstrip("0") for one in (first, last))
        if year != until:  # decades and centuries: the overview has all years
            return f"{overview}#years"
        if overview not in self.by_year:
            place = f"{overview}#y{year}"
        else:
            place = list_file(tag, group, asked.get(group, ""), year, int(asked.get("part", "1")))
        return place if place in self.lists else None
