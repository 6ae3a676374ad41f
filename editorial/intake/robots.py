"""Manners towards a host: what its robots.txt asks for, and how long to wait between two requests.

robots.txt is read after RFC 9309: the group that names us or else `*`, the longest rule that fits, `*` and `$` in
paths. `urllib.robotparser` was not picked since it takes `*` in a path as a star (so `Disallow: /*?replytocom=` forbids
nothing) and a 403 as a refusal of the whole site; protego was not since it turns rules into regular expressions, and
whose rules they are decides how long those take.
"""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, unquote_to_bytes

from editorial.intake.guard import Address
from editorial.intake.refusals import TryLater

NAME = "sanad"  # what a robots.txt calls us
READ_AT_MOST = 500 * 1024  # bytes of a robots.txt, RFC 9309 section 2.5
PATIENCE = 30.0  # seconds that we wait for a host's turn; if it asks for more, another run comes back


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one robots.txt that are for us: (path pattern, allowed), and seconds between requests."""

    rules: tuple[tuple[str, bool], ...] = ()
    delay: float = 0.0

    def allow(self, target: str) -> bool:
        """Whether the path with its query may be fetched: the longest rule that fits decides, in doubt for yes."""
        target = _spelled(target)
        fitting = [(len(pattern), allowed) for pattern, allowed in self.rules if _fits(pattern, target)]
        return max(fitting, default=(0, True))[1]


def read_robots(data: bytes) -> Robots:
    """The rules for us in the bytes of a robots.txt. Never raises: lines that mean nothing are passed over."""
    groups: dict[str, list[tuple[str, str]]] = {}
    names: list[str] = []
    in_rules = False
    for line in data[:READ_AT_MOST].decode("utf-8-sig", "replace").splitlines():
        key, colon, value = line.partition("#")[0].partition(":")
        key, value = key.strip().lower(), value.strip()
        if not colon:
            continue
        if key == "user-agent":
            if in_rules:
                names, in_rules = [], False
            token = re.match(r"[a-z_-]+|\*", value.lower())
            if token and token[0] in (NAME, "*"):
                names.append(token[0])
                groups.setdefault(token[0], [])
        elif key in ("allow", "disallow", "crawl-delay"):
            in_rules = True
            for name in names:
                groups[name].append((key, value))
    rules, delay = [], 0.0
    for key, value in groups.get(NAME, groups.get("*", [])):
        if key == "crawl-delay":
            delay = max(delay, float(value)) if re.fullmatch(r"\d{1,7}(\.\d{1,3})?", value) else delay
        elif value:
            rules.append((_spelled(value), key == "allow"))
    return Robots(tuple(rules), delay)


def _spelled(path: str) -> str:
    """A path in one spelling: what is not ASCII, and only that, stands percent-encoded."""
    return quote(unquote_to_bytes(path.replace("%2F", "%252F").replace("%2f", "%252F")), safe="/%:@!$&'()*+,;=~-._?#[]")


def _fits(pattern: str, target: str) -> bool:
    """Whether a robots pattern fits the beginning of `target` (all of it, with `$` at its end). Takes linear steps."""
    whole = pattern.endswith("$")
    first, *rest = pattern.removesuffix("$").split("*")
    if not target.startswith(first):
        return False
    place = len(first)
    last = rest.pop() if rest and whole else None
    for piece in rest:
        place = target.find(piece, place)
        if place < 0:
            return False
        place += len(piece)
    if last is not None:
        return len(target) - len(last) >= place and target.endswith(last)
    return not whole or place == len(target)


class Manners:
    """What one run knows of the hosts it visits. `every` is the least number of seconds between requests to a host."""

    def __init__(self, every: float = 2.0, sleep: Callable[[float], None] = time.sleep):
        self._every, self._sleep = every, sleep
        self._robots: dict[str, Robots] = {}
        self._free_at: dict[str, float] = {}

    def robots(self, address: Address, fetch: Callable[[Address], bytes | None]) -> Robots:
        """The rules of the address's site, fetched once a run. `fetch` gives the bytes, None where there are none."""
        if address.origin not in self._robots:
            data = fetch(Address(address.scheme, address.host, address.port, "/robots.txt"))
            self._robots[address.origin] = read_robots(data) if data else Robots()
        return self._robots[address.origin]

    def await_turn(self, host: str, at_most: float | None = None) -> None:
        """Sleep until the host may be asked again, and note the request.

        Raises TryLater where that is more than `at_most` seconds away (PATIENCE, if not given).
        """
        at_most = max(PATIENCE, self._every) if at_most is None else at_most
        wait = self._free_at.get(host, 0.0) - time.monotonic()
        if wait > at_most:
            raise TryLater(f"{host} asks for {wait:.0f} seconds of patience; try again later.", wait)
        if wait > 0:
            self._sleep(wait)
        self.postpone(host, self._every)

    def postpone(self, host: str, seconds: float) -> None:
        """Leave the host alone for so many seconds from now."""
        self._free_at[host] = max(self._free_at.get(host, 0.0), time.monotonic() + seconds)
