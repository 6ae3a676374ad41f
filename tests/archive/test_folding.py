"""What folding must make equal, what it must keep apart, and how it finds its way back to the original."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.folding import fold_with_map, highlight, match_form, query_words, search_form

#: (as written, as it must compare): letters of three keyboards, marks, digits, joiners, forms, Kurdish, Turkish.
SAME = [
    ("اطلاعيه", "اطلاعیه"),
    ("كارگر", "کارگر"),
    ("علىرغم", "علیرغم"),
    ("كارگـــران", "کارگران"),
    ("مُحَمَّد", "محمد"),
    ("رحمٰن", "رحمن"),
    ("۱۴۰۱", "1401"),
    ("١٤٠١", "1401"),
    ("می‌خواهیم", "میخواهیم"),
    ("خانهٔ", "خانه"),
    ("خانۀ", "خانه"),
    ("ﻻزم", "لازم"),
    ("\u200fکار\u200e", "کار"),
    ("کار\u00a0نو", "کار نو"),
    ("ا\u0653زادی", "آزادی"),
    ("کۆمه‌ڵه‌", "کۆمەڵە"),
    ("أحمد", "احمد"),
    ("حكومة", "حکومه"),
    ("عورتوں ہے", "عورتوں هی"),
    ("İSTANBUL", "istanbul"),
    ("IŞIK", "isik"),
    ("Şêx Çiya", "sex ciya"),
    ("l’Égalité", "l egalite"),
    ("Straße", "strasse"),
    ("کو\u065aمەڵە", "کۆمەڵە"),
    ("Workers’   Council!", "workers council"),
    ("# از_ما", "از ما"),
]

#: Letters whose difference tells words apart in Sorani.
APART = [
    ("کوڕ", "کور"),
    ("گوڵ", "گول"),
    ("شێر", "شیر"),
    ("دە", "ده"),
    ("کۆ", "کو"),
    ("حزب", "حرب"),
    ("party", "parties"),
]

#: (document, what a reader types), each of which must be found.
FOUND = [
    ("اطلاعيه حزب", "اطلاعیه"),
    ("اطلاعیه حزب", "اطلاعيه"),
    ("كميته مركزي", "کمیته مرکزی"),
    ("ما می‌خواهیم", "میخواهیم"),
    ("ما می‌خواهیم", "می خواهیم"),
    ("ما میخواهیم", "می‌خواهیم"),
    ("ما میخواهیم", "می خواهیم"),
    ("ما می خواهیم", "می‌خواهیم"),
    ("ما می خواهیم", "میخواهیم"),
    ("کتابهای ما", "کتاب‌های"),
    ("کتاب های ما", "کتابهای"),
    ("گفته اند که", "گفته‌اند"),
    ("مُحَمَّد", "محمد"),
    ("سال ۱۴۰۱", "1401"),
    ("عام ٢٠٢١", "۲۰۲۱"),
    ("الأحزاب", "الاحزاب"),
    ("مسؤول", "مسوول"),
    ("المرأة العاملة", "العامله"),
    ("حقوق العمال", "عمال"),
    ("اتحاد عمال", "العمال"),
    ("دعم للعمال", "العمال"),
    ("والحزب الشيوعي", "الحزب"),
    ("کۆمه‌ڵه‌ی کوردستان", "کۆمەڵە"),
    ("کۆمەڵەی کوردستان", "کۆمه‌ڵه‌"),
    ("ئەمە ڕاستە", "ئه‌مه‌"),
    ("İşçi sınıfı", "isci sinifi"),
    ("IŞIK", "ışık"),
    ("Daxuyaniya Jinên Kurd", "jinen"),
    ("Unterstützung für die Gewerkschaft", "unterstutzung fur"),
    ("Déclaration générale", "declaration generale"),
    ("statements of councils", "statement council"),
    ("آن‌ها آمدند", "آنها"),
    ("workers’ councils", "workers"),
]


@pytest.mark.parametrize(("written", "other"), SAME)
def test_match_form_makes_spellings_equal(written, other):
    assert match_form(written) == match_form(other)


@pytest.mark.parametrize(("one", "other"), APART)
def test_match_form_keeps_words_apart(one, other):
    assert match_form(one) != match_form(other)


def test_persian_text_with_a_kurdish_name_keeps_its_joiners():
    text = "خانه‌ها و کتاب‌ها " * 10 + "کۆمەڵە"
    assert "خانهها" in match_form(text)


def finds(document: str, query: str) -> bool:
    words = search_form(document).split(" ")
    return all(any(word.startswith(sought) for word in words) for sought in query_words(query))


@pytest.mark.parametrize(("document", "query"), FOUND)
def test_search_finds_what_a_reader_types(document, query):
    assert finds(document, query)
    assert any(hit for _, hit in highlight(document, query_words(query)))


@pytest.mark.parametrize(("document", "query"), [("حزب دین", "والدین"), ("ماندن", "آلمان"), ("حكومة", "حزب")])
def test_search_does_not_find_other_words(document, query):
    assert not finds(document, query)


def test_highlight_shows_the_original_spelling():
    pieces = highlight("بيانُ الأحزابِ في العراق.", query_words("احزاب"))
    assert [piece for piece, hit in pieces if hit] == ["الأحزابِ"]
    assert highlight("", ["x"]) == []
    assert highlight("plain", []) == [("plain", False)]


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("ابکيىئأآۆێڕه\u200c\u065aİıßŞ ۱٣َ")), max_size=60))
def test_forms_agree_whatever_comes(text):
    folded, positions = fold_with_map(text)
    assert folded == match_form(text)
    assert len(positions) == len(folded)
    assert positions == sorted(positions)
    assert all(0 <= position < len(text) for position in positions)
    for word in search_form(text).split():
        assert word.replace("_", "-").isalnum()
    assert "".join(piece for piece, _ in highlight(text, query_words(text[:9]) or ["a"])) == text
