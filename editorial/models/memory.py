"""The translation memory: pairs of paragraphs from translations that were verified and published."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from archive import languages


class Segment(models.Model):
    """A paragraph of an original and how it was rendered. `number` is the paragraph's, 0 the title.

    `key`, the marks and the words are shadows (see `editorial.segments`); source and target are as they were published.
    """

    translation = models.ForeignKey(
        "archive.Translation", models.CASCADE, related_name="segments", verbose_name=_("translation")
    )
    number = models.PositiveIntegerField(_("paragraph"))
    source_language = models.CharField(_("from"), max_length=20, choices=languages.choices)
    language = models.CharField(_("into"), max_length=20, choices=languages.choices)
    source = models.TextField(_("original"))
    target = models.TextField(_("translation"))
    key = models.BigIntegerField()
    source_words = models.TextField()
    target_words = models.TextField()

    class Meta:
        verbose_name = _("segment of the memory")
        verbose_name_plural = _("translation memory")
        default_permissions = ("view",)
        indexes = [models.Index(fields=["key", "id"], name="segment_key")]
        constraints = [models.UniqueConstraint(name="segment_once", fields=["translation", "number"])]

    def __str__(self) -> str:
        return self.source


class SegmentMark(models.Model):
    """One mark of a segment's source (63 bits), by which like paragraphs are found."""

    hash = models.BigIntegerField()
    segment = models.ForeignKey(Segment, models.CASCADE, related_name="marks")

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["hash", "segment"], name="segment_mark")]

    def __str__(self) -> str:
        return f"{self.segment_id} {self.hash}"
