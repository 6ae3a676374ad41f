"""What the public pages cost, beside a bare Django view that returns the same bytes.

    python -m tests.bench.site [--sizes 10000 100000] [--rounds 40] [--postgresql URL] [--redis URL] [--keep FOLDER]

Makes archives of those sizes (`tests.bench.large`; 1000000 is possible) on SQLite and on PostgreSQL and asks the real
WSGI application, with a deployment's settings, for every kind of page: nothing kept ("uncached"), counts of lists kept
but no page ("counts kept"), and out of the cache. Every request is followed by one to a bare view with the middleware
of a new Django project, so that what else the machine does falls on both.

CPU is the processor time of this process for one request; "server" what PostgreSQL's process spent beside it. p50 and
p95 are of the clock. "bare" is the number of bare views that one request costs, by CPU.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

import psycopg

from tests.bench.intake import ROOT, run

#: Requests that are not counted, to let each page load what is loaded once.
WARM = 3
BARE_MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
BARE_BODY = {"bytes": b""}
#: What is asked of a page: nothing kept, only counts kept, out of the cache.
STATES = ("uncached", "counts kept", "cached")


@dataclass(slots=True)
class Cost:
    """What one kind of request costs, in milliseconds."""

    page: str
    cpu: float
    server: float
    p50: float
    p95: float
    bare: float
    rate_of_bare: float
    size: int


def ask(application: Callable, address: str) -> tuple[int, bytes]:
    """One GET as a server makes it, from the environment to the last byte: (status, body)."""
    path, _mark, query = address.partition("?")
    told: list[str] = []
    environment = {
        "REQUEST_METHOD": "GET", "SCRIPT_NAME": "", "PATH_INFO": path, "QUERY_STRING": query,
        "SERVER_NAME": "archive.example", "SERVER_PORT": "443", "HTTP_HOST": "archive.example",
        "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "127.0.0.1", "wsgi.url_scheme": "https",
        "wsgi.input": open(os.devnull, "rb"), "wsgi.errors": sys.stderr, "wsgi.version": (1, 0),  # noqa: SIM115, PTH123
        "wsgi.multithread": True, "wsgi.multiprocess": True, "wsgi.run_once": False,
    }  # fmt: skip
    answer = application(environment, lambda status, headers, info=None: told.append(status))
    try:
        body = b"".join(answer)
    finally:
        answer.close()
        environment["wsgi.input"].close()  # type: ignore[attr-defined]
    return int(told[0][:3]), body


def bare_view(request, *args, **kwargs):
    """The bytes, and nothing else."""
    from django.http import HttpResponse  # the settings are not there when this file is loaded

    return HttpResponse(BARE_BODY["bytes"])


def _bare_application():
    """A new Django project's handler; its addresses are `urlpatterns` below."""
    from django.conf import settings
    from django.core.handlers.wsgi import WSGIHandler

    ours = settings.MIDDLEWARE
    settings.MIDDLEWARE = BARE_MIDDLEWARE
    try:
        return WSGIHandler()
    finally:
        settings.MIDDLEWARE = ours


class Server:
    """The processor time of the database's process for this connection, where it runs on this machine."""

    def __init__(self):
        from django.db import connection

        self._path = None
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                self._path = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")

    def spent(self) -> float:
        """Milliseconds since the process began."""
        try:
            return int(self._path.read_text().split()[0]) / 1e6 if self._path else 0.0
        except OSError:
            return 0.0


