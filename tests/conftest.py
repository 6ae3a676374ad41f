"""What every test shares."""

import os
import shutil
import subprocess
from collections.abc import Iterator

import pytest
from django.core.cache import caches
from django.db import connection
from django.utils import translation
from playwright.sync_api import Browser, sync_playwright

from archive import fulltext, guards
from archive.public import editions

#: Why each switch: no sandbox for root; no calls home, which a page's test would have to tell from the page's own.
SWITCHES = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync"]  # fmt: skip
#: Files with few tests that take minutes; begun last, one process would wait for the other.
LONG = ("test_every_page.py", "test_backup.py", "test_desk_pages.py", "test_desk_roles.py", "test_crash.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long files first: two processes share the tests file by file, in this order."""
    items.sort(key=lambda item: LONG.index(item.path.name) if item.path.name in LONG else len(LONG))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, installed where it is missing and that is possible; without it the test fails."""
    path = shutil.which("chromium")
    if path is None and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "-q"], check=False, stdout=subprocess.DEVNULL)
        subprocess.run(["apt-get", "install", "-yq", "chromium"], check=False, stdout=subprocess.DEVNULL)
        path = shutil.which("chromium")
    assert path, "Pages are tested in Chromium; install it: apt-get install chromium"
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's event loop runs in the thread of the tests
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, tmp_path_factory):
    """On SQLite a file, as everywhere else: in memory all threads of a live server share one connection, and two
    requests that come together meet inside one transaction."""
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture
def open_database(transactional_db):
    """A database that other processes and threads see. It is emptied afterwards, so the guards step aside for that."""
    guards.install(connection)
    fulltext.install_after_migrate(connection.alias)
    yield
    guards.remove(connection)


@pytest.fixture(autouse=True)
def english():
    """Each test begins in English: a page asked for in another language leaves that one active in the thread."""
    translation.activate("en")


@pytest.fixture(autouse=True)
def forgotten():
    """What one test's pages were kept of is gone with its database."""
    for one in caches.all():
        one.clear()
    editions.forget()


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    """Sample people need no slow hash."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def media(tmp_path, settings):
    """Every test has its own store of captured bytes."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT
