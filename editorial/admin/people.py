"""People of the desk and their roles."""

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_static.admin import StaticDevice
from django_otp.plugins.otp_totp.admin import TOTPDevice

from editorial import roles, second_factor
from editorial.admin.kept import editor
from editorial.workflow.decisions import decide

admin.site.unregister(User)
# Roles are made by a migration from the table in `editorial.roles`; nobody composes others by hand.
admin.site.unregister(Group)
# A phone's secret is seen by its owner once, by nobody else; what an administrator may do is to reset it.
admin.site.unregister([TOTPDevice, StaticDevice])


class RoleChoice(forms.ModelMultipleChoiceField):
    """Roles by the names that people read."""

    def label_from_instance(self, obj: Group) -> str:
        return str(roles.ROLE_NAMES.get(obj.name, obj.name))


@admin.register(User)
class PersonAdmin(UserAdmin):
    """Who works here, in which roles. No superuser is made, changed or given a password on this page by anybody who
    is none: that would be the way around every rule of the desk."""

    list_display = ("username", "full_name", "shown_roles", "has_second_factor", "is_active", "last_login")
    change_form_template = "admin/auth/person.html"
    list_filter = ("is_active", "groups")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": (("first_name", "last_name"), "email")}),
        (_("Roles"), {"fields": ("groups", "is_staff", "is_active")}),
    )
    add_fieldsets = ((None, {"classes": ("wide",), "fields": ("username", "password1", "password2")}),)
    filter_horizontal = ()

    def get_queryset(self, request):
        phones = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
        return super().get_queryset(request).prefetch_related("groups").annotate(enrolled=Exists(phones))

    def get_urls(self):
        reset = self.admin_site.admin_view(self.reset_view)
        return [
            path("<path:object_id>/reset-second-factor/", reset, name="auth_user_reset_second_factor"),
            *super().get_urls(),
        ]

    @admin.display(description=_("name"), ordering="first_name")
    def full_name(self, user: User) -> str:
        return user.get_full_name()

    @admin.display(description=_("second factor"), boolean=True, ordering="enrolled")
    def has_second_factor(self, user) -> bool:
        return user.enrolled

    @admin.display(description=_("roles"))
    def shown_roles(self, user: User) -> str:
        return ", ".join(str(roles.ROLE_NAMES.get(group.name, group.name)) for group in user.groups.all())

    def has_change_permission(self, request, obj=None):
        if obj is not None and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        # Decisions name people for ever; who leaves is made inactive.
        return False

    def reset_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Forget somebody's phone and recovery codes, after asking; they set up new ones."""
        person = self.get_object(request, object_id)
        if person is None:
            raise Http404
        if not self.has_change_permission(request, person):
            raise PermissionDenied
        if request.method == "POST":
            second_factor.reset(person, editor(request))
            said = gettext("The second factor of %(name)s was reset.") % {"name": person.get_username()}
            self.message_user(request, said, messages.SUCCESS)
            return HttpResponseRedirect(reverse("admin:auth_user_change", args=[person.pk]))
        return render(
            request,
            "admin/auth/reset_second_factor.html",
            {
                **self.admin_site.each_context(request),
                "title": gettext("Reset the second factor"),
                "opts": self.opts,
                "person": person,
            },
        )

    def save_model(self, request, obj, form, change):
        """Whoever is added here works at the desk; what they may do there is said by their roles."""
        obj.is_staff = obj.is_staff or not change
        super().save_model(request, obj, form, change)

    def log_addition(self, request, obj, message):
        self._enter(request, obj, ["added"])
        return super().log_addition(request, obj, message)

    def log_change(self, request, obj, message):
        fields = [field for one in message if "changed" in one for field in one["changed"].get("fields", [])]
        self._enter(request, obj, [str(field) for field in fields])
        return super().log_change(request, obj, message)

    @transaction.atomic
    def _enter(self, request, user: User, what: list[str]) -> None:
        """Enter into the chain of decisions who gave whom which role or password: a second person is made here."""
        held = ", ".join(user.groups.order_by("name").values_list("name", flat=True)) or "—"
        state = "" if user.is_active else " (inactive)"
        note = f"{user.get_username()}{state}: {', '.join(what) or '—'}; roles: {held}"
        decide("people", f"person:{user.pk}", "", request.user, note)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name == "groups":
            kwargs |= {"form_class": RoleChoice, "widget": forms.CheckboxSelectMultiple, "label": _("Roles")}
            kwargs["help_text"] = ""
        return super().formfield_for_manytomany(db_field, request, **kwargs)
