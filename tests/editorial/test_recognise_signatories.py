"""Lists of signatories in their shapes, with titles and kinds. Invented names."""

import pytest

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
    ("Bakers’ Union*\nMillers’ Council*\nGrocers’ League\n* unions and schools are named for identification only",
     ["Bakers’ Union", "Millers’ Council", "Grocers’ League"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "names"), LISTS)
def test_lists(text, names):
    (reading,) = read(("title", "Bread"), ("body", BODY), ("signatories", text))
    assert [one.name for one in reading.signatories] == names
    assert {one.role for one in reading.signatories} == {"signatory"}


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
