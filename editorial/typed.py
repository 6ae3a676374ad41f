"""What somebody had typed when their session ended.

The answer to such a form is the login page, which carries what was typed on, signed, in the page itself: nothing of it
is stored. After the door the person sees it and sends it with one press. Files cannot be carried by a page, and forms
with passwords are not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.core import signing
from django.http import HttpRequest

#: The field of the door's forms in which it travels.
FIELD = "typed"
#: How long a page may lie open before what it carries is no longer taken.
CARRIED_FOR = timedelta(days=1)
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
#: Fields of ours that mean nothing a second time.
_OURS = ("csrfmiddlewaretoken", FIELD)


@dataclass(frozen=True, slots=True)
class Typed:
    """A form as it was sent: where to, by whom (the key of a person, or None where that is not known), its fields in
    their order, and the names of files that are not carried."""

    address: str
    person: int | None
    fields: Sequence[tuple[str, str]]
    files: Sequence[str]

    def belongs_to(self, person: int) -> bool:
        return self.person is None or self.person == person


def carry(request: HttpRequest, person: int | None) -> str:
    """What was sent to a closed door, signed for the way through it; "" where there is nothing to carry."""
    if request.method != "POST" or request.content_type not in _FORMS:
        return ""
    fields = [(name, value) for name, values in request.POST.lists() if name not in _OURS for value in values]
    files = [file.name for _name, found in request.FILES.lists() for file in found]
    if not (fields or files) or any("password" in name for name, _value in fields):
        return ""
    return signing.dumps([request.get_full_path(), person, fields, files], salt=__name__, compress=True)


def carried(request: HttpRequest) -> Typed | None:
    """What a form of the door carries; None where it carries nothing, or nothing that we signed lately."""
    try:
        address, person, fields, files = signing.loads(request.POST.get(FIELD, ""), salt=__name__, max_age=CARRIED_FOR)
    except signing.BadSignature:
        return None
    return Typed(address, person, [(name, value) for name, value in fields], files)
