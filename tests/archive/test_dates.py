"""Dates as values: conversion between calendars, refusal of what never was, showing and typing them."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.dates import (
    CALENDARS,
    GREGORIAN,
    ISLAMIC,
    SOLAR_HIJRI,
    HistoricalDate,
    edtf,
    from_parts,
    in_calendar,
    month_length,
    month_names,
    parse_input,
    show,
    to_day,
)

#: (year, month, day) Solar Hijri and the Gregorian day: leap days, new years, days of record.
SOLAR = [
    ((1357, 11, 22), "1979-02-11"),
    ((1399, 11, 17), "2021-02-05"),
    ((1399, 12, 30), "2021-03-20"),
    ((1403, 12, 30), "2025-03-20"),
    ((1404, 1, 1), "2025-03-21"),
    ((1332, 5, 28), "1953-08-19"),
]
#: Islamic days by the Umm al-Qura tables.
LUNAR = [((1442, 6, 23), "2021-02-05"), ((1445, 9, 1), "2024-03-11"), ((1400, 1, 1), "1979-11-20")]


@pytest.mark.parametrize(("parts", "iso"), SOLAR)
def test_solar_days(parts, iso):
    day = datetime.date.fromisoformat(iso)
    assert to_day(SOLAR_HIJRI, *parts) == day
    assert in_calendar(day, SOLAR_HIJRI) == parts


@pytest.mark.parametrize(("parts", "iso"), LUNAR)
def test_lunar_days(parts, iso):
    day = datetime.date.fromisoformat(iso)
    assert to_day(ISLAMIC, *parts) == day
    assert in_calendar(day, ISLAMIC) == parts


def test_tabular_rule_joins_the_tables():
    last_tabular = to_day(ISLAMIC, 1342, 12, month_length(ISLAMIC, 1342, 12))
    first_of_table = to_day(ISLAMIC, 1343, 1, 1)
    assert abs((first_of_table - last_tabular).days - 1) <= 1
    assert to_day(ISLAMIC, 1, 1, 1) == datetime.date(622, 7, 19)


@given(st.dates(datetime.date(700, 1, 1), datetime.date(2500, 1, 1)), st.sampled_from(CALENDARS))
def test_there_and_back(day, calendar):
    parts = in_calendar(day, calendar)
    assert abs((to_day(calendar, *parts) - day).days) <= (1 if calendar == ISLAMIC and parts[0] in (1342, 1343) else 0)


@pytest.mark.parametrize(
    ("calendar", "parts"),
    [
        (GREGORIAN, (2021, 2, 29)),
        (GREGORIAN, (2021, 13, 1)),
        (GREGORIAN, (0, 1, 1)),
        (SOLAR_HIJRI, (1404, 12, 30)),
        (SOLAR_HIJRI, (1400, 7, 31)),
        (ISLAMIC, (1442, 6, 31)),
        ("mayan", (1442, 6, 3)),
    ],
)
def test_impossible_dates_are_refused_with_a_sentence(calendar, parts):
    with pytest.raises(ValueError, match=r"\.$"):
        from_parts(calendar, *parts)


def test_a_day_needs_its_month():
    with pytest.raises(ValueError, match="month"):
        from_parts(GREGORIAN, 2021, day=3)


def test_precision_and_range():
    month = from_parts(SOLAR_HIJRI, 1399, 11)
    assert (month.first.isoformat(), month.last.isoformat(), month.precision) == ("2021-01-20", "2021-02-18", "month")
    year = from_parts(GREGORIAN, 1988)
    assert (year.first.isoformat(), year.last.isoformat(), year.precision) == ("1988-01-01", "1988-12-31", "year")
    decade = from_parts(SOLAR_HIJRI, 1367, decade=True)
    assert (decade.first.isoformat(), decade.last.isoformat(), decade.precision) == (
        "1981-03-21",
        "1991-03-20",
        "decade",
    )


def test_shape_for_reading():
    assert from_parts(GREGORIAN, 2021, 2, 5, "5 February 2021").to_dict() == {
        "written": "5 February 2021",
        "calendar": "gregorian",
        "first": "2021-02-05",
        "last": "2021-02-05",
        "precision": "day",
        "inferred": False,
    }


DAY = from_parts(GREGORIAN, 2021, 2, 5)
MONTH = from_parts(GREGORIAN, 2021, 1)
YEAR = from_parts(GREGORIAN, 2021)


@pytest.mark.parametrize(
    ("date", "calendar", "language", "words"),
    [
        (DAY, GREGORIAN, "en", "5 February 2021"),
        (DAY, SOLAR_HIJRI, "fa", "۱۷ بهمن ۱۳۹۹"),
        (DAY, GREGORIAN, "ar", "٥ شباط ٢٠٢١"),
        (DAY, GREGORIAN, "ckb", "٥ی شوباتی ٢٠٢١"),
        (DAY, GREGORIAN, "tr", "5 Şubat 2021"),
        (DAY, ISLAMIC, "ar", "٢٣ جمادى الآخرة ١٤٤٢"),
        (DAY, SOLAR_HIJRI, "prs", "۱۷ دلو ۱۳۹۹"),
        (MONTH, GREGORIAN, "en", "January 2021"),
        (MONTH, SOLAR_HIJRI, "fa", "دی – بهمن ۱۳۹۹"),
        (YEAR, GREGORIAN, "en", "2021"),
        (YEAR, SOLAR_HIJRI, "fa", "۱۳۹۹–۱۴۰۰"),
        (YEAR, SOLAR_HIJRI, "en", "1399–1400 SH"),
        (from_parts(GREGORIAN, 1983, decade=True), GREGORIAN, "en", "1980s"),
        (from_parts(SOLAR_HIJRI, 1361, decade=True), SOLAR_HIJRI, "fa", "دههٔ ۱۳۶۰"),
        (
            HistoricalDate("", GREGORIAN, DAY.first, datetime.date(2021, 2, 7), "day"),
            GREGORIAN,
            "en",
            "5–7 February 2021",
        ),
    ],
)
def test_show(date, calendar, language, words):
    assert show(date, calendar, language) == words


def test_every_table_has_twelve_months():
    for calendar in CALENDARS:
        for language in ("en", "fa", "ar", "ckb", "tr", "prs", "de"):
            assert len(month_names(calendar, language)) == 12


@pytest.mark.parametrize(
    ("date", "code"),
    [
        (DAY, "2021-02-05"),
        (MONTH, "2021-01"),
        (YEAR, "2021"),
        (from_parts(GREGORIAN, 1983, decade=True), "198X"),
        (from_parts(GREGORIAN, 2021, 2, 5, inferred=True), "2021-02-05?"),
        (from_parts(ISLAMIC, 1442, 6, 23), "2021-02-05~"),
        (from_parts(SOLAR_HIJRI, 1399, 11), "2021-01-20/2021-02-18"),
    ],
)
def test_edtf(date, code):
    assert edtf(date) == code


@pytest.mark.parametrize(
    ("text", "calendar", "first", "last"),
    [
        ("1401", SOLAR_HIJRI, "2022-03-21", "2023-03-20"),
        ("1401", GREGORIAN, "2022-03-21", "2023-03-20"),
        ("1401-07", SOLAR_HIJRI, "2022-09-23", "2022-10-22"),
        ("۱۴۰۱/۷/۵", SOLAR_HIJRI, "2022-09-27", "2022-09-27"),
        ("2021-02-05", SOLAR_HIJRI, "2021-02-05", "2021-02-05"),
        ("٢٠٢١", GREGORIAN, "2021-01-01", "2021-12-31"),
        ("5.2.2021", GREGORIAN, "2021-02-05", "2021-02-05"),
        (" 2021 / 02 ", GREGORIAN, "2021-02-01", "2021-02-28"),
    ],
)
def test_typed_dates(text, calendar, first, last):
    date = parse_input(text, calendar)
    assert (date.first.isoformat(), date.last.isoformat()) == (first, last)


def test_nothing_typed_is_no_date():
    assert parse_input("  ", GREGORIAN) is None


@pytest.mark.parametrize(
    "text", ["yesterday", "2021-13", "12", "2021-02-30", "1404/12/30", "5.2.21", "²", "99999", "0000"]
)
def test_nonsense_is_refused_with_a_sentence(text):
    with pytest.raises(ValueError, match=r"\.$"):
        parse_input(text, GREGORIAN)
