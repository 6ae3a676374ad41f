"""Texts beside each other: any two texts of one statement, paragraph by paragraph.

A text is named in an address by its language, and by its origin too where the language has several: `fa`, `fa.machine`.
"""

from dataclasses import dataclass

from archive.differences import Piece
from archive.public.shapes import Paragraph, Represented, Text
from archive.public.versions import Changes, changes_since

#: A longer name of a text is no text's.
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Row:
    """Paragraphs that stand beside each other; either may be missing. `changed`: what the original says otherwise now
    than it did when a stale one of them was made."""

    number: int
    first: Paragraph | None
    second: Paragraph | None = None
    changed: tuple[Piece, ...] = ()

    @property
    def stale(self) -> bool:
        return any(one is not None and one.stale for one in (self.first, self.second))

    @property
    def machine(self) -> bool:
        return any(one is not None and one.machine for one in (self.first, self.second))


@dataclass(frozen=True, slots=True)
class Reading:
    """What is read: one text, or two beside each other. `missing` names the languages that were asked for in vain."""

    first: Text
    second: Text | None
    rows: list[Row]
    missing: tuple[str, ...] = ()

    @property
    def texts(self) -> tuple[Text, ...]:
        return (self.first, self.second) if self.second else (self.first,)


def all_texts(statement: Represented) -> tuple[Text, ...]:
    """Every public text of a statement, the original first."""
    return (statement.original, *statement.translations)


def name_in_address(statement: Represented, text: Text) -> str:
    """How an address names a text: its language, with its origin where another text of it comes first."""
    return text.language if statement.text_in(text.language) == text else f"{text.language}.{text.origin}"


def find(statement: Represented, name: str, origin: str = "") -> Text | None:
    """The public text that an address names; None where there is none."""
    tag, _dot, own = name[:_LONGEST].partition(".")
    return statement.text_in(tag, own or origin)


def reading(statement: Represented, first: str = "", second: str = "", origin: str = "") -> Reading:
    """The texts that an address asks for, with their rows; the original stands in for a first one that is not there.

    `statement` is represented whole. `origin` says which of several translations `second` means (as `.origin` in its
    name does). At most two queries, and none where no paragraph is stale.
    """
    own = find(statement, first) if first else statement.original
    other = find(statement, second, origin) if second else None
    missing = tuple(name.partition(".")[0][:20] for name, text in ((first, own), (second, other)) if name and not text)
    own = own or statement.original
    if other == own:
        other = None
    shown = [text for text in (own, other) if text]
    return Reading(own, other, rows_of(own, other, changes_since(statement, shown)), missing)


def rows_of(first: Text, second: Text | None, changes: Changes | None = None) -> list[Row]:
    """Paragraphs beside each other by number, in the order of `first`; what only one has keeps its place."""
    changes = changes or {}
    beside = {paragraph.number: paragraph for paragraph in second.paragraphs} if second else {}
    own = {paragraph.number for paragraph in first.paragraphs}
    rows = [
        Row(paragraph.number, paragraph, beside.get(paragraph.number), changes.get(paragraph.number, ()))
        for paragraph in first.paragraphs
    ]
    previous = None
    for paragraph in second.paragraphs if second else ():
        if paragraph.number not in own:
            at = next((place + 1 for place, row in enumerate(rows) if row.number == previous), 0)
            rows.insert(at, Row(paragraph.number, None, paragraph, changes.get(paragraph.number, ())))
        previous = paragraph.number
    return rows
