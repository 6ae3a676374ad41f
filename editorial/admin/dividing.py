"""The split workbench: a captured page with coloured spans, redrawn by an editor line by line.

Each act is a plain form post that carries the whole division, so that the page works without JavaScript; nothing is
stored before "Keep this division". The script posts the same form and puts the answer in its place.
"""

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.models import Extract, Source
from editorial import division, roles
from editorial.admin.kept import ReadOnly, editor
from editorial.capture_margin import EVIDENCE, PARTS
from editorial.division import BadDivision
from editorial.intake.divide import passages_of, read_again, told_by
from editorial.intake.known_names import hint_of, known_names
from editorial.intake.take_in import candidate_of, match
from editorial.margin import Line, Stretch, lay_out
from editorial.models import Candidate
from editorial.recipe_form import RecipeForm
from editorial.records import Passage, Reading
from editorial.workflow.divide import divide
from editorial.workflow.moves import Refused

#: What the buttons say, each with the key that presses it.
KINDS: Mapping[str, tuple[object, str]] = {
    "statement": (gettext_lazy("Statement"), "s"),
    "excerpt": (gettext_lazy("Excerpt"), "x"),
    "quotation": (gettext_lazy("Quotation"), "q"),
    "compiler": (gettext_lazy("Compiler’s prose"), "c"),
    "navigation": (gettext_lazy("Navigation"), "n"),
    "boilerplate": (gettext_lazy("Boilerplate"), "b"),
    "unclaimed": (gettext_lazy("Unclaimed"), "u"),
}
PART_KEYS = {
    "title": "t", "byline": "y", "date line": "d", "provenance": "l", "salutation": "a", "body": "p", "insert": "i",
    "sign-off": "g", "signatories": "r", "read more": "m",
}  # fmt: skip
PART_NAMES = {"title": EVIDENCE["title"], "body": gettext_lazy("text"), **PARTS}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the page: what its passage is, and the number of the statement that begins in it (0 for none)."""

    line: Line
    kind: str
    begins: bool
    number: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Found:
    """One passage that holds a statement, as the list beside the page shows it."""

    number: int
    passage: Passage
    reading: Reading
    label: object
    issuers: str
    words: int
    candidate: Candidate | None


class Divides(ReadOnly):
    """The page on which a capture's text is divided."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("<path:object_id>/divide/", wrap(self.divide_view), name="archive_capture_divide"),
            *super().get_urls(),
        ]

    def divide_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        capture = self.get_object(request, object_id)
        extract = capture.extracts.order_by("id").first() if capture else None
        if capture is None or extract is None:
            raise Http404
        if not request.user.has_perm(roles.DRAFT):
            raise PermissionDenied
        sighting = capture.sightings.filter(source__isnull=False).select_related("source__owner").first()
        source = sighting.source if sighting else None
        hint = hint_of(source)
        passages = passages_of(extract, hint)
        chosen: set[int] = set()
        if request.method == "POST":
            data = request.POST
            if "recipe" in data and source:
                return self._keep_recipe(request, extract, source, passages, hint)
            try:
                passages = division.from_rows(extract.text, json.loads(data.get("division", "")))
                chosen = {int(key) for key in data.getlist("line") if key.isdecimal()}
                if "save" in data:
                    return self._keep(request, extract, passages, hint)
                passages = act(extract.text, passages, data)
            except (BadDivision, Refused, json.JSONDecodeError) as refusal:
                self.message_user(request, str(refusal), messages.ERROR)
        return self._page(request, extract, source, passages, hint, chosen)

    def _keep(self, request, extract: Extract, passages: Sequence[Passage], hint) -> HttpResponse:
        """Store the division; candidates follow it."""
        readings = read_again(extract, passages, known_names(), hint)
        told = told_by(extract)
        with transaction.atomic():
            unsaved = [candidate_of(extract, number, one, told) for number, one in enumerate(readings, start=1)]
            done = divide(extract, passages, unsaved, editor(request))
            places = {(one.passage.start, one.passage.end): one for one in readings}
            match(done.fresh, [places[one.start, one.end] for one in done.fresh])
        self.message_user(
            request,
            _("Kept: %(fresh)d candidates are new or read anew, %(gone)d are gone, %(moved)d statements moved.")
            % {"fresh": len(done.fresh), "gone": done.dropped, "moved": len(done.moved)},
            messages.SUCCESS,
        )
        return HttpResponseRedirect(reverse("admin:archive_capture_divide", args=[extract.capture_id]))

    def _keep_recipe(self, request, extract, source: Source, passages, hint) -> HttpResponse:
        """Keep what was learned from this page with its source, for its next capture."""
        if not request.user.has_perm("archive.change_source"):
            raise PermissionDenied
        form = RecipeForm(request.POST, source=source)
        if not form.is_valid():
            return self._page(request, extract, source, passages, hint, set(), form)
        form.save()
        self.message_user(request, _("The recipe of “%(source)s” was kept.") % {"source": source}, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:archive_capture_divide", args=[extract.capture_id]))

    def _page(self, request, extract, source, passages, hint, chosen, recipe=None) -> HttpResponse:
        readings = read_again(extract, passages, known_names(), hint)
        found = list(_found(extract, passages, readings))
        may_change = source is not None and request.user.has_perm("archive.change_source")
        return render(
            request,
            "admin/archive/capture/divide.html",
            {
                **self.admin_site.each_context(request),
                "title": _("Divide the page"),
                "opts": self.opts,
                "capture": extract.capture,
                "rows": list(_rows(extract.text, passages, found, chosen)),
                "found": found,
                "coverage": division.coverage(extract.text, passages),
                "division": json.dumps(division.as_rows(passages), separators=(",", ":")),
                "kinds": [(kind, label, key) for kind, (label, key) in KINDS.items()],
                "parts": [(part, PART_NAMES[part], PART_KEYS[part]) for part in division.PARTS],
                "page_language": extract.page.get("language", ""),
                "source": source,
                "recipe": recipe or (RecipeForm(source=source) if may_change else None),
                "reach": request.POST.get("reach", "lines"),
            },
            status=400 if request.method == "POST" and (recipe or messages.get_messages(request)) else 200,
        )


def act(text: str, passages: tuple[Passage, ...], data) -> tuple[Passage, ...]:
    """What one pressed button makes of the division.

    `line` holds the beginnings of the chosen lines, `words` where inside the first of them to begin, `reach` whether a
    kind is for these lines, from here to the passage's end, or for the whole passage. Raises BadDivision.
    """
    lines = sorted(int(key) for key in data.getlist("line") if key.isdecimal() and int(key) < len(text))
    if not lines:
        raise BadDivision(_("Choose one or more lines first."))
    start, end = lines[0], _line_end(text, lines[-1])
    words = " ".join(data.get("words", "").split())
    if words:
        at = text.find(words, start, _line_end(text, start))
        if at < 0:
            raise BadDivision(_("These words don’t stand in the first chosen line."))
        start = at
    if "join" in data:
        return division.join(text, passages, start)
    if "part" in data:
        return division.mark(text, passages, start, end, data["part"])
    reach = data.get("reach", "lines")
    kind = data.get("kind", "")
    if reach == "passage":
        return division.retype(text, passages, start, kind)
    if reach == "rest":
        end = division.over(passages, start).end
    return division.draw(text, passages, start, end, kind)


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return end if end >= 0 else len(text)


def _found(extract: Extract, passages: Sequence[Passage], readings: Sequence[Reading]) -> Iterator[Found]:
    stored = {(one.start, one.end): one for one in extract.candidates.select_related("statement")}
    holding = [passage for passage in passages if passage.holds_statement()]
    for number, (passage, reading) in enumerate(zip(holding, readings, strict=True), start=1):
        yield Found(
            number=number,
            passage=passage,
            reading=reading,
            label=KINDS[passage.kind][0],
            issuers=" · ".join(one.name for one in reading.organisations if one.role == "issuer"),
            words=sum(len(extract.text[part.start : part.end].split()) for part in passage.spans("body")),
            candidate=stored.get((passage.start, passage.end)),
        )


def _rows(text: str, passages: Sequence[Passage], found: Sequence[Found], chosen: set[int]) -> Iterator[Row]:
    numbers = {one.passage.start: one.number for one in found}
    starts = sorted(numbers)
    # Nothing is left out here: what an editor divides must be seen whole.
    layout = lay_out(text, [*_stretches(passages), *_evidence(found)])
    waiting = iter(passages)
    current = next(waiting, None)
    fresh = True
    for line in layout.lines:
        while current and current.end <= line.start:
            current, fresh = next(waiting, None), True
        if current is None:
            return
        # A passage may begin inside a line; then the line shows the one that begins, and the margin its word.
        later = starts[bisect_right(starts, line.start) : bisect_left(starts, line.end)]
        number = numbers.get(current.start, 0) if fresh else 0
        number = number or next((numbers[start] for start in later), 0)
        yield Row(line, current.kind, fresh, number, line.start in chosen)
        fresh = False


def _stretches(passages: Sequence[Passage]) -> Iterator[Stretch]:
    for passage in passages:
        yield Stretch("passage", passage.kind, passage.start, passage.end, str(KINDS[passage.kind][0]))
        for part in passage.parts:
            if part.kind != "body":
                yield Stretch("part", part.kind, part.start, part.end, str(PART_NAMES[part.kind]))


def _evidence(found: Sequence[Found]) -> Iterator[Stretch]:
    """The words that made the machine believe in a date or an issuer."""
    for one in found:
        date = one.reading.date
        if date and date.evidence:
            yield Stretch("evidence", "date", date.evidence.start, date.evidence.end, str(EVIDENCE["date"]))
        for named in one.reading.organisations:
            if named.evidence:
                yield Stretch("evidence", "organisation", named.evidence.start, named.evidence.end)
