"""The translation workbench: paragraphs, findings, stale ones, two translators at once, and who may not write."""

import contextlib
import io

import pytest
from django.core.management import CommandError, call_command
from django.urls import NoReverseMatch, reverse

from archive.models import Decision, Revision, Translation
from archive.stages import Stage
from editorial.workflow.moves import Refused, move, move_all
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
    orphans = [row for row in client.get(address(translation)).context["rows"] if row.obsolete]
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


# --- Findings ------------------------------------------------------------------------------------------------------

NUMBERED = ("On 22 boats the work has stopped.", "We ask for it to be opened.")


def with_error() -> Translation:
    """A translation in which a number is wrong."""
    statement = cast.statement(texts=NUMBERED)
    return cast.translation(statement, texts=("در ۲۳ قایق کار متوقف شد.", "خواهان بازگشایی آن هستیم."))


def with_warning() -> Translation:
    """A translation in which a letter is of the neighbours' alphabet."""
    return cast.translation(cast.statement(), texts=("اسكله سپیده‌دم بسته شد.", "خواهان بازگشایی آن هستیم."))


def test_errors_keep_a_translation_from_being_submitted_at_every_door():
    translation = with_error()
    client, translator = desk_of("translator"), cast.person("translator")
    page = client.get(address(translation))
    assert "Other numbers" in page.text and page.context["error_count"] == 1
    assert 'href="#p1"' in page.text
    press(client, translation, "submit", "It may stand.")
    with pytest.raises(Refused, match="mended first"):
        move(translation, "submit", translator, "It may stand.")
    with pytest.raises(Refused, match="mended first"):
        move_all([translation], ["submit"], translator, "It may stand.")
    translation.refresh_from_db()
    assert translation.stage == Stage.DRAFT
    client.post(address(translation), bench(translation, p1="در ۲۲ قایق کار متوقف شد."))
    translation.refresh_from_db()
    press(client, translation, "submit")
    translation.refresh_from_db()
    assert translation.stage == Stage.IN_REVIEW


def test_a_paragraph_that_was_not_rendered_keeps_the_text_back_unless_somebody_else_published_it_so():
    ours = cast.translation(cast.statement(), texts=("اسکله سپیده‌دم بسته شد.",))
    with pytest.raises(Refused, match="2"):
        move(ours, "submit", cast.person("translator"), "x")
    found = cast.translation(ours.statement, texts=("اسکله سپیده‌دم بسته شد.",), origin="found")
    with pytest.raises(Refused, match="warnings"):
        move(found, "submit", cast.person("translator"))
    move(found, "submit", cast.person("translator"), "The paper printed no more of it.")
    assert found.stage == Stage.IN_REVIEW


def test_warnings_ask_for_a_reason_that_the_verifier_reads():
    translation = with_warning()
    client = desk_of("translator")
    page = client.get(address(translation))
    (button,) = [one for one in page.context["buttons"] if one.name == "submit"]
    assert button.answer and "warnings" in button.needs_note and button.needs_note in page.text
    answer = press(client, translation, "submit")
    assert "Say why they may stand" in answer.text
    translation.refresh_from_db()
    assert translation.stage == Stage.DRAFT
    press(client, translation, "submit", "So printed on the banner.")
    translation.refresh_from_db()
    assert translation.stage == Stage.IN_REVIEW
    assert Decision.objects.get(verb="submit", thing__startswith="translation").note == "So printed on the banner."
    for view in ("", "?view=reading"):
        page = desk_of("verifier").get(address(translation) + view)
        assert "So printed on the banner." in page.text and "U+06A9" in page.text


