"""Settle which number is the day in dates such as 03/04/2021, by what the source's recipe says of its pages."""

import re
from dataclasses import replace

from archive.dates import HistoricalDate
from editorial.intake.recognise.date_finder import find_dates
from editorial.intake.recognise.date_place import AMBIGUOUS
from editorial.intake.recognise.letters import fold
from editorial.intake.recognise.surroundings import Surroundings
from editorial.records import Guess

_NUMBERS = re.compile(r"(\d{1,2})\s?([/.-])\s?(\d{1,2})\s?[/.-]\s?(\d{4}|\d\d)")


def in_order(page: Surroundings, guess: Guess | None, language: str, order: str) -> Guess | None:
    """`guess` read as `order` says: "day first" or "month first"; as it is where it has one reading only."""
    if guess is None or guess.evidence is None or not order or not isinstance(guess.value, HistoricalDate):
        return guess
    numbers = _NUMBERS.search(fold(page.raw(guess.evidence))[0])
    if not numbers or not (1 <= int(numbers[1]) <= 12 and 1 <= int(numbers[3]) <= 12) or numbers[1] == numbers[3]:
        return guess
    found = find_dates(page.raw(guess.evidence), language)
    if len(found) != 1 or found[0].calendar != "gregorian":
        return guess
    day, month = int(numbers[1]), int(numbers[3])
    if order == "month first":
        day, month = month, day
    value = replace(found[0], day=day, month=month).value(page.raw(guess.evidence))
    sure = guess.confidence / AMBIGUOUS if found[0].ambiguous else guess.confidence
    return replace(guess, value=value, confidence=round(sure, 2)) if value else guess
