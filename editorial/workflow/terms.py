"""What the glossary and the authority of names say of the paragraphs of a text. They are offered, never put in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from ahocorasick_rs import AhoCorasick, MatchKind

from archive import folding
from archive.models import OrganisationName
from editorial.models import GlossaryTerm

ORGANISATION = "organisation"
#: Conjunction, preposition and article that Arabic writes together with the next word, in match form.
_GLUED = re.compile("(?:[وف]?[بکل]?(?:ال|ل)?)?")
#: A term of fewer letters than this takes no ending, one of so many an ending of two letters.
_SHORT = 3
#: The longest ending that is taken for one: Turkish sendika-larımızdan has ten letters.
_LONGEST_ENDING = 10


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


def terms_of(source_language: str, language: str) -> list[Term]:
    """Every entry and organisation that has a word in the language of the original. Two queries."""
    found: dict[tuple[str, int], Term] = {}
    standing = GlossaryTerm.Standing
    written = GlossaryTerm.objects.select_related("entry").order_by("entry", "standing", "id")
    # Preferred terms come first: of "preferred" and "variant" the alphabet says so, "forbidden" goes elsewhere.
    for one in written:
        entry = one.entry
        term = found.setdefault(
            (entry.kind, entry.pk), Term(entry.kind, entry.pk, entry.note, entry.approved_by_id is not None)
        )
        if _same(one.language, source_language) and one.standing != standing.FORBIDDEN:
            term.sources.append(one.text)
        if _same(one.language, language):
            (term.forbidden if one.standing == standing.FORBIDDEN else term.renderings).append(one.text)
            if one.note:
                term.note = f"{term.note} {one.text}: {one.note}".strip()
    names = OrganisationName.objects.order_by("organisation", "id").values_list("organisation", "language", "text")
    for key, tag, text in names:
        term = found.setdefault((ORGANISATION, key), Term(ORGANISATION, key))
        if _same(tag, source_language):
            term.sources.append(text)
        if _same(tag, language):
            term.renderings.append(text)
    return [term for term in found.values() if term.sources and (term.renderings or term.forbidden or term.note)]


def in_paragraphs(texts: Mapping[int, str], source_language: str, language: str) -> dict[int, list[Term]]:
    """For each paragraph (number → text of the original) the entries that it contains, in the order of the text.

    A term counts in any spelling habit, behind what Arabic writes together with a word and before the endings that
    other languages put to it; of overlapping ones the longest. Two queries, whatever the number of paragraphs.
    """
    by_form: dict[str, list[Term]] = {}
    for term in terms_of(source_language, language):
        for form in {_form(text, source_language) for text in term.sources} - {""}:
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
            if _is_word(folded, start, end)
        ]
        taken, rows = 0, []
        for start, end, form in sorted(hits, key=lambda hit: (hit[0], -hit[1])):
            if start >= taken:
                taken = end
                rows += by_form[form]
        if rows:
            found[number] = list({id(term): term for term in rows}.values())
    return found


def _form(text: str, language: str) -> str:
    """The form in which a term is looked for; in Arabic without its article, which stands among what is glued."""
    form = folding.match_form(text)
    return form.removeprefix("ال") if _same(language, "ar") and len(form) > _SHORT + 2 else form


def _is_word(folded: str, start: int, end: int) -> bool:
    """Whether a hit is a word, or words, and not a part of others: a short one may have no ending but a short one."""
    before = folded[folded.rfind(" ", 0, start) + 1 : start]
    after = len(folded[end:].partition(" ")[0])
    letters = end - start
    longest = 0 if letters < _SHORT else 2 if letters == _SHORT else _LONGEST_ENDING
    return after <= longest and _GLUED.fullmatch(before) is not None
