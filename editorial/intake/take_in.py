"""Door: keep a capture and store what was read out of it as candidates that wait.

Idempotent on (capture, place): the same bytes again are one more sighting and no new candidate. Each item is one
transaction; the bytes are in the store before the row that names them is written, so a row never lacks its object.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from archive.models import Capture, Extract, Sighting, Source, stored_name
from editorial.intake.neighbours import find_matches
from editorial.intake.pipeline import TOOL, Proposal
from editorial.models import Batch, BatchEntry, Candidate, CandidateMatch
from editorial.paragraphs import split_paragraphs
from editorial.records import Extract as ExtractRecord
from editorial.records import Guess, Item, Named, Reading

#: Among a sighting's headers: what kind of container the page was taken out of (`editorial.intake.unpack`).
CONTAINER_KIND = ":container_kind"


@dataclass(frozen=True, slots=True)
class Taken:
    """What taking one item in did."""

    capture: Capture
    capture_is_new: bool
    new: tuple[Candidate, ...] = ()
    known: int = 0


def take_in(item: Item, proposal: Proposal, *, batch: Batch, source: Source | None = None) -> Taken:
    """Keep the item's bytes, its sighting, its text and its candidates, and enter all that is new into the batch."""
    Capture.store(item.data)
    with transaction.atomic():
        capture, capture_is_new = _keep(item, proposal.extract.media_type)
        made = [("capture", capture.pk)] if capture_is_new else []
        made += _see(capture, item, source, batch)
        # Text that was read once stays as it is: candidates and witnesses point into it.
        extract = capture.extracts.order_by("id").first()
        if extract is None:
            extract = Extract.objects.create(
                capture=capture,
                tool=TOOL,
                text=proposal.extract.text,
                marks=[[mark.kind, mark.start, mark.end, mark.value] for mark in proposal.extract.marks],
                page=proposal.extract.page,
            )
            made.append(("extract", extract.pk))
        known = extract.candidates.count()
        new = () if known else tuple(_candidates(extract, proposal))
        made += [("candidate", candidate.pk) for candidate in new]
        BatchEntry.objects.bulk_create([BatchEntry(batch=batch, thing=thing, object_id=pk) for thing, pk in made])
    return Taken(capture, capture_is_new, new, known)


def is_known(item: Item) -> bool:
    """Whether candidates of just these bytes are here."""
    sha256 = hashlib.sha256(item.data).hexdigest()
    return Candidate.objects.filter(extract__capture__sha256=sha256).exists()


def see_again(item: Item, *, batch: Batch, source: Source | None = None) -> Taken | None:
    """Enter the sighting of a page that `is_known`; None where it was taken back since and has to be read.

    What a run that was interrupted took in is so not read again by the one that continues it.
    """
    Capture.store(item.data)
    with transaction.atomic():
        capture, capture_is_new = _keep(item, "")
        extract = None if capture_is_new else capture.extracts.order_by("id").first()
        count = extract.candidates.count() if extract else 0
        if not count:
            transaction.set_rollback(True)
            return None
        made = _see(capture, item, source, batch)
        BatchEntry.objects.bulk_create([BatchEntry(batch=batch, thing=thing, object_id=pk) for thing, pk in made])
    return Taken(capture, False, (), count)


def keep_container(item: Item, *, batch: Batch, source: Source | None = None) -> None:
    """Keep the bytes of a container whose members were made by decoding (a feed, a mail): the proof of what they say.

    It is a capture with a sighting and no text of its own.
    """
    Capture.store(item.data)
    with transaction.atomic():
        kind = (item.media_type or "application/octet-stream").partition(";")[0][:100]
        capture, is_new = _keep(item, kind)
        made = [("capture", capture.pk)] if is_new else []
        made += _see(capture, item, source, batch)
        BatchEntry.objects.bulk_create([BatchEntry(batch=batch, thing=thing, object_id=pk) for thing, pk in made])


def _keep(item: Item, media_type: str) -> tuple[Capture, bool]:
    """The row of an item's bytes and whether it is new, kept from other transactions until this one ends.

    So of several that take in the same page one makes its extract and candidates, and the others find them.
    """
    sha256 = hashlib.sha256(item.data).hexdigest()
    capture, is_new = Capture.objects.select_for_update().get_or_create(
        sha256=sha256, defaults={"size": len(item.data), "media_type": media_type}
    )
    if is_new and not default_storage.exists(stored_name(sha256)):
        Capture.store(item.data)  # its object went with a batch that was taken back a moment ago
    return capture, is_new


