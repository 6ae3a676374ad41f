"""Public pages in a browser: names that no line can hold, the type that words are set in."""

import pytest

from archive.models import Participation
from archive.stages import Role
from tests import cast

#: An address is what people write where a body has no name; it has no place to break.
LONG = "https://" + "a-very-long-name-without-a-space_" * 6


@pytest.mark.browser
def test_a_name_longer_than_the_screen_does_not_widen_it(open_database, live_server, chromium):
    bodies = [cast.organisation(f"body-{number}", "IR", en=f"{LONG}{number}".replace("-", "")) for number in range(2)]
    statement = cast.statement(LONG, (LONG,), issuer=bodies[0])
    Participation.objects.create(statement=statement, organisation=bodies[1], role=Role.SIGNATORY, position=1)
    cast.carry(statement, "published")
    page = chromium.new_page(viewport={"width": 390, "height": 844})
    wider = {}
    own = f"statements/{statement.reference}/"
    for path in ("", "statements/", own, f"{own}provenance/", "organisations/", "organisations/body-0/", "network/"):
        page.goto(f"{live_server.url}/fa/{path}")
        if (spill := page.evaluate("document.documentElement.scrollWidth - innerWidth")) > 0:
            wider[path] = spill
    page.close()
    assert wider == {}


@pytest.mark.browser
def test_words_of_no_language_have_the_type_of_their_script(open_database, live_server, chromium):
    cast.statement("نان", ("نان گران شد.",), language="fa", stage="published")
    page = chromium.new_page()
    page.goto(f"{live_server.url}/fa/statements/?q=نان&year=1399")
    faces = page.locator('.sentence bdi[lang=""]').evaluate_all(
        "all => all.map(one => getComputedStyle(one).fontFamily)"
    )
    page.close()
    assert len(faces) == 2
    assert all("Vazirmatn" in face.split(", ")[:2] for face in faces)
