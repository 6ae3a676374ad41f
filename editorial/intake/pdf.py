"""Side room of documents: the text layer of a PDF by PDFium, its lines joined to paragraphs by their places.

Headings are told by larger or heavier type. Running heads and page numbers, which would stand in the midst of
sentences, are put together behind the text and marked as navigation, so that no character is lost.
"""

import ctypes
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from editorial.intake.paragraph_writer import MOST_TEXT, ParagraphWriter
from editorial.intake.unreadable import TooLittleText, TooMuch, Unreadable
from editorial.intake.visual_order import Glyph, is_rtl, read_line
from editorial.records import Extract

MEDIA_TYPE = "application/pdf"
MOST_PAGES = 2_000
_NUMBERS = re.compile(r"\d+")
#: What browsers print at the foot of each page.
_ADDRESS_LINE = re.compile(r"(?:file|https?)://\S+(?:\s+\d+/\d+)?")
_PAGE_NUMBER = re.compile(
    r"[^\w]*(?:(?:page|صفحه|صفحة|s\.|p\.)\s*)?\d{1,4}(?:\s*(?:/|of|از|من)\s*\d{1,4})?[^\w]*", re.I
)
_ITEM = re.compile(r"(?:[•◦▪■●‣·*–-]|[\d٠-٩۰-۹]{1,2}[.)\-])\s*\S")
_ENDS = re.compile(r"[.!?؟:۔…»”\")\]]\s*$")
_DATE = re.compile(r"D:(\d{4})(\d{2})?(\d{2})?")
_BOLD = 600


@dataclass(slots=True)
class _Line:
    """One line of a page: its words in reading order, its baseline and edges in points, the size of its type."""

    text: str
    y: float
    left: float
    right: float
    size: float
    bold: bool
    rtl: bool
    page: int

    def inset(self, column: tuple[float, float]) -> float:
        """How far its beginning stands inside the column."""
        return column[1] - self.right if self.rtl else self.left - column[0]

    def gap(self, column: tuple[float, float]) -> float:
        """How far its end stays short of the column's."""
        return self.left - column[0] if self.rtl else column[1] - self.right


