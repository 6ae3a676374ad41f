"""Decisions and assessments: what people judged. Kept for ever, chained by digest, shown on provenance pages.

They stand in the archive and not beside the workflow that writes them, because the public reads them.
"""

import hashlib
import json
from collections.abc import Mapping

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.stages import Axis, Stage, Verdict

#: What a decision's digest speaks for, in this order.
CHAINED = (
    "previous",
    "verb",
    "thing",
    "reference",
    "from_stage",
    "to_stage",
    "revision_digest",
    "by_name",
    "note",
    "at",
)


def chained_digest(row: Mapping) -> str:
    """SHA-256 (64 hex digits) over a decision's content and the digest before it."""
    content = [str(row[name]) for name in CHAINED[:-1]] + [row["at"].isoformat(timespec="microseconds")]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


class Decision(models.Model):
    """Who moved what from which stage to which, why, on which revision. Append-only and hash-chained.

    `thing` is "statement", "translation:fa:ours" or "candidate"; `reference` the statement's, "" before there is one.
    No foreign key leads to what was decided on: a decision outlives it.
    """

    verb = models.CharField(_("act"), max_length=30)
    thing = models.CharField(_("thing"), max_length=60)
    reference = models.CharField(_("reference"), max_length=12, blank=True, db_index=True)
    from_stage = models.CharField(_("from"), max_length=10, choices=Stage, blank=True)
    to_stage = models.CharField(_("to"), max_length=10, choices=Stage, blank=True)
    revision_digest = models.CharField(_("revision"), max_length=64, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    by_name = models.CharField(_("by"), max_length=150)
    note = models.TextField(_("note"), blank=True)
    at = models.DateTimeField(_("at"))
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["id"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.verb} {self.thing} {self.reference}"

    def content_digest(self) -> str:
        """What `digest` must be: a changed, moved or missing row breaks the chain."""
        return chained_digest({name: getattr(self, name) for name in CHAINED})


class Assessment(models.Model):
    """A verifier's verdict on one axis of one revision. The newest row of an axis counts; no row: not looked at."""

    revision = models.ForeignKey("archive.Revision", models.CASCADE, related_name="assessments")
    axis = models.CharField(_("axis"), max_length=12, choices=Axis)
    verdict = models.CharField(_("verdict"), max_length=16, choices=Verdict)
    note = models.TextField(_("note"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.get_axis_display()}: {self.get_verdict_display()}"
