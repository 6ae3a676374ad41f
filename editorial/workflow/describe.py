"""Change the description of a statement: when it was issued, by whom, as what, on which topics, how it came to us.

Where readers see the statement, one person proposes and another confirms; nothing is public before. A draft's
description is written at once, and read with the text by whoever verifies that.
"""

import datetime
from collections.abc import Mapping
from types import MappingProxyType

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from archive.models import DATE_FIELDS, Participation, Statement, Station
from archive.stages import Axis
from editorial import roles
from editorial.models import Proposal
from editorial.workflow.allowed import Allowed, Denied
from editorial.workflow.decisions import decide
from editorial.workflow.moves import Overtaken, Refused
from editorial.workflow.verify import doubt

#: The columns of a description that readers see, and how its organisations are called beside them.
FACTS = ("kind", "issuing_body", "author", *DATE_FIELDS)
ORGANISATIONS = "organisations"
TOPICS = "topics"
CHAINS = "chains"
_DAYS = ("first_day", "last_day")
_PARTS = ("role", "organisation_id", "written", "detail", "position")
_STATIONS = ("role", "organisation_id", "written", "position")

#: The facts that a verifier's verdict on an axis is about.
CHECKED_BY: Mapping[str, frozenset[str]] = MappingProxyType(
    {Axis.ATTRIBUTION: frozenset({ORGANISATIONS, CHAINS, "issuing_body", "author"}), Axis.DATE: frozenset(DATE_FIELDS)}
)

#: A description as a value: each of `FACTS`, days as ISO 8601; a row of `_PARTS` for each organisation; the keys of
#: its topics; and by the key of each witness that has stations (a string, as JSON has it) a row of `_STATIONS` each.
type Description = dict[str, object]


def facts_of(statement: Statement) -> Description:
    """The columns of a description, as the object has them now."""
    facts: Description = {name: getattr(statement, name) for name in FACTS}
    return facts | {name: facts[name] and facts[name].isoformat() for name in _DAYS}  # type: ignore[attr-defined]


def described(statement: Statement) -> Description:
    """The description of a statement as it stands in the database."""
    rows = Participation.objects.filter(statement=statement).order_by("position", "id").values_list(*_PARTS)
    stations = Station.objects.filter(witness__statement=statement).order_by("witness_id", "position", "id")
    chains: dict[str, list] = {}
    for witness, *row in stations.values_list("witness_id", *_STATIONS):
        chains.setdefault(str(witness), []).append(row)
    return facts_of(Statement.objects.get(pk=statement.pk)) | {
        ORGANISATIONS: [list(row) for row in rows],
        TOPICS: sorted(statement.topics.values_list("pk", flat=True)),
        CHAINS: chains,
    }


def begun_with(statement: Statement, by: User) -> Description:
    """What somebody's change starts from: their own proposal that waits, which is added to, else `described`."""
    waiting = Proposal.objects.filter(statement=statement, by=by).first()
    return waiting.after if waiting else described(statement)


def changed(before: Description, after: Description) -> list[str]:
    """The names of the facts that differ."""
    return [name for name in (*FACTS, ORGANISATIONS, TOPICS, CHAINS) if before[name] != after[name]]


@transaction.atomic
def describe(statement: Statement, after: Description, by: User, note: str = "") -> Proposal | None:
    """Give a statement another description: at once, or as a proposal where readers see it, which is returned then.

    A later proposal takes the place of an earlier one.
    """
    now = Statement.objects.select_for_update().get(pk=statement.pk)
    before = described(now)
    names = changed(before, after)
    words = ", ".join([*names, note]) if note else ", ".join(names)
    if not now.is_public():
        if names:
            _write(now, after)
            decide("describe", "statement", now.reference, by, words)
            doubt(now, [axis for axis, facts in CHECKED_BY.items() if facts & set(names)], by)
        return None
    waiting = Proposal.objects.filter(statement=now).first()
    if not names or (waiting and (waiting.before, waiting.after) == (before, after)):
        return waiting
    made, _new = Proposal.objects.update_or_create(
        statement=now, defaults={"before": before, "after": after, "by": by, "at": timezone.now()}
    )
    decide("propose", "statement", now.reference, by, words)
    return made


