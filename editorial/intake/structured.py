"""Read structured collections: one statement a line (JSON Lines) or a row (CSV, `.` for nesting).

Pure: lines in, `Sent` records or `BadLine` out. The shape is the one of "Structured import" in the interface; a
column `title.fa` is the Persian title, `organisations.0.name` the first organisation's name, `organisations.name` the
only one's.
"""

import csv
import datetime
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from archive import dates, languages
from archive.search_form import search_form
from archive.spreadsheet import unguarded
from archive.stages import KINDS, Origin, Role
from editorial.fingerprints import shadow
from editorial.paragraphs import split_paragraphs
from editorial.records import Folded, Sent, SentTranslation

#: Characters of one line; a longer one is refused instead of filling the memory.
LONGEST_LINE = 20_000_000


class BadLine(ValueError):
    """A line that is no statement; the message says what is wrong with it."""


def looks_structured(data: bytes, name: str) -> str | None:
    """ "jsonl" or "csv" where the beginning of a file says so by content (a name alone decides nothing), else None."""
    head = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    first = head.split(b"\n", 1)[0]
    if head.startswith(b"{") and ((b'"id"' in head and b'"text"' in data[:200_000]) or name.endswith(".jsonl")):
        return "jsonl"
    columns = {column.strip().strip('"') for column in first.decode("utf-8", "replace").split(",")}
    return "csv" if {"id", "language", "text"} <= columns else None


def json_lines(lines: Iterable[bytes]) -> Iterator[Sent | BadLine]:
    """One `Sent` or `BadLine` for each line that is not empty."""
    for line in lines:
        if not line.strip():
            continue
        try:
            if len(line) > LONGEST_LINE:
                raise BadLine(f"The line is longer than {LONGEST_LINE} bytes.")
            row = json.loads(line)
            if not isinstance(row, dict):
                raise BadLine("The line is no JSON object.")
            yield sent(row, line)
        except BadLine as bad:
            yield bad
        except (UnicodeDecodeError, ValueError, RecursionError) as error:
            yield BadLine(f"The line is no JSON in UTF-8: {error}")


def csv_rows(lines: Iterable[str]) -> Iterator[Sent | BadLine]:
    """One `Sent` or `BadLine` for each row of a CSV file with a header."""
    csv.field_size_limit(LONGEST_LINE)
    reader = csv.DictReader(lines)
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield BadLine(f"The row is no CSV: {error}")
            return
        try:
            nested = _nest({key: unguarded(value) for key, value in row.items() if key and value})
            yield sent(nested, json.dumps(nested, ensure_ascii=False).encode())
        except BadLine as bad:
            yield bad


def read_chunk(lines: Sequence[bytes]) -> list[Sent | BadLine]:
    """`json_lines`, with what is derived from each statement's words: the work that another process can do."""
    return [one if isinstance(one, BadLine) else _fold(one) for one in json_lines(lines)]


def _fold(one: Sent) -> Sent:
    body = "\n\n".join(one.texts)
    digest, prints = shadow(body)
    title, text = search_form(one.title, one.language), search_form(body, one.language)
    return replace(one, folded=Folded(title, text, digest, frozenset(prints)))


def _nest(flat: Mapping[str, str]) -> dict:
    """Columns with dots as nested objects; numbered parts as lists; `a.name` under a list's name as a list of one."""
    tree: dict = {}
    for key, value in flat.items():
        *way, last = key.split(".")
        place = tree
        for part in way:
            place = place.setdefault(part, {})
            if not isinstance(place, dict):
                raise BadLine(f"The columns {key!r} and {part!r} cannot stand together.")
        place[last] = value
    for name in ("organisations", "translations"):
        if isinstance(tree.get(name), dict):
            inner = tree[name]
            tree[name] = [inner[key] for key in sorted(inner, key=int)] if all(map(str.isdecimal, inner)) else [inner]
    if isinstance(tree.get("topics"), dict):
        tree["topics"] = list(tree["topics"].values())
    elif isinstance(tree.get("topics"), str):
        tree["topics"] = [topic.strip() for topic in tree["topics"].split(";") if topic.strip()]
    return tree


