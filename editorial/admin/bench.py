"""What the translation workbench lays out: each paragraph of the original beside its rendering, with its state."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from archive import folding
from archive.differences import Piece, word_difference
from archive.models import Revision, Translation, obsolete_numbers, stale_numbers
from editorial import quality
from editorial.quality import Finding, Named, Pair, Span
from editorial.workflow.translate import former_sources, source_of, turned

#: States of a paragraph, the most urgent first: key, letter, word. Colour never stands alone.
STATES = {
    "obsolete": ("O", _("obsolete: the original has no such paragraph any more")),
    "stale": ("S", _("stale: the original has changed")),
    "missing": ("–", _("not translated")),
    "unsure": ("?", _("unsure")),
    "machine": ("M", _("by machine")),
    "done": ("✓", _("translated")),
}


@dataclass(frozen=True, slots=True)
class Typed:
    """What came from the form: texts by paragraph number; the numbers whose old rendering is still valid, those where
    that was confirmed although the original turned its "not", and those that the translator is not sure of."""

    title: str
    texts: Mapping[int, str]
    still_valid: frozenset[int]
    confirmed: frozenset[int]
    unsure: frozenset[int]
    note: str

    @classmethod
    def of(cls, data) -> "Typed":
        texts = {
            int(name.removeprefix("p")): tidy(value)
            for name, value in data.items()
            if name.startswith("p") and name[1:].isdecimal()
        }

        def ticked(name: str) -> frozenset[int]:
            return frozenset(int(number) for number in data.getlist(name) if number.isdecimal())

        return cls(
            title=data.get("title", "").strip(),
            texts=texts,
            still_valid=ticked("still_valid"),
            confirmed=ticked("confirmed"),
            unsure=ticked("unsure"),
            note=data.get("note", "").strip(),
        )


def tidy(text: str) -> str:
    """A paragraph as it is kept: no space at the ends of its lines."""
    return "\n".join(line.strip() for line in text.splitlines()).strip()


@dataclass(frozen=True, slots=True)
class Row:
    """One paragraph of the workbench; the title has the number of `quality.TITLE`.

    `change` is the word difference of a stale paragraph's source, `slight` that only spelling or punctuation differ,
    `turned` the words by which it now denies or no longer does; `theirs` is what somebody else saved in the meantime,
    where it is another text.
    """

    number: int
    source: str
    text: str
    findings: tuple[Finding, ...] = ()
    stale: bool = False
    machine: bool = False
    unsure: bool = False
    obsolete: bool = False
    change: tuple[Piece, ...] = ()
    slight: bool = False
    turned: tuple[str, ...] = ()
    theirs: tuple[Piece, ...] = ()
    still_valid: bool = False
    confirmed: bool = False

    @property
    def errors(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.is_error]

    @property
    def warnings(self) -> list[Finding]:
        return [finding for finding in self.findings if not finding.is_error]

    @property
    def shown(self) -> list[Finding]:
        """The findings but those that the state itself tells."""
        return [finding for finding in self.findings if finding.code not in ("stale", "obsolete")]

    @property
    def spans(self) -> tuple[Span, ...]:
        """What the findings are about in the rendering."""
        return tuple(span for finding in self.findings for span in finding.spans)

    @property
    def source_spans(self) -> tuple[Span, ...]:
        return tuple(span for finding in self.findings for span in finding.source_spans)

    @property
    def state(self) -> str:
        """A key of `STATES`."""
        if self.obsolete or self.stale:
            return "obsolete" if self.obsolete else "stale"
        if not self.text:
            return "missing"
        return "unsure" if self.unsure else "machine" if self.machine else "done"

    @property
    def state_letter(self) -> str:
        return STATES[self.state][0]

    @property
    def state_word(self):
        return STATES[self.state][1]


def merged(mine: str, before: str, theirs: str) -> str:
    """What the form shows of one paragraph after somebody else saved: theirs where I had not touched it."""
    return theirs if mine == before else mine


def paragraph_of(translation: Translation, number: int, text: str, names: Sequence[Named]) -> Row | None:
    """A row of a paragraph (or the title) as it is being written, with its findings; None for no such paragraph."""
    original = source_of(translation)
    sources = {quality.TITLE: original.title} | {row["number"]: row["text"] for row in original.paragraphs}
    if number not in sources:
        return None
    pair = Pair(sources[number], text, translation.statement.language, translation.language, tuple(names))
    return Row(number, sources[number], text, quality.of_paragraph(number, pair))


def rows_of(
    translation: Translation, typed: Typed | None, begun_with: Revision | None, names: Sequence[Named]
) -> list[Row]:
    """The title, then the workbench's rows in the order of the original; renderings of paragraphs that left it stand
    at the end.

    `begun_with` is the revision that the editor had before the eyes. Where it is not the current one, paragraphs that
    the editor left alone take the other's text, and the others show the difference.
    """
    original, current = source_of(translation), translation.current_revision
    languages = translation.statement.language, translation.language
    sources = {paragraph["number"]: paragraph["text"] for paragraph in original.paragraphs}
    saved = {paragraph["number"]: paragraph for paragraph in current.paragraphs} if current else {}
    before = {paragraph["number"]: paragraph["text"] for paragraph in begun_with.paragraphs} if begun_with else {}
    stale = stale_numbers(current, original) if current else set()
    obsolete = obsolete_numbers(current, original) if current else set()
    earlier = former_sources(translation, {saved[number]["source"] for number in stale | obsolete})
    rows = [_title_row(translation, typed, begun_with, names)]
    for number in [*sources, *(number for number in saved if number not in sources)]:
        own, source = saved.get(number, {}), sources.get(number, "")
        theirs = own.get("text", "")
        text = theirs if typed is None else typed.texts.get(number, theirs)
        difference: tuple[Piece, ...] = ()
        if typed is not None and begun_with != current:
            text = merged(text, before.get(number, ""), theirs)
            difference = word_difference(theirs, text) if text != theirs else ()
        old = earlier.get(own["source"]) if number in stale | obsolete else None
        found = quality.of_paragraph(number, Pair(source, text, *languages, tuple(names)))
        if number in stale:
            found += (quality.stale(number),)
        elif number not in sources:
            found += (quality.obsolete(number),)
        rows.append(
            Row(
                number=number,
                source=source,
                text=text,
                findings=found,
                stale=number in stale,
                machine=bool(own.get("machine")),
                unsure=bool(own.get("unsure")) if typed is None else number in typed.unsure,
                obsolete=number in obsolete or number not in sources,
                change=word_difference(old, source) if old is not None else (),
                slight=number in stale and old is not None and folding.match_form(old) == folding.match_form(source),
                turned=turned(translation, old, source) if number in stale else (),
                theirs=difference,
                still_valid=typed is not None and number in typed.still_valid,
                confirmed=typed is not None and number in typed.confirmed,
            )
        )
    return rows


def _title_row(
    translation: Translation, typed: Typed | None, begun_with: Revision | None, names: Sequence[Named]
) -> Row:
    original, current = source_of(translation), translation.current_revision
    theirs = current.title if current else ""
    text = theirs if typed is None else typed.title
    difference: tuple[Piece, ...] = ()
    if typed is not None and begun_with != current:
        text = merged(text, begun_with.title if begun_with else "", theirs)
        difference = word_difference(theirs, text) if text != theirs else ()
    pair = Pair(original.title, text, translation.statement.language, translation.language, tuple(names))
    found = quality.of_paragraph(quality.TITLE, pair)
    return Row(quality.TITLE, original.title, text, found, theirs=difference)
