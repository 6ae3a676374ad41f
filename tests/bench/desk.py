"""How the desk feels on a large archive: queries and time of its pages.

    python -m tests.bench.desk [--size 100000] [--rounds 20] [--postgresql URL]

Makes an archive of that many statements by the real import (most of them public, some in every stage, a tenth with a
translation of which some are stale), then opens the first page, every queue, the overview, a statement and the
translation workbench as an administrator, on SQLite and on PostgreSQL. Prints queries, the time that half of the
requests took at most (p50), 95 of a hundred (p95), and the processor time of this process for one.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg

from tests.bench.intake import MAKE_PERSON, ROOT, run, statements

#: Of a hundred statements: how many stand at each stage in the end; the others are public.
STAGES = {"draft": 3, "in review": 3, "verified": 2}
#: One in so many statements has a translation.
TRANSLATED = 10
#: The most queries that a page of the desk may ask.
MOST_QUERIES = 25


def write_collection(path: Path, size: int) -> None:
    with path.open("w", encoding="utf-8") as out:
        for number, row in enumerate(statements(size)):
            if number % TRANSLATED == 0:
                text = "\n\n".join(f"Paragraph {place} of number {number}." for place in range(5))
                row["translations"] = [{"language": "en", "title": f"Statement {number}", "text": text}]
            out.write(json.dumps(row, ensure_ascii=False) + "\n")


#: Run inside the archive: spread the stages, as years of work would have, and let some originals change.
SPREAD = f"""
from archive.models import Statement, Translation
from django.contrib.auth.models import User
from editorial.workflow.revise import revise
by = User.objects.get(username="bench")
keys = list(Statement.objects.order_by("id").values_list("pk", flat=True))
at = 0
for stage, share in {STAGES!r}.items():
    count = len(keys) * share // 100
    chosen = keys[at : at + count]
    at += count
    for first in range(0, len(chosen), 500):
        Statement.objects.filter(pk__in=chosen[first : first + 500]).update(stage=stage, published_revision=None)
        Translation.objects.filter(statement__in=chosen[first : first + 500]).update(stage="draft")
translations = list(Translation.objects.order_by("id").values_list("pk", flat=True))
for stage, first in (("in review", 0), ("verified", 1), ("draft", 2)):
    chosen = translations[first::4]
    for place in range(0, len(chosen), 500):
        Translation.objects.filter(pk__in=chosen[place : place + 500]).update(stage=stage, published_revision=None)
for translation in Translation.objects.select_related("statement").order_by("-id")[:200]:
    statement = translation.statement
    texts = [paragraph["text"] for paragraph in statement.current_revision.paragraphs]
    revise(statement, title=statement.title(), texts=["Changed. " + texts[0], *texts[1:]], by=by)
"""


def measure(rounds: int) -> None:
    """Open each page `rounds` times in this process, whose database is the archive, and print a line for it."""
    import django

    django.setup()
    from django.contrib.auth.models import User
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    from archive.models import Statement, Translation
    from editorial.queues import KINDS

    client = Client()
    client.force_login(User.objects.get(username="bench"))
    pages = {"first page": "/desk/", "overview": "/desk/overview/"}
    for key, kind in KINDS.items():
        model = kind.model._meta
        pages[f"queue {key}"] = reverse(f"admin:{model.app_label}_{model.model_name}_changelist") + f"?queue={key}"
    middle = Statement.objects.count() // 2
    pages["statement"] = reverse("admin:archive_statement_change", args=[Statement.objects.order_by("id")[middle].pk])
    newest = Translation.objects.order_by("-id").first()
    pages["workbench"] = reverse("admin:archive_translation_change", args=[newest.pk if newest else 0])
    for name, address in pages.items():
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(address)
            count = len(asked)  # the log is emptied by the next request
        if answer.status_code != 200:
            raise SystemExit(f"{address} answers {answer.status_code}")
        walls, began = [], time.process_time()
        for _ in range(rounds):
            started = time.perf_counter()
            client.get(address)
            walls.append((time.perf_counter() - started) * 1000)
        spent = (time.process_time() - began) * 1000 / rounds
        walls.sort()
        p50, p95 = walls[len(walls) // 2], walls[min(len(walls) - 1, int(len(walls) * 0.95))]
        over = "" if count <= MOST_QUERIES else f"   more than {MOST_QUERIES} queries"
        print(f"  {name:28} {count:8} {p50:9.1f} {p95:9.1f} {spent:9.1f}{over}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--postgresql", default="postgresql://postgres@127.0.0.1:5432/postgres")
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure:
        measure(given.rounds)
        return
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        lines = folder / "collection.jsonl"
        write_collection(lines, given.size)
        stem = given.postgresql.rpartition("/")[0]
        for name, address in (
            ("SQLite", f"sqlite:///{folder}/archive.sqlite3"),
            ("PostgreSQL", f"{stem}/sanad_bench_desk"),
        ):
            if name == "PostgreSQL":
                with psycopg.connect(given.postgresql, autocommit=True) as server:
                    server.execute("DROP DATABASE IF EXISTS sanad_bench_desk")
                    server.execute("CREATE DATABASE sanad_bench_desk")
            environment = {
                "DATABASE_URL": address,
                "MEDIA_ROOT": str(folder / name),
                "DJANGO_SETTINGS_MODULE": "archive.settings",
            }
            run("migrate", "-v0", environment=environment)
            run("shell", "-v0", "-c", MAKE_PERSON + "; User.objects.update(is_staff=True)", environment=environment)
            run("take_in", str(lines), "--as", "bench", "--publish", "--json", environment=environment)
            run("shell", "-v0", "-c", SPREAD, environment=environment)
            if name == "PostgreSQL":
                with psycopg.connect(address, autocommit=True) as server:
                    server.execute("ANALYZE")
            print(f"{name}, {given.size:,} statements       queries    p50 ms    p95 ms    CPU ms", flush=True)
            child = [sys.executable, "-m", "tests.bench.desk", "--measure", "--rounds", str(given.rounds)]
            subprocess.run(child, cwd=ROOT, env=os.environ | environment, check=True)
        with psycopg.connect(given.postgresql, autocommit=True) as server:
            server.execute("DROP DATABASE IF EXISTS sanad_bench_desk")


if __name__ == "__main__":
    main()
