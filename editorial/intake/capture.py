"""Door: capture a page from the web. What came, from where, when; nothing is stored here.

A guarded client: only http and https, only public addresses (judged at every hop, and connected to as judged), one
deadline and one size for everything, robots.txt and a polite rate kept, no cookies, no environment variables.

It stands on the standard library's `http.client` (`exchange.py`) with a connection of our own (`connection.py`). httpx
and httpx2 were not picked: to connect to the judged address they need a network backend of our own all the same, their
time-outs are for one read and not for the whole visit, and their decoders unpack a chunk without a bound. What remained
of them was the reading of status and headers, which http.client does with a cap on lines and on their length. SOCKS5 is
python-socks, which is kept up (PySocks is not, since 2019).

What is kept are the bytes of the page with a transfer's or server's compression taken off, as a reader would save them.
"""

import datetime
import email.utils
import http.client
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from urllib.parse import urljoin

from django.conf import settings

from editorial.intake.connection import Deadline, Resolver, Route, resolve
from editorial.intake.exchange import REDIRECTS, WITH_PAGE, Answer, exchange
from editorial.intake.guard import Address, is_within, read_address
from editorial.intake.refusals import (
    BadRedirect,
    Gone,
    NotOk,
    OutsideSource,
    RobotsForbid,
    TryLater,
)
from editorial.intake.robots import READ_AT_MOST, Manners

TOOL = "capture 1"
_NO_RETRY_TOLD = 60.0  # seconds to leave a host alone that says "too many requests" and not for how long


