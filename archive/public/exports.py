"""The public corpus as files: JSON Lines, CSV, TEI, Parquet, each with a card that says what it is.

A line of JSON or CSV has the names of the structured import, so that what went out comes in again, and beside them
what only we know: reference, EDTF date, digests, assessments.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from importlib.util import find_spec
from itertools import batched
from typing import Any

from django.utils import translation

from archive import dates
from archive.bag import Bag
from archive.models import Statement
from archive.public.api.values import statement_resource
from archive.public.represent import for_reading, represent
from archive.public.shapes import Represented, Text
from archive.public.tei import tei
from archive.spreadsheet import guarded

PORTION = 200  # statements that are held at a time


class Unavailable(Exception):
    """A format whose library is not installed; the message says what to install."""


def statements() -> Iterator[Represented]:
    """Every public statement, the oldest in the archive first, with its whole texts."""
    keys = list(Statement.objects.public().order_by("pk").values_list("pk", flat=True))
    for portion in batched(keys, PORTION, strict=False):
        for statement in for_reading(Statement.objects.public().filter(pk__in=portion)).order_by("pk"):
            yield represent(statement, whole=True)


def line(statement: Represented, site: str) -> dict[str, Any]:
    """One statement with the names of the structured import, and what only the archive knows of it."""
    date = statement.date
    originals = statement.original
    address = f"{site}/s/{statement.reference}"
    whole = statement_resource(statement, address)
    titles = {text.language: text.title for text in (originals, *statement.translations) if text.title}
    return {
        "id": statement.reference,
        "title": titles,
        "language": statement.language,
        "kind": statement.kind,
        "organisations": [
            {"name": name.text, "role": role, "slug": name.slug or None}
            for role, names in (("issuer", statement.issuers), ("signatory", statement.signatories))
            for name in names
        ],
        "issuing_body": statement.issuing_body,
        "date": numeric(date) if date else "",
        "calendar": date.calendar if date else "",
        "text": originals.body(),
        "topics": [topic.text for topic in statement.topics],
        "translations": [_translation(text) for text in statement.translations],
        "address": address,
        "author": statement.author,
        "date_written": date.written if date else "",
        "edtf": dates.edtf(date) if date else "",
        "excerpt": originals.excerpt,
        "digest": originals.digest,
        "published_at": statement.published_at.isoformat(),
        "assessments": whole["assessments"],
        "chain": whole["chain"],
    }


def numeric(date: dates.HistoricalDate) -> str:
    """A date in its own calendar, as precise as it is known: 1401-07-05, 1401-07 or 1401."""
    parts = dates.in_calendar(date.first, date.calendar)
    kept = {"day": 3, "month": 2}.get(date.precision, 1)
    return "-".join(f"{part:02}" for part in parts[:kept])


def _translation(text: Text) -> dict[str, Any]:
    return {
        "language": text.language,
        "title": text.title,
        "text": text.body(),
        "translator": text.translator,
        "origin": text.origin,
        "digest": text.digest,
        "stale_paragraphs": [one.number for one in text.paragraphs if one.stale],
    }


# --- Formats -----------------------------------------------------------------------------------------------------


def _json_lines(bag: Bag, shown: Iterable[Represented], site: str) -> None:
    with bag.file("statements.jsonl") as out:
        for statement in shown:
            row = line(statement, site)
            out.write((json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n").encode())


#: Columns of the structured import that stand in a row of their own right; lists get numbered columns behind them.
_CSV = (
    "id",
    "language",
    "kind",
    "issuing_body",
    "author",
    "date",
    "calendar",
    "edtf",
    "text",
    "topics",
    "address",
    "digest",
)
_CSV_TRANSLATION = ("language", "title", "text", "translator", "origin")


def _csv(bag: Bag, shown: Iterable[Represented], site: str) -> None:
    """Rows wait in a list of flat cells: the header has to name as many organisations as the longest row has."""
    flat = [_flat(line(statement, site)) for statement in shown]
    names = dict.fromkeys([*_CSV, *sorted({name for row in flat for name in row}, key=_natural_order)])
    with bag.file("statements.csv") as out:
        text = io.StringIO(newline="")
        writer = csv.DictWriter(text, names, restval="")
        writer.writeheader()
        for row in flat:
            writer.writerow(row)
            out.write(text.getvalue().encode())
            text.seek(0)
            text.truncate()


def _flat(row: dict[str, Any]) -> dict[str, str]:
    cells = {name: row[name] for name in _CSV if name != "topics"}
    cells["topics"] = "; ".join(row["topics"])
    cells |= {f"title.{tag}": title for tag, title in row["title"].items()}
    for number, one in enumerate(row["organisations"]):
        cells |= {f"organisations.{number}.{name}": one[name] for name in ("name", "role")}
    for number, one in enumerate(row["translations"]):
        cells |= {f"translations.{number}.{name}": one[name] for name in _CSV_TRANSLATION}
    return {name: guarded(str(cell)) for name, cell in cells.items() if cell}


def _natural_order(name: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdigit() else (-1, part) for part in name.split(".")]


def _parquet(bag: Bag, shown: Iterable[Represented], site: str) -> None:
    if not find_spec("pyarrow"):
        raise Unavailable("Parquet needs pyarrow: install sanad[parquet], or take another --format.")
    import_module("archive.public.parquet").write(bag, (line(statement, site) for statement in shown))


def _tei(bag: Bag, shown: Iterable[Represented], site: str) -> None:
    for statement in shown:
        with bag.file(f"tei/{statement.reference}.tei.xml") as out:
            out.write(tei(statement, f"{site}/s/{statement.reference}").encode())


FORMATS: dict[str, Callable[[Bag, Iterable[Represented], str], None]] = {
    "jsonl": _json_lines,
    "csv": _csv,
    "tei": _tei,
    "parquet": _parquet,
}

_CARD = """# {site}: the public statements of a Sanad archive

