"""The translation workbench: original and rendering side by side, paragraph by paragraph."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render as show
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.models import Revision, Translation, digest, stale_numbers
from editorial.admin.kept import editor
from editorial.admin.lists import InLanguage, WaitsFor, language_column, title_column
from editorial.admin.texts import TextAdmin
from editorial.differences import Piece, word_difference
from editorial.workflow.moves import Overtaken, Refused
from editorial.workflow.translate import render, source_of


@dataclass(frozen=True, slots=True)
class Row:
    """One paragraph of the workbench. `change` is the word difference of a stale paragraph's source; `theirs` what
    somebody else saved in the meantime, where it is another text; `orphan` that the original has no such paragraph."""

    number: int
    source: str
    text: str
    stale: bool
    machine: bool
    change: tuple[Piece, ...] = ()
    theirs: tuple[Piece, ...] = ()
    orphan: bool = False
    still_valid: bool = False


@dataclass(frozen=True, slots=True)
class Typed:
    """What came from the form: texts by paragraph number, and the numbers whose old rendering is still valid."""

    title: str
    texts: Mapping[int, str]
    still_valid: frozenset[int]
    note: str

    @classmethod
    def of(cls, data) -> "Typed":
        texts = {
            int(name.removeprefix("p")): "\n".join(line.strip() for line in value.splitlines()).strip()
            for name, value in data.items()
            if name.startswith("p") and name[1:].isdecimal()
        }
        valid = frozenset(int(number) for number in data.getlist("still_valid") if number.isdecimal())
        return cls(data.get("title", "").strip(), texts, valid, data.get("note", "").strip())


@admin.register(Translation)
class TranslationAdmin(TextAdmin):
    list_display = ("shown_title", "shown_original", "shown_language", "origin", "stage", "created_at")
    list_filter = (WaitsFor, "stage", "origin", InLanguage)
    list_select_related = ("current_revision", "statement__current_revision")
    list_per_page = 50
    search_fields = ("=statement__reference", "current_revision__title", "statement__current_revision__title")

    shown_language = language_column

    @admin.display(description=gettext_lazy("title"))
    def shown_title(self, translation: Translation):
        return title_column(self, translation) if translation.title() else "—"

    @admin.display(description=gettext_lazy("original"))
    def shown_original(self, translation: Translation):
        return title_column(self, translation.statement)

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
        return HttpResponseRedirect(self.page_of(translation))

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
        rows = rows_of(translation, typed, begun_with if overtaken else current)
        context = self.text_context(request, translation)
        return show(
            request,
            "admin/archive/translation/workbench.html",
            {
                **self.admin_site.each_context(request),
                **context,
                "title": _("Translation"),
                "opts": self.opts,
                "thing": translation,
                "statement": translation.statement,
                "original": source_of(translation),
                "revision": current,
                "rows": rows,
                "stale_count": sum(row.stale for row in rows),
                "typed_title": _merged(typed.title, begun_with.title if begun_with else "", current.title)
                if typed and overtaken and current
                else typed.title
                if typed
                else current.title
                if current
                else "",
                "their_title": word_difference(current.title, typed.title)
                if typed and overtaken and current and typed.title != current.title
                else (),
                "note": typed.note if typed else "",
                "overtaken": overtaken,
                "may_write": context["may_revise"],
                **(extra_context or {}),
            },
            status=409 if overtaken else 400 if typed else 200,
        )


def _key(text: str) -> int:
    """A primary key out of a form; 0, which no row has, for anything else."""
    return int(text) if text.isdecimal() else 0


def _merged(mine: str, before: str, theirs: str) -> str:
    """What the form shows of one paragraph after somebody else saved: theirs where I had not touched it."""
    return theirs if mine == before else mine


def rows_of(translation: Translation, typed: Typed | None, begun_with: Revision | None) -> list[Row]:
    """The workbench's rows in the order of the original; renderings of paragraphs that left it stand at the end.

    `begun_with` is the revision that the editor had before the eyes. Where it is not the current one, paragraphs that
    the editor left alone take the other's text, and the others show the difference.
    """
    original, current = source_of(translation), translation.current_revision
    sources = {paragraph["number"]: paragraph["text"] for paragraph in original.paragraphs}
    saved = {paragraph["number"]: paragraph for paragraph in current.paragraphs} if current else {}
    before = {paragraph["number"]: paragraph["text"] for paragraph in begun_with.paragraphs} if begun_with else {}
    stale = stale_numbers(current, original) if current else set()
    earlier = _sources_by_digest(translation, {saved[number]["source"] for number in stale})
    rows = []
    for number in [*sources, *(number for number in saved if number not in sources)]:
        theirs = saved.get(number, {}).get("text", "")
        text = theirs if typed is None else typed.texts.get(number, theirs)
        difference: tuple[Piece, ...] = ()
        if typed is not None and begun_with != current:
            text = _merged(text, before.get(number, ""), theirs)
            difference = word_difference(theirs, text) if text != theirs else ()
        old_source = earlier.get(saved[number]["source"]) if number in stale else None
        rows.append(
            Row(
                number=number,
                source=sources.get(number, ""),
                text=text,
                stale=number in stale,
                machine=bool(saved.get(number, {}).get("machine")),
                change=word_difference(old_source, sources.get(number, "")) if old_source is not None else (),
                theirs=difference,
                orphan=number not in sources,
                still_valid=typed is not None and number in typed.still_valid,
            )
        )
    return rows


def _sources_by_digest(translation: Translation, wanted: set[str]) -> dict[str, str]:
    """The former source paragraphs with these digests, from all revisions of the original."""
    if not wanted:
        return {}
    found = {}
    for paragraphs in translation.statement.revisions.order_by("-number").values_list("paragraphs", flat=True):
        for paragraph in paragraphs:
            key = digest(paragraph["text"])
            if key in wanted:
                found[key] = paragraph["text"]
        if len(found) == len(wanted):
            break
    return found
