"""Remarks: what editors say to each other about a text, and who is meant."""

from typing import cast

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive.models import Statement, Translation


class Remark(models.Model):
    """Something said about a text on the desk. Readers never see it; nobody changes it afterwards."""

    statement = models.ForeignKey("archive.Statement", models.CASCADE, null=True, blank=True, related_name="remarks")
    translation = models.ForeignKey(
        "archive.Translation", models.CASCADE, null=True, blank=True, related_name="remarks"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), default=timezone.now)
    text = models.TextField(_("text"))

    class Meta:
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="remark_on_one_text",
                condition=Q(statement__isnull=False, translation__isnull=True)
                | Q(statement__isnull=True, translation__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def thing(self) -> Statement | Translation:
        """The text that it is about."""
        return cast(Statement | Translation, self.statement or self.translation)  # one of them, says a constraint


class Mention(models.Model):
    """Somebody was named in a remark. `seen_at` is when they looked at its text afterwards."""

    remark = models.ForeignKey(Remark, models.CASCADE, related_name="mentions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mentions")
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(name="mention_once", fields=["remark", "person"])]

    def __str__(self) -> str:
        return f"@{self.person}: {self.remark}"


class SentDigest(models.Model):
    """Somebody was sent the digest of a day."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    day = models.DateField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(name="digest_once_a_day", fields=["person", "day"])]

    def __str__(self) -> str:
        return f"{self.person} · {self.day}"
