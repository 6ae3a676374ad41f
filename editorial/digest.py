"""The daily digest: what waits for one person, as a plain letter."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from editorial import roles
from editorial.overview import given_to, overdue, said_to
from editorial.queues import queues


@dataclass(frozen=True, slots=True)
class Letter:
    """A digest as plain text."""

    subject: str
    body: str


def digest_for(user: User, desk: str, language: str = "en") -> Letter | None:
    """What waits for `user`, in the interface language `language`; None on a day on which nothing does.

    `desk` is the address of the desk's first page. Texts themselves are not in it: mail is read on the way.
    """
    with override(language):
        parts = list(_parts(user))
        if not parts:
            return None
        day = timezone.localdate().isoformat()
        return Letter(_("Sanad, %(day)s: what waits for you") % {"day": day}, "\n\n".join([*parts, desk]) + "\n")


def _parts(user: User) -> Iterator[str]:
    """The sections that have something to say."""
    late = overdue() if user.has_perm(roles.PUBLISH) else []
    waiting = [queue for queue in queues(user) if queue.count]
    sections = {
        _("Should be public by now"): [f"{one.reference} · {one.scheduled_for:%Y-%m-%d %H:%M}Z" for one in late],
        _("You are on these"): [_given(one) for one in given_to(user)],
        _("Said to you"): [
            f"{one.remark.by}, {one.remark.at:%Y-%m-%d}: {_first(one.remark.text)}" for one in said_to(user)
        ],
        _("What waits"): [f"{queue.kind.label}: {queue.count}{'+' if queue.more else ''}" for queue in waiting],
    }
    for heading, lines in sections.items():
        if lines:
            yield "\n".join([heading, *(f"  - {line}" for line in lines)])


def _given(assignment) -> str:
    words = [str(getattr(assignment.thing, "reference", "") or assignment.thing.statement.reference)]
    if assignment.priority:
        words.append(str(assignment.get_priority_display()))
    if assignment.due:
        words.append(f"{_('overdue') if assignment.is_overdue() else _('due')} {assignment.due.isoformat()}")
    return " · ".join(words)


def _first(text: str) -> str:
    """The first line of a remark, cut."""
    line = text.splitlines()[0]
    return line if len(line) <= 160 else f"{line[:160]}…"
