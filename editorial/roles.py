"""Ground: the roles of the desk and the permissions that each holds. Migrations make groups out of this table."""

from collections.abc import Mapping
from types import MappingProxyType

from django.apps import apps as all_apps
from django.contrib.auth.management import create_permissions
from django.utils.translation import gettext_lazy as _

TAKE_IN = "editorial.take_in"
DRAFT = "archive.draft_statement"
WRITE = "archive.revise_statement"
TRANSLATE = "archive.write_translation"
VERIFY = "archive.verify_statement"
VERIFY_ALONE = "archive.verify_alone"
PUBLISH = "archive.publish_statement"
ASSIGN = "editorial.assign_work"
APPROVE_GLOSSARY = "editorial.approve_glossary"

#: What somebody must be able to look at in the admin to do any work at all.
_SEE = tuple(
    f"{app}.view_{model}"
    for app, models in {
        "archive": (
            "organisation organisationname organisationrelation source capture sighting extract statement "
            "participation witness station translation revision contribution verification decision assessment topic"
        ),
        "editorial": "batch batchentry candidate candidatematch sourceflag segment glossaryentry glossaryterm",
    }.items()
    for model in models.split()
)
_KEEP_VOCABULARY = tuple(
    f"archive.{act}_{model}"
    for act in ("add", "change")
    for model in ("organisation", "organisationname", "organisationrelation", "source", "topic")
)
_PROPOSE_TERMS = tuple(
    f"editorial.{act}_{model}" for act in ("add", "change") for model in ("glossaryentry", "glossaryterm")
)
_KEEP_GLOSSARY = (
    *_PROPOSE_TERMS,
    *(f"editorial.delete_{model}" for model in ("glossaryentry", "glossaryterm")),
    APPROVE_GLOSSARY,
)
_DESCRIBE = (
    "archive.change_statement",
    *(f"archive.{act}_{model}" for act in ("add", "change", "delete") for model in ("participation", "station")),
)

ROLES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "importer": (*_SEE, *_KEEP_VOCABULARY, *_DESCRIBE, TAKE_IN, DRAFT, WRITE),
        "translator": (*_SEE, *_PROPOSE_TERMS, TRANSLATE),
        "verifier": (*_SEE, *_PROPOSE_TERMS, *_DESCRIBE, WRITE, TRANSLATE, VERIFY),
        "publisher": (*_SEE, *_KEEP_GLOSSARY, *_KEEP_VOCABULARY, *_DESCRIBE, PUBLISH, ASSIGN),
        "administrator": (
            *_SEE,
            *_KEEP_GLOSSARY,
            *_KEEP_VOCABULARY,
            *_DESCRIBE,
            TAKE_IN,
            DRAFT,
            WRITE,
            TRANSLATE,
            VERIFY,
            VERIFY_ALONE,
            PUBLISH,
            ASSIGN,
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


def make_groups(apps, schema_editor) -> None:
    """A migration's step: each role's group gets the permissions of the table.

    `apps` is the migration's registry. What belongs to a model of a later migration is left to that one, which takes
    this step again.
    """
    using = schema_editor.connection.alias
    for label in ("archive", "editorial", "auth"):
        # Django makes permissions only after all migrations; groups need them now.
        create_permissions(all_apps.get_app_config(label), verbosity=0, using=using, apps=apps)
    permissions = {
        f"{one.content_type.app_label}.{one.codename}": one
        for one in apps.get_model("auth", "Permission").objects.using(using).select_related("content_type")
    }
    for role, names in ROLES.items():
        group, _made = apps.get_model("auth", "Group").objects.using(using).get_or_create(name=role)
        group.permissions.add(*(permissions[name] for name in names if name in permissions))