def sent(row: Mapping, raw: bytes) -> Sent:
    """A statement out of one nested object. Raises BadLine with a sentence that says what is wrong."""
    identifier = _text(row, "id", required=True)[:200]
    language = _language(_text(row, "language", required=True))
    titles = row.get("title") or {}
    if isinstance(titles, str):
        titles = {language: titles}
    if not isinstance(titles, Mapping):
        raise BadLine("“title” is neither a text nor an object of texts by language.")
    texts = tuple(split_paragraphs(_text(row, "text", required=True)))
    if not texts:
        raise BadLine("“text” is empty.")
    kind = _text(row, "kind") or "statement"
    if kind not in KINDS:
        raise BadLine(f"“{kind}” is not a kind; use one of: {', '.join(KINDS)}.")
    return Sent(
        id=identifier,
        title=_plain(titles.get(language)),
        language=language,
        texts=texts,
        raw=raw,
        kind=kind,
        organisations=tuple(_organisation(one) for one in _list(row, "organisations")),
        issuing_body=_text(row, "issuing_body")[:200],
        date=_date(row),
        topics=tuple(topic[:200] for topic in map(_plain, _list(row, "topics")) if topic),
        address=_text(row, "source")[:2000],
        captured_at=_moment(_text(row, "captured_at")),
        translations=tuple(_translation(one, language, titles) for one in _list(row, "translations")),
    )


def _text(row: Mapping, name: str, *, required: bool = False) -> str:
    value = row.get(name)
    if value is None or value == "":
        if required:
            raise BadLine(f"“{name}” is missing.")
        return ""
    if not isinstance(value, str | int):
        raise BadLine(f"“{name}” is not a text.")
    return _plain(value)


def _plain(value: object) -> str:
    """Without NUL, which PostgreSQL keeps in no text."""
    return "" if value is None else str(value).replace("\x00", "").strip()


def _list(row: Mapping, name: str) -> list:
    value = row.get(name) or []
    if not isinstance(value, list):
        raise BadLine(f"“{name}” is not a list.")
    return value


def _language(tag: str) -> str:
    known = languages.language(tag)
    if known is languages.UNDETERMINED:
        raise BadLine(
            f"“{tag}” is not a language that the archive knows; use a BCP 47 tag such as fa, ar, ckb, tr, en."
        )
    return known.tag


def _organisation(one: object) -> tuple[str, str]:
    if not isinstance(one, Mapping):
        raise BadLine("An organisation is not an object with “name” and “role”.")
    role = _text(one, "role") or Role.ISSUER
    if role not in Role.values:
        raise BadLine(f"“{role}” is not a role; use one of: {', '.join(Role.values)}.")
    return _text(one, "name", required=True)[:200], role


def _date(row: Mapping) -> dates.HistoricalDate | None:
    written = _text(row, "date")
    if not written:
        return None
    calendar = _text(row, "calendar") or dates.GREGORIAN
    try:
        return dates.parse_input(written, calendar)
    except ValueError as error:
        raise BadLine(f"“date”: {error}") from None


def _moment(text: str) -> datetime.datetime | None:
    if not text:
        return None
    try:
        moment = datetime.datetime.fromisoformat(text)
    except ValueError:
        raise BadLine(f"“captured_at”: {text!r} is no time such as 2026-01-12T10:00:00Z.") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)


def _translation(one: object, original: str, titles: Mapping) -> SentTranslation:
    if not isinstance(one, Mapping):
        raise BadLine("A translation is not an object with “language” and “text”.")
    language = _language(_text(one, "language", required=True))
    if language == original:
        raise BadLine(f"A translation into “{language}” is in the language of the original.")
    origin = _text(one, "origin") or Origin.FOUND
    if origin not in Origin.values:
        raise BadLine(f"“{origin}” is not an origin; use one of: {', '.join(Origin.values)}.")
    title = _text(one, "title") or _plain(titles.get(language))
    texts = tuple(split_paragraphs(_text(one, "text", required=True)))
    return SentTranslation(language, title, texts, _text(one, "translator")[:200], origin)
