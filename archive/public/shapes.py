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
    """A numbered paragraph; `stale`: its source has changed since; `machine`: no person has worked on it."""

    number: int
    text: str
    stale: bool = False
    machine: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """One published text: the original (`origin` is "") or a translation. `paragraphs` is empty in lists."""

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
class Judgement:
    """What a verifier said on one axis; `verdict` is "" where nobody has looked."""

    axis: str
    verdict: str = ""
    note: str = ""

    @property
    def axis_label(self) -> str:
        return str(Axis(self.axis).label)

    @property
    def verdict_label(self) -> str:
        return str(Verdict(self.verdict).label) if self.verdict else _("not looked at")


@dataclass(frozen=True, slots=True)
class Represented:
    """A public statement. `translations` holds every public rendering, the one to be read first before the others."""

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
    topics: tuple[Name, ...] = ()
    countries: tuple[str, ...] = ()
    judgements: tuple[Judgement, ...] = ()

    @property
    def kind_label(self) -> str:
        return str(Kind(self.kind).label)

    @property
    def changed_at(self) -> datetime:
        """When what is public of it last changed."""
        return max(text.changed_at for text in (self.original, *self.translations))

    def text_in(self, tag: str, origin: str = "") -> Text | None:
        """The text to be read in the language `tag`: the original, else the best translation; None without one."""
        if tag == self.language and not origin:
            return self.original
        return next(
            (text for text in self.translations if text.language == tag and origin in ("", text.origin)),
            None,
        )
