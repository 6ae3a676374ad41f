"""Ground: pairs of texts as other tools' files hold them, and how such a file is read without harm.

XLIFF (`editorial.xliff`) and TMX (`editorial.tmx`) come from strangers' machines: nothing in them is fetched, no entity
is put in, and what cannot be read is refused with a sentence that says what to do.
"""

import codecs
import re
from dataclasses import dataclass

from django.utils.translation import gettext as _
from lxml import etree

#: Bytes of a file; a book of 2,000,000 characters in two languages has about as many.
MOST_BYTES = 16 * 2**20
#: The number under which a title stands.
TITLE = 0

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_BARE = ((b"<\x00", "utf-16-le"), (b"\x00<", "utf-16-be"))
_DECLARATION = re.compile(r"\s*<\?xml\b[^>]*\?>")
_ENCODING = re.compile(rb"""\A\s*<\?xml\b[^>]*\bencoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_KNOWN = re.compile(r"utf-?8|us-ascii|ascii|utf-16(-?[lb]e)?|iso-8859-\d{1,2}|windows-125\d|cp125\d|koi8-[ru]", re.I)
_AHEAD = re.compile(r"(?:\s+|<\?.*?\?>|<!--.*?-->)*", re.S)
#: A document type that only names its definition, as TMX files have it. One with a body can define entities.
_PLAIN_DOCTYPE = re.compile(r"""<!DOCTYPE\s+[\w:.-]+(?:\s+(?:SYSTEM|PUBLIC)(?:\s+(?:"[^"<>]*"|'[^'<>]*'))+)?\s*>""")


class Unreadable(ValueError):
    """A file that is not taken; the message says why and what to do, in the editor's language."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A paragraph as it goes out. `number` is the paragraph's (`TITLE`: the title); `state` and `qualifier` are XLIFF's
    words; `approved` that it was verified; `source_digest` and `target_digest` are what `archive.models.digest` gives.
    """

    number: int
    source: str
    target: str
    state: str
    source_digest: str
    target_digest: str = ""
    qualifier: str = ""
    approved: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Given:
    """A segment as a file brings it in.

    `name` is what the file calls it, `number` the paragraph that it means, None where that is not known. `target` is
    None where the file has none. The digests are those of our own export, empty where the tool dropped them.
    `trouble` says why the segment cannot be taken.
    """

    name: str
    number: int | None
    source: str
    target: str | None
    source_digest: str = ""
    target_digest: str = ""
    trouble: str = ""


def name_of(number: int) -> str:
    """What a paragraph is called in a file."""
    return "title" if number == TITLE else f"p{number}"


def number_of(name: str) -> int | None:
    """The paragraph that a name in a file means."""
    if name == "title":
        return TITLE
    digits = name.removeprefix("p")
    return int(digits) if name.startswith("p") and digits.isascii() and digits.isdecimal() and len(digits) < 9 else None


def _decoded(data: bytes) -> str:
    """The file's characters. Raises Unreadable."""
    for mark, encoding in (*_BOMS, *_BARE):
        if data.startswith(mark):
            data = data[len(mark) :] if (mark, encoding) in _BOMS else data
            break
    else:
        declared = _ENCODING.match(data)
        encoding = declared[1].decode("ascii") if declared else "utf-8"
    if not _KNOWN.fullmatch(encoding):
        raise Unreadable(_("The file says that it is written in “%s”. Save it as UTF-8 and try again.") % encoding)
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError):
        raise Unreadable(
            _("The file is not written in %s as it says. Save it as UTF-8 and try again.") % encoding
        ) from None


def root_of(data: bytes) -> etree._Element:
    """The root element of an XML file. Raises Unreadable for one that is too large, broken, or defines entities."""
    if len(data) > MOST_BYTES:
        raise Unreadable(_("The file is larger than %d MB. Export fewer texts at once.") % (MOST_BYTES >> 20))
    text = _decoded(data)
    declaration = _DECLARATION.match(text)
    text = text[declaration.end() :] if declaration else text
    ahead = _AHEAD.match(text)
    start = ahead.end() if ahead else 0
    if text.startswith("<!DOCTYPE", start):
        plain = _PLAIN_DOCTYPE.match(text, start)
        if plain is None:
            raise Unreadable(_("The file defines a document type of its own. Save it without that and try again."))
        text = text[plain.end() :]
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(text.strip().encode(), parser)
    except (etree.XMLSyntaxError, ValueError, UnicodeError) as error:
        raise Unreadable(_("This is not a well-formed XML file: %s") % str(error)[:200]) from None


def bare(element: etree._Element) -> str:
    """An element's name without its namespace: tools write XLIFF with different ones, or none."""
    return etree.QName(element).localname


def child(element: etree._Element, name: str) -> etree._Element | None:
    """The first child of this name, in whatever namespace."""
    return next((one for one in element if isinstance(one.tag, str) and bare(one) == name), None)


def text_of(element: etree._Element, transparent: frozenset[str]) -> tuple[str, str]:
    """The text of a segment, and what is wrong with it.

    Tags that only stand around words (`transparent`) are left out and their words kept; one that stands for something
    of its own makes the segment one that cannot be taken, for our texts have nothing but words. A line break is taken.
    """
    pieces = [element.text or ""]
    for inner in element:
        if not isinstance(inner.tag, str):
            return "", _("It holds an entity, which is not put in.")
        name = bare(inner)
        if name in transparent:
            words, trouble = text_of(inner, transparent)
            if trouble:
                return "", trouble
            pieces.append(words)
        elif name == "x" and inner.get("ctype") == "lb":
            pieces.append("\n")
        else:
            return "", _("It holds the tag <%s>, which stands for something that our texts have not. Remove it.") % name
        pieces.append(inner.tail or "")
    return "".join(pieces), ""


def unfit(text: str) -> bool:
    """Whether a text holds a character that XML cannot."""
    return re.search("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", text) is not None
