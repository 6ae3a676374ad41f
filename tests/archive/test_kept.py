"""Kept pages: the same bytes until the edition changes, never a private one, and no failure when Redis is away."""

import socket
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import redis
from django.core.cache import caches
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from archive import redis_cache
from archive.environment import cache
from archive.models import Organisation
from archive.public import editions, kept
from editorial.workflow.moves import move
from editorial.workflow.revise import revise
from tests import cast

pytestmark = pytest.mark.django_db

REDIS = "redis://127.0.0.1:6379/15"


@pytest.fixture(autouse=True)
def _fresh():
    redis_cache._away_until.clear()


@contextmanager
def served_by(settings, address: str) -> Iterator[None]:
    """Keep counts and pages in the cache at `address`, under a prefix of this test's own."""
    before, own = settings.CACHES, uuid.uuid4().hex
    settings.CACHES = {name: cache(address, f"{own}:{name}") for name in before}
    yield
    settings.CACHES = before


def reading(statement) -> str:
    return reverse("statement_detail", args=[statement.reference])


def page(address: str, **headers) -> HttpResponse:
    return Client(headers=headers).get(address)


def queries(address: str, **headers) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert page(address, **headers).status_code == 200
        return len(asked)


# --- What is kept, and for how long -----------------------------------------------------------------------------


def test_a_kept_page_is_the_same_bytes_for_one_query():
    address = reading(cast.statement(stage="published"))
    made = page(address)
    assert queries(address) <= 1
    again = page(address)
    assert again.content == made.content
    assert dict(again.headers) == dict(made.headers)


@pytest.mark.parametrize("act", ["publish another", "withdraw", "correct", "rename"])
def test_what_the_desk_does_is_seen_at_once(act, client):
    statement = cast.statement(stage="published")
    addresses = [reading(statement), reverse("home"), reverse("statement_list"), "/feeds/statements.atom"]
    before = {address: page(address).content for address in addresses}
    if act == "publish another":
        cast.statement("The bread of the quay", stage="published")
        assert all(b"The bread of the quay" in page(address).content for address in addresses[1:])
    elif act == "withdraw":
        move(statement, "withdraw", cast.person("publisher"), "Asked for by the issuer.")
        assert page(addresses[0]).status_code == 410
        assert all(b"Against the closing" not in page(address).content for address in addresses[1:])
    elif act == "correct":
        writer = cast.person("importer")
        revise(statement, title="Against the closing of the quay", texts=["The quay was closed."], by=writer)
        assert page(addresses[0]).content == before[addresses[0]], "what is not verified is not shown"
        cast.carry(statement, "published")
        assert b"The quay was closed." in page(addresses[0]).content
    else:
        organisation = Organisation.objects.get(slug="harbour-union")
        client.force_login(cast.person("administrator"))
        sent = {
            "slug": organisation.slug, "name_en": "Union of the Mole", "name_fa": "", "name_ar": "", "name_ckb": "",
            "name_tr": "", "country": "IQ", "founded": "", "dissolved": "", "website": "", "reviewed": "on",
        }  # fmt: skip
        for inline in ("names", "relations"):
            sent |= {f"{inline}-{part}": "0" for part in ("TOTAL_FORMS", "INITIAL_FORMS")}
        done = client.post(reverse("admin:archive_organisation_change", args=[organisation.pk]), sent)
        assert done.status_code == 302, done.context["errors"]
        assert b"Union of the Mole" in page(addresses[0]).content


def test_an_edition_ends_with_what_readers_see_and_not_with_a_draft():
    first = editions.current()
    statement = cast.statement(stage="draft")
    drafted = editions.current()
    assert drafted != first, "a decision that may be seen"
    revise(statement, title="Other words", texts=["Others."], by=cast.person("importer"))
    assert editions.current() == drafted
    cast.carry(statement, "published")
    assert editions.current() != drafted


# --- For whom ---------------------------------------------------------------------------------------------------


def test_who_is_signed_in_gets_a_page_of_their_own(client):
    address = reading(cast.statement(stage="published"))
    client.force_login(cast.person("publisher"))
    client.get(address)
    assert page(address).status_code == 200
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    assert len(asked) > 1, "made anew"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Cache-Control": "public, max-age=60"}, 404),
        ({"Cache-Control": "public, max-age=60", "Vary": "Cookie"}, 200),
        ({"Cache-Control": "public, max-age=60", "Vary": "Accept-Language, Authorization"}, 200),
        ({"Cache-Control": "private"}, 200),
        ({"Cache-Control": "public, no-store"}, 200),
        ({}, 200),
    ],
)
def test_what_is_not_for_everybody_is_not_kept(headers, status):
    assert not kept.may_be_kept(HttpResponse("a page", headers=headers, status=status))


def test_what_sets_a_cookie_is_not_kept():
    response = HttpResponse("a page", headers={"Cache-Control": "public, max-age=60"})
    assert kept.may_be_kept(response)
    response.set_cookie("a", "b")
    assert not kept.may_be_kept(response)


@pytest.mark.parametrize(
    "request_",
    [
        RequestFactory().get("/en/", headers={"cookie": "sessionid=a"}),
        RequestFactory().get("/en/", headers={"authorization": "Basic YTpi"}),
        RequestFactory().post("/en/"),
        RequestFactory().head("/en/"),
        RequestFactory().get("/desk/"),
    ],
)
def test_only_strangers_who_read_are_answered_from_what_is_kept(request_: HttpRequest):
    assert not kept.for_everybody(request_)


def test_the_desk_is_never_kept(client):
    cast.statement(stage="published")
    client.force_login(cast.person("administrator"))
    assert client.get("/desk/").status_code in (200, 302)
    shown = client.get(reverse("admin:archive_statement_changelist"))
    assert not kept.may_be_kept(shown)
    assert page("/desk/").status_code == 302


