"""What of the archive's rows is public: an export that goes into another archive, and says nothing the site does not.

People are two, one who writes and one who verifies; whose hand wrote what is the desk's own. Of an extract only words
that were published stay, at their offsets (see `public.disclosure`). Of the decisions only those stay that a provenance
page tells, in a chain of their own.
"""

import datetime
from collections.abc import Callable

from django.contrib.auth.models import Group, User
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Concat

from archive.dump import Choice, Chosen, Row, plain
from archive.models import (
    Assessment,
    Capture,
    Contribution,
    Decision,
    Extract,
    Organisation,
    OrganisationName,
    OrganisationRelation,
    Participation,
    Revision,
    Sighting,
    Source,
    Statement,
    Station,
    Topic,
    Translation,
    Verification,
    Witness,
)
from archive.models.decision import chained_digest
from archive.public.disclosure import names_of, stretches
from archive.public.gate import public_organisations, public_topics
from archive.public.represent import for_reading, represent
from archive.stages import Stage

#: The two people of a public export.
WRITER, VERIFIER = 1, 2
_NAMES = {WRITER: "writer", VERIFIER: "verifier"}
ALONE = "checked by one person"  # instead of the reason, which is the desk's own


def public_rows() -> Choice:
    """The choice of a public export. Made anew for each export: it carries the chain of the decisions on."""
    choices: dict[type[models.Model], Callable[[], Chosen]] = {
        Organisation: lambda: Chosen(_organisations(), lambda row: row | {"reviewed": True}),
        OrganisationName: lambda: Chosen(plain(OrganisationName).filter(organisation__in=_keys(_organisations()))),
        OrganisationRelation: _relations,
        Topic: lambda: Chosen(_past(Topic, public_topics()), lambda row: row | {"reviewed": True}),
        Statement: _statements,
        Statement.topics.through: lambda: Chosen(  # type: ignore[attr-defined]  # an automatic table
            plain(Statement.topics.through).filter(statement__in=_public(), topic__in=_keys(public_topics()))  # type: ignore[attr-defined]
        ),
        Participation: lambda: Chosen(plain(Participation).filter(statement__in=_public())),
        Translation: lambda: Chosen(_past(Translation, Translation.objects.public()), _as_published),
        Revision: lambda: Chosen(_revisions(), _without_hands),
        Contribution: _contributions,
        Verification: lambda: Chosen(plain(Verification).filter(revision__in=_keys(_revisions())), _by_verifier),
        Assessment: lambda: Chosen(
            plain(Assessment).filter(revision__in=_keys(_revisions())), lambda row: row | {"by_id": VERIFIER}
        ),
        Witness: lambda: Chosen(_witnesses()),
        Station: lambda: Chosen(plain(Station).filter(witness__in=_keys(_witnesses()))),
        Extract: lambda: Chosen(plain(Extract).filter(pk__in=_witnesses().values("extract")), _masked),
        Capture: lambda: Chosen(plain(Capture).filter(pk__in=_witnesses().values("extract__capture"))),
        Sighting: lambda: Chosen(
            plain(Sighting).filter(capture__in=_witnesses().values("extract__capture")),
            lambda row: row | {"headers": {}, "file_name": ""},
        ),
        Source: _sources,
        Decision: _decisions,
        User: _people,
        Group: lambda: Chosen(plain(Group).none()),
    }

    def choice(model: type[models.Model]) -> Chosen | None:
        return choices[model]() if model in choices else None

    return choice


def _keys(rows: models.QuerySet) -> models.QuerySet:
    return rows.order_by().values("pk")


def _past(model: type[models.Model], chosen: models.QuerySet) -> models.QuerySet:
    """The chosen rows, past the manager of their table (see `dump.plain`)."""
    return plain(model).filter(pk__in=_keys(chosen))


def _public() -> models.QuerySet:
    return _keys(Statement.objects.public())


def _gone() -> models.QuerySet:
    """Tombstones that are not public again."""
    return Statement.objects.tombstones().filter(Q(published_revision=None) | Q(stage=Stage.WITHDRAWN))


# --- Statements and translations ---------------------------------------------------------------------------------


def _statements() -> Chosen:
    shown = set(Statement.objects.public().values_list("pk", flat=True))
    known = shown | set(_gone().values_list("pk", flat=True))

    def public(row: Row) -> Row:
        row |= {"sender_identifier": "", "source_id": None}
        if row["replaced_by_id"] not in known:
            row["replaced_by_id"] = None
        if row["id"] in shown:
            return _as_published(row) | {"scheduled_for": None}
        nothing: Row = {"current_revision_id": None, "published_revision_id": None, "published_at": None}
        described = {"issuing_body": "", "author": "", "scheduled_for": None, "created_at": row["withdrawn_at"]}
        undated = {"date_written": "", "calendar": "", "first_day": None, "last_day": None, "precision": ""}
        return row | nothing | described | undated | {"stage": Stage.WITHDRAWN.value, "date_inferred": False}

    return Chosen(plain(Statement).filter(pk__in=known), public)


def _as_published(row: Row) -> Row:
    """A text that stands where the public sees it, whatever is being worked on."""
    shown = row["published_revision_id"]
    return row | {
        "stage": Stage.PUBLISHED.value,
        "current_revision_id": shown,
        "created_at": row["published_at"],
        "withdrawn_at": None,
        "withdrawal_reason": "",
    }


