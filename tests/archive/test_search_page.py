"""The search page: fields, dates as people type them, names that were meant perhaps, what is wrong said in place."""

import datetime
import re
from html import unescape

import pytest
from django.test import Client
from django.utils import translation

from archive import dates
from archive.models import OrganisationName, Statement, Topic
from archive.public import typed_dates
from archive.public.filters import StatementFilter
from archive.public.suggestions import suggestion
from archive.query import FIELD_NAMES, parse
from tests import cast


@pytest.fixture
def shelf():
    """A strike of the bakers in Persian, with an English translation, and a letter of the harbour in English."""
    bakers = cast.organisation("bakers-council", "IR", en="Bakers’ Council", fa="شورای نانوایان", ar="مجلس الخبازين")
    strike = cast.statement(
        "اعتصاب نانوایان",
        ("نان نیست.", "کارگران آمدند."),
        language="fa",
        issuer=bakers,
        day=datetime.date(2022, 9, 27),  # 5 Mehr 1401
        stage="published",
    )
    strike.topics.add(Topic.objects.create(slug="bread", name_en="Price of bread", name_fa="بهای نان"))
    cast.translation(strike, "en", "A strike of bakers", ("There is no bread.", "Workers came."), stage="published")
    letter = cast.statement(
        "Letter from the harbour", ("The mole is closed.", "Open it."), kind="letter", stage="published"
    )
    return {"strike": strike.pk, "letter": letter.pk}


def found(shelf, q: str, **more: str) -> set[str]:
    filters = StatementFilter({"q": q, **more}, Statement.objects.public())
    assert filters.is_valid(), filters.errors
    names = {pk: name for name, pk in shelf.items()}
    chosen = {names[pk] for pk in filters.qs.values_list("pk", flat=True)}
    assert chosen == {names[pk] for pk in filters.counted().values_list("pk", flat=True)}
    return chosen


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("organisation:bakers", {"strike"}),
        ("org:شورای", {"strike"}),
        ("سازمان:نانوایان", {"strike"}),
        ("منظمة:الخبازين", {"strike"}),
        ("ڕێکخراو:bakers", {"strike"}),
        ("kurum:bakers mole", set()),
        ("organisation:harbour", {"letter"}),
        ('organisation:"harbour workers" mole', {"letter"}),
        ("-organisation:harbour", {"strike"}),
        ("organisation:nobody", set()),
        ("-organisation:nobody", {"strike", "letter"}),
        ("language:fa", {"strike"}),
        ("lang:persian", {"strike"}),
        ("زبان:انگلیسی", {"letter"}),
        ("dil:farsça", {"strike"}),
        ("topic:bread", {"strike"}),
        ("موضوع:نان", {"strike"}),
        ("country:iran", {"strike"}),
        ("کشور:عراق", {"letter"}),
        ("kind:letter", {"letter"}),
        ("year:1401", {"strike"}),
        ("سال:۲۰۲۱", {"letter"}),
        ("year:never", set()),
        ("title:strike", {"strike"}),
        ("عنوان:اعتصاب", {"strike"}),
        ("title:mole", set()),
        ("-title:letter", {"strike"}),
        ("mole -title:strike", {"letter"}),
        ("bread", {"strike"}),
        ("-bread", {"letter"}),
        ("lang:fa -bread", set()),
        ("…", set()),
    ],
)
def test_fields_and_words_select(shelf, q, expected):
    assert found(shelf, q) == expected


def test_a_field_has_a_name_in_every_language_of_the_interface():
    for field, names in FIELD_NAMES.items():
        assert set(names) == {"en", "fa", "ar", "ckb", "tr"}
        for own in names.values():
            for name in own:
                query = parse(f"{name}:wort")
                assert query.title if field == "title" else query.fields[0].name == field, name


def test_a_colon_in_the_text_is_no_field():
    assert parse("12:30").terms
    assert not parse("https://a.example/b").fields


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1401-07-05", "2022-09-27", "2022-09-27"),
        ("۱۴۰۱/۷/۵", "2022-09-27", "2022-09-27"),
        ("mehr 1401", "2022-09-23", "2022-10-22"),
        ("مهر 1401", "2022-09-23", "2022-10-22"),
        ("5 مهر ۱۴۰۱", "2022-09-27", "2022-09-27"),
        ("مهر ماه سال ۱۴۰۱", "2022-09-23", "2022-10-22"),
        ("ڕەزبەری 1401", "2022-09-23", "2022-10-22"),
        ("5 شباط 2021", "2021-02-05", "2021-02-05"),
        ("٥ فيفري ٢٠٢١", "2021-02-05", "2021-02-05"),
        ("5 فبراير 2021", "2021-02-05", "2021-02-05"),
        ("كانون الثاني 2020", "2020-01-01", "2020-01-31"),
        ("غشت 2020", "2020-08-01", "2020-08-31"),
        ("5 Şubat 2021", "2021-02-05", "2021-02-05"),
        ("5 subat 2021", "2021-02-05", "2021-02-05"),
        ("February 5th, 2021", "2021-02-05", "2021-02-05"),
        ("محرم 1444", "2022-07-30", "2022-08-27"),
        ("ربیع‌الاول ۱۴۴۳", "2021-10-07", "2021-11-05"),
        ("1443 هـ", "2021-08-09", "2022-07-29"),
        ("1401 ش", "2022-03-21", "2023-03-20"),
        ("5.2.2021", "2021-02-05", "2021-02-05"),
        ("20210205", "2021-02-05", "2021-02-05"),
    ],
)
def test_dates_are_read_as_people_type_them(text, first, last):
    date = typed_dates.read(text, dates.GREGORIAN)
    assert date
    assert (date.first.isoformat(), date.last.isoformat()) == (first, last)


