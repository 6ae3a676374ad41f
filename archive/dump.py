"""Every row and every stored object of one moment, out of the archive and into an empty one of either database.

Rows go as JSON Lines, one file a table, in the order of their keys, so that the same archive gives the same bytes
whichever database it lies in. What every installation makes for itself (content types, permissions, sessions) stays
behind; what is made anew from the rest (the search index) is.

Not picked: Django's `dumpdata` (holds all in memory, loads row by row: minutes for what takes seconds here) and the
databases' own tools (a dump of one cannot be read by the other, nor by a stranger).
"""

import base64
import datetime
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import batched
from pathlib import Path
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.management.color import no_style
from django.db import connection, models, transaction

from archive import search
from archive.bag import PAYLOAD, Bag
from archive.models import Capture, Contribution, IndexEntry, Revision, Statement, Verification, stored_name
from archive.models.rows import insert

FORMAT = 1
PORTION = 1000  # rows that are held at a time
#: Made by every installation for itself, or of no use in another one.
_OWN = {ContentType, Permission, IndexEntry}
_OWN_LABELS = {"sessions.session", "admin.logentry", "editorial.tally"}
#: What only a backup holds: the keys of accounts.
_SECRET_APPS = {"otp_totp", "otp_static"}
_SECRET_FIELDS: dict[type[models.Model], dict[str, Any]] = {User: {"password": "!", "email": "", "last_login": None}}
#: In before anything points to them: the guards ask of what is published whether it was verified, and by whom.
_FIRST = (Revision, Contribution, Verification)


class NotEmpty(Exception):
    """The archive that rows should go into holds something already."""


class Unreadable(Exception):
    """What was written was not made by a version that this one can read; the message says what."""


class Moved(Exception):
    """An object went away while it was copied, because its batch was undone: begin again."""


type Told = Callable[[str, int], object]  # a table's or "objects" label, and how many are done
type Row = dict[str, Any]  # values by column


@dataclass(frozen=True, slots=True)
class Chosen:
    """What goes out of one table: its rows, what is done to each of them before it goes, and rows that are made up."""

    rows: models.QuerySet
    told: Callable[[Row], Row] = lambda row: row
    added: Sequence[Row] = ()


#: Says what goes out of a table; None where the table stays behind.
type Choice = Callable[[type[models.Model]], Chosen | None]


def plain(model: type[models.Model]) -> models.QuerySet:
    """All rows of a table, past its manager: modeltranslation's would read `name` as the name in today's language."""
    return models.QuerySet(model)


def everything(model: type[models.Model]) -> Chosen | None:
    """The choice of a backup: accounts and their keys too."""
    return Chosen(plain(model))


def without_secrets(model: type[models.Model]) -> Chosen | None:
    """The choice of an export for staff: people by name, without anything that lets somebody in or reaches them."""
    if model._meta.app_label in _SECRET_APPS:
        return None
    hidden = _SECRET_FIELDS.get(model, {})
    return Chosen(plain(model), lambda row: row | hidden)


def tables() -> list[type[models.Model]]:
    """The tables that can be kept, in the order in which they go in again."""
    kept = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
        and not model._meta.proxy
        and model not in _OWN
        and model._meta.label_lower not in _OWN_LABELS
    ]
    kept.sort(key=lambda model: (model not in _FIRST, _FIRST.index(model) if model in _FIRST else 0))
    return kept


# --- Out --------------------------------------------------------------------------------------------------------


