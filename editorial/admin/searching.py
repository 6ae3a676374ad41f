"""Fields in which another row is searched by its name; Django's own, but for what no page of the desk ever sends."""

from collections.abc import Iterable

from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple

#: Digits of the largest key that a database holds.
_MOST_DIGITS = 18


def _keys(value: Iterable[object]) -> list[str]:
    """What can be the key of a row. Django's fields ask the database for anything, and fail over what is no number."""
    written = (str(one) for one in value)
    return [one for one in written if one.isascii() and one.isdecimal() and len(one) <= _MOST_DIGITS]


class SearchedFor(AutocompleteSelect):
    """One row. A value that is no key is shown as nothing chosen, beside what the form says of it."""

    def optgroups(self, name, value, attr=None):
        return super().optgroups(name, _keys(value), attr)


class SearchedForMany(AutocompleteSelectMultiple):
    """Several rows, likewise. A number longer than any key is none: Django's field would ask the database for it."""

    def value_from_datadict(self, data, files, name):
        return [one if len(one) <= _MOST_DIGITS else "…" for one in super().value_from_datadict(data, files, name)]

    def optgroups(self, name, value, attr=None):
        return super().optgroups(name, _keys(value), attr)


class Searching(BaseModelAdmin):
    """Gives the `autocomplete_fields` of a form these fields."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", SearchedFor(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", SearchedForMany(db_field, self.admin_site))
        return super().formfield_for_manytomany(db_field, request, **kwargs)
