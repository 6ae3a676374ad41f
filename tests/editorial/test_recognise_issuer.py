"""Who issued a text, where the page says so plainly and no list of names knows the body. Invented pages."""

import pytest

from editorial.intake.extract import extract
from editorial.intake.recognise import recognise
from editorial.intake.recognise.leads import announced
from editorial.intake.recognise.naming import read_name
from editorial.intake.recognise.vocabulary import starter
from editorial.intake.split import split
from tests.editorial.test_recognise_organisation import read

_BODY = (
    "Flour has become dear again, and the ovens of our town stay cold on two days of every week.\n\n"
    "We will not accept this any longer, and we ask all who bake and all who eat to meet at the mill on Sunday.\n\n"
)
_STATEMENT = "Statement on the price of bread\n\n3 May 2019\n\n" + _BODY
_FOOT = "Lighted Windows, Mill Lane 4\n\nپنجره‌های روشن، کوچه آسیاب\n\nwindows.example, Mill Lane 4\n"


def readings(text: str):
    """The readings of a page of plain text."""
    told = extract(text.encode(), "page.txt", "text/plain")
    return recognise(told, split(told), starter())


def issuers(text: str) -> list[list[str]]:
    return [[one.name for one in reading.organisations if one.role == "issuer"] for reading in readings(text)]


@pytest.mark.parametrize(
    ("menu", "owner"),
    [
        ("Lighted Windows\n\nHome\n\nOur views\n\nThe town\n\nContact\n\n", ["Lighted Windows"]),
        ("Skip to content\nLighted Windows\nHome\nOur views\nThe town\nContact\n\n", ["Lighted Windows"]),
        ("پنجره‌های روشن\n\nخانه\n\nدیدگاه\n\nشهر ما\n\nتماس با ما\n\n", ["پنجره‌های روشن"]),
        ("Lighted Windows\n\n", []),
        ("windows.example\n\nHome\n\nOur views\n\nThe town\n\nContact\n\n", []),
    ],
)
def test_what_stands_over_the_menu_owns_the_page(menu, owner):
    assert issuers(menu + _STATEMENT + _FOOT) == [owner]


def test_a_hosts_name_that_is_shown_only_over_the_menu_issues_nothing():
    menu = "Lighted Windows\n\nHome\n\nOur views\n\nThe town\n\nContact\n\n"
    assert issuers(menu + _STATEMENT) == [[]]


def test_a_host_of_several_texts_in_the_first_person_issues_none_of_them_but_its_own_reports():
    menu = "Lighted Windows\n\nHome\n\nOur views\n\nThe town\n\nContact\n\n"
    letters = "".join(
        f"Call for {what}\n\n{day} May 2019\n\nWe who live here have waited long for {what}, and our children with us."
        f"\n\nWe ask all who read this to come to the mill on Sunday, and we will be there to speak of {what}.\n\n"
        for day, what in enumerate(("warm ovens", "clean water", "late trams"), 3)
    )
    assert issuers(menu + letters) == [[]] * 3


def test_an_item_of_the_menu_is_nobodys_name():
    menu = "Lighted Windows\n\nHome\n\nBakers' Union\n\nThe town\n\nContact\n\n"
    assert issuers(menu + _STATEMENT + _FOOT) == [["Lighted Windows"]]


def test_a_title_names_its_mover_behind_the_word_for_its_kind():
    text = "Motions carried in the spring\nGathering of Ovens, 19 March 2006\n\n" + "".join(
        f"{title}\n\n{_BODY}"
        for title in (
            "Motion One: Millers' Council of Almond",
            "Motion Two: Upper Vale bread group",
            "Motion Three: Young Hands at the Oven (YHO) (REMITTED)",
            "Motion Four: Motion on the opening hours",
        )
    )
    assert issuers(text)[:3] == [
        ["Millers' Council of Almond"],
        ["Upper Vale bread group"],
        ["Young Hands at the Oven"],
    ]
    assert all(reading.date.value.first.isoformat() == "2006-03-19" for reading in readings(text))


