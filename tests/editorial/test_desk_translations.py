"""The translation workbench: paragraphs, stale ones, two translators at once, and who may not write."""

import pytest

from archive.models import Revision, Translation
from archive.stages import Stage
from editorial.workflow.revise import revise
from tests import cast
from tests.editorial.test_desk import desk_of
from tests.editorial.test_desk_statements import address, press

pytestmark = pytest.mark.django_db


def bench(translation: Translation, **changes: str) -> dict[str, str]:
    """What a browser would send back from the workbench."""
    revision = translation.current_revision
    data = {"title": revision.title, "note": "", "expected": str(revision.pk)}
    data |= {f"p{row['number']}": row["text"] for row in revision.paragraphs}
    return {**data, **changes}


def test_opening_a_translation_leads_to_its_workbench():
    statement = cast.statement()
    data = {"language": "fa", "origin": "ours", "translator": ""}
    answer = desk_of("translator").post(address(statement, "translate"), data)
    made = Translation.objects.get()
    assert answer["Location"] == address(made)
    again = desk_of("translator").post(address(statement, "translate"), data, follow=True)
    assert "already a live translation" in again.text


def test_saving_the_workbench_writes_paragraphs():
    translation = cast.translation(cast.statement())
    client = desk_of("translator")
    client.post(address(translation), bench(translation, p2="متن تازه.", note="روان‌تر"))
    translation.refresh_from_db()
    assert [row["text"] for row in translation.current_revision.paragraphs] == ["اسکله سپیده‌دم بسته شد.", "متن تازه."]
    assert translation.current_revision.note == "روان‌تر"
    client.post(address(translation), bench(translation))
    assert translation.revisions.count() == 2


def test_a_stale_paragraph_shows_what_changed_and_can_be_called_still_valid():
    statement = cast.statement()
    translation = cast.translation(statement)
    text = ["The mole was closed at noon.", "We ask for it to be opened."]
    revise(statement, title="x", texts=text, by=cast.person("importer"))
    client = desk_of("translator")
    page = client.get(address(translation))
    assert [row.number for row in page.context["rows"] if row.stale] == [1]
    assert "<del>dawn</del><ins>noon</ins>" in page.text and "still valid" in page.text
    client.post(address(translation), bench(translation, still_valid="1"))
    assert not [row for row in client.get(address(translation)).context["rows"] if row.stale]


def test_a_paragraph_that_left_the_original_keeps_its_rendering_until_it_is_emptied():
    statement = cast.statement()
    translation = cast.translation(statement)
    revise(statement, title="x", texts=["We ask for it to be opened."], by=cast.person("importer"))
    client = desk_of("translator")
    orphans = [row for row in client.get(address(translation)).context["rows"] if row.orphan]
    assert [(row.number, row.text) for row in orphans] == [(1, "اسکله سپیده‌دم بسته شد.")]
    client.post(address(translation), bench(translation, p1=""))
    translation.refresh_from_db()
    assert [row["number"] for row in translation.current_revision.paragraphs] == [2]


def test_two_translators_of_different_paragraphs_lose_nothing():
    translation = cast.translation(cast.statement())
    begun = bench(translation)
    first, second = desk_of("translator"), desk_of("translator", "other")
    first.post(address(translation), {**begun, "p1": "از نخستین."})
    answer = second.post(address(translation), {**begun, "p2": "از دومین."})
    assert answer.status_code == 409
    rows = {row.number: row for row in answer.context["rows"]}
    assert rows[1].text == "از نخستین." and not rows[1].theirs  # I had left it alone: the other's stands
    assert rows[2].text == "از دومین." and rows[2].theirs
    assert Revision.objects.filter(translation=translation).count() == 2
    data = {"title": "t", "p1": rows[1].text, "p2": rows[2].text, "expected": answer.context["revision"].pk}
    second.post(address(translation), data)
    translation.refresh_from_db()
    assert [row["text"] for row in translation.current_revision.paragraphs] == ["از نخستین.", "از دومین."]


def test_a_page_opened_before_the_first_save_overwrites_nothing():
    statement = cast.statement()
    client = desk_of("translator")
    client.post(address(statement, "translate"), {"language": "fa", "origin": "ours", "translator": ""})
    translation = Translation.objects.get()
    empty = {"title": "", "expected": "", "p1": "", "p2": ""}
    client.post(address(translation), {**empty, "title": "یک", "p1": "نخست."})
    answer = client.post(address(translation), {**empty, "title": "دو", "p2": "دوم."})
    assert answer.status_code == 409
    assert {row.number: row.text for row in answer.context["rows"]} == {1: "نخست.", 2: "دوم."}


def test_a_reader_of_the_workbench_cannot_write():
    translation = cast.translation(cast.statement())
    page = desk_of("publisher").get(address(translation))
    assert "readonly" in page.text and "Your role does not include this step." in page.text
    answer = desk_of("publisher").post(address(translation), bench(translation, p1="x"))
    assert answer.status_code == 400 and translation.revisions.count() == 1


def test_the_translator_is_told_why_verifying_is_not_theirs():
    translation = cast.translation(cast.statement(), stage="in review")
    person = cast.person("administrator")
    page = press(desk_of("translator"), translation, "verify")
    assert "Your role does not include this step." in page.text
    assert person.has_perm("archive.verify_statement")
    press(desk_of("administrator"), translation, "verify")
    translation.refresh_from_db()
    assert translation.stage == Stage.VERIFIED
