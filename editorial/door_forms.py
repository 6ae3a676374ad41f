"""What the desk's door asks for: a name with its password, then a code. Wrong answers are slowed."""

from typing import cast

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_otp.models import Device

from editorial import guessing, second_factor


class Slow(forms.Form):
    """A form that may be asked too often. `slowed` is then the number of seconds until it is looked at again."""

    slowed = 0

    def guess(self, request: HttpRequest | None, what: str, account: str) -> guessing.Guess:
        """Begin a guess. Raises ValidationError where it comes too early."""
        try:
            return guessing.guess(cast(HttpRequest, request), what, account)
        except guessing.Slowed as slow:
            self.slowed = slow.seconds
            raise ValidationError(
                _("Too many wrong attempts. Nothing was looked at; the next one will be in %(wait)s.")
                % {"wait": _shown(slow.seconds)}
            ) from None


class PasswordForm(Slow, AdminAuthenticationForm):
    """Name and password. A name that nobody has is answered like a wrong password, and as late."""

    def clean(self):
        name = self.cleaned_data.get("username")
        if not (name and self.cleaned_data.get("password")):
            return self.cleaned_data
        attempt = self.guess(self.request, "password", name)
        cleaned = super().clean()
        attempt.right()
        return cleaned


class CodeForm(Slow):
    """The code of the second factor, or a recovery code in its place. `device` is what knew it."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autofocus": True, "dir": "ltr"}),
    )
    device: Device | None = None

    def __init__(self, request: HttpRequest, data=None):
        super().__init__(data)
        self.request = request

    def clean_code(self) -> str:
        user, typed = cast(User, self.request.user), self.cleaned_data["code"]
        attempt = self.guess(self.request, "code", user.get_username())
        self.device = second_factor.device_that_knows(user, typed)
        if self.device is None:
            raise ValidationError(_("This code is not right, or it was used already. Wait for the next one."))
        attempt.right()
        return typed


class EnrolForm(forms.Form):
    """The first code of a new phone. Its secret stands on the page: there is nothing to guess."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "dir": "ltr"}),
    )


def _shown(seconds: int) -> str:
    """A wait as people say it: seconds up to a minute and a half, then whole minutes."""
    if seconds <= 90:
        return ngettext("%(count)d second", "%(count)d seconds", seconds) % {"count": seconds}
    minutes = -(-seconds // 60)
    return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
