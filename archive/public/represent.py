"""One shape of a public statement, which pages, feeds, JSON, citations and exports all use.

Only what has passed the gate comes in: `for_lists` and `for_reading` load a statement's published texts under names of
their own (`public_translations`, …), so a statement that was loaded in any other way cannot be represented at all.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from archive import languages
from archive.models import (
    Assessment,
    Organisation,
    Participation,
    Revision,
    Sighting,
    Statement,
    Station,
    Topic,
    Translation,
    Witness,
    obsolete_numbers,
    stale_numbers,
)
from archive.public.shapes import (
    CHECKED,
    CONTRADICTED,
    OPEN,
    Captured,
    Judgement,
    Name,
    Paragraph,
    Represented,
    Seen,
    Stop,
    Text,
)
from archive.stages import Axis, Origin, Role, Verdict

#: Which rendering is read first where one language has several.
_ORIGINS = (Origin.OFFICIAL, Origin.OURS, Origin.FOUND, Origin.MACHINE)

#: The attribute of a loaded statement that holds its public translations.
_RENDERINGS = "public_translations"

# --- Loading ----------------------------------------------------------------------------------------------------


def for_lists(statements: QuerySet[Statement]) -> QuerySet[Statement]:
    """`statements` with what `represent` needs, without their paragraphs: seven queries for any number of rows."""
    return (
        statements.select_related("published_revision__verification")
        .prefetch_related(*_parts(whole=False))
        .defer("published_revision__paragraphs")
    )


def for_mentions(statements: QuerySet[Statement]) -> QuerySet[Statement]:
    """`statements` with the titles and languages of their texts, for a list under a heading that says who issued
    them: two queries. They are represented without issuers, chain and judgements."""
    return (
        statements.select_related("published_revision__verification")
        .prefetch_related(Prefetch("translations", _renderings().defer("published_revision__paragraphs"), _RENDERINGS))
        .defer("published_revision__paragraphs")
    )


def for_reading(statements: QuerySet[Statement]) -> QuerySet[Statement]:
    """`statements` with their whole texts, topics, sightings and assessments."""
    return statements.select_related("published_revision__verification").prefetch_related(*_parts(whole=True), "topics")


def _parts(*, whole: bool) -> list[Prefetch]:
    renderings = _renderings()
    witnesses = Witness.objects.all()
    if whole:
        # Not in lists: an extract's row is as long as its page.
        witnesses = witnesses.select_related("extract__capture").defer(
            "extract__text", "extract__marks", "extract__page"
        )
        sightings = Sighting.objects.select_related("source")
        witnesses = witnesses.prefetch_related(Prefetch("extract__capture__sightings", sightings, "all_sightings"))
        renderings = renderings.prefetch_related("published_revision__assessments")
    else:
        renderings = renderings.defer("published_revision__paragraphs")
    witnesses = witnesses.prefetch_related(Prefetch("stations", Station.objects.select_related("organisation")))
    return [
        Prefetch("translations", renderings, _RENDERINGS),
        Prefetch("participations", Participation.objects.select_related("organisation"), "all_participations"),
        Prefetch("witnesses", witnesses, "all_witnesses"),
        Prefetch("published_revision__assessments", Assessment.objects.order_by("id"), "all_assessments"),
    ]


def _renderings() -> QuerySet[Translation]:
    # In no order: `represent` puts them into one of its own, and the table's leads through the statements.
    return Translation.objects.public().select_related("published_revision__verification").order_by()


# --- Representing -----------------------------------------------------------------------------------------------


def represent(statement: Statement, *, whole: bool = False) -> Represented:
    """The public shape of a statement that came through `for_lists` or `for_mentions`, with `whole` `for_reading`.

    Raises AttributeError for one that was not loaded through them and ValueError for one that is not public.
    """
    revision, published_at = statement.published_revision, statement.published_at
    if not statement.is_public() or revision is None or published_at is None:
        raise ValueError(f"Statement {statement.reference} is not public.")
    loaded: Any = statement  # with the attributes that the functions above add
    everybody = getattr(loaded, "all_participations", ())
    witnesses = getattr(loaded, "all_witnesses", None)
    participations = [part for part in everybody if part.role in (Role.ISSUER, Role.SIGNATORY)]
    issuers = tuple(name_of(part, statement.language) for part in participations if part.role == Role.ISSUER)
    newest = {assessment.axis: assessment for assessment in getattr(revision, "all_assessments", ())}
    original = _text(revision, statement.language, published_at, whole=whole)
    translations = [
        _text(
            rendering.published_revision,
            rendering.language,
            rendering.published_at,
            whole=whole,
            origin=rendering.origin,
            translator=rendering.translator,
            source=revision,
        )
        for rendering in loaded.public_translations
    ]
    translations.sort(key=lambda text: (_ORIGINS.index(Origin(text.origin)), text.language))
    return Represented(
        pk=statement.pk,
        reference=statement.reference,
        kind=statement.kind,
        language=statement.language,
        date=statement.date,
        issuers=issuers,
        signatories=tuple(name_of(part, statement.language) for part in participations if part.role == Role.SIGNATORY),
        issuing_body=statement.issuing_body,
        author=statement.author,
        original=original,
        translations=tuple(translations),
        chain=()
        if witnesses is None
        else chain_of(witnesses, statement.language, issuers, newest.get(Axis.ATTRIBUTION)),
        published_at=published_at,
        changed_at=statement.changed_at or published_at,
        topics=tuple(topic_name(topic) for topic in statement.topics.all()) if whole else (),
        countries=tuple(
            dict.fromkeys(
                part.organisation.country for part in participations if part.organisation and part.organisation.country
            )
        ),
        judgements=tuple(
            Judgement(axis, newest[axis].verdict, newest[axis].note) if axis in newest else Judgement(axis)
            for axis in (Axis.TEXT, Axis.ATTRIBUTION, Axis.DATE)
        ),
        captures=tuple(_captured(witness) for witness in witnesses) if whole and witnesses else (),
    )


def represent_all(statements: Iterable[Statement]) -> list[Represented]:
    """What a list shows of `statements`, which came through `for_lists`."""
    return [represent(statement) for statement in statements]


def organisation_name(organisation: Organisation, detail: str = "") -> Name:
    """An organisation's name in the reader's language, or in the first one that it is known in."""
    return Name(str(organisation), organisation.name_language(), organisation.slug, detail)


def topic_name(topic: Topic) -> Name:
    """A topic's name in the reader's language, or in the first one that it has one in."""
    tags = [get_language() or "en", *languages.INTERFACE]
    return Name(str(topic), next((tag for tag in tags if getattr(topic, f"name_{tag}", None)), "und"), topic.slug)


def name_of(part: Participation | Station, language: str) -> Name:
    """The name of who took part: the organisation's, else as the page wrote it, in the page's language."""
    if part.organisation:
        return organisation_name(part.organisation, getattr(part, "detail", ""))
    return Name(part.written, language, "", getattr(part, "detail", ""))


def _text(
    revision: Revision,
    language: str,
    published_at: datetime,
    *,
    whole: bool,
    origin: str = "",
    translator: str = "",
    source: Revision | None = None,
) -> Text:
    paragraphs: tuple[Paragraph, ...] = ()
    if whole:
        stale = stale_numbers(revision, source) | obsolete_numbers(revision, source) if source else set()
        paragraphs = tuple(
            Paragraph(
                number=paragraph["number"],
                text=paragraph["text"],
                stale=paragraph["number"] in stale,
                machine=bool(paragraph.get("machine")),
                source=paragraph.get("source", ""),
            )
            for paragraph in revision.paragraphs
        )
    verification = getattr(revision, "verification", None)
    judgement = _judgement_on_translation(revision, language) if whole and source else None
    return Text(
        language=language,
        title=revision.title,
        revision=revision.pk,
        digest=revision.digest,
        published_at=published_at,
        changed_at=max(published_at, revision.created_at),
        paragraphs=paragraphs,
        excerpt=revision.excerpt,
        origin=origin,
        translator=translator,
        alone=bool(verification and verification.alone),
        verified_at=verification.at if verification else None,
        judgement=judgement,
    )


def _judgement_on_translation(revision: Revision, language: str) -> Judgement:
    """The newest word on a translation, from the assessments that `for_reading` loaded."""
    said = [one for one in revision.assessments.all() if one.axis == Axis.TRANSLATION]
    newest = max(said, key=lambda one: one.pk, default=None)
    if newest is None:
        return Judgement(Axis.TRANSLATION, language=language)
    return Judgement(Axis.TRANSLATION, newest.verdict, newest.note, language)


def _captured(witness: Witness) -> Captured:
    """A witness as it can be checked, from what `for_reading` loaded."""
    extract = witness.extract
    capture: Any = extract.capture
    return Captured(
        sha256=capture.sha256,
        size=capture.size,
        media_type=capture.media_type,
        start=witness.start,
        end=witness.end,
        completeness=witness.completeness,
        hand=witness.hand,
        tool=extract.tool,
        seen=tuple(
            Seen(sighting.seen_at, sighting.address, str(sighting.source) if sighting.source else "")
            for sighting in capture.all_sightings
        ),
    )


# --- The chain --------------------------------------------------------------------------------------------------


def best_witness(witnesses: Iterable[Witness]) -> Witness | None:
    """The witness that a reader should be led to: through the fewest hands, then the fullest, then the oldest."""
    fullness: list[str] = [Witness.Completeness.FULL, Witness.Completeness.EXCERPT, Witness.Completeness.QUOTATION]
    return min(witnesses, key=lambda one: (one.hand, fullness.index(one.completeness), one.pk), default=None)


def chain_of(
    witnesses: Iterable[Witness], language: str, issuers: tuple[Name, ...], attribution: Assessment | None
) -> tuple[Stop, ...]:
    """How the statement came to us, from the issuer to the capture.

    The issuer counts as checked when a verifier confirmed the attribution. Of those who passed the text on, only the
    last is checked, since its page is what was captured; whoever stands before it we know by its word alone.
    """
    verdict = attribution.verdict if attribution else ""
    state = CHECKED if verdict == Verdict.CONFIRMED else CONTRADICTED if verdict == Verdict.CONTRADICTED else OPEN
    stops = [Stop(str(Role.ISSUER.label), issuers, state)]
    witness = best_witness(witnesses)
    if witness is None:
        return (*stops, Stop(_("no capture is kept"), (), OPEN))
    return (*stops, *stops_of(witness, language))


def stops_of(witness: Witness, language: str) -> list[Stop]:
    """The stations after the issuer, with the capture at the end."""
    stations = list(witness.stations.all())
    stops = [
        Stop(
            str(Role(station.role).label),
            (name_of(station, language),),
            CHECKED if station is stations[-1] else OPEN,
        )
        for station in stations
    ]
    if not stations and witness.hand > 1:
        stops.append(Stop(_("passed on by others"), (), OPEN))
    return [*stops, Stop(_("capture"), (), CHECKED)]
