"""The door of the desk: password, second factor, and who goes where until both were given.

Every address of the desk but the door's own passes `Door.admin_view`, and `Door.has_permission` is the one rule there.
"""

from collections.abc import Callable
from functools import wraps
from typing import cast
from urllib.parse import urlencode

import django_otp
from django.contrib import admin, messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth import login as sign_in
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import User
from django.contrib.auth.views import LoginView, redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice

from editorial import guessing, second_factor, sitting, typed
from editorial.door_forms import CodeForm, EnrolForm, PasswordForm
from editorial.second_factor import Outstanding

#: Where in the session the secret of a phone waits for its first code. Each session has its own: whoever stole a
#: password and looks at the page of enrolment does not learn the secret that the editor confirms.
_KEY = "second_factor_key"
_STEPS = {Outstanding.CODE: "admin:second_factor", Outstanding.ENROLMENT: "admin:second_factor_enrol"}


def at_the_door(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page for people who gave their password, whatever is outstanding. Never kept by a browser."""

    @wraps(view)
    def opened(door: "Door", request: HttpRequest) -> HttpResponse:
        sitting.go_on(request)
        if not door.is_editor(request):
            return door.closed(request, _kept(request), _next(request))
        return view(door, request)

    return method_decorator([never_cache, csrf_protect])(opened)


class Door(admin.AdminSite):
    """An admin site with a second factor, sessions that end, and slowed guessing."""

    def get_urls(self):
        return [
            path("second-factor/", self.second_factor_view, name="second_factor"),
            path("second-factor/enrol/", self.enrol_view, name="second_factor_enrol"),
            path("second-factor/recovery-codes/", self.codes_view, name="second_factor_codes"),
            *super().get_urls(),
        ]

    def is_editor(self, request: HttpRequest) -> bool:
        """Whether somebody who works here gave their password."""
        return super().has_permission(request)

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether the desk is open: to people who work here and for whom nothing is outstanding."""
        return self.is_editor(request) and second_factor.outstanding(request.user) is Outstanding.NOTHING

    def admin_view(self, view, cacheable=False):
        guarded = super().admin_view(view, cacheable)

        @wraps(guarded)
        def behind_the_door(request, *args, **kwargs):
            ended = sitting.go_on(request)
            if self.has_permission(request):
                return guarded(request, *args, **kwargs)
            if request.user.is_authenticated and request.path == reverse("admin:logout"):
                return self.logout(request)
            return self.closed(request, typed.carry(request, request.user.pk or ended), request.get_full_path())

        return behind_the_door

    def closed(self, request: HttpRequest, kept: str, wanted: str) -> HttpResponse:
        """The way to the next step of the door; from there to the address `wanted`, with what was typed, if anything
        is `kept`."""
        if not self.is_editor(request):
            if not kept:
                return redirect_to_login(wanted, reverse("admin:login"))
            return self._login_page(request, PasswordForm(request), kept, status=403)
        step = second_factor.outstanding(request.user)
        if not kept:
            return HttpResponseRedirect(_with_next(reverse(_STEPS[step]), wanted))
        return self._step_page(request, step, kept, status=403)

    @method_decorator([login_not_required, sensitive_post_parameters(), never_cache, csrf_protect])
    def login(self, request, extra_context=None):
        """Name and password; then on to what is outstanding, then to the page that was asked for."""
        sitting.go_on(request)
        if request.method == "GET" and self.is_editor(request):
            return self._lead_on(request)
        form = PasswordForm(request, data=request.POST or None)
        if request.method == "POST" and form.is_valid():
            sign_in(request, form.get_user())
            return self._lead_on(request)
        return self._login_page(request, form, _kept(request), status=429 if form.slowed else 200)

    @at_the_door
    def second_factor_view(self, request: HttpRequest) -> HttpResponse:
        """The code; and for whom nothing is outstanding, what there is to say and do about the second factor."""
        step = second_factor.outstanding(request.user)
        if step is Outstanding.ENROLMENT:
            return HttpResponseRedirect(_with_next(reverse("admin:second_factor_enrol"), _next(request)))
        if step is Outstanding.NOTHING:
            return self._lead_on(request) if request.method == "POST" else self._overview(request)
        form = CodeForm(request, request.POST if "code" in request.POST else None)
        if form.is_valid():
            self._confirm(request, form.device)
            if isinstance(form.device, StaticDevice):
                messages.warning(request, _left(second_factor.codes_left(_person(request))))
            return self._lead_on(request)
        return self._code_page(request, form, _kept(request), status=429 if form.slowed else 200)

    @at_the_door
    def enrol_view(self, request: HttpRequest) -> HttpResponse:
        """A new phone: its secret as a picture and as text, then its first code, then the recovery codes."""
        if second_factor.outstanding(request.user) is Outstanding.CODE:
            return self.closed(request, _kept(request), _next(request))
        form = EnrolForm(request.POST if "code" in request.POST else None)
        if form.is_valid() and _KEY in request.session:
            try:
                made = second_factor.enrol(_person(request), request.session[_KEY], form.cleaned_data["code"])
            except PermissionError:
                return HttpResponseRedirect(reverse("admin:second_factor"))
            if made is not None:
                device, codes = made
                del request.session[_KEY]
                self._confirm(request, device)
                response = self._codes_page(request, codes)
                guessing.remember(request, response, _person(request))
                return response
            form.add_error("code", _("This is not the code that the phone shows now. Look at its clock, too."))
        return self._enrol_page(request, form, _kept(request))

    @at_the_door
    def codes_view(self, request: HttpRequest) -> HttpResponse:
        """New recovery codes instead of the former ones; only for who has given a code in this session."""
        if not self.has_permission(request):
            return self.closed(request, _kept(request), _next(request))
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not second_factor.is_enrolled(request.user):
            return HttpResponseRedirect(reverse("admin:second_factor_enrol"))
        return self._codes_page(request, second_factor.new_recovery_codes(_person(request)))

    def _confirm(self, request: HttpRequest, device: Device | None) -> None:
        """Write into the session that the second factor was given. The session gets another key, as at signing in."""
        django_otp.login(request, device)
        request.session.cycle_key()
        rotate_token(request)

    def _lead_on(self, request: HttpRequest) -> HttpResponse:
        """After a step of the door that was passed: the next one, or the page that was asked for."""
        step, kept = second_factor.outstanding(request.user), _kept(request)
        if step is not Outstanding.NOTHING:
            if kept:
                return self._step_page(request, step, kept)
            return HttpResponseRedirect(_with_next(reverse(_STEPS[step]), _next(request)))
        response = self._take_up_page(request) if kept else HttpResponseRedirect(_next(request))
        guessing.remember(request, response, _person(request))
        return response

    def _page(self, request, name: str, title: str, status: int = 200, **context) -> HttpResponse:
        context = {**self.each_context(request), "title": title, "subtitle": None, "next": _next(request), **context}
        response = render(request, f"admin/door/{name}.html", context, status=status)
        if status == 429:
            response.headers["Retry-After"] = str(context["form"].slowed)
        return response

    def _login_page(self, request, form: PasswordForm, kept: str, status: int = 200) -> HttpResponse:
        return self._page(
            request, "login", _("Log in"), status, form=form, typed=kept, app_path=reverse("admin:login"),
            username=request.user.get_username(),
        )  # fmt: skip

    def _step_page(self, request, step: Outstanding, kept: str, status: int = 200) -> HttpResponse:
        if step is Outstanding.CODE:
            return self._code_page(request, CodeForm(request), kept, status)
        return self._enrol_page(request, EnrolForm(), kept, status)

    def _code_page(self, request, form: CodeForm, kept: str, status: int = 200) -> HttpResponse:
        return self._page(request, "code", _("Second factor"), status, form=form, typed=kept)

    def _enrol_page(self, request, form: EnrolForm, kept: str, status: int = 200) -> HttpResponse:
        key = request.session.setdefault(_KEY, second_factor.new_key())
        address = second_factor.address_of(_person(request), key)
        return self._page(
            request,
            "enrol",
            _("Set up your second factor"),
            status,
            form=form,
            typed=kept,
            secret=second_factor.shown_key(key),
            address=address,
            picture=second_factor.picture_of(address),
            replaces=second_factor.is_enrolled(request.user),
        )

    def _codes_page(self, request, codes: list[str]) -> HttpResponse:
        return self._page(request, "codes", _("Your recovery codes"), codes=codes, typed=_kept(request))

    def _overview(self, request) -> HttpResponse:
        return self._page(
            request,
            "overview",
            _("Second factor"),
            enrolled=second_factor.is_enrolled(request.user),
            left=second_factor.codes_left(_person(request)),
        )

    def _take_up_page(self, request) -> HttpResponse:
        found = typed.carried(request)
        return self._page(
            request, "take_up", _("What you had typed"), found=found, own=found and found.belongs_to(request.user.pk)
        )


def _person(request: HttpRequest) -> User:
    """Who gave the password: behind `at_the_door` there is always somebody."""
    return cast(User, request.user)


def _kept(request: HttpRequest) -> str:
    """What the door's forms carry, as it stands in them; "" where it is none of ours."""
    return request.POST[typed.FIELD] if typed.carried(request) else ""


def _next(request: HttpRequest) -> str:
    """The page of ours that was asked for, else the first one."""
    asked = LoginView().get_redirect_url(request)
    return asked if asked and asked != reverse("admin:logout") else reverse("admin:index")


def _with_next(address: str, wanted: str) -> str:
    return f"{address}?{urlencode({REDIRECT_FIELD_NAME: wanted})}"


def _left(count: int) -> str:
    return ngettext(
        "A recovery code was used up: %(count)d is left.", "A recovery code was used up: %(count)d are left.", count
    ) % {"count": count}
