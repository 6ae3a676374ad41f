"""A reader for tests of the cell: reads like the real one, but does what a page's first word orders it to do."""

import ctypes
import os
import socket
import time
from pathlib import Path

from editorial.intake.cell_reader import read_member as really_read

_held: list[bytearray] = []


def read_member(member, vocabulary, hint):
    word, _, rest = member.data.partition(b" ")
    order = _ORDERS.get(word)
    if order:
        order(rest)
    return really_read(member, vocabulary, hint)


def _segfault(_rest):
    ctypes.string_at(0)


def _hang(_rest):
    time.sleep(600)


def _spin(_rest):
    while True:
        pass


def _eat(_rest):
    """Four gigabytes, by the pieces in which a parser would ask for them."""
    for _ in range(400):
        _held.append(bytearray(10_000_000))


def _leak(_rest):
    _held.append(bytearray(160_000_000))


def _fork(_rest):
    while True:
        os.fork()


def _start(_rest):
    os.execv("/bin/true", ["true"])  # noqa: S606


def _call_out(_rest):
    socket.create_connection(("127.0.0.1", 9))


def _write(rest):
    Path(rest.split()[0].decode()).write_text("was here")


def _lie(_rest):
    """Answer past the protocol with bytes that would start a program if anybody unpickled them."""
    for file in range(3, 12):
        try:
            os.write(file, b"\x00\x00\x00\x10\x00\x00\x00\x00cos\nsystem\n(S'x'\ntR.")
        except OSError:
            continue


def _quit(_rest):
    os._exit(3)


def _break(_rest):
    raise KeyError("a fault of the parser")


_ORDERS = {
    b"SEGFAULT": _segfault,
    b"HANG": _hang,
    b"SPIN": _spin,
    b"EAT": _eat,
    b"LEAK": _leak,
    b"FORK": _fork,
    b"START": _start,
    b"CALL": _call_out,
    b"WRITE": _write,
    b"LIE": _lie,
    b"QUIT": _quit,
    b"BREAK": _break,
}
