"""A statement to carry away: TEI, Markdown and plain text, whole or one text alone."""

import datetime
import itertools
import json
import re

import pytest
import yaml
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from markdown_it import MarkdownIt

from archive import dates
from archive.models import Statement, Topic
from archive.public.downloads import markdown
from archive.public.represent import for_reading, represent
from archive.public.shapes import Paragraph, Represented, Text
from archive.public.tei import tei
from archive.stages import Role
from editorial.workflow.moves import move
from editorial.workflow.revise import write_revision
from tests import cast
from tests.archive.test_public_reading import attach

TEI = "http://www.tei-c.org/ns/1.0"
XML = "{http://www.w3.org/XML/1998/namespace}"
#: The part of TEI P5 that is written: each element with its children in the order in which they may follow, and its
#: attributes. Documents like those below were valid under the Consortium's `tei_all` of P5 4.11.0.
GRAMMAR = {
    "TEI": ("teiHeader text", ""),
    "teiHeader": ("fileDesc encodingDesc profileDesc", "xml:lang"),
    "fileDesc": ("titleStmt publicationStmt notesStmt sourceDesc", ""),
    "titleStmt": ("title author respStmt", ""),
    "title": ("", "type xml:lang"),
    "author": ("orgName persName", ""),
    "orgName": ("", "key xml:lang type role"),
    "persName": ("", "xml:lang"),
    "respStmt": ("resp name orgName", ""),
    "resp": ("", ""),
    "name": ("", ""),
    "publicationStmt": ("publisher idno date", ""),
    "publisher": ("", ""),
    "idno": ("", "type corresp"),
    "date": ("", "when notBefore notAfter when-custom from-custom to-custom datingMethod calendar cert type xml:lang"),
    "notesStmt": ("note", ""),
    "note": ("", "type subtype"),
    "sourceDesc": ("bibl listWit", ""),
    "bibl": ("title author respStmt idno biblScope publisher date country note", "type subtype"),
    "country": ("", "key"),
    "biblScope": ("", "unit from to"),
    "listWit": ("witness", ""),
    "witness": ("bibl", "xml:id n"),
    "encodingDesc": ("editorialDecl projectDesc classDecl", ""),
    "editorialDecl": ("normalization", ""),
    "normalization": ("p", ""),
    "projectDesc": ("p", ""),
    "classDecl": ("taxonomy", ""),
    "taxonomy": ("category", ""),
    "category": ("catDesc", "xml:id"),
    "catDesc": ("", ""),
    "profileDesc": ("calendarDesc langUsage textClass", ""),
    "calendarDesc": ("calendar", ""),
    "calendar": ("p", "xml:id"),
    "langUsage": ("language", ""),
    "language": ("", "ident"),
    "textClass": ("keywords", ""),
    "keywords": ("term", ""),
    "term": ("", "type key xml:lang"),
    "text": ("group body", "xml:id xml:lang type"),
    "group": ("text", ""),
    "body": ("div", ""),
    "div": ("head p", "type"),
    "head": ("", ""),
    "p": ("", "xml:id n corresp ana"),
}
#: Whose children may come in any order, as TEI has it.
FREE = {"bibl", "publicationStmt"}


def valid(document: str) -> etree._Element:
    """The document, after it was held against the grammar above and its own references."""
    root = etree.fromstring(document.encode())
    names = {one.get(f"{XML}id") for one in root.iter() if one.get(f"{XML}id")}
    assert len(names) == len(root.xpath("//@xml:id"))
    for element in root.iter():
        children, attributes = GRAMMAR[etree.QName(element).localname]
        order = children.split()
        found = [etree.QName(child).localname for child in element]
        assert set(found) <= set(order), element.tag
        if etree.QName(element).localname not in FREE:
            assert found == sorted(found, key=order.index), element.tag
        for name, value in element.attrib.items():
            assert name.replace(XML, "xml:") in attributes.split(), f"{element.tag} {name}"
            if name in ("corresp", "ana", "calendar", "datingMethod"):
                assert {one.removeprefix("#") for one in value.split()} <= names
    return root


