"""What there is to say about a translation as it stands: quality findings with what only the database knows."""

from collections.abc import Iterator, Mapping, Sequence

from archive import folding
from archive.models import OrganisationName, Statement, Translation, stale_numbers
from archive.stages import Origin
from editorial import quality
from editorial.models import GlossaryEntry
from editorial.occurrences import occurrences
from editorial.quality import Finding, Named
from editorial.workflow.terms import glossary_of


def names_of(statement: Statement, language: str) -> tuple[Named, ...]:
    """What a rendering in `language` is asked about by name: the organisations that take part in a statement, and what
    the approved entries of the glossary say of its words. Two queries."""
    rows = OrganisationName.objects.filter(
        organisation__participations__statement=statement, language__in=(statement.language, language)
    )
    found: dict[int, tuple[list[str], list[str]]] = {}
    for key, tag, text in rows.order_by("id").values_list("organisation", "language", "text").distinct():
        found.setdefault(key, ([], []))[0 if tag == statement.language else 1].append(text)
    organisations = [Named(tuple(source), tuple(target)) for source, target in found.values() if source and target]
    return (*organisations, *_glossary(statement, language))


def _glossary(statement: Statement, language: str) -> Iterator[Named]:
    """The approved entries whose words stand in the original, where they forbid a rendering or name a person."""
    original = statement.current_revision
    telling = [
        term
        for term in glossary_of(statement.language, language)
        if term.approved and (term.forbidden or (term.kind == GlossaryEntry.Kind.PERSON and term.renderings))
    ]
    if original is None or not telling:
        return
    text = folding.match_form(f"{original.title}\n{original.body()}")
    for term in telling:
        if any(occurrences(text, term.sources, statement.language)):
            yield Named(tuple(term.sources), tuple(term.renderings), tuple(term.forbidden), term.kind)


def findings_of(translation: Translation, names: Sequence[Named] | None = None) -> Mapping[int, tuple[Finding, ...]]:
    """Findings on the current revision by paragraph number (see `editorial.quality.of_text`).

    `names` spares the query where they are at hand. Empty where either text has not been written.
    """
    original, rendering = translation.statement.current_revision, translation.current_revision
    if original is None or rendering is None:
        return {}
    return quality.of_text(
        (original.title, original.paragraphs),
        (rendering.title, rendering.paragraphs),
        (translation.statement.language, translation.language),
        names_of(translation.statement, translation.language) if names is None else names,
        stale_numbers(rendering, original),
    )


def is_ours(translation: Translation) -> bool:
    """Whether its errors can be mended by us. What others published is kept as it was found, and only asked about."""
    return translation.origin in (Origin.OURS, Origin.MACHINE)


def errors_of(translation: Translation) -> dict[int, tuple[Finding, ...]]:
    """The errors that keep a translation from being submitted, by paragraph number. Names and terms only warn, so they
    are not asked for."""
    if not is_ours(translation):
        return {}
    errors = {
        number: tuple(finding for finding in found if finding.is_error)
        for number, found in findings_of(translation, ()).items()
    }
    return {number: found for number, found in errors.items() if found}
