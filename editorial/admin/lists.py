"""Columns and filters that several lists of the desk share."""

from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.template.loader import render_to_string
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from archive.models import Sighting, Source
from editorial.models import Assignment
from editorial.queues import KINDS, waits_for
from editorial.templatetags.desk import in_language, own_name


@admin.display(description=_("title"))
def title_column(admin_of, thing):
    """The title in its own language and direction, whatever the interface's."""
    return in_language(str(thing), thing.language)


@admin.display(description=_("language"), ordering="language")
def language_column(admin_of, thing):
    return in_language(own_name(thing.language), thing.language)


@admin.display(description=_("excerpt"), ordering="excerpt")
def excerpt_column(admin_of, thing):
    """A word where the text is cut, nothing where it is whole."""
    return gettext("excerpt") if thing.excerpt else ""


@admin.display(description=_("who is on it"))
def work_column(admin_of, thing):
    """Who is on it at its present step, how urgent it is and when it is due; the list selects `assignment__person`."""
    work = Assignment.live(thing)
    return render_to_string("admin/archive/on_it.html", {"work": work}) if work else ""


class InLanguage(admin.SimpleListFilter):
    """The languages that occur, each by its own name."""

    title = _("language")
    parameter_name = "language"

    def lookups(self, request, model_admin):
        tags = model_admin.model._default_manager.order_by("language").values_list("language", flat=True).distinct()
        return [(tag, own_name(tag)) for tag in tags]

    def queryset(self, request, queryset):
        return queryset.filter(language=self.value()) if self.value() else queryset


class WaitsFor(admin.SimpleListFilter):
    """The queues of the first page, as a filter of the list that each leads to."""

    title = _("queue")
    parameter_name = "queue"

    def lookups(self, request, model_admin):
        return [
            (key, kind.label)
            for key, kind in KINDS.items()
            if kind.model is model_admin.model and request.user.has_perm(kind.permission)
        ]

    def queryset(self, request, queryset):
        key = self.value()
        if key is None or key not in dict(self.lookup_choices):
            return queryset
        return queryset.filter(pk__in=waits_for(key, request.user).order_by().values("pk"))


class OfSource(admin.SimpleListFilter):
    """Candidates by the source in which their capture was seen."""

    title = _("source")
    parameter_name = "source"

    def lookups(self, request, model_admin):
        return [(str(source.pk), str(source)) for source in Source.objects.all()]

    def queryset(self, request, queryset):
        key = self.value() or ""
        if not key.isdecimal():
            return queryset
        seen = Sighting.objects.filter(capture=OuterRef("extract__capture"), source_id=int(key))
        return queryset.filter(Exists(seen))
