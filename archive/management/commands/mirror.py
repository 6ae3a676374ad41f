"""`mirror`: the public site as static files, searchable offline, with a signed manifest; small updates; verifying."""

import shutil
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from archive import languages
from archive.bag import new_folder
from archive.dump import one_moment
from archive.management.progress import Progress
from archive.public.mirror import edition, signature
from archive.public.mirror.answers import Unanswered
from archive.public.mirror.edition import Edition, Files, NoMirror
from archive.public.mirror.ledger import ledger
from archive.public.mirror.making import Mirror


class Command(BaseCommand):
    help = (
        "Write the whole public site into a new folder as files that open without a server, with a search of their own "
        "and a manifest; with --since only what changed; with --verify check such a folder."
    )

    def add_arguments(self, parser):
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--to", metavar="DIR", help="a new folder")
        what.add_argument("--verify", metavar="DIR", help="check the signature and every file of a mirror")
        parser.add_argument(
            "--language", choices=languages.INTERFACE, action="append", help="of the pages; may be repeated; else all"
        )
        parser.add_argument("--year", type=int, help="only statements of this year (Gregorian)")
        parser.add_argument("--since", metavar="EDITION", help="an earlier mirror, or its manifest: write an update")
        parser.add_argument(
            "--key",
            default=settings.MIRROR_KEY,
            metavar="FILE",
            help="signs: a private Ed25519 key in PEM (openssl genpkey -algorithm ed25519); verifies: the public key",
        )
        parser.add_argument("--address", help="the live site, as https://archive.example; permanent links name it")

    def handle(self, to, verify, key, **options):
        try:
            if verify:
                self._verify(Path(verify), key)
            else:
                self._make(Path(to).absolute(), key, **options)
        except (NoMirror, signature.BadKey, FileExistsError, Unanswered) as error:
            raise CommandError(str(error)) from error

    def _make(self, target, key, language, year, since, address, **options):
        started = time.monotonic()
        if year is not None and not 1 <= year <= 9999:
            raise CommandError("--year is a year between 1 and 9999.")
        signing = signature.private_key(Path(key)) if key else None
        earlier = dict(edition.digests(edition.manifest_of(Path(since)))) if since else {}
        tags = tuple(dict.fromkeys(language or languages.INTERFACE))
        host = _host(address)
        progress = Progress()
        try:
            with new_folder(target) as folder, ledger(folder.with_name(f"{folder.name}.ledger")) as book:
                files = Files(folder, book, earlier)
                mirror = Mirror(files, book, tags, host, year, progress)
                with one_moment():
                    mirror.collect()
                    progress.total = mirror.steps()
                    mirror.make()
                    about = Edition.now(address=host, languages=tags, year=year, statements=book.count())
                mirror.front(about)
                files.close(about, signing)
                gone = files.delete() if since else 0
        except OSError as error:
            if isinstance(error, FileExistsError):
                raise
            shutil.rmtree(target.with_name(f".{target.name}.part"), ignore_errors=True)
            raise CommandError(f"The mirror could not be written: {error}. Nothing is left of it.") from error
        took = f"in {time.monotonic() - started:.1f} s"
        self.stdout.write(
            f"{target}: edition {about.edition}, {about.statements:,} statements, {files.count:,} files, "
            f"{files.whole_size:,} bytes, {'signed' if signing else 'not signed (--key)'}, {took}."
        )
        if since:
            self.stdout.write(f"The update: {files.written:,} files, {files.size:,} bytes; {gone:,} to delete.")

    def _verify(self, folder, key):
        given = signature.public_key(key) if key else None
        faults, comment = edition.verify(folder, given, Progress())
        for line in faults:
            self.stderr.write(line)
        if faults:
            sys.exit(1)
        told = f"signed: {comment}" if comment else "not signed"
        if comment and not given:
            told += " (with its own key: compare it, or give --key)"
        self.stdout.write(f"{folder} is whole, {told}.")


def _host(address: str | None) -> str:
    """The live site with scheme and without a path."""
    told = address or ("https://" if settings.PRODUCTION else "http://") + settings.ALLOWED_HOSTS[0]
    split = urlsplit(told)
    if split.scheme not in ("http", "https") or not split.netloc or split.path.strip("/") or split.query:
        raise CommandError("--address is a site's address without a path, as https://archive.example")
    return f"{split.scheme}://{split.netloc}"
