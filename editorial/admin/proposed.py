"""A proposed description as the statement's page shows it: what would change, and who may let it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from archive.models import Organisation, Statement
from archive.stages import Kind, Role
from editorial import roles
from editorial.models import Proposal
from editorial.workflow.allowed import Allowed, Denied
from editorial.workflow.describe import ORGANISATIONS, Description, may_confirm


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact that would change: its name, and what it says before and after."""

    label: object
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal with what it would change. `mine` is that the person who looks made it."""

    proposal: Proposal
    facts: Sequence[Fact]
    answer: Allowed | Denied
    alone: bool
    mine: bool
    may_drop: bool


def proposed(statement: Statement, user: User) -> Proposed | None:
    """The description that waits for a second person, if one does. One query where organisations are known."""
    proposal = getattr(statement, "proposal", None)
    if proposal is None:
        return None
    keys = {row[1] for one in (proposal.before, proposal.after) for row in one[ORGANISATIONS] if row[1]}
    known = {key: str(one) for key, one in Organisation.objects.in_bulk(keys).items()} if keys else {}
    before, after = _said(proposal.before, known), _said(proposal.after, known)
    facts = [Fact(label, before[label], after[label]) for label in before if before[label] != after[label]]
    mine = proposal.by_id == user.pk
    return Proposed(
        proposal, facts, may_confirm(user, proposal), user.has_perm(roles.VERIFY_ALONE), mine,
        mine or user.has_perm(roles.VERIFY),
    )  # fmt: skip


def _said(description: Description, known: dict[int, str]) -> dict[str, str]:
    """The facts of a description in words, by their labels."""
    rows: list = description[ORGANISATIONS]  # type: ignore[assignment]
    named = [
        ", ".join(filter(None, (known.get(key, ""), written if written != known.get(key) else "", detail)))
        for _role, key, written, detail, _position in rows
    ]
    roles_said = [Role(row[0]).label for row in rows]
    return {
        _("Kind"): str(Kind(str(description["kind"])).label),
        _("Issuing body"): str(description["issuing_body"]),
        _("Author"): str(description["author"]),
        _("Date as written"): str(description["date_written"]),
        _("Date"): _day(description),
        _("Organisations and persons"): "; ".join(
            f"{role}: {name}" for role, name in zip(roles_said, named, strict=True)
        ),
    }


def _day(description: Description) -> str:
    """A date in words: its days, in which calendar it was written, and whether a part was inferred."""
    if not description["first_day"]:
        return "—"
    days = " – ".join(dict.fromkeys(str(description[name]) for name in ("first_day", "last_day")))
    words = [days, str(description["precision"]), str(description["calendar"])]
    return " · ".join([*words, _("a part was inferred")] if description["date_inferred"] else words)