def may_confirm(user: User, proposal: Proposal, *, alone: bool = False) -> Allowed | Denied:
    """Whether somebody may make a proposal public: not who made it. Alone only who may verify alone."""
    if not user.has_perm(roles.VERIFY_ALONE if alone else roles.VERIFY):
        return Denied(_("Your role does not include this step."))
    if user.pk == proposal.by_id and not alone:
        return Denied(_("You proposed this. Somebody else has to confirm it."))
    return Allowed()


@transaction.atomic
def confirm(statement: Statement, by: User, *, seen: str = "", alone: bool = False, note: str = "") -> None:
    """Make the proposed description of a statement the one that readers see. Raises Refused, Overtaken.

    `seen` is the moment (ISO 8601) of the proposal that was looked at: a later one has not been.
    """
    now, proposal = _waiting(statement)
    if seen and seen != proposal.at.isoformat():
        raise Overtaken(_("Somebody else changed this in the meantime. Look at it again."))
    answer = may_confirm(by, proposal, alone=alone)
    if not answer:
        raise Refused(answer.reason)
    if alone and not note.strip():
        raise Refused(_("Say why."))
    if described(now) != proposal.before:
        raise Overtaken(_("Somebody else changed this in the meantime. Look at it again."))
    names = changed(proposal.before, proposal.after)
    _write(now, proposal.after)
    words = _("%(facts)s; proposed by %(person)s") % {"facts": ", ".join(names), "person": proposal.by}
    decide("describe", "statement", now.reference, by, f"{words}; {note}" if note else words)
    doubt(now, [axis for axis, facts in CHECKED_BY.items() if facts & set(names)], by)
    proposal.delete()


@transaction.atomic
def let_fall(statement: Statement, by: User, note: str = "") -> None:
    """Lay a proposal aside: who verifies, or who made it. Raises Refused, Overtaken."""
    now, proposal = _waiting(statement)
    if by.pk != proposal.by_id and not by.has_perm(roles.VERIFY):
        raise Refused(_("Your role does not include this step."))
    proposal.delete()
    decide("drop", "statement", now.reference, by, note)


def _waiting(statement: Statement) -> tuple[Statement, Proposal]:
    now = Statement.objects.select_for_update().get(pk=statement.pk)
    proposal = Proposal.objects.filter(statement=now).select_related("by").first()
    if proposal is None:
        raise Overtaken(_("Somebody else changed this in the meantime. Look at it again."))
    return now, proposal


def _write(statement: Statement, after: Description) -> None:
    for name in FACTS:
        value = after[name]
        setattr(statement, name, datetime.date.fromisoformat(str(value)) if value and name in _DAYS else value)
    statement.save(update_fields=FACTS)
    rows = after[ORGANISATIONS]
    standing = list(statement.participations.order_by("position", "id").values_list(*_PARTS))
    if [list(row) for row in standing] != rows:
        statement.participations.all().delete()
        Participation.objects.bulk_create(
            Participation(statement=statement, **dict(zip(_PARTS, row, strict=True)))
            for row in rows  # type: ignore[attr-defined]
        )
    statement.topics.set(after[TOPICS])  # type: ignore[arg-type]
    _write_chains(statement, after[CHAINS])  # type: ignore[arg-type]


def _write_chains(statement: Statement, chains: Mapping[str, list]) -> None:
    standing: Mapping[str, list] = described(statement)[CHAINS]  # type: ignore[assignment]
    own = {str(key) for key in statement.witnesses.values_list("pk", flat=True)}
    for witness in own:
        if standing.get(witness, []) != chains.get(witness, []):
            Station.objects.filter(witness=int(witness)).delete()
            Station.objects.bulk_create(
                Station(witness_id=int(witness), **dict(zip(_STATIONS, row, strict=True)))
                for row in chains.get(witness, [])
            )
