"""Organisations by country, one organisation in time and in scripts; topics."""

from typing import Any

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from archive.models import Organisation, OrganisationRelation, Participation, Statement, Topic
from archive.public import charts
from archive.public.addresses import Choices
from archive.public.filters import PARTS
from archive.public.gate import public_organisations, public_relations, public_topics
from archive.public.headers import public_page
from archive.public.names import country_name
from archive.public.represent import for_lists, organisation_name, represent_all, topic_name
from archive.public.shapes import Name
from archive.public.views.home import readers_calendar

SHOWN = 12


def _statements_of_each() -> dict[int, int]:
    """How many public statements each organisation issued or signed, by its id."""
    return dict(
        Participation.objects.filter(
            role__in=PARTS, statement__in=Statement.objects.public(), organisation__isnull=False
        )
        .order_by()
        .values_list("organisation")
        .annotate(number=Count("statement", distinct=True))
    )


@public_page
def organisation_list(request: HttpRequest) -> HttpResponse:
    """All that issued or signed a public statement, by country."""
    reader = get_language() or "en"
    numbers = _statements_of_each()
    by_country: dict[str, list[tuple[Name, Organisation, int]]] = {}
    for organisation in public_organisations():
        if organisation.pk in numbers:
            row = (organisation_name(organisation), organisation, numbers[organisation.pk])
            by_country.setdefault(organisation.country, []).append(row)
    countries = sorted(
        (
            (country_name(code, reader) if code else "", code, sorted(rows, key=lambda row: row[0].text.casefold()))
            for code, rows in by_country.items()
        ),
        key=lambda group: (not group[1], group[0]),
    )
    return render(request, "archive/organisation_list.html", {"countries": countries})


def _relations(organisation: Organisation) -> list[dict]:
    """The relations of `organisation`: which kind, in which direction, to whom, and whether that one has a page."""
    rows: list[OrganisationRelation] = list(public_relations(organisation))
    ends = {pk for row in rows for pk in (row.organisation_id, row.other_id)}
    seen = set(public_organisations().filter(pk__in=ends).values_list("pk", flat=True)) if ends else set()
    found = []
    for row in rows:
        outward = row.organisation_id == organisation.pk
        other = row.other if outward else row.organisation
        found.append(
            {
                "kind": row.kind,
                "outward": outward,
                "other": organisation_name(other),
                "has_page": other.pk in seen,
                "year": row.year,
            }
        )
    return found


@public_page
def organisation_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Names with their years, relations, statements by year, and the newest ones."""
    organisation = public_organisations().filter(slug=slug).first()
    if organisation is None:
        raise Http404
    statements = Statement.objects.public().by(organisation)
    shown = organisation_name(organisation)
    names = [name for name in organisation.names.all() if name.text != shown.text]
    choices = Choices({"organisation": [slug]})
    return render(
        request,
        "archive/organisation_detail.html",
        {
            "organisation": organisation,
            "name": shown,
            "names": names,
            "relations": _relations(organisation),
            "total": statements.count(),
            "statements": represent_all(for_lists(statements.newest_first())[:SHOWN]),
            "histogram": charts.histogram(
                Statement.objects.filter(pk__in=statements.values("pk")), readers_calendar(request)
            ),
            "choices": choices,
        },
    )


@public_page
def topic_list(request: HttpRequest) -> HttpResponse:
    """Topics of public statements with how many there are of each."""
    through: Any = Statement.topics.through.objects  # type: ignore[attr-defined]  # the stubs do not know automatic tables
    numbers = dict(
        through.filter(statement__in=Statement.objects.public()).values_list("topic").annotate(number=Count("pk"))
    )
    topics = [(topic_name(topic), numbers[topic.pk]) for topic in Topic.objects.filter(pk__in=numbers)]
    return render(
        request,
        "archive/topic_list.html",
        {"topics": sorted(topics, key=lambda row: row[0].text.casefold())},
    )


@public_page
def topic_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One topic: statements by year and the newest ones."""
    topic: Topic | None = public_topics().filter(slug=slug).first()
    if topic is None:
        raise Http404
    statements = Statement.objects.public().filter(topics=topic)
    return render(
        request,
        "archive/topic_detail.html",
        {
            "topic": topic_name(topic),
            "total": statements.count(),
            "statements": represent_all(for_lists(statements.newest_first())[:SHOWN]),
            "histogram": charts.histogram(statements, readers_calendar(request)),
            "choices": Choices({"topic": [slug]}),
        },
    )
