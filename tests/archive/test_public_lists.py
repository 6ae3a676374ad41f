"""The catalogue: filters, facets, years, order, pages, and addresses that nobody in their right mind would type."""

import datetime
import re
from urllib.parse import urlencode

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from archive import dates
from archive.models import Statement, Topic
from archive.public import charts
from archive.public.paging import CursorLost, page_of
from archive.stages import Kind
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    return Client(raise_request_exception=True)


@pytest.fixture
def shelf():
    """Five public statements by two organisations in three languages, one translated, one undated."""
    harbour = cast.organisation()
    bakers = cast.organisation("bakers-council", "IR", en="Bakers’ Council", fa="شورای نانوایان")
    may_day = Topic.objects.create(slug="may-day", name_en="May Day", name_fa="اول ماه مه")
    made = {
        "mole": cast.statement(stage="published"),
        "bread": cast.statement(
            "نان سه‌شنبه‌ها",
            ("نان را سه‌شنبه پختند.", "کارگران آمدند."),
            language="fa",
            issuer=bakers,
            day=datetime.date(2022, 3, 20),  # 29 Esfand 1400
            stage="published",
        ),
        "turn": cast.statement(
            "دفتر نوبت",
            ("دفتر نوبت را برگردانید.", "همین."),
            language="fa",
            issuer=harbour,
            day=datetime.date(2022, 3, 21),  # 1 Farvardin 1401
            kind=Kind.LETTER,
            stage="published",
        ),
        "river": cast.statement(
            "النهر لنا", ("النهر لنا جميعا.", "لن نبيعه."), language="ar", day=None, stage="published"
        ),
        "hidden": cast.statement("Not yet", ("Not yet ready.",)),
    }
    made["mole"].topics.add(may_day)
    made["bread"].topics.add(may_day)
    cast.translation(made["mole"], "fa", stage="published")
    cast.translation(made["turn"], "en", "The turn book", ("Give it back.", "That is all."), stage="draft")
    return made


def listed(client, *, page="en", **parameters) -> list[str]:
    """References on the list in their order."""
    response = client.get(f"/{page}/statements/?{urlencode(parameters, doseq=True)}")
    assert response.status_code == 200
    return re.findall(r'<h3[^>]*><a href="/\w+/statements/(\w+)/', response.content.decode())


def names(shelf, references) -> list[str]:
    by_reference = {statement.reference: name for name, statement in shelf.items()}
    return [by_reference[reference] for reference in references]


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({}, ["turn", "bread", "mole", "river"]),
        ({"order": "oldest"}, ["mole", "bread", "turn", "river"]),
        ({"organisation": "bakers-council"}, ["bread"]),
        ({"organisation": ["bakers-council", "harbour-union"]}, ["turn", "bread", "mole", "river"]),
        ({"language": "fa"}, ["turn", "bread"]),
        ({"language": ["fa", "ar"]}, ["turn", "bread", "river"]),
        ({"translated": "fa"}, ["mole"]),
        ({"translated": "en"}, []),
        ({"kind": "letter"}, ["turn"]),
        ({"topic": "may-day"}, ["bread", "mole"]),
        ({"country": "ir"}, ["bread"]),
        ({"country": "IQ", "language": "fa"}, ["turn"]),
        ({"year": "2022"}, ["turn", "bread"]),
        ({"year": "1401"}, ["turn"]),
        ({"year": "۱۴۰۰", "calendar": "solar hijri"}, ["bread"]),
        ({"year": "1443", "calendar": "islamic"}, ["turn", "bread"]),
        ({"from": "2022-03-21"}, ["turn"]),
        ({"to": "29/12/1400", "calendar": "solar-hijri"}, ["bread", "mole"]),
        ({"from": "2021", "to": "2022-02"}, ["mole"]),
        ({"q": "mole"}, ["mole"]),
        ({"q": "كارگران"}, ["bread"]),
        ({"q": "اسکله"}, ["mole"]),
        ({"q": "ready"}, []),
        ({"organisation": "nobody"}, []),
        ({"language": "tlh"}, []),
        ({"kind": "sonnet"}, []),
        ({"topic": "x" * 99}, []),
        ({"country": "ZZ"}, []),
    ],
)
def test_filters_select(client, shelf, parameters, expected):
    assert names(shelf, listed(client, **parameters)) == expected


def test_the_reader_s_calendar_is_the_default(client, shelf):
    assert names(shelf, listed(client, page="fa", year="1401")) == ["turn"]
    assert names(shelf, listed(client, page="fa", year="2021")) == ["mole"]


def test_search_shows_the_original_spelling_and_says_where(client, shelf):
    page = client.get("/en/statements/?q=اسكله").content.decode()
    assert "<mark>اسکله</mark>" in page
    assert "found in the translation into Persian" in page
    assert f"/en/statements/{shelf['mole'].reference}/?with=fa#p1" in page


