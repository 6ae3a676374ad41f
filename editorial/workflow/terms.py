"""What the glossary and the authority of names say of the paragraphs of a text. They are offered, never put in."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ahocorasick_rs import AhoCorasick, MatchKind

from archive import folding
from archive.models import OrganisationName
from editorial.models import GlossaryTerm
from editorial.occurrences import form_of, is_word

ORGANISATION = "organisation"


@dataclass(slots=True)
class Term:
    """One entry as it concerns a pair of languages: how a text may call it, and how a rendering should and must not.

    `kind` is term, person or organisation; `key` the entry's or the organisation's.
    """

    kind: str
    key: int
    note: str = ""
    approved: bool = True
    sources: list[str] = field(default_factory=list)
    renderings: list[str] = field(default_factory=list)
    forbidden: list[str] = field(default_factory=list)

    @property
    def source(self) -> str:
        return self.sources[0]


def _same(tag: str, language: str) -> bool:
    """Whether a word of `tag` counts in `language`: the same language, whatever the region; and names of none."""
    return tag == "und" or tag.partition("-")[0] == language.partition("-")[0]


def glossary_of(source_language: str, language: str) -> list[Term]:
    """Every entry of the glossary that has a word in the language of the original. One query."""
    found: dict[int, Term] = {}
    standing = GlossaryTerm.Standing
    written = GlossaryTerm.objects.select_related("entry").order_by("entry", "standing", "id")
    # Preferred terms come first: of "preferred" and "variant" the alphabet says so, "forbidden" goes elsewhere.
    for one in written:
        entry = one.entry
        term = found.setdefault(entry.pk, Term(entry.kind, entry.pk, entry.note, entry.approved_by_id is not None))
        if _same(one.language, source_language) and one.standing != standing.FORBIDDEN:
            term.sources.append(one.text)
        if _same(one.language, language):
            (term.forbidden if one.standing == standing.FORBIDDEN else term.renderings).append(one.text)
            if one.note:
                term.note = f"{term.note} {one.text}: {one.note}".strip()
    return [term for term in found.values() if term.sources]


def terms_of(source_language: str, language: str) -> list[Term]:
    """Every entry and organisation that has a word in the language of the original. Two queries."""
    known: dict[int, Term] = {}
    names = OrganisationName.objects.order_by("organisation", "id").values_list("organisation", "language", "text")
    for key, tag, text in names:
        term = known.setdefault(key, Term(ORGANISATION, key))
        if _same(tag, source_language):
            term.sources.append(text)
        if _same(tag, language):
            term.renderings.append(text)
    found = [*glossary_of(source_language, language), *known.values()]
    return [term for term in found if term.sources and (term.renderings or term.forbidden or term.note)]


def in_paragraphs(texts: Mapping[int, str], source_language: str, language: str) -> dict[int, list[Term]]:
    """For each paragraph (number → text of the original) the entries that it contains, in the order of the text.

    A term counts in any spelling habit, behind what Arabic writes together with a word and before the endings that
    other languages put to it; of overlapping ones the longest. Two queries, whatever the number of paragraphs.
    """
    by_form: dict[str, list[Term]] = {}
    for term in terms_of(source_language, language):
        for form in {form_of(text, source_language) for text in term.sources} - {""}:
            by_form.setdefault(form, []).append(term)
    if not by_form:
        return {}
    forms = list(by_form)
    finder = AhoCorasick(forms, matchkind=MatchKind.Standard)
    found: dict[int, list[Term]] = {}
    for number, text in texts.items():
        folded = folding.match_form(text)
        hits = [
            (start, end, forms[index])
            for index, start, end in finder.find_matches_as_indexes(folded, overlapping=True)
            if is_word(folded, start, end)
        ]
        taken, rows = 0, []
        for start, end, form in sorted(hits, key=lambda hit: (hit[0], -hit[1])):
            if start >= taken:
                taken = end
                rows += by_form[form]
        if rows:
            found[number] = list({id(term): term for term in rows}.values())
    return found
