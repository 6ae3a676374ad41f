"""The app that holds how things get into the archive, and the admin that becomes its desk."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from editorial import fulltext


class EditorialConfig(AppConfig):
    name = "editorial"
    verbose_name = _("Intake")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        post_migrate.connect(fulltext.install_after_migrate, sender=self)


class DeskConfig(AdminConfig):
    """Django's admin, with our own site as the default one. Registrations are found in `editorial/admin/`."""

    default_site = "editorial.desk.Desk"
