"""Search: one door, an engine behind it for each database, the same answer from both.

Texts are folded before they are indexed (`archive.folding`), so both engines see nothing but plain words parted by
spaces and need no language of their own. What is found is a set of statements; titles come first, then the newest.
That order needs no engine's own idea of relevance, so SQLite and PostgreSQL agree on it.

Not picked: the engines' own ranking (bm25 and ts_rank differ from each other) and stemming (no dictionary for
Persian, Kurdish or Urdu; an Arabic one spoils Persian words).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from django.db import connection, models, transaction
from django.db.models.expressions import RawSQL

from archive import folding
from archive.models import IndexEntry, Statement, Translation, insert_all

#: More words than this in one query are left out: a limit of work, generous for a reader.
MOST_WORDS = 32
#: Letters of one word that are looked at; PostgreSQL refuses words over 2,046 bytes.
LONGEST_WORD = 200
_PIECES = re.compile(r'(?P<minus>-?)(?:"(?P<phrase>[^"]*)"|[«“](?P<quoted>[^»”]*)[»”]|(?P<word>\S+))')


@dataclass(frozen=True, slots=True)
class Query:
    """What a reader asked for, folded. `words` are meant as prefixes; a phrase is a tuple of whole words in a row."""

    words: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    without: tuple[tuple[str, ...], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words or self.phrases)

    def terms(self) -> list[tuple[tuple[str, ...], bool]]:
        """What must be there: rows of words, each with whether it is only the beginning of a word."""
        return [((word,), True) for word in self.words] + [(phrase, False) for phrase in self.phrases]

    def unwanted(self) -> list[tuple[tuple[str, ...], bool]]:
        """What must not be there, in the same form."""
        return [(row, len(row) == 1) for row in self.without]

    def wanted(self) -> list[str]:
        """Every word whose place is worth showing."""
        return [*self.words, *(word for phrase in self.phrases for word in phrase)]


def parse(text: str) -> Query:
    """Read a query: words, "phrases" (also in « » or “ ”), and -words or -"phrases" to leave out."""
    words: list[str] = []
    phrases: list[tuple[str, ...]] = []
    without: list[tuple[str, ...]] = []
    for piece in _PIECES.finditer(text.replace("\x00", " ")):
        phrase = piece["phrase"] if piece["phrase"] is not None else piece["quoted"]
        if phrase is not None:
            folded = tuple(folding.phrase_words(phrase))
            if folded:
                (without if piece["minus"] else phrases).append(folded)
        elif piece["minus"]:
            without.extend((word,) for word in folding.query_words(piece["word"]))
        else:
            words.append(piece["word"])
    found = [word[:LONGEST_WORD] for word in folding.query_words(" ".join(words))]
    return Query(tuple(found[:MOST_WORDS]), _cut(phrases), _cut(without))


def _cut(rows: list[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(word[:LONGEST_WORD] for word in row[:MOST_WORDS]) for row in rows[:MOST_WORDS])


type Terms = list[tuple[tuple[str, ...], bool]]
"""Rows of words, each with whether it is a beginning (one word) or stands as it is (a phrase)."""


def _fts5(terms: Terms, join: str, titles_only: bool) -> str:
    """Terms in FTS5's language. Folded words hold letters and digits only, so quoting them is safe."""
    text = f" {join} ".join('"' + " ".join(row) + '"' + "*" * prefix for row, prefix in terms)
    return f"title : ({text})" if titles_only else text


def _tsquery(terms: Terms, join: str, titles_only: bool) -> str:
    """Terms in PostgreSQL's language, each word quoted; titles carry the weight A."""
    weight = "A" * titles_only
    mark = {True: f":*{weight}", False: f":{weight}" if weight else ""}
    sign = {"AND": " & ", "OR": " | "}[join]
    return sign.join("(" + " <-> ".join(f"'{word}'{mark[prefix]}" for word in row) + ")" for row, prefix in terms)


def _entries(terms: Terms, join: str = "AND", *, titles_only: bool = False) -> tuple[str, list[str]]:
    """SQL (with its parameters) that selects the ids of the index entries that hold all (AND) or any (OR) terms."""
    if connection.vendor == "sqlite":
        return (
            "SELECT rowid FROM archive_indexentry_words WHERE archive_indexentry_words MATCH %s",
            [_fts5(terms, join, titles_only)],
        )
    return ("SELECT id FROM archive_indexentry WHERE words @@ %s::tsquery", [_tsquery(terms, join, titles_only)])


def _statements(terms: Terms, join: str = "AND", *, titles_only: bool = False) -> RawSQL:
    entries, asked = _entries(terms, join, titles_only=titles_only)
    # Both strings are ours; what the reader typed goes as a parameter.
    return RawSQL(f"SELECT statement_id FROM archive_indexentry WHERE id IN ({entries})", asked)  # noqa: S611


def search(statements: models.QuerySet, query: Query) -> models.QuerySet:
    """Those of `statements` of which the original or a public translation holds what the query asks for.

    Annotates `in_title` (bool) and orders by it, then by date, newest first. An empty query finds nothing.
    """
    if not query:
        return statements.none()
    if query.without:
        statements = statements.exclude(pk__in=_statements(query.unwanted(), "OR"))
    in_title = models.When(pk__in=_statements(query.terms(), titles_only=True), then=True)
    return (
        statements.filter(pk__in=_statements(query.terms()))
        .annotate(in_title=models.Case(in_title, default=False, output_field=models.BooleanField()))
        .order_by("-in_title", models.F("first_day").desc(nulls_last=True), "-id")
    )


def found_in(statements: Iterable[Statement], query: Query) -> dict[int, list[IndexEntry]]:
    """For each statement's id the index entries in which the query is found, originals first."""
    sql, asked = _entries(query.terms())
    entries = IndexEntry.objects.filter(
        statement__in=[statement.pk for statement in statements],
        id__in=RawSQL(sql, asked),  # noqa: S611 - the SQL is ours, what the reader typed is a parameter
    ).order_by(models.F("translation").asc(nulls_first=True))
    found: dict[int, list[IndexEntry]] = {}
    for entry in entries:
        found.setdefault(entry.statement_id, []).append(entry)
    return found


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
                folding.search_form(revision.title),
                folding.search_form(revision.body()),
            )
            entry = IndexEntry(
                statement=statement, translation=translation, language=language, form_version=folding.VERSION
            )
            entries.append((entry, title, body))
    return entries


#: Every row's words are parsed on the way in, so that their text is not kept beside them.
_ADD_TO_POSTGRESQL = (
    "INSERT INTO archive_indexentry (statement_id, translation_id, language, form_version, words) "
    "SELECT statement, translation, language, version, "
    "setweight(to_tsvector('simple', title), 'A') || setweight(to_tsvector('simple', body), 'D') "
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
