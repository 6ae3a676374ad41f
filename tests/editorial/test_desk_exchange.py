"""Taking a translation out to another tool and bringing it in again, at the desk."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from translate.storage import tmx as foreign_tmx
from translate.storage import xliff as foreign_xliff

from archive.models import Translation, digest
from archive.stages import Stage
from editorial.workflow.revise import revise
from editorial.workflow.translate import open_translation, render
from tests import cast
from tests.editorial.test_desk import desk_of
from tests.editorial.test_desk_statements import address

pytestmark = pytest.mark.django_db

TEXTS = ("The mole was closed at dawn.", "We ask for it to be opened.", "Long live the port.")
PERSIAN = ("اسکله سپیده‌دم بسته شد.", "خواهان بازگشایی آن هستیم.")


def begun() -> Translation:
    """A translation of which the third paragraph is missing."""
    return cast.translation(cast.statement(texts=TEXTS), texts=PERSIAN)


def taken_out(translation: Translation) -> foreign_xliff.xlifffile:
    answer = desk_of("translator").get(address(translation, "xliff"))
    assert answer["Content-Type"] == "application/xliff+xml" and "attachment" in answer["Content-Disposition"]
    return foreign_xliff.xlifffile.parsestring(answer.content)


def uploaded(client, translation: Translation, data: bytes, name: str = "back.xlf"):
    return client.post(address(translation, "bring_in"), {"file": SimpleUploadedFile(name, data)})


def applied(client, page, translation: Translation, **changes):
    """Press the dry run's button, with what the browser would send."""
    comparison = page.context["comparison"]
    data = {"apply": "1", "note": page.context["note"], "take": list(page.context["ticked"])}
    data["expected"] = re.search(r'name="expected" value="(\d*)"', page.text)[1]
    for one in comparison.proposed:
        data |= {f"t{one.number}": one.text.replace("\n", "\r\n"), f"d{one.number}": one.source_digest}
    return client.post(address(translation, "bring_in"), data | changes, follow=True)


def texts_of(translation: Translation) -> dict[int, str]:
    translation.refresh_from_db()
    return {row["number"]: row["text"] for row in translation.current_revision.paragraphs}


def test_a_file_edited_in_between_comes_back_with_what_was_written_in_it():
    translation = begun()
    theirs = taken_out(translation)
    theirs.units[3].target = "زنده\u200cباد بندر.\u200f"
    theirs.units[2].target = "خواهان بازشدنِ آن هستیم."
    client = desk_of("translator", "second")
    page = uploaded(client, translation, bytes(theirs))
    assert [(one.number, one.kind) for one in page.context["comparison"].proposed] == [(2, "changed"), (3, "new")]
    assert page.context["comparison"].unchanged == 2 and "<del>بازگشایی</del><ins>بازشدنِ</ins>" in page.text
    assert texts_of(translation) == dict(enumerate(PERSIAN, start=1)) and translation.revisions.count() == 1
    answer = applied(client, page, translation)
    assert "2 segments were brought in." in answer.text
    assert texts_of(translation) == {1: PERSIAN[0], 2: "خواهان بازشدنِ آن هستیم.", 3: "زنده\u200cباد بندر.\u200f"}
    revision = translation.current_revision
    assert revision.author.username == "second" and revision.note == "Brought in: back.xlf"
    assert revision.title == "در اعتراض به بستن اسکله"
    again = uploaded(client, translation, bytes(theirs))
    assert not again.context["comparison"].proposed and not again.context["comparison"].refused


def test_a_segment_whose_original_has_moved_is_refused_and_the_others_are_not():
    translation = begun()
    theirs = taken_out(translation)
    for one, text in zip(theirs.units[1:], ("یک", "دو", "سه"), strict=True):
        one.target = text
    texts = ["The mole was closed at noon.", *TEXTS[1:]]
    revise(translation.statement, title="Against the closing of the mole", texts=texts, by=cast.person("importer"))
    client = desk_of("translator")
    page = uploaded(client, translation, bytes(theirs))
    [refused] = page.context["comparison"].refused
    assert refused.name == "p1" and "has changed since the file was made" in page.text
    assert "<del>dawn</del><ins>noon</ins>" in page.text
    applied(client, page, translation)
    assert texts_of(translation) == {1: PERSIAN[0], 2: "دو", 3: "سه"}


