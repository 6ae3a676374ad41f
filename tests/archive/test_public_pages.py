"""Home, organisations, topics, timeline, feed, sitemap; headers and errors; nothing kept of readers."""

import datetime
import io
import json
import logging
import re

import pytest
from django.db import DatabaseError, connection
from django.test import Client, override_settings
from lxml import etree

from archive.models import OrganisationName, OrganisationRelation, Topic
from archive.public.views import home
from tests import cast

pytestmark = pytest.mark.django_db

LANGUAGES = ("en", "fa", "ar", "ckb", "tr")
ATOM = {"a": "http://www.w3.org/2005/Atom"}
SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


@pytest.fixture
def client():
    return Client()


@pytest.fixture
def shelf():
    """Two public statements of one organisation, one with a topic, and an organisation that nobody has heard of."""
    made = [
        cast.statement(stage="published"),
        cast.statement("دفتر نوبت", ("همین.",), language="fa", day=datetime.date(1983, 11, 8), stage="published"),
    ]
    made[0].topics.add(Topic.objects.create(slug="harbours", name_en="Harbours", name_fa="بندرها"))
    cast.organisation("unheard", "SE", en="Unheard")
    return made


PAGES = (
    "", "statements/", "organisations/", "organisations/harbour-union/", "topics/", "topics/harbours/", "timeline/",
    "about/", "countries/", "countries/iq/", "network/", "coverage/", "verification/",
    "corrections/",
)  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_every_page_in_every_language(client, shelf, language, path):
    response = client.get(f"/{language}/{path}")
    page = response.content.decode()
    assert response.status_code == 200
    direction = "ltr" if language in ("en", "tr") else "rtl"
    assert f'<html lang="{language}" dir="{direction}">' in page
    for other in LANGUAGES:
        assert f'<link rel="alternate" hreflang="{other}" href="http://testserver/{other}/{path}">' in page
    assert page.count("<h1") == 1
    assert " style=" not in page
    assert "<style" not in page
    assert not re.search(r"<script(?! type=\"application/ld\+json\")", page)
    assert not re.findall(r'(?:src|href)="(?:https?:)?//(?!testserver)', page)


def test_pages_hold_when_nothing_is_published(client):
    for path in ("", "statements/", "organisations/", "topics/", "timeline/", "about/", "countries/", "network/",
                 "coverage/", "verification/", "corrections/"):  # fmt: skip
        assert client.get(f"/fa/{path}").status_code == 200
    assert client.get("/feeds/statements.atom").status_code == 200
    assert client.get("/sitemap.xml").status_code == 200


def test_home_shows_what_there_is(client, shelf):
    page = client.get("/en/").content.decode()
    assert "Against the closing of the mole" in page
    assert "All 2 statements" in page
    assert "/en/statements/?language=fa" in page
    assert "/en/countries/iq/" in page
    assert "Sweden" not in page


def test_the_front_door(client):
    for wanted, expected in {"fa-IR,en;q=0.5": "/fa/", "de": "/en/", "ku": "/ckb/", "az, tr": "/tr/"}.items():
        response = client.get("/", headers={"accept-language": wanted})
        assert (response.status_code, response["Location"]) == (302, expected)
        assert "Accept-Language" in response["Vary"]
        assert "Cookie" not in response["Vary"]


def test_an_address_without_its_language(client):
    response = client.get("/statements/", headers={"accept-language": "fa"})
    assert (response.status_code, response["Location"]) == (302, "/fa/statements/")


# --- Organisations ----------------------------------------------------------------------------------------------


def test_an_organisation_in_time_and_in_scripts(client, shelf):
    harbour = cast.organisation()
    OrganisationName.objects.create(
        organisation=harbour, text="Dockers’ Syndicate", language="en", first_year=1979, last_year=1982
    )
    porters, elder = cast.organisation("porters", en="Porters"), cast.organisation("elder", en="Elder")
    OrganisationRelation.objects.create(organisation=harbour, other=porters, kind="split", year=1984)
    OrganisationRelation.objects.create(organisation=elder, other=harbour, kind="merger")
    elder.reviewed = False
    elder.save()
    page = client.get("/fa/organisations/harbour-union/").content.decode()
    assert '<h1 lang="fa" dir="rtl">اتحادیهٔ کارگران بندر</h1>' in page
    assert '<bdi lang="en" dir="ltr">Dockers’ Syndicate</bdi>' in page
    assert "۱۹۷۹–۱۹۸۲" in page
    assert '<bdi lang="en" dir="ltr">Porters</bdi>' in page
    assert "/fa/organisations/porters/" not in page  # it has no public statement, so no page
    assert "Elder" not in page  # nobody has looked at what the import made
    assert client.get("/fa/organisations/unheard/").status_code == 404


