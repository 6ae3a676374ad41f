"""`read`: what the intake would propose for pages, as JSON, one object a line. Stores nothing, needs no database."""

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from django.core.management.base import BaseCommand
from django.db import DatabaseError

from archive.models import Source
from editorial.intake.cell import Cell
from editorial.intake.known_names import hint_of, known_names
from editorial.intake.pipeline import Proposal, text_of
from editorial.records import Extract, Item, Named, Passage, Reading

#: What a passage that holds no statement is called in the answer.
_LEFT_OVER = {"navigation", "boilerplate", "compiler", "unclaimed"}


class Command(BaseCommand):
    help = "Print what the intake would propose for each file, one JSON object a line. Stores nothing."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("paths", nargs="+", metavar="PATH")
        parser.add_argument("--url", help="the address that the page was taken from")
        parser.add_argument("--media-type", metavar="TYPE", help="what the files are, if they do not tell")
        parser.add_argument("--source", metavar="SLUG", help="the source that the pages come from, for its hints")

    def handle(self, paths, url, media_type, source, **options):
        hint, failed = _hint(source), False
        with Cell(known_names()) as cell:
            for given in paths:
                path = Path(given)
                for answer in _answers(cell, path, media_type, url, hint):
                    failed = failed or "error" in answer
                    self.stdout.write(json.dumps(answer, ensure_ascii=False))
        if failed:
            sys.exit(1)


def _answers(
    cell: Cell, path: Path, media_type: str | None, url: str | None, hint: dict[str, str] | None
) -> Iterator[dict]:
    """One object for a page; for a container one for each page in it, named `container/page` or `container#number`."""
    try:
        item = Item(data=path.read_bytes(), name=path.name, address=url or "", media_type=media_type)
    except OSError as error:
        yield {"file": path.name, "error": str(error) or type(error).__name__}
        return
    for answer in cell.read(item, hint):
        if answer.proposal is None:
            yield {"file": answer.item.name, "error": answer.error}
        else:
            yield as_json(answer.item.name, answer.item.data, answer.proposal)


def _hint(slug: str | None) -> dict[str, str]:
    """What is kept of a source. Without a migrated database, or without the source, its name alone."""
    if not slug:
        return {}
    try:
        source = Source.objects.select_related("owner").filter(slug=slug).first()
    except DatabaseError:
        source = None
    return hint_of(source) or {"source": slug}


def as_json(name: str, data: bytes, proposal: Proposal) -> dict:
    """One file's answer, in the shape that scripts rely on.

    A statement's `start` and `end` cover all of its parts (title to signatories), its `text` is its own words
    alone, and `parts` says where each part stands. Statements and left-overs together cover every character once.
    """
    extract = proposal.extract
    total = len(extract.text)
    left_over = _left_over(proposal.passages)
    unclaimed = sum(one["end"] - one["start"] for one in left_over if one["kind"] == "unclaimed")
    return {
        "file": name,
        "sha256": hashlib.sha256(data).hexdigest(),
        "media_type": extract.media_type,
        "text_length": total,
        "statements": [_statement(reading, extract) for reading in proposal.readings],
        "left_over": left_over,
        "coverage": round(1 - unclaimed / total, 4) if total else 1.0,
    }


def _statement(reading: Reading, extract: Extract) -> dict:
    passage = reading.passage
    return {
        "start": passage.start,
        "end": passage.end,
        "title": reading.title.value if reading.title else None,
        "kind": reading.kind.value,
        "language": reading.language.value,
        "excerpt": reading.excerpt,
        "date": reading.date.value.to_dict() if reading.date else None,
        "organisations": [_organisation(one) for one in reading.organisations],
        "issuing_body": reading.issuing_body.value if reading.issuing_body else None,
        "author": reading.author.value if reading.author else None,
        "signatories": [_signatory(one) for one in reading.signatories],
        "hand": reading.hand,
        "text": text_of(passage, extract),
        "parts": [{"kind": part.kind, "start": part.start, "end": part.end} for part in passage.parts],
    }


def _organisation(one: Named) -> dict:
    return {"name": one.name, "role": one.role, "written": one.written}


def _signatory(one: Named) -> dict:
    return {"name": one.written or one.name, "detail": one.detail}


def _left_over(passages: tuple[Passage, ...]) -> list[dict]:
    """The passages that hold no statement, neighbours of one kind joined."""
    out: list[dict] = []
    for passage in passages:
        if passage.holds_statement():
            continue
        kind = passage.kind if passage.kind in _LEFT_OVER else "unclaimed"
        if out and out[-1]["kind"] == kind and out[-1]["end"] == passage.start:
            out[-1]["end"] = passage.end
        else:
            out.append({"start": passage.start, "end": passage.end, "kind": kind})
    return out
