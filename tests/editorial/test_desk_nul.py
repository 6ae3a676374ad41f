"""NUL, which PostgreSQL keeps in no text, in whatever is sent to the desk: refused, and never a failure."""

import pytest

from tests import cast
from tests.editorial.test_desk import desk_of
from tests.editorial.test_desk_statements import address

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "query",
    [
        "statement/?language=%00",
        "statement/?stage__exact=a%00b",
        "statement/?%00=a",
        "organisation/?q=%00",
    ],
)
def test_in_the_address_of_a_list(query):
    assert desk_of("administrator").get(f"/desk/archive/{query}").status_code == 400


@pytest.mark.parametrize(("page", "field"), [("move", "note"), ("roll_back", "note"), ("assess", "note")])
def test_in_a_note(page, field):
    statement = cast.statement(stage="in review")
    data = {"move": "return", "to": "1", "axis": "text", "verdict": "confirmed"}
    data |= {"revision": statement.current_revision_id, field: "be\x00cause"}
    assert desk_of("administrator").post(address(statement, page), data).status_code == 400
    assert statement.revisions.count() == 1


def test_in_a_translated_paragraph():
    translation = cast.translation(cast.statement())
    data = {"title": "t", "p1": "x\x00", "expected": translation.current_revision_id}
    assert desk_of("translator").post(address(translation), data).status_code == 400
