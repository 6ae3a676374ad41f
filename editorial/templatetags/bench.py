"""What the translation workbench marks inside a text: what a finding is about, and characters that nobody sees."""

import re
from collections.abc import Iterable
from itertools import pairwise

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from archive.public.isolation import visible
from editorial.quality import Span

register = template.Library()

#: Unicode's own short names.
_NAMES = {
    "\u200c": "ZWNJ", "\u200d": "ZWJ", "\u200e": "LRM", "\u200f": "RLM", "\u061c": "ALM", "\u200b": "ZWSP",
    "\u00ad": "SHY", "\u00a0": "NBSP", "\u202a": "LRE", "\u202b": "RLE", "\u202c": "PDF", "\u202d": "LRO",
    "\u202e": "RLO", "\u2066": "LRI", "\u2067": "RLI", "\u2068": "FSI", "\u2069": "PDI", "\ufeff": "BOM",
}  # fmt: skip
_TURNING = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
_UNSEEN = re.compile("[" + "".join(_NAMES) + "]")


@register.filter
def marked(text: str, spans: Iterable[Span]) -> SafeString:
    """`text` with the characters at `spans` in `<mark>`; overlapping spans become one."""
    inside = [(max(start, 0), min(end, len(text))) for start, end in spans]
    edges = sorted({0, len(text), *(edge for span in inside for edge in span)})
    pieces = []
    for start, end in pairwise(edges):
        hit = any(first <= start and end <= last for first, last in inside)
        pieces.append(format_html('<mark class="evidence">{}</mark>' if hit else "{}", visible(text[start:end])))
    return format_html_join("", "{}", ((piece,) for piece in pieces))


@register.filter
def turns(text: str) -> bool:
    """Whether characters stand in `text` that turn its direction without being seen."""
    return bool(_TURNING.search(text))


@register.filter
def unseen(text: str) -> SafeString:
    """`text` with a named box for each character that nobody sees, in place of the character."""
    parts = []
    at = 0
    for found in _UNSEEN.finditer(text):
        parts.append((visible(text[at : found.start()]),))
        parts.append((format_html('<span class="hidden-character">{}</span>', _NAMES[found[0]]),))
        at = found.end()
    parts.append((visible(text[at:]),))
    return format_html_join("", "{}", parts)


@register.filter
def at_span(text: str, span: Span) -> SafeString:
    """The characters of `text` at `span`, with those that nobody sees as boxes, and nothing but spaces as open ones."""
    words = text[slice(*span)]
    return unseen(words if words.strip(" ") else "␣" * len(words))
