"""Where a statement's text can be checked: captures, spans, digests, and the acts that led to what is public.

The digests of decisions themselves are not told: they are made of what is known, of a moment and of a person's name,
and a name can be guessed from them by trying.
"""

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from archive.models import Decision, Extract, Sighting, Statement, Witness
from archive.public.disclosure import Stretch, gaps, names_of, stretches
from archive.public.represent import stops_of
from archive.public.shapes import Represented, Stop


@dataclass(frozen=True, slots=True)
class Place:
    """Where a paragraph stands in an extract, by character offsets; None where its words were edited since."""

    number: int
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an extract as it may be seen: the statement's own span, another public one's, or what is not shown."""

    start: int
    end: int
    own: bool = False
    reference: str = ""
    title: str = ""
    language: str = ""

    @property
    def length(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Evidence:
    """One witness: the capture it stands in, its span, and the places of the paragraphs inside the span.

    `text` is the whole extract and stays inside; what a page shows of it are `pieces`. The span's digest is told only
    where all of its words are shown: from it and the words around it a name that was taken out could be guessed.
    """

    extract: int
    text: str
    sha256: str
    size: int
    media_type: str
    sightings: list[Sighting]
    tool: str
    start: int
    end: int
    completeness: str
    hand: int
    stops: list[Stop]
    places: list[Place]
    stretches: list[Stretch]
    parts: list[Part]

    @property
    def all_found(self) -> bool:
        return all(place.start is not None for place in self.places)

    @property
    def withheld(self) -> list[tuple[int, int]]:
        """The parts of the span whose words were never published."""
        return gaps(self.text, self.start, self.end, self.stretches)

    @property
    def span_digest(self) -> str:
        """SHA-256 of the span in UTF-8; "" where a part of it is withheld."""
        return "" if self.withheld else hashlib.sha256(self.text[self.start : self.end].encode()).hexdigest()

    @property
    def pieces(self) -> list[tuple[str, int]]:
        """The span as it may be shown: (words, 0), or ("", number of characters) for what is withheld."""
        found = []
        at = self.start
        for left, right in self.withheld:
            found += [(self.text[at:left], 0), ("", right - left)]
            at = right
        found.append((self.text[at : self.end], 0))
        return [piece for piece in found if piece != ("", 0)]

    @property
    def length(self) -> int:
        return len(self.text)


@dataclass(frozen=True, slots=True)
class Act:
    """A step on the way to the public text: what was done, when, to the text with which digest. Never by whom."""

    label: str
    thing: str
    at: datetime
    digest: str


@dataclass(frozen=True, slots=True)
class Standing:
    """One witness in a line: how complete it is, and where and when its capture was first seen."""

    completeness: str
    source: str
    seen_at: datetime | None


def standing(statement: Statement) -> list[Standing]:
    """Each witness of a statement loaded by `for_reading`, in the order of `evidence`; no query."""
    loaded: Any = statement
    found = []
    for witness in loaded.all_witnesses:
        first = next(iter(witness.extract.capture.all_sightings), None)
        source = str(first.source) if first and first.source else ""
        found.append(Standing(witness.get_completeness_display(), source, first.seen_at if first else None))
    return found


def places(found: list[Stretch], represented: Represented) -> list[Place]:
    """Where each paragraph of the published text stands among the stretches of a span."""
    by_number = {one.number: one for one in found if one.number is not None}
    return [
        Place(one.number, by_number[one.number].start, by_number[one.number].end)
        if one.number in by_number
        else Place(one.number, None, None)
        for one in represented.original.paragraphs
    ]


def evidence(statement: Statement, represented: Represented) -> list[Evidence]:
    """Each witness of a statement loaded by `for_reading`; three queries: the extracts, who stands in them, names."""
    loaded: Any = statement  # with what `for_reading` adds
    witnesses: list[Any] = list(loaded.all_witnesses)
    extracts = {one.extract_id for one in witnesses}
    texts = dict(Extract.objects.filter(pk__in=extracts).values_list("pk", "text"))
    others = _others(statement, extracts)
    names = names_of(statement) if witnesses else []
    found = []
    for witness in witnesses:
        text = texts[witness.extract_id]
        shown = stretches(text, witness.start, witness.end, represented, names)
        found.append(
            Evidence(
                extract=witness.extract_id,
                text=text,
                sha256=witness.extract.capture.sha256,
                size=witness.extract.capture.size,
                media_type=witness.extract.capture.media_type,
                sightings=witness.extract.capture.all_sightings,
                tool=witness.extract.tool,
                start=witness.start,
                end=witness.end,
                completeness=witness.get_completeness_display(),
                hand=witness.hand,
                stops=stops_of(witness, statement.language),
                places=places([one for one in shown if _is_present(one, text, represented)], represented),
                stretches=shown,
                parts=_parts(len(text), Part(witness.start, witness.end, own=True), others[witness.extract_id]),
            )
        )
    return found


def _is_present(one: Stretch, text: str, represented: Represented) -> bool:
    """Whether a stretch reads as the present version does, and not as an earlier one."""
    if one.number is None:
        return False
    words = text[one.start : one.end].split()
    return any(words == now.text.split() for now in represented.original.paragraphs if now.number == one.number)


def _others(statement: Statement, extracts: set[int]) -> dict[int, list[Part]]:
    """The spans of other public statements in the same extracts; one query."""
    found: dict[int, list[Part]] = defaultdict(list)
    rows = (
        Witness.objects.filter(extract__in=extracts, statement__in=Statement.objects.public())
        .exclude(statement=statement)
        .order_by("start", "pk")
        .values(
            "extract",
            "start",
            "end",
            "statement__reference",
            "statement__language",
            "statement__published_revision__title",
        )
    )
    for row in rows:
        found[row["extract"]].append(
            Part(
                row["start"],
                row["end"],
                reference=row["statement__reference"],
                title=row["statement__published_revision__title"],
                language=row["statement__language"],
            )
        )
    return found


def _parts(length: int, own: Part, others: list[Part]) -> list[Part]:
    """The whole extract, part by part: spans in their order, and between them what is not shown."""
    found: list[Part] = []
    at = 0
    for part in sorted([own, *(one for one in others if one.end <= own.start or one.start >= own.end)], key=_start):
        if part.start < at:
            continue
        if part.start > at:
            found.append(Part(at, part.start))
        found.append(part)
        at = part.end
    return [*found, Part(at, length)] if at < length else found


def _start(part: Part) -> int:
    return part.start


def acts(represented: Represented) -> list[Act]:
    """The decisions that made the public texts public, oldest first; one query.

    Only what concerns digests that were published is told: who is at work on what, and why something was sent back,
    is the desk's own.
    """
    decisions = Decision.objects.filter(reference=represented.reference, verb__in=["verify", "verify_alone", "publish"])
    rows = list(decisions.order_by("id").values("verb", "thing", "at", "revision_digest"))
    public_things = {"statement"} | {f"translation:{text.language}:{text.origin}" for text in represented.translations}
    published = {row["revision_digest"] for row in rows if row["verb"] == "publish" and row["thing"] in public_things}
    labels = {"verify": _("verified"), "verify_alone": _("checked by one person"), "publish": _("published")}
    return [
        Act(
            labels[row["verb"]],
            row["thing"].split(":")[1] if ":" in row["thing"] else "",
            row["at"],
            row["revision_digest"],
        )
        for row in rows
        if row["thing"] in public_things and row["revision_digest"] in published
    ]
