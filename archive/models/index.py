"""Index entries: which public texts the index holds. Written only by `archive.search`."""

from django.db import models


class IndexEntry(models.Model):
    """One public text, original or translation, that can be found.

    Its words stand where each database can search them (`archive.fulltext`): in an FTS5 table on SQLite, in a column
    `words` with a GIN index on PostgreSQL. The text itself stands in its revision.
    """

    statement = models.ForeignKey("archive.Statement", models.CASCADE, related_name="index_entries")
    translation = models.OneToOneField(
        "archive.Translation", models.CASCADE, null=True, blank=True, related_name="index_entry"
    )
    language = models.CharField(max_length=20)
    form_version = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="index_one_entry_per_original",
                fields=["statement"],
                condition=models.Q(translation__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.statement_id} · {self.language}"
