"""Captures, batches and decisions on the desk: to be looked at. New pages come in through "take in"."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.models import Capture, Decision, Sighting
from editorial.admin.dividing import Divides
from editorial.admin.kept import ReadOnly, ReadOnlyInline
from editorial.admin.taking_in import TakesIn
from editorial.margin import Stretch, lay_out
from editorial.models import Batch
from editorial.templatetags.desk import act, thing_name


class SightingInline(ReadOnlyInline):
    model = Sighting
    fields = ("seen_at", "source", "address", "file_name", "tool")


@admin.register(Capture)
class CaptureAdmin(TakesIn, Divides):
    list_display = ("__str__", "media_type", "size", "seen_in", "candidate_count")
    list_filter = ("media_type", "sightings__source")
    search_fields = ("sha256", "sightings__address", "sightings__file_name")
    fields = ("sha256", "size", "media_type")
    inlines = (SightingInline,)
    change_form_template = "admin/archive/capture/page.html"
    change_list_template = "admin/archive/capture/list.html"

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .prefetch_related("sightings__source")
            .annotate(candidates=Count("extracts__candidates", distinct=True))
        )

    @admin.display(description=gettext_lazy("seen in"))
    def seen_in(self, capture: Capture) -> str:
        seen = [str(one.source or one.address or one.file_name) for one in capture.sightings.all()]
        return " · ".join(dict.fromkeys(seen))

    @admin.display(description=gettext_lazy("candidates"), ordering="candidates")
    def candidate_count(self, capture) -> int:
        return capture.candidates

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("<path:object_id>/bytes/", wrap(self.bytes_view), name="archive_capture_bytes"),
            *super().get_urls(),
        ]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """The extract with its candidates and, with `?witness=`, one statement's span marked."""
        capture = self.get_object(request, object_id)
        extract = capture.extracts.order_by("id").first() if capture else None
        stretches: list[Stretch] = []
        around = None
        if extract:
            for one in extract.candidates.order_by("position"):
                word = _("candidate %(position)d · %(state)s") % {
                    "position": one.position,
                    "state": one.get_state_display(),
                }
                page = reverse("admin:editorial_candidate_change", args=[one.pk])
                stretches.append(Stretch("other", one.state, one.start, one.end, word, page))
            key = request.GET.get("witness", "")
            witness = extract.witnesses.filter(pk=int(key)).first() if key.isdecimal() else None
            if witness:
                around = (witness.start, witness.end)
                stretches.insert(
                    0, Stretch("passage", "passage", *around, _("statement %s") % witness.statement.reference)
                )
        context = {
            "extract": extract,
            "layout": lay_out(extract.text, stretches, around or (0, 0)) if extract else None,
            "page_language": extract.page.get("language", "") if extract else "",
            **(extra_context or {}),
        }
        return super().change_view(request, object_id, form_url, context)

    def bytes_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The captured bytes, as a file to keep and never as a page to open: they are a stranger's."""
        capture = self.get_object(request, object_id)
        if capture is None:
            raise Http404
        if not self.has_view_permission(request, capture):
            raise PermissionDenied
        try:
            data = capture.content()
        except FileNotFoundError:
            raise Http404(_("The stored bytes are missing.")) from None
        return HttpResponse(
            data,
            headers={
                "Content-Type": "application/octet-stream",
                "Content-Disposition": f'attachment; filename="{capture.sha256}"',
                "Content-Security-Policy": "sandbox; default-src 'none'",
                "X-Content-Type-Options": "nosniff",
            },
        )


@admin.register(Batch)
class BatchAdmin(ReadOnly):
    """What imports made. Taking one back is the work of the command `undo_batch`, which says what it leaves."""

    list_display = ("name", "by", "started_at", "made")
    list_select_related = ("by",)
    search_fields = ("name",)
    fields = ("name", "by", "started_at", "made")
    readonly_fields = ("made",)

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(rows=Count("entries"))

    @admin.display(description=gettext_lazy("rows made"), ordering="rows")
    def made(self, batch) -> int:
        return batch.rows


@admin.register(Decision)
class DecisionAdmin(ReadOnly):
    list_display = ("at", "shown_act", "shown_thing", "reference", "from_stage", "to_stage", "by_name", "note")
    list_filter = ("verb", "to_stage", "at")
    search_fields = ("=reference", "by_name", "note")
    ordering = ("-id",)
    list_display_links = ("at",)

    @admin.display(description=gettext_lazy("act"), ordering="verb")
    def shown_act(self, decision: Decision) -> str:
        return act(decision.verb)

    @admin.display(description=gettext_lazy("thing"), ordering="thing")
    def shown_thing(self, decision: Decision) -> str:
        return thing_name(decision.thing)

    fields = (
        "at",
        "verb",
        "thing",
        "reference",
        "from_stage",
        "to_stage",
        "by_name",
        "note",
        "revision_digest",
        "previous",
        "digest",
    )
