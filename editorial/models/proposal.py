"""Descriptions that are proposed: what readers see of a statement besides its text is changed by two people."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class Proposal(models.Model):
    """Another description of a public statement, until a second person confirms it or lets it fall.

    `before` and `after` have the shape of `editorial.workflow.describe.described`.
    """

    statement = models.OneToOneField("archive.Statement", models.CASCADE, related_name="proposal")
    before = models.JSONField()
    after = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.statement} · {self.by}"
