"""The child of `cell`: reads one item after the other under limits that it laid upon itself. Knows no database.

Started as `python -m editorial.intake.cell_reader PARENT`. Takes a message with the vocabulary and the limits, says
that it is ready, then takes items. Each answer about a member of an item is a message of its own, so that what was read
before an accident is not lost.
"""

import importlib
import os
import signal
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from editorial.intake.confinement import allow_processor, confine, die_with, grown
from editorial.intake.frames import Ended, receive_plain, send_plain
from editorial.intake.pipeline import Proposal, propose
from editorial.intake.recognise.vocabulary import Vocabulary
from editorial.intake.transcript import read, write
from editorial.intake.unpack import unpack
from editorial.intake.unreadable import TooMuch
from editorial.records import Item, KnownName

#: A page of markup or text beyond this is no page; documents and containers have their own limits.
MOST_PAGE = 10_000_000
#: Tags of one page; each takes about 250 bytes while it is read.
MOST_TAGS = 300_000
#: Attributes of one tag; the time that libxml2 takes for them grows with the square of their number.
MOST_ATTRIBUTES = 10_000
#: A child that keeps more than this of what it was given is replaced by a fresh one.
_TIRED = 150_000_000
_WARM_UP = "<html><body><h1>{0}</h1><p>{0}</p></body></html>".format(
    "Statement of the council, 5 February 2021. بیانیهٔ شورا، ۱۲ مهر ۱۴۰۱. بيان اللجنة، ١٢ تشرين الأول ٢٠٢٢."
)

ReadMember = Callable[[Item, Vocabulary, dict[str, str] | None], Proposal]


@dataclass(slots=True)
class _Work:
    out: int
    vocabulary: Vocabulary
    read_member: ReadMember
    seconds: float
    start: int


def read_member(member: Item, vocabulary: Vocabulary, hint: dict[str, str] | None) -> Proposal:
    """What one page is read as. Raises Unreadable, TooMuch for a page that no person wrote."""
    if not member.data.startswith((b"PK", b"%PDF")):
        if len(member.data) > MOST_PAGE:
            raise TooMuch(f"a page of more than {MOST_PAGE // 1_000_000} MB")
        if member.data.count(b"<") > MOST_TAGS:
            raise TooMuch(f"a page of more than {MOST_TAGS:,} tags")
        if any(piece.rpartition(b"<")[2].count(b"=") > MOST_ATTRIBUTES for piece in member.data.split(b">")):
            raise TooMuch(f"a page with a tag of more than {MOST_ATTRIBUTES:,} attributes")
    # A page that was fetched keeps among its headers where the last redirect led: that is its address.
    address = (member.headers or {}).get(":address") or member.address or None
    return propose(member.data, member.name, member.media_type, vocabulary, address, hint, facts=member.facts)


def serve(parent: int) -> None:
    """Take the order, then items until the parent goes."""
    die_with(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which then ends this process
    inward, outward = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    for file in (0, 1, 2):
        os.dup2(nothing, file)
    order, _ = receive_plain(inward)
    module, _, name = order["reader"].partition(":")
    work = _Work(
        out=outward,
        vocabulary=Vocabulary(read(tuple[KnownName, ...], order["vocabulary"])),
        read_member=getattr(importlib.import_module(module), name),
        seconds=float(order["seconds"]),
        start=0,
    )
    propose(_WARM_UP.encode(), "", "text/html", work.vocabulary)  # models are loaded before memory is counted
    filtered = confine(int(order["memory"]))
    work.start = grown()
    send_plain(outward, {"ready": True, "filtered": filtered})
    while True:
        head, data = receive_plain(inward)
        item = replace(read(Item, head["item"]), data=data)
        del data
        _answer(item, head["hint"], int(head["skip"]), work)


def _answer(item: Item, hint: Mapping[str, str] | None, skip: int, work: _Work) -> None:
    """Read an item's members but for the first `skip`, a message about each; then say that this was all."""
    error = ""
    tired = False
    try:
        allow_processor(work.seconds)
        for number, member in enumerate(unpack(item.data, item.name, item.media_type, item.address)):
            if number < skip:
                continue
            whole = member.data is item.data
            if whole:
                member = replace(item, facts={**item.facts, **member.facts})
            told = None if whole else write(member)
            send_plain(work.out, {"at": number, "member": told}, b"" if whole else member.data)
            allow_processor(work.seconds)
            send_plain(work.out, _one(member, dict(hint) if hint else None, number, work))
            allow_processor(work.seconds)
    except ValueError as failed:
        error = str(failed)
    except MemoryError:
        error, tired = "it needs more memory than one item may use", True
    except Exception as failed:  # whatever a parser raises is this item's fault and nobody else's
        error = f"it could not be unpacked ({type(failed).__name__}: {str(failed)[:200]})"
    send_plain(work.out, {"end": True, "error": error, "tired": tired or grown() > work.start + _TIRED})


def _one(member: Item, hint: dict[str, str] | None, number: int, work: _Work) -> dict[str, Any]:
    """The message about one member: what it was read as, or why it was not."""
    if member.fault:
        return {"at": number, "error": member.fault}
    try:
        proposal = work.read_member(member, work.vocabulary, hint)
        return {"at": number, "proposal": write(proposal)}
    except ValueError as failed:
        return {"at": number, "error": str(failed) or type(failed).__name__}
    except MemoryError:
        return {"at": number, "error": "it needs more memory than one item may use"}
    except RecursionError:
        return {"at": number, "error": "it is nested deeper than any page"}
    except Exception as failed:  # as above
        return {"at": number, "error": f"it could not be read ({type(failed).__name__}: {str(failed)[:200]})"}


if __name__ == "__main__":
    try:
        serve(int(sys.argv[1]))
    except (Ended, BrokenPipeError):
        os._exit(0)
