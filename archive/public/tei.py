"""A statement in TEI P5: who issued it, when in which calendar, where it stands, and each text with its paragraphs.

The original and its translations are texts of one group. A paragraph of the original has the `xml:id` under which it
is cited everywhere (`p7`); its translations have their own and point to it with `corresp`.
"""

import re

from lxml import etree

from archive import dates, languages
from archive.public.citations import SITE
from archive.public.names import country_name
from archive.public.shapes import Captured, Name, Represented, Text

NAMESPACE = "http://www.tei-c.org/ns/1.0"
_ID, _LANG = (f"{{http://www.w3.org/XML/1998/namespace}}{name}" for name in ("id", "lang"))
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CALENDARS = {
    dates.GREGORIAN: "Gregorian",
    dates.SOLAR_HIJRI: "Solar Hijri (Iran, Afghanistan)",
    dates.ISLAMIC: "Islamic (lunar; Umm al-Qura, tabular outside of its tables)",
}
_KINDS_OF_PARAGRAPH = {
    "stale": "The original has changed since this paragraph was translated.",
    "machine": "This paragraph was translated by a machine, and no person has worked on it.",
}


def _put(parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    """A new child; `id_` and `lang_` are `xml:id` and `xml:lang`. A character that XML cannot hold leaves a mark."""
    names = {"id_": _ID, "lang_": _LANG}
    given = {names.get(key, key.rstrip("_")): value for key, value in attributes.items() if value}
    made = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}", {key: _storable(value) for key, value in given.items()})
    made.text = _storable(text) or None
    return made


def _storable(text: str) -> str:
    return _NOT_IN_XML.sub("\ufffd", text)


def _tag(language: str) -> str:
    return "" if language == "und" else language


def _calendar(calendar: str) -> str:
    return calendar.replace(" ", "-")


def tei(statement: Represented, address: str) -> str:
    """The document of a statement that was represented whole; `address` is its permanent one."""
    root = etree.Element(f"{{{NAMESPACE}}}TEI", nsmap={None: NAMESPACE})
    header = _put(root, "teiHeader", lang_="en")
    names = {text: _name_of(statement, text) for text in (statement.original, *statement.translations)}
    _describe_file(_put(header, "fileDesc"), statement, address, names)
    _declare(_put(header, "encodingDesc"))
    _profile(_put(header, "profileDesc"), statement)
    group = _put(_put(root, "text"), "group")
    for text, name in names.items():
        _put_text(group, text, name, original=statement.original)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=False).decode() + "\n"


def _name_of(statement: Represented, text: Text) -> str:
    """What a text is called inside the document: its language, with its origin where another has that name."""
    if text is statement.original:
        return "original"
    return text.language if statement.text_in(text.language) is text else f"{text.language}.{text.origin}"


# --- The header -------------------------------------------------------------------------------------------------


def _describe_file(description: etree._Element, statement: Represented, address: str, names: dict[Text, str]) -> None:
    titles = _put(description, "titleStmt")
    _put_titles(titles, statement)
    _put_authors(titles, "author", statement)
    for text in statement.translations:
        if text.translator:
            said = _put(titles, "respStmt")
            _put(said, "resp", f"translated into {languages.language(text.language).english_name}")
            _put(said, "name", text.translator)
    published = _put(description, "publicationStmt")
    _put(published, "publisher", SITE)
    _put(published, "idno", statement.reference, type="reference")
    _put(published, "idno", address, type="URI")
    for text, name in names.items():
        _put(published, "idno", text.digest, type="SHA-256", corresp=f"#{name}")
    _put(published, "date", when=f"{statement.published_at:%Y-%m-%dT%H:%M:%SZ}")
    notes = _put(description, "notesStmt")
    for one in statement.judgements:
        _put(notes, "note", one.verdict or "not looked at", type="assessment", subtype=one.axis)
    if statement.original.excerpt:
        _put(notes, "note", "Only a part of the original text is known.", type="excerpt")
    _put_source(_put(description, "sourceDesc"), statement)


def _put_titles(parent: etree._Element, statement: Represented) -> None:
    original = statement.original
    _put(parent, "title", original.title or statement.reference, type="main", lang_=_tag(original.language))
    for text in statement.translations:
        if text.title:
            _put(parent, "title", text.title, type="translated", lang_=_tag(text.language))


def _put_authors(parent: etree._Element, name: str, statement: Represented) -> None:
    for issuer in statement.issuers:
        _put_organisation(_put(parent, name), issuer)
    if statement.author:
        _put(_put(parent, name), "persName", statement.author, lang_=_tag(statement.language))
    if statement.issuing_body:
        _put(_put(parent, name), "orgName", statement.issuing_body, lang_=_tag(statement.language), type="body")


def _put_organisation(parent: etree._Element, name: Name, role: str = "") -> None:
    _put(parent, "orgName", name.text, key=name.slug, lang_=_tag(name.language), role=role)


