"""Dividing a page by hand: the acts, what they do to candidates and witnesses, and the workbench in a browser."""

import json

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import expect

from archive.models import Decision, Extract, Source
from editorial import division
from editorial.division import BadDivision
from editorial.intake.divide import passages_of
from editorial.models import Candidate, Division
from editorial.records import Part, Passage
from editorial.workflow.draft import accept, discard
from tests import cast

TEXT = "Menu\n\nA title\n\nFirst line of it.\n\nSecond line.\n\nOther words\n\nby somebody else.\n"
WHOLE = (Passage("unclaimed", 0, len(TEXT)),)


def at(words: str) -> int:
    return TEXT.index(words)


def kinds(passages) -> list[tuple[str, str]]:
    return [(one.kind, TEXT[one.start : one.end].strip()) for one in passages]


def test_a_drawn_span_takes_its_lines_from_what_was_there():
    drawn = division.draw(TEXT, WHOLE, at("A title"), at("Other words"), "statement")
    assert kinds(drawn) == [
        ("unclaimed", "Menu"),
        ("statement", "A title\n\nFirst line of it.\n\nSecond line."),
        ("unclaimed", "Other words\n\nby somebody else."),
    ]
    assert drawn[1].parts == (Part("body", at("A title"), at("Second line.") + len("Second line.")),)


def test_parts_are_marked_inside_a_statement_and_nowhere_else():
    drawn = division.draw(TEXT, WHOLE, at("A title"), at("Other words"), "statement")
    marked = division.mark(TEXT, drawn, at("A title"), at("A title") + 7, "title")
    assert [(part.kind, TEXT[part.start : part.end]) for part in marked[1].parts] == [
        ("title", "A title"),
        ("body", "First line of it.\n\nSecond line."),
    ]
    with pytest.raises(BadDivision):
        division.mark(TEXT, marked, 0, 4, "title")


def test_a_statement_is_cut_in_two_and_joined_again():
    drawn = division.draw(TEXT, WHOLE, at("A title"), at("Other words"), "statement")
    cut = division.draw(TEXT, drawn, at("Second"), at("Other words"), "statement")
    assert [one.kind for one in cut] == ["unclaimed", "statement", "statement", "unclaimed"]
    joined = division.join(TEXT, cut, at("Second"))
    assert kinds(joined) == kinds(drawn)
    with pytest.raises(BadDivision):
        division.join(TEXT, joined, 0)


def test_retyping_keeps_the_span():
    drawn = division.draw(TEXT, WHOLE, at("A title"), at("Other words"), "statement")
    retyped = division.retype(TEXT, drawn, at("Second"), "compiler")
    assert [one.kind for one in retyped] == ["unclaimed", "compiler", "unclaimed"]
    assert retyped[1].parts == ()


def test_coverage_counts_what_nobody_has_claimed():
    drawn = division.draw(TEXT, WHOLE, at("A title"), len(TEXT), "statement")
    found = division.coverage(TEXT, drawn)
    assert (found.unclaimed, found.recognised) == (4, 0)
    assert 0.9 < found.share < 1
    assert division.coverage(TEXT, division.retype(TEXT, drawn, 0, "navigation")).share == 1


@given(
    st.lists(
        st.tuples(
            st.sampled_from(("draw", "retype", "join", "mark")),
            st.integers(-3, len(TEXT) + 3),
            st.integers(-3, len(TEXT) + 3),
            st.sampled_from(division.KINDS),
            st.sampled_from(division.PARTS),
        ),
        max_size=25,
    )
)
def test_whatever_is_done_the_passages_cover_the_text(acts):
    passages = WHOLE
    for name, start, end, kind, part in acts:
        try:
            match name:
                case "draw":
                    passages = division.draw(TEXT, passages, start, end, kind)
                case "retype":
                    passages = division.retype(TEXT, passages, start, kind)
                case "join":
                    passages = division.join(TEXT, passages, start)
                case "mark":
                    passages = division.mark(TEXT, passages, start, end, part)
        except BadDivision:
            continue
        rows = json.loads(json.dumps(division.as_rows(passages)))
        assert division.as_rows(division.from_rows(TEXT, rows)) == rows


@pytest.mark.parametrize(
    "rows",
    [
        None,
        [],
        [["statement", 0, 5, []]],
        [["statement", 5, len(TEXT), []]],
        [["poem", 0, len(TEXT), []]],
        [["statement", 0, len(TEXT), [["title", 9, 4]]]],
        [["statement", 0, len(TEXT), [["title", 4, 9], ["body", 6, 12]]]],
        [[1]],
        7,
    ],
)
def test_what_is_no_division_of_the_text_is_refused(rows):
    with pytest.raises(BadDivision):
        division.from_rows(TEXT, rows)


def press(client, extract: Extract, passages, **pressed):
    rows = json.dumps(division.as_rows(passages))
    return client.post(
        reverse("admin:archive_capture_divide", args=[extract.capture_id]), {"division": rows, **pressed}
    )


@pytest.fixture
def page(db, client):
    """A captured page with two candidates, and an importer at the desk."""
    candidates = cast.candidates()
    client.force_login(cast.person("importer"))
    return candidates[0].extract, candidates


