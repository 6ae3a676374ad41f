"""Foreign words inside a page: escaped, isolated with their own language and direction, and unable to deceive."""

import re

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from archive import languages
from archive.public.shapes import Name

#: Characters that turn the direction of what follows or cannot be seen at all. Joiners and plain marks
#: (U+200C to U+200F) belong to the spelling and stay.
_DECEIVING = re.compile("[\u202a-\u202e\u2066-\u2069\u200b\u2060-\u2064\ufeff\u00ad\x00-\x08\x0b-\x1f\x7f-\x9f]")
_NOT_IN_XML = re.compile("[\ufffe\uffff\ud800-\udfff]")


def lang(tag: str) -> str:
    """A tag as HTML's `lang` wants it: empty where the language is not known."""
    return "" if tag == "und" else tag


def visible(text: str) -> SafeString:
    """`text` escaped, with every character that could deceive shown as a marked box instead of taking effect."""
    escaped = str(conditional_escape(text))
    if not _DECEIVING.search(escaped):
        return mark_safe(escaped)  # noqa: S308 - escaped two lines above
    return mark_safe(_DECEIVING.sub(_box, escaped))  # noqa: S308 - escaped; the box is our own


def _box(found: re.Match[str]) -> str:
    return f'<span class="hidden-character">U+{ord(found[0]):04X}</span>'


def spelled(text: str) -> str:
    """`text` with what could deceive spelled out, where there is no markup to draw a box."""
    return _DECEIVING.sub(lambda found: f"[U+{ord(found[0]):04X}]", text)


def plain(text: str) -> str:
    """`text` without what could deceive, where no box can be drawn: a window's title."""
    return _DECEIVING.sub("", text)


def xml(text: str) -> str:
    """`text` without the characters that XML 1.0 forbids, and without those that deceive a feed's reader."""
    return _NOT_IN_XML.sub("", plain(text))


def isolated(name: Name) -> SafeString:
    """A name inside running text: isolated, with its own language and direction."""
    return format_html(
        '<bdi lang="{}" dir="{}">{}</bdi>', lang(name.language), languages.direction(name.language), visible(name.text)
    )
