"""Pages taken in by their addresses, and sources that are watched: what changes, goes and comes back."""

import datetime
import functools
import hashlib
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from archive.models import Capture, Sighting, Source
from editorial.intake.capture import capture
from editorial.intake.cell import Cell
from editorial.intake.changes import LONGEST_DIFFERENCE, MOST_LINES, text_difference
from editorial.intake.recognise.vocabulary import Vocabulary
from editorial.intake.refusals import NoSuchHost
from editorial.intake.take_in import take_in
from editorial.intake.watch import item_of
from editorial.models import Batch, Candidate, SourceFlag
from tests.editorial.loopback import HOST, answer, redirect, serving

pytestmark = pytest.mark.django_db

FIRST = "The night shift at the Lindenau bakery stands together and asks for a tenth more pay before winter comes."
SECOND = "The Bakers' Union of Lindenau calls on all shops to close their ovens on the first of May, as in every year."


def page(*paragraphs: str, nonce: str = "1", **headers: str) -> bytes:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    html = f'<html data-nonce="{nonce}"><body><h1>Bakers\' Union of Lindenau</h1>{body}</body></html>'
    return answer(html.encode(), content_type="text/html; charset=utf-8", **headers)


@pytest.fixture(autouse=True)
def no_pauses(settings):
    settings.FETCH_EVERY = 0


@pytest.fixture
def server():
    with serving({"/a": page(FIRST)}) as server:
        yield server


@pytest.fixture
def bakers(server):
    return Source.objects.create(
        slug="bakers", name="Bakers", address=server.address("/"), recipe={"watch": True, "every_days": 3}
    )


#: One reading process for all tests here; starting one takes about a second.
CELL = Cell(Vocabulary.from_file())


@pytest.fixture(scope="module", autouse=True)
def close_the_cell():
    yield
    CELL.close()


def see(server, source: Source, path: str = "/a", host: str = HOST) -> str:
    """Have a page of the test server seen and taken in under a source, as `take_in` does; its address."""
    address = server.address(path, host)
    item = item_of(capture(address, permit={server.permit}, resolver=lambda *_name: [HOST]))
    batch, _made = Batch.objects.get_or_create(name="seen before")
    take_in(item, CELL.propose(item)[0], batch=batch, source=source)
    return address


def run(command: str, *arguments: str, server, status: int = 0, **more) -> dict:
    """Run a command whose door may reach the test server; its summary. `more` goes to `capture`."""
    out = StringIO()
    given = {"capture": functools.partial(capture, permit={server.permit}, **more)}
    if command == "fetch":
        given["cell"] = CELL
    try:
        call_command(command, *arguments, "--json", stdout=out, stderr=StringIO(), **given)
        ended = 0
    except SystemExit as end:
        ended = end.code
    summary = json.loads(out.getvalue())
    assert ended == status, summary
    return summary


# --- Addresses taken in ----------------------------------------------------------------------------------------------


def test_an_address_is_taken_in_with_headers_and_chain(server):
    server.pages["/old"] = redirect("/a", "301 Moved Permanently")
    server.pages["/a"] = page(FIRST, etag='"x"', x_powered_by="flour")
    before = timezone.now()
    summary = run("take_in", server.address("/old"), server=server)
    assert summary["captures"] == {"new": 1, "known": 0}
    assert summary["candidates"]["new"] >= 1
    sighting = Sighting.objects.get()
    assert sighting.address == server.address("/old")
    assert before <= sighting.seen_at <= timezone.now()
    assert sighting.headers["x-powered-by"] == "flour"
    assert sighting.headers[":address"] == server.address("/a")
    assert sighting.headers[":chain"] == [
        {"address": server.address("/old"), "status": 301, "ip": HOST},
        {"address": server.address("/a"), "status": 200, "ip": HOST},
    ]
    kept = sighting.capture
    assert kept.content() == server.pages["/a"].partition(b"\r\n\r\n")[2]
    assert kept.sha256 == hashlib.sha256(kept.content()).hexdigest()
    again = run("take_in", server.address("/old"), server=server)
    assert again["captures"] == {"new": 0, "known": 1}
    assert again["candidates"]["new"] == 0
    assert kept.sightings.count() == 2


