"""Who works on a text and what they say to each other about it: what the pages of statements and translations share."""

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from editorial import roles
from editorial.admin.kept import Kept, editor
from editorial.models import Assignment, Remark
from editorial.workflow.assign import claim, give, release
from editorial.workflow.decisions import Thing
from editorial.workflow.moves import Refused
from editorial.workflow.remark import LONGEST, about, remark, see


class GiveForm(forms.Form):
    """Whom to put on a text, until when, how urgent."""

    person: "forms.ModelChoiceField[User]" = forms.ModelChoiceField(
        label=_("Person"),
        queryset=User.objects.filter(is_active=True, is_staff=True).order_by("username"),
        required=False,
        empty_label=_("nobody yet"),
    )
    due = forms.DateField(
        label=_("Due"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    priority = forms.TypedChoiceField(label=_("Priority"), choices=Assignment.Priority, coerce=int, initial=0)


class RemarkForm(forms.Form):
    text = forms.CharField(
        label=_("Remark"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        help_text=_("Readers never see it. @name tells that person."),
    )


class Worked(Kept):
    """A text that people claim, are given, and talk about."""

    @property
    def _address(self) -> str:
        """The beginning of the names under which this model's pages are reversed."""
        return f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}"

    def page_of(self, thing: Thing) -> str:
        return reverse(f"{self._address}_change", args=[thing.pk])

    def get_object(self, request, object_id, from_field=None):
        """Read once for a page that is only looked at: the admin's own form asks for the text a second time."""
        if request.method != "GET":
            return super().get_object(request, object_id, from_field)
        held = vars(request).setdefault("things", {})
        if object_id not in held:
            held[object_id] = super().get_object(request, object_id, from_field)
        return held[object_id]

    def thing(self, request: HttpRequest, object_id: str) -> Thing:
        """The statement or translation that is looked at. Raises Http404, PermissionDenied."""
        thing = self.get_object(request, object_id)
        if thing is None:
            raise Http404
        if not self.has_view_permission(request, thing):
            raise PermissionDenied
        return thing

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        wrap = self.admin_site.admin_view
        return [
            path("<path:object_id>/work/", wrap(self.work_view), name=f"{name}_work"),
            path("<path:object_id>/remark/", wrap(self.remark_view), name=f"{name}_remark"),
            *super().get_urls(),
        ]

    def work_context(self, request: HttpRequest, thing: Thing) -> dict:
        """What the part `work.html` shows. Looking at a text marks as seen what was said to the person about it."""
        see(thing, editor(request))
        now = Assignment.live(thing)
        given = {"person": now.person_id, "due": now.due, "priority": now.priority} if now else None
        return {
            "assignment": now if now and now.person_id else None,
            "work": now,
            "mine": bool(now and now.person_id == request.user.pk),
            "giving": GiveForm(initial=given) if request.user.has_perm(roles.ASSIGN) else None,
            "remarks": list(Remark.objects.filter(**about(thing)).select_related("by")),
            "remarking": RemarkForm(),
        }

    def work_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Claim, let go, or give: POST `claim`, `release` or `give` with the fields of `GiveForm`."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        thing = self.thing(request, object_id)
        try:
            if "claim" in request.POST:
                claim(thing, editor(request))
            elif "release" in request.POST:
                release(thing, editor(request))
            else:
                form = GiveForm(request.POST)
                if not form.is_valid():
                    raise Refused(" ".join(str(error) for errors in form.errors.values() for error in errors))
                values = form.cleaned_data
                give(thing, values["person"], editor(request), due=values["due"], priority=values["priority"])
        except Refused as refusal:
            self.message_user(request, str(refusal), "error")
        return HttpResponseRedirect(self.page_of(thing) + "#work")

    def remark_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Keep a remark: POST `text`."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        thing = self.thing(request, object_id)
        try:
            remark(thing, editor(request), request.POST.get("text", ""))
        except Refused as refusal:
            self.message_user(request, str(refusal), "error")
        return HttpResponseRedirect(self.page_of(thing) + "#work")
