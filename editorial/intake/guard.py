"""Which addresses are fetched: how one is read, and which network addresses are public. Pure; opens no connection.

Two rules stand against tricks of spelling. An address is read strictly: what a browser would repair (backslashes, user
names, numbers as hosts, control characters) is refused. And only the network address that a name led to is judged, by
the explicit list below; the spelling of a name proves nothing.

`ipaddress.is_global` alone was not picked: on Python 3.13.0 it calls ::127.0.0.1, 64:ff9b::7f00:1, 224.0.0.1, ff02::1,
fec0::1 and 192.88.99.1 global. It is asked besides, so a later Python that knows more can only refuse more.
"""

import ipaddress
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

import idna

from editorial.intake.refusals import BadAddress

#: The ports of http and https. Others only by the setting FETCH_PORTS.
PORTS = {"http": 80, "https": 443}
LONGEST_ADDRESS = 2000  # characters, what a sighting can keep

#: IANA's special-purpose registries for IPv4 and IPv6 (RFC 6890 and its updates), multicast, and what clouds put
#: their own services behind. Of IPv6 only 2000::/3 is handed out at all (RFC 4291), the rest is refused as a whole.
_NOT_PUBLIC_4 = {
    "0.0.0.0/8": "this network",
    "10.0.0.0/8": "a private network",
    "100.64.0.0/10": "a provider's inner network",
    "127.0.0.0/8": "this machine",
    "168.63.129.16/32": "a cloud's own service",
    "169.254.0.0/16": "the local link",
    "172.16.0.0/12": "a private network",
    "192.0.0.0/24": "reserved for protocols",
    "192.0.2.0/24": "reserved for examples",
    "192.31.196.0/24": "reserved (AS112)",
    "192.52.193.0/24": "reserved (AMT)",
    "192.88.99.0/24": "a 6to4 relay",
    "192.168.0.0/16": "a private network",
    "192.175.48.0/24": "reserved (AS112)",
    "198.18.0.0/15": "reserved for measurements",
    "198.51.100.0/24": "reserved for examples",
    "203.0.113.0/24": "reserved for examples",
    "224.0.0.0/4": "multicast",
    "240.0.0.0/4": "reserved, or broadcast",
}
_NOT_PUBLIC_6 = {
    "2001::/23": "reserved for protocols (Teredo, ORCHID, benchmarks)",
    "2001:db8::/32": "reserved for examples",
    "2002::/16": "6to4",
    "2620:4f:8000::/48": "reserved (AS112)",
    "3ffe::/16": "a network given back",
    "3fff::/20": "reserved for examples",
}
_DENIED_4 = [(ipaddress.IPv4Network(network), what) for network, what in _NOT_PUBLIC_4.items()]
_DENIED_6 = [(ipaddress.IPv6Network(network), what) for network, what in _NOT_PUBLIC_6.items()]
_HANDED_OUT = ipaddress.IPv6Network("2000::/3")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052: the last 32 bits are an IPv4 address
_ISATAP = {0x00005EFE, 0x02005EFE}  # RFC 5214: the same, behind these 32 bits

#: Names that never leave a house (RFC 6761, 6762, 8375, and what routers and offices use). Asked for by name where a
#: proxy looks names up, so that no address of ours can be judged.
_HOUSE_NAMES = {"localhost", "local", "localdomain", "internal", "intranet", "lan", "home", "corp", "private"}

_NUMBER = re.compile(r"0x[0-9a-f]*|[0-9]+")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_NETLOC = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^\[\]:@\\%/?#]+)(?::([0-9]{1,5}))?")
_UNFIT = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\ufeff\ufffc-\uffff\ud800-\udfff]")
_DOTS = str.maketrans(dict.fromkeys("。．｡", "."))


@dataclass(frozen=True, slots=True)
class Address:
    """An http(s) address in one spelling: host as ASCII in small letters, without the final dot or a fragment."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def is_literal(self) -> bool:
        """Whether the host is a network address instead of a name."""
        return ":" in self.host or _NUMBER.fullmatch(self.host.rpartition(".")[2]) is not None

    @property
    def authority(self) -> str:
        """The Host header: the port stands only where it is not the scheme's own."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        return f"{self.scheme}://{self.authority}"

    def __str__(self) -> str:
        return self.origin + self.target


def is_web_address(text: str) -> bool:
    """Whether `text` means to be an http(s) address (and not a file); it need not be a good one."""
    return re.match(r"https?:/{1,2}", text, re.I) is not None