def find(root: etree._Element, path: str) -> list:
    return root.xpath(path, namespaces={"t": TEI})


def shown(statement: Statement) -> Represented:
    return represent(for_reading(Statement.objects.public()).get(pk=statement.pk), whole=True)


@pytest.fixture
def full(db) -> Statement:
    """A statement with several translations of each origin, a stale and an obsolete paragraph, and two captures."""
    made = cast.statement("Full <&> \u202e", ("One.", "Two.", "Three."), stage="published", excerpt=True)
    made.topics.add(Topic.objects.create(slug="harbours", name_en="Harbours"))
    Statement.objects.filter(pk=made.pk).update(author="A. Author", issuing_body="Bureau")
    made.participations.create(written="The bakers", role=Role.SIGNATORY, position=1)
    attach(made, "One.", (Role.PUBLISHER, "The union"), hand=2)
    attach(made, "Two.")
    for origin in ("ours", "official", "machine"):
        cast.translation(made, "fa", "عنوان", ("یک", "دو", "سه"), stage="published", origin=origin)
    cast.translation(made, "tr", "Başlık", ("Bir", "İki", "Üç"), stage="published")
    move(made, "revise", cast.person("importer"))
    kept = [dict(one) for one in made.current_revision.paragraphs[:2]]
    kept[1]["text"] = "Two, corrected."
    write_revision(made, title="Full", paragraphs=kept, by=cast.person("importer"), excerpt=True)
    return cast.carry(made, "published")


# --- TEI --------------------------------------------------------------------------------------------------------


def test_tei_holds_every_text_with_its_paragraphs(full):
    root = valid(tei(shown(full), "https://archive.example/s/x"))
    texts = find(root, "//t:group/t:text")
    assert [(one.get(f"{XML}id"), one.get(f"{XML}lang"), one.get("type")) for one in texts] == [
        ("original", "en", "original"),
        ("fa", "fa", "official"),
        ("fa.ours", "fa", "ours"),
        ("tr", "tr", "ours"),
        ("fa.machine", "fa", "machine"),
    ]
    assert find(root, "//t:p[@xml:id='p2']/text()") == ["Two, corrected."]
    second, third = find(root, "//t:text[@xml:id='tr']//t:p")[1:]
    assert (second.text, second.get("corresp"), second.get("ana")) == ("İki", "#p2", "#stale")
    assert (third.text, third.get("corresp"), third.get("n")) == ("Üç", None, "3")
    digests = dict(zip(find(root, "//t:publicationStmt/t:idno[@type='SHA-256']/@corresp"),
                       find(root, "//t:publicationStmt/t:idno[@type='SHA-256']/text()"), strict=True))  # fmt: skip
    assert digests["#original"] == Statement.objects.get(pk=full.pk).published_revision.digest
    assert len(digests) == 5
    assert len(find(root, "//t:listWit/t:witness")) == 2
    assert find(root, "//t:respStmt[t:resp='signatory']/t:orgName/text()") == ["The bakers"]


@pytest.mark.django_db
@pytest.mark.parametrize("precision", dates.PRECISIONS)
def test_tei_has_the_date_in_both_calendars(precision):
    for calendar, inferred in itertools.product(dates.CALENDARS, (False, True)):
        year = {dates.GREGORIAN: 2021, dates.SOLAR_HIJRI: 1399, dates.ISLAMIC: 1442}[calendar]
        month, day = (3 if precision in ("day", "month") else None), (5 if precision == "day" else None)
        made = cast.statement(language="fa")
        made.date = dates.from_parts(calendar, year, month, day, "as written", inferred, precision == "decade")
        made.save()
        cast.carry(made, "published")
        root = valid(tei(shown(made), "https://archive.example/s/x"))
        found = find(root, "//t:bibl[@type='issued']/t:date")
        assert found[0].text == "as written"
        assert [one.get("calendar") for one in found] == list(
            dict.fromkeys([f"#{calendar.replace(' ', '-')}", "#gregorian"])
        )
        assert {one.get("cert") for one in found} == ({"medium"} if inferred else {None})
        if calendar == dates.SOLAR_HIJRI and precision == "day":
            assert (found[0].get("when"), found[0].get("when-custom")) == ("2020-05-25", "1399-03-05")


