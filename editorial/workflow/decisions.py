"""Append to the chain of decisions."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from archive.models import Decision, Statement, Translation, chained_digest, insert
from archive.public import editions

type Thing = Statement | Translation


def name_of(thing: Thing) -> tuple[str, str]:
    """How decisions call a thing: (thing, reference)."""
    if isinstance(thing, Translation):
        return f"translation:{thing.language}:{thing.origin}", thing.statement.reference
    return "statement", thing.reference


def await_turn(what: str) -> None:
    """Wait until no other transaction is at `what`; the others wait for this one from now on until it ends.

    Only PostgreSQL needs telling: SQLite has one writer at a time by itself.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [what])


def decide(verb: str, thing: str, reference: str, by: User | None, note: str = "", **fields: str) -> None:
    """Append one row to the chain. Call inside the transaction of what was decided."""
    append([{"verb": verb, "thing": thing, "reference": reference, "note": note, **fields}], by)


_EMPTY = {"from_stage": "", "to_stage": "", "revision_digest": "", "note": ""}
_COLUMNS = (
    "verb", "thing", "reference", "from_stage", "to_stage", "revision_digest", "by_id", "by_name", "note", "at",
    "previous", "digest",
)  # fmt: skip


def append(decisions: Sequence[Mapping[str, str]], by: User | None) -> None:
    """Append decisions to the chain in their order, in the name of one person. Call inside the deciding transaction.

    Each holds `verb`, `thing`, `reference` and, where they apply, `from_stage`, `to_stage`, `revision_digest`, `note`.
    """
    if connection.vendor == "postgresql":
        # One writer at the chain's end at a time; SQLite's transactions have the same effect by themselves.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('archive_decision'))")
    last = Decision.objects.order_by("-id").values_list("digest", flat=True).first() or ""
    at = timezone.now()
    signed = {"by_id": by.pk if by else None, "by_name": by.get_username() if by else "—", "at": at}
    rows = []
    for decision in decisions:
        row = {**_EMPTY, **decision, **signed, "previous": last}
        row["digest"] = last = chained_digest(row)
        rows.append([row[column] for column in _COLUMNS])
    insert(Decision, _COLUMNS, rows)
    editions.forget()
    transaction.on_commit(editions.forget)
    _date_what_is_public(decisions, at)


#: Acts after which readers may see something else. What is written and submitted behind them is the desk's own.
_CHANGING = frozenset({"publish", "withdraw", "describe", "merge"})
#: By the kind of what was described (`organisation:7`): the ways from a statement to it, where its name is shown.
_SHOWN_IN: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"organisation": ("participations__organisation", "witnesses__stations__organisation"), "topic": ("topics",)}
)


def _date_what_is_public(decisions: Sequence[Mapping[str, str]], at: datetime) -> None:
    """Enter the moment where harvesters look for it: with statements whose public form these decisions may change."""
    known = Statement.objects.known()
    changed = {decision["reference"] for decision in decisions if decision["verb"] in _CHANGING}
    if changed:
        known.filter(reference__in=changed).update(changed_at=at)
    for decision in decisions:
        kind, _colon, key = decision["thing"].partition(":")
        for way in _SHOWN_IN.get(kind, ()):
            known.filter(**{way: int(key)}).update(changed_at=at)
        digest = decision.get("revision_digest")
        if decision["verb"].startswith("assess ") and digest:
            # A verdict counts for readers only where it was given on a text that they see.
            seen = Q(published_revision__digest=digest) | Q(translations__published_revision__digest=digest)
            known.filter(seen, reference=decision["reference"]).update(changed_at=at)
