"""Index entries: the folded shadow of each public text. Written only by `archive.search`."""

from django.db import models


class IndexEntry(models.Model):
    """One public text, original or translation, in its search form.

    Each database keeps a full-text index over `title` and `body` beside this table (see the second migration):
    an FTS5 table on SQLite, a stored `tsvector` with a GIN index on PostgreSQL.
    """

    statement = models.ForeignKey("archive.Statement", models.CASCADE, related_name="index_entries")
    translation = models.OneToOneField(
        "archive.Translation", models.CASCADE, null=True, blank=True, related_name="index_entry"
    )
    language = models.CharField(max_length=20)
    title = models.TextField()
    body = models.TextField()
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
