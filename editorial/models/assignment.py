"""Assignments: who is on which text now, until when, and how urgent it is."""

from typing import cast

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive.models import Statement, Translation


class Assignment(models.Model):
    """Somebody is on a text for one step of its way. `stage` is where the text stood: when it has moved on, the
    assignment has lapsed by itself, and the next step is free for others."""

    class Priority(models.IntegerChoices):
        LATER = -1, _("can wait")
        NORMAL = 0, _("as usual")
        URGENT = 1, _("urgent")

    statement = models.OneToOneField(
        "archive.Statement", models.CASCADE, null=True, blank=True, related_name="assignment"
    )
    translation = models.OneToOneField(
        "archive.Translation", models.CASCADE, null=True, blank=True, related_name="assignment"
    )
    stage = models.CharField(_("stage"), max_length=10)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name=_("person"),
    )
    due = models.DateField(_("due"), null=True, blank=True)
    priority = models.SmallIntegerField(_("priority"), choices=Priority, default=Priority.NORMAL)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("given by"))
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["-priority", models.F("due").asc(nulls_last=True), "at"]
        permissions = [("assign_work", _("Can give work to others"))]
        constraints = [
            models.CheckConstraint(
                name="assignment_of_one_text",
                condition=Q(statement__isnull=False, translation__isnull=True)
                | Q(statement__isnull=True, translation__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.thing} · {self.person or '—'}"

    @property
    def thing(self) -> Statement | Translation:
        """The text that it is about."""
        return cast(Statement | Translation, self.statement or self.translation)  # one of them, says a constraint

    @staticmethod
    def live(thing: Statement | Translation) -> "Assignment | None":
        """What was said about who is on a text at its present step. A query, unless `assignment` came with it."""
        now = getattr(thing, "assignment", None)
        return now if now is not None and now.stage == thing.stage else None

    def is_overdue(self) -> bool:
        return self.due is not None and self.due < timezone.localdate()
