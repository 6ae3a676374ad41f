"""Extract: bytes of any encoding and of three formats become text with marks; what is no page of text is refused."""

import random
import time
from contextlib import suppress

import pytest

from editorial.intake.extract import decode, extract
from editorial.intake.unreadable import TooLittleText, Unreadable
from tests.editorial.invented import WORDS
from tests.pace import slowness

LONG = "The dock company has once more refused to pay the wages that it owes since spring."


def page(body: str, head: str = "") -> bytes:
    return f"<!doctype html><html lang='en'><head>{head}</head><body>{body}</body></html>".encode()


def marked(extract_, kind: str) -> list[tuple[str, str]]:
    return [(extract_.text[m.start : m.end], m.value) for m in extract_.marks if m.kind == kind]


# --- encodings ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tag", "encoding"),
    [("ar", "cp1256"), ("tr", "cp1254"), ("tr", "iso8859_9"), ("de", "cp1252"), ("fr", "cp1252"), ("es", "cp1252")],
)
def test_a_text_in_a_legacy_encoding_is_read_without_any_declaration(tag, encoding):
    text = "\n\n".join(WORDS[tag].body(1, 5))
    assert decode(text.encode(encoding, "ignore"))[0] == text.encode(encoding, "ignore").decode(encoding)


def test_persian_in_windows_1256_keeps_its_letters():
    text = " ".join(WORDS["fa"].sentences).replace("ی", "ي").replace("\u200c", " ")
    raw = text.encode("cp1256", "ignore")
    assert extract(raw, "a.txt").text == raw.decode("cp1256")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_with_and_without_a_mark(encoding):
    assert extract(LONG.encode(encoding), "a.txt").text == LONG


def test_a_declared_charset_is_followed_and_a_false_one_is_not():
    russian = "Профсоюз портовых рабочих требует выплаты заработной платы за весну и лето."
    declared = page(f"<p>{russian}</p>", "<meta charset='windows-1251'>").decode().encode("cp1251")
    assert russian in extract(declared, "a.html").text
    converted = page(
        "<p>Über die Löhne wird erneut und öffentlich verhandelt werden müssen.</p>", "<meta charset='iso-8859-1'>"
    )
    assert "Über die Löhne" in extract(converted, "a.html").text


def test_the_header_names_the_charset():
    turkish = "Liman işçileri ücretlerini alana dek yeniden greve çıkacağız diyor."
    assert extract(turkish.encode("cp1254"), "", "text/plain; charset=windows-1254").text == turkish


# --- refusals -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data", [b"", b"   \n\n ", b"short", page("<div id='root'></div><script>var a = 'a long script';</script>")]
)
def test_too_little_text_is_refused(data):
    with pytest.raises(TooLittleText, match="too little text"):
        extract(data, "a.html")


def test_bytes_that_are_no_text_are_refused():
    for data in (b"\x89PNG\r\n" + b"\x00" * 500, b"\x00\x01\x02" * 900):
        with pytest.raises(Unreadable):
            extract(data, "a")


def test_elements_too_deep_for_the_parser_are_refused_not_lost():
    with pytest.raises(Unreadable, match="deep"):
        extract(b"<div>" * 50_000 + LONG.encode(), "a.html")


# --- plain text and Markdown ----------------------------------------------------------------------------------------


def test_plain_text_keeps_its_characters():
    text = "A line,  with two spaces\tand a tab.\n\n*Not markdown* at all, whatever the stars may say here.\n"
    assert extract(text.replace("\n", "\r\n").encode(), "a.txt").text == text


def test_front_matter_gives_facts_and_keeps_its_place():
    text = f'---\ntitle: "On wages"\ndate: 2019-03-14\nauthor: Ada Quill\ntags:\n  - tag: dock\n---\n\n{LONG}\n'
    read = extract(text.encode(), "a.md")
    assert read.page["title"] == "On wages"
    assert read.page["date"] == "2019-03-14"
    assert read.page["author"] == "Ada Quill"
    assert read.text.startswith("---\ntitle:")
    assert marked(read, "navigation")[0][1] == "front matter"


def test_markdown_loses_its_signs_and_leaves_marks():
    text = f"# On wages\n\nWe **refuse** to [wait](https://example.org/a) \\*any\\* longer. {LONG}\n\n* One\n* Two\n"
    read = extract(text.encode(), "a.md")
    assert "On wages\n\nWe refuse to wait *any* longer." in read.text
    assert marked(read, "heading") == [("On wages", "1")]
    assert marked(read, "link") == [("wait", "https://example.org/a")]
    assert [text for text, _ in marked(read, "list item")] == ["• One", "• Two"]


# --- HTML -----------------------------------------------------------------------------------------------------------


def test_every_visible_word_is_there_once_and_no_hidden_one():
    body = (
        f"Loose text <b>bold</b><div>in a div<p>{LONG}</p>tail of p</div>"
        "<table><tr><td>cell one</td><td>cell two</td></tr></table>"
        "<select><option>choice</option></select><p hidden>unseen</p><p style='display: none'>unseen</p><!-- unseen -->"
        "<script>unseen()</script><style>unseen{}</style><noscript>unseen</noscript>after<br>break"
    )
    words = extract(page(body), "a.html").text.split()
    assert words == f"Loose text bold in a div {LONG} tail of p cell one cell two choice after break".split()


