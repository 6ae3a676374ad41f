"""Timeline, network, languages, descent: what is drawn, what it leads to, and that it is said in words as well."""

import datetime

import pytest
from django.test import Client
from lxml import html

from archive.models import Assessment, Organisation, OrganisationRelation, Participation, Statement
from archive.public import network, timeline
from archive.public.coverage import checked, coverage
from archive.public.genealogy import genealogy
from archive.public.network import Tie
from archive.stages import Axis, Role, Verdict
from tests import cast

DAY = datetime.date
MAY_DAY = DAY(2020, 5, 1)


def page_of(path: str):
    response = Client().get(path)
    assert response.status_code == 200, path
    return html.fromstring(response.content)


def said(page, selector: str) -> list[str]:
    return [" ".join(one.text_content().split()) for one in page.cssselect(selector)]


# --- Time -------------------------------------------------------------------------------------------------------


def test_a_long_archive_begins_with_centuries_a_short_one_with_years():
    long = [(DAY(1650, 1, 1), 1), (DAY(2020, 5, 5), 1)]
    assert [one.year for one in timeline.overview(long, "gregorian")] == [1600, 2000]
    decades = timeline.overview([(DAY(1979, 1, 1), 1), (DAY(2020, 5, 5), 1)], "gregorian")
    assert [one.bounds() for one in decades][:2] == [("1970", "1979"), ("1980", "1989")]
    assert [one.span for one in timeline.overview([(DAY(2020, 5, 5), 1)], "gregorian")] == [timeline.YEAR]


@pytest.mark.parametrize("calendar", ["gregorian", "solar hijri", "islamic"])
def test_every_statement_stands_in_exactly_one_stroke_at_each_step(calendar):
    counted = [(DAY(1976, 3, 20) + datetime.timedelta(days=97 * step), 1 + step % 3) for step in range(180)]
    total = sum(number for _day, number in counted)
    periods = timeline.overview(counted, calendar)
    while periods[0].parts():
        strip = timeline.strip(periods, counted, None, rtl=False)
        assert sum(one.count for one in strip.stretches) == total
        assert sum(timeline.tally(strip.fine_periods(), counted)) == total
        periods = [part for one in periods for part in one.parts()]
    assert sum(timeline.tally(periods, counted)) == total


def test_periods_follow_each_other_without_a_gap():
    esfand = timeline.Period("solar hijri", timeline.MONTH, 1399, 12)
    assert esfand.following() == timeline.Period("solar hijri", timeline.MONTH, 1400, 1)
    assert esfand.following().preceding() == esfand
    assert esfand.last + datetime.timedelta(days=1) == esfand.following().first == DAY(2021, 3, 21)


def test_time_runs_with_the_page():
    strokes = timeline.strokes([1, 0, 0, 4], 4, rtl=False)
    mirrored = timeline.strokes([1, 0, 0, 4], 4, rtl=True)
    assert [one.height for one in strokes] == ["25.0", "100.0"]
    assert [float(one.x) + float(one.width) + float(other.x) for one, other in zip(strokes, mirrored, strict=True)] == [
        pytest.approx(100, abs=0.1)
    ] * 2


@pytest.fixture
def years(db):
    for year, month in ((1983, 11), (2014, 2), (2021, 2), (2021, 7), (2023, 7)):
        cast.statement(f"Of {year}-{month}", stage="published", day=DAY(year, month, 5))
    return cast.statement("Of no day", stage="published", day=None)


def test_plain_links_narrow_from_decade_to_year_to_month(years):
    page = page_of("/en/timeline/")
    decade = page.cssselect(".strip a[aria-label^='2020']")[0]
    assert decade.get("aria-label") == "2020–2029: 3 statements"
    assert decade.get("href") == "/en/timeline/?from=2020&to=2029"
    assert "Besides these, one statement bears no date." in page.text_content()
    page = page_of(decade.get("href"))
    assert said(page, ".strip a[aria-current]") == ["2020"]
    (year,) = page.cssselect(".strip a[aria-label^='2021']")
    page = page_of(year.get("href"))
    (july,) = page.cssselect(".strip a[aria-label^='July 2021']")
    assert july.get("href") == "/en/timeline/?from=2021-07&to=2021-07"
    page = page_of(july.get("href"))
    assert said(page, ".entry h3") == ["Of 2021-7"]
    assert said(page, ".way li") == ["All years", "2020–2029", "2021", "July 2021"]
    assert said(page, ".beside-it a") == ["June 2021", "August 2021"]
    assert page.cssselect(".onward a")[0].get("href") == "/en/statements/?from=2021-07&to=2021-07"