def _published() -> models.QuerySet:
    """Decisions to publish after which nothing was withdrawn: what was withdrawn once stays so."""
    of_it = Q(thing=OuterRef("thing")) | Q(thing="statement")
    later = plain(Decision).filter(of_it, verb="withdraw", reference=OuterRef("reference"), pk__gt=OuterRef("pk"))
    return plain(Decision).filter(~Exists(later), verb="publish")


def _revisions() -> models.QuerySet:
    """What is published of public texts, and what was before it (the rule of `public.versions`)."""
    statements, translations = Statement.objects.public(), Translation.objects.public()
    of_statement = plain(Revision).filter(statement__in=_keys(statements)).annotate(thing=Value("statement"))
    of_translation = plain(Revision).filter(translation__in=_keys(translations)).annotate(thing=_thing("translation__"))
    before = _published().filter(thing=OuterRef("thing"), revision_digest=OuterRef("digest"))
    first = of_statement.filter(Exists(before.filter(reference=OuterRef("statement__reference"))))
    second = of_translation.filter(Exists(before.filter(reference=OuterRef("translation__statement__reference"))))
    now = Q(pk__in=statements.values("published_revision")) | Q(pk__in=translations.values("published_revision"))
    return plain(Revision).filter(now | Q(pk__in=_keys(first)) | Q(pk__in=_keys(second)))


def _thing(way: str = "") -> Concat:
    """What decisions call a translation."""
    return Concat(Value("translation:"), F(f"{way}language"), Value(":"), F(f"{way}origin"))


def _without_hands(row: Row) -> Row:
    return row | {"author_id": None, "parent_id": None, "note": ""}


def _contributions() -> Chosen:
    """One row a revision, the oldest: somebody wrote it."""
    older = plain(Contribution).filter(revision=OuterRef("revision"), pk__lt=OuterRef("pk"))
    oldest = plain(Contribution).filter(~Exists(older), revision__in=_keys(_revisions()))
    return Chosen(oldest, lambda row: row | {"user_id": WRITER})


def _by_verifier(row: Row) -> Row:
    return row | {"by_id": VERIFIER, "reason": ALONE if row["alone"] else ""}


# --- Vocabulary --------------------------------------------------------------------------------------------------


def _organisations() -> models.QuerySet:
    return _past(Organisation, public_organisations())


def _relations() -> Chosen:
    seen = _keys(public_organisations())
    return Chosen(plain(OrganisationRelation).filter(organisation__in=seen, other__in=seen))


def _sources() -> Chosen:
    """The channels on which public statements were seen, without their recipes: pages of provenance name them."""
    seen = plain(Sighting).filter(capture__in=_witnesses().values("extract__capture")).values("source")
    known = set(public_organisations().values_list("pk", flat=True))

    def named(row: Row) -> Row:
        return row | {"recipe": {}, "owner_id": row["owner_id"] if row["owner_id"] in known else None}

    return Chosen(plain(Source).filter(pk__in=seen), named)


# --- Provenance --------------------------------------------------------------------------------------------------


def _witnesses() -> models.QuerySet:
    return plain(Witness).filter(statement__in=_public())


def _masked(row: Row) -> Row:
    """An extract with spaces in place of all words that were never published, at the same offsets."""
    text = row["text"]
    shown = ["\n" if letter == "\n" else " " for letter in text]
    spans = dict[int, list[tuple[int, int]]]()
    for statement, start, end in _witnesses().filter(extract=row["id"]).values_list("statement", "start", "end"):
        spans.setdefault(statement, []).append((start, end))
    for statement in for_reading(Statement.objects.public().filter(pk__in=spans)):
        told, names = represent(statement, whole=True), names_of(statement)
        for span in spans[statement.pk]:
            for one in stretches(text, *span, told, names):
                shown[one.start : one.end] = text[one.start : one.end]
    return row | {"text": "".join(shown), "marks": [], "page": {}}


def _decisions() -> Chosen:
    """Each public text's last verification and publication, and each withdrawal, chained anew."""
    last = ""

    def chained(row: Row) -> Row:
        nonlocal last
        row |= {"by_id": None, "by_name": "", "previous": last}
        if row["verb"] != "withdraw":
            row["note"] = ""
        else:
            row["revision_digest"] = ""
        last = chained_digest(row)
        return row | {"digest": last}

    translations = Translation.objects.public().annotate(thing=_thing())
    named = translations.filter(statement__reference=OuterRef("reference"), thing=OuterRef("thing"))
    shown = plain(Revision).filter(pk__in=_keys(_revisions()), digest=OuterRef("revision_digest"))
    told = (
        plain(Decision)
        .filter(Exists(shown), verb__in=["verify", "verify_alone", "publish"])
        .filter(Q(thing="statement", reference__in=Statement.objects.public().values("reference")) | Exists(named))
    )
    withdrawn = plain(Decision).filter(verb="withdraw", thing="statement", reference__in=_gone().values("reference"))
    return Chosen(plain(Decision).filter(Q(pk__in=_keys(told)) | Q(pk__in=_keys(withdrawn))), chained)


def _people() -> Chosen:
    since = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
    nobody = {"password": "!", "last_login": None, "first_name": "", "last_name": "", "email": "", "date_joined": since}
    shut_out = {"is_superuser": False, "is_staff": False, "is_active": False}
    rows = [{"id": key, "username": name, **nobody, **shut_out} for key, name in _NAMES.items()]
    return Chosen(plain(User).none(), added=rows)
