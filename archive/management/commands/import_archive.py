"""`import_archive`: an export into an empty archive."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from archive.management.bringing_in import bring_in, prepare


class Command(BaseCommand):
    help = "Put what `export_archive` wrote into the empty database that DATABASE_URL names, SQLite or PostgreSQL."

    def add_arguments(self, parser):
        parser.add_argument("folder", metavar="DIR")

    def handle(self, folder, **options):
        source = Path(folder).absolute()
        if not source.is_dir():
            raise CommandError(f"{source} is no folder.")
        prepare()
        self.stdout.write(bring_in(source))
