"""Everybody with a role sees the flags of watched sources."""

from django.db import migrations

from editorial.roles import make_groups


class Migration(migrations.Migration):
    dependencies = [("editorial", "0003_source_flag")]
    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
