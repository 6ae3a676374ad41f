"""Divide a page anew: the person's passages take the place of the machine's, and what was decided keeps its place."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from archive.models import Extract, Witness
from editorial import roles
from editorial.division import as_rows
from editorial.models import Candidate, Division
from editorial.records import Passage
from editorial.workflow.decisions import decide
from editorial.workflow.moves import Refused

#: What is taken over from a fresh reading of the same place.
_READ = ("start", "end", "position", "reading", "title", "language", "excerpt", "confidence")
_SETTLED = (Candidate.State.ACCEPTED, Candidate.State.MERGED)


@dataclass(frozen=True, slots=True)
class Divided:
    """What dividing did: candidates that were made or read anew, how many were dropped, and whose span moved."""

    fresh: Sequence[Candidate] = ()
    dropped: int = 0
    moved: Sequence[Candidate] = field(default_factory=tuple)


@transaction.atomic
def divide(extract: Extract, passages: Sequence[Passage], readings: Iterable[Candidate], by: User) -> Divided:
    """Make `passages` the division of `extract`; `readings` are unsaved candidates of those that hold a statement.

    A candidate that waits is read anew where its place stayed and dropped where it is gone. One that was accepted or
    merged keeps its statement and reference: its span, and its witness's, move with the passage that covers most of it.
    One that was discarded stays so. Raises Refused where a settled one would be left without a place, or two with one.
    """
    if not by.has_perm(roles.DRAFT):
        raise Refused(_("Your role does not include this step."))
    # Two editors who divide the same page at once take turns.
    Extract.objects.select_for_update().get(pk=extract.pk)
    wanted = {(one.start, one.end): one for one in readings}
    stored = list(extract.candidates.select_for_update(of=("self",)))
    moved = _move_settled([one for one in stored if one.state in _SETTLED], wanted)
    kept = {(one.start, one.end) for one in stored if one.state != Candidate.State.WAITING}
    waiting = {(one.start, one.end): one for one in stored if one.state == Candidate.State.WAITING}
    gone = [one.pk for place, one in waiting.items() if place not in wanted or place in kept]
    Candidate.objects.filter(pk__in=gone, state=Candidate.State.WAITING).delete()
    fresh = []
    for place, reading in wanted.items():
        if place in kept:
            continue
        old = waiting.get(place)
        if old and _same(old, reading):
            if old.position != reading.position:
                Candidate.objects.filter(pk=old.pk).update(position=reading.position)
            continue
        if old:
            reading.pk = old.pk
            Candidate.objects.filter(pk=old.pk).update(**{name: getattr(reading, name) for name in _READ})
        else:
            reading.save()
        fresh.append(reading)
    Division.objects.create(extract=extract, passages=as_rows(passages), by=by)
    note = _("%(statements)d statements on the page") % {"statements": len(wanted)}
    decide("divide", f"capture:{extract.capture.sha256[:12]}", "", by, note)
    return Divided(tuple(fresh), len(gone), tuple(moved))


def _same(old: Candidate, new: Candidate) -> bool:
    """Whether nothing that an editor sees would change."""
    return all(getattr(old, name) == getattr(new, name) for name in ("reading", "excerpt"))


def _move_settled(settled: Sequence[Candidate], wanted: dict[tuple[int, int], Candidate]) -> list[Candidate]:
    """Give each settled candidate the wanted place that covers most of it. Raises Refused."""
    taken: dict[tuple[int, int], Candidate] = {}
    moved = []
    for one in settled:
        place = max(wanted, key=lambda place: _shared(place, one), default=None)
        reference = one.statement.reference if one.statement else ""
        if place is None or not _shared(place, one):
            raise Refused(
                _("Statement %(reference)s was made of lines that are no statement now. Leave them one.")
                % {"reference": reference}
            )
        if place in taken:
            other = taken[place].statement
            raise Refused(
                _("Two statements, %(one)s and %(other)s, would stand in one passage.")
                % {"one": other.reference if other else "", "other": reference}
            )
        taken[place] = one
        if place != (one.start, one.end):
            moved.append(one)
    # First out of the way, then to their places: one may move to where another was.
    for one in moved:
        Candidate.objects.filter(pk=one.pk).update(start=one.pk + 2**30, end=one.pk + 2**30)
    for place, one in taken.items():
        reading = wanted[place]
        if one in moved:
            Witness.objects.filter(
                statement=one.statement_id, extract=one.extract_id, start=one.start, end=one.end
            ).update(start=place[0], end=place[1])
        one.start, one.end = place
        Candidate.objects.filter(pk=one.pk).update(start=place[0], end=place[1], position=reading.position)
    return moved


def _shared(place: tuple[int, int], one: Candidate) -> int:
    """How many characters of a candidate's span lie in `place`."""
    return max(0, min(place[1], one.end) - max(place[0], one.start))
