"""Which lines of a head may be its title, and names of bodies that are lines of their own. Invented lines."""

import pytest

from editorial.intake.recognise.bodies import is_body_line, names_day, names_medium
from editorial.intake.recognise.headline import FAIR, GOOD, NEVER, WEAK, greets, is_menu, verdict, without_subject
from editorial.intake.recognise.name_line import bodies_in, name_of_line
from editorial.intake.recognise.naming import read_name
from editorial.intake.recognise.title import guess_title
from editorial.intake.recognise.vocabulary import starter
from tests.editorial.test_recognise_date import BODY, page_of
from tests.editorial.test_recognise_organisation import issuers, read


@pytest.mark.parametrize(
    "line",
    [
        "Home  News  Opinion  Labour  Contact",
        "Startseite | Presse | Termine",
        "Anasayfa Hakkımızda Açıklamalar İletişim",
        "Inicio » Notas » Nota de los panaderos",
        "Tags: bread, ovens",
        "Mots-clés : pain, fours",
        "برچسب‌ها: نان، تنور",
        "3 min read",
        "Lesedauer: 4 Minuten",
        "المشاهدات: 812",
        "ژمارەی بینین: ٣١٩",
        "Share   Tweet   Print",
        "Dear friends and neighbours,",
        "هاوڕێیانی خۆشەویست",
        "By Ada Quill",
        "Read more about the ovens",
    ],
)
def test_line_beside_a_title_is_none(line):
    assert verdict(line) == NEVER


@pytest.mark.parametrize(
    "line", ["Press Release", "COMUNICADO", "بیانیه‌ها", "BASIN AÇIKLAMASI", "Communiqué de presse"]
)
def test_section_says_less_than_a_title(line):
    assert verdict(line) == WEAK


@pytest.mark.parametrize(
    ("line", "worth"),
    [
        ("Five minutes for the bakers", FAIR),
        ("¡No al cierre de los hornos!", FAIR),
        ("Statement of the bakers on the price of salt", GOOD),
        ("Fırıncılar Birliği'nin ekmek bildirisi", GOOD),
        ("بیانیهٔ نانوایان دربارهٔ بهای نمک", GOOD),
    ],
)
def test_titles_keep_their_worth(line, worth):
    assert verdict(line) == worth


def test_small_questions_about_lines():
    assert is_menu("About us | Press | Join")
    assert not is_menu("Bakers, millers, farmers: one table")
    assert greets("Queridas vecinas,")
    assert not greets("Statement to all bakers,")
    assert without_subject("Subject: Salt and bread") == "Salt and bread"
    assert names_day("International Bakers' Day")
    assert names_medium("The Valley Tribune")
    assert is_body_line("Association des boulangers libres")
    assert not is_body_line("Bakers close their ovens on Friday and march")


@pytest.mark.parametrize(
    ("parts", "title"),
    [
        ((("title", "Ovens out"), ("body", BODY)), "Ovens out"),
        ((("title", "Home | Press | Join"), ("byline", "Statement of the bakers on salt"), ("body", BODY)),
         "Statement of the bakers on salt"),
        ((("title", "Press Release"), ("body", "Bakers close their ovens on Friday"), ("body", BODY)),
         "Bakers close their ovens on Friday"),
        ((("title", "Notices\nTags: salt"), ("body", BODY)), "Notices"),
        ((("title", "Subject: Salt and bread"), ("body", BODY)), "Salt and bread"),
        ((("title", "Dear bakers,"), ("body", BODY)), None),
    ],
)  # fmt: skip
def test_best_line_of_a_head_is_the_title(parts, title):
    page = page_of(*parts)
    guess = guess_title(page, page.statements[0], "en")
    assert (guess.value if guess else None) == title


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("شورای هماهنگی پشتیبانی از نانوایان", "شورای هماهنگی پشتیبانی از نانوایان"),
        ("۲) کانون آسیابانان همدل", "کانون آسیابانان همدل"),
        ("1) Le Comité des boulangers de Brumeval :", "Comité des boulangers de Brumeval"),
        ("کمیتهٔ روابط عمومی", None),
        ("رئيس الاتحاد", None),
        ("زنده باد همبستگی نانوایان!", None),
    ],
)
def test_name_that_is_a_line_of_its_own(line, name):
    found = name_of_line(line, starter())
    assert (found.written if found else None) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Coordinadora de Hornos del Sur rechaza el precio", "Coordinadora de Hornos del Sur"),
        ("Barış için Fırın Girişimi", "Barış için Fırın Girişimi"),
        ("رابطة خبازي الساحل في بيان لها", "رابطة خبازي الساحل"),
        ("Tevgera Nanpêjên Azad de ev tişt", "Tevgera Nanpêjên Azad"),
        ("collectif Femmes de Brumeval", "collectif Femmes de Brumeval"),
        ("International Bakers' Union Day", None),
        ("BASIN AÇIKLAMASI", None),
    ],
)
def test_names_end_where_the_sentence_goes_on(text, name):
    found = read_name(text, 0, starter())
    assert (found.written if found else None) == name


def test_lead_in_names_who_speaks():
    first = next(iter(bodies_in("Kurz darauf folgte das Bäckerbündnis Lahn mit einem Text.", starter())))
    assert first.written == "Bäckerbündnis Lahn"
    assert list(bodies_in("Der Brief ging an die Bäckergewerkschaft Lahn.", starter())) == []


@pytest.mark.parametrize(
    "parts",
    [
        (("title", "Fırıncılar Platformu'ndan kamuoyuna"), ("body", BODY)),
        (("title", "Salt\npar Fédération des boulangers - 22/10/2010"), ("body", BODY)),
        (("title", "La Federación de Horneros, ante el precio de la sal"), ("body", BODY)),
    ],
)
def test_heads_that_name_the_issuer(parts):
    (reading,) = read(*parts)
    assert len(issuers(reading)) == 1
