"""Which languages the archive speaks: originals by language, and into which languages they were brought."""

from collections import defaultdict
from dataclasses import dataclass
from math import sqrt

from django.db.models import Count, Max, Q, QuerySet

from archive.models import Assessment, Statement, Translation
from archive.public import counts
from archive.stages import Axis, Origin, Verdict

#: Languages of translations that stand in the table, the most frequent first; the rest is in the list's facets.
MOST_COLUMNS = 8


@dataclass(frozen=True, slots=True)
class Cell:
    """Statements of one language that can be read in another: how many, how many by machine alone, and the share.

    `side` is that of a square whose area is the share, in per cent, and `edge` what is left beside it on each side;
    `inner` and `inner_edge` are those of what people translated. `own` marks the original language itself.
    """

    language: str
    count: int
    machine: int
    side: str = "0"
    edge: str = "50"
    inner: str = "0"
    inner_edge: str = "50"
    own: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """An original language: its statements, how many of them have any translation, and a cell for each column."""

    language: str
    total: int
    rendered: int
    cells: tuple[Cell, ...]


def _square(count: int, total: int) -> tuple[str, str]:
    side = max(8.0, 100 * sqrt(count / total)) if count else 0.0
    return f"{side:.1f}", f"{(100 - side) / 2:.1f}"


def _counted() -> dict[str, list]:
    totals = Statement.objects.public().order_by().values_list("language").annotate(number=Count("pk"))
    public = Translation.objects.public().order_by()
    many = Count("statement", distinct=True)
    by_people = Count("statement", distinct=True, filter=~Q(origin=Origin.MACHINE))
    into = public.values_list("statement__language", "language").annotate(number=many, people=by_people)
    rendered = public.values_list("statement__language").annotate(number=many)
    return {
        "totals": [list(row) for row in totals.order_by("-number", "language")],
        "rendered": [list(row) for row in rendered],
        "into": [list(row) for row in into],
    }


def coverage() -> tuple[list[str], list[Row]]:
    """The columns (languages of translations) and the rows (original languages), the most frequent first; 3 queries."""
    counted = counts.kept("coverage", _counted)
    totals, rendered = dict(counted["totals"]), dict(counted["rendered"])
    into = {(original, language): (number, people) for original, language, number, people in counted["into"]}
    weights: dict[str, int] = defaultdict(int)
    for (_original, language), (number, _people) in into.items():
        weights[language] += number
    columns = sorted(weights, key=lambda tag: (-weights[tag], tag))[:MOST_COLUMNS]
    rows = []
    for original, total in totals.items():
        cells = []
        for column in columns:
            number, people = into.get((original, column), (0, 0))
            if original == column:
                cells.append(Cell(column, total, 0, own=True))
            else:
                cells.append(Cell(column, number, number - people, *_square(number, total), *_square(people, total)))
        rows.append(Row(original, total, rendered.get(original, 0), tuple(cells)))
    return columns, rows


@dataclass(frozen=True, slots=True)
class Checked:
    """How many of the public originals have which verdict on one axis; "" is for those that nobody looked at."""

    axis: str
    counts: tuple[tuple[str, int, str, str], ...]

    @property
    def label(self) -> str:
        return str(Axis(self.axis).label)


def checked(public: QuerySet[Statement], total: int, *, rtl: bool) -> list[Checked]:
    """(verdict, number, x, width in per cent) for the text, the attribution and the date of all originals; 1 query."""
    newest = (
        Assessment.objects.filter(revision__in=public.values("published_revision"))
        .order_by()
        .values("revision", "axis")
        .annotate(newest=Max("pk"))
        .values("newest")
    )
    rows = (
        Assessment.objects.filter(pk__in=newest).order_by().values_list("axis", "verdict").annotate(number=Count("pk"))
    )
    kept = counts.kept(("checked", rows.query.sql_with_params()), lambda: [list(row) for row in rows])
    numbers = {(axis, verdict): number for axis, verdict, number in kept}
    found = []
    for axis in (Axis.TEXT, Axis.ATTRIBUTION, Axis.DATE):
        verdicts = [
            (str(verdict), numbers.get((axis, verdict), 0))
            for verdict in (Verdict.CONFIRMED, Verdict.CONTRADICTED, Verdict.COULD_NOT_CHECK)
        ]
        verdicts.append(("", total - sum(number for _verdict, number in verdicts)))
        at = 0.0
        parts = []
        for verdict, number in verdicts:
            width = 100 * number / total if total else 0.0
            x = 100 - at - width if rtl else at
            parts.append((verdict, number, f"{x:.2f}", f"{width:.2f}"))
            at += width
        found.append(Checked(str(axis), tuple(parts)))
    return found
