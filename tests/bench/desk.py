"""How the desk feels on a large archive: queries and time of its pages.

    python -m tests.bench.desk [--size 100000] [--rounds 20] [--postgresql URL] [--keep FOLDER]

Makes an archive of that many statements (`tests.bench.large`), puts some into every stage, lets originals change under
their translations, and adds candidates, flags, given work and a glossary. Then opens the first page, every queue, the
overview, a joint statement of sixty bodies and each workbench as an administrator, on SQLite and on PostgreSQL. Prints
queries, the time that half of the requests took at most (p50), 95 of a hundred (p95), and the processor time of this
process for one. With `--keep` the archives stay in a folder, to be measured again from there.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg

from tests.bench.intake import ROOT, run

#: Of a hundred statements: how many stand at each stage in the end; the others are public.
STAGES = {"draft": 3, "in review": 3, "verified": 2}
#: Candidates that wait, and how many of them stand on one page.
CANDIDATES, PARTS = 5000, 20
DATABASE = "sanad_bench_desk"
#: The most queries that a page of the desk may ask.
MOST_QUERIES = 25


#: Run inside the archive: spread the stages, as years of work would have, and let some originals change.
SPREAD = f"""
from archive.models import Capture, Extract, Organisation, Participation, Source, Statement, Translation
from django.contrib.auth.models import User
from editorial.models import Assignment, Candidate, GlossaryEntry, GlossaryTerm, SourceFlag
from editorial.workflow.revise import revise
by = User.objects.get(username="bench")
by.is_staff = by.is_superuser = True
by.save()
keys = list(Statement.objects.order_by("id").values_list("pk", flat=True))
at = 0
for stage, share in {STAGES!r}.items():
    count = len(keys) * share // 100
    chosen = keys[at : at + count]
    at += count
    for first in range(0, len(chosen), 500):
        Statement.objects.filter(pk__in=chosen[first : first + 500]).update(stage=stage, published_revision=None)
        Translation.objects.filter(statement__in=chosen[first : first + 500]).update(stage="draft")
live = Translation.objects.filter(statement__stage="published").order_by("id")
translations = list(live.values_list("pk", flat=True))
for stage, first in (("in review", 0), ("verified", 1), ("draft", 2)):
    chosen = translations[first::4]
    for place in range(0, len(chosen), 500):
        Translation.objects.filter(pk__in=chosen[place : place + 500]).update(stage=stage, published_revision=None)
for translation in Translation.objects.select_related("statement").order_by("-id")[:200]:
    statement = translation.statement
    texts = [paragraph["text"] for paragraph in statement.current_revision.paragraphs]
    revise(statement, title=statement.title(), texts=["Changed. " + texts[0], *texts[1:]], by=by)
