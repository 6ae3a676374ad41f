"""Candidates: stored readings that wait for a person, and what the machine thinks they match."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from archive import languages


class Candidate(models.Model):
    """One reading of one passage of one capture. `reading` has the shape of a statement in what `read` prints,
    with `evidence` and `confidence` beside each guess (see `editorial.intake.pipeline`)."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        ACCEPTED = "accepted", _("accepted")
        MERGED = "merged", _("merged")
        DISCARDED = "discarded", _("discarded")

    extract = models.ForeignKey("archive.Extract", models.PROTECT, related_name="candidates", verbose_name=_("extract"))
    position = models.PositiveIntegerField(_("place on the page"))
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    reading = models.JSONField(_("reading"), default=dict)
    title = models.TextField(_("title"), blank=True)
    language = models.CharField(_("language"), max_length=20, choices=languages.choices, default="und")
    excerpt = models.BooleanField(_("excerpt"), default=False)
    confidence = models.FloatField(_("confidence"), default=0.0)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING, editable=False)
    statement = models.ForeignKey(
        "archive.Statement", models.SET_NULL, null=True, blank=True, related_name="candidates", editable=False
    )
    created_at = models.DateTimeField(_("taken in at"), auto_now_add=True)

    class Meta:
        verbose_name = _("candidate")
        verbose_name_plural = _("candidates")
        ordering = ["-id"]
        indexes = [models.Index(fields=["state", "id"], name="candidate_state")]
        constraints = [
            models.UniqueConstraint(name="candidate_once_per_place", fields=["extract", "start", "end"]),
            models.CheckConstraint(
                name="candidate_settled_has_statement",
                condition=~Q(state__in=["accepted", "merged"]) | Q(statement__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        first = next(iter(self.reading.get("paragraphs", ())), "") or self.text()
        return self.title or f"{first[:60]}…"

    def text(self) -> str:
        """The passage's own characters, as they stand in the extract."""
        return self.extract.text[self.start : self.end]


class CandidateMatch(models.Model):
    """A proposal that a candidate belongs to a stored statement. A suggestion: people decide."""

    class Kind(models.TextChoices):
        SAME = "same text", _("same text")
        NEAR = "near duplicate", _("near duplicate")
        EXCERPT_OF = "excerpt of", _("excerpt of")
        FULL_TEXT_OF = "full text of", _("full text of")
        OTHER_LANGUAGE = "other language", _("same statement in another language")
        CHANGED = "changed version", _("changed version")

    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="matches")
    statement = models.ForeignKey("archive.Statement", models.CASCADE, related_name="candidate_matches")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    score = models.FloatField(_("score"))
    method = models.CharField(_("method"), max_length=60)

    class Meta:
        verbose_name = _("match")
        verbose_name_plural = _("matches")
        ordering = ["-score"]
        constraints = [models.UniqueConstraint(name="candidate_match_once", fields=["candidate", "statement"])]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.statement_id} ({self.score:.2f})"
