"""Translators and verifiers propose terms, publishers and administrators approve them; all see the memory."""

from django.db import migrations

from editorial.roles import make_groups


class Migration(migrations.Migration):
    dependencies = [("editorial", "0009_memory_and_glossary")]
    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
