"""Decide on a candidate: accept it as a statement, merge it into one, or discard it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from archive.dates import HistoricalDate
from archive.models import Organisation, Participation, Statement, Station, Witness
from archive.public.represent import best_witness
from archive.stages import Axis, Kind, Role, Stage
from editorial import roles
from editorial.models import Candidate
from editorial.paragraphs import number
from editorial.workflow.decisions import decide
from editorial.workflow.moves import Overtaken, Refused
from editorial.workflow.revise import revise, write_revision
from editorial.workflow.verify import doubt


@dataclass(frozen=True, slots=True)
class Taking:
    """One organisation or person in one role, as an editor confirmed it."""

    role: str
    written: str = ""
    organisation: Organisation | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a statement will be made of: the machine's reading, corrected by a person."""

    title: str
    texts: Sequence[str]
    language: str
    kind: str = Kind.STATEMENT
    date: HistoricalDate | None = None
    takings: Sequence[Taking] = field(default_factory=tuple)
    issuing_body: str = ""
    author: str = ""
    excerpt: bool = False
    hand: int = 1


def draft_of(candidate: Candidate) -> Draft:
    """The machine's reading of a candidate as a draft, organisations looked up by their slugs."""
    reading = candidate.reading
    named = [*reading.get("organisations", []), *reading.get("signatories", [])]
    known = Organisation.objects.in_bulk({one["slug"] for one in named if one.get("slug")}, field_name="slug")
    takings = tuple(
        Taking(
            role=one.get("role") or Role.SIGNATORY,
            written=(one.get("written") or one["name"])[:300],
            organisation=known.get(one.get("slug", "")),
            detail=(one.get("detail") or "")[:300],
        )
        for one in named
    )
    date = reading.get("date")
    return Draft(
        title=reading.get("title") or "",
        texts=tuple(reading.get("paragraphs") or ()) or (candidate.text(),),
        language=candidate.language,
        kind=reading.get("kind") or Kind.STATEMENT,
        date=HistoricalDate.from_dict(date) if date else None,
        takings=takings,
        issuing_body=(reading.get("issuing_body") or "")[:200],
        author=(reading.get("author") or "")[:200],
        excerpt=candidate.excerpt,
        hand=reading.get("hand") or 1,
    )


def _settle(candidate: Candidate, state: Candidate.State, statement: Statement | None, by: User) -> None:
    """Give a waiting candidate its end, where it is still waiting. Raises Refused or Overtaken."""
    if not by.has_perm(roles.DRAFT):
        raise Refused(_("Your role does not include this step."))
    settled = Candidate.objects.filter(pk=candidate.pk, state=Candidate.State.WAITING).update(
        state=state, statement=statement
    )
    if not settled:
        raise Overtaken(_("Somebody else has already decided on this candidate."))
    candidate.state, candidate.statement = state, statement


def _take_part(statement: Statement, takings: Sequence[Taking]) -> None:
    Participation.objects.bulk_create(
        [
            Participation(
                statement=statement,
                organisation=taking.organisation,
                role=taking.role,
                position=position,
                written=taking.written or (str(taking.organisation) if taking.organisation else ""),
                detail=taking.detail,
            )
            for position, taking in enumerate(takings)
            if taking.role in (Role.ISSUER, Role.SIGNATORY)
        ]
    )


def _bear_witness(statement: Statement, candidate: Candidate, draft: Draft) -> Witness:
    """Record that the candidate's passage holds this statement, and who passed it on."""
    quoted = draft.hand > 1
    witness = Witness.objects.create(
        statement=statement,
        extract=candidate.extract,
        start=candidate.start,
        end=candidate.end,
        hand=draft.hand,
        completeness=Witness.Completeness.EXCERPT
        if draft.excerpt
        else Witness.Completeness.QUOTATION
        if quoted
        else Witness.Completeness.FULL,
    )
    passed_on = [taking for taking in draft.takings if taking.role in (Role.PUBLISHER, Role.QUOTING_SOURCE)]
    Station.objects.bulk_create(
        [
            Station(
                witness=witness,
                position=position,
                role=taking.role,
                organisation=taking.organisation,
                written=taking.written,
            )
            for position, taking in enumerate(passed_on)
        ]
    )
    return witness


@transaction.atomic
def accept(candidate: Candidate, by: User, draft: Draft | None = None) -> Statement:
    """Make a statement in stage draft out of a waiting candidate; `draft` holds the editor's corrections.

    Raises Refused where role or text do not allow it, Overtaken where somebody decided first.
    """
    draft = draft or draft_of(candidate)
    texts = [text.strip() for text in draft.texts if text.strip()]
    if not texts:
        raise Refused(_("There is no text yet."))
    source = candidate.extract.capture.sightings.filter(source__isnull=False).values_list("source_id", flat=True)
    statement = Statement(
        language=draft.language,
        kind=draft.kind,
        excerpt=draft.excerpt,
        issuing_body=draft.issuing_body,
        author=draft.author,
        source_id=source.first(),
    )
    statement.date = draft.date
    statement.save()
    _settle(candidate, Candidate.State.ACCEPTED, statement, by)
    write_revision(statement, title=draft.title, paragraphs=number(texts), by=by, excerpt=draft.excerpt)
    _take_part(statement, draft.takings)
    _bear_witness(statement, candidate, draft)
    decide(
        "accept",
        "statement",
        statement.reference,
        by,
        to_stage=Stage.DRAFT,
        revision_digest=statement.text().digest,
    )
    return statement


@transaction.atomic
def merge(
    candidate: Candidate, statement: Statement, by: User, *, draft: Draft | None = None, adopt_text: bool = False
) -> Witness:
    """Make a waiting candidate one more witness of a statement; `draft` holds the editor's corrections.

    With `adopt_text` the candidate's text becomes the statement's next revision: how a full text joins its excerpt.
    Where readers are led to the new witness from now on, nobody has looked yet at whom the statement came from.
    """
    draft = draft or draft_of(candidate)
    if statement.stage == Stage.WITHDRAWN:
        raise Refused(_("This statement is withdrawn. Restore it first, or merge into another one."))
    _settle(candidate, Candidate.State.MERGED, statement, by)
    witness = _bear_witness(statement, candidate, draft)
    if best_witness(statement.witnesses.all()) == witness:
        doubt(statement, [Axis.ATTRIBUTION], by)
    if adopt_text:
        revise(
            statement,
            title=draft.title or statement.title(),
            texts=draft.texts,
            by=by,
            note=_("Text taken from another witness."),
            excerpt=draft.excerpt,
        )
    decide("merge", "statement", statement.reference, by)
    return witness


@transaction.atomic
def discard(candidate: Candidate, by: User, note: str) -> None:
    """Lay a waiting candidate aside for good; the reason is kept. Raises Refused without one."""
    if not note.strip():
        raise Refused(_("Say why."))
    _settle(candidate, Candidate.State.DISCARDED, None, by)
    decide("discard", f"candidate:{candidate.pk}", "", by, note.strip())
