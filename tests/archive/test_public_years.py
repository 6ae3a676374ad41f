"""Dates that some calendar here cannot tell: a page that shows every year goes on without them."""

import datetime

import pytest
from django.test import Client

from tests import cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("day", [datetime.date(21, 2, 5), datetime.date(622, 3, 1), datetime.date(9999, 12, 31)])
@pytest.mark.parametrize(
    "page",
    [
        "en/",
        "fa/",
        "fa/timeline/",
        "en/timeline/?calendar=islamic",
        "fa/statements/",
        "en/statements/?calendar=islamic",
        "en/organisations/harbour-union/",
        "fa/organisations/harbour-union/",
    ],
)
def test_a_day_out_of_reach_takes_no_page_with_it(day, page):
    cast.statement(stage="published")
    cast.statement("Out of reach", stage="published", day=day)
    answer = Client().get(f"/{page}")
    assert answer.status_code == 200
    assert "Out of reach" in answer.text or "timeline" in page