def facet(client, key, **parameters) -> dict[str, int]:
    """Value → count of one facet, of a page that is made and not kept."""
    caches["pages"].clear()
    response = client.get(f"/en/statements/?{urlencode(parameters, doseq=True)}")
    found = next((one for one in response.context["facets"] if one.key == key), None)
    return {choice.value: choice.count for choice in found.choices} if found else {}


def test_facet_counts_say_what_one_would_get(client, shelf):
    assert facet(client, "language") == {"fa": 2, "en": 1, "ar": 1}
    assert facet(client, "organisation") == {"harbour-union": 3, "bakers-council": 1}
    assert facet(client, "country") == {"IQ": 3, "IR": 1}
    assert facet(client, "kind") == {"statement": 3, "letter": 1}
    assert facet(client, "topic") == {"may-day": 2}
    assert facet(client, "translated") == {"fa": 1}


def test_a_facet_counts_over_all_choices_but_its_own(client, shelf):
    assert facet(client, "language", language="fa") == {"fa": 2, "en": 1, "ar": 1}
    assert facet(client, "language", organisation="bakers-council") == {"fa": 1}
    assert facet(client, "organisation", language="fa", organisation="bakers-council") == {
        "bakers-council": 1,
        "harbour-union": 1,
    }
    assert facet(client, "language", q="کارگران") == {"fa": 1}


def test_every_facet_link_leads_to_its_count(client, shelf):
    response = client.get("/en/statements/?language=fa")
    for one in response.context["facets"]:
        for choice in one.choices:
            if not choice.chosen and one.key != "language":
                assert client.get(choice.address).context["total"] == choice.count


def test_the_sentence_can_be_taken_apart(client, shelf):
    response = client.get("/en/statements/?organisation=bakers-council&language=fa&year=2022")
    parts = response.context["parts"]
    assert [part.words for part in parts] == ["by Bakers’ Council", "written in Persian", "from the year 2022"]
    assert parts[0].address == "/en/statements/?language=fa&year=2022"
    assert "Statements by Bakers’ Council, written in Persian, from the year 2022" in response.content.decode()


def test_the_sentence_does_not_name_hidden_organisations(client, shelf):
    cast.organisation("hidden-body", "IR", en="Unheard Of")
    assert "Unheard Of" not in client.get("/en/statements/?organisation=hidden-body").content.decode()


# --- Years ------------------------------------------------------------------------------------------------------


def test_years_of_three_calendars(shelf):
    public = Statement.objects.public()
    gregorian = charts.histogram(public, dates.GREGORIAN)
    assert [(bar.first, bar.count) for bar in gregorian.years] == [(2021, 1), (2022, 2)]
    solar = charts.histogram(public, dates.SOLAR_HIJRI)
    assert [(bar.first, bar.count) for bar in solar.years] == [(1399, 1), (1400, 1), (1401, 1)]
    islamic = charts.histogram(public, dates.ISLAMIC)
    assert sum(bar.count for bar in islamic.years) == 3


def test_bars_lead_to_their_statements(client, shelf):
    page = client.get("/fa/statements/").content.decode()
    links = re.findall(r'<a href="(/fa/statements/\?year=\d+)" title="[^"]*: (.) ', page)
    assert len(links) == 3
    for address, count in links:
        assert client.get(address).context["total"] == int(count)


def test_bars_have_heights_that_the_style_sheet_knows():
    assert [charts.height(count, 40) for count in (0, 1, 20, 40)] == [0, 1, 10, 20]


# --- Pages ------------------------------------------------------------------------------------------------------


