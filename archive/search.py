"""Search: one door, an engine behind it for each database, the same answer from both.

Texts are folded before they are indexed (`archive.search_form`), so both engines see nothing but plain words parted by
spaces and need no language of their own. What is found is a set of statements; titles come first, then the newest.
That order needs no engine's own idea of relevance, so SQLite and PostgreSQL agree on it.

Not picked: the engines' own ranking (bm25 and ts_rank differ from each other) and stemming (no dictionary for
Persian, Kurdish or Urdu; an Arabic one spoils Persian words).
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from django.db import connection, models, transaction
from django.db.models.expressions import RawSQL

from archive import search_form
from archive.models import IndexEntry, Statement, Translation, insert_all
from archive.query import LONGEST_WORD, Query, parse
from archive.search_form import Row, Term

__all__ = [
    "LONGEST_WORD", "Folded", "Query", "entries_among", "found_in", "index", "index_all", "is_common", "matching",
    "outdated", "parse", "search", "titles_of", "without",
]  # fmt: skip

#: A word is common from so many texts on, or one text in so many.
COMMON_FROM, COMMON_SHARE = 10_000, 20

type Conditions = list[tuple[Term, bool]]
"""Terms, each with whether it must stand in the title."""


def _wanted(query: Query) -> Conditions:
    return [(term, False) for term in query.terms] + [(term, True) for term in query.title]


def _unwanted(query: Query) -> Conditions:
    return [(term, False) for term in query.without] + [(term, True) for term in query.without_title]


def _fts5(conditions: Conditions, join: str) -> str:
    """Conditions in FTS5's language. Folded words hold letters and digits only, so quoting them is safe."""

    def row(one: Row) -> str:
        return '"' + " ".join(one[0]) + '"' + "*" * one[1]

    terms = [("title : " * in_title) + "(" + " OR ".join(map(row, term)) + ")" for term, in_title in conditions]
    return f" {join} ".join(terms)


def _asked(conditions: Conditions) -> tuple[str, str]:
    """Which of SQLite's tables is asked, and what. A word that most texts hold is rare among titles, so where bodies do
    not matter those alone are looked at."""
    if all(in_title for _term, in_title in conditions):
        return "archive_indexentry_titles", _fts5([(term, False) for term, _in_title in conditions], "AND")
    return "archive_indexentry_words", _fts5(conditions, "AND")


def _tsquery(terms: Iterable[Term], join: str) -> str:
    """Terms in PostgreSQL's language, each word quoted."""

    def row(one: Row) -> str:
        words = [f"'{word}'" for word in one[0]]
        return "(" + " <-> ".join(words) + ":*" * one[1] + ")"

    sign = {"AND": " & ", "OR": " | "}[join]
    return sign.join("(" + " | ".join(map(row, term)) + ")" for term in terms)


def _tsqueries(conditions: Conditions) -> tuple[str | None, str | None]:
    """What PostgreSQL is asked of whole texts and of titles, all of which must be met; None for nothing."""
    whole = _tsquery([term for term, in_title in conditions if not in_title], "AND")
    title = _tsquery([term for term, in_title in conditions if in_title], "AND")
    return whole or None, title or None


def _statements(conditions: Conditions) -> RawSQL:
    """The keys of the statements of which one text meets all conditions. What the reader typed goes as a parameter."""
    if connection.vendor == "sqlite":
        table, words = _asked(conditions)
        return RawSQL(  # noqa: S611  the table is one of two of our own
            f"SELECT statement_id FROM archive_indexentry WHERE id IN "
            f"(SELECT rowid FROM {table} WHERE {table} MATCH %s)",
            [words],
        )
    return RawSQL("SELECT archive_statements_with(%s::tsquery, %s::tsquery)", _tsqueries(conditions))


