"""`take_in`: keep captured pages and make candidates of the statements on them."""

import contextlib
import functools
import json
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from archive.faults import again, disk_is_full
from archive.models import Capture, Source
from editorial import roles
from editorial.intake.capture import Fetched, capture
from editorial.intake.cell import Cell, Quarantined
from editorial.intake.guard import is_web_address
from editorial.intake.known_names import hint_of, known_names
from editorial.intake.quarantine import set_aside
from editorial.intake.robots import Manners
from editorial.intake.structured import looks_structured
from editorial.intake.take_in import Item, Taken, is_known, keep_container, see_again, take_in
from editorial.intake.unpack import DECODED
from editorial.intake.watch import hosts_of, item_of
from editorial.management.structured_files import take_in_file
from editorial.models import Batch, BatchEntry
from editorial.workflow.draft import accept
from editorial.workflow.moves import Refused


class Command(BaseCommand):
    help = "Keep captured pages and make candidates of the statements on them. The same page twice is kept once."
    #: Tests hand in a door that may reach the loopback; no command line leads here.
    stealth_options = ("capture",)

    def add_arguments(self, parser):
        parser.add_argument(
            "paths", nargs="+", metavar="PATH", help="files, folders, addresses, or - for standard input"
        )
        parser.add_argument("--source", metavar="SLUG", help="the source that the pages were taken from")
        parser.add_argument("--url", default="", help="the address of the page, where one file is taken in")
        parser.add_argument("--as", dest="user", metavar="USER", help="who takes in; needed with --accept")
        parser.add_argument("--batch", metavar="NAME", help="the batch's name; the same name again continues it")
        parser.add_argument("--media-type", metavar="TYPE", help="what the files are, if they do not tell")
        parser.add_argument("--dry-run", action="store_true", help="say what would be made, and make nothing")
        parser.add_argument("--accept", action="store_true", help="draft the candidates without asking")
        parser.add_argument(
            "--publish", action="store_true", help="carry an already edited structured collection through"
        )
        parser.add_argument("--json", action="store_true", help="print the summary as one JSON object")

    def handle(self, paths, source, url, user, batch, media_type, dry_run, **options):
        started = time.monotonic()
        source = self._source(source)
        accepting = options["accept"]
        by = self._person(user, accepting)
        if url and (len(paths) > 1 or is_web_address(paths[0])):
            raise CommandError("--url is the address of one page; give one file with it.", returncode=2)
        try:
            with self._named(batch, by, dry_run) as name:
                summary = self._take_all(paths, name, source, url, by, media_type, dry_run, options)
        except RuntimeError as error:  # a process that reads does not start, or is gone
            raise CommandError(f"{error} What went in stays; the same command goes on from there.") from error
        summary["seconds"] = round(time.monotonic() - started, 1)
        self._say(summary, options["json"])
        if summary["failed"]:
            went_in = sum(sum(summary[what].values()) for what in ("captures", "statements"))
            sys.exit(1 if went_in else 2)

    @contextlib.contextmanager
    def _named(self, given: str | None, by: User | None, dry_run: bool) -> Iterator[str]:
        """The batch's name: the one given, else a free one of today, told at once so that a killed run can go on."""
        if given or dry_run:
            if not dry_run:
                self.stderr.write(f"Batch {given}")
            yield given or _next_name()
            return
        name = _reserve(by)
        self.stderr.write(f"Batch {name}: the same command with --batch {name} goes on where this one stops.")
        try:
            yield name
        finally:
            with contextlib.suppress(DatabaseError):  # a full disk: an empty batch is no harm
                Batch.objects.filter(name=name, entries__isnull=True).delete()

    def _take_all(self, paths, name, source, url, by, media_type, dry_run, options) -> dict:
        """Take every path in; the summary of what happened."""
        started = time.monotonic()
        summary = {
            "batch": name,
            "captures": {"new": 0, "known": 0},
            "candidates": {"new": 0, "known": 0},
            "statements": {"new": 0, "changed": 0, "unchanged": 0},
            "translations": {"new": 0, "changed": 0, "unchanged": 0},
            "failed": [],
            "dry_run": dry_run,
            "seconds": 0.0,
        }
        files = list(_files(paths))
        manners = Manners(settings.FETCH_EVERY)
        fetch = functools.partial(options.get("capture") or capture, manners=manners)
        cell = Cell(known_names())
        for count, path in enumerate(files, start=1):
            name = path if isinstance(path, str) else "-" if str(path) == "-" else path.name
            try:
                if isinstance(path, str):
                    item = _page(path, fetch, source)
                else:
                    form = None if name == "-" else looks_structured(_head(path), name)
                    if form:
                        self._collect(path, form, source, by, summary, options["publish"])
                        continue
                    item = _item(path, url)
                item = replace(item, media_type=media_type or item.media_type)
                self._read(cell, item, source, by, options["accept"], summary)
            except (OSError, ValueError, Refused, DatabaseError) as error:
                summary["failed"].append({"item": name, "error": _sentence(error, summary["batch"])})
                if disk_is_full(error):
                    break
            self._progress(count, len(files), started)
        cell.close()
        return summary

    def _read(self, cell: Cell, item: Item, source, by, accepting: bool, summary: dict) -> None:
        """Take in every page of an item. What can't be read is set aside, and the others go on; a full disk is raised.

        A page whose candidates are here is not read again.
        """
        if not summary["dry_run"] and is_known(item):
            taken = again(self._see_again, item, source, by, summary["batch"])
            if taken:
                _count(summary, taken, 0)
                return
        decoded = False
        for answer in cell.read(item, hint_of(source)):
            page = answer.item
            try:
                if answer.proposal is None:
                    if not summary["dry_run"]:
                        set_aside(page, answer.error)
                    raise Quarantined(answer.error)
                if summary["dry_run"]:
                    self._foresee(answer.proposal, summary)
                else:
                    batch = summary["batch"]
                    _count(summary, *again(self._take, page, answer.proposal, source, by, accepting, batch))
                decoded = decoded or page.facts.get("container_kind") in DECODED
            except (OSError, ValueError, Refused, DatabaseError) as error:
                if disk_is_full(error):
                    raise
                summary["failed"].append({"item": page.name or page.address, "error": str(error)})
        if decoded and not summary["dry_run"]:
            again(keep_container, item, batch=Batch.objects.get(name=summary["batch"]), source=source)

    def _collect(self, path: Path, form: str, source, by, summary: dict, publish: bool) -> None:
        if by is None:
            raise CommandError("A structured collection needs --as USER: somebody answers for it.", returncode=2)
        started = time.monotonic()
        take_in_file(
            path,
            form,
            source=source,
            by=by,
            batch_name=summary["batch"],
            publish=publish,
            dry_run=summary["dry_run"],
            summary=summary,
            progress=lambda done: self._progress(done, None, started),
        )

    def _source(self, slug: str | None) -> Source | None:
        if not slug:
            return None
        found = Source.objects.filter(slug=slug).first()
        if found is None:
            known = ", ".join(Source.objects.values_list("slug", flat=True)[:20]) or "none yet"
            raise CommandError(f"There is no source “{slug}”. Known: {known}.", returncode=2)
        return found

    def _person(self, name: str | None, accepting: bool) -> User | None:
        if not name:
            if accepting:
                raise CommandError("--accept needs --as USER: somebody answers for what is drafted.", returncode=2)
            return None
        user = User.objects.filter(username=name, is_active=True).first()
        if user is None:
            raise CommandError(f"There is no active person “{name}”.", returncode=2)
        if not user.has_perm(roles.TAKE_IN):
            raise CommandError(f"“{name}” may not take in: the role of an importer is needed.", returncode=2)
        if accepting and not user.has_perm(roles.DRAFT):
            raise CommandError(f"“{name}” may not accept candidates: the role of an importer is needed.", returncode=2)
        return user

    def _foresee(self, proposal, summary) -> None:
        capture = Capture.objects.filter(sha256=proposal.sha256).first()
        known = sum(extract.candidates.count() for extract in capture.extracts.all()) if capture else 0
        summary["captures"]["known" if capture else "new"] += 1
        summary["candidates"]["known"] += known
        summary["candidates"]["new"] += 0 if known else len(proposal.readings)

    @transaction.atomic
    def _see_again(self, item, source, by, batch_name) -> Taken | None:
        batch, _made = Batch.objects.get_or_create(name=batch_name, defaults={"by": by})
        return see_again(item, batch=batch, source=source)

    @transaction.atomic
    def _take(self, item, proposal, source, by, accepting, batch_name) -> tuple[Taken, int]:
        """Take one page in and, if asked, draft its new candidates; what came of it and how many drafts."""
        batch, _made = Batch.objects.get_or_create(name=batch_name, defaults={"by": by})
        taken = take_in(item, proposal, batch=batch, source=source)
        drafted = [accept(candidate, by) for candidate in taken.new] if accepting else []
        BatchEntry.objects.bulk_create(
            [BatchEntry(batch=batch, thing="statement", object_id=statement.pk) for statement in drafted]
        )
        return taken, len(drafted)

    def _progress(self, done: int, total: int | None, started: float) -> None:
        """One line on standard error: how many, how fast and, where the total is known, how long still (seconds)."""
        rate = done / max(time.monotonic() - started, 0.001)
        if total is None:
            self.stderr.write(f"{done} statements, {rate:.0f} a second")
        elif total > 1 and (done == total or done % 10 == 0 or self.stderr.isatty()):
            self.stderr.write(f"{done} of {total}, {rate:.1f} a second, {(total - done) / rate:.0f} s left")

    def _say(self, summary: dict, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(summary, ensure_ascii=False))
            return
        captures, candidates = summary["captures"], summary["candidates"]
        self.stdout.write(
            f"Batch {summary['batch']}{' (dry run)' if summary['dry_run'] else ''}: "
            f"{captures['new']} new captures ({captures['known']} known), "
            f"{candidates['new']} new candidates ({candidates['known']} known), "
            f"{summary['statements']['new']} statements drafted, in {summary['seconds']} s."
        )
        for failed in summary["failed"]:
            self.stdout.write(f"failed: {failed['item']}: {failed['error']}")


