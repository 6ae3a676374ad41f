"""The desk in a real browser: every page in both directions, no violation of the policy, no foreign request.

With `DESK_SCREENSHOTS=FOLDER` each page is kept as a picture to be looked at.
"""

import os
from datetime import date
from itertools import product
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.urls import resolve, reverse

from archive.models import Capture, Decision, Organisation, Revision, Source, Statement, Topic, Witness
from archive.models import Translation as Rendering
from editorial import allowances
from editorial.models import Batch, Candidate, CandidateMatch, GlossaryEntry, GlossaryTerm, SourceFlag
from editorial.workflow.assign import give
from editorial.workflow.draft import accept
from editorial.workflow.revise import revise
from editorial.workflow.verify import assess
from tests import cast
from tests.editorial.browsing import desk, watch

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("closed"),
]

PERSIAN = [
    "اسکلهٔ قدیمی سپیده‌دم روز ۱۷ بهمن ۱۳۹۹ بسته شد و هیچ‌کس از باربران خبر نداشت. ما که سی سال است بار کشتی‌ها را "
    "بر دوش می‌بریم، دیوار را دیدیم و نه نامه‌ای.",
    "خواهان بازگشایی اسکله و گفتگو با نمایندگان (A. Harbour و دیگران) هستیم؛ نامهٔ شمارهٔ 214/B هنوز بی‌پاسخ است.",
    "دست در دست هم!",
]
ENGLISH = [
    "The old mole was closed at dawn on 5 February 2021 and none of the porters had been told. We who have carried the "
    "cargo for thirty years found a wall and no letter.",
    "We ask for the mole to be opened and for talks with our delegates (A. Harbour and others); letter 214/B is still "
    "without an answer.",
    "Hand in hand!",
]


def furnish() -> dict[str, str]:
    """An archive with something on every page; the address of each page by its name."""
    first, _second = cast.candidates()
    original = cast.statement("در اعتراض به بستن اسکله", PERSIAN, language="fa", stage="published")
    translation = cast.translation(original, "en", "Against the closing of the mole", ENGLISH, stage="in review")
    revise(
        original,
        title="در اعتراض به بستن اسکلهٔ قدیمی",
        texts=[PERSIAN[0].replace("سی سال", "بیش از سی سال"), *PERSIAN[1:], "رونوشت: روزنامهٔ بندر"],
        by=cast.person("importer"),
        note="از روی عکس تازه خوانده شد",
    )
    waiting = cast.statement("On the price of bread", ["Bread has become dear again."], stage="in review")
    assess(waiting, axis="text", verdict="confirmed", by=cast.person("verifier"), note="Against the paper copy.")
    cast.statement("On nets", stage="verified")
    other = cast.candidates(cast.PAGE.replace("quay", "pier"))
    accepted = accept(other[0], cast.person("importer"))
    CandidateMatch.objects.create(
        candidate=first, statement=accepted, kind="near duplicate", score=0.91, method="words"
    )
    entry = GlossaryEntry.objects.create(note="Not a harbour.", proposed_by=cast.person("translator"))
    for tag, word, standing in (("en", "mole", "preferred"), ("fa", "اسکله", "preferred"), ("fa", "سد", "forbidden")):
        GlossaryTerm.objects.create(entry=entry, language=tag, text=word, standing=standing)
    source = Source.objects.first()
    flag = SourceFlag.objects.create(
        source=source, address="https://quay.example/", kind="changed", diff="- old\n+ new"
    )
    batch = Batch.objects.create(name="2021-02-07-a")
    topic = Topic.objects.create(slug="ports", name_en="Ports")
    give(waiting, cast.person("verifier"), cast.person("publisher"), due=date(2021, 3, 1), priority=1)
    name = "admin:{}".format
    stock = {
        f"{model}-{page}": reverse(name(f"{model}_{page}"), args=[one.pk])
        for model, one in {
            "archive_capture": Capture.objects.first(),
            "editorial_batch": batch,
            "editorial_sourceflag": flag,
            "editorial_candidate": first,
            "archive_witness": Witness.objects.first(),
            "archive_translation": translation,
            "editorial_glossaryentry": entry,
            "archive_organisation": Organisation.objects.first(),
            "archive_topic": topic,
            "archive_source": source,
            "archive_decision": Decision.objects.first(),
            "auth_user": cast.person("translator"),
        }.items()
        for page in ("change", "history")
    }
    lists = ("sourceflag", "batch", "glossaryentry")
    return (
        stock
        | {f"{one}-list": reverse(name(f"editorial_{one}_changelist")) for one in lists}
        | {
            "topics": reverse(name("archive_topic_changelist")),
            "sources": reverse(name("archive_source_changelist")),
            "witnesses": reverse(name("archive_witness_changelist")),
            "new-organisation": reverse(name("archive_organisation_add")),
            "glossary-delete": reverse(name("editorial_glossaryentry_delete"), args=[entry.pk]),
            "someones-password": reverse(name("auth_user_password_change"), args=[cast.person("importer").pk]),
            "someones-factor": reverse(name("auth_user_reset_second_factor"), args=[cast.person("importer").pk]),
            "enrol": reverse(name("second_factor_enrol")),
            "password-changed": reverse(name("password_change_done")),
            "lists-of-a-part": reverse(name("app_list"), args=["archive"]),
            "index": reverse(name("index")),
            "candidate": reverse(name("editorial_candidate_change"), args=[first.pk]),
            "statement": reverse(name("archive_statement_change"), args=[original.pk]),
            "statement-en": reverse(name("archive_statement_change"), args=[accepted.pk]),
            "revise": reverse(name("archive_statement_revise"), args=[original.pk]),
            "workbench": reverse(name("archive_translation_change"), args=[translation.pk]),
            "bring-in": reverse(name("archive_translation_bring_in"), args=[translation.pk]),
            "memory": reverse(name("editorial_segment_changelist")) + "?q=mole",
            "glossary": reverse(name("editorial_glossaryentry_changelist")),
            "term": reverse(name("editorial_glossaryentry_add")),
            "history": reverse(name("archive_statement_history"), args=[original.pk]),
            "candidates": reverse(name("editorial_candidate_changelist")) + "?queue=candidates",
            "statements": reverse(name("archive_statement_changelist")),
            "translations": reverse(name("archive_translation_changelist")) + "?queue=stale",
            "organisation": reverse(name("archive_organisation_change"), args=[Organisation.objects.first().pk]),
            "organisations": reverse(name("archive_organisation_changelist")),
            "capture": reverse(name("archive_capture_change"), args=[Capture.objects.first().pk])
            + f"?witness={Witness.objects.first().pk}",
            "captures": reverse(name("archive_capture_changelist")),
            "witness": reverse(name("archive_witness_change"), args=[Witness.objects.first().pk]),
            "decision": reverse(name("archive_decision_change"), args=[Decision.objects.first().pk]),
            "decisions": reverse(name("archive_decision_changelist")),
            "batches": reverse(name("editorial_batch_changelist")),
            "topic": reverse(name("archive_topic_add")),
            "source": reverse(name("archive_source_add")),
            "person": reverse(name("auth_user_change"), args=[cast.person("translator").pk]),
            "people": reverse(name("auth_user_changelist")),
            "take-in": reverse(name("archive_capture_take_in")),
            "password": reverse(name("password_change")),
            "divide": reverse(name("archive_capture_divide"), args=[first.extract.capture_id]),
            "compare": reverse(name("archive_statement_compare"), args=[accepted.pk]),
            "overview": reverse(name("overview")),
            "allowances": reverse(name("allowances")),
            "second-factor": reverse(name("second_factor")),
            "new-person": reverse(name("auth_user_add")),
        }
    )


