"""Statements that were loaded many at once, so that the pages about each of them need not load it again.

A request on the site has nothing at hand and asks the database; whoever writes all pages in a row (a mirror) lays the
next few hundred here. They came through the gate like any other.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType

from django.utils.translation import get_language

from archive.models import Statement
from archive.public.represent import for_mentions, for_reading, represent
from archive.public.shapes import Represented

_BY_REFERENCE: ContextVar[Mapping[str, Statement]] = ContextVar("by reference", default=MappingProxyType({}))
_BY_KEY: ContextVar[Mapping[int, Statement]] = ContextVar("by key", default=MappingProxyType({}))


@contextmanager
def at_hand(statements: Iterable[Statement]) -> Iterator[None]:
    """Inside, these statements, which were loaded by `for_reading`, are not loaded again."""
    laid = list(statements)
    references = _BY_REFERENCE.set({one.reference: one for one in laid})
    keys = _BY_KEY.set({one.pk: one for one in laid})
    try:
        yield
    finally:
        _BY_REFERENCE.reset(references)
        _BY_KEY.reset(keys)


def public_statement(reference: str) -> Statement | None:
    """A public statement, loaded for reading; None where there is none of that reference."""
    return (
        _BY_REFERENCE.get().get(reference)
        or for_reading(Statement.objects.public()).filter(reference=reference).first()
    )


def represent_whole(statement: Statement) -> Represented:
    """`represent` with whole texts; worked out once for each language where a statement has many pages in a row."""
    if statement.reference not in _BY_REFERENCE.get():
        return represent(statement, whole=True)
    known: dict[str, Represented] = statement.__dict__.setdefault("_represented", {})
    reader = get_language() or "en"
    if reader not in known:
        known[reader] = represent(statement, whole=True)
    return known[reader]


def public_statements(keys: Iterable[int]) -> list[Statement]:
    """Public statements by primary key, loaded at least for mentions, the newest first."""
    keys = list(keys)
    hand = _BY_KEY.get()
    if keys and all(key in hand for key in keys):
        found = [hand[key] for key in keys]
        return sorted(found, key=lambda one: (one.first_day is not None, one.first_day, one.pk), reverse=True)
    return list(for_mentions(Statement.objects.public().filter(pk__in=keys).newest_first())) if keys else []
