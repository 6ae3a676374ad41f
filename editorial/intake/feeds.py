"""Side room of unpack: Atom and RSS. Each entry becomes a page of its own with the entry's address, date and title.

The page is made anew (same entry, same bytes), since a slice of a feed is not a document; the feed's own bytes are kept
beside by whoever takes in. An entry that gives a summary only is marked as an excerpt.
"""

import re
from collections.abc import Iterator
from html import escape
from urllib.parse import urljoin

from lxml import etree

from editorial.intake.allowance import Allowance
from editorial.intake.moments import day
from editorial.intake.unreadable import TooMuch, Unreadable
from editorial.records import Item

_LARGEST = 20_000_000
_MOST_TAGS = 400_000
#: How far into a file that declares entities the first element is looked for.
_DECLARATIONS = 2_000_000
_ROOT = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,300}\?>\s*)?(?:(?:<!--(?:(?!-->).){0,5000}-->|<\?[^>]{0,500}\?>"
    rb"|<!DOCTYPE[^>\[]{0,500}>)\s*){0,20}<(?:(?:\w{1,20}:)?feed[\s>]|rss[\s>]|rdf:RDF[\s>])",
    re.S,
)
_DECLARES = re.compile(rb"<!(?:ENTITY|DOCTYPE[^>]{0,300}\[)", re.I)
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_ENDS_CUT = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\]|&hellip;|&#8230;)\W{0,10}(?:\w{1,20}\W{1,3}){0,5}$")
_TAG = re.compile(r"<[^<>]{0,5000}>")
#: A description that is all a feed gives and shorter than this is its summary.
_SHORT = 400


def looks_like_feed(data: bytes) -> bool:
    """Whether the bytes are XML whose first element is that of Atom, RSS or RSS 1.0. UTF-16 is looked through."""
    head = data[:8000]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head.decode("utf-16", "ignore").encode()
        data = data[:_DECLARATIONS].decode("utf-16", "ignore").encode() if _DECLARES.search(head) else head
    if _ROOT.match(head):
        return True
    return bool(_DECLARES.search(head)) and bool(re.search(rb"<(?:rss|feed|rdf:RDF)[\s>]", data[:_DECLARATIONS]))


def entries(item: Item, allowance: Allowance) -> Iterator[Item]:
    """The entries of a feed in its order. Raises Unreadable for what is no feed or declares entities, TooMuch."""
    data = item.data
    if len(data) > _LARGEST or data.count(b"<") > _MOST_TAGS:
        raise TooMuch("a feed of more than 20 MB or 400,000 tags")
    root = _parsed(data)
    found = [element for element in root.iter(etree.Element) if _local(element) in ("entry", "item")]
    if not found:
        raise Unreadable("a feed without an entry")
    channel = next((one for one in root if _local(one) == "channel"), root)
    site = _text(_child(channel, "title"))
    language = root.get(_LANGUAGE) or _text(_child(channel, "language"))
    base = _joined(item.address, root.get(_BASE) or "") or _address(channel, "")
    allowance.spend(members=len(found))
    for number, entry in enumerate(found, start=1):
        page = _entry(entry, site, language, base, f"{item.name}#{number}")
        allowance.spend(len(page.data))
        yield page


