"""Ground: a captured text laid out for an editor: its lines, each cut where spans begin and end, with the words that
stand in the margin. Pure; the template only walks over what is made here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

#: Further away than so many characters from the passage, the capture's text is left out of the page and said so.
AROUND = 60_000


@dataclass(frozen=True, slots=True)
class Stretch:
    """A marked span. `layer` is passage (the candidate's own), other (another candidate's), part or evidence.

    `word` is what the margin says where the stretch begins; `kind` names it for the style sheet; `address` makes the
    word a link.
    """

    layer: str
    kind: str
    start: int
    end: int
    word: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters of one line that lie under the same stretches. `classes` are for the style sheet."""

    text: str
    classes: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the capture's text, from `start` to `end`: what stands beside it, its pieces, and whether the passage
    begins `here`."""

    start: int
    end: int
    words: tuple[Stretch, ...]
    pieces: tuple[Piece, ...]
    inside: str
    here: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """The lines, and how many characters before and after them were left out."""

    lines: tuple[Line, ...]
    before: int
    after: int


def lay_out(text: str, stretches: Iterable[Stretch], around: tuple[int, int] | None = None) -> Layout:
    """Cut `text` into lines and pieces. `around` is the span that has to be seen; None shows everything.

    Stretches that reach outside the text are cut to it; empty ones are left out.
    """
    first, last = 0, len(text)
    if around:
        first, last = max(0, around[0] - AROUND), min(len(text), around[1] + AROUND)
        first = text.rfind("\n", 0, first) + 1 if first else 0
        following = text.find("\n", last)
        last = following if last < len(text) and following != -1 else len(text)
    marked = sorted(
        (one for one in stretches if max(one.start, first) < min(one.end, last)),
        key=lambda one: (one.start, -one.end),
    )
    lines = []
    at = since = first
    for line in text[first:last].split("\n"):
        end = at + len(line)
        if line.strip():
            lines.append(_line(text, at, end, since, marked))
            since = end
        at = end + 1
    return Layout(tuple(lines), first, len(text) - last)


def _line(text: str, start: int, end: int, since: int, marked: Sequence[Stretch]) -> Line:
    """The line from `start` to `end`; what began in the empty lines before it, from `since` on, begins here."""
    over = [one for one in marked if one.start < end and one.end > start]
    edges = sorted({start, end, *(max(one.start, start) for one in over), *(min(one.end, end) for one in over)})
    pieces = []
    for left, right in pairwise(edges):
        layers = [one for one in over if one.start <= left and one.end >= right and one.layer in ("part", "evidence")]
        names = dict.fromkeys(name for one in layers for name in (one.layer, one.kind.replace(" ", "-")))
        pieces.append(Piece(text[left:right], " ".join(names)))
    begins = tuple(one for one in over if since <= one.start < end)
    return Line(
        start=start,
        end=end,
        words=tuple(one for one in begins if one.word),
        pieces=tuple(pieces),
        inside=next((one.layer for one in over if one.layer in ("passage", "other")), ""),
        here=any(one.layer == "passage" for one in begins),
    )
