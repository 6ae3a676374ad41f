"""What waits for somebody: one selection for each queue of the desk's first page.

The lists behind the queues use the same selections (`waits_for` in their filters), so that a count and the list that
it leads to cannot disagree.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Count, Exists, Model, OuterRef, QuerySet, Value
from django.utils.translation import gettext_lazy as _

from archive.models import Contribution, Revision, Statement, Translation, obsolete_numbers, stale_numbers
from archive.stages import Stage
from editorial import roles
from editorial.models import Candidate, Proposal, SourceFlag

#: Rows of each queue on the first page.
SHOWN = 5
#: So many translations of changed originals are compared for the stale queue; where there are more, the page says so.
COMPARED = 300

type Thing = Candidate | SourceFlag | Statement | Translation


@dataclass(frozen=True, slots=True)
class Kind:
    """One queue: `key` is its value in the lists' filter, `model` the list that it leads to."""

    key: str
    label: object
    empty: object
    model: type[Model]
    permission: str
    select: Callable[[User], QuerySet[Any]]


@dataclass(frozen=True, slots=True)
class Queue:
    """A queue as one person sees it now: how many wait, and the oldest few.

    `stale` gives the number of stale paragraphs by a translation's key; `more` says that the count is a floor.
    """

    kind: Kind
    count: int
    rows: Sequence[Thing]
    stale: Mapping[int, int] = field(default_factory=dict)
    more: bool = False


def _own(user: User) -> Exists:
    """Whether the user wrote a part of the current text since it was last verified."""
    return Exists(Contribution.objects.filter(revision=OuterRef("current_revision"), user=user))


def candidates(user: User) -> QuerySet[Candidate]:
    return Candidate.objects.filter(state=Candidate.State.WAITING).order_by("id")


def flags(user: User) -> QuerySet[SourceFlag]:
    """What watched sources changed and nobody has looked at."""
    return SourceFlag.objects.filter(seen_by=None).order_by("at", "id").select_related("source")


def own_drafts(user: User) -> QuerySet[Statement]:
    return _statements(Stage.DRAFT).filter(_own(user))


def statements_in_review(user: User) -> QuerySet[Statement]:
    return _statements(Stage.IN_REVIEW).annotate(own=_own(user)).order_by("own", "current_revision__created_at")


def described_anew(user: User) -> QuerySet[Statement]:
    """Public statements whose changed description waits for a second person."""
    return (
        Statement.objects.filter(proposal__isnull=False)
        .select_related("current_revision__author", "assignment__person")
        .annotate(own=Exists(Proposal.objects.filter(statement=OuterRef("pk"), by=user)))
        .order_by("own", "proposal__at")
    )


def statements_to_publish(user: User) -> QuerySet[Statement]:
    return _statements(Stage.VERIFIED)


def statements_to_translate(user: User) -> QuerySet[Statement]:
    """Checked originals that have no translation at all yet."""
    live = Translation.objects.filter(statement=OuterRef("pk")).exclude(stage=Stage.WITHDRAWN)
    return _statements(Stage.VERIFIED, Stage.PUBLISHED).filter(~Exists(live))


def translations_in_progress(user: User) -> QuerySet[Translation]:
    return _translations(Stage.DRAFT).annotate(own=_own(user)).order_by("-own", "created_at", "id")


def translations_in_review(user: User) -> QuerySet[Translation]:
    return _translations(Stage.IN_REVIEW).annotate(own=_own(user)).order_by("own", "current_revision__created_at")


def translations_to_publish(user: User) -> QuerySet[Translation]:
    return _translations(Stage.VERIFIED)


def translations_of_changed_originals(user: User | None = None) -> QuerySet[Translation]:
    """Translations of which some revision is older than their original's current text: only they can be stale."""
    older = Revision.objects.filter(
        translation=OuterRef("pk"), created_at__lt=OuterRef("statement__current_revision__created_at")
    )
    return (
        Translation.objects.exclude(stage=Stage.WITHDRAWN)
        .exclude(statement__stage=Stage.WITHDRAWN)
        .filter(Exists(older))
        .select_related("statement__current_revision", "current_revision__author", "assignment__person")
        .order_by("statement__current_revision__created_at", "id")
    )