def test_a_source_that_moves_between_the_dry_run_and_the_button_is_refused_too():
    translation = begun()
    theirs = taken_out(translation)
    theirs.units[3].target = "سه"
    theirs.units[2].target = "دو"
    client = desk_of("translator")
    page = uploaded(client, translation, bytes(theirs))
    texts = [*TEXTS[:2], "Long live the new port."]
    revise(translation.statement, title="Against the closing of the mole", texts=texts, by=cast.person("importer"))
    answer = applied(client, page, translation)
    assert answer.status_code == 400 and "in the meantime, in: 3" in answer.text
    assert [one.name for one in answer.context["comparison"].refused] == ["p3"]
    assert translation.revisions.count() == 1
    applied(client, answer, translation)
    assert texts_of(translation) == {1: PERSIAN[0], 2: "دو"}


def test_what_was_changed_on_both_sides_is_left_to_a_person():
    translation = begun()
    theirs = taken_out(translation)
    theirs.units[1].target = "از بیرون."
    render(translation, title="عنوان دیگر", texts={1: "از درون.", 2: "دو."}, by=cast.person("translator"))
    client = desk_of("translator")
    page = uploaded(client, translation, bytes(theirs))
    comparison = page.context["comparison"]
    # The second paragraph and the title were changed here alone: the file only has what it was made with.
    assert [(one.number, one.kind) for one in comparison.proposed] == [(1, "both")] and comparison.unchanged == 3
    assert page.context["ticked"] == frozenset()
    assert "Nothing was changed." in applied(client, page, translation).text
    applied(client, page, translation, take=["1"])
    assert texts_of(translation) == {1: "از بیرون.", 2: "دو."}


def test_somebody_else_saving_in_between_overwrites_nothing_and_loses_nothing():
    translation = begun()
    theirs = taken_out(translation)
    theirs.units[3].target = "سه"
    client = desk_of("translator")
    page = uploaded(client, translation, bytes(theirs))
    render(translation, title="t", texts={2: "از دیگری."}, by=cast.person("translator", "other"))
    answer = applied(client, page, translation)
    assert answer.status_code == 409 and "Somebody else saved" in answer.text
    assert [one.text for one in answer.context["comparison"].proposed] == ["سه"]
    applied(client, answer, translation)
    assert texts_of(translation) == {1: PERSIAN[0], 2: "از دیگری.", 3: "سه"}


def test_the_two_hands_hold_on_this_road_too():
    translation = begun()
    theirs = taken_out(translation)
    theirs.units[3].target = "زنده باد بندر."
    client = desk_of("verifier")
    applied(client, uploaded(client, translation, bytes(theirs)), translation)
    translation.refresh_from_db()
    cast.carry(translation, "in review")
    answer = client.post(
        address(translation, "move"), {"move": "verify", "revision": translation.current_revision_id}, follow=True
    )
    assert "You wrote a part of this text." in answer.text
    translation.refresh_from_db()
    assert translation.stage == Stage.IN_REVIEW


def test_a_tool_that_drops_what_it_does_not_know_loses_us_nothing_but_the_three_way_comparison():
    translation = begun()
    text = bytes(taken_out(translation)).decode()
    text = re.sub(r' sanad:\w+="\w+"', "", text).replace("خواهان بازگشایی", "خواستار بازگشایی")
    page = uploaded(desk_of("translator"), translation, text.encode("utf-16"))
    assert [(one.number, one.kind) for one in page.context["comparison"].proposed] == [(2, "changed")]
    moved = text.replace("We ask for it", "We beg for it")
    page = uploaded(desk_of("translator"), translation, moved.encode())
    assert [one.name for one in page.context["comparison"].refused] == ["p2"]


def test_a_tool_that_changes_a_source_is_told_so():
    translation = begun()
    theirs = bytes(taken_out(translation)).decode()
    theirs = theirs.replace("We ask for it", "We beg for it").replace("خواهان بازگشایی", "خواستار بازگشایی")
    page = uploaded(desk_of("translator"), translation, theirs.encode())
    assert "the other tool changed it" in page.text and not page.context["comparison"].proposed


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda text: text.replace('original="', 'original="x'), "The file holds the text"),
        (lambda text: text.replace('target-language="fa"', 'target-language="ar"'), "language is “ar”"),
        (lambda text: text.replace('id="p3"', 'id="p99"').replace("<source", "<source", 1), None),
        (lambda text: "<!DOCTYPE x [<!ENTITY a 'b'>]>" + text.partition("?>")[2], "document type of its own"),
        (lambda text: "no xml at all", "well-formed"),
        (lambda text: "", "well-formed"),
    ],
)
def test_files_that_are_not_for_this_text_are_refused_with_a_sentence(change, says):
    translation = begun()
    data = change(bytes(taken_out(translation)).decode()).encode()
    page = uploaded(desk_of("translator"), translation, data)
    if says:
        assert page.status_code == 400 and says in page.text
    else:
        assert page.status_code == 200 and not page.context["comparison"].proposed
    assert translation.revisions.count() == 1


