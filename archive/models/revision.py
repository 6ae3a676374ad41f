"""Revisions: immutable versions of a text, who wrote them, and who vouched for them."""

import hashlib
import json
from collections.abc import Iterable, Sequence

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


def digest(text: str) -> str:
    """SHA-256 (64 hex digits) of a paragraph's UTF-8 bytes: what a translated paragraph remembers of its source."""
    return hashlib.sha256(text.encode()).hexdigest()


def canonical_text(title: str, paragraphs: Iterable[tuple[int, str]]) -> str:
    """A title and numbered paragraphs as JSON without spaces: the characters that a text's digest is made of."""
    return json.dumps([title, list(paragraphs)], ensure_ascii=False, separators=(",", ":"))


def digest_of_text(title: str, paragraphs: Sequence[dict]) -> str:
    """SHA-256 of a whole text: its title and its numbered paragraphs, as canonical JSON."""
    return digest(canonical_text(title, ((paragraph["number"], paragraph["text"]) for paragraph in paragraphs)))


class PlainJSON(json.JSONEncoder):
    """JSON with its letters as they are: escaped, an Arabic letter takes six bytes instead of two."""

    def __init__(self, **options) -> None:
        super().__init__(**options | {"ensure_ascii": False})


class Revision(models.Model):
    """One version of the text of a statement or of a translation. Never changed; editing makes the next one.

    `paragraphs` is a list of objects in reading order:
    `number` (int, stable inside the statement), `text` (str), and in translations
    `source` (digest of the source paragraph that it was made from, "" when none), `machine` (bool) and, where the
    translator was not sure of it, `unsure` (true).
    """

    statement = models.ForeignKey("archive.Statement", models.CASCADE, null=True, blank=True, related_name="revisions")
    translation = models.ForeignKey(
        "archive.Translation", models.CASCADE, null=True, blank=True, related_name="revisions"
    )
    number = models.PositiveIntegerField(_("revision"))
    title = models.TextField(_("title"), blank=True)
    paragraphs = models.JSONField(_("paragraphs"), default=list, encoder=PlainJSON)
    excerpt = models.BooleanField(_("cut text"), default=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("author")
    )
    machine = models.BooleanField(_("made by machine"), default=False)
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="children")
    note = models.TextField(_("note"), blank=True)
    digest = models.CharField(_("digest"), max_length=64)
    created_at = models.DateTimeField(_("written at"))

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                name="revision_of_one_text",
                condition=Q(statement__isnull=False, translation__isnull=True)
                | Q(statement__isnull=True, translation__isnull=False),
            ),
            models.UniqueConstraint(
                name="revision_number_once_per_statement",
                fields=["statement", "number"],
                condition=Q(statement__isnull=False),
            ),
            models.UniqueConstraint(
                name="revision_number_once_per_translation",
                fields=["translation", "number"],
                condition=Q(translation__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title or '—'} · {self.number}"

    def body(self) -> str:
        """The paragraphs parted by empty lines."""
        return "\n\n".join(paragraph["text"] for paragraph in self.paragraphs)

    def is_intact(self) -> bool:
        """Whether the text still has the digest that was verified."""
        return self.digest == digest_of_text(self.title, self.paragraphs)


def stale_numbers(rendering: Revision, original: Revision) -> set[int]:
    """Numbers of the rendering's paragraphs whose source paragraph reads otherwise than when they were made from it.

    Derived, never stored: a paragraph remembers the digest of what it was made from. A moved paragraph keeps number
    and digest and is not stale; one whose source is gone altogether is obsolete.
    """
    now = {paragraph["number"]: digest(paragraph["text"]) for paragraph in original.paragraphs}
    return {
        paragraph["number"]
        for paragraph in rendering.paragraphs
        if paragraph.get("source") and paragraph["number"] in now and paragraph["source"] != now[paragraph["number"]]
    }


def obsolete_numbers(rendering: Revision, original: Revision) -> set[int]:
    """Numbers of the rendering's paragraphs that were made from a paragraph which the original has no more."""
    present = {paragraph["number"] for paragraph in original.paragraphs}
    return {
        paragraph["number"]
        for paragraph in rendering.paragraphs
        if paragraph.get("source") and paragraph["number"] not in present
    }


class Contribution(models.Model):
    """Somebody wrote a part of a revision since its text was last verified. `user` is None for an unknown hand.

    Rows are carried from revision to revision until one is verified; a trigger refuses a verification by any of them.
    """

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="contributions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        constraints = [
            models.UniqueConstraint(name="contribution_once", fields=["revision", "user"]),
        ]

    def __str__(self) -> str:
        return f"{self.revision} · {self.user}"


class Verification(models.Model):
    """One person vouched for one revision, bound to its digest. `alone` is the labelled one-person exception."""

    revision = models.OneToOneField(Revision, models.CASCADE, related_name="verification")
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("verifier"))
    alone = models.BooleanField(_("checked by one person"), default=False)
    reason = models.TextField(_("reason"), blank=True)
    at = models.DateTimeField(_("verified at"))

    class Meta:
        verbose_name = _("verification")
        verbose_name_plural = _("verifications")
        constraints = [
            models.CheckConstraint(name="verification_alone_has_reason", condition=Q(alone=False) | ~Q(reason=""))
        ]

    def __str__(self) -> str:
        return f"{self.revision} · {self.by}"
