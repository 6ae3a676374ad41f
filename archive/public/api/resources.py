"""What machines get: the shapes of statements, organisations and topics, declared once.

Answers are built as these types, which the type checker holds, and OpenAPI is made of them (`openapi.py`): there is no
second description that could say something else. A description stands with the member that it describes.
"""

from typing import Annotated, Literal, NotRequired, TypedDict

Tag = Annotated[str, "BCP 47 language tag", {"examples": ["fa", "ckb", "az-Arab"]}]
Moment = Annotated[str, "moment in UTC", {"format": "date-time"}]
Address = Annotated[str, {"format": "uri"}]
Digest = Annotated[str, "SHA-256 as 64 hex digits", {"pattern": "^[0-9a-f]{64}$"}]
Reference = Annotated[
    str,
    "permanent identifier of a statement; carries no language, outlives merges",
    {"pattern": "^[0-9a-z]{1,12}$", "examples": ["7k2mq9xd"]},
]
Verdict = Literal["confirmed", "contradicted", "could not check"]


class DateResource(TypedDict):
    """A historical date, as written and as understood."""

    written: Annotated[str, "as the page writes it"]
    calendar: Annotated[Literal["gregorian", "solar hijri", "islamic"], "the calendar in which it is written"]
    first: Annotated[str, "first day, Gregorian", {"format": "date"}]
    last: Annotated[str, "last day, Gregorian", {"format": "date"}]
    precision: Literal["day", "month", "year", "decade"]
    inferred: Annotated[bool, "whether a part of it was inferred, as the year is from the page around it"]
    edtf: Annotated[str, "Extended Date/Time Format (ISO 8601-2)"]
    calendars: Annotated[dict[str, str], "the same in each of the three calendars: a day, or first/last day"]


class PartyResource(TypedDict):
    """Who issued or signed a statement. `slug` leads to `organisations/{slug}/`."""

    name: str
    language: Tag
    slug: str | None
    role: Literal["issuer", "signatory"]
    detail: str | None


class ParagraphResource(TypedDict):
    """The unit of reading, citing and comparing."""

    number: Annotated[int, "stable inside its statement, the same in every language"]
    text: str
    digest: Digest
    stale: Annotated[bool, "in a translation: the original has changed since"]
    machine: Annotated[bool, "in a translation: no person has worked on it"]


class TextSummary(TypedDict):
    """One published text of a statement: the original or a translation."""

    language: Tag
    title: str
    origin: Annotated[
        Literal["original", "official", "found", "ours", "machine"],
        "the original, or who made the translation: the issuer, somebody else, the archive, a machine",
    ]
    translator: str | None
    excerpt: Annotated[bool, "only a part of the text is known"]
    digest: Annotated[str, "SHA-256 of [title,[[number,text],…]] as JSON in UTF-8", {"pattern": "^[0-9a-f]{64}$"}]
    checked_by_one_person: bool
    published_at: Annotated[str, "when first published", {"format": "date-time"}]


class TextResource(TextSummary):
    """A published text with its paragraphs."""

    assessment: Annotated[Verdict | None, "what a verifier said of a translation; null: not looked at"]
    paragraphs: list[ParagraphResource]


class StationResource(TypedDict):
    """One station of the way by which a statement came to the archive, the issuer first, the capture last."""

    station: str
    names: list[str]
    state: Literal["checked", "open", "contradicted"]


class SightingResource(TypedDict):
    """One moment at which the captured bytes were seen."""

    at: Moment
    address: str | None
    source: str | None


class CaptureResource(TypedDict):
    """Where the statement stands: a span of the text that was read out of captured bytes."""

    sha256: Digest
    size: Annotated[int, "bytes"]
    media_type: str
    start: Annotated[int, "first character of the span"]
    end: Annotated[int, "character after the last"]
    completeness: Literal["full", "excerpt", "quotation"]
    hand: Annotated[int, "1: first-hand, 2: quoted from another channel, 3: from one that quotes"]
    tool: Annotated[str, "what read the text out of the bytes; offsets count in its output"]
    seen: list[SightingResource]


