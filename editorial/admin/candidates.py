"""Candidates on the desk: the capture beside its reading; accept, merge or discard."""

from django.contrib import admin, messages
from django.contrib.admin.options import ActionLocation
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.models import Organisation
from editorial import roles
from editorial.admin.kept import Kept, editor
from editorial.admin.lists import InLanguage, OfSource, WaitsFor, excerpt_column, language_column, title_column
from editorial.capture_margin import stretches_of
from editorial.forms import MergeForm, ReadingForm, TakingFormSet, takings_initial
from editorial.margin import lay_out
from editorial.models import Candidate
from editorial.templatetags.desk import resembling
from editorial.workflow.draft import Draft, accept, discard, draft_of, merge
from editorial.workflow.moves import Refused

#: So many names are offered while an organisation is typed; every other one is found by its exact name.
OFFERED = 2000


@admin.register(Candidate)
class CandidateAdmin(Kept):
    """One page for one candidate; nothing is saved but by the three decisions."""

    list_display = ("shown_title", "shown_language", "state", "is_excerpt", "certain", "created_at")
    list_filter = (WaitsFor, "state", OfSource, "excerpt", InLanguage)
    search_fields = ("title",)
    list_per_page = 50
    ordering = ("id",)
    actions = ("discard_together",)

    shown_title = title_column
    shown_language = language_column
    is_excerpt = excerpt_column

    @admin.display(description=gettext_lazy("confidence"), ordering="confidence")
    def certain(self, candidate: Candidate) -> str:
        return f"{candidate.confidence:.0%}"

    @admin.action(description=gettext_lazy("Discard the chosen candidates…"))
    def discard_together(self, request: HttpRequest, queryset):
        """Lay several aside for one reason, which is asked for on a page of its own."""
        waiting = queryset.filter(state=Candidate.State.WAITING)
        note = request.POST.get("note", "")
        if not request.user.has_perm(roles.DRAFT):
            raise PermissionDenied
        if "discard" in request.POST and note.strip():
            done = 0
            for candidate in waiting:
                try:
                    discard(candidate, editor(request), note)
                    done += 1
                except Refused as refusal:
                    self.message_user(request, f"{candidate}: {refusal}", messages.WARNING)
            self.message_user(request, _("%(count)d candidates were discarded.") % {"count": done}, messages.SUCCESS)
            return None
        return render(
            request,
            "admin/editorial/candidate/discard_together.html",
            {
                **self.admin_site.each_context(request),
                "title": _("Discard candidates"),
                "candidates": waiting,
                "chosen": request.POST.getlist("_selected_action"),
                "missing": "discard" in request.POST,
                "opts": self.opts,
            },
        )

    def get_actions(self, request, action_location=ActionLocation.CHANGE_LIST):
        return super().get_actions(request, action_location) if request.user.has_perm(roles.DRAFT) else {}

    def change_view(self, request, object_id, form_url="", extra_context=None):
        candidate = self.get_object(request, object_id)
        if candidate is None:
            raise Http404
        if not self.has_view_permission(request, candidate):
            raise PermissionDenied
        draft = draft_of(candidate)
        data = request.POST if request.method == "POST" else None
        form = ReadingForm(data, draft=draft)
        takings = TakingFormSet(data, initial=takings_initial(draft.takings, candidate.reading), prefix="takings")
        merging = MergeForm(data if data and "merge" in data else None)
        if data is not None:
            if not request.user.has_perm(roles.DRAFT):
                raise PermissionDenied
            answer = self._decide(request, candidate, form, takings, merging)
            if answer is not None:
                return answer
            candidate.refresh_from_db()
        return self._page(request, candidate, form, takings, merging, extra_context)

    def _decide(self, request, candidate, form, takings, merging) -> HttpResponse | None:
        """Do what the pressed button says; None where the page has to be shown again, with all that was typed."""
        data = request.POST
        try:
            if "discard" in data:
                discard(candidate, editor(request), data.get("note", ""))
                self.message_user(request, _("The candidate was discarded."), messages.SUCCESS)
                return self._next(candidate)
            if not self._is_valid(form, takings) or ("merge" in data and not merging.is_valid()):
                self.message_user(request, _("Nothing was saved yet: see the marked fields."), messages.ERROR)
                return None
            draft = form.draft(tuple(one.taking() for one in takings if one.taking() is not None))
            if "merge" in data:
                return self._merge(request, candidate, merging.cleaned_data, draft)
            statement = accept(candidate, editor(request), draft)
            self.message_user(
                request,
                _("Accepted as statement %(reference)s.") % {"reference": statement.reference},
                messages.SUCCESS,
            )
        except Refused as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return None
        if "accept_and_open" in data:
            return HttpResponseRedirect(reverse("admin:archive_statement_change", args=[statement.pk]))
        return self._next(candidate)

    def _is_valid(self, form: ReadingForm, takings) -> bool:
        return all([form.is_valid(), takings.is_valid()])

    def _merge(self, request, candidate: Candidate, chosen: dict, draft: Draft) -> HttpResponse:
        merge(candidate, chosen["statement"], editor(request), draft=draft, adopt_text=chosen["adopt_text"])
        self.message_user(
            request,
            _("Merged: one more witness of statement %(reference)s.") % {"reference": chosen["statement"].reference},
            messages.SUCCESS,
        )
        return self._next(candidate)

    def _next(self, candidate: Candidate) -> HttpResponseRedirect:
        """To the next candidate that waits: of the same capture, else the oldest, else to the list."""
        waiting = Candidate.objects.filter(state=Candidate.State.WAITING).exclude(pk=candidate.pk)
        same = waiting.filter(extract=candidate.extract_id)
        following = (
            same.filter(position__gt=candidate.position).order_by("position").first()
            or same.order_by("position").first()
            or waiting.order_by("id").first()
        )
        if following is None:
            return HttpResponseRedirect(reverse("admin:index"))
        return HttpResponseRedirect(reverse("admin:editorial_candidate_change", args=[following.pk]))

    def _page(self, request, candidate, form, takings, merging, extra_context) -> HttpResponse:
        siblings = list(candidate.extract.candidates.order_by("position"))
        stretches = stretches_of(candidate, siblings, lambda pk: reverse("admin:editorial_candidate_change", args=[pk]))
        waiting = candidate.state == Candidate.State.WAITING
        may_draft = request.user.has_perm(roles.DRAFT)
        warnings = resembling([one.initial.get("written") for one in takings])
        for one in takings:
            one.warning = warnings.get(one.initial.get("written"), "")
        return render(
            request,
            "admin/editorial/candidate/page.html",
            {
                **self.admin_site.each_context(request),
                "title": _("Candidate"),
                "opts": self.opts,
                "candidate": candidate,
                "siblings": siblings,
                "layout": lay_out(candidate.extract.text, stretches, (candidate.start, candidate.end)),
                "page_language": candidate.extract.page.get("language", ""),
                "sightings": list(candidate.extract.capture.sightings.select_related("source")),
                "confidence": candidate.reading.get("confidence", {}),
                "form": form,
                "takings": takings,
                "merging": merging,
                "matches": list(candidate.matches.select_related("statement__current_revision")),
                "organisations": Organisation.objects.order_by("slug")[:OFFERED] if waiting else (),
                "may_decide": waiting and may_draft,
                "why_not": ""
                if waiting and may_draft
                else _("Your role does not include this step.")
                if waiting
                else _("This candidate has been decided on."),
                **(extra_context or {}),
            },
            status=400 if request.method == "POST" else 200,
        )
