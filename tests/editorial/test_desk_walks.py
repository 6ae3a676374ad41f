"""A newcomer's walk through each role, in English and in Persian, by keyboard alone.

After the login page there is no click and no address: every page and every control is come to with Tab and Enter.
"""

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from archive.models import Assessment, Decision, Statement, Translation
from editorial.models import Assignment, Candidate, Division
from tests import cast
from tests.editorial.browsing import PATIENCE, choose, follow, log_in, reach, skip_to_content, watch

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("closed"),
    pytest.mark.parametrize("language", ["en", "fa"]),
]

TURKISH = {
    "title": "Dalgakıranın kapatılmasına karşı",
    "p1": "Dalgakıran şafak vakti kapatıldı.",
    "p2": "Yeniden açılmasını istiyoruz.",
}
PERSIAN_KEYS = {"k": "ن", "q": "ض"}
#: Each page says itself, as it comes, where it runs the wrong way.
DIRECTION = "addEventListener('DOMContentLoaded', () => document.dir === '%s' || console.error('runs ' + document.dir))"


@pytest.fixture
def walk(open_database, live_server, chromium, language):
    """A way to sit down at the desk as somebody; at the end nothing must have gone wrong on any page."""
    faults: list[str] = []

    def sit_down(role: str) -> Page:
        size = {"width": 1280, "height": 900}
        page = chromium.new_context(base_url=live_server.url, locale=language, viewport=size).new_page()
        page.set_default_timeout(PATIENCE)
        page.add_init_script(DIRECTION % {"en": "ltr", "fa": "rtl"}[language])
        watch(page, live_server.url, faults)
        log_in(page, role)
        skip_to_content(page)
        return page

    expect.set_options(timeout=PATIENCE)
    yield sit_down
    expect.set_options(timeout=None)
    assert not faults


def press(page: Page, letter: str, language: str) -> None:
    """Press a letter's key; in the Persian interface on a Persian keyboard, where it bears another letter."""
    if language == "en":
        page.keyboard.press(letter)
        return
    key = {"key": PERSIAN_KEYS[letter], "code": f"Key{letter.upper()}", "windowsVirtualKeyCode": ord(letter.upper())}
    session = page.context.new_cdp_session(page)
    for kind in ("rawKeyDown", "keyUp"):
        session.send("Input.dispatchKeyEvent", {"type": kind, **key})


def said(page: Page) -> None:
    """The page says that what was asked for has been done."""
    page.locator(".messagelist .success").first.wait_for()


def test_the_importer_divides_a_page_and_accepts_a_candidate(walk, language):
    first, _second = cast.candidates()
    page = walk("importer")
    follow(page, f"#content a[href*='/candidate/{first.pk}/']")
    skip_to_content(page)
    follow(page, "a[href*='/divide/']")
    # The way here ends at the passage: its lines are next.
    reach(page, f"#l{first.extract.text.index('We ask for')} input")
    page.keyboard.press("Space")
    press(page, "q", language)
    page.locator("label.line.in-quotation").wait_for()
    expect(page.locator(".found li")).to_have_count(3)
    with page.expect_navigation():
        press(page, "k", language)
    said(page)
    assert Division.objects.get().by.username == "importer"
    waiting = Candidate.objects.get(position=1)
    assert "We ask for" not in waiting.extract.text[waiting.start : waiting.end]

    skip_to_content(page)
    follow(page, f"#content a[href*='/candidate/{waiting.pk}/']")
    skip_to_content(page)
    reach(page, "[name=title]")
    page.keyboard.press("Control+a")
    page.keyboard.type("The mole must open")
    follow(page, "button[name=accept_and_open]")
    said(page)
    statement = Statement.objects.get()
    assert (statement.stage, statement.title()) == ("draft", "The mole must open")
    skip_to_content(page)
    follow(page, "button[name=move][value=submit]")
    said(page)
    statement.refresh_from_db()
    assert statement.stage == "in review"


