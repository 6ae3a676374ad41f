"""Divisions: how people divided captured pages into passages."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Division(models.Model):
    """One way in which a person divided an extract. Never changed: dividing again makes another row, the last counts.

    `passages` are rows [kind, start, end, [[part, start, end], …]] that cover the extract's text
    (see `editorial.division`).
    """

    extract = models.ForeignKey("archive.Extract", models.CASCADE, related_name="divisions", verbose_name=_("extract"))
    passages = models.JSONField(_("passages"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), default=timezone.now, help_text=_("UTC"))

    class Meta:
        verbose_name = _("division of a page")
        verbose_name_plural = _("divisions of pages")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.extract} · {self.by} · {self.at:%Y-%m-%d}"
