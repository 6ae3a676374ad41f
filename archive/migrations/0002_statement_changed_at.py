"""When what is public of a statement last changed, taken from its decisions for what was published before."""

from django.db import migrations, models


def from_decisions(apps, schema_editor):
    """One statement of SQL for all rows; what has no decision (an old import) changed when it was published."""
    schema_editor.execute(
        "UPDATE archive_statement SET changed_at = COALESCE((SELECT MAX(d.at) FROM archive_decision d "
        "WHERE d.reference = archive_statement.reference AND d.verb IN ('publish', 'withdraw', 'describe', 'merge')), "
        "published_at) WHERE published_at IS NOT NULL"
    )


class Migration(migrations.Migration):
    dependencies = [("archive", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="statement",
            name="changed_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="public form changed at"),
        ),
        migrations.AddIndex(
            model_name="statement",
            index=models.Index(fields=["changed_at", "reference"], name="statement_changed"),
        ),
        migrations.RunPython(from_decisions, migrations.RunPython.noop),
    ]
