"""The glossary on the desk: who translates and verifies proposes entries, who publishes approves them."""

from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from archive import folding, languages
from editorial import roles
from editorial.admin.kept import editor
from editorial.models import GlossaryEntry, GlossaryTerm
from editorial.templatetags.desk import in_language


class TermInline(admin.TabularInline):
    model = GlossaryTerm
    fields = ("text", "language", "standing", "note")
    extra = 2

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and db_field.name in ("text", "note"):
            field.widget.attrs["dir"] = "auto"
        return field

    def formfield_for_choice_field(self, db_field, request, **kwargs):
        if db_field.name == "language":
            kwargs["choices"] = [("", "—"), *languages.choices()]
        return super().formfield_for_choice_field(db_field, request, **kwargs)


class Proposed(admin.SimpleListFilter):
    title = _("approval")
    parameter_name = "approval"

    def lookups(self, request, model_admin):
        return [("proposed", _("proposed")), ("approved", _("approved"))]

    def queryset(self, request, queryset):
        if self.value() not in ("proposed", "approved"):
            return queryset
        return queryset.filter(approved_by__isnull=self.value() == "proposed")


@admin.register(GlossaryEntry)
class GlossaryAdmin(admin.ModelAdmin):
    list_display = ("shown_terms", "kind", "note", "proposed_by", "approved_by")
    list_display_links = ("shown_terms",)
    list_filter = (Proposed, "kind")
    list_select_related = ("proposed_by", "approved_by")
    list_per_page = 50
    search_fields = ("note",)
    search_help_text = _("A term in any language and spelling, or a word of a note.")
    fields = ("kind", "note", "proposed_by", "approved_by")
    readonly_fields = ("proposed_by", "approved_by")
    inlines = (TermInline,)
    actions = ("approve",)

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("terms")

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and db_field.name == "note":
            field.widget.attrs |= {"dir": "auto", "rows": 3}
        return field

    def get_search_results(self, request, queryset, search_term):
        key = folding.match_form(search_term)
        noted, _distinct = super().get_search_results(request, queryset, search_term)
        if not key:
            return noted, False
        named = Exists(GlossaryTerm.objects.filter(entry=OuterRef("pk"), folded__contains=key))
        return queryset.filter(named) | noted, False

    @admin.display(description=_("terms"))
    def shown_terms(self, entry: GlossaryEntry):
        """Every term in its own language and direction; one that is not to be used struck out."""
        terms = entry.terms.all()
        shown = [term for term in terms if term.standing != GlossaryTerm.Standing.FORBIDDEN]
        return format_html_join(" · ", "{}", ((in_language(term.text, term.language),) for term in shown)) or "—"

    def has_approve_permission(self, request) -> bool:
        return request.user.has_perm(roles.APPROVE_GLOSSARY)

    @admin.action(description=_("Approve"), permissions=["approve"])
    def approve(self, request, entries) -> None:
        """Whoever approves answers for the entry; one that is approved already keeps who did."""
        count = entries.filter(approved_by=None).update(approved_by=editor(request))
        self.message_user(request, ngettext("%d entry was approved.", "%d entries were approved.", count) % count)

    def save_model(self, request, obj, form, change):
        """Remember who proposed it. What somebody changes who may not approve waits for approval again."""
        if not change:
            obj.proposed_by = editor(request)
        obj.approved_by = editor(request) if self.has_approve_permission(request) else None
        super().save_model(request, obj, form, change)
