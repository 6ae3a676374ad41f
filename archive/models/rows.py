"""Insert many plain rows at once, past the ORM's objects: what an import of a hundred thousand texts stands on.

`bulk_create` spends most of its time on making and looking after model objects (see `tests/bench/`).
Constraints and guards hold as for any other INSERT.
"""

from collections.abc import Iterable, Sequence

from django.db import connection, models


def insert(table: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Add rows of values to a table. `columns` are its fields' column names; what is not named must have no value.

    Raises django.db.DatabaseError as `bulk_create` would. Sends no signal and sets no primary key on anything.
    """
    ready = _prepared(table, columns, rows)
    if not ready:
        return
    quoted = connection.ops.quote_name
    into = f"{quoted(table._meta.db_table)} ({', '.join(map(quoted, columns))})"
    with connection.cursor() as cursor, connection.wrap_database_errors:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {into} FROM STDIN") as copy:
                for row in ready:
                    copy.write_row(row)
        else:
            cursor.executemany(f"INSERT INTO {into} VALUES ({', '.join(['%s'] * len(columns))})", ready)


#: Fields whose Python values are not what both databases' drivers write by themselves.
_TO_PREPARE = (models.DateTimeField, models.JSONField)


def _prepared(table: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[object]]) -> list:
    """The rows with times and JSON in the form of the database."""
    fields = {field.column: field for field in table._meta.concrete_fields}
    places = [place for place, column in enumerate(columns) if isinstance(fields[column], _TO_PREPARE)]
    if not places:
        return list(rows)
    ready = []
    for row in rows:
        values = list(row)
        for place in places:
            values[place] = fields[columns[place]].get_db_prep_save(values[place], connection)
        ready.append(values)
    return ready


def insert_all(objects: Sequence[models.Model]) -> None:
    """Add new objects of one table, which get their primary keys here if they have none yet (see `give_keys`)."""
    if not objects:
        return
    table = type(objects[0])
    give_keys(objects)
    fields = table._meta.concrete_fields
    insert(
        table,
        [str(field.column) for field in fields],
        ([field.pre_save(one, add=True) for field in fields] for one in objects),
    )


def give_keys(objects: Sequence[models.Model]) -> None:
    """Give new objects of one table the next free primary keys, so that others can point to them before they are in.

    Call inside the transaction that inserts them: on SQLite that holds the only write lock, PostgreSQL's sequence
    gives no number twice.
    """
    new = [one for one in objects if one.pk is None]
    if not new:
        return
    table = type(new[0])._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, len(new)]
            )
            keys = [key for (key,) in cursor.fetchall()]
        else:
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
            last = (cursor.fetchone() or (0,))[0]
            keys = list(range(last + 1, last + 1 + len(new)))
    for one, key in zip(new, keys, strict=True):
        one.pk = key
