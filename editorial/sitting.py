"""How long somebody sits at the desk: a session ends after half an hour without a step, and after twelve hours."""

from datetime import datetime, timedelta

from django.contrib.auth.models import AnonymousUser, User
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
#: A step is written down at most so often: not every page costs a row.
NOTED_EVERY = timedelta(minutes=1)

_BEGAN, _SEEN = "sitting_began", "sitting_seen"


@receiver(user_logged_in)
def begin(sender, request: HttpRequest, user: User, **kwargs) -> None:
    """Write down when a session began. One without that mark is over."""
    request.session[_BEGAN] = request.session[_SEEN] = timezone.now().timestamp()


def is_over(request: HttpRequest, now: datetime) -> bool:
    """Whether the session of somebody who had signed in has ended by `now`."""
    at = now.timestamp()
    began, seen = request.session.get(_BEGAN, 0), request.session.get(_SEEN, 0)
    return at - began >= LONGEST.total_seconds() or at - seen >= IDLE.total_seconds()


def go_on(request: HttpRequest) -> int | None:
    """Note a step of whoever sits here, or end the session where it is over.

    Returns the key of the person whose session was ended just now, so that what they typed is kept for them alone.
    """
    if not request.user.is_authenticated:
        return None
    now = timezone.now()
    if is_over(request, now):
        whose = request.user.pk
        # Not logout(), which the person did not ask for: the row goes, and with it everything in it.
        request.session.flush()
        request.user = AnonymousUser()
        return whose
    if now.timestamp() - request.session[_SEEN] >= NOTED_EVERY.total_seconds():
        request.session[_SEEN] = now.timestamp()
    return None
