"""How a statement, or a paragraph of it, is cited: in words, as BibTeX, RIS and CSL-JSON.

Each names the original title, its letters in Latin ones, the translated titles, the date in EDTF and in the calendar
of the page, the permanent address, and the digest of the text that was cited, so that a later correction can be told
from it.
"""

import re
from typing import Any

from django.utils.translation import gettext as _

from archive import dates, languages
from archive.models.revision import digest
from archive.public.romanise import romanise
from archive.public.shapes import Name, Paragraph, Represented

SITE = "Sanad"
_CALENDARS = {dates.SOLAR_HIJRI: "Solar Hijri", dates.ISLAMIC: "Islamic"}


def issuers_in_words(statement: Represented) -> str:
    """Issuers' names, parted by semicolons; the author's name, else the issuing body's, where none is known."""
    names = [name.text for name in statement.issuers]
    return "; ".join(names) or statement.author or statement.issuing_body


def pieces(statement: Represented, address: str, reader: str) -> list[Name]:
    """A bibliography entry after the Chicago Manual of Style (14.207, web content), cut where the language changes.

    Issuers; the original title in its own quotation marks, behind it in Latin letters for who reads those, and in the
    reader's language in brackets; the Gregorian date, with that of the page's calendar behind it; the permanent
    address. Joined, the pieces are the entry; on a page each is isolated, so that a Persian title does not take the
    full stop behind it along.
    """
    opening, closing = languages.language(statement.language).quotes
    found = [Name(name.text, name.language) for name in statement.issuers]
    if not found and (statement.author or statement.issuing_body):
        found = [Name(statement.author or statement.issuing_body, statement.language)]
    between = Name("; ", reader)
    entry = [piece for name in found for piece in (between, name)][1:]
    if entry:
        entry.append(Name(". ", reader))
    if statement.original.title:
        entry.append(Name(f"{opening}{statement.original.title}{closing}", statement.language))
        latin = romanise(statement.original.title, statement.language)
        if latin and languages.language(reader).script == "Latn":
            entry += [Name(" ", reader), Name(latin, f"{statement.language}-Latn")]
    rendered = statement.text_in(reader)
    if rendered and rendered.origin and rendered.title:
        entry += [Name(" [", reader), Name(rendered.title, reader), Name("]", reader)]
    date = dates.show(statement.date, dates.GREGORIAN, reader) if statement.date else _("undated")
    if statement.date and statement.date.calendar != dates.GREGORIAN:
        date += f" ({dates.show(statement.date, statement.date.calendar, reader)})"
    if entry and entry[-1].text != ". ":  # without a title, the names' own full stop is there already
        entry.append(Name(". ", reader))
    entry += [Name(f"{date}. {SITE}. ", reader), Name(address, "und")]
    return entry


_TEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "%": r"\%", "&": r"\&", "#": r"\#", "_": r"\_", "$": r"\$",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
_TEX_PATTERN = re.compile(r"[\\{}%&#_$~^]")


def _tex(text: str) -> str:
    return _TEX_PATTERN.sub(lambda found: _TEX[found[0]], _line(text))


def _line(text: str) -> str:
    """One line without control characters: citation formats end a field at a line's end."""
    return " ".join("".join(letter for letter in text if letter.isprintable() or letter.isspace()).split())


def _notes(statement: Represented, paragraph: Paragraph | None) -> list[str]:
    """What no format has a field for: Latin letters, the other calendars, the paragraph, the digests."""
    latin = romanise(statement.original.title, statement.language)
    notes = [f"Transliteration: {latin}"] if latin else []
    notes += [f"Title ({text.language}): {text.title}" for text in statement.translations if text.title]
    date = statement.date
    if date:
        if date.written:
            notes.append(f"Date as written: {date.written}")
        others = dict.fromkeys([date.calendar, languages.language(statement.language).calendar])
        for calendar in others:
            if calendar in _CALENDARS:
                try:
                    notes.append(f"{_CALENDARS[calendar]}: {dates.show(date, calendar, 'en')}")
                except (ValueError, OverflowError):
                    continue  # before its first year
    if paragraph:
        notes.append(f"Paragraph {paragraph.number}, SHA-256 {digest(paragraph.text)}")
    return [_line(note) for note in [*notes, f"SHA-256 {statement.original.digest}"]]


