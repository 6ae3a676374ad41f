"""The translation workbench: original and rendering side by side, paragraph by paragraph, or to be read as a whole."""

from itertools import pairwise
from typing import cast

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render as show
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.models import Decision, Revision, Translation
from editorial.admin.bench import Typed, paragraph_of, rows_of, tidy
from editorial.admin.exchange import Exchange
from editorial.admin.kept import editor
from editorial.admin.lists import InLanguage, WaitsFor, language_column, title_column, work_column
from editorial.admin.offers import Offers
from editorial.workflow.decisions import name_of
from editorial.workflow.findings import is_ours, names_of
from editorial.workflow.moves import Overtaken, Refused
from editorial.workflow.translate import render, source_of


@admin.register(Translation)
class TranslationAdmin(Offers, Exchange):
    list_display = ("shown_title", "shown_original", "shown_language", "origin", "stage", "created_at", "on_it")
    list_filter = (WaitsFor, "stage", "origin", InLanguage)
    list_per_page = 50
    search_fields = ("=statement__reference", "current_revision__title", "statement__current_revision__title")

    shown_language = language_column
    on_it = work_column

    @admin.display(description=gettext_lazy("title"))
    def shown_title(self, translation: Translation):
        return title_column(self, translation) if translation.title() else "—"

    @admin.display(description=gettext_lazy("original"))
    def shown_original(self, translation: Translation):
        return title_column(self, translation.statement)

    def get_urls(self):
        check = self.admin_site.admin_view(self.check_view)
        return [path("<path:object_id>/check/", check, name="archive_translation_check"), *super().get_urls()]

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows.select_related("statement__current_revision", "current_revision", "assignment__person")

    def check_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The findings on one paragraph as it is being written: POST its `number` (0: the title) and `text`.

        Answers with the part of the page that shows them; stores nothing.
        """
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        translation = cast(Translation, self.thing(request, object_id))
        number = request.POST.get("number", "")
        names = names_of(translation.statement, translation.language)
        row = number.isdecimal() and paragraph_of(translation, int(number), tidy(request.POST.get("text", "")), names)
        if not row:
            raise Http404
        return show(request, "admin/archive/translation/findings.html", {"row": row, "thing": translation})

    def change_view(self, request, object_id, form_url="", extra_context=None):
        translation = cast(Translation, self.thing(request, object_id))
        if request.method != "POST":
            return self._page(request, translation, extra_context=extra_context)
        typed = Typed.of(request.POST)
        expected = translation.revisions.filter(pk=_key(request.POST.get("expected", ""))).first()
        try:
            if expected is None and translation.current_revision is not None:
                raise Overtaken(_("Somebody else saved this text in the meantime. Compare both before you save again."))
            revision = render(
                translation,
                title=typed.title,
                texts=typed.texts,
                by=editor(request),
                note=typed.note,
                expected=expected,
                still_valid=typed.still_valid,
                confirmed=typed.confirmed,
                unsure=typed.unsure,
            )
        except Overtaken as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return self._page(
                request, cast(Translation, self.thing(request, object_id)), typed, begun_with=expected, overtaken=True
            )
        except Refused as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return self._page(request, translation, typed)
        if revision:
            self.message_user(
                request, _("Revision %(number)d was saved.") % {"number": revision.number}, messages.SUCCESS
            )
        else:
            self.message_user(request, _("Nothing was changed."), messages.INFO)
        then = _key(request.POST.get("then", ""))
        return HttpResponseRedirect(self.page_of(translation) + (f"#p{then}" if then else ""))

    def _page(
        self,
        request: HttpRequest,
        translation: Translation,
        typed: Typed | None = None,
        *,
        begun_with: Revision | None = None,
        overtaken: bool = False,
        extra_context: dict | None = None,
    ) -> HttpResponse:
        current = translation.current_revision
        names = names_of(translation.statement, translation.language)
        title, *rows = rows_of(translation, typed, begun_with if overtaken else current, names)
        context = self.text_context(request, translation)
        reading = request.GET.get("view") == "reading" and typed is None
        return show(
            request,
            f"admin/archive/translation/{'reading' if reading else 'workbench'}.html",
            {
                **self.admin_site.each_context(request),
                **context,
                "title": _("Translation"),
                "opts": self.opts,
                "thing": translation,
                "statement": translation.statement,
                "original": source_of(translation),
                "revision": current,
                "title_row": title,
                # Each line with the number of the next, where saving leads.
                "lines": [(row, after.number) for row, after in pairwise([title, *rows, rows[-1] if rows else title])],
                "rows": rows,
                "remarked": [row for row in (title, *rows) if row.findings],
                "error_count": sum(len(row.errors) for row in (title, *rows)),
                "warning_count": sum(len(row.warnings) for row in (title, *rows)),
                "errors_block": is_ours(translation),
                "of_state": {
                    state: [row for row in rows if row.state == state]
                    for state in ("obsolete", "stale", "missing", "machine")
                }
                | {"unsure": [row for row in rows if row.unsure]},
                "stale_count": sum(row.stale for row in rows),
                "submission": self._submission(translation),
                "note": typed.note if typed else "",
                "overtaken": overtaken,
                "may_write": context["may_revise"],
                **(extra_context or {}),
            },
            status=409 if overtaken else 400 if typed else 200,
        )

    def _submission(self, translation: Translation) -> Decision | None:
        """With which words the current revision was submitted, for the verifier; None where it was not."""
        what, reference = name_of(translation)
        return (
            Decision.objects.filter(reference=reference, thing=what, verb="submit")
            .filter(revision_digest=translation.current_revision.digest if translation.current_revision else "")
            .order_by("-id")
            .first()
        )


def _key(text: str) -> int:
    """A primary key out of a form; 0, which no row has, for anything else."""
    return int(text) if text.isdecimal() else 0
