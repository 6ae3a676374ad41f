"""The full-text index beside `IndexEntry`, in the form of each database.

SQLite: an FTS5 table over the entries' two columns, kept in step by triggers. PostgreSQL: a generated `tsvector`
column with a GIN index. Put in place after every `migrate` (Django rebuilds a table on SQLite to alter it, and
its triggers are lost then), and harmless when it is there already.
"""

from django.db import connections

_SQLITE = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS archive_indexentry_words USING fts5("
    "title, body, content='archive_indexentry', content_rowid='id', tokenize='unicode61 remove_diacritics 0')",
    "CREATE TRIGGER IF NOT EXISTS archive_indexentry_words_insert AFTER INSERT ON archive_indexentry BEGIN "
    "INSERT INTO archive_indexentry_words(rowid, title, body) VALUES (new.id, new.title, new.body); END",
    "CREATE TRIGGER IF NOT EXISTS archive_indexentry_words_delete AFTER DELETE ON archive_indexentry BEGIN "
    "INSERT INTO archive_indexentry_words(archive_indexentry_words, rowid, title, body) "
    "VALUES ('delete', old.id, old.title, old.body); END",
    "CREATE TRIGGER IF NOT EXISTS archive_indexentry_words_update AFTER UPDATE ON archive_indexentry BEGIN "
    "INSERT INTO archive_indexentry_words(archive_indexentry_words, rowid, title, body) "
    "VALUES ('delete', old.id, old.title, old.body); "
    "INSERT INTO archive_indexentry_words(rowid, title, body) VALUES (new.id, new.title, new.body); END",
)
_POSTGRESQL = (
    "ALTER TABLE archive_indexentry ADD COLUMN IF NOT EXISTS words tsvector GENERATED ALWAYS AS ("
    "setweight(to_tsvector('simple', title), 'A') || setweight(to_tsvector('simple', body), 'D')) STORED",
    "CREATE INDEX IF NOT EXISTS archive_indexentry_words ON archive_indexentry USING gin(words)",
)


def install_after_migrate(using: str, **kwargs) -> None:
    """Receiver of `post_migrate`: make the full-text index if the table that it belongs to is there."""
    connection = connections[using]
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        if "archive_indexentry" not in tables:
            return
        for sql in _SQLITE if connection.vendor == "sqlite" else _POSTGRESQL:
            cursor.execute(sql)
        if connection.vendor == "sqlite" and "archive_indexentry_words" not in tables:
            cursor.execute("INSERT INTO archive_indexentry_words(archive_indexentry_words) VALUES ('rebuild')")
