"""Door, a side room of extract: HTML to text with marks, by an own walk over the parsed tree.

The tree comes from lxml (libxml2's recovering parser; the standard library's needs a minute for 60 kB of `<a <a <a`).
The walk keeps every visible character in its order, so that a page can be accounted for to the last word; what a reader
never sees (scripts, styles, elements hidden by attribute) is left out. Blocks are parted by an empty line, lines of a
block (`<br>`, list items, table rows) by a line break.
"""

import re
import unicodedata

from lxml import etree, html

from editorial.intake.element_marks import BLOCKS, emphasised, holds_blocks, marks_of
from editorial.intake.facts import page_facts
from editorial.intake.regions import containers, hints
from editorial.intake.text_writer import Writer
from editorial.intake.unreadable import Unreadable
from editorial.records import Extract, Mark

_SKIPPED = frozenset(
    {
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "title",
        "svg",
        "math",
        "iframe",
        "object",
        "embed",
        "canvas",
        "map",
        "audio",
        "video",
    }
)

_LINES = frozenset({"li", "tr", "option", "caption"})
_BOLD = frozenset({"b", "strong", "th"})
_SIZE = re.compile(r"font-size\s*:\s*([\d.]{1,8})\s*(px|pt|em|rem|%)", re.I)
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(bold|[6-9]00)", re.I)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)


def read_markup(text: str, page: dict[str, str] | None = None, encoding: str = "") -> Extract:
    """The visible text of an HTML page with marks; `page` holds facts already known (front matter), which win."""
    root = _parse(text)
    if root is None:
        return Extract(text="", media_type="text/html", page=dict(page or {}), tool="lxml")
    facts = page_facts(root) | (page or {})
    out, marks = _walk(root, facts.get("language", ""))
    return Extract(text=out, media_type="text/html", marks=tuple(marks), page=facts, tool="lxml")


def _parse(text: str) -> html.HtmlElement | None:
    """The tree of a page, server-side code (`<?…?>`, `<%…%>`) taken out first. None when nothing is left."""
    for opening, closing in (("<?", "?>"), ("<%", "%>")):
        text = _without(text, opening, closing)
    data = unicodedata.normalize("NFC", text).encode("utf-8", "replace")
    if not data.strip():
        return None
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None
    if any("depth" in error.message for error in parser.error_log):
        raise Unreadable("elements nested so deeply that the parser gave up and would have lost text")
    return root


def _without(text: str, opening: str, closing: str) -> str:
    """`text` without its `opening … closing` stretches; an opening that is never closed is left as it is."""
    pieces, at = [], 0
    while (start := text.find(opening, at)) >= 0:
        end = text.find(closing, start)
        if end < 0:
            break
        pieces.append(text[at:start])
        at = end + len(closing)
    pieces.append(text[at:])
    return "".join(pieces)


def _walk(root: html.HtmlElement, page_language: str) -> tuple[str, list[Mark]]:
    """Text and marks of a tree, by an explicit stack: depth is limited by the parser, not by Python's."""
    writer, marks = Writer(), []
    regions, repeated = hints(root), containers(root)
    sizes: dict[float, int] = {}
    runs: list[tuple[int, int, bool, float]] = []  # start, end, bold, size
    stack: list[list] = []  # element, children, start, bold, size, keep_lines

    def put(text: str | None, bold: bool, size: float, keep: bool) -> None:
        if text and (where := writer.write(text, keep_lines=keep)):
            runs.append((*where, bold, size))
            sizes[size] = sizes.get(size, 0) + where[1] - where[0]

    def enter(element: html.HtmlElement, bold: bool, size: float, keep: bool) -> None:
        tag = element.tag
        if tag == "br":
            writer.line_break()
        elif tag == "hr":
            marks.append(Mark("rule", writer.length, writer.length))
            writer.ask(2)
        elif tag in ("td", "th") and not holds_blocks(element):
            writer.tab()
        elif tag in BLOCKS or tag in ("td", "th") or element in repeated:
            writer.ask(2)
        elif tag in _LINES:
            writer.ask(1)
        style = element.get("style") or ""
        bold = (bold or tag in _BOLD or bool(_BOLD_STYLE.search(style))) and not re.search(
            r"font-weight\s*:\s*(normal|400)", style
        )
        size = _size(element, style, size)
        keep = keep or tag in ("pre", "textarea")
        stack.append([element, iter(element), len(runs), bold, size, keep])
        put(element.text, bold, size, keep)

    enter(root, False, 3.0, False)
    while stack:
        element, children, first, bold, size, keep = stack[-1]
        child = next(children, None)
        if child is not None:
            if not isinstance(child.tag, str) or child.tag in _SKIPPED or _hidden(child):
                put(child.tail, bold, size, keep)
            else:
                enter(child, bold, size, keep)
            continue
        stack.pop()
        if len(runs) > first:
            start, end = runs[first][0], runs[-1][1]
            marks.extend(marks_of(element, start, end, page_language))
            if element in regions:
                marks.append(Mark(*regions[element][:1], start, end, regions[element][1]))
            if element in repeated:
                marks.append(Mark("container", start, end, repeated[element]))
        if element.tag in BLOCKS or (element.tag in ("td", "th") and holds_blocks(element)) or element in repeated:
            writer.ask(2)
        elif element.tag in _LINES:
            writer.ask(1)
        if stack:
            put(element.tail, *stack[-1][3:])
    text = "".join(writer.pieces)
    marks.extend(emphasised(text, runs, max(sizes, key=lambda s: sizes[s]) if sizes else 3.0))
    length = len(text)
    marks = [Mark(m.kind, min(m.start, length), min(m.end, length), m.value) for m in marks]
    return text, sorted(marks, key=lambda m: (m.start, -m.end))


def _hidden(element: html.HtmlElement) -> bool:
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style") or ""))


def _size(element: html.HtmlElement, style: str, size: float) -> float:
    """The type size around an element on HTML's scale of 1 to 7 (3 is normal)."""
    if element.tag == "font" and (given := (element.get("size") or "").strip()).lstrip("+-").isdigit():
        return 3.0 + int(given) if given[0] in "+-" else float(given[:2])
    if element.tag == "big":
        return size + 1
    if element.tag == "small":
        return size - 1
    found = _SIZE.search(style)
    if found:
        number = float(found[1].strip(".") or 0)
        return 3.0 * number / {"px": 16, "pt": 12, "em": 1, "rem": 1, "%": 100}[found[2].lower()]
    return size
