"""The hallway of reading: bytes in, what the machine proposes out. Pure: it stores nothing and asks nobody."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

from editorial.intake import recipe
from editorial.intake.extract import extract
from editorial.intake.recognise import recognise
from editorial.intake.recognise.vocabulary import Vocabulary
from editorial.intake.split import split
from editorial.intake.unreadable import TooMuch
from editorial.records import Extract, Passage, Reading

#: Name and version of this way of reading, kept with what it made. A change that moves offsets gets a new number.
TOOL = "sanad 1"

#: Characters of one page: a book of 400 pages, and about five seconds of reading.
MOST_TEXT = 1_000_000


@dataclass(frozen=True, slots=True)
class Proposal:
    """What one capture's bytes were read as: the digest, the extract, all its passages, and a reading per statement."""

    sha256: str
    extract: Extract
    passages: tuple[Passage, ...]
    readings: tuple[Reading, ...]


def propose(
    data: bytes,
    name: str,
    media_type: str | None,
    vocabulary: Vocabulary,
    url: str | None = None,
    hint: dict[str, str] | None = None,
    facts: Mapping[str, str] | None = None,
) -> Proposal:
    """Read `data`: extract, split, recognise.

    `name`, `media_type` and `url` are what is known of where the bytes came from; `hint` is what is known of the source
    (`language`, `issuer`, `country` and the rest of its recipe); `facts` is what a container told of this page
    (`Item.facts`): it fills in where the page itself says nothing, and its `excerpt` makes every reading one.
    Raises `Unreadable` (a ValueError) where the bytes give no text that could hold a statement.
    """
    known = hint or {}
    prepared, media_type = recipe.prepare(data, media_type, known)
    told = extract(prepared, name, media_type, url)
    for name_of_fact, fact in (facts or {}).items():
        told.page.setdefault(name_of_fact, fact)
    if len(told.text) > MOST_TEXT:
        raise TooMuch(f"a page of more than {MOST_TEXT:,} characters; take it in by pieces")
    passages = recipe.split_by(told, known, split)
    readings = recognise(told, passages, vocabulary, hint)
    if facts and facts.get("excerpt"):
        readings = [replace(reading, excerpt=True) for reading in readings]
    return Proposal(hashlib.sha256(data).hexdigest(), told, tuple(passages), tuple(readings))


def text_of(passage: Passage, extract: Extract) -> str:
    """The passage's own words: its salutation and body with what stands between, white space collapsed.

    Where there is none (a listing of bare titles) the title is all there is.
    """
    parts = [p for p in passage.parts if p.kind in ("salutation", "body")] or passage.spans("title")
    if not parts:
        return ""
    return " ".join(extract.text[parts[0].start : parts[-1].end].split())