def without(statements: models.QuerySet, query: Query) -> models.QuerySet:
    """Those of `statements` no public text of which holds what the query excludes."""
    for condition in _unwanted(query):
        statements = statements.exclude(pk__in=_statements([condition]))
    return statements


def titles_of(query: Query) -> Query:
    """The query for statements of which the title alone holds everything that is asked for."""
    return Query(title=(*query.terms, *query.title), without=query.without, without_title=query.without_title)


def matching(statements: models.QuerySet, query: Query, but: Query | None = None) -> models.QuerySet:
    """Those of `statements` of which the original or a public translation holds what the query asks for, in no order
    of its own; without those that `but` finds as well. A query that asks nothing of texts finds nothing."""
    if not query.asks_texts:
        return statements.none()
    statements = without(statements, query)
    if query.has_words:
        statements = statements.filter(pk__in=_statements(_wanted(query)))
    return statements.exclude(pk__in=_statements(_wanted(but))) if but else statements


def search(statements: models.QuerySet, query: Query) -> models.QuerySet:
    """`matching` statements with `in_title` (bool), ordered by it, then by date, newest first."""
    statements = matching(statements, query)
    in_title: models.Expression = models.Value(False, models.BooleanField())
    if query.has_words:
        titles = models.When(pk__in=_statements(_wanted(titles_of(query))), then=True)
        in_title = models.Case(titles, default=False, output_field=models.BooleanField())
    return statements.annotate(in_title=in_title).order_by(
        "-in_title", models.F("first_day").desc(nulls_last=True), "-id"
    )


def entries_among(statements: Sequence[int], query: Query) -> models.QuerySet[IndexEntry]:
    """The index entries of some statements, given by their keys, in which the query's words are found.

    Asks these entries alone, however many others there are. None of a query without words.
    """
    if not query.has_words:
        return IndexEntry.objects.none()
    entries = IndexEntry.objects.filter(statement__in=statements)
    if connection.vendor == "sqlite":
        keys = json.dumps(list(entries.values_list("pk", flat=True)))
        table, words = _asked(_wanted(query))
        # With a plus, SQLite asks once and sifts: asked of key after key, FTS5 gathers all beginnings each time.
        return IndexEntry.objects.filter(
            id__in=RawSQL(  # noqa: S611  the table is one of two of our own
                f"SELECT rowid FROM {table} WHERE {table} MATCH %s AND +rowid IN (SELECT value FROM json_each(%s))",
                [words, keys],
            )
        )
    whole, title = _tsqueries(_wanted(query))
    for column, tsquery in (("words", whole), ("title_words", title)):
        if tsquery:
            holds = RawSQL(f"{column} @@ %s::tsquery", [tsquery], models.BooleanField())  # noqa: S611
            entries = entries.filter(holds)
    return entries


def found_in(statements: Iterable[Statement], query: Query) -> dict[int, list[IndexEntry]]:
    """For each statement's id the index entries in which the query's words are found, originals first."""
    keys = [statement.pk for statement in statements]
    found: dict[int, list[IndexEntry]] = {}
    for entry in entries_among(keys, query).order_by(models.F("translation").asc(nulls_first=True)):
        found.setdefault(entry.statement_id, []).append(entry)
    return found


