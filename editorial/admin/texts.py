"""What the pages of statements and translations share: moves as buttons, assessments, history, rolling back."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _

from archive.differences import paragraph_differences, word_difference
from archive.models import Assessment, Decision, Revision, Translation
from archive.stages import Axis, Stage, Verdict
from editorial import roles
from editorial.admin.kept import editor
from editorial.admin.working import Worked
from editorial.forms import AssessmentForm
from editorial.workflow.allowed import MOVES, Allowed, Denied, may, reason_asked
from editorial.workflow.decisions import Thing, name_of
from editorial.workflow.moves import Refused, move
from editorial.workflow.revise import roll_back
from editorial.workflow.verify import assess


@dataclass(frozen=True, slots=True)
class Button:
    """One move as the page shows it: what it says, whether it may be pressed and if not, why; `needs_note` asks for a
    reason."""

    name: str
    label: object
    answer: Allowed | Denied
    needs_note: str
    follows: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """One axis and the newest assessment on it; None where nobody has looked."""

    axis: str
    label: object
    newest: Assessment | None
    older: Sequence[Assessment]


def buttons_of(user, thing: Thing) -> list[Button]:
    """Every move of the table but writing, which has a page of its own; those that follow from the stage first."""
    shown = [
        Button(name, row.label, may(user, name, thing), reason_asked(name, thing), thing.stage in row.sources)
        for name, row in MOVES.items()
        if name != "revise" and not (name == "verify_alone" and not user.has_perm(roles.VERIFY_ALONE))
    ]
    return sorted(shown, key=lambda button: not button.follows)


def judged(thing: Thing) -> list[Judged]:
    """The axes that a verifier looks at for this thing, with what was found on its current revision."""
    rows = list(Assessment.objects.filter(revision=thing.current_revision_id).select_related("by").order_by("-id"))
    axes = [axis for axis in Axis if (axis == Axis.TRANSLATION) == isinstance(thing, Translation)]
    found = []
    for axis in axes:
        own = [row for row in rows if row.axis == axis]
        found.append(Judged(axis.value, axis.label, own[0] if own else None, own[1:]))
    return found


def returned(thing: Thing) -> Decision | None:
    """Who sent a draft back, and why: its last decision, as long as it is that one."""
    if thing.stage != Stage.DRAFT:
        return None
    what, reference = name_of(thing)
    last = Decision.objects.filter(thing=what, reference=reference).order_by("-id").first()
    return last if last and last.verb == "return" else None


class TextAdmin(Worked):
    """A statement or a translation: its stages and texts are written by the workflow alone."""

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        wrap = self.admin_site.admin_view
        return [
            path("<path:object_id>/move/", wrap(self.move_view), name=f"{name}_move"),
            path("<path:object_id>/assess/", wrap(self.assess_view), name=f"{name}_assess"),
            path("<path:object_id>/roll-back/", wrap(self.roll_back_view), name=f"{name}_roll_back"),
            *super().get_urls(),
        ]

    def text_context(self, request: HttpRequest, thing: Thing) -> dict:
        """What the parts `moves.html`, `work.html` and `assessments.html` show."""
        buttons = buttons_of(request.user, thing)
        return {
            "buttons": [button for button in buttons if button.follows],
            "other_buttons": [button for button in buttons if not button.follows],
            "may_revise": may(request.user, "revise", thing)
            if thing.stage != Stage.DRAFT
            else self._may_write(request, thing),
            "judged": judged(thing),
            "verdicts": Verdict.choices,
            "may_assess": request.user.has_perm(roles.VERIFY) and thing.current_revision_id is not None,
            "stage_label": Stage(thing.stage).label,
            "returned": returned(thing),
            **self.work_context(request, thing),
        }

    def _may_write(self, request: HttpRequest, thing: Thing) -> Allowed | Denied:
        permission = roles.TRANSLATE if isinstance(thing, Translation) else roles.WRITE
        if request.user.has_perm(permission):
            return Allowed()
        return Denied(_("Your role does not include this step."))

    def _seen(self, request: HttpRequest, thing: Thing) -> bool:
        """Whether the current text is the one that the editor had before the eyes when the button was pressed."""
        return request.POST.get("revision", "") == str(thing.current_revision_id or "")

    def _overtaken(self, request: HttpRequest) -> None:
        self.message_user(
            request,
            _("Somebody else saved this text in the meantime. Read it as it is now, then decide."),
            messages.ERROR,
        )

    def move_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Make one move: POST `move`, `note` and the `revision` that was on the page."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        thing = self.thing(request, object_id)
        name = request.POST.get("move", "")
        if name not in MOVES:
            raise Http404
        if not self._seen(request, thing):
            self._overtaken(request)
            return HttpResponseRedirect(self.page_of(thing))
        note = request.POST.get("note", "")
        try:
            move(thing, name, editor(request), note)
        except Refused as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
        else:
            self.message_user(
                request,
                _("%(step)s: done. It is now “%(stage)s”.")
                % {"step": MOVES[name].label, "stage": Stage(thing.stage).label},
                messages.SUCCESS,
            )
        return HttpResponseRedirect(self.page_of(thing))

    def assess_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Write one assessment on the revision that was on the page."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        thing = self.thing(request, object_id)
        form = AssessmentForm(request.POST)
        if not self._seen(request, thing):
            self._overtaken(request)
        elif not form.is_valid():
            self.message_user(request, _("Choose an axis and a verdict from the lists."), messages.ERROR)
        else:
            try:
                row = assess(thing, by=editor(request), **form.cleaned_data)
            except Refused as refusal:
                self.message_user(request, str(refusal), messages.ERROR)
            else:
                self.message_user(request, str(row), messages.SUCCESS)
        return HttpResponseRedirect(self.page_of(thing) + "#assessments")

    def roll_back_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Make an older revision's text the current one, as a new revision."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        thing = self.thing(request, object_id)
        history = reverse(f"{self._address}_history", args=[thing.pk])
        number = request.POST.get("to", "")
        older = thing.revisions.filter(number=int(number)).first() if number.isdecimal() else None
        if older is None:
            raise Http404
        note = request.POST.get("note", "").strip()
        if not self._seen(request, thing):
            self._overtaken(request)
        elif not note:
            self.message_user(request, _("Say why."), messages.ERROR)
        else:
            try:
                made = roll_back(thing, older, editor(request), note)
            except Refused as refusal:
                self.message_user(request, str(refusal), messages.ERROR)
            else:
                self.message_user(
                    request,
                    _("The text of revision %(old)d is now revision %(new)d.")
                    % {"old": older.number, "new": made.number},
                    messages.SUCCESS,
                )
        return HttpResponseRedirect(history)

    def history_view(self, request, object_id, extra_context=None):
        """Decisions and revisions, and the word difference between any two of them (`from` and `to` are numbers)."""
        thing = self.thing(request, object_id)
        revisions = list(thing.revisions.select_related("author", "verification__by").order_by("-number"))
        old, new = _two_of(revisions, request.GET.get("from", ""), request.GET.get("to", ""))
        what, reference = name_of(thing)
        decisions = Decision.objects.filter(reference=reference).select_related("by").order_by("-id")
        if isinstance(thing, Translation):
            decisions = decisions.filter(thing=what)
        return render(
            request,
            "admin/archive/history.html",
            {
                **self.admin_site.each_context(request),
                "title": _("History"),
                "opts": self.opts,
                "thing": thing,
                "page": self.page_of(thing),
                "language": thing.language,
                "revisions": revisions,
                "decisions": decisions,
                "old": old,
                "new": new,
                "title_pieces": word_difference(old.title, new.title) if old and new else (),
                "paragraphs": paragraph_differences(old.paragraphs, new.paragraphs) if old and new else (),
                "roll_back_address": reverse(f"{self._address}_roll_back", args=[thing.pk]),
                "may_roll_back": self._may_write(request, thing),
                **(extra_context or {}),
            },
        )


def _two_of(revisions: Sequence[Revision], old: str, new: str) -> tuple[Revision | None, Revision | None]:
    """The two revisions that are compared: those asked for, else the newest and the one before it."""
    by_number = {str(revision.number): revision for revision in revisions}
    last = by_number.get(new) or (revisions[0] if revisions else None)
    first = by_number.get(old) or (last and by_number.get(str(last.number - 1)))
    return first, last
