"""A statement in unqualified Dublin Core, as every harvester reads it (`oai_dc`)."""

from lxml import etree

from archive import dates
from archive.public.isolation import xml
from archive.public.names import country_name
from archive.public.shapes import Name, Represented

NAMESPACE = "http://www.openarchives.org/OAI/2.0/oai_dc/"
SCHEMA = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
_DC = "http://purl.org/dc/elements/1.1/"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def dublin_core(statement: Represented, topics: list[Name], address: str, publisher: str) -> etree._Element:
    """The element `oai_dc:dc`: titles in every language, issuers as creators, signatories and translators beside them.

    The date is in ISO 8601; `address` is the permanent one.
    """
    root = etree.Element(f"{{{NAMESPACE}}}dc", nsmap={"oai_dc": NAMESPACE, "dc": _DC, "xsi": _XSI})
    root.set(f"{{{_XSI}}}schemaLocation", f"{NAMESPACE} {SCHEMA}")

    def put(name: str, value: str, language: str = "und") -> None:
        value = xml(value).strip()
        if value:
            made = etree.SubElement(root, f"{{{_DC}}}{name}")
            made.text = value
            if language != "und":
                made.set(_LANG, language)

    for text in (statement.original, *statement.translations):
        put("title", text.title, text.language)
    for name in statement.issuers:
        put("creator", name.text, name.language)
    if not statement.issuers:
        put("creator", statement.author or statement.issuing_body, statement.language)
    for name in statement.signatories:
        put("contributor", name.text, name.language)
    for translator in dict.fromkeys(text.translator for text in statement.translations):
        put("contributor", translator)
    for topic in topics:
        put("subject", topic.text, topic.language)
    if statement.original.excerpt:
        put("description", "Only a part of the original text is known.", "en")
    put("publisher", publisher)
    if statement.date:
        put("date", dates.iso8601(statement.date))
    put("type", "Text")
    put("type", statement.kind, "en")
    put("identifier", address)
    for language in dict.fromkeys([statement.language, *(text.language for text in statement.translations)]):
        put("language", language)
    for code in statement.countries:
        put("coverage", country_name(code, "en"), "en")
    return root
