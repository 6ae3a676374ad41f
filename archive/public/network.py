"""Who signs with whom: organisations that took part in the same public statements, and how that is drawn.

Drawn as names one below the other with arcs between them: it can be read at every width and in every script, the names
stay text, and the same archive always gives the same drawing.
"""

import datetime
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Max, Min, QuerySet
from django.utils.translation import get_language

from archive import languages
from archive.models import Organisation, Participation, Statement
from archive.models.statement import StatementQuerySet
from archive.public import charts, counts
from archive.public.filters import PARTS

#: More names than this nobody reads as a picture; the strongest are kept.
MOST_NAMES = 36
#: More arcs than this are a grey cloud.
MOST_ARCS = 150
#: Sweeps in which the names look for places near those they are tied to.
_SWEEPS = 12
#: Strengths of line that the style sheet knows, w1 to w5.
_STRENGTHS = 5


@dataclass(frozen=True, slots=True)
class Tie:
    """Two organisations by id, the lower first, and what they took part in together: how many, from when to when."""

    one: int
    other: int
    count: int
    first: datetime.date | None = None
    last: datetime.date | None = None

    @property
    def first_year(self) -> int | None:
        """The year of the first of them, in the calendar that readers of the page's language think in."""
        return _year(self.first)

    @property
    def last_year(self) -> int | None:
        """The year of the last of them, likewise."""
        return _year(self.last)

    def beside(self, organisation: int) -> int:
        """The other end."""
        return self.other if organisation == self.one else self.one


def _year(day: datetime.date | None) -> int | None:
    """The year of `day` for a reader; None outside of what every calendar reaches, as where there is no day."""
    if day is None or not charts.REACH[0] <= day <= charts.REACH[1]:
        return None
    return charts.year_of(day, languages.language(get_language()).calendar)


@dataclass(frozen=True, slots=True)
class Arc:
    """A tie as SVG draws it in a box 100 wide and 10 high a name; `strength` 1 to 5, `near` touches the focus."""

    path: str
    strength: int
    near: bool


def ties(statements: QuerySet[Statement], among: Collection[int] = ()) -> list[Tie]:
    """The ties of `statements`, with `among` only between those ids, the strongest first; one query in an edition."""
    pairs = _pairs(statements).filter(other__gt=F("organisation"))
    if among:
        pairs = pairs.filter(organisation__in=among, other__in=among)
    return _counted(pairs)


def ties_of(organisation: Organisation, statements: QuerySet[Statement]) -> list[Tie]:
    """The ties of one organisation, the strongest first; one query."""
    return _counted(_pairs(statements).filter(organisation=organisation).exclude(other=organisation.pk))


def jointly(statements: QuerySet[Statement], organisations: Collection[int]) -> dict[int, int]:
    """How many of `statements` each of `organisations` took part in together with others, by id; one query."""
    if not organisations:  # no SQL can be told of an empty choice
        return {}
    pairs = _pairs(statements).filter(organisation__in=organisations).exclude(other=F("organisation"))
    rows = pairs.values_list("organisation").annotate(number=Count("statement", distinct=True))
    return dict(counts.kept(("jointly", rows.query.sql_with_params()), lambda: [list(row) for row in rows]))


def _pairs(statements: QuerySet[Statement]) -> QuerySet[Any]:
    """Two parts in one statement, the second one's organisation as `other`."""
    # Both conditions on the other part stand in one call: they speak of the same row.
    return (
        Participation.objects.filter(
            statement__in=statements,
            role__in=PARTS,
            organisation__isnull=False,
            statement__participations__role__in=PARTS,
            statement__participations__organisation__isnull=False,
        )
        .annotate(other=F("statement__participations__organisation"))
        .order_by()
    )


def _counted(pairs: QuerySet[Any]) -> list[Tie]:
    rows = (
        pairs.values_list("organisation", "other")
        .annotate(
            number=Count("statement", distinct=True),
            first=Min("statement__first_day"),
            last=Max("statement__last_day"),
        )
        .order_by("-number", "organisation", "other")
    )
    found = counts.kept(
        ("ties", rows.query.sql_with_params()),
        lambda: [
            [min(one, other), max(one, other), number, first and first.isoformat(), last and last.isoformat()]
            for one, other, number, first, last in rows
        ],
    )
    return [Tie(one, other, number, _day(first), _day(last)) for one, other, number, first, last in found]


