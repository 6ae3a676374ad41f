"""The overview: every statement by language with its state, how the desk is doing in figures, what waits for one."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, F, Min, OuterRef, Q
from django.utils import timezone

from archive.models import Revision, Statement, Translation, Verification
from archive.stages import Stage
from editorial.models import Assignment, Mention
from editorial.queues import COMPARED, stale_count, translations_of_changed_originals

#: Statements on one page of the matrix, and languages that get a column of their own.
ROWS, COLUMNS = 50, 10
#: So long after its moment a scheduled statement that is not public is an alarm.
GRACE = datetime.timedelta(minutes=15)
#: Rows of each of a person's own lists on the first page.
SHOWN_AT_MOST = 20


@dataclass(frozen=True, slots=True)
class Cell:
    """One text in one language. `behind`: the original was written again after it."""

    thing: Statement | Translation
    original: bool = False
    behind: bool = False


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A statement with its cells, one list for each column; several where there are renderings of several origins."""

    statement: Statement
    cells: Sequence[Sequence[Cell]]
    others: Sequence[Cell] = ()


@dataclass(frozen=True, slots=True)
class Matrix:
    """A page of statements by languages."""

    languages: Sequence[str]
    rows: Sequence[MatrixRow]
    page: Page = field(repr=False)


@dataclass(frozen=True, slots=True)
class Figures:
    """How the desk is doing: texts in review, when the oldest and the one in the middle came there, how many of all
    verified revisions two people stand behind, and translations with stale paragraphs (`more` says: at least)."""

    in_review: int
    oldest: datetime.datetime | None
    middle: datetime.datetime | None
    verified: int
    by_two: int
    stale: int
    more: bool

    @property
    def share_by_two(self) -> float:
        return self.by_two / self.verified if self.verified else 1.0


def matrix(number: str | int = 1, stage: str = "") -> Matrix:
    """A page of the matrix, newest statements first; `stage` narrows it to statements at that stage."""
    statements = Statement.objects.select_related("current_revision").order_by("-id")
    if stage in Stage.values:
        statements = statements.filter(stage=stage)
    page = Paginator(statements, ROWS).get_page(number)
    shown = list(page.object_list)
    newer = Revision.objects.filter(
        statement=OuterRef("statement"), created_at__gt=OuterRef("current_revision__created_at")
    )
    live = Translation.objects.filter(statement__in=shown).exclude(stage=Stage.WITHDRAWN)
    translations: dict[int, list[Cell]] = {}
    for one in live.annotate(behind=Exists(newer)).order_by("language", "id"):
        translations.setdefault(one.statement_id, []).append(Cell(one, behind=one.behind))
    common = Translation.objects.exclude(stage=Stage.WITHDRAWN).values_list("language").annotate(number=Count("pk"))
    counted = dict(common.order_by("-number"))
    for tag, count in Statement.objects.order_by().values_list("language").annotate(number=Count("pk")):
        counted[tag] = counted.get(tag, 0) + count
    columns = sorted(sorted(counted, key=lambda tag: -counted[tag])[:COLUMNS])
    rows = []
    for statement in shown:
        cells: dict[str, list[Cell]] = {statement.language: [Cell(statement, original=True)]}
        for cell in translations.get(statement.pk, ()):
            cells.setdefault(cell.thing.language, []).append(cell)
        others = [cell for tag, found in cells.items() if tag not in columns for cell in found]
        rows.append(MatrixRow(statement, [cells.get(tag, []) for tag in columns], others))
    return Matrix(columns, rows, page)


def figures() -> Figures:
    """The figures now, in a fixed number of queries."""
    waiting = Revision.objects.filter(
        Q(pk__in=Statement.objects.filter(stage=Stage.IN_REVIEW).values("current_revision"))
        | Q(pk__in=Translation.objects.filter(stage=Stage.IN_REVIEW).values("current_revision"))
    )
    told = waiting.aggregate(count=Count("pk"), oldest=Min("created_at"))
    middle = waiting.order_by("created_at").values_list("created_at", flat=True)[told["count"] // 2 :][:1]
    vouched = Verification.objects.aggregate(all=Count("pk"), two=Count("pk", filter=Q(alone=False)))
    compared = list(translations_of_changed_originals()[: COMPARED + 1])
    return Figures(
        in_review=told["count"],
        oldest=told["oldest"],
        middle=next(iter(middle), None),
        verified=vouched["all"],
        by_two=vouched["two"],
        stale=sum(bool(stale_count(one)) for one in compared[:COMPARED]),
        more=len(compared) > COMPARED,
    )


def overdue() -> list[Statement]:
    """Statements whose scheduled moment has passed and that readers don't see, the longest overdue first."""
    waits = Q(stage=Stage.VERIFIED) | Q(stage__in=(Stage.DRAFT, Stage.IN_REVIEW), published_revision=None)
    late = Statement.objects.filter(waits, scheduled_for__lt=timezone.now() - GRACE)
    late = late.select_related("current_revision__author", "assignment__person").order_by("scheduled_for")
    return list(late[:SHOWN_AT_MOST])


def given_to(user: User) -> list[Assignment]:
    """The texts that somebody is on at their present step, urgent and early ones first."""
    live = Q(statement__stage=F("stage")) | Q(translation__stage=F("stage"))
    mine = Assignment.objects.filter(live, person=user).select_related(
        "person",
        "statement__current_revision__author",
        "translation__current_revision__author",
        "translation__statement__current_revision",
    )
    return list(mine[:SHOWN_AT_MOST])


def said_to(user: User) -> list[Mention]:
    """What was said to somebody and they have not looked at yet, newest first."""
    unseen = Mention.objects.filter(person=user, seen_at=None).select_related(
        "remark__by", "remark__statement", "remark__translation"
    )
    return list(unseen[:SHOWN_AT_MOST])
