"""Make a move of the table: the only place that writes a stage."""

from collections.abc import Sequence
from types import MappingProxyType

from django.contrib.auth.models import User
from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from archive import search
from archive.models import Contribution, Decision, Statement, Translation, Verification, insert
from editorial.workflow.allowed import MOVES, may, reason_asked
from editorial.workflow.decisions import Thing, append, decide, name_of
from editorial.workflow.findings import errors_of
from editorial.workflow.memory import keep


class Refused(Exception):
    """A move that may not be made; the message says why, in the editor's language."""


class Overtaken(Refused):
    """Somebody else moved the thing in the meantime."""


_CHANGE_WHAT_IS_PUBLIC = frozenset({"publish", "withdraw", "restore"})


@transaction.atomic
def move(thing: Thing, name: str, by: User, note: str = "") -> Thing:
    """Make one move of the table: the only code that writes a stage.

    Looks the move up, asks `may()`, writes the new stage only where the old one still stands, and writes the
    Decision in the same transaction. Raises Refused with the reason, Overtaken where somebody was faster.
    """
    row = MOVES[name]
    answer = may(by, name, thing)
    if not answer:
        raise Refused(answer.reason)
    note = note.strip()
    asked = "" if note else reason_asked(name, thing)
    if asked:
        raise Refused(asked)
    now = timezone.now()
    changes: dict = {"stage": row.target}
    if name in ("verify", "verify_alone"):
        revision = thing.text()
        # A text that was returned unchanged after it was verified keeps its first verification.
        Verification.objects.get_or_create(
            revision=revision,
            defaults={
                "digest": revision.digest,
                "by": by,
                "alone": name == "verify_alone",
                "reason": note,
                "at": now,
            },
        )
    elif name == "publish":
        first = thing.published_revision_id is None
        changes |= {
            "published_revision": thing.current_revision,
            "published_at": now if first else thing.published_at,
            "withdrawn_at": None,
            "withdrawal_reason": "",
        }
        if isinstance(thing, Statement):
            changes["excerpt"] = thing.text().excerpt
    elif name == "withdraw":
        changes |= {"withdrawn_at": now, "withdrawal_reason": note}
    elif name == "restore":
        # Its address was public: until it is published again, readers are told when and why it was withdrawn.
        changes |= {"published_revision": None}
    table = type(thing)
    moved = table.objects.filter(pk=thing.pk, stage=thing.stage, current_revision_id=thing.current_revision_id).update(
        **changes
    )
    if not moved:
        raise Overtaken(_("Somebody else changed this in the meantime. Look at it again."))
    what, reference = name_of(thing)
    decide(
        name,
        what,
        reference,
        by,
        note,
        from_stage=thing.stage,
        to_stage=row.target,
        revision_digest=thing.text().digest,
    )
    for field, value in changes.items():
        setattr(thing, field, value)
    if name in _CHANGE_WHAT_IS_PUBLIC:
        statement = thing.statement if isinstance(thing, Translation) else thing
        # Two translations of one statement may be published in the same moment; both shadows are made of all of them.
        Statement.objects.select_for_update().filter(pk=statement.pk).first()
        search.index(statement)
        keep([statement])
    return thing


@transaction.atomic
def move_all(
    things: Sequence[Thing], names: Sequence[str], by: User, note: str, folded: search.Folded = MappingProxyType({})
) -> None:
    """Make moves of the table one after the other on many things that stand at one stage: `move`, in few statements.

    An import carries an already edited collection through with it. The things are changed in place and must have
    their current revisions at hand; `folded` spares the index work that was done before.
    Raises Refused or Overtaken; then nothing has moved.
    """
    if not things:
        return
    table, decisions = type(things[0]), []
    for name in names:
        row = MOVES[name]
        if not by.has_perm(row.translation_permission if table is Translation else row.permission):
            raise Refused(_("Your role does not include this step."))
        if any(thing.stage not in row.sources or thing.current_revision is None for thing in things):
            raise Refused(_("This step does not follow from the stage “%(stage)s”.") % {"stage": things[0].stage})
        if row.needs_note and not note.strip():
            raise Refused(_("Say why."))
        if name == "submit" and any(isinstance(thing, Translation) and errors_of(thing) for thing in things):
            raise Refused(_("A translation has errors that have to be mended first."))
        changes = _vouch_for_all(things, name, by, note) | {"stage": row.target}
        standing = table.objects.filter(pk__in=[thing.pk for thing in things], stage=things[0].stage)
        if standing.update(**changes) != len(things):
            raise Overtaken(_("Somebody else changed this in the meantime. Look at it again."))
        for thing in things:
            what, reference = name_of(thing)
            digest = thing.text().digest
            decisions.append(
                {
                    "verb": name,
                    "thing": what,
                    "reference": reference,
                    "note": note,
                    "from_stage": str(thing.stage),
                    "to_stage": str(row.target),
                    "revision_digest": digest,
                }
            )
            thing.stage = row.target
            if name == "publish":
                thing.published_revision, thing.published_at = thing.current_revision, changes["published_at"]
    append(decisions, by)
    if _CHANGE_WHAT_IS_PUBLIC & set(names):
        public = list({thing.statement if isinstance(thing, Translation) else thing for thing in things})
        search.index_all(public, folded)
        keep(public)


def _vouch_for_all(things: Sequence[Thing], name: str, by: User, note: str) -> dict:
    """The verifications that a move makes, and what it changes besides the stage. The guards keep the two hands."""
    now = timezone.now()
    if name in ("verify", "verify_alone"):
        try:
            insert(
                Verification,
                ("revision_id", "digest", "by_id", "alone", "reason", "at"),
                (
                    (thing.current_revision_id, thing.text().digest, by.pk, name == "verify_alone", note, now)
                    for thing in things
                ),
            )
        except DatabaseError as error:
            raise Refused(str(error)) from error
    if name == "publish":
        return {"published_revision": F("current_revision"), "published_at": now}
    return {}


def hands_since_verified(revision) -> list[int | None]:
    """Who wrote any part of the text of `revision` since it was last verified: user ids, None for an unknown hand.

    A verified text that was returned is vouched for no more: those who wrote it stay among its hands.
    """
    if Verification.objects.filter(revision=revision).exists():
        judged = Decision.objects.filter(revision_digest=revision.digest, verb__in=("verify", "verify_alone", "return"))
        if judged.order_by("-id").values_list("verb", flat=True).first() != "return":
            return []
    return list(Contribution.objects.filter(revision=revision).values_list("user_id", flat=True))
