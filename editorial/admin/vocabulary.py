"""Organisations, topics and sources on the desk: names in every interface language, each input in its own direction."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import CharField, Exists, F, OuterRef, Q, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from archive import folding, languages
from archive.models import Organisation, OrganisationName, OrganisationRelation, Source, Topic
from editorial.admin.searching import Searching
from editorial.forms import text_attributes
from editorial.intake.recipe import BadRecipe, check
from editorial.workflow.decisions import decide

NAMES = tuple((tag, f"name_{tag}") for tag in languages.INTERFACE)
NAME_FIELDS = tuple(field for _tag, field in NAMES)


class Named(Searching, admin.ModelAdmin):
    """A vocabulary with one name for each interface language. Nothing of it is deleted: statements point to it."""

    list_per_page = 100
    search_fields = NAME_FIELDS
    prepopulated_fields = {"slug": ("name_en",)}

    def get_queryset(self, request):
        """With the name by which the list is sorted, the same that is shown: the interface's, else the first."""
        tags = dict.fromkeys([get_language() or "en", *languages.INTERFACE])
        names = [
            NullIf(F(f"name_{tag}"), Value(""), output_field=CharField()) for tag in tags if tag in languages.INTERFACE
        ]
        return super().get_queryset(request).annotate(sorted_by=Coalesce(*names, F("slug"), output_field=CharField()))

    @admin.display(description=_("name"), ordering="sorted_by")
    def shown_name(self, thing) -> str:
        return str(thing)

    def has_delete_permission(self, request, obj=None):
        return False

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        tag = dict((name, tag) for tag, name in NAMES).get(db_field.name)
        if field and tag:
            field.widget.attrs.update(text_attributes(tag))
            field.label = languages.language(tag).own_name
            field.required = False
        return field

    def save_related(self, request, form, formsets, change):
        """What readers see of it changes with it: that is a decision, and a new edition of the archive."""
        super().save_related(request, form, formsets, change)
        changed = [*form.changed_data, *(one.prefix for one in formsets if one.has_changed())]
        if changed:
            thing = f"{self.opts.model_name}:{form.instance.pk}"
            decide("describe", thing, "", request.user, ", ".join(changed))

    def get_prepopulated_fields(self, request, obj=None):
        # An address word is cited; it changes only by hand once it is there.
        return {} if obj else super().get_prepopulated_fields(request, obj)


class NameInline(admin.TabularInline):
    model = OrganisationName
    fields = ("text", "language", "first_year", "last_year")
    extra = 1

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and db_field.name == "text":
            field.widget.attrs["dir"] = "auto"
        return field


class RelationInline(Searching, admin.TabularInline):
    model = OrganisationRelation
    fk_name = "organisation"
    fields = ("kind", "other", "year")
    autocomplete_fields = ("other",)
    extra = 0


@admin.register(Organisation)
class OrganisationAdmin(Named):
    list_display = ("shown_name", "slug", "country", "founded", "dissolved", "reviewed")
    list_filter = ("reviewed", "country")
    inlines = (NameInline, RelationInline)
    fieldsets = (
        (_("Names"), {"fields": NAME_FIELDS}),
        (None, {"fields": ("slug", "country", ("founded", "dissolved"), "website", "reviewed")}),
    )

    def get_search_results(self, request, queryset, search_term):
        """Names in every language and spelling habit, whatever the interface's language is."""
        key = folding.match_form(search_term)
        if not key and not search_term.strip():
            return queryset, False
        named = OrganisationName.objects.filter(organisation=OuterRef("pk"), folded__contains=key)
        labels = Q(slug__icontains=search_term.strip())
        for _tag, field in NAMES:
            labels |= Q(**{f"{field}__icontains": search_term.strip()})
        return queryset.filter((Q(Exists(named)) if key else Q()) | labels), False

    def save_related(self, request, form, formsets, change):
        """Names on the labels are names by which texts call the organisation: recognising reads the name rows."""
        super().save_related(request, form, formsets, change)
        for tag, field in NAMES:
            text = getattr(form.instance, field)
            if text:
                OrganisationName.objects.get_or_create(organisation=form.instance, language=tag, text=text)


@admin.register(Topic)
class TopicAdmin(Named):
    list_display = ("shown_name", "slug", "reviewed")
    list_filter = ("reviewed",)
    fieldsets = ((_("Names"), {"fields": NAME_FIELDS}), (None, {"fields": ("slug", "reviewed")}))


class SourceForm(forms.ModelForm):
    """A source whose recipe can be followed."""

    class Meta:
        model = Source
        fields = "__all__"  # noqa: DJ007 - the admin's fieldsets choose

    def clean_recipe(self) -> dict:
        recipe = self.cleaned_data["recipe"] or {}
        try:
            check(recipe)
        except BadRecipe as bad:
            raise ValidationError(str(bad)) from None
        return recipe


@admin.register(Source)
class SourceAdmin(Named):
    form = SourceForm
    list_display = ("shown_name", "slug", "kind", "language", "owner")
    list_filter = ("kind", "language")
    list_select_related = ("owner",)
    autocomplete_fields = ("owner",)
    fieldsets = (
        (_("Names"), {"fields": NAME_FIELDS}),
        (None, {"fields": ("slug", "kind", "address", "owner", "language")}),
        (_("Recipe"), {"fields": ("recipe",), "classes": ("collapse",)}),
    )
