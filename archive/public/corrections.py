"""The log of corrections: public texts that were replaced by a later version, and those that were withdrawn.

Told are the moment, the reason, and what it concerns; of a withdrawn text never a word. Who did it is the desk's own.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat

from archive.models import Decision, Revision, Statement, Translation
from archive.public.represent import for_lists, represent_all
from archive.public.shapes import Represented

CORRECTED, AGAIN, WITHDRAWN = "corrected", "published again", "withdrawn"


@dataclass(frozen=True, slots=True)
class Correction:
    """One entry: what happened to the original (`language` is "") or to the translation into `language`, when and why.

    `statement` is None where the statement itself was withdrawn: then only its reference is told. `digest` is that of
    the version which was published then, "" for a withdrawal.
    """

    act: str
    reference: str
    at: datetime.datetime
    reason: str
    statement: Represented | None = None
    language: str = ""
    origin: str = ""
    digest: str = ""


def corrections(before: datetime.datetime | None = None, most: int = 50) -> list[Correction]:
    """The newest `most` entries, or those before a moment; the newest first. A dozen queries whatever their number."""
    found = [*_later_versions(before, most), *_withdrawn(before, most), *_withdrawn_renderings(before, most)]
    return sorted(found, key=lambda one: (one.at, one.reference), reverse=True)[:most]


def _changed() -> QuerySet[Statement]:
    """Public statements with a text that is not the one which was published first, or was taken back and restored."""
    later = Q(published_revision__created_at__gt=F("published_at"))
    renderings = Translation.objects.public().filter(later)
    restored = Decision.objects.filter(verb="restore").values("reference")
    return Statement.objects.public().filter(
        later | Q(pk__in=renderings.values("statement")) | Q(reference__in=restored)
    )


def _later_versions(before: datetime.datetime | None, most: int) -> list[Correction]:
    """Publications of what had been public before, of texts that are public now and were not withdrawn since."""
    same: dict[str, Any] = {"reference": OuterRef("reference"), "thing": OuterRef("thing")}
    either: dict[str, Any] = {"reference": OuterRef("reference"), "thing__in": [OuterRef("thing"), "statement"]}
    thing = Concat(Value("translation:"), F("language"), Value(":"), F("origin"))
    rendering = Translation.objects.public().filter(statement__reference=OuterRef("reference")).annotate(own=thing)
    rows = Decision.objects.filter(verb="publish", reference__in=_changed().values("reference"))
    rows = rows.filter(
        Q(thing="statement") | Exists(rendering.filter(own=OuterRef("thing"))),
        Exists(Decision.objects.filter(**same, verb="publish", id__lt=OuterRef("id"))),
        ~Exists(Decision.objects.filter(**either, verb="withdraw", id__gt=OuterRef("id"))),
    ).annotate(again=Exists(Decision.objects.filter(**same, verb="withdraw", id__lt=OuterRef("id"))))
    if before:
        rows = rows.filter(at__lt=before)
    chosen = list(rows.order_by("-id")[:most])
    shown = _shown({row.reference for row in chosen})
    notes = _notes(chosen)
    found = []
    for row in chosen:
        _kind, language, origin = (*row.thing.split(":"), "", "")[:3]
        found.append(
            Correction(
                AGAIN if row.again else CORRECTED,
                row.reference,
                row.at,
                notes.get((row.reference, row.revision_digest), "") if row.thing == "statement" else "",
                shown[row.reference],
                language,
                origin,
                row.revision_digest,
            )
        )
    return found


def _shown(references: set[str]) -> dict[str, Represented]:
    rows = for_lists(Statement.objects.public().filter(reference__in=references))
    return {one.reference: one for one in represent_all(rows)}


def _notes(rows: Sequence[Decision]) -> dict[tuple[str, str], str]:
    """What the editor of each published version of an original said of the change, by reference and digest.

    The desk tells editors of originals that readers see it; translators' notes are their own.
    """
    originals = [row for row in rows if row.thing == "statement"]
    texts = Revision.objects.filter(
        statement__reference__in={row.reference for row in originals},
        digest__in={row.revision_digest for row in originals},
        verification__isnull=False,
    )
    return {
        (reference, digest): note
        for reference, digest, note in texts.order_by("number").values_list("statement__reference", "digest", "note")
    }


def _withdrawn(before: datetime.datetime | None, most: int) -> list[Correction]:
    rows = Statement.objects.tombstones()
    if before:
        rows = rows.filter(withdrawn_at__lt=before)
    chosen = rows.order_by("-withdrawn_at", "-pk").values_list("reference", "withdrawn_at", "withdrawal_reason")[:most]
    return [Correction(WITHDRAWN, reference, at, reason) for reference, at, reason in chosen if at]


def _withdrawn_renderings(before: datetime.datetime | None, most: int) -> list[Correction]:
    """Translations that were withdrawn, of statements that are public themselves."""
    rows = Translation.objects.filter(withdrawn_at__isnull=False, statement__in=Statement.objects.public())
    if before:
        rows = rows.filter(withdrawn_at__lt=before)
    chosen = list(
        rows.order_by("-withdrawn_at", "-pk").values_list(
            "statement__reference", "withdrawn_at", "withdrawal_reason", "language", "origin"
        )[:most]
    )
    shown = _shown({row[0] for row in chosen})
    return [
        Correction(WITHDRAWN, reference, at, reason, shown[reference], language, origin)
        for reference, at, reason, language, origin in chosen
        if at
    ]
