"""Ground: what a check looks at and what it finds."""

import re
from dataclasses import dataclass, field

from django.utils.functional import Promise

from archive import languages

ERROR, WARNING = "error", "warning"
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")

#: The first character and the one after the last.
type Span = tuple[int, int]


def quoted(words: str) -> str:
    """Words of a text inside a message: isolated, so that neither turns the direction of the other (UAX 9, 2.4)."""
    return f"\u2068{_TURNING.sub('', words)}\u2069"


@dataclass(frozen=True, slots=True)
class Named:
    """What the original may call by one of `source` and the rendering by one of `target`, never by one of `forbidden`.

    `kind` is organisation, person or term; that a rendering has none of the targets is asked about names only.
    """

    source: tuple[str, ...]
    target: tuple[str, ...]
    forbidden: tuple[str, ...] = ()
    kind: str = "organisation"


@dataclass(frozen=True, slots=True)
class Pair:
    """One paragraph of the original and its rendering. Languages are BCP 47 tags of the archive's registry."""

    source: str
    text: str
    source_language: str
    language: str
    names: tuple[Named, ...] = ()

    @property
    def base(self) -> str:
        """The rendering's language without script and region."""
        return self.language.partition("-")[0]

    @property
    def script(self) -> str:
        """The script that the rendering is to stand in (ISO 15924)."""
        return languages.language(self.language).script


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a translator or a verifier has to look at.

    An `error` keeps the text from being submitted, a `warning` asks for a reason. `paragraph` is its number, 0 the
    title. `spans` lie in the rendering, `source_spans` in the original; either may be empty.
    """

    code: str
    severity: str
    message: str | Promise
    spans: tuple[Span, ...] = ()
    source_spans: tuple[Span, ...] = ()
    paragraph: int = field(default=0)

    @property
    def is_error(self) -> bool:
        return self.severity == ERROR
