"""What a mirror in the making must remember: which statements it holds, their groups and entries, words, digests.

It lies in a file of its own beside the mirror, so that memory stays flat however large the archive is.
"""

import datetime
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from archive import dates
from archive.public.charts import REACH

_TABLES = """
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = FILE; PRAGMA cache_size = -32000;
CREATE TABLE statements (number INTEGER PRIMARY KEY, key INTEGER UNIQUE, reference TEXT, day TEXT);
CREATE TABLE groups (kind TEXT, value TEXT, number INTEGER);
CREATE TABLE years (calendar TEXT, number INTEGER, year TEXT, PRIMARY KEY (calendar, number)) WITHOUT ROWID;
CREATE TABLE entries (number INTEGER PRIMARY KEY, html TEXT);
CREATE TABLE words (segment INTEGER, word TEXT, field INTEGER, places TEXT);
CREATE TABLE files (name TEXT PRIMARY KEY, digest TEXT) WITHOUT ROWID;
"""
#: The year of what bears no date, or one that a calendar cannot tell.
UNDATED = "undated"


class Ledger:
    """Statements go by number: their place in the order of publication, which later ones do not change."""

    def __init__(self, file: Path):
        self._database = sqlite3.connect(file, isolation_level=None)
        self._database.executescript(_TABLES)
        self._database.execute("BEGIN")

    def close(self) -> None:
        self._database.close()

    # --- Statements -------------------------------------------------------------------------------------------------

    def add_statements(self, rows: Iterable[tuple[int, int, str, datetime.date | None]]) -> None:
        """(number, primary key, reference, first day) of every statement whose texts the mirror has."""
        self._database.executemany(
            "INSERT INTO statements VALUES (?, ?, ?, ?)",
            ((number, key, reference, day.isoformat() if day else None) for number, key, reference, day in rows),
        )

    def add_groups(self, kind: str, rows: Iterable[tuple[str, int]]) -> None:
        """(value, primary key of a statement): that a statement is in a group. Those that are not ours are left out."""
        self._database.executemany(
            "INSERT INTO groups SELECT ?, ?, number FROM statements WHERE key = ?",
            ((kind, value, key) for value, key in rows),
        )

    def add_years(self, calendar: str) -> None:
        """Tell the year of each statement in a calendar."""
        days = self._database.execute("SELECT number, day FROM statements")
        self._database.executemany(
            "INSERT INTO years VALUES (?, ?, ?)", ((calendar, number, _year(day, calendar)) for number, day in days)
        )
        # In lists, groups are asked for by value and year, all statements by year.
        self._database.execute("CREATE INDEX IF NOT EXISTS of_group ON groups (kind, value, number)")

    def count(self) -> int:
        return self._database.execute("SELECT COUNT(*) FROM statements").fetchone()[0]

    def count_groups(self) -> int:
        """How many organisations, topics, countries and languages have statements here."""
        return self._database.execute("SELECT COUNT(*) FROM (SELECT DISTINCT kind, value FROM groups)").fetchone()[0]

    def statements(self) -> Iterator[tuple[int, int, str]]:
        """(number, primary key, reference) of each, by number."""
        yield from self._database.execute("SELECT number, key, reference FROM statements ORDER BY number")

    def neighbours(self) -> Iterator[tuple[int, int, str]]:
        """The same rows in an order in which those of one organisation near one day stand together."""
        yield from self._database.execute(
            "SELECT number, key, reference FROM statements LEFT JOIN (SELECT number, MIN(value) AS body FROM groups "
            "WHERE kind = 'organisation' GROUP BY number) USING (number) ORDER BY body, day, number"
        )

    def lists(self, calendar: str) -> Iterator[tuple[str, str, str, int]]:
        """(kind of group, value, year, statements): first of all of them (kind and value ""), then of each group."""
        yield from self._database.execute(
            "SELECT '', '', year, COUNT(*) FROM years WHERE calendar = ? GROUP BY year ORDER BY year", [calendar]
        )
        yield from self._database.execute(
            "SELECT kind, value, year, COUNT(*) FROM groups JOIN years USING (number) WHERE calendar = ? "
            "GROUP BY kind, value, year ORDER BY kind, value, year",
            [calendar],
        )

    # --- Entries ----------------------------------------------------------------------------------------------------

    def add_entries(self, rows: Iterable[tuple[int, str]]) -> None:
        self._database.executemany("INSERT INTO entries VALUES (?, ?)", rows)

    def entries(self, calendar: str, kind: str, value: str, year: str) -> list[str]:
        """The entries (HTML) of a list's year, the oldest first."""
        ours = "number IN (SELECT number FROM groups WHERE kind = ? AND value = ?)" if kind else "? = ?"
        rows = self._database.execute(
            "SELECT html FROM years JOIN entries USING (number) JOIN statements USING (number) "
            f"WHERE calendar = ? AND year = ? AND {ours} ORDER BY day, number",
            [calendar, year, kind, value],
        )
        return [html for (html,) in rows]

    def all_entries(self) -> Iterator[tuple[int, str]]:
        """(number, HTML) by number."""
        yield from self._database.execute("SELECT number, html FROM entries ORDER BY number")

    def forget_entries(self) -> None:
        """Entries are of one language; the next one has its own."""
        self._database.execute("DELETE FROM entries")

    # --- Words ------------------------------------------------------------------------------------------------------

    def add_words(self, rows: Iterable[tuple[int, str, int, str]]) -> None:
        """(segment, word, field, places) of each word of a text."""
        self._database.executemany("INSERT INTO words VALUES (?, ?, ?, ?)", rows)

    def words(self) -> Iterator[tuple[int, str, int, str]]:
        """All of them in that order, and forgotten afterwards."""
        yield from self._database.execute("SELECT segment, word, field, places FROM words ORDER BY 1, 2, 3")
        self._database.execute("DELETE FROM words")

    # --- Files ------------------------------------------------------------------------------------------------------

    def add_file(self, name: str, digest: str) -> bool:
        """Note a file's SHA-256; False where the mirror has a file of that name already."""
        done = self._database.execute("INSERT OR IGNORE INTO files VALUES (?, ?)", [name, digest])
        return done.rowcount == 1

    def files(self) -> Iterator[tuple[str, str]]:
        """(name, SHA-256) by name."""
        yield from self._database.execute("SELECT name, digest FROM files ORDER BY name")


def _year(day: str | None, calendar: str) -> str:
    if day is None:
        return UNDATED
    date = datetime.date.fromisoformat(day)
    return str(dates.in_calendar(date, calendar)[0]) if REACH[0] <= date <= REACH[1] else UNDATED


@contextmanager
def ledger(file: Path) -> Iterator[Ledger]:
    """A ledger in a file that is gone afterwards."""
    file.unlink(missing_ok=True)
    opened = Ledger(file)
    try:
        yield opened
    finally:
        opened.close()
        file.unlink(missing_ok=True)
