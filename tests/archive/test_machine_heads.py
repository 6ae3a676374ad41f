"""What pages say of themselves to programs: schema.org, Open Graph, alternates, signposts; feeds, read by a reader."""

import datetime
import json
import re

import feedparser
import pytest
from django.test import Client
from lxml import etree, html

from archive import dates
from archive.models import Statement
from archive.public.formats import MEDIA_TYPES
from archive.public.views.permalinks import FORMATS
from archive.stages import Role
from tests import cast
from tests.archive.test_public_reading import attach

pytestmark = pytest.mark.django_db
LANGUAGES = ("en", "fa", "ar", "ckb", "tr")


@pytest.fixture
def client():
    return Client()


@pytest.fixture
def statement():
    made = cast.statement("Against <the> closing & more", ("The mole was closed.",), stage="published")
    attach(made, "The mole was closed.", (Role.PUBLISHER, "The union"))
    cast.translation(made, "fa", texts=("اسکله بسته شد.",), stage="published")
    return made


def page(client, path: str) -> html.HtmlElement:
    response = client.get(path)
    assert response.status_code == 200
    return html.fromstring(response.content.decode())


def linked(client, statement) -> dict:
    (script,) = page(client, f"/fa/statements/{statement.reference}/").xpath("//script[@type='application/ld+json']")
    return json.loads(script.text)


def test_schema_org_describes_the_work_and_its_translations(client, statement):
    told = linked(client, statement)
    assert told["@id"] == told["url"] == f"http://testserver/s/{statement.reference}"
    assert told["name"] == "Against <the> closing & more"
    assert (told["inLanguage"], told["datePublished"]) == ("en", "2021-02-05")
    assert told["isBasedOn"] == ["https://quay.example/page"]
    assert told["identifier"][1]["value"] == statement.published_revision.digest
    assert told["holdingArchive"]["url"] == "http://testserver/"
    (translation,) = told["workTranslation"]
    assert (translation["inLanguage"], translation["translator"]["name"]) == ("fa", "T. Translator")
    assert client.get(translation["url"]).status_code == 200
    assert None not in told.values() and [] not in told.values()


@pytest.mark.parametrize(
    ("calendar", "parts", "published", "covered"),
    [
        (dates.GREGORIAN, (2021, 2), "2021-02", None),
        (dates.GREGORIAN, (2021, None), "2021", None),
        (dates.SOLAR_HIJRI, (1399, 11), None, "2021-01-20/2021-02-18"),
        (dates.SOLAR_HIJRI, (1399, None), None, "2020-03-20/2021-03-20"),
    ],
)
def test_a_date_that_is_no_single_one_is_a_coverage(client, calendar, parts, published, covered):
    made = cast.statement()
    made.date = dates.from_parts(calendar, *parts)
    made.save()
    cast.carry(made, "published")
    told = linked(client, made)
    assert (told.get("datePublished"), told.get("temporalCoverage")) == (published, covered)


def test_open_graph_and_alternates(client, statement):
    path = f"/en/statements/{statement.reference}/"
    head = page(client, path)
    told = {one.get("property"): one.get("content") for one in head.xpath("//meta[@property]")}
    assert told["og:title"] == "Against <the> closing & more"
    assert told["og:url"] == f"http://testserver/s/{statement.reference}"
    assert told["article:published_time"] == "2021-02-05"
    assert told["og:description"].startswith("Harbour Workers’ Union.")
    others = {one.get("hreflang"): one.get("href") for one in head.xpath("//link[@rel='alternate'][@hreflang]")}
    assert others == {
        **{tag: f"http://testserver/{tag}/statements/{statement.reference}/" for tag in LANGUAGES},
        "x-default": f"http://testserver{path}",
    }
    assert head.xpath("//link[@rel='canonical']/@href") == [f"http://testserver{path}"]
    for href, media_type in zip(
        head.xpath("//link[@rel='alternate'][not(@hreflang)][starts-with(@href,'/s/')]/@href"),
        MEDIA_TYPES.values(),
        strict=True,
    ):
        assert client.get(href)["Content-Type"] == media_type


def test_signposts_lead_from_the_page_and_back(client, statement):
    links = client.get(f"/en/statements/{statement.reference}/")["Link"]
    address = f"http://testserver/s/{statement.reference}"
    assert f'<{address}>; rel="cite-as"' in links
    described = re.findall(r'<([^>]*)>; rel="describedby"; type="([^"]*)"', links)
    assert [one.removeprefix(f"{address}.") for one, _type in described] == list(MEDIA_TYPES) == list(FORMATS)
    for one, media_type in described:
        answer = client.get(one)
        assert answer["Content-Type"].startswith(media_type)
        assert f'<{address}>; rel="describes"' in answer["Link"]


def test_a_feed_reader_reads_every_feed(client, statement):
    day = datetime.date(2021, 2, 5)
    for place in range(60):
        cast.statement(f"Number {place}", ("Text.",), stage="published", day=day + datetime.timedelta(place))
    cast.statement("Ti\u202etle <b>\x0b&amp;", ("متن.",), language="fa", stage="published", day=None)
    seen, address = [], "/feeds/statements.atom"
    while address:
        response = client.get(address, headers={"accept-language": "fa"})
        feed = feedparser.parse(response.content, response_headers={"content-type": response["Content-Type"]})
        assert not feed.bozo, feed.get("bozo_exception")
        assert feed.version == "atom10" and feed.feed.id and feed.feed.updated_parsed
        for entry in feed.entries:
            assert entry.id.startswith("urn:uuid:") and entry.updated_parsed and entry.published_parsed
            assert entry.link.startswith("http://testserver/s/")
        seen += [entry.title for entry in feed.entries]
        address = next((link.href for link in feed.feed.links if link.rel == "next"), "")
    assert len(seen) == 62
    assert seen[0] == "Title <b>&amp;" and seen[-1] == "Against <the> closing & more"
    for query in ("?q=mole", "?q=nothing-at-all", "?language=fa&order=oldest", "?from=2021-02&to=2021-03"):
        feed = feedparser.parse(client.get(f"/feeds/statements.atom{query}").content)
        assert not feed.bozo and feed.feed.title


def test_a_correction_shows_in_the_feed_when_it_is_published(client, statement):
    Statement.objects.filter(pk=statement.pk).update(changed_at=datetime.datetime(2030, 1, 2, tzinfo=datetime.UTC))
    feed = feedparser.parse(client.get("/feeds/statements.atom").content)
    assert feed.entries[0].updated_parsed[:3] == (2030, 1, 2)
    sitemap = etree.fromstring(client.get("/sitemap.xml").content)
    assert "2030-01-02T00:00:00+00:00" in sitemap.xpath("//*[local-name()='lastmod']/text()")


def test_the_page_for_machines_leads_everywhere(client, statement):
    for tag in LANGUAGES:
        shown = page(client, f"/{tag}/machines/")
        for address in set(shown.xpath("//main//a/@href")):
            assert client.get(address).status_code == 200, address
        assert shown.xpath(f"//footer//a[@href='/{tag}/machines/']")
