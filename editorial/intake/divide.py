"""Door: a captured page read again as a person divides it. Pure but for the vocabulary; it changes nothing."""

from collections.abc import Mapping, Sequence

from archive.models import Extract
from editorial import division
from editorial.intake import recipe
from editorial.intake.recognise import recognise
from editorial.intake.recognise.vocabulary import Vocabulary
from editorial.intake.split import split
from editorial.models import Candidate
from editorial.records import Extract as ExtractRecord
from editorial.records import Mark, Part, Passage, Reading


def told_by(extract: Extract) -> ExtractRecord:
    """A stored extract as the doors of the intake take it."""
    return ExtractRecord(
        text=extract.text,
        media_type=extract.capture.media_type,
        marks=tuple(Mark(*mark) for mark in extract.marks),
        page=dict(extract.page),
        tool=extract.tool,
    )


def passages_of(extract: Extract, hint: Mapping[str, str]) -> tuple[Passage, ...]:
    """How the page is divided now: as a person last did, else as the machine does, with the candidates that there are.

    Candidates that were discarded don't count; what is left of the machine's passages lies around the others.
    """
    last = extract.divisions.first()
    if last:
        return division.from_rows(extract.text, last.passages)
    told = told_by(extract)
    passages = tuple(recipe.split_by(told, hint, split)) or (Passage("unclaimed", 0, len(extract.text)),)
    there = {(one.start, one.end) for one in passages}
    for candidate in extract.candidates.exclude(state=Candidate.State.DISCARDED).order_by("start"):
        if (candidate.start, candidate.end) not in there:
            kind = "excerpt" if candidate.excerpt else "statement"
            passages = division.draw(extract.text, passages, candidate.start, candidate.end, kind)
            for part, start, end in candidate.reading.get("parts", []):
                passages = division.mark(extract.text, passages, start, end, part)
    return passages


def read_again(
    extract: Extract, passages: Sequence[Passage], vocabulary: Vocabulary, hint: Mapping[str, str]
) -> list[Reading]:
    """What the machine makes of each passage that holds a statement, in order."""
    return recognise(told_by(extract), [_complete(one) for one in passages], vocabulary, dict(hint))


def _complete(passage: Passage) -> Passage:
    """A passage whose parts name no body has its whole as body: recognising wants one."""
    if not passage.holds_statement() or passage.parts:
        return passage
    return Passage(passage.kind, passage.start, passage.end, (Part("body", passage.start, passage.end),))