def _day(written: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(written) if written else None


def signed_by_all(organisations: Sequence[Organisation]) -> StatementQuerySet:
    """Public statements that every one of `organisations` issued or signed."""
    found = Statement.objects.public()
    for organisation in organisations:
        parts = Participation.objects.filter(organisation=organisation, role__in=PARTS)
        found = found.filter(pk__in=parts.values("statement"))
    return found


def strongest(found: Sequence[Tie], most: int = MOST_NAMES, keep: int | None = None) -> list[int]:
    """The organisations with the most joint statements, by id; `keep` is among them whatever it has."""
    weight: Counter[int] = Counter()
    for tie in found:
        weight[tie.one] += tie.count
        weight[tie.other] += tie.count
    ranked = sorted(weight, key=lambda one: (one != keep, -weight[one], one))
    return ranked[:most]


def arrange(names: Iterable[int], found: Sequence[Tie]) -> list[int]:
    """`names` in an order that keeps ties short: groups that hang together stay together, the largest first."""
    beside: dict[int, dict[int, int]] = {name: {} for name in sorted(names)}
    for tie in found:
        if tie.one in beside and tie.other in beside:
            beside[tie.one][tie.other] = beside[tie.other][tie.one] = tie.count
    groups = sorted(_groups(beside), key=lambda group: (-len(group), group))
    return [name for group in groups for name in _settle(group, beside)]


def _groups(beside: dict[int, dict[int, int]]) -> list[list[int]]:
    seen: set[int] = set()
    found = []
    for start in beside:
        if start in seen:
            continue
        group, waiting = [], [start]
        seen.add(start)
        while waiting:
            name = waiting.pop()
            group.append(name)
            for other in sorted(beside[name]):
                if other not in seen:
                    seen.add(other)
                    waiting.append(other)
        found.append(group)
    return found


def _settle(group: list[int], beside: dict[int, dict[int, int]]) -> list[int]:
    """Each name moves to the mean place of those it is tied to, again and again; then neighbours change places."""
    best = order = group
    least = _length(order, beside)
    for _sweep in range(_SWEEPS):
        at = {name: place for place, name in enumerate(order)}
        middle = {
            name: (at[name] + sum(at[other] * weight for other, weight in beside[name].items()))
            / (1 + sum(beside[name].values()))
            for name in order
        }
        order = sorted(order, key=lambda name: (middle[name], name))
        length = _length(order, beside)
        if length < least:
            best, least = order, length
    best = list(best)
    for _sweep in range(_SWEEPS):
        better = False
        for place in range(len(best) - 1):
            swapped = [*best[:place], best[place + 1], best[place], *best[place + 2 :]]
            length = _length(swapped, beside)
            if length < least:
                best, least, better = swapped, length, True
        if not better:
            break
    return best


def _length(order: Sequence[int], beside: dict[int, dict[int, int]]) -> int:
    at = {name: place for place, name in enumerate(order)}
    return sum(weight * abs(at[name] - at[other]) for name in order for other, weight in beside[name].items())


def arcs(order: Sequence[int], found: Sequence[Tie], focus: int | None = None, *, rtl: bool) -> list[Arc]:
    """The arcs between the names in `order`, weak ones first so that strong ones lie on top; in RTL they open left."""
    at = {name: place for place, name in enumerate(order)}
    drawn = [tie for tie in found if tie.one in at and tie.other in at][:MOST_ARCS]
    most = max((tie.count for tie in drawn), default=1)
    longest = max((abs(at[tie.one] - at[tie.other]) for tie in drawn), default=1)
    made = []
    for tie in reversed(drawn):
        top, bottom = sorted((at[tie.one], at[tie.other]))
        # The curve's handles reach a third farther than the curve itself.
        reach = 128 * ((bottom - top) / longest) ** 0.7
        edge, far = (100.0, 100 - reach) if rtl else (0.0, reach)
        y1, y2 = top * 10 + 5, bottom * 10 + 5
        path = f"M{edge:.0f},{y1}C{far:.1f},{y1} {far:.1f},{y2} {edge:.0f},{y2}"
        strength = max(1, round(_STRENGTHS * tie.count / max(most, _STRENGTHS)))
        made.append(Arc(path, strength, focus in (tie.one, tie.other)))
    return made
