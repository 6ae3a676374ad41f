"""Ground: a translation as an XLIFF 1.2 file, out and in (OASIS Standard, 1 February 2008).

One `trans-unit` a paragraph and one for the title. Two attributes of our own, which the standard allows, tell the
digests of source and target as they were exported: by them a segment is recognised that somebody else changed.
Written with lxml and not with a toolkit: then nothing stands between a text's bytes and the file's.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from lxml import etree
from lxml.builder import ElementMaker

from editorial.bilingual import Given, Unit, Unreadable, bare, child, name_of, number_of, text_of, unfit

XLIFF = "urn:oasis:names:tc:xliff:document:1.2"
OWN = "urn:x-sanad:text"
_XML = "http://www.w3.org/XML/1998/namespace"
_MAKE = ElementMaker(namespace=XLIFF, nsmap={None: XLIFF, "sanad": OWN})
#: Tags around words that say nothing about the words themselves.
_TRANSPARENT = frozenset({"mrk", "g"})


@dataclass(frozen=True, slots=True)
class Document:
    """What an XLIFF file says of itself, and its segments in order."""

    original: str
    source_language: str
    language: str
    segments: tuple[Given, ...]


def write(units: Iterable[Unit], *, original: str, source_language: str, language: str, note: str = "") -> bytes:
    """The file, UTF-8. `original` is the statement's reference. Raises Unreadable for a text that XML cannot hold."""
    body = _MAKE.body()
    for unit in units:
        if unfit(unit.source + unit.target):
            raise Unreadable(_("%s holds a control character, which no XML file can hold.") % name_of(unit.number))
        made = _MAKE("trans-unit", {"id": name_of(unit.number), "approved": "yes" if unit.approved else "no"})
        made.set(f"{{{_XML}}}space", "preserve")
        made.set(f"{{{OWN}}}source", unit.source_digest)
        if unit.target_digest:
            made.set(f"{{{OWN}}}target", unit.target_digest)
        made.append(_MAKE.source(unit.source, {f"{{{_XML}}}lang": source_language}))
        if unit.target:
            target = _MAKE.target(unit.target, {f"{{{_XML}}}lang": language, "state": unit.state})
            if unit.qualifier:
                target.set("state-qualifier", unit.qualifier)
            made.append(target)
        made.extend(_MAKE.note(text, {"from": "Sanad"}) for text in unit.notes)
        body.append(made)
    header = _MAKE.header(_MAKE.tool({"tool-id": "sanad", "tool-name": "Sanad"}))
    if note:
        header.append(_MAKE.note(note))
    file = _MAKE.file(
        header,
        body,
        {
            "original": original,
            "source-language": source_language,
            "target-language": language,
            "datatype": "plaintext",
            "tool-id": "sanad",
        },
    )
    return etree.tostring(_MAKE.xliff(file, version="1.2"), xml_declaration=True, encoding="UTF-8")


def read(root: etree._Element) -> Document:
    """The file as it came back (see `bilingual.root_of`). Raises Unreadable."""
    if bare(root) != "xliff":
        raise Unreadable(_("This is no XLIFF file: its first element is <%s>.") % bare(root))
    if root.get("version", "1.2").startswith("2"):
        raise Unreadable(_("This is XLIFF %s. Save it as XLIFF 1.2 and try again.") % root.get("version"))
    files = [one for one in root if bare(one) == "file"]
    if len(files) != 1:
        raise Unreadable(_("The file holds %d texts. Bring in one translation at a time.") % len(files))
    [file] = files
    units = [one for one in file.iter() if isinstance(one.tag, str) and bare(one) == "trans-unit"]
    return Document(
        file.get("original", ""),
        file.get("source-language", ""),
        file.get("target-language", ""),
        tuple(map(_given, units)),
    )


def _given(unit: etree._Element) -> Given:
    name = unit.get("id", "")
    source, target = child(unit, "source"), child(unit, "target")
    words, trouble = text_of(source, _TRANSPARENT) if source is not None else ("", _("It has no source."))
    wanted = None
    if target is not None:
        text, wrong = text_of(target, _TRANSPARENT)
        wanted, trouble = text, trouble or wrong
    own = {side: unit.get(f"{{{OWN}}}{side}", "") for side in ("source", "target")}
    return Given(name, number_of(name), words, wanted, own["source"], own["target"], trouble)
