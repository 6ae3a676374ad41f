"""Ground: characters that turn the direction of what follows. Unbalanced ones reach beyond their paragraph.

Unicode Bidirectional Algorithm (UAX 9), 2.1 to 2.4 and BD9 to BD11: which opener a closer belongs to.
"""

import re
from collections.abc import Iterator

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from editorial.quality.finding import ERROR, WARNING, Finding, Pair, Span

_EMBEDDINGS, _POP = "\u202a\u202b\u202d\u202e", "\u202c"
_ISOLATES, _POP_ISOLATE = "\u2066\u2067\u2068", "\u2069"
_ANY = re.compile("[\u202a-\u202e\u2066-\u2069]")
#: Left-to-right, right-to-left and Arabic letter mark: one turns what stands beside it, a second does nothing.
_DOUBLED = re.compile("[\u200e\u200f\u061c]{2,}")


def unbalanced(text: str) -> list[Span]:
    """Openers that nothing closes and closers that close nothing, in the order of the text."""
    opened: list[int] = []
    wrong: list[int] = []
    isolates = 0
    for found in _ANY.finditer(text):
        at, character = found.start(), found[0]
        if character in _EMBEDDINGS or character in _ISOLATES:
            opened.append(at)
            isolates += character in _ISOLATES
        elif character == _POP:
            if opened and text[opened[-1]] in _EMBEDDINGS:
                opened.pop()
            else:
                wrong.append(at)
        elif not isolates:
            wrong.append(at)
        else:
            while text[opened[-1]] not in _ISOLATES:  # what was opened inside an isolate ends with it, unclosed
                wrong.append(opened.pop())
            opened.pop()
            isolates -= 1
    return [(at, at + 1) for at in sorted([*wrong, *opened])]


def check(pair: Pair) -> Iterator[Finding]:
    """Unbalanced controls are errors; balanced ones, and marks that do nothing, are asked about."""
    wrong = unbalanced(pair.text)
    if wrong:
        yield Finding(
            "direction",
            ERROR,
            format_lazy(
                _("Direction controls that are not closed or close nothing: {which}."), which=_name(pair, wrong)
            ),
            tuple(wrong),
        )
    others = [found.span() for found in _ANY.finditer(pair.text) if found.span() not in wrong]
    if others:
        yield Finding(
            "direction",
            WARNING,
            format_lazy(_("Direction controls: {which}. Are they needed?"), which=_name(pair, others)),
            tuple(others),
        )
    doubled = tuple(found.span() for found in _DOUBLED.finditer(pair.text))
    if doubled:
        yield Finding("direction", WARNING, _("Direction marks stand twice in a row: one does it."), doubled)


def _name(pair: Pair, spans: list[Span]) -> str:
    return ", ".join(dict.fromkeys(f"U+{ord(pair.text[start]):04X}" for start, _end in spans))
