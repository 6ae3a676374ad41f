"""Prove what is kept: every stored object, every decision of the chain, every revision and what vouches for it.

Reads everything again and believes nothing that is written down beside it. Memory stays flat: objects are hashed piece
by piece, rows come from the database in portions, and of the store only one folder's names are held at a time.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.core.files.storage import default_storage
from django.db import connection
from django.db.models import F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Concat

from archive.models import Capture, Decision, Revision, Statement, Translation, Verification, stored_name
from archive.stages import Stage
from archive.store import UNFINISHED

#: Where captured objects lie in the store (see `stored_name`): 256 folders named by two digits of the digest.
FOLDER = "captures"
PORTION = 500  # rows that are held at a time


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it was kept. `kind` is damaged, missing or extra; `thing` and `name` say which."""

    kind: str
    thing: str
    name: str
    why: str


@dataclass(slots=True)
class Checked:
    """How many of each have been looked at; `tick` is called after each."""

    tick: Callable[[], object] = lambda: None

    objects: int = 0
    decisions: int = 0
    revisions: int = 0
    verifications: int = 0

    def add(self, what: str) -> None:
        setattr(self, what, getattr(self, what) + 1)
        self.tick()

    def counts(self) -> dict[str, int]:
        return {what: getattr(self, what) for what in ("objects", "decisions", "revisions", "verifications")}


def verify(checked: Checked) -> Iterator[Finding]:
    """Every finding, as it is found; counts in `checked` what has been looked at."""
    yield from _objects(checked)
    yield from _extra_objects()
    yield from _decisions(checked)
    yield from _revisions(checked)
    yield from _verifications(checked)


def _objects(checked: Checked) -> Iterator[Finding]:
    for capture in Capture.objects.order_by("pk").iterator(PORTION):
        checked.add("objects")
        found = _hash(stored_name(capture.sha256))
        if found is None:
            yield Finding("missing", "object", capture.sha256, "its capture is here, its bytes are not in the store")
        elif found != (capture.sha256, capture.size):
            why = f"{found[1]} bytes with SHA-256 {found[0] or 'unknown: it cannot be read'}"
            yield Finding("damaged", "object", capture.sha256, why)


def _hash(name: str) -> tuple[str, int] | None:
    """SHA-256 (hex) and size in bytes of a stored object; None where it is gone.

    What can't be read to its end has the digest "".
    """
    counted, size = hashlib.sha256(), 0
    try:
        with default_storage.open(name) as stored:
            for piece in stored.chunks():
                counted.update(piece)
                size += len(piece)
    except FileNotFoundError:
        return None
    except OSError:
        return "", size
    return counted.hexdigest(), size


def _extra_objects() -> Iterator[Finding]:
    """Objects that no capture names, looked at twice: one that is just being captured has its row by then."""
    seen = list(_without_capture())
    for name in seen:
        sha256 = name.rpartition("/")[2]
        unfinished = sha256.startswith(".") and sha256.endswith(UNFINISHED)
        kept_here = Capture.objects.filter(sha256=sha256).exists() and name == stored_name(sha256)
        if not kept_here and default_storage.exists(name):
            why = "what a stopped import left of an object" if unfinished else "no capture names it"
            yield Finding("extra", "object", name, why)


def _without_capture() -> Iterator[str]:
    folders, files = _listing(FOLDER)
    yield from (f"{FOLDER}/{name}" for name in files)
    for folder in folders:
        inner, names = _listing(f"{FOLDER}/{folder}")
        yield from (f"{FOLDER}/{folder}/{name}" for name in inner)
        for start in range(0, len(names), PORTION):
            portion = names[start : start + PORTION]
            known = set(Capture.objects.filter(sha256__in=portion).values_list("sha256", flat=True))
            for name in portion:
                if name not in known or stored_name(name) != f"{FOLDER}/{folder}/{name}":
                    yield f"{FOLDER}/{folder}/{name}"


def _listing(folder: str) -> tuple[list[str], list[str]]:
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return [], []
    return sorted(folders), sorted(files)


def _decisions(checked: Checked) -> Iterator[Finding]:
    """The chain from its first row to its last; what is broken is located at the row where it breaks.

    Each row holds the digest of the one before. A chain whose tail was cut is whole in itself: that shows by the
    numbers that were given out (SQLite) and by stages and texts that no decision led to (both databases).
    """
    last, before = "", 0
    for row in Decision.objects.order_by("pk").iterator(PORTION):
        checked.add("decisions")
        name = f"{row.pk}: {row}"
        if row.digest != row.content_digest():
            yield Finding("damaged", "decision", name, "its content is not what its digest says")
        if row.previous != last:
            yield Finding("missing", "decision", name, f"it does not follow from the one before it (number {before})")
        last, before = row.digest, row.pk
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [Decision._meta.db_table])
            (given_out,) = cursor.fetchone() or (0,)
        if given_out > before:
            yield Finding("missing", "decision", f"{before + 1}-{given_out}", "the end of the chain was cut")
    yield from _undecided(Statement.objects.annotate(thing=Value("statement"), name=F("reference")))
    kind = Concat(Value("translation:"), F("language"), Value(":"), F("origin"))
    # A withdrawn translation and the one that took its place have the same name.
    live = Translation.objects.exclude(stage=Stage.WITHDRAWN)
    yield from _undecided(live.annotate(thing=kind, name=F("statement__reference")))


def _undecided(things: QuerySet) -> Iterator[Finding]:
    """Statements or translations (annotated with `thing` and `name`, as decisions call them) at a stage, or with a
    text, that their last decision does not tell."""
    decided = Decision.objects.filter(thing=OuterRef("thing"), reference=OuterRef("name")).order_by("-pk")
    rows = (
        things.order_by("pk")
        .annotate(
            last_stage=Subquery(decided.exclude(to_stage="").values("to_stage")[:1]),
            last_text=Subquery(decided.exclude(revision_digest="").values("revision_digest")[:1]),
        )
        .values_list("thing", "name", "stage", "current_revision__digest", "last_stage", "last_text")
    )
    for thing, reference, stage, text, last_stage, last_text in rows.iterator(PORTION):
        if (last_stage or Stage.DRAFT) != stage:
            why = f"its stage is {stage}, but no decision led there"
            yield Finding("missing", "decision", f"{thing} {reference}", why)
        if last_text and text != last_text:
            yield Finding("missing", "decision", f"{thing} {reference}", "no decision led to its text")


def _revisions(checked: Checked) -> Iterator[Finding]:
    for revision in Revision.objects.order_by("pk").iterator(PORTION):
        checked.add("revisions")
        if not revision.is_intact():
            yield Finding("damaged", "revision", f"{revision.pk}: {revision}", "its text is not what its digest says")


def _verifications(checked: Checked) -> Iterator[Finding]:
    """Each is bound to its revision's digest, and what is public is vouched for."""
    for one in Verification.objects.select_related("revision").order_by("pk").iterator(PORTION):
        checked.add("verifications")
        if one.digest != one.revision.digest:
            yield Finding("damaged", "verification", f"{one.pk}: {one}", "it vouches for another text")
    for table in (Statement, Translation):
        unvouched = table.objects.filter(published_revision__isnull=False, published_revision__verification=None)
        for thing in unvouched.select_related("published_revision").order_by("pk").iterator(PORTION):
            name = f"{thing.published_revision_id}: {thing.published_revision}"
            yield Finding("missing", "verification", name, "it is public, and nobody vouches for it")
