"""Guessing is slowed by account and network, and a stranger cannot lock an editor out."""

import pytest
from django.contrib.auth import hashers
from django.contrib.auth.models import User
from django.test import Client, RequestFactory
from django.urls import reverse

from editorial import guessing
from editorial.models import Tally
from tests import cast
from tests.editorial.test_door import CODE, PASSWORD, code_of, enrolled, is_open, with_password

pytestmark = pytest.mark.django_db
LOGIN = reverse("admin:login")
HERE, ELSEWHERE = "198.51.100.7", "203.0.113.9"


def try_password(client: Client, password: str, name: str = "importer"):
    return client.post(LOGIN, {"username": name, "password": password})


def guess_until_slowed(address: str, name: str = "importer") -> Client:
    """A stranger's browser whose next guess comes too early."""
    client = Client(REMOTE_ADDR=address)
    for _guess in range(60):
        if try_password(client, "wrong", name).status_code == 429:
            return client
    raise AssertionError("Nobody was slowed.")


def test_waits_grow_and_a_right_password_that_comes_too_early_is_not_looked_at(clock):
    cast.person("importer")
    client = guess_until_slowed(ELSEWHERE)
    early = try_password(client, PASSWORD)
    assert early.status_code == 429 and "_auth_user_id" not in client.session
    waits = []
    for _guess in range(16):
        waits.append(int(early["Retry-After"]))
        clock(seconds=waits[-1])
        assert try_password(client, "wrong").status_code == 200
        early = try_password(client, "wrong")
    assert waits[:4] == [2, 4, 8, 16] and waits[-1] == guessing.LONGEST.total_seconds()
    clock(seconds=waits[-1])
    assert try_password(client, PASSWORD).status_code == 302


def test_who_comes_too_early_does_not_make_the_wait_longer(clock):
    cast.person("importer")
    client = guess_until_slowed(ELSEWHERE)
    for _impatient in range(50):
        try_password(client, PASSWORD)
    clock(seconds=2)
    assert try_password(client, PASSWORD).status_code == 302


def test_a_strangers_guesses_lock_no_editor_out(clock):
    """However many strangers guess from wherever: a known browser and a known network stay open."""
    browser = with_password("importer", REMOTE_ADDR=HERE)
    for host in range(12):
        guess_until_slowed(f"203.0.{host}.9")
    fresh = Client(REMOTE_ADDR="192.0.2.77")
    assert try_password(fresh, "wrong").status_code == 429  # all strangers together are slowed
    browser.post(reverse("admin:logout"))
    browser.defaults["REMOTE_ADDR"] = "192.0.2.78"  # the known browser, far from home
    assert try_password(browser, PASSWORD).status_code == 302
    assert try_password(Client(REMOTE_ADDR=HERE), PASSWORD).status_code == 302  # a new browser at home


def test_one_stranger_does_not_even_slow_an_editor_in_a_new_place(clock):
    cast.person("importer")
    guess_until_slowed(ELSEWHERE)
    assert try_password(Client(REMOTE_ADDR=HERE), PASSWORD).status_code == 302


def test_a_known_browser_is_slowed_by_itself(clock):
    browser = with_password("importer", REMOTE_ADDR=HERE)
    for _guess in range(5):
        assert try_password(browser, "wrong").status_code == 200
    assert try_password(browser, PASSWORD).status_code == 429
    assert try_password(Client(REMOTE_ADDR=HERE), PASSWORD).status_code == 302


def test_a_cookie_is_good_for_its_account_alone(clock):
    browser = with_password("importer", REMOTE_ADDR=HERE)
    cast.person("verifier")
    guess_until_slowed(ELSEWHERE, "verifier")
    browser.defaults["REMOTE_ADDR"] = ELSEWHERE
    assert try_password(browser, PASSWORD, "verifier").status_code == 429
    forged = Client(REMOTE_ADDR=ELSEWHERE)
    forged.cookies[guessing.COOKIE] = browser.cookies[guessing.COOKIE].value[:-1]
    guess_until_slowed(ELSEWHERE)
    assert try_password(forged, PASSWORD).status_code == 429


