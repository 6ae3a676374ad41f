"""Findings on a rendering beside its original: each check by itself, without a database."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editorial import quality
from editorial.quality import Finding, Named, Pair, negation
from editorial.quality.direction import unbalanced


def found(source: str, text: str, languages: str = "en fa", names: tuple[Named, ...] = ()) -> list[Finding]:
    return list(quality.of_paragraph(1, Pair(source, text, *languages.split(), names)))


def said(source: str, text: str, languages: str = "en fa") -> list[tuple[str, str]]:
    return [(finding.code, finding.severity) for finding in found(source, text, languages)]


def numbers(source: str, text: str, languages: str = "en fa") -> list[tuple[str, str]]:
    """What was said of numbers, years and dates alone."""
    return [one for one in said(source, text, languages) if one[0] in ("number", "year", "date")]


# --- Numbers and dates -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("languages", ["en fa", "ar en", "fa ckb", "ckb tr"])
def test_twenty_two_is_the_same_in_three_rows_of_digits(languages):
    for source in ("22", "٢٢", "۲۲"):
        for text in ("22", "٢٢", "۲۲"):
            assert numbers(source, text, languages) == []


@pytest.mark.parametrize(
    ("source", "text"), [("22", "23"), ("۲۲", "23"), ("22 and 22", "۲۲ و ۲۳"), ("2 men, 22 women", "۳ مرد، ۲۲ زن")]
)
def test_twenty_three_is_not_twenty_two(source, text):
    assert ("number", "error") in numbers(source, text)


def test_a_year_of_another_calendar_is_asked_about_and_a_wrong_one_fails():
    assert numbers("در سال ۱۴۰۱", "in 2022", "fa en") == [("year", "warning")]
    assert numbers("در سال ۱۴۰۱", "in 2023", "fa en") == [("year", "warning")]  # 1401 ends in March 2023
    assert numbers("در سال ۱۴۰۱", "in 2021", "fa en") == [("number", "error")]
    assert numbers("عام ١٤٤٣", "in 2022", "ar en") == [("year", "warning")]
    assert numbers("the 1980s", "دههٔ ۶۰") == [("year", "warning")]


@pytest.mark.parametrize(
    ("source", "text", "languages"),
    [
        ("1,500 men and 2.5 per cent", "۱٬۵۰۰ مرد و ۲٫۵ درصد", "en fa"),
        ("1,500 men and 2.5 per cent", "1.500 Männer und 2,5 Prozent", "en de"),
        ("1 500 000 euros", "1,500,000 euros", "fr en"),
        ("۳/۵ درصد", "3.5 per cent", "fa en"),
        ("١٬٥٠٠ عامل", "1.500 işçi", "ar tr"),
        ("۱۵۰۰ نفر", "1,500 people", "fa en"),
        ("۱۰/۳ نفر", "10 or 3 people", "fa en"),
    ],
)
def test_separators_mean_what_each_language_means_by_them(source, text, languages):
    assert numbers(source, text, languages) == []


def test_a_separator_that_was_copied_means_another_number():
    assert numbers("1.500 Menschen kamen", "1.500 people came", "de en") == [("number", "error")]


def test_number_words_are_not_guessed_at():
    assert numbers("three men", "۳ مرد") == [("number", "warning")]
    assert numbers("12 men", "دوازده مرد") == [("number", "warning")]
    assert numbers("2 million", "۲٬۰۰۰٬۰۰۰") == [("number", "warning")]
    assert numbers("213 men", "مردان") == [("number", "error")]


@pytest.mark.parametrize(
    ("source", "text", "languages"),
    [
        ("on 27 September 2022", "در ۵ مهر ۱۴۰۱", "en fa"),
        ("on September 27, 2022, 3 men", "در ۱۴۰۱/۷/۵، ۳ مرد", "en fa"),
        ("٥ی ئەیلوولی ٢٠٢٢", "5 أيلول 2022", "ckb ar"),
        ("on 8 March", "۸ مارس", "en fa"),
        ("am 1. Mai 1988", "1 Mayıs 1988", "de tr"),
    ],
)
def test_a_date_is_the_same_day_in_every_calendar_and_language(source, text, languages):
    assert numbers(source, text, languages) == []


def test_another_day_fails_and_what_nobody_can_tell_is_asked():
    assert numbers("on 27 September 2022", "در ۶ مهر ۱۴۰۱") == [("date", "error")]
    assert numbers("on 8 March", "۱۷ اسفند") == [("date", "warning")]


def test_what_a_finding_is_about_stands_where_it_says():
    (finding,) = found("So 22 came.", "پس ۲۳ نفر آمدند.")
    assert [finding.source_spans, finding.spans] == [((3, 5),), ((3, 5),)]
    assert finding.paragraph == 1 and "22" in str(finding.message) and "۲۳" in str(finding.message)


# --- What is kept, and what is left --------------------------------------------------------------------------------


def test_addresses_are_kept():
    source = "See https://quay.example/a?n=22, write to post@quay.example."
    assert said(source, "بنگرید به https://QUAY.example/a?n=22 و post@quay.example بنویسید.") == []
    assert said(source, "بنگرید به https://quay.example/b?n=22 و post@quay.example بنویسید.") == [
        ("address", "error"),
        ("address", "warning"),
    ]


def test_the_original_is_no_rendering():
    text = "The old mole was closed at dawn."
    assert ("untranslated", "error") in said(text, text, "en tr")
    assert ("untranslated", "error") in said(text, "Sabah: the old mole was closed at dawn.", "en tr")
    assert said("Ali Ahmadi, Sara Karimi", "Ali Ahmadi, Sara Karimi", "en tr") == []
    assert said("https://quay.example/a", "https://quay.example/a", "en tr") == []
    assert said("«این بیانیه را همه امضا کردند.»", "«این بیانیه را همه امضا کردند.»", "fa prs") == []


def test_a_missing_paragraph_is_an_error_and_a_missing_title_a_question():
    assert said("One.", " \u200c") == [("missing", "error")]
    assert quality.of_paragraph(quality.TITLE, Pair("One", "", "en", "fa"))[0].severity == "warning"
    rows = [{"number": 1, "text": "One."}, {"number": 2, "text": "Two."}]
    findings = quality.of_text(
        ("T", rows), ("ت", [{"number": 2, "text": "دو."}, {"number": 7, "text": "x"}]), ("en", "fa")
    )
    assert {number: [one.code for one in ones] for number, ones in findings.items()} == {
        1: ["missing"],
        7: ["obsolete"],
    }


def test_a_known_name_is_asked_for():
    union = Named(("Harbour Workers’ Union",), ("اتحادیهٔ کارگران بندر", "اتحادیه بندر"))
    source = "The Harbour Workers' Union asks."
    assert [one.code for one in found(source, "سندیکا می‌پرسد.", names=(union,))] == ["name"]
    assert found(source, "اتحادیه کارگران بندر می‌پرسد.", names=(union,)) == []
    assert found("We ask.", "می‌پرسیم.", names=(union,)) == []


def test_a_rendering_far_from_the_expected_length_is_asked_about():
    source = "The old mole was closed at dawn on a day in spring."
    assert said(source, "اسکله بسته شد") == [("length", "warning")]
    assert said(source, "اسکلهٔ کهنه در بامداد روزی از بهار بسته شد.") == []
    assert said("Closed.", "بسته شد، و دیگر هیچ خبری از آن نرسید") == []


# --- Letters and marks ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "language", "right"),
    [
        ("كارگر", "fa", "ک"),
        ("اطلاعيه", "fa", "ی"),
        ("كورد", "ckb", "ک"),
        ("بیان", "ar", "ي"),
        ("نه\u200cوه", "ckb", "ە"),
    ],
)
def test_a_letter_of_the_neighbours_is_named_with_the_right_one(text, language, right):
    (finding,) = found("x", text, f"en {language}")
    assert (finding.code, finding.severity) == ("letter", "warning") and right in str(finding.message)


def test_names_in_latin_letters_may_stand_in_an_arabic_text():
    assert said("x", "نامهٔ A. Harbour رسید.") == []
    assert ("script", "error") in said("نامه رسید و کسی پاسخ نداد", "نامه رسید و کسی پاسخ نداد!", "fa en")
    assert [code for code, _severity in said("x", "mоre", "fa en")] == ["script"]  # the o is Cyrillic


@pytest.mark.parametrize("stray", ["\ufffd", "\ue000", "\x00", "\x1b", "\ufdd0"])
def test_what_is_no_letter_is_an_error(stray):
    assert ("stray", "error") in said("x", f"اسکله{stray} بسته شد.")


def test_digits_of_the_neighbours_are_named():
    assert said("45", "٤٥", "en fa") == [("digits", "warning")]
    assert said("45", "۴۵", "en ar") == [("digits", "warning")]
    assert said("45", "45", "en fa") == []


@pytest.mark.parametrize(
    ("text", "severities"),
    [
        ("بسته\u202e شد", ["error"]),
        ("بسته\u202e شد\u202c", ["warning"]),
        ("بسته\u2067 شد\u2069", ["warning"]),
        ("بسته\u2069 شد", ["error"]),
        ("بسته\u2067 ش\u202aد\u2069", ["error", "warning"]),
        ("بسته\u200f شد", []),
        ("بسته\u200f\u200f شد", ["warning"]),
    ],
)
def test_controls_of_direction_are_balanced_or_refused(text, severities):
    assert [severity for code, severity in said("x", text) if code == "direction"] == severities


@given(st.text(alphabet="ab\u202a\u202e\u202c\u2066\u2069", max_size=12))
def test_what_is_balanced_ends_with_its_paragraph(text):
    """Taking the unbalanced characters out leaves a text in which nothing is unbalanced."""
    wrong = {start for start, _end in unbalanced(text)}
    assert unbalanced("".join(letter for at, letter in enumerate(text) if at not in wrong)) == []


@pytest.mark.parametrize(
    ("text", "language", "codes"),
    [
        ('گفت "نه"', "fa", ["quotation"]),
        ("«گفت “نه” و رفت»", "fa", []),
        ("He said «no».", "en", ["quotation"]),
        ("He said “no”.", "en", []),
        ("Er sagte „nein“.", "de", []),
        ("Il dit : « non » !", "fr", []),
        ("رفت (و آمد", "fa", ["balance"]),
        ("1) the mole", "en", []),
        ("رفت  و آمد", "fa", ["space"]),
        ("رفت ، آمد", "fa", ["space"]),
        ("رفت, آمد", "fa", ["punctuation"]),
        ("Gone , come", "en", ["space"]),
        ("Gone …", "en", []),
    ],
)
def test_marks_are_those_of_the_language(text, language, codes):
    assert [one.code for one in found("x" if "1)" not in text else "1) x", text, f"tr {language}")] == codes


ANY = st.text(
    alphabet=st.one_of(st.characters(), st.sampled_from('0۲٢.,/٬٫ \u200c\u202e«"( marsمهرمايEylül')), max_size=60
)
TAGS = st.sampled_from(["en", "fa", "ar", "ckb", "tr", "kmr", "de", "az-Arab", "und"])


@given(ANY, ANY, TAGS, TAGS)
def test_no_text_is_too_odd_to_be_looked_at(source, text, source_language, language):
    for finding in quality.of_paragraph(1, Pair(source, text, source_language, language)):
        assert str(finding.message)
        for spans, whole in ((finding.spans, text), (finding.source_spans, source)):
            assert all(0 <= start < end <= len(whole) for start, end in spans)
    negation.changed(source, text, language)


@pytest.mark.parametrize("piece", ["1 ", "a.", "(", "\u202a", "\u2066\u2069", "http://", "a@", "نان ", "1,", "5 مهر "])
def test_a_long_text_takes_no_long_time(piece):
    began = time.process_time()
    quality.of_paragraph(1, Pair(piece * 20_000, piece * 19_999, "en", "fa"))
    assert time.process_time() - began < 10  # seconds; what grows with the square took minutes


def test_a_number_may_be_as_long_as_it_likes():
    assert numbers("9" * 9000, "۹" * 9000) == []
    assert numbers("9" * 9000, "۹" * 8999) == [("number", "error")]


# --- Negation --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "tag"),
    [
        ("We want it.", "We do not want it.", "en"),
        ("We can’t.", "We can.", "en"),
        ("a lawful strike", "an unlawful strike", "en"),
        ("ما می‌خواهیم", "ما نمی‌خواهیم", "fa"),
        ("او را کشتند", "او را نکشتند", "fa"),
        ("برود", "نرود", "fa"),
        ("نه این", "این", "fa"),
        ("درست است", "درست نیست", "prs"),
        ("نقبل", "ولن نقبل", "ar"),
        ("دەچین", "ناچین", "ckb"),
        ("دەبێت بڕوات", "نابێت بڕوات", "ckb"),
        ("dixwazin", "naxwazin", "kmr"),
        ("istiyoruz", "istemiyoruz", "tr"),
        ("geldi", "gelmedi", "tr"),
        ("bizim", "bizim değil", "tr"),
        ("gəlir", "gəlmir", "az"),
        ("nous voulons", "nous n’en voulons pas", "fr"),
        ("queremos", "no queremos", "es"),
        ("queremos", "não queremos", "pt"),
        ("ein Recht", "kein Recht", "de"),
        ("vogliamo", "non vogliamo", "it"),
        ("мы хотим", "мы не хотим", "ru"),
    ],
)
def test_a_not_is_heard_in_both_directions(old, new, tag):
    assert negation.changed(old, new, tag)
    assert negation.changed(new, old, tag)


@pytest.mark.parametrize(
    ("old", "new", "tag"),
    [
        ("closed at dawn", "closed at noon", "en"),
        ("We do not want bread.", "We do not want bread!", "en"),
        ("کارگر آمد", "کارگران آمدند", "fa"),
        ("نمی‌خواهیم نان", "نمی‌خواهیم آب", "fa"),
        ("نظام شهر", "نماد شهر", "fa"),
        ("neteweya me ya mezin", "netewa me ya mezin", "kmr"),
        ("gelme", "gelmesi", "tr"),
    ],
)
def test_other_changes_are_no_alarm(old, new, tag):
    assert negation.changed(old, new, tag) == ()


def test_in_a_language_that_is_not_known_every_change_counts():
    assert negation.changed("aa bb", "aa cc", "und")
    assert not negation.knows("und")
