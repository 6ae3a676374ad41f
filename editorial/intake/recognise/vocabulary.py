"""The names of organisations that recognising knows: found in text, looked up exactly, suggested when alike.

An exact known name is a link; anything else is at most a ranked suggestion for the editor, because names of parties
contain each other: the Communist Party of Iran stands inside the Worker-communist Party of Iran.

The starter data (`archive/data/organisations.jsonl`, one organisation a line) is facts only: names in their scripts,
country (ISO 3166), years, hosts. A database hands over its own rows of the same record.
"""

import json
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ahocorasick_rs import AhoCorasick, MatchKind
from rapidfuzz.fuzz import ratio

import archive
from archive.folding import fold_with_map, match_form
from editorial.records import KnownName

STARTER = Path(archive.__file__).with_name("data") / "organisations.jsonl"

_WORD = re.compile(r"[^\W_]+")
_HOST = re.compile(
    r"(?<![\w-])(?:https?://)?(?:www\.)?((?:[\w-]{1,63}\.){1,9}[a-z]{2,24})"
    r"(?=[/:\s)\]»”,;]|$|\.(?:\s|$))",
    re.IGNORECASE,
)
#: Conjunctions and prepositions glued before the Arabic article, and «لل», which hides it.
_GLUED = re.compile("^(?:[وف]?[بک]?(?=ال[^\\W_]{3})|[وف]?ل(?=ل[^\\W_]{3}))")
#: Words that tell no two organisations apart.
_EMPTY = frozenset(
    re.findall(r"\S+", "of the for and in a an de la le du des del do da der die das und et y e ve ya ê û و في فی")
)
#: Tokens of two names count as one from this likeness on (rapidfuzz ratio, 0-100), as measured on 40 mentions.
_SAME_TOKEN = 80.0
#: A token that only one of the names has is worth this much of the score: subset names must stay apart.
_ODD_TOKEN = 0.8


@dataclass(frozen=True, slots=True)
class Hit:
    """A known name at `start` to `end` of a text; `known` holds every organisation that bears it."""

    start: int
    end: int
    known: tuple[KnownName, ...]

    def best(self, year: int | None = None) -> KnownName:
        """The bearer that existed in `year`, else the first."""
        return best_of(self.known, year)


def best_of(known: tuple[KnownName, ...], year: int | None = None) -> KnownName:
    """Of several bearers of a name the first that existed in `year` (a year of grace on both sides), else the "
    "first."""
    if year is not None:
        for one in known:
            if (one.first_year or year) - 1 <= year <= (one.last_year or year) + 1:
                return one
    return known[0]


def _token(word: str) -> str:
    """A folded word without Arabic prefixes before its article, Persian «ی» after «ه», doubled Kurdish «ی»."""
    found = _GLUED.match(word)
    if found and found.end():
        rest = word[found.end() :]
        word = "ا" + rest if rest.startswith("ل") and not rest.startswith("ال") else rest
    if len(word) > 3 and word.endswith("هی"):
        word = word[:-1]
    if word.endswith("یی"):
        word = word[:-1]
    return word


def name_form(text: str) -> str:
    """The form in which names are compared: match form, token by token without clitics."""
    return " ".join(_token(word) for word in match_form(text).split())


def host_of(text: str) -> str:
    """The host of the first address in `text`, without `www.`; "" where there is none."""
    found = _HOST.search(text)
    return found[1].lower() if found else ""


