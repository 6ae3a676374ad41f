"""Ground: renderings that the glossary forbids for what the original says."""

from collections.abc import Iterator

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from archive import folding
from editorial.occurrences import occurrences
from editorial.quality.finding import WARNING, Finding, Pair, quoted


def check(pair: Pair) -> Iterator[Finding]:
    """A forbidden word where the original has the term that it is forbidden for. A longer word that is recommended may
    hold it, and where the original means something else it may be right."""
    terms = [named for named in pair.names if named.forbidden]
    if not terms:
        return
    source, sources = folding.fold_with_map(pair.source)
    text, texts = folding.fold_with_map(pair.text)
    for named in terms:
        meant = sorted(occurrences(source, named.source, pair.source_language))
        if not meant:
            continue
        good = list(occurrences(text, named.target, pair.language))
        for word in named.forbidden:
            used = [
                (start, end)
                for start, end in sorted(occurrences(text, [word], pair.language))
                if not any(first <= start and end <= last for first, last in good)
            ]
            if used:
                yield Finding(
                    "forbidden",
                    WARNING,
                    format_lazy(
                        _("The glossary says “{good}” here, not “{word}”."),
                        good=quoted(named.target[0]),
                        word=quoted(word),
                    )
                    if named.target
                    else format_lazy(_("The glossary does not want “{word}” here."), word=quoted(word)),
                    spans=tuple((texts[start], texts[end - 1] + 1) for start, end in used),
                    source_spans=tuple((sources[start], sources[end - 1] + 1) for start, end in meant[:1]),
                )
