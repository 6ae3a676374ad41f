"""“Did you mean …”: a public name that is nearly what a reader typed, or the year, where that found little.

Names are those of public organisations and topics, in every script; hidden ones are never compared, so that nothing can
be learnt about them by guessing. Names and words are compared in their match form, so that a keyboard is no mistake.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language, pgettext
from rapidfuzz import fuzz, process

from archive import languages, search
from archive.folding import fold_with_map, match_form
from archive.models import OrganisationName, Statement
from archive.public import typed_dates
from archive.public.gate import public_organisations, public_topics
from archive.public.names import number

#: Suggested is only where a search finds fewer statements than this.
FEW = 3
#: Of a hundred: how like each other a typed and a known name, or two words, must be.
LIKE_NAME, LIKE_WORD = 80, 75
#: Shorter words are like too many others.
_SHORTEST = 4
_LONGEST_QUERY = 120


@dataclass(frozen=True, slots=True)
class _Known:
    """A public name and its match form; whose it is, as key and value of a list's address."""

    name: str
    folded: str
    key: str
    slug: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What was meant perhaps: words, and what a list is narrowed by (`q`, `organisation`, `topic` or `year`)."""

    words: str
    key: str
    value: str


def suggestion(typed: str, statements_found: int) -> Suggestion | None:
    """What to look for instead of `typed`; None where enough was found, or nothing better is known.

    Words are suggested where they find something; a whole name that no text holds leads to the statements of its
    bearer. Few queries, and only where little was found.
    """
    folded = match_form(typed)
    if statements_found >= FEW or not _SHORTEST <= len(folded) <= _LONGEST_QUERY:
        return None
    if folded.isdecimal():
        return _by_year(typed.strip(), folded)
    known = _known()
    bearer = _whole_name(folded, known)
    for words in dict.fromkeys(filter(None, (bearer.name if bearer else "", _by_words(folded, known)))):
        if match_form(words) != folded and search.search(Statement.objects.public(), search.parse(words)).exists():
            return Suggestion(words, "q", words)
    if bearer and not statements_found:
        return Suggestion(bearer.name, bearer.key, bearer.slug)
    return None


def _by_year(typed: str, digits: str) -> Suggestion | None:
    """The statements of a year that texts do not name: in the calendar that readers of the page's language think in."""
    reader = languages.language(get_language())
    try:
        year = typed_dates.read(typed, reader.calendar)
    except ValueError:
        return None
    if not year or not Statement.objects.public().filter(first_day__range=(year.first, year.last)).exists():
        return None
    said = pgettext("part of a list's description", "from the year %(year)s")
    return Suggestion(said % {"year": number(int(digits), reader.tag, grouped=False)}, "year", typed)


def _known() -> list[_Known]:
    columns = [f"name_{tag}" for tag in languages.INTERFACE]
    organisations = public_organisations()
    names: dict[str, tuple[str, str]] = {}
    for key, bearers in (("organisation", organisations), ("topic", public_topics())):
        for slug, *own in bearers.order_by("slug").values_list("slug", *columns):
            for name in filter(None, own):
                names.setdefault(name, (key, slug))
    aliases = OrganisationName.objects.filter(organisation__in=organisations.values("pk")).order_by("pk")
    for name, slug in aliases.values_list("text", "organisation__slug"):
        names.setdefault(name, ("organisation", slug))
    return [_Known(name, folded, *whose) for name, whose in names.items() if (folded := match_form(name))]


def _best(wanted: str, among: Sequence[str], least: int) -> int | None:
    """The place of the one that is most like `wanted`, the first of several; None where none is like it enough."""
    found = process.extractOne(wanted, among, scorer=fuzz.ratio, score_cutoff=least)
    return found[2] if found else None


def _whole_name(folded: str, known: list[_Known]) -> _Known | None:
    place = _best(folded, [one.folded for one in known], LIKE_NAME)
    return known[place] if place is not None else None


def _by_words(folded: str, known: list[_Known]) -> str:
    """What was typed, each unknown word changed to the word of a name that is most like it."""
    spelt: dict[str, str] = {}
    for one in known:
        for word, written in zip(one.folded.split(), _written_words(one.name), strict=False):
            spelt.setdefault(word, written)
    among = sorted(spelt)
    changed = []
    for word in folded.split():
        place = None
        if len(word) >= _SHORTEST and not any(other.startswith(word) for other in among):
            place = _best(word, among, LIKE_WORD)
        changed.append(spelt[among[place]] if place is not None else word)
    return " ".join(changed)


def _written_words(name: str) -> Iterable[str]:
    """The words of a name as they are written, one for each word of its match form."""
    folded, positions = fold_with_map(name)
    start = 0
    for word in folded.split():
        start = folded.index(word, start)
        yield name[positions[start] : positions[start + len(word) - 1] + 1]
        start += len(word)
