"""Keep the shadows of statements' current texts, by which later candidates find them."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from archive.models import Statement, insert
from editorial.fingerprints import shadow
from editorial.models import Fingerprint, TextKey


def remember_all(
    statements: Sequence[Statement], shadows: Mapping[int, tuple[str, Iterable[int]]] = MappingProxyType({})
) -> None:
    """Put the shadows of what statements now say in the place of what they said before.

    `shadows` holds, by statement's key, what `fingerprints.shadow` has already said of a text.
    """
    TextKey.objects.filter(statement__in=statements).delete()
    Fingerprint.objects.filter(statement__in=statements).delete()
    keys, prints = [], []
    for statement in statements:
        digest, sampled = shadows.get(statement.pk) or shadow(statement.text().body())
        keys.append((statement.pk, digest))
        prints += [(Fingerprint.shelf_of(statement.pk), one, statement.pk) for one in sampled]
    insert(TextKey, ("statement_id", "digest"), keys)
    insert(Fingerprint, ("shelf", "hash", "statement_id"), sorted(prints))  # in the index's order: each page once
