"""Ground: how a person divides a captured text: the passages that cover it, and the acts by which they are redrawn.

Pure: each act takes passages and gives new ones. Passages always stand in order, touch each other and cover the text,
so that nothing on a page is ever lost by dividing it. All places are character offsets into the extract's text.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from editorial.records import Part, Passage

#: What a passage can be, in the order in which it is offered; the first three hold a statement.
KINDS = ("statement", "excerpt", "quotation", "compiler", "navigation", "boilerplate", "unclaimed")
#: What a line inside a passage that holds a statement can be.
PARTS = (
    "title", "byline", "date line", "provenance", "salutation", "body", "insert", "sign-off", "signatories",
    "read more",
)  # fmt: skip


class BadDivision(ValueError):
    """A division that does not fit its text; the message says why."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Characters that are not white space: in statements, in what was recognised as none, and left unclaimed."""

    statements: int
    recognised: int
    unclaimed: int

    @property
    def share(self) -> float:
        """The share that is accounted for, 0 to 1; an empty text is."""
        whole = self.statements + self.recognised + self.unclaimed
        return 1 - self.unclaimed / whole if whole else 1.0


def draw(text: str, passages: Sequence[Passage], start: int, end: int, kind: str) -> tuple[Passage, ...]:
    """The characters from `start` to `end` become one passage of `kind`; what it takes from others leaves them.

    White space around it goes along. Parts inside it stay what they were where it holds a statement; where it has none,
    all of it is body. Raises BadDivision for a span outside the text, one without a word, or an unknown kind.
    """
    if kind not in KINDS:
        raise BadDivision(f"“{kind}” is no kind of passage.")
    start, end = _whole(text, start, end)
    inside = [part for passage in passages for part in _cut(passage.parts, start, end)]
    before = [_shortened(text, passage, 0, start) for passage in passages if passage.start < start]
    after = [_shortened(text, passage, end, len(text)) for passage in passages if passage.end > end]
    return _joined([*before, _passage(text, kind, start, end, inside), *after])


def retype(text: str, passages: Sequence[Passage], at: int, kind: str) -> tuple[Passage, ...]:
    """The passage over `at` becomes one of `kind`."""
    passage = over(passages, at)
    return draw(text, passages, passage.start, passage.end, kind)


def join(text: str, passages: Sequence[Passage], at: int) -> tuple[Passage, ...]:
    """The passage over `at` goes on the one above it. Raises BadDivision where there is none above."""
    lower = over(passages, at)
    if lower.start == 0:
        raise BadDivision("There is nothing above this passage to join it to.")
    upper = over(passages, lower.start - 1)
    joined = draw(text, passages, upper.start, lower.end, upper.kind)
    return mark(text, joined, lower.start, lower.end, "body") if upper.parts and not lower.parts else joined


def mark(text: str, passages: Sequence[Passage], start: int, end: int, part: str) -> tuple[Passage, ...]:
    """The characters from `start` to `end` play the part `part`, in each passage over them that holds a statement.

    Raises BadDivision where none does, or for an unknown part.
    """
    if part not in PARTS:
        raise BadDivision(f"“{part}” is no part of a statement.")
    start, end = _trimmed(text, start, end)
    out, done = [], False
    for passage in passages:
        first, last = max(start, passage.start), min(end, passage.end)
        if first < last and passage.holds_statement():
            others = [*_cut(passage.parts, 0, first), *_cut(passage.parts, last, passage.end)]
            parts = sorted(
                [*_worded(text, others), Part(part, *_trimmed(text, first, last))], key=lambda one: one.start
            )
            passage, done = replace(passage, parts=_merged(text, parts)), True
        out.append(passage)
    if not done:
        raise BadDivision("These lines stand in no statement. Say first what they are.")
    return tuple(out)


def over(passages: Sequence[Passage], at: int) -> Passage:
    """The passage that holds the character at `at`. Raises BadDivision outside the text."""
    for passage in passages:
        if passage.start <= at < passage.end:
            return passage
    raise BadDivision("This place lies outside the text.")


