"""Door, a side room of extract: what the head of an HTML page says about the page as a whole."""

import json
from collections.abc import Iterator

from lxml import html

#: Names of `<meta>` elements and JSON-LD keys, best first, and the fact that each gives.
_META = {
    "date": (
        "article:published_time", "datepublished", "dc.date.issued", "dc.date", "dcterms.date", "dcterms.created",
        "pubdate", "publishdate", "publish-date", "date", "og:published_time", "citation_publication_date",
        "sailthru.date",
    ),
    "modified": ("article:modified_time", "og:updated_time", "datemodified"),
    "headline": ("og:title", "twitter:title", "dc.title", "citation_title"),
    "site": ("og:site_name", "application-name", "dc.publisher", "publisher"),
    "author": ("author", "article:author", "dc.creator", "citation_author", "byl"),
    "address": ("og:url",),
    "description": ("og:description", "description", "twitter:description"),
    "kind": ("og:type",),
}  # fmt: skip
_LINKED = {"datePublished": "date", "dateModified": "modified", "headline": "headline"}


def page_facts(root: html.HtmlElement) -> dict[str, str]:
    """Facts of a page: title, headline, language, date, modified, site, author, address, description, kind."""
    facts: dict[str, str] = {}
    title = root.find(".//title")
    if title is not None and (words := " ".join("".join(title.itertext()).split())):
        facts["title"] = words
    language = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang")
    if language and language.strip():
        facts["language"] = language.strip()
    metas: dict[str, str] = {}
    for meta in root.iter("meta"):
        key = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").strip().lower()
        value = " ".join((meta.get("content") or "").split())
        if key and value:
            metas.setdefault(key, value)
    for fact, keys in _META.items():
        for key in keys:
            if key in metas:
                facts[fact] = metas[key]
                break
    for link in root.iter("link"):
        if (link.get("rel") or "").lower() == "canonical" and link.get("href"):
            facts["address"] = link.get("href").strip()
            break
    for script in root.iter("script"):
        if (script.get("type") or "").lower() == "application/ld+json" and script.text and len(script.text) < 200_000:
            for thing in _linked(script.text):
                for key, fact in _LINKED.items():
                    if isinstance(thing.get(key), str):
                        facts.setdefault(fact, " ".join(thing[key].split()))
                for key, fact in (("author", "author"), ("publisher", "site")):
                    name = thing.get(key)
                    name = name[0] if isinstance(name, list) and name else name
                    name = name.get("name") if isinstance(name, dict) else name
                    if isinstance(name, str) and name.strip():
                        facts.setdefault(fact, " ".join(name.split()))
    return facts


def _linked(text: str) -> Iterator[dict]:
    """The objects of a JSON-LD script, those of a `@graph` among them; nothing when it is broken."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return
    waiting = data if isinstance(data, list) else [data]
    for thing in waiting[:50]:
        if isinstance(thing, dict):
            yield thing
            graph = thing.get("@graph")
            if isinstance(graph, list):
                yield from (t for t in graph[:50] if isinstance(t, dict))
