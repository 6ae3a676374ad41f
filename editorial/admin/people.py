"""People of the desk and their roles."""

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from editorial import roles
from editorial.workflow.decisions import decide

admin.site.unregister(User)
# Roles are made by a migration from the table in `editorial.roles`; nobody composes others by hand.
admin.site.unregister(Group)


class RoleChoice(forms.ModelMultipleChoiceField):
    """Roles by the names that people read."""

    def label_from_instance(self, obj: Group) -> str:
        return str(roles.ROLE_NAMES.get(obj.name, obj.name))


@admin.register(User)
class PersonAdmin(UserAdmin):
    """Who works here, in which roles. No superuser is made, changed or given a password on this page by anybody who
    is none: that would be the way around every rule of the desk."""

    list_display = ("username", "full_name", "shown_roles", "is_active", "last_login")
    list_filter = ("is_active", "groups")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": (("first_name", "last_name"), "email")}),
        (_("Roles"), {"fields": ("groups", "is_staff", "is_active")}),
    )
    add_fieldsets = ((None, {"classes": ("wide",), "fields": ("username", "password1", "password2")}),)
    filter_horizontal = ()

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description=_("name"), ordering="first_name")
    def full_name(self, user: User) -> str:
        return user.get_full_name()

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
