"""Dates in prose of many languages, and which of them is the statement's."""

import pytest

from archive.dates import from_parts
from editorial.intake.recognise.date import guess_date
from editorial.intake.recognise.date_finder import find_dates, year_of_line
from editorial.intake.recognise.surroundings import Surroundings
from editorial.records import Extract, Part, Passage

#: language, text, ISO of what it names (a month-day without a year as --MM-DD); invented sentences.
FOUND = [
    ("en", "Issued on 3 March 2019.", "2019-03-03"),
    ("en", "March 3rd, 2019 – Comrades,", "2019-03-03"),
    ("en", "Thursday, the 14th of May 2015, noon", "2015-05-14"),
    ("en", "2019-03-03T10:00:00Z", "2019-03-03"),
    ("en", "the first of May 1998", "1998-05-01"),
    ("en", "September 1988", "1988-09"),
    ("en", "on 5-7 June 2011 in the hall", "2011-06-05"),
    ("fa", "تهران، ۱۷ بهمن ۱۳۹۹", "2021-02-05"),
    ("fa", "۱۷ بهمن‌ماه ۱۳۹۹ خورشیدی", "2021-02-05"),
    ("fa", "هفدهم بهمن ۱۳۹۹", "2021-02-05"),
    ("fa", "بیست و دوم بهمن ماه ۱۳۵۷", "1979-02-11"),
    ("fa", "۱۳۹۹/۱۱/۱۷", "2021-02-05"),
    ("fa", "17/11/1399", "2021-02-05"),
    ("fa", "۱۷ بهمن ۹۹", "2021-02-05"),
    ("fa", "۵ فوريه ۲۰۲۱", "2021-02-05"),
    ("fa", "دی ۱۳۹۶", "2017-12"),
    ("prs", "کابل، ۵ حمل ۱۴۰۰", "2021-03-25"),
    ("prs", "۱۲ فبروری ۲۰۲۰", "2020-02-12"),
    ("ar", "بيروت في ١٤ شباط ٢٠٢١", "2021-02-14"),
    ("ar", "١٤ شباط/فبراير ٢٠٢١", "2021-02-14"),
    ("ar", "الرابع عشر من فبراير 2021", "2021-02-14"),
    ("ar", "15 غشت 2011", "2011-08-15"),
    ("ar", "٣ تشرين الثاني ٢٠١٩", "2019-11-03"),
    ("ar", "٢٣ جمادى الآخرة ١٤٤٢ هـ", "2021-02-05"),
    ("ckb", "٥ی شوباتی ٢٠٢١", "2021-02-05"),
    ("ckb", "١ی گوڵانی ٢٧٢١", "2021-04-21"),
    ("kmr", "5'ê Sibata 2021'ê", "2021-02-05"),
    ("tr", "5 Şubat 2021, Diyarbakır", "2021-02-05"),
    ("tr", "05.02.2021", "2021-02-05"),
    ("fr", "le 1er mai 2019", "2019-05-01"),
    ("es", "Quito, 3 de junio de 2016", "2016-06-03"),
    ("es", "abril-mayo de 2008", "2008-04"),
    ("pt", "06 de março de 2016", "2016-03-06"),
    ("de", "Köln, 3. März 2020", "2020-03-03"),
    ("fa", "در ۱۳ اردیبهشت ماه امسال", "--02-13"),
    ("en", "on Friday, 5th February", "--02-05"),
]

#: language, text with nothing that is a date, or only one that never was.
NOTHING = [
    ("en", "We may 5 times march on."),
    ("en", "31 June 2020"),
    ("en", "version 1.2.3, chapter 10.20.30.40"),
    ("en", "call 030-22751170"),
    ("fa", "۳۰ اسفند ۱۴۰۴"),
    ("fa", "دو تیر به او خورد و ۲ تیر دیگر"),
    ("fa", "از ۲۰ می خواهیم"),
    ("ar", "٣١ حزيران ٢٠٢٠"),
    ("tr", "29 Şubat 2021"),
]


def written(found) -> str:
    if found.year is None:
        return f"--{found.month:02}-{found.day:02}"
    first = from_parts(found.calendar, found.year, found.month, found.day).first.isoformat()
    return first if found.day else first[:7]


@pytest.mark.parametrize(("language", "text", "iso"), FOUND)
def test_finds(language, text, iso):
    assert [written(one) for one in find_dates(text, language)] == [iso]


@pytest.mark.parametrize(("language", "text"), NOTHING)
def test_finds_nothing(language, text):
    assert find_dates(text, language) == []


def test_marks_what_is_doubtful():
    amended = find_dates("4 May 2010 (amended 6 May 2010)", "en")
    assert [one.amended for one in amended] == [False, True]
    assert find_dates("3/4/2021", "en")[0].ambiguous
    assert not find_dates("3/4/2021", "tr")[0].ambiguous
    assert find_dates("۵ تیر امسال", "fa")[0].this_year


