"""The reading page, provenance, tombstones, permalinks and what stands behind them."""

import hashlib
import json
import re

import pytest
from django.test import Client
from django.utils import timezone

from archive import dates
from archive.models import Assessment, Capture, Extract, Sighting, Source, Statement, Station, Witness
from archive.public import citations
from archive.public.beside import rows_of
from archive.public.represent import for_lists, for_reading, represent
from archive.stages import Axis, Role, Verdict
from editorial.paragraphs import number
from editorial.workflow.moves import move
from editorial.workflow.revise import write_revision
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    return Client()


@pytest.fixture
def statement():
    return cast.statement(stage="published")


def address(statement: Statement, language: str = "en", rest: str = "") -> str:
    return f"/{language}/statements/{statement.reference}/{rest}"


def read(client, statement, rest: str = "", language: str = "en") -> str:
    response = client.get(address(statement, language, rest))
    assert response.status_code == 200
    return response.content.decode()


def attach(statement: Statement, text: str, *stations: tuple[str, str], hand: int = 1) -> Witness:
    """Give a statement a witness in a capture that holds `text`."""
    data = text.encode()
    capture = Capture.objects.create(sha256=Capture.store(data), size=len(data), media_type="text/plain")
    Sighting.objects.create(
        capture=capture,
        source=Source.objects.create(slug=f"s{capture.pk}", name="Quay Gazette"),
        address="https://quay.example/page",
        seen_at=timezone.now(),
    )
    extract = Extract.objects.create(capture=capture, tool="plain 1", text=text)
    witness = Witness.objects.create(statement=statement, extract=extract, start=0, end=len(text), hand=hand)
    for place, (role, written) in enumerate(stations):
        Station.objects.create(witness=witness, position=place, role=role, written=written)
    return witness


# --- Reading ----------------------------------------------------------------------------------------------------


def test_paragraphs_have_numbers_to_cite(client, statement):
    page = read(client, statement)
    assert re.search(r'id="p1".*?href="#p1".*?The mole was closed at dawn\.', page, re.S)
    assert re.search(r'id="p2".*?We ask for it to be opened\.', page, re.S)


def test_every_text_names_its_language_and_direction(client, statement):
    cast.translation(statement, "fa", stage="published")
    page = read(client, statement, "?with=fa", language="ar")
    assert '<html lang="ar" dir="rtl">' in page
    assert '<p lang="en" dir="ltr">The mole was closed at dawn.</p>' in page
    assert '<p lang="fa" dir="rtl">اسکله سپیده‌دم بسته شد.</p>' in page
    assert '<h1 lang="en" dir="ltr">Against the closing of the mole</h1>' in page


def test_numbers_are_in_the_page_s_digits(client, statement):
    assert ">۲</a>" in read(client, statement, language="fa")
    assert ">٢</a>" in read(client, statement, language="ar")
    assert "۱۷ بهمن ۱۳۹۹" in read(client, statement, language="fa")


def test_a_translation_that_is_not_there_is_said(client, statement):
    page = read(client, statement, "?with=tr")
    assert "No translation into Türkçe has been published." in page
    assert "The mole was closed at dawn." in page


def test_paragraphs_stand_beside_each_other():
    statement = cast.statement(texts=("One.", "Two.", "Three."), stage="published")
    cast.translation(statement, "fa", texts=("یک.", "دو."), stage="published", origin="found")
    shown = represent(for_reading(Statement.objects.public()).get(), whole=True)
    rows = rows_of(shown.original, shown.text_in("fa"))
    assert [(row.first.text, row.second.text if row.second else None) for row in rows] == [
        ("One.", "یک."),
        ("Two.", "دو."),
        ("Three.", None),
    ]


def test_a_paragraph_that_only_the_translation_has_keeps_its_place(client, statement):
    rendering = cast.translation(statement, "fa", stage="published")
    move(statement, "revise", cast.person("importer"))
    kept = [statement.current_revision.paragraphs[1]]
    write_revision(statement, title="Against", paragraphs=kept, by=cast.person("importer"))
    cast.carry(statement, "published")
    shown = represent(for_reading(Statement.objects.public()).get(), whole=True)
    rows = rows_of(shown.original, shown.text_in("fa"))
    assert [(row.number, row.first is not None) for row in rows] == [(1, False), (2, True)]
    assert rendering.language == "fa"


