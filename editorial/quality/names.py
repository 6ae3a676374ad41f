"""Ground: organisations and people whom the original names and who are known by name in the rendering's language."""

from collections.abc import Iterator, Sequence

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from archive import folding
from editorial.quality.finding import WARNING, Finding, Pair, Span, quoted

_KNOWN_AS = {
    "organisation": _("The organisation is known here as “{name}”."),
    "person": _("This person is known here as “{name}”."),
}


def check(pair: Pair) -> Iterator[Finding]:
    """A name of the original for which the rendering has none of the known ones. Spelling habits do not count."""
    names = [named for named in pair.names if named.target and named.kind in _KNOWN_AS]
    if not names:
        return
    folded, positions = folding.fold_with_map(pair.source)
    rendering = folding.match_form(pair.text)
    for named in names:
        span = _place(folded, positions, named.source)
        # A name inside a longer word counts: languages add endings to it.
        if span and not any(folding.match_form(name) in rendering for name in named.target):
            yield Finding(
                "name",
                WARNING,
                format_lazy(_KNOWN_AS[named.kind], name=quoted(named.target[0])),
                source_spans=(span,),
            )


def _place(folded: str, positions: Sequence[int], names: Sequence[str]) -> Span | None:
    """Where the first of `names` that stands in the folded text stands in the text that it was folded from."""
    for name in names:
        wanted = folding.match_form(name)
        at = f" {folded} ".find(f" {wanted} ") if wanted else -1
        if at != -1:
            return positions[at], positions[at + len(wanted) - 1] + 1
    return None
