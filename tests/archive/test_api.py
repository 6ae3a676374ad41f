"""The JSON API: every answer keeps to what its own description promises, on both databases."""

import datetime
import hashlib
import json
import re

import jsonschema
import pytest
from django.test import Client

from archive.models import Assessment, OrganisationRelation, Statement, Topic
from archive.public.api.parameters import STATEMENTS
from archive.public.api.views import ENDPOINTS
from archive.public.filters import StatementFilter
from archive.stages import Axis, Kind, Role, Verdict
from editorial.workflow.moves import move
from tests import cast
from tests.archive.test_public_reading import attach

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    return Client()


@pytest.fixture
def description(client):
    """`openapi.json`, made strict: no member that it does not name."""
    told = client.get("/api/v1/openapi.json").json()
    for schema in told["components"]["schemas"].values():
        if schema["description"] != "What went wrong (RFC 9457).":
            schema["additionalProperties"] = False
    return told


def valid(description: dict, path: str, response) -> dict:
    """The content of a response, after it was held against the schema that is described for its path and status."""
    described = description["paths"][path]["get"]["responses"][str(response.status_code)]
    media_type = response["Content-Type"]
    schema = {**described["content"][media_type]["schema"], "components": description["components"]}
    jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker()).validate(response.json())
    return response.json()


@pytest.fixture
def full(client):
    """A statement with everything that a statement can have."""
    made = cast.statement(
        texts=("The mole was closed at dawn.", "We ask for it to be opened."),
        stage="published",
        issuer=cast.organisation(),
    )
    made.topics.add(Topic.objects.create(slug="harbours", name_en="Harbours", name_fa="بندرها"))
    other = cast.organisation("bakers", "IR", en="Bakers’ League")
    made.participations.create(organisation=other, role=Role.SIGNATORY, position=1)
    OrganisationRelation.objects.create(organisation=other, other=cast.organisation(), kind="member", year=1999)
    attach(made, "The mole was closed at dawn.", (Role.PUBLISHER, "The union"))
    cast.translation(made, "fa", stage="published")
    Assessment.objects.create(
        revision=made.published_revision, axis=Axis.DATE, verdict=Verdict.CONFIRMED, by=cast.person("verifier")
    )
    return made


# --- Answers and their description -------------------------------------------------------------------------------


