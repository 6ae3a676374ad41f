"""Source watch: which addresses are looked at again, and what a look finds.

A source is watched when its recipe says `{"watch": true, "every_days": N}`, and a feed unless it says `"watch": false`;
then every address at which a page of the source was seen is looked at, and a feed's own. What is found is kept like
anything taken in; a change of the text, a page that is gone and one that is back raise a flag for a person.
"""

import datetime
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from archive.models import Capture, Sighting, Source
from editorial.intake.capture import TOOL, Conditions, Fetched
from editorial.intake.cell import Answer, Cell
from editorial.intake.changes import text_difference
from editorial.intake.guard import is_web_address, read_address, site_of
from editorial.intake.known_names import hint_of
from editorial.intake.pipeline import TOOL as READER
from editorial.intake.quarantine import set_aside
from editorial.intake.refusals import BadAddress, FetchRefused, Gone, NoSuchHost
from editorial.intake.take_in import CONTAINER_KIND, keep_container, take_in
from editorial.intake.unpack import DECODED
from editorial.models import Batch, BatchEntry, SourceFlag
from editorial.records import Item

#: Days between two looks where the recipe names none.
EVERY_DAYS = 7.0
EVERY_DAYS_OF_A_FEED = 1.0
#: Among a sighting's headers: why nothing could be read in what was seen.
_UNREAD = ":unread"


@dataclass(frozen=True, slots=True)
class Watched:
    """An address that is looked at again. `last` is when it was, None where never; `sites` are the source's hosts."""

    source: Source
    address: str
    every: datetime.timedelta
    last: datetime.datetime | None
    sites: tuple[str, ...]

    def is_due(self, now: datetime.datetime) -> bool:
        return self.last is None or self.last + self.every <= now


@dataclass(frozen=True, slots=True)
class Look:
    """What a look found: first seen, unchanged, same text (in other bytes), changed, no text, gone, still gone.

    `flags` are those it raised, "back again" among them; `candidates` counts the new ones.
    """

    found: str
    flags: tuple[SourceFlag, ...] = ()
    candidates: int = 0


def hosts_of(source: Source | None) -> tuple[str, ...]:
    """The hosts that a source's pages may lie on, each with all under it; empty (any) where the source names none.

    Raises BadAddress where the recipe's `hosts` are no list of host names.
    """
    if source is None:
        return ()
    named = source.recipe.get("hosts", [])
    if not isinstance(named, list) or not all(isinstance(host, str) for host in named):
        raise BadAddress(f"The recipe of “{source.slug}” names “hosts” that are no list of names.")
    hosts = [read_address(f"http://{host}/", onion=True).host for host in named]
    if is_web_address(source.address):
        ports = {80, 443, urlsplit(source.address).port or 80}
        hosts.append(site_of(read_address(source.address, ports, onion=True).host))
    return tuple(dict.fromkeys(hosts))


def is_watched(source: Source) -> bool:
    """Whether the source's recipe, or else its kind, asks for looking again."""
    return source.recipe.get("watch", source.kind == Source.Kind.FEED) is True


def watched(source: Source) -> list[Watched]:
    """The addresses of a watched source, those not looked at for longest first.

    Raises ValueError where the recipe's `every_days` is no number above 0, or its `hosts` are none.
    """
    usual = EVERY_DAYS_OF_A_FEED if source.kind == Source.Kind.FEED else EVERY_DAYS
    days = source.recipe.get("every_days", usual)
    if isinstance(days, bool) or not isinstance(days, int | float) or not 0 < days < 10_000:
        raise ValueError(f"The recipe of “{source.slug}” needs a number of days above 0 as “every_days”.")
    looks: dict[str, datetime.datetime | None] = {}
    if source.kind == Source.Kind.FEED and source.address:
        looks[source.address] = None
    # An entry of a feed names its page's address, but what was seen there is the feed's.
    of_feeds = {"headers__has_key": CONTAINER_KIND, f"headers__{CONTAINER_KIND}__in": list(DECODED)}
    seen = source.sightings.exclude(**of_feeds).order_by().values_list("address").annotate(Max("seen_at"))
    gone = (
        SourceFlag.objects.filter(source=source, kind=SourceFlag.Kind.GONE)
        .order_by()
        .values_list("address")
        .annotate(Max("last_at"))
    )
    for address, when in [*seen, *gone]:
        known = looks.get(address)
        looks[address] = max(when, known) if known else when
    sites, every = hosts_of(source), datetime.timedelta(days=days)
    found = [Watched(source, address, every, last, sites) for address, last in looks.items() if is_web_address(address)]
    longest_ago = datetime.datetime.min.replace(tzinfo=datetime.UTC)
    return sorted(found, key=lambda one: (one.last or longest_ago, one.address))