def many(number: int) -> list[Statement]:
    """Public statements, two on each day, the last two undated."""
    made = []
    for place in range(number):
        day = datetime.date(2000, 1, 1) + datetime.timedelta(days=place // 2) if place < number - 2 else None
        made.append(cast.statement(f"Sheet {place}", (f"Text of sheet {place}.",), day=day, stage="published"))
    return made


@pytest.mark.parametrize("order", ["newest", "oldest", "added"])
def test_pages_forwards_and_back_give_the_whole_list(order):
    many(11)
    everything = Statement.objects.public()
    whole = [row.pk for row in page_of(everything, order, "", 100).rows]
    assert len(set(whole)) == 11
    forwards, cursor, cursors = [], "", []
    while True:
        page = page_of(everything, order, cursor, 3)
        forwards.append([row.pk for row in page.rows])
        cursors.append(page.before)
        cursor = page.after
        if not cursor:
            break
    assert [pk for rows in forwards for pk in rows] == whole
    backwards, cursor = [forwards[-1]], cursors[-1]
    while cursor:
        page = page_of(everything, order, cursor, 3)
        backwards.insert(0, [row.pk for row in page.rows])
        cursor = page.before
    assert [pk for rows in backwards for pk in rows] == whole


def test_pages_of_a_search(client):
    many(30)
    first = client.get("/en/statements/?q=sheet")
    assert first.context["total"] == 30
    references = re.findall(r"/en/statements/(\w{8})/\"", first.content.decode())
    second = client.get("/en/statements/" + first.context["after"])
    assert len(set(references)) == 25
    assert len(second.context["entries"]) == 5
    assert second.context["after"] == ""
    back = client.get("/en/statements/" + second.context["before"])
    assert [one.reference for one, _find in back.context["entries"]] == [
        one.reference for one, _find in first.context["entries"]
    ]


def test_a_cursor_that_leads_nowhere(client, shelf):
    with pytest.raises(CursorLost):
        page_of(Statement.objects.public(), "newest", shelf["hidden"].reference)
    for cursor in ("zzzzzzzz", shelf["hidden"].reference, "-", "a" * 5000, "%00", "1;2"):
        assert client.get("/en/statements/", {"cursor": cursor}).status_code == 400


# --- Bad addresses ----------------------------------------------------------------------------------------------

NONSENSE = [
    "\x00",
    "a\x00b",
    "x" * 10_000,
    "9" * 400,
    "-1",
    "1e309",
    "0000-00-00",
    "9999-12-31",
    "0001-01-01",
    "2021-13-45",
    "' OR 1=1 --",
    "<script>alert(1)</script>",
    "\u202eabc",
    "٣" * 50,
    "۱۴۰۱-۱۳-۳۲",
    "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
    "%",
    "*",
    '"',
    '"""',
    "-",
    "- - -",
    "NEAR(a b)",
    "a AND OR NOT b",
    "title:x",
    "^x",
    "ـ",
    "\u200c",
    "¼½¾",
    " ",
]
KEYS = ("q", "organisation", "language", "translated", "kind", "topic", "country", "year", "from", "to", "calendar",
        "order", "cursor")  # fmt: skip


@pytest.mark.parametrize("key", KEYS)
def test_nonsense_gives_an_empty_list_or_400(client, shelf, key):
    for value in NONSENSE:
        response = client.get("/fa/statements/", {key: value})
        assert response.status_code in (200, 400), (key, value)
        assert "<script>alert" not in response.content.decode()
        assert client.get("/feeds/statements.atom", {key: value}).status_code in (200, 400), (key, value)


@pytest.mark.parametrize("key", KEYS)
def test_repeated_keys(client, shelf, key):
    assert client.get("/en/statements/?" + f"{key}=1&" * 19 + f"{key}=2").status_code in (200, 400)
    assert client.get("/en/statements/", {key: [str(number) for number in range(500)]}).status_code in (200, 400)
    assert client.get("/en/statements/?" + f"{key}=1&" * 2000).status_code == 400


def test_nonsense_everywhere_else(client, shelf):
    reference = shelf["mole"].reference
    for value in NONSENSE:
        for path in (f"/en/statements/{reference}/", "/en/timeline/", "/en/organisations/harbour-union/", "/", "/en/"):
            response = client.get(path, {"with": value, "origin": value, "calendar": value, "year": value})
            assert response.status_code in (200, 302, 400), (path, value)


def test_what_cannot_be_read_is_explained(client):
    response = client.get("/en/statements/?from=yesterday&order=best")
    page = response.content.decode()
    assert response.status_code == 400
    assert "This is not a date." in page
    assert "There is no such order here." in page


# --- Cost -------------------------------------------------------------------------------------------------------


#: Where little is found, names are asked for that may have been meant.
MOST_QUERIES = 28


def queries(client, path) -> int:
    """Queries of a page of which nothing is kept; how often the edition was asked for depends on the clock."""
    for one in caches.all():
        one.clear()
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len([one for one in asked.captured_queries if not one["sql"].startswith("SELECT digest FROM")])


@pytest.mark.parametrize("path", ["", "?q=sheet", "?language=en&organisation=harbour-union", "?year=2000"])
def test_queries_do_not_grow_with_the_list(client, path):
    (only,) = [cast.statement("Sheet", ("Text of a sheet.",), day=datetime.date(2000, 1, 1), stage="published")]
    cast.translation(only, "fa", stage="published")
    client.get("/en/statements/")
    one = queries(client, "/en/statements/" + path)
    for statement in many(29):
        cast.translation(statement, "fa", stage="published", origin="found")
    assert queries(client, "/en/statements/" + path) <= one <= MOST_QUERIES


def test_list_addresses_lead_somewhere(client, shelf):
    page = client.get("/ckb/statements/?language=fa&q=نان").content.decode()
    for address in set(re.findall(r'href="(/[^"#]*)', page)):
        assert client.get(address.replace("&amp;", "&")).status_code in (200, 302), address
    assert reverse("statement_list")
