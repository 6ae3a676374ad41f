"""PDF, DOCX and ODT give the text that a reader sees, in the order of reading."""

import pytest

from editorial.intake.extract import extract
from editorial.intake.unreadable import TooLittleText, Unreadable
from editorial.intake.visual_order import Glyph, read_line
from tests.editorial import made_files as made


def marked(told, kind):
    return [(told.text[mark.start : mark.end], mark.value) for mark in told.marks if mark.kind == kind]


def lines_of(text, width):
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def set_page(title, paragraphs, x, foot=""):
    """Lines of a page: a title in large type, paragraphs of lines 14 points apart, 26 points between paragraphs."""
    lines, y = [(x, 780, 18, title)], 740
    for paragraph in paragraphs:
        for line in lines_of(paragraph, 60):
            lines.append((x, y, 11, line))
            y -= 14
        y -= 12
    return [*lines, (300, 30, 9, foot)] if foot else lines


def plain(text):
    """Without the joiner that fonts do not draw: a PDF does not hold it."""
    return text.replace("\u200c", "")


@pytest.mark.parametrize("language", ["en", "fa", "ar"])
def test_pdf_gives_paragraphs_in_reading_order(language):
    title, paragraphs = made.TEXTS[language]
    data = made.pdf([set_page(plain(title), [plain(one) for one in paragraphs], 60 if language == "en" else 535)])
    told = extract(data, "x.bin")
    assert told.media_type == "application/pdf"
    assert told.text.split("\n\n") == [plain(title), *map(plain, paragraphs)]
    assert marked(told, "heading") == [(plain(title), "size 5")]
    assert told.page["created"] == "2021-02-05" and told.page["title"] == "Made"


def test_pdf_joins_over_pages_and_puts_their_edges_behind():
    half = lines_of(made.EN[1], 60)[0]
    rest = made.EN[1].removeprefix(half).strip()
    pages = [
        set_page(made.EN_TITLE, [made.EN[0], half], 60, "Eastmere 1 / 2"),
        [(60, 780 - 14 * n, 11, line) for n, line in enumerate(lines_of(rest, 60))] + [(300, 30, 9, "Eastmere 2 / 2")],
    ]
    told = extract(made.pdf(pages))
    assert told.text.split("\n\n") == [made.EN_TITLE, *made.EN, "Eastmere 1 / 2", "Eastmere 2 / 2"]
    assert [text for text, _ in marked(told, "navigation")] == ["Eastmere 1 / 2", "Eastmere 2 / 2"]


def test_pdf_hyphens_and_short_lines():
    lines = [
        (60, 700, 11, "The council met in the great hall of the har-"),
        (60, 686, 11, "bour house on Monday and took the vote that was"),
        (60, 672, 11, "asked for."),
        (60, 640, 11, "For the council"),
        (60, 626, 11, "Mira Holt"),
    ]
    told = extract(made.pdf([lines]))
    assert told.text == (
        "The council met in the great hall of the harbour house on Monday and took the vote that was asked for.\n\n"
        "For the council\nMira Holt"
    )


def test_a_scan_and_a_broken_pdf_fail_loudly():
    with pytest.raises(TooLittleText, match="without a text layer"):
        extract(made.pdf([[]]))
    with pytest.raises(Unreadable, match="damaged PDF"):
        extract(b"%PDF-1.7\nnothing here")


@pytest.mark.parametrize(
    ("seen", "read"),
    [
        ("یارگراک", "کارگرای"),
        (".(12 ناتسبات) ۱۴۰۱ رهم", "مهر ۱۴۰۱ (تابستان 12)."),
        ("تسا Eastmere News زا", "از Eastmere News است"),
        ("abc نامزاس", "سازمان abc"),
    ],
)
def test_visual_order(seen, read):
    words, at = [], 0.0
    for word in seen.split(" "):
        words.append([Glyph(sign, at + 5 * n) for n, sign in enumerate(word)])
        at += 5 * (len(word) + 1)
    assert read_line(words, page_rtl=True) == read
    assert read_line([list(reversed(word)) for word in reversed(words)], page_rtl=True) == read, (
        "however PDFium gave the word"
    )


def test_docx_gives_headings_items_links_tables_and_notes():
    item = '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/></w:numPr></w:pPr><w:r><w:t>{}</w:t></w:r></w:p>'
    body = (
        made.paragraph(made.FA_TITLE, style="Ttl")
        + made.paragraph("Two", style="Own")
        + made.paragraph(
            made.FA[0] + " ",
            inner='<w:hyperlink r:id="r1"><w:r><w:t>more</w:t></w:r></w:hyperlink><w:del><w:r><w:delText>gone'
            "</w:delText></w:r></w:del><w:ins><w:r><w:t> and new</w:t></w:r></w:ins><w:r><w:br/><w:t>next</w:t>"
            "<w:tab/><w:t>line</w:t></w:r>",
        )
        + item.format("first")
        + item.format("second")
        + "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>In bold</w:t></w:r></w:p>"
        + "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Mira</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Secretary</w:t></w:r>"
        "</w:p></w:tc></w:tr></w:tbl>"
    )
    notes = {
        "word/footnotes.xml": '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        "<w:footnote><w:p><w:r><w:t>A note.</w:t></w:r></w:p></w:footnote></w:footnotes>"
    }
    told = extract(made.docx(body, more=notes), "anything.txt", "text/plain")
    assert told.text.split("\n\n") == [
        made.FA_TITLE,
        "Two",
        f"{made.FA[0]} more and new\nnext\tline",
        "first\nsecond",
        "In bold",
        "Mira\tSecretary",
        "A note.",
    ]
    assert marked(told, "heading") == [(made.FA_TITLE, "1"), ("Two", "2"), ("In bold", "strong")]
    assert marked(told, "link") == [("more", "https://eastmere.example/more")]
    assert [text for text, _ in marked(told, "list item")] == ["first", "second"]
    assert marked(told, "caption") == [("A note.", "note")]
    assert (
        told.page["title"] == "Cranes" and told.page["author"] == "The Council" and told.page["created"] == "2021-02-05"
    )


def test_odt_gives_headings_items_and_links():
    body = (
        f"<text:h text:outline-level='2'>{made.AR_TITLE}</text:h><text:p>{made.AR[0]}<text:s text:c='2'/>"
        "<text:a xlink:href='https://z.example/'>هنا</text:a><text:line-break/>سطر</text:p>"
        "<text:list><text:list-item><text:p>one</text:p></text:list-item><text:list-item><text:p>two</text:p></text:list-item>"
        "</text:list><text:tracked-changes><text:p>gone</text:p></text:tracked-changes>"
    )
    told = extract(made.odt(body))
    assert told.text.split("\n\n") == [made.AR_TITLE, f"{made.AR[0]}  هنا\nسطر", "one\ntwo"]
    assert marked(told, "heading") == [(made.AR_TITLE, "2")]
    assert marked(told, "link") == [("هنا", "https://z.example/")]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"{\\rtf1 text", "RTF"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 600, "old Office"),
        (made.zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<x/>"}), "spreadsheet"),
    ],
)
def test_other_documents_are_named(data, why):
    with pytest.raises(Unreadable, match=why):
        extract(data)