def test_the_description_is_openapi(description):
    assert description["openapi"].startswith("3.1")
    assert set(description["paths"]) == {f"/{one.path}" for one in ENDPOINTS}
    used = set(re.findall(r"#/components/schemas/(\w+)", json.dumps(description)))
    assert used == set(description["components"]["schemas"]) | {"Problem", "Tombstone"}
    for schema in description["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(schema)


def test_the_parameters_are_those_of_the_list():
    assert {one.name for one in STATEMENTS} - {"limit", "cursor"} == set(StatementFilter.base_filters)


def test_kinds_and_verdicts_are_those_of_the_archive(description):
    members = description["components"]["schemas"]["StatementSummary"]["properties"]
    assert members["kind"]["enum"] == list(Kind.values)
    assert "confirmed" in json.dumps(description["components"]["schemas"]["AssessmentsResource"])


def test_every_answer_is_as_described(client, description, full):
    slug, topic = "harbour-union", "harbours"
    for one in ENDPOINTS:
        path = f"/api/v1/{one.path}".format(reference=full.reference, slug=topic if "topic" in one.name else slug)
        response = client.get(path)
        assert response.status_code == 200, path
        assert response["Access-Control-Allow-Origin"] == "*"
        assert valid(description, f"/{one.path}", response)


def test_a_statement_is_there_with_everything(client, full):
    told = client.get(f"/api/v1/statements/{full.reference}/").json()
    assert [one["text"] for one in told["original"]["paragraphs"]] == [
        "The mole was closed at dawn.",
        "We ask for it to be opened.",
    ]
    first = told["original"]["paragraphs"][0]
    assert first["digest"] == hashlib.sha256(first["text"].encode()).hexdigest()
    assert told["original"]["digest"] == full.published_revision.digest
    assert [(one["slug"], one["role"]) for one in told["organisations"]] == [
        ("harbour-union", "issuer"),
        ("bakers", "signatory"),
    ]
    assert told["date"]["calendars"] == {
        "gregorian": "2021-02-05",
        "solar hijri": "1399-11-17",
        "islamic": "1442-06-23",
    }
    assert told["assessments"] == {"text": None, "attribution": None, "date": "confirmed"}
    assert told["topics"] == ["harbours"]
    (capture,) = told["captures"]
    assert capture["sha256"] == hashlib.sha256(b"The mole was closed at dawn.").hexdigest()
    assert capture["seen"][0]["address"] == "https://quay.example/page"
    assert told == client.get(f"/s/{full.reference}.json").json()


def test_organisations_and_topics(client, description, full):
    body = client.get("/api/v1/organisations/bakers/").json()
    assert body["relations"] == [{"of": "bakers", "kind": "member", "to": "harbour-union", "year": 1999}]
    assert body["statements"].endswith("/api/v1/statements/?organisation=bakers")
    found = client.get(body["statements"]).json()["statements"]
    assert [one["reference"] for one in found] == [full.reference]
    topic = client.get("/api/v1/topics/harbours/").json()
    assert topic["names"] == {"en": "Harbours", "fa": "بندرها"}
    for path in ("organisations/nobody/", "topics/nothing/", "statements/zzzzzzzz/"):
        response = client.get(f"/api/v1/{path}")
        assert response.status_code == 404
        assert response["Content-Type"] == "application/problem+json"


def test_the_language_of_the_reader_changes_nothing(client, full):
    persian = client.get(f"/api/v1/statements/{full.reference}/", headers={"accept-language": "fa"})
    assert persian.json() == client.get(f"/api/v1/statements/{full.reference}/").json()
    assert persian["Content-Language"] == "en"


def test_letters_arrive_as_they_were_kept(client):
    text = "كارگران ي\u200cک \u202eگروه\u202c\u2028 𐏃 \u0301 \ufeff\ufffe"
    made = cast.statement(text, (text,), language="fa", stage="published")
    told = client.get(f"/api/v1/statements/{made.reference}/").json()
    assert told["original"]["paragraphs"][0]["text"] == made.published_revision.paragraphs[0]["text"]
    assert "\u202eگروه" in told["original"]["title"]


# --- Lists ------------------------------------------------------------------------------------------------------


def test_the_list_is_filtered_as_its_page_is(client, full):
    cast.statement("Brot", ("Das Brot ist teuer.",), language="de", stage="published", kind=Kind.LETTER)
    for query in ("", "?language=de", "?q=brot", "?kind=letter&language=en", "?translated=fa", "?year=2021",
                  "?from=1399-11-01&to=1399-11-30&calendar=solar+hijri", "?topic=harbours", "?country=IR",
                  "?organisation=nobody", "?order=oldest"):  # fmt: skip
        found = [one["reference"] for one in client.get(f"/api/v1/statements/{query}").json()["statements"]]
        page = client.get(f"/en/statements/{query}").content.decode()
        listed = re.findall(r'href="/en/statements/([0-9a-z]{8})/', page)
        assert found == list(dict.fromkeys(listed)), query


def test_pages_lead_on_and_back(client, description):
    day = datetime.date(2021, 2, 5)
    made = [
        cast.statement(f"Number {place}", ("Text.",), stage="published", day=day + datetime.timedelta(place))
        for place in range(7)
    ]
    address, seen, pages = "/api/v1/statements/?limit=3&order=oldest", [], []
    while address:
        response = client.get(address)
        told = valid(description, "/statements/", response)
        seen += [one["reference"] for one in told["statements"]]
        pages.append(told["statements"])
        link = response.get("Link", "")
        assert (told["links"]["next"] is not None) == ('rel="next"' in link)
        last, address = told, told["links"]["next"]
    assert seen == [one.reference for one in made]
    assert client.get(last["links"]["prev"]).json()["statements"] == pages[-2]
    assert client.get("/api/v1/statements/?limit=3&order=oldest").json()["links"]["prev"] is None


def test_vocabulary_leads_on_and_back(client, description):
    for slug in ("a", "b", "c-d", "e_f", "g"):
        cast.statement(f"By {slug}", ("Text.",), stage="published", issuer=cast.organisation(slug, en=slug))
    address, seen, last = "/api/v1/organisations/?limit=2", [], {}
    while address:
        last = valid(description, "/organisations/", client.get(address))
        seen += [one["slug"] for one in last["organisations"]]
        address = last["links"]["next"]
    assert sorted(seen) == ["a", "b", "c-d", "e_f", "g"] and len(seen) == 5
    before = client.get(last["links"]["prev"]).json()
    assert [one["slug"] for one in before["organisations"]] == seen[2:4]
    first = client.get(before["links"]["prev"]).json()
    assert [one["slug"] for one in first["organisations"]] == seen[:2] and first["links"]["prev"] is None


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("year=yesterday", "year"),
        ("year=2021-02-30", "year"),
        ("calendar=julian", "calendar"),
        ("order=best", "order"),
        ("order=newest&order=oldest", "order"),
        ("organization=x", "organization"),
        ("cursor=" + "x" * 13, "cursor"),
        ("cursor=%00", "cursor"),
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=%D9%A1", "limit"),
        ("q=" + "x" * 301, "q"),
        ("q=a%00b", "q"),
        ("language=" + "&language=".join(map(str, range(21))), "language"),
        ("language=" + "&language=".join(["fa"] * 21), "language"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(client, description, query, parameter):
    response = client.get(f"/api/v1/statements/?{query}")
    assert response.status_code == 400
    told = valid(description, "/statements/", response)
    assert [one["parameter"] for one in told["faults"]] == [parameter]
    assert told["faults"][0]["detail"]
    assert response["Access-Control-Allow-Origin"] == "*"


def test_no_day_lies_between_an_end_and_a_later_beginning(client, description, full):
    response = client.get("/api/v1/statements/?from=2022&to=2021")
    assert valid(description, "/statements/", response) == {"statements": [], "links": {"next": None, "prev": None}}
    assert client.get("/api/v1/statements/?from=2022&to=2021&year=x").status_code == 400


def test_examples_are_there(client, full, description):
    for path, described in description["paths"].items():
        if "{" in path:
            example = described["get"]["parameters"][0]["example"]
            assert client.get("/api/v1" + re.sub(r"\{\w+\}", example, path)).status_code == 200


def test_a_cursor_that_leads_nowhere_is_not_found(client, description, full):
    response = client.get("/api/v1/statements/?cursor=zzzzzzzz")
    assert response.status_code == 404
    assert valid(description, "/statements/", response)["status"] == 404


def test_a_thousand_parameters_are_too_many(client):
    assert client.get("/api/v1/statements/?" + "&".join("q=a" for _one in range(2000))).status_code == 400


# --- What is gone, and how one asks ------------------------------------------------------------------------------


def test_what_was_withdrawn_leaves_its_reason(client, description, full):
    move(full, "withdraw", cast.person("publisher"), "Asked for by the issuer.")
    response = client.get(f"/api/v1/statements/{full.reference}/")
    assert response.status_code == 410
    told = valid(description, "/statements/{reference}/", response)
    assert (told["reference"], told["reason"]) == (full.reference, "Asked for by the issuer.")
    assert "mole" not in response.content.decode()


def test_what_was_merged_leads_to_what_it_became(client, full):
    other = cast.statement("Other", ("Other.",), stage="published")
    move(full, "withdraw", cast.person("publisher"), "Merged.")
    Statement.objects.filter(pk=full.pk).update(replaced_by=other)
    response = client.get(f"/api/v1/statements/{full.reference}/")
    assert (response.status_code, response["Location"]) == (301, f"/api/v1/statements/{other.reference}/")


def test_an_etag_spares_the_answer(client, full):
    path = f"/api/v1/statements/{full.reference}/"
    tag = client.get(path)["ETag"]
    again = client.get(path, headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert again["Access-Control-Allow-Origin"] == "*"
    move(full, "withdraw", cast.person("publisher"), "Asked for by the issuer.")
    assert client.get(path, headers={"if-none-match": tag}).status_code == 410


def test_head_has_no_body_and_nothing_can_be_written(client, full):
    path = f"/api/v1/statements/{full.reference}/"
    head = client.head(path)
    assert (head.status_code, head.content) == (200, b"")
    assert head["ETag"] == client.get(path)["ETag"]
    for method in ("post", "put", "patch", "delete", "trace"):
        refused = getattr(Client(enforce_csrf_checks=True), method)(path)
        assert refused.status_code == 405
        assert refused["Allow"] == "GET, HEAD, OPTIONS"
        assert refused["Content-Type"] == "application/problem+json"


def test_a_script_of_another_site_may_ask(client, full):
    asked = client.options("/api/v1/statements/", headers={"origin": "https://elsewhere.example"})
    assert asked.status_code == 204
    assert asked["Access-Control-Allow-Origin"] == "*"
    assert "GET" in asked["Access-Control-Allow-Methods"]
    assert "Access-Control-Allow-Credentials" not in asked
    assert client.get("/en/statements/").get("Access-Control-Allow-Origin") is None


def test_elsewhere_below_the_api_nothing_is_found_in_json(client):
    for path in ("/api/v1/nothing/", "/api/", "/api/v2/statements/", "/api/v1/topics/%0A%C2%85/", "/api/v1/%0A/"):
        response = client.get(path)
        assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")
    assert client.get("/api/v1/statements")["Location"] == "/api/v1/statements/"


def test_queries_do_not_grow_with_the_list(client, django_assert_max_num_queries):
    def counted() -> int:
        with django_assert_max_num_queries(12) as queries:
            assert client.get("/api/v1/statements/").status_code == 200
        return len(queries)

    cast.translation(cast.statement(stage="published"), stage="published")
    few = counted()
    for place in range(5):
        made = cast.statement(f"Number {place}", ("Text.",), stage="published")
        cast.translation(made, texts=("متن.",), stage="published")
        attach(made, f"Text {place}.")
    assert counted() <= few + 2
