"""Topics: what statements are about."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Topic(models.Model):  # type: ignore[django-manager-missing]  # modeltranslation puts its manager in at start
    """A subject heading. `name` is a vocabulary field: one column for each interface language."""

    slug = models.SlugField(_("address word"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=200)
    reviewed = models.BooleanField(_("reviewed"), default=True)

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.name or self.slug