# --- On what a page hangs ---------------------------------------------------------------------------------------


def test_each_language_host_scheme_and_encoding_has_its_own_page():
    statement = cast.statement(stage="published")
    address = reading(statement)
    plain, packed = page(address), page(address, **{"accept-encoding": "gzip, br"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in page(address).headers
    assert page(address, **{"accept-encoding": "gzip"}).content == packed.content
    assert b'lang="fa"' in page(address.replace("/en/", "/fa/")).content[:200]
    front = {tag: page("/", **{"accept-language": tag}).headers["Location"] for tag in ("fa", "tr", "fa")}
    assert front == {"fa": "/fa/", "tr": "/tr/"}
    feeds = {tag: page("/feeds/statements.atom", **{"accept-language": tag}).content for tag in ("fa", "en")}
    assert feeds["fa"] != feeds["en"]
    assert b"https://testserver" in Client().get(address, secure=True).content
    assert b"http://127.0.0.1" in page(address, host="127.0.0.1").content
    assert b"127.0.0.1" not in page(address).content


def test_a_strange_host_is_refused_before_anything_is_looked_up():
    assert page(reverse("home"), host="evil.example").status_code == 400


def test_who_has_the_page_already_gets_no_body():
    address = reading(cast.statement(stage="published"))
    first = page(address)
    for tag in (first.headers["ETag"], page(address, **{"accept-encoding": "gzip"}).headers["ETag"]):
        again = page(address, **{"if-none-match": tag})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["ETag"] == tag or again.headers["ETag"] == first.headers["ETag"]
    cast.statement("The bread of the quay", stage="published")
    fresh = page(reverse("statement_list"), **{"if-none-match": first.headers["ETag"]})
    assert fresh.status_code == 200


def test_a_page_asked_for_conditionally_is_kept_whole():
    address = reading(cast.statement(stage="published"))
    tag = page(address).headers["ETag"]
    caches["pages"].clear()
    assert page(address, **{"if-none-match": tag}).status_code == 304
    assert queries(address) <= 1


# --- Redis ------------------------------------------------------------------------------------------------------


def redis_is_there() -> bool:
    try:
        return bool(redis.Redis.from_url(REDIS, socket_timeout=1).ping())
    except redis.RedisError:
        return False


needs_redis = pytest.mark.skipif(not redis_is_there(), reason="no Redis answers at 127.0.0.1:6379")


@needs_redis
def test_pages_are_kept_in_redis_without_pickles(settings):
    address = reading(cast.statement(stage="published"))
    with served_by(settings, REDIS):
        made = page(address)
        assert queries(address) <= 1
        assert page(address).content == made.content
        server = redis.Redis.from_url(REDIS)
        names = list(server.scan_iter(f"{settings.CACHES['pages']['KEY_PREFIX']}*"))
        assert len(names) == 1
        assert made.content in server.get(names[0])
        assert 0 < server.ttl(names[0]) <= kept.FOR
        # What another hand writes is not shown.
        server.set(names[0], server.get(names[0]).replace(b"mole", b"hole"))
        assert page(address).content == made.content
        move_to = names[0] + b"0"
        server.rename(names[0], move_to)
        assert redis_cache.read("another", server.get(move_to)) is None
        server.delete(move_to)


@needs_redis
def test_values_are_bytes_or_json(settings):
    with served_by(settings, REDIS):
        one = caches["default"]
        for value in (b"\x00bytes", {"a": [1, None, "سند"]}, 0, "", False, [["fa", 3]]):
            one.set("key", value, 5)
            assert one.get("key") == value
        assert one.add("key", 1, 5) is False
        assert one.touch("key", 5) is True
        assert one.delete("key") is True
        assert one.get("key", "nothing") == "nothing"
        with pytest.raises(TypeError):
            one.set("key", object(), 5)


@contextmanager
def hanging_server() -> Iterator[int]:
    """A port on which somebody takes calls and never says a word."""
    taken: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        stopped = threading.Event()

        def take() -> None:
            while not stopped.is_set():
                try:
                    taken.append(server.accept()[0])
                except TimeoutError:
                    continue

        thread = threading.Thread(target=take)
        thread.start()
        try:
            yield server.getsockname()[1]
        finally:
            stopped.set()
            thread.join()
            for one in taken:
                one.close()


def ask_thrice(address: str) -> list[int]:
    return [page(address).status_code for _ in range(3)]


def test_the_site_goes_on_without_redis(settings):
    statement = cast.statement(stage="published")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with served_by(settings, f"redis://127.0.0.1:{port}/0"):
        for address in (reading(statement), reverse("home"), reverse("statement_list")):
            assert ask_thrice(address) == [200, 200, 200]


def test_the_site_goes_on_while_redis_hangs(settings, client):
    statement = cast.statement(stage="published")
    with hanging_server() as port, served_by(settings, f"redis://127.0.0.1:{port}/0"):
        assert ask_thrice(reading(statement)) == [200, 200, 200]
        assert redis_cache._away_until[f"redis://127.0.0.1:{port}/0"] > time.monotonic(), "it is left alone for a while"
        assert page(reverse("statement_list")).status_code == 200
        client.force_login(cast.person("publisher"))
        assert client.get("/desk/").status_code in (200, 302)


@needs_redis
def test_an_emptied_redis_costs_a_page_and_no_more(settings):
    address = reading(cast.statement(stage="published"))
    with served_by(settings, REDIS):
        made = page(address).content
        server = redis.Redis.from_url(REDIS)
        for name in server.scan_iter(f"{settings.CACHES['pages']['KEY_PREFIX']}*"):
            server.delete(name)
        assert page(address).content == made