def test_findings_on_what_is_being_written_come_without_saving():
    translation = cast.translation(cast.statement(texts=NUMBERED), texts=("در ۲۲ قایق.", "باز شود."))
    client, check = desk_of("translator"), address(translation, "check")
    wrong = client.post(check, {"number": "1", "text": "در ۲۳ قایق کار متوقف شد."})
    assert 'id="findings-1"' in wrong.text and "Other numbers" in wrong.text and "<html" not in wrong.text
    assert "Other numbers" not in client.post(check, {"number": "1", "text": "در ٢٢ قایق"}).text
    title = client.post(check, {"number": "0", "text": "بدون\u202e پایان"}).text
    assert 'id="findings-0"' in title and "U+202E" in title and '<span class="hidden-character">RLO</span>' in title
    assert "not translated" in client.post(check, {"number": "2", "text": " "}).text
    assert client.get(check).status_code == 405
    for number in ("9", "", "x"):
        assert client.post(check, {"number": number, "text": "x"}).status_code == 404
    assert translation.revisions.count() == 1
    client.logout()
    assert client.post(check, {"number": "1", "text": "x"}).status_code in (302, 403)


def test_the_whole_can_be_read_at_a_plain_address():
    translation = with_error()
    page = desk_of("verifier").get(address(translation) + "?view=reading")
    assert page.status_code == 200 and 'name="p1"' not in page.text
    assert '<mark class="evidence">۲۳</mark>' in page.text and '<mark class="evidence">22</mark>' in page.text
    assert page.text.count('class="reading source" lang="en" dir="ltr"') == 2
    assert page.text.count('<p lang="fa" dir="rtl">') == 2


def test_what_the_translator_is_unsure_of_is_shown_to_the_verifier():
    translation = cast.translation(cast.statement())
    client = desk_of("translator")
    client.post(address(translation), bench(translation, unsure="2"))
    translation.refresh_from_db()
    cast.carry(translation, "in review")
    page = desk_of("verifier").get(address(translation))
    assert [row.number for row in page.context["of_state"]["unsure"]] == [2]
    assert [row.state for row in page.context["rows"]] == ["done", "unsure"]


def test_saving_leads_to_the_paragraph_that_was_asked_for():
    translation = cast.translation(cast.statement())
    answer = desk_of("translator").post(address(translation), bench(translation, p1="اسکله بسته شد.", then="2"))
    assert answer["Location"] == address(translation) + "#p2"


def test_a_not_of_the_original_is_confirmed_a_second_time_and_nothing_typed_is_lost():
    statement = cast.statement()
    translation = cast.translation(statement)
    texts = ["The mole was not closed at dawn.", "We ask for it to be opened."]
    revise(statement, title="x", texts=texts, by=cast.person("importer"))
    client = desk_of("translator")
    page = client.get(address(translation))
    (row,) = [row for row in page.context["rows"] if row.stale]
    assert row.turned == ("not",) and 'name="confirmed" value="1"' in page.text
    answer = client.post(address(translation), bench(translation, p2="بازش کنید.", still_valid="1"))
    assert answer.status_code == 400 and "confirm" in answer.text and translation.revisions.count() == 1
    rows = {row.number: row for row in answer.context["rows"]}
    assert rows[1].still_valid and rows[1].stale and rows[2].text == "بازش کنید."
    client.post(address(translation), bench(translation, p2="بازش کنید.", still_valid="1", confirmed="1"))
    assert not [row for row in client.get(address(translation)).context["rows"] if row.stale]


def test_a_change_of_punctuation_says_that_it_is_one():
    statement = cast.statement()
    translation = cast.translation(statement)
    revise(statement, title="x", texts=["The mole was closed, at dawn.", "Open it now."], by=cast.person("importer"))
    rows = {row.number: row for row in desk_of("translator").get(address(translation)).context["rows"]}
    assert rows[1].slight and not rows[1].turned


