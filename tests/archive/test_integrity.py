"""What is damaged, missing or extra is found and named; a clean archive raises no alarm."""

import json
import random
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection, transaction

from archive import guards
from archive.models import Capture, Decision, Revision, Statement, Verification, stored_name
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def from_the_first_number(db):
    """SQLite remembers the numbers that an earlier test's emptied tables gave out: here that would be a cut chain."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [Decision._meta.db_table])


def verify(status: int) -> list[dict]:
    """The findings of `verify_archive --json`, which must end with this status."""
    out = StringIO()
    ended = 0
    try:
        call_command("verify_archive", "--json", stdout=out, stderr=StringIO())
    except SystemExit as end:
        ended = end.code
    report = json.loads(out.getvalue())
    assert ended == status, report
    return report["findings"]


def objects(count: int) -> list[str]:
    digests = []
    for number in range(count):
        data = f"page {number}".encode() * (number + 1)
        digests.append(Capture.store(data))
        Capture.objects.create(sha256=digests[-1], size=len(data), media_type="text/plain")
    return digests


def test_sixty_planted_damages_are_named_and_nothing_else(media):
    dice = random.Random(60)  # noqa: S311  the same damages every time
    digests = objects(120)
    assert verify(0) == []
    dice.shuffle(digests)
    damaged, missing = digests[:20], digests[20:40]
    for number, sha256 in enumerate(damaged):
        path = media / stored_name(sha256)
        data = bytearray(path.read_bytes())
        at = dice.randrange(len(data))
        if number % 4 == 0:
            del data[at:]
        elif number % 4 == 1:
            data += b"\n"
        else:
            data[at] ^= 1 << dice.randrange(8)
        path.write_bytes(data)
    for sha256 in missing:
        (media / stored_name(sha256)).unlink()
    extra = [_extra(media, number, digests[40]) for number in range(20)]
    found = verify(1)
    assert {(one["kind"], one["name"]) for one in found} == (
        {("damaged", sha256) for sha256 in damaged}
        | {("missing", sha256) for sha256 in missing}
        | {("extra", name) for name in extra}
    )
    assert len(found) == 60 and all(one["thing"] == "object" and one["why"] for one in found)


def _extra(media: Path, number: int, kept: str) -> str:
    """Put one object there that no capture names: a stray one, a half one, one in the wrong place, a copy."""
    sha256 = f"{number:02x}" + "e" * 62
    name = (
        stored_name(sha256),
        f"captures/{sha256[:2]}/.{sha256}.part",
        f"captures/{sha256[:2]}/{kept}",
        f"captures/note-{number}.txt",
        f"captures/{kept[:2]}/{kept}-{number}",
    )[number % 5]
    path = media / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"extra")
    return name


def test_an_archive_that_was_worked_in_raises_no_alarm():
    public = cast.statement(stage="published")
    cast.translation(public, stage="published")
    cast.statement("Withdrawn", stage="withdrawn")
    cast.statement("Waiting", stage="in review")
    cast.candidates()
    assert verify(0) == []


FORGERIES = {
    "changed": "UPDATE archive_decision SET note = note || 'x' WHERE id = %(one)s",
    "another's": "UPDATE archive_decision SET by_name = 'somebody' WHERE id = %(one)s",
    "earlier": "UPDATE archive_decision SET at = %(moment)s WHERE id = %(one)s",
    "deleted": "DELETE FROM archive_decision WHERE id = %(one)s",
    "cut": "DELETE FROM archive_decision WHERE id >= %(one)s",
}


@pytest.fixture
def chain():
    """Decisions about six published statements, and the way round the guards for a hand with database access."""
    for number in range(6):
        cast.statement(f"Statement {number}", stage="published")
    guards.remove(connection)
    return list(Decision.objects.order_by("pk"))


@pytest.mark.parametrize("how", FORGERIES)
def test_a_forged_chain_is_found_and_located(chain, how):
    moment = chain[0].at.replace(year=2001)
    for place in range(len(chain)):
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(FORGERIES[how], {"one": chain[place].pk, "moment": moment})
            names = {one["name"] for one in verify(1) if one["thing"] == "decision"}
            told = f"{chain[place].pk}: {chain[place]}"
            following = chain[place + 1] if place + 1 < len(chain) else None
            if how == "cut" or (how == "deleted" and following is None):
                assert any(chain[place].reference in name for name in names), (place, names)
            elif how == "deleted":
                assert f"{following.pk}: {following}" in names
            else:
                assert names == {told}
            transaction.set_rollback(True)


def test_two_rows_that_changed_places_are_located(chain):
    for first, second in zip(chain, chain[2:], strict=False):
        with transaction.atomic():
            with connection.cursor() as cursor:
                for old, new in ((first.pk, -1), (second.pk, first.pk), (-1, second.pk)):
                    cursor.execute("UPDATE archive_decision SET id = %s WHERE id = %s", [new, old])
            names = {one["name"] for one in verify(1) if one["thing"] == "decision"}
            assert f"{first.pk}: {second}" in names and f"{second.pk}: {first}" in names
            transaction.set_rollback(True)


def test_a_row_put_in_between_is_located(chain):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE archive_decision SET id = id + 1000 WHERE id > %s", [chain[4].pk])
    forged = Decision.objects.get(pk=chain[4].pk)
    forged.pk, forged.note, forged.previous = forged.pk + 1, "never said", forged.digest
    forged.digest = forged.content_digest()
    forged.save(force_insert=True)
    names = {one["name"] for one in verify(1)}
    assert f"{chain[5].pk + 1000}: {chain[5]}" in names


def test_a_stage_that_was_forged_is_found(chain):
    statement = cast.statement("Not yet", stage="in review")
    Statement.objects.filter(pk=statement.pk).update(stage="verified")
    (found,) = verify(1)
    assert found["name"] == f"statement {statement.reference}" and "verified" in found["why"]


def test_a_forged_text_and_a_forged_vouching_are_found(chain):
    first, second, *_rest = Statement.objects.order_by("pk")
    Revision.objects.filter(pk=first.current_revision_id).update(title="Never said")
    Verification.objects.filter(revision=second.current_revision).update(digest="0" * 64)
    third = cast.statement("Vouched for by nobody", stage="published")
    Verification.objects.filter(revision=third.current_revision).delete()
    found = {(one["kind"], one["thing"], one["name"].partition(":")[0]) for one in verify(1)}
    assert ("damaged", "revision", str(first.current_revision_id)) in found
    assert ("damaged", "verification", str(second.current_revision.verification.pk)) in found
    assert ("missing", "verification", str(third.current_revision_id)) in found
    assert len(found) == 3


def test_a_store_keeps_an_object_whole_and_once(media):
    data = b"x" * 100_000
    sha256 = Capture.store(data)
    path = media / stored_name(sha256)
    path.write_bytes(data[:10])
    half = path.with_name(f".{path.name}.part")
    half.write_bytes(b"half of it, longer than the rest" * 9999)
    assert Capture.store(data) == sha256 and path.read_bytes() == data
    assert [one for one in media.rglob("*") if one.is_file()] == [path]
    assert default_storage.save(stored_name(sha256), ContentFile(data)) == stored_name(sha256)
