"""Of several places that may tell the day or the issuer, which one is believed; what is told of it. Invented texts."""

import pytest

from editorial.intake.recognise import calibration
from editorial.intake.recognise.bodies import is_addressed, names_people
from editorial.intake.recognise.date_finder import find_dates, names_no_day
from editorial.intake.recognise.naming import read_name
from editorial.intake.recognise.vocabulary import starter
from tests.editorial.test_recognise_date import BODY, day_of, page_of
from tests.editorial.test_recognise_organisation import issuers, read


@pytest.mark.parametrize(
    ("language", "posted", "signed", "day"),
    [
        ("en", "Posted on 9 June 2014", "Quarry Workers' Union, 3 June 2014", "2014-06-03"),
        ("es", "Publicado el 09/06/2014", "3 de junio", "2014-06-03"),
        ("fr", "Publié le 2 janvier 2014", "Brumeval, le 30 décembre", "2013-12-30"),
        ("de", "3. Juni 2014", "9. Juni 2014", "2014-06-03"),
        ("tr", "Yayın tarihi: 9 Haziran 2014", "3 Haziran 2014, Kumluova", "2014-06-03"),
        ("fa", "۱۹ خرداد ۱۳۹۳", "سیزدهم خرداد ۱۳۹۳", "2014-06-03"),
    ],
)
def test_own_day_beats_the_day_of_posting_unless_it_is_later(language, posted, signed, day):
    page = page_of(("title", "Bread"), ("date line", posted), ("body", BODY), ("sign-off", signed))
    assert day_of(page, language) == day


def test_day_that_never_was_is_not_filled_in():
    page = page_of(("", "۱۴ آبان ۱۳۹۷"), ("title", "نان"), ("date line", "یکشنبه ۳۱ مهر ۱۳۹۷"), ("body", BODY))
    assert day_of(page, "fa") is None
    assert names_no_day("31 June 2020")
    assert not names_no_day("30 June 2020")


def test_first_of_an_islamic_month_and_glued_month():
    (first,) = find_dates("غرة صفر 1440", "ar")
    assert first.value("غرة صفر 1440").first.isoformat() == "2018-10-10"
    (glued,) = find_dates("۲۸ مهرماه ۱۳۹۷", "fa")
    assert glued.value("۲۸ مهرماه ۱۳۹۷").first.isoformat() == "2018-10-20"


@pytest.mark.parametrize(
    "line",
    [
        "To the Council of Port Ministers",
        "به شورای شهر سنگسر",
        "إلى مجلس البلدية",
        "Sayın Kumluova Belediye Meclisi",
        "À la Fédération des armateurs",
        "An den Verband der Reeder",
        "Ji bo Komeleya Avê",
    ],
)
def test_who_is_addressed_issued_nothing(line):
    assert is_addressed(line)
    assert read_name(line, 0, starter()) is None
    (reading,) = read(("title", "Bread"), ("byline", line), ("body", BODY))
    assert issuers(reading) == []


def test_people_who_sign_together_are_the_issuer():
    assert names_people("جمعی ازکارگران کوره")
    (reading,) = read(("title", "Rain"), ("body", BODY), ("sign-off", "The Teachers of the Three Hill Schools"))
    assert issuers(reading) == ["Teachers of the Three Hill Schools"]


def test_assembly_is_no_body():
    assert not getattr(read_name("مجمع عمومی سالانه", 0, starter()), "written", "")


def test_table_lowers_and_never_raises():
    rows = [(0.5, 0.5), (0.9, 0.8)]
    assert calibration.step(rows, 0.5) == 0.5
    assert calibration.step(rows, 0.9) == 0.8
    assert calibration.step(rows, 0.95) == pytest.approx(0.85)
    assert calibration.step([], 0.7) == 0.7
