"""What an editor sees marked in a capture: the candidate's passage, its parts, the machine's evidence, the others."""

from collections.abc import Callable, Iterator, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from editorial.margin import Stretch
from editorial.models import Candidate

#: The words that stand in the margin, for evidence of a reading and for parts of a passage.
EVIDENCE: dict[str, Promise] = {
    "title": gettext_lazy("title"),
    "date": gettext_lazy("date"),
    "issuing_body": gettext_lazy("issuing body"),
    "author": gettext_lazy("author"),
    "kind": gettext_lazy("kind"),
}
PARTS: dict[str, Promise] = {
    "byline": gettext_lazy("byline"),
    "date line": gettext_lazy("date line"),
    "provenance": gettext_lazy("lead-in"),
    "salutation": gettext_lazy("salutation"),
    "sign-off": gettext_lazy("sign-off"),
    "signatories": gettext_lazy("signatories"),
    "read more": gettext_lazy("read more"),
    "insert": gettext_lazy("insert"),
}
ORGANISATION: dict[str, Promise] = {
    "issuer": gettext_lazy("issuer"),
    "signatory": gettext_lazy("signatory"),
    "publisher": gettext_lazy("publisher"),
    "quoting source": gettext_lazy("quoting source"),
}


def stretches_of(
    candidate: Candidate, siblings: Sequence[Candidate], address: Callable[[int], str]
) -> Iterator[Stretch]:
    """Every span to be marked on the page of `candidate`; `address` gives the page of another candidate's key."""
    for sibling in siblings:
        if sibling.pk == candidate.pk:
            yield Stretch("passage", "passage", candidate.start, candidate.end, _("this candidate"))
        else:
            word = _("candidate %(position)d · %(state)s") % {
                "position": sibling.position,
                "state": sibling.get_state_display(),
            }
            yield Stretch("other", sibling.state, sibling.start, sibling.end, word, address(sibling.pk))
    reading = candidate.reading
    evident = {tuple(span) for span in (reading.get("evidence") or {}).values() if span}
    for kind, start, end in reading.get("parts", []):
        # Where a guess rests on the same words, its name says more than the part's.
        if kind in PARTS and (start, end) not in evident:
            yield Stretch("part", kind, start, end, str(PARTS[kind]))
    for name, span in (reading.get("evidence") or {}).items():
        if span and name in EVIDENCE:
            yield Stretch("evidence", name, span[0], span[1], str(EVIDENCE[name]))
    for one in [*reading.get("organisations", []), *reading.get("signatories", [])]:
        span = one.get("evidence")
        if span:
            role = one.get("role") or "signatory"
            yield Stretch("evidence", "organisation", span[0], span[1], str(ORGANISATION.get(role, role)))
