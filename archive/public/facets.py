"""Facets: the words that narrow a list, each with the number of statements behind it.

A facet counts over everything chosen except itself, so that its numbers say what one would get. Each facet is one
query, whatever the number of its values.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.translation import get_language

from archive import languages
from archive.models import Participation, Statement, Translation
from archive.public import counts
from archive.public.addresses import Choices
from archive.public.filters import PARTS, StatementFilter
from archive.public.gate import public_organisations, public_topics
from archive.public.names import country_name
from archive.public.represent import organisation_name, topic_name
from archive.public.shapes import Name
from archive.stages import Kind

#: A facet with more values than this shows the most frequent ones.
MOST_CHOICES = 40


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet: what it is called, how many statements it leads to, and the address that toggles it."""

    value: str
    name: Name
    count: int
    chosen: bool
    address: str


@dataclass(frozen=True, slots=True)
class Facet:
    key: str
    label: str
    choices: list[Choice]


def _counted(filters: StatementFilter) -> dict[str, list[tuple[str, int]]]:
    """(value, count) of each facet, most frequent first; six queries."""
    chosen = filters.counted

    def column(key: str) -> list[tuple[str, int]]:
        return list(chosen(key).values_list(key).annotate(number=Count("pk")).order_by("-number", key))

    parts = Participation.objects.filter(role__in=PARTS).order_by()
    many = Count("statement", distinct=True)
    through: Any = Statement.topics.through.objects.order_by()  # type: ignore[attr-defined]  # the stubs do not know automatic tables
    renderings = Translation.objects.public().order_by()
    return {
        "organisation": list(
            parts.filter(statement__in=chosen("organisation"), organisation__isnull=False)
            .values_list("organisation__slug")
            .annotate(number=many)
            .order_by("-number", "organisation__slug")
        ),
        "language": column("language"),
        "translated": list(
            renderings.filter(statement__in=chosen("translated"))
            .values_list("language")
            .annotate(number=many)
            .order_by("-number", "language")
        ),
        "kind": column("kind"),
        "topic": list(
            through.filter(statement__in=chosen("topic"))
            .values_list("topic__slug")
            .annotate(number=many)
            .order_by("-number", "topic__slug")
        ),
        "country": list(
            parts.filter(statement__in=chosen("country"))
            .exclude(organisation__country="")
            .filter(organisation__isnull=False)
            .values_list("organisation__country")
            .annotate(number=many)
            .order_by("-number", "organisation__country")
        ),
    }


class Namer:
    """Says what a value of a facet is called in the reader's language. Names of organisations and topics are kept as
    counts are; else two queries."""

    def __init__(self, slugs: set[str], topics: set[str]):
        self._reader = get_language() or "en"
        about = ("names", self._reader, sorted(slugs), sorted(topics))
        self._names: dict[str, dict[str, tuple[str, str]]] = counts.kept(about, lambda: _names(slugs, topics))

    def __call__(self, key: str, value: str) -> Name:
        return _NAMERS[key](self, value)

    def organisation(self, slug: str) -> Name:
        return self._known("organisation", slug)

    def topic(self, slug: str) -> Name:
        return self._known("topic", slug)

    def _known(self, key: str, slug: str) -> Name:
        text, language = self._names[key].get(slug, (slug, "und"))
        return Name(text, language, slug)

    def own_language(self, tag: str) -> Name:
        return Name(languages.language(tag).own_name, tag) if tag in languages.LANGUAGES else Name(tag)

    def kind(self, kind: str) -> Name:
        return Name(str(Kind(kind).label), self._reader) if kind in Kind.values else Name(kind)

    def country(self, code: str) -> Name:
        return Name(country_name(code, self._reader), self._reader)


def _names(slugs: set[str], topics: set[str]) -> dict[str, dict[str, tuple[str, str]]]:
    """By facet and slug (name, its language) of what is public among these, in the reader's language."""
    organisations = public_organisations().filter(slug__in=slugs) if slugs else ()
    named = {
        "organisation": [organisation_name(one) for one in organisations],
        "topic": [topic_name(one) for one in public_topics().filter(slug__in=topics)] if topics else [],
    }
    return {key: {name.slug: (name.text, name.language) for name in names} for key, names in named.items()}


_NAMERS: dict[str, Callable[[Namer, str], Name]] = {
    "organisation": Namer.organisation,
    "topic": Namer.topic,
    "language": Namer.own_language,
    "translated": Namer.own_language,
    "kind": Namer.kind,
    "country": Namer.country,
}


def facets(filters: StatementFilter, choices: Choices) -> tuple[list[Facet], Namer]:
    """The facets of a valid filter, and the namer that knows its organisations and topics."""
    counted = counts.kept(("facets", counts.asked(filters)), lambda: _counted(filters))
    kept = {key: _most(values, choices.get(key)) for key, values in counted.items()}
    namer = Namer(
        {slug for slug, _count in kept["organisation"]} | set(choices.get("organisation")),
        {slug for slug, _count in kept["topic"]} | set(choices.get("topic")),
    )
    labels = {name: str(field.label) for name, field in filters.form.fields.items()}
    found = []
    for key, values in kept.items():
        present = choices.get(key)
        found.append(
            Facet(
                key,
                labels[key],
                [
                    Choice(
                        value,
                        namer(key, value),
                        count,
                        value in present,
                        (choices.drop(key, value) if value in present else choices.add(key, value)).list_address(),
                    )
                    for value, count in values
                ],
            )
        )
    return found, namer


def _most(values: list[tuple[str, int]], present: list[str]) -> list[tuple[str, int]]:
    return [(value, count) for place, (value, count) in enumerate(values) if place < MOST_CHOICES or value in present]