def test_stale_paragraphs_are_marked_and_the_others_are_not(client, statement):
    cast.translation(statement, "fa", stage="published")
    assert "the original has changed since" not in read(client, statement, "?with=fa")
    move(statement, "revise", cast.person("importer"))
    changed = [dict(one) for one in statement.current_revision.paragraphs]
    changed[1]["text"] = "We demand that it be opened."
    write_revision(statement, title="Against", paragraphs=changed, by=cast.person("importer"))
    assert "the original has changed since" not in read(client, statement, "?with=fa")  # not public yet
    cast.carry(statement, "published")
    page = read(client, statement, "?with=fa")
    assert page.count("the original has changed since") == 1
    assert re.search(r'class="row stale" id="p2"', page)
    assert re.search(r'class="row" id="p1"', page)


def test_excerpts_are_labelled(client):
    cut = cast.statement("Cut", ("The mole was closed …",), excerpt=True, stage="published")
    assert "Only a part of this text reached the archive." in read(client, cut)
    assert '<span class="word">excerpt</span>' in client.get("/en/statements/").content.decode()


def test_what_was_checked_is_said_honestly(client, statement):
    revision = statement.published_revision
    verifier = cast.person("verifier")
    for verdict in (Verdict.CONTRADICTED, Verdict.CONFIRMED):
        Assessment.objects.create(revision=revision, axis=Axis.ATTRIBUTION, verdict=verdict, by=verifier)
    shown = represent(for_reading(Statement.objects.public()).get(), whole=True)
    assert {one.axis: one.verdict for one in shown.judgements} == {
        Axis.TEXT: "",
        Axis.ATTRIBUTION: Verdict.CONFIRMED,
        Axis.DATE: "",
    }
    page = read(client, statement)
    assert page.count("not looked at") == 2


def test_what_deceives_is_shown_instead_of_working(client):
    tricky = cast.statement("Left \u202eright", ("One \u2066two\u200b three\u200cfour.",), stage="published")
    page = re.sub(r"<script type.*?</script>", "", read(client, tricky), flags=re.S)
    assert "\u202e" not in page
    assert '<span class="hidden-character">U+202E</span>' in page
    assert '<span class="hidden-character">U+2066</span>' in page
    assert "three\u200cfour" in page


def test_markup_in_texts_is_text(client):
    nasty = cast.statement("</script><script>alert(1)</script>", ("<img src=x onerror=alert(1)>",), stage="published")
    page = read(client, nasty)
    assert "<script>alert" not in page
    assert "<img" not in page
    data = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    assert json.loads(data[1])["name"] == "</script><script>alert(1)</script>"


def test_only_what_came_through_the_gate_is_represented(statement):
    with pytest.raises(AttributeError):
        represent(statement)
    hidden = cast.statement("Hidden", ("Hidden.",))
    with pytest.raises(ValueError, match="not public"):
        represent(for_lists(Statement.objects.filter(pk=hidden.pk)).get())


# --- The chain --------------------------------------------------------------------------------------------------


def chain(statement) -> list[tuple[str, str]]:
    shown = represent(for_lists(Statement.objects.public()).get(pk=statement.pk))
    return [(stop.label, stop.state) for stop in shown.chain]


def test_the_last_who_passed_it_on_was_seen_the_others_not(statement):
    attach(statement, "…", (Role.PUBLISHER, "The union"), (Role.QUOTING_SOURCE, "The gazette"), hand=2)
    assert chain(statement) == [
        ("issuer", "open"),
        ("publisher", "open"),
        ("quoting source", "checked"),
        ("capture", "checked"),
    ]
    Assessment.objects.create(
        revision=statement.published_revision,
        axis=Axis.ATTRIBUTION,
        verdict=Verdict.CONFIRMED,
        by=cast.person("verifier"),
    )
    assert chain(statement)[0] == ("issuer", "checked")


