"""Where a search found something: in which text of a statement, and the words around it in the original spelling."""

from dataclasses import dataclass

from archive import search
from archive.highlighting import highlight
from archive.models import Revision, Statement
from archive.public.shapes import Represented, Text
from archive.search_form import Row, search_form

#: Characters of a paragraph that are shown around the first word found.
_BEFORE, _AFTER = 70, 170

type Pieces = list[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class Found:
    """One statement's find: the text it is in, its title and a piece of it with the words marked.

    `number` is the paragraph of `pieces`; both are empty where only the title holds the words.
    """

    text: Text
    title: Pieces
    number: int | None = None
    pieces: Pieces | None = None


def finds(rows: list[Statement], shown: list[Represented], query: search.Query) -> dict[int, Found]:
    """The best find of each statement by its id, in the original before translations; two queries in all."""
    texts: dict[int, Text] = {}
    for statement, entries in search.found_in(rows, query).items():
        represented = next(one for one in shown if one.pk == statement)
        for entry in entries:
            text = represented.text_in(entry.language) if entry.translation_id else represented.original
            if text:
                texts[statement] = text
                break
    paragraphs = dict(
        Revision.objects.filter(pk__in=[text.revision for text in texts.values()]).values_list("pk", "paragraphs")
    )
    wanted = query.wanted()
    return {statement: _find(text, paragraphs.get(text.revision, []), wanted) for statement, text in texts.items()}


def _find(text: Text, paragraphs: list[dict], rows: list[Row]) -> Found:
    """The paragraph in which most of the words looked for stand, the first of them."""
    title = highlight(text.title, rows, text.language)
    words = {word for row, _beginning in rows for word in row}
    best: tuple[int, dict] | None = None
    for paragraph in paragraphs:
        # Folding a paragraph is cheap, marking words in it is not: marked is the best one only.
        folded = search_form(paragraph["text"], text.language)
        held = sum(word in folded for word in words)
        if held and (best is None or held > best[0]):
            best = held, paragraph
    if best:
        pieces = highlight(best[1]["text"], rows, text.language)
        if any(hit for _piece, hit in pieces):
            return Found(text, title, best[1]["number"], _around(pieces))
    return Found(text, title)


def _around(pieces: Pieces) -> Pieces:
    """The pieces around the first hit, cut at spaces, with … where something was left out."""
    first = next(place for place, (_piece, hit) in enumerate(pieces) if hit)
    before = "".join(piece for piece, _hit in pieces[:first])
    if len(before) > _BEFORE:
        cut = before.rfind(" ", 0, len(before) - _BEFORE)
        before = "… " + before[cut + 1 if cut >= 0 else len(before) - _BEFORE :]
    kept: Pieces = [(before, False)] if before else []
    room = _AFTER
    for piece, hit in pieces[first:]:
        if len(piece) > room:
            cut = piece.rfind(" ", 0, room)
            kept.append((piece[: cut if cut > 0 else room] + " …", hit))
            break
        kept.append((piece, hit))
        room -= len(piece)
    return kept
