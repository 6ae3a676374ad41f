"""Side room of unpack: zip archives and gzip, judged by their own table before a byte of a member is read.

Nothing is ever written, so no member's name can lead out of a folder; such names are refused all the same, because an
archive that holds them was made to do harm.
"""

import io
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator

from editorial.intake.allowance import MOST_MEMBERS, Allowance, judge_ratio
from editorial.intake.unreadable import TooMuch, Unreadable
from editorial.records import Item

_BLOCK = 1 << 16
_CENTRAL = b"PK\x01\x02"
_LOCAL_HEADER = 30
#: Ways of packing with a bounded need of memory; LZMA's dictionary is chosen by the sender.
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2)
#: What systems put into archives for themselves.
_LITTER = re.compile(r"(?:^|/)(?:__MACOSX|\.[^/]*|Thumbs\.db|desktop\.ini)(?:/|$)", re.I)
_OUTSIDE = re.compile(r"^(?:[/\\]|[A-Za-z]:)|(?:^|[/\\])\.\.(?:[/\\]|$)|\x00")


def open_zip(data: bytes) -> zipfile.ZipFile:
    """The archive, after its table was judged: count, sizes, ratio, overlaps and names. Raises Unreadable, TooMuch."""
    if data.count(_CENTRAL) > MOST_MEMBERS:
        raise TooMuch(f"it holds more than {MOST_MEMBERS:,} members")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError) as error:
        raise Unreadable(f"a damaged zip archive: {error}") from error
    members = archive.infolist()
    for member in members:
        if _OUTSIDE.search(member.orig_filename) or _OUTSIDE.search(member.filename):
            raise Unreadable(f"a zip archive with a name that leads out of it: {member.filename[:80]!r}")
        judge_ratio(member.compress_size, member.file_size)
    judge_ratio(len(data), sum(member.file_size for member in members))
    end = 0
    for member in sorted(members, key=lambda one: one.header_offset):
        if member.header_offset < end:
            raise TooMuch("a zip archive whose members overlap, as a bomb's do")
        end = member.header_offset + _LOCAL_HEADER + member.compress_size
    if end > len(data):
        raise Unreadable("a zip archive that was cut off")
    return archive


def read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """The bytes of one member, never more than its table entry says. Raises Unreadable."""
    if member.flag_bits & 1:
        raise Unreadable("locked by a password")
    if member.compress_type not in _PACKED:
        raise Unreadable("packed in a way that is not read here")
    try:
        with archive.open(member) as opened:
            return opened.read(member.file_size)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError) as error:
        raise Unreadable(f"a damaged member of a zip archive: {error}") from error


def zip_kind(archive: zipfile.ZipFile) -> str:
    """What a zip archive is: docx, odt, office (another Office file), epub, wacz, or zip."""
    names = set(archive.namelist())
    if "[Content_Types].xml" in names:
        return "docx" if "word/document.xml" in names else "office"
    if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
        kind = read_member(archive, archive.getinfo("mimetype"))
        if b"epub" in kind:
            return "epub"
        if b"opendocument" in kind:
            return "odt" if b"opendocument.text" in kind else "office"
    if any(name.startswith("archive/") and ".warc" in name for name in names) and "datapackage.json" in names:
        return "wacz"
    return "zip"


def zip_members(item: Item, allowance: Allowance, *, only: tuple[str, ...] = ()) -> Iterator[Item]:
    """Each file in a zip archive, in the order of its names; a member that can't be read as a fault.

    With `only`, files whose names end otherwise are left out (an e-book's style sheets and pictures).
    """
    archive = open_zip(item.data)
    members = [
        member
        for member in sorted(archive.infolist(), key=lambda one: one.filename)
        if not member.is_dir()
        and not _LITTER.search(member.filename)
        and not stat.S_ISLNK(member.external_attr >> 16)
        and (not only or member.filename.lower().endswith(only))
    ]
    allowance.spend(sum(member.file_size for member in members), len(members))
    if not members:
        raise Unreadable("a zip archive without a file in it")
    for member in members:
        name = f"{item.name}/{printable(member.filename)}"
        try:
            yield Item(data=read_member(archive, member), name=name)
        except Unreadable as error:
            yield Item(data=b"", name=name, fault=str(error))


def printable(name: str) -> str:
    """A member's name without control and direction characters."""
    return "".join(letter for letter in name if letter.isprintable())[:300]


class Gunzipped:
    """A readable stream of what a gzip file (of one or many parts) holds, counted as it unfolds.

    Raises Unreadable where the file is cut off or damaged, TooMuch where it unfolds beyond its allowance.
    """

    def __init__(self, data: bytes, allowance: Allowance) -> None:
        self._data = memoryview(data)
        self._at = 0
        self._out = 0
        self._allowance = allowance
        self._part = zlib.decompressobj(31)
        self._rest: bytes = b""
        self._damage: Unreadable | None = None

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes; all that is left where it is negative; b"" at the end.

        What comes before a damage is given first, the damage is raised by the next call.
        """
        pieces: list[bytes] = []
        wanted = size
        while wanted:
            try:
                if self._damage:
                    raise self._damage
                piece = self._piece(_BLOCK if wanted < 0 else min(wanted, _BLOCK))
            except TooMuch:
                raise
            except Unreadable as damage:
                self._damage = damage
                if not pieces:
                    raise
                break
            if not piece:
                break
            pieces.append(piece)
            wanted -= len(piece) if wanted > 0 else 0
        return b"".join(pieces)

    def _piece(self, size: int) -> bytes:
        while True:
            if self._part.eof:
                left = self._part.unused_data + self._rest
                self._rest = b""
                if not left.strip(b"\x00"):
                    left = bytes(self._data[self._at : self._at + _BLOCK])
                    self._at += len(left)
                if not left.strip(b"\x00"):
                    return b""
                self._part, self._rest = zlib.decompressobj(31), left
            if not self._rest:
                self._rest = bytes(self._data[self._at : self._at + _BLOCK])
                self._at += len(self._rest)
                ended = not self._rest
            else:
                ended = False
            try:
                piece = self._part.decompress(self._rest, size)
            except zlib.error as error:
                raise Unreadable("damaged gzip data") from error
            self._rest = self._part.unconsumed_tail
            if piece:
                self._out += len(piece)
                self._allowance.spend(len(piece))
                judge_ratio(len(self._data), self._out)
                return piece
            if ended and not self._part.eof:
                raise Unreadable("gzip data that was cut off")


def gunzip(item: Item, allowance: Allowance) -> Iterator[Item]:
    """The one file in a gzip file."""
    name = item.name.removesuffix(".gz").removesuffix(".GZ")
    stream = Gunzipped(item.data, allowance)
    data = stream.read()
    stream.read(1)  # raises where the file ended before its end
    yield Item(data=data, name=name, address=item.address, headers=item.headers)
