"""Ground: what was left untranslated: the original itself, or a long run of its words."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from archive import folding, languages
from editorial.quality.addresses import addresses, without
from editorial.quality.finding import ERROR, WARNING, Finding, Pair

#: Words in a row that two languages of one script share by chance at most (names and loan words), and of two scripts.
RUN_SAME_SCRIPT, RUN_OTHER_SCRIPT = 6, 4
#: Words of a paragraph that are looked through for a run; looking takes the square of it.
MOST_WORDS = 2000
#: Languages so near to each other that equal paragraphs are no surprise.
_NEAR = frozenset({"fa", "prs"})
_PARTS = re.compile(r"[،,;؛\n·•|/]|(?<=\w)[.]\s")


def _is_names(text: str) -> bool:
    """Whether a text reads like a list of names: capitals throughout, or short parts between commas and no sentence."""
    words = [word for word in re.findall(r"[^\W\d_]+", text) if len(word) > 2]
    if words and any(word != word.lower() for word in words):
        return all(word[0].isupper() for word in words)
    parts = [part for part in _PARTS.split(text) if part.strip()]
    return len(parts) > 1 and all(len(part.split()) <= 4 for part in parts)


def check(pair: Pair) -> Iterator[Finding]:
    """The whole paragraph is an error (a few words are asked about), a long run of it a warning."""
    source, text = (without(one, addresses(one)) for one in (pair.source, pair.text))
    mine = folding.match_form(text).split()
    theirs = folding.match_form(source).split()
    letters = [word for word in mine if not word.isdecimal()]
    if not letters or pair.language == pair.source_language or {pair.language, pair.source_language} <= _NEAR:
        return
    if mine == theirs:
        if not _is_names(source) and len(letters) > 1:
            severity = ERROR if len(letters) >= 4 else WARNING
            yield Finding("untranslated", severity, _("This is the original, not a rendering of it."))
        return
    other_script = languages.language(pair.source_language).script != pair.script
    least = RUN_OTHER_SCRIPT if other_script else RUN_SAME_SCRIPT
    run = SequenceMatcher(None, theirs[:MOST_WORDS], mine[:MOST_WORDS], autojunk=False).find_longest_match()
    words = mine[run.b : run.b + run.size]
    if run.size < least or sum(not word.isdecimal() for word in words) < least:
        return
    folded, positions = folding.fold_with_map(text)
    first = sum(len(word) + 1 for word in mine[: run.b])
    start, end = positions[first], positions[first + len(" ".join(words)) - 1] + 1
    if folded[first : first + len(" ".join(words))] == " ".join(words) and not _is_names(text[start:end]):
        severity = ERROR if run.size * 2 > len(mine) else WARNING
        message = format_lazy(_("{count} words in a row are those of the original."), count=run.size)
        yield Finding("untranslated", severity, message, ((start, end),))