def read_pdf(data: bytes) -> Extract:
    """The text of a PDF with its headings marked. Raises Unreadable for a locked or broken file, TooLittleText for a
    scan without a text layer, TooMuch beyond `MOST_PAGES`."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        locked = "password" in str(error).lower()
        raise Unreadable("a PDF locked by a password" if locked else f"a damaged PDF: {error}") from error
    try:
        if len(document) > MOST_PAGES:
            raise TooMuch(f"a PDF of more than {MOST_PAGES:,} pages")
        pages: list[list[_Line]] = []
        total = 0
        for number in range(len(document)):
            pages.append(_lines(document, number))
            total += sum(len(line.text) for line in pages[-1])
            if total > MOST_TEXT:
                raise TooMuch(f"a document of more than {MOST_TEXT:,} characters")
        told = document.get_metadata_dict()
    finally:
        document.close()
    if not any(letter.isalpha() for page in pages for line in page for letter in line.text):
        raise TooLittleText("a PDF without a text layer, a scan perhaps: its text has to be recognised first")
    furniture = _furniture(pages)
    body = [line for page in pages for line in page if _key(line) not in furniture]
    writer = ParagraphWriter()
    _write(body, writer)
    for page in pages:
        for line in page:
            if _key(line) in furniture:
                writer.write(line.text, (("navigation", "page edge"),))
    facts = {
        "title": " ".join(told.get("Title", "").split()),
        "author": " ".join(told.get("Author", "").split()),
        "created": _day(told.get("CreationDate", "")),
        "modified": _day(told.get("ModDate", "")),
    }
    return writer.finish(MEDIA_TYPE, facts, "pdfium")


def _day(written: str) -> str:
    found = _DATE.match(written)
    return "-".join(part for part in found.groups() if part) if found else ""


def _lines(document: pdfium.PdfDocument, number: int) -> list[_Line]:
    """The lines of one page in PDFium's order; a page that can't be loaded gives none."""
    try:
        page = document[number]
        text = page.get_textpage()
    except pdfium.PdfiumError:
        return []
    try:
        count = text.count_chars()
        if count > MOST_TEXT:
            raise TooMuch(f"a document of more than {MOST_TEXT:,} characters")
        codes = [raw.FPDFText_GetUnicode(text, at) for at in range(count)]
        rtl = sum(is_rtl(chr(code)) for code in codes if 0x590 <= code <= 0xFEFC)
        page_rtl = rtl * 2 > sum(chr(code).isalpha() for code in codes if code < 0x110000)
        lines, start = [], 0
        for at in range(count + 1):
            if at == count or codes[at] in (10, 13):
                line = _line(text, codes, start, at, number, page_rtl)
                if line:
                    lines.append(line)
                start = at + 1
        return lines
    finally:
        text.close()
        page.close()


def _line(
    text: pdfium.PdfTextPage, codes: Sequence[int], start: int, end: int, page: int, page_rtl: bool
) -> _Line | None:
    """The line that the characters from `start` to `end` (excluded) make; None where nothing is to be seen."""
    seen = [at for at in range(start, end) if codes[at] > 32 and codes[at] not in (0xA0, 0xAD, 0xFFFE)]
    if not seen:
        return None
    letters = [_sign(codes[at]) for at in range(start, end)]
    rtl = sum(map(is_rtl, filter(None, letters))) > sum(letter.isalpha() for letter in letters) / 2
    if any(map(is_rtl, filter(None, letters))):
        words: list[list[Glyph]] = [[]]
        for at in range(start, end):
            if codes[at] <= 32 or codes[at] == 0xA0:
                words.append([])
            elif sign := _sign(codes[at]):
                words[-1].append(Glyph(sign, _origin(text, at)[0]))
        written = read_line(words, page_rtl)
    else:
        written = " ".join("".join(letters).split())
    boxes = [_box(text, at) for at in (seen[0], seen[-1])]
    if rtl:
        boxes += [_box(text, at) for at in seen]
    middle = seen[len(seen) // 2]
    weights = [raw.FPDFText_GetFontWeight(text, at) for at in (seen[0], middle, seen[-1])]
    return _Line(
        text=written,
        y=_origin(text, middle)[1],
        left=min(box[0] for box in boxes),
        right=max(box[1] for box in boxes),
        size=round(_size(text, middle), 1),
        bold=min(weights) >= _BOLD or all(_named_bold(text, at) for at in (seen[0], middle, seen[-1])),
        rtl=rtl,
        page=page,
    )


def _sign(code: int) -> str:
    """A character. PDFium joins a hyphenated line to the next and leaves a control character where the hyphen was;
    halves of pairs it gives apart."""
    if code in (2, 0xAD, 0xFFFE):
        return ""
    if code < 32 or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
        return " "
    return chr(code)


def _origin(text: pdfium.PdfTextPage, at: int) -> tuple[float, float]:
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(text, at, x, y)
    return x.value, y.value


def _box(text: pdfium.PdfTextPage, at: int) -> tuple[float, float]:
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetCharBox(text, at, left, right, bottom, top)
    return left.value, right.value


def _size(text: pdfium.PdfTextPage, at: int) -> float:
    """The size of the type as it appears: the font's own size times the scale of its matrix."""
    matrix = raw.FS_MATRIX()
    size = raw.FPDFText_GetFontSize(text, at)
    if raw.FPDFText_GetMatrix(text, at, matrix) and (matrix.b or matrix.d):
        return size * (matrix.b**2 + matrix.d**2) ** 0.5
    return size


def _named_bold(text: pdfium.PdfTextPage, at: int) -> bool:
    name, flags = ctypes.create_string_buffer(100), ctypes.c_int()
    raw.FPDFText_GetFontInfo(text, at, name, 100, flags)
    return b"bold" in name.value.lower() or b"black" in name.value.lower()


def _key(line: _Line) -> tuple[str, int | None]:
    """What a running head repeats: its words without numbers, and its height; a bare number counts by itself."""
    return _NUMBERS.sub("#", line.text), round(line.y / 4)