def test_queries_do_not_grow_with_the_organisations(client, django_assert_max_num_queries):
    client.cookies["stranger"] = "1"  # no page is kept for who sends a cookie

    def counted(path: str) -> int:
        client.get(path)
        with django_assert_max_num_queries(25) as queries:
            client.get(path)
        return len(queries)

    first = cast.statement(stage="published")
    first.topics.add(Topic.objects.create(slug="harbours", name_en="Harbours"))
    paths = ("/en/", "/en/organisations/", "/en/organisations/harbour-union/", "/en/timeline/", "/en/topics/",
             "/en/topics/harbours/", "/en/countries/", "/en/countries/iq/", "/en/coverage/", "/en/corrections/",
             "/en/timeline/?from=2020&to=2029", "/feeds/statements.atom", "/sitemap.xml")  # fmt: skip
    few = [counted(path) for path in paths]
    for number in range(12):
        body = cast.organisation(f"body-{number}", "TR", en=f"Body {number}")
        made = cast.statement(f"No. {number}", ("Text.",), issuer=body, stage="published")
        cast.statement(f"Own {number}", ("Text.",), stage="published")
        made.topics.add(Topic.objects.create(slug=f"t{number}", name_en=f"Topic {number}"))
    assert min(few) > 0 and [counted(path) for path in paths] == few


# --- Feeds and machines -----------------------------------------------------------------------------------------


def test_every_list_is_a_feed(client, shelf):
    feed = etree.fromstring(client.get("/feeds/statements.atom?language=fa").content)
    assert feed.xpath("string(a:title)", namespaces=ATOM) == "Statements written in Persian · Sanad"
    (entry,) = feed.xpath("a:entry", namespaces=ATOM)
    assert entry.xpath("string(a:title)", namespaces=ATOM) == "دفتر نوبت"
    assert entry.get("{http://www.w3.org/XML/1998/namespace}lang") == "fa"
    assert entry.xpath("string(a:link[@rel='alternate'][1]/@href)", namespaces=ATOM) == (
        f"http://testserver/s/{shelf[1].reference}"
    )
    for required in ("id", "updated", "title"):
        assert feed.xpath(f"string(a:{required})", namespaces=ATOM)
        assert entry.xpath(f"string(a:{required})", namespaces=ATOM)


def test_feed_ids_do_not_hang_on_the_host(client, shelf):
    def ids(host: str) -> list[str]:
        feed = etree.fromstring(client.get("/feeds/statements.atom", headers={"host": host}).content)
        return feed.xpath("//a:id/text()", namespaces=ATOM)

    assert ids("localhost") == ids("127.0.0.1")


def test_control_characters_do_not_break_the_feed(client):
    cast.statement("Form\x0cfeed \x01 & <b>", ("Text.",), stage="published")
    feed = etree.fromstring(client.get("/feeds/statements.atom").content)
    assert feed.xpath("string(//a:entry/a:title)", namespaces=ATOM) == "Formfeed  & <b>"


def test_the_sitemap_names_every_page_in_every_language(client, shelf):
    sitemap = etree.fromstring(client.get("/sitemap.xml").content)
    found = set(sitemap.xpath("//s:loc/text()", namespaces=SITEMAP))
    for language in LANGUAGES:
        assert f"http://testserver/{language}/" in found
        assert f"http://testserver/{language}/statements/{shelf[0].reference}/" in found
        assert f"http://testserver/{language}/organisations/harbour-union/" in found
    assert not [address for address in found if "unheard" in address]
    for url in sitemap.xpath("//s:url", namespaces=SITEMAP):
        assert url.xpath("x:link/@hreflang", namespaces=SITEMAP) == ["en", "x-default", "fa", "ar", "ckb", "tr"]
    for address in found:
        assert client.get(address.removeprefix("http://testserver")).status_code == 200


def test_a_long_sitemap_is_an_index(client, shelf, monkeypatch):
    monkeypatch.setattr("archive.public.sitemaps.ON_ONE_SHEET", 1)
    index = etree.fromstring(client.get("/sitemap.xml").content)
    sheets = index.xpath("//s:loc/text()", namespaces=SITEMAP)
    assert len([sheet for sheet in sheets if "pages" not in sheet]) == len(shelf)
    assert len(index.xpath("//s:lastmod", namespaces=SITEMAP)) == len(shelf)
    found = set()
    for sheet in sheets:
        page = etree.fromstring(client.get(sheet.removeprefix("http://testserver")).content)
        found |= set(page.xpath("//s:loc/text()", namespaces=SITEMAP))
    for statement in shelf:
        assert f"http://testserver/en/statements/{statement.reference}/" in found
    assert client.get("/sitemap-99999999.xml").status_code == 404
    assert client.get("/sitemap-pages-999.xml").status_code == 404
    assert client.get(f"/sitemap-{'9' * 30}.xml").status_code == 404