def test_one_network_that_tries_one_password_at_many_names_is_slowed(clock):
    client = Client(REMOTE_ADDR=ELSEWHERE)
    answers = [try_password(client, "spring-2026", f"name-{number}").status_code for number in range(30)]
    assert answers[:20] == [200] * 20 and answers[-1] == 429


def test_a_password_alone_makes_nobody_known():
    """A stranger with a stolen password gets no cookie, and no network of theirs is remembered."""
    enrolled("importer")
    thief = with_password("importer", REMOTE_ADDR=ELSEWHERE)
    assert guessing.COOKIE not in thief.cookies
    assert Tally.objects.filter(known_until__isnull=False).count() == 1
    thief.post(CODE, {"code": code_of(cast.person("importer"), 1)})
    assert thief.cookies[guessing.COOKIE]["path"] == "/desk/" and thief.cookies[guessing.COOKIE]["httponly"]
    assert Tally.objects.filter(known_until__isnull=False).count() == 2


def test_codes_are_slowed_too_and_not_for_the_editor(clock):
    editor, _codes = enrolled("importer")
    editor.post(reverse("admin:logout"))
    thief = with_password("importer", REMOTE_ADDR=ELSEWHERE)
    answers = [thief.post(CODE, {"code": "000000"}).status_code for _guess in range(8)]
    assert answers[0] == 200 and answers[-1] == 429
    assert thief.post(CODE, {"code": code_of(cast.person("importer"), 1)}).status_code == 429
    assert not is_open(thief)
    try_password(editor, PASSWORD)
    editor.post(CODE, {"code": code_of(cast.person("importer"), 1)})
    assert is_open(editor)


@pytest.mark.parametrize("name", ["importer", "nobody", "inactive", "not staff", "IMPORTER"])
def test_every_name_is_answered_alike(name, settings, monkeypatch):
    """The same words, the same number of hashes, and slowed after the same number of guesses."""
    cast.person("importer")
    User.objects.create_user("inactive", password=PASSWORD, is_staff=True, is_active=False)
    User.objects.create_user("not staff", password=PASSWORD)
    hashed = []
    encode = hashers.MD5PasswordHasher.encode
    monkeypatch.setattr(hashers.MD5PasswordHasher, "encode", lambda *args: hashed.append(1) or encode(*args))
    client = Client(REMOTE_ADDR=ELSEWHERE)
    right = "wrong" if name == "importer" else PASSWORD
    answers = [try_password(client, right, name) for _guess in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert len(hashed) == 5
    said = str(answers[0].context["form"].non_field_errors())
    assert "Please enter the correct username and password" in said


def test_guesses_sent_at_once_are_counted_before_they_are_looked_at(clock, rf: RequestFactory):
    request = rf.post(LOGIN, REMOTE_ADDR=ELSEWHERE)
    for _parallel in range(5):
        guessing.guess(request, "password", "importer")
    with pytest.raises(guessing.Slowed):
        guessing.guess(request, "password", "importer")


def test_no_address_and_no_name_is_kept_and_tallies_are_forgotten(clock):
    with_password("importer", REMOTE_ADDR=HERE)
    guess_until_slowed(ELSEWHERE)
    rows = list(Tally.objects.values_list("key", flat=True))
    assert rows and all(len(key) == 64 and set(key) <= set("0123456789abcdef") for key in rows)
    clock(days=2)
    try_password(Client(REMOTE_ADDR=ELSEWHERE), "wrong", "another")
    assert not Tally.objects.filter(wrong__gt=1).exists()
    assert Tally.objects.filter(known_until__isnull=False).count() == 1
    clock(days=15)
    try_password(Client(REMOTE_ADDR=ELSEWHERE), "wrong", "another")
    assert not Tally.objects.filter(known_until__isnull=False).exists()


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("198.51.100.7", "198.51.100.0/24"),
        ("::ffff:198.51.100.7", "198.51.100.0/24"),
        ("2001:db8:1:2ff::1", "2001:db8:1:200::/56"),
        ("", ""),
        ("unix:", ""),
    ],
)
def test_networks(rf: RequestFactory, address, network):
    assert guessing.network_of(rf.get("/", REMOTE_ADDR=address)) == network


def test_readers_leave_no_tally():
    Client(REMOTE_ADDR=HERE).get("/en/")
    assert not Tally.objects.exists()
