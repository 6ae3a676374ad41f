"""One request and its answer over a guarded connection: headers capped, the body counted while it is unpacked."""

import http.client
import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from editorial.intake.connection import Deadline, Line, Route, connect
from editorial.intake.guard import Address, shown
from editorial.intake.refusals import BadAnswer, FetchRefused, TooBig, Unreachable

WITH_PAGE = (200, 203)
REDIRECTS = (301, 302, 303, 307, 308)
_CHUNK = 1 << 16
_HEAD = 1 << 18  # bytes of status line and headers; http.client besides takes at most 100 headers of 64 KiB


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered: headers by their names in small letters; the body only where it is a page."""

    status: int
    headers: dict[str, str]
    body: bytes
    ip: str


def user_agent() -> str:
    """Who we are, and where a webmaster can complain."""
    contact = settings.FETCH_CONTACT
    return f"Sanad/1.0 (archive of political statements{'; ' + contact if contact else ''})"


def exchange(
    here: Address,
    route: Route,
    deadline: Deadline,
    size: int,
    asking: dict[str, str],
    cut: bool = False,
    sending: bytes | None = None,
) -> Answer:
    """One request and its answer, with at most `size` decoded bytes of body (the rest `cut` off, or TooBig raised).

    With `sending` it is a POST of these bytes, of which `asking` tells the type.
    """
    line = connect(here, route, deadline)
    try:
        line.allowance = _HEAD
        client = http.client.HTTPConnection(here.host, here.port)
        client.sock = line  # type: ignore[assignment]
        verb = "GET" if sending is None else "POST"
        client.putrequest(verb, here.target, skip_host=True, skip_accept_encoding=True)
        own = {"Host": here.authority, "User-Agent": user_agent(), "Accept": "*/*", "Accept-Encoding": "gzip"}
        for name, value in {**own, "Connection": "close", **asking}.items():
            client.putheader(name, value)
        if sending is not None:
            client.putheader("Content-Length", str(len(sending)))
        client.endheaders(sending)
        response = client.getresponse()
        headers = _headers(response)
        body = _body(response, line, size, cut, deadline) if response.status in WITH_PAGE else b""
        return Answer(response.status, headers, body, line.ip)
    except FetchRefused:
        raise
    except (http.client.HTTPException, ValueError, zlib.error) as error:
        if line.refusal:
            raise line.refusal from error
        raise BadAnswer(f"{here.host} sent no well-formed answer: {shown(str(error))}.") from error
    except OSError as error:
        raise Unreachable(f"The connection to {here.host} broke off: {error}.") from error
    finally:
        line.hang_up()


def _headers(response: http.client.HTTPResponse) -> dict[str, str]:
    """The headers by their names in small letters; repeated ones joined, folded lines and control characters gone."""
    headers: dict[str, str] = {}
    for name, value in response.getheaders():
        name, value = name.lower(), re.sub(r"[\x00-\x20\x7f]+", " ", value).strip()
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return headers


def _body(response: http.client.HTTPResponse, line: Line, size: int, cut: bool, deadline: Deadline) -> bytes:
    """The body with its compression taken off, counted while it comes."""
    encoding = response.getheader("content-encoding", "identity").strip().lower()
    unpack = _Unpacking(encoding, deadline)
    line.allowance = 2 * size + _HEAD  # chunks have heads of their own
    whole = io.BytesIO()
    while raw := response.read1(_CHUNK):
        for piece in unpack.feed(raw):
            if whole.tell() + len(piece) > size:
                if cut:
                    whole.write(piece[: size - whole.tell()])
                    return whole.getvalue()
                raise TooBig(f"The page is larger than {size:,} bytes; download it by hand and take the file in.")
            whole.write(piece)
    if response.length or not unpack.finished:
        raise BadAnswer("The answer broke off before its end; try again another time.")
    return whole.getvalue()


class _Unpacking:
    """Takes gzip or deflate off piece by piece, so that what comes out can be counted before more does."""

    def __init__(self, encoding: str, deadline: Deadline):
        if encoding not in ("", "identity", "gzip", "x-gzip", "deflate"):
            raise BadAnswer(f"The page comes packed as “{encoding[:40]}”, which was not asked for.")
        self._encoding = encoding
        self._deadline = deadline
        self._unpacker: Any = None  # zlib names the class only in private
        self._members = 0
        self.finished = True

    def feed(self, raw: bytes) -> Iterator[bytes]:
        """What `raw` unpacks to, in pieces of 64 KiB at most. Raises TooSlow or zlib.error."""
        if self._encoding in ("", "identity"):
            yield raw
            return
        more = False
        while raw or more:
            self._deadline.left()
            if self._unpacker is None:
                if self._members and (self._encoding == "deflate" or not raw.startswith(b"\x1f")):
                    return  # padding behind the last member
                self._unpacker = zlib.decompressobj(self._format(raw))
            piece = self._unpacker.decompress(raw, _CHUNK)
            yield piece
            raw, more = self._unpacker.unconsumed_tail, len(piece) == _CHUNK
            self.finished = self._unpacker.eof
            if self.finished:
                raw, more = self._unpacker.unused_data, False
                self._unpacker = None
                self._members += 1

    def _format(self, raw: bytes) -> int:
        """zlib's word for the format. "deflate" means zlib's own, but some servers send it without its head."""
        if self._encoding != "deflate":
            return 16 + zlib.MAX_WBITS
        has_head = raw[0] & 0x0F == 8 and (len(raw) < 2 or int.from_bytes(raw[:2]) % 31 == 0)
        return zlib.MAX_WBITS if has_head else -zlib.MAX_WBITS
