"""Carry a structured collection in: statements that a sender has already edited, many at a time.

One call takes a chunk of lines in one transaction, so a killed import has whole chunks or nothing of them, and the same
lines again find what is there. The chunk's own bytes are a capture, its texts an extract, so that each statement can be
traced to them like any other. What the sender's editors verified we did not see: with `publish` the named person
answers alone, and the public label says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from archive.models import (
    Capture,
    Contribution,
    Extract,
    Participation,
    Revision,
    Sighting,
    Source,
    Statement,
    Translation,
    Witness,
    digest,
    digest_of_text,
    give_keys,
    insert,
    insert_all,
)
from archive.stages import Role, Stage
from editorial.models import Batch, BatchEntry
from editorial.paragraphs import number
from editorial.records import Sent, SentTranslation
from editorial.workflow.collected_names import Names
from editorial.workflow.decisions import append, await_turn
from editorial.workflow.describe import describe, described, facts_of
from editorial.workflow.findings import errors_of
from editorial.workflow.moves import move_all
from editorial.workflow.remember import remember_all
from editorial.workflow.revise import revise
from editorial.workflow.translate import render

TOOL = "structured 1"
CHUNK = 500  # lines in one transaction: small enough to be lost, large enough to be quick


@dataclass(slots=True)
class Collected:
    """Counts of one chunk, by what happened."""

    statements: dict[str, int] = field(default_factory=lambda: {"new": 0, "changed": 0, "unchanged": 0})
    translations: dict[str, int] = field(default_factory=lambda: {"new": 0, "changed": 0, "unchanged": 0})
    captures: dict[str, int] = field(default_factory=lambda: {"new": 0, "known": 0})


@transaction.atomic
def collect(
    chunk: Sequence[Sent], *, source: Source, batch: Batch, by: User, names: Names, publish: bool = False
) -> Collected:
    """Take one chunk in: new statements drafted (and with `publish` carried through), changed ones revised.

    A changed text of a published statement is a new revision in stage draft, which people verify as any other.
    Raises Refused where the person may not; then nothing of the chunk has gone in.
    """
    counts = Collected()
    chunk = list({one.id: one for one in chunk}.values())  # the last line of an identifier counts
    # One chunk at a time finds what is there and makes what is not: statements, organisations, topics.
    await_turn("editorial_collect")
    standing = {
        statement.sender_identifier: statement
        for statement in Statement.objects.filter(source=source, sender_identifier__in=[one.id for one in chunk])
        .select_for_update(of=("self",))  # rows before the chain's end, as editors take them: else both may wait
        .select_related("current_revision")
        .order_by("pk")
    }
    list(Translation.objects.filter(statement__in=standing.values()).select_for_update().order_by("pk").values("pk"))
    for one in chunk:
        if one.id in standing:
            _compare(one, standing[one.id], by, counts)
    new = [one for one in chunk if one.id not in standing]
    if new:
        names.made.clear()
        statements = _draft_all(new, source, batch, by, names, counts)
        entries = [("statement", statement.pk) for statement in statements] + names.made
        _enter(batch, entries)
        translations = _translate_all(new, statements, by, counts)
        _enter(batch, [("translation", translation.pk) for translation in translations])
        if publish:
            reason = _("Published with a collection that its sender had edited: %(source)s.") % {"source": source}
            way = ("submit", "verify_alone", "publish")
            folded = {
                statement.text().digest: (one.folded.title, one.folded.body)
                for one, statement in zip(new, statements, strict=True)
                if one.folded
            }
            move_all(statements, way, by, reason, folded)
            # What our own people still have to mend stays a draft; what others published is as it is.
            move_all([one for one in translations if not errors_of(one)], way, by, reason, folded)
    counts.statements["new"] += len(new)
    return counts


def _draft_all(new, source, batch, by, names, counts) -> list[Statement]:
    extract, spans = _keep(new, source, batch, counts)
    statements = []
    for one in new:
        statement = Statement(
            language=one.language,
            kind=one.kind,
            issuing_body=one.issuing_body,
            source=source,
            sender_identifier=one.id,
        )
        statement.date = one.date
        statements.append(statement)
    pairs = list(zip(new, statements, strict=True))
    _write_all("statement", statements, [(one.title, number(one.texts)) for one in new], by)
    insert(
        Participation,
        ("statement_id", "organisation_id", "role", "position", "written", "detail"),
        [
            (statement.pk, names.organisation(name, one.language).pk, role, position, name, "")
            for one, statement in pairs
            for position, (name, role) in enumerate(one.organisations)
            if role in (Role.ISSUER, Role.SIGNATORY)
        ],
    )
    topic_link = Statement.topics.through
    insert(
        topic_link,
        ("statement_id", "topic_id"),
        [
            (statement.pk, topic)
            for one, statement in pairs
            for topic in {names.topic(name, one.language).pk for name in one.topics}
        ],
    )
    insert(
        Witness,
        ("statement_id", "extract_id", "start", "end", "completeness", "hand"),
        (
            (statement.pk, extract.pk, start, end, Witness.Completeness.FULL, 1)
            for statement, (start, end) in zip(statements, spans, strict=True)
        ),
    )
    remember_all(
        statements,
        {statement.pk: (one.folded.digest, one.folded.prints) for one, statement in pairs if one.folded},
    )
    append(
        [
            {
                "verb": "accept",
                "thing": "statement",
                "reference": statement.reference,
                "to_stage": str(Stage.DRAFT),
                "revision_digest": statement.text().digest,
            }
            for statement in statements
        ],
        by,
    )
    return statements


def _keep(
    new: Sequence[Sent], source: Source, batch: Batch, counts: Collected
) -> tuple[Extract, list[tuple[int, int]]]:
    """The chunk's lines as a capture, its texts as an extract, and the (start, end) of each statement in that."""
    data = b"".join(one.raw.rstrip(b"\r\n") + b"\n" for one in new)
    sha256 = Capture.store(data)
    capture, made = Capture.objects.get_or_create(
        sha256=sha256, defaults={"size": len(data), "media_type": "application/jsonl"}
    )
    counts.captures["new" if made else "known"] += 1
    seen = [one.captured_at for one in new if one.captured_at]
    sighting = Sighting.objects.create(
        capture=capture,
        source=source,
        address=new[0].address if len({one.address for one in new}) == 1 else "",
        seen_at=max(seen, default=timezone.now()),
        tool=TOOL,
    )
    spans, pieces, at = [], [], 0
    for one in new:
        text = "\n\n".join([*filter(None, [one.title]), *one.texts])
        body = at + len(text) - len("\n\n".join(one.texts))
        spans.append((body, at + len(text)))
        pieces.append(text)
        at += len(text) + 2
    extract, fresh = Extract.objects.get_or_create(capture=capture, tool=TOOL, defaults={"text": "\n\n".join(pieces)})
    things = [("sighting", sighting.pk)] + [("capture", capture.pk)] * made + [("extract", extract.pk)] * fresh
    _enter(batch, things)
    return extract, spans


