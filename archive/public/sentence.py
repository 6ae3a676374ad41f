"""What a list was narrowed to, as a sentence that can be taken apart."""

from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from archive import languages
from archive.public.addresses import Choices
from archive.public.facets import Namer
from archive.public.isolation import isolated, plain
from archive.public.names import language_name, number
from archive.public.shapes import Name


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the sentence, plain and with its name isolated, and the address of the list without it."""

    words: str
    html: SafeString
    address: str


def sentence(choices: Choices, namer: Namer) -> list[Part]:
    """What is chosen, part by part, in the order in which an address has it."""
    reader = get_language() or "en"
    parts = []
    for key, value in choices.pairs():
        if key not in ("calendar", "order"):
            phrase, name = _PHRASES[key](), _name(key, value, namer, reader)
            words = phrase % {key: plain(name.text)}
            html = mark_safe(str(escape(phrase)) % {key: isolated(name)})  # noqa: S308 - both halves are escaped
            parts.append(Part(words, html, choices.drop(key, value).list_address()))
    return parts


def _name(key: str, value: str, namer: Namer, reader: str) -> Name:
    if key == "q":
        opening, closing = languages.language(reader).quotes
        return Name(f"{opening}{value}{closing}")
    if key in ("language", "translated"):
        return Name(language_name(value, reader), reader)
    if key in ("year", "from", "to"):
        # As it was typed, in the digits of the page.
        return Name("".join(number(int(letter), reader) if letter.isdecimal() else letter for letter in value))
    return namer(key, value)


_PHRASES = {
    "q": lambda: pgettext("part of a list's description", "with the words %(q)s"),
    "organisation": lambda: pgettext("part of a list's description", "by %(organisation)s"),
    "language": lambda: pgettext("part of a list's description", "written in %(language)s"),
    "translated": lambda: pgettext("part of a list's description", "translated into %(translated)s"),
    "kind": lambda: pgettext("part of a list's description", "of the kind “%(kind)s”"),
    "topic": lambda: pgettext("part of a list's description", "about “%(topic)s”"),
    "country": lambda: pgettext("part of a list's description", "from %(country)s"),
    "year": lambda: pgettext("part of a list's description", "from the year %(year)s"),
    "from": lambda: pgettext("part of a list's description", "since %(from)s"),
    "to": lambda: pgettext("part of a list's description", "until %(to)s"),
}


def summary(parts: list[Part]) -> str:
    """The sentence as plain text, for titles of pages and feeds."""
    if not parts:
        return _("All statements")
    joint = pgettext("between the parts of an enumeration", ", ")
    return _("Statements %(description)s") % {"description": joint.join(part.words for part in parts)}
