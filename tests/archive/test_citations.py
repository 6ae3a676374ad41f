"""Citations, as strangers' programs read them."""

import bibtexparser
import pytest
import rispy
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from django.test import Client

from archive import dates
from archive.models import Statement
from archive.models.revision import digest
from archive.public import citations
from archive.public.represent import for_reading, represent
from archive.public.romanise import romanise
from tests import cast

pytestmark = pytest.mark.django_db
TITLE = "در اعتراض به {بستن} 50 % اسکله"


@pytest.fixture
def statement() -> Statement:
    """A Persian statement of a Persian date, with an English translation."""
    made = cast.statement(TITLE, ("اسکله بسته شد.", "آن را باز کنید."), language="fa")
    made.date = dates.from_parts(dates.SOLAR_HIJRI, 1399, 11, 17, "۱۷ بهمن ۱۳۹۹")
    made.save()
    cast.carry(made, "published")
    cast.translation(made, "en", "Against closing 50 % of it", ("It was closed.", "Open it."), stage="published")
    return made


def fetched(statement: Statement, ending: str, query: str = "") -> str:
    response = Client().get(f"/s/{statement.reference}.{ending}{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_a_bibtex_reader_reads_it(statement):
    library = bibtexparser.parse_string(fetched(statement, "bib", "?p=2"))
    assert library.failed_blocks == []
    (entry,) = library.entries
    fields = {field.key: field.value for field in entry.fields}
    assert (entry.entry_type, entry.key) == ("online", f"sanad-{statement.reference}-p2")
    assert fields["title"] == TITLE.replace("{", r"\{").replace("}", r"\}").replace("%", r"\%")
    assert fields["titleaddon"] == r"Against closing 50 \% of it"
    assert fields["date"] == "2021-02-05"
    assert fields["url"].endswith(f"/s/{statement.reference}#p2")
    for part in ("Solar Hijri: 17 Bahman 1399", "Transliteration: dr āʿtrāż", "Date as written: ۱۷ بهمن ۱۳۹۹",
                 f"Paragraph 2, SHA-256 {digest('آن را باز کنید.')}", statement.published_revision.digest):  # fmt: skip
        assert part in fields["note"]


def test_a_ris_reader_reads_it(statement):
    (entry,) = rispy.loads(fetched(statement, "ris", "?p=1").replace("\r\n", "\n"))
    assert entry["type_of_reference"] == "ELEC"
    assert entry["title"] == TITLE
    assert entry["authors"] == ["Harbour Workers’ Union"]
    assert entry["translated_title"] == "Against closing 50 % of it"
    assert (entry["year"], entry["date"]) == ("2021", "2021/02/05/")
    assert entry["urls"] == [f"http://testserver/s/{statement.reference}#p1"]
    assert "Solar Hijri: 17 Bahman 1399" in entry["notes"]
    assert f"SHA-256 {statement.published_revision.digest}" in entry["notes"]
    assert any(note.startswith("Paragraph 1, SHA-256 ") for note in entry["notes"])


def test_a_csl_processor_sets_it(statement):
    items = Client().get(f"/s/{statement.reference}.csl.json?p=2").json()
    source = CiteProcJSON(items)
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = CitationStylesBibliography(style, source, formatter.plain)
    key = f"sanad-{statement.reference}"
    bibliography.register(Citation([CitationItem(key)]))
    (line,) = map(str, bibliography.bibliography())
    assert "Harbour Workers’ Union" in line and "2021" in line and "بستن" in line
    (item,) = items
    assert item["issued"] == {"date-parts": [[2021, 2, 5]]}
    assert item["section"] == "paragraph 2" and item["URL"].endswith("#p2")
    assert "Title (en): Against closing 50 % of it" in item["note"]


def test_a_paragraph_that_is_not_there_cannot_be_cited(statement):
    for number in ("3", "0", "x", "2 ", "۲"):
        assert Client().get(f"/s/{statement.reference}.bib", {"p": number}).status_code == 404
    assert Client().get(f"/s/{statement.reference}.json?p=9").status_code == 200


def test_in_words_it_has_latin_letters_for_who_reads_those(statement):
    shown = represent(for_reading(Statement.objects.public()).get(), whole=True)
    english = "".join(piece.text for piece in citations.pieces(shown, "https://a.example/s/x", "en"))
    assert english == (
        f"Harbour Workers’ Union. «{TITLE}» dr āʿtrāż bh {{bstn}} 50 % āsklh [Against closing 50 % of it]. "
        "5 February 2021 (17 Bahman 1399 SH). Sanad. https://a.example/s/x"
    ).replace(" SH)", f"{_era()})")
    persian = "".join(piece.text for piece in citations.pieces(shown, "https://a.example/s/x", "fa"))
    assert "āʿtrāż" not in persian


def _era() -> str:
    """What the calendar's own name adds to a day, if anything."""
    date = dates.from_parts(dates.SOLAR_HIJRI, 1399, 11, 17)
    return dates.show(date, dates.SOLAR_HIJRI, "en").removeprefix("17 Bahman 1399")


def test_what_has_no_title_has_one_full_stop_behind_its_issuer(db):
    cast.statement("", ("It was closed.",), stage="published")
    shown = represent(for_reading(Statement.objects.public()).get(), whole=True)
    pieces = citations.pieces(shown, "https://a.example/s/x", "en")
    assert "".join(piece.text for piece in pieces).startswith("Harbour Workers’ Union. 5 February 2021. Sanad. ")


def test_who_has_no_issuer_has_an_author(statement):
    statement.participations.all().delete()
    Statement.objects.update(author="A. Author")
    assert "AU  - A. Author" in fetched(statement, "ris")
    assert "author = {{A. Author}}" in fetched(statement, "bib")
    assert Client().get(f"/s/{statement.reference}.csl.json").json()[0]["author"] == [{"literal": "A. Author"}]


@pytest.mark.parametrize(
    ("language", "text", "latin"),
    [
        ("fa", "اطلاعیهٔ کارگران، می\u200cگوید: «نه» ۱۴۰۱", "āṭlāʿyhʾ kārgrān, my-gvyd: “nh” 1401"),
        ("fa", "ثبت ذوق ضرورت", "s̱bt ẕvq żrvrt"),
        ("ar", "إضراب عُمّال الميناء ٢٠٢٢؟", "ʾḍrāb ʿumāl ālmynāʾ 2022?"),
        ("ckb", "هەڵوێست لەسەر ژیانی کرێکاران", "hełwêst leser jyanî krêkaran"),
        ("ckb", "ئازادی بۆ وڵات", "azadî bo włat"),
        ("ckb", "کوردستان دوور", "kurdstan dûr"),
        ("ur", "مزدوروں کا اعلان", "mzdvrvṃ kā āʿlān"),
        ("tr", "İşçi", ""),
        ("ru", "Заявление", ""),
        ("und", "متن", ""),
    ],
)
def test_letters_in_latin(language, text, latin):
    assert romanise(text, language) == latin
