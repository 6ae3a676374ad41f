"""Characters that turn the direction of what follows: an editor sees them as marked boxes, before a reader could."""

import pytest
from django.urls import reverse

from editorial.workflow.revise import revise
from tests import cast
from tests.editorial.test_desk import desk_of
from tests.editorial.test_desk_statements import address

pytestmark = pytest.mark.django_db
TURNED = "The mole \u202ewas opened\u202c at dawn."
BOX = '<span class="hidden-character">U+202E</span>'


def test_on_the_pages_of_texts():
    statement = cast.statement(title=TURNED, texts=(TURNED,))
    translation = cast.translation(statement, title=TURNED, texts=(TURNED,))
    desk = desk_of("verifier")
    for page in (address(statement), address(translation), reverse("admin:archive_translation_changelist")):
        assert BOX in desk.get(page).text
    revise(statement, title="x", texts=["Another."], by=cast.person("importer"))
    assert BOX in desk.get(address(statement, "history")).text


def test_beside_a_candidate():
    candidate, _other = cast.candidates(cast.PAGE.replace("closed", "\u202eclosed"))
    page = desk_of("importer").get(reverse("admin:editorial_candidate_change", args=[candidate.pk])).text
    assert BOX in page and page.count("\u202e") == 1  # in the field where it can be taken out, and nowhere else
