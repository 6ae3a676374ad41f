"""Batches: what one run of an import made, so that it can be counted and taken back."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Batch(models.Model):
    """One import under one name. The same name again continues it."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    started_at = models.DateTimeField(_("started at"), auto_now_add=True)

    class Meta:
        verbose_name = _("batch")
        verbose_name_plural = _("batches")
        ordering = ["-id"]
        permissions = [("take_in", _("Can import and take batches back"))]

    def __str__(self) -> str:
        return self.name


class BatchEntry(models.Model):
    """One row that a batch made: its table (`thing`, a lower-case model name) and its primary key."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="entries")
    thing = models.CharField(max_length=30)
    object_id = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(name="batch_entry_once", fields=["thing", "object_id"])]

    def __str__(self) -> str:
        return f"{self.thing} {self.object_id}"