class Vocabulary:
    """Known names, compiled once for finding; immutable."""

    def __init__(self, names: Iterable[KnownName]) -> None:
        self._by_form: dict[str, dict[str, KnownName]] = {}
        self._by_host: dict[str, KnownName] = {}
        self._canonical: dict[str, str] = {}
        self.names = tuple(names)
        for name in self.names:
            self._canonical[name.slug] = name.canonical
            if name.language == "host":
                self._by_host[name.name.lower()] = name
                continue
            for written in {name.name, name.canonical}:
                form = name_form(written)
                if form:
                    self._by_form.setdefault(form, {}).setdefault(name.slug, name)
        self._forms = list(self._by_form)
        self._finder = AhoCorasick(self._forms, matchkind=MatchKind.Standard)
        counts: dict[str, int] = {}
        for form in self._forms:
            for word in set(form.split()):
                counts[word] = counts.get(word, 0) + 1
        total = len(self._forms) + 1
        self._weights = {word: math.log(total / count) for word, count in counts.items()}
        self._unseen = math.log(total)

    @classmethod
    def from_file(cls, path: Path = STARTER) -> "Vocabulary":
        """The starter vocabulary that the project ships."""
        return cls(read_names(path))

    def canonical(self, slug: str) -> str:
        return self._canonical.get(slug, "")

    def exact(self, name: str, year: int | None = None) -> KnownName | None:
        """The organisation that bears exactly this name (folded), or whose host it is."""
        known = self._by_form.get(name_form(name))
        if known:
            fitting = [one for one in known.values() if _case_fits(name.strip(), one)]
            if fitting:
                return best_of(tuple(fitting), year)
        return self.of_host(name)

    def of_host(self, text: str) -> KnownName | None:
        """The organisation whose host an address in `text` has, or a parent of it."""
        host = host_of(text)
        while host.count("."):
            if host in self._by_host:
                return self._by_host[host]
            host = host.partition(".")[2]
        return None

    def find(self, text: str) -> list[Hit]:
        """Known names in `text` at word boundaries, in order; of overlapping ones the longest."""
        folded, positions = fold_with_map(text)
        words = list(_WORD.finditer(folded))
        tokens = [_token(word[0]) for word in words]
        starts: dict[int, int] = {}
        ends: dict[int, int] = {}
        at = 0
        for index, token in enumerate(tokens):
            starts[at] = index
            at += len(token)
            ends[at] = index
            at += 1
        found: list[tuple[int, int, str]] = []
        for number, start, end in self._finder.find_matches_as_indexes(" ".join(tokens), overlapping=True):
            if start in starts and end in ends:
                found.append((starts[start], ends[end], self._forms[number]))
        found.sort(key=lambda hit: (hit[0] - hit[1], hit[0]))
        taken = [False] * len(tokens)
        hits: list[Hit] = []
        for first, last, form in found:
            if any(taken[first : last + 1]):
                continue
            start, end = positions[words[first].start()], positions[words[last].end() - 1] + 1
            known = tuple(one for one in self._by_form[form].values() if _case_fits(text[start:end], one))
            if known:
                taken[first : last + 1] = [True] * (last + 1 - first)
                hits.append(Hit(start, end, known))
        return sorted(hits, key=lambda hit: hit.start)

    def suggest(self, name: str, limit: int = 5) -> list[tuple[KnownName, float]]:
        """Organisations with a name like this one, best first, each once, with a score from 0 to 1.

        The score is the share of common tokens by weight (a rare token weighs more); a token that only one side has
        lowers it again. For an editor to choose from: no score links by itself.
        """
        wanted = [word for word in name_form(name).split() if word not in _EMPTY]
        if not wanted:
            return []
        best: dict[str, tuple[float, KnownName]] = {}
        for form in self._forms:
            score = self._likeness(wanted, [word for word in form.split() if word not in _EMPTY])
            if score < 0.4:
                continue
            for slug, known in self._by_form[form].items():
                if slug not in best or best[slug][0] < score:
                    best[slug] = (score, known)
        ranked = sorted(best.values(), key=lambda pair: -pair[0])[:limit]
        return [(known, round(score, 3)) for score, known in ranked]

    def _likeness(self, wanted: list[str], other: list[str]) -> float:
        common = total = 0.0
        odd = 0
        free = list(other)
        for word in wanted:
            weight = self._weights.get(word, self._unseen)
            partner = word if word in free else next((one for one in free if ratio(word, one) >= _SAME_TOKEN), None)
            total += weight
            if partner is None:
                odd += 1
                continue
            free.remove(partner)
            total += self._weights.get(partner, self._unseen)
            common += weight + self._weights.get(partner, self._unseen)
        total += sum(self._weights.get(word, self._unseen) for word in free)
        odd += len(free)
        return (common / total if total else 0.0) * _ODD_TOKEN**odd


def _case_fits(written: str, known: KnownName) -> bool:
    """Whether a one-word Latin name stands as a name: acronyms in capitals, others with a capital."""
    name = known.name if name_form(known.name) == name_form(written) else known.canonical
    if len(name.split()) > 1 or not name[:1].isascii() or not name[:1].isalpha():
        return True
    letters = [letter for letter in name if letter.isalpha()]
    if len(letters) <= 6 and all(letter.isupper() for letter in letters):
        return written.upper() == written
    return written[:1].isupper() or written[:1].isdigit()


def read_names(path: Path = STARTER) -> list[KnownName]:
    """Rows of a vocabulary file: one JSON object a line with slug, canonical, country, years, names, hosts."""
    rows: list[KnownName] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        one = json.loads(line)
        shared = {key: one.get(key) for key in ("first_year", "last_year")}
        base = {"slug": one["slug"], "canonical": one["canonical"], "country": one.get("country", "")}
        rows.append(KnownName(**base, name=one["canonical"], language="en", **shared))
        rows += [KnownName(**base, name=row["name"], language=row["language"], **shared) for row in one["names"]]
        rows += [KnownName(**base, name=host, language="host", **shared) for host in one.get("hosts", ())]
    return rows


@cache
def starter() -> Vocabulary:
    """The starter vocabulary, compiled once a process."""
    return Vocabulary.from_file()