def test_the_first_words_name_in_full_whom_an_arabic_headline_shortens():
    (reading,) = read(
        ("title", "نقابة الخبازين تدين إغلاق أفران الوادي"),
        (
            "body",
            "أدانت نقابة الخبازين والطحانين في وادي اللوز بأشد العبارات إغلاق الأفران التي يأكل منها أهل الوادي، "
            "مؤكدة أن هذا الإغلاق يترك ألف بيت بلا خبز.",
        ),
    )
    (name,) = [one.name for one in reading.organisations if one.role == "issuer"]
    assert name.startswith("نقابة الخبازين والطحانين") and "بأشد" not in name


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("النقابة العامة تدين إغلاق اتحاد الأفران", None),
        ("تدين نقابة الخبازين بأشد العبارات إغلاق الأفران", "نقابة الخبازين"),
        ("وقد أدانت نقابة الخبازين بأشد العبارات إغلاقها", "نقابة الخبازين"),
        ("Comunicado da AE FORNO", "AE FORNO"),
        ("Appel du Comité confédéral national de la Fédération des fours", "Fédération des fours"),
    ],
)
def test_words_that_lead_to_a_name(text, written):
    found = announced(text, starter())
    assert (found and found.written) == written


def test_a_verb_ends_an_arabic_name():
    assert read_name("اتحاد الطحانين يحذّر من إغلاق المطاحن", 0, starter()).written == "اتحاد الطحانين"


def test_a_pages_own_paragraph_says_whose_text_it_relays_and_the_day_below_it_counts():
    text = (
        "Les fours de la vallée restent froids\n\n"
        "Les fours de la vallée sont fermés depuis mai. Nous relayons ci-dessous le communiqué de Rallumons-Les.\n\n"
        "jeudi 13 juin 2019\n\n"
        "Le 15 avril, les fours de la vallée ont été fermés à la suite d'une décision que personne ne veut signer.\n\n"
        "Nous appelons toutes celles et tous ceux qui mangent du pain à venir dimanche devant le moulin avec nous.\n"
    )
    (reading,) = readings(text)
    assert [one.name for one in reading.organisations if one.role == "issuer"] == ["Rallumons-Les"]
    assert reading.date.value.first.isoformat() == "2019-06-13"


def test_those_whom_a_letter_names_at_its_head_and_foot_sign_it():
    names = ("Hornada", "Familias For Future Almendra", "Moviment Farina")
    text = (
        "Carta a la alcaldesa de Almendra\n\nEstimada alcaldesa,\n\n"
        f"En nombre de {', '.join(names[:2])} y {names[2]}, nos dirigimos a usted para pedirle que abra los hornos.\n\n"
        "Los hornos llevan dos meses cerrados y nadie nos ha dicho por qué, ni cuándo volverán a abrirse.\n\n"
        "Agradeciendo su atención, reciba un cordial saludo.\n\n" + "\n".join(names) + "\n"
    )
    (reading,) = readings(text)
    assert [one.name for one in reading.signatories] == list(names)


def test_a_long_list_of_bodies_behind_a_colon_at_the_end_signs():
    words = ("نان", "ئاو", "ئاگر", "دار", "بەرد", "گوڵ", "باران", "بەفر", "ڕێ", "پرد", "ماڵ")
    names = [f"پارتی {word} چیا" for word in words]
    text = (
        "ئێمە داوا دەکەین نانەواخانەکان بکرێنەوە، چونکە دوو مانگە خەڵکی دۆڵ بێ نان ماونەتەوە و کەس وەڵام ناداتەوە.\n\n"
        "لە کۆتاییدا ئێمە بانگ لە هەموو لایەک دەکەین کە ڕۆژی یەکشەممە لە بەردەم ئاشەکە کۆ ببنەوە.\n\n"
        "ناوی ئەو حزبانەی ڕاگەیەنراوەکەیان بڵاو کردووەتەوە:\n\n" + "\n\n".join(names) + "\n"
    )
    (reading,) = readings(text)
    assert [one.name for one in reading.signatories] == names


def test_a_press_release_may_be_of_a_body_whose_name_has_two_words():
    assert announced("Pressemitteilung von Brot Sofort: Backen! Mühlheim", starter()).written == "Brot Sofort"
