"""What is offered beside a paragraph of the translation workbench when somebody asks: the memory, and a machine."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render as show
from django.urls import path
from django.utils.translation import ngettext

from archive.models import Translation
from editorial.admin.bench import Typed
from editorial.admin.kept import editor
from editorial.admin.texts import TextAdmin
from editorial.bilingual import TITLE
from editorial.machine import MachineFailed, Translator, translator
from editorial.models import Segment
from editorial.workflow.bring_in import sources_of
from editorial.workflow.machine import empty_in, fill
from editorial.workflow.memory import Offer, alike
from editorial.workflow.moves import Refused
from editorial.workflow.translate import may_translate

#: Paragraphs that a machine is asked for in one go: each is a request of its own, and somebody waits.
MOST_AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Opened:
    """What the memory says of one paragraph."""

    number: int
    offers: list[Offer]


class Offers(TextAdmin):
    """The addresses of a translation at which something is offered for it. All work as plain forms."""

    _page: Callable[..., HttpResponse]  # the workbench, of the class that this one is mixed into

    def get_urls(self):
        wrap, name = self.admin_site.admin_view, "archive_translation"
        return [
            path("<path:object_id>/offers/", wrap(self.offers_view), name=f"{name}_offers"),
            path("<path:object_id>/offers/<int:number>/", wrap(self.offers_part), name=f"{name}_offers_part"),
            path("<path:object_id>/machine/", wrap(self.machine_view), name=f"{name}_machine"),
            *super().get_urls(),
        ]

    def offers_part(self, request: HttpRequest, object_id: str, number: int) -> HttpResponse:
        """The part of the page that shows the memory for one paragraph."""
        translation = cast(Translation, self.thing(request, object_id))
        context = {
            "opened": self._opened(translation, number),
            "thing": translation,
            "statement": translation.statement,
        }
        may_write = may_translate(editor(request), translation.origin)
        return show(request, "admin/archive/translation/offers.html", context | {"may_write": may_write})

    def _opened(self, translation: Translation, number: int) -> Opened:
        sources = sources_of(translation)
        if number not in sources:
            raise Http404
        offers = alike(sources[number], translation.statement.language, translation.language, translation.pk)
        return Opened(number, offers)

    def offers_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The workbench with what was typed and not saved, and besides with the memory for the paragraph `offers`, or
        with the segment `insert` (paragraph:segment) in its field. Stores nothing; saving is the workbench's own."""
        if request.method != "POST" or not {"offers", "insert"} & set(request.POST):
            return self.change_view(request, object_id)
        translation = cast(Translation, self.thing(request, object_id))
        typed = Typed.of(request.POST)
        expected = request.POST.get("expected", "")
        if expected != str(translation.current_revision_id or ""):
            return self.change_view(request, object_id)  # it shows both texts
        number, _colon, segment = request.POST.get("insert", request.POST.get("offers", "")).partition(":")
        if not number.isdecimal():
            raise Http404
        if segment:
            typed = _with(typed, int(number), _target(translation, segment))
        context = {"opened": self._opened(translation, int(number))}
        answer = self._page(request, translation, typed, extra_context=context)
        answer.status_code = 200
        return answer

    # --- A machine ----------------------------------------------------------------------------------------------

    def machine_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Save what was typed, then let the machine fill the paragraph `machine`, or `all` that are empty."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        service = translator()
        if service is None:
            raise Http404
        if not may_translate(editor(request), cast(Translation, self.thing(request, object_id)).origin):
            raise PermissionDenied
        saved = self.change_view(request, object_id)
        if saved.status_code != HttpResponseRedirect.status_code:
            return saved
        translation = cast(Translation, self.thing(request, object_id))
        wanted = request.POST.get("machine", "")
        empty = empty_in(translation)
        if wanted != "all":
            empty = {number: text for number, text in empty.items() if str(number) == wanted}
        self._fill(request, translation, empty, service)
        return HttpResponseRedirect(self.page_of(translation) + (f"#p{wanted}" if wanted.isdecimal() else ""))

    def _fill(self, request: HttpRequest, translation: Translation, empty: dict[int, str], service: Translator) -> None:
        """Ask for each paragraph; what came before one failed is kept. Nothing is locked while a machine thinks."""
        made: dict[int, str] = {}
        languages = translation.statement.language, translation.language
        try:
            for number, text in list(empty.items())[:MOST_AT_ONCE]:
                made[number] = service.translate(text, *languages)
        except MachineFailed as failure:
            self.message_user(request, str(failure), messages.ERROR)
        fresh = cast(Translation, self.thing(request, str(translation.pk)))
        try:
            revision = fill(fresh, made, by=editor(request), name=service.name, expected=translation.current_revision)
        except Refused as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return
        if revision:
            count = len(made)
            said = ngettext(
                "The machine has written %d paragraph: read it.",
                "The machine has written %d paragraphs: read them.",
                count,
            )
            self.message_user(request, said % count, messages.WARNING)
        left = len(empty) - len(made)
        if left > 0:
            said = ngettext("%d paragraph is still empty.", "%d paragraphs are still empty.", left)
            self.message_user(request, said % left, messages.INFO)


def _with(typed: Typed, number: int, text: str) -> Typed:
    """What was typed, with another text in one field."""
    if number == TITLE:
        return replace(typed, title=text)
    return replace(typed, texts={**typed.texts, number: text})


def _target(translation: Translation, segment: str) -> str:
    """The rendering of a segment of the same two languages. Raises Http404."""
    if not segment.isdecimal():
        raise Http404
    found = Segment.objects.filter(
        pk=int(segment), source_language=translation.statement.language, language=translation.language
    ).first()
    if found is None:
        raise Http404
    return found.target
