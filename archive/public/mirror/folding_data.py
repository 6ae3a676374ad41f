"""What the offline search needs to fold as `archive.search_form` does, as data made from that very code.

The script beside it (`static/archive/mirror-query.js`) holds the steps; every table, letter, word and pattern comes
from here, so that none of them can differ.
"""

import json
import re
import sys
from functools import cache

from archive import clitics, folding, query, search_form

#: Left to the browser's own decomposition, which Unicode promises never to change: eleven thousand syllables and more.
_DECOMPOSED = (range(0xAC00, 0xD7A4), range(0xF900, 0xFB00), range(0x2F800, 0x2FA20))
#: Above these planes stand Chinese characters only, which fold to themselves.
_LAST = 0x20000
_PATTERN = (
    (r"[^\W\d_]", r"[\p{L}\p{Nl}\p{No}]"),
    (r"[^\W_]", r"[\p{L}\p{N}]"),
    (r"[\w", r"[\p{L}\p{N}_"),
    (r"\w", r"[\p{L}\p{N}_]"),
    (r"\d", r"\p{Nd}"),
    ("(?P<", "(?<"),
)


@cache
def script() -> str:
    """The data as a script that hands it to `sanad.folding`."""
    return f"sanad.folding({json.dumps(data(), ensure_ascii=False, separators=(',', ':'))});\n"


def data() -> dict:
    """Tables, letters, words and patterns by the names that the script knows them by."""
    return {
        "table": _table(),
        "spaces": "".join(chr(code) for code in range(0x3100) if chr(code).isspace()),
        "joint": folding.JOINT,
        "hamza": folding.HAMZA,
        "blank": folding._BLANK,
        "combined": folding._COMBINED,
        "combinedPattern": pattern(folding._COMBINED_PATTERN),
        "kurdishOnly": pattern(folding._KURDISH_ONLY),
        "arabicLetter": pattern(folding._ARABIC_LETTER),
        "kurdishShare": folding._KURDISH_SHARE,
        "parted": [[pattern(one), re.sub(r"\\(\d)", r"$\1", instead)] for one, instead in search_form._PARTED],
        "hamzaOfAlef": pattern(search_form._HAMZA_OF_ALEF),
        "kurdish": pattern(search_form._KURDISH),
        "prefixes": sorted(search_form._PREFIXES),
        "suffix": pattern(search_form._SUFFIX),
        "endingAfterHeh": sorted(search_form._ENDING_AFTER_HEH),
        "arabic": pattern(search_form._ARABIC_LETTER),
        "affixed": pattern(search_form._AFFIXED),
        "shortestBeginning": search_form._SHORTEST_BEGINNING,
        "article": pattern(clitics._ARTICLE),
        "articleAndBefore": pattern(clitics._ARTICLE_AND_BEFORE),
        "articleLong": pattern(clitics._ARTICLE_LONG),
        "clitic": pattern(clitics._CLITIC),
        "noArticle": clitics._NO_ARTICLE,
        "ownLetter": clitics._OWN_LETTER,
        "piece": pattern(query._PIECE),
        "quotes": "".join(map(chr, query._QUOTES)),
        "fields": _fields(),
        "mostTerms": query.MOST_TERMS,
        "longestWord": query.LONGEST_WORD,
    }


def _fields() -> dict[str, str]:
    """What readers call a field, folded, with the field."""
    return {
        " ".join(word.whole for word in search_form._all_words(name)): field
        for field, by_language in query.FIELD_NAMES.items()
        for names in by_language.values()
        for name in names
    }


def pattern(compiled: re.Pattern) -> str:
    """A pattern of Python's as JavaScript (with the flag u) understands it: classes are Unicode's in both."""
    source = compiled.pattern
    for ours, theirs in _PATTERN:
        source = source.replace(ours, theirs)
    return source


def _table() -> list[list]:
    """Runs [first code point, how many, what they become]: a string for each of them, or a number to add to each."""
    runs: list[list] = []
    for code in range(min(_LAST, sys.maxunicode + 1)):
        if any(code in left for left in _DECOMPOSED) or 0xD800 <= code < 0xE000:
            continue
        folded = search_form._TABLE[code]
        if folded == chr(code):
            continue
        become = ord(folded) - code if len(folded) == 1 and folded != " " else folded
        last = runs[-1] if runs else None
        if last and last[0] + last[1] == code and last[2] == become:
            last[1] += 1
        else:
            runs.append([code, 1, become])
    return runs