def test_what_is_drawn_stands_in_a_table(years):
    page = page_of("/en/timeline/?from=2020&to=2029")
    assert said(page, ".figures tbody tr") == ["February 20211", "July 20211", "July 20231"]
    (row,) = page.cssselect(".multiples tbody tr")
    assert " ".join(row.text_content().split()) == "Harbour Workers’ Union3"
    assert len(row.cssselect("rect")) == 3


def test_the_timeline_of_any_list(years):
    cast.statement("دفتر", ("همین.",), language="fa", day=DAY(2021, 2, 9), stage="published")
    page = page_of("/en/timeline/?language=fa&calendar=solar-hijri")
    assert page.cssselect(".strip a")[0].get("aria-label") == "1399: 1 statement"
    assert "language=fa" in page.cssselect(".strip a")[0].get("href")
    assert "written in Persian" in page.text_content()


def test_what_the_timeline_cannot_read(db):
    for asked in ("?from=yesterday", "?from=2021&to=2020", "?calendar=mayan"):
        assert Client().get(f"/en/timeline/{asked}").status_code == 400
    for asked in ("?from=2021", "?to=1402", "?year=2021", "?from=0001&to=9998", "?organisation=nobody"):
        assert Client().get(f"/fa/timeline/{asked}").status_code == 200


# --- Who signs with whom ----------------------------------------------------------------------------------------


def joint(*bodies: Organisation, stage: str = "published", day: DAY = MAY_DAY) -> Statement:
    made = cast.statement("Together", ("We say.",), issuer=bodies[0], day=day)
    for place, body in enumerate(bodies[1:], 1):
        Participation.objects.create(statement=made, organisation=body, role=Role.SIGNATORY, position=place)
    return cast.carry(made, stage)


@pytest.fixture
def bodies(db):
    return [cast.organisation(f"body-{letter}", "TR", en=f"Body {letter.upper()}") for letter in "abcd"]


def test_ties_count_public_statements_once(bodies):
    one, other, third, fourth = bodies
    joint(one, other)
    joint(other, one, third, day=DAY(2022, 5, 1))
    joint(one, fourth, stage="verified")
    Participation.objects.create(
        statement=joint(third, fourth, stage="withdrawn"), organisation=one, role=Role.SIGNATORY, position=5
    )
    quoted = joint(one)
    Participation.objects.create(statement=quoted, organisation=fourth, role=Role.PUBLISHER, position=1)
    found = network.ties(Statement.objects.public())
    assert found[0] == Tie(one.pk, other.pk, 2, MAY_DAY, DAY(2022, 5, 1))
    assert {(tie.one, tie.other) for tie in found} == {
        (one.pk, other.pk), (one.pk, third.pk), (other.pk, third.pk)
    }  # fmt: skip
    assert [tie.count for tie in network.ties_of(other, Statement.objects.public())] == [2, 1]


def test_the_network_is_drawn_and_told(bodies):
    one, other, third, fourth = bodies
    joint(one, other)
    joint(one, other, third)
    joint(fourth)
    page = page_of("/en/network/")
    assert len(page.cssselect(".network path")) == 3
    assert sorted(said(page, ".network li")) == ["Body A 2", "Body B 2", "Body C 1"]
    assert said(page, ".ties tbody tr")[0] == "Body A · Body B2 statements2020"
    page = page_of("/en/network/?organisation=body-c")
    assert len(page.cssselect(".network .near")) == 2
    assert sorted(said(page, ".ties tbody tr")) == ["Body A1 statement2020", "Body B1 statement2020"]
    page = page_of("/en/network/?organisation=body-a&organisation=body-b")
    assert said(page, "h1") == ["2 statements signed together"]
    assert len(page.cssselect(".entry")) == 2
    assert "stands for itself alone" in page_of("/en/network/?organisation=body-d").text_content()
    assert Client().get("/en/network/?organisation=nobody").status_code == 404


def test_the_years_of_a_tie_are_the_reader_s(bodies):
    one, other, *_rest = bodies
    joint(one, other)
    assert said(page_of("/fa/network/"), ".ties tbody td:last-child") == ["۱۳۹۹"]
    partners = "section[aria-labelledby=partners] .count"
    assert said(page_of("/fa/organisations/body-a/"), partners)[0] == "۱۳۹۹"
    assert said(page_of("/ar/organisations/body-a/"), partners)[0] == "٢٠٢٠"
    joint(one, other, day=DAY(500, 1, 1))
    assert said(page_of("/fa/network/"), ".ties tbody td:last-child") == ["–۱۳۹۹"]


def test_groups_stay_together_and_the_same_ties_give_the_same_order():
    ring = [Tie(1, 5, 9), Tie(5, 9, 4), Tie(2, 6, 7), Tie(6, 10, 1), Tie(2, 10, 1), Tie(3, 4, 1)]
    order = network.arrange({1, 2, 3, 4, 5, 6, 9, 10}, ring)
    assert order == network.arrange([10, 9, 6, 5, 4, 3, 2, 1], ring)
    assert [set(order[:3]), set(order[3:6]), set(order[6:])] == [{1, 5, 9}, {2, 6, 10}, {3, 4}]
    assert order.index(5) == 1, "who is tied to both stands between them"


