"""One guarded connection: a name looked up once, every address it leads to judged, one of those connected to.

Everything counts against one deadline and one allowance of bytes, so a server that drips a byte a second, or never
stops, ends like any other. Through a SOCKS5 proxy the name travels to the proxy and is looked up there; then what it
leads to can't be judged here (Tor refuses inner addresses by itself), so only spelled-out addresses are judged, and
names of the house refused. A proxy that does not answer ends the attempt: there is no way around it.
"""

import functools
import io
import socket
import ssl
import threading
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from python_socks import ProxyConnectionError, ProxyError, ProxyTimeoutError
from python_socks.sync import Proxy

from editorial.intake.guard import Address, why_not_public
from editorial.intake.refusals import (
    FetchRefused,
    NoSuchHost,
    NotPublic,
    ProxyDown,
    TooBig,
    TooSlow,
    Unreachable,
    Untrusted,
)

Resolver = Callable[[str, int], list[str]]
_ATTEMPTS = 4  # of the addresses that a name leads to
_CONNECT_SECONDS = 10.0  # for one of them


class Deadline:
    """A moment by which the whole visit has to be over; `seconds` from now."""

    def __init__(self, seconds: float):
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds that remain. Raises TooSlow when none do."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise TooSlow(f"The server took longer than {self.seconds:g} seconds for it all; try again another time.")
        return left


def resolve(host: str, port: int) -> list[str]:
    """The network addresses that a name leads to. Raises NoSuchHost where the name is gone, Unreachable otherwise."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as error:
        missing = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}
        if isinstance(error, socket.gaierror) and error.errno in missing:
            raise NoSuchHost(f"The name {host} leads nowhere: it is misspelt, or gone.") from error
        raise Unreachable(f"The name {host} could not be looked up: {error}. Is this machine connected?") from error
    return list(dict.fromkeys(str(place[4][0]) for place in found))


@dataclass(frozen=True)
class Route:
    """How addresses are reached.

    `proxy` is socks5h://HOST:PORT, or empty for none. `permit` exempts exact (network address, port) pairs from the
    judgement and `trust` names a file of authorities instead of the machine's own: both are for tests on this machine's
    loopback, and no setting or command line leads here.
    """

    proxy: str = ""
    resolver: Resolver = resolve
    permit: Collection[tuple[str, int]] = field(default=frozenset())
    trust: str | None = None


class Line(io.RawIOBase):
    """The bytes of one connection. Reading counts against the deadline and the allowance; writing against the deadline.

    Quacks like the socket that `http.client` expects.
    """

    def __init__(self, connected: socket.socket, ip: str, deadline: Deadline):
        super().__init__()
        self._socket, self.ip, self._deadline = connected, ip, deadline
        self.allowance = 0  # bytes that may still come in
        self.refusal: FetchRefused | None = None  # http.client swallows errors that are ValueErrors

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        try:
            if self.allowance <= 0:
                raise TooBig("The server sends more than is kept; nothing of it was.")
            self._socket.settimeout(self._deadline.left())
            count = self._socket.recv_into(buffer)
            self.allowance -= count
            return count
        except TimeoutError:
            self._refuse_late()
        except FetchRefused as refusal:
            self.refusal = refusal
            raise
        return 0

    def sendall(self, data: bytes) -> None:
        try:
            self._socket.settimeout(self._deadline.left())
            self._socket.sendall(data)
        except TimeoutError:
            self._refuse_late()

    def _refuse_late(self) -> None:
        try:
            self._deadline.left()
            raise TooSlow("The server fell silent; try again another time.")
        except TooSlow as refusal:
            self.refusal = refusal
            raise

    def makefile(self, *_mode) -> io.BufferedReader:
        return io.BufferedReader(self)

    def close(self) -> None:
        """Left to `hang_up`: http.client closes its socket before the body has been read."""

    def hang_up(self) -> None:
        self._socket.close()


def connect(address: Address, route: Route, deadline: Deadline) -> Line:
    """A line to `address`, encrypted and its certificate checked where it is https. Raises FetchRefused."""
    connected, ip = _through_proxy(address, route, deadline) if route.proxy else _direct(address, route, deadline)
    if address.scheme == "https":
        try:
            connected.settimeout(deadline.left())
            connected = _authorities(route.trust).wrap_socket(connected, server_hostname=address.host)
        except ssl.SSLCertVerificationError as error:
            connected.close()
            raise Untrusted(f"{address.host} could not prove its name: {error.verify_message}.") from error
        except TimeoutError as error:
            connected.close()
            deadline.left()
            raise Unreachable(f"{address.host} did not finish its encrypted greeting.") from error
        except (OSError, ValueError) as error:
            connected.close()
            if isinstance(error, FetchRefused):
                raise
            raise Unreachable(f"{address.host} speaks no encryption that we do: {error}.") from error
    return Line(connected, ip, deadline)


@functools.cache
def _authorities(trust: str | None) -> ssl.SSLContext:
    """Certificates are verified and hosts checked. Not `create_default_context`: it writes keys to SSLKEYLOGFILE."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if trust:
        context.load_verify_locations(trust)
    else:
        context.load_default_certs()
    return context


