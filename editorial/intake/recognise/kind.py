"""Recognise what sort of text a statement is, by the words of its head, its shape and who is behind it."""

import re
import tomllib
from pathlib import Path

from editorial.intake import cues
from editorial.intake.recognise.attribution import Attribution
from editorial.intake.recognise.surroundings import Surroundings
from editorial.records import Guess, Named, Passage, Span

_PATTERNS = {
    kind: re.compile(rf"(?<!\w)(?:{words})(?!\w)")
    for kind, words in tomllib.loads(Path(__file__).with_name("kinds.toml").read_text(encoding="utf-8")).items()
}
_JOINT = _PATTERNS.pop("joint")
_SPEAKER = re.compile(r"^\W*([^\W\d_][\w.'’\- ]{1,40}):\s", re.MULTILINE)
#: So many signatures make a statement a joint one.
_MANY = 3


def guess_kind(page: Surroundings, passage: Passage, attribution: Attribution, signed: tuple[Named, ...]) -> Guess:
    """One of the archive's kinds, with the words that told it."""
    heads = [part for kind in ("title", "byline", "provenance", "date line") for part in passage.spans(kind)]
    head = cues.plain(" . ".join(page.raw(part) for part in heads))
    start, end = page.body(passage)
    body = page.extract.text[start:end]
    opening = cues.plain(body[:200])
    evidence = Span(min(head.start for head in heads), max(head.end for head in heads)) if heads else None
    if len(signed) >= _MANY:
        return Guess("joint statement", 0.9, signed[0].evidence)
    if _JOINT.search(head) or _JOINT.search(opening):
        return Guess("joint statement", 0.85, evidence or Span(start, min(end, start + 200)))
    if _is_dialogue(body):
        return Guess("interview", 0.9, Span(start, min(end, start + 200)))
    for kind, pattern in _PATTERNS.items():
        if pattern.search(head):
            return Guess(kind, 0.8, evidence)
    issuers = [one for one in attribution.organisations if one.role == "issuer"]
    if attribution.author and (not issuers or issuers[0].confidence < 0.85):
        return Guess("commentary", 0.75, attribution.author.evidence)
    stated = cues.STATEMENT.within(head) or any(one.confidence >= 0.85 for one in issuers)
    return Guess("statement", 0.85 if stated else 0.65, evidence)


def _is_dialogue(body: str) -> bool:
    """Whether two and more speakers take turns, their names before a colon."""
    speakers: dict[str, int] = {}
    for found in _SPEAKER.finditer(body):
        name = found[1].split()[-1]
        speakers[name] = speakers.get(name, 0) + 1
    return sum(count for count in speakers.values() if count >= 2) >= 4 and sum(c >= 2 for c in speakers.values()) >= 2