def test_every_month_that_a_page_shows_can_be_typed():
    for calendar, year in ((dates.GREGORIAN, 2021), (dates.SOLAR_HIJRI, 1401), (dates.ISLAMIC, 1443)):
        for tag in ("en", "fa", "prs", "ar", "ckb", "tr"):
            for month, name in enumerate(dates.month_names(calendar, tag), start=1):
                date = typed_dates.read(f"{name} {year}", dates.GREGORIAN)
                assert date, name
                assert dates.in_calendar(date.first, calendar) == (year, month, 1), (tag, name)
        with translation.override("fa"):
            box = typed_dates.date_box("", "", calendar, [year])
        assert all(typed_dates.read(text, calendar) for text in (*box.offered, box.example))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("30 esfand 1400", "Esfand 1400 has 29 days"),
        ("2021-13", "no month 13"),
        ("mehr 2022", "another calendar"),
        ("5 mehr", "no year"),
        ("12.5", "no year"),
        ("yesterday", "“yesterday” is the name of no month"),
        ("1 2 3 4", "Write a year"),
        ("9999", "cannot be used"),
    ],
)
def test_what_is_wrong_with_a_date_is_said(text, said):
    with translation.override("en"), pytest.raises(ValueError, match=re.escape(said)):
        typed_dates.read(text, dates.GREGORIAN)


@pytest.mark.django_db
def test_a_wrong_date_stands_in_its_box_with_what_is_wrong():
    response = Client().get("/fa/statements/", {"from": "30 اسفند 1400", "language": "fa"})
    page = unescape(response.content.decode())
    assert response.status_code == 400
    assert "اسفند ۱۴۰۰ ۲۹ روز دارد" in page
    assert 'value="30 اسفند 1400"' in page
    assert 'name="language" value="fa"' in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Bakers Counsil", "Bakers’ Council"),
        ("bakars council", "Bakers’ Council"),
        ("شوراي نانويان", "شورای نانوایان"),
        ("prise of bred", "Price of bread"),
        ("مجلس الخبازبن", "مجلس الخبازين"),
    ],
)
def test_a_misspelt_name_is_suggested(shelf, typed, meant):
    found = suggestion(typed, 0)
    assert found
    assert found.words == meant
    page = Client().get("/en/statements/", {"q": typed})
    address = page.context["suggestion"][1]
    assert Client().get(address).context["total"] > 0


@pytest.mark.django_db
@pytest.mark.parametrize(("tag", "typed"), [("fa", "۱۳۹۹"), ("fa", "1399"), ("ar", "٢٠٢١"), ("en", "2021")])
def test_a_year_that_no_text_names_leads_to_its_statements(tag, typed):
    cast.statement(day=datetime.date(2021, 2, 5), stage="published")
    page = Client().get(f"/{tag}/statements/", {"q": typed})
    words, address = page.context["suggestion"]
    assert words == {"fa": "از سال ۱۳۹۹", "ar": "من سنة ٢٠٢١", "en": "from the year 2021"}[tag]
    assert Client().get(address).context["total"] == 1
    for none in ("1250", "99999", "2021 5", "0000"):
        assert Client().get(f"/{tag}/statements/", {"q": none}).context["suggestion"] is None


@pytest.mark.django_db
def test_words_of_a_name_are_mended_where_texts_hold_them(shelf):
    found = suggestion("اعتصاب نانوايون", 0)
    assert found
    assert (found.words, found.key, found.value) == ("اعتصاب نانوایان", "q", "اعتصاب نانوایان")


@pytest.mark.django_db
def test_nothing_is_suggested_where_enough_is_found_or_nothing_is_like_it(shelf):
    assert suggestion("Bakers Counsil", 3) is None
    assert suggestion("zzzzqqqq", 0) is None
    assert suggestion("ab", 0) is None
    assert suggestion("Bakers Council" * 40, 0) is None


@pytest.mark.django_db
def test_hidden_organisations_are_never_suggested(shelf):
    hidden = cast.organisation("hidden-body", "IR", en="Quervatil Brindolak Union")
    OrganisationName.objects.create(organisation=hidden, text="Felkandor Circle", language="en")
    cast.statement("Draft of theirs", ("Not out.",), issuer=hidden)
    Topic.objects.create(slug="secret", name_en="Zalmoxin affair")
    for typed in ("Quervatil Brindolak Unionn", "Felkandor Cirle", "Zalmoxin afair", "quervatill"):
        assert suggestion(typed, 0) is None
        assert "Did you mean" not in Client().get("/en/statements/", {"q": typed}).content.decode()


@pytest.mark.django_db
def test_every_list_is_a_feed_and_has_a_permanent_link(shelf):
    page = unescape(Client().get("/en/statements/", {"q": "bread", "language": "fa"}).content.decode())
    assert 'href="/feeds/statements.atom?q=bread&language=fa"' in page
    assert 'rel="bookmark" href="/en/statements/?q=bread&language=fa"' in page
    assert "A strike of bakers" in Client().get("/feeds/statements.atom?q=bread&language=fa").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("tag", ["en", "fa", "ar", "ckb", "tr"])
def test_the_help_names_fields_that_are_understood(tag):
    page = unescape(Client().get(f"/{tag}/statements/").content.decode())
    shown = re.findall(r'<kbd dir="auto">([^<]*)</kbd>', page)
    assert len(shown) == 8
    queries = [parse(example) for example in shown]
    assert queries[0].terms
    assert len(queries[1].terms) == 1
    assert queries[2].without
    assert queries[3].terms[0][0][1]
    assert queries[4].title
    assert [query.fields[0].name for query in queries[5:]] == ["organisation", "language", "year"]
