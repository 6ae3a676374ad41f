"""What `restore` and `import_archive` share: a checked bag into an archive that is made ready and empty."""

import time
from pathlib import Path

from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError

from archive import dump
from archive.bag import NotABag, check
from archive.management.progress import Progress


def prepare() -> None:
    """Make the tables where there are none yet. Raises CommandError where the archive holds anything."""
    call_command("migrate", verbosity=0)
    try:
        dump.be_empty(dump.tables())
    except dump.NotEmpty as error:
        raise CommandError(str(error)) from error


def bring_in(folder: Path) -> str:
    """Check a bag and read it in; returns a sentence of what came. Raises CommandError, and nothing is changed."""
    started = time.monotonic()
    try:
        check(folder)
        rows = dump.read(folder, Progress())
    except (NotABag, dump.Unreadable, dump.NotEmpty) as error:
        raise CommandError(f"{error} Nothing was changed.") from error
    except (DatabaseError, ValueError, KeyError) as error:
        raise CommandError(f"The rows do not go in: {error}. Nothing was changed.") from error
    seconds = round(time.monotonic() - started, 1)
    statements = rows.get("archive.statement", 0)
    return f"{sum(rows.values()):,} rows of {len(rows)} tables, {statements:,} statements, in {seconds} s."