def _enter(batch: Batch, made: Sequence[tuple[str, int]]) -> None:
    """Note in the batch's ledger what it made."""
    insert(BatchEntry, ("batch_id", "thing", "object_id"), ((batch.pk, thing, pk) for thing, pk in made))


def _write_all(owner: str, things: Sequence, texts: Sequence[tuple[str, list[dict]]], by: User) -> None:
    """Insert new statements or translations with their first revisions, in the hand of the one who answers for them.

    Each points to its revision from the start; the database checks that at the transaction's end.
    """
    now = timezone.now()
    revisions = [
        Revision(
            **{owner: thing},
            number=1,
            title=title,
            paragraphs=paragraphs,
            author=by,
            digest=digest_of_text(title, paragraphs),
            created_at=now,
        )
        for thing, (title, paragraphs) in zip(things, texts, strict=True)
    ]
    give_keys(things)
    give_keys(revisions)
    for thing, revision in zip(things, revisions, strict=True):
        thing.current_revision = revision
        setattr(revision, owner, thing)
    insert_all(things)
    insert_all(revisions)
    insert(Contribution, ("revision_id", "user_id"), ((revision.pk, by.pk) for revision in revisions))


def _translate_all(new, statements, by, counts) -> list[Translation]:
    asked = [
        (one, statement, sent) for one, statement in zip(new, statements, strict=True) for sent in one.translations
    ]
    if not asked:
        return []
    translations = [
        Translation(statement=statement, language=sent.language, origin=sent.origin, translator=sent.translator)
        for _one, statement, sent in asked
    ]
    texts = [(sent.title, _beside(one.texts, sent)) for one, _statement, sent in asked]
    _write_all("translation", translations, texts, by)
    counts.translations["new"] += len(translations)
    return translations


def _beside(originals: Sequence[str], sent: SentTranslation) -> list[dict]:
    """A sent translation's paragraphs, each beside the original's of the same place; what is over has no source."""
    return [
        {"number": place + 1, "text": text, "source": digest(originals[place]), "machine": sent.origin == "machine"}
        if place < len(originals)
        else {"number": place + 1, "text": text, "source": "", "machine": sent.origin == "machine"}
        for place, text in enumerate(sent.texts)
    ]


def _compare(one: Sent, statement: Statement, by: User, counts: Collected) -> None:
    """Bring a statement that is there in step with its line: unchanged is skipped, changed is a new revision."""
    written = revise(statement, title=one.title, texts=one.texts, by=by, note=_("Changed by the sender."))
    told = _describe_again(one, statement, by)
    counts.statements["changed" if written or told else "unchanged"] += 1
    numbers = [paragraph["number"] for paragraph in statement.text().paragraphs]
    for sent in one.translations:
        translation = statement.translations.filter(language=sent.language, origin=sent.origin).first()
        if translation is None:
            _translate_all([replace(one, translations=(sent,))], [statement], by, counts)
            continue
        texts = dict(zip(numbers, sent.texts, strict=False))
        # The sender answers for both texts as they belong together.
        changed = render(
            translation, title=sent.title, texts=texts, by=by, note=_("Changed by the sender."), confirmed=texts
        )
        counts.translations["changed" if changed else "unchanged"] += 1


def _describe_again(one: Sent, statement: Statement, by: User) -> bool:
    """Whether the line describes the statement otherwise: then so does the archive, or it is proposed where public."""
    before = (statement.kind, statement.issuing_body, statement.date)
    if before == (one.kind, one.issuing_body, one.date):
        return False
    standing = described(statement)
    statement.date = one.date
    statement.kind, statement.issuing_body = one.kind, one.issuing_body
    describe(statement, standing | facts_of(statement), by, _("Changed by the sender."))
    statement.refresh_from_db()
    return True
