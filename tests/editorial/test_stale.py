"""A new revision of the original: which paragraphs of each translation are stale, which obsolete, which neither."""

import pytest
from django.test import Client

from archive.models import Statement, Translation, obsolete_numbers, stale_numbers
from editorial.paragraphs import number, renumber
from editorial.workflow.moves import Refused, move
from editorial.workflow.revise import revise
from editorial.workflow.translate import render
from tests import cast

pytestmark = pytest.mark.django_db

ENGLISH = (
    "The mole was closed at dawn.",
    "We want the gates to be opened.",
    "Nobody had been told of it.",
    "Long live the porters!",
    "Our letter lies unanswered.",
)
RENDERED = {
    "fa": (
        "اسکله سپیده‌دم بسته شد.",
        "می‌خواهیم درها باز شود.",
        "کسی خبر نداشت.",
        "زنده باد باربران!",
        "نامه بی‌پاسخ است.",
    ),
    "ar": ("أُغلق الرصيف فجراً.", "نريد فتح الأبواب.", "لم يُبلَّغ أحد.", "عاش الحمالون!", "رسالتنا بلا جواب."),
    "tr": (
        "İskele şafakta kapatıldı.",
        "Kapıların açılmasını istiyoruz.",
        "Kimse bilmiyordu.",
        "Yaşasın hamallar!",
        "Mektup yanıtsız.",
    ),
}


def both(translation: Translation) -> tuple[set[int], set[int]]:
    """The stale and the obsolete paragraphs."""
    translation = Translation.objects.get(pk=translation.pk)
    texts = translation.text(), translation.statement.text()
    return stale_numbers(*texts), obsolete_numbers(*texts)


def test_one_changed_one_moved_and_one_deleted_make_one_stale_and_one_obsolete_in_each_language():
    statement = cast.statement(texts=ENGLISH)
    translations = [cast.translation(statement, tag, "T", texts) for tag, texts in RENDERED.items()]
    changed = "The mole was closed at noon."
    texts = [ENGLISH[4], changed, ENGLISH[1], ENGLISH[3]]  # the last moved to the front, the third deleted
    revise(statement, title="T", texts=texts, by=cast.person("importer"))
    assert [row["number"] for row in statement.text().paragraphs] == [5, 1, 2, 4]
    for translation in translations:
        assert both(translation) == ({1}, {3})


@pytest.mark.parametrize(
    ("after", "numbers"),
    [
        ([2, 1, 3, 4, 5], [2, 1, 3, 4, 5]),
        ([5, 4, 3, 2, 1], [5, 4, 3, 2, 1]),
        ([3, 4, 5], [3, 4, 5]),
        (["x", 1, 2, 3, 4, 5], [6, 1, 2, 3, 4, 5]),
        ([1, 3, "x", 2], [1, 3, 6, 2]),
    ],
)
def test_a_paragraph_keeps_its_number_wherever_it_goes(after, numbers):
    texts = ["A new thing altogether, of which no word was said." if one == "x" else ENGLISH[one - 1] for one in after]
    assert [row["number"] for row in renumber(number(ENGLISH), texts, 5)] == numbers


def test_a_corrected_paragraph_does_not_take_the_number_of_a_likelier_one_that_moved():
    demands = ["We demand bread for the porters.", "We demand bread for the bakers.", "The mole is closed."]
    texts = ["The mole is closed.", "We demand bread for the bakers!", "We demand bread for the porters."]
    assert [row["number"] for row in renumber(number(demands), texts, 3)] == [3, 2, 1]


def test_another_paragraph_in_the_place_of_a_deleted_one_gets_a_number_of_its_own():
    texts = [ENGLISH[0], "Bread has become dear again in every street of this town.", *ENGLISH[2:]]
    assert [row["number"] for row in renumber(number(ENGLISH), texts, 5)] == [1, 6, 3, 4, 5]


def turned() -> tuple[Statement, Translation]:
    """A statement that has come to say the contrary in its second paragraph, and its Persian translation."""
    statement = cast.statement(texts=ENGLISH)
    translation = cast.translation(statement, "fa", "ت", RENDERED["fa"])
    texts = [ENGLISH[0], "We do not want the gates to be opened.", *ENGLISH[2:]]
    revise(statement, title="T", texts=texts, by=cast.person("importer"))
    return statement, Translation.objects.get(pk=translation.pk)


def test_a_not_is_never_waved_through_as_still_valid():
    _statement, translation = turned()
    translator = cast.person("translator")
    with pytest.raises(Refused, match="2"):
        render(translation, title="ت", texts={}, by=translator, still_valid=[2])
    assert both(translation) == ({2}, set())
    render(translation, title="ت", texts={}, by=translator, still_valid=[2], confirmed=[2])
    assert both(translation) == (set(), set())


def test_a_comma_in_the_rendering_does_not_wave_a_not_through():
    _statement, translation = turned()
    translator = cast.person("translator")
    with pytest.raises(Refused, match="confirm"):
        render(translation, title="ت", texts={2: "می‌خواهیم درها، باز شود."}, by=translator)
    render(translation, title="ت", texts={2: "نمی‌خواهیم درها باز شود."}, by=translator)  # it followed
    assert both(translation) == (set(), set())


def test_a_change_without_a_not_is_still_valid_by_one_word():
    statement = cast.statement(texts=ENGLISH)
    translation = cast.translation(statement, "fa", "ت", RENDERED["fa"])
    revise(statement, title="T", texts=[ENGLISH[0][:-1] + "!", *ENGLISH[1:]], by=cast.person("importer"))
    assert both(translation) == ({1}, set())
    translation = Translation.objects.get(pk=translation.pk)
    render(translation, title="ت", texts={}, by=cast.person("translator"), still_valid=[1])
    assert both(translation) == (set(), set())


def test_an_edit_after_verification_voids_it_while_the_public_keeps_the_verified_text():
    statement = cast.statement(stage="published")
    translation = cast.translation(statement, stage="published")
    kept = translation.published_revision
    render(translation, title="ت", texts={2: "خواهان گشودن آن هستیم."}, by=cast.person("translator"))
    translation = Translation.objects.get(pk=translation.pk)
    assert (translation.stage, translation.published_revision) == ("draft", kept)
    assert not hasattr(translation.text(), "verification")
    page = public_page(statement)
    assert "خواهان بازگشایی" in page and "گشودن" not in page
    with pytest.raises(Refused):
        move(translation, "publish", cast.person("publisher"))


def public_page(statement: Statement) -> str:
    """What a reader gets of a statement beside its Persian translation."""
    return Client().get(f"/en/statements/{statement.reference}/?with=fa").text


def test_unsure_stays_with_the_paragraph_until_somebody_is_sure():
    translation = cast.translation(cast.statement())
    translator = cast.person("translator")
    render(translation, title=translation.title(), texts={}, by=translator, unsure=[2])
    assert [bool(row.get("unsure")) for row in translation.text().paragraphs] == [False, True]
    render(translation, title="ت", texts={2: "خواهان گشودن آن هستیم."}, by=translator)
    assert translation.text().paragraphs[1]["unsure"]
    render(translation, title="ت", texts={}, by=translator, unsure=[])
    assert "unsure" not in translation.text().paragraphs[1]
