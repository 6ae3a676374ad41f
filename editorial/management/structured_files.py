"""Take structured files in, chunk by chunk: what `take_in` does with JSON Lines and CSV."""

import codecs
import functools
import io
import itertools
import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import BinaryIO

from django.contrib.auth.models import User
from django.db import DatabaseError, transaction
from django.utils.text import slugify

from archive.faults import again, disk_is_full
from archive.models import Source, Statement
from editorial import roles
from editorial.intake.confinement import die_with
from editorial.intake.structured import LONGEST_LINE, BadLine, csv_rows, read_chunk
from editorial.models import Batch
from editorial.records import Sent
from editorial.workflow.collect import CHUNK, Collected, collect
from editorial.workflow.collected_names import Names
from editorial.workflow.moves import Refused

#: Chunks that are read while one is written: enough to keep both processes busy, little enough to stay small.
AHEAD = 3


def read_chunks(stream: BinaryIO, form: str) -> Iterator[list[Sent | BadLine]]:
    """The statements of an open file, CHUNK at a time, read as they are asked for; `form` is "jsonl" or "csv".

    A second process reads and folds the next lines while this one writes: half of the work needs no database.
    """
    if form == "csv":
        yield from _groups(csv_rows(io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")))
        return
    spawn = multiprocessing.get_context("spawn")
    # A reader whose parent was killed would wait for ever, and hold its files and pipes open.
    with ProcessPoolExecutor(1, mp_context=spawn, initializer=die_with, initargs=(os.getpid(),)) as reader:
        ahead: deque = deque()
        for lines in _groups(_lines(stream)):
            ahead.append(reader.submit(read_chunk, lines))
            if len(ahead) > AHEAD:
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    """Lines that are not empty, cut where they are longer than any statement may be."""
    first = True
    while line := stream.readline(LONGEST_LINE + 1):
        line = line.removeprefix(codecs.BOM_UTF8) if first else line
        first = False
        if line.strip():
            yield line


def _groups[One](ones: Iterable[One]) -> Iterator[list[One]]:
    ones = iter(ones)
    while group := list(itertools.islice(ones, CHUNK)):
        yield group


def source_of(path: Path, given: Source | None) -> Source:
    """The source whose identifiers these are: the one named, else one called like the file."""
    if given:
        return given
    slug = slugify(path.stem) or "collection"
    found, _made = Source.objects.get_or_create(slug=slug, defaults={"name_en": path.stem, "kind": Source.Kind.SENDER})
    return found


def take_in_file(
    path: Path,
    form: str,
    *,
    source: Source | None,
    by: User,
    batch_name: str,
    publish: bool,
    dry_run: bool,
    summary: dict,
    progress: Callable[[int], None],
) -> None:
    """Take one structured file in and add what happened to `summary` (the object that `take_in --json` prints).

    A line that is no statement is counted as failed with its number; the others go in. Raises Refused before anything
    is written where the person may not draft, or with `publish` may not answer alone.
    """
    needed = [roles.TAKE_IN, roles.DRAFT] + [roles.VERIFY_ALONE, roles.PUBLISH] * publish
    lacking = [permission for permission in needed if not by.has_perm(permission)]
    if lacking:
        raise Refused(f"“{by}” may not do this; missing: {', '.join(lacking)}.")
    with path.open("rb") as stream:
        numbered = _numbered(read_chunks(stream, form))
        if dry_run:
            _foresee(
                numbered, source or Source.objects.filter(slug=slugify(path.stem)).first(), path, summary, progress
            )
            return
        take = functools.partial(
            _take, source=source_of(path, source), by=by, batch_name=batch_name, names=Names(), publish=publish
        )
        done = 0
        for lines in numbered:
            good = _sort_out(lines, path, summary)
            try:
                _add(summary, again(take, good))
            except (Refused, DatabaseError, ValueError) as error:
                if disk_is_full(error):
                    raise
                # One of them stops the others, so each goes for itself.
                for number, one in lines:
                    if isinstance(one, Sent):
                        try:
                            _add(summary, again(take, [one]))
                        except (Refused, DatabaseError, ValueError) as error:
                            if disk_is_full(error):
                                raise
                            summary["failed"].append({"item": f"{path.name}:{number}", "error": str(error)})
            done += len(lines)
            progress(done)
        Batch.objects.filter(name=batch_name, entries__isnull=True).delete()


def _take(chunk: list[Sent], *, source: Source, by: User, batch_name: str, names: Names, publish: bool) -> Collected:
    """`collect` in a transaction with the batch itself, which another process may make or take away meanwhile."""
    try:
        with transaction.atomic():
            batch, _made = Batch.objects.get_or_create(name=batch_name, defaults={"by": by})
            return collect(chunk, source=source, batch=batch, by=by, names=names, publish=publish)
    except BaseException:
        names.forget()  # some of what it remembers was made in this transaction and is not there
        raise


def _numbered(chunks: Iterable[list[Sent | BadLine]]) -> Iterator[list[tuple[int, Sent | BadLine]]]:
    """Each statement with its place in the file, from 1; empty lines do not count."""
    place = itertools.count(1)
    for chunk in chunks:
        yield [(next(place), one) for one in chunk]


def _sort_out(lines: list[tuple[int, Sent | BadLine]], path: Path, summary: dict) -> list[Sent]:
    """The good ones; the bad ones go into the summary."""
    summary["failed"] += [
        {"item": f"{path.name}:{number}", "error": str(line)} for number, line in lines if isinstance(line, BadLine)
    ]
    return [line for _number, line in lines if isinstance(line, Sent)]


def _foresee(numbered, source: Source | None, path: Path, summary: dict, progress: Callable[[int], None]) -> None:
    """Count what would be new and what is known, and write nothing."""
    done = 0
    for lines in numbered:
        good = _sort_out(lines, path, summary)
        identifiers = {one.id for one in good}
        known = (
            set(
                Statement.objects.filter(source=source, sender_identifier__in=identifiers).values_list(
                    "sender_identifier", flat=True
                )
            )
            if source
            else set()
        )
        summary["statements"]["unchanged"] += len(known)
        summary["statements"]["new"] += len(identifiers - known)
        summary["translations"]["new"] += sum(len(one.translations) for one in good if one.id not in known)
        done += len(lines)
        progress(done)


def _add(summary: dict, counts) -> None:
    for name in ("statements", "translations", "captures"):
        for what, count in getattr(counts, name).items():
            summary[name][what] += count
