"""What the desk's pages are laid out from: word differences and the margin of a capture. Pure, without a database."""

from hypothesis import given
from hypothesis import strategies as st

from archive.differences import GONE, NEW, paragraph_differences, tokens, word_difference
from editorial.margin import AROUND, Stretch, lay_out

LETTERS = st.text(alphabet="abc  \n\u200c،.کیة«»", max_size=60)


def said(old: str, new: str) -> list[tuple[str, str]]:
    return [(piece.kind, piece.text) for piece in word_difference(old, new)]


def numbered(*rows: tuple[int, str]) -> list[dict]:
    return [{"number": number, "text": text} for number, text in rows]


def test_whole_words_are_taken_out_and_put_in():
    assert said("closed at dawn.", "closed at noon.") == [
        ("same", "closed at "),
        ("gone", "dawn"),
        ("new", "noon"),
        ("same", "."),
    ]


def test_a_persian_word_with_a_joiner_is_one_word():
    assert tokens("می‌خواهیم، آزادی") == ["می‌خواهیم", "،", " ", "آزادی"]
    assert ("new", "نمی‌خواهیم") in said("ما می‌خواهیم", "ما نمی‌خواهیم")


@given(LETTERS, LETTERS)
def test_both_texts_can_be_put_together_again(old, new):
    pieces = word_difference(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != NEW).split() == old.split()
    assert "".join(piece.text for piece in pieces if piece.kind != GONE) == new


def test_a_moved_paragraph_is_not_a_changed_one():
    old = numbered((1, "One."), (2, "Two."), (3, "Three."))
    new = numbered((2, "Two."), (3, "Three."), (1, "One."), (4, "Four."))
    assert [(row.number, row.kind) for row in paragraph_differences(old, new)] == [
        (2, "same"),
        (3, "same"),
        (1, "moved"),
        (4, "new"),
    ]


def test_a_paragraph_that_is_gone_stands_where_it_stood():
    old = numbered((1, "One."), (2, "Two."), (3, "Three."))
    rows = paragraph_differences(old, numbered((1, "One."), (3, "Drei.")))
    assert [(row.number, row.kind) for row in rows] == [(1, "same"), (2, "gone"), (3, "changed")]
    assert [row.number for row in paragraph_differences(old, [])] == [1, 2, 3]


TEXT = "Menu\n\nTitle here\nby A. Quill\n\nBody."


def test_a_line_is_cut_where_spans_begin_and_end():
    title = TEXT.index("Title")
    layout = lay_out(
        TEXT,
        [
            Stretch("passage", "passage", title, len(TEXT), "this candidate"),
            Stretch("evidence", "title", title, title + 5, "title"),
        ],
    )
    menu, line, byline, body = layout.lines
    assert [(piece.text, piece.classes) for piece in line.pieces] == [("Title", "evidence title"), (" here", "")]
    assert [word.word for word in line.words] == ["this candidate", "title"]
    assert (menu.inside, line.inside, byline.inside, body.inside) == ("", "passage", "passage", "passage")
    assert [row.here for row in layout.lines] == [False, True, False, False]


def test_a_span_that_begins_in_an_empty_line_is_named_at_the_next():
    layout = lay_out(TEXT, [Stretch("other", "waiting", 4, len(TEXT), "candidate 2")])
    assert [[word.word for word in line.words] for line in layout.lines] == [[], ["candidate 2"], [], []]


@given(st.lists(st.tuples(st.integers(-5, 60), st.integers(-5, 60)), max_size=6))
def test_no_character_is_lost_or_doubled_by_any_spans(spans):
    layout = lay_out(TEXT, [Stretch("evidence", "date", start, end, "date") for start, end in spans])
    shown = "\n".join("".join(piece.text for piece in line.pieces) for line in layout.lines)
    assert shown == "\n".join(line for line in TEXT.split("\n") if line.strip())


def test_far_away_text_is_left_out_and_said_so():
    text = "\n".join(["line of text"] * 20_000)
    middle = len(text) // 2
    layout = lay_out(text, [], (middle, middle + 10))
    assert layout.before > 0 and layout.after > 0
    shown = sum(len(piece.text) + 1 for line in layout.lines for piece in line.pieces)
    assert shown <= 2 * AROUND + 100
    assert abs(layout.before + shown + layout.after - len(text)) <= 2
