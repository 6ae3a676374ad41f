"""Door: the pages that a file holds, be it one page or a container of many. Pure: no database, no network, no writing.

What a file is, its content tells, not its name. Containers are opened inside each other three deep; all together spend
from one allowance (200 MB, 10,000 members), and each is judged before it is read.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace

from editorial.intake.allowance import DEEPEST, Allowance
from editorial.intake.archives import Gunzipped, gunzip, open_zip, zip_kind, zip_members
from editorial.intake.feeds import entries, looks_like_feed
from editorial.intake.mail import letters_of, looks_like_mail, looks_like_mailbox, pieces_of
from editorial.intake.unreadable import TooMuch, Unreadable
from editorial.intake.web_archives import wacz_pages, warc_pages
from editorial.records import Item

Room = Callable[[Item, Allowance], Iterator[Item]]

#: Containers whose members are made by decoding: whoever takes in keeps the container's own bytes besides.
DECODED = frozenset({"feed", "mail", "mailbox"})
_PAGES_OF_BOOKS = (".xhtml", ".html", ".htm")


def unpack(data: bytes, name: str, media_type: str | None = None, address: str = "") -> Iterator[Item]:
    """The pages in `data`, one after the other; a page that is no container comes back alone, as it is.

    A member that can't be had is an Item with `fault`. Raises Unreadable where nothing can be had, and TooMuch, maybe
    after some members, where the allowance is spent.
    """
    whole = Item(data=data, name=name, address=address, media_type=media_type)
    kind = container_kind(whole)
    if kind is None:
        yield whole
        return
    told = {"container": name, "container_kind": kind, "container_sha256": hashlib.sha256(data).hexdigest()}
    for member in _opened(whole, kind, Allowance(), 1):
        yield replace(member, facts={**member.facts, **told})


def container_kind(item: Item) -> str | None:
    """zip, epub, wacz, gzip, warc, mail, mailbox, feed, or None for what is itself a page. Raises Unreadable, TooMuch
    for a zip archive that may not be opened."""
    data = item.data
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        with open_zip(data) as archive:
            kind = zip_kind(archive)
        return kind if kind in ("zip", "epub", "wacz") else None
    if data.startswith(b"\x1f\x8b"):
        return "warc" if _is_warc(_peek(data)) else "gzip"
    if _is_warc(data[:20]):
        return "warc"
    if looks_like_mailbox(data):
        return "mailbox"
    if looks_like_mail(data, item.name, item.media_type):
        return "mail"
    if looks_like_feed(data):
        return "feed"
    return None


def _is_warc(head: bytes) -> bool:
    return head.startswith((b"WARC/", b"filedesc://"))


def _peek(data: bytes) -> bytes:
    try:
        return Gunzipped(data, Allowance()).read(20)
    except Unreadable:
        return b""


def _opened(item: Item, kind: str, allowance: Allowance, depth: int) -> Iterator[Item]:
    """The members of a container, those of containers among them in their place."""
    if depth > DEEPEST:
        raise TooMuch(f"containers inside each other, more than {DEEPEST} deep")
    given = 0
    try:
        for member in _ROOMS[kind](item, allowance):
            given += 1
            yield from _one(member, allowance, depth)
    except TooMuch:
        raise
    except Unreadable as error:
        if not given:
            raise
        yield Item(data=b"", name=item.name, fault=str(error))


def _one(member: Item, allowance: Allowance, depth: int) -> Iterator[Item]:
    """A member itself, or what it holds; a container inside that can't be opened is one fault."""
    try:
        inner = None if member.fault else container_kind(member)
        if inner is None:
            yield member
            return
        for page in _opened(member, inner, allowance, depth + 1):
            yield replace(page, seen_at=page.seen_at or member.seen_at)
    except TooMuch:
        raise
    except Unreadable as error:
        yield Item(data=b"", name=member.name, fault=str(error))


def _book(item: Item, allowance: Allowance) -> Iterator[Item]:
    return zip_members(item, allowance, only=_PAGES_OF_BOOKS)


_ROOMS: dict[str, Room] = {
    "zip": zip_members,
    "epub": _book,
    "wacz": wacz_pages,
    "gzip": gunzip,
    "warc": warc_pages,
    "mail": pieces_of,
    "mailbox": letters_of,
    "feed": entries,
}
