"""Take a batch back: everything that it made and no person has touched since."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial

from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from archive.models import Capture, Extract, Organisation, Sighting, Statement, Topic, Translation, stored_name
from editorial.models import Batch, Candidate


@dataclass(slots=True)
class Undone:
    """How many rows of each table were taken back, and one line for each thing that was left, with why."""

    taken_back: dict[str, int] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)


@transaction.atomic
def undo(batch: Batch) -> Undone:
    """Delete what the batch made, last things first, and the batch itself if nothing is left of it."""
    undone = Undone()
    things = ("statement", "candidate", "sighting", "extract", "capture", "organisation", "topic", "translation")
    made: dict[str, set[int]] = {thing: set() for thing in things}
    for thing, object_id in batch.entries.values_list("thing", "object_id"):
        made.setdefault(thing, set()).add(object_id)

    kept: dict[str, set[int]] = {thing: set() for thing in made}
    for statement in Statement.objects.filter(pk__in=made["statement"]):
        why = _why_touched(statement, made["translation"])
        if why:
            kept["statement"].add(statement.pk)
            undone.left.append(f"statement {statement.reference}: {why}")
        else:
            _delete_statement(statement)
    undone.taken_back["statement"] = len(made["statement"]) - len(kept["statement"])

    settled = Candidate.objects.filter(pk__in=made["candidate"]).exclude(state=Candidate.State.WAITING)
    for candidate in settled.select_related("statement"):
        kept["candidate"].add(candidate.pk)
        undone.left.append(f"candidate {candidate.pk}: {candidate.state} by a person")
    undone.taken_back["candidate"] = _delete(Candidate, made["candidate"] - kept["candidate"])

    used = set(Extract.objects.filter(pk__in=made["extract"], candidates__isnull=False).values_list("pk", flat=True))
    used |= set(Extract.objects.filter(pk__in=made["extract"], witnesses__isnull=False).values_list("pk", flat=True))
    used |= set(Extract.objects.filter(pk__in=made["extract"], divisions__isnull=False).values_list("pk", flat=True))
    kept["extract"] = used
    undone.taken_back["extract"] = _delete(Extract, made["extract"] - used)

    # A sighting is the page's proof of origin: it stays while anything that was read on the page stays.
    proofs = set(
        Sighting.objects.filter(pk__in=made["sighting"], capture__extracts__in=used).values_list("pk", flat=True)
    )
    kept["sighting"] = proofs
    undone.taken_back["sighting"] = _delete(Sighting, made["sighting"] - proofs)

    free = Capture.objects.filter(pk__in=made["capture"], extracts__isnull=True, sightings__isnull=True)
    digests = list(free.values_list("sha256", flat=True))
    kept["capture"] = made["capture"] - set(free.values_list("pk", flat=True))
    undone.left += [f"capture {pk}: seen elsewhere or still in use" for pk in sorted(kept["capture"])]
    undone.taken_back["capture"] = _delete(Capture, made["capture"] - kept["capture"])
    for thing, unused in (
        (
            "organisation",
            Organisation.objects.filter(participations__isnull=True, sources__isnull=True, reviewed=False),
        ),
        ("topic", Topic.objects.filter(statements__isnull=True, reviewed=False)),
    ):
        free_keys = set(unused.filter(pk__in=made[thing]).values_list("pk", flat=True))
        kept[thing] = made[thing] - free_keys
        undone.left += [f"{thing} {pk}: reviewed or in use" for pk in sorted(kept[thing])]
        undone.taken_back[thing] = _delete(unused.model, free_keys)
    transaction.on_commit(partial(_delete_objects, digests))

    kept["translation"] = set(Translation.objects.filter(pk__in=made["translation"]).values_list("pk", flat=True))
    for thing, left in kept.items():
        batch.entries.filter(thing=thing).exclude(object_id__in=left).delete()
    if not batch.entries.exists():
        batch.delete()
    return undone


def _why_touched(statement: Statement, translations: set[int]) -> str:
    """What was done with a statement since the batch drafted it and its `translations`; empty where nothing."""
    if statement.stage != "draft" or statement.published_revision_id:
        return f"it is {statement.get_stage_display()}"
    if statement.revisions.count() != 1:
        return "it was written again"
    if statement.translations.exclude(pk__in=translations).exists():
        return "it was translated"
    for translation in statement.translations.all():
        if translation.stage != "draft" or translation.revisions.count() != 1:
            return f"its translation into {translation.language} was worked on"
    if statement.witnesses.count() > 1:
        return "another witness was joined to it"
    return ""


def _delete_statement(statement: Statement) -> None:
    """Delete an untouched draft; its candidates wait again."""
    Candidate.objects.filter(statement=statement).update(state=Candidate.State.WAITING, statement=None)
    statement.translations.update(current_revision=None)
    Statement.objects.filter(pk=statement.pk).update(current_revision=None)
    Statement.objects.filter(pk=statement.pk).delete()


def _delete_objects(digests: Iterable[str]) -> None:
    """Delete the objects whose rows are gone, except where the same bytes were captured again in the meantime.

    A row put in and taken out again makes whoever captures them now wait until the object is away, and store it anew.
    """
    for sha256 in digests:
        with transaction.atomic():
            try:
                with transaction.atomic():
                    Capture.objects.create(sha256=sha256, size=0, media_type="")
            except IntegrityError:
                continue
            default_storage.delete(stored_name(sha256))
            transaction.set_rollback(True)


def _delete(model, keys: Iterable[int]) -> int:
    keys = set(keys)
    model.objects.filter(pk__in=keys).delete()
    return len(keys)
