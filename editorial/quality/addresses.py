"""Ground: web and e-mail addresses, which a translation keeps as they are."""

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import unquote

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from editorial.quality.finding import ERROR, WARNING, Finding, Pair, Span, quoted

_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s<>«»“”\"()\[\]]+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}",
    re.ASCII | re.IGNORECASE,
)
_AFTER = ".,;:!?'’*_،؛؟"


def addresses(text: str) -> list[Span]:
    """Where web and e-mail addresses stand, without the punctuation that follows them."""
    return [
        (found.start(), found.start() + len(found[0].rstrip(_AFTER)))
        for found in _ADDRESS.finditer(text)
        if found[0].rstrip(_AFTER)
    ]


def without(text: str, spans: list[Span]) -> str:
    """`text` with what stands at `spans` blanked; the places of the rest stay the same."""
    pieces, at = [], 0
    for start, end in sorted(spans):
        pieces += [text[at:start], " " * (end - max(start, at))]
        at = max(at, end)
    return "".join([*pieces, text[at:]])


def _key(address: str) -> str:
    """What two spellings of one address share: capitals of the host and percent signs do not count."""
    address = re.sub(r"^https?://", "", address, flags=re.IGNORECASE)
    host, slash, rest = address.partition("/")
    return host.lower() + slash + unquote(rest).rstrip("/")


def check(pair: Pair) -> Iterator[Finding]:
    """An address of the original that is gone or altered is an error, one that is new is asked about."""
    before = [(pair.source[start:end], (start, end)) for start, end in addresses(pair.source)]
    after = [(pair.text[start:end], (start, end)) for start, end in addresses(pair.text)]
    kept = Counter(_key(address) for address, _span in after)
    known = {_key(address) for address, _span in before}
    for address, span in before:
        if not kept[_key(address)]:
            message = format_lazy(_("The address {address} is not kept."), address=quoted(address))
            yield Finding("address", ERROR, message, source_spans=(span,))
    for address, span in after:
        if _key(address) not in known:
            message = format_lazy(_("The original has no address {address}."), address=quoted(address))
            yield Finding("address", WARNING, message, (span,))
