"""`fetch`: look at watched addresses again; keep what changed, flag it, and flag what is gone."""

import contextlib
import functools
import json
import sys
import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from archive.models import Source
from editorial.intake.capture import capture
from editorial.intake.cell import Cell
from editorial.intake.known_names import known_names
from editorial.intake.robots import Manners
from editorial.intake.watch import Look, Watched, in_turns, is_watched, look, watched
from editorial.models import Batch


class Command(BaseCommand):
    help = "Look at the addresses of watched sources again. Run it from a timer, with --due."
    #: Tests hand in a door that may reach the loopback, and a cell that is open; no command line leads here.
    stealth_options = ("capture", "cell")

    def add_arguments(self, parser):
        parser.add_argument("--source", metavar="SLUG", help="only this source's addresses")
        parser.add_argument("--due", action="store_true", help="only addresses whose days are over")
        parser.add_argument("--json", action="store_true", help="print the summary as one JSON object")

    def handle(self, source, due, **options):
        started, now = time.monotonic(), timezone.now()
        name = f"fetch-{now:%Y%m%dT%H%M%SZ}"
        self.summary: dict = {"batch": name, "looks": {}, "flags": {}, "candidates": 0, "failed": [], "seconds": 0.0}
        manners = Manners(settings.FETCH_EVERY)
        door = functools.partial(options.get("capture") or capture, manners=manners)
        addresses = [one for one in self._addresses(source) if not due or one.is_due(now)]
        with contextlib.ExitStack() as rooms:
            cell = options.get("cell") or rooms.enter_context(Cell(known_names()))
            for count, one in enumerate(in_turns(addresses), start=1):
                try:
                    found = look(one, door, lambda: Batch.objects.get_or_create(name=name)[0], cell)
                    self._note(one, found, options["json"])
                except (OSError, ValueError, DatabaseError) as error:
                    self._fail(one.address, error)
                self._progress(count, len(addresses), started)
        self.summary["seconds"] = round(time.monotonic() - started, 1)
        self._say(options["json"])
        if self.summary["failed"]:
            sys.exit(1 if self.summary["looks"] else 2)

    def _addresses(self, slug: str | None) -> list[Watched]:
        """The watched addresses of one source, or of all; a source whose recipe is wrong fails alone."""
        sources = [one for one in Source.objects.all() if is_watched(one)]
        if slug:
            chosen = [one for one in sources if one.slug == slug]
            if not chosen:
                known = ", ".join(one.slug for one in sources[:20]) or "none yet"
                raise CommandError(
                    f"“{slug}” is no watched source. Watched: {known}. "
                    'Put {"watch": true, "every_days": 7} into its recipe.',
                    returncode=2,
                )
            sources = chosen
        found: list[Watched] = []
        for one in sources:
            try:
                found += watched(one)
            except ValueError as error:
                self._fail(one.slug, error)
        return found

    def _note(self, one: Watched, found: Look, quiet: bool) -> None:
        looks, flags = self.summary["looks"], self.summary["flags"]
        looks[found.found] = looks.get(found.found, 0) + 1
        self.summary["candidates"] += found.candidates
        for flag in found.flags:
            flags[flag.kind] = flags.get(flag.kind, 0) + 1
        if not quiet:
            raised = f" (flag: {', '.join(flag.get_kind_display() for flag in found.flags)})" if found.flags else ""
            self.stdout.write(f"{found.found}: {one.address}{raised}")

    def _fail(self, item: str, error: Exception) -> None:
        self.summary["failed"].append({"item": item, "error": str(error) or type(error).__name__})

    def _progress(self, done: int, total: int, started: float) -> None:
        if total > 1 and (done == total or done % 10 == 0 or self.stderr.isatty()):
            rate = done / max(time.monotonic() - started, 0.001)
            self.stderr.write(f"{done} of {total}, {rate:.1f} a second, {(total - done) / rate:.0f} s left")

    def _say(self, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(self.summary, ensure_ascii=False))
            return
        looks = ", ".join(f"{count} {found}" for found, count in self.summary["looks"].items()) or "nothing to look at"
        raised = ", ".join(f"{count} {kind}" for kind, count in self.summary["flags"].items()) or "none"
        self.stdout.write(
            f"{looks}; flags: {raised}; {self.summary['candidates']} new candidates, in {self.summary['seconds']} s."
        )
        for failed in self.summary["failed"]:
            self.stdout.write(f"failed: {failed['item']}: {failed['error']}")
