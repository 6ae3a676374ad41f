"""The translation memory: what of it is kept, and what it offers for a paragraph.

It holds verified and published texts only. `keep` makes it agree with what is public, as `archive.search.index` does;
`alike` finds paragraphs that were translated before, `concordance` a phrase.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Model
from rapidfuzz import fuzz

from archive import folding, search
from archive.differences import Piece, word_difference
from archive.highlighting import highlight
from archive.models import Statement, Translation, digest, insert, insert_all
from archive.search_form import words_in_order
from editorial.fulltext import all_with, make_room, newest_with
from editorial.models import Segment, SegmentMark
from editorial.segments import key, marks, pair_of, words_in_row

#: The number under which a title stands.
TITLE = 0
#: From this likeness on (0 to 100, rapidfuzz `ratio` of the match forms) a segment is worth a look.
LEAST_LIKE = 70
#: Segments read of one mark, the newest ones: a slogan may stand in a third of them all.
MOST_OF_A_MARK = 500
#: Segments read of one text, the newest ones.
MOST_OF_A_KEY = 5
#: Marks or keys looked up in one query; SQLite joins at most 500 selections.
AT_ONCE = 200
#: Segments that share most marks and are judged, and how many are offered.
MOST_JUDGED, MOST_OFFERED = 60, 5
#: Paragraphs shown of a concordance; and among how many of the newest ones they are looked for without the index.
MOST_FOUND = 50
NEWEST = 20_000


@dataclass(frozen=True, slots=True)
class Offer:
    """A segment of the memory for a paragraph. `likeness` is 0 to 100: 100 is the same text, 99 the same words in
    another spelling; `change` leads from the segment's source to the paragraph."""

    segment: Segment
    likeness: int
    change: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A segment in which a phrase stands, and the side that was searched with the phrase marked."""

    segment: Segment
    source: Sequence[tuple[str, bool]]
    target: Sequence[tuple[str, bool]]


# --- What is kept -----------------------------------------------------------------------------------------------


def _pairs(translation: Translation) -> list[tuple[int, str, str]]:
    """Number, source and rendering of each paragraph that was made from a known one, by a person or read by one."""
    original, rendering = translation.statement.published_revision, translation.published_revision
    if original is None or rendering is None:
        return []
    sources = {digest(row["text"]): row["text"] for row in original.paragraphs}
    missing = {row.get("source") for row in rendering.paragraphs} - set(sources) - {"", None}
    if missing:  # made from another revision of the original than the one that is public
        for rows in translation.statement.revisions.values_list("paragraphs", flat=True):
            sources |= {one: row["text"] for row in rows if (one := digest(row["text"])) in missing}
    pairs = [
        (row["number"], sources[row["source"]], row["text"])
        for row in rendering.paragraphs
        if row.get("source") in sources and not row.get("machine")
    ]
    return [(TITLE, original.title, rendering.title), *pairs] if original.title and rendering.title else pairs


@transaction.atomic
def keep(statements: Sequence[Statement]) -> None:
    """Make the memory agree with what is public of statements now. Safe to call at any time, any number of times."""
    held = Segment.objects.filter(translation__statement__in=statements)
    if held.exists():
        held.delete()
    public = Translation.objects.public().filter(statement__in=statements)
    segments = [
        Segment(
            translation=translation,
            number=number,
            source_language=translation.statement.language,
            language=translation.language,
            source=source,
            target=target,
            key=key(source, pair_of(translation.statement.language, translation.language)),
            source_words=words_in_row(source),
            target_words=words_in_row(target),
        )
        for translation in public.select_related("statement__published_revision", "published_revision").order_by("pk")
        for number, source, target in _pairs(translation)
    ]
    insert_all(segments)
    insert(
        SegmentMark,
        ("hash", "segment_id"),
        [
            (mark, segment.pk)
            for segment in segments
            for mark in marks(segment.source, pair_of(segment.source_language, segment.language))
        ],
    )


# --- What is offered --------------------------------------------------------------------------------------------


def same(texts: Iterable[str], source_language: str, language: str, without: int | None = None) -> dict[str, Offer]:
    """For each text the newest segment with the same words, where there is one. Two queries for 200 texts.

    `without` is the key of a translation that is not asked: the one that is being written.
    """
    pair = pair_of(source_language, language)
    by_key: dict[int, list[str]] = {}
    for text in dict.fromkeys(texts):
        if folding.match_form(text):
            by_key.setdefault(key(text, pair), []).append(text)
    found: dict[str, Offer] = {}
    newest = _newest(Segment, "key", "id", sorted(by_key), MOST_OF_A_KEY)
    for segment in Segment.objects.filter(pk__in=newest).exclude(translation=without).order_by("id"):
        for text in by_key[segment.key]:
            wanted = folding.match_form(text)
            if wanted == folding.match_form(segment.source):
                offer = _offer(segment, text, wanted)
                if text not in found or offer.likeness >= found[text].likeness:
                    found[text] = offer
    return found


def alike(text: str, source_language: str, language: str, without: int | None = None) -> list[Offer]:
    """The segments whose sources are likest to `text`, the likest first. Two queries."""
    wanted = folding.match_form(text)
    held = Segment.objects.filter(
        pk__in=_sharing(marks(text, pair_of(source_language, language))),
        source_language=source_language,
        language=language,
    )
    offers = [_offer(segment, text, wanted) for segment in held.exclude(translation=without)]
    offers = sorted(
        (one for one in offers if one.likeness >= LEAST_LIKE), key=lambda one: (-one.likeness, -one.segment.pk)
    )
    different: dict[str, Offer] = {}  # one rendering is offered once
    for offer in offers:
        different.setdefault(offer.segment.target, offer)
    return [
        Offer(one.segment, one.likeness, word_difference(one.segment.source, text))
        for one in list(different.values())[:MOST_OFFERED]
    ]


def _offer(segment: Segment, text: str, wanted: str) -> Offer:
    """A segment with its likeness to a text whose match form is `wanted`; the difference is left to who shows it."""
    if segment.source == text:
        return Offer(segment, 100, ())
    return Offer(
        segment, min(99, int(fuzz.ratio(wanted, folding.match_form(segment.source), score_cutoff=LEAST_LIKE))), ()
    )


def _sharing(asked: Sequence[int]) -> list[int]:
    """Keys of the segments that share most of these marks, most first."""
    votes = Counter(_newest(SegmentMark, "hash", "segment_id", asked, MOST_OF_A_MARK))
    ranked = sorted(votes.items(), key=lambda vote: (-vote[1], -vote[0]))
    return [segment for segment, _shared in ranked[:MOST_JUDGED]]


def _newest(table: type[Model], column: str, wanted: str, values: Sequence[int], most: int) -> list[int]:
    """`wanted` of the newest rows of `table` with each of `values` in `column`: at most `most` for each of them."""
    name = connection.ops.quote_name(table._meta.db_table)
    of_one = (
        f"SELECT * FROM (SELECT {wanted} FROM {name} WHERE {column} = %s "
        f"ORDER BY {column} DESC, {wanted} DESC LIMIT {most}) AS held"
    )
    found: list[int] = []
    with connection.cursor() as cursor:
        for start in range(0, len(values), AT_ONCE):
            asked = values[start : start + AT_ONCE]
            cursor.execute(" UNION ALL ".join([of_one] * len(asked)), asked)
            found += [row for (row,) in cursor.fetchall()]
    return found


def _in_row(text: str, words: str) -> list[tuple[str, bool]]:
    """Pieces of `text`, each with whether it is (a part of) a place where folded `words` stand in a row."""
    wanted = words.split()
    # A word of any row marks its places; which of them stand in the row is asked below.
    pieces = highlight(text, [((word,), False) for word in wanted], "")
    row = [(word, place) for place, (piece, _hit) in enumerate(pieces) for word in words_in_order(piece)]
    inside: set[int] = set()
    for start in range(len(row) - len(wanted) + 1):
        stretch = row[start : start + len(wanted)]
        if [word for word, _place in stretch] == wanted:
            inside |= {place for _word, place in stretch}
    return [(piece, place in inside) for place, (piece, _hit) in enumerate(pieces)]


def concordance(text: str, source_language: str, language: str, *, in_target: bool = False) -> list[Found]:
    """Segments of a pair of languages in whose sources (or renderings) the words of `text` stand in a row."""
    words = words_in_row(text)[: search.LONGEST_WORD]
    if not words:
        return []
    column, pair = "target_words" if in_target else "source_words", (source_language, language)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(*newest_with(column, words, pair, NEWEST, MOST_FOUND))
        keys = [key_of for (key_of,) in cursor.fetchall()]
        if len(keys) < MOST_FOUND:
            make_room(connection)
            cursor.execute(*all_with(column, words, pair, MOST_FOUND, connection.vendor))
            keys = [key_of for (key_of,) in cursor.fetchall()]
    held = Segment.objects.filter(pk__in=keys).select_related("translation__statement")
    found = []
    for segment in held.order_by("-id"):
        marked = _in_row(segment.target if in_target else segment.source, words)
        other = [(segment.source if in_target else segment.target, False)]
        found.append(Found(segment, other if in_target else marked, marked if in_target else other))
    return found