def test_what_can_not_be_fetched_fails_alone(server):
    wrong = ["http://10.0.0.1/", "http://user@page.example/", server.address("/none"), "https://0x7f.1/"]
    summary = run("take_in", *wrong, server.address("/a"), server=server, status=1)
    assert [failed["item"] for failed in summary["failed"]] == wrong
    assert summary["captures"]["new"] == 1
    assert run("take_in", *wrong, server=server, status=2)["captures"]["new"] == 0


def test_a_page_without_text_is_named_by_its_address(server):
    server.pages["/a"] = answer(b"<html><script>check()</script></html>", content_type="text/html")
    summary = run("take_in", server.address("/a"), server=server, status=2)
    assert [failed["item"] for failed in summary["failed"]] == [server.address("/a")]


def test_a_dry_run_of_an_address_keeps_nothing(server):
    summary = run("take_in", server.address("/a"), "--dry-run", server=server)
    assert summary["captures"]["new"] == 1
    assert not Capture.objects.exists()


def test_a_collection_is_not_taken_for_a_page(server):
    server.pages["/c.jsonl"] = answer(b'{"id": "1", "language": "en", "text": "' + FIRST.encode() + b'"}\n')
    summary = run("take_in", server.address("/c.jsonl"), server=server, status=2)
    assert "structured collection" in summary["failed"][0]["error"]


def test_a_page_under_a_source_lies_on_one_of_its_hosts(server):
    source = Source.objects.create(slug="union", address="https://www.example.org/")
    door = {"server": server, "resolver": lambda *_name: [HOST]}
    evil, own = server.address("/a", "evilexample.org"), server.address("/a", "news.example.org")
    summary = run("take_in", evil, own, "--source", "union", status=1, **door)
    assert [failed["item"] for failed in summary["failed"]] == [evil]
    assert Sighting.objects.get().address == own
    source.recipe = {"hosts": ["evilexample.org"]}
    source.save()
    assert run("take_in", evil, "--source", "union", **door)["failed"] == []


def test_the_command_line_leads_to_no_loopback(server):
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("take_in", server.address("/a"), "--json", stdout=out, stderr=StringIO())
    assert server.seen == []
    with pytest.raises(CommandError):
        call_command("take_in", server.address("/a"), "--capture", "x", stdout=out, stderr=StringIO())


# --- Source watch ----------------------------------------------------------------------------------------------------


@pytest.fixture
def known(server, bakers):
    """The page /a, taken in once from the watched source."""
    return see(server, bakers)


def flags() -> list[tuple[str, str]]:
    return list(SourceFlag.objects.order_by("id").values_list("kind", "address"))


def test_an_unchanged_page_is_one_more_sighting(server, known):
    summary = run("fetch", server=server)
    assert summary["looks"] == {"unchanged": 1}
    assert Capture.objects.count() == 1
    assert Sighting.objects.filter(address=known).count() == 2
    assert flags() == []


def test_not_modified_is_asked_for_and_noted(server, bakers):
    server.pages["/a"] = page(FIRST, etag='"flour"')
    address = see(server, bakers)
    server.pages["/a"] = answer(status="304 Not Modified")
    for _look in range(2):
        assert run("fetch", server=server)["looks"] == {"unchanged": 1}
        assert 'If-None-Match: "flour"\r\n' in server.seen[-1]
    noted = Sighting.objects.filter(address=address).last()
    assert noted.headers[":status"] == 304
    assert noted.capture.sightings.count() == 3


def test_a_changed_page_is_taken_in_and_flagged_with_the_difference(server, known):
    server.pages["/a"] = page(FIRST.replace("a tenth", "a fifth"), SECOND)
    summary = run("fetch", "--source", "bakers", server=server)
    assert summary["looks"] == {"changed": 1}
    assert summary["flags"] == {"changed": 1}
    assert summary["candidates"] >= 1
    flag = SourceFlag.objects.get()
    assert (flag.kind, flag.address, flag.source.slug, flag.seen_by) == ("changed", known, "bakers", None)
    assert f"- {FIRST}" in flag.diff
    assert f"+ {SECOND}" in flag.diff
    assert "a fifth" in flag.diff
    assert flag.before != flag.after
    assert FIRST.encode() in flag.before.content()
    assert SECOND.encode() in flag.after.content()
    assert Candidate.objects.filter(extract__capture=flag.after).exists()
    call_command("undo_batch", summary["batch"], stdout=StringIO())
    assert not Capture.objects.filter(sha256=flag.after.sha256).exists()


