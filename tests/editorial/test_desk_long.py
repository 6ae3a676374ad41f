"""Long texts on the desk: what a form offers can also be sent."""

import pytest
from django.test import Client

from editorial.workflow.translate import open_translation
from tests import cast
from tests.editorial.test_desk import desk_of
from tests.editorial.test_desk_statements import address

pytestmark = pytest.mark.django_db


def test_a_text_of_many_paragraphs_can_be_translated():
    statement = cast.statement(texts=[f"Paragraph {number}." for number in range(1500)], stage="published")
    translation = open_translation(statement, language="fa", by=cast.person("translator"))
    data = {"title": "x", "expected": ""} | {f"p{number}": "بند" for number in range(1, 1501)}
    assert desk_of("translator").post(address(translation), data).status_code == 302
    assert len(translation.revisions.get().paragraphs) == 1500


def test_a_book_in_persian_can_be_revised():
    statement = cast.statement(language="fa")
    book = "\n\n".join(["کارگران بندر امروز کار را بر زمین گذاشتند. " * 40] * 300)
    data = {"title": "x", "text": book, "expected": statement.current_revision_id}
    desk: Client = desk_of("importer")
    assert desk.post(address(statement, "revise"), data).status_code == 302
    assert len(book) > 500_000 and statement.revisions.count() == 2
