"""Speakers in series and announced texts: what the page repeats or announces decides, over small invented pages."""

import pytest

from editorial.intake.extract import extract
from editorial.intake.pipeline import text_of
from editorial.intake.split import split

_NETS = "We have mended nets on this quay for eleven winters, and our hands show it. We ask for a roof and a lamp."
_ROPES = "Nobody asked the ropewalk before the quay was sold. We shall stand at the gate until somebody does."
_SAILS = "Our lofts stand empty since the autumn. We will not leave them to the auctioneer without a word."
_BODIES = ("Net Menders' Union", "Ropewalk Council", "League of Sailmakers")
_TEXTS = (_NETS, _ROPES, _SAILS)


def held(text: str, name: str = "page.txt") -> list[str]:
    told = extract(text.encode(), name)
    return [text_of(passage, told) for passage in split(told) if passage.holds_statement()]


@pytest.mark.parametrize("dress", ["{}:", "{}, 4 March 2011", "{n}) {}", "STATEMENT OF {}", "– {} –"])
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_bodies_named_alike_above_their_texts_begin_a_text_each(dress, gap):
    items = zip(_BODIES, _TEXTS, strict=True)
    page = "\n\n".join(dress.format(body, n=n) + gap + text for n, (body, text) in enumerate(items, 1))
    assert held(f"The sale of the quay\n\n{page}\n") == list(_TEXTS)


def test_bold_names_begin_texts_even_where_a_list_of_bodies_does_not_know_them():
    intro = "The quay was sold on Monday. We print here what the trades have sent us so far."
    names = ("Menders of the North Quay", "Ropewalk Council", "Sailmakers of Gull Street")
    page = "\n\n".join(f"**{name}**\n\n{text}" for name, text in zip(names, _TEXTS, strict=True))
    assert held(f"# The sale of the quay\n\n{intro}\n\n{page}\n", "page.md") == list(_TEXTS)


def test_names_below_their_texts_close_them_and_the_next_text_begins():
    page = "\n\n".join(f"{text}\n— {body}" for body, text in zip(_BODIES, _TEXTS, strict=True))
    assert held(f"Messages to the menders\n\n{page}\n") == list(_TEXTS)


def test_sub_headings_that_speak_to_bodies_do_not_cut_one_text():
    heads = ("To the harbour office", "To the Council", "To our own children")
    sections = [line for head, text in zip(heads, _TEXTS, strict=True) for line in (f"**{head}**", text)]
    (body,) = held("# What the quay asks\n\n" + "\n\n".join([_NETS, *sections]) + "\n", "page.md")
    assert body == " ".join([_NETS, *(line.strip("*") for line in sections)])


def test_an_announced_text_ends_where_the_reporter_speaks_again():
    lead = "In a statement sent to this paper, the Net Menders' Union says:"
    tail = "The harbour office declined to comment, and a spokeswoman said that the sale was final."
    report = "The menders met in the rain on Friday, according to the harbour master."
    page = "\n\n".join(["Menders meet again", report, lead, _NETS, _ROPES, tail])
    assert held(page) == [f"{_NETS} {_ROPES}"]


def test_two_texts_announced_by_one_reporter_are_two():
    one = f"The Net Menders' Union said in a statement:\n\n“{_NETS}\n\n{_SAILS}”"
    two = f"The Ropewalk Council published a letter which reads as follows:\n\n“{_ROPES}\n\n{_SAILS}”"
    report = "The quay was sold on Monday, according to the harbour master."
    assert held(f"The quay is sold\n\n{report}\n\n{one}\n\n{two}\n") == [f"“{_NETS} {_SAILS}”", f"“{_ROPES} {_SAILS}”"]


def test_what_a_page_says_behind_the_signature_is_not_the_statements():
    page = "\n\n".join(
        [
            "Statement of the Net Menders' Union",
            _NETS,
            _ROPES,
            "Net Menders' Union\n4 March 2011",
            "The harbour office has not answered so far, and the sale stands.",
        ]
    )
    assert held(page) == [f"{_NETS} {_ROPES}"]


def test_a_table_of_contents_is_no_text():
    titles = ("The sale of the quay", "The lamp at the gate", "Greetings to the ropewalk")
    contents = "\n".join(f"- {title}" for title in titles)
    page = "\n\n".join(f"{title}\n\n4 March 2011\n\n{text}" for title, text in zip(titles, _TEXTS, strict=True))
    assert held(f"THE MENDER\n\n{contents}\n\n{page}\n") == list(_TEXTS)


def test_answers_on_a_forum_are_not_statements():
    answers = "\n\n".join(f"Re: The lamp at the gate\nby gull » 5 March 2011\n\n{text}" for text in (_ROPES, _SAILS))
    assert held(f"The lamp at the gate\nby the council » 4 March 2011\n\n{_NETS}\n\n{answers}\n") == [_NETS]


@pytest.mark.parametrize(
    "line", ["Tags: quay, nets", "Filed under: Statements", "Views: 812", "Reading time: 3 minutes"]
)
def test_where_a_page_is_filed_and_how_often_it_was_read_are_no_text(line):
    assert held(f"No more rain on the nets\n\n4 March 2011\n\n{line}\n\n{_NETS}\n\n{_ROPES}\n\n{line}\n") == [
        f"{_NETS} {_ROPES}"
    ]


def test_a_read_more_word_behind_the_last_sentence_is_cut_off_without_an_ellipsis():
    page = "\n\n".join(f"The {n} lamp of the quay\n4 March 2011\n{text} Read more" for n, text in enumerate(_TEXTS))
    assert held(page) == list(_TEXTS)


def test_a_cited_rule_with_ones_own_words_below_is_part_of_the_text():
    first = "The harbour has issued a new rule. The full text of it reads as follows:"
    rule = "“Whoever mends nets on the quay after eight in the evening shall pay a fee, save by leave of the harbour.”"
    assert held("\n\n".join(["The quay at night", first, rule, _NETS, _ROPES])) == [f"{first} {rule} {_NETS} {_ROPES}"]
