"""Published versions of a text: which of its revisions readers have had before them, and what changed between two.

A revision has been published where the chain of decisions says so; the others, drafts and what was returned, are the
desk's own and never come out of here. What was withdrawn stays withdrawn: of a text that was published anew after a
withdrawal, only the versions since then can be read.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from archive.differences import Piece, word_difference
from archive.models import Decision, Revision, digest
from archive.public.shapes import Paragraph, Represented, Text

type Changes = dict[int, tuple[Piece, ...]]
"""What changed in the original under a rendering's paragraphs, by their numbers."""


@dataclass(frozen=True, slots=True)
class Version:
    """One published version. `number` counts the publications of this text and never changes; `text` is its shape."""

    number: int
    at: datetime
    digest: str
    text: Text


def thing_of(text: Text) -> str:
    """How decisions call a text: see `archive.models.Decision`."""
    return f"translation:{text.language}:{text.origin}" if text.origin else "statement"


def _publications(statement: Represented, thing: str) -> list[tuple[int, datetime, str]]:
    """(number, moment, digest) of each publication of a text that was not withdrawn since; one query."""
    acts = Decision.objects.filter(
        reference=statement.reference, thing__in={"statement", thing}, verb__in=("publish", "withdraw")
    ).order_by("id")
    kept: list[tuple[int, datetime, str]] = []
    number = 0
    for act in acts.values("thing", "verb", "at", "revision_digest"):
        if act["verb"] == "withdraw":
            # A translation that was not withdrawn itself is public again with its statement, in its last version.
            kept = [] if act["thing"] == thing else kept[-1:]
        elif act["thing"] == thing and (not kept or kept[-1][2] != act["revision_digest"]):
            number += 1
            kept.append((number, act["at"], act["revision_digest"]))
    return kept


def versions(statement: Represented, text: Text) -> list[Version]:
    """Every published version of one of `statement`'s public texts, oldest first, with paragraphs; two queries.

    `statement` came through the gate and `text` is one of its texts; the last version is `text` itself.
    """
    publications = _publications(statement, thing_of(text))
    own = {"translation__published_revision": text.revision} if text.origin else {"statement": statement.pk}
    wanted = {found for _number, _at, found in publications[:-1]}
    # Only what was verified can have been published: a second lock on the same door.
    revisions = Revision.objects.filter(**own, digest__in=wanted, verification__isnull=False) if wanted else ()
    by_digest = {revision.digest: revision for revision in revisions}
    found = [
        Version(number, at, which, _shape(by_digest[which], text, at))
        for number, at, which in publications[:-1]
        if which in by_digest
    ]
    number, at, _digest = publications[-1] if publications else (1, text.published_at, text.digest)
    return [*found, Version(number, at, text.digest, text)]


def _shape(revision: Revision, text: Text, at: datetime) -> Text:
    """An older revision in the shape of the text that it became."""
    return replace(
        text,
        title=revision.title,
        revision=revision.pk,
        digest=revision.digest,
        changed_at=at,
        paragraphs=tuple(
            Paragraph(number=one["number"], text=one["text"], machine=bool(one.get("machine")))
            for one in revision.paragraphs
        ),
        excerpt=revision.excerpt,
        judgement=None,
    )


def changes_since(statement: Represented, texts: Iterable[Text]) -> Changes:
    """What changed in the original since stale paragraphs of `texts` were made from it.

    A paragraph remembers the digest of its source. Where that source stood in a published version, the difference is
    told; where the translator worked from words that readers never saw, nothing is. No query where nothing is stale.
    """
    stale = {one.source: one.number for text in texts for one in text.paragraphs if one.stale and one.source}
    if not stale:
        return {}
    now = {one.number: one.text for one in statement.original.paragraphs}
    changes: Changes = {}
    for version in versions(statement, statement.original)[:-1]:
        for one in version.text.paragraphs:
            if stale.get(digest(one.text)) == one.number:
                changes[one.number] = word_difference(one.text, now.get(one.number, ""))
    return changes
