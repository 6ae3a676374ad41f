"""Who is on a text: claim it, give it to somebody, let it go."""

import datetime

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from editorial import roles
from editorial.models import Assignment
from editorial.workflow.decisions import Thing
from editorial.workflow.moves import Overtaken, Refused
from editorial.workflow.remark import about


def assignment_of(thing: Thing) -> Assignment | None:
    """Who is on a text at its present step; None where nobody was put on it, or only at an earlier one."""
    return Assignment.objects.filter(**about(thing), stage=thing.stage).select_related("person", "by").first()


def claim(thing: Thing, by: User) -> Assignment:
    """Take a text on for its present step. Raises Overtaken where somebody else is on it."""
    _ready(thing, by)
    free = Q(person=None) | Q(person=by) | ~Q(stage=thing.stage)
    taken = Assignment.objects.filter(free, **about(thing)).update(
        person=by, by=by, at=timezone.now(), stage=thing.stage, due=_kept_due(thing)
    )
    now = assignment_of(thing)
    if not taken or now is None or now.person_id != by.pk:
        raise Overtaken(_("%(person)s is on it.") % {"person": now.person if now else "—"})
    return now


def give(thing: Thing, person: User | None, by: User, *, due: datetime.date | None, priority: int) -> Assignment:
    """Put somebody on a text, or say when it is due and how urgent it is. Raises Refused."""
    if not by.has_perm(roles.ASSIGN):
        raise Refused(_("Your role does not include giving work to others."))
    if person is not None and not (person.is_active and person.is_staff):
        raise Refused(_("“%(person)s” does not work here any more.") % {"person": person})
    _ready(thing, by)
    Assignment.objects.filter(**about(thing)).update(
        person=person, by=by, at=timezone.now(), stage=thing.stage, due=due, priority=priority
    )
    return Assignment.objects.get(**about(thing))


def release(thing: Thing, by: User) -> None:
    """Let a text go that one was on; who gives work may take it from others. Raises Refused."""
    mine = Assignment.objects.filter(**about(thing), stage=thing.stage)
    if not by.has_perm(roles.ASSIGN):
        mine = mine.filter(person=by)
    if not mine.update(person=None, by=by, at=timezone.now()):
        raise Refused(_("You are not on it."))


def _ready(thing: Thing, by: User) -> None:
    """Make sure that there is a row to be updated: two who come at once both find it."""
    try:
        with transaction.atomic():
            Assignment.objects.get_or_create(**about(thing), defaults={"stage": thing.stage, "by": by})
    except IntegrityError:  # the other one was faster
        pass


def _kept_due(thing: Thing):
    """The day that was set for this step; one that was set for an earlier step lapsed with it."""
    return F("due") if Assignment.objects.filter(**about(thing), stage=thing.stage).exists() else None
