"""What the elements of an HTML page say of their text, as marks."""

import re

from lxml import html

from editorial.records import Mark

#: Elements that stand in a block of their own.
BLOCKS = frozenset(
    {
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "html",
        "legend",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "ul",
    }
)
_TITLE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:[\w]*title|headline|heading|[\w]*ba[sş]li[gğk]i?|titre|t[ií]tulo|titel|überschrift)(?:$|[\s_-])",
    re.I,
)
_AUTHOR_CLASS = re.compile(r"(?:^|[\s_-])(?:author|byline|autor|auteur|yazar)(?:$|[\s_-])", re.I)
_DATE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:published|pubdate|entry-date|post-date|date|posted-on|datum|fecha|tarih)(?:$|[\s_-])", re.I
)
_CAPTION_CLASS = re.compile(
    r"(?:^|[\s_-])(?:caption|wp-caption-text|figure-caption|credit|figure-credit|photo-credit)(?:$|[\s_-])", re.I
)
_HEADINGS = {f"h{n}": str(n) for n in range(1, 7)}


def marks_of(element: html.HtmlElement, start: int, end: int, page_language: str) -> list[Mark]:
    """What one element says of its text."""
    tag, out = element.tag, []
    named = f"{element.get('class') or ''} {element.get('itemprop') or ''}".strip()
    if tag in _HEADINGS:
        out.append(Mark("heading", start, end, _HEADINGS[tag]))
    elif element.get("role") == "heading":
        out.append(Mark("heading", start, end, element.get("aria-level") or "2"))
    elif named and _TITLE_CLASS.search(named) and end - start < 300:
        out.append(Mark("heading", start, end, "class"))
    if tag == "a" and (address := element.get("href")):
        out.append(Mark("link", start, end, address.strip()[:500]))
    elif tag == "li":
        out.append(Mark("list item", start, end))
    elif tag in ("blockquote", "q"):
        out.append(Mark("quotation", start, end, tag))
    elif tag == "table" and element.find(".//td") is not None and not any(holds_blocks(c) for c in element.iter("td")):
        out.append(Mark("table", start, end))
    elif tag in ("form", "button", "select", "label", "fieldset"):
        out.append(Mark("form", start, end, tag))
    elif tag == "time" or (named and end - start < 80 and _DATE_CLASS.search(named)):
        out.append(
            Mark("date", start, end, element.get("datetime") or element.get("title") or element.get("content") or "")
        )
    elif tag == "figcaption" or (named and end - start < 400 and _CAPTION_CLASS.search(named)):
        out.append(Mark("caption", start, end))
    if end - start < 200 and (element.get("rel") == "author" or (named and _AUTHOR_CLASS.search(named))):
        out.append(Mark("author", start, end))
    language = element.get("lang") or element.get("{http://www.w3.org/XML/1998/namespace}lang")
    if language and tag not in ("html", "body", "a") and language.casefold() != page_language.casefold():
        out.append(Mark("language", start, end, language.strip()))
    return out


def emphasised(text: str, runs: list[tuple[int, int, bool, float]], normal: float) -> list[Mark]:
    """Headings that no heading tag names: whole lines in bold or in larger type."""
    out, at, total = [], 0, len(runs)
    line = 0
    while at < total:
        line = text.rfind("\n", 0, runs[at][0] + 1) + 1 if runs[at][0] else 0
        stop = text.find("\n", runs[at][0] + (text[runs[at][0]] == "\n"))
        stop = len(text) if stop < 0 else stop
        weight = {"bold": 0, "large": 0, "all": 0}
        largest = normal
        while at < total and runs[at][0] < stop:
            start, end, bold, size = runs[at]
            letters = len(text[start:end].strip())
            weight["all"] += letters
            weight["bold"] += letters * bold
            weight["large"] += letters * (size > normal + 0.4)
            largest = max(largest, size)
            at += 1
        if not weight["all"] or stop - line > 300:
            continue
        if weight["large"] >= 0.9 * weight["all"]:
            out.append(Mark("heading", line, stop, f"size {largest:.0f}"))
        elif weight["bold"] >= 0.95 * weight["all"]:
            out.append(Mark("heading", line, stop, "strong"))
    return out


def holds_blocks(cell: html.HtmlElement) -> bool:
    """Whether a table cell holds paragraphs or breaks: a cell of a layout, not of data."""
    return any(isinstance(c.tag, str) and (c.tag in BLOCKS or c.tag == "br") for c in cell.iterdescendants())
