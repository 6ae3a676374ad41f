"""OAI-PMH 2.0: a harvester takes everything, withdrawn statements included, and afterwards what has changed."""

import datetime
import re

import pytest
from django.test import Client
from lxml import etree
from oaipmh_scythe import Scythe
from oaipmh_scythe.exceptions import NoRecordsMatch

from archive.models import Statement, Topic
from archive.public.oai import verbs
from archive.public.oai.asked import Asked
from editorial.workflow.moves import move
from tests import cast

NAMES = {
    "oai": "http://www.openarchives.org/OAI/2.0/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "oai_dc": "http://www.openarchives.org/OAI/2.0/oai_dc/",
}
SECOND = datetime.timedelta(seconds=1)


@pytest.fixture
def client(db):
    return Client()


def ask(client, **arguments) -> etree._Element:
    """The answer to a request, after the frame that all answers share was looked at."""
    response = client.get("/oai", {name.rstrip("_"): value for name, value in arguments.items()})
    assert (response.status_code, response["Content-Type"]) == (200, "text/xml; charset=utf-8")
    root = etree.fromstring(response.content)
    assert [child.tag.rpartition("}")[2] for child in root[:2]] == ["responseDate", "request"]
    return root


def texts(root: etree._Element, path: str) -> list[str]:
    return [one if isinstance(one, str) else one.text for one in root.xpath(path, namespaces=NAMES)]


def error(client, **arguments) -> str:
    (code,) = texts(ask(client, **arguments), "oai:error/@code")
    return code


def at(statement: Statement, moment: datetime.datetime) -> None:
    Statement.objects.filter(pk=statement.pk).update(changed_at=moment)


MOMENT = datetime.datetime(2026, 2, 5, 12, 30, 15, 500_000, datetime.UTC)


def test_the_archive_says_who_it_is(client):
    cast.statement(stage="published")
    root = ask(client, verb="Identify")
    assert texts(root, "oai:Identify/oai:protocolVersion") == ["2.0"]
    assert texts(root, "oai:Identify/oai:deletedRecord") == ["persistent"]
    assert texts(root, "oai:Identify/oai:granularity") == ["YYYY-MM-DDThh:mm:ssZ"]
    (mail,) = texts(root, "oai:Identify/oai:adminEmail")
    assert re.fullmatch(r"\S+@(\S+\.)+\S+", mail)
    (earliest,) = texts(root, "oai:Identify/oai:earliestDatestamp")
    assert earliest == f"{Statement.objects.get().changed_at:%Y-%m-%dT%H:%M:%SZ}"


def test_identifiers_do_not_hang_on_the_name_under_which_one_asks(client, settings):
    settings.ALLOWED_HOSTS = ["archive.example", "mirror.example", "testserver"]
    made = cast.statement(stage="published")
    for host in ("archive.example", "mirror.example"):
        answer = client.get("/oai?verb=ListIdentifiers&metadataPrefix=oai_dc", headers={"host": host})
        assert texts(etree.fromstring(answer.content), "//oai:identifier") == [f"oai:archive.example:{made.reference}"]


def test_a_record_is_in_dublin_core(client):
    made = cast.statement("در اعتراض \x0b به بستن", ("متن.",), language="fa", stage="published")
    made.topics.add(Topic.objects.create(slug="harbours", name_en="Harbours"))
    cast.translation(made, "en", "Against", ("Text.",), stage="published")
    root = ask(client, verb="GetRecord", identifier=f"oai:sanad.localhost:{made.reference}", metadataPrefix="oai_dc")
    record = root.xpath("oai:GetRecord/oai:record/oai:metadata/oai_dc:dc", namespaces=NAMES)[0]
    assert texts(record, "dc:title") == ["در اعتراض  به بستن", "Against"]
    assert texts(record, "dc:title/@xml:lang") == ["fa", "en"]
    assert texts(record, "dc:creator") == ["Harbour Workers’ Union"]
    assert texts(record, "dc:contributor") == ["T. Translator"]
    assert texts(record, "dc:date") == ["2021-02-05"]
    assert texts(record, "dc:language") == ["fa", "en"]
    assert texts(record, "dc:subject") == ["Harbours"]
    assert texts(record, "dc:coverage") == ["Iraq"]
    assert texts(record, "dc:identifier") == [f"http://testserver/s/{made.reference}"]
    assert texts(root, "//oai:setSpec") == ["language-fa"]