def test_other_bytes_with_the_same_text_raise_no_flag(server, known):
    for nonce in "234":
        server.pages["/a"] = page(FIRST, nonce=nonce)
        assert run("fetch", server=server)["looks"] == {"same text": 1}
    assert flags() == []
    assert Capture.objects.count() == 4
    assert Candidate.objects.values("extract__capture").distinct().count() == 1
    server.pages["/a"] = page(SECOND)
    assert run("fetch", server=server)["looks"] == {"changed": 1}
    assert f"- {FIRST}" in SourceFlag.objects.get().diff


def test_back_to_an_earlier_state_is_a_change_too(server, known):
    server.pages["/a"] = page(SECOND)
    run("fetch", server=server)
    server.pages["/a"] = page(FIRST)
    assert run("fetch", server=server)["looks"] == {"changed": 1}
    first, second = SourceFlag.objects.order_by("id")
    assert (second.before, second.after) == (first.after, first.before)
    assert Capture.objects.count() == 2


@pytest.mark.parametrize("status", ["404 Not Found", "410 Gone"])
def test_a_vanished_page_is_flagged_once_and_again_when_it_is_back(server, known, status):
    there, server.pages["/a"] = server.pages["/a"], answer(status=status)
    assert run("fetch", server=server)["looks"] == {"gone": 1}
    flag = SourceFlag.objects.get()
    assert status[:3] in flag.diff
    assert flag.before == Capture.objects.get()
    assert run("fetch", server=server)["looks"] == {"still gone": 1}
    assert SourceFlag.objects.get().last_at > flag.last_at
    server.pages["/a"] = there
    assert run("fetch", server=server)["looks"] == {"unchanged": 1}
    assert flags() == [("gone", known), ("back", known)]
    server.pages["/a"] = answer(status=status)
    run("fetch", server=server)
    assert flags() == [("gone", known), ("back", known), ("gone", known)]


def test_a_vanished_name_is_flagged(server, bakers):
    bakers.recipe |= {"hosts": ["union.example"]}
    bakers.save()
    address = see(server, bakers, host="union.example")

    def nobody(host, port):
        raise NoSuchHost(f"The name {host} leads nowhere.")

    assert run("fetch", server=server, resolver=nobody)["looks"] == {"gone": 1}
    assert flags() == [("gone", address)]


@pytest.mark.parametrize(
    "trouble", [answer(status="500 Oh"), b"", answer(status="503 Busy", retry_after="9"), redirect("http://10.0.0.1/")]
)
def test_trouble_is_no_disappearance(server, known, trouble):
    server.pages["/a"] = trouble
    summary = run("fetch", server=server, status=2)
    assert summary["failed"][0]["item"] == known
    assert flags() == []
    assert Sighting.objects.count() == 1


def test_a_page_moved_to_a_stranger_is_not_taken_for_the_source(server, known):
    server.pages |= {"/a": redirect(server.address("/b", "parked.example")), "/b": page(SECOND)}
    summary = run("fetch", server=server, status=2, resolver=lambda *_name: [HOST])
    assert "parked.example is not a host of this source" in summary["failed"][0]["error"]
    assert "/b" not in server.paths()
    assert Capture.objects.count() == 1


def test_a_page_that_gives_no_text_any_more_is_kept_and_flagged_once(server, known):
    for nonce in "12":
        server.pages["/a"] = answer(
            f"<html><script>check('{nonce}')</script></html>".encode(), content_type="text/html"
        )
        summary = run("fetch", server=server)
    assert summary["looks"] == {"no text": 1}
    flag = SourceFlag.objects.get()
    assert "no text any more" in flag.diff
    assert b"check('1')" in flag.after.content()
    assert Capture.objects.count() == 3
    server.pages["/a"] = page(SECOND)
    assert run("fetch", server=server)["looks"] == {"changed": 1}


def test_only_what_is_due(server, known, bakers):
    assert run("fetch", "--due", server=server)["looks"] == {}
    Sighting.objects.update(seen_at=timezone.now() - datetime.timedelta(days=2.9))
    assert run("fetch", "--due", server=server)["looks"] == {}
    Sighting.objects.update(seen_at=timezone.now() - datetime.timedelta(days=3.1))
    server.pages["/a"] = answer(status="404 Not Found")
    assert run("fetch", "--due", server=server)["looks"] == {"gone": 1}
    assert run("fetch", "--due", server=server)["looks"] == {}
    SourceFlag.objects.update(last_at=timezone.now() - datetime.timedelta(days=3.1))
    assert run("fetch", "--due", server=server)["looks"] == {"still gone": 1}
    assert run("fetch", "--due", server=server)["looks"] == {}