def in_turns(addresses: list[Watched]) -> Iterator[Watched]:
    """The same addresses, taking turns between hosts, so that one host's patience is another's turn."""
    by_host: dict[str, list[Watched]] = {}
    for one in addresses:
        by_host.setdefault(urlsplit(one.address).netloc.lower(), []).append(one)
    while by_host:
        for host in list(by_host):
            yield by_host[host].pop(0)
            if not by_host[host]:
                del by_host[host]


def item_of(fetched: Fetched, address: str = "") -> Item:
    """A fetched page as an item to take in, seen at `address` (the one first asked for, if not given)."""
    return Item(
        data=fetched.data,
        address=address or fetched.chain[0].address,
        seen_at=fetched.seen_at,
        headers=fetched.record(),
        media_type=fetched.media_type,
    )


def look(one: Watched, capture: Callable[..., Fetched], batch: Callable[[], Batch], cell: Cell) -> Look:
    """Capture a watched address again, keep what came and raise flags.

    `capture` is the door of that name with the run's manners; `batch` gives the batch to enter things into; foreign
    bytes are read in `cell`, while no transaction is open. Raises FetchRefused where nothing can be said of the page
    (a time-out, a 500, robots.txt, another host).
    """
    last = one.source.sightings.filter(address=one.address).select_related("capture").last()
    try:
        fetched = capture(one.address, conditions=_conditions(last), within=one.sites)
    except (Gone, NoSuchHost) as gone:
        return _note_gone(one, last, gone)
    if last and (fetched.unmodified or hashlib.sha256(fetched.data).hexdigest() == last.capture.sha256):
        with transaction.atomic():
            back = _note_back(one, last, fetched)
            _see(last.capture, one, fetched, batch(), last)
        return Look("unchanged", back)
    item = item_of(fetched, one.address)
    answers = list(cell.read(item, hint_of(one.source)))
    before = _last_read(one)
    text_before = _text(before, one, cell) if before else ""
    with transaction.atomic():
        back = _note_back(one, last, fetched)
        found = _keep(one, last, before, text_before, item, answers, fetched, batch())
    return Look(found.found, back + found.flags, found.candidates)


def _conditions(last: Sighting | None) -> Conditions | None:
    """What the last look was told, so that the server may answer "not modified"."""
    told = last.headers if last else {}
    if not (told.get("etag") or told.get("last-modified")) or not isinstance(told.get(":address"), str):
        return None
    return Conditions(told[":address"], str(told.get("etag", "")), str(told.get("last-modified", "")))


def _keep(
    one: Watched,
    last: Sighting | None,
    before: Capture | None,
    text_before: str,
    item: Item,
    answers: list[Answer],
    fetched: Fetched,
    batch: Batch,
) -> Look:
    """Keep other bytes than last time, and say what they are."""
    pages = [(answer.item, answer.proposal) for answer in answers if answer.proposal]
    if not pages:
        why = next((answer.error for answer in answers), "there is nothing in it")
        return _keep_unread(one, last, before, fetched, batch, why)
    text = "\n\n".join(proposal.extract.text for _page, proposal in pages)
    difference = text_difference(text_before, text)
    if before and not difference:
        after = _stored(fetched, batch)
        _see(after, one, fetched, batch)
        return Look("same text")
    taken = [take_in(page, proposal, batch=batch, source=one.source) for page, proposal in pages]
    if pages[0][0] is not item:
        keep_container(item, batch=batch, source=one.source)
    for answer in answers:
        if answer.error:
            set_aside(answer.item, answer.error)
    candidates = sum(len(one_taken.new) for one_taken in taken)
    if before is None:
        return Look("first seen", (), candidates)
    after = Capture.objects.get(sha256=hashlib.sha256(item.data).hexdigest())
    return Look("changed", (_flag(one, SourceFlag.Kind.CHANGED, difference, before, after),), candidates)


