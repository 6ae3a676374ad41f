"""`export_archive`: everything public, or for staff everything, as a bag that strangers' tools can read."""

import shutil
import sys
import time
from pathlib import Path

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError

from archive import dump
from archive.bag import new_bag
from archive.management.progress import Progress
from archive.public import exports
from archive.public.rows import public_rows


class Command(BaseCommand):
    help = (
        "Write everything public into a new folder: a bag (BagIt) with the statements in one format and with the rows "
        "that `import_archive` reads. With --all, for a member of staff, everything, captured bytes included."
    )

    def add_arguments(self, parser):
        parser.add_argument("--to", required=True, metavar="DIR", help="a new folder")
        parser.add_argument("--format", choices=[*exports.FORMATS, "bagit"], default="jsonl", help="default: jsonl")
        parser.add_argument("--all", action="store_true", help="also what is not public; needs --as")
        parser.add_argument("--as", dest="user", metavar="USER", help="the member of staff who takes everything out")
        parser.add_argument("--address", default="", help="the site's address, for permanent links in the files")

    def handle(self, to, format, user, address, **options):
        started = time.monotonic()
        target = Path(to).absolute()
        whole = options["all"]
        if whole:
            self._staff(user)
            if format not in ("jsonl", "bagit"):
                raise CommandError("--all writes rows and captured bytes; it goes with --format jsonl or bagit.")
        described = {
            "External-Description": f"{'Everything in' if whole else 'What is public of'} a Sanad archive",
            "External-Identifier": address or "sanad",
        }
        try:
            with new_bag(target, described) as bag:
                choice = dump.without_secrets if whole else public_rows()
                damage = dump.write(bag, choice, Progress(), objects=whole)
                if not whole:
                    formats = exports.FORMATS if format == "bagit" else (format,)
                    count = exports.write(bag, formats, address.rstrip("/"), Progress())
                    self.stdout.write(f"{count:,} statements.")
        except FileExistsError as error:
            raise CommandError(str(error)) from error
        except dump.Moved as error:
            raise CommandError("A batch was undone meanwhile. Run the same command again.") from error
        except exports.Unavailable as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            shutil.rmtree(target.with_name(f".{target.name}.part"), ignore_errors=True)
            raise CommandError(f"The export could not be written: {error}. Nothing is left of it.") from error
        self.stdout.write(f"{target}, {bag.size:,} bytes, in {time.monotonic() - started:.1f} s.")
        for line in damage:
            self.stderr.write(line)
        if damage:
            sys.exit(1)

    def _staff(self, name: str | None) -> None:
        if not name:
            raise CommandError("--all takes out what is not public: say with --as which member of staff does it.")
        person = User.objects.filter(username=name, is_active=True).first()
        if not person or not person.is_staff:
            raise CommandError(f"{name} is no active member of staff.")
