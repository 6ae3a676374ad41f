"""`backup`: one consistent moment of the database and the stored files, in one file."""

import shutil
import sys
import tarfile
import time
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from archive import dump
from archive.bag import new_bag
from archive.management.progress import Progress

#: An import that is undone meanwhile makes a backup begin again; more often than this nobody undoes.
ATTEMPTS = 3


class Command(BaseCommand):
    help = (
        "Write everything the archive holds, accounts and their keys included, into one file. Writers need not stop. "
        "Keep the file as you keep the database: whoever reads it can enter."
    )

    def add_arguments(self, parser):
        parser.add_argument("--to", required=True, metavar="FILE", help="a new file, for instance sanad.tar.gz")

    def handle(self, to, **options):
        started = time.monotonic()
        target = Path(to).absolute()
        if target.exists():
            raise CommandError(f"{target} exists; a backup never overwrites one. Name a new file.")
        if not target.parent.is_dir():
            raise CommandError(f"{target.parent} is no folder; make it first.")
        folder, unfinished = (target.with_name(f".{target.name}{end}") for end in (".bag", ".part"))
        try:
            damage = self._fill(folder)
            with tarfile.open(unfinished, "w:gz", compresslevel=3) as tar:
                tar.add(folder, arcname="sanad")
            unfinished.chmod(0o600)
            unfinished.replace(target)
        except OSError as error:
            raise CommandError(f"The backup could not be written: {error}. Nothing is left of it.") from error
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            unfinished.unlink(missing_ok=True)
        seconds = round(time.monotonic() - started, 1)
        self.stdout.write(f"{target}: {target.stat().st_size:,} bytes, in {seconds} s.")
        for line in damage:
            self.stderr.write(line)
        if damage:
            sys.exit(1)

    def _fill(self, folder: Path) -> list[str]:
        for _attempt in range(ATTEMPTS):
            try:
                with new_bag(folder, {"External-Description": "Backup of a Sanad archive"}) as bag:
                    return dump.write(bag, dump.everything, Progress())
            except dump.Moved:
                shutil.rmtree(folder, ignore_errors=True)
        raise CommandError("Captures went away while they were copied, each time. Undo no batch during a backup.")
