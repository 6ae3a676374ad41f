"""The search form: what a reader types on any keyboard meets what any hand wrote, and shows where."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.folding import HAMZA, JOINT
from archive.highlighting import highlight
from archive.query import parse
from archive.search_form import is_arabic, phrase_term, search_form, word_terms

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


def row_stands(row, beginning: bool, words: list[str]) -> bool:
    """Whether a row of words stands among `words`, as both databases look for it."""
    return any(
        list(row[:-1]) == words[start : start + len(row) - 1]
        and (last == row[-1] or (beginning and last.startswith(row[-1])))
        for start, last in ((end - len(row) + 1, words[end]) for end in range(len(row) - 1, len(words)))
    )


def finds(document: str, query: str, language: str = "en") -> bool:
    words = search_form(document, language).split(" ")
    terms = parse(query).terms
    return bool(terms) and all(any(row_stands(row, beginning, words) for row, beginning in term) for term in terms)


def marked(document: str, query: str, language: str = "en") -> list[str]:
    return [piece for piece, hit in highlight(document, parse(query).wanted(), language) if hit]


@pytest.mark.parametrize(("document", "query"), FOUND)
def test_search_finds_what_a_reader_types(document, query):
    assert finds(document, query)
    assert marked(document, query)


@pytest.mark.parametrize(("document", "query"), [("حزب دین", "والدین"), ("ماندن", "آلمان"), ("حكومة", "حزب")])
def test_search_does_not_find_other_words(document, query):
    assert not finds(document, query)


def test_persian_words_keep_what_looks_like_an_arabic_article():
    assert finds("والدين", "دین", "ar") is False
    assert finds("والعدل", "عدل", "ar")
    assert not finds("والعدل", "عدل", "fa")
    assert is_arabic("ar")
    assert is_arabic("en")
    assert not is_arabic("prs")


def test_a_first_letter_that_is_its_own_is_no_preposition():
    assert finds("ولحزب العمال", "حزب", "ar")
    assert finds("ولجنة العمال", "لجنة", "ar")
    assert not finds("ولجنة العمال", "جنة", "ar")
    assert not finds("فلسطين", "لسطين", "ar")


def test_highlight_shows_the_original_spelling():
    assert marked("بيانُ الأحزابِ في العراق.", "احزاب", "ar") == ["الأحزابِ"]
    assert marked("بۆ ئازادی ژنان", "ازادی", "ckb") == ["ئازادی"]
    assert marked("¼ باشە", "4") == ["¼"]
    assert marked("10,000 workers", "10000") == ["10,000"]
    assert marked("کتاب‌خانه‌ای در شهر", "کتابخانه", "fa") == ["کتاب‌خانه‌ای"]
    assert highlight("", [(("x",), True)], "en") == []
    assert highlight("plain", [], "en") == [("plain", False)]


def test_highlight_of_a_phrase_is_where_it_stands():
    text = "rights, we said: human rights"
    assert highlight(text, parse('"human rights"').wanted(), "en") == [
        ("rights, we said: ", False),
        ("human", True),
        (" ", False),
        ("rights", True),
    ]


LETTERS = st.one_of(st.characters(), st.sampled_from("ابکيىئأآۆێڕەه\u200c\u065aİıßŞ ۱٣َوولالف'’-.,"))


@given(st.text(alphabet=LETTERS, max_size=60), st.sampled_from(["ar", "fa", "ckb", "en"]))
def test_forms_hold_whatever_comes(text, language):
    form = search_form(text, language)
    assert JOINT not in form
    assert HAMZA not in form
    for word in form.split():
        assert word.replace("_", "-").isalnum()
    rows = parse(text).wanted() or [(("a",), True)]
    assert "".join(piece for piece, _ in highlight(text, rows, language)) == text


@given(st.text(alphabet=LETTERS, min_size=1, max_size=30), st.sampled_from(["ar", "fa", "ckb", "en"]))
def test_what_stands_in_a_text_finds_it(text, language):
    words = search_form(text, language).split(" ")
    for term in [*word_terms(text), phrase_term(text)]:
        if term:
            assert any(row_stands(row, beginning, words) for row, beginning in term)
