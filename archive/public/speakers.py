"""Who speaks in the archive: organisations and countries by the number of their public statements."""

from django.db.models import Count, QuerySet
from django.utils.translation import get_language

from archive.models import Organisation, Participation, Statement
from archive.public import counts
from archive.public.filters import PARTS
from archive.public.gate import public_organisations
from archive.public.names import country_name
from archive.public.represent import organisation_name
from archive.public.shapes import Name

type Speaker = tuple[Name, Organisation, int]
"""An organisation with its name for the reader and the number of its statements."""


def parts_in(statements: QuerySet[Statement]) -> QuerySet[Participation]:
    """Who issued or signed `statements`, in no order; only organisations that are known."""
    return Participation.objects.filter(role__in=PARTS, statement__in=statements, organisation__isnull=False).order_by()


def by_organisation(statements: QuerySet[Statement], most: int | None = None) -> list[Speaker]:
    """Those who issued or signed public `statements`, the most frequent first; two queries."""
    rows = (
        parts_in(statements)
        .values_list("organisation")
        .annotate(number=Count("statement", distinct=True))
        .order_by("-number", "organisation")
    )
    chosen = rows[:most] if most else rows
    numbers: dict[int, int] = dict(
        counts.kept(("by organisation", chosen.query.sql_with_params()), lambda: [list(row) for row in chosen])
    )
    bodies = {one.pk: one for one in public_organisations().filter(pk__in=numbers)}
    return [(organisation_name(bodies[pk]), bodies[pk], number) for pk, number in numbers.items() if pk in bodies]


def by_country() -> list[tuple[str, str, int, int]]:
    """(name, code, organisations, statements) of each country that a public statement comes from, most first."""
    reader = get_language() or "en"
    rows = (
        parts_in(Statement.objects.public())
        .exclude(organisation__country="")
        .values_list("organisation__country")
        .annotate(bodies=Count("organisation", distinct=True), number=Count("statement", distinct=True))
    )
    counted = counts.kept("by country", lambda: [list(row) for row in rows])
    named = ((country_name(code, reader), code, bodies, number) for code, bodies, number in counted)
    return sorted(named, key=lambda row: (-row[3], row[0]))