def _pages(rounds: int) -> Iterator[tuple[str, list[str], tuple[str, ...]]]:
    """(name, addresses to ask in turn, states) of each page."""
    from archive.models import Statement

    public = Statement.objects.public()
    keys = list(public.order_by("pk").values_list("pk", flat=True)[:: max(1, public.count() // rounds)])
    references = list(public.filter(pk__in=keys).values_list("reference", flat=True))
    with_translation = public.filter(translations__published_revision__isnull=False).order_by("-pk")
    beside = [(one.reference, one.translations.first()) for one in with_translation[: min(rounds, 200)]]
    kept = ("uncached", "cached")
    yield "home", ["/en/"], STATES
    yield "list", ["/en/statements/"], STATES
    filters = ("language=fa", "kind=letter", "topic=topic-3", "country=IR", "organisation=union-7", "translated=en",
               "language=ar&kind=appeal", "year=2014", "country=TR&language=tr", "from=2001&to=2010")  # fmt: skip
    yield "filtered list", [f"/en/statements/?{one}" for one in filters], STATES
    yield "list, 40th page", [_deep("/en/statements/", 40)], STATES
    yield "search, two words", ["/en/statements/?q=harbour+lantern"], STATES
    yield "search, common word", ["/en/statements/?q=bread"], STATES
    yield "reading page", [f"/en/statements/{one}/" for one in references], kept
    yield "reading page, parallel", [f"/en/statements/{one}/?with={by.language}" for one, by in beside if by], kept
    yield "provenance page", [f"/en/statements/{one}/provenance/" for one in references[:20]], kept
    yield "organisation page", [f"/en/organisations/union-{number}/" for number in range(0, 200, 10)], STATES
    yield "timeline", ["/en/timeline/"], STATES
    yield "feed", ["/feeds/statements.atom"], kept
    yield "API page", ["/api/v1/statements/", "/api/v1/statements/?language=fa"], kept


def _deep(address: str, pages: int) -> str:
    """The address of a page further down a list."""
    from archive.models import Statement
    from archive.public.filters import NEWEST
    from archive.public.paging import page_of

    after = ""
    for _page in range(pages):
        after = page_of(Statement.objects.public(), NEWEST, after).after or after
    return f"{address}?cursor={quote(after)}"


def _forget(state: str) -> None:
    """Bring the caches to where a request of that state finds them."""
    from django.core.cache import caches

    if state != "cached":
        caches["pages"].clear()
    if state == "uncached":
        caches["default"].clear()


def _measure_page(name, addresses, state, rounds, applications, server) -> Cost | None:
    from django.conf import settings

    ours, bare = applications
    status, body = ask(ours, addresses[0])
    if status != 200:
        return None
    cpu, served, clock, bare_cpu = [], [], [], []
    if state == "cached":
        addresses = addresses[:5]
    for turn in range(-WARM, rounds):
        address = addresses[turn % len(addresses)]
        if state == "cached" and turn < 0:
            for one in addresses:
                ask(ours, one)
        _forget(state)
        if state == "counts kept":
            ask(ours, address)
            _forget(state)
        spent, began, started = server.spent(), time.process_time_ns(), time.perf_counter_ns()
        status, body = ask(ours, address)
        took, used, spent = time.perf_counter_ns() - started, time.process_time_ns() - began, server.spent() - spent
        if status != 200:
            raise SystemExit(f"{address} answers {status}")
        BARE_BODY["bytes"] = body
        settings.ROOT_URLCONF, back = "tests.bench.site", settings.ROOT_URLCONF
        began = time.process_time_ns()
        ask(bare, "/bare/")
        bare_used = time.process_time_ns() - began
        settings.ROOT_URLCONF = back
        if turn >= 0:
            cpu.append(used / 1e6)
            served.append(spent)
            clock.append(took / 1e6)
            bare_cpu.append(bare_used / 1e6)
    clock.sort()
    # The middle of the bare view's times: one that the collector of rubbish fell on would flatter us.
    bare_ms = statistics.median(bare_cpu)
    return Cost(
        f"{name}, {state}",
        statistics.fmean(cpu),
        statistics.fmean(served),
        statistics.median(clock),
        clock[min(len(clock) - 1, int(len(clock) * 0.95))],
        statistics.fmean(cpu) / bare_ms,
        bare_ms / statistics.median(cpu),
        len(body),
    )


def _measure_facets(rounds: int, kept: bool) -> Cost:
    """The counts of all facets over the whole archive, for themselves."""
    from django.core.cache import caches

    from archive.models import Statement
    from archive.public.addresses import Choices
    from archive.public.facets import facets
    from archive.public.filters import StatementFilter

    server, cpu, clock, served = Server(), [], [], []
    for turn in range(-2, rounds):
        filters = StatementFilter({}, Statement.objects.public())
        if not filters.is_valid():
            raise SystemExit("An empty filter is not valid.")
        if not kept:
            caches["default"].clear()
        spent, began, started = server.spent(), time.process_time_ns(), time.perf_counter_ns()
        facets(filters, Choices({}))
        if turn >= 0:
            clock.append((time.perf_counter_ns() - started) / 1e6)
            cpu.append((time.process_time_ns() - began) / 1e6)
            served.append(server.spent() - spent)
    clock.sort()
    p95 = clock[min(len(clock) - 1, int(len(clock) * 0.95))]
    return Cost(f"facet counts, {'kept' if kept else 'counted'}", statistics.fmean(cpu), statistics.fmean(served),
                statistics.median(clock), p95, 0, 0, 0)  # fmt: skip


def measure(rounds: int, only_cached: bool, wanted: str) -> None:
    """Ask for every page in this process, whose database is the archive; one JSON object a line."""
    import django

    django.setup()
    from archive.wsgi import application

    applications = (application, _bare_application())
    server = Server()
    for name, addresses, states in _pages(rounds):
        for state in states:
            if (only_cached and state != "cached") or not name.startswith(wanted):
                continue
            cost = _measure_page(name, addresses, state, rounds, applications, server)
            if cost:
                print(json.dumps(asdict(cost)), flush=True)
    if not only_cached:
        for kept in (False, True):
            print(json.dumps(asdict(_measure_facets(min(rounds, 20), kept))), flush=True)


# --- The parent ---------------------------------------------------------------------------------------------------


def _archive(address: str, size: int, environment: dict[str, str]) -> None:
    """Make the archive at `address`, if it is not there already."""
    run("migrate", "-v0", environment=environment)
    ask_count = "from archive.models import Statement; print(Statement.objects.count())"
    out, _peak = run("shell", "-v0", "--no-imports", "-c", ask_count, environment=environment)
    if int(out.strip() or 0) == size:
        return
    started = time.perf_counter()
    fill = f"from tests.bench import large; large.make({size})"
    run("shell", "-v0", "--no-imports", "-c", fill, environment=environment)
    if address.startswith("postgresql"):
        with psycopg.connect(address, autocommit=True) as server:
            server.execute("VACUUM ANALYZE")
    print(f"(made in {time.perf_counter() - started:.0f} s)", flush=True)


def _measured(environment: dict[str, str], *more: str) -> list[Cost]:
    child = [sys.executable, "-m", "tests.bench.site", "--measure", *more]
    done = subprocess.run(child, cwd=ROOT, env=os.environ | environment, stdout=subprocess.PIPE, text=True, check=True)
    return [Cost(**json.loads(line)) for line in done.stdout.splitlines()]


def _print(costs: list[Cost]) -> None:
    for one in costs:
        bare = f"{one.bare:9.1f} {one.rate_of_bare:10.2f}" if one.bare else f"{'':9} {'':10}"
        print(
            f"  {one.page:38} {one.cpu:8.2f} {one.server:8.2f} {one.p50:8.2f} {one.p95:8.2f} {bare} {one.size:9,}",
            flush=True,
        )


def _grown(small: list[Cost], large: list[Cost]) -> None:
    before = {one.page: one for one in small}
    print(f"  {'':38} {'CPU':>8} {'p50':>8} {'p95':>8}")
    for one in large:
        if old := before.get(one.page):
            cpu = (one.cpu + one.server) / (old.cpu + old.server)
            print(f"  {one.page:38} {cpu:8.2f} {one.p50 / old.p50:8.2f} {one.p95 / old.p95:8.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--postgresql", default="postgresql://postgres@127.0.0.1:5432/postgres")
    parser.add_argument("--redis", default="", help="also ask for pages out of this Redis")
    parser.add_argument("--keep", type=Path, help="a folder in which archives are left for the next run")
    parser.add_argument("--only", default="", help="the beginning of the pages' names")
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--only-cached", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure:
        measure(given.rounds, given.only_cached, given.only)
        return
    found: dict[tuple[str, int], list[Cost]] = {}
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.keep or Path(scratch)
        common = {
            "MEDIA_ROOT": str(folder / "media"), "STATIC_ROOT": str(folder / "static"), "CACHE_URL": "memory://",
            "SECRET_KEY": "only for the benchmark, 0123456789 abcdefghijklmnopqrstuvwxyz", "DEBUG": "0",
            "ALLOWED_HOSTS": "archive.example", "DJANGO_SETTINGS_MODULE": "archive.settings",
        }  # fmt: skip
        run("collectstatic", "--noinput", environment=common | {"DATABASE_URL": f"sqlite:///{folder}/none.sqlite3"})
        parts = urlsplit(given.postgresql)
        for size in given.sizes:
            name = f"sanad_bench_site_{size}"
            own = parts._replace(path=f"/{name}").geturl()
            with psycopg.connect(given.postgresql, autocommit=True) as server:
                if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
                    server.execute(f"CREATE DATABASE {name}")
            for database, address in (("SQLite", f"sqlite:///{folder}/{name}.sqlite3"), ("PostgreSQL", own)):
                environment = common | {"DATABASE_URL": address}
                _archive(address, size, environment)
                print(f"{database}, {size:,} statements; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
                print(f"  {'milliseconds a request':38} {'CPU':>8} {'server':>8} {'p50':>8} {'p95':>8} "
                      f"{'in bare':>9} {'bare rate':>10} {'bytes':>9}")  # fmt: skip
                options = ["--rounds", str(given.rounds), "--only", given.only]
                costs = _measured(environment, *options)
                _print(costs)
                if given.redis:
                    print("  out of Redis")
                    _print(_measured(environment | {"CACHE_URL": given.redis}, *options, "--only-cached"))
                found[database, size] = costs
            if not given.keep:
                with psycopg.connect(given.postgresql, autocommit=True) as server:
                    server.execute(f"DROP DATABASE {name} WITH (FORCE)")
    if len(given.sizes) > 1:
        first, last = given.sizes[0], given.sizes[-1]
        for database in ("SQLite", "PostgreSQL"):
            print(f"{database}: how often more at {last:,} than at {first:,}")
            _grown(found[database, first], found[database, last])


if __name__ == "__main__":
    main()
else:
    from django.urls import path

    #: The bare application's addresses: this module is its URLconf.
    urlpatterns = [path("bare/", bare_view)]