def stale_count(translation: Translation) -> int:
    """How many paragraphs of a translation were made from a source that has changed or is gone."""
    rendering, original = translation.current_revision, translation.statement.current_revision
    if not rendering or not original:
        return 0
    return len(stale_numbers(rendering, original) | obsolete_numbers(rendering, original))


def _statements(*stages: Stage) -> QuerySet[Statement]:
    return (
        Statement.objects.filter(stage__in=stages)
        .select_related("current_revision__author", "assignment__person")
        .order_by("current_revision__created_at", "id")
    )


def _translations(*stages: Stage) -> QuerySet[Translation]:
    return (
        Translation.objects.filter(stage__in=stages)
        .select_related("current_revision__author", "statement__current_revision", "assignment__person")
        .order_by("current_revision__created_at", "id")
    )


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        kind.key: kind
        for kind in (
            Kind(
                "candidates",
                _("Candidates waiting"),
                _("No candidate waits."),
                Candidate,
                roles.DRAFT,
                candidates,
            ),
            Kind(
                "flags",
                _("Changed sources"),
                _("No watched page has changed."),
                SourceFlag,
                roles.TAKE_IN,
                flags,
            ),
            Kind(
                "drafts",
                _("My drafts"),
                _("You have no draft."),
                Statement,
                roles.WRITE,
                own_drafts,
            ),
            Kind(
                "to_translate",
                _("To translate"),
                _("Every checked statement has a translation."),
                Statement,
                roles.TRANSLATE,
                statements_to_translate,
            ),
            Kind(
                "in_progress",
                _("Translations in progress"),
                _("No translation has been begun."),
                Translation,
                roles.TRANSLATE,
                translations_in_progress,
            ),
            Kind(
                "stale",
                _("Translations whose original has changed"),
                _("No original has changed under its translation."),
                Translation,
                roles.TRANSLATE,
                translations_of_changed_originals,
            ),
            Kind(
                "to_verify",
                _("Statements to verify"),
                _("No statement waits for a second person."),
                Statement,
                roles.VERIFY,
                statements_in_review,
            ),
            Kind(
                "descriptions",
                _("Changed descriptions"),
                _("No changed description waits for a second person."),
                Statement,
                roles.VERIFY,
                described_anew,
            ),
            Kind(
                "translations_to_verify",
                _("Translations to verify"),
                _("No translation waits for a second person."),
                Translation,
                roles.VERIFY,
                translations_in_review,
            ),
            Kind(
                "to_publish",
                _("Statements to publish"),
                _("Nothing verified waits to be published."),
                Statement,
                roles.PUBLISH,
                statements_to_publish,
            ),
            Kind(
                "translations_to_publish",
                _("Translations to publish"),
                _("No verified translation waits to be published."),
                Translation,
                roles.PUBLISH,
                translations_to_publish,
            ),
        )
    }
)


def waits_for(key: str, user: User) -> QuerySet[Any]:
    """The rows of the queue `key`. Raises KeyError for another key."""
    rows = KINDS[key].select(user)
    if key == "stale":
        return rows.filter(pk__in=[one.pk for one in rows[:COMPARED] if stale_count(one)])
    return rows


def queues(user: User) -> list[Queue]:
    """Every queue whose work `user` may do: a query for each, and one for all the counts, however long they are."""
    mine = {key: kind for key, kind in KINDS.items() if user.has_perm(kind.permission)}
    counts = _counts({key: kind.select(user) for key, kind in mine.items() if key != "stale"})
    shown = []
    for key, kind in mine.items():
        rows = kind.select(user)
        if key == "stale":
            compared = list(rows[: COMPARED + 1])
            stale = {one.pk: count for one in compared[:COMPARED] if (count := stale_count(one))}
            oldest = [one for one in compared if one.pk in stale][:SHOWN]
            shown.append(Queue(kind, len(stale), oldest, stale, more=len(compared) > COMPARED))
        else:
            shown.append(Queue(kind, counts.get(key, 0), list(rows[:SHOWN])))
    return shown


def _counts(selections: Mapping[str, QuerySet[Any]]) -> dict[str, int]:
    """How many rows each selection has, in one query; one that has none is left out."""
    counted = [
        rows.order_by()
        .annotate(queue=Value(key))
        .values("queue")
        .annotate(number=Count("pk"))
        .values_list("queue", "number")
        for key, rows in selections.items()
    ]
    return dict(counted[0].union(*counted[1:], all=True).order_by()) if counted else {}
