"""An archive of a test's own: a database of the suite's kind, a store, and the real commands as child processes.

What crashes, fills a disk or runs four times at once can't be the suite's own database and process.
"""

import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from django.conf import settings
from django.db import connections
from django.db.utils import load_backend
from django.test import override_settings
from psycopg.sql import SQL, Identifier

from archive.environment import database
from tests import audit

ROOT = Path(__file__).resolve().parents[1]
#: The people who import, made in every such archive.
IMPORTER, ADMINISTRATOR = "importer", "administrator"
_PEOPLE = (
    "from django.conf import settings;"
    "settings.PASSWORD_HASHERS = ['django.contrib.auth.hashers.MD5PasswordHasher'];"
    f"from tests import cast; cast.person({IMPORTER!r}); cast.person({ADMINISTRATOR!r})"
)


@pytest.fixture(name="pattern", scope="module")
def make_pattern(tmp_path_factory, django_db_blocker) -> Iterator[str]:
    """The pattern of a module's archives (`copy_of`), and leave to look into them."""
    with django_db_blocker.unblock(), _pattern(tmp_path_factory.mktemp("pattern")) as name:
        yield name


def on_postgresql() -> bool:
    return settings.DATABASES["default"]["ENGINE"].endswith("postgresql")


def _server() -> psycopg.Connection:
    """A connection to the server of the suite's database, on which databases can be made and dropped."""
    one = settings.DATABASES["default"]
    return psycopg.connect(
        host=one["HOST"], port=one["PORT"] or None, user=one["USER"], password=one["PASSWORD"] or None,
        dbname="postgres", autocommit=True,
    )  # fmt: skip


def _address(name: str) -> str:
    one = settings.DATABASES["default"]
    password = f":{quote(one['PASSWORD'])}" if one["PASSWORD"] else ""
    port = f":{one['PORT']}" if one["PORT"] else ""
    return f"postgresql://{quote(one['USER'])}{password}@{one['HOST']}{port}/{name}"


@dataclass(slots=True)
class OwnArchive:
    """One database with its store. `database` is what DATABASE_URL says of it."""

    database: str
    media: Path

    def environment(self) -> dict[str, str]:
        """What a child needs; nothing of the suite's own archive is in it."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
        return kept | {
            "DATABASE_URL": self.database,
            "MEDIA_ROOT": str(self.media),
            "PYTHONPATH": str(ROOT),
            "DJANGO_SETTINGS_MODULE": "archive.settings",
        }

    def start(self, *arguments: str | Path, **options) -> subprocess.Popen:
        """A management command, begun; text on its standard output and error."""
        command = [sys.executable, "manage.py", *map(str, arguments)]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        return subprocess.Popen(command, cwd=ROOT, env=self.environment(), **pipes | options)

    def run(self, *arguments: str | Path, status: int | None = 0, **options) -> subprocess.CompletedProcess:
        """A management command from its beginning to its end, which must be `status` (None: any)."""
        with self.start(*arguments, **options) as child:
            out, told = child.communicate(timeout=300)
        assert status is None or child.returncode == status, (child.returncode, out, told)
        return subprocess.CompletedProcess(child.args, child.returncode, out, told)

    @contextmanager
    def connected(self) -> Iterator[None]:
        """Connect this thread to the archive's database; the suite's own is back afterwards."""
        before = connections["default"]
        described = connections.configure_settings({"default": database(self.database)})["default"]
        there = load_backend(described["ENGINE"]).DatabaseWrapper(described, "default")
        connections["default"] = there
        try:
            yield
        finally:
            there.close()
            connections["default"] = before

    @contextmanager
    def opened(self) -> Iterator[None]:
        """Let this thread work in the archive, its store too; one thread at a time."""
        with self.connected(), override_settings(MEDIA_ROOT=self.media):
            yield

    def audit(self) -> dict:
        """What `tests.audit` finds in it."""
        with self.opened():
            return audit.look()


def _migrate(archive: OwnArchive) -> None:
    archive.run("migrate", "--verbosity", "0")
    archive.run("shell", "--verbosity", "0", "--command", _PEOPLE)


@contextmanager
def _pattern(folder: Path) -> Iterator[str]:
    """A migrated archive that others are copied from: the path of an SQLite file, or a database's name."""
    if on_postgresql():
        name = f"sanad_pattern_{uuid.uuid4().hex[:12]}"
        with closing(_server()) as server:
            server.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
            try:
                _migrate(OwnArchive(_address(name), folder / "media"))
                yield name
            finally:
                server.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))
    else:
        path = folder / "pattern.sqlite3"
        _migrate(OwnArchive(f"sqlite:///{path}", folder / "media"))
        yield str(path)


@contextmanager
def copy_of(pattern: str, folder: Path, *, tablespace: str = "") -> Iterator[OwnArchive]:
    """A fresh archive like the pattern, its files in `folder`; gone afterwards."""
    folder.mkdir(parents=True, exist_ok=True)
    if not on_postgresql():
        path = folder / "sanad.sqlite3"
        shutil.copyfile(pattern, path)
        yield OwnArchive(f"sqlite:///{path}", folder / "media")
        return
    name = f"sanad_own_{uuid.uuid4().hex[:12]}"
    there = SQL(" TABLESPACE {}").format(Identifier(tablespace)) if tablespace else SQL("")
    with closing(_server()) as server:
        server.execute(SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(name), Identifier(pattern)) + there)
        try:
            yield OwnArchive(_address(name), folder / "media")
        finally:
            server.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))


@contextmanager
def empty(folder: Path, *, sqlite: bool = False) -> Iterator[OwnArchive]:
    """A database in which nobody has made a table yet, of the suite's kind or on SQLite; gone afterwards."""
    folder.mkdir(parents=True, exist_ok=True)
    if sqlite or not on_postgresql():
        yield OwnArchive(f"sqlite:///{folder / 'sanad.sqlite3'}", folder / "media")
        return
    name = f"sanad_empty_{uuid.uuid4().hex[:12]}"
    with closing(_server()) as server:
        server.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
        try:
            yield OwnArchive(_address(name), folder / "media")
        finally:
            server.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))
