"""The words of a mirror: an index in small scripts, of which a search loads those that its words stand in.

Statements are taken together by 2,000 in the order of publication, so that a new one changes the last segment only.
A segment's words are parted into shards where a word's own digest says so: a new word changes its shard and no other.

A text is `statement number * 64 + place` (0: the original), a field `text * 2` for its title and `text * 2 + 1` for
its body; places count the words of the search form from 0. Numbers are written to base 36, each as its distance from
the one before; fields are parted by spaces, a field's places stand behind it, parted by dots.
"""

import hashlib
import json
import zlib
from collections.abc import Callable, Iterator
from itertools import groupby

from archive.public.beside import all_texts, name_in_address
from archive.public.mirror.ledger import Ledger
from archive.public.shapes import Represented, Text
from archive.search_form import search_form

SEGMENT = 2000  # statements
TEXTS = 64  # of one statement that are searched; more than languages and origins make
_WORDS_IN_SHARD = 40  # on the average
ENTRIES_IN_FILE = 20

type Write = Callable[[str, str], object]
"""Writes a file of that name with that text."""

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def base36(number: int) -> str:
    """A number that is not negative, as JavaScript's parseInt(…, 36) reads it."""
    written = _DIGITS[number % 36]
    while number := number // 36:
        written = _DIGITS[number % 36] + written
    return written


def rows(number: int, statement: Represented) -> Iterator[tuple[int, str, int, str]]:
    """What the ledger keeps of one statement's words: (segment, word, field, places)."""
    for place, text in enumerate(all_texts(statement)[:TEXTS]):
        body = "\n\n".join(paragraph.text for paragraph in text.paragraphs)
        for field, words in enumerate((text.title, body)):
            yield from _rows_of_field(number, (number * TEXTS + place) * 2 + field, words, text.language)


def _rows_of_field(number: int, field: int, words: str, language: str) -> Iterator[tuple[int, str, int, str]]:
    places: dict[str, list[int]] = {}
    for at, word in enumerate(search_form(words, language).split()):
        places.setdefault(word, []).append(at)
    for word, found in places.items():
        steps = [base36(at - before) for before, at in zip([0, *found], found, strict=False)]
        yield number // SEGMENT, word, field, ".".join(steps)


def card(statement: Represented) -> list:
    """What a search must know of a statement before it shows it: reference, day as a number (0: none), texts."""
    day = int(statement.date.first.strftime("%Y%m%d")) if statement.date else 0
    return [statement.reference, day, [_name(statement, text) for text in all_texts(statement)[:TEXTS]]]


def _name(statement: Represented, text: Text) -> str:
    """A text's name in addresses; with ! where a machine made it. The original is named by its language alone."""
    return name_in_address(statement, text) + "!" * text.machine


def write_cards(cards: list[tuple[int, list]], write: Write) -> None:
    """The cards of one segment, (number, card), in order."""
    segment = cards[0][0] // SEGMENT
    write(f"search/statements/{segment}.js", f"sanad.cards({_json(dict(cards))});\n")


def write_words(ledger: Ledger, write: Write) -> None:
    """All shards, and the list of them."""
    segments = []
    for segment, words in groupby(ledger.words(), lambda row: row[0]):
        shards: list[tuple[str, str]] = []
        shard: dict[str, str] = {}
        for word, found in groupby(words, lambda row: row[1]):
            if shard and zlib.crc32(word.encode()) % _WORDS_IN_SHARD == 0:
                shards.append(_write_shard(segment, shard, write))
                shard = {}
            shard[word] = " ".join(_postings(found))
        if shard:
            shards.append(_write_shard(segment, shard, write))
        segments.append([segment, shards])
    write(
        "search/index.js",
        f"sanad.index({_json({'texts': TEXTS, 'together': [SEGMENT, ENTRIES_IN_FILE], 'segments': segments})});\n",
    )


def _postings(found) -> Iterator[str]:
    before = 0
    for _segment, _word, field, places in found:
        yield f"{base36(field - before)}.{places}"
        before = field


def _write_shard(segment: int, shard: dict[str, str], write: Write) -> tuple[str, str]:
    """(first word, name) of a shard. Its name hangs on the first word alone, as its beginning does."""
    first = next(iter(shard))
    name = hashlib.sha256(first.encode()).hexdigest()[:10]
    write(f"search/words/{segment}/{name}.js", f"sanad.words({_json(f'{segment}/{name}')},{_json(shard)});\n")
    return first, name


def write_entries(entries: Iterator[tuple[int, str]], tag: str, write: Write) -> None:
    """The entries of one language as results show them: (number, HTML), in files of twenty."""
    for block, some in groupby(entries, lambda row: row[0] // ENTRIES_IN_FILE):
        write(f"{tag}/entries/{block}.js", f"sanad.entries({_json(dict(some))});\n")


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))