def test_the_drawing_is_bounded():
    crowd = [Tie(one, other, 1 + one % 3) for one in range(1, 60) for other in range(one + 1, 61)]
    kept = network.strongest(crowd, keep=60)
    assert len(kept) == network.MOST_NAMES
    assert 60 in kept
    arcs = network.arcs(network.arrange(kept, crowd), crowd, 60, rtl=True)
    assert len(arcs) == network.MOST_ARCS
    assert {arc.path.split(",")[0] for arc in arcs} == {"M100"}


# --- Languages and checks ---------------------------------------------------------------------------------------


def test_coverage_by_language(db):
    original = cast.statement(stage="published")
    cast.statement("Alone", ("Text.",), stage="published")
    cast.translation(original, "fa", stage="published", origin="machine")
    cast.translation(original, "ar", stage="published")
    cast.translation(original, "ckb", stage="verified")
    columns, (row,) = coverage()
    assert columns == ["ar", "fa"]
    assert (row.language, row.total, row.rendered) == ("en", 2, 1)
    assert [(cell.count, cell.machine, cell.side) for cell in row.cells] == [(1, 0, "70.7"), (1, 1, "70.7")]
    page = page_of("/fa/coverage/")
    assert page.cssselect(".coverage a.cell")[0].get("href") == "/fa/statements/?language=en&translated=ar"


def test_what_was_checked_counts_the_newest_verdict_on_what_is_public(db):
    public = cast.statement(stage="published")
    hidden = cast.statement("Hidden", stage="verified")
    for statement, verdict in (
        (public, Verdict.CONTRADICTED), (public, Verdict.CONFIRMED), (hidden, Verdict.CONFIRMED)
    ):  # fmt: skip
        Assessment.objects.create(
            revision=statement.current_revision, axis=Axis.DATE, verdict=verdict, by=cast.person("verifier")
        )
    text, _attribution, date = checked(Statement.objects.public(), 1, rtl=False)
    assert [(verdict, number) for verdict, number, _x, _width in date.counts] == [
        ("confirmed", 1), ("contradicted", 0), ("could not check", 0), ("", 0)
    ]  # fmt: skip
    assert text.counts[-1][1:] == (1, "0.00", "100.00")


# --- Descent ----------------------------------------------------------------------------------------------------


def test_descent_is_drawn_in_the_order_of_age_and_told_in_words(bodies):
    elder, split, merged, youngest = bodies
    for body, founded, dissolved in ((elder, 1970, None), (split, None, 2004), (merged, 1999, 2004)):
        body.founded, body.dissolved = founded, dissolved
        body.save()
        joint(body)
    joint(youngest)
    OrganisationRelation.objects.create(organisation=split, other=elder, kind="split", year=1991)
    OrganisationRelation.objects.create(organisation=split, other=youngest, kind="merger", year=2004)
    OrganisationRelation.objects.create(organisation=merged, other=youngest, kind="merger", year=2004)
    drawn = genealogy(elder, rtl=False)
    assert [line.name.text for line in drawn.lines] == ["Body A", "Body B", "Body D", "Body C"]
    assert drawn.lines[0].down == drawn.lines[1].up
    assert float(drawn.lines[1].x1) == float(drawn.lines[0].down[0])
    assert [line.focus for line in drawn.lines] == [True, False, False, False]
    mirrored = genealogy(elder, rtl=True)
    assert float(mirrored.lines[0].x1) == pytest.approx(100 - float(drawn.lines[0].x1), abs=0.02)
    page = page_of("/en/organisations/body-a/")
    assert said(page, ".genealogy .came") == [
        "split from Body A 1991", "merged into Body D 2004", "merged into Body D 2004"
    ]  # fmt: skip
    assert genealogy(cast.organisation(), rtl=False) is None


def test_an_organisation_s_partners_and_country(bodies):
    one, other, third, _fourth = bodies
    joint(one, other)
    joint(one, other, day=DAY(2022, 5, 1))
    joint(one, third, stage="verified")
    page = page_of("/en/organisations/body-a/")
    partners = page.cssselect("section[aria-labelledby=partners] li")
    assert [" ".join(row.text_content().split()) for row in partners] == ["Body B2020–20222 statements"]
    assert page.cssselect(".kicker a")[0].get("href") == "/en/countries/tr/"
    country = page_of("/en/countries/tr/")
    assert said(country, "h1") == ["Türkiye"]
    assert said(country, ".ledger li") == ["Body A2 statements", "Body B2 statements"]
    assert Client().get("/en/countries/se/").status_code == 404