def test_what_was_withdrawn_stays_as_a_deleted_record(client):
    gone = cast.statement("Gone away", ("Gone.",), stage="withdrawn")
    root = ask(client, verb="ListRecords", metadataPrefix="oai_dc")
    assert texts(root, "//oai:header/@status") == ["deleted"]
    assert root.xpath("//oai:metadata", namespaces=NAMES) == []
    assert "Gone" not in etree.tostring(root).decode()
    first = Statement.objects.get(pk=gone.pk).changed_at
    move(gone, "restore", cast.person("publisher"), "It was a mistake.")
    assert texts(ask(client, verb="ListIdentifiers", metadataPrefix="oai_dc"), "//oai:header/@status") == ["deleted"]
    cast.carry(gone, "published")
    root = ask(client, verb="ListRecords", metadataPrefix="oai_dc")
    assert texts(root, "//oai:header/@status") == []
    assert Statement.objects.get(pk=gone.pk).changed_at > first


def test_drafts_are_no_records(client):
    draft = cast.statement(stage="verified")
    identifier = f"oai:sanad.localhost:{draft.reference}"
    assert error(client, verb="GetRecord", identifier=identifier, metadataPrefix="oai_dc") == "idDoesNotExist"
    assert error(client, verb="ListRecords", metadataPrefix="oai_dc") == "noRecordsMatch"
    assert error(client, verb="ListSets") == "noSetHierarchy"


# --- Selective harvesting ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("bounds", "found"),
    [
        ({"from_": "2026-02-05T12:30:15Z"}, True),
        ({"from_": "2026-02-05T12:30:16Z"}, False),
        ({"until": "2026-02-05T12:30:15Z"}, True),
        ({"until": "2026-02-05T12:30:14Z"}, False),
        ({"from_": "2026-02-05", "until": "2026-02-05"}, True),
        ({"until": "2026-02-04"}, False),
        ({"from_": "2026-02-06"}, False),
        ({"until": "9999-12-31"}, True),
        ({"from_": "0001-01-01"}, True),
        ({"set": "language-en"}, True),
        ({"set": "language-fa"}, False),
        ({"set": "harbours"}, False),
    ],
)
def test_lists_keep_to_their_bounds(client, bounds, found):
    at(cast.statement(stage="published"), MOMENT)
    arguments = {"verb": "ListIdentifiers", "metadataPrefix": "oai_dc", **bounds}
    if found:
        assert texts(ask(client, **arguments), "//oai:datestamp") == ["2026-02-05T12:30:15Z"]
    else:
        assert error(client, **arguments) == "noRecordsMatch"


def test_sets_are_languages(client):
    cast.statement(stage="published")
    cast.statement("Gone", ("متن",), language="fa", stage="withdrawn")
    cast.statement("Draft", ("Metin",), language="tr")
    assert texts(ask(client, verb="ListSets"), "//oai:setSpec") == ["language-en", "language-fa"]
    fa = ask(client, verb="ListIdentifiers", metadataPrefix="oai_dc", set="language-fa")
    assert texts(fa, "//oai:header/@status") == ["deleted"]


