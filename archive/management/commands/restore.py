"""`restore`: a backup into an empty archive."""

import shutil
import tarfile
import tempfile
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from archive.management.bringing_in import bring_in, prepare


class Command(BaseCommand):
    help = "Put a backup into the empty database that DATABASE_URL names, and its files into MEDIA_ROOT."

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE", help="what `backup` wrote")

    def handle(self, file, **options):
        source = Path(file).absolute()
        if not source.is_file():
            raise CommandError(f"{source} is no file.")
        prepare()
        # Beside the backup and not in the system's folder for such: that one is often small, or memory.
        folder = Path(tempfile.mkdtemp(prefix=f".{source.name}.", dir=source.parent))
        try:
            try:
                with tarfile.open(source) as tar:
                    tar.extractall(folder, filter="data")
            except (tarfile.TarError, EOFError, OSError) as error:
                raise CommandError(f"{source} cannot be read: {error}. Nothing was changed.") from error
            self.stdout.write(bring_in(folder / "sanad"))
        finally:
            shutil.rmtree(folder, ignore_errors=True)
