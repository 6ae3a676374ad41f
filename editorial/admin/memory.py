"""The translation memory on the desk: a concordance instead of a list of a million rows, and TMX out of it."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render as show
from django.urls import path
from django.utils.translation import gettext as _

from archive import languages
from archive.models import Translation
from editorial import tmx
from editorial.admin.kept import ReadOnly
from editorial.bilingual import name_of
from editorial.models import Segment
from editorial.templatetags.desk import own_name
from editorial.workflow.memory import MOST_FOUND, concordance


@admin.register(Segment)
class SegmentAdmin(ReadOnly):
    def get_urls(self):
        out = self.admin_site.admin_view(self.tmx_view)
        return [path("tmx/", out, name="editorial_segment_tmx"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        """A phrase (`q`) in the originals, or with `in=target` in the renderings, of a pair of languages."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        pairs = _pairs()
        chosen = (request.GET.get("from", ""), request.GET.get("into", ""))
        if chosen not in pairs and pairs and not any(chosen):
            chosen = pairs[0]
        asked = request.GET.get("q", "").strip()
        in_target = request.GET.get("in") == "target"
        found = concordance(asked, *chosen, in_target=in_target) if asked else []
        return show(
            request,
            "admin/editorial/segment/concordance.html",
            {
                **self.admin_site.each_context(request),
                "title": _("Translation memory"),
                "opts": self.opts,
                "pairs": [(one, own_name(one[0]), own_name(one[1])) for one in pairs],
                "chosen": chosen,
                "asked": asked,
                "in_target": in_target,
                "found": found,
                "most": MOST_FOUND,
                **(extra_context or {}),
            },
        )

    def tmx_view(self, request: HttpRequest) -> StreamingHttpResponse:
        """Every segment of a pair of languages, TMX 1.4, as it is read from the database."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        source_language, language = request.GET.get("from", ""), request.GET.get("into", "")
        if not {source_language, language} <= set(languages.LANGUAGES):
            raise Http404
        held = Segment.objects.filter(source_language=source_language, language=language).order_by("id")
        rows = held.values_list("translation__statement__reference", "number", "source", "target")
        pairs = (
            (f"{reference}-{name_of(number)}", source, target)
            for reference, number, source, target in rows.iterator(2000)
        )
        return StreamingHttpResponse(
            tmx.write(pairs, source_language, language),
            content_type="application/xml",
            headers={"Content-Disposition": f'attachment; filename="memory-{source_language}-{language}.tmx"'},
        )


def _pairs() -> list[tuple[str, str]]:
    """The pairs of languages that the memory can hold: those of published translations."""
    published = Translation.objects.filter(published_revision__isnull=False).order_by()
    return sorted(published.values_list("statement__language", "language").distinct())