def test_what_changes_while_a_list_is_taken_is_not_missed(client, monkeypatch):
    monkeypatch.setattr(verbs, "_RECORDS", 2)
    made = [cast.statement(f"Number {place}", ("Text.",), stage="published") for place in range(5)]
    for place, one in enumerate(made):
        at(one, MOMENT + place // 2 * SECOND)  # some in one moment
    seen, token = [], ""
    while True:
        root = ask(
            client, verb="ListRecords", **({"resumptionToken": token} if token else {"metadataPrefix": "oai_dc"})
        )
        seen += texts(root, "//oai:header/oai:identifier")
        assert texts(root, "//oai:resumptionToken/@completeListSize") == ["5"]
        assert texts(root, "//oai:resumptionToken/@cursor") == [str((len(seen) - 1) // 2 * 2)]
        token = texts(root, "//oai:resumptionToken")[0]
        if len(seen) == 2:
            moved = Statement.objects.get(reference=seen[0].rpartition(":")[2])
            at(moved, MOMENT + 9 * SECOND)
        if not token:
            break
    assert {one.rpartition(":")[2] for one in seen} == {one.reference for one in made}
    assert len(seen) == 6


# --- Errors -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", "badVerb"),
        ("verb=identify", "badVerb"),
        ("verb=Identify&verb=Identify", "badVerb"),
        ("verb=Identify&x=1", "badArgument"),
        ("verb=ListRecords", "badArgument"),
        ("verb=ListRecords&metadataPrefix=marc21", "cannotDisseminateFormat"),
        ("verb=ListRecords&metadataPrefix=a%20b", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=oai_dc", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=yesterday", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-02-30", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-02-05&until=2026-02-05T00:00:00Z", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-02-05&until=2026-02-04", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-02-05T00:00:00", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&set=a%20b", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&set=%00", "badArgument"),
        ("verb=ListRecords&resumptionToken=x&metadataPrefix=oai_dc", "badArgument"),
        ("verb=ListRecords&resumptionToken=x", "badResumptionToken"),
        ("verb=ListRecords&resumptionToken=", "badResumptionToken"),
        ("verb=ListRecords&resumptionToken=%00%D9%A1", "badResumptionToken"),
        ("verb=ListSets&resumptionToken=x", "badResumptionToken"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:sanad.localhost:zzzzzzzz", "idDoesNotExist"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=%00", "idDoesNotExist"),
        ("verb=ListMetadataFormats&identifier=nothing", "idDoesNotExist"),
    ],
)
def test_errors_are_those_of_the_protocol(client, query, code):
    cast.statement(stage="published")
    response = client.get(f"/oai?{query}")
    root = etree.fromstring(response.content)
    assert texts(root, "oai:error/@code") == [code]
    repeated = root.find("oai:request", NAMES).attrib
    assert bool(repeated) == (code not in ("badVerb", "badArgument"))


def test_tokens_that_others_made_are_refused(client):
    cast.statement(stage="published")
    good = Asked("oai_dc", at=MOMENT.isoformat(), reference="0", cursor=2, total=9)
    assert Asked.of_token(good.token()) == good
    for bad in (
        Asked("marc", at=MOMENT.isoformat()),
        Asked("oai_dc", at="yesterday"),
        Asked("oai_dc", at="2026-02-05T00:00:00"),
        Asked("oai_dc", first="2026-02-31", at=MOMENT.isoformat()),
        Asked("oai_dc", at=MOMENT.isoformat(), cursor=-1),
        Asked("oai_dc", at=MOMENT.isoformat(), reference="\x00"),
        Asked("oai_dc", set="a|b", at=MOMENT.isoformat()),
    ):
        assert error(client, verb="ListRecords", resumptionToken=bad.token()) == "badResumptionToken"


def test_post_asks_as_get_does(db):
    made = cast.statement(stage="published")
    client = Client(enforce_csrf_checks=True)
    response = client.post("/oai", {"verb": "ListIdentifiers", "metadataPrefix": "oai_dc"})
    assert made.reference in response.content.decode()
    assert client.put("/oai").status_code == 405
    assert client.head("/oai?verb=Identify").status_code == 200


def test_queries_do_not_grow_with_the_list(client, django_assert_max_num_queries):
    for place in range(12):
        made = cast.statement(f"Number {place}", ("Text.",), stage="published")
        made.topics.add(Topic.objects.create(slug=f"topic-{place}", name_en=f"Topic {place}"))
    with django_assert_max_num_queries(12):
        client.get("/oai?verb=ListRecords&metadataPrefix=oai_dc")


# --- A harvester ------------------------------------------------------------------------------------------------


def test_a_harvester_takes_the_whole_archive_and_then_what_changed(open_database, live_server, monkeypatch):
    monkeypatch.setattr(verbs, "_RECORDS", 3)
    monkeypatch.setattr(verbs, "_HEADERS", 2)
    public = [cast.statement(f"Number {place}", ("Text.",), stage="published") for place in range(7)]
    gone = [cast.statement(f"Gone {place}", ("Text.",), stage="withdrawn") for place in range(2)]
    for place, one in enumerate([*public, *gone]):
        at(one, MOMENT + place * SECOND)
    with Scythe(f"{live_server.url}/oai") as scythe:
        assert scythe.identify().protocolVersion == "2.0"
        assert [one.metadataPrefix for one in scythe.list_metadata_formats()] == ["oai_dc"]
        assert [one.setSpec for one in scythe.list_sets()] == ["language-en"]
        records = list(scythe.list_records())
        assert len({one.header.identifier for one in records}) == len(records) == 9
        assert {one.header.identifier.rpartition(":")[2] for one in records if one.deleted} == {
            one.reference for one in gone
        }
        assert {one.metadata["title"][0] for one in records if not one.deleted} == {
            f"Number {place}" for place in range(7)
        }
        assert len(list(scythe.list_identifiers())) == 9
        assert len(list(scythe.list_records(ignore_deleted=True))) == 7
        move(public[0], "withdraw", cast.person("publisher"), "Asked for by the issuer.")
        (changed,) = scythe.list_records(from_="2026-02-06")
        assert changed.deleted and changed.header.identifier.endswith(public[0].reference)
        with pytest.raises(NoRecordsMatch):
            list(scythe.list_records(until="2020-01-01"))
        assert scythe.get_record(identifier=records[0].header.identifier).header.identifier
