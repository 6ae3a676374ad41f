"""The README's nginx in front of the README's processes: TLS, static files, many processes, no address kept."""

import gzip
import os
import re
import secrets
import shlex
import shutil
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from pathlib import Path

import pytest

from tests.standbys import free_port

ROOT = Path(__file__).resolve().parents[1]
pytestmark = pytest.mark.skipif(
    shutil.which("nginx") is None or shutil.which("openssl") is None, reason="nginx or openssl is not installed"
)


@dataclass(slots=True)
class Deployment:
    """nginx with its two ports, and the two processes behind it."""

    plain: int
    secure: int
    processes: list[subprocess.Popen]
    folder: Path

    def ask(self, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> HTTPResponse:
        """The answer over TLS."""
        trusted = ssl.create_default_context(cafile=self.folder / "site.pem")
        trusted.check_hostname = False
        connection = HTTPSConnection("127.0.0.1", self.secure, context=trusted, timeout=30)
        connection.request(method, path, body=body, headers={"Host": "archive.example", **headers})
        return connection.getresponse()


def _commands(readme: str) -> str:
    return next(one for one in readme.splitlines() if "waitress-serve --listen" in one)


def _configured(readme: str, folder: Path, ports: dict[str, int]) -> str:
    """The README's nginx block with this machine's ports and folders, as a whole configuration."""
    block = readme.split("```nginx\n", 1)[1].split("```", 1)[0]
    for before, after in (
        ("127.0.0.1:8000", f"127.0.0.1:{ports['first']}"),
        ("127.0.0.1:8001", f"127.0.0.1:{ports['second']}"),
        ("listen 80;", f"listen 127.0.0.1:{ports['plain']};"),
        ("listen 443 ssl;", f"listen 127.0.0.1:{ports['secure']} ssl;"),
        ("/etc/ssl/archive.example.pem", str(folder / "site.pem")),
        ("/etc/ssl/archive.example.key", str(folder / "site.key")),
        ("/var/log/nginx/sanad.log", str(folder / "site.log")),
        ("/srv/sanad/static", str(folder / "static")),
    ):
        assert before in block, before
        block = block.replace(before, after)
    places = "".join(
        f"{name}_temp_path {folder}/{name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;\n" if os.geteuid() == 0 else ""  # the test's folders are nobody else's
    return (
        f"{user}daemon off;\npid {folder}/nginx.pid;\nerror_log {folder}/nginx.log;\nevents {{}}\n"
        f"http {{\ninclude /etc/nginx/mime.types;\naccess_log {folder}/access.log;\n{places}{block}}}\n"
    )


@pytest.fixture(scope="module")
def deployment(tmp_path_factory) -> Iterator[Deployment]:
    folder = tmp_path_factory.mktemp("nginx")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    ports = {name: free_port() for name in ("first", "second", "plain", "secure")}
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    environment = kept | {
        "DATABASE_URL": f"sqlite:///{folder}/sanad.sqlite3", "MEDIA_ROOT": str(folder / "media"),
        "STATIC_ROOT": str(folder / "static"), "SECRET_KEY": secrets.token_urlsafe(60), "BEHIND_PROXY": "1",
        "ALLOWED_HOSTS": "archive.example", "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    for command in (["migrate", "-v0"], ["collectstatic", "--noinput", "-v0"]):
        subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True)
    certificate = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=archive"]
    files = ["-keyout", str(folder / "site.key"), "-out", str(folder / "site.pem")]
    subprocess.run([*certificate, *files], check=True, capture_output=True)
    (folder / "nginx.conf").write_text(_configured(readme, folder, ports))
    with ExitStack() as stack:
        processes = []
        for name in ("first", "second"):
            line = _commands(readme).replace("127.0.0.1:8000", f"127.0.0.1:{ports[name]}")
            options = shlex.split(line)[1:]
            command = [sys.executable, "-m", "waitress", *options]
            processes.append(stack.enter_context(subprocess.Popen(command, cwd=ROOT, env=environment)))
            stack.callback(processes[-1].terminate)
        nginx = ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "start.log")]
        front = stack.enter_context(subprocess.Popen(nginx))
        stack.callback(front.terminate)
        made = Deployment(ports["plain"], ports["secure"], processes, folder)
        _wait(made)
        yield made


def _wait(deployment: Deployment) -> None:
    for _attempt in range(300):
        try:
            if deployment.ask("/healthz").status == 200:
                return
        except OSError:
            pass
        time.sleep(0.2)
    raise AssertionError((deployment.folder / "nginx.log").read_text())


def test_pages_come_over_tls_and_no_other_way(deployment):
    connection = HTTPConnection("127.0.0.1", deployment.plain, timeout=10)
    connection.request("GET", "/en/", headers={"Host": "archive.example"})
    answer = connection.getresponse()
    assert (answer.status, answer.headers["Location"]) == (301, "https://archive.example/en/")
    page = deployment.ask("/en/", **{"Accept-Encoding": "gzip"})
    assert page.status == 200
    assert page.headers["Strict-Transport-Security"] and "Set-Cookie" not in page.headers
    assert b'hreflang="fa" href="https://archive.example/fa/"' in gzip.decompress(page.read())


def test_static_files_are_packed_and_kept_for_ever_under_names_of_their_own(deployment):
    page = deployment.ask("/en/").read().decode()
    address = re.search(r'rel="stylesheet" href="(/static/archive/archive\.[0-9a-f]{12}\.css)"', page)
    assert address
    style = deployment.ask(address[1], **{"Accept-Encoding": "gzip"})
    assert style.status == 200
    assert style.headers["Content-Type"].startswith("text/css")
    assert style.headers["Content-Encoding"] == "gzip"
    assert "immutable" in ", ".join(style.headers.get_all("Cache-Control"))
    packed = style.read()
    assert b"{" in gzip.decompress(packed)
    again = deployment.ask(address[1], **{"Accept-Encoding": "gzip", "If-None-Match": style.headers["ETag"]})
    assert again.status == 304
    # A name that stays the same may change: it comes from the site, which says so.
    plain = deployment.ask("/static/archive/icon.svg")
    assert plain.status == 200 and "immutable" not in plain.headers["Cache-Control"]


def test_who_has_a_page_already_is_told_so(deployment):
    page = deployment.ask("/en/about/")
    page.read()
    assert deployment.ask("/en/about/", **{"If-None-Match": page.headers["ETag"]}).status == 304


def test_what_is_too_large_does_not_reach_the_site(deployment):
    answer = deployment.ask("/desk/login/", "POST", **{"Content-Length": str(65 * 2**20)})
    assert answer.status == 413


def test_the_death_of_a_process_loses_no_request(deployment):
    assert {deployment.ask("/en/about/").status for _ in range(6)} == {200}
    deployment.processes[0].kill()
    deployment.processes[0].wait(10)
    assert {deployment.ask("/en/about/").status for _ in range(12)} == {200}


def test_nobodys_address_is_kept(deployment):
    deployment.ask("/en/").read()
    written = "".join(path.read_text() for path in deployment.folder.glob("*.log"))
    assert "GET /en/ " not in written and "127.0.0.1 - -" not in written
