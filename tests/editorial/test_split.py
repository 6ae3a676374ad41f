"""Split: which stretches of a page are statements, over invented pages of every shape in ten languages."""

import time
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editorial.intake import cues
from editorial.intake.extract import extract
from editorial.intake.pipeline import text_of
from editorial.intake.split import split
from editorial.intake.unreadable import Unreadable
from editorial.records import Extract, Passage
from tests.editorial import layouts_harder, layouts_third
from tests.editorial.invented import WORDS
from tests.editorial.layouts import LAYOUTS, Page
from tests.pace import slowness

assert layouts_harder.layout is layouts_third.layout  # both have entered their pages into LAYOUTS


def bag(text: str) -> Counter[str]:
    return Counter(cues.plain(text).split())


def overlap(one: Counter[str], other: Counter[str]) -> float:
    """Shared words of two texts as a share of all, each word as often as it stands (Jaccard over multisets)."""
    return sum((one & other).values()) / max(sum((one | other).values()), 1)


def read(page: Page) -> tuple[Extract | None, list[Passage]]:
    try:
        told = extract(page.text.encode(), page.name)
    except Unreadable:
        return None, []
    return told, split(told)


@pytest.mark.parametrize("tag", WORDS)
@pytest.mark.parametrize("name", LAYOUTS)
def test_statements_on_a_page_are_found_with_their_titles_and_no_others(name, tag):
    page = LAYOUTS[name](WORDS[tag])
    told, passages = read(page)
    found = [p for p in passages if p.holds_statement()]
    free = list(found)
    for number, (title, body) in enumerate([*page.items, *page.may]):
        assert told is not None
        best = max(free, key=lambda p: overlap(bag(text_of(p, told)), bag(body)), default=None)
        share = overlap(bag(text_of(best, told)), bag(body)) if best else 0.0
        if number >= len(page.items) and share < 0.8:
            continue
        assert best is not None and share >= 0.9, f"{share:.2f} of {title or body[:60]}"
        free.remove(best)
        assert (best.kind == "excerpt") is page.excerpts
        if title is not None and number < len(page.items):
            (part,) = best.spans("title")
            assert cues.plain(told.text[part.start : part.end]).strip("* 0123456789.") == cues.plain(title).strip(
                "* 0123456789."
            )
    assert free == []


@pytest.mark.parametrize("tag", WORDS)
@pytest.mark.parametrize("name", LAYOUTS)
def test_passages_cover_a_page_and_parts_stand_in_order(name, tag):
    told, passages = read(LAYOUTS[name](WORDS[tag]))
    if told is not None:
        assert_covered(told, passages)


def assert_covered(told: Extract, passages: list[Passage]) -> None:
    at = 0
    for passage in passages:
        assert passage.start == at < passage.end
        at = passage.end
        inner = passage.start
        for part in passage.parts:
            assert inner <= part.start < part.end <= passage.end
            inner = part.end
    assert at == len(told.text)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                *WORDS["en"].titles,
                *WORDS["fa"].sentences,
                *WORDS["en"].sentences,
                "",
                "",
                "Read more",
                "* * *",
                "Signed:",
                "[Statement of the league, 2019]",
                "14 March 2019",
                "Permalink",
                "Comments",
                "…",
                "• item",
                "\u200c",
                "   ",
            ]
        ),
        max_size=40,
    ),
)
def test_any_text_is_covered(lines):
    told = Extract("\n".join(lines), "text/plain")
    passages = split(told)
    if any(line.strip("\u200c ") for line in lines):
        assert_covered(told, passages)
    else:
        assert passages == []


def parts(text: str, kind: str, name: str = "a.txt") -> list[list[str]]:
    told = extract(text.encode(), name)
    return [[told.text[q.start : q.end] for q in p.spans(kind)] for p in split(told) if p.holds_statement()]


def body(number: int = 1) -> str:
    return "\n\n".join(WORDS["en"].body(number, 4))


def test_the_lines_of_a_head_get_their_parts():
    text = f"No more deaths at the yard\n\nBy Ada Quillfeather\n\n14 March 2019\n\n{body()}"
    assert parts(text, "title") == [["No more deaths at the yard"]]
    assert parts(text, "byline") == [["By Ada Quillfeather"]]
    assert parts(text, "date line") == [["14 March 2019"]]


def test_a_bracketed_note_on_the_first_line_is_provenance_and_not_body():
    note = "[The text in this section is a statement issued by the Harbour League on 14 March 2019.]"
    assert parts(f"No more deaths at the yard\n\n{note} {body()}", "provenance") == [[note]]
    assert parts(f"No more deaths at the yard\n\n{note} {body()}", "body")[0][0].startswith(body()[:30])


def test_a_lead_in_carries_the_title_behind_its_colon():
    lead = "Last week the following appeared on the site of the League: Statement of the Docks: No more deaths!:"
    assert parts(f"{lead}\n\n{body()}", "title") == [["Statement of the Docks: No more deaths!"]]


def test_the_last_lines_are_the_sign_off_and_slogans_are_not():
    end = "Long live the unity of the coast!\n\nCentral Committee\nHarbour League"
    text = f"No more deaths at the yard\n\n{body()}\n\n{end}"
    assert parts(text, "sign-off") == [["Central Committee", "Harbour League"]]
    assert parts(text, "body")[0][-1] == "Long live the unity of the coast!"


def test_signatories_are_kept_apart_to_the_last_name():
    names = [f"{k}. Name{k} Surname, docker" for k in range(1, 301)]
    found = parts(f"No more deaths at the yard\n\n{body()}\n\nSigned:\n" + "\n".join(names), "signatories")
    assert found == [["Signed:", *names]]


def test_a_caption_and_an_advertisement_inside_the_body_are_inserts():
    one, two, three, four = body().split("\n\n")
    text = f"No more deaths at the yard\n\n{one}\n\nPhoto: A. Quill\n\n{two}\n\nAdvertisement\n\n{three}\n\n{four}"
    assert parts(text, "insert") == [["Photo: A. Quill", "Advertisement"]]


def test_the_ellipsis_and_the_word_behind_it_are_not_the_bodys():
    text = "\n\n".join(
        f"{title}\n\n{WORDS['en'].paragraph(k, 2)} … Read more" for k, title in enumerate(WORDS["en"].titles)
    )
    assert all(one[-1].endswith(".") for one in parts(text, "body"))
    assert parts(text, "read more") == [["Read more"]] * 6


def test_a_quoted_statement_behind_a_report_is_a_quotation():
    page = LAYOUTS["report_with_quoted_statement"](WORDS["tr"])
    _told, passages = read(page)
    assert [p.kind for p in passages if p.holds_statement()] == ["quotation"]


@pytest.mark.parametrize(
    "data",
    [
        b"word and more words " * 250_000,
        b"a short line here\n" * 50_000,
        b"A short line here.\n\n" * 50_000,
        b"1 January 2020\n" * 50_000,
        b"Signed:\n" + b"John Smith, teacher\n" * 50_000,
        b"<h2>Title of a thing</h2><p>Short body text is here for you.</p>" * 5_000,
        b'statement: "' * 50_000,
        b"[" * 200_000 + b" words of a text that is long enough to be read by somebody",
    ],
    ids=["one line", "lines", "paragraphs", "dates", "names", "headings", "quotes", "brackets"],
)
def test_hostile_pages_take_time_in_proportion(data):
    told = extract(data, "a.html" if data[:1] == b"<" else "a.txt")
    started = time.process_time()
    assert_covered(told, split(told))
    assert time.process_time() - started < 5 * slowness()
