"""The shapes in which public statements are shown: names, paragraphs, texts, stations, judgements."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from archive import dates, languages
from archive.stages import Axis, Kind, Origin, Verdict

CHECKED, OPEN, CONTRADICTED = "checked", "open", "contradicted"


@dataclass(frozen=True, slots=True)
class Name:
    """A name with its own language; `slug` leads to the organisation's page, "" where there is none."""

    text: str
    language: str = "und"
    slug: str = ""
    detail: str = ""

    @property
    def direction(self) -> str:
        return languages.direction(self.language)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A numbered paragraph; `stale`: its source has changed since; `machine`: no person has worked on it.

    `source` is the digest of the paragraph that it was made from, "" in an original.
    """

    number: int
    text: str
    stale: bool = False
    machine: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a verifier said on one axis; `verdict` is "" where nobody has looked. `language` is a translation's."""

    axis: str
    verdict: str = ""
    note: str = ""
    language: str = ""

    @property
    def axis_label(self) -> str:
        return str(Axis(self.axis).label)

    @property
    def question(self) -> str:
        """What was to be found out on this axis."""
        return {
            Axis.TEXT: _("Are these the words of the captured page?"),
            Axis.ATTRIBUTION: _("Does it come from those it is ascribed to?"),
            Axis.DATE: _("Was it issued on this date?"),
            Axis.TRANSLATION: _("Does the translation say what the original says?"),
        }[Axis(self.axis)]

    @property
    def verdict_label(self) -> str:
        return str(Verdict(self.verdict).label) if self.verdict else _("not looked at")


@dataclass(frozen=True, slots=True)
class Text:
    """One published text: the original (`origin` is "") or a translation. `paragraphs` is empty in lists.

    `judgement` is what was said of a translation beside its original; None for an original and in lists.
    """

    language: str
    title: str
    revision: int
    digest: str
    published_at: datetime
    changed_at: datetime
    paragraphs: tuple[Paragraph, ...] = ()
    excerpt: bool = False
    origin: str = ""
    translator: str = ""
    alone: bool = False
    verified_at: datetime | None = None
    judgement: Judgement | None = None

    @property
    def direction(self) -> str:
        return languages.direction(self.language)

    @property
    def machine(self) -> bool:
        return self.origin == Origin.MACHINE

    @property
    def origin_label(self) -> str:
        return str(Origin(self.origin).label) if self.origin else ""

    def body(self) -> str:
        """The paragraphs parted by empty lines."""
        return "\n\n".join(paragraph.text for paragraph in self.paragraphs)


@dataclass(frozen=True, slots=True)
class Stop:
    """A station as it is drawn: who, in which part, and whether it was checked, open or contradicted."""

    label: str
    names: tuple[Name, ...]
    state: str

    @property
    def state_label(self) -> str:
        return {CHECKED: _("checked"), OPEN: _("not checked"), CONTRADICTED: _("contradicted")}[self.state]


@dataclass(frozen=True, slots=True)
class Seen:
    """One moment at which a capture's bytes were seen: at which address, in which source ("" where not known)."""

    at: datetime
    address: str
    source: str


@dataclass(frozen=True, slots=True)
class Captured:
    """Where the statement stands: characters `start` to `end` of what `tool` read out of the captured bytes."""

    sha256: str
    size: int
    media_type: str
    start: int
    end: int
    completeness: str
    hand: int
    tool: str
    seen: tuple[Seen, ...]


@dataclass(frozen=True, slots=True)
class Represented:
    """A public statement. `translations` holds every public rendering, the one to be read first before the others.

    `changed_at`: when what is public of it last changed, be it a text, a translation or the description.
    """

    pk: int
    reference: str
    kind: str
    language: str
    date: dates.HistoricalDate | None
    issuers: tuple[Name, ...]
    signatories: tuple[Name, ...]
    issuing_body: str
    author: str
    original: Text
    translations: tuple[Text, ...]
    chain: tuple[Stop, ...]
    published_at: datetime
    changed_at: datetime
    topics: tuple[Name, ...] = ()
    countries: tuple[str, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    captures: tuple[Captured, ...] = ()

    @property
    def kind_label(self) -> str:
        return str(Kind(self.kind).label)

    def text_in(self, tag: str, origin: str = "") -> Text | None:
        """The text to be read in the language `tag`: the original, else the best translation; None without one."""
        if tag == self.language and not origin:
            return self.original
        return next(
            (text for text in self.translations if text.language == tag and origin in ("", text.origin)),
            None,
        )
