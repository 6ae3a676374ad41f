"""Flags of the source watch: what became of a watched address, for a person to look at."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SourceFlag(models.Model):
    """At a moment a watched page was found changed, gone, or back again.

    `before` and `after` are the captures that were compared. While a page stays gone it has one flag, whose `last_at`
    moves on with each look.
    """

    class Kind(models.TextChoices):
        CHANGED = "changed", _("changed")
        GONE = "gone", _("gone")
        BACK = "back", _("back again")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    source = models.ForeignKey("archive.Source", models.CASCADE, related_name="flags", verbose_name=_("source"))
    address = models.URLField(_("address"), max_length=2000)
    at = models.DateTimeField(_("at"), default=timezone.now, help_text=_("UTC"))
    last_at = models.DateTimeField(_("found so last"), default=timezone.now, help_text=_("UTC"))
    diff = models.TextField(
        _("difference"),
        blank=True,
        help_text=_("Lines of the text: - what went, + what came; or what the server said."),
    )
    before = models.ForeignKey(
        "archive.Capture", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("capture before")
    )
    after = models.ForeignKey(
        "archive.Capture", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("capture after")
    )
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("seen by")
    )

    class Meta:
        verbose_name = _("flag of a source")
        verbose_name_plural = _("flags of sources")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.address}"
