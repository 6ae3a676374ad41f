"""Guessing at the desk's door is slowed, and no stranger can lock an editor out by guessing.

What is counted are wrong guesses in a row, and the wait after them doubles. Who guesses is told apart as OWASP's "Slow
Down Online Guessing Attacks with Device Cookies" does it:

- a browser in which this account signed in whole carries a signed cookie for `/desk/` and has a tally of its own;
- any other guess counts for its network together with the account, unless the account signed in whole from there
  lately also for all strangers at the account, and for the network whatever the account.

So a stranger's guesses, however many, are never counted against a browser in which an editor signed in, nor against a
network that the editor came from unless the stranger is in it too. What remains: an editor with a new browser in a new
network waits together with the strangers for as long as many of them guess at this very account.

A guess counts as wrong from before it is looked at until it was right: guesses sent at the same time are no way around.
A guess that comes too early is neither looked at nor counted. Tallies are for names as they are typed, so that a name
that nobody has is answered like any other. They stand in the database, which all processes share; a cache may be the
memory of one of them.

No address is kept: a tally is found by a keyed hash of the network (24 bits of IPv4, 56 of IPv6), is forgotten a day
after the last wrong guess, and that an account came from a network after `KNOWN_FOR`.

django-axes was looked at: it locks out by account, by address or by both together, which strangers can use; it keeps
addresses and names in the open, and knows no browser that is judged by itself. The wait that django-otp puts on codes
doubles without end, for everybody alike, and is switched off in the settings for the rule here.
"""

import math
import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Case, F, Q, Value, When
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from editorial.models import Tally

#: Wrong guesses that cost no wait: for one browser or network at one account, and for many together.
FREE_ALONE, FREE_TOGETHER = 4, 20
#: The longest wait. It leaves some 30 guesses a day at one account: a code of six digits, three of which are good at
#: any time, is hit with a chance of one in thirty in a year, by somebody who knows the password already.
LONGEST = timedelta(hours=1)
FORGOTTEN_AFTER = timedelta(days=1)
KNOWN_FOR = timedelta(days=14)
COOKIE = "desk_browser"
COOKIE_FOR = timedelta(days=90)


class Slowed(Exception):
    """The guess was not looked at. `seconds` until the next one is."""

    def __init__(self, seconds: int):
        super().__init__(f"Wait {seconds} s.")
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Guess:
    """One guess that is being looked at; wrong unless `right` is called."""

    alone: str
    together: tuple[str, ...]

    def right(self) -> None:
        """Take the guess back: the own tally begins anew, those shared with strangers lose this one guess."""
        now = timezone.now()
        Tally.objects.filter(key=self.alone).update(wrong=0, open_at=now)
        less = Case(When(wrong__gt=0, then=F("wrong") - 1), default=Value(0))
        Tally.objects.filter(key__in=self.together).update(wrong=less, open_at=now)


def guess(request: HttpRequest, what: str, account: str) -> Guess:
    """Begin a guess at `what` ("password", "code") of the account with that name. Raises Slowed where it is too early.

    Call outside any transaction that could be rolled back: the count has to stay.
    """
    account, network, now = _folded(account), network_of(request), timezone.now()
    browser = _browser(request, account)
    known = bool(browser) or Tally.objects.filter(key=_key("known", account, network), known_until__gt=now).exists()
    alone = _key(what, "browser", account, browser) if browser else _key(what, "network", account, network)
    together = () if known else (_key(what, "strangers", account), _key(what, "network", network))
    _forget(now)
    _count(alone, together, now)
    return Guess(alone, together)


def remember(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Know this browser and this network from now on: `user` has just signed in whole."""
    account, now = _folded(user.get_username()), timezone.now()
    Tally.objects.update_or_create(
        key=_key("known", account, network_of(request)), defaults={"last_at": now, "known_until": now + KNOWN_FOR}
    )
    response.set_signed_cookie(
        COOKIE,
        f"{_key('account', account)}:{_browser(request, account) or secrets.token_hex(16)}",
        salt=__name__,
        max_age=COOKIE_FOR,
        path=reverse("admin:index"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def network_of(request: HttpRequest) -> str:
    """The network that a request came from; "" where the server does not say. Never stored as it is."""
    try:
        address = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return ""
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return str(ip_network((address, 24 if address.version == 4 else 56), strict=False))


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).strip().casefold()


def _key(*parts: str) -> str:
    return salted_hmac(__name__, "\0".join(parts), algorithm="sha256").hexdigest()


def _browser(request: HttpRequest, account: str) -> str:
    """What this browser is called in the tallies, where the account has signed in in it; else ""."""
    cookie = request.get_signed_cookie(COOKIE, default="", salt=__name__, max_age=COOKIE_FOR) or ""
    whose, _, name = cookie.partition(":")
    return name if whose == _key("account", account) else ""


def _wait(wrong: int, free: int) -> timedelta:
    """None after the first `free` wrong guesses, then 2 s, 4 s, 8 s …"""
    if wrong <= free:
        return timedelta(0)
    return min(timedelta(seconds=2 ** min(wrong - free, 32)), LONGEST)


@transaction.atomic
def _count(alone: str, together: Sequence[str], now: datetime) -> None:
    """Add one wrong guess to each tally, or to none and raise Slowed where one of them is not open yet."""
    new = [Tally(key=key, open_at=now, last_at=now) for key in sorted((alone, *together))]
    Tally.objects.bulk_create(new, ignore_conflicts=True)
    rows = list(Tally.objects.select_for_update().filter(key__in=(alone, *together)).order_by("key"))
    early = max((row.open_at - now for row in rows), default=timedelta(0))
    if early > timedelta(0):
        raise Slowed(math.ceil(early.total_seconds()))
    for row in rows:
        row.wrong += 1
        row.last_at = now
        row.open_at = now + _wait(row.wrong, FREE_ALONE if row.key == alone else FREE_TOGETHER)
        row.save(update_fields=["wrong", "last_at", "open_at"])


def _forget(now: datetime) -> None:
    """Delete what has had its time, whosever it was."""
    known = Q(known_until__isnull=False, known_until__gt=now)
    Tally.objects.filter(last_at__lt=now - FORGOTTEN_AFTER).exclude(known).delete()
