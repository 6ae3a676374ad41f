"""The glossary and the authority of people's names: one entry for what is meant, one term for each word for it.

Names of organisations are not repeated here: `archive.models.OrganisationName` holds them.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from archive import folding, languages


class GlossaryEntry(models.Model):
    """Something that is meant: an idea or a person. `approved_by` is empty while it is only proposed."""

    class Kind(models.TextChoices):
        TERM = "term", _("term")
        PERSON = "person", _("person")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.TERM)
    note = models.TextField(_("note"), blank=True, help_text=_("What is meant, and what it is not."))
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("proposed by"),
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("approved by"),
    )

    class Meta:
        verbose_name = _("entry of the glossary")
        verbose_name_plural = _("glossary")
        ordering = ["-id"]
        permissions = [("approve_glossary", _("Can approve entries of the glossary"))]

    def __str__(self) -> str:
        return " · ".join(term.text for term in self.terms.all() if term.standing == GlossaryTerm.Standing.PREFERRED)


class GlossaryTerm(models.Model):
    """A word or name for what an entry means, in one language; or one by which it must not be rendered."""

    class Standing(models.TextChoices):
        PREFERRED = "preferred", _("preferred")
        VARIANT = "variant", _("variant")
        FORBIDDEN = "forbidden", _("not to be used")

    entry = models.ForeignKey(GlossaryEntry, models.CASCADE, related_name="terms", verbose_name=_("entry"))
    language = models.CharField(_("language"), max_length=20, choices=languages.choices)
    text = models.CharField(_("term"), max_length=200)
    standing = models.CharField(_("standing"), max_length=10, choices=Standing, default=Standing.PREFERRED)
    note = models.CharField(_("note"), max_length=300, blank=True)
    folded = models.CharField(max_length=250, editable=False, db_index=True)

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ["entry", "language", "standing", "id"]
        constraints = [models.UniqueConstraint(name="glossary_term_once", fields=["entry", "language", "text"])]

    def __str__(self) -> str:
        return self.text

    def save(self, *args, **kwargs):
        """Keep the folded key beside the term: by it texts are searched for the term, and the list for a word."""
        self.folded = folding.match_form(self.text)[:250]
        super().save(*args, **kwargs)
