"""Statements on the desk: description, text, moves, translations, witnesses; and the page that revises a text."""

from typing import cast

from django.contrib import admin, messages
from django.db.models import Prefetch, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive import languages
from archive.differences import paragraph_differences
from archive.models import Decision, Participation, Sighting, Statement, Station, Witness
from archive.stages import Role, Stage
from editorial import roles
from editorial.admin.comparing import LAST_USED, Compared
from editorial.admin.kept import Kept, editor
from editorial.admin.lists import InLanguage, WaitsFor, excerpt_column, language_column, title_column, work_column
from editorial.admin.participations import ParticipationInline, StationInline, taking_part
from editorial.admin.proposed import proposed
from editorial.admin.searching import Searching
from editorial.forms import OpenTranslationForm, ReviseForm, StatementForm
from editorial.models import Proposal
from editorial.paragraphs import renumber, split_paragraphs
from editorial.queues import stale_count
from editorial.templatetags.desk import in_language, resembling
from editorial.workflow.decisions import decide
from editorial.workflow.describe import (
    CHAINS,
    ORGANISATIONS,
    TOPICS,
    Description,
    begun_with,
    confirm,
    describe,
    facts_of,
    let_fall,
)
from editorial.workflow.moves import Overtaken, Refused
from editorial.workflow.revise import revise
from editorial.workflow.translate import open_translation

#: Decisions that the page itself shows; the history has them all.
LATEST = 8
#: The columns of the form that readers see nothing of, or that keep to whom they belong: written as they are.
OWN = ("language", "scheduled_for", "replaced_by")