@dataclass(frozen=True, slots=True)
class Limits:
    """What one capture may cost: seconds in all, bytes of the decoded page, redirects."""

    seconds: float = 30.0
    size: int = 20_000_000
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Conditions:
    """What an earlier capture told of the page at `address`, so that the server can say "not modified"."""

    address: str
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Hop:
    """One answer on the way: the address asked, its status, the network address it came from (empty by proxy)."""

    address: str
    status: int
    ip: str


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page as it came. `chain` ends with the answer that brought it; `data` is empty where it is not modified."""

    data: bytes
    address: str
    status: int
    headers: dict[str, str]
    chain: tuple[Hop, ...]
    seen_at: datetime.datetime
    tool: str = TOOL

    @property
    def unmodified(self) -> bool:
        return self.status == 304

    @property
    def media_type(self) -> str | None:
        """The declared media type with its parameters, None where the server named none."""
        return self.headers.get("content-type")

    def record(self) -> dict:
        """What a sighting keeps: the headers, and under names that no header can have what else is known."""
        chain = [{"address": hop.address, "status": hop.status, "ip": hop.ip} for hop in self.chain]
        return {**self.headers, ":status": self.status, ":address": self.address, ":chain": chain, ":tool": self.tool}


def capture(
    address: str,
    *,
    conditions: Conditions | None = None,
    proxy: str | None = None,
    manners: Manners | None = None,
    within: Iterable[str] = (),
    limits: Limits = Limits(),
    resolver: Resolver = resolve,
    permit: Collection[tuple[str, int]] = (),
    trust: str | None = None,
) -> Fetched:
    """The page at `address`, or with `conditions` perhaps the news that it is not modified (304).

    `proxy` is another SOCKS5 proxy than the setting's (socks5h://HOST:PORT); there is no way to ask for none where the
    setting names one. `manners` are shared by the captures of one run. `within` are the hosts that the page and its
    redirects may lie on, with all under them; any, if empty. `resolver`, `permit` and `trust` are for tests, see Route.

    Waiting for a host's turn comes before the deadline; robots.txt, redirects and their turns come within it.
    Raises FetchRefused, one of whose kinds says why.
    """
    proxy = proxy or settings.FETCH_PROXY
    route = Route(proxy, resolver, frozenset(permit), trust)
    ports = {*settings.FETCH_PORTS, *(port for _ip, port in route.permit)}
    manners = manners or Manners(settings.FETCH_EVERY)
    sites = tuple(within)
    here = read_address(address, ports, onion=bool(proxy))
    _stay(here, sites)
    manners.await_turn(here.host)
    deadline = Deadline(limits.seconds)

    def fetch_robots(there: Address) -> bytes | None:
        return _robots(there, route, ports, deadline)

    chain: list[Hop] = []
    while True:
        rules = manners.robots(here, fetch_robots)
        if not rules.allow(here.target):
            raise RobotsForbid(f"{here.host} asks programs, in its robots.txt, not to fetch {here.target}.")
        if chain:
            manners.await_turn(here.host, at_most=deadline.left())
        manners.postpone(here.host, rules.delay)
        answer = exchange(here, route, deadline, limits.size, _asking(conditions, here))
        chain.append(Hop(str(here), answer.status, answer.ip))
        if answer.status not in REDIRECTS:
            break
        here = _next(here, answer, chain, limits, ports, bool(proxy))
        _stay(here, sites)
    _judge_status(answer, here, manners, bool(_asking(conditions, here)))
    now = datetime.datetime.now(datetime.UTC)
    return Fetched(answer.body, str(here), answer.status, answer.headers, tuple(chain), now)


def _stay(here: Address, sites: tuple[str, ...]) -> None:
    if sites and not is_within(here.host, sites):
        raise OutsideSource(
            f"{here.host} is not a host of this source ({', '.join(sites)}). "
            "If it is, add it to “hosts” in the source's recipe."
        )


def _asking(conditions: Conditions | None, here: Address) -> dict[str, str]:
    """The headers of a conditional request; only the address that gave the validators gets them back."""
    if conditions is None or conditions.address != str(here):
        return {}
    pairs = {"If-None-Match": conditions.etag, "If-Modified-Since": conditions.last_modified}
    return {name: value for name, value in pairs.items() if re.fullmatch(r"[\x21-\x7e][\x20-\x7e]{0,999}", value)}


def _next(here: Address, answer: Answer, chain: list[Hop], limits: Limits, ports: set[int], onion: bool) -> Address:
    """Where a redirect leads. Raises BadRedirect for one too many, a circle, or the way back from https to http."""
    if len(chain) > limits.redirects:
        raise BadRedirect(f"{chain[0].address} redirects more than {limits.redirects} times; give the final address.")
    # A header's bytes were read as Latin-1; addresses are written in UTF-8 where they are not ASCII.
    place = answer.headers.get("location", "").encode("latin-1", "replace").decode("utf-8", "replace")
    if not place:
        raise BadRedirect(f"{here} redirects, but does not say where to.")
    try:
        there = read_address(urljoin(str(here), place.replace(" ", "%20")), ports, onion)
    except ValueError as error:
        raise BadRedirect(f"{here} redirects to what is not fetched. {error}") from error
    if here.scheme == "https" and there.scheme == "http":
        raise BadRedirect(f"{here} redirects from https back to http, where anybody on the way can change the page.")
    if any(hop.address == str(there) for hop in chain):
        raise BadRedirect(f"{chain[0].address} redirects in a circle.")
    return there


def _judge_status(answer: Answer, here: Address, manners: Manners, conditional: bool) -> None:
    """Raises the fitting refusal unless the answer brings a page, or was asked for and is "not modified"."""
    status = answer.status
    if status in WITH_PAGE or (status == 304 and conditional):
        return
    phrase = http.client.responses.get(status, "")
    if status in (404, 410):
        raise Gone(f"{here} is not there: the server answers {status} {phrase}.", status)
    wait = _retry_after(answer.headers.get("retry-after", ""))
    if status == 429 or (status == 503 and wait):
        wait = wait or _NO_RETRY_TOLD
        manners.postpone(here.host, wait)
        raise TryLater(f"{here.host} answers {status} and asks for {wait:.0f} seconds of patience.", wait)
    raise NotOk(f"{here} brings no page: the server answers {status} {phrase}.".replace(" .", "."), status)


def _retry_after(value: str) -> float:
    """Seconds from a Retry-After header, which names seconds or a date; 0 where it is neither. A day at most."""
    if re.fullmatch(r"\d{1,9}", value):
        return min(float(value), 86400.0)
    try:
        when = email.utils.parsedate_to_datetime(value)
        wait = when.astimezone(datetime.UTC) - datetime.datetime.now(datetime.UTC)
    except (ValueError, TypeError, OverflowError):
        return 0.0
    return min(max(wait.total_seconds(), 0.0), 86400.0)


def _robots(there: Address, route: Route, ports: set[int], deadline: Deadline) -> bytes | None:
    """The bytes of a robots.txt; None where the site has none (any 4xx, RFC 9309 section 2.3.1.3).

    Raises TryLater where the server can't say (429, 5xx): then nothing may be fetched, section 2.3.1.4.
    """
    chain: list[Hop] = []
    here = there
    while True:
        answer = exchange(here, route, deadline, READ_AT_MOST, {}, cut=True)
        chain.append(Hop(str(here), answer.status, answer.ip))
        if answer.status not in REDIRECTS:
            break
        try:
            here = _next(here, answer, chain, Limits(), ports, bool(route.proxy))
        except BadRedirect:
            return None
    if answer.status == 429 or answer.status >= 500:
        raise TryLater(f"{there} answers {answer.status}, so it is not known what may be fetched; try later.", 3600.0)
    return answer.body if answer.status in WITH_PAGE else None