def test_robots_and_health(client, monkeypatch):
    assert "Sitemap: http://testserver/sitemap.xml" in client.get("/robots.txt").content.decode()
    healthy = client.get("/healthz")
    assert (healthy.status_code, healthy.content) == (200, b"ok\n")
    assert "no-store" in healthy["Cache-Control"]

    def away(*arguments, **named):
        raise DatabaseError("server closed the connection at 10.0.0.7")

    monkeypatch.setattr(connection, "cursor", away)
    sick = client.get("/healthz")
    assert (sick.status_code, sick.content) == (503, b"away\n")


# --- Readers, headers, errors -----------------------------------------------------------------------------------

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


def test_every_answer_carries_the_headers_and_no_cookie(client, shelf):
    paths = [f"/fa/{path}" for path in PAGES]
    paths += ["/", "/feeds/statements.atom", "/sitemap.xml", "/robots.txt", "/healthz", "/en/nothing", "/desk/"]
    paths += [f"/s/{shelf[0].reference}", f"/s/{shelf[0].reference}.json", "/en/statements/?from=x"]
    paths += ["/static/archive/archive.css", "/static/archive/fonts/vazirmatn.woff2", "/static/nothing"]
    for path in paths:
        response = client.get(path)
        policy = response["Content-Security-Policy"]
        assert "default-src 'none'" in policy, path
        assert "unsafe" not in policy
        for directive in ("frame-ancestors 'none'", "base-uri 'none'"):
            assert directive in policy
        for name, value in HEADERS.items():
            if not (name == "Referrer-Policy" and path.startswith("/desk/")):
                assert response[name] == value, (path, name)
        if not path.startswith("/desk/"):
            assert not response.cookies, path
            assert "Cookie" not in response.get("Vary", ""), path


def test_a_cookie_that_somebody_has_changes_nothing(client, shelf):
    plain = {path: client.get(f"/en/{path}").content for path in PAGES}
    marked = Client()
    marked.cookies.load({"sessionid": "x" * 32, "django_language": "fa", "anything": "else"})
    for path, body in plain.items():
        response = marked.get(f"/en/{path}")
        assert response.content == body
        assert not response.cookies


def test_pages_are_kept_for_a_minute_and_told_apart_by_etag(client, shelf):
    first = client.get("/en/statements/")
    assert first["Cache-Control"] == "public, max-age=60"
    again = client.get("/en/statements/", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_only_reading_is_allowed(client, shelf):
    for path in ("/en/", "/en/statements/", "/feeds/statements.atom", f"/s/{shelf[0].reference}"):
        assert client.post(path).status_code == 405


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_that_is_not_there(client, language):
    response = client.get(f"/{language}/nothing-here/")
    assert response.status_code == 404
    assert f'<html lang="{language}"' in response.content.decode()


def test_errors_tell_nothing(shelf, monkeypatch):
    def broken(*arguments, **named):
        raise RuntimeError("SELECT secret FROM /srv/sanad/var")

    monkeypatch.setattr(home, "represent_all", broken)
    response = Client(raise_request_exception=False).get("/fa/")
    page = response.content.decode()
    assert response.status_code == 500
    assert "secret" not in page
    assert "Traceback" not in page
    assert '<html lang="fa" dir="rtl">' in page
    for name, value in HEADERS.items():
        assert response[name] == value


def test_an_error_is_written_down_without_the_reader(shelf, monkeypatch):
    def broken(*arguments, **named):
        raise RuntimeError(typed)

    typed = "typed by the reader"
    written = io.StringIO()
    handler = logging.getLogger("django.request").handlers[0]
    monkeypatch.setattr(handler, "stream", written)
    monkeypatch.setattr(home, "represent_all", broken)
    headers = {"user-agent": "agent-of-the-reader", "referer": "https://referrer.example/"}
    Client(raise_request_exception=False).get("/fa/", {"q": typed}, headers=headers, REMOTE_ADDR="203.0.113.9")
    told = written.getvalue()
    assert re.search(r"ERROR GET home\n.*\n.*/archive/public/views/home\.py", told, re.S)
    assert told.endswith("builtins.RuntimeError\n")
    for kept in (typed, "agent-of", "referrer", "203.0.113.9"):
        assert kept not in told
    Client().get("/fa/nothing-here/")
    assert written.getvalue() == told


def test_a_request_that_cannot_be_read(client):
    with override_settings(ALLOWED_HOSTS=["sanad.example"]):
        response = client.get("/en/", headers={"host": "elsewhere.example"})
    page = response.content.decode()
    assert response.status_code == 400
    assert "elsewhere.example" not in page


def test_linked_data_is_json(client, shelf):
    page = client.get(f"/en/statements/{shelf[1].reference}/").content.decode()
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)[1])
    assert "CreativeWork" in data["@type"]
    assert data["inLanguage"] == "fa"
    assert data["identifier"][0] == shelf[1].reference