def _furniture(pages: Sequence[Sequence[_Line]]) -> set[tuple[str, int | None]]:
    """Keys of the lines at the edges of pages that are page numbers or stand on several pages."""
    counts: Counter[tuple[str, int | None]] = Counter()
    numbers: set[tuple[str, int | None]] = set()
    for page in pages:
        edges = sorted(page, key=lambda line: line.y)
        if len(edges) < 4:
            edges = edges[:1]
        outer = {id(line): line for line in [*edges[:2], *edges[-2:]]}.values()
        counts.update({_key(line) for line in outer})
        numbers.update(
            _key(line) for line in outer if _PAGE_NUMBER.fullmatch(line.text) or _ADDRESS_LINE.fullmatch(line.text)
        )
    return numbers | {key for key, count in counts.items() if count >= 2 and count * 2 >= len(pages)}


def _write(lines: Sequence[_Line], writer: ParagraphWriter) -> None:
    """Join lines to paragraphs and write them, headings and list items marked."""
    if not lines:
        return
    letters: Counter[float] = Counter()
    for line in lines:
        letters[line.size] += len(line.text)
    normal = letters.most_common(1)[0][0]
    steps = sorted(
        before.y - line.y
        for before, line in pairwise(lines)
        if before.page == line.page and 0.5 * normal < before.y - line.y < 5 * normal and line.size == before.size
    )
    pitch = steps[len(steps) // 5] if steps else 1.2 * normal
    paragraph: list[_Line] = []
    column = (0.0, 0.0)
    for block, following in _columns(lines):
        for line in block:
            if paragraph and _parted(paragraph, line, column, pitch, normal):
                _put(paragraph, writer, normal, column)
                paragraph = []
            column = following
            paragraph.append(line)
    _put(paragraph, writer, normal, column)


def _columns(lines: Sequence[_Line]) -> list[tuple[list[_Line], tuple[float, float]]]:
    """Lines below each other on one page, with the left and right edge that they share."""
    blocks: list[list[_Line]] = []
    for line in lines:
        last = blocks[-1][-1] if blocks else None
        if last and last.page == line.page and line.y < last.y and line.left < last.right and line.right > last.left:
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return [(block, (min(one.left for one in block), max(one.right for one in block))) for block in blocks]


def _parted(paragraph: list[_Line], line: _Line, column: tuple[float, float], pitch: float, normal: float) -> bool:
    """Whether `line` begins a new paragraph behind the lines of `paragraph`, the last of which stands in `column`."""
    before = paragraph[-1]
    width = column[1] - column[0]
    if abs(line.size - before.size) > 0.1 * normal or (line.bold != before.bold and len(before.text) < 200):
        return True
    if _ITEM.match(line.text) and (_ENDS.search(before.text) or _ITEM.match(paragraph[0].text)):
        return True
    if before.page != line.page or line.y >= before.y:
        return bool(_ENDS.search(before.text)) or line.size > 1.1 * normal or before.gap(column) > 0.3 * width
    if before.y - line.y > 1.25 * pitch * max(line.size / normal, 1):
        return True
    if line.inset(column) > 0.8 * normal and before.inset(column) < 0.4 * normal and width > 10 * normal:
        return True
    return before.gap(column) > 0.15 * width and bool(_ENDS.search(before.text)) and line.inset(column) < 0.4 * normal


def _put(paragraph: Sequence[_Line], writer: ParagraphWriter, normal: float, column: tuple[float, float]) -> None:
    """Write one paragraph; a line that stays well short of its column keeps its break, as in verses and addresses."""
    if not paragraph:
        return
    text = paragraph[0].text
    for before, line in pairwise(paragraph):
        if text.endswith("-") and len(text) > 2 and text[-2].islower() and line.text[:1].islower():
            text = text[:-1] + line.text
        elif before.page == line.page and before.gap(column) > 0.3 * (column[1] - column[0]):
            text += "\n" + line.text
        else:
            text += " " + line.text
    kinds: list[tuple[str, str]] = []
    size = min(line.size for line in paragraph)
    if size > 1.1 * normal and len(text) < 300:
        kinds.append(("heading", f"size {3 * size / normal:.0f}"))
    elif len(text) < 300 and all(line.bold for line in paragraph):
        kinds.append(("heading", "strong"))
    if _ITEM.match(text) and not kinds:
        kinds.append(("list item", ""))
    writer.write(text, tuple(kinds))
