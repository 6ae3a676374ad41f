"""What readers carry away: PDFs whose words can be read again, and books."""

import datetime
import io
import re
import unicodedata
import zipfile

import pypdfium2
import pytest
from django.test import Client
from lxml import etree

from editorial.workflow.moves import move
from tests import cast

pytestmark = pytest.mark.django_db

XHTML = {"x": "http://www.w3.org/1999/xhtml", "o": "http://www.idpf.org/2007/opf"}
#: Ligatures, joiners, digits of two systems, letters of four languages, vowel signs.
PERSIAN = "سلام بر کارگران نیلان؛ دفتر نوبت را می‌خواهیم. سال ۱۳۹۹ گذشت و چراغ‌ها هنوز روشن است."
ARABIC = "الأمّة أوّلًا، ولا نريد إلّا الخبز. هذه السنة مرّت والإضراب مستمر لأنّ الأجور لم تُدفع."
KURDISH = "بۆچی دەرگاکەمان سەوزە؟ لە گەڵ ئێوەین، ڕۆژێک دێت و وڵات ئازاد دەبێت."
TURKISH = "Işık söndü, çığlık İzmir’e ulaştı; ekmeğe ağıt yakıyoruz."


def words(text: str) -> list[str]:
    """The words of a text without vowel signs (PDF readers put a sign before its letter) and without marks."""
    plain = "".join(letter for letter in text if not unicodedata.combining(letter))
    return re.findall(r"[\w\u200c]+", plain)


def read_pdf(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def stands_in(text: str, page: str) -> bool:
    """Whether the words of `text` stand in a row on the page."""
    return f" {' '.join(words(text))} " in f" {' '.join(words(page))} "


@pytest.mark.parametrize(
    ("language", "text"), [("fa", PERSIAN), ("ar", ARABIC), ("ckb", KURDISH), ("tr", TURKISH), ("en", "We ask.")]
)
def test_a_pdf_gives_its_words_back_in_their_order(language, text):
    statement = cast.statement(text.split(".")[0], (text, f"{text} {text}"), language=language, stage="published")
    response = Client().get(f"/s/{statement.reference}.pdf?in={language if language != 'en' else 'fa'}")
    assert response["Content-Type"] == "application/pdf"
    page = read_pdf(response.content)
    assert stands_in(text, page)
    assert stands_in(f"{text} {text}", page)
    assert statement.published_revision.digest in page
    assert f"http://testserver/s/{statement.reference}" in page


def test_a_pdf_of_a_pair_holds_both_and_our_faces_only():
    statement = cast.statement("نوبت", (PERSIAN,), language="fa", stage="published")
    cast.translation(statement, "ar", "الدور", (ARABIC,), stage="published", origin="found")
    cast.translation(statement, "tr", "Sıra", (TURKISH,), stage="published", origin="found")
    for asked, texts in {"with=ar": (PERSIAN, ARABIC), "text=tr&with=ar": (TURKISH, ARABIC)}.items():
        content = Client().get(f"/s/{statement.reference}.pdf?{asked}").content
        page = " ".join(words(read_pdf(content)))
        for text in texts:
            # Columns stand line beside line: the first words of each are together.
            assert " ".join(words(text)[:3]) in page
        faces = set(re.findall(rb"/FontName\s*/\w+\+(\w+)", content))
        assert faces <= {b"SanadArabic", b"SanadLatin"}
    assert Client().get(f"/s/{statement.reference}.pdf?with=en").status_code == 404


def test_the_same_text_gives_the_same_pdf_and_markup_stays_text():
    nasty = '#read("/etc/passwd") $x$ *b* _i_ <l> @r `c` \\ " \u202e'
    statement = cast.statement(nasty, (f"{nasty} end",), stage="published")
    first = Client().get(f"/s/{statement.reference}.pdf").content
    assert first == Client().get(f"/s/{statement.reference}.pdf").content
    page = read_pdf(first)
    assert '#read("/etc/passwd")' in page
    assert "[U+202E]" in page


def test_what_our_faces_cannot_set_is_not_offered():
    statement = cast.statement("Слово", ("Слово.",), language="ru", stage="published")
    page = Client().get(f"/en/statements/{statement.reference}/").content.decode()
    assert f"/s/{statement.reference}.pdf" not in page
    assert f"/s/{statement.reference}.epub" in page
    assert Client().get(f"/s/{statement.reference}.pdf").status_code == 404


@pytest.mark.parametrize("ending", ["pdf", "epub", "zip"])
def test_what_is_carried_goes_with_its_statement(ending):
    statement = cast.statement(stage="published")
    assert Client().get(f"/s/{statement.reference}.{ending}").status_code == 200
    move(statement, "withdraw", cast.person("publisher"), "Asked for.")
    response = Client().get(f"/s/{statement.reference}.{ending}")
    assert response.status_code == 410
    assert b"mole" not in response.content


def book(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        first = packed.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        return {name: packed.read(name) for name in packed.namelist()}


def test_a_book_is_read_in_the_direction_of_its_text():
    statement = cast.statement("نوبت & <دفتر>", (PERSIAN, "دو."), language="fa", stage="published")
    cast.translation(statement, "en", "The turn", ("The book.", "Two."), stage="published", origin="found")
    files = book(Client().get(f"/s/{statement.reference}.epub?with=en&in=fa").content)
    package = etree.fromstring(files["book/package.opf"])
    assert package.find("o:spine", XHTML).get("page-progression-direction") == "rtl"
    listed = {item.get("href") for item in package.iterfind(".//o:item", XHTML)}
    assert {f"book/{name}" for name in listed} | {"mimetype", "META-INF/container.xml", "book/package.opf"} == set(
        files
    )
    page = etree.fromstring(files[f"book/{statement.reference}.xhtml"])
    assert page.get("dir") == "rtl"
    (second,) = page.xpath("//x:section[@id='p2']", namespaces=XHTML)
    assert ["".join(one.itertext()).strip() for one in second.iterfind("x:p", XHTML)] == ["۲ دو.", "Two."]
    assert second.find("x:p[2]", XHTML).get("dir") == "ltr"


def test_a_list_is_a_book():
    for place in range(3):
        cast.statement(f"Statement {place}", ("Words.",), day=datetime.date(2020 + place, 1, 1), stage="published")
    cast.statement("Hidden", ("Hidden.",))
    response = Client().get("/ar/statements/?format=epub&from=2021&calendar=gregorian")
    assert response["Content-Type"] == "application/epub+zip"
    files = book(response.content)
    nav = etree.fromstring(files["book/nav.xhtml"])
    assert [link.text for link in nav.iterfind(".//x:li/x:a", XHTML)] == ["Statement 2", "Statement 1"]
    assert nav.get("dir") == "rtl"
    assert Client().get("/en/statements/?format=epub&q=nothing").status_code == 404
