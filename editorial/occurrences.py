"""Ground: where a term occurs in a text, with what languages put before a word and behind it."""

import re
from collections.abc import Iterable, Iterator

from archive import folding

#: Conjunction, preposition and article that Arabic writes together with the next word, in match form.
_GLUED = re.compile("(?:[وف]?[بکل]?(?:ال|ل)?)?")
#: A term of fewer letters than this takes no ending, one of so many an ending of two letters.
_SHORT = 3
#: The longest ending that is taken for one: Turkish sendika-larımızdan has ten letters.
_LONGEST_ENDING = 10


def form_of(text: str, language: str) -> str:
    """The form in which a term is looked for; in Arabic without its article, which stands among what is glued."""
    form = folding.match_form(text)
    arabic = language.partition("-")[0] == "ar"
    return form.removeprefix("ال") if arabic and len(form) > _SHORT + 2 else form


def is_word(folded: str, start: int, end: int) -> bool:
    """Whether a hit is a word, or words, and not a part of others: a short one may have no ending but a short one."""
    before = folded[folded.rfind(" ", 0, start) + 1 : start]
    after = len(folded[end:].partition(" ")[0])
    letters = end - start
    longest = 0 if letters < _SHORT else 2 if letters == _SHORT else _LONGEST_ENDING
    return after <= longest and _GLUED.fullmatch(before) is not None


def occurrences(folded: str, terms: Iterable[str], language: str) -> Iterator[tuple[int, int]]:
    """Where each of `terms` occurs in a text in match form: the first character and the one after the last."""
    for form in {form_of(term, language) for term in terms} - {""}:
        at = folded.find(form)
        while at != -1:
            if is_word(folded, at, at + len(form)):
                yield at, at + len(form)
            at = folded.find(form, at + 1)