def _parsed(data: bytes) -> etree._Element:
    """The tree of a feed; nothing outside is read, nothing declared is expanded, small faults are passed over."""
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, recover=True, remove_pis=True
    )
    head = data[:8000].decode("utf-16", "ignore").encode() if data[:2] in (b"\xff\xfe", b"\xfe\xff") else data
    if _DECLARES.search(head):
        raise Unreadable("a feed that declares its own entities, which no feed needs and bombs do")
    try:
        root = etree.fromstring(data.lstrip(), parser=parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(f"a damaged feed: {error}") from error
    if root is None:
        raise Unreadable("a damaged feed")
    # In an encoding like UTF-7 the declarations do not show in the bytes.
    inner = root.getroottree().docinfo.internalDTD
    if inner is not None and next(inner.iterentities(), None) is not None:
        raise Unreadable("a feed that declares its own entities, which no feed needs and bombs do")
    return root


def _entry(entry: etree._Element, site: str, language: str, base: str, name: str) -> Item:
    content = entry.find(_CONTENT)
    full = _markup(content if content is not None else _child(entry, "content"))
    summary = _markup(
        _child(entry, "summary") if _child(entry, "summary") is not None else _child(entry, "description")
    )
    shown = full if _letters(full) >= _letters(summary) else summary
    if shown is full and _letters(full):
        cut = "the feed's text ends in dots" if _ENDS_CUT.search(_plain(full)[-200:]) else ""
    elif _child(entry, "summary") is not None:
        cut = "the feed gives a summary only"
    else:
        short = _letters(shown) < _SHORT or bool(_ENDS_CUT.search(_plain(shown)[-200:]))
        cut = "the feed gives a summary only" if short else ""
    base = _joined(base, entry.get(_BASE) or "")
    address = _address(entry, base)
    written = next((text for key in ("published", "issued", "pubDate", "date", "updated", "modified")
                    if (text := _text(_child(entry, key)))), "")  # fmt: skip
    author = _child(entry, "author")
    facts = {
        "title": _plain(_markup(_child(entry, "title"))),
        "date": day(written),
        "author": _text(_child(author, "name")) if author is not None and len(author) else _text(author),
        "site": site,
        "language": entry.get(_LANGUAGE) or language,
        "excerpt": cut,
    }
    facts["author"] = facts["author"] or _text(_child(entry, "creator"))
    facts = {key: value for key, value in facts.items() if value}
    data = _page(facts, address, shown).encode("utf-8", "replace")
    return Item(data=data, name=name, address=address, media_type="text/html; charset=utf-8", facts=facts)


def _page(facts: dict[str, str], address: str, content: str) -> str:
    """An entry as a page whose head says what the entry said."""
    told = {key: escape(value) for key, value in facts.items()}
    language = f' lang="{told["language"]}"' if "language" in told else ""
    lines = ["<!doctype html>", f'<html{language}><head><meta charset="utf-8">']
    if "title" in told:
        lines.append(f"<title>{told['title']}</title>")
    lines += [
        f'<meta name="{name}" content="{told[key]}">'
        for key, name in (("date", "date"), ("author", "author"), ("site", "og:site_name"))
        if key in told
    ]
    if address:
        lines.append(f'<link rel="canonical" href="{escape(address)}">')
    lines.append("</head><body><article>")
    if "title" in told:
        lines.append(f"<h1>{told['title']}</h1>")
    if "date" in told:
        lines.append(f'<p><time datetime="{told["date"]}">{told["date"]}</time></p>')
    if "author" in told:
        lines.append(f'<p class="author">{told["author"]}</p>')
    return "\n".join([*lines, content, "</article></body></html>", ""])


def _address(element: etree._Element, base: str) -> str:
    """Where an entry stands: its (alternate) link, else a permanent guid."""
    links = [one for one in element if _local(one) == "link"]
    for link in links:
        if link.get("href") and (link.get("rel") or "alternate") == "alternate":
            return _web(_joined(base, link.get("href").strip()))
    for link in links:
        if link.get("href") is None and _text(link):
            return _web(_joined(base, _text(link)))
    guid = _child(element, "guid")
    told = _text(guid) if guid is not None and guid.get("isPermaLink") != "false" else element.get(_ABOUT) or ""
    return _web(told)


def _joined(base: str, address: str) -> str:
    try:
        return urljoin(base, address)
    except ValueError:  # brackets that hold no address
        return ""


def _web(address: str) -> str:
    return address[:2000] if address.startswith(("http://", "https://")) else ""


def _local(element: etree._Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _child(element: etree._Element | None, name: str) -> etree._Element | None:
    """The first child of this local name, of whatever namespace (Dublin Core's date serves like RSS's)."""
    return next((one for one in element if _local(one) == name), None) if element is not None else None


def _text(element: etree._Element | None) -> str:
    return " ".join("".join(element.itertext(etree.Element)).split())[:2000] if element is not None else ""


def _markup(element: etree._Element | None) -> str:
    """What an element holds, as HTML: escaped markup unescaped, XHTML written out, plain text escaped."""
    if element is None:
        return ""
    if len(element) and element.get("type") in (None, "xhtml"):
        return "".join(
            etree.tostring(one, encoding="unicode", method="html", with_tail=True)
            for one in element
            if isinstance(one.tag, str)
        )
    text = "".join(element.itertext(etree.Element))
    plain = element.get("type") == "text" or not _TAG.search(text)
    if not plain:
        return text
    return "\n".join(f"<p>{escape(block.strip())}</p>" for block in re.split(r"\n\s*\n", text) if block.strip())


def _plain(markup: str) -> str:
    return " ".join(_TAG.sub(" ", markup).split())


def _letters(markup: str) -> int:
    return sum(map(str.isalpha, _TAG.sub("", markup)))