@admin.register(Statement)
class StatementAdmin(Searching, Compared):
    form = StatementForm
    change_form_template = "admin/archive/statement/page.html"
    list_display = ("shown_title", "reference", "stage", "shown_language", "kind", "shown_date", "is_excerpt", "on_it")
    list_filter = (WaitsFor, "stage", "kind", InLanguage, "excerpt")
    list_per_page = 50
    search_fields = ("=reference", "current_revision__title", "issuing_body")
    autocomplete_fields = ("topics", "replaced_by")
    inlines = (ParticipationInline,)

    shown_title = title_column
    shown_language = language_column
    is_excerpt = excerpt_column
    on_it = work_column

    @admin.display(description=gettext_lazy("date"), ordering="first_day")
    def shown_date(self, statement: Statement) -> str:
        if statement.date_written:
            return in_language(statement.date_written, statement.language)
        return statement.first_day.isoformat() if statement.first_day else "—"

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .select_related("current_revision__author", "assignment__person", "proposal__by")
        )

    def get_fieldsets(self, request, obj=None):
        if not self.has_change_permission(request, obj):
            fields = ("language", "kind", "shown_date", "issuing_body", "author", "topics", "scheduled_for")
            return [(None, {"fields": fields})]
        publishing = [(_("Publication"), {"fields": ("scheduled_for", "replaced_by")})]
        return [
            (None, {"fields": (("language", "kind"), ("issuing_body", "author"), "topics", "seen")}),
            (
                _("Date"),
                {"fields": ("date_written", ("calendar", "year", "month", "day"), ("decade", "date_inferred"))},
            ),
            *(publishing if request.user.has_perm(roles.PUBLISH) else []),
        ]

    def get_readonly_fields(self, request, obj=None):
        # What readers already cite keeps its original language.
        return ("language", "shown_date") if obj and obj.published_revision_id else ("shown_date",)

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("<path:object_id>/describe/", wrap(self.describe_view), name="archive_statement_describe"),
            path("<path:object_id>/revise/", wrap(self.revise_view), name="archive_statement_revise"),
            path("<path:object_id>/translate/", wrap(self.translate_view), name="archive_statement_translate"),
            *super().get_urls(),
        ]

    def save_model(self, request, obj, form, change):
        """Write what is no matter of two people, and nothing else: a stage or a text that moved stays as it is."""
        obj.save(update_fields=OWN)

    def save_related(self, request, form, formsets, change):
        """Give the statement its description, with its organisations, or propose it where readers see the statement."""
        own = [name for name in form.changed_data if name in OWN]
        if own:
            decide("describe", "statement", form.instance.reference, request.user, ", ".join(own))
        if not set(form.changed_data) - {*OWN} and not any(one.has_changed() for one in formsets):
            logged_as_nothing(formsets)
            return
        after = facts_of(form.instance) | {ORGANISATIONS: [row for one in formsets for row in taking_part(one)]}
        if TOPICS in form.cleaned_data:
            after[TOPICS] = sorted(topic.pk for topic in form.cleaned_data[TOPICS])
        give(self, request, form.instance, after, formsets)

    def describe_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Make a proposed description public, or let it fall: POST `confirm`, `confirm_alone` or `drop`, and `note`."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        statement, note = cast(Statement, self.thing(request, object_id)), request.POST.get("note", "").strip()
        try:
            if "drop" in request.POST:
                let_fall(statement, editor(request), note)
            else:
                seen = request.POST.get("proposal", "")
                alone = "confirm_alone" in request.POST
                confirm(statement, editor(request), seen=seen, alone=alone, note=note)
        except Refused as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
        return HttpResponseRedirect(self.page_of(statement) + "#description-heading")

    def change_view(self, request, object_id, form_url="", extra_context=None):
        statement = cast(Statement, self.thing(request, object_id))
        revision = statement.current_revision
        translations = list(statement.translations.select_related("current_revision").order_by("language", "id"))
        taken = {statement.language, *(one.language for one in translations if one.stage != Stage.WITHDRAWN)}
        free = next((tag for tag in languages.INTERFACE if tag not in taken), "")
        opening = OpenTranslationForm(initial={"language": free})
        takings = Prefetch("participations", Participation.objects.select_related("organisation"))
        prefetch_related_objects([statement], takings, "topics")
        named = list(statement.participations.all())
        context = {
            "thing": statement,
            "revision": revision,
            "translations": [(one, stale_count(one)) for one in translations],
            "opening": opening,
            "may_translate": request.user.has_perm(roles.TRANSLATE) and statement.stage != Stage.WITHDRAWN,
            "witnesses": list(
                statement.witnesses.select_related("extract__capture")
                .defer("extract__text")
                .prefetch_related(
                    Prefetch("stations", Station.objects.select_related("organisation")),
                    Prefetch("extract__capture__sightings", Sighting.objects.select_related("source")),
                )
            ),
            "named": named,
            "warnings": resembling([one.written for one in named]),
            "issuers": [one for one in named if one.role == Role.ISSUER],
            "proposal": proposed(statement, editor(request)),
            "may_chain": request.user.has_perm("archive.change_station"),
            "decisions": list(Decision.objects.filter(reference=statement.reference).order_by("-id")[:LATEST]),
            **self.text_context(request, statement),
            **(extra_context or {}),
        }
        return super().change_view(request, object_id, form_url, context)

    def revise_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The text as a form. Whoever saves second sees both texts, and what was typed stays in the form."""
        statement = cast(Statement, self.thing(request, object_id))
        current = statement.current_revision
        if current is None:
            raise Http404
        begun_with = {
            "title": current.title,
            "text": current.body(),
            "excerpt": current.excerpt,
            "expected": current.pk,
        }
        form = ReviseForm(request.POST.dict() or None, initial=begun_with, language=statement.language)
        theirs = None
        if request.method == "POST" and form.is_valid():
            values = form.cleaned_data
            texts = split_paragraphs(values["text"])
            expected = statement.revisions.filter(pk=values["expected"]).first()
            try:
                if expected is None:
                    raise Refused(_("This revision belongs to another text."))
                revision = revise(
                    statement,
                    title=values["title"],
                    texts=texts,
                    by=editor(request),
                    note=values["note"],
                    expected=expected,
                    excerpt=values["excerpt"],
                )
            except Overtaken as refusal:
                self.message_user(request, str(refusal), messages.ERROR)
                statement = cast(Statement, self.thing(request, object_id))
                theirs = statement.current_revision
                # The next save is made in knowledge of the other text.
                form.data = {**form.data, "expected": str(statement.current_revision_id)}
            except Refused as refusal:
                self.message_user(request, str(refusal), messages.ERROR)
            else:
                said = (
                    _("Revision %(number)d was saved.") % {"number": revision.number}
                    if revision
                    else _("Nothing was changed.")
                )
                self.message_user(request, said, messages.SUCCESS if revision else messages.INFO)
                return HttpResponseRedirect(self.page_of(statement))
        return render(
            request,
            "admin/archive/statement/revise.html",
            {
                **self.admin_site.each_context(request),
                **self.text_context(request, statement),
                "title": _("Revise"),
                "opts": self.opts,
                "thing": statement,
                "page": self.page_of(statement),
                "form": form,
                "theirs": theirs,
                "differences": paragraph_differences(
                    theirs.paragraphs, renumber(theirs.paragraphs, split_paragraphs(form.data["text"]), LAST_USED)
                )
                if theirs
                else (),
            },
            status=409 if theirs else 400 if form.is_bound else 200,
        )

    def translate_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Open a translation and go to its workbench."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        statement = cast(Statement, self.thing(request, object_id))
        form = OpenTranslationForm(request.POST)
        if form.is_valid():
            try:
                made = open_translation(statement, by=editor(request), **form.cleaned_data)
            except Refused as refusal:
                self.message_user(request, str(refusal), messages.ERROR)
            else:
                return HttpResponseRedirect(reverse("admin:archive_translation_change", args=[made.pk]))
        else:
            self.message_user(request, _("Choose a language and an origin from the lists."), messages.ERROR)
        return HttpResponseRedirect(self.page_of(statement) + "#translations")


def logged_as_nothing(formsets) -> None:
    """The admin's own log asks each form what it wrote; these leave that to the workflow."""
    for formset in formsets:
        formset.new_objects = formset.changed_objects = formset.deleted_objects = []


