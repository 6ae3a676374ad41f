"""Side room of unpack: the pages in WARC and WACZ files, with the address, moment and headers of each.

Pages are what was answered with success and is a text, a document or a feed; pictures, scripts, redirects and error
pages stay in the archive. warcio reads the records; lines and heads are measured while it does, since its own line
reader has no limit.
"""

import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Protocol

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import DecompressingBufferedReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from editorial.intake.allowance import Allowance
from editorial.intake.archives import Gunzipped, open_zip, printable, read_member
from editorial.intake.moments import moment
from editorial.intake.unreadable import TooMuch, Unreadable
from editorial.records import Item

_LONGEST_LINE = 1 << 16
_LONGEST_HEAD = 1 << 20
_BLOCK = 1 << 16
#: What can hold a statement.
_TEXTUAL = re.compile(
    r"text/(?:html|plain|xml|markdown)|application/(?:xhtml\+xml|xml|atom\+xml|rss\+xml|rdf\+xml|pdf|epub\+zip|msword"
    r"|vnd\.openxmlformats-officedocument\.wordprocessingml\.document|vnd\.oasis\.opendocument\.text|rtf)"
    r"|message/rfc822",
    re.I,
)
_HTML = re.compile(r"text/html|application/xhtml", re.I)
_KINDS = ("response", "resource", "conversion")
_PACKED = ("", "identity", "gzip", "x-gzip", "deflate")
_MOST_LISTED = 10_000_000


class Readable(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


class _Measured(DecompressingBufferedReader):
    """warcio's reader with limits: a line of 64 kB, and 1 MB of lines (a record's heads) between two other reads."""

    lines = 0

    def readline(self, length=None):
        most = min(length or _LONGEST_LINE, _LONGEST_LINE)
        line = super().readline(most)
        self.lines += len(line)
        if self.lines > _LONGEST_HEAD or (len(line) == _LONGEST_LINE and not line.endswith(b"\n")):
            raise TooMuch("a record of the WARC file has a head without end")
        return line


def warc_pages(item: Item, allowance: Allowance) -> Iterator[Item]:
    """The pages of a WARC (or ARC) file, plain or gzipped. What follows a damage is given as one fault."""
    counted = 0
    for page in _pages(_opened(item.data, allowance), item.name, allowance, frozenset()):
        counted += 1
        yield page
    if not counted:
        raise Unreadable("a web archive without a page of text in it")


def wacz_pages(item: Item, allowance: Allowance) -> Iterator[Item]:
    """The pages of a WACZ package: those that its list of pages names, or all where it names none that is there."""
    with open_zip(item.data) as archive:
        members = sorted(archive.infolist(), key=lambda one: one.filename)
        listed = frozenset(
            address
            for member in members
            if member.filename in ("pages/pages.jsonl", "pages/extraPages.jsonl") and member.file_size < _MOST_LISTED
            for address in _listed(read_member(archive, member))
        )
        archives = [one for one in members if one.filename.startswith("archive/") and ".warc" in one.filename]
        counted = 0
        for wanted in (listed, frozenset()):
            for member in archives:
                data = read_member(archive, member)
                allowance.spend(len(data), 1)
                for page in _pages(
                    _opened(data, allowance), f"{item.name}/{printable(member.filename)}", allowance, wanted
                ):
                    counted += not page.fault
                    yield page
            if counted or not wanted:
                break
    if not counted:
        raise Unreadable("a web archive without a page of text in it")


def _opened(data: bytes, allowance: Allowance) -> Readable:
    return Gunzipped(data, allowance) if data.startswith(b"\x1f\x8b") else io.BytesIO(data)


def _listed(lines: bytes) -> Iterator[str]:
    for line in lines.splitlines():
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(row, dict) and isinstance(row.get("url"), str):
            yield row["url"]


def _pages(stream: Readable, name: str, allowance: Allowance, wanted: frozenset[str]) -> Iterator[Item]:
    """Pages among the records of a stream; with `wanted`, of the HTML only what has one of these addresses."""
    records = ArchiveIterator(stream, arc2warc=True)
    records.reader = reader = _Measured(records.fh)
    number = 0
    while True:
        reader.lines = 0
        try:
            record = next(records, None)
            if record is None:
                return
            allowance.spend(members=1)
            reader.lines = 0
            address = record.rec_headers.get_header("WARC-Target-URI") or ""
            if not _is_page(record) or (wanted and _HTML.match(_type(record)) and address not in wanted):
                continue
            number += 1
            yield _page(record, f"{name}#{number}", address, allowance)
        except TooMuch:
            raise
        except (Unreadable, ArchiveLoadFailed, EOFError, ValueError, OSError, AttributeError) as error:
            # A broken frame says nothing about where the next record begins, so reading ends here.
            yield Item(data=b"", name=f"{name}#{number + 1}", fault=f"a damaged web archive: {_first_line(error)}")
            return


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]


def _type(record: ArcWarcRecord) -> str:
    if record.http_headers is not None:
        return record.http_headers.get_header("Content-Type") or ""
    return record.rec_headers.get_header("Content-Type") or ""


def _is_page(record: ArcWarcRecord) -> bool:
    if record.rec_type not in _KINDS or not _TEXTUAL.match(_type(record).strip()):
        return False
    if record.http_headers is None:
        return record.rec_type != "response"
    return (record.http_headers.get_statuscode() or "").startswith("2")


def _page(record: ArcWarcRecord, name: str, address: str, allowance: Allowance) -> Item:
    """One page, or a fault where its bytes can't be had. The content is unpacked; the headers stay as they were."""
    told = record.http_headers.headers if record.http_headers else ()
    headers = {key: value.replace("\x00", "") for key, value in told}
    packed = next((value for key, value in headers.items() if key.lower() == "content-encoding"), "").strip().lower()
    page = Item(
        data=b"",
        name=name,
        address=address,
        seen_at=moment(record.rec_headers.get_header("WARC-Date")),
        headers=headers,
        media_type=_type(record)[:200],
    )
    if packed not in _PACKED:
        return replace(page, fault=f"its content is packed as “{packed[:20]}”, which is not read here")
    pieces = []
    content = record.content_stream()
    while piece := content.read(_BLOCK):
        allowance.spend(len(piece))
        pieces.append(piece)
    if getattr(record.raw_stream, "limit", 0):
        return replace(page, fault="the web archive was cut off in the middle of it")
    return replace(page, data=b"".join(pieces))