def _count(summary: dict, taken: Taken, drafted: int) -> None:
    summary["captures"]["new" if taken.capture_is_new else "known"] += 1
    summary["candidates"]["new"] += len(taken.new)
    summary["candidates"]["known"] += taken.known
    summary["statements"]["new"] += drafted


def _sentence(error: Exception, batch: str) -> str:
    """What the summary says of an error; of a full disk also how to go on."""
    if not disk_is_full(error):
        return str(error)
    return (
        f"The disk is full, so the import stopped here ({error}). What went in stays. Make room, then give the same "
        f"command with --batch {batch}: it goes on from there."
    )


def _page(address: str, fetch: Callable[..., Fetched], source: Source | None) -> Item:
    """The page at an address, from one of the source's hosts where it has any. Raises FetchRefused."""
    item = item_of(fetch(address, within=hosts_of(source)))
    if looks_structured(item.data[:200_000], address):
        raise ValueError("This is a structured collection; download it and take the file in.")
    return item


def _item(path: Path, url: str) -> Item:
    """The page in a file, or on standard input where the path is "-"."""
    if str(path) == "-":
        return Item(data=sys.stdin.buffer.read(), name="-", address=url)
    return Item(data=path.read_bytes(), name=path.name, address=url)


def _files(paths: list[str]) -> Iterator[Path | str]:
    """The files named, and those in the folders named, in the order of their names; hidden files stay out.

    Addresses come as they are, as text.
    """
    for given in paths:
        if is_web_address(given):
            yield given
            continue
        path = Path(given)
        if path.is_dir():
            yield from sorted(inner for inner in path.rglob("*") if inner.is_file() and not inner.name.startswith("."))
        else:
            yield path


def _head(path: Path) -> bytes:
    """The first 200,000 bytes of a file: enough to tell a structured collection."""
    with path.open("rb") as stream:
        return stream.read(200_000)


def _reserve(by: User | None) -> str:
    """Make a batch under the next free name, which no other process can take then."""
    while True:
        name = _next_name()
        try:
            with transaction.atomic():
                return Batch.objects.create(name=name, by=by).name
        except IntegrityError:
            continue
        except DatabaseError as error:
            if disk_is_full(error):
                raise CommandError(f"The disk is full, so nothing was taken in ({error}).", returncode=2) from error
            raise


def _next_name() -> str:
    """The next free name of today (UTC): 2026-11-21-a, -b … -z, -aa …"""
    today = timezone.now().date().isoformat()
    taken = set(Batch.objects.filter(name__startswith=today).values_list("name", flat=True))
    number = 1
    while True:
        letters, rest = "", number
        while rest:
            rest, digit = divmod(rest - 1, 26)
            letters = chr(ord("a") + digit) + letters
        if f"{today}-{letters}" not in taken:
            return f"{today}-{letters}"
        number += 1
