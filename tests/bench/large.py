"""A large archive in little time: rows put in by the thousand, in the shape that years of work would leave.

What people would have done one by one is put in whole (revisions with their hands and verifications, witnesses in
captures, assessments, translations, decisions), so every guard of the database holds and every public page finds
what it looks for. Words follow Zipf's law; the same size is the same archive.
"""

import datetime
import hashlib
import itertools
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from django.contrib.auth.models import User
from django.db import connection, transaction

from archive import search
from archive.dates import HistoricalDate
from archive.models import (
    Assessment,
    Capture,
    Contribution,
    Extract,
    Organisation,
    OrganisationName,
    Participation,
    Revision,
    Sighting,
    Source,
    Statement,
    Topic,
    Translation,
    Verification,
    Witness,
    digest,
    digest_of_text,
    give_keys,
    insert,
    insert_all,
)
from archive.search_form import search_form
from archive.stages import Axis, Kind, Origin, Role, Stage, Verdict
from editorial.workflow.decisions import append

SEED = 5
CHUNK = 1000
ORGANISATIONS, TOPICS, PAGES_TOGETHER = 400, 40, 100
LANGUAGES = {"fa": 40, "ar": 20, "en": 15, "tr": 8, "ckb": 7, "ku-Latn": 3, "fr": 3, "de": 2, "ur": 1, "es": 1}
COUNTRIES = ("IR", "IQ", "TR", "SY", "LB", "AF", "EG", "TN", "DE", "FR", "SE", "GB")
KINDS = {Kind.STATEMENT: 70, Kind.LETTER: 8, Kind.INTERVIEW: 6, Kind.RESOLUTION: 6, Kind.APPEAL: 5, Kind.GREETING: 5}
#: About 3,000 characters a text, as the measurements that set the bar had.
PARAGRAPHS, WORDS = 5, 110
STEMS = {"fa": "واژه", "ar": "كلمة", "ckb": "وشە", "ur": "لفظ"}
#: The word that nearly every text holds, and two that few do.
COMMON, RARE = "bread", ("harbour", "lantern")
TRANSLATED_INTO = ("en", "fa", "ar")


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph that many texts use, with the search form that is counted once."""

    text: str
    folded: str


class Words:
    """Paragraphs of invented words in each language."""

    def __init__(self, chance: random.Random):
        self._chance = chance
        self._pieces = {tag: [self._piece(tag) for _ in range(400)] for tag in LANGUAGES}

    def _piece(self, tag: str) -> Piece:
        stem = STEMS.get(tag, "word")
        words = [COMMON, *(f"{stem}{number}" for number in range(4000))]
        weights = [1 / (rank + 2) for rank in range(len(words))]
        text = " ".join(self._chance.choices(words, weights, k=WORDS))
        return Piece(text, search_form(text, tag))

    def text(self, tag: str, number: int) -> tuple[str, list[dict], tuple[str, str]]:
        """(title, paragraphs, (folded title, folded body)) of text `number`."""
        chosen = self._chance.sample(self._pieces[tag], PARAGRAPHS)
        title = f"{STEMS.get(tag, 'word')} {number}"
        if number % 97 == 0:
            title += f" {RARE[0]} {RARE[1]}"
        paragraphs = [{"number": place + 1, "text": piece.text} for place, piece in enumerate(chosen)]
        return title, paragraphs, (search_form(title, tag), " ".join(piece.folded for piece in chosen))


def make(size: int) -> None:
    """Fill an empty, migrated archive with `size` public statements, a third of them with a translation."""
    chance = random.Random(SEED)  # noqa: S311 - sample text, not a secret
    by, _made = User.objects.get_or_create(username="bench")
    words = Words(chance)
    organisations, topics = _organisations(), _topics()
    source = Source.objects.create(slug="bench", name_en="Invented pages")
    for first in range(0, size, CHUNK):
        with transaction.atomic():
            _chunk(range(first, min(first + CHUNK, size)), words, chance, by, organisations, topics, source)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _organisations() -> Sequence[Organisation]:
    made = []
    for number in range(ORGANISATIONS):
        name = f"Union of hall {number}"
        one = Organisation.objects.create(
            slug=f"union-{number}",
            country=COUNTRIES[number % len(COUNTRIES)],
            name_en=name,
            name_fa=f"اتحادیهٔ {number}",
        )
        OrganisationName.objects.create(organisation=one, text=name, language="en")
        made.append(one)
    return made


def _topics() -> Sequence[Topic]:
    return [
        Topic.objects.create(slug=f"topic-{number}", name_en=f"Topic {number}", name_fa=f"موضوع {number}")
        for number in range(TOPICS)
    ]


def _chunk(numbers, words, chance, by, organisations, topics, source) -> None:
    moment = datetime.datetime(2024, 1, 1, tzinfo=datetime.UTC)
    tags = chance.choices(list(LANGUAGES), list(LANGUAGES.values()), k=len(numbers))
    kinds = chance.choices(list(KINDS), list(KINDS.values()), k=len(numbers))
    statements, texts = [], []
    for number, tag, kind in zip(numbers, tags, kinds, strict=True):
        at = moment + datetime.timedelta(minutes=number)
        one = Statement(language=tag, kind=kind, source=source, stage=Stage.PUBLISHED, published_at=at, changed_at=at)
        if number % 100:
            day = datetime.date(1961, 1, 1) + datetime.timedelta(days=int(chance.triangular(0, 23_300, 20_000)))
            one.date = HistoricalDate(day.isoformat(), "gregorian", day, day, "day")
        statements.append(one)
        texts.append(words.text(tag, number))
    folded = _texts("statement", statements, texts, by)
    parts = []
    for number, one in zip(numbers, statements, strict=True):
        signing = 3 if number % 20 == 0 else 1
        for place in range(signing):
            chosen = organisations[int(chance.triangular(0, ORGANISATIONS, 0))]
            parts.append((one.pk, chosen.pk, Role.SIGNATORY if place else Role.ISSUER, place, "", ""))
    columns = ("statement_id", "organisation_id", "role", "position", "written", "detail")
    insert(Participation, columns, parts)
    links = [(one.pk, topics[place].pk) for one in statements for place in chance.sample(range(TOPICS), 2)]
    insert(Statement.topics.through, ("statement_id", "topic_id"), links)
    _witnesses(numbers, statements, source, moment)
    assessed = [
        (one.published_revision_id, axis, Verdict.CONFIRMED, "", by.pk, moment)
        for one in statements
        for axis in (Axis.TEXT, Axis.ATTRIBUTION, Axis.DATE)
    ]
    insert(Assessment, ("revision_id", "axis", "verdict", "note", "by_id", "at"), assessed)
    folded |= _translations(numbers, statements, words, by, moment)
    append(
        [
            {"verb": verb, "thing": "statement", "reference": one.reference, "revision_digest": one.text().digest}
            for one in statements
            for verb in ("verify", "publish")
        ],
        by,
    )
    search.index_all(statements, MappingProxyType(folded))


def _texts(owner: str, things: Sequence, texts: Sequence[tuple], by: User) -> dict[str, tuple[str, str]]:
    """Insert public statements or translations with their verified revisions; search forms by digest."""
    revisions = [
        Revision(
            **{owner: thing},
            number=1,
            title=title,
            paragraphs=paragraphs,
            author=by,
            digest=digest_of_text(title, paragraphs),
            created_at=thing.published_at,
        )
        for thing, (title, paragraphs, _folded) in zip(things, texts, strict=True)
    ]
    give_keys(things)
    give_keys(revisions)
    for thing, revision in zip(things, revisions, strict=True):
        thing.current_revision = thing.published_revision = revision
        setattr(revision, owner, thing)
    insert_all(revisions)
    insert(Contribution, ("revision_id", "user_id"), [(one.pk, by.pk) for one in revisions])
    vouched = [(one.pk, one.digest, by.pk, True, "Invented.", one.created_at) for one in revisions]
    insert(Verification, ("revision_id", "digest", "by_id", "alone", "reason", "at"), vouched)
    insert_all(things)
    return {revision.digest: text[2] for revision, text in zip(revisions, texts, strict=True)}


def _witnesses(numbers, statements, source, moment) -> None:
    """One capture for every hundred statements, as of a month's page."""
    rows = []
    for pairs in itertools.batched(zip(numbers, statements, strict=True), PAGES_TOGETHER):
        spans, at, bodies = [], 0, []
        for _number, one in pairs:
            body = one.text().body()
            spans.append((at, at + len(body)))
            bodies.append(body)
            at += len(body) + 2
        sha256 = hashlib.sha256(f"page {pairs[0][0]}".encode()).hexdigest()
        capture = Capture.objects.create(sha256=sha256, size=at, media_type="text/html")
        Sighting.objects.create(
            capture=capture, source=source, address=f"https://bench.example/{pairs[0][0]}", seen_at=moment
        )
        extract = Extract.objects.create(capture=capture, tool="bench", text="\n\n".join(bodies))
        full = Witness.Completeness.FULL
        rows += [(one.pk, extract.pk, *span, full, 1) for (_n, one), span in zip(pairs, spans, strict=True)]
    insert(Witness, ("statement_id", "extract_id", "start", "end", "completeness", "hand"), rows)


def _translations(numbers, statements, words, by, moment) -> dict[str, tuple[str, str]]:
    translations, texts = [], []
    for number, one in zip(numbers, statements, strict=True):
        into = TRANSLATED_INTO[number % len(TRANSLATED_INTO)]
        if number % 3 == 0 and into != one.language:
            title, paragraphs, folded = words.text(into, number)
            sources: Iterator[dict] = iter(one.text().paragraphs)
            for paragraph in paragraphs:
                paragraph |= {"source": digest(next(sources)["text"]), "machine": False}
            translations.append(
                Translation(
                    statement=one,
                    language=into,
                    origin=Origin.OURS,
                    translator="A. Hand",
                    stage=Stage.PUBLISHED,
                    published_at=moment + datetime.timedelta(minutes=number),
                )
            )
            texts.append((title, paragraphs, folded))
    return _texts("translation", translations, texts, by)
