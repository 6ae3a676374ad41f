"""Statements, organisations and topics as the plain values that `resources` declares."""

from collections.abc import Callable, Iterable
from typing import Any, Literal

from archive import dates, languages
from archive.models import Organisation, OrganisationRelation, Topic
from archive.models.revision import digest
from archive.public.api.resources import (
    CaptureResource,
    DateResource,
    OrganisationResource,
    OrganisationSummary,
    ParagraphResource,
    PartyResource,
    StatementMembers,
    StatementResource,
    StatementSummary,
    TextResource,
    TextSummary,
    TopicResource,
)
from archive.public.shapes import Captured, Name, Paragraph, Represented, Text

#: From the slug of a thing to the full address of its page, or of the list of its statements.
type Addressing = Callable[[str], str]


def date_resource(date: dates.HistoricalDate) -> DateResource:
    """A date with its EDTF and its days in every calendar that reaches back so far."""
    calendars = {}
    for calendar in dates.CALENDARS:
        try:
            ends = ["{:04}-{:02}-{:02}".format(*dates.in_calendar(day, calendar)) for day in (date.first, date.last)]
        except (ValueError, OverflowError):  # before the calendar's first year
            continue
        calendars[calendar] = "/".join(dict.fromkeys(ends))
    calendar_name: Any = date.calendar
    precision: Any = date.precision
    return {
        "written": date.written,
        "calendar": calendar_name,
        "first": date.first.isoformat(),
        "last": date.last.isoformat(),
        "precision": precision,
        "inferred": date.inferred,
        "edtf": dates.edtf(date),
        "calendars": calendars,
    }


def _party(name: Name, role: Literal["issuer", "signatory"]) -> PartyResource:
    return {
        "name": name.text,
        "language": name.language,
        "slug": name.slug or None,
        "role": role,
        "detail": name.detail or None,
    }


def _summary(text: Text) -> TextSummary:
    origin: Any = text.origin or "original"
    return {
        "language": text.language,
        "title": text.title,
        "origin": origin,
        "translator": text.translator or None,
        "excerpt": text.excerpt,
        "digest": text.digest,
        "checked_by_one_person": text.alone,
        "published_at": text.published_at.isoformat(),
    }


def _paragraph(paragraph: Paragraph) -> ParagraphResource:
    return {
        "number": paragraph.number,
        "text": paragraph.text,
        "digest": digest(paragraph.text),
        "stale": paragraph.stale,
        "machine": paragraph.machine,
    }


def _text(text: Text) -> TextResource:
    verdict: Any = text.judgement.verdict if text.judgement else ""
    return {
        **_summary(text),
        "assessment": verdict or None,
        "paragraphs": [_paragraph(paragraph) for paragraph in text.paragraphs],
    }


def _capture(captured: Captured) -> CaptureResource:
    completeness: Any = captured.completeness
    return {
        "sha256": captured.sha256,
        "size": captured.size,
        "media_type": captured.media_type,
        "start": captured.start,
        "end": captured.end,
        "completeness": completeness,
        "hand": captured.hand,
        "tool": captured.tool,
        "seen": [
            {"at": one.at.isoformat(), "address": one.address or None, "source": one.source or None}
            for one in captured.seen
        ],
    }


def _members(statement: Represented, address: str) -> StatementMembers:
    kind: Any = statement.kind
    verdicts: Any = {one.axis: one.verdict or None for one in statement.judgements}
    states: Any = [
        {"station": stop.label, "names": [name.text for name in stop.names], "state": stop.state}
        for stop in statement.chain
    ]
    return {
        "reference": statement.reference,
        "address": address,
        "kind": kind,
        "language": statement.language,
        "date": date_resource(statement.date) if statement.date else None,
        "organisations": [
            *(_party(name, "issuer") for name in statement.issuers),
            *(_party(name, "signatory") for name in statement.signatories),
        ],
        "issuing_body": statement.issuing_body or None,
        "author": statement.author or None,
        "chain": states,
        "assessments": verdicts,
        "published_at": statement.published_at.isoformat(),
        "changed_at": statement.changed_at.isoformat(),
    }


def statement_summary(statement: Represented, address: str) -> StatementSummary:
    """A statement in a list; `address` is its permanent one."""
    return {
        **_members(statement, address),
        "original": _summary(statement.original),
        "translations": [_summary(text) for text in statement.translations],
    }


def statement_resource(statement: Represented, address: str) -> StatementResource:
    """Everything public of a statement that was represented whole, as plain values."""
    return {
        **_members(statement, address),
        "topics": [topic.slug for topic in statement.topics],
        "captures": [_capture(captured) for captured in statement.captures],
        "original": _text(statement.original),
        "translations": [_text(text) for text in statement.translations],
    }


# --- Vocabulary -------------------------------------------------------------------------------------------------


def names_of(thing: Organisation | Topic) -> dict[str, str]:
    """The names that editors gave, by interface language."""
    names = ((tag, getattr(thing, f"name_{tag}", None)) for tag in languages.INTERFACE)
    return {tag: name for tag, name in names if name}


def organisation_summary(organisation: Organisation, page: Addressing) -> OrganisationSummary:
    """An organisation in a list."""
    return {
        "slug": organisation.slug,
        "names": names_of(organisation),
        "country": organisation.country or None,
        "address": page(organisation.slug),
    }


def organisation_resource(
    organisation: Organisation, relations: Iterable[OrganisationRelation], page: Addressing, statements: Addressing
) -> OrganisationResource:
    """An organisation with its names over time and those of its relations that are public."""
    kinds: dict[str, Any] = {one.value: one.value for one in OrganisationRelation.Kind}
    return {
        **organisation_summary(organisation, page),
        "founded": organisation.founded,
        "dissolved": organisation.dissolved,
        "website": organisation.website or None,
        "known_names": [
            {
                "text": name.text,
                "language": name.language,
                "first_year": name.first_year,
                "last_year": name.last_year,
            }
            for name in organisation.names.all()
        ],
        "relations": [
            {"of": row.organisation.slug, "kind": kinds[row.kind], "to": row.other.slug, "year": row.year}
            for row in relations
        ],
        "statements": statements(organisation.slug),
    }


def topic_resource(topic: Topic, page: Addressing, statements: Addressing) -> TopicResource:
    """A topic."""
    return {
        "slug": topic.slug,
        "names": names_of(topic),
        "address": page(topic.slug),
        "statements": statements(topic.slug),
    }