class AssessmentsResource(TypedDict):
    """What verifiers said; null: nobody has looked."""

    text: Verdict | None
    attribution: Verdict | None
    date: Verdict | None


class StatementMembers(TypedDict):
    """What a statement has in lists and by itself."""

    reference: Reference
    address: Annotated[str, "permanent address, in no language", {"format": "uri"}]
    kind: Literal[
        "statement", "joint statement", "commentary", "interview", "letter", "appeal", "report", "resolution",
        "greeting", "obituary",
    ]  # fmt: skip
    language: Annotated[str, "BCP 47 tag of the original"]
    date: DateResource | None
    organisations: list[PartyResource]
    issuing_body: str | None
    author: str | None
    chain: list[StationResource]
    assessments: AssessmentsResource
    published_at: Annotated[str, "when first published", {"format": "date-time"}]
    changed_at: Annotated[str, "when what is public of it last changed", {"format": "date-time"}]


class StatementSummary(StatementMembers):
    """A statement as it stands in a list, without paragraphs."""

    original: TextSummary
    translations: list[TextSummary]


class StatementResource(StatementMembers):
    """Everything public of a statement."""

    topics: Annotated[list[str], "the slugs of `topics/{slug}/`"]
    captures: list[CaptureResource]
    original: TextResource
    translations: list[TextResource]


class KnownName(TypedDict):
    """A name or alias of an organisation, with the years in which it was used where they are known."""

    text: str
    language: Tag
    first_year: int | None
    last_year: int | None


class RelationResource(TypedDict):
    """How the organisation hangs together with another one; read from `of` to `to`."""

    of: Annotated[str, "slug"]
    kind: Literal["predecessor", "split", "merger", "member"]
    to: Annotated[str, "slug"]
    year: int | None


class OrganisationSummary(TypedDict):
    """A body that takes part in a public statement."""

    slug: str
    names: Annotated[dict[str, str], "by interface language"]
    country: Annotated[str | None, "ISO 3166, two letters"]
    address: Annotated[str, "its page", {"format": "uri"}]


class OrganisationResource(OrganisationSummary):
    """An organisation with its names over time and its relations."""

    founded: Annotated[int | None, "year, Gregorian"]
    dissolved: Annotated[int | None, "year, Gregorian"]
    website: str | None
    known_names: list[KnownName]
    relations: list[RelationResource]
    statements: Annotated[str, "the list of what it issued or signed", {"format": "uri"}]


class TopicResource(TypedDict):
    """A subject heading of public statements."""

    slug: str
    names: Annotated[dict[str, str], "by interface language"]
    address: Annotated[str, "its page", {"format": "uri"}]
    statements: Annotated[str, "the list of statements about it", {"format": "uri"}]


class PageLinks(TypedDict):
    """Neighbouring pages; the same stand in the header `Link`."""

    next: Annotated[str | None, {"format": "uri"}]
    prev: Annotated[str | None, {"format": "uri"}]


class StatementPage(TypedDict):
    """A page of a list of statements."""

    statements: list[StatementSummary]
    links: PageLinks


class OrganisationPage(TypedDict):
    """A page of the list of organisations, by slug."""

    organisations: list[OrganisationSummary]
    links: PageLinks


class TopicPage(TypedDict):
    """A page of the list of topics, by slug."""

    topics: list[TopicResource]
    links: PageLinks


class Index(TypedDict):
    """Where everything for machines stands."""

    statements: Address
    organisations: Address
    topics: Address
    openapi: Address
    documentation: Address
    feed: Address
    oai: Address
    sitemap: Address


class Fault(TypedDict):
    """A parameter that cannot be read, and why."""

    parameter: str
    detail: str


class Problem(TypedDict):
    """What went wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    faults: NotRequired[list[Fault]]


class Tombstone(Problem):
    """What remains of a statement that was withdrawn."""

    reference: Reference
    withdrawn_at: Moment
    reason: str