def coverage(text: str, passages: Iterable[Passage]) -> Coverage:
    """How much of the text is accounted for."""
    counts = {"statements": 0, "recognised": 0, "unclaimed": 0}
    for passage in passages:
        name = "statements" if passage.holds_statement() else passage.kind
        name = name if name in counts else "recognised"
        counts[name] += sum(not character.isspace() for character in text[passage.start : passage.end])
    return Coverage(**counts)


def as_rows(passages: Iterable[Passage]) -> list:
    """Passages as JSON: [kind, start, end, [[part, start, end], …]] each."""
    return [
        [passage.kind, passage.start, passage.end, [[part.kind, part.start, part.end] for part in passage.parts]]
        for passage in passages
    ]


def from_rows(text: str, rows: object) -> tuple[Passage, ...]:
    """Passages out of JSON. Raises BadDivision where they don't cover just this text, in order and without overlap."""
    passages = []
    at = 0
    try:
        for kind, start, end, parts in rows:  # type: ignore[attr-defined]
            if kind not in KINDS or start != at or not start < end <= len(text):
                raise BadDivision("These passages don’t cover this text.")
            inside = start
            for part, first, last in parts:
                if part not in PARTS or not inside <= first < last <= end:
                    raise BadDivision("These parts don’t lie in their passage.")
                inside = last
            passages.append(Passage(kind, start, end, tuple(Part(*part) for part in parts)))
            at = end
    except (TypeError, ValueError) as error:
        raise error if isinstance(error, BadDivision) else BadDivision("This is no division of a text.") from None
    if at != len(text):
        raise BadDivision("These passages don’t cover this text.")
    return tuple(passages)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without white space at its ends. Raises BadDivision where nothing is left of it."""
    start, end = max(start, 0), min(end, len(text))
    inside = text[start:end]
    start, end = start + len(inside) - len(inside.lstrip()), end - len(inside) + len(inside.rstrip())
    if start >= end:
        raise BadDivision("There is no word in this span.")
    return start, end


def _whole(text: str, start: int, end: int) -> tuple[int, int]:
    """The span from its first word to where the next one begins, at the text's ends with the white space there."""
    start, end = _trimmed(text, start, end)
    following = text[end:]
    end += len(following) - len(following.lstrip())
    return (0 if not text[:start].strip() else start), end


def _cut(parts: Iterable[Part], start: int, end: int) -> list[Part]:
    """The parts as far as they lie inside the span."""
    return [
        Part(part.kind, max(part.start, start), min(part.end, end))
        for part in parts
        if max(part.start, start) < min(part.end, end)
    ]


def _passage(text: str, kind: str, start: int, end: int, parts: Iterable[Part]) -> Passage:
    passage = Passage(kind, start, end)
    if not passage.holds_statement():
        return passage
    return replace(passage, parts=_worded(text, parts) or (Part("body", *_trimmed(text, start, end)),))


def _worded(text: str, parts: Iterable[Part]) -> tuple[Part, ...]:
    """The parts that have a word, without the white space at their ends."""
    return tuple(
        Part(part.kind, *_trimmed(text, part.start, part.end)) for part in parts if text[part.start : part.end].strip()
    )


def _shortened(text: str, passage: Passage, first: int, last: int) -> Passage:
    """What is left of a passage between `first` and `last`."""
    start, end = max(passage.start, first), min(passage.end, last)
    if not text[start:end].strip():
        return Passage("unclaimed", start, end)
    return _passage(text, passage.kind, start, end, _cut(passage.parts, start, end))


def _merged(text: str, parts: Sequence[Part]) -> tuple[Part, ...]:
    """Neighbouring parts of one kind with only white space between them become one."""
    out: list[Part] = []
    for part in parts:
        if out and out[-1].kind == part.kind and not text[out[-1].end : part.start].strip():
            out[-1] = replace(out[-1], end=part.end)
        else:
            out.append(part)
    return tuple(out)


def _joined(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """Neighbours of one kind that hold no statement become one."""
    out: list[Passage] = []
    for passage in passages:
        if out and out[-1].kind == passage.kind and not passage.holds_statement():
            out[-1] = replace(out[-1], end=passage.end)
        else:
            out.append(passage)
    return tuple(out)