def is_common(query: Query) -> bool:
    """Whether the words stand in so many texts that looking at the newest statements finds enough sooner than the
    index does. A guess from the index (SQLite) or from PostgreSQL's statistics; a wrong one costs time only."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT coalesce(max(id), 0) FROM archive_indexentry")
            least = max(COMMON_FROM, cursor.fetchone()[0] // COMMON_SHARE)
            table, words = _asked(_wanted(query))
            cursor.execute(
                f"SELECT count(*) FROM (SELECT 1 FROM {table} WHERE {table} MATCH %s LIMIT %s)", [words, least]
            )
            return cursor.fetchone()[0] >= least
        whole, title = _tsqueries(_wanted(query))
        asked = {"words": whole, "title_words": title}
        where = " AND ".join(f"{column} @@ %s::tsquery" for column, tsquery in asked.items() if tsquery)
        cursor.execute(
            f"EXPLAIN (FORMAT JSON) SELECT 1 FROM archive_indexentry WHERE {where}", list(filter(None, asked.values()))
        )
        guessed = cursor.fetchone()[0][0]["Plan"]["Plan Rows"]
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = 'archive_indexentry'::regclass")
        return guessed >= max(COMMON_FROM, cursor.fetchone()[0] // COMMON_SHARE)


type Folded = Mapping[str, tuple[str, str]]
"""Search forms of title and body that are known already, by the digest of their revision."""


def _entries_of(statements: Iterable[Statement], folded: Folded) -> list[tuple[IndexEntry, str, str]]:
    """What the index should hold of statements now: entries with the search forms of title and body.

    Nothing of a statement that is not public. At most two queries.
    """
    public = [statement for statement in statements if statement.is_public()]
    texts = [(statement, None, statement.language, statement.published_revision) for statement in public]
    texts += [
        (rendering.statement, rendering, rendering.language, rendering.published_revision)
        for rendering in Translation.objects.public()
        .filter(statement__in=public)
        .select_related("statement", "published_revision")
    ]
    entries = []
    for statement, translation, language, revision in texts:
        if revision:
            title, body = folded.get(revision.digest) or (
                search_form.search_form(revision.title, language),
                search_form.search_form(revision.body(), language),
            )
            entry = IndexEntry(
                statement=statement, translation=translation, language=language, form_version=search_form.VERSION
            )
            entries.append((entry, title, body))
    return entries


#: Every row's words are parsed on the way in, so that their text is not kept beside them.
_ADD_TO_POSTGRESQL = (
    "INSERT INTO archive_indexentry (statement_id, translation_id, language, form_version, title_words, words) "
    "SELECT statement, translation, language, version, "
    # The word between them keeps a phrase from beginning in the title and ending in the text.
    "to_tsvector('simple', title), to_tsvector('simple', title || ' endoftitle ' || body) "
    "FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::int[], %s::text[], %s::text[]) "
    "AS rows (statement, translation, language, version, title, body)"
)


def _add(entries: Sequence[tuple[IndexEntry, str, str]]) -> None:
    """Put entries with their words into the index."""
    if not entries:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            insert_all([entry for entry, _title, _body in entries])
            cursor.executemany(
                "INSERT INTO archive_indexentry_words (rowid, title, body) VALUES (%s, %s, %s)",
                [(entry.pk, title, body) for entry, title, body in entries],
            )
            cursor.executemany(
                "INSERT INTO archive_indexentry_titles (rowid, title) VALUES (%s, %s)",
                [(entry.pk, title) for entry, title, _body in entries],
            )
        else:
            rows = (
                (entry.statement_id, entry.translation_id, entry.language, entry.form_version, title, body)
                for entry, title, body in entries
            )
            cursor.execute(_ADD_TO_POSTGRESQL, [list(column) for column in zip(*rows, strict=True)])


@transaction.atomic
def index_all(statements: Sequence[Statement], folded: Folded = MappingProxyType({})) -> None:
    """Make the index agree with what is public of statements now. Safe to call at any time, any number of times."""
    IndexEntry.objects.filter(statement__in=statements).delete()
    _add(_entries_of(statements, folded))


def index(statement: Statement) -> None:
    """`index_all` for one statement."""
    index_all([statement])


def outdated() -> models.QuerySet[Statement]:
    """Public statements of which the index holds a text in an older form, or none."""
    current = IndexEntry.objects.filter(statement=models.OuterRef("pk"), form_version=search_form.VERSION)
    older = IndexEntry.objects.filter(statement=models.OuterRef("pk")).exclude(form_version=search_form.VERSION)
    return Statement.objects.public().filter(models.Exists(older) | ~models.Exists(current))