joint = Statement.objects.order_by("id")[len(keys) // 2]
bodies = Organisation.objects.order_by("id")[:40]
for place in range(60):
    body = bodies[place] if place < len(bodies) else None
    Participation.objects.create(statement=joint, organisation=body, role="signatory", written=f"body {{place}}")
lines = ["Statement of the harbour " * 6] * {PARTS} * 8
text = "\\n\\n".join(lines)
step = len(text) // {PARTS}
for page in range({CANDIDATES} // {PARTS}):
    capture = Capture.objects.create(sha256=f"{{page:064}}", size=len(text), media_type="text/plain")
    extract = Extract.objects.create(capture=capture, tool="bench", text=text, page={{"language": "en"}})
    Candidate.objects.bulk_create(
        Candidate(extract=extract, position=place, start=place * step, end=(place + 1) * step - 2, language="en",
                  reading={{"paragraphs": lines[:8]}}, title=f"Candidate {{page}} {{place}}", confidence=0.8)
        for place in range({PARTS})
    )
source = Source.objects.first()
SourceFlag.objects.bulk_create(
    SourceFlag(source=source, address=f"https://example.org/{{place}}", kind="changed") for place in range(500)
)
for model, name in ((Statement, "statement"), (Translation, "translation")):
    rows = model.objects.exclude(stage="published").order_by("id")[:2000]
    Assignment.objects.bulk_create(
        Assignment(**{{name: one}}, stage=one.stage, person=by, by=by, priority=one.pk % 3 - 1) for one in rows
    )
for place in range(300):
    entry = GlossaryEntry.objects.create(approved_by=by)
    for language, text, standing in (("fa", f"واژه{{place}}", "preferred"), ("en", f"word {{place}}", "preferred"),
                                     ("en", f"number {{place}}", "forbidden")):
        GlossaryTerm.objects.create(entry=entry, language=language, text=text, standing=standing)
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
    from editorial.models import Candidate
    from editorial.queues import KINDS

    client = Client()
    client.force_login(User.objects.get(username="bench"))
    pages = {"first page": "/desk/", "overview": "/desk/overview/"}
    for key, kind in KINDS.items():
        model = kind.model._meta
        pages[f"queue {key}"] = reverse(f"admin:{model.app_label}_{model.model_name}_changelist") + f"?queue={key}"
    joint = Statement.objects.order_by("id")[Statement.objects.count() // 2].pk
    translation = Translation.objects.order_by("-id")[0].pk  # one whose original has changed
    candidate = Candidate.objects.order_by("id")[0]
    pages |= {
        "joint statement": reverse("admin:archive_statement_change", args=[joint]),
        "revise a statement": reverse("admin:archive_statement_revise", args=[joint]),
        "compare with the capture": reverse("admin:archive_statement_compare", args=[joint]),
        "history": reverse("admin:archive_statement_history", args=[joint]),
        "translation workbench": reverse("admin:archive_translation_change", args=[translation]),
        "candidate": reverse("admin:editorial_candidate_change", args=[candidate.pk]),
        "split workbench": reverse("admin:archive_capture_divide", args=[candidate.extract.capture_id]),
        "all statements": reverse("admin:archive_statement_changelist"),
        "all translations": reverse("admin:archive_translation_changelist"),
        "a word in titles": reverse("admin:archive_statement_changelist") + "?q=77",
    }
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
    parser.add_argument("--keep", type=Path, help="a folder in which the archives stay")
    parser.add_argument("--only", choices=("SQLite", "PostgreSQL"))
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure:
        measure(given.rounds)
        return
    stem = given.postgresql.rpartition("/")[0]
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        for name, address in (
            ("SQLite", f"sqlite:///{folder.resolve()}/archive.sqlite3"),
            ("PostgreSQL", f"{stem}/{DATABASE}"),
        ):
            if given.only not in (None, name):
                continue
            environment = {
                "DATABASE_URL": address,
                "MEDIA_ROOT": str(folder.resolve() / name),
                "DJANGO_SETTINGS_MODULE": "archive.settings",
            }
            made = folder / f"{name}-{given.size}"
            if not made.exists():
                make(given.size, environment, given.postgresql if name == "PostgreSQL" else "")
                made.touch()
            print(f"{name}, {given.size:,} statements       queries    p50 ms    p95 ms    CPU ms", flush=True)
            child = [sys.executable, "-m", "tests.bench.desk", "--measure", "--rounds", str(given.rounds)]
            subprocess.run(child, cwd=ROOT, env=os.environ | environment, check=True)
        if not given.keep:
            with psycopg.connect(given.postgresql, autocommit=True) as server:
                server.execute(f"DROP DATABASE IF EXISTS {DATABASE}")


def make(size: int, environment: dict[str, str], server_address: str) -> None:
    """Fill an archive of `size` statements, on PostgreSQL where the address of a server is given."""
    if server_address:
        with psycopg.connect(server_address, autocommit=True) as server:
            server.execute(f"DROP DATABASE IF EXISTS {DATABASE}")
            server.execute(f"CREATE DATABASE {DATABASE}")
    run("migrate", "-v0", environment=environment)
    fill = f"from tests.bench import large; large.make({size})"
    run("shell", "-v0", "--no-imports", "-c", fill, environment=environment)
    run("shell", "-v0", "--no-imports", "-c", SPREAD, environment=environment)
    if server_address:
        with psycopg.connect(environment["DATABASE_URL"], autocommit=True) as server:
            server.execute("VACUUM ANALYZE")


if __name__ == "__main__":
    main()