def test_blocks_and_breaks_part_the_text():
    read = extract(page(f"<p>One<br>two</p><p>{LONG}<br><br>three</p><ul><li>four</li><li>five</li></ul>"), "a.html")
    assert read.text == f"One\ntwo\n\n{LONG}\n\nthree\n\nfour\nfive"


def test_what_elements_say_becomes_marks():
    body = (
        "<nav><a href='/'>Home</a></nav><h2>On wages</h2><time datetime='2019-03-14'>14 March</time>"
        f"<p class='byline'>Ada Quill</p><blockquote>{LONG}</blockquote><hr>"
        "<figure><figcaption>The dock</figcaption></figure>"
        "<div class='post'><p>" + LONG + "</p></div><div class='post'><p>" + LONG + "</p></div><p lang='ar'>نص عربي</p>"
    )
    read = extract(page(body), "a.html")
    assert marked(read, "heading") == [("On wages", "2")]
    assert marked(read, "date") == [("14 March", "2019-03-14")]
    assert marked(read, "author") == [("Ada Quill", "")]
    assert marked(read, "quotation") == [(LONG, "blockquote")]
    assert marked(read, "caption")[0][0] == "The dock"
    assert marked(read, "navigation") == [("Home", "nav")]
    assert [value for _, value in marked(read, "container")] == ["div.post", "div.post"]
    assert marked(read, "language") == [("نص عربي", "ar")]
    assert len(marked(read, "rule")) == 1


def test_lines_in_larger_or_bold_type_are_marked_as_headings():
    read = extract(page(f"<font size='5'>On wages</font><p><b>Yesterday</b></p><p>{LONG} {LONG}</p>"), "a.html")
    assert marked(read, "heading") == [("On wages", "size 5"), ("Yesterday", "strong")]


def test_a_hint_around_the_whole_page_is_no_hint():
    assert marked(extract(page(f"<div class='has-sidebar sidebar'><p>{LONG}</p></div>"), "a.html"), "navigation") == []


def test_facts_of_a_page():
    head = (
        "<title>On wages - The League</title><meta property='og:site_name' content='The League'>"
        "<meta property='article:published_time' content='2019-03-14'><link rel='canonical' href='https://l.example/1'>"
        '<script type="application/ld+json">{"@graph": [{"author": {"name": "Ada Quill"}}]}</script>'
    )
    facts = extract(page(f"<p>{LONG}</p>", head), "a.html", url="https://other.example/").page
    assert facts["title"] == "On wages - The League"
    assert facts["site"] == "The League"
    assert facts["date"] == "2019-03-14"
    assert facts["address"] == "https://l.example/1"
    assert facts["language"] == "en"
    assert facts["author"] == "Ada Quill"


def test_code_of_the_server_is_not_text():
    text = extract(
        f"<%@ Page Title='x' %><div><?php include 'x' ?><p>{LONG}</p><p>{LONG}</p></div>".encode(), "a.aspx"
    ).text
    assert text == f"{LONG}\n\n{LONG}"


@pytest.mark.parametrize(
    "data",
    [
        b"<html><body>" + b"<a " * 20_000,
        b"<p>" + LONG.encode() * 60_000,
        LONG.encode() + b"\n" * 100_000 + LONG.encode(),
        b"<?" * 100_000 + LONG.encode(),
        b"[a](" * 100_000 + LONG.encode() + b"\n\n# H\n\n**b**",
        b"<table>" + b"<tr><td>one</td><td>two</td></tr>" * 10_000,
    ],
    ids=[
        "tags that never close",
        "a line of 5 MB",
        "100,000 empty lines",
        "openings of code",
        "half links",
        "a long table",
    ],
)
def test_hostile_pages_take_time_in_proportion(data):
    started = time.process_time()
    with suppress(Unreadable):
        extract(data, "a.html" if data[:1] == b"<" else "a.txt")
    assert time.process_time() - started < 5 * slowness()


@pytest.mark.parametrize(
    ("head", "facts"),
    [
        (
            '---\ntitle: "Contra la ley n\\u00famero 5"\ndate: 2021-05-01\n---\n',
            ("Contra la ley número 5", "2021-05-01"),
        ),
        (
            "---\ntitle: 'A title that runs\n  over two li\u00adnes'\ntags:\n- one\n- two\n---\n",
            ("A title that runs over two lines", None),
        ),
        ("---\ntitle: Not: quoted: at all\ndate: '2020-01-02'\n---\n", ("Not: quoted: at all", "2020-01-02")),
        ('+++\ntitle = "From a head in TOML"\ndate = 2019-03-04\n+++\n', ("From a head in TOML", "2019-03-04")),
        ("---\ntitle: null\nauthor: [One Body, Another Body]\n---\n", (None, None)),
        ("---\na: &a [x,x]\nb: &b [*a,*a]\ntitle: Aliases\n---\n", ("Aliases", None)),
    ],
)
def test_front_matter_as_it_is_written_in_the_wild(head, facts):
    text = head + "\nThe quay was closed at dawn, and none of the porters had been told of it before.\n"
    page = extract(text.encode(), "page.md").page
    assert (page.get("title"), page.get("date")) == facts


def test_bytes_that_no_text_was_written_with_are_refused():
    for data in (random.Random(3).randbytes(3000), b"MZ\x90\x00\x03" + random.Random(2).randbytes(5000)):  # noqa: S311
        with pytest.raises(Unreadable, match="binary"):
            extract(data, "page.txt")
