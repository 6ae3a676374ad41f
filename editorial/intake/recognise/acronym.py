"""Tell acronyms, by which bodies are called, from words that are set in capitals."""

import re

from editorial.intake import cues

_CAPITALS = "A-ZÇĞİÖŞÜÊÎÛÉÁÍÓÚÃÕÂÔÄƏ"
_ACRONYM = re.compile(rf"[{_CAPITALS}][{_CAPITALS}\-/.]{{2,7}}")
#: Capitals behind a word in capitals: a heading that is set so, and no acronym.
_SHOUTED = re.compile(rf"\s+[{_CAPITALS}]{{4,}}|\s?!")
#: An acronym that nobody knows is hardly longer than this, in letters; in a line of capitals, than that.
_LONGEST, _LONGEST_SHOUTED = 6, 4


def is_acronym(text: str) -> bool:
    """Whether a word is three to eight capitals, signs between them, and no word for a statement."""
    return bool(_ACRONYM.fullmatch(text)) and not cues.STATEMENT.whole(cues.plain(text))


def is_shouted(word: str, text: str, start: int) -> bool:
    """Whether an unknown word in capitals at `start` of `text` is no acronym but a word of a line that is set so."""
    if _SHOUTED.match(text, start + len(word)) or len(word) > _LONGEST:
        return True
    line = text[text.rfind("\n", 0, start) + 1 :].split("\n", 1)[0]
    rest = line.replace(word, " ", 1)
    return len(word) > _LONGEST_SHOUTED and len(re.findall(r"\w{4,}", rest)) > 0 and rest == rest.upper()
