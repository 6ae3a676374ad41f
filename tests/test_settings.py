"""Settings refuse what is wrong or unsafe with a sentence, and a deployment has no finding."""

import os
import secrets
import shlex
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
KEY = secrets.token_urlsafe(60)
OURS = ("SECRET_KEY", "ALLOWED_HOSTS", "PRODUCTION", "DEBUG", "DATABASE_URL", "DATABASE_REPLICAS", "MEDIA_ROOT",
        "STORAGE_BACKEND", "STORAGE_OPTIONS", "CACHE_URL", "HSTS_SECONDS", "SECOND_FACTOR", "MAIL_URL", "MAIL_FROM",
        "MT_ADDRESS", "MT_KEY", "DJANGO_ALLOW_ASYNC_UNSAFE")  # fmt: skip


def check(tmp_path: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess:
    """`manage.py check`, as `run` runs it."""
    return run(tmp_path, "check", *arguments, **environment)


def run(tmp_path: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess:
    """A command of `manage.py` in a child process with nothing of ours in the environment but what is given."""
    clean = {name: value for name, value in os.environ.items() if name not in OURS}
    clean["DATABASE_URL"] = f"sqlite:///{tmp_path / 'check.sqlite3'}"
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=clean | environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_a_clone_runs_with_nothing_set(tmp_path):
    assert check(tmp_path).returncode == 0


def test_a_deployment_has_no_finding(tmp_path):
    done = check(tmp_path, "--deploy", "--fail-level", "INFO", SECRET_KEY=KEY, ALLOWED_HOSTS="archive.example")
    assert done.returncode == 0, done.stderr
    assert "no issues (0 silenced)" in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("environment", "says"),
    [
        ({"SECRET_KEY": KEY, "ALLOWED_HOSTS": "a.example", "DEBUG": "1"}, "DEBUG"),
        ({"SECRET_KEY": KEY, "ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
        ({"SECRET_KEY": KEY, "ALLOWED_HOSTS": "a.example,*.b.example"}, "ALLOWED_HOSTS"),
        ({"SECRET_KEY": KEY, "PRODUCTION": "1"}, "ALLOWED_HOSTS"),
        ({"SECRET_KEY": "short", "ALLOWED_HOSTS": "a.example"}, "SECRET_KEY"),
        ({"SECRET_KEY": "a" * 80, "ALLOWED_HOSTS": "a.example"}, "SECRET_KEY"),
        ({"ALLOWED_HOSTS": "a.example"}, "SECRET_KEY"),
        ({"DEBUG": "perhaps"}, "DEBUG"),
        ({"MAIL_URL": "mail.example"}, "MAIL_URL"),
        ({"MAIL_URL": "smtp://"}, "MAIL_URL"),
        ({"DATABASE_URL": "mysql://host/name"}, "DATABASE_URL"),
        ({"DATABASE_URL": "sanad"}, "DATABASE_URL"),
        ({"DATABASE_URL": "postgresql://host:port/name"}, "DATABASE_URL"),
        ({"DATABASE_URL": "sqlite:////dev/null/name"}, "DATABASE_URL"),
        ({"DATABASE_REPLICAS": "postgresql://u@host/name"}, "DATABASE_REPLICAS"),
        ({"DATABASE_URL": "postgresql://u@a/n", "DATABASE_REPLICAS": "postgresql://u@b/other"}, "DATABASE_REPLICAS"),
        ({"DATABASE_URL": "postgresql://u@a/n", "DATABASE_REPLICAS": "sqlite:///x"}, "DATABASE_REPLICAS"),
        ({"CACHE_URL": "memcached://x"}, "CACHE_URL"),
        ({"STORAGE_OPTIONS": "[1]"}, "STORAGE_OPTIONS"),
        ({"STORAGE_OPTIONS": "bucket"}, "STORAGE_OPTIONS"),
        ({"CACHE_URL": "redis://"}, "CACHE_URL"),
        ({"CACHE_URL": "redis://host:port/0"}, "CACHE_URL"),
        ({"CACHE_URL": "redis://host/name"}, "CACHE_URL"),
        ({"SECRET_KEY": KEY, "ALLOWED_HOSTS": "a.example", "HSTS_SECONDS": "long"}, "HSTS_SECONDS"),
        ({"SECOND_FACTOR": "perhaps"}, "SECOND_FACTOR"),
    ],
)
def test_wrong_values_stop_the_start_with_a_sentence(tmp_path, environment, says):
    done = check(tmp_path, **environment)
    assert done.returncode != 0
    assert done.stderr.startswith("Sanad does not start:") and says in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("arguments", [("undo_batch", "a"), ("publish_due", "--as", "a"), ("take_in", "README.md")])
def test_a_database_that_was_never_made_ready_is_told_in_a_sentence(tmp_path, arguments):
    done = run(tmp_path, *arguments)
    assert done.returncode == 2
    assert "manage.py migrate" in done.stderr and "Traceback" not in done.stderr


def test_a_file_that_is_no_database_is_told_in_a_sentence(tmp_path):
    (tmp_path / "check.sqlite3").write_text("A letter, and no database at all." * 40)
    done = run(tmp_path, "undo_batch", "a")
    assert done.returncode == 2
    assert "See DATABASE_URL" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("environment", "rule"),
    [
        ({}, "optional"),
        ({"SECRET_KEY": KEY, "ALLOWED_HOSTS": "a.example"}, "required"),
        ({"SECRET_KEY": KEY, "ALLOWED_HOSTS": "a.example", "SECOND_FACTOR": "optional"}, "optional"),
        ({"SECOND_FACTOR": "required"}, "required"),
    ],
)
def test_a_deployment_requires_the_second_factor(tmp_path, environment, rule):
    asked = "from django.conf import settings; print(settings.SECOND_FACTOR, settings.SESSION_COOKIE_SECURE)"
    done = run(tmp_path, "shell", "--no-imports", "-v", "0", "-c", asked, **environment)
    assert done.stdout.split() == [rule, str("SECRET_KEY" in environment)], done.stderr


def test_the_readmes_line_serves_behind_a_proxy(tmp_path):
    """Asked as a proxy with TLS asks, the site answers; asked without, it leads to HTTPS."""
    line = next(one for one in (ROOT / "README.md").read_text().splitlines() if "waitress-serve --listen" in one)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    options = shlex.split(line.replace("127.0.0.1:8000", f"127.0.0.1:{port}"))[1:]
    clean = {name: value for name, value in os.environ.items() if name not in OURS}
    clean |= {"DATABASE_URL": f"sqlite:///{tmp_path / 'served.sqlite3'}", "STATIC_ROOT": str(tmp_path)}
    clean |= {"SECRET_KEY": KEY, "ALLOWED_HOSTS": "archive.example", "BEHIND_PROXY": "1", "PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, "-m", "waitress", *options], cwd=ROOT, env=clean) as server:
        try:
            assert _ask(port, {"X-Forwarded-Proto": "https"}) == 200
            assert _ask(port, {}) == 301
        finally:
            server.terminate()


def _ask(port: int, headers: dict[str, str]) -> int:
    """The status with which `/healthz` is answered; waits up to 30 s for the server to come up."""
    for _attempt in range(150):
        connection = HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request("GET", "/healthz", headers={"Host": "archive.example", **headers})
            return connection.getresponse().status
        except ConnectionRefusedError:
            time.sleep(0.2)
        finally:
            connection.close()
    raise AssertionError("The server did not come up.")
