"""Captures: the bytes as they came, each sighting of them, and the text that was read out of them."""

import hashlib

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models
from django.utils.translation import gettext_lazy as _


def stored_name(sha256: str) -> str:
    """Where the object with this digest lies in the store: named by content, never by the sender."""
    return f"captures/{sha256[:2]}/{sha256}"


def holds(name: str, sha256: str) -> bool:
    """Whether the store has an object under `name` with this digest (hex). Reads it piece by piece."""
    counted = hashlib.sha256()
    try:
        with default_storage.open(name) as stored:
            for piece in stored.chunks():
                counted.update(piece)
    except FileNotFoundError:
        return False
    return counted.hexdigest() == sha256


class Capture(models.Model):
    """Bytes with their SHA-256. Immutable: the same bytes twice are one capture with two sightings."""

    sha256 = models.CharField(_("SHA-256"), max_length=64, unique=True)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    media_type = models.CharField(_("media type"), max_length=100)

    class Meta:
        verbose_name = _("capture")
        verbose_name_plural = _("captures")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.sha256[:12]

    def content(self) -> bytes:
        """The captured bytes from the store. Raises FileNotFoundError when the object is gone."""
        with default_storage.open(stored_name(self.sha256)) as stored:
            return stored.read()

    def is_intact(self) -> bool:
        """Whether the stored object still has the digest under which it was captured."""
        return hashlib.sha256(self.content()).hexdigest() == self.sha256

    @staticmethod
    def store(data: bytes) -> str:
        """Put bytes into the store, unless an intact copy lies there, and return their SHA-256 (64 hex digits)."""
        sha256 = hashlib.sha256(data).hexdigest()
        name = stored_name(sha256)
        if holds(name, sha256):
            return sha256
        kept = default_storage.save(name, ContentFile(data))
        if kept != name:
            # A backend that never overwrites: another writer was faster, or a damaged copy lies there.
            default_storage.delete(kept)
            if not holds(name, sha256):
                default_storage.delete(name)
                default_storage.save(name, ContentFile(data))
        return sha256


class Sighting(models.Model):
    """One moment at which a capture's bytes were seen at an address or in a file."""

    capture = models.ForeignKey(Capture, models.CASCADE, related_name="sightings", verbose_name=_("capture"))
    source = models.ForeignKey(
        "archive.Source", models.PROTECT, null=True, blank=True, related_name="sightings", verbose_name=_("source")
    )
    address = models.URLField(_("address"), max_length=2000, blank=True)
    file_name = models.CharField(_("file name"), max_length=300, blank=True)
    seen_at = models.DateTimeField(_("seen at"), help_text=_("UTC"))
    headers = models.JSONField(_("response headers"), default=dict, blank=True)
    tool = models.CharField(_("tool"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("sighting")
        verbose_name_plural = _("sightings")
        ordering = ["seen_at", "id"]
        indexes = [models.Index(fields=["address", "seen_at"], name="sighting_address")]

    def __str__(self) -> str:
        return f"{self.address or self.file_name} {self.seen_at:%Y-%m-%d %H:%M}Z"


class Extract(models.Model):
    """The text that one version of the extracting tool read out of a capture. Offsets point into it for ever."""

    capture = models.ForeignKey(Capture, models.CASCADE, related_name="extracts", verbose_name=_("capture"))
    tool = models.CharField(_("tool"), max_length=100)
    text = models.TextField(_("text"))
    marks = models.JSONField(default=list, blank=True)
    page = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("extract")
        verbose_name_plural = _("extracts")
        constraints = [models.UniqueConstraint(name="extract_once_per_tool", fields=["capture", "tool"])]

    def __str__(self) -> str:
        return f"{self.capture} · {self.tool}"
