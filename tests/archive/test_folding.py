"""What folding must make equal, what it must keep apart, and how it finds its way back to the original."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.folding import fold_with_map, match_form

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


@pytest.mark.parametrize(("written", "other"), SAME)
def test_match_form_makes_spellings_equal(written, other):
    assert match_form(written) == match_form(other)


@pytest.mark.parametrize(("one", "other"), APART)
def test_match_form_keeps_words_apart(one, other):
    assert match_form(one) != match_form(other)


def test_persian_text_with_a_kurdish_name_keeps_its_joiners():
    text = "خانه‌ها و کتاب‌ها " * 10 + "کۆمەڵە"
    assert "خانهها" in match_form(text)


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("ابکيىئأآۆێڕه\u200c\u065aİıßŞ ۱٣َ")), max_size=60))
def test_forms_agree_whatever_comes(text):
    folded, positions = fold_with_map(text)
    assert folded == match_form(text)
    assert len(positions) == len(folded)
    assert positions == sorted(positions)
    assert all(0 <= position < len(text) for position in positions)