def _place(address: str, paragraph: Paragraph | None) -> str:
    return f"{address}#p{paragraph.number}" if paragraph else address


def bibtex(statement: Represented, address: str, paragraph: Paragraph | None = None) -> str:
    """A BibLaTeX `@online` entry in UTF-8."""
    key = f"sanad-{statement.reference}" + (f"-p{paragraph.number}" if paragraph else "")
    fields = {
        "author": "{" + _tex(issuers_in_words(statement)) + "}",
        "title": _tex(statement.original.title),
        "titleaddon": _tex("; ".join(text.title for text in statement.translations if text.title)),
        "date": dates.edtf(statement.date) if statement.date else "",
        "year": str(statement.date.first.year) if statement.date else "",
        "language": languages.language(statement.language).english_name.lower(),
        "organization": SITE,
        "url": _place(address, paragraph),
        "note": _tex("; ".join(_notes(statement, paragraph))),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value and value != "{}"]
    return "\n".join([f"@online{{{key},", *lines, "}", ""])


def ris(statement: Represented, address: str, paragraph: Paragraph | None = None) -> str:
    """A RIS record; its line ends are CR LF, as its specification has them."""
    lines = [("TY", "ELEC")]
    lines += [("AU", _line(name.text)) for name in statement.issuers if name.text]
    if not statement.issuers:
        lines.append(("AU", _line(issuers_in_words(statement))))
    lines.append(("TI", _line(statement.original.title)))
    lines += [("TT", _line(text.title)) for text in statement.translations[:1] if text.title]
    if statement.date:
        first = statement.date.first
        precise = {"day": f"{first:%Y/%m/%d}/", "month": f"{first:%Y/%m}//"}
        lines += [("PY", f"{first:%Y}"), ("DA", precise.get(statement.date.precision, f"{first:%Y}///"))]
    lines += [("KW", _line(topic.text)) for topic in statement.topics]
    lines += [
        ("LA", statement.language),
        ("PB", SITE),
        ("ID", f"sanad-{statement.reference}"),
        ("UR", _place(address, paragraph)),
        *(("N1", note) for note in _notes(statement, paragraph)),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in lines if value or tag == "ER")


def _date_parts(date: dates.HistoricalDate) -> dict[str, Any]:
    def cut(day) -> list[int]:
        return [day.year, day.month, day.day]

    if date.first == date.last:
        return {"date-parts": [cut(date.first)]}
    if date.calendar == dates.GREGORIAN and date.precision in ("month", "year"):
        return {"date-parts": [cut(date.first)[: {"month": 2, "year": 1}[date.precision]]]}
    return {"date-parts": [cut(date.first), cut(date.last)]}


def csl(statement: Represented, address: str, paragraph: Paragraph | None = None) -> dict[str, Any]:
    """A CSL-JSON item (schema 1.0.2)."""
    authors = [name.text for name in statement.issuers] or [issuers_in_words(statement)]
    item: dict[str, Any] = {
        "id": f"sanad-{statement.reference}",
        "type": "webpage",
        "title": statement.original.title,
        "author": [{"literal": name} for name in authors if name],
        "container-title": SITE,
        "publisher": SITE,
        "language": statement.language,
        "URL": _place(address, paragraph),
        "note": "; ".join(_notes(statement, paragraph)),
    }
    if statement.topics:
        item["keyword"] = ", ".join(topic.text for topic in statement.topics)
    if paragraph:
        item["section"] = f"paragraph {paragraph.number}"
    if statement.date:
        item["issued"] = _date_parts(statement.date)
    return item
