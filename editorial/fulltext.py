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


def make_room(connection) -> None:
    """Let PostgreSQL remember rows instead of pages for the rest of the transaction: with 4 MB it parses again every
    text of the pages where common words stand, 20 seconds among a million segments."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL work_mem = '64MB'")


def newest_with(column: str, words: str, languages: tuple[str, str], looked_at: int, most: int) -> tuple[str, list]:
    """SQL, with its parameters, for the ids of the segments with folded `words` in a row among the newest of a pair.

    A common phrase is found there at once, where an index would have to read half of all rows.
    """
    return (
        f"SELECT id FROM (SELECT id, {column} AS held FROM {_TABLE} WHERE source_language = %s AND language = %s "
        f"ORDER BY id DESC LIMIT {looked_at}) AS newest WHERE ' ' || held || ' ' LIKE %s ORDER BY id DESC LIMIT {most}",
        [*languages, f"% {words} %"],
    )


def all_with(column: str, words: str, languages: tuple[str, str], most: int, vendor: str) -> tuple[str, list]:
    """The same among all segments of a pair, by the index: the newest `most`.

    PostgreSQL's own phrase search would parse every text that holds the words: 30 µs each, where LIKE takes one.
    """
    of_pair = "source_language = %s AND language = %s"
    newest = f"ORDER BY id DESC LIMIT {most}"
    if vendor == "sqlite":
        # Folded words hold letters and digits only, so quoting them is safe.
        held = f"SELECT rowid FROM {_WORDS} WHERE {_WORDS} MATCH %s"
        return f"SELECT id FROM {_TABLE} WHERE id IN ({held}) AND {of_pair} {newest}", [
            f'{column} : "{words}"',
            *languages,
        ]
    all_of_them = " & ".join(f"'{word}'" for word in words.split())
    held = f"to_tsvector('simple', {column}) @@ %s::tsquery AND ' ' || {column} || ' ' LIKE %s"
    found = f"SELECT id FROM {_TABLE} WHERE {held} AND {of_pair}"
    return (
        f"WITH found AS MATERIALIZED ({found}) SELECT id FROM found {newest}",
        [all_of_them, f"% {words} %", *languages],
    )
