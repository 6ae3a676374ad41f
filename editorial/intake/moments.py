"""Moments as containers write them: ISO 8601 (WARC, Atom) and RFC 5322 (mail, RSS)."""

import datetime
from email.utils import parsedate_to_datetime

_LONGEST = 100


def moment(written: str | None) -> datetime.datetime | None:
    """The moment in UTC, or None where it is none. A moment without a zone is taken for UTC."""
    text = (written or "").strip()
    if not text or len(text) > _LONGEST:
        return None
    for read in (datetime.datetime.fromisoformat, parsedate_to_datetime):
        try:
            found = read(text)
            return (found if found.tzinfo else found.replace(tzinfo=datetime.UTC)).astimezone(datetime.UTC)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return None


def day(written: str | None) -> str:
    """The day that is written, in the writer's own zone, as ISO 8601; "" where there is none."""
    text = (written or "").strip()
    if not text or len(text) > _LONGEST:
        return ""
    for read in (datetime.datetime.fromisoformat, parsedate_to_datetime):
        try:
            return read(text).date().isoformat()
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return ""
