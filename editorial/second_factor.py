"""The second factor of everybody at the desk: a code from a phone (TOTP, RFC 6238) or a recovery code.

The devices are django-otp's. How guessing is slowed stands in `editorial.guessing`, which pages stay closed until the
code was given in `editorial.door`.
"""

import base64
import secrets
from collections.abc import Sequence
from enum import StrEnum

import segno
from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.safestring import SafeString, mark_safe
from django_otp import verify_token
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp.util import random_hex

from editorial.workflow.decisions import decide

#: Recovery codes that a person gets, each good for one time.
CODES = 10
#: Letters and digits that are not taken for one another; twelve of them are 59 bits.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, GROUP = 3, 4
_PASSED = "second_factor_passed"


class Outstanding(StrEnum):
    """What somebody who gave the right password still has to do."""

    NOTHING = "nothing"
    CODE = "code"
    ENROLMENT = "enrolment"


def outstanding(user: User | AnonymousUser) -> Outstanding:
    """What is outstanding for `user` in this session. Whoever has enrolled is always asked.

    `user` is a request's own; that nothing is outstanding is remembered with it, as a page asks several times.
    """
    if getattr(user, "otp_device", None) is not None or getattr(user, _PASSED, False):
        return Outstanding.NOTHING
    if is_enrolled(user):
        return Outstanding.CODE
    if settings.SECOND_FACTOR == "required":
        return Outstanding.ENROLMENT
    setattr(user, _PASSED, True)
    return Outstanding.NOTHING


def is_enrolled(user: User | AnonymousUser) -> bool:
    return user.is_authenticated and TOTPDevice.objects.filter(user=user, confirmed=True).exists()


def new_key() -> str:
    """A secret for a phone: 20 random bytes in hexadecimal digits."""
    return random_hex(20)


def shown_key(key: str) -> str:
    """The secret as a person types it into a phone: Base32 in groups of four."""
    letters = base64.b32encode(bytes.fromhex(key)).decode()
    return " ".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def address_of(user: User, key: str) -> str:
    """The `otpauth:` address of a secret, which a phone opens or reads from the QR code."""
    return TOTPDevice(user=user, key=key).config_url


def picture_of(address: str) -> SafeString:
    """A QR code as an SVG element for the page itself: dark on white in any theme, no style attribute, no script."""
    code = segno.make(address, error="m", micro=False)
    # Its content is drawn by the library out of squares; nothing that somebody typed stands in it as text.
    return mark_safe(code.svg_inline(scale=4, border=4, dark="#000", light="#fff", omitsize=True))  # noqa: S308


def enrol(user: User, key: str, typed: str) -> tuple[Device, list[str]] | None:
    """Make the phone that holds `key` the person's one device, with new recovery codes; None for a wrong code.

    Whoever has enrolled may only do it in a session that has given the code of the former device.
    Raises PermissionError otherwise.
    """
    with transaction.atomic():
        # Two sessions that enrol at once take turns: the second finds the first one's device.
        User.objects.select_for_update().get(pk=user.pk)
        if is_enrolled(user) and getattr(user, "otp_device", None) is None:
            raise PermissionError("Somebody has enrolled for this account already.")
        device = TOTPDevice(user=user, name="phone", key=key)
        if not (_is_code(typed) and device.verify_token(_digits(typed))):
            transaction.set_rollback(True)
            return None
        TOTPDevice.objects.filter(user=user).exclude(pk=device.pk).delete()
        decide("people", f"person:{user.pk}", "", user, f"{user.get_username()}: second factor set up")
        return device, new_recovery_codes(user)


def new_recovery_codes(user: User) -> list[str]:
    """Ten new codes instead of all former ones. They are returned this once; what is kept are keyed hashes."""
    codes = [
        "-".join("".join(secrets.choice(LETTERS) for _letter in range(GROUP)) for _group in range(GROUPS))
        for _code in range(CODES)
    ]
    with transaction.atomic():
        device, _made = StaticDevice.objects.get_or_create(user=user, defaults={"name": "recovery codes"})
        device.token_set.all().delete()
        StaticToken.objects.bulk_create([StaticToken(device=device, token=_kept(user, code)) for code in codes])
        decide("people", f"person:{user.pk}", "", user, f"{user.get_username()}: new recovery codes")
    return codes


def codes_left(user: User) -> int:
    return StaticToken.objects.filter(device__user=user).count()


def device_that_knows(user: User, typed: str) -> Device | None:
    """The person's device to which what was typed belongs: six digits of the phone or a recovery code. Each is good
    once: the phone's code is not taken a second time within its minute, a recovery code is gone."""
    if _is_code(typed):
        devices, token = _devices(TOTPDevice, user), _digits(typed)
    else:
        devices, token = _devices(StaticDevice, user), _kept(user, typed)
    for device in devices:
        found = verify_token(user, device.persistent_id, token)
        if found is not None:
            return found
    return None


@transaction.atomic
def reset(user: User, by: User) -> None:
    """Forget the person's phone and recovery codes: they set up a new one at their next step on the desk."""
    for model in (TOTPDevice, StaticDevice):
        model.objects.filter(user=user).delete()
    decide("people", f"person:{user.pk}", "", by, f"{user.get_username()}: second factor reset")


def _devices(model, user: User) -> Sequence[Device]:
    return list(model.objects.filter(user=user, confirmed=True))


def _is_code(typed: str) -> bool:
    digits = _digits(typed)
    return len(digits) == 6 and digits.isdecimal()


def _digits(typed: str) -> str:
    """Six digits of whatever script, without spaces, as 0 to 9; anything else as it is."""
    bare = "".join(typed.split())
    return "".join(str(int(letter)) if letter.isdecimal() else letter for letter in bare)


def _kept(user: User, code: str) -> str:
    """What is kept of a recovery code: 80 bits of a keyed hash, as many as the library's column holds in Base32."""
    bare = "".join(letter for letter in code.lower() if letter.isalnum())
    digest = salted_hmac(f"{__name__}.recovery", f"{user.pk}:{bare}", algorithm="sha256").digest()
    return base64.b32encode(digest[:10]).decode()
