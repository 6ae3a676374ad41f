"""Statements: the works that the archive keeps, who took part in them, and each place where they stand."""

import secrets

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from archive import dates, languages
from archive.models.staged import Staged
from archive.stages import Kind, Role, Stage

#: Crockford's base 32 without vowels: no word arises by chance and nothing is mistaken for something else.
REFERENCE_LETTERS = "0123456789bcdfghjkmnpqrstvwxyz"
REFERENCE_LENGTH = 8


#: The columns that hold a statement's date.
DATE_FIELDS = ("date_written", "calendar", "first_day", "last_day", "precision", "date_inferred")


def new_reference() -> str:
    """A fresh reference: 8 letters out of 30, 6.5e11 in all; the unique index catches the improbable double."""
    return "".join(secrets.choice(REFERENCE_LETTERS) for _unused in range(REFERENCE_LENGTH))


class StatementQuerySet(models.QuerySet):
    """Selections that read aloud. `public()` is the only gate to the public side."""

    def public(self):
        """What a reader may see: a verified revision has been published and the statement is not withdrawn."""
        return self.filter(published_revision__isnull=False).exclude(stage=Stage.WITHDRAWN)

    def tombstones(self):
        """What was public once and was withdrawn, also while it is worked on to be published again."""
        return self.filter(withdrawn_at__isnull=False)

    def known(self):
        """What readers know of: what is public now, and what was once and left a tombstone."""
        return self.filter(
            Q(withdrawn_at__isnull=False) | Q(published_revision__isnull=False) & ~Q(stage=Stage.WITHDRAWN)
        )

    def in_language(self, tag: str):
        return self.filter(language=tag)

    def by(self, organisation):
        return self.filter(
            participations__organisation=organisation, participations__role__in=[Role.ISSUER, Role.SIGNATORY]
        ).distinct()

    def between(self, first, last):
        """Statements whose date touches the days `first` to `last`; either may be None."""
        chosen = self
        if first:
            chosen = chosen.filter(last_day__gte=first)
        if last:
            chosen = chosen.filter(first_day__lte=last)
        return chosen

    def newest_first(self):
        return self.order_by(models.F("first_day").desc(nulls_last=True), "-id")


class Statement(Staged):
    """The work: who issued what, when, in which original language. Its text lives in revisions.

    `stage` says where the current revision stands; the public sees `published_revision`, whatever is being worked on.
    """

    reference = models.CharField(_("reference"), max_length=12, unique=True, default=new_reference, editable=False)
    language = models.CharField(_("original language"), max_length=20, choices=languages.choices)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.STATEMENT)
    excerpt = models.BooleanField(_("only an excerpt is known"), default=False)

    date_written = models.CharField(_("date as written"), max_length=200, blank=True)
    calendar = models.CharField(_("calendar"), max_length=12, blank=True)
    first_day = models.DateField(_("first day"), null=True, blank=True)
    last_day = models.DateField(_("last day"), null=True, blank=True)
    precision = models.CharField(_("precision"), max_length=8, blank=True)
    date_inferred = models.BooleanField(_("a part of the date was inferred"), default=False)

    issuing_body = models.CharField(_("issuing body"), max_length=200, blank=True)
    author = models.CharField(_("author"), max_length=200, blank=True)
    organisations = models.ManyToManyField(
        "archive.Organisation", through="archive.Participation", related_name="statements", blank=True
    )
    topics = models.ManyToManyField("archive.Topic", related_name="statements", blank=True, verbose_name=_("topics"))

    scheduled_for = models.DateTimeField(_("to be published at"), null=True, blank=True)
    # Written with the decisions that change what readers see: what harvesters and feeds ask after.
    changed_at = models.DateTimeField(_("public form changed at"), null=True, blank=True, editable=False)
    replaced_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaces", verbose_name=_("replaced by")
    )
    sender_identifier = models.CharField(_("the sender's identifier"), max_length=200, blank=True)
    source = models.ForeignKey(
        "archive.Source", models.PROTECT, null=True, blank=True, related_name="statements", verbose_name=_("source")
    )

    objects = StatementQuerySet.as_manager()

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        ordering = ["-id"]
        permissions = [
            ("draft_statement", _("Can accept, merge and discard candidates")),
            ("revise_statement", _("Can write statements")),
            ("verify_statement", _("Can verify the work of others")),
            ("verify_alone", _("Can verify where a language has one person only")),
            ("publish_statement", _("Can publish and withdraw")),
        ]
        indexes = [
            models.Index(fields=["stage"], name="statement_stage"),
            models.Index(fields=["-first_day", "-id"], name="statement_newest"),
            models.Index(fields=["-published_at", "-id"], name="statement_added"),
            # With what the gate looks at: counts and the first page of a list read no other row of the table.
            models.Index(fields=["published_revision", "stage"], name="statement_public"),
            models.Index(
                fields=["language", "-first_day", "-id", "published_revision", "stage"], name="statement_language"
            ),
            models.Index(fields=["kind", "-first_day", "-id", "published_revision", "stage"], name="statement_kind"),
            models.Index(fields=["first_day", "published_revision", "stage"], name="statement_days"),
            models.Index(fields=["changed_at", "reference"], name="statement_changed"),
        ]
        constraints = [
            *Staged.rules("statement"),
            models.CheckConstraint(
                name="statement_days_in_order",
                condition=Q(first_day__isnull=True, last_day__isnull=True) | Q(first_day__lte=models.F("last_day")),
            ),
            models.UniqueConstraint(
                name="statement_sender_identifier_once",
                fields=["source", "sender_identifier"],
                condition=~Q(sender_identifier=""),
            ),
        ]

    def __str__(self) -> str:
        return self.title() or self.reference

    def is_public(self) -> bool:
        """The gate of `StatementQuerySet.public`, asked of one row."""
        return self.published_revision_id is not None and self.stage != Stage.WITHDRAWN

    @property
    def date(self) -> dates.HistoricalDate | None:
        """When it was issued, as a value; None where no date is known."""
        if not self.first_day or not self.last_day:
            return None
        return dates.HistoricalDate(
            written=self.date_written,
            calendar=self.calendar,
            first=self.first_day,
            last=self.last_day,
            precision=self.precision,
            inferred=self.date_inferred,
        )

    @date.setter
    def date(self, value: dates.HistoricalDate | None) -> None:
        self.date_written = value.written[:200] if value else ""
        self.calendar = value.calendar if value else ""
        self.first_day = value.first if value else None
        self.last_day = value.last if value else None
        self.precision = value.precision if value else ""
        self.date_inferred = value.inferred if value else False


