"""Who took part, as rows below a statement or a witness."""

import math

from django import forms
from django.contrib import admin
from django.forms.models import BaseInlineFormSet

from archive.models import Participation, Station
from editorial.admin.searching import SearchedFor


class ShownOrganisation(SearchedFor):
    """The field in which an organisation is searched; the one that it shows came with its row.

    Django's own asks the database in every row for it, and there are joint statements of a hundred bodies.
    """

    row: Participation | Station | None = None

    def optgroups(self, name, value, attr=None):
        shown = self.row.organisation if self.row and self.row.organisation_id else None
        if shown is None or list(value) != [str(shown.pk)]:
            return super().optgroups(name, value, attr)
        nothing = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        return [(None, [*nothing, self.create_option(name, shown.pk, str(shown), True, len(nothing))], 0)]


class TakingPartForm(forms.ModelForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "organisation" in self.fields:
            self.fields["organisation"].widget.widget.row = self.instance


class TakingPart(admin.TabularInline):
    """Rows that name an organisation, or somebody in the words of the page."""

    form = TakingPartForm
    autocomplete_fields = ("organisation",)
    extra = 0

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("organisation")

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "organisation":
            kwargs["widget"] = ShownOrganisation(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and db_field.name in ("written", "detail"):
            field.widget.attrs["dir"] = "auto"
        return field


class ParticipationInline(TakingPart):
    model = Participation
    fields = ("role", "organisation", "written", "detail", "position")


def taking_part(formset: BaseInlineFormSet) -> list[list]:
    """What an inline form of participations (or stations) says, after `is_valid()`: role, key of the organisation, name
    as written, detail (not of a station) and position of each row that stays, in their order."""
    rows = [
        (one.instance.pk or math.inf, one.cleaned_data)
        for one in formset.forms
        if one.cleaned_data and not one.cleaned_data.get("DELETE") and (one.instance.pk or one.has_changed())
    ]
    rows.sort(key=lambda row: (row[1]["position"], row[0]))
    return [
        [
            row["role"],
            row["organisation"] and row["organisation"].pk,
            row["written"],
            *([row["detail"]] if "detail" in row else []),
            row["position"],
        ]
        for _key, row in rows
    ]


class StationInline(TakingPart):
    model = Station
    fields = ("position", "role", "organisation", "written")