def _judge(address: Address, ip: str, route: Route) -> None:
    why = why_not_public(ip)
    if why and (ip, address.port) not in route.permit:
        leads = "" if ip == address.host else f" leads to {ip}, which"
        raise NotPublic(f"{address.host}{leads} is not in the public network ({why}). Nothing was fetched from there.")


def _direct(address: Address, route: Route, deadline: Deadline) -> tuple[socket.socket, str]:
    """Look up once, judge every address found, connect to one of them by number."""
    found = [address.host] if address.is_literal else _look_up(address, route.resolver, deadline)
    for ip in found:
        _judge(address, ip, route)
    trouble: OSError | None = None
    for ip in found[:_ATTEMPTS]:
        family = socket.AF_INET6 if ":" in ip else socket.AF_INET
        connected = None
        try:
            connected = socket.socket(family, socket.SOCK_STREAM)
            connected.settimeout(min(deadline.left(), _CONNECT_SECONDS))
            connected.connect((ip, address.port))
            return connected, ip
        except OSError as error:
            trouble = error
            if connected is not None:
                connected.close()
    deadline.left()
    raise Unreachable(f"{address.host} does not answer on port {address.port}: {trouble}.")


def _look_up(address: Address, resolver: Resolver, deadline: Deadline) -> list[str]:
    """Ask the resolver in a thread of its own, since the system's look-up knows no deadline."""
    answer: list[list[str] | Exception] = []

    def ask() -> None:
        try:
            answer.append(resolver(address.host, address.port))
        except Exception as error:  # handed over to the asking thread
            answer.append(error)

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(deadline.left())
    if not answer:
        deadline.left()
        raise Unreachable(f"The name {address.host} could not be looked up.")
    if isinstance(answer[0], Exception):
        raise answer[0]
    if not answer[0]:
        raise NoSuchHost(f"The name {address.host} leads nowhere: it is misspelt, or gone.")
    return answer[0]


def _through_proxy(address: Address, route: Route, deadline: Deadline) -> tuple[socket.socket, str]:
    """A connection that the proxy made, and no network address: the name was looked up on its side."""
    if address.is_literal:
        _judge(address, address.host, route)
    parts = urlsplit(route.proxy)
    if parts.scheme != "socks5h" or not parts.hostname or not parts.port:
        raise ProxyDown("FETCH_PROXY is not of the form socks5h://HOST:PORT; nothing goes out until it is.")
    try:
        proxy = Proxy.from_url("socks5" + route.proxy.removeprefix("socks5h"), rdns=True)
        return proxy.connect(address.host, address.port, timeout=deadline.left()), ""
    except ProxyError as error:
        raise Unreachable(f"The proxy could not reach {address.host}: {error}.") from error
    except ProxyTimeoutError as error:
        deadline.left()
        raise ProxyDown("The proxy of FETCH_PROXY does not answer; nothing went out past it.") from error
    except (ProxyConnectionError, OSError) as error:
        raise ProxyDown("The proxy of FETCH_PROXY does not answer; nothing went out past it.") from error
