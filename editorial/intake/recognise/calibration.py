"""Confidences as labelled pages bear them out, told in place of those that a rule claims for itself.

The table (`calibration.toml`) is made by `tests/bench/calibrate.py`; between its rows the nearest lower row's drop is
taken. Rules weigh their candidates by what they claim; only what leaves recognising is told by the table.
"""

import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from editorial.records import Guess, Reading

TABLE = Path(__file__).with_suffix(".toml")


def _read() -> dict[str, list[tuple[float, float]]]:
    rows = tomllib.loads(TABLE.read_text(encoding="utf-8")) if TABLE.exists() else {}
    return {field: [(row[0], row[3]) for row in of_field] for field, of_field in rows.items()}


_STEPS = _read()


@contextmanager
def untold() -> Iterator[None]:
    """Within it recognising tells what the rules claim: for making the table."""
    kept = dict(_STEPS)
    _STEPS.clear()
    try:
        yield
    finally:
        _STEPS.update(kept)


def step(rows: Sequence[tuple[float, float]], raw: float) -> float:
    """The confidence told for `raw`: as much lower as that of the nearest row at or below it."""
    lower = [told - claimed for claimed, told in rows if claimed <= raw + 0.005]
    return round(raw + lower[-1], 2) if lower else raw


def _told[Value](guess: Guess[Value], field: str) -> Guess[Value]:
    return replace(guess, confidence=step(_STEPS.get(field, ()), guess.confidence))


def calibrated(reading: Reading) -> Reading:
    """`reading` with the confidences of title, date, language and issuers as labelled pages bear them out."""
    rows = _STEPS.get("organisation", ())
    return replace(
        reading,
        title=_told(reading.title, "title") if reading.title else None,
        date=_told(reading.date, "date") if reading.date else None,
        language=_told(reading.language, "language"),
        organisations=tuple(
            replace(one, confidence=step(rows, one.confidence)) if one.role == "issuer" else one
            for one in reading.organisations
        ),
    )
