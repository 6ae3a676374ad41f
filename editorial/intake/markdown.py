"""Door, a side room of extract: Markdown-like text to plain text with marks.

Front matter becomes page facts and keeps its place; headings, emphasis, links and list bullets lose their signs and
leave marks. Only the signs that stand on real pages are read; what is not recognised stays as it is.
"""

import re
from html import escape

from editorial.records import Extract, Mark

_LINK = re.compile(
    r"!?\[((?:[^\[\]\n]|\\.){0,400})\]\(\s*([^()\s]{0,500}(?:\([^()\s]{0,100}\)[^()\s]{0,200})?)[^()\n]{0,100}\)"
)
_HEADING = re.compile(r"(#{1,6})[ \t]+(.*?)[ \t#]*\Z")
_BOLD = re.compile(r"(\*\*|__)(?=\S)(.{1,2000}?)(?<=\S)\1")
_ITALIC = re.compile(r"(?<![\w*\\])\*(?=[^\s*])([^*\n]{1,500}?)(?<=[^\s*\\])\*(?![\w*])")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!|>~-])")
_UNDERLINE = re.compile(r"(=+|-+)[ \t]*\Z")
#: Tags that stand in Markdown for how words are set.
_TAGS = re.compile(
    r"</?(?:p|div|span|em|strong|b|i|u|s|br|center|small|big|font|figure|figcaption|img|h[1-6]|ul|ol|li|a|section|"
    r"article|blockquote|table|tbody|thead|tr|td|th|sup|sub|cite|hr)(?:\s[^<>]{0,600})?/?>",
    re.I,
)
#: A tag in mid-line that begins a new line or paragraph.
_BREAK = re.compile(r"(?<=[^\s>])[ \t]*<(br|p)(?:\s[^<>\n]{0,300})?/?>[ \t]*(?=[^\s<])", re.I)
_HEAD_TAG = re.compile(r"\s*<h([1-6])[\s>]", re.I)
_ITEM = re.compile(r"[ \t]*[*+-][ \t]+(?=\S)")


def looks_like_markdown(text: str) -> bool:
    """Whether at least two of a link, a heading and bold type are there: one alone is an accident."""
    sample = text[:50000]
    signs = [
        bool(re.search(r"\]\(https?://[^\s()]", sample)),
        bool(re.search(r"(?m)^#{1,6} \S", sample)) or bool(re.search(r"(?m)^\S.{2,200}\n={3,}[ \t]*$", sample)),
        bool(re.search(r"\*\*\S[^*\n]{0,300}\S\*\*", sample)),
    ]
    return sum(signs) >= 2


def render(text: str, page: dict[str, str]) -> Extract:
    """The text as a reader of the rendered page sees it, with marks for headings, links, items and front matter."""
    lines = _BREAK.sub(lambda m: "\n" if m[1][0] in "bB" else "\n\n", text).split("\n")
    out: list[str] = []
    marks: list[Mark] = []
    at = 0
    number = 0
    fence = lines[0].strip() if page and lines else ""
    if fence in ("---", "+++"):
        number = next((i for i in range(1, len(lines)) if lines[i].rstrip() in (fence, "...")), 0) + 1
        head = "\n".join(lines[:number])
        out.append(head)
        marks.append(Mark("navigation", 0, len(head), "front matter"))
        at = len(head) + 1
    while number < len(lines):
        line = lines[number].rstrip()
        number += 1
        level = 0
        if "<" in line and (bare := _TAGS.sub("", line)) != line:
            tagged = _HEAD_TAG.match(line)
            line = f"{'#' * int(tagged[1])} {bare.strip()}" if tagged and bare.strip() else bare.rstrip()
        heading = _HEADING.match(line)
        if heading:
            level, line = len(heading[1]), heading[2]
        elif (
            line.strip() and number < len(lines) and _UNDERLINE.match(lines[number]) and len(lines[number].strip()) >= 3
        ):
            level = 1 if lines[number].startswith("=") else 2
            number += 1
        item = _ITEM.match(line)
        if item and not level:
            line = "• " + line[item.end() :]
        line, links, bold = _inline(line)
        end = at + len(line)
        if level:
            marks.append(Mark("heading", at, end, str(level)))
        elif bold:
            marks.append(Mark("heading", at, end, "strong"))
        if item and not level:
            marks.append(Mark("list item", at, end))
        marks.extend(Mark("link", at + a, at + b, address) for a, b, address in links)
        out.append(line)
        at = end + 1
    return Extract(text="\n".join(out), media_type="text/markdown", marks=tuple(marks), page=page, tool="markdown")


def as_markup(text: str) -> str:
    """HTML for a page below front matter that mixes tags with Markdown: its paragraphs, headings, links and bold type.

    What stands in tags already is left to the parser.
    """
    text = _LINK.sub(lambda m: "" if m[0].startswith("!") else f'<a href="{escape(m[2])}">{m[1]}</a>', text)
    text = re.sub(r"(?m)^(#{1,6})[ \t]+(\S[^\n<]*)$", lambda m: f"<h{len(m[1])}>{m[2]}</h{len(m[1])}>", text)
    text = _BOLD.sub(lambda m: f"<strong>{m[2]}</strong>", text)
    text = re.sub(r"(?m)^[*+-][ \t]+(?=\S)", "<br>• ", text)
    return re.sub(r"\n[ \t]*\n(?=[^\s<]|<(?:a|strong|b|em|i)\b)", "\n\n<p>", text)


def _inline(line: str) -> tuple[str, list[tuple[int, int, str]], bool]:
    """A line without inline signs; its links as (start, end, address); whether all of it was bold."""
    bold = bool(re.fullmatch(r"\s*(\*\*|__)[^*_]{1,300}\1:?\s*", line))
    line = _BOLD.sub(lambda m: m[2], line) if ("**" in line or "__" in line) else line
    line = _ITALIC.sub(r"\1", line) if line.count("*") >= 2 else line
    links: list[tuple[int, int, str]] = []
    if "](" in line:
        pieces, at, length = [], 0, 0
        for found in _LINK.finditer(line):
            before = _ESCAPE.sub(r"\1", line[at : found.start()])
            words = "" if found[0].startswith("!") else _ESCAPE.sub(r"\1", found[1])
            pieces += [before, words]
            length += len(before)
            if words:
                links.append((length, length + len(words), found[2]))
            length += len(words)
            at = found.end()
        line = "".join(pieces) + _ESCAPE.sub(r"\1", line[at:])
    elif "\\" in line:
        line = _ESCAPE.sub(r"\1", line)
    return line, links, bold
