"""What changed between two captures of a page: the lines that went and came, as text. Pure.

Not `difflib`: its time grows with the square, or worse, of what a hostile page repeats. rapidfuzz finds the longest
common lines bit by bit in parallel, so that time and memory are bounded by MOST_LINES alone (measured: 0.2 s).
"""

from rapidfuzz.distance import Indel

MOST_LINES = 8000  # of each text, beside the lines that both begin and end with
LONGEST_DIFFERENCE = 100_000  # characters


def text_difference(before: str, after: str) -> str:
    """The difference as lines with "- " or "+ " before them, one line around each as it was, "…" between stretches.

    Lines of white space don't count. Empty where the texts are the same in this sense.
    """
    old, new = _lines(before), _lines(after)
    same_head = _shared(old, new)
    same_tail = _shared(old[same_head:][::-1], new[same_head:][::-1])
    first, last = old[same_head : len(old) - same_tail], new[same_head : len(new) - same_tail]
    if not first and not last:
        return ""
    over = max(len(first), len(last)) - MOST_LINES
    first, last = first[:MOST_LINES], last[:MOST_LINES]
    shown: list[str] = [f"  {line}" for line in old[max(same_head - 1, 0) : same_head]]
    came: list[str] = []  # held back, so that what went stands before what came in its place
    codes = list(Indel.opcodes(first, last))
    for place, code in enumerate(codes):
        if code.tag == "delete":
            shown += [f"- {line}" for line in first[code.src_start : code.src_end]]
        elif code.tag == "insert":
            came += [f"+ {line}" for line in last[code.dest_start : code.dest_end]]
        else:
            same = first[code.src_start : code.src_end]
            shown += came + _around(same, place > 0, place < len(codes) - 1)
            came = []
    shown += came
    if over > 0:
        shown.append(f"… and what follows these {MOST_LINES} lines was not compared")
    elif same_tail:
        shown.append(f"  {old[len(old) - same_tail]}")
    text = "\n".join(shown)
    return text if len(text) <= LONGEST_DIFFERENCE else text[:LONGEST_DIFFERENCE] + "\n…"


def _lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def _shared(one: list[str], other: list[str]) -> int:
    """How many lines both begin with."""
    count = 0
    for first, second in zip(one, other, strict=False):
        if first != second:
            break
        count += 1
    return count


def _around(same: list[str], after_change: bool, before_change: bool) -> list[str]:
    """Of a stretch that stayed as it was, the line next to a change on either side."""
    if len(same) <= after_change + before_change:
        return [f"  {line}" for line in same]
    head = [f"  {same[0]}"] if after_change else []
    tail = [f"  {same[-1]}"] if before_change else []
    return [*head, "…", *tail]
