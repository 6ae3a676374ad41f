"""Where the words of `IndexEntry` stand, in the form of each database: titles and bodies in their search form.

SQLite: an FTS5 table whose row numbers are the entries' keys, and one of titles alone: asked of a column, FTS5 goes
through every text that holds the word in any. A deleted entry takes its words along. PostgreSQL: the
columns `title_words` and `words` (title and body) of the entry, each with a GIN index: weights inside one column would
make PostgreSQL read every entry that is found to know whether a word stands in its title. Put in place after every
`migrate` (Django rebuilds a table on SQLite to alter it, and its triggers are lost then), and harmless when it is there
already.

PostgreSQL takes reading all texts for cheaper than its index as soon as a word is frequent, and is wrong by a factor of
eighty (measured: 8 s for a word of 130,000 texts, 0.1 s from the index). So a function asks, which has that way barred.

A trigger that put words in would be simpler, and cost three times as much: FTS5 writes out what it has gathered at
every single row then (measured on SQLite 3.40).
"""

from django.db import connections

_SQLITE = (
    # The search form holds words of letters and digits only, parted by spaces; `ascii` parts it there and nowhere else.
    "CREATE VIRTUAL TABLE IF NOT EXISTS archive_indexentry_words USING fts5(title, body, tokenize='ascii')",
    "CREATE TRIGGER IF NOT EXISTS archive_indexentry_words_delete AFTER DELETE ON archive_indexentry BEGIN "
    "DELETE FROM archive_indexentry_words WHERE rowid = old.id; END",
    "CREATE VIRTUAL TABLE IF NOT EXISTS archive_indexentry_titles USING fts5(title, tokenize='ascii')",
    "CREATE TRIGGER IF NOT EXISTS archive_indexentry_titles_delete AFTER DELETE ON archive_indexentry BEGIN "
    "DELETE FROM archive_indexentry_titles WHERE rowid = old.id; END",
    # An archive that is older than the table of titles.
    "INSERT INTO archive_indexentry_titles (rowid, title) SELECT rowid, title FROM archive_indexentry_words "
    "WHERE NOT EXISTS (SELECT 1 FROM archive_indexentry_titles)",
)
_POSTGRESQL = (
    "ALTER TABLE archive_indexentry ADD COLUMN IF NOT EXISTS words tsvector",
    "ALTER TABLE archive_indexentry ADD COLUMN IF NOT EXISTS title_words tsvector",
    "CREATE INDEX IF NOT EXISTS archive_indexentry_words ON archive_indexentry USING gin(words)",
    "CREATE INDEX IF NOT EXISTS archive_indexentry_title_words ON archive_indexentry USING gin(title_words)",
    """
    CREATE OR REPLACE FUNCTION archive_statements_with(whole tsquery, title tsquery) RETURNS SETOF bigint
    LANGUAGE plpgsql STABLE SET enable_seqscan = off AS $$
    BEGIN
        IF title IS NULL THEN
            RETURN QUERY SELECT statement_id FROM archive_indexentry WHERE words @@ whole;
        ELSIF whole IS NULL THEN
            RETURN QUERY SELECT statement_id FROM archive_indexentry WHERE title_words @@ title;
        ELSE
            RETURN QUERY SELECT statement_id FROM archive_indexentry WHERE words @@ whole AND title_words @@ title;
        END IF;
    END $$
    """,
)


def install_after_migrate(using: str, **kwargs) -> None:
    """Receiver of `post_migrate`: make the full-text index if the table that it belongs to is there."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if "archive_indexentry" in connection.introspection.table_names(cursor):
            for sql in _SQLITE if connection.vendor == "sqlite" else _POSTGRESQL:
                cursor.execute(sql)