@contextmanager
def one_moment() -> Iterator[None]:
    """Reads inside see the database as it was when the block began, whatever is written meanwhile."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with transaction.atomic(durable=True):
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
                yield
            return
        # Our connections begin with IMMEDIATE, which would keep writers waiting; a reader needs no lock.
        connection.ensure_connection()
        cursor.execute("BEGIN DEFERRED")
        try:
            cursor.execute("SELECT COUNT(*) FROM django_migrations")  # the moment begins with the first reading
            yield
        finally:
            cursor.execute("ROLLBACK")


def write(bag: Bag, choice: Choice, told: Told, *, objects: bool = True) -> list[str]:
    """Fill a bag with what is chosen of one moment, with the stored objects or without them.

    Returns a line for each object that is missing or damaged in the store. Raises Moved where an import was undone
    meanwhile; begin again with a new bag.
    """
    counts = {}
    digests: list[str] = []
    with one_moment():
        for model in tables():
            chosen = choice(model)
            if chosen is None:
                continue
            label = model._meta.label_lower
            counts[label] = 0
            with bag.file(f"rows/{label}.jsonl") as out:
                for portion in batched(_rows(model, chosen), PORTION, strict=False):
                    out.write("".join(_line(row) for row in portion).encode())
                    counts[label] += len(portion)
                    told(label, counts[label])
        if objects:
            digests = list(plain(Capture).order_by("sha256").values_list("sha256", flat=True))
    with bag.file("format.json") as out:
        out.write((json.dumps({"format": FORMAT, "rows": counts}, indent=1) + "\n").encode())
    return list(_write_objects(bag, digests, told))


def _rows(model: type[models.Model], chosen: Chosen) -> Iterator[Row]:
    fields = {str(field.column): field for field in model._meta.concrete_fields if field.column}
    names = {column: natural for column, field in fields.items() if (natural := _natural(field))}
    attributes = [field.attname for field in fields.values()]
    for values in chosen.rows.order_by("pk").values_list(*attributes).iterator(PORTION):
        row = dict(zip(fields, values, strict=True))
        for column, natural in names.items():
            if row[column] is not None:
                row[column] = natural[row[column]]
        yield chosen.told(row)
    yield from chosen.added


def _natural(field: models.Field) -> dict[int, str]:
    """Keys of permissions and content types differ from database to database: each goes by its name."""
    if field.related_model is Permission:
        return {
            key: f"{app}.{table}.{codename}"
            for key, app, table, codename in Permission.objects.values_list(
                "pk", "content_type__app_label", "content_type__model", "codename"
            )
        }
    if field.related_model is ContentType:
        return {kind.pk: f"{kind.app_label}.{kind.model}" for kind in ContentType.objects.all()}
    return {}


def _line(row: dict[str, Any]) -> str:
    return json.dumps(row, default=_plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"


def _plain(value: object) -> str:
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).isoformat(timespec="microseconds")
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode()
    return str(value)


def _write_objects(bag: Bag, digests: Iterable[str], told: Told) -> Iterator[str]:
    for number, sha256 in enumerate(digests, 1):
        name = stored_name(sha256)
        try:
            with default_storage.open(name) as stored, bag.file(name) as out:
                for piece in stored.chunks():
                    out.write(piece)
        except FileNotFoundError:
            if not Capture.objects.filter(sha256=sha256).exists():
                raise Moved(sha256) from None
            yield f"object {sha256} is missing in the store"
            continue
        if bag.digests[f"{PAYLOAD}/{name}"] != sha256:
            yield f"object {sha256} is damaged in the store; its bytes are kept as they are"
        told("objects", number)


# --- In ---------------------------------------------------------------------------------------------------------


def read(folder: Path, told: Told) -> dict[str, int]:
    """Put everything of a checked bag into this empty archive, all of it or nothing; returns rows by table.

    Raises NotEmpty, Unreadable, and django.db.DatabaseError where a guard refuses what the rows say.
    """
    payload = folder / PAYLOAD
    try:
        made = json.loads((payload / "format.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Unreadable(f"{folder} holds no rows of an archive: format.json is not there or no JSON.") from error
    if made.get("format") != FORMAT:
        raise Unreadable(f"{folder} has the format {made.get('format')}; this version reads {FORMAT}.")
    kept = tables()
    unknown = sorted(set(made["rows"]) - {model._meta.label_lower for model in kept})
    if unknown:
        raise Unreadable(f"{folder} has tables that this version does not know: {', '.join(unknown)}. Update Sanad.")
    be_empty(kept)
    _read_objects(payload, told)
    with transaction.atomic():
        # Groups came with `migrate`; the ones that are brought along take their place.
        Group.objects.all().delete()
        for model in kept:
            path = payload / "rows" / f"{model._meta.label_lower}.jsonl"
            if path.exists():
                _read_rows(model, path, told)
        _set_sequences(kept)
        _index(told)
    return made["rows"]


def be_empty(kept: Iterable[type[models.Model]]) -> None:
    """Raises NotEmpty where a table other than the groups' holds a row."""
    theirs = {Group, Group.permissions.through}
    for model in kept:
        if model not in theirs and plain(model).exists():
            raise NotEmpty(
                f"This archive is not empty (there are rows in {model._meta.label_lower}). "
                "Make a new database: set DATABASE_URL to it and run `manage.py migrate`."
            )


def _read_objects(payload: Path, told: Told) -> None:
    for number, path in enumerate(sorted(payload.glob("captures/*/*")), 1):
        name = path.relative_to(payload).as_posix()
        if not default_storage.exists(name):
            with path.open("rb") as opened:
                default_storage.save(name, File(opened))
        told("objects", number)


def _read_rows(model: type[models.Model], path: Path, told: Told) -> None:
    fields = {field.column: field for field in model._meta.concrete_fields if field.column}
    keys = {column: {name: key for key, name in _natural(field).items()} for column, field in fields.items()}
    done = 0
    with path.open(encoding="utf-8") as lines:
        for portion in batched(lines, PORTION, strict=False):
            rows = [json.loads(line) for line in portion]
            columns = list(rows[0])
            if unknown := set(columns) - set(fields):
                raise Unreadable(
                    f"{path.name} has columns that this version does not know: {', '.join(sorted(unknown))}."
                )
            # A column that is younger than the file gets its default.
            younger = [column for column in fields if column not in rows[0]]
            insert(
                model,
                [*columns, *younger],
                [
                    [
                        *(_value(fields[column], keys[column], row[column]) for column in columns),
                        *(fields[column].get_default() for column in younger),
                    ]
                    for row in rows
                ],
            )
            done += len(rows)
            told(model._meta.label_lower, done)


def _value(field: models.Field, keys: dict[str, int], value: Any) -> Any:
    if value is None or isinstance(field, models.JSONField):
        return value
    if keys:
        if value not in keys:
            raise Unreadable(f"{value} is a permission or table that this version does not know.")
        return keys[value]
    if isinstance(field, models.BinaryField):
        return base64.b64decode(value)
    if isinstance(field, models.ForeignKey):
        return value
    return field.to_python(value)


def _set_sequences(kept: list[type[models.Model]]) -> None:
    """New rows must get keys above those that came (PostgreSQL; SQLite sees it by itself)."""
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), kept):
            cursor.execute(sql)


def _index(told: Told) -> None:
    done = 0
    keys = Statement.objects.public().order_by("pk").values_list("pk", flat=True)
    for portion in batched(list(keys), PORTION // 5, strict=False):
        search.index_all(list(Statement.objects.filter(pk__in=portion)))
        done += len(portion)
        told("search index", done)