def read_address(text: str, ports: Collection[int] = (80, 443), onion: bool = False) -> Address:
    """The address that `text` spells. Raises BadAddress where it is none that is fetched.

    `ports` are the allowed ones; `onion` says whether names under .onion can be reached (through a proxy).
    """
    text = text.strip(" \t\r\n")
    if len(text) > LONGEST_ADDRESS:
        raise BadAddress(f"The address has {len(text)} characters; {LONGEST_ADDRESS} is the most that is kept.")
    if _UNFIT.search(text):
        raise BadAddress(f"“{shown(text)}” holds spaces or invisible characters; write the address without them.")
    try:
        parts = urlsplit(text)
    except ValueError as error:
        raise BadAddress(f"“{shown(text)}” is no address: {error}.") from error
    if parts.scheme not in PORTS:
        raise BadAddress(f"“{shown(text)}” is no http or https address; only those are fetched.")
    if "@" in parts.netloc:
        raise BadAddress("The address holds a name or password before an @; write it without, they would be stored.")
    shape = _NETLOC.fullmatch(parts.netloc)
    if not shape:
        raise BadAddress(f"“{shown(parts.netloc)}” is no host; write it as example.org, with a port only if needed.")
    port = int(shape[2]) if shape[2] else PORTS[parts.scheme]
    if port not in ports:
        raise BadAddress(f"Port {port} is not one that is fetched from; FETCH_PORTS names those that are.")
    target = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    if parts.query:
        target += "?" + quote(parts.query, safe="/?%:@!$&'()*+,;=~-._")
    address = Address(parts.scheme, _host(shape[1], onion), port, target)
    if len(str(address)) > LONGEST_ADDRESS:
        raise BadAddress(f"Written out, the address is longer than the {LONGEST_ADDRESS} characters that are kept.")
    return address


def _host(written: str, onion: bool) -> str:
    """A host in its one spelling. Raises BadAddress for numbers in disguise and for names of the house."""
    if written.startswith("["):
        try:
            return str(ipaddress.IPv6Address(written[1:-1]))
        except ValueError as error:
            raise BadAddress(f"{written} is no IPv6 address: {error}.") from error
    host = written.translate(_DOTS)
    if len(host) > 253:
        raise BadAddress("The host's name is longer than the 253 characters that a name can have.")
    host = (host if host.isascii() else _in_ascii(host)).lower().removesuffix(".")
    labels = host.split(".")
    if _NUMBER.fullmatch(labels[-1]):
        try:
            return str(ipaddress.IPv4Address(host))
        except ValueError as error:
            raise BadAddress(
                f"“{written}” spells a number as a host; write it as four plain decimal numbers."
            ) from error
    if not all(_LABEL.fullmatch(label) for label in labels):
        raise BadAddress(f"“{written}” is no host name: a label is empty, too long or holds other signs.")
    if any(label.startswith("xn--") for label in labels):
        host = _in_ascii(host)
    if labels[-1] == "onion" and not onion:
        raise BadAddress("Addresses under .onion are reached only through Tor; set FETCH_PROXY.")
    if len(labels) == 1 or labels[-1] in _HOUSE_NAMES or labels[-2:] == ["home", "arpa"]:
        raise BadAddress(f"“{host}” is a name inside a house or a machine, not a public one.")
    return host


def _in_ascii(host: str) -> str:
    try:
        return idna.encode(host, uts46=True, std3_rules=True).decode("ascii")
    except (idna.IDNAError, UnicodeError) as error:
        raise BadAddress(f"“{shown(host)}” is no international host name: {error}.") from error


def why_not_public(ip: str) -> str:
    """What kind of address `ip` is, where it is not a public one; empty for public ones.

    Addresses that carry an IPv4 address to a translator (NAT64, ISATAP) are judged by what they carry.
    """
    try:
        address = ipaddress.ip_address(ip)
    except ValueError:
        return "no network address"
    if isinstance(address, ipaddress.IPv6Address):
        if address.scope_id:
            return "the local link"
        if address in _NAT64:
            return why_not_public(str(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)))
        if address not in _HANDED_OUT:
            return "not handed out to the public, or wraps an IPv4 address"
        if (int(address) >> 32) & 0xFFFFFFFF in _ISATAP:
            return "a tunnel (ISATAP)"
    denied = _DENIED_4 if address.version == 4 else _DENIED_6
    for network, what in denied:
        if address in network:
            return what
    return "" if address.is_global else "reserved"


def is_within(host: str, sites: Iterable[str]) -> bool:
    """Whether `host` is one of `sites` or lies under one, label by label: evilexample.org is not under example.org."""
    labels = host.split(".")
    for site in sites:
        wanted = site.split(".")
        if labels == wanted:
            return True
        if not _NUMBER.fullmatch(wanted[-1]) and len(labels) > len(wanted) > 1 and labels[-len(wanted) :] == wanted:
            return True
    return False


def site_of(host: str) -> str:
    """The site that a host speaks for: the host without `www`."""
    rest = host.removeprefix("www.")
    return rest if "." in rest else host


def shown(text: str) -> str:
    """A hostile text, safe to stand in a message."""
    return text[:100].encode("unicode_escape").decode("ascii")
