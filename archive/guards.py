"""Rules that the database itself keeps, whatever code or hand writes to it.

Check and unique constraints stand in the models. What has to look at a second table stands here as triggers,
written once and dressed for each database. They are put back after every `migrate`, because Django rebuilds a
table on SQLite to alter it and loses its triggers.
"""

from dataclasses import dataclass

from django.db import connections


@dataclass(frozen=True, slots=True)
class Guard:
    """One trigger: before `event` on `table`, refuse with `message` where the SQL `refused` holds.

    `refused` names the row as NEW or OLD; `{differs}` stands for the database's null-safe "is not".
    """

    name: str
    table: str
    event: str
    refused: str
    message: str


def _published(table: str, own_column: str, excerpt: bool) -> tuple[Guard, ...]:
    same_length = " AND r.excerpt = NEW.excerpt" if excerpt else ""
    # The names put in are those of our own tables and columns.
    refused = (
        "NEW.published_revision_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM archive_revision r "
        "JOIN archive_verification v ON v.revision_id = r.id AND v.digest = r.digest "
        f"WHERE r.id = NEW.published_revision_id AND r.{own_column} = NEW.id{same_length})"
    )
    message = "only a verified revision of the same text can be published, and an excerpt only as an excerpt"
    columns = "published_revision_id, excerpt" if excerpt else "published_revision_id"
    return (
        Guard(f"{table}_published_insert", table, "INSERT", refused, message),
        Guard(f"{table}_published_update", table, f"UPDATE OF {columns}", refused, message),
    )


GUARDS = (
    Guard(
        "archive_verification_hands",
        "archive_verification",
        "INSERT",
        # Author unknown counts as the same person; machine text needs a human post-editor first.
        "NOT EXISTS (SELECT 1 FROM archive_contribution c"
        " WHERE c.revision_id = NEW.revision_id AND c.user_id IS NOT NULL)"
        " OR NOT EXISTS (SELECT 1 FROM archive_revision r WHERE r.id = NEW.revision_id AND r.digest = NEW.digest)"
        " OR (NOT NEW.alone AND EXISTS (SELECT 1 FROM archive_contribution c WHERE c.revision_id = NEW.revision_id"
        " AND (c.user_id = NEW.by_id OR c.user_id IS NULL)))",
        "a text is verified by other hands than wrote it, and bound to its digest",
    ),
    Guard(
        "archive_verification_fixed",
        "archive_verification",
        "UPDATE",
        "TRUE",
        "a verification is never changed",
    ),
    Guard(
        "archive_contribution_late",
        "archive_contribution",
        "INSERT",
        "EXISTS (SELECT 1 FROM archive_verification v WHERE v.revision_id = NEW.revision_id)",
        "nobody can be added to the hands of a verified revision",
    ),
    Guard(
        "archive_contribution_fixed",
        "archive_contribution",
        "UPDATE",
        "TRUE",
        "a contribution is never changed",
    ),
    Guard(
        "archive_revision_fixed",
        "archive_revision",
        "UPDATE OF title, paragraphs, excerpt, author_id, machine, digest, statement_id, translation_id, created_at",
        "TRUE",
        "a revision is never changed; write the next one",
    ),
    Guard("archive_decision_fixed", "archive_decision", "UPDATE", "TRUE", "a decision is never changed"),
    Guard("archive_decision_kept", "archive_decision", "DELETE", "TRUE", "a decision is never deleted"),
    Guard(
        "archive_capture_fixed",
        "archive_capture",
        "UPDATE OF sha256, size",
        "TRUE",
        "captured bytes never change",
    ),
    *_published("archive_statement", "statement_id", excerpt=True),
    *_published("archive_translation", "translation_id", excerpt=False),
)


def _sqlite(guard: Guard) -> list[str]:
    return [
        f"DROP TRIGGER IF EXISTS {guard.name}",
        f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table} WHEN {guard.refused} "
        f"BEGIN SELECT RAISE(ABORT, '{guard.message}'); END",
    ]


def _postgresql(guard: Guard) -> list[str]:
    row = "OLD" if guard.event == "DELETE" else "NEW"
    return [
        f"CREATE OR REPLACE FUNCTION {guard.name}() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN "
        f"IF {guard.refused} THEN RAISE EXCEPTION '{guard.message}' USING ERRCODE = 'check_violation'; END IF; "
        f"RETURN {row}; END $guard$",
        f"DROP TRIGGER IF EXISTS {guard.name} ON {guard.table}",
        f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table} "
        f"FOR EACH ROW EXECUTE FUNCTION {guard.name}()",
    ]


def install(connection) -> None:
    """Put every guard whose table exists into the database, replacing what stood under its name."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for guard in GUARDS:
            if guard.table in tables:
                for sql in (_sqlite if connection.vendor == "sqlite" else _postgresql)(guard):
                    cursor.execute(sql)


def remove(connection) -> None:
    """Take the guards out again: for a test database that is emptied between tests, and for nothing else."""
    with connection.cursor() as cursor:
        for guard in GUARDS:
            where = "" if connection.vendor == "sqlite" else f" ON {guard.table}"
            cursor.execute(f"DROP TRIGGER IF EXISTS {guard.name}{where}")


def install_after_migrate(using: str, **kwargs) -> None:
    """Receiver of `post_migrate`."""
    install(connections[using])