def give(page: Kept, request: HttpRequest, statement: Statement, changes: Description, formsets) -> None:
    """Give a statement a description with these changes, or propose it where readers see the statement."""
    logged_as_nothing(formsets)
    if describe(statement, begun_with(statement, editor(request)) | changes, editor(request)):
        said = _("Readers see this statement: your description waits until somebody else has confirmed it.")
        page.message_user(request, said, messages.WARNING)


@admin.register(Witness)
class WitnessAdmin(Kept):
    """The attribution chain of one witness. What the witness itself is was decided with its candidate.

    It is part of the statement's description. While another person's change of that waits, the chain is only read.
    """

    list_display = ("statement", "completeness", "hand")
    list_filter = ("completeness", "hand")
    list_select_related = ("statement__current_revision",)
    readonly_fields = ("statement", "extract", "start", "end", "completeness", "hand")
    inlines = (StationInline,)

    def has_change_permission(self, request, obj=None):
        waiting = obj and Proposal.objects.filter(statement=obj.statement_id).exclude(by=request.user.pk).exists()
        return request.user.has_perm("archive.change_station") and not waiting

    def save_related(self, request, form, formsets, change):
        """Give the statement this chain, or propose it where readers see the statement."""
        statement = form.instance.statement
        if not any(formset.has_changed() for formset in formsets):
            logged_as_nothing(formsets)
            return
        chains = cast(dict[str, list], begun_with(statement, editor(request))[CHAINS])
        chains = chains | {str(form.instance.pk): [row for one in formsets for row in taking_part(one)]}
        give(self, request, statement, {CHAINS: {key: rows for key, rows in chains.items() if rows}}, formsets)