def test_the_difference_of_a_right_to_left_source_stands_in_the_order_of_reading():
    statement = cast.statement("بستن اسکله", ["ما می‌خواهیم درها باز شود."], language="fa")
    translation = cast.translation(statement, "en", "The mole", ["We want the gates opened."])
    revise(statement, title="x", texts=["ما نمی‌خواهیم درها باز شود."], by=cast.person("importer"))
    page = desk_of("translator").get(address(translation)).text
    assert "ما <del>می‌خواهیم</del><ins>نمی‌خواهیم</ins> درها" in page
    assert 'lang="fa" dir="rtl"><span class="number">1</span>' in page


def test_the_workbench_costs_the_same_however_long_the_text(django_assert_max_num_queries):
    few = cast.translation(cast.statement(), texts=("یک", "دو"))
    texts = [f"Boat {number} has come in from the sea." for number in range(1, 200)]
    many = cast.translation(cast.statement(texts=texts), texts=[f"قایق {n} از دریا آمد." for n in range(1, 200)])
    client = desk_of("translator")
    for view in ("", "?view=reading"):
        counts = []
        for translation in (few, many):
            client.get(address(translation) + view)
            with django_assert_max_num_queries(25) as queries:
                assert client.get(address(translation) + view).status_code == 200
            counts.append(len(queries))
        assert counts[0] == counts[1]


# --- Two people ----------------------------------------------------------------------------------------------------


def many_sided(name: str):
    """Somebody with every role but the administrator's: all but verifying alone."""
    person = cast.person("translator", name)
    for role in ("importer", "verifier", "publisher"):
        person.groups.add(cast.person(role).groups.get())
    return cast.person("translator", name)


def test_who_wrote_a_translation_verifies_it_at_no_address_of_the_desk():
    statement = cast.statement(stage="published")
    translation = cast.translation(statement)
    writer = many_sided("writer")
    client = desk_of("translator", "writer")
    client.post(address(translation), bench(translation, p2="خواهان گشودن آن هستیم."))
    # The comma of a third person does not make the writer a second one.
    other = desk_of("translator", "other")
    translation.refresh_from_db()
    other.post(address(translation), bench(translation, p1="اسکله، سپیده‌دم بسته شد."))
    translation.refresh_from_db()
    move(translation, "submit", cast.person("translator", "other"))
    written = translation.current_revision
    data = {
        "move": "verify", "note": "x", "reason": "x", "revision": written.pk, "expected": written.pk,
        "title": written.title,
        "stage": "verified", "axis": "translation", "verdict": "confirmed", "action": "verify", "verb": "verify",
        "_selected_action": str(translation.pk), "index": "0", "_save": "1", "language": "fa", "origin": "ours",
        "translations-TOTAL_FORMS": "1", "translations-INITIAL_FORMS": "1", "translations-0-id": str(translation.pk),
        "translations-0-stage": "verified",
    }  # fmt: skip
    tried = 0
    for model, thing in (("translation", translation), ("statement", statement), ("revision", written)):
        for page in ("changelist", "add", "change", "delete", "move", "assess", "roll_back", "check", "work", "remark"):
            for arguments in ([], [thing.pk]):
                try:
                    where = reverse(f"admin:archive_{model}_{page}", args=arguments)
                except NoReverseMatch:
                    continue
                tried += 1
                client.post(where, {**data, "p1": "اسکله، سپیده‌دم بسته شد.", "p2": "خواهان گشودن آن هستیم."})
                translation.refresh_from_db()
                assert (translation.stage, translation.current_revision) == ("in review", written), where
                assert not hasattr(Revision.objects.get(pk=written.pk), "verification"), where
    assert tried >= 10
    for name in ("verify", "verify_alone"):
        with pytest.raises(Refused):
            move(translation, name, writer, "x")
        with pytest.raises(Refused):
            move_all([translation], [name], writer, "x")
    with contextlib.suppress(CommandError):
        call_command("publish_due", "--as", "writer", stdout=io.StringIO())
    translation.refresh_from_db()
    assert translation.stage == Stage.IN_REVIEW
    move(translation, "verify", cast.person("verifier"))
    assert translation.stage == Stage.VERIFIED