def test_a_statement_without_a_capture_says_so(client, statement):
    assert chain(statement) == [("issuer", "open"), ("no capture is kept", "open")]
    assert "No capture of this statement is kept." in read(client, statement, "provenance/")


def test_the_witness_through_the_fewest_hands_is_shown(statement):
    attach(statement, "second hand", (Role.QUOTING_SOURCE, "The gazette"), hand=2)
    attach(statement, "first hand")
    assert chain(statement) == [("issuer", "open"), ("capture", "checked")]


# --- Provenance -------------------------------------------------------------------------------------------------


def test_the_bytes_can_be_checked(client, statement):
    text = "Menu\n\nThe mole was\nclosed at dawn.\n\nThey ask for it to be opened."
    attach(statement, text)
    page = read(client, statement, "provenance/")
    assert hashlib.sha256(text.encode()).hexdigest() in page
    assert statement.published_revision.digest in page
    assert "https://quay.example/page" in page
    assert "characters 6 to 34" in page  # paragraph 1, its white space apart
    assert "not found in these words" in page  # paragraph 2 was edited


def test_provenance_tells_verified_and_published(client, statement):
    page = read(client, statement, "provenance/")
    assert re.search(r"verified<br>.*?published<br>", page, re.S)


# --- Permalinks and tombstones ----------------------------------------------------------------------------------


def test_the_permalink_leads_to_the_reader_s_language(client, statement):
    cast.translation(statement, "fa", stage="published")
    for wanted, expected in {
        "fa": f"/fa/statements/{statement.reference}/?with=fa",
        "de, ckb;q=0.8": f"/ckb/statements/{statement.reference}/",
        "prs": f"/fa/statements/{statement.reference}/?with=fa",
        "": f"/en/statements/{statement.reference}/",
        "x" * 9000: f"/en/statements/{statement.reference}/",
    }.items():
        response = client.get(f"/s/{statement.reference}", headers={"accept-language": wanted})
        assert (response.status_code, response["Location"]) == (302, expected)
        assert "Accept-Language" in response["Vary"]


@pytest.mark.parametrize(
    ("ending", "media_type"),
    [
        ("json", "application/json"),
        ("txt", "text/plain"),
        ("bib", "application/x-bibtex"),
        ("ris", "application/x-research-info-systems"),
        ("csl.json", "application/vnd.citationstyles.csl+json"),
    ],
)
def test_formats(client, statement, ending, media_type):
    response = client.get(f"/s/{statement.reference}.{ending}", headers={"accept-language": "fa"})
    assert response.status_code == 200
    assert response["Content-Type"].startswith(media_type)
    assert "Against the closing of the mole" in response.content.decode()
    assert client.get(f"/s/zzzzzzzz.{ending}").status_code == 404


def test_the_json_holds_everything_public(client, statement):
    cast.translation(statement, "fa", stage="published")
    told = client.get(f"/s/{statement.reference}.json").json()
    assert told["original"]["digest"] == statement.published_revision.digest
    assert [one["text"] for one in told["original"]["paragraphs"]] == [
        "The mole was closed at dawn.",
        "We ask for it to be opened.",
    ]
    assert told["translations"][0]["language"] == "fa"
    assert told["date"]["edtf"] == "2021-02-05"
    assert told["assessments"] == {"text": None, "attribution": None, "date": None}


def test_citation_formats_keep_to_their_fields(client):
    made = cast.statement("A {brace} & 50 % of_it\nsplit", ("Text.",), stage="published")
    bib = client.get(f"/s/{made.reference}.bib").content.decode()
    assert r"title = {A \{brace\} \& 50 \% of\_it split}," in bib
    ris = client.get(f"/s/{made.reference}.ris").content.decode()
    assert "TI  - A {brace} & 50 % of_it split\r\n" in ris
    assert ris.startswith("TY  - ELEC\r\n")
    assert ris.rstrip().endswith("ER  -")
    (item,) = client.get(f"/s/{made.reference}.csl.json").json()
    assert item["issued"] == {"date-parts": [[2021, 2, 5]]}


