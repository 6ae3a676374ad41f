"""What is being gathered about who a passage is of: names in their roles, the organ that speaks, the author."""

from dataclasses import dataclass, field

from editorial.intake.recognise.naming import NameFound
from editorial.records import Guess, Named, Span

ISSUER, PUBLISHER, QUOTING = "issuer", "publisher", "quoting source"


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who a passage is of: organisations in their roles, the organ that speaks, the person who wrote it."""

    organisations: tuple[Named, ...] = ()
    organ: Guess | None = None
    author: Guess | None = None


@dataclass(slots=True)
class Finding:
    """What has been found so far for one passage."""

    names: list[Named] = field(default_factory=list)
    organ: Guess | None = None
    author: Guess | None = None

    def issuer(self) -> bool:
        return any(name.role == ISSUER for name in self.names)

    def add(self, name: Named, organ: str = "") -> None:
        if name.name and not any(known.name == name.name for known in self.names):
            self.names.append(name)
        if organ and self.organ is None:
            self.organ = Guess(organ, round(min(name.confidence + 0.03, 0.97), 2), name.evidence)


def named(found: NameFound, at: int, role: str, confidence: float, year: int | None = None) -> Named:
    """A `Named` of a name found in a text that begins at `at` of the extract."""
    span = Span(at + found.start, at + found.end)
    if found.hit:
        known = found.hit.best(year)
        firm = confidence if len(found.hit.known) == 1 else confidence * 0.8
        return Named(known.canonical, role, found.written, known.slug, "", round(firm, 2), span)
    return Named(found.written, role, found.written, "", "", round(confidence * 0.85, 2), span)
