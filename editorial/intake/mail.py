"""Side room of unpack: mail messages, mailboxes and pages saved as MHTML: the body, and each attachment for itself."""

import datetime
import re
from collections.abc import Iterator
from email import message_from_bytes
from email.errors import HeaderParseError, MessageError
from email.header import decode_header
from email.message import Message
from email.policy import compat32
from email.utils import parseaddr

from editorial.intake.allowance import Allowance
from editorial.intake.archives import printable
from editorial.intake.moments import day, moment
from editorial.intake.unreadable import TooMuch, Unreadable
from editorial.records import Item

#: A larger message is no letter; the mail parser needs several times its size.
_LARGEST = 40_000_000
_MOST_PARTS = 1_000
_LONGEST_HEADER = 2_000
#: A body with fewer letters beside an attachment only says that something is attached.
_FEWEST_LETTERS = 200
_HEADER = rb"[!-9;-~]{1,76}:[^\n]{0,5000}\n(?:[ \t][^\n]{0,5000}\n){0,200}"
_HEAD = re.compile(rb"(?:" + _HEADER + rb"){2,200}\r?\n")
_BY_MACHINE = re.compile(rb"(?im)^(?:received|message-id|mime-version|return-path|delivered-to|dkim-signature):")
_FROM_LINE = re.compile(rb"(?:\A|\n\r?\n)From [^\n]{1,200}\n(?=[!-9;-~]{1,76}:)")
_TAG = re.compile(r"<[^<>]{0,2000}>")
_SKIPPED = (
    "image/",
    "audio/",
    "video/",
    "font/",
    "application/pgp-",
    "application/pkcs7-",
    "text/calendar",
    "text/css",
)


def looks_like_mail(data: bytes, name: str, media_type: str | None) -> bool:
    """Whether the bytes begin with a mail head, and a mail program wrote it or the file is declared to be mail."""
    head = _HEAD.match(data[:100_000].lstrip(b"\r\n"))
    if not head:
        return False
    told = (media_type or "").startswith("message/rfc822") or name.lower().endswith((".eml", ".mht", ".mhtml"))
    return told or bool(_BY_MACHINE.search(head[0]))


def looks_like_mailbox(data: bytes) -> bool:
    """Whether the bytes begin with mbox's `From ` line and the head of a mail."""
    found = _FROM_LINE.match(data[:1000])
    return found is not None and looks_like_mail(data[found.end() : found.end() + 100_000], "", None)


def letters_of(item: Item, allowance: Allowance) -> Iterator[Item]:
    """The messages of a mailbox, each as its own item."""
    starts = [(found.start(), found.end()) for found in _FROM_LINE.finditer(item.data)]
    allowance.spend(members=len(starts))
    for number, (_start, begin) in enumerate(starts, start=1):
        end = starts[number][0] + 1 if number < len(starts) else len(item.data)
        data = re.sub(rb"(?m)^>(>*From )", rb"\1", item.data[begin:end])
        allowance.spend(len(data))
        yield Item(data=data, name=f"{item.name}#{number}", media_type="message/rfc822")


