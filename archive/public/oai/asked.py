"""Which list of records is asked for, from where on: the arguments of OAI-PMH, and the tokens that carry them on.

A token holds everything that the next part of a list needs, so that nothing about a harvester is kept and it never
grows old. A list is ordered by the moment of change: what changes while it is taken stands again at its end, and
nothing is missed.
"""

import base64
import binascii
import datetime
import re
from dataclasses import dataclass

PREFIX = "oai_dc"
DAY, SECOND = "%Y-%m-%d", "%Y-%m-%dT%H:%M:%SZ"
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)?")


class Error(Exception):
    """One of the protocol's error conditions."""

    def __init__(self, code: str, message: str):
        super().__init__(message)
        self.code, self.message = code, message


@dataclass(frozen=True, slots=True)
class Asked:
    """Which list is asked for, and which part of it: what comes after `at` and `reference`, the `cursor`-th record."""

    prefix: str
    first: str = ""
    last: str = ""
    set: str = ""
    at: str = ""
    reference: str = ""
    cursor: int = 0
    total: int = 0

    def token(self) -> str:
        """All of it as one opaque word."""
        parts = (self.prefix, self.first, self.last, self.set, self.at, self.reference, self.cursor, self.total)
        return base64.urlsafe_b64encode("|".join(map(str, parts)).encode()).decode().rstrip("=")

    @classmethod
    def of_token(cls, token: str) -> "Asked":
        """What a token of ours says. Raises Error for any other."""
        try:
            parts = base64.b64decode(token + "=" * (-len(token) % 4), b"-_", validate=True).decode().split("|")
            *words, cursor, total = parts
            prefix, first, last, set_, at, reference = words
            asked = cls(prefix, first, last, set_, at, reference, int(cursor), int(total))
            made_here = asked.prefix == PREFIX and min(asked.cursor, asked.total) >= 0
            bounds(asked)
            if not made_here or "\0" in "".join(words) or datetime.datetime.fromisoformat(asked.at).tzinfo is None:
                raise ValueError
        except (ValueError, TypeError, binascii.Error, Error) as error:
            raise Error("badResumptionToken", "This token was not made here.") from error
        return asked


def _moment(text: str) -> datetime.datetime:
    if not _MOMENT.fullmatch(text):
        raise Error("badArgument", f"“{text}” is no date; write {DAY} or {SECOND} (UTC).")
    try:
        read = datetime.datetime.strptime(text, SECOND if "T" in text else DAY)
    except ValueError:
        raise Error("badArgument", f"“{text}” is a day or time that never was.") from None
    return read.replace(tzinfo=datetime.UTC)


def bounds(asked: Asked) -> tuple[datetime.datetime | None, datetime.datetime | None]:
    """The first moment, and the moment before which the last one lies; None where it is open. Raises Error."""
    first = _moment(asked.first) if asked.first else None
    last = _moment(asked.last) if asked.last else None
    if first and last and len(asked.first) != len(asked.last):
        raise Error("badArgument", "from and until differ in granularity.")
    if first and last and first > last:
        raise Error("badArgument", "from lies after until.")
    if last:
        try:
            last += datetime.timedelta(seconds=1) if "T" in asked.last else datetime.timedelta(days=1)
        except OverflowError:
            last = None
    return first, last
