"""A translation out to other tools as XLIFF or TMX, and in again: first what would change, then the change."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render as show
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive.models import Translation
from editorial import tmx, xliff
from editorial.admin.kept import editor
from editorial.admin.texts import TextAdmin
from editorial.bilingual import MOST_BYTES, Given, Unreadable, bare, name_of, root_of
from editorial.workflow.bring_in import BOTH, Comparison, bring_in, compare, matching, meant_for, sources_of, units_of
from editorial.workflow.moves import Overtaken, Refused
from editorial.workflow.translate import may_translate


@dataclass(frozen=True, slots=True)
class Chosen:
    """What comes from the dry run's form: texts and digests of their sources by number, and which are ticked."""

    texts: Mapping[int, str]
    digests: Mapping[int, str]
    ticked: frozenset[int]
    note: str

    @classmethod
    def of(cls, data) -> "Chosen":
        texts, digests = {}, {}
        for name, value in data.items():
            if name[1:].isdecimal() and name[0] == "t":
                texts[int(name[1:])] = value.replace("\r\n", "\n")  # a form sends line breaks so
            elif name[1:].isdecimal() and name[0] == "d":
                digests[int(name[1:])] = value
        ticked = frozenset(int(number) for number in data.getlist("take") if number.isdecimal())
        return cls(texts, digests, ticked, data.get("note", "").strip())

    def again(self, sources: Mapping[int, str]) -> list[Given]:
        """The same segments, to be judged anew."""
        return [
            Given(name_of(number), number, sources.get(number, ""), text, self.digests.get(number, ""))
            for number, text in self.texts.items()
        ]


class Exchange(TextAdmin):
    """The addresses of a translation at which it leaves and comes back."""

    def get_urls(self):
        wrap, name = self.admin_site.admin_view, "archive_translation"
        return [
            path("<path:object_id>/xliff/", wrap(self.xliff_view), name=f"{name}_xliff"),
            path("<path:object_id>/tmx/", wrap(self.tmx_view), name=f"{name}_tmx"),
            path("<path:object_id>/bring-in/", wrap(self.bring_in_view), name=f"{name}_bring_in"),
            *super().get_urls(),
        ]

    def xliff_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The translation as it stands, XLIFF 1.2."""
        translation = cast(Translation, self.thing(request, object_id))
        statement = translation.statement
        try:
            data = xliff.write(
                units_of(translation),
                original=statement.reference,
                source_language=statement.language,
                language=translation.language,
            )
        except Unreadable as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return HttpResponseRedirect(self.page_of(translation))
        return _download(data, "application/xliff+xml", f"{statement.reference}-{translation.language}.xlf")

    def tmx_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Its pairs of paragraphs, TMX 1.4."""
        translation = cast(Translation, self.thing(request, object_id))
        statement = translation.statement
        pairs = [
            (f"{statement.reference}-{name_of(unit.number)}", unit.source, unit.target)
            for unit in units_of(translation)
            if unit.target
        ]
        data = b"".join(tmx.write(pairs, statement.language, translation.language))
        return _download(data, "application/xml", f"{statement.reference}-{translation.language}.tmx")

    def bring_in_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """GET asks for a file; POST with a `file` shows what it would change; POST with `apply` does what is ticked."""
        translation = cast(Translation, self.thing(request, object_id))
        if not may_translate(editor(request), translation.origin):
            raise PermissionDenied
        if request.method != "POST":
            return self._bring_in_page(request, translation)
        if "apply" in request.POST:
            return self._apply(request, translation, Chosen.of(request.POST))
        file = request.FILES.get("file")
        try:
            if file is None:
                raise Unreadable(_("Choose a file."))
            if (file.size or 0) > MOST_BYTES:
                raise Unreadable(_("The file is larger than %d MB. Export fewer texts at once.") % (MOST_BYTES >> 20))
            comparison = _compared(translation, file.read())
        except Unreadable as refusal:
            return self._bring_in_page(request, translation, error=str(refusal))
        return self._bring_in_page(request, translation, comparison, note=_("Brought in: %s") % file.name)

    def _apply(self, request: HttpRequest, translation: Translation, chosen: Chosen) -> HttpResponse:
        expected = request.POST.get("expected", "")
        begun = translation.revisions.filter(pk=int(expected)).first() if expected.isdecimal() else None
        texts = {number: text for number, text in chosen.texts.items() if number in chosen.ticked}
        try:
            revision = bring_in(
                translation, texts, chosen.digests, by=editor(request), expected=begun, note=chosen.note
            )
        except Refused as refusal:
            # What came with the file is judged anew, against what is there now: nothing of it is lost.
            fresh = cast(Translation, self.thing(request, str(translation.pk)))
            comparison = compare(fresh, chosen.again(sources_of(fresh)))
            return self._bring_in_page(
                request,
                fresh,
                comparison,
                error=str(refusal),
                note=chosen.note,
                ticked=chosen.ticked,
                status=409 if isinstance(refusal, Overtaken) else 400,
            )
        if revision:
            count = len(texts)
            said = ngettext("%d segment was brought in.", "%d segments were brought in.", count)
            self.message_user(request, said % count, messages.SUCCESS)
        else:
            self.message_user(request, _("Nothing was changed."), messages.INFO)
        return HttpResponseRedirect(self.page_of(translation))

    def _bring_in_page(
        self,
        request: HttpRequest,
        translation: Translation,
        comparison: Comparison | None = None,
        *,
        error: str = "",
        note: str = "",
        ticked: frozenset[int] | None = None,
        status: int = 0,
    ) -> HttpResponse:
        # What was changed on both sides is left to a person: it is not ticked.
        own = frozenset(one.number for one in comparison.proposed if one.kind != BOTH) if comparison else frozenset()
        return show(
            request,
            "admin/archive/translation/bring_in.html",
            {
                **self.admin_site.each_context(request),
                "title": _("Bring in a file"),
                "opts": self.opts,
                "thing": translation,
                "statement": translation.statement,
                "page": self.page_of(translation),
                "comparison": comparison,
                "ticked": own if ticked is None else ticked,
                "error": error,
                "note": note,
                "most": MOST_BYTES >> 20,
            },
            status=status or (400 if error else 200),
        )


def _compared(translation: Translation, data: bytes) -> Comparison:
    """What a file of either kind would change. Raises Unreadable."""
    root = root_of(data)
    if bare(root) == "tmx":
        pairs, left = tmx.read(root, translation.statement.language, translation.language)
        if not pairs:
            raise Unreadable(_("The file holds no pairs of these two languages."))
        found = compare(translation, matching(translation, pairs))
        return replace(found, unchanged=len(pairs) + left - len(found.proposed) - len(found.refused))
    document = xliff.read(root)
    meant_for(document, translation)
    if not document.segments:
        raise Unreadable(_("The file holds no segments."))
    return compare(translation, document.segments)


def _download(data: bytes, media_type: str, name: str) -> HttpResponse:
    return HttpResponse(
        data, content_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
