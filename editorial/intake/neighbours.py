"""Hand the neighbours of a reading to the judge: the few stored statements that it may belong to."""

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence

from django.db import connection, models

from archive.models import Statement
from editorial.fingerprints import shadow
from editorial.intake.match import judge
from editorial.models import Fingerprint, TextKey
from editorial.records import Match, Neighbour, Reading

#: A shingle in more statements than this is a slogan or a footer and does not vote (measured: no false pair then).
COMMON = 50
#: Shared shingles that make a neighbour, and how many neighbours are worth judging.
LEAST_SHARED = 3
MOST_NEIGHBOURS = 20
#: Fingerprints looked up in one query; SQLite joins at most 500 selections.
AT_ONCE = 200
#: Another language's version appears within so many days.
CLOSE = datetime.timedelta(days=3)


def find_matches(reading: Reading, text: str) -> list[Match]:
    """What the machine proposes for a reading with this body text, best first; it never merges by itself."""
    statements = Statement.objects.in_bulk(_nearby(reading, text))
    neighbours = [_neighbour(statement) for statement in statements.values() if statement.current_revision_id]
    return judge(text, reading, neighbours)


def nearest(prints: Iterable[int]) -> list[int]:
    """Keys of the stored statements that share the most of these fingerprints, most first."""
    votes = Counter(
        statement
        for statements in _holders(sorted(prints)).values()
        if len(statements) <= COMMON
        for statement in statements
    )
    return [statement for statement, shared in votes.most_common(MOST_NEIGHBOURS) if shared >= LEAST_SHARED]


def _nearby(reading: Reading, text: str) -> set[int]:
    digest, prints = shadow(text)
    same = TextKey.objects.filter(digest=digest).values_list("statement_id", flat=True)
    near = nearest(prints)
    slugs = [one.slug for one in reading.organisations if one.role == "issuer" and one.slug]
    sisters: list[int] = []
    if slugs and reading.date:
        day = reading.date.value
        sisters = list(
            Statement.objects.filter(participations__organisation__slug__in=slugs)
            .between(day.first - CLOSE, day.last + CLOSE)
            .exclude(language=reading.language.value)
            .values_list("pk", flat=True)
            .distinct()[:MOST_NEIGHBOURS]
        )
    return {*same, *near, *sisters}


def _holders(prints: Sequence[int]) -> dict[int, list[int]]:
    """For each fingerprint the statements that hold it, and of a common one no more than tell that it is common.

    A slogan may stand in half of all texts: without the limit one look-up would read a million rows.
    """
    table = connection.ops.quote_name(Fingerprint._meta.db_table)
    last = Fingerprint.objects.aggregate(last=models.Max("shelf"))["last"]
    if last is None:
        return {}
    shelves = ", ".join(map(str, range(last + 1)))
    limited = (
        f"SELECT * FROM (SELECT hash, statement_id FROM {table} "
        f"WHERE shelf IN ({shelves}) AND hash = %s LIMIT {COMMON + 1}) AS held"
    )
    holders: dict[int, list[int]] = {}
    with connection.cursor() as cursor:
        for start in range(0, len(prints), AT_ONCE):
            asked = prints[start : start + AT_ONCE]
            cursor.execute(" UNION ALL ".join([limited] * len(asked)), asked)
            for shingle, statement in cursor.fetchall():
                holders.setdefault(shingle, []).append(statement)
    return holders


def _neighbour(statement: Statement) -> Neighbour:
    revision = statement.text()
    issuers = statement.participations.filter(role="issuer", organisation__isnull=False)
    return Neighbour(
        statement_id=statement.pk,
        title=revision.title,
        text=revision.body(),
        language=statement.language,
        issuers=frozenset(issuers.values_list("organisation__slug", flat=True)),
        first_day=statement.first_day.isoformat() if statement.first_day else None,
        excerpt=statement.excerpt,
    )