def test_the_translator_opens_a_translation_writes_and_submits_it(walk):
    original = cast.statement(stage="published")
    page = walk("translator")
    follow(page, f"#content a[href*='/statement/{original.pk}/']")
    skip_to_content(page)
    choose(page, ".opening select[name=language]", "tr")
    follow(page, ".opening button")
    skip_to_content(page)
    reach(page, "textarea[name=title]")
    for name, text in TURKISH.items():
        page.locator(f"textarea[name={name}]:focus").wait_for()
        before = page.locator("#bench-expected").get_attribute("value")
        page.keyboard.type(text)
        page.keyboard.press("Control+Enter")
        # It is saved when the page goes on from another revision than it did.
        expect(page.locator("#bench-expected")).not_to_have_attribute("value", before or "")
    made = Translation.objects.get()
    assert made.current_revision.author.username == "translator"
    assert [made.title(), *(row["text"] for row in made.current_revision.paragraphs)] == list(TURKISH.values())
    follow(page, "button[name=move][value=submit]")
    said(page)
    made.refresh_from_db()
    assert made.stage == "in review"


def test_the_verifier_assesses_and_verifies(walk):
    original = cast.statement(stage="in review")
    page = walk("verifier")
    follow(page, f"#content a[href*='/statement/{original.pk}/']")
    skip_to_content(page)
    choose(page, ".assess select[name=verdict]", "confirmed")
    reach(page, ".assess input[name=note]")
    page.keyboard.type("Against the paper copy.")
    follow(page, ".assess button")
    said(page)
    judged = Assessment.objects.get()
    assert (judged.verdict, judged.note, judged.by.username) == ("confirmed", "Against the paper copy.", "verifier")
    follow(page, "button[name=move][value=verify]", "Shift+Tab")
    said(page)
    original.refresh_from_db()
    assert original.stage == "verified"


def test_the_publisher_publishes(walk):
    original = cast.statement(stage="verified")
    page = walk("publisher")
    follow(page, f"#content a[href*='/statement/{original.pk}/']")
    skip_to_content(page)
    follow(page, "button[name=move][value=publish]")
    said(page)
    original.refresh_from_db()
    assert original.stage == "published" and original.is_public()


def test_the_administrator_gives_work_and_adds_a_person(walk):
    for number in range(8):  # a first page with long queues
        for stage in ("draft", "in review", "verified", "published"):
            cast.statement(f"On net {number}", stage=stage)
    importer = cast.person("importer")
    page = walk("administrator")
    link = page.locator("#content .queue a[href*='/statement/'][href$='/change/']").first
    follow(page, link)
    skip_to_content(page)
    reach(page, "#work details summary")
    page.keyboard.press("Enter")
    choose(page, "#work select[name=person]", str(importer.pk))
    choose(page, "#work select[name=priority]", "1")
    follow(page, "#work button[name=give]")
    expect(page.locator("#work .claiming b bdi")).to_have_text("importer")
    given = Assignment.objects.get(person=importer)
    assert (given.by.username, given.priority) == ("administrator", 1)

    follow(page, "ol.breadcrumbs a", "Shift+Tab")
    skip_to_content(page)
    reach(page, "a[href='#all-lists']")
    page.keyboard.press("Enter")
    follow(page, "a.add[href*='/auth/user/']")
    skip_to_content(page)
    reach(page, "[name=username]")
    page.keyboard.type("lena")
    for field in ("password1", "password2"):
        reach(page, f"[name={field}]")
        page.keyboard.type("q8-harbour-lamp")
    follow(page, "[name=_save]")
    said(page)
    skip_to_content(page)
    reach(page, page.locator("#id_groups input").first)
    page.keyboard.press("Space")
    follow(page, "[name=_save]")
    said(page)
    made = User.objects.get(username="lena")
    assert made.is_staff and made.check_password("q8-harbour-lamp") and made.groups.count() == 1
    assert Decision.objects.filter(verb="people", thing=f"person:{made.pk}").count() == 2
