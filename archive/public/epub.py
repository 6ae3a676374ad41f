"""Statements as a book (EPUB 3): one, or a list with a page for each; read right to left where the texts are.

Written with templates and `zipfile`; a book carries no picture, no script and no face of its own, so it stays small.
The same texts give the same bytes.
"""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC

from django.template.loader import render_to_string
from django.utils.translation import get_language, pgettext

from archive import languages
from archive.public.beside import Reading
from archive.public.shapes import Represented

#: Statements in one book; a longer list says how many it left out.
MOST = 200
_MOMENT = (1980, 1, 1, 0, 0, 0)  # one for all: a zip's own moments say nothing here
_CONTAINER = """<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="book/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
_STYLE = """body { margin: 1em 5%; line-height: 1.6; }
:lang(fa), :lang(ar), :lang(ckb), :lang(ur), :lang(ps) { line-height: 1.9; }
h1 { font-size: 1.4em; line-height: 1.4; }
.title { font-size: 1.15em; font-weight: bold; }
.about, .word, .digest, .number { font-size: 0.85em; }
.word, .beside { margin-inline-start: 1.2em; }
.digest { font-family: monospace; overflow-wrap: anywhere; }
p { white-space: pre-line; }
"""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A statement as it is read in a book. `address` is its permanent one, in full."""

    statement: Represented
    reading: Reading
    address: str

    @property
    def file(self) -> str:
        return f"{self.statement.reference}.xhtml"

    @property
    def title(self) -> str:
        return self.reading.first.title or pgettext("a statement without a title", "Untitled")


def epub(chapters: Sequence[Chapter], title: str, address: str, left_out: int = 0) -> bytes:
    """The book of at least one chapter, its own words in the active language; `address` is where the same is read."""
    tag = get_language() or languages.INTERFACE[0]
    texts = [text for chapter in chapters for text in chapter.reading.texts]
    right_to_left = sum(chapter.reading.first.direction == "rtl" for chapter in chapters)
    about = {
        "chapters": chapters,
        "title": title,
        "address": address,
        "left_out": left_out,
        "language": tag,
        "languages": sorted({text.language for text in texts}),
        "creators": list(dict.fromkeys(name.text for chapter in chapters for name in chapter.statement.issuers)),
        "modified": max(text.changed_at for text in texts).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "progression": "rtl" if right_to_left * 2 > len(chapters) else "ltr",
    }
    files = {
        "META-INF/container.xml": _CONTAINER,
        "book/package.opf": render_to_string("archive/epub/package.opf", about),
        "book/nav.xhtml": render_to_string("archive/epub/nav.html", about),
        "book/style.css": _STYLE,
    }
    for chapter in chapters:
        page = {"chapter": chapter, "language": tag}
        files[f"book/{chapter.file}"] = render_to_string("archive/epub/chapter.html", page)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as book:
        # The first file says what the zip is, uncompressed and at a known place.
        book.writestr(zipfile.ZipInfo("mimetype", _MOMENT), "application/epub+zip", zipfile.ZIP_STORED)
        for name, content in files.items():
            book.writestr(zipfile.ZipInfo(name, _MOMENT), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
