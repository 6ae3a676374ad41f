"""Carry the demonstration through the real flow: the real intake reads its pages, the real workflow moves its texts
under sample people of each role. Every step can be run again: what is done is not done twice."""

import datetime
import secrets
from collections.abc import Iterator

from django.contrib.auth.models import Group, User
from django.db import transaction

from archive import dates
from archive.models import (
    Capture,
    Organisation,
    OrganisationName,
    OrganisationRelation,
    Sighting,
    Source,
    Statement,
    Topic,
    Translation,
)
from archive.stages import Axis, Role, Stage, Verdict
from editorial.demo import collection
from editorial.intake.known_names import known_names
from editorial.intake.pipeline import propose
from editorial.intake.take_in import Item, take_in
from editorial.models import Batch, Candidate
from editorial.paragraphs import split_paragraphs
from editorial.roles import ROLES
from editorial.workflow.allowed import reason_asked
from editorial.workflow.draft import Draft, Taking, accept, discard, merge
from editorial.workflow.moves import move
from editorial.workflow.revise import revise
from editorial.workflow.translate import open_translation, render
from editorial.workflow.verify import assess

BATCH = "demonstration"
#: What a translator says of the warnings that the desk raised on a rendering.
READ_AGAIN = "Read again beside the original; it may stand."
#: How far each stage lies along the way.
STEPS = {
    Stage.DRAFT: (),
    Stage.IN_REVIEW: ("submit",),
    Stage.VERIFIED: ("submit", "verify"),
    Stage.PUBLISHED: ("submit", "verify", "publish"),
    Stage.WITHDRAWN: ("submit", "verify", "publish", "withdraw"),
}


def holds_something_else() -> bool:
    """Whether the database holds an archive that the demonstration did not make."""
    if Batch.objects.filter(name=BATCH).exists():
        return False
    return any(table.objects.exists() for table in (Capture, Statement, Organisation, Source, User))


def load() -> Iterator[str]:
    """Do all of it, saying what was done. Raises ValueError where the intake did not find a statement."""
    Batch.objects.get_or_create(name=BATCH)
    _vocabulary()
    yield f"{Organisation.objects.count()} organisations, {Source.objects.count()} sources"
    _pages()
    yield f"{len(collection.rows('pages'))} pages taken in, {Candidate.objects.count()} candidates"
    for row in collection.rows("statements"):
        _decide(row)
    public = Statement.objects.public().count()
    yield f"{Statement.objects.count()} statements, {public} of them public, {Translation.objects.count()} translations"


def people() -> dict[str, str]:
    """One sample person of each role, named like the role, each with a fresh password (by role)."""
    passwords = {}
    for role in ROLES:
        user, _made = User.objects.get_or_create(username=role, defaults={"is_staff": True})
        passwords[role] = secrets.token_urlsafe(9)
        user.set_password(passwords[role])
        user.save()
        user.groups.set(Group.objects.filter(name=role))
    return passwords


def _person(role: str) -> User:
    return User.objects.get(username=role)


@transaction.atomic
def _vocabulary() -> None:
    def in_every_language(names: dict[str, str]) -> dict[str, str]:
        return {f"name_{tag}": text for tag, text in names.items()}

    for row in collection.rows("topics"):
        Topic.objects.get_or_create(slug=row["slug"], defaults=in_every_language(row["names"]))
    for row in collection.rows("organisations"):
        organisation, made = Organisation.objects.get_or_create(
            slug=row["slug"],
            defaults={
                "country": row["country"],
                "founded": row["founded"],
                "dissolved": row["dissolved"],
                "website": row["website"] or "",
                **in_every_language(row["names"]),
            },
        )
        names = [{"text": text, "language": tag} for tag, text in row["names"].items()] + row["aliases"]
        for name in names if made else []:
            OrganisationName.objects.get_or_create(
                organisation=organisation,
                text=name["text"],
                language=name["language"],
                defaults={"first_year": name.get("first_year"), "last_year": name.get("last_year")},
            )
    for row in collection.rows("organisations"):
        for relation in row["relations"]:
            OrganisationRelation.objects.get_or_create(
                organisation=Organisation.objects.get(slug=row["slug"]),
                other=Organisation.objects.get(slug=relation["to"]),
                kind=relation["kind"],
                defaults={"year": relation["year"]},
            )
    for row in collection.rows("sources"):
        Source.objects.get_or_create(
            slug=row["slug"],
            defaults={
                "kind": row["kind"],
                "address": row["address"],
                "language": row["language"],
                "owner": Organisation.objects.filter(slug=row["owner"]).first(),
                **in_every_language(row["names"]),
            },
        )


def _pages() -> None:
    batch = Batch.objects.get(name=BATCH)
    vocabulary = known_names()
    taken = set(Sighting.objects.values_list("file_name", flat=True))
    for row in collection.rows("pages"):
        if row["file"] in taken:
            continue
        data = collection.page_bytes(row["file"])
        proposal = propose(data, row["file"], row["media_type"], vocabulary, url=row["address"])
        seen_at = datetime.datetime.fromisoformat(row["captured_at"])
        item = Item(data=data, name=row["file"], address=row["address"], seen_at=seen_at)
        take_in(item, proposal, batch=batch, source=Source.objects.get(slug=row["source"]))


