"""Door: what each passage that holds a statement means: language, date, organisations, title, kind, signatories.

Pure: the vocabulary is handed in. Each guess carries the span of the words that made it and a confidence.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from archive.dates import HistoricalDate
from editorial.intake.recognise.attribution import ISSUER, Attribution, named
from editorial.intake.recognise.calibration import calibrated
from editorial.intake.recognise.date import guess_date
from editorial.intake.recognise.date_order import in_order
from editorial.intake.recognise.kind import guess_kind
from editorial.intake.recognise.language import guess_language
from editorial.intake.recognise.leads import spoke
from editorial.intake.recognise.organisation import attribute
from editorial.intake.recognise.owner import find_owner
from editorial.intake.recognise.signatories import read_signatories
from editorial.intake.recognise.surroundings import Surroundings
from editorial.intake.recognise.title import guess_title
from editorial.intake.recognise.vocabulary import Vocabulary
from editorial.records import Extract, Guess, Named, Passage, Reading, Span

__all__ = ["recognise"]

#: An issuer believed no more than this gives way to the page's owner.
WEAK = 0.6


def recognise(
    extract: Extract, passages: Sequence[Passage], vocabulary: Vocabulary, hint: Mapping[str, str] | None = None
) -> list[Reading]:
    """A reading of each passage that holds a statement, in order.

    `hint` is what is known of the source: `language`, `issuer`, `country`, `date_order`. The page's owner is sought
    after the items were read once without it, because on a listing the items tell it.
    """
    told = dict(hint or {})
    page = Surroundings(extract, tuple(passages))
    if not page.statements:
        return []  # whose the page is would be sought in all of it for nobody
    readings = [_read(page, passage, vocabulary, told) for passage in page.statements]
    issuers = [one for reading in readings for one in reading.organisations]
    owned = Surroundings(extract, tuple(passages), owner=find_owner(page, vocabulary, issuers, told))
    readings = [
        _announced_by(page, reading, before, vocabulary)
        for before, reading in zip([None, *readings], readings, strict=False)
    ]
    return [
        calibrated(
            reading
            if any(one.role == ISSUER and one.confidence > WEAK for one in reading.organisations)
            else _attributed(owned, reading, vocabulary)
        )
        for reading in readings
    ]


def _read(page: Surroundings, passage: Passage, vocabulary: Vocabulary, hint: Mapping[str, str]) -> Reading:
    start, end = page.body(passage)
    text = page.body_text(passage)
    words = text if sum(map(str.isalpha, text)) >= 40 else page.raw(passage)
    tag, firm = guess_language(words, hint.get("language") or page.extract.page.get("language", ""))
    date = in_order(page, guess_date(page, passage, tag), tag, hint.get("date_order", ""))
    year = date.value.first.year if date and isinstance(date.value, HistoricalDate) else None
    signed = read_signatories(page, passage, vocabulary, year)
    reading = Reading(
        passage=passage,
        language=Guess(tag, firm, Span(start, end)),
        kind=Guess("statement", 0.5),
        title=guess_title(page, passage, tag),
        date=date,
        signatories=signed,
        excerpt=passage.kind == "excerpt",
        hand=page.hand(passage),
    )
    return _attributed(page, reading, vocabulary)


def _attributed(page: Surroundings, reading: Reading, vocabulary: Vocabulary) -> Reading:
    """`reading` with its organisations, organ, author and the kind that follows from them."""
    date = reading.date.value if reading.date else None
    year = date.first.year if isinstance(date, HistoricalDate) else None
    found: Attribution = attribute(
        page, reading.passage, vocabulary, str(reading.language.value), year, reading.signatories
    )
    return replace(
        reading,
        organisations=found.organisations,
        issuing_body=found.organ,
        author=found.author,
        kind=guess_kind(page, reading.passage, found, reading.signatories),
    )


def _announced_by(page: Surroundings, reading: Reading, before: Reading | None, vocabulary: Vocabulary) -> Reading:
    """`reading` with the issuer that the report before it names, where the report only announces its text."""
    if before is None or any(one.role == ISSUER for one in reading.organisations) or not page.is_label(reading.passage):
        return reading
    start, end = page.body(before.passage)
    name = spoke(page.extract.text[start:end][:1500], vocabulary)
    issuer: Named | None
    if name:
        issuer = named(name, start, ISSUER, 0.75)
    else:
        issuer = next((replace(one, confidence=0.5) for one in before.organisations if one.role == ISSUER), None)
    if issuer is None:
        return reading
    return replace(reading, organisations=(issuer, *reading.organisations))
