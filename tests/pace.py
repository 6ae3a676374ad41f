"""How slow this machine is now beside the one on which limits of processor time were set.

Two busy threads on one core, or a host with less to give, make the same work take twice the processor time. A limit
that is meant to catch work which grows with the square of a page's length must not catch that.
"""

import re
import time

#: Seconds of processor time that `_work` takes on the machine of the limits, with nothing beside it.
REFERENCE = 0.057
_WORD = re.compile(r"\w+")
_TEXT = "The crane drivers of the quay stand still, and nobody counts the days since Monday. " * 40


def slowness() -> float:
    """2, or more where the same work takes longer still. Takes a fifth of a second itself.

    Never less than 2: a neighbour who comes onto the core between this and what is measured takes half of it away.
    """
    best = min(_work() for _turn in range(2))
    return 2 * max(1.0, best / REFERENCE)


def _work() -> float:
    started = time.process_time()
    seen: dict[str, int] = {}
    for _turn in range(200):
        for word in _WORD.findall(_TEXT):
            seen[word.casefold()] = seen.get(word.casefold(), 0) + 1
    return time.process_time() - started
