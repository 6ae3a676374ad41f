"""A proposed description as the statement's page shows it: what would change, and who may let it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from archive.models import Organisation, Statement, Topic
from archive.stages import Kind, Role
from editorial import roles
from editorial.models import Proposal
from editorial.workflow.allowed import Allowed, Denied
from editorial.workflow.describe import CHAINS, ORGANISATIONS, TOPICS, Description, may_confirm


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
    """The description that waits for a second person, if one does. A query for its organisations, one for topics."""
    proposal = getattr(statement, "proposal", None)
    if proposal is None:
        return None
    both = (proposal.before, proposal.after)
    rows = [row for one in both for row in (*one[ORGANISATIONS], *_stations(one))]
    known = _names(Organisation, {row[1] for row in rows if row[1]})
    topics = _names(Topic, {key for one in both for key in one[TOPICS]})
    before, after = (_said(one, known, topics) for one in both)
    facts = [Fact(label, before[label], after[label]) for label in before if before[label] != after[label]]
    mine = proposal.by_id == user.pk
    return Proposed(
        proposal, facts, may_confirm(user, proposal), user.has_perm(roles.VERIFY_ALONE), mine,
        mine or user.has_perm(roles.VERIFY),
    )  # fmt: skip


def _names(model: type[Organisation] | type[Topic], keys: set[int]) -> dict[int, str]:
    return {key: str(one) for key, one in model._default_manager.in_bulk(keys).items()} if keys else {}


def _stations(description: Description) -> list:
    """The rows of all chains, of one witness after the other."""
    chains: dict[str, list] = description[CHAINS]  # type: ignore[assignment]
    return [row for _witness, rows in sorted(chains.items(), key=lambda one: int(one[0])) for row in rows]


def _people(rows: list, known: dict[int, str]) -> str:
    """Organisations and persons with their roles; a row ends with a position, which is not said."""
    return "; ".join(
        f"{Role(role).label}: "
        + ", ".join(filter(None, (known.get(key, ""), written if written != known.get(key) else "", *more)))
        for role, key, written, *more, _position in rows
    )


def _said(description: Description, known: dict[int, str], topics: dict[int, str]) -> dict[str, str]:
    """The facts of a description in words, by their labels."""
    return {
        _("Kind"): str(Kind(str(description["kind"])).label),
        _("Issuing body"): str(description["issuing_body"]),
        _("Author"): str(description["author"]),
        _("Date as written"): str(description["date_written"]),
        _("Date"): _day(description),
        _("Organisations and persons"): _people(description[ORGANISATIONS], known),  # type: ignore[arg-type]
        _("Topics"): ", ".join(sorted(topics.get(key, "") for key in description[TOPICS])),  # type: ignore[attr-defined]
        _("Attribution chain"): _people(_stations(description), known),
    }


def _day(description: Description) -> str:
    """A date in words: its days, in which calendar it was written, and whether a part was inferred."""
    if not description["first_day"]:
        return "—"
    days = " – ".join(dict.fromkeys(str(description[name]) for name in ("first_day", "last_day")))
    words = [days, str(description["precision"]), str(description["calendar"])]
    return " · ".join([*words, _("a part was inferred")] if description["date_inferred"] else words)
