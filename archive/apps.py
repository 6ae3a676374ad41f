"""The app that holds what is kept and shown."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from archive import compression, fulltext, guards, orders


class ArchiveConfig(AppConfig):
    name = "archive"
    verbose_name = _("Archive")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        post_migrate.connect(guards.install_after_migrate, sender=self)
        post_migrate.connect(fulltext.install_after_migrate, sender=self)
        post_migrate.connect(compression.install_after_migrate, sender=self)
        post_migrate.connect(orders.install_after_migrate, sender=self)
