"""Organisations by country; one organisation in time and in scripts."""

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from archive.models import Organisation, OrganisationRelation, Statement
from archive.public import charts, counts, network
from archive.public.addresses import Choices
from archive.public.gate import public_organisations, public_relations
from archive.public.genealogy import DESCENT, genealogy
from archive.public.headers import public_page
from archive.public.names import country_name
from archive.public.reader import readers_calendar, runs_left
from archive.public.represent import for_lists, organisation_name, represent_all
from archive.public.shapes import Name
from archive.public.speakers import Speaker, by_organisation

SHOWN = 12
MOST_PARTNERS = 12


@public_page
def organisation_list(request: HttpRequest) -> HttpResponse:
    """All that issued or signed a public statement, by country."""
    reader = get_language() or "en"
    by_country: dict[str, list[Speaker]] = {}
    for row in by_organisation(Statement.objects.public()):
        by_country.setdefault(row[1].country, []).append(row)
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
    rows: list[OrganisationRelation] = list(public_relations([organisation.pk]))
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


def _partners(organisation: Organisation) -> list[tuple[Name, network.Tie]]:
    """Those with whom `organisation` signed public statements, the most frequent first; two queries."""
    found = network.ties_of(organisation, Statement.objects.public())[:MOST_PARTNERS]
    bodies = public_organisations().filter(pk__in=[tie.beside(organisation.pk) for tie in found])
    names = {one.pk: organisation_name(one) for one in bodies}
    return [(names[tie.beside(organisation.pk)], tie) for tie in found if tie.beside(organisation.pk) in names]


@public_page
def organisation_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Names with their years, descent, who signs with it, statements by year, and the newest ones."""
    organisation = public_organisations().filter(slug=slug).first()
    if organisation is None:
        raise Http404
    statements = Statement.objects.public().by(organisation)
    tongues = statements.order_by().values_list("language").annotate(number=Count("pk", distinct=True))
    spoken = counts.kept(
        ("languages of", organisation.pk), lambda: [list(row) for row in tongues.order_by("-number", "language")]
    )
    shown = organisation_name(organisation)
    names = [name for name in organisation.names.all() if name.text != shown.text]
    choices = Choices({"organisation": [slug]})
    drawn = genealogy(organisation, rtl=runs_left())
    return render(
        request,
        "archive/organisation_detail.html",
        {
            "organisation": organisation,
            "name": shown,
            "names": names,
            # What is drawn stands there in words, too.
            "relations": [row for row in _relations(organisation) if not (drawn and row["kind"] in DESCENT)],
            "genealogy": drawn,
            "partners": _partners(organisation),
            "languages": spoken,
            "total": sum(number for _tag, number in spoken),
            "statements": represent_all(for_lists(statements.newest_first())[:SHOWN]),
            "histogram": charts.histogram(
                Statement.objects.filter(pk__in=statements.values("pk")), readers_calendar(request)
            ),
            "choices": choices,
        },
    )
