"""The whole way, with real people in a real browser: from a captured page to a published text, and to its tombstone."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, BrowserContext, Page, expect

from archive.models import Statement
from tests import cast

pytestmark = [pytest.mark.browser]

SAMPLE = Path(__file__).resolve().parent / "samples" / "single-en.txt"
RENDERING = {
    1: "ساعت شش بامداد امروز درِ اسکلهٔ شرقی را زنجیر کرده بودند و نود نفرِ نوبت صبح را به خانه فرستادند.",
    2: "هیچ‌کس به اتحادیه خبر نداده بود. دو نفر از جرثقیل‌رانان را نگهبانان بیرون بردند.",
    3: "ما لطف نمی‌خواهیم. می‌خواهیم درها باز شود و مزد آن روز پرداخت شود.",
    4: "تا آن روز جرثقیل‌های حوضچهٔ غربی هر روز از ظهر تا ساعت یک خاموش می‌مانند.",
}
WHY = "The issuer asked us to take it down."


@pytest.fixture
def desk(open_database, live_server, chromium: Browser):
    """A way to sit down at the desk as somebody: a page in a browser of their own."""
    contexts: list[BrowserContext] = []

    def sit_down(role: str) -> Page:
        person = cast.person(role)
        contexts.append(chromium.new_context(locale="en-GB"))
        page = contexts[-1].new_page()
        page.goto(f"{live_server.url}/desk/")
        page.get_by_label("Username").fill(person.username)
        page.get_by_label("Password").fill("only for tests")
        page.get_by_role("button", name="Log in").click()
        expect(page.get_by_role("heading", name="What waits")).to_be_visible()
        return page

    yield sit_down
    for context in contexts:
        context.close()


@pytest.fixture
def reader(live_server, chromium: Browser):
    """A reader without JavaScript, who must leave without a cookie and without having met anybody else."""
    context = chromium.new_context(java_script_enabled=False, locale="fa-IR")
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    yield page
    assert not [address for address in asked if not address.startswith(live_server.url)]
    assert context.cookies() == []
    context.close()


def test_from_a_captured_page_to_a_tombstone(desk, reader, live_server):
    cast.organisation("harbour-union", en="Harbour Workers' Union", fa="اتحادیهٔ کارگران بندر")
    call_command("take_in", str(SAMPLE), stdout=StringIO(), stderr=StringIO())

    importer = desk("importer")
    importer.locator("#queue-candidates ol a").first.click()
    expect(importer.get_by_label("Issuing body")).to_have_value("Coordinating Committee")
    importer.get_by_label("Title").first.fill("The gates of the eastern mole were chained")
    importer.get_by_role("button", name="Accept and open").click()
    statement = Statement.objects.get()
    assert statement.current_revision.title == "The gates of the eastern mole were chained"
    assert len(statement.current_revision.paragraphs) == 4
    address = importer.url
    importer.get_by_role("button", name="Submit for review").click()

    verifier = desk("verifier")
    verifier.goto(address)
    verifier.get_by_role("button", name="Verify", exact=True).click()
    publisher = desk("publisher")
    publisher.goto(address)
    publisher.get_by_role("button", name="Publish", exact=True).click()

    # The administrator translates: somebody whose role would include verifying, and who may not verify this.
    translator = desk("administrator")
    translator.goto(address)
    translator.get_by_label("Language").select_option("fa")
    translator.get_by_role("button", name="Open").click()
    translator.get_by_label("Title").fill("درهای اسکلهٔ شرقی را زنجیر کردند")
    for number, text in RENDERING.items():
        translator.get_by_label(f"Paragraph {number}", exact=True).fill(text)
    translator.get_by_role("button", name="Save").click()
    bench = translator.url
    translator.get_by_role("button", name="Submit for review").click()
    translator.goto(bench)
    refused = translator.get_by_role("button", name="Verify", exact=True)
    expect(refused).to_be_disabled()
    expect(
        translator.get_by_text("You wrote a part of this text. Somebody else has to verify it.").first
    ).to_be_visible()

    verifier.goto(bench)
    verifier.get_by_role("button", name="Verify", exact=True).click()
    publisher.goto(bench)
    publisher.get_by_role("button", name="Publish", exact=True).click()

    # A reader with a Persian browser, by the permalink, without JavaScript.
    reader.goto(f"{live_server.url}/s/{statement.reference}")
    assert reader.url.startswith(f"{live_server.url}/fa/statements/{statement.reference}/")
    reader.goto(f"{live_server.url}/fa/statements/{statement.reference}/?with=fa")
    expect(reader.get_by_text(RENDERING[1])).to_be_visible()
    expect(reader.get_by_text("Nobody had told the union.")).to_be_visible()
    assert reader.locator("[lang=fa][dir=rtl]", has_text=RENDERING[3]).count() >= 1
    assert reader.locator("[lang=en][dir=ltr]", has_text="We do not ask for a favour.").count() >= 1
    reader.goto(f"{live_server.url}/en/statements/{statement.reference}/")
    expect(reader.get_by_role("heading", level=1)).to_contain_text("The gates of the eastern mole were chained")

    # Typed on an Arabic keyboard: ي for ی, ك for ک.
    reader.goto(f"{live_server.url}/fa/statements/")
    reader.locator("input[name=q]").first.fill("اسكله شرقي")
    reader.locator("input[name=q]").first.press("Enter")
    found = reader.locator(f"a[href*='{statement.reference}']").first
    expect(found).to_be_visible()
    found.click()
    assert statement.reference in reader.url

    publisher.goto(address)
    publisher.get_by_text("Withdraw…").click()
    publisher.get_by_label("Why?").first.fill(WHY)
    publisher.get_by_role("button", name="Withdraw", exact=True).click()
    answer = reader.goto(f"{live_server.url}/fa/statements/{statement.reference}/")
    assert answer.status == 410
    expect(reader.get_by_text(WHY)).to_be_visible()
    assert "mole" not in reader.content() and "اسکله" not in reader.content()
    reader.goto(f"{live_server.url}/fa/statements/?q=اسکله")
    assert statement.reference not in reader.content()
