"""How fast the archive takes in, side by side in one run.

    python -m tests.bench.intake [--sizes 10000 100000] [--pages FOLDER] [--postgresql URL]

Prints pages read per second; for each size and database the statements taken in per second from structured JSON Lines
(drafted, verified, published, indexed, with revisions and audit) with the peak memory of the process; and the same rows
put in bare with `executemany` (SQLite) or COPY (PostgreSQL) into one table with a full-text index, which is the bar.
"""

import argparse
import itertools
import json
import os
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parents[2]
SEED = 3
#: About 3,200 characters a text, as the measurements that set the bar had; Zipf's law over 5,000 invented words.
PARAGRAPHS, WORDS = 5, 110
STEMS = ("کارگران", "بندر", "نیلان", "می‌خواهند", "که", "دفتر", "نوبت", "بازگردد", "هیچ‌کس", "strike", "bread", "الحزب")


def statements(count: int) -> Iterator[dict]:
    """Invented statements in the shape of a structured import, the same for the same count."""
    chance = random.Random(SEED)  # noqa: S311 - sample text, not a secret
    words = [*STEMS, *(f"واژه{number}" for number in range(5000))]
    weights = [1 / (rank + 2) for rank in range(len(words))]
    for number in range(count):
        text = "\n\n".join(" ".join(chance.choices(words, weights, k=WORDS)) for _ in range(PARAGRAPHS))
        yield {
            "id": f"s{number}",
            "title": {"fa": f"بیانیهٔ شمارهٔ {number}"},
            "language": "fa",
            "organisations": [{"name": f"سازمان {number % 40}", "role": "issuer"}],
            "date": f"{1360 + number % 40}-{1 + number % 12:02}-{1 + number % 28:02}",
            "calendar": "solar hijri",
            "text": text,
            "topics": [f"topic {number % 10}"],
        }


def write_lines(path: Path, count: int) -> None:
    with path.open("w", encoding="utf-8") as out:
        for row in statements(count):
            out.write(json.dumps(row, ensure_ascii=False) + "\n")


def rows(path: Path) -> Iterator[tuple[int, str, str]]:
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            row = json.loads(line)
            yield number, row["title"]["fa"], row["text"]


def bare_sqlite(lines: Path, folder: Path) -> float:
    """Rows a second with executemany, one table and an FTS5 index over it, in transactions of 200."""
    connection = sqlite3.connect(folder / "bare.sqlite3")
    connection.executescript(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
        "CREATE TABLE text(id INTEGER PRIMARY KEY, title TEXT, body TEXT);"
        "CREATE VIRTUAL TABLE words USING fts5(title, body, content='text', content_rowid='id');"
        "CREATE TRIGGER put AFTER INSERT ON text BEGIN INSERT INTO words(rowid, title, body)"
        " VALUES (new.id, new.title, new.body); END;"
    )
    started, count, chunk = time.perf_counter(), 0, []
    for row in rows(lines):
        chunk.append(row)
        if len(chunk) == 200:
            with connection:
                connection.executemany("INSERT INTO text VALUES (?, ?, ?)", chunk)
            count, chunk = count + len(chunk), []
    with connection:
        connection.executemany("INSERT INTO text VALUES (?, ?, ?)", chunk)
    return (count + len(chunk)) / (time.perf_counter() - started)


def bare_postgresql(lines: Path, url: str) -> float:
    """Rows a second with COPY, one table with a stored tsvector and a GIN index, in transactions of 200."""
    with psycopg.connect(url) as connection:
        connection.execute(
            "CREATE TABLE text(id bigint PRIMARY KEY, title text, body text, words tsvector GENERATED ALWAYS AS"
            " (setweight(to_tsvector('simple', title), 'A') || setweight(to_tsvector('simple', body), 'D')) STORED)"
        )
        connection.execute("CREATE INDEX ON text USING gin(words)")
        connection.commit()
        started, count, chunk = time.perf_counter(), 0, []
        for row in itertools.chain(rows(lines), [None]):
            if row is not None:
                chunk.append(row)
            if len(chunk) == 200 or (row is None and chunk):
                with connection.cursor().copy("COPY text(id, title, body) FROM STDIN") as copy:
                    for one in chunk:
                        copy.write_row(one)
                connection.commit()
                count, chunk = count + len(chunk), []
        return count / (time.perf_counter() - started)