def test_a_feed_is_watched_from_the_start_and_others_only_if_asked(server):
    server.pages["/feed"] = page(FIRST)
    feed = Source.objects.create(slug="feed", kind="feed", address=server.address("/feed"))
    quiet = Source.objects.create(slug="quiet", address=server.address("/"))
    see(server, quiet)
    assert run("fetch", "--due", server=server)["looks"] == {"first seen": 1}
    assert Sighting.objects.filter(source=feed).get().address == server.address("/feed")
    for slug in (quiet.slug, "nowhere"):
        with pytest.raises(CommandError, match="is no watched source"):
            call_command("fetch", "--source", slug)
    feed.recipe = {"watch": False}
    feed.save()
    assert run("fetch", server=server)["looks"] == {}


def feed(*entries: tuple[str, str]) -> bytes:
    """An Atom feed of (name, text) entries."""
    told = "".join(
        f"<entry><id>urn:{name}</id><title>{name}</title><updated>2026-05-01T10:00:00Z</updated>"
        f'<link href="http://union.example/{name}"/><content type="html">&lt;p&gt;{text}&lt;/p&gt;</content></entry>'
        for name, text in entries
    )
    xml = f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Bakers</title>{told}</feed>'
    return answer(xml.encode(), content_type="application/atom+xml")


def test_the_entries_of_a_feed_are_taken_in_and_not_watched_themselves(server):
    server.pages["/feed"] = feed(("one", FIRST))
    source = Source.objects.create(slug="feed", kind="feed", address=server.address("/feed"))
    assert run("fetch", server=server)["looks"] == {"first seen": 1}
    assert run("fetch", server=server)["looks"] == {"unchanged": 1}
    server.pages["/feed"] = feed(("two", SECOND), ("one", FIRST))
    summary = run("fetch", server=server)
    assert (summary["looks"], summary["failed"]) == ({"changed": 1}, [])
    flag = SourceFlag.objects.get()
    assert f"+ {SECOND}" in flag.diff
    assert FIRST not in flag.diff.replace(f"  {FIRST}", "")
    assert flag.after.content() == server.pages["/feed"].partition(b"\r\n\r\n")[2]
    entry = Sighting.objects.filter(source=source, address="http://union.example/two").get()
    assert flag.after.sha256 in entry.headers[":container"]
    assert Candidate.objects.filter(extract__capture=entry.capture).exists()
    assert set(server.paths()) == {"/feed"}


@pytest.mark.parametrize("recipe", [{"every_days": 0}, {"every_days": "7"}, {"every_days": True}, {"hosts": "x"}])
def test_a_wrong_recipe_stops_its_own_source_only(server, known, bakers, recipe):
    other = Source.objects.create(slug="other", address=server.address("/"), recipe={"watch": True, **recipe})
    Sighting.objects.create(capture=Capture.objects.get(), source=other, address=known, seen_at=timezone.now())
    summary = run("fetch", server=server, status=1)
    assert [failed["item"] for failed in summary["failed"]] == ["other"]
    assert summary["looks"] == {"unchanged": 1}


def test_a_look_that_finds_nothing_new_makes_no_batch(server, known):
    server.pages["/a"] = answer(status="404 Not Found")
    before = Batch.objects.count()
    run("fetch", server=server)
    assert Batch.objects.count() == before


# --- The difference --------------------------------------------------------------------------------------------------


def test_the_difference_of_two_texts():
    before = "Head\n\none\ntwo\nthree\nfour\nfive\nsix\nTail"
    after = "Head\none\n2\nthree\nfour\nfive\n6\nTail\nmore"
    shown = ["  one", "- two", "+ 2", "  three", "…", "  five", "- six", "+ 6", "  Tail", "+ more"]
    assert text_difference(before, after).split("\n") == shown
    assert text_difference(before, before.replace("\n", " \n\n ")) == ""
    assert text_difference("", "came") == "+ came"
    assert text_difference("went", "") == "- went"


def test_the_difference_is_bounded():
    before = "\n".join(f"line {number % 50}" for number in range(3 * MOST_LINES))
    after = "\n".join(f"line {number * 7 % 50}" for number in range(1, 3 * MOST_LINES))
    shown = text_difference(before, after)
    assert shown
    assert len(shown) <= LONGEST_DIFFERENCE + 2