def test_span_is_that_of_the_original():
    text = "نامهٔ سرگشاده، یازدهمِ بهمن ۱۳۶۰."
    found = find_dates(text, "fa")[0]
    assert text[found.start : found.end] == "یازدهمِ بهمن ۱۳۶۰"


def test_year_alone_on_a_line():
    assert year_of_line("سال ۱۳۶۷", "fa").first.isoformat() == "1988-03-21"
    assert year_of_line("1988").precision == "year"
    assert year_of_line("1988 workers") is None


def page_of(*pieces: tuple[str, str], page: dict[str, str] | None = None, kind: str = "statement") -> Surroundings:
    """A page of one passage made of (part, text) pieces; pieces with an empty part stand before it."""
    text, parts, begin = "", [], None
    for part, words in pieces:
        if part:
            begin = len(text) if begin is None else begin
            parts.append(Part(part, len(text), len(text) + len(words)))
        text += words + "\n\n"
    passages = [Passage(kind, begin or 0, len(text), tuple(parts))]
    if begin:
        passages.insert(0, Passage("navigation", 0, begin))
    return Surroundings(Extract(text, "text/plain", (), page or {}), tuple(passages))


def day_of(page: Surroundings, language: str = "en") -> str | None:
    guess = guess_date(page, page.statements[0], language)
    return guess.value.first.isoformat() if guess else None


BODY = "The bakers of our town went on strike again, as they did on 7 July 2003 and in May 2004."


def test_date_line_beats_note_beats_page():
    page = page_of(("", "1 January 2021"), ("date line", "3 March 2019"), ("body", BODY))
    assert day_of(page) == "2019-03-03"
    page = page_of(("", "1 January 2021"), ("provenance", "[A statement issued on 4 March 2019.]"), ("body", BODY))
    assert day_of(page) == "2019-03-04"
    assert day_of(page_of(("", "1 January 2021"), ("title", "Strike"), ("body", BODY))) == "2021-01-01"


def test_events_in_the_prose_date_nothing():
    assert day_of(page_of(("title", "Strike"), ("body", BODY))) is None


def test_page_that_carries_an_older_text_does_not_date_it():
    page = page_of(
        ("", "1 January 2021"), ("provenance", "[The text appeared on the site of the Bakers.]"), ("body", BODY)
    )
    assert day_of(page) is None


def test_announced_text_takes_the_page_date():
    page = page_of(("", "1 January 2021"), ("provenance", "Full text of the statement:"), ("body", BODY))
    assert day_of(page) == "2021-01-01"


def test_dateline_opens_the_body():
    assert day_of(page_of(("body", "Basel, 9 May 2012 – " + BODY))) == "2012-05-09"
    assert day_of(page_of(("body", "On 9 May 2012 the bakers met. " + BODY))) is None
    assert day_of(page_of(("body", "۹ مه ۲۰۱۲ پیام به نانوایان شهر ما که")), "fa") == "2012-05-09"


def test_date_after_the_body():
    page = page_of(("body", BODY), ("sign-off", "Union of Bakers\n12 August 2005"))
    assert day_of(page) == "2005-08-12"


def test_year_is_inferred_from_the_page():
    page = page_of(("", "March 2019"), ("date line", "Friday, 8 March"), ("body", BODY))
    guess = guess_date(page, page.statements[0], "en")
    assert guess.value.first.isoformat() == "2019-03-08"
    assert guess.value.inferred
    assert guess.confidence < 0.9


def test_slogan_with_a_day_is_no_date():
    page = page_of(("", "April 2012"), ("body", BODY), ("body", "Everybody to the square on 1 May!"))
    assert day_of(page) == "2012-04-01"


def test_address_and_facts_date_the_page():
    assert day_of(page_of(("body", BODY), page={"address": "https://bakers.example/2015/10/07/strike"})) == "2015-10-07"
    assert day_of(page_of(("body", BODY), page={"date": "2016-06-06T14:34:32-03:00"})) == "2016-06-06"


def test_evidence_points_at_the_words():
    page = page_of(("title", "Strike"), ("date line", "3 March 2019"), ("body", BODY))
    guess = guess_date(page, page.statements[0], "en")
    assert page.raw(guess.evidence) == "3 March 2019"


def test_number_of_an_issue_dates_the_paper_not_the_text():
    page = page_of(
        ("body", BODY), ("sign-off", "بيروت في 19 كانون الثاني 2015"), ("date line", "العدد 1105 - 01/5/2024")
    )
    assert day_of(page, "ar") == "2015-01-19"


def test_report_of_an_event_dates_the_text_that_it_announces():
    report, label, words = "On 26 April 2012 bakers met in the square.", "Full text of the statement:", BODY
    text = "\n\n".join((report, label, words))
    second = len(report) + 2
    passages = (
        Passage("statement", 0, second, (Part("body", 0, len(report)),)),
        Passage(
            "quotation",
            second,
            len(text),
            (Part("provenance", second, second + len(label)), Part("body", second + len(label) + 2, len(text))),
        ),
    )
    page = Surroundings(Extract(text, "text/plain"), passages)
    assert guess_date(page, passages[1], "en").value.first.isoformat() == "2012-04-26"
