"""A primary and two hot standbys of real PostgreSQL: who reads where, what a death costs, what an editor sees."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests import standbys

ROOT = Path(__file__).resolve().parents[1]
pytestmark = pytest.mark.skipif(standbys.programs() is None, reason="PostgreSQL's own programs are not installed")

#: One public statement, somebody who is signed in, and what publishes the next one.
FILL = """
from django.conf import settings
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
from django.test import Client
from tests import cast
public = cast.statement(stage="published")
waiting = cast.statement("The bread of the quay", stage="verified")
client = Client()
client.force_login(cast.person("publisher"))
print(public.reference, waiting.reference, client.cookies["sessionid"].value)
"""
PUBLISH = """
from archive.models import Statement
from editorial.workflow.moves import move
from tests import cast
move(Statement.objects.get(stage="verified"), "publish", cast.person("publisher"))
"""


@dataclass(slots=True)
class Site:
    """The served site: its port, the public and the waiting statement, and the cookie of somebody signed in."""

    cluster: standbys.Cluster
    environment: dict[str, str]
    port: int
    public: str
    waiting: str
    cookie: str

    def ask(self, address: str, *, signed_in: bool = False) -> tuple[int, bytes]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", address, headers={"Cookie": f"sessionid={self.cookie}"} if signed_in else {})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def reading(self, reference: str) -> str:
        return f"/en/statements/{reference}/"


def _shell(environment: dict[str, str], code: str) -> str:
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-v0", "-c", code]
    return subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True).stdout


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Iterator[Site]:
    with standbys.cluster() as cluster:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        environment = kept | {
            "DATABASE_URL": cluster.primary.address(),
            "DATABASE_REPLICAS": ",".join(one.address() for one in cluster.standbys),
            "MEDIA_ROOT": str(tmp_path_factory.mktemp("media")),
            "STATIC_ROOT": str(tmp_path_factory.mktemp("static")),
            "PYTHONPATH": str(ROOT),
        }
        migrate = [sys.executable, "manage.py", "migrate", "-v0"]
        subprocess.run(migrate, cwd=ROOT, env=environment, check=True)
        public, waiting, cookie = _shell(environment, FILL).split()
        cluster.in_step()
        port = standbys.free_port()
        serve = [sys.executable, "-m", "waitress", f"--listen=127.0.0.1:{port}", "archive.wsgi:application"]
        with subprocess.Popen(serve, cwd=ROOT, env=environment) as server:
            site = Site(cluster, environment, port, public, waiting, cookie)
            try:
                _wait(site)
                yield site
            finally:
                server.terminate()


def _wait(site: Site) -> None:
    for _attempt in range(300):
        try:
            assert site.ask("/healthz")[0] == 200
        except ConnectionRefusedError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("The server did not come up.")


def _restart(site: Site) -> None:
    for one in site.cluster.standbys:
        if one.process is None or one.process.poll() is not None:
            one.start()
    site.cluster.in_step()


@contextmanager
def readers(site: Site) -> Iterator[list[int]]:
    """Four readers who ask for pages that are not kept, one after the other; gathers the answers' statuses."""
    statuses: list[int] = []
    stopped = threading.Event()

    def read(own: int) -> None:
        number = 0
        while not stopped.is_set():
            number += 1
            status, _body = site.ask(f"{site.reading(site.public)}?nobody={own}-{number}")
            statuses.append(status)

    threads = [threading.Thread(target=read, args=(own,)) for own in range(4)]
    for one in threads:
        one.start()
    try:
        yield statuses
    finally:
        stopped.set()
        for one in threads:
            one.join()


def _until(statuses: list[int], more: int) -> None:
    """Wait for that many more answers."""
    wanted = len(statuses) + more
    ends = time.monotonic() + 60
    while len(statuses) < wanted and time.monotonic() < ends:
        time.sleep(0.02)
    assert len(statuses) >= wanted


def test_readers_are_answered_by_standbys_and_the_desk_by_the_primary(site):
    _restart(site)
    with readers(site) as statuses:
        _until(statuses, 20)
        assert all(status == 200 for status in statuses)
        assert sum(one.questions() for one in site.cluster.standbys) > 0
        assert site.cluster.primary.questions() == 0
    assert site.ask("/desk/", signed_in=True)[0] in (200, 302)
    assert site.ask(site.reading(site.public), signed_in=True)[0] == 200
    assert site.cluster.primary.questions() > 0


def test_a_publication_is_seen_by_its_editor_at_once_and_by_readers_when_it_has_come(site):
    _restart(site)
    for one in site.cluster.standbys:
        one.ask("SELECT pg_wal_replay_pause()")
    assert site.ask(site.reading(site.waiting), signed_in=True)[0] == 404
    _shell(site.environment, PUBLISH)
    status, body = site.ask(site.reading(site.waiting), signed_in=True)
    assert status == 200 and b"The bread of the quay" in body
    assert site.ask(site.reading(site.waiting))[0] == 404
    before = site.ask("/en/statements/")[1]
    for one in site.cluster.standbys:
        one.ask("SELECT pg_wal_replay_resume()")
    site.cluster.in_step()
    time.sleep(1.1)  # editions.SHOWN_FOR
    assert site.ask(site.reading(site.waiting))[0] == 200
    assert b"The bread of the quay" in site.ask("/en/statements/")[1] and b"The bread of the quay" not in before


def test_the_death_of_a_standby_loses_no_request(site):
    _restart(site)
    first, second = site.cluster.standbys
    with readers(site) as statuses:
        _until(statuses, 20)
        first.kill()
        _until(statuses, 40)
        first.start()
        second.kill()
        _until(statuses, 40)
        first.kill()  # nobody but the primary is left
        _until(statuses, 40)
    assert set(statuses) == {200}, statuses
