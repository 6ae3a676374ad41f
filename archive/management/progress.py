"""Progress of long work on standard error: a line every two seconds, so that a terminal and a log can both bear it."""

import sys
import time

PAUSE = 2.0  # seconds between two lines
_WIDTH = 30  # letters of the bar


class Progress:
    """Call it with what is being done and how far it is; with `total` (an estimate will do) it also draws a bar and
    says how fast it goes and how long the rest will take."""

    def __init__(self, total: int = 0) -> None:
        self.total = total
        self.started = self.told = time.monotonic()

    def __call__(self, what: str, done: int) -> None:
        now = time.monotonic()
        if now - self.told < PAUSE:
            return
        self.told = now
        rest = ""
        if self.total:
            total = max(self.total, done)
            rate = done / (now - self.started)
            drawn = "#" * (_WIDTH * done // total)
            left = (total - done) / max(rate, 0.001)
            rest = f" of {total:,} [{drawn:.<{_WIDTH}}] {rate:,.1f}/s, {left:,.0f} s left"
        sys.stderr.write(f"{what}: {done:,}{rest}\n")
        sys.stderr.flush()
