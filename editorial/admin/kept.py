"""What is kept: shown in the stock admin, added and deleted nowhere but by the flow."""

from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest


def editor(request: HttpRequest) -> User:
    """Who sits at the desk. Raises PermissionDenied where nobody is logged in."""
    if isinstance(request.user, User):
        return request.user
    raise PermissionDenied


class Kept(admin.ModelAdmin):
    """A list of rows that the flow makes; nobody adds or deletes one by hand."""

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class ReadOnly(Kept):
    """Rows that nobody changes by hand either."""

    def has_change_permission(self, request, obj=None):
        return False


class ReadOnlyInline(admin.TabularInline):
    """Rows below another one, to be looked at only."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False
