"""Side room of documents: the text of DOCX and ODT files, by lxml over the judged zip archive.

Office files never declare a document type, so one that does is refused: it can only be there to do harm.
"""

import zipfile
from collections.abc import Iterator

from lxml import etree

from editorial.intake.allowance import Allowance
from editorial.intake.archives import open_zip, read_member
from editorial.intake.moments import day
from editorial.intake.paragraph_writer import ParagraphWriter
from editorial.intake.unreadable import TooMuch, Unreadable
from editorial.records import Extract

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
_MOST_PART = 40_000_000
#: Elements of one part take about 200 bytes each in memory.
_MOST_TAGS = 1_000_000

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TEXT, _TABLE, _OFFICE = (
    f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}" for name in ("text", "table", "office")
)
_XLINK = "{http://www.w3.org/1999/xlink}href"
#: Deleted by a reviewer, codes of fields, drawings' own texts for machines: nobody reads them on the page.
_UNREAD = frozenset(f"{_W}{name}" for name in ("del", "moveFrom", "instrText", "delText", "rPr", "pPr")) | {_FALLBACK}
_SIGNS = {
    f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "\u2011",
    f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n", f"{_TEXT}s": " ",
}  # fmt: skip


def parse_part(archive: zipfile.ZipFile, name: str, allowance: Allowance) -> etree._Element | None:
    """The root of an XML part, None where the archive has no such part. Raises Unreadable, TooMuch."""
    try:
        member = archive.getinfo(name)
    except KeyError:
        return None
    if member.file_size > _MOST_PART:
        raise TooMuch(f"a document whose {name} has more than {_MOST_PART // 1_000_000} MB")
    allowance.spend(member.file_size)
    data = read_member(archive, member)
    if data.count(b"<") > _MOST_TAGS:
        raise TooMuch(f"a document whose {name} has more than a million tags")
    if b"<!DOCTYPE" in data[:10_000] or b"<!ENTITY" in data[:10_000]:
        raise Unreadable("a document that declares its own entities, which no Office program writes and bombs do")
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_pis=True, remove_comments=True
    )
    try:
        root = etree.fromstring(data, parser=parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(f"a damaged document: {error}") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unreadable("a document that declares its own entities, which no Office program writes and bombs do")
    return root


def read_docx(data: bytes) -> Extract:
    """The paragraphs of a Word file, with headings, list items, links, tables and footnotes marked."""
    allowance = Allowance()
    with open_zip(data) as archive:
        root = parse_part(archive, "word/document.xml", allowance)
        if root is None:
            raise Unreadable("a Word file without a text in it")
        levels = _levels(parse_part(archive, "word/styles.xml", allowance))
        links = _links(parse_part(archive, "word/_rels/document.xml.rels", allowance))
        page = _properties(parse_part(archive, "docProps/core.xml", allowance))
        notes = [parse_part(archive, f"word/{name}.xml", allowance) for name in ("footnotes", "endnotes")]
    writer = ParagraphWriter()
    body = root.find(f"{_W}body")
    _word_blocks(body if body is not None else root, writer, levels, links)
    for note in notes:
        if note is not None:
            for paragraph in note.iter(f"{_W}p"):
                writer.write(_words(paragraph, links)[0], (("caption", "note"),))
    return writer.finish(DOCX, page, "docx")


def _word_blocks(body: etree._Element, writer: ParagraphWriter, levels: dict[str, str], links: dict[str, str]) -> None:
    after_item = False
    for block in _blocks(body):
        if block.tag == f"{_W}tbl":
            after_row = False
            for row in block.iter(f"{_W}tr"):
                cells = [
                    "\n".join(text for one in cell.iter(f"{_W}p") if (text := _words(one, links)[0].strip()))
                    for cell in row.findall(f"{_W}tc")
                ]
                joined = "\n\n" if any("\n" in cell or len(cell) > 300 for cell in cells) else "\t"
                writer.write(
                    joined.join(cell for cell in cells if cell), (("table", ""),), tight=after_row and joined == "\t"
                )
                after_row = True
            after_item = False
            continue
        text, found = _words(block, links)
        properties = block.find(f"{_W}pPr")
        level = item = ""
        if properties is not None:
            style = properties.find(f"{_W}pStyle")
            level = levels.get(style.get(f"{_W}val") or "", "") if style is not None else ""
            outline = properties.find(f"{_W}outlineLvl")
            if outline is not None and (outline.get(f"{_W}val") or "9") in "012345":
                level = str(int(outline.get(f"{_W}val") or "0") + 1)
            item = "list item" if properties.find(f"{_W}numPr") is not None and not level else ""
        kinds: list[tuple[str, str]] = []
        if level:
            kinds.append(("heading", level))
        elif 0 < len(text.strip()) < 300 and _all_bold(block):
            kinds.append(("heading", "strong"))
        if item:
            kinds.append((item, ""))
        writer.write(text, tuple(kinds), links=found, tight=bool(item) and after_item)
        after_item = bool(item)


def _blocks(body: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs and tables in their order, through content controls and tracked insertions."""
    waiting = [iter(body)]
    while waiting:
        element = next(waiting[-1], None)
        if element is None:
            waiting.pop()
        elif element.tag in (f"{_W}p", f"{_W}tbl"):
            yield element
        elif element.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml", f"{_W}smartTag"):
            waiting.append(iter(element))


def _words(paragraph: etree._Element, links: dict[str, str]) -> tuple[str, tuple[tuple[int, int, str], ...]]:
    """The characters of a paragraph as read, and its links as (start, end, address)."""
    pieces: list[str] = []
    found: list[tuple[int, int, str]] = []
    length = 0
    waiting: list[tuple[etree._Element, Iterator, int]] = [(paragraph, iter(paragraph), 0)]
    while waiting:
        element, children, start = waiting[-1]
        child = next(children, None)
        if child is None:
            waiting.pop()
            if element.tag == f"{_W}hyperlink" and (address := links.get(element.get(f"{_R}id") or "")):
                found.append((start, length, address))
            continue
        if child.tag in _UNREAD or not isinstance(child.tag, str):
            continue
        piece = (child.text or "") if child.tag == f"{_W}t" else _SIGNS.get(child.tag, "")
        if child.tag == f"{_W}p" and length:
            piece = "\n"  # a text box inside the paragraph
        if piece:
            pieces.append(piece)
            length += len(piece)
        waiting.append((child, iter(child), length))
    return "".join(pieces), tuple(found)


def _all_bold(paragraph: etree._Element) -> bool:
    runs = [run for run in paragraph.iter(f"{_W}r") if any((one.text or "").strip() for one in run.findall(f"{_W}t"))]
    return bool(runs) and all(
        any(
            sign is not None and sign.get(f"{_W}val") not in ("0", "false", "off")
            for sign in (run.find(f"{_W}rPr/{_W}b"), run.find(f"{_W}rPr/{_W}bCs"))
        )
        for run in runs
    )


def _levels(styles: etree._Element | None) -> dict[str, str]:
    """For each paragraph style that is a heading its level, through the styles that it is based on."""
    if styles is None:
        return {}
    own: dict[str, str] = {}
    parents: dict[str, str] = {}
    for style in styles.iter(f"{_W}style"):
        key = style.get(f"{_W}styleId") or ""
        name = style.find(f"{_W}name")
        said = (name.get(f"{_W}val") or "").lower() if name is not None else ""
        outline = style.find(f"{_W}pPr/{_W}outlineLvl")
        parent = style.find(f"{_W}basedOn")
        if parent is not None:
            parents[key] = parent.get(f"{_W}val") or ""
        if said in ("title", "subtitle"):
            own[key] = "1" if said == "title" else "2"
        elif said.startswith("heading ") and said[8:].isdigit():
            own[key] = said[8:]
        elif outline is not None and (outline.get(f"{_W}val") or "") in set("012345"):
            own[key] = str(int(outline.get(f"{_W}val") or "0") + 1)
    for key in list(parents):
        seen, at = set(), key
        while at not in own and at in parents and at not in seen:
            seen.add(at)
            at = parents[at]
        if at in own:
            own[key] = own[at]
    return own


def _links(relations: etree._Element | None) -> dict[str, str]:
    if relations is None:
        return {}
    return {
        one.get("Id") or "": (one.get("Target") or "")[:500]
        for one in relations
        if one.get("TargetMode") == "External" and (one.get("Target") or "").startswith(("http://", "https://"))
    }


def _properties(core: etree._Element | None) -> dict[str, str]:
    """Title, author, language and the days of making and changing that the file says of itself."""
    if core is None:
        return {}
    told = {
        one.tag.rpartition("}")[2]: " ".join((one.text or "").split())[:500]
        for one in core.iter(etree.Element)
        if isinstance(one.tag, str)
    }
    made = told.get("created") or told.get("creation-date") or ""
    changed = told.get("modified") or (told.get("date") or "")
    return {
        "title": told.get("title", ""),
        "author": told.get("creator", "") or told.get("initial-creator", ""),
        "language": told.get("language", ""),
        "created": day(made),
        "modified": day(changed),
    }


def read_odt(data: bytes) -> Extract:
    """The paragraphs of an OpenDocument text, with headings, list items and links marked."""
    allowance = Allowance()
    with open_zip(data) as archive:
        root = parse_part(archive, "content.xml", allowance)
        meta = parse_part(archive, "meta.xml", allowance)
    body = root.find(f".//{_OFFICE}text") if root is not None else None
    if body is None:
        raise Unreadable("an OpenDocument file without a text in it")
    writer = ParagraphWriter()
    after_item = False
    for block in body.iter(f"{_TEXT}p", f"{_TEXT}h"):
        above = {one.tag for one in block.iterancestors()}
        if f"{_TEXT}p" in above or f"{_TEXT}tracked-changes" in above:
            continue
        kinds: list[tuple[str, str]] = []
        item = f"{_TEXT}list-item" in above and block.tag == f"{_TEXT}p"
        if block.tag == f"{_TEXT}h":
            kinds.append(("heading", (block.get(f"{_TEXT}outline-level") or "1")[:2]))
        if item:
            kinds.append(("list item", ""))
        if f"{_TABLE}table" in above:
            kinds.append(("table", ""))
        text, links = _open_words(block)
        writer.write(text, tuple(kinds), links=links, tight=item and after_item)
        after_item = item
    return writer.finish(ODT, _properties(meta), "odt")


def _open_words(block: etree._Element) -> tuple[str, tuple[tuple[int, int, str], ...]]:
    """The characters of an OpenDocument paragraph and its links."""
    pieces = [block.text or ""]
    length = len(pieces[0])
    found: list[tuple[int, int, str]] = []
    for step, element in etree.iterwalk(block, events=("start", "end")):
        if element is block or not isinstance(element.tag, str):
            continue
        if step == "start":
            sign = _SIGNS.get(element.tag, "")
            if element.tag == f"{_TEXT}s":
                count = element.get(f"{_TEXT}c") or "1"
                sign = " " * min(int(count) if count.isdigit() and len(count) < 4 else 1, 100)
            piece = sign + (element.text or "")
            if element.tag == f"{_TEXT}a" and (element.get(_XLINK) or "").startswith("http"):
                found.append((length, length + len("".join(element.itertext())), (element.get(_XLINK) or "")[:500]))
        else:
            piece = element.tail or ""
        pieces.append(piece)
        length += len(piece)
    return "".join(pieces), tuple(found)