#: What is read at these addresses is no page of ours: data, files, a part of a page, the way to another page.
NO_PAGES = {"jsi18n", "autocomplete", "view_on_site", "language", "archive_capture_bytes", "archive_translation_offers",
            "archive_translation_offers_part", "archive_translation_xliff", "archive_translation_tmx",
            "editorial_segment_tmx"}  # fmt: skip
#: Nobody sees them who has come in, or the list stands in their place; the walks begin at the first.
AT_THE_DOOR = {"login", "editorial_segment_change", "editorial_segment_history"}


def test_no_page_is_left_out(open_database):
    """Whoever adds an address to the desk adds its page to those that are asked for violations."""
    walked = {resolve(urlsplit(address).path).url_name for address in furnish().values()}
    pages = {name for name, row in allowances.ROWS.items() if name and row.read}
    assert walked == pages - NO_PAGES - AT_THE_DOOR


@pytest.mark.parametrize("language", ["en", "fa"])
def test_every_page_keeps_the_policy(open_database, live_server, chromium, language):
    pages = furnish()
    page = desk(chromium, live_server.url, language=language, viewport={"width": 1280, "height": 900})
    faults = watch(page, live_server.url)
    spilled: list[str] = []
    kept = os.environ.get("DESK_SCREENSHOTS")
    for name, address in pages.items():
        page.goto(address)
        assert page.evaluate("document.dir") == ("rtl" if language == "fa" else "ltr")
        for scheme, width in product(("light", "dark") if kept else ("light",), (1280, 390)):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            spill = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if spill > 0:
                spilled.append(f"{name} at {width}: {spill} px too wide")
            if kept:
                page.screenshot(path=Path(kept) / f"{name}-{language}-{width}-{scheme}.png", full_page=True)
        assert not faults, f"{name}: {faults}"
    assert not spilled


