"""What a mirror costs: time, size, broken links, and the update after ten publications.

    python -m tests.bench.mirror [--size 10000] [--language en] [--keep FOLDER]

Makes an archive of that size (`tests.bench.large`) on SQLite, writes its mirror, reads every page again, verifies it,
publishes ten more statements and writes the update. Without --language in all languages.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.intake import ROOT
from tests.links import broken

PUBLISHED = 10
_MORE = """
import random, sys
from django.contrib.auth.models import User
from django.db import transaction
from archive.models import Organisation, Source, Topic
from tests.bench import large
first, count = int(sys.argv[1]), int(sys.argv[2])
with transaction.atomic():
    large._chunk(range(first, first + count), large.Words(random.Random(large.SEED)), random.Random(first),
                 User.objects.get(username="bench"), list(Organisation.objects.order_by("pk")),
                 list(Topic.objects.order_by("pk")), Source.objects.get(slug="bench"))
"""


def _django(code: str, *given: object) -> None:
    start = "import django; django.setup();" + code
    subprocess.run([sys.executable, "-c", start, *map(str, given)], cwd=ROOT, check=True)


def _manage(*given: object) -> tuple[str, float]:
    """What a command says at its end, and its seconds of processor time."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    done = subprocess.run(
        [sys.executable, "manage.py", *map(str, given)], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True
    )
    return done.stdout.strip(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


def _size(folder: Path) -> tuple[int, int]:
    files = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    return len(files), sum(files)


def main() -> None:
    told = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    told.add_argument("--size", type=int, default=10_000)
    told.add_argument("--language")
    told.add_argument("--keep", type=Path, help="a folder for the archive and its mirrors, else a temporary one")
    asked = told.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = asked.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "archive.settings",
            "DATABASE_URL": f"sqlite:///{folder.absolute() / 'archive.sqlite3'}",
            "MEDIA_ROOT": str(folder / "media"),
        }
        _manage("migrate", "-v0")
        _django("from tests.bench import large; import sys; large.make(int(sys.argv[1]))", asked.size)
        language = ["--language", asked.language] if asked.language else []
        whole, update = folder / "mirror", folder / "update"
        started = time.monotonic()
        said, processor = _manage("mirror", "--to", whole, *language)
        took = time.monotonic() - started
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        count, size = _size(whole)
        print(said, flush=True)
        links = list(broken(whole))
        verified, _processor = _manage("mirror", "--verify", whole)
        print(verified, flush=True)
        _django(_MORE, asked.size, PUBLISHED)
        said, _processor = _manage("mirror", "--to", update, "--since", whole, *language)
        print(said, flush=True)
        changed, changed_size = _size(update)
        figures = {
            "statements": asked.size, "files": count, "bytes": size, "seconds": round(took, 1),
            "processor seconds": round(processor, 1), "peak MB": round(peak), "broken links": len(links),
            "update files": changed, "update bytes": changed_size, "update share": round(changed_size / size, 4),
        }  # fmt: skip
        print(json.dumps(figures))


if __name__ == "__main__":
    main()
