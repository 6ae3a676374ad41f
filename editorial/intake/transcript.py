"""Records as JSON and back, for the way between two processes of which one is not trusted.

The way back goes by the record classes' own types and admits nothing else: what is no string where a string belongs is
refused. A record is a list of its fields' values in their order; bytes travel beside the JSON, here they are null.
"""

import datetime
import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from archive.dates import HistoricalDate

Reader = Callable[[Any], Any]


class NotUnderstood(ValueError):
    """The JSON does not hold what the record's type says."""


def write(value: object) -> object:
    """A record, or tuples and mappings of records, as what `json` can write."""
    if value is None or isinstance(value, (str, int, float)):
        return value
    if isinstance(value, HistoricalDate):
        return value.to_dict()
    kind: Any = type(value)
    names = _names(kind)
    if names:
        return [write(getattr(value, name)) for name in names]
    if isinstance(value, bytes):
        return None
    if isinstance(value, tuple | list | frozenset):
        return [write(one) for one in value]
    if isinstance(value, Mapping):
        return {str(key): write(one) for key, one in value.items()}
    if isinstance(value, datetime.datetime | datetime.date):
        return value.isoformat()
    raise NotUnderstood(f"{type(value).__name__} can't be written down")


def read(kind: Any, value: object) -> Any:
    """The record of type `kind` that `write` wrote as `value`. Raises NotUnderstood for anything else."""
    try:
        return _reader(kind)(value)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
        raise NotUnderstood(f"not a {getattr(kind, '__name__', kind)}: {error}") from error


@cache
def _names(kind: type) -> tuple[str, ...]:
    """The fields of a record class, none for other classes."""
    return tuple(one.name for one in fields(kind)) if is_dataclass(kind) else ()


@cache
def _reader(kind: Any) -> Reader:
    """How a value of one type is read."""
    if kind in (str, int, bool, float, type(None)):
        return _plain(kind)
    if kind is bytes:
        return lambda value: b""
    if kind is HistoricalDate:
        return HistoricalDate.from_dict
    if kind is datetime.datetime:
        return datetime.datetime.fromisoformat
    if is_dataclass(kind) and isinstance(kind, type):
        return _record(kind)
    origin, inner = get_origin(kind), get_args(kind)
    if is_dataclass(origin) and isinstance(origin, type):  # Guess[str] and its like
        return _record(origin, dict(zip(origin.__type_params__, inner, strict=True)))
    if origin is tuple and len(inner) == 2 and inner[1] is Ellipsis:
        return _row(_reader(inner[0]))
    if origin in (dict, Mapping) or getattr(origin, "__name__", "") == "Mapping":
        return _mapping(_reader(inner[1]))
    if origin in (Union, types.UnionType) and type(None) in inner and len(inner) == 2:
        return _maybe(_reader(next(one for one in inner if one is not type(None))))
    raise NotUnderstood(f"no way to read {kind}")


def _plain(kind: type) -> Reader:
    def reader(value: Any) -> Any:
        own: Any = type(value)
        if own is not kind and not (kind is float and own is int):
            raise NotUnderstood(f"{own.__name__} where {kind.__name__} belongs")
        return float(value) if kind is float else value

    return reader


def _record(kind: type, given: Mapping[object, Any] = types.MappingProxyType({})) -> Reader:
    """How a record class is read; `given` says what its type parameters stand for."""
    hints = get_type_hints(kind)
    readers = [_reader(given.get(hints[name], hints[name])) for name in _names(kind)]

    def reader(value: Any) -> Any:
        if type(value) is not list or len(value) != len(readers):
            raise NotUnderstood(f"not the fields of {kind.__name__}")
        return kind(*[read_field(one) for read_field, one in zip(readers, value, strict=True)])

    return reader


def _row(inner: Reader) -> Reader:
    def reader(value: Any) -> tuple:
        if type(value) is not list:
            raise NotUnderstood(f"{type(value).__name__} where a list belongs")
        return tuple([inner(one) for one in value])

    return reader


def _mapping(inner: Reader) -> Reader:
    def reader(value: Any) -> dict:
        if type(value) is not dict:
            raise NotUnderstood(f"{type(value).__name__} where an object belongs")
        return {key: inner(one) for key, one in value.items()}

    return reader


def _maybe(inner: Reader) -> Reader:
    return lambda value: None if value is None else inner(value)