{count:,} statements, each with its original text, its published translations, who issued and signed it, when, what was
verified of it and how it reached the archive. Languages of the originals: {languages}.

## Files

`statements.*`: one statement a line or row. `tei/`: one file a statement, in TEI P5.

| column | meaning |
| --- | --- |
| id | the reference: permanent, carries no language, outlives merges; `{site}/s/(id)` leads to it |
| title | the title by language (BCP 47) |
| language, kind | of the original |
| organisations | name, role (issuer, signatory), and the word of its page's address |
| issuing_body, author | where the page names them |
| date, calendar | numeric, in the calendar of the page (gregorian, solar hijri, islamic), as precise as it is known |
| date_written, edtf | as the page writes it; as EDTF (ISO 8601-2), Gregorian |
| text | paragraphs, parted by an empty line |
| excerpt | true where only a part of the text is known |
| translations | language, title, text, translator, origin (official, found, ours, machine), digest, stale_paragraphs |
| digest | SHA-256 of the text: of `[title,[[number,paragraph],…]]` as JSON without spaces, in UTF-8 |
| assessments | what verifiers said of text, attribution and date; null: nobody has looked |
| chain | who passed the text on, from the issuer to the capture |
| topics, address, published_at | as they say |

`stale_paragraphs` are the numbers of paragraphs whose original has changed since they were translated.

`rows/`: the same as rows of the database, for `manage.py import_archive`. In CSV a cell that begins like a formula has
an apostrophe before it. `sha256sum --check manifest-sha256.txt` checks every file.

## What to know before using it

Texts are given as they were found, errors included; nothing found was rewritten. The archive gathers what parties,
unions and councils said; it does not say that what they said is true, and what it holds follows what its sources kept
and its editors had time for: counts are counts of this archive, not of the world. "machine" translations were read by
a person before they were published. Statements that were withdrawn are in `rows/` with their reason, and without text.
"""


def _card(bag: Bag, site: str, count: int, tags: Iterable[str]) -> None:
    with bag.file("README.md") as out:
        text = _CARD.format(site=site or "Sanad", count=count, languages=", ".join(sorted(tags)) or "none")
        out.write(text.encode())


def write(bag: Bag, formats: Iterable[str], site: str, told: Callable[[str, int], object]) -> int:
    """Put the public statements into a bag in each of `formats`, with their card; returns how many they are.

    Raises Unavailable for a format whose library is missing.
    """
    count, tags = 0, set()

    def shown() -> Iterator[Represented]:
        nonlocal count
        count = 0
        for statement in statements():
            yield statement
            tags.add(statement.language)
            count += 1
            told("statements", count)

    with translation.override("en"):  # one language, so that the same archive gives the same bytes
        for name in formats:
            FORMATS[name](bag, shown(), site)
        _card(bag, site, count, tags)
    return count