def test_a_text_goes_from_candidate_to_the_public_by_four_people(open_database, live_server, chromium):
    cast.candidates()
    page = desk(chromium, live_server.url, "importer")
    faults = watch(page, live_server.url)
    page.get_by_role("link", name="Against the closing of the mole").click()
    page.get_by_label("Title", exact=False).first.fill("The mole must open")
    page.get_by_role("button", name="Accept and open").click()
    page.get_by_role("button", name="Submit for review").click()
    assert (
        page.get_by_role("button", name="Verify", exact=True).is_disabled() or page.get_by_text("Other steps").count()
    )
    statement = Statement.objects.get()
    assert (statement.stage, statement.title()) == ("in review", "The mole must open")

    page = desk(chromium, live_server.url, "verifier")
    page.get_by_role("link", name="The mole must open").click()
    page.get_by_role("button", name="Verify", exact=True).click()
    page.get_by_text("now “verified”").wait_for()

    page = desk(chromium, live_server.url, "publisher")
    page.get_by_role("link", name="The mole must open").click()
    page.get_by_role("button", name="Publish").click()
    page.get_by_text("now “published”").wait_for()

    page = desk(chromium, live_server.url, "translator")
    page.get_by_role("link", name="The mole must open").click()
    page.get_by_label("Language").select_option("fa")
    page.get_by_role("button", name="Open a translation").click()
    page.get_by_label("Title").fill("اسکله باید باز شود")
    page.get_by_label("Paragraph 1").fill("اسکله سپیده‌دم بسته شد.")
    page.keyboard.press("Control+Enter")
    page.keyboard.type("خواهان بازگشایی آن هستیم.")
    page.keyboard.press("Control+s")
    page.get_by_text("Revision 2 was saved").wait_for()
    texts = [row["text"] for row in Rendering.objects.get().current_revision.paragraphs]
    assert texts == ["اسکله سپیده‌دم بسته شد.", "خواهان بازگشایی آن هستیم."]
    assert not faults


def test_the_desk_works_without_javascript(open_database, live_server, chromium):
    original = cast.statement(stage="published")
    translation = cast.translation(original)
    revise(original, title="New", texts=["The mole was closed at noon."], by=cast.person("importer"))
    context_options = {"java_script_enabled": False, "viewport": {"width": 390, "height": 800}}
    page = desk(chromium, live_server.url, "translator", **context_options)
    page.goto(reverse("admin:archive_translation_change", args=[translation.pk]))
    assert page.locator("del", has_text="dawn").count() and page.locator("ins", has_text="noon").count()
    page.get_by_label("still valid").first.check()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Revision 2 was saved").wait_for()
    assert Revision.objects.filter(translation=translation).count() == 2
    assert Candidate.objects.count() == 0


@pytest.mark.parametrize("language", ["en", "fa"])
def test_the_memory_is_asked_and_taken_over_by_keyboard(open_database, live_server, chromium, language):
    known = cast.translation(cast.statement(texts=ENGLISH, stage="published"), texts=PERSIAN)
    cast.carry(known, "published")
    begun = cast.translation(cast.statement("On the mole", texts=[ENGLISH[1].replace("214", "215")]), texts=["پیش‌نویس"])
    page = desk(chromium, live_server.url, "translator", language)
    faults = watch(page, live_server.url)
    page.goto(reverse("admin:archive_translation_change", args=[begun.pk]))
    field = page.locator("textarea[name=p1]")
    field.focus()
    page.keyboard.press("Alt+m")
    page.locator("#offers-1 .offer").wait_for()
    assert page.locator("#offers-1 .change").get_attribute("dir") == "ltr"
    page.keyboard.press("Alt+1")
    assert field.input_value() == PERSIAN[1]
    page.keyboard.press("Control+z")
    assert field.input_value() == "پیش‌نویس"
    page.keyboard.press("Alt+1")
    page.keyboard.press("Control+s")
    page.locator("#bench-status", has_text="2").wait_for()
    begun.refresh_from_db()
    assert begun.current_revision.paragraphs[0]["text"] == PERSIAN[1] and not faults


def test_the_memory_is_asked_without_javascript(open_database, live_server, chromium):
    known = cast.translation(cast.statement(texts=ENGLISH, stage="published"), texts=PERSIAN)
    cast.carry(known, "published")
    begun = cast.translation(cast.statement("On the mole", texts=[ENGLISH[1].replace("214", "215")]), texts=["پیش‌نویس"])
    page = desk(chromium, live_server.url, "translator", java_script_enabled=False)
    page.goto(reverse("admin:archive_translation_change", args=[begun.pk]))
    page.locator("textarea[name=title]").fill("نیمه‌کاره")
    page.locator("#p1 button[name=offers]").click()
    page.locator("#offers-1 button[name=insert]").click()
    assert page.locator("textarea[name=p1]").input_value() == PERSIAN[1]
    assert page.locator("textarea[name=title]").input_value() == "نیمه‌کاره"
    page.locator(".bench-foot button.default").click()
    begun.refresh_from_db()
    assert begun.current_revision.title == "نیمه‌کاره" and begun.current_revision.number == 2