def test_a_citation_isolates_each_language(client, statement):
    cast.translation(statement, "fa", stage="published")
    shown = represent(for_reading(Statement.objects.public()).get(), whole=True)
    entry = citations.pieces(shown, "https://example.org/s/x", "fa")
    assert "".join(piece.text for piece in entry) == (
        "Harbour Workers’ Union. “Against the closing of the mole” [در اعتراض به بستن اسکله]. "
        f"{dates.show(shown.date, dates.GREGORIAN, 'fa')}. Sanad. https://example.org/s/x"
    )
    assert {piece.language for piece in entry if "mole" in piece.text} == {"en"}


def test_a_tombstone_is_what_remains(client, statement):
    move(statement, "withdraw", cast.person("publisher"), "Asked for by the issuer.")
    for rest in ("", "provenance/", "?with=fa"):
        response = client.get(address(statement, "en", rest))
        page = response.content.decode()
        assert response.status_code == 410
        assert "This statement was withdrawn" in page
        assert "Asked for by the issuer." in page
        assert statement.reference in page
        assert "mole" not in page
    assert client.get(f"/s/{statement.reference}").status_code == 302
    told = client.get(f"/s/{statement.reference}.json")
    assert told.status_code == 410
    assert told.json()["reason"] == "Asked for by the issuer."
    assert client.get(f"/s/{statement.reference}.txt").status_code == 410


def test_a_merged_statement_leads_to_what_it_became(client, statement):
    other, last = cast.statement("Other", ("Other.",), stage="published"), cast.statement("Last", ("L.",))
    cast.carry(last, "published")
    for gone, into in ((statement, other), (other, last)):
        move(gone, "withdraw", cast.person("publisher"), "Merged.")
        Statement.objects.filter(pk=gone.pk).update(replaced_by=into)
    response = client.get(f"/s/{statement.reference}")
    assert (response.status_code, response["Location"]) == (301, f"/s/{last.reference}")
    response = client.get(f"/s/{statement.reference}.bib")
    assert (response.status_code, response["Location"]) == (301, f"/s/{last.reference}.bib")
    assert f"/en/statements/{last.reference}/" in client.get(address(other)).content.decode()


def test_a_circle_of_merges_ends(client, statement):
    other = cast.statement("Other", ("Other.",), stage="published")
    for gone, into in ((statement, other), (other, statement)):
        move(gone, "withdraw", cast.person("publisher"), "Merged.")
        Statement.objects.filter(pk=gone.pk).update(replaced_by=into)
    assert client.get(f"/s/{statement.reference}").status_code in (301, 302)
    assert client.get(f"/s/{statement.reference}", follow=False).status_code < 400


# --- Cost -------------------------------------------------------------------------------------------------------


def test_queries_do_not_grow_with_the_text(client, django_assert_max_num_queries):
    client.cookies["stranger"] = "1"  # no page is kept for who sends a cookie

    def counted(statement) -> list[int]:
        numbers = []
        for rest in ("?with=fa", "provenance/"):
            client.get(address(statement, "en", rest))
            with django_assert_max_num_queries(25) as queries:
                assert client.get(address(statement, "en", rest)).status_code == 200
            numbers.append(len(queries))
        return numbers

    short = cast.statement("Short", ("One.",), stage="published")
    attach(short, "One.", (Role.PUBLISHER, "The union"))
    cast.translation(short, "fa", texts=("یک.",), stage="published")
    cast.statement("Beside", ("Beside.",), stage="published")
    few = counted(short)
    texts = [f"Paragraph {place}." for place in range(30)]
    long = cast.statement("Long", texts, stage="published")
    for place in range(3):
        attach(long, f"{place} " + "\n\n".join(texts), (Role.PUBLISHER, "The union"), (Role.QUOTING_SOURCE, "It"))
    for language in ("fa", "ar", "tr"):
        cast.translation(long, language, texts=texts, stage="published", origin="found")
    for _place in range(29):
        cast.statement("Neighbour", ("Text.",), stage="published")
    assert min(few) > 0 and counted(long) == few
    assert number(["a"])[0]["number"] == 1
