"""Door: the text of a capture and what its format told, from bytes alone. Pure: no file, no network, no database.

The format is judged by content first, then by the declared media type and the file's name; the encoding by the byte
order mark, then by whether the bytes are UTF-8, then by what was declared, then by charset-normalizer. UTF-8 is tried
before the declaration because copies of old pages keep the `<meta>` of an encoding that they were long converted from,
while a text in a legacy encoding is practically never valid UTF-8.
"""

import re
import unicodedata
from html import unescape
from itertools import islice

from charset_normalizer import from_bytes

from editorial.intake.block_pages import MOST_LETTERS, block_page
from editorial.intake.documents import read_document
from editorial.intake.front_matter import front_matter
from editorial.intake.markdown import as_markup, looks_like_markdown, render
from editorial.intake.markup import read_markup
from editorial.intake.unreadable import TooLittleText, Unreadable
from editorial.records import Extract

#: Fewer letters than this make no statement: a script shell, a block page, an empty file.
FEWEST_LETTERS = 40
#: Encodings that pages of our languages were written in before UTF-8. Windows code pages stand for their ISO kin.
LEGACY = ["cp1256", "cp1254", "cp1252", "cp1251", "iso8859_6"]
_SAMPLE = 1 << 16
_LETTER = re.compile(r"[^\W\d_]")

_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.I)
#: Codecs that no page is written in; the time that Punycode's takes grows with the square of the length.
_NO_PAGE = re.compile(r"puny|idna|.*escape|undefined|mbcs|oem")
_TAG = re.compile(
    r"<(?:!doctype html|html|head|body|div|p|table|span|font|article|section|br|h[1-6]|ul|a\s)[\s/>]?", re.I
)
_FOREIGN = (
    (b"PK\x03\x04", "a zip container"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "gzip"),
)
#: What no text is written with: more than one letter in a hundred, and it is none.
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f]")
_ENTITY = re.compile(r"&(?:[A-Za-z]{2,8}|#\d{2,6});")


def extract(data: bytes, name: str = "", media_type: str | None = None, url: str | None = None) -> Extract:
    """The text of `data` with its marks and page facts.

    `name` and `media_type` (which may carry `; charset=`) are hints; `url` becomes the page's address if it names none.
    Raises `Unreadable` for formats that are no text, `TooLittleText` below `FEWEST_LETTERS` letters.
    """
    document = read_document(data)
    if document is not None:
        if url:
            document.page.setdefault("address", url)
        return _enough(document)
    for magic, what in _FOREIGN:
        if data.startswith(magic):
            raise Unreadable(f"{what}, not a page of text")
    text, encoding = decode(data, media_type)
    if len(_CONTROLS.findall(text)) > len(text) // 100:
        raise Unreadable("binary data, not a page of text")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    page, rest = front_matter(text)
    markup = is_markup(rest, name, media_type)
    if not markup:
        text = _unescaped(text)
    if markup:
        head = text[: len(text) - len(rest)]
        extract = read_markup(as_markup(rest) if page else rest, page, encoding)
        if head and page:
            extract = _with_head(head, extract)
    elif page or looks_like_markdown(text):
        extract = render(unicodedata.normalize("NFC", text), page)
    else:
        text = unicodedata.normalize("NFC", text)
        extract = Extract(text=text, media_type="text/plain", page=page, tool="text")
    if url and "address" not in extract.page:
        extract.page["address"] = url
    extract.page.setdefault("encoding", encoding)
    return _enough(extract)


def _unescaped(text: str) -> str:
    """Text whose accented letters were left as a web page's entities (`&ccedil;`), put right; others as they are."""
    return unescape(text) if sum(1 for _ in islice(_ENTITY.finditer(text), 5)) >= 5 else text


def _enough(extract: Extract) -> Extract:
    """The extract itself, if a statement could be in it. Raises TooLittleText for shells and block pages."""
    letters = sum(1 for _ in islice(_LETTER.finditer(extract.text), MOST_LETTERS + 1))
    if letters < FEWEST_LETTERS:
        raise TooLittleText(f"too little text to hold a statement: {letters} letters")
    if extract.media_type == "text/html" and (phrase := block_page(extract.text, letters)):
        raise TooLittleText(f"not the page that was asked for but one in its place: “{phrase}”")
    return extract


def decode(data: bytes, media_type: str | None = None) -> tuple[str, str]:
    """`data` as text, and the encoding it was read in. Never raises: the last resort replaces what it can't read."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, "replace"), encoding
    if len(data) > 3 and b"\x00" in data[:200]:
        even, odd = data[:2000:2].count(0), data[1:2000:2].count(0)
        if max(even, odd) > 10 * (min(even, odd) + 1) or max(even, odd) > len(data[:2000]) // 3:
            encoding = "utf-16-be" if even > odd else "utf-16-le"
            return data.decode(encoding, "replace"), encoding
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        # A copy cut in the middle of a letter is still UTF-8.
        if error.start >= len(data) - 3:
            return data.decode("utf-8", "replace"), "utf-8"
    for declared in (_declared((media_type or "").encode()), _declared(data[:4096])):
        if declared:
            try:
                return data.decode(declared), declared
            except (UnicodeDecodeError, LookupError):
                continue
    best = from_bytes(data[:_SAMPLE], cp_isolation=LEGACY, enable_fallback=False).best()
    if best is not None:
        return data.decode(best.encoding, "replace"), best.encoding
    if data.count(b"\xff") + data.count(b"\xfe") < len(data) // 50:
        bad = data.decode("utf-8", "replace").count("�")
        if bad < len(data) // 100:
            return data.decode("utf-8", "replace"), "utf-8"
    return data.decode("cp1252", "replace"), "cp1252"


def _declared(head: bytes) -> str | None:
    """The encoding that a header or a `<meta>` names. ISO-8859-1 and -9 mean Windows code pages, as in browsers."""
    found = _DECLARED.search(head)
    if not found:
        return None
    name = found[1].decode("ascii").lower()
    if _NO_PAGE.match(name):
        return None
    return {"iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "iso-8859-9": "cp1254"}.get(name, name)


def is_markup(text: str, name: str, media_type: str | None) -> bool:
    """Whether the text is HTML: declared so, or with a share of tags that no plain text has."""
    declared = (media_type or "").partition(";")[0].strip().lower()
    if declared in ("text/html", "application/xhtml+xml"):
        return True
    sample = text[:20000]
    tags = len(_TAG.findall(sample))
    if name.lower().endswith((".html", ".htm", ".xhtml", ".php", ".aspx", ".asp")) or declared == "":
        return tags >= 2 if not name.lower().endswith((".txt", ".md")) else tags >= 5 and tags * 300 > len(sample)
    return declared != "text/plain" and tags >= 3


def _with_head(head: str, extract: Extract) -> Extract:
    """An extract with the page's front matter put before its text, so that no character is lost."""
    from_head = unicodedata.normalize("NFC", head.rstrip("\n")) + "\n\n"
    shift = len(from_head)
    marks = tuple(type(m)(m.kind, m.start + shift, m.end + shift, m.value) for m in extract.marks)
    head_mark = type(extract.marks[0])("navigation", 0, shift - 2, "front matter") if extract.marks else None
    return Extract(
        text=from_head + extract.text,
        media_type=extract.media_type,
        marks=((head_mark,) if head_mark else ()) + marks,
        page=extract.page,
        tool=extract.tool,
    )