def _keep_unread(one, last: Sighting | None, before: Capture | None, fetched: Fetched, batch: Batch, why: str) -> Look:
    """A page that gives no text is kept as evidence. It is flagged once, not at every look while it stays so."""
    capture = _stored(fetched, batch)
    _see(capture, one, fetched, batch, unread=why)
    if last is None or before is None or _UNREAD in last.headers:
        return Look("no text")
    said = f"The page gives no text any more: {why}"
    return Look("changed", (_flag(one, SourceFlag.Kind.CHANGED, said, before, capture),))


def _last_read(one: Watched) -> Capture | None:
    """The last capture at the address that text could be read out of."""
    for sighting in one.source.sightings.filter(address=one.address).select_related("capture").reverse()[:50]:
        if _UNREAD not in sighting.headers:
            return sighting.capture
    return None


def _text(capture: Capture, one: Watched, cell: Cell) -> str:
    """The capture's text as it is read today: another version of the reader would differ where the page does not."""
    extract = capture.extracts.order_by("id").first()
    if extract and extract.tool == READER:
        return extract.text
    try:
        item = Item(data=capture.content(), address=one.address, media_type=capture.media_type)
        return "\n\n".join(proposal.extract.text for proposal in cell.propose(item, hint_of(one.source)))
    except (OSError, ValueError):
        return extract.text if extract else ""


def _stored(fetched: Fetched, batch: Batch) -> Capture:
    """The fetched bytes as a capture, without a reading."""
    sha256 = Capture.store(fetched.data)
    media_type = (fetched.media_type or "application/octet-stream").partition(";")[0].strip()
    defaults = {"size": len(fetched.data), "media_type": media_type[:100]}
    capture, is_new = Capture.objects.get_or_create(sha256=sha256, defaults=defaults)
    if is_new:
        BatchEntry.objects.create(batch=batch, thing="capture", object_id=capture.pk)
    return capture


def _see(
    capture: Capture, one: Watched, fetched: Fetched, batch: Batch, last: Sighting | None = None, unread: str = ""
) -> None:
    """One more sighting. What is known of the same bytes from the `last` one is carried on: a "not modified" names few
    headers. `unread` is why nothing could be read."""
    headers = fetched.record()
    if last:
        known = ("etag", "last-modified", _UNREAD) if fetched.unmodified else (_UNREAD,)
        headers = {name: last.headers[name] for name in known if name in last.headers} | headers
    if unread:
        headers[_UNREAD] = unread
    sighting = Sighting.objects.create(
        capture=capture,
        source=one.source,
        address=one.address,
        seen_at=fetched.seen_at,
        headers=headers,
        tool=TOOL,
    )
    BatchEntry.objects.create(batch=batch, thing="sighting", object_id=sighting.pk)


def _last_flag(one: Watched) -> SourceFlag | None:
    """The last flag that says whether the page is there."""
    kinds = [SourceFlag.Kind.GONE, SourceFlag.Kind.BACK]
    return SourceFlag.objects.filter(source=one.source, address=one.address, kind__in=kinds).order_by("at", "id").last()


def _flag(one: Watched, kind: str, diff: str, before: Capture | None, after: Capture | None = None) -> SourceFlag:
    return SourceFlag.objects.create(
        kind=kind, source=one.source, address=one.address, diff=diff, before=before, after=after
    )


def _note_gone(one: Watched, last: Sighting | None, gone: FetchRefused) -> Look:
    flag = _last_flag(one)
    if flag and flag.kind == SourceFlag.Kind.GONE:
        SourceFlag.objects.filter(pk=flag.pk).update(last_at=timezone.now())
        return Look("still gone")
    return Look("gone", (_flag(one, SourceFlag.Kind.GONE, str(gone), last.capture if last else None),))


def _note_back(one: Watched, last: Sighting | None, fetched: Fetched) -> tuple[SourceFlag, ...]:
    flag = _last_flag(one)
    if flag is None or flag.kind == SourceFlag.Kind.BACK:
        return ()
    said = f"It was gone from {flag.at:%Y-%m-%d} to {flag.last_at:%Y-%m-%d}; the server answers {fetched.status} again."
    return (_flag(one, SourceFlag.Kind.BACK, said, last.capture if last else None),)
