"""How long the translation memory takes to answer for one paragraph, among a million segments.

    python -m tests.bench.memory [--segments 1000000] [--lookups 300]

Fills the real tables of a scratch archive with invented segments: sentences of 4 to 60 words that are drawn by Zipf's
law from 60,000 words, one in fifty a slogan out of two hundred that stand in very many. SQLite by default; on
PostgreSQL with `DATABASE_URL` naming an empty database, which is used up. Then it looks up paragraphs of which a third
are kept word by word, a third with every seventh word changed, and a third are new, and phrases of three words. Prints
build time, size, percentiles in wall-clock and CPU milliseconds (of this process: the server's own time on PostgreSQL
is in the wall clock only), peak memory, and how many of the planted paragraphs came first.
"""

import argparse
import itertools
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[2]
WORDS, SLOGANS, AT_ONCE = 60_000, 200, 20_000
PAIR = ("fa", "en")
LETTERS = "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"


class Invented:
    """Sentences of made words; the commonest words are the shortest ones, as in languages."""

    def __init__(self, chance: random.Random, letters: str):
        self._chance = chance
        self.words = [self._word(letters, 2 + min(8, rank.bit_length() // 2)) for rank in range(1, WORDS + 1)]
        self._weights = list(itertools.accumulate(1 / rank for rank in range(1, WORDS + 1)))
        self.slogans = [self.sentence(3, 12) for _slogan in range(SLOGANS)]

    def _word(self, letters: str, length: int) -> str:
        return "".join(self._chance.choices(letters, k=length))

    def sentence(self, least: int = 4, most: int = 60) -> str:
        length = self._chance.randint(least, most)
        return " ".join(self._chance.choices(self.words, cum_weights=self._weights, k=length)) + "."

    def paragraph(self) -> str:
        return self._chance.choice(self.slogans) if self._chance.random() < 0.02 else self.sentence()

    def edited(self, text: str) -> str:
        """Every seventh word another one."""
        words = text.split()
        for place in range(self._chance.randrange(3, 7), len(words), 7):
            words[place] = self._chance.choice(self.words)
        return " ".join(words)


def timed(what: str, calls: list[Callable[[], object]]) -> list:
    """Print the percentiles of some calls; returns what they returned."""
    wall, cpu, answers = [], [], []
    for call in calls:
        began, used = time.perf_counter(), time.process_time()
        answers.append(call())
        wall.append((time.perf_counter() - began) * 1000)
        cpu.append((time.process_time() - used) * 1000)

    def at(values: list[float], share: float) -> float:
        return sorted(values)[min(len(values) - 1, int(len(values) * share))]

    print(
        f"{what}: p50 {at(wall, 0.5):.1f} ms, p95 {at(wall, 0.95):.1f} ms, max {max(wall):.1f} ms; "
        f"CPU p50 {at(cpu, 0.5):.1f} ms, p95 {at(cpu, 0.95):.1f} ms",
        flush=True,
    )
    return answers


def measure(segments: int, lookups: int) -> None:
    from django.db import connection, transaction

    from archive.models import Revision, Statement, Translation, insert
    from editorial import fulltext
    from editorial.models import Segment, SegmentMark
    from editorial.segments import key, marks, pair_of, words_in_row
    from editorial.workflow.memory import alike, concordance, same

    pair = pair_of(*PAIR)
    chance = random.Random(1)  # noqa: S311 - made data
    original, rendering = Invented(chance, LETTERS), Invented(chance, "abcdefghijklmnopqrstuvwxyz")
    statement = Statement.objects.create(language=PAIR[0])
    translation = Translation.objects.create(statement=statement, language=PAIR[1])
    assert not Revision.objects.exists(), "give it an empty database"

    began, used = time.perf_counter(), time.process_time()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA synchronous=OFF")
        else:
            for column in ("source_words", "target_words"):
                cursor.execute(f"DROP INDEX editorial_segment_{column}")
        for table in (Segment, SegmentMark):
            cursor.execute(f"DROP INDEX {table._meta.indexes[0].name}")
    planted: list[str] = []

    def rows() -> Iterator[tuple]:
        for number in range(1, segments + 1):
            source, target = original.paragraph(), rendering.sentence()
            if number % (segments // lookups) == 0:
                planted.append(source)
            yield (number, translation.pk, number, *PAIR, source, target, key(source, pair),
                   words_in_row(source), words_in_row(target))  # fmt: skip

    columns = ("id", "translation_id", "number", "source_language", "language", "source", "target", "key",
               "source_words", "target_words")  # fmt: skip
    made = rows()
    count = 0
    while some := list(itertools.islice(made, AT_ONCE)):
        with transaction.atomic():
            insert(Segment, columns, some)
            kept = [(mark, row[0]) for row in some for mark in marks(row[5], pair)]
            insert(SegmentMark, ("hash", "segment_id"), kept)
            count += len(kept)
    loaded = time.perf_counter()
    with connection.schema_editor(atomic=False) as editor:
        for table in (Segment, SegmentMark):
            editor.add_index(table, table._meta.indexes[0])
    fulltext.install_after_migrate("default")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if connection.vendor == "sqlite":
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
        else:
            cursor.execute("SELECT pg_database_size(current_database())")
        (size,) = cursor.fetchone()
    print(
        f"{connection.vendor}: {segments:,} segments with {count:,} marks, {size / 1e6:,.0f} MB; loaded in "
        f"{loaded - began:.0f} s, indexed in {time.perf_counter() - loaded:.0f} s "
        f"(CPU of this process {time.process_time() - used:.0f} s)",
        flush=True,
    )

    long = [text for text in planted if len(text.split()) >= 8]
    third = min(lookups // 3, len(long))
    kept, edited = planted[:third], [original.edited(text) for text in long[:third]]
    new = [original.sentence() for _text in range(third)]

    def ask(text: str) -> Callable[[], list]:
        return lambda: alike(text, *PAIR)

    answers = timed("a paragraph that is kept", [ask(text) for text in kept])
    right = sum(bool(offers) and offers[0].likeness == 100 for offers in answers)
    print(f"  first and 100 %: {right} of {len(kept)}")
    answers = timed("every seventh word changed", [ask(text) for text in edited])
    right = sum(any(offer.segment.source == text for offer in offers) for offers, text in zip(answers, long))  # noqa: B905 - the first third
    print(f"  found: {right} of {len(edited)}")
    answers = timed("a new paragraph", [ask(text) for text in new])
    print(f"  offered without likeness: {sum(map(bool, answers))} of {len(new)}")
    timed("a slogan", [ask(text) for text in original.slogans[:third]])
    timed("50 paragraphs at once, equal ones", [lambda: same([*kept[:25], *new[:25]], *PAIR)] * 10)
    phrases = [" ".join(text.split()[:3]) for text in long[:third]]
    found = timed("concordance of three words", [lambda text=text: concordance(text, *PAIR) for text in phrases])
    print(f"  found: {sum(map(bool, found))} of {len(phrases)}")
    common = [" ".join(original.words[place : place + 1 + place % 2]) for place in range(10)]
    timed("concordance of the commonest words", [lambda text=text: concordance(text, *PAIR) for text in common])
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--segments", type=int, default=1_000_000)
    parser.add_argument("--lookups", type=int, default=300)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{Path(scratch) / 'archive.sqlite3'}")
        os.environ["DJANGO_SETTINGS_MODULE"] = "archive.settings"
        subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, check=True)
        django.setup()
        measure(given.segments, given.lookups)


if __name__ == "__main__":
    main()
