"""How long it takes to find what a statement may be a duplicate of, among a million.

    python -m tests.bench.match [--statements 1000000] [--lookups 300]

Fills the real fingerprint table of a scratch SQLite archive with the sampled shingles of so many made texts (about 31
each, as texts of 500 words have; one shingle in two hundred is a slogan that stands in very many), then looks up texts
of which some shingles were planted. Prints rows, size, the time of loading, the look-up's percentiles
(milliseconds, fingerprinting included), peak memory, and how many of the planted neighbours were found.
"""

import argparse
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

import django

ROOT = Path(__file__).resolve().parents[2]
PRINTS = 31
SLOGANS = 2_000


def rows(statements: int, chance: random.Random, shelf: int) -> Iterator[list[tuple[int, int, int]]]:
    """The fingerprints of made statements, a shelf of so many at a time: (shelf, hash, statement) in order."""
    for first in range(1, statements + 1, shelf):
        made = []
        for statement in range(first, min(first + shelf, statements + 1)):
            for _place in range(PRINTS):
                slogan = chance.random() < 0.005
                drawn = chance.randrange(SLOGANS) if slogan else chance.getrandbits(63)
                made.append((statement // shelf, drawn * 16 % (1 << 63), statement))
        yield sorted(set(made))


def fill(database: Path, statements: int, planted: list[tuple[int, int]], shelf: int) -> None:
    connection = sqlite3.connect(database)
    connection.execute("PRAGMA synchronous=OFF")
    started = time.perf_counter()
    insert = "INSERT OR IGNORE INTO editorial_fingerprint(shelf, hash, statement_id) VALUES (?, ?, ?)"
    for made in rows(statements, random.Random(1), shelf):  # noqa: S311 - made data
        with connection:
            connection.executemany(insert, made)
    with connection:
        connection.executemany(insert, [(statement // shelf, shingle, statement) for shingle, statement in planted])
    connection.close()
    print(f"loaded in {time.perf_counter() - started:.0f} s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--statements", type=int, default=1_000_000)
    parser.add_argument("--lookups", type=int, default=300)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        database = Path(scratch) / "archive.sqlite3"
        os.environ["DATABASE_URL"] = f"sqlite:///{database}"
        os.environ["DJANGO_SETTINGS_MODULE"] = "archive.settings"
        subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, check=True)
        django.setup()
        from editorial.fingerprints import fingerprints
        from editorial.intake.neighbours import LEAST_SHARED, nearest
        from editorial.models import Fingerprint

        chance = random.Random(2)  # noqa: S311 - made data
        texts = [" ".join(f"w{chance.randrange(40_000)}" for _word in range(520)) for _text in range(given.lookups)]
        planted, wanted = [], {}
        for text in texts[: given.lookups // 2]:
            keeper = chance.randrange(1, given.statements)
            kept = sorted(fingerprints(text))[: max(LEAST_SHARED, PRINTS // 2)]
            planted += [(shingle, keeper) for shingle in kept]
            wanted[text] = keeper
        fill(database, given.statements, planted, Fingerprint.SHELF)
        size = database.stat().st_size / 1e6
        print(f"{given.statements:,} statements, {given.statements * PRINTS:,} fingerprints, {size:,.0f} MB")
        times, found = [], 0
        for text in texts:
            started = time.perf_counter()
            near = nearest(fingerprints(text))
            times.append((time.perf_counter() - started) * 1000)
            found += wanted.get(text) in near if text in wanted else not near
        times.sort()
        print(
            f"look-up: p50 {times[len(times) // 2]:.1f} ms, p95 {times[int(len(times) * 0.95)]:.1f} ms, "
            f"max {times[-1]:.1f} ms; right {found} of {len(texts)}; "
            f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"
        )


if __name__ == "__main__":
    main()