def _candidate(page: str, starts: str) -> Candidate:
    """The candidate that holds the words `starts` on a page. Raises ValueError where none does."""
    wanted = " ".join(starts.split())
    for candidate in Candidate.objects.filter(extract__capture__sightings__file_name=page).select_related("extract"):
        if wanted in " ".join(candidate.text().split()):
            return candidate
    raise ValueError(f"{page}: no candidate holds “{starts}”.")


@transaction.atomic
def _decide(row: dict) -> None:
    """Do with one candidate what the collection's editors decided."""
    candidate = _candidate(row["page"], row["starts"])
    if row["stage"] == "candidate" or _is_done(row, candidate):
        return
    importer = _person("importer")
    if row["stage"] == "discarded":
        discard(candidate, importer, row.get("reason") or "Not a statement.")
        return
    if row["merge_with"]:
        merge(candidate, Statement.objects.get(candidates=_candidate(**row["merge_with"])), importer)
        return
    statement = accept(candidate, importer, _draft(row, candidate))
    statement.topics.set(Topic.objects.filter(slug__in=row["topics"]))
    _carry(statement, row["stage"], row.get("reason") or "")
    for translation in row["translations"]:
        _translate(statement, translation)
    if row.get("revised"):
        _revise(statement, row["revised"])


def _is_done(row: dict, candidate: Candidate) -> bool:
    """Whether an earlier run decided this. Raises ValueError where the intake left two statements in one candidate."""
    if candidate.state == Candidate.State.WAITING:
        return False
    if candidate.state == Candidate.State.ACCEPTED and candidate.statement:
        first = candidate.statement.revisions.order_by("number")[0]
        if not " ".join(first.body().split()).startswith(" ".join(row["starts"].split())):
            raise ValueError(f"{row['page']}: “{row['starts']}” stands in the candidate of another statement.")
    return True


def _draft(row: dict, candidate: Candidate) -> Draft:
    text = candidate.extract.text
    start, end = collection.span(text, row["starts"], row["ends"])
    parts = [int(part) for part in (row["date"] or "").split("-") if part]
    return Draft(
        title=row["title"] or "",
        texts=split_paragraphs(text[start:end]),
        language=row["language"],
        kind=row["kind"],
        date=dates.from_parts(row["calendar"], *_three(parts), row["date_written"] or "") if parts else None,
        takings=[_taking(one) for one in row["organisations"]],
        issuing_body=row["issuing_body"] or "",
        author=row["author"] or "",
        excerpt=row["excerpt"],
        hand=row["hand"],
    )


def _three(parts: list[int]) -> tuple[int, int | None, int | None]:
    """Year, month and day; what is not known is None."""
    year, month, day = [*parts, None, None][:3]
    return year or 0, month, day


def _taking(one: dict) -> Taking:
    organisation = Organisation.objects.get(slug=one["slug"])
    return Taking(role=one["role"], written=one.get("written") or str(organisation), organisation=organisation)


def _carry(thing: Statement | Translation, stage: str, reason: str = "") -> None:
    """Move a draft along the way to `stage`, each step by the person whose step it is."""
    writer = _person("importer" if isinstance(thing, Statement) else "translator")
    hands = {"submit": writer, "verify": _person("verifier")}
    for step in STEPS[Stage(stage)]:
        if step == "verify":
            _assess(thing, hands["verify"])
        note = reason if step == "withdraw" else READ_AGAIN if reason_asked(step, thing) else ""
        move(thing, step, hands.get(step, _person("publisher")), note)


def _assess(thing: Statement | Translation, verifier: User) -> None:
    """What a careful verifier can honestly say: a text quoted by others cannot be checked with its issuer."""
    if isinstance(thing, Translation):
        assess(thing, axis=Axis.TRANSLATION, verdict=Verdict.CONFIRMED, by=verifier)
        return
    assess(thing, axis=Axis.TEXT, verdict=Verdict.CONFIRMED, by=verifier)
    if thing.witnesses.filter(hand=1).exists():
        assess(thing, axis=Axis.ATTRIBUTION, verdict=Verdict.CONFIRMED, by=verifier)
    elif thing.participations.filter(role=Role.ISSUER).exists():
        note = "Known from a quotation only; the issuer's own page was not found."
        assess(thing, axis=Axis.ATTRIBUTION, verdict=Verdict.COULD_NOT_CHECK, by=verifier, note=note)
    if thing.precision == "day" and not thing.date_inferred:
        assess(thing, axis=Axis.DATE, verdict=Verdict.CONFIRMED, by=verifier)


def _translate(statement: Statement, row: dict) -> None:
    translator = _person("translator")
    translation = open_translation(
        statement, language=row["language"], by=translator, origin=row["origin"], translator=row["translator"] or ""
    )
    numbers = [paragraph["number"] for paragraph in statement.text().paragraphs]
    texts = dict(zip(numbers, row["paragraphs"], strict=True))
    render(translation, title=row["title"] or "", texts=texts, by=translator)
    _carry(translation, row["stage"])


def _revise(statement: Statement, row: dict) -> None:
    """Correct one paragraph of a published statement; its translations become stale there."""
    texts = [paragraph["text"] for paragraph in statement.text().paragraphs]
    texts[row["paragraph"]] = row["text"]
    revise(statement, title=statement.title(), texts=texts, by=_person("importer"), note=row["note"])
    _carry(statement, Stage.PUBLISHED)
