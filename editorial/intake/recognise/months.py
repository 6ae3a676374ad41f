"""The words that dates are written with, read once from `months.toml`: months of three calendars, weekdays, ordinals.

Gregorian months of Arabic follow three usages: Levant and Iraq, Egypt and the Gulf, Maghreb. Solar Hijri names are
those of Iran, of Afghanistan (signs of the zodiac), of Pashto, of Kurdistan, and romanised.
"""

import tomllib
from pathlib import Path

from archive.dates import GREGORIAN, ISLAMIC, SOLAR_HIJRI

_DATA = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def _places(row: str) -> list[tuple[str, int]]:
    """Each variant of each place of `row` with the place's number, from 1."""
    return [
        (variant.replace("_", " "), number)
        for number, place in enumerate(row.split(), 1)
        for variant in place.split("/")
    ]


#: (name as written, calendar, month number)
MONTHS = [
    (name, calendar, number)
    for calendar, table in ((GREGORIAN, "gregorian"), (SOLAR_HIJRI, "solar"), (ISLAMIC, "islamic"))
    for row in _DATA[table].values()
    for name, number in _places(row)
]
AMBIGUOUS = frozenset(_DATA["words"]["ambiguous"].split())
WEEKDAYS = tuple(_DATA["words"]["weekdays"].split())
#: (ordinal in words, day of the month)
ORDINALS = [pair for key in ("days_fa", "days_ar", "days_en", "days_other") for pair in _places(_DATA["words"][key])]
