"""The full-text index beside the memory's segments, by which a concordance finds a phrase, for each database.

SQLite: an FTS5 table kept in step by triggers. PostgreSQL: two GIN indexes over `to_tsvector`. Put in place after every
`migrate`, as in `archive.fulltext` and for the same reason.
"""

from django.db import connections

_TABLE, _WORDS = "editorial_segment", "editorial_segment_words"
_ROW = "(rowid, source_words, target_words) VALUES ({row}.id, {row}.source_words, {row}.target_words)"
_OLD = (
    f"INSERT INTO {_WORDS}({_WORDS}, rowid, source_words, target_words) "
    "VALUES ('delete', old.id, old.source_words, old.target_words)"
)
_SQLITE = (
    f"CREATE VIRTUAL TABLE IF NOT EXISTS {_WORDS} USING fts5("
    f"source_words, target_words, content='{_TABLE}', content_rowid='id', tokenize='unicode61 remove_diacritics 0')",
    f"CREATE TRIGGER IF NOT EXISTS {_WORDS}_insert AFTER INSERT ON {_TABLE} BEGIN "
    f"INSERT INTO {_WORDS}{_ROW.format(row='new')}; END",
    f"CREATE TRIGGER IF NOT EXISTS {_WORDS}_delete AFTER DELETE ON {_TABLE} BEGIN {_OLD}; END",
    f"CREATE TRIGGER IF NOT EXISTS {_WORDS}_update AFTER UPDATE ON {_TABLE} BEGIN {_OLD}; "
    f"INSERT INTO {_WORDS}{_ROW.format(row='new')}; END",
)
_POSTGRESQL = tuple(
    f"CREATE INDEX IF NOT EXISTS {_TABLE}_{column} ON {_TABLE} USING gin(to_tsvector('simple', {column}))"
    for column in ("source_words", "target_words")
)


def install_after_migrate(using: str, **kwargs) -> None:
    """Receiver of `post_migrate`: make the index if the table that it belongs to is there."""
    connection = connections[using]
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        if _TABLE not in tables:
            return
        for sql in _SQLITE if connection.vendor == "sqlite" else _POSTGRESQL:
            cursor.execute(sql)
        if connection.vendor == "sqlite" and _WORDS not in tables:
            cursor.execute(f"INSERT INTO {_WORDS}({_WORDS}) VALUES ('rebuild')")


def phrase(column: str, words: str, vendor: str) -> tuple[str, list[str]]:
    """SQL, with its parameters, for the ids of the segments whose `column` holds folded `words` in a row."""
    if vendor == "sqlite":
        # Folded words hold letters and digits only, so quoting them is safe.
        return f"SELECT rowid FROM {_WORDS} WHERE {_WORDS} MATCH %s", [f'{column} : "{words}"']
    asked = " <-> ".join(f"'{word}'" for word in words.split())
    return f"SELECT id FROM {_TABLE} WHERE to_tsvector('simple', {column}) @@ %s::tsquery", [asked]