@pytest.mark.django_db
def test_tei_of_the_least_that_a_statement_can_be():
    bare = cast.statement("", ("x\ufffe\x0cy \u202e",), day=None, stage="published")
    bare.participations.all().delete()
    root = valid(tei(shown(bare), "https://archive.example/s/x"))
    assert find(root, "//t:p[@n='1']/text()") == ["x\ufffd\ufffdy \u202e"], "what XML cannot hold leaves a mark"


# --- Markdown and plain text -------------------------------------------------------------------------------------


def rendered(text: str) -> list[str]:
    """The words of each block that CommonMark makes of a text without its front matter."""
    body = text.split("\n---\n", 1)[1]
    return [
        "".join(child.content for child in token.children if child.type in ("text", "code_inline", "softbreak"))
        for token in MarkdownIt("commonmark").parse(body)
        if token.type == "inline"
    ]


def test_markdown_has_its_facts_in_front(full):
    text = markdown(shown(full), "https://archive.example/s/x")
    facts = yaml.safe_load(text.split("---\n")[1])
    assert facts["title"] == "Full" and facts["lang"] == "en"
    assert facts["signatory"] == ["The bakers"]
    assert facts["date"] == "2021-02-05"
    blocks = rendered(text)
    assert "[2] Two, corrected." in blocks and "[3] Üç" in blocks
    assert "Başlık · Türkçe" in blocks
    assert any("the original has changed since: paragraphs 2, 3" in one for one in blocks)


LETTERS = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\\`*_[]<>#-+=~|&;:.)1 \t"))
MOMENT = datetime.datetime(2026, 2, 5, tzinfo=datetime.UTC)


@given(LETTERS.filter(str.strip), LETTERS.filter(str.strip))
def test_markdown_shows_every_letter_unchanged(title, paragraph):
    text = Text("en", title, 1, "0" * 64, MOMENT, MOMENT, (Paragraph(7, paragraph),))
    statement = Represented(1, "x", "statement", "en", None, (), (), "", "", text, (), (), MOMENT, MOMENT)

    def words(of: str) -> str:
        return "".join(of.split())

    blocks = rendered(markdown(statement, "https://archive.example/s/x"))
    assert words(blocks[0]) == words(title)
    assert words("".join(blocks[2:-1])) == words(f"[7]{paragraph}")


def test_one_text_alone(full):
    client = Client()

    def body(name: str) -> str:
        response = client.get(f"/s/{full.reference}.{name}")
        assert response.status_code == 200
        assert response["Content-Disposition"] == f'inline; filename="sanad-{full.reference}.{name}"'
        return response.content.decode()

    assert "Bir" in body("tr.txt") and "Two, corrected." not in body("tr.txt")
    assert "Two, corrected." in body("en.md") and "Bir" not in body("en.md")
    assert "by machine" in body("fa.machine.txt") and "by the issuer" in body("fa.txt")
    for wrong in ("ckb.txt", "fa.found.md", "zz-ZZ.txt", "tr.ours.machine.txt", "fa.bib", "fa.json"):
        assert client.get(f"/s/{full.reference}.{wrong}").status_code == 404


def test_whole_texts_name_their_language_and_hand(full):
    text = Client().get(f"/s/{full.reference}.txt").content.decode()
    assert "== Türkçe · our own · translated by T. Translator" in text
    assert re.search(r"signatory: The bakers\n", text)
    assert text.count("SHA-256 ") == 5


@pytest.mark.parametrize("ending", ["json", "tei.xml", "txt", "md", "bib", "ris", "csl.json", "fa.txt"])
def test_what_was_withdrawn_is_gone_in_every_format(full, ending):
    move(full, "withdraw", cast.person("publisher"), "Asked for by the issuer.")
    response = Client().get(f"/s/{full.reference}.{ending}")
    assert response.status_code == 410
    assert "Asked for by the issuer." in response.content.decode()
    assert "Two" not in response.content.decode()
    if ending.endswith("json"):
        assert json.loads(response.content)["reference"] == full.reference
