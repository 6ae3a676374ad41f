"""Say something about a text to the others at the desk; who is named with @ is told."""

import re

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from archive.models import Translation
from editorial.models import Mention, Remark
from editorial.workflow.decisions import Thing
from editorial.workflow.moves import Refused

#: Characters of one remark.
LONGEST = 5000
#: A user name after an @ that begins a word; Django's user names have these characters.
_NAMED = re.compile(r"(?<![\w@.+-])@([\w.@+-]{1,150})")


@transaction.atomic
def remark(thing: Thing, by: User, text: str) -> Remark:
    """Keep a remark, and a mention for each person who is named in it. Raises Refused for an empty or endless one."""
    text = text.strip()
    if not text:
        raise Refused(_("Write something first."))
    if len(text) > LONGEST:
        raise Refused(_("A remark has at most %(count)d characters.") % {"count": LONGEST})
    made = Remark.objects.create(**about(thing), by=by, text=text)
    # “@amir.” at the end of a sentence means amir, unless somebody is called “amir.”.
    named = {name for found in _NAMED.findall(text) for name in (found, found.rstrip(".+-@"))}
    meant = User.objects.filter(username__in=named, is_active=True, is_staff=True).exclude(pk=by.pk)
    Mention.objects.bulk_create([Mention(remark=made, person=person) for person in meant])
    return made


def see(thing: Thing, by: User) -> None:
    """Whoever opens a text has seen what was said to them about it."""
    told = Mention.objects.filter(person=by, seen_at=None, remark__in=Remark.objects.filter(**about(thing)))
    keys = list(told.values_list("pk", flat=True))
    if keys:  # a page that is only looked at waits for no writer
        Mention.objects.filter(pk__in=keys).update(seen_at=timezone.now())


def about(thing: Thing) -> dict[str, Thing]:
    """The field of a remark or an assignment that holds a text, as a filter takes it."""
    return {"translation" if isinstance(thing, Translation) else "statement": thing}
