"""Ground: where a page's own spelling holds what a reader looked for."""

import re
from collections.abc import Iterable, Sequence

from archive.folding import prepare
from archive.search_form import WORDS, Row, Word, is_arabic, written_as_one


def highlight(text: str, rows: Iterable[Row], language: str) -> list[tuple[str, bool]]:
    """Pieces of the original `text`, which they give back when joined, each with whether a row is found there.

    A word counts in every form in which the index holds it; words of a longer row count where they stand in a row.
    """
    rows = list(rows)
    if not rows:
        return [(text, False)] if text else []
    arabic = is_arabic(language)
    spans: list[tuple[int, int, Word]] = []
    prepared = prepare(text)
    for chunk in re.finditer(r"\S+", prepared):
        at = chunk.start()
        spans += [(at + word.start, at + word.end, word) for word in WORDS[chunk[0]]]
    hits = _hits([word for _start, _end, word in spans], rows, arabic)
    pieces: list[tuple[str, bool]] = []
    at = 0
    for (start, end, _there), hit in zip(spans, hits, strict=True):
        if not hit or start < at:  # one character may fold to two words: ¼
            continue
        if start > at:
            pieces.append((text[at:start], False))
        pieces.append((text[start:end], True))
        at = end
    if at < len(text):
        pieces.append((text[at:], False))
    return pieces


def _hits(words: list[Word], rows: list[Row], arabic: bool) -> list[bool]:
    """Of each word whether one of `rows` is found in it."""
    beginnings = tuple(row[0] for row, beginning in rows if len(row) == 1 and beginning)
    exact = {row[0] for row, beginning in rows if len(row) == 1 and not beginning}
    wholes = [word.whole for word in words]
    forms = [set(filter(None, word.forms(arabic=arabic))) for word in words]
    for run in written_as_one(wholes):
        for index in run:
            forms[index].add("".join(wholes[at] for at in run))
    hits = [any(form.startswith(beginnings) or form in exact for form in own) for own in forms]
    units = [
        (index, {part} | (forms[index] if len(word.parts) == 1 else set()))
        for index, word in enumerate(words)
        for part in word.parts
    ]
    for row, beginning in rows:
        if len(row) > 1:
            for start in range(len(units) - len(row) + 1):
                if _stands(row, beginning, [own for _index, own in units[start : start + len(row)]]):
                    for index, _own in units[start : start + len(row)]:
                        hits[index] = True
    return hits


def _stands(row: Sequence[str], beginning: bool, there: Sequence[set[str]]) -> bool:
    if any(word not in forms for word, forms in zip(row[:-1], there, strict=False)):
        return False
    return any(form == row[-1] or (beginning and form.startswith(row[-1])) for form in there[-1])
