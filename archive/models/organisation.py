"""Organisations: the bodies that issue, sign and publish statements, with their names in every script and over time."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from archive import folding, languages


class Organisation(models.Model):  # type: ignore[django-manager-missing]  # modeltranslation puts its manager in at start
    """A body known to the archive. `name` is a vocabulary field: one column for each interface language."""

    slug = models.SlugField(_("address word"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=200)
    country = models.CharField(_("country"), max_length=2, blank=True, help_text=_("ISO 3166, two letters."))
    founded = models.PositiveSmallIntegerField(_("founded"), null=True, blank=True, help_text=_("Year, Gregorian."))
    dissolved = models.PositiveSmallIntegerField(_("dissolved"), null=True, blank=True, help_text=_("Year, Gregorian."))
    website = models.URLField(_("website"), blank=True)
    reviewed = models.BooleanField(
        _("reviewed"), default=True, help_text=_("Off while a person still has to look at what an import created.")
    )

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(
                name="organisation_dissolved_after_founded",
                condition=models.Q(dissolved__isnull=True)
                | models.Q(founded__isnull=True)
                | models.Q(dissolved__gte=models.F("founded")),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.slug

    def name_language(self) -> str:
        """The tag of the language in which `name` is shown now (the reader's, else the first that has one)."""
        for tag in [get_language() or "en", *languages.INTERFACE]:
            if getattr(self, f"name_{tag}", None):
                return tag
        return "und"


class OrganisationName(models.Model):
    """One name or alias of an organisation, in one language, valid between two years."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="names", verbose_name=_("organisation"))
    text = models.CharField(_("name"), max_length=200)
    language = models.CharField(_("language"), max_length=20, choices=languages.choices, default="und")
    folded = models.CharField(max_length=250, editable=False, db_index=True)
    first_year = models.PositiveSmallIntegerField(_("from"), null=True, blank=True)
    last_year = models.PositiveSmallIntegerField(_("to"), null=True, blank=True)

    class Meta:
        verbose_name = _("name of an organisation")
        verbose_name_plural = _("names of organisations")
        ordering = ["organisation", "language", "first_year"]
        constraints = [
            models.UniqueConstraint(name="organisation_name_once", fields=["organisation", "language", "text"])
        ]

    def __str__(self) -> str:
        return self.text

    def save(self, *args, **kwargs):
        """Keep the folded key beside the name: it is what exact look-ups compare."""
        self.folded = folding.match_form(self.text)[:250]
        super().save(*args, **kwargs)


class OrganisationRelation(models.Model):
    """How two organisations hang together, read from `organisation` to `other`: "successor of", "member of" …"""

    class Kind(models.TextChoices):
        PREDECESSOR = "predecessor", _("successor of")
        SPLIT = "split", _("split from")
        MERGER = "merger", _("merged into")
        MEMBER = "member", _("member of")

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="relations")
    other = models.ForeignKey(Organisation, models.CASCADE, related_name="related_from", verbose_name=_("organisation"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)

    class Meta:
        verbose_name = _("relation")
        verbose_name_plural = _("relations")
        constraints = [
            models.UniqueConstraint(name="organisation_relation_once", fields=["organisation", "other", "kind"]),
            models.CheckConstraint(
                name="organisation_not_related_to_itself", condition=~models.Q(organisation=models.F("other"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.get_kind_display()} {self.other}"
