"""Make a group of each role, with the permissions of the table in `editorial.roles`."""

from django.apps import apps as all_apps
from django.contrib.auth.management import create_permissions
from django.db import migrations

from editorial.roles import ROLES


def make_groups(apps, schema_editor):
    using = schema_editor.connection.alias
    for label in ("archive", "editorial", "auth"):
        # Django makes permissions only after all migrations; groups need them now.
        create_permissions(all_apps.get_app_config(label), verbosity=0, using=using, apps=apps)
    group_of = apps.get_model("auth", "Group").objects.using(using)
    permissions = apps.get_model("auth", "Permission").objects.using(using)
    for role, names in ROLES.items():
        group, _made = group_of.get_or_create(name=role)
        wanted = []
        for name in names:
            app, codename = name.split(".")
            wanted.append(permissions.get(content_type__app_label=app, codename=codename))
        group.permissions.set(wanted)


class Migration(migrations.Migration):
    dependencies = [
        ("editorial", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
