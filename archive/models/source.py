"""Sources: the channels where statements are found."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from archive import languages


class Source(models.Model):  # type: ignore[django-manager-missing]  # modeltranslation puts its manager in at start
    """A party's site, a blog, a journal, a feed. `recipe` keeps what its pages look like, as data."""

    class Kind(models.TextChoices):
        SITE = "site", _("site")
        BLOG = "blog", _("blog")
        JOURNAL = "journal", _("journal")
        FEED = "feed", _("feed")
        SENDER = "sender", _("sender of collections")

    slug = models.SlugField(_("address word"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.SITE)
    address = models.URLField(_("address"), blank=True, max_length=500)
    owner = models.ForeignKey(
        "archive.Organisation", models.SET_NULL, null=True, blank=True, related_name="sources", verbose_name=_("owner")
    )
    language = models.CharField(_("language"), max_length=20, blank=True, choices=languages.choices)
    recipe = models.JSONField(_("recipe"), default=dict, blank=True)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.name or self.slug
