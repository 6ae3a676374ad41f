"""Translations: a statement in another language, each with its own stage and its own revisions."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from archive import languages
from archive.models.staged import Staged
from archive.stages import Origin, Stage


class TranslationQuerySet(models.QuerySet):
    def public(self):
        """What a reader may see: published, not withdrawn, and of a statement that is public itself."""
        return (
            self.filter(published_revision__isnull=False, statement__published_revision__isnull=False)
            .exclude(stage=Stage.WITHDRAWN)
            .exclude(statement__stage=Stage.WITHDRAWN)
        )


class Translation(Staged):
    """A rendering of a statement in one language by one kind of hand."""

    statement = models.ForeignKey("archive.Statement", models.CASCADE, related_name="translations")
    language = models.CharField(_("language"), max_length=20, choices=languages.choices)
    origin = models.CharField(_("origin"), max_length=10, choices=Origin, default=Origin.OURS)
    translator = models.CharField(_("translator's credit"), max_length=200, blank=True)

    objects = TranslationQuerySet.as_manager()

    class Meta:
        verbose_name = _("translation")
        verbose_name_plural = _("translations")
        ordering = ["statement", "language"]
        permissions = [("write_translation", _("Can open, revise and submit translations"))]
        indexes = [models.Index(fields=["stage"], name="translation_stage")]
        constraints = [
            models.UniqueConstraint(
                name="translation_one_live_per_kind",
                fields=["statement", "language", "origin"],
                condition=~Q(stage=Stage.WITHDRAWN),
            ),
            *Staged.rules("translation"),
        ]

    def __str__(self) -> str:
        return f"{self.title() or self.statement} ({languages.language(self.language).own_name})"

    def is_public(self) -> bool:
        """The gate of `TranslationQuerySet.public`, asked of one row."""
        return self.published_revision_id is not None and self.stage != Stage.WITHDRAWN and self.statement.is_public()
