"""Splits and mergers as lines of life: one line for each organisation, joined where one came of another."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Min

from archive.models import Organisation, OrganisationRelation, Participation, Statement
from archive.public.charts import REACH
from archive.public.filters import PARTS
from archive.public.gate import public_organisations, public_relations
from archive.public.represent import organisation_name
from archive.public.shapes import Name

#: How far from the organisation relatives are followed, and how many are drawn.
STEPS, MOST_LINES = 3, 12
DESCENT = (OrganisationRelation.Kind.PREDECESSOR, OrganisationRelation.Kind.SPLIT, OrganisationRelation.Kind.MERGER)


@dataclass(frozen=True, slots=True)
class Line:
    """One organisation's life in per cent of the years drawn; `joints` are the x of strokes that run up, down, through.

    `open_start` and `open_end` say that a year is not known, or that it still exists; `came` says in words what the
    joints draw: which kind of relation it has to whom, and since when.
    """

    name: Name
    first_year: int | None
    last_year: int | None
    x1: str
    x2: str
    open_start: bool
    open_end: bool
    focus: bool
    has_page: bool
    up: tuple[str, ...]
    down: tuple[str, ...]
    through: tuple[str, ...]
    came: tuple[tuple[str, Name, int | None], ...]


@dataclass(frozen=True, slots=True)
class Genealogy:
    """The lines from the top, and the years written over them with their x."""

    lines: tuple[Line, ...]
    years: tuple[tuple[int, str], ...]


def relatives(organisation: Organisation) -> list[OrganisationRelation]:
    """The relations by descent around `organisation` that readers may see, nearest first; a query for each step."""
    found: dict[int, OrganisationRelation] = {}
    known, edge = {organisation.pk}, {organisation.pk}
    for _step in range(STEPS):
        rows = public_relations(edge).filter(kind__in=DESCENT)
        edge = set()
        for row in rows:
            found.setdefault(row.pk, row)
            for pk in (row.organisation_id, row.other_id):
                if pk not in known and len(known) < MOST_LINES:
                    known.add(pk)
                    edge.add(pk)
        if not edge:
            break
    return [row for row in found.values() if row.organisation_id in known and row.other_id in known]


def _elder(row: OrganisationRelation) -> tuple[Organisation, Organisation]:
    """The one that was there before and the one that came of it. "X merged into Y": X was there before."""
    if row.kind == OrganisationRelation.Kind.MERGER:
        return row.organisation, row.other
    return row.other, row.organisation


def genealogy(organisation: Organisation, *, rtl: bool) -> Genealogy | None:
    """The drawing around `organisation`; None where nothing is known of its descent."""
    rows = relatives(organisation)
    if not rows:
        return None
    bodies = {one.pk: one for row in rows for one in (row.organisation, row.other)}
    seen = set(public_organisations().filter(pk__in=bodies).values_list("pk", flat=True))
    now = datetime.date.today().year
    spoken = _years_of_statements(bodies)
    births: dict[int, int] = {}
    joints: list[tuple[int, int, int]] = []
    for row in rows:
        elder, younger = _elder(row)
        year = row.year or younger.founded or elder.dissolved
        if year:
            joints.append((elder.pk, younger.pk, year))
            if row.kind != OrganisationRelation.Kind.MERGER:
                births.setdefault(younger.pk, year)
    known = {
        pk: (
            one.founded or births.get(pk) or min([*spoken.get(pk, []), *_years(pk, joints)], default=None),
            one.dissolved,
        )
        for pk, one in bodies.items()
    }
    years = [year for pair in known.values() for year in pair if year] + [year for _one, _other, year in joints]
    if not years:
        return None
    first = min(years)
    last = max([now] if any(end is None for _start, end in known.values()) else years)
    first, last = first - 1, max(last, first + 4) + 1

    def place(year: int) -> float:
        share = 100 * (year - first) / (last - first)
        return 100 - share if rtl else share

    order = _order(bodies, known, rows)
    at = {pk: row for row, pk in enumerate(order)}
    lines = []
    for pk in order:
        start, end = known[pk]
        up, down, through = [], [], []
        for one, other, year in joints:
            top, bottom = sorted((at[one], at[other]))
            x = f"{place(year):.2f}"
            if at[pk] == bottom:
                up.append(x)
            elif at[pk] == top:
                down.append(x)
            elif top < at[pk] < bottom:
                through.append(x)
        lines.append(
            Line(
                organisation_name(bodies[pk]),
                bodies[pk].founded,
                end,
                f"{place(start or first):.2f}",
                f"{place(end or last):.2f}",
                bodies[pk].founded is None and pk not in births,
                end is None,
                pk == organisation.pk,
                pk in seen,
                tuple(up),
                tuple(down),
                tuple(through),
                tuple((row.kind, organisation_name(row.other), row.year) for row in rows if row.organisation_id == pk),
            )
        )
    return Genealogy(tuple(lines), tuple((year, f"{place(year):.2f}") for year in _marks(first, last)))


def _years(pk: int, joints: Sequence[tuple[int, int, int]]) -> list[int]:
    return [year for one, other, year in joints if pk in (one, other)]


def _years_of_statements(bodies: dict[int, Organisation]) -> dict[int, list[int]]:
    """The first year in which each is heard of here: what is drawn where nobody knows when it was founded."""
    rows = (
        Participation.objects.filter(
            organisation__in=[pk for pk, one in bodies.items() if one.founded is None],
            role__in=PARTS,
            statement__in=Statement.objects.public().filter(first_day__range=REACH),
        )
        .order_by()
        .values_list("organisation")
        .annotate(first=Min("statement__first_day"))
    )
    return {pk: [first.year] for pk, first in rows}


def _order(bodies: dict[int, Organisation], known: dict, rows: Sequence[OrganisationRelation]) -> list[int]:
    """The eldest on top, each followed by those that came out of it."""
    younger: dict[int, list[int]] = {pk: [] for pk in bodies}
    born: set[int] = set()
    for row in rows:
        elder, child = _elder(row)
        younger[elder.pk].append(child.pk)
        born.add(child.pk)
    age = sorted(bodies, key=lambda pk: (known[pk][0] or 0, bodies[pk].slug))
    order: list[int] = []

    def follow(pk: int) -> None:
        if pk not in order:
            order.append(pk)
            for child in sorted(younger[pk], key=lambda one: (known[one][0] or 0, bodies[one].slug)):
                follow(child)

    for pk in [one for one in age if one not in born] + age:
        follow(pk)
    return order


def _marks(first: int, last: int) -> list[int]:
    """Three to six round years inside."""
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000) if (last - first) / step <= 5)
    return list(range(first - first % -step, last, step))
