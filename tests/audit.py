"""Look through an archive for anything that is half there or there twice.

`look` gives `counts` of rows, `wrong` (a sentence for each thing that must never be, also in the middle of
an import that was killed) and `extra` (objects without a row, which the same import again takes up).
"""

from collections.abc import Iterator

from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, QuerySet

from archive import integrity, models
from editorial.models import Batch, BatchEntry, Candidate


def look() -> dict:
    """What the docstring of this file says."""
    findings = list(integrity.verify(integrity.Checked()))
    tables = (
        models.Capture, models.Sighting, models.Extract, Candidate, models.Statement, models.Translation,
        models.Revision, models.Witness, models.Decision, models.IndexEntry, models.Organisation, models.Topic,
        Batch, BatchEntry,
    )  # fmt: skip
    return {
        "counts": {table._meta.model_name: table.objects.count() for table in tables},
        "sent": models.Statement.objects.exclude(sender_identifier="").count(),
        "public": models.Statement.objects.public().count(),
        "wrong": [f"{one.kind} {one.thing} {one.name}: {one.why}" for one in findings if one.kind != "extra"]
        + list(_half())
        + list(_ledger())
        + list(_sound()),
        "extra": [one.name for one in findings if one.kind == "extra"],
    }


def _half() -> Iterator[str]:
    """Things without what was written with them in one transaction, and things that are there twice."""
    statements, translations = models.Statement.objects, models.Translation.objects
    indexed = models.IndexEntry.objects.filter(statement=OuterRef("pk"), translation=None)
    extracts = models.Extract.objects.filter(witnesses=None, candidates=None)
    rows: QuerySet
    for what, rows in {
        "statement without text": statements.filter(current_revision=None),
        "statement without witness": statements.filter(witnesses=None),
        "statement without issuer": statements.exclude(sender_identifier="").filter(participations=None),
        "statement without shadow": statements.filter(text_key=None),
        "public statement out of the index": statements.public().exclude(Exists(indexed)),
        "statement half-way": statements.filter(stage__in=["in review", "verified"]),
        "translation without text": translations.filter(current_revision=None),
        "translation out of step": translations.exclude(statement__stage=F("stage")),
        "public translation out of the index": translations.public().filter(index_entry=None),
        "revision without hands": models.Revision.objects.filter(contributions=None, machine=False),
        "capture never seen": models.Capture.objects.filter(sightings=None),
        "extract with nothing in it": extracts,
        "capture read twice": models.Capture.objects.annotate(n=Count("extracts")).filter(n__gt=1),
        "candidates in one place": Candidate.objects.values("extract", "position")
        .annotate(n=Count("pk"))
        .filter(n__gt=1),
        "statement from one place twice": models.Witness.objects.values("extract", "start")
        .annotate(n=Count("pk"))
        .filter(n__gt=1),
        "organisation twice": models.OrganisationName.objects.values("folded").annotate(n=Count("pk")).filter(n__gt=1),
    }.items():
        if count := rows.count():
            yield f"{count} × {what}"


def _ledger() -> Iterator[str]:
    """The batches' ledger and the rows agree: everything that was made is entered, nothing else is."""
    for thing, table in {
        "capture": models.Capture, "sighting": models.Sighting, "extract": models.Extract, "candidate": Candidate,
        "statement": models.Statement, "translation": models.Translation,
    }.items():  # fmt: skip
        entered = set(BatchEntry.objects.filter(thing=thing).values_list("object_id", flat=True))
        there = set(table.objects.values_list("pk", flat=True))
        if entered != there:
            yield f"{len(there - entered)} × {thing} not entered, {len(entered - there)} × entered and not there"


def _sound() -> Iterator[str]:
    """What the database says of itself."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            if (told := cursor.fetchall()) != [("ok",)]:
                yield f"integrity_check: {told}"
            cursor.execute("PRAGMA foreign_key_check")
            if broken := cursor.fetchall():
                yield f"foreign_key_check: {broken[:5]}"