def _put_source(source: etree._Element, statement: Represented) -> None:
    """What was issued, and each place where it stands."""
    issued = _put(source, "bibl", type="issued")
    _put(issued, "title", statement.original.title or statement.reference, lang_=_tag(statement.language))
    _put_authors(issued, "author", statement)
    for name in statement.signatories:
        said = _put(issued, "respStmt")
        _put(said, "resp", "signatory")
        _put_organisation(said, name)
    if statement.date:
        _put_dates(issued, statement.date, statement.language)
    for code in statement.countries:
        _put(issued, "country", country_name(code, "en"), key=code)
    if statement.captures:
        witnesses = _put(source, "listWit")
        for number, captured in enumerate(statement.captures, start=1):
            _put_witness(witnesses, captured, number)


def _put_dates(parent: etree._Element, date: dates.HistoricalDate, language: str) -> None:
    """The date as written in its own calendar, and the Gregorian one beside it."""
    when = {"cert": "medium"} if date.inferred else {}
    iso = dates.iso8601(date)
    first, _slash, last = iso.partition("/")
    when |= {"notBefore": first, "notAfter": last} if last else {"when": iso}
    own = {"calendar": f"#{_calendar(date.calendar)}"}
    if date.calendar != dates.GREGORIAN:
        ends = ["{:04}-{:02}-{:02}".format(*dates.in_calendar(day, date.calendar)) for day in (date.first, date.last)]
        first, last = ends
        own |= {"when-custom": first} if first == last else {"from-custom": first, "to-custom": last}
        own["datingMethod"] = own["calendar"]
    _put(parent, "date", date.written or dates.show(date, date.calendar, "en"), lang_=_tag(language), **when, **own)
    if date.calendar != dates.GREGORIAN:
        _put(parent, "date", dates.show(date, dates.GREGORIAN, "en"), calendar="#gregorian", lang_="en", **when)


def _put_witness(parent: etree._Element, captured: Captured, number: int) -> None:
    witness = _put(parent, "witness", id_=f"w{number}", n=str(number))
    described = _put(witness, "bibl", type="capture", subtype=captured.completeness)
    _put(described, "idno", captured.sha256, type="SHA-256")
    _put(described, "biblScope", unit="character", from_=str(captured.start), to=str(captured.end))
    for seen in captured.seen:
        if seen.source:
            _put(described, "publisher", seen.source)
        if seen.address:
            _put(described, "idno", seen.address, type="URI")
        _put(described, "date", when=f"{seen.at:%Y-%m-%dT%H:%M:%SZ}", type="seen")
    _put(described, "note", f"{captured.media_type}, {captured.size} bytes, read by {captured.tool}", type="extract")


def _declare(encoding: etree._Element) -> None:
    """What `ana` says of a paragraph, and how digests are counted."""
    declared = _put(_put(encoding, "editorialDecl"), "normalization")
    _put(declared, "p", "Spelling stands as found. Paragraph numbers stay the same in every language and version.")
    digests = _put(encoding, "projectDesc")
    _put(digests, "p", "A text’s SHA-256 is that of [title,[[number,paragraph],…]] as JSON without spaces in UTF-8.")
    kinds = _put(_put(encoding, "classDecl"), "taxonomy")
    for name, words in _KINDS_OF_PARAGRAPH.items():
        _put(_put(kinds, "category", id_=name), "catDesc", words)


def _profile(profile: etree._Element, statement: Represented) -> None:
    if statement.date:
        calendars = _put(profile, "calendarDesc")
        for calendar in dict.fromkeys([dates.GREGORIAN, statement.date.calendar]):
            _put(_put(calendars, "calendar", id_=_calendar(calendar)), "p", _CALENDARS[calendar])
    used = _put(profile, "langUsage")
    for tag in dict.fromkeys(text.language for text in (statement.original, *statement.translations)):
        _put(used, "language", languages.language(tag).english_name, ident=tag)
    classes = _put(profile, "textClass")
    words = _put(classes, "keywords")
    _put(words, "term", statement.kind, type="kind")
    for topic in statement.topics:
        _put(words, "term", topic.text, type="topic", key=topic.slug, lang_=_tag(topic.language))


# --- Texts ------------------------------------------------------------------------------------------------------


def _put_text(group: etree._Element, text: Text, name: str, original: Text) -> None:
    """A text with its paragraphs; a translation's point to those of the original that are still there."""
    there = {paragraph.number for paragraph in original.paragraphs}
    own = _put(group, "text", id_=name, lang_=_tag(text.language), type=text.origin or "original")
    body = _put(_put(own, "body"), "div", type="statement")
    if text.title:
        _put(body, "head", text.title)
    for paragraph in text.paragraphs:
        kinds = [kind for kind in _KINDS_OF_PARAGRAPH if getattr(paragraph, kind)]
        _put(
            body,
            "p",
            paragraph.text,
            id_=f"p{paragraph.number}" if text is original else f"{name}.p{paragraph.number}",
            n=str(paragraph.number),
            corresp=f"#p{paragraph.number}" if text is not original and paragraph.number in there else "",
            ana=" ".join(f"#{kind}" for kind in kinds),
        )