def pieces_of(item: Item, allowance: Allowance) -> Iterator[Item]:
    """The body of a message (HTML rather than plain text) with what its head says, then each attachment."""
    if len(item.data) > _LARGEST:
        raise TooMuch(f"a message of more than {_LARGEST // 1_000_000} MB")
    try:
        message = message_from_bytes(item.data.lstrip(b"\r\n"), policy=compat32)
        parts = _parts(message)
    except (MessageError, RecursionError, ValueError, LookupError) as error:
        raise Unreadable(f"a damaged message: {error}") from error
    allowance.spend(members=len(parts))
    known = _known(message, item)
    bodies: list[Message] = []
    attached: list[Message] = []
    for part in parts:
        kind = part.get_content_type()
        if kind.startswith(_SKIPPED):
            continue
        inline = part.get_content_disposition() != "attachment" and not part.get_filename()
        (bodies if inline and kind in ("text/html", "text/plain", "application/xhtml+xml") else attached).append(part)
    html = [part for part in bodies if part.get_content_type() != "text/plain"]
    plain = [part for part in bodies if part.get_content_type() == "text/plain"]
    chosen = (html or plain)[:1]
    if html and plain and _letters(html[0], allowance) * 2 < _letters(plain[0], allowance):
        chosen = plain[:1]
    given = 0
    for part in chosen:
        if attached and _letters(part, allowance) < _FEWEST_LETTERS:
            continue
        given += 1
        yield Item(
            data=_content(part, allowance),
            name=item.name,
            address=_address(message, part) or item.address,
            media_type=_media_type(part),
            **known,
        )
    for number, part in enumerate(attached, start=1):
        given += 1
        name = f"{item.name}/{printable(_decoded(part.get_filename()) or f'part {number}')}"
        yield Item(data=_content(part, allowance), name=name, media_type=_media_type(part), **known)
    if not given:
        raise Unreadable("a message without a text in it")


def _parts(message: Message) -> list[Message]:
    """The leaves of a message in their order; an attached message is one leaf."""
    leaves: list[Message] = []
    waiting = [message]
    while waiting:
        part = waiting.pop()
        inner = part.get_payload()
        if isinstance(inner, list) and part.get_content_type() != "message/rfc822":
            waiting.extend(one for one in reversed(inner) if isinstance(one, Message))
        else:
            leaves.append(part)
        if len(leaves) + len(waiting) > _MOST_PARTS:
            raise TooMuch(f"a message of more than {_MOST_PARTS:,} parts")
    return leaves


def _known(message: Message, item: Item) -> dict:
    """What the head says: facts (title, date, author), the moment it was sent, and the head's own lines."""
    written = str(message.get("Date") or "")
    name, address = parseaddr(_decoded(message.get("From"))[:500])
    facts = {"title": _decoded(message.get("Subject")), "date": day(written), "author": name or address}
    sent: datetime.datetime | None = moment(written)
    return {
        "facts": {key: value for key, value in facts.items() if value},
        "seen_at": item.seen_at or sent,
        "headers": {
            key: _decoded(message.get(key))
            for key in ("From", "To", "Date", "Subject", "Message-ID", "List-Id", "Snapshot-Content-Location")
            if message.get(key)
        },
    }


def _address(message: Message, part: Message) -> str:
    """The address that a page saved as MHTML came from."""
    for told in (message.get("Snapshot-Content-Location"), part.get("Content-Location")):
        address = _decoded(told)
        if address.startswith(("http://", "https://")):
            return address
    return ""


def _decoded(header: object) -> str:
    """A header's words, encoded ones decoded, on one line and never longer than `_LONGEST_HEADER`."""
    text = str(header or "")[:_LONGEST_HEADER]
    try:
        pieces = [
            piece.decode(charset or "utf-8", "replace") if isinstance(piece, bytes) else piece
            for piece, charset in decode_header(text)
        ]
    except (HeaderParseError, LookupError, ValueError):
        pieces = [text]
    return printable(" ".join("".join(pieces).split()))


def _content(part: Message, allowance: Allowance) -> bytes:
    """The bytes of one part, its transfer encoding undone; an attached message as it stands."""
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload()
        data = inner[0].as_bytes() if isinstance(inner, list) and inner and isinstance(inner[0], Message) else b""
    else:
        decoded = part.get_payload(decode=True)
        data = decoded if isinstance(decoded, bytes) else b""
    allowance.spend(len(data))
    return data


def _media_type(part: Message) -> str:
    charset = part.get_content_charset()
    return part.get_content_type() + (f"; charset={charset}" if charset else "")


def _letters(part: Message, allowance: Allowance) -> int:
    """About how many letters a reader sees in a body."""
    text = _content(part, allowance)[:200_000].decode("utf-8", "replace")
    return sum(map(str.isalpha, _TAG.sub(" ", text) if part.get_content_type() != "text/plain" else text))
