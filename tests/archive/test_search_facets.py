"""Counts of facets, of years and of the list are right under every combination: compared with looking at every row."""

import datetime
import random
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive import dates
from archive.models import Participation, Statement, Topic
from archive.public import charts
from archive.public.facets import _counted as counted
from archive.public.filters import StatementFilter
from archive.stages import Role
from tests import cast

pytestmark = pytest.mark.django_db

BODIES = {"bakers": "IR", "harbour": "IQ", "weavers": "IR", "millers": ""}
TOPICS = ("bread", "water", "night")
TAGS, KINDS, INTO = ("fa", "ar", "en"), ("statement", "letter"), ("en", "tr")
WORDS = ("lamp", "mole", "salt")


@dataclass(frozen=True)
class One:
    """What is known of a public statement, kept apart from the database."""

    pk: int
    language: str
    kind: str
    issuers: frozenset[str]
    topics: frozenset[str]
    into: frozenset[str]
    day: datetime.date | None
    words: frozenset[str]

    def values(self, key: str) -> frozenset[str]:
        return {
            "organisation": self.issuers,
            "language": frozenset([self.language]),
            "translated": self.into,
            "kind": frozenset([self.kind]),
            "topic": self.topics,
            "country": frozenset(filter(None, (BODIES[slug] for slug in self.issuers))),
        }[key]


@pytest.fixture
def shelf() -> list[One]:
    chance = random.Random(11)  # noqa: S311 - a sample, not a secret
    bodies = {slug: cast.organisation(slug, country, en=slug.title()) for slug, country in BODIES.items()}
    topics = {slug: Topic.objects.create(slug=slug, name_en=slug.title()) for slug in TOPICS}
    made = []
    for number in range(24):
        own, other = chance.sample(sorted(bodies), 2)
        words = frozenset(chance.sample(WORDS, chance.randint(0, 2)))
        day = chance.choice([None, datetime.date(2020, 3, 19), datetime.date(2021, 3, 21), datetime.date(2022, 1, 1)])
        # Every fifth is hidden and must never count.
        stage = "draft" if number % 5 == 4 else "published"
        statement = cast.statement(
            f"No. {number}", (" ".join(sorted(words)) or "…", "End."), language=chance.choice(TAGS),
            kind=chance.choice(KINDS), issuer=bodies[own], day=day,
        )  # fmt: skip
        signed = {own}
        if chance.random() < 0.5:
            role = chance.choice([Role.SIGNATORY, Role.PUBLISHER])
            Participation.objects.create(statement=statement, organisation=bodies[other], role=role)
            signed |= {other} if role == Role.SIGNATORY else set()
        about = chance.sample(TOPICS, chance.randint(0, 2))
        statement.topics.add(*(topics[slug] for slug in about))
        cast.carry(statement, stage)
        into = set()
        for tag in INTO if stage == "published" else ():
            if tag != statement.language and chance.random() < 0.5:
                public = chance.random() < 0.7
                cast.translation(
                    statement, tag, f"Nr. {number}", ("A.", "B."), stage="published" if public else "draft"
                )
                into |= {tag} if public else set()
        if stage == "published":
            made.append(
                One(statement.pk, statement.language, statement.kind, frozenset(signed), frozenset(about),
                    frozenset(into), day, words)
            )  # fmt: skip
    return made


def some(values: Iterable[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(sorted(values)), max_size=2, unique=True)


CHOICES = st.fixed_dictionaries(
    {
        "organisation": some(BODIES),
        "language": some(TAGS),
        "translated": some(INTO),
        "kind": some(KINDS),
        "topic": some(TOPICS),
        "country": some(["IR", "IQ", "ZZ"]),
        "year": st.sampled_from(["", "", "2021", "1399", "1400"]),
        "from": st.sampled_from(["", "", "2020-03-20", "1400"]),
        "q": st.sampled_from(["", "", "lamp", "mole salt", "-salt", "lamp -mole", "organisation:bakers", "no lang:fa"]),
    }
)
CHECKS: dict[str, Callable[[One], bool]] = {
    "": lambda one: True,
    "lamp": lambda one: "lamp" in one.words,
    "mole salt": lambda one: {"mole", "salt"} <= one.words,
    "-salt": lambda one: "salt" not in one.words,
    "lamp -mole": lambda one: "lamp" in one.words and "mole" not in one.words,
    "organisation:bakers": lambda one: "bakers" in one.issuers,
    "no lang:fa": lambda one: one.language == "fa",
}
FACETS = ("organisation", "language", "translated", "kind", "topic", "country")
YEARS = {
    "2021": (datetime.date(2021, 1, 1), datetime.date(2021, 12, 31)),
    "1399": (datetime.date(2020, 3, 20), datetime.date(2021, 3, 20)),
    "1400": (datetime.date(2021, 3, 21), datetime.date(2022, 3, 20)),
}
FROM = {"2020-03-20": datetime.date(2020, 3, 20), "1400": datetime.date(2021, 3, 21)}


def selected(shelf: list[One], chosen: dict, without: str = "") -> list[One]:
    """What the choices select, by looking at every statement."""
    rows = [one for one in shelf if CHECKS[chosen["q"]](one)]
    for key in FACETS:
        if key != without and chosen[key]:
            rows = [one for one in rows if one.values(key) & set(chosen[key])]
    if chosen["year"] and without != "year":
        first, last = YEARS[chosen["year"]]
        rows = [one for one in rows if one.day and first <= one.day <= last]
    if chosen["from"]:
        rows = [one for one in rows if one.day and one.day >= FROM[chosen["from"]]]
    return rows


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chosen=CHOICES)
def test_counts_are_what_one_would_get(shelf, chosen):
    filters = StatementFilter({key: value for key, value in chosen.items() if value}, Statement.objects.public())
    assert filters.is_valid(), filters.errors
    rows = selected(shelf, chosen)
    assert set(filters.qs.values_list("pk", flat=True)) == {one.pk for one in rows}
    assert filters.counted().count() == len(rows)
    facets = counted(filters)
    assert set(facets) == set(FACETS)
    for key in FACETS:
        expected = Counter(value for one in selected(shelf, chosen, key) for value in one.values(key))
        assert {value: number for value, number in facets[key]} == dict(expected), key
    for calendar in dates.CALENDARS:
        years = charts.years(charts.days(filters.counted(without="year")), calendar)
        expected = Counter(charts.year_of(one.day, calendar) for one in selected(shelf, chosen, "year") if one.day)
        assert {year: number for year, number in years.items() if number} == dict(expected), calendar
