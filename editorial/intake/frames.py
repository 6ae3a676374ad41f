"""Messages between the intake and the child that reads for it: a JSON head and bytes, each with its length before it.

The child reads and writes plainly. The parent does both by polling with a deadline, since a child that hangs neither
takes what is sent nor sends what is awaited.
"""

import json
import os
import select
import struct
import time
from typing import Any

_LENGTHS = struct.Struct(">II")
_BLOCK = 1 << 16
#: The largest head (a proposal of a book) and the largest bytes (a member of a container) that the parent takes.
MOST_HEAD = 96_000_000
MOST_BYTES = 200_000_000

Message = tuple[dict[str, Any], bytes]


class BrokenFrame(ValueError):
    """What came is no message."""


class Ended(EOFError):
    """The other side has gone."""


class TooLate(TimeoutError):
    """The other side neither took nor sent anything until the deadline."""


def pack(head: dict[str, Any], data: bytes = b"") -> list[bytes]:
    """The pieces of a message, in order."""
    written = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    return [_LENGTHS.pack(len(written), len(data)), written, data]


def unpack_head(written: bytes) -> dict[str, Any]:
    """The head of a message. Raises BrokenFrame."""
    try:
        head = json.loads(written.decode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError) as error:
        raise BrokenFrame(f"no JSON: {error}") from error
    if not isinstance(head, dict):
        raise BrokenFrame("no object")
    return head


def send_plain(file: int, head: dict[str, Any], data: bytes = b"") -> None:
    """Write a message to a blocking file descriptor."""
    for piece in pack(head, data):
        view = memoryview(piece)
        while view:
            view = view[os.write(file, view[: 1 << 20]) :]


def receive_plain(file: int) -> Message:
    """Read a message from a blocking file descriptor. Raises Ended."""
    head, data = _LENGTHS.unpack(_exactly(file, _LENGTHS.size))
    written = _exactly(file, head)
    return unpack_head(bytes(written)), bytes(_exactly(file, data))


def _exactly(file: int, size: int) -> bytearray:
    out = bytearray(size)
    view, at = memoryview(out), 0
    while at < size:
        count = os.readv(file, [view[at : at + (1 << 20)]])
        if not count:
            raise Ended
        at += count
    view.release()
    return out


class Channel:
    """The parent's end: one descriptor to send to and one to receive from, both made non-blocking."""

    def __init__(self, to_child: int, from_child: int) -> None:
        self._to, self._from = to_child, from_child
        for file in (to_child, from_child):
            os.set_blocking(file, False)

    def send(self, head: dict[str, Any], data: bytes, deadline: float) -> None:
        """Send a message before `deadline` (of `time.monotonic`). Raises Ended, TooLate."""
        poll = select.poll()
        poll.register(self._to, select.POLLOUT)
        for piece in pack(head, data):
            view = memoryview(piece)
            while view:
                _wait(poll, deadline)
                try:
                    view = view[os.write(self._to, view[:_BLOCK]) :]
                except BlockingIOError:
                    continue
                except OSError as error:
                    raise Ended from error

    def receive(self, deadline: float) -> Message:
        """The next message, complete before `deadline`. Raises Ended, TooLate, BrokenFrame."""
        head, data = _LENGTHS.unpack(self._exactly(_LENGTHS.size, deadline))
        if head > MOST_HEAD or data > MOST_BYTES:
            raise BrokenFrame("a message larger than any page")
        written = self._exactly(head, deadline)
        return unpack_head(written), self._exactly(data, deadline)

    def _exactly(self, size: int, deadline: float) -> bytes:
        poll = select.poll()
        poll.register(self._from, select.POLLIN)
        pieces: list[bytes] = []
        while size:
            _wait(poll, deadline)
            try:
                piece = os.read(self._from, min(size, 1 << 20))
            except BlockingIOError:
                continue
            if not piece:
                raise Ended
            pieces.append(piece)
            size -= len(piece)
        return b"".join(pieces)


def _wait(poll: select.poll, deadline: float) -> None:
    left = deadline - time.monotonic()
    if left <= 0 or not poll.poll(left * 1000):
        raise TooLate
