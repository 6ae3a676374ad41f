"""Ground: the roles of the desk and the permissions that each holds. The migration makes groups out of this table."""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.translation import gettext_lazy as _

TAKE_IN = "editorial.take_in"
DRAFT = "archive.draft_statement"
WRITE = "archive.revise_statement"
TRANSLATE = "archive.write_translation"
VERIFY = "archive.verify_statement"
VERIFY_ALONE = "archive.verify_alone"
PUBLISH = "archive.publish_statement"

#: What somebody must be able to look at in the admin to do any work at all.
_SEE = tuple(
    f"{app}.view_{model}"
    for app, models in {
        "archive": (
            "organisation organisationname organisationrelation source capture sighting extract statement "
            "participation witness station translation revision contribution verification decision assessment topic"
        ),
        "editorial": "batch batchentry candidate candidatematch",
    }.items()
    for model in models.split()
)
_KEEP_VOCABULARY = tuple(
    f"archive.{act}_{model}"
    for act in ("add", "change")
    for model in ("organisation", "organisationname", "organisationrelation", "source", "topic")
)
_DESCRIBE = (
    "archive.change_statement",
    *(f"archive.{act}_{model}" for act in ("add", "change", "delete") for model in ("participation", "station")),
)

ROLES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "importer": (*_SEE, *_KEEP_VOCABULARY, *_DESCRIBE, TAKE_IN, DRAFT, WRITE),
        "translator": (*_SEE, TRANSLATE),
        "verifier": (*_SEE, *_DESCRIBE, WRITE, TRANSLATE, VERIFY),
        "publisher": (*_SEE, *_KEEP_VOCABULARY, *_DESCRIBE, PUBLISH),
        "administrator": (
            *_SEE,
            *_KEEP_VOCABULARY,
            *_DESCRIBE,
            TAKE_IN,
            DRAFT,
            WRITE,
            TRANSLATE,
            VERIFY,
            VERIFY_ALONE,
            PUBLISH,
            "auth.view_user",
            "auth.add_user",
            "auth.change_user",
            "auth.view_group",
        ),
    }
)

ROLE_NAMES = MappingProxyType(
    {
        "importer": _("importer"),
        "translator": _("translator"),
        "verifier": _("verifier"),
        "publisher": _("publisher"),
        "administrator": _("administrator"),
    }
)