def _see(capture: Capture, item: Item, source: Source | None, batch: Batch) -> list[tuple[str, int]]:
    """Record the sighting; the same batch run again after an interruption has not seen the page twice."""
    where = {"address": item.address[:2000], "file_name": item.name[:300], "source": source}
    seen_before = BatchEntry.objects.filter(
        batch=batch, thing="sighting", object_id__in=capture.sightings.filter(**where).values("pk")
    )
    if seen_before.exists():
        return []
    headers = dict(item.headers or {})
    if item.facts.get("container_sha256"):
        headers[":container"] = f"{item.facts.get('container', '')} sha256:{item.facts['container_sha256']}".strip()
        headers[CONTAINER_KIND] = item.facts.get("container_kind", "")
    sighting = Sighting.objects.create(
        capture=capture,
        seen_at=item.seen_at or timezone.now(),
        headers=headers,
        tool=TOOL,
        **where,
    )
    return [("sighting", sighting.pk)]


def candidate_of(extract: Extract, position: int, reading: Reading, told: ExtractRecord) -> Candidate:
    """A reading of a passage of `extract`, whose text is `told`, as a candidate that is not saved yet."""
    stored = as_json(reading, told)
    return Candidate(
        extract=extract,
        position=position,
        start=reading.passage.start,
        end=reading.passage.end,
        reading=stored,
        title=stored["title"] or "",
        language=stored["language"],
        excerpt=reading.excerpt,
        confidence=reading.passage.confidence,
    )


def match(candidates: Sequence[Candidate], readings: Sequence[Reading]) -> None:
    """Keep with each candidate the stored statements that its reading may belong to, in place of earlier proposals."""
    CandidateMatch.objects.filter(candidate__in=candidates).delete()
    CandidateMatch.objects.bulk_create(
        [
            CandidateMatch(
                candidate=candidate,
                statement_id=found.statement_id,
                kind=found.kind,
                score=found.score,
                method=found.method,
            )
            for candidate, reading in zip(candidates, readings, strict=True)
            for found in find_matches(reading, "\n\n".join(candidate.reading["paragraphs"]))
        ]
    )


def _candidates(extract: Extract, proposal: Proposal) -> list[Candidate]:
    candidates = [
        candidate_of(extract, position, reading, proposal.extract)
        for position, reading in enumerate(proposal.readings, start=1)
    ]
    Candidate.objects.bulk_create(candidates)
    match(candidates, proposal.readings)
    return candidates


def as_json(reading: Reading, extract: ExtractRecord) -> dict:
    """A reading as it is stored with its candidate: the shape of what `read` prints, and besides `paragraphs` (the
    body's), `parts` ([kind, start, end]), and for each guess `confidence` and `evidence` ([start, end])."""
    guesses: dict[str, Guess | None] = {
        "title": reading.title,
        "language": reading.language,
        "kind": reading.kind,
        "date": reading.date,
        "issuing_body": reading.issuing_body,
        "author": reading.author,
    }
    values: dict = {name: guess.value if guess else None for name, guess in guesses.items()}
    if reading.date:
        values["date"] = reading.date.value.to_dict()
    return {
        **values,
        "excerpt": reading.excerpt,
        "hand": reading.hand,
        "organisations": [_named(one) for one in reading.organisations],
        "signatories": [_named(one) for one in reading.signatories],
        "paragraphs": [
            text
            for part in reading.passage.parts
            if part.kind in ("salutation", "body")
            for text in split_paragraphs(extract.text[part.start : part.end])
        ],
        "parts": [[part.kind, part.start, part.end] for part in reading.passage.parts],
        "confidence": {name: guess.confidence for name, guess in guesses.items() if guess},
        "evidence": {
            name: [guess.evidence.start, guess.evidence.end]
            for name, guess in guesses.items()
            if guess and guess.evidence is not None
        },
    }


def _named(one: Named) -> dict:
    return {
        "name": one.name,
        "role": one.role,
        "written": one.written,
        "slug": one.slug,
        "detail": one.detail,
        "confidence": one.confidence,
        "evidence": [one.evidence.start, one.evidence.end] if one.evidence is not None else None,
    }
