"""Where a statement's text can be checked: captures, spans, digests, and the acts that led to what is public."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from archive.models import Decision, Extract, Sighting, Statement
from archive.public.represent import stops_of
from archive.public.shapes import Paragraph, Represented, Stop

_GAP = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a paragraph stands in an extract, by character offsets; None where its words were edited since."""

    number: int
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """One witness: the capture it stands in, its span, and the places of the paragraphs inside the span."""

    sha256: str
    size: int
    media_type: str
    sightings: list[Sighting]
    tool: str
    start: int
    end: int
    span_digest: str
    completeness: str
    hand: int
    stops: list[Stop]
    places: list[Place]

    @property
    def all_found(self) -> bool:
        return all(place.start is not None for place in self.places)


@dataclass(frozen=True, slots=True)
class Act:
    """A step on the way to the public text: what was done, when, to the text with which digest. Never by whom."""

    label: str
    thing: str
    at: datetime
    digest: str


def places(text: str, start: int, end: int, paragraphs: tuple[Paragraph, ...]) -> list[Place]:
    """Offsets in `text` of each paragraph within the span, looked for in order; white space may differ."""
    found = []
    at = start
    for paragraph in paragraphs:
        words = _GAP.split(paragraph.text.strip())
        match = re.compile(r"\s+".join(map(re.escape, words))).search(text, at, end) if words[0] else None
        if match:
            at = match.end()
        found.append(Place(paragraph.number, match.start() if match else None, match.end() if match else None))
    return found


def evidence(statement: Statement, represented: Represented) -> list[Evidence]:
    """Each witness of a statement loaded by `for_reading`; one query for the extracts."""
    loaded: Any = statement  # with what `for_reading` adds
    witnesses: list[Any] = list(loaded.all_witnesses)
    texts = dict(Extract.objects.filter(pk__in={one.extract_id for one in witnesses}).values_list("pk", "text"))
    return [
        Evidence(
            sha256=witness.extract.capture.sha256,
            size=witness.extract.capture.size,
            media_type=witness.extract.capture.media_type,
            sightings=witness.extract.capture.all_sightings,
            tool=witness.extract.tool,
            start=witness.start,
            end=witness.end,
            span_digest=hashlib.sha256(texts[witness.extract_id][witness.start : witness.end].encode()).hexdigest(),
            completeness=witness.get_completeness_display(),
            hand=witness.hand,
            stops=stops_of(witness, statement.language),
            places=places(texts[witness.extract_id], witness.start, witness.end, represented.original.paragraphs),
        )
        for witness in witnesses
    ]


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
