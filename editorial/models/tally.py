"""Tallies of wrong guesses at the desk's door. What they mean stands in `editorial.guessing`."""

from django.db import models
from django.utils import timezone


class Tally(models.Model):
    """How many guesses in a row were wrong, for whoever `key` stands for, and when the next one is looked at.

    `key` is a keyed hash: neither an account's name nor an address can be read out of it. `known_until` says that
    somebody signed in from there whole, and how long that counts.
    """

    key = models.CharField(max_length=64, unique=True)
    wrong = models.PositiveIntegerField(default=0)
    open_at = models.DateTimeField(default=timezone.now)
    last_at = models.DateTimeField(default=timezone.now, db_index=True)
    known_until = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.key[:8]}…: {self.wrong}"