class Participation(models.Model):
    """Who issued or signed a statement, in the order of the page and in the words of the page."""

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="participations")
    organisation = models.ForeignKey(
        "archive.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="participations",
        verbose_name=_("organisation"),
    )
    role = models.CharField(_("role"), max_length=14, choices=Role, default=Role.ISSUER)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    written = models.CharField(_("as written"), max_length=300, blank=True)
    detail = models.CharField(_("detail"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                name="participation_names_somebody",
                condition=Q(organisation__isnull=False) | ~Q(written=""),
            )
        ]

    def __str__(self) -> str:
        return self.written or str(self.organisation)


class Witness(models.Model):
    """A statement as it stands in one capture: the span, how complete it is, and through how many hands it came."""

    class Completeness(models.TextChoices):
        FULL = "full", _("full text")
        EXCERPT = "excerpt", _("excerpt")
        QUOTATION = "quotation", _("quotation")

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="witnesses")
    extract = models.ForeignKey("archive.Extract", models.PROTECT, related_name="witnesses", verbose_name=_("extract"))
    start = models.PositiveIntegerField(_("first character"))
    end = models.PositiveIntegerField(_("character after the last"))
    completeness = models.CharField(_("completeness"), max_length=10, choices=Completeness, default=Completeness.FULL)
    hand = models.PositiveSmallIntegerField(_("hand"), default=1)

    class Meta:
        verbose_name = _("witness")
        verbose_name_plural = _("witnesses")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(name="witness_span_in_order", condition=Q(start__lt=models.F("end"))),
            models.UniqueConstraint(name="witness_once_per_place", fields=["statement", "extract", "start", "end"]),
        ]

    def __str__(self) -> str:
        return f"{self.statement} · {self.start}-{self.end}"


class Station(models.Model):
    """One station of a witness's attribution chain after the issuer: who passed the text on, in order."""

    witness = models.ForeignKey(Witness, models.CASCADE, related_name="stations")
    position = models.PositiveSmallIntegerField(_("position"))
    role = models.CharField(_("role"), max_length=14, choices=Role)
    organisation = models.ForeignKey(
        "archive.Organisation", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("organisation")
    )
    written = models.CharField(_("as written"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("station of the attribution chain")
        verbose_name_plural = _("attribution chain")
        ordering = ["position"]
        constraints = [models.UniqueConstraint(name="station_position_once", fields=["witness", "position"])]

    def __str__(self) -> str:
        return self.written or str(self.organisation)
