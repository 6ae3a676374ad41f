"""The memory at the desk: offers beside a paragraph with and without the script, the concordance, TMX of it all."""

import pytest
from translate.storage import tmx as foreign_tmx

from archive.models import Translation
from editorial.models import Segment
from editorial.workflow.translate import open_translation
from tests import cast
from tests.editorial.test_desk import desk_of
from tests.editorial.test_desk_statements import address
from tests.editorial.test_desk_translations import bench

pytestmark = pytest.mark.django_db

LIST = "/desk/editorial/segment/"
OLD = ("The mole was closed at dawn by order of the governor.", "Long live the workers of the port.")
PERSIAN = ("اسکله سپیده‌دم به دستور فرماندار بسته شد.", "زنده\u200cباد کارگران بندر.")


def remembered() -> Translation:
    """A published translation, and so two paragraphs and a title in the memory."""
    published = cast.translation(cast.statement(texts=OLD, stage="published"), texts=PERSIAN)
    return cast.carry(published, "published")


def asking(texts=("The mole was closed at noon by order of the governor.", OLD[1])) -> Translation:
    """A translation that is begun."""
    return cast.translation(cast.statement("On the mole", texts=texts), texts=("یک", "دو"))


def part(translation: Translation, number: int) -> str:
    return f"/desk/archive/translation/{translation.pk}/offers/{number}/"


def test_an_equal_paragraph_stands_beside_without_being_asked_for():
    remembered()
    page = desk_of("translator").get(address(asking()))
    [segment] = Segment.objects.filter(source=OLD[1])
    assert f'name="insert" value="2:{segment.pk}"' in page.text and "100 %" in page.text
    assert f'data-text="{PERSIAN[1]}"' in page.text and PERSIAN[0] not in page.text


def test_a_like_paragraph_comes_when_asked_for_with_the_words_that_differ():
    remembered()
    translation = asking()
    answer = desk_of("translator").get(part(translation, 1))
    assert PERSIAN[0] in answer.text and "<del>dawn</del><ins>noon</ins>" in answer.text
    assert '<span lang="fa" dir="rtl" class="target">' in answer.text
    assert "nothing like" in desk_of("translator").get(part(asking(("Bread.",)), 1)).text
    assert desk_of("translator").get(part(translation, 99)).status_code == 404
    assert 'name="insert"' not in desk_of("publisher").get(part(translation, 1)).text


def test_without_the_script_asking_and_inserting_lose_nothing_that_was_typed():
    remembered()
    translation = asking()
    client = desk_of("translator")
    there = address(translation, "offers")
    page = client.post(there, bench(translation, p2="نیمه‌کاره", note="n", offers="1"))
    assert page.status_code == 200 and PERSIAN[0] in page.text
    [segment] = Segment.objects.filter(source=OLD[0])
    page = client.post(there, bench(translation, p2="نیمه‌کاره", note="n", insert=f"1:{segment.pk}"))
    assert {row.number: row.text for row in page.context["rows"]} == {1: PERSIAN[0], 2: "نیمه‌کاره"}
    assert page.context["note"] == "n" and translation.revisions.count() == 1
    # The page's form sends back to where it came from: there its other button saves.
    saved = client.post(there, bench(translation, p1=PERSIAN[0], p2="نیمه‌کاره"), follow=True)
    assert "Revision 2 was saved." in saved.text


def test_asking_while_somebody_else_saved_shows_both_texts():
    remembered()
    translation = asking()
    begun = bench(translation)
    desk_of("translator", "other").post(address(translation), {**begun, "p1": "از دیگری"})
    answer = desk_of("translator").post(address(translation, "offers"), {**begun, "p1": "از من", "offers": "1"})
    assert answer.status_code == 409 and "<del>دیگری</del><ins>من</ins>" in answer.text
    assert answer.context["rows"][0].text == "از من"


@pytest.mark.parametrize("value", ["x", "1:x", "1:999999", "99:1", ""])
def test_what_no_button_sends_is_no_page(value):
    remembered()
    translation = asking()
    data = bench(translation, insert=value)
    assert desk_of("translator").post(address(translation, "offers"), data).status_code == 404


def test_a_segment_of_other_languages_is_not_inserted():
    remembered()
    arabic = open_translation(cast.statement("On the mole"), language="ar", by=cast.person("translator"))
    data = {"title": "", "expected": "", "insert": f"1:{Segment.objects.first().pk}"}
    assert desk_of("translator").post(address(arabic, "offers"), data).status_code == 404


def test_the_workbench_asks_at_most_25_questions_with_all_that_stands_beside(django_assert_max_num_queries):
    remembered()
    translation = asking([f"Paragraph {number} of many." for number in range(60)])
    client = desk_of("translator")
    client.get(address(translation))
    with django_assert_max_num_queries(25):
        client.get(address(translation))
    with django_assert_max_num_queries(25):
        client.get(part(translation, 1))


def test_the_concordance_marks_the_words_on_the_side_that_was_searched():
    remembered()
    client = desk_of("verifier")
    page = client.get(LIST, {"q": "order OF the"})
    assert "<mark>order</mark> <mark>of</mark> <mark>the</mark>" in page.text and PERSIAN[0] in page.text
    page = client.get(LIST, {"q": "كارگران بندر", "in": "target", "from": "en", "into": "fa"})
    assert "<mark>کارگران</mark>" in page.text and OLD[1] in page.text
    assert "stand nowhere in a row" in client.get(LIST, {"q": "the of order"}).text
    assert client.get(LIST, {"q": "'\" OR 1=1 * :"}).status_code == 200
    assert client.get(LIST, {"q": "x", "from": "xx", "into": "<b>"}).status_code == 200


def test_the_memory_goes_out_as_tmx_and_an_empty_one_says_so():
    assert "The memory is empty" in desk_of("translator").get(LIST).text
    remembered()
    answer = desk_of("translator").get(f"{LIST}tmx/", {"from": "en", "into": "fa"})
    theirs = foreign_tmx.tmxfile.parsestring(b"".join(answer.streaming_content))
    assert [(one.source, one.target) for one in theirs.units][1:] == list(zip(OLD, PERSIAN, strict=True))
    assert desk_of("translator").get(f"{LIST}tmx/", {"from": "xx", "into": "fa"}).status_code == 404