def test_inline_tags_that_stand_for_something_are_refused_by_segment():
    translation = begun()
    text = bytes(taken_out(translation)).decode()
    text = text.replace("خواهان بازگشایی", '<x id="1"/>خواستار').replace(PERSIAN[0], f"<g id='1'>{PERSIAN[0]}</g>!")
    page = uploaded(desk_of("translator"), translation, text.encode())
    assert [one.name for one in page.context["comparison"].refused] == ["p2"] and "tag &lt;x&gt;" in page.text
    assert [one.text for one in page.context["comparison"].proposed] == [f"{PERSIAN[0]}!"]


def test_a_tmx_brings_in_the_paragraphs_whose_originals_it_holds():
    translation = begun()
    answer = desk_of("translator").get(address(translation, "tmx"))
    theirs = foreign_tmx.tmxfile.parsestring(answer.content)
    assert [(one.source, one.target) for one in theirs.units][1:] == list(zip(TEXTS, PERSIAN, strict=False))
    theirs.addtranslation("Long live the port.", "en", "زنده باد بندر.", "fa")
    theirs.addtranslation("Elsewhere.", "en", "جای دیگر.", "fa")
    client = desk_of("translator")
    page = uploaded(client, translation, bytes(theirs), "memory.tmx")
    assert [(one.number, one.text) for one in page.context["comparison"].proposed] == [(3, "زنده باد بندر.")]
    applied(client, page, translation)
    assert texts_of(translation)[3] == "زنده باد بندر."


def test_who_may_not_translate_brings_nothing_in_and_may_take_out():
    translation = begun()
    assert "Choose a file." in desk_of("translator").post(address(translation, "bring_in"), {}).text
    client = desk_of("publisher")
    assert client.get(address(translation, "xliff")).status_code == 200
    assert client.get(address(translation, "bring_in")).status_code == 403
    assert uploaded(client, translation, b"<xliff/>").status_code == 403


def test_a_changed_not_of_the_original_is_not_waved_through():
    translation = begun()
    texts = ["The mole was not closed at dawn.", *TEXTS[1:]]
    revise(translation.statement, title="Against the closing of the mole", texts=texts, by=cast.person("importer"))
    theirs = taken_out(translation)
    theirs.units[1].target = PERSIAN[0] + " آری"
    client = desk_of("translator")
    answer = applied(client, uploaded(client, translation, bytes(theirs)), translation)
    assert answer.status_code == 400 and "has come to say “not”" in answer.text
    assert [one.text for one in answer.context["comparison"].proposed] == [PERSIAN[0] + " آری"]


def test_a_translation_that_is_not_begun_goes_out_and_comes_back_whole():
    statement = cast.statement(texts=TEXTS)
    translation = open_translation(statement, language="fa", by=cast.person("translator"))
    theirs = taken_out(translation)
    assert [one.target for one in theirs.units] == [None] * 4
    for one, text in zip(theirs.units, ("عنوان", "یک", "دو", "سه"), strict=True):
        one.target = text
    client = desk_of("translator")
    applied(client, uploaded(client, translation, bytes(theirs)), translation)
    assert texts_of(translation) == {1: "یک", 2: "دو", 3: "سه"}
    assert translation.current_revision.title == "عنوان"
    assert {row["source"] for row in translation.current_revision.paragraphs} == set(map(digest, TEXTS))


def test_states_tell_the_other_tool_what_to_look_at():
    translation = begun()
    render(translation, title="x", texts={}, by=cast.person("translator"), unsure=[2])
    revise(translation.statement, title="x", texts=["The mole was shut.", *TEXTS[1:]], by=cast.person("importer"))
    translation.refresh_from_db()
    states = [one.xmlelement.find("{*}target") for one in taken_out(translation).units]
    assert [one is not None and one.get("state") for one in states] == [
        "translated",
        "needs-adaptation",
        "needs-review-translation",
        False,
    ]


def test_the_dry_run_asks_a_set_number_of_questions(django_assert_max_num_queries):
    translation = begun()
    data = bytes(taken_out(translation))
    client = desk_of("translator")
    uploaded(client, translation, data)
    with django_assert_max_num_queries(25):
        uploaded(client, translation, data)
