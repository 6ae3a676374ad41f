"""Ground: the frozen records that one door of the flow hands to the next.

A record is data, not behaviour: it knows no database, no settings and no file.
All positions are character offsets (not bytes) into `Extract.text`.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from archive.dates import HistoricalDate


@dataclass(frozen=True, slots=True)
class Item:
    """Bytes as they came, and what is known of how they came. `seen_at` is UTC; now, where it is not known.

    `facts` holds what a container told of this member: title, date, author, site, language (strings), `excerpt` (why it
    is known to be cut), `container`, `container_kind` and `container_sha256` (what it was taken out of).
    `fault` is a sentence where the member could not be had; then `data` is empty.
    """

    data: bytes
    name: str = ""
    address: str = ""
    seen_at: datetime.datetime | None = None
    headers: Mapping[str, str] | None = None
    media_type: str | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` (included) to `end` (excluded) of an extract's text."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Mark:
    """Something the format told about a span of the text, before any guessing.

    `kind` is one of: heading, link, list item, quotation, rule, table, navigation, form, date, author, title,
    language, container (one of several repeated containers of a page), caption.
    `value` carries the format's own word: a heading's level, a link's address, a `datetime`, a language tag.
    """

    kind: str
    start: int
    end: int
    value: str = ""


@dataclass(frozen=True, slots=True)
class Extract:
    """The text of a capture and what its format told. Made by a pure function from bytes.

    `text` keeps the characters as captured (NFC at most); blocks are parted by empty lines.
    `page` holds what was said about the page as a whole: title, language, date, site, address.
    """

    text: str
    media_type: str
    marks: tuple[Mark, ...] = ()
    page: dict[str, str] = field(default_factory=dict)
    tool: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch inside a passage and the part it plays there.

    `kind` is one of: title, byline, date line, provenance (lead-in or editor's note), salutation, body, sign-off,
    signatories, read more, insert (something foreign inside the body: caption, pull quote, address block).
    """

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A span of an extract that holds one statement, one excerpt, one quotation, or something that is none.

    `kind` is one of: statement, excerpt, quotation, compiler, navigation, boilerplate, unclaimed.
    Passages of one extract never overlap, stand in order, and together cover every character.
    `parts` are in order and inside the passage; white space between them belongs to no part.
    """

    kind: str
    start: int
    end: int
    parts: tuple[Part, ...] = ()
    confidence: float = 1.0

    def holds_statement(self) -> bool:
        return self.kind in ("statement", "excerpt", "quotation")

    def spans(self, kind: str) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.kind == kind)


@dataclass(frozen=True, slots=True)
class Guess[Value]:
    """One thing the machine believes, how firmly (0 to 1, calibrated), and the words that made it believe so."""

    value: Value
    confidence: float
    evidence: Span | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """An organisation or person in a role, as written, with the canonical name where it is known.

    `role` is one of issuer, signatory, publisher, quoting source. `slug` is the vocabulary's key, or "" when unknown.
    `detail` keeps what stands beside a signatory's name ("General Secretary", "Toronto").
    """

    name: str
    role: str
    written: str
    slug: str = ""
    detail: str = ""
    confidence: float = 0.5
    evidence: Span | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What the machine guesses of one passage that holds a statement.

    `date` is a Guess whose value is an `archive.dates.HistoricalDate`, or None.
    `kind` is one of the kinds in `archive.stages.KINDS`.
    `hand`: 1 issued on this page, 2 quoted here from another channel, 3 quoted from one that quotes.
    """

    passage: Passage
    language: Guess[str]
    kind: Guess[str]
    title: Guess[str] | None = None
    date: Guess[HistoricalDate] | None = None
    organisations: tuple[Named, ...] = ()
    issuing_body: Guess[str] | None = None
    author: Guess[str] | None = None
    signatories: tuple[Named, ...] = ()
    excerpt: bool = False
    hand: int = 1


@dataclass(frozen=True, slots=True)
class KnownName:
    """One name of one organisation as the vocabulary knows it: what recognising is handed, from file or database."""

    slug: str
    canonical: str
    name: str
    language: str = ""
    country: str = ""
    first_year: int | None = None
    last_year: int | None = None


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A stored text that a reading may match, reduced to what judging needs."""

    statement_id: int
    title: str
    text: str
    language: str
    issuers: frozenset[str]
    first_day: str | None = None
    excerpt: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """A proposal that a reading belongs to a stored statement; a person decides.

    `kind` is one of: same text, near duplicate, excerpt of, full text of, other language, changed version.
    `method` says which rule found it; `score` is that rule's own measure, 0 to 1.
    """

    statement_id: int
    kind: str
    score: float
    method: str


@dataclass(frozen=True, slots=True)
class Folded:
    """What is derived from a text's words: search forms of title and body, digest of the words, fingerprints."""

    title: str
    body: str
    digest: str
    prints: frozenset[int]


@dataclass(frozen=True, slots=True)
class SentTranslation:
    """A translation that came with a statement of a structured collection."""

    language: str
    title: str
    texts: tuple[str, ...]
    translator: str = ""
    origin: str = "found"


@dataclass(frozen=True, slots=True)
class Sent:
    """One statement as a sender describes it. `raw` is its line, bytes and all."""

    id: str
    title: str
    language: str
    texts: tuple[str, ...]
    raw: bytes
    kind: str = "statement"
    organisations: tuple[tuple[str, str], ...] = ()  # (name, role)
    issuing_body: str = ""
    date: HistoricalDate | None = None
    topics: tuple[str, ...] = ()
    address: str = ""
    captured_at: datetime.datetime | None = None
    translations: tuple[SentTranslation, ...] = field(default_factory=tuple)
    folded: Folded | None = None