def run(*arguments: str, environment: dict[str, str]) -> tuple[str, float]:
    """A real command in a child process: its standard output, and its peak memory in megabytes."""
    child = subprocess.Popen(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    out = child.stdout.read() if child.stdout else ""
    _pid, status, usage = os.wait4(child.pid, 0)
    if status:
        raise SystemExit(f"manage.py {arguments[0]} failed: {out[-2000:]}")
    return out, usage.ru_maxrss / 1024


MAKE_PERSON = (
    "from django.contrib.auth.models import Group, User; "
    "User.objects.create(username='bench').groups.add(Group.objects.get(name='administrator'))"
)


def taken_in(lines: Path, environment: dict[str, str]) -> tuple[float, float]:
    """Statements a second from a structured file carried through to the public site, and peak megabytes."""
    run("migrate", "-v0", environment=environment)
    run("shell", "-v0", "-c", MAKE_PERSON, environment=environment)
    out, peak = run("take_in", str(lines), "--as", "bench", "--publish", "--json", environment=environment)
    summary = json.loads(out)
    return summary["statements"]["new"] / summary["seconds"], peak


def pages_read(folder: Path) -> str:
    paths = [str(path) for path in sorted(folder.iterdir()) if path.suffix in (".html", ".txt")]
    with tempfile.TemporaryDirectory() as scratch:
        environment = {"DATABASE_URL": f"sqlite:///{scratch}/none.sqlite3"}
        started = time.perf_counter()
        _out, peak_of_one = run("read", paths[0], environment=environment)
        start_up = time.perf_counter() - started
        started = time.perf_counter()
        _out, peak = run("read", *paths * 5, environment=environment)
        rate = (len(paths) * 5 - 1) / (time.perf_counter() - started - start_up)
    return f"{rate:8.1f} pages/s   peak {max(peak, peak_of_one):4.0f} MB   ({len(paths)} pages five times, one process)"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--pages", type=Path, default=ROOT / "editorial" / "demo" / "pages")
    parser.add_argument("--postgresql", default="postgresql://postgres@127.0.0.1:5432/postgres")
    given = parser.parse_args()
    print(f"read                      {pages_read(given.pages)}")
    print("database    statements   taken in/s   bare/s   share   peak MB")
    rates: dict[tuple[str, int], float] = {}
    for size in given.sizes:
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch)
            lines = folder / "collection.jsonl"
            write_lines(lines, size)
            for name in ("sqlite", "postgresql"):
                if name == "sqlite":
                    bare = bare_sqlite(lines, folder)
                    rate, peak = taken_in(
                        lines, {"DATABASE_URL": f"sqlite:///{folder}/archive.sqlite3", "MEDIA_ROOT": str(folder / "a")}
                    )
                else:
                    with psycopg.connect(given.postgresql, autocommit=True) as server:
                        for database in ("sanad_bench", "sanad_bench_bare"):
                            server.execute(f"DROP DATABASE IF EXISTS {database}")
                            server.execute(f"CREATE DATABASE {database}")
                        stem = given.postgresql.rpartition("/")[0]
                        bare = bare_postgresql(lines, f"{stem}/sanad_bench_bare")
                        rate, peak = taken_in(
                            lines, {"DATABASE_URL": f"{stem}/sanad_bench", "MEDIA_ROOT": str(folder / "b")}
                        )
                        for database in ("sanad_bench", "sanad_bench_bare"):
                            server.execute(f"DROP DATABASE {database}")
                rates[name, size] = rate
                print(f"{name:10} {size:11,} {rate:12.0f} {bare:8.0f} {rate / bare:7.2f} {peak:9.0f}", flush=True)
    if len(given.sizes) > 1:
        for name in ("sqlite", "postgresql"):
            small, large = rates[name, given.sizes[0]], rates[name, given.sizes[-1]]
            print(f"{name}: rate at {given.sizes[-1]:,} is {large / small:.2f} of the rate at {given.sizes[0]:,}")
    print(f"(this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB)")


if __name__ == "__main__":
    main()
