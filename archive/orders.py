"""The index behind the newest statements on PostgreSQL: days falling, and what has no day last.

A model's index says DESC, which on PostgreSQL means that empty values come first, and is of no use for a list that has
them last: it sorted the whole table for each page. SQLite has empty values last there by itself, and refuses to be
told. Put in place after every `migrate`.
"""

from django.db import connections

_NEWEST = (
    "CREATE INDEX IF NOT EXISTS archive_statement_newest_last ON archive_statement (first_day DESC NULLS LAST, id DESC)"
)


def install_after_migrate(using: str, **kwargs) -> None:
    """Receiver of `post_migrate`."""
    connection = connections[using]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            if "archive_statement" in connection.introspection.table_names(cursor):
                cursor.execute(_NEWEST)
