"""Publish what is verified and due."""

from django.contrib.auth.models import User
from django.utils import timezone

from archive.models import Statement
from archive.stages import Stage
from editorial.workflow.moves import Refused, move


def publish_due(by: User) -> tuple[list[Statement], list[tuple[Statement, str]]]:
    """Publish every verified statement whose moment has come; returns those published, and those refused with why."""
    done: list[Statement] = []
    refused: list[tuple[Statement, str]] = []
    due = Statement.objects.filter(stage=Stage.VERIFIED, scheduled_for__lte=timezone.now()).order_by("scheduled_for")
    for statement in due.select_related("current_revision"):
        try:
            move(statement, "publish", by)
            done.append(statement)
        except Refused as reason:
            refused.append((statement, str(reason)))
    return done, refused