def test_the_workbench_opens_with_what_the_intake_proposed(page, client, django_assert_max_num_queries):
    extract, (first, second) = page
    with django_assert_max_num_queries(25):
        answer = client.get(reverse("admin:archive_capture_divide", args=[extract.capture_id]))
    spans = [(one.passage.start, one.passage.end) for one in answer.context["found"]]
    assert (first.start, first.end) in spans and (second.start, second.end) in spans


def test_an_act_changes_the_page_and_stores_nothing(page, client):
    extract, _ = page
    passages = passages_of(extract, {})
    line = extract.text.index("We ask for")
    answer = press(client, extract, passages, line=line, reach="rest", kind="statement")
    assert answer.status_code == 200
    assert len(answer.context["found"]) == 3
    assert Candidate.objects.count() == 2 and not Division.objects.exists()


def test_a_line_is_cut_at_the_words_that_are_named(page, client):
    extract, _ = page
    line = extract.text.index("Bread has")
    passages = passages_of(extract, {})
    answer = press(client, extract, passages, line=line, reach="rest", kind="quotation", words="become dear")
    assert [one.passage.start for one in answer.context["found"]][-1] == extract.text.index("become dear")
    wrong = press(client, extract, passages, line=line, kind="quotation", words="not on this line")
    assert wrong.status_code == 400 and "first chosen line" in wrong.text


def test_keeping_a_division_makes_candidates_of_it(page, client):
    extract, (first, second) = page
    passages = passages_of(extract, {})
    passages = division.retype(extract.text, passages, first.start, "compiler")
    cut = extract.text.index("Bread has")
    passages = division.draw(extract.text, passages, cut, second.end, "excerpt")
    answer = press(client, extract, passages, save="1")
    assert answer.status_code == 302
    kept = Candidate.objects.order_by("position")
    assert [(one.start, one.end, one.position) for one in kept] == [(second.start, cut, 1), (cut, second.end, 2)]
    assert kept[1].excerpt
    assert Division.objects.get().by.username == "importer"
    assert Decision.objects.order_by("-id").first().verb == "divide"
    assert [one.kind for one in passages_of(extract, {})] == [one.kind for one in passages]


def test_dividing_again_keeps_references(page, client):
    extract, (first, second) = page
    statement = accept(first, cast.person("importer"))
    witness = statement.witnesses.get()
    discard(second, cast.person("importer"), "an advertisement")
    passages = passages_of(extract, {})
    longer = division.draw(extract.text, passages, first.start, extract.text.index("Bread has"), "statement")
    press(client, extract, longer, save="1")
    witness.refresh_from_db()
    first.refresh_from_db()
    assert (witness.start, witness.end) == (first.start, first.end) == (first.start, extract.text.index("Bread has"))
    assert first.statement == statement and first.state == Candidate.State.ACCEPTED
    assert Candidate.objects.get(pk=second.pk).state == Candidate.State.DISCARDED


def test_a_statement_is_never_left_without_its_place(page, client):
    extract, (first, second) = page
    one = accept(first, cast.person("importer"))
    other = accept(second, cast.person("importer"))
    passages = passages_of(extract, {})
    answer = press(client, extract, division.retype(extract.text, passages, first.start, "navigation"), save="1")
    assert answer.status_code == 400 and one.reference in answer.text
    answer = press(client, extract, division.join(extract.text, passages, second.start), save="1")
    assert answer.status_code == 400 and other.reference in answer.text
    assert not Division.objects.exists()


def test_only_who_drafts_divides(page, client):
    extract, _ = page
    client.force_login(cast.person("translator"))
    assert client.get(reverse("admin:archive_capture_divide", args=[extract.capture_id])).status_code == 403


def test_what_a_page_teaches_is_kept_as_its_sources_recipe(page, client):
    extract, _ = page
    source = Source.objects.get(slug="quay-news")
    source.recipe = {"watch": True}
    source.save()
    address = reverse("admin:archive_capture_divide", args=[extract.capture_id])
    answer = client.post(address, {"recipe": "1", "separators": "* * *\nPermalink", "language": "no such tongue"})
    assert answer.status_code == 400
    client.post(address, {"recipe": "1", "separators": "* * *\nPermalink", "language": "fa"})
    source.refresh_from_db()
    assert source.recipe == {"watch": True, "separators": ["* * *", "Permalink"], "language": "fa"}


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_workbench_by_keyboard_alone(open_database, live_server, chromium, client):
    first, _second = cast.candidates()
    client.force_login(cast.person("importer"))
    context = chromium.new_context(base_url=live_server.url, viewport={"width": 1280, "height": 900})
    session = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.goto(f"/desk/archive/capture/{first.extract.capture_id}/divide/")
    assert page.locator(".found li").count() == 2
    page.locator(f"#l{first.extract.text.index('We ask for')} input").focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Shift+ArrowDown")
    assert page.locator("input[name=line]:checked").count() == 2
    page.keyboard.press("q")
    page.locator(".found li >> nth=2").wait_for()
    assert page.locator("label.line.in-quotation").count() == 2
    page.keyboard.press("z")
    expect(page.locator(".found li")).to_have_count(2)
    page.locator("button[name=save]").click()
    page.locator(".messagelist .success").wait_for()
    assert Division.objects.count() == 1
    assert not faults
    context.close()
