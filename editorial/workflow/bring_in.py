"""Take a translation out to another tool, and bring in what came back: first what would change, then the change.

What comes back is judged segment by segment against the original and the rendering as they are now. Nothing is written
but by `render`, in the name of whoever brings it in.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from archive.differences import Piece, word_difference
from archive.models import Revision, Translation, Verification, digest, stale_numbers
from editorial.bilingual import TITLE, Given, Unit, Unreadable
from editorial.workflow.moves import Overtaken, Refused
from editorial.workflow.translate import render, source_of
from editorial.xliff import Document

NEW, CHANGED, BOTH = "new", "changed", "both"
SAME, EMPTY, UNTOUCHED = "same", "empty", "untouched"


@dataclass(frozen=True, slots=True)
class Proposed:
    """A segment that can be taken. `kind` is `NEW` where the paragraph had no rendering, `CHANGED`, or `BOTH` where it
    was changed here too since the file was made; `pieces` lead from the rendering as it is to the one in the file."""

    number: int
    kind: str
    source: str
    source_digest: str
    text: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Left:
    """A segment that is not taken, and why; `pieces` lead from the source in the file to the one of today."""

    name: str
    why: str
    text: str = ""
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a file would change: segments that can be taken, segments that are refused, and how many say nothing new."""

    proposed: tuple[Proposed, ...]
    refused: tuple[Left, ...]
    unchanged: int


# --- Out --------------------------------------------------------------------------------------------------------


def sources_of(translation: Translation) -> dict[int, str]:
    """Title and paragraphs of the original as it is now, by number."""
    original = source_of(translation)
    return {TITLE: original.title} | {row["number"]: row["text"] for row in original.paragraphs}


def texts_of(revision: Revision | None) -> dict[int, str]:
    """Title and paragraphs of a rendering, by number; nothing where there is none yet."""
    return {TITLE: revision.title} | {row["number"]: row["text"] for row in revision.paragraphs} if revision else {}


def units_of(translation: Translation) -> list[Unit]:
    """Every paragraph of the original with its rendering, in the order of the original, for another tool to work on."""
    current = translation.current_revision
    targets, rows = texts_of(current), {row["number"]: row for row in current.paragraphs} if current else {}
    stale = stale_numbers(current, source_of(translation)) if current else set()
    verified = current is not None and Verification.objects.filter(revision=current).exists()
    units = []
    for number, source in sources_of(translation).items():
        if not source.strip():
            continue
        target, row = targets.get(number, ""), rows.get(number, {})
        state, qualifier, notes = "final" if verified else "translated", "", []
        if number in stale:
            state = "needs-adaptation"
            notes.append(_("The original has changed since this was translated."))
        elif row.get("machine"):
            state, qualifier = "needs-review-translation", "mt-suggestion"
        elif row.get("unsure"):
            state = "needs-review-translation"
            notes.append(_("unsure: the verifier is asked to look"))
        units.append(
            Unit(
                number,
                source,
                target,
                state,
                digest(source),
                digest(target) if target else "",
                qualifier,
                approved=verified and state == "final" and bool(target),
                notes=tuple(notes),
            )
        )
    return units


# --- In ---------------------------------------------------------------------------------------------------------


def meant_for(document: Document, translation: Translation) -> None:
    """Raise Unreadable where a file is another text's, or in other languages."""
    reference = translation.statement.reference
    if document.original != reference:
        raise Unreadable(
            _("The file holds the text “%(other)s”; this is a translation of %(own)s.")
            % {"other": document.original[:80], "own": reference}
        )
    for tag, own in (
        (document.source_language, translation.statement.language),
        (document.language, translation.language),
    ):
        if tag and tag.lower().replace("_", "-") != own.lower():
            raise Unreadable(
                _("The file's language is “%(other)s”, this text's is “%(own)s”.") % {"other": tag[:40], "own": own}
            )


def compare(translation: Translation, given: Iterable[Given]) -> Comparison:
    """What bringing these segments in would change, and which of them are refused. Writes nothing."""
    sources, targets = sources_of(translation), texts_of(translation.current_revision)
    proposed: dict[int, Proposed] = {}
    refused: list[Left] = []
    seen: set[int] = set()
    unchanged = 0
    for one in given:
        answer = _judge(one, sources, targets)
        if isinstance(answer, Left):
            refused.append(answer)
        elif one.number in seen:
            refused.append(
                Left(one.name, _("The file has this segment twice. The first one counts."), one.target or "")
            )
        elif isinstance(answer, Proposed):
            proposed[answer.number] = answer
        else:
            unchanged += 1
        if one.number is not None:
            seen.add(one.number)
    return Comparison(tuple(proposed.values()), tuple(refused), unchanged)


def _judge(one: Given, sources: Mapping[int, str], targets: Mapping[int, str]) -> Proposed | Left | None:
    """A segment that can be taken, one that is refused, or None for one that says nothing new."""
    text = (one.target or "").strip()
    if one.target is None or not (text or one.trouble):
        return None
    if one.number is None or one.number not in sources:
        return Left(one.name, _("The original has no such paragraph."), text)
    source, current = sources[one.number], targets.get(one.number, "")
    if one.trouble:
        return Left(one.name, one.trouble, text)
    if one.source_digest not in ("", digest(source)):
        pieces = word_difference(one.source, source)
        return Left(one.name, _("The original has changed since the file was made."), text, pieces)
    if one.source.strip() != source.strip():
        pieces = word_difference(one.source, source)
        # With our digest in place it is the tool that wrote another source; without it nobody can tell.
        why = (
            _("Its source is not the one that was exported: the other tool changed it.")
            if one.source_digest
            else _("The original has changed since the file was made.")
        )
        return Left(one.name, why, text, pieces)
    if text == current or (one.target_digest and digest(text) == one.target_digest):
        return None  # as it is here, or as it was when the file was made
    kind = NEW if not current else BOTH if one.target_digest not in ("", digest(current)) else CHANGED
    return Proposed(one.number, kind, source, digest(source), text, word_difference(current, text))


def matching(translation: Translation, pairs: Sequence[tuple[str, str]]) -> list[Given]:
    """The pairs of a translation memory whose sources are paragraphs of this original; of two for one the last."""
    renderings = {source.strip(): target for source, target in pairs}
    return [
        Given(f"p{number}" if number else "title", number, source, renderings[source.strip()])
        for number, source in sources_of(translation).items()
        if source.strip() in renderings
    ]


def bring_in(
    translation: Translation,
    texts: Mapping[int, str],
    digests: Mapping[int, str],
    *,
    by: User,
    expected: Revision | None,
    note: str = "",
) -> Revision | None:
    """Write the chosen segments (number → text), made from sources with these digests, as a revision by `by`.

    Returns None where nothing changed. Raises Overtaken where `expected` is not current any more, Refused where a
    source has moved in the meantime, or for what `render` refuses; then nothing is written.
    """
    sources = sources_of(translation)
    moved = [number for number in texts if number not in sources or digests.get(number) != digest(sources[number])]
    if moved:
        raise Refused(
            _("The original has changed in the meantime, in: %s. Bring the file in again.")
            % ", ".join(_("title") if number == TITLE else str(number) for number in moved)
        )
    current = translation.current_revision
    if current != expected:
        raise Overtaken(_("Somebody else saved this text in the meantime. Compare both before you save again."))
    title = texts.get(TITLE, current.title if current else "")
    paragraphs = {number: text for number, text in texts.items() if number != TITLE}
    return render(translation, title=title, texts=paragraphs, by=by, note=note, expected=expected)
