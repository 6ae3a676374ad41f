"""Writing at the translation workbench in a real browser: findings as one writes, saving, keys, the bar."""

import pytest
from playwright.sync_api import Page, expect

from archive.models import Translation
from editorial.workflow.revise import revise
from editorial.workflow.translate import render
from tests import cast
from tests.editorial.browsing import watch
from tests.editorial.test_desk import desk_of
from tests.editorial.test_desk_statements import address

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def bench(open_database, live_server, chromium):
    """The workbench of a translation whose first paragraph has gone stale, with the translator at it."""
    statement = cast.statement(texts=("On 22 boats the work has stopped.", "We ask for it to be opened."))
    translation = cast.translation(statement, texts=("در ۲۲ قایق کار ایستاده است.", "خواهان بازگشایی آن هستیم."))
    texts = ["On 22 boats the work has not stopped.", "We ask for it to be opened."]
    revise(statement, title="Against the closing of the mole", texts=texts, by=cast.person("importer"))
    context = chromium.new_context(locale="en", viewport={"width": 1280, "height": 900})
    session = desk_of("translator").cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page = context.new_page()
    page.faults = watch(page, live_server.url)
    page.goto(live_server.url + address(translation))
    page.translation = translation
    yield page
    context.close()


def texts_of(page: Page) -> list[str]:
    translation = Translation.objects.get(pk=page.translation.pk)
    return [row["text"] for row in translation.text().paragraphs]


def test_findings_come_while_one_writes(bench):
    field, findings = bench.locator("[name=p2]"), bench.locator("#findings-2")
    field.fill("خواهان بازگشایی ۳ اسکله هستیم.")
    expect(findings).to_contain_text("not in the original")
    findings.locator(".at").first.click()
    assert field.evaluate("field => field.value.slice(field.selectionStart, field.selectionEnd)") == "۳"
    field.fill("خواهان بازگشایی آن هستیم.")
    expect(findings).to_be_empty()
    assert Translation.objects.get(pk=bench.translation.pk).revisions.count() == 1
    assert not bench.faults


def test_saving_and_going_on_by_keyboard_loads_no_page(bench):
    bench.evaluate("window.same = true")
    bench.locator("[name=title]").focus()
    bench.keyboard.press("Control+End")
    bench.keyboard.type("!")
    bench.keyboard.press("Control+Enter")
    expect(bench.locator("[name=p1]")).to_be_focused()
    expect(bench.locator("#bench-said")).to_contain_text("Revision 2 was saved.")
    bench.keyboard.press("Alt+ArrowDown")
    expect(bench.locator("[name=p2]")).to_be_focused()
    bench.keyboard.press("Control+End")
    bench.keyboard.type(" ")
    bench.keyboard.type("زود!")
    bench.keyboard.press("Control+Enter")
    expect(bench.locator("#bench-status")).to_contain_text("revision 3")
    assert texts_of(bench)[1] == "خواهان بازگشایی آن هستیم. زود!"
    assert bench.evaluate("window.same") and not bench.faults


def test_saving_twice_at_once_is_no_quarrel_with_oneself(bench):
    bench.locator("[name=p2]").fill("خواهان بازگشایی آن هستیم!")
    bench.keyboard.press("Control+Enter")
    bench.keyboard.type(" اکنون.")
    bench.keyboard.press("Control+Enter")
    bench.keyboard.type(" امروز.")
    bench.keyboard.press("Control+s")
    expect(bench.locator(".messagelist")).to_be_visible()
    assert texts_of(bench)[1] == "خواهان بازگشایی آن هستیم! اکنون. امروز."
    assert not bench.faults


def test_a_second_saver_sees_both_texts(bench):
    current = Translation.objects.get(pk=bench.translation.pk)
    render(current, title=current.title(), texts={2: "از دیگری."}, by=cast.person("translator", "other"))
    bench.locator("[name=p2]").fill("از من.")
    bench.keyboard.press("Control+Enter")
    expect(bench.locator(".errornote")).to_be_visible()
    assert bench.locator("[name=p2]").input_value() == "از من."
    expect(bench.locator("#p2 .theirs")).to_contain_text("دیگری")
    assert texts_of(bench)[1] == "از دیگری."


def test_still_valid_by_one_key_but_a_not_by_a_second_box(bench):
    bench.locator("[name=p1]").focus()
    bench.keyboard.press("Alt+KeyV")
    assert bench.locator("[name=still_valid]").is_checked() and not bench.locator("[name=confirmed]").is_checked()
    bench.keyboard.press("Control+s")
    expect(bench.locator(".messagelist")).to_contain_text("confirm a second time")
    assert bench.locator("[name=still_valid]").is_checked()
    bench.locator("[name=confirmed]").check()
    bench.keyboard.press("Control+s")
    expect(bench.locator("#bench-status")).to_contain_text("revision 2")
    expect(bench.locator("[name=still_valid]")).to_have_count(0)


def test_unsure_copy_and_help_by_key(bench):
    field = bench.locator("[name=p2]")
    field.focus()
    bench.keyboard.press("Alt+KeyU")
    assert bench.locator("#p2 [name=unsure]").is_checked()
    bench.keyboard.press("Alt+KeyC")
    assert field.input_value() == "We ask for it to be opened."
    expect(bench.locator("#findings-2")).to_contain_text("This is the original")
    bench.keyboard.press("Control+z")
    assert field.input_value() == "خواهان بازگشایی آن هستیم."
    bench.keyboard.press("Control+Slash")
    expect(bench.locator("dialog")).to_be_visible()
    bench.keyboard.press("Escape")
    expect(bench.locator("dialog")).to_be_hidden()
    bench.locator("#p2 [name=unsure]").focus()
    bench.keyboard.press("?")
    expect(bench.locator("dialog")).to_be_visible()
    assert not bench.faults


def test_the_bar_puts_characters_in_at_the_caret_by_mouse_and_by_keyboard(bench):
    field = bench.locator("[name=p2]")
    field.fill("میخواهیم")
    field.evaluate("field => field.setSelectionRange(2, 2)")
    bench.locator('[data-insert="\u200c"]').click()
    assert field.input_value() == "می\u200cخواهیم"
    field.select_text()
    bench.keyboard.press("Alt+KeyB")
    bench.keyboard.press("ArrowRight")
    bench.keyboard.press("Enter")
    assert field.input_value() == "«می\u200cخواهیم»"
    expect(field).to_be_focused()
    bench.locator('[data-insert="\u200f"]').click()
    expect(bench.locator("#findings-2 .unseen")).to_contain_text("RLM")
    assert not bench.faults
