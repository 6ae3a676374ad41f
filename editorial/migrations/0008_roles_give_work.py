"""Publishers and administrators may give work to others."""

from django.db import migrations

from editorial.roles import make_groups


class Migration(migrations.Migration):
    dependencies = [("editorial", "0007_working_together")]
    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
