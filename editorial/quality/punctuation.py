"""Ground: quotation marks, brackets, spaces and stops as the rendering's language writes them."""

import re
from collections.abc import Iterator

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from archive import languages
from editorial.quality.addresses import addresses, without
from editorial.quality.finding import WARNING, Finding, Pair, Span, quoted

_MARKS = '«»“”„‟"'
#: What may stand beside the outer marks of `archive.languages`: inner quotations and second customs.
_ALSO = {
    "en": "",
    "fr": "“”",
    "es": "“”",
    "it": "“”",
    "pt": "«»",
    "de": "»«”",
    "ru": "„“",
    "sv": "»«",
    "el": "“”",
    "hy": "“”",
    "he": '"„',
    "az": "«»",
    "kmr": "“”",
    "ku": "“”",
}
_PAIRS = {")": "(", "]": "[", "}": "{", "»": "«", "›": "‹", "”": "“"}
_LIST_MARK = re.compile(r"^\s*(?:\w{1,3}|[ivxlc]+)\)|(?<=[.؛;:\n])\s*\w{1,2}\)")
_SPACES = re.compile(r"(?<=\S)[ \t\u00a0]{2,}(?=\S)")
_SPACE_BEFORE = re.compile(r"(?<=\S)[ \u00a0\u202f]+[,.;:!?،؛؟](?![.…\d])(?=\s|$|[»”\")\]])")
_SPACE_BEFORE_FRENCH = re.compile(r"(?<=\S)[ \u00a0\u202f]+[,.](?![.…\d])(?=\s|$|[»”\")\]])")
_LATIN_STOP = re.compile("(?<=[\u0620-\u06d3\u200c»)])[,;?](?!\\d)")
_ARABIC_STOP = {",": "،", ";": "؛", "?": "؟"}


def check(pair: Pair) -> Iterator[Finding]:
    """Marks of another language, marks that do not pair up, doubled spaces, spaces before stops."""
    yield from _quotation(pair)
    yield from _balance(pair)
    doubled = tuple(found.span() for found in _SPACES.finditer(pair.text))
    if doubled:
        yield Finding("space", WARNING, _("Two spaces in a row."), doubled)
    # French puts a space before ; : ! ? and inside « ».
    pattern = _SPACE_BEFORE_FRENCH if pair.base == "fr" else _SPACE_BEFORE
    before = tuple(found.span() for found in pattern.finditer(pair.text))
    if before:
        yield Finding("space", WARNING, _("A space before a punctuation mark."), before)
    if pair.script == "Arab":
        text = without(pair.text, addresses(pair.text))
        latin = [found.span() for found in _LATIN_STOP.finditer(text)]
        if latin:
            right = " ".join(dict.fromkeys(_ARABIC_STOP[text[start]] for start, _end in latin))
            message = format_lazy(_("Punctuation of another script; write {right}"), right=quoted(right))
            yield Finding("punctuation", WARNING, message, tuple(latin))


def _quotation(pair: Pair) -> Iterator[Finding]:
    known = languages.language(pair.language)
    if known is languages.UNDETERMINED:
        return
    opening, closing = (mark.strip() for mark in known.quotes)
    allowed = opening + closing + _ALSO.get(pair.base, "")
    inside = _inside(pair.text, opening, closing) if opening == "«" else ()
    wrong = [
        (at, at + 1)
        for at, mark in enumerate(pair.text)
        if mark in _MARKS
        and mark not in allowed
        # Inside « » a second kind is a quotation in the quotation.
        and not (mark in "“”„" and any(start < at < end for start, end in inside))
        and not (mark == '"' and pair.text[at - 1 : at].isdigit())  # inches, seconds
    ]
    if wrong:
        message = format_lazy(
            _("Quotation marks of another language; {language} writes {marks}"),
            language=quoted(known.own_name),
            marks=quoted(f"{opening}…{closing}"),
        )
        yield Finding("quotation", WARNING, message, tuple(wrong))


def _inside(text: str, opening: str, closing: str) -> list[Span]:
    """The spans between outer quotation marks."""
    return [found.span() for found in re.finditer(f"{opening}[^{closing}]*{closing}", text)]


def _unpaired(text: str, also: str) -> list[int]:
    """Places of brackets and quotation marks that have no partner. `also`: the mark that closes “, if it is not ”."""
    pairs = _PAIRS if also != "„“" else {key: value for key, value in _PAIRS.items() if key != "”"} | {"“": "„"}
    blanked = _LIST_MARK.sub(lambda found: " " * len(found[0]), text)
    opened: list[int] = []
    wrong: list[int] = []
    for at, mark in enumerate(blanked):
        if mark in pairs:
            if opened and blanked[opened[-1]] == pairs[mark]:
                opened.pop()
            else:
                wrong.append(at)
        elif mark in pairs.values():
            opened.append(at)
    return [*wrong, *opened]


def _balance(pair: Pair) -> Iterator[Finding]:
    quotes = languages.language(pair.language).quotes
    if quotes[0] == quotes[1] or (pair.base == "de" and "»" in pair.text):
        return  # one mark for both ends, or ends the other way round
    wrong = _unpaired(pair.text, "".join(quotes))
    # A quotation or bracket that runs on into the next paragraph does so in both.
    if wrong and not _unpaired(pair.source, "".join(languages.language(pair.source_language).quotes)):
        marks = " ".join(dict.fromkeys(pair.text[at] for at in wrong))
        message = format_lazy(_("Without a partner: {marks}"), marks=quoted(marks))
        yield Finding("balance", WARNING, message, tuple((at, at + 1) for at in sorted(wrong)))
