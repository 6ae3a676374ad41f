"""Lists of signatories in their shapes, with titles and kinds. Invented names."""

import pytest

from editorial.intake.extract import extract
from editorial.intake.recognise.listed_name import KNOWN, NONE, SHAPED, name_strength
from editorial.intake.split import split
from tests.editorial.invented import WORDS
from tests.editorial.test_recognise_organisation import BODY, read

LISTS = [
    ("Signed:\nAnna Muster, chair of the Bakers’ Union\nBen Beispiel (Ghent)\nUnion of Millers, Bakers and Grocers",
     ["Anna Muster", "Ben Beispiel", "Union of Millers, Bakers and Grocers"]),
    ("Signers: Bakers’ Union, Millers’ Council (Ghent, Basel), Grocers’ League and Oven Workers’ Front",
     ["Bakers’ Union", "Millers’ Council (Ghent, Basel)", "Grocers’ League and Oven Workers’ Front"]),
    ("1. Bakers’ Union\n2. Millers’ Council\n3 – Grocers’ League",
     ["Bakers’ Union", "Millers’ Council", "Grocers’ League"]),
    ("Signataires :\n* [Syndicat des fours](https://fours.example/)\n* Anne Exemple, boulangère\n* Les Pétrins",
     ["Syndicat des fours", "Anne Exemple", "Les Pétrins"]),
    ("امضاکنندگان: سندیکای نانوایان آبادان، کانون آسیابانان، اتحادیه خبازان", 
     ["سندیکای نانوایان آبادان", "کانون آسیابانان", "اتحادیه خبازان"]),
    ("المنظمات الموقعة على البيان:\n\nنقابة الخبازين\n\nاتحاد الطحانين، ضمن إطار مرصد الخبز\n\nرابطة الأفران",
     ["نقابة الخبازين", "اتحاد الطحانين، ضمن إطار مرصد الخبز", "رابطة الأفران"]),
    ("Assinam: Conselho dos Fornos - COF, Liga da Farinha - LIFA, Rede Pão, Sindicato da Massa",
     ["Conselho dos Fornos - COF", "Liga da Farinha - LIFA", "Rede Pão", "Sindicato da Massa"]),
    ("Signed:\n\nUnions\nBakers’ Union\nMillers’ Council\nGrocers’ League\n\n"
     "Persons\nAda Oven, baker\nBen Mill, miller",
     ["Bakers’ Union", "Millers’ Council", "Grocers’ League", "Ada Oven", "Ben Mill"]),
    ("Signed:\nAda Oven, baker, Institute of Loaves, Ghent, Flanders\nBen Mill, miller, Basel\nCy Rye, cook, Ghent",
     ["Ada Oven", "Ben Mill", "Cy Rye"]),
    ("امضاها: مریم نان‌پز، کاوه آسیابان، نسرین گندمی و آرش تنوری",
     ["مریم نان‌پز", "کاوه آسیابان", "نسرین گندمی", "آرش تنوری"]),
    ("Signed: Ada Oven, Ben Mill, Cora Rye, and many others", ["Ada Oven", "Ben Mill", "Cora Rye"]),
    ("Bakers’ Union*\nMillers’ Council*\nGrocers’ League\n* unions and schools are named for identification only",
     ["Bakers’ Union", "Millers’ Council", "Grocers’ League"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "names"), LISTS)
def test_lists(text, names):
    (reading,) = read(("title", "Bread"), ("body", BODY), ("signatories", text))
    assert [one.name for one in reading.signatories] == names
    assert {one.role for one in reading.signatories} == {"signatory"}


def parts_of(text, kind, name="a.txt"):
    told = extract(text.encode(), name)
    return [[told.text[q.start : q.end] for q in p.spans(kind)] for p in split(told) if p.holds_statement()]


BODIES = [
    "Harbour Workers’ Union",
    "Tenants’ Association of Fenmouth",
    "Free Tides Collective",
    "Night Nurses’ Network",
]
PERSONS = ["Ada Quill, teacher", "Wrenna Holm, baker", "Dr. Oisin Keel (Institute of Tides)", "Baldric Voss – poet"]
FA = ["آناهید رودسرایی", "برزین کوه‌بنانی", "چیستا مهرآبادی", "درنا سایه‌نشین",
      "اردوان قناتی", "فرانک چنارستانی", "هورمز نانوا", "گرشاسب نی‌نواز"]  # fmt: skip
UNANNOUNCED = [
    ("en", BODIES + PERSONS, "\n"),
    ("en", ["• " + name for name in BODIES + PERSONS], "\n"),
    ("en", BODIES + PERSONS, "\n\n"),
    ("fa", [f"{name} (آموزگار)" for name in FA], "\n"),
    ("fa", FA, "، "),
    ("de", ["Netzwerk Gezeiten e. V.", "küstenwind", "Hafenbund (HBK)", "Bund der Lotsen", "Laternenlicht",
            "Lotsenrat", "Netzwerk Ebbe"], "\n"),
]  # fmt: skip


@pytest.mark.parametrize(("tag", "names", "between"), UNANNOUNCED)
def test_a_list_that_no_word_announces_ends_the_body(tag, names, between):
    body = WORDS[tag].body(2, 4)
    text = "\n\n".join([WORDS[tag].titles[0], *body, between.join(names)])
    assert parts_of(text, "body") == [body]
    told = "\n".join(parts_of(text, "signatories")[0])
    assert [name for name in names if name not in told] == []


DEMANDS = {
    "en": ["An end to evictions", "Wages on the first day", "Clean water for all",
           "Recognition of the union", "Free buses"],
    "de": ["Höhere Löhne", "Bezahlbarer Wohnraum", "Kostenlose Busse",
           "Anerkennung der Gewerkschaft", "Sauberes Wasser"],
    "fa": ["آزادی معلمان زندانی", "توقف اخراج‌ها", "آب سالم برای همه", "افزایش دستمزد", "به رسمیت شناختن سندیکا"],
}  # fmt: skip


@pytest.mark.parametrize("mark", ["- ", "1. ", ""])
@pytest.mark.parametrize("tag", DEMANDS)
def test_demands_at_the_end_are_no_signatories(tag, mark):
    body = WORDS[tag].body(2, 4)
    text = "\n\n".join(
        [WORDS[tag].titles[0], *body, "\n".join(mark + line for line in DEMANDS[tag] + DEMANDS[tag][:2])]
    )
    assert parts_of(text, "signatories") == [[]]


def test_a_name_that_holds_a_word_of_the_pages_own_does_not_end_a_list():
    names = ["Access Tides", "Harbour Archive Foundation", "Human Rights Watch", "Free Press Union", "Contact Theatre"]
    text = "\n\n".join([WORDS["en"].titles[0], *WORDS["en"].body(2, 4), "Signatories:\n" + "\n".join(names)])
    assert parts_of(text, "signatories") == [["Signatories:", *names]]


def test_a_line_that_asks_to_sign_is_the_pages_and_not_the_texts():
    body = WORDS["en"].body(2, 4)
    asks = "To add your name, write to names@tides.example"
    text = "\n\n".join([WORDS["en"].titles[0], *body, asks, "Signatories:\n" + "\n".join(BODIES)])
    assert parts_of(text, "body") == [body]


@pytest.mark.parametrize(
    ("text", "strength"),
    [
        ("Maria Ofenloch", KNOWN),
        ("Prof. Dr. Enno Talsperr", KNOWN),
        ("12. Wrenna Holm, baker", KNOWN),
        ("Syndicat des fours", KNOWN),
        ("Backbund e. V.", KNOWN),
        ("نقابة الخبازين", KNOWN),
        ("Wrenna Holm", SHAPED),
        ("we bake bread", NONE),
        ("Where is the bread?", NONE),
        ("Oven v. Mill, 429 F.3d 445 (2000)", NONE),
        ("https://ovens.example/", NONE),
    ],
)
def test_how_much_a_line_is_like_a_name(text, strength):
    assert name_strength(text) == strength


def test_office_goes_to_the_detail_and_known_bodies_are_linked():
    text = "Signed:\nAnna Muster, chair of the Bakers’ Union\nمنظمة العفو الدولية\nBen Beispiel (Ghent)"
    (reading,) = read(("title", "Bread"), ("body", BODY), ("signatories", text))
    assert [one.detail for one in reading.signatories] == ["chair of the Bakers’ Union", "", "Ghent"]
    assert reading.signatories[1].slug == "amnesty"


def test_names_in_the_brackets_of_a_note():
    note = "(A joint statement of 3 January 2026 by unions (Bakers’ Union – Millers’ Council – Grocers’ League).)"
    (reading,) = read(("title", "Bread"), ("provenance", note), ("body", BODY))
    assert [one.name for one in reading.signatories] == ["Bakers’ Union", "Millers’ Council", "Grocers’ League"]
    assert reading.kind.value == "joint statement"


def test_closing_bodies_without_the_word_signed():
    (reading,) = read(("body", BODY), ("sign-off", "Bakers’ Union\nMillers’ Council of Ghent\nGrocers’ League"))
    assert len(reading.signatories) == 3


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Open letter to the mayor", "letter"),
        ("Happy New Year to all bakers", "greeting"),
        ("پیام تسلیت به خانوادهٔ نانوایان", "obituary"),
        ("Resolution of the congress", "resolution"),
        ("فراخوان به راهپیمایی", "appeal"),
        ("Fırıncılardan 1 Mayıs çağrısı", "appeal"),
        ("Bread", "statement"),
    ],
)
def test_kinds_by_title(title, kind):
    (reading,) = read(("title", title), ("body", BODY))
    assert reading.kind.value == kind


def test_dialogue_is_an_interview():
    body = "Anna Muster: Why?\n\nBeispiel: Because.\n\nMuster: And flour?\n\nBen Beispiel: Too.\n\nMuster: Thanks."
    (reading,) = read(("title", "Bread"), ("body", body))
    assert reading.kind.value == "interview"


def test_title_of_the_page_stands_in_and_none_is_made_up():
    (reading,) = read(("body", BODY), page={"title": "Cold ovens | Bakers’ Union", "site": "Bakers’ Union"})
    assert reading.title.value == "Cold ovens"
    (reading,) = read(("body", BODY))
    assert reading.title is None
