"""The list of statements, the reading page, and the page on which a text can be checked."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from archive import dates, languages
from archive.models import Statement
from archive.public import charts, citations, provenance
from archive.public.addresses import Choices
from archive.public.facets import facets
from archive.public.filters import ADDED, NEWEST, OLDEST, ORDERS, RELEVANCE, StatementFilter
from archive.public.found import finds
from archive.public.headers import public_page
from archive.public.linked_data import linked_data
from archive.public.paging import CursorLost, page_of
from archive.public.represent import for_lists, for_reading, represent, represent_all
from archive.public.sentence import sentence, summary
from archive.public.shapes import Paragraph, Represented, Text

#: What stands behind a permalink besides the page; the writers are in `permalinks`.
FORMAT_ENDINGS = ("json", "txt", "bib", "ris", "csl.json")


def filtered(request: HttpRequest, calendar: str) -> StatementFilter:
    """The filter that the address asks for, over what is public."""
    return StatementFilter(request.GET, Statement.objects.public(), calendar=calendar)


@public_page
def statement_list(request: HttpRequest) -> HttpResponse:
    """The catalogue: what the address selects, a page of it, the facets, the years; 400 for what cannot be read."""
    home_calendar = languages.language(get_language()).calendar
    filters = filtered(request, home_calendar)
    choices = Choices.of(request)
    if not filters.is_valid():
        return _unreadable(request, filters, choices)
    try:
        page = page_of(for_lists(filters.qs), filters.ordering, request.GET.get("cursor", ""))
    except CursorLost:
        return _unreadable(request, filters, choices)
    shown = represent_all(page.rows)
    found = finds(page.rows, shown, filters.query) if filters.query and shown else {}
    calendar = filters.chosen_calendar
    all_facets, namer = facets(filters, choices)
    parts = sentence(choices, namer)
    chosen_year = filters.chosen.get("year_date")
    histogram = charts.histogram(
        filters.counted(without="year"),
        calendar,
        range(charts.year_of(chosen_year.first, calendar), charts.year_of(chosen_year.last, calendar) + 1)
        if chosen_year
        else None,
    )
    return render(
        request,
        "archive/statement_list.html",
        {
            "entries": [(one, found.get(one.pk)) for one in shown],
            "page": page,
            "total": filters.counted().count(),
            "facets": all_facets,
            "parts": parts,
            "summary": summary(parts),
            "histogram": histogram,
            "choices": choices,
            "filters": filters,
            "calendars": dates.CALENDARS,
            "orders": _orders(filters, choices),
            "before": choices.encoded(cursor=page.before) if page.before else "",
            "after": choices.encoded(cursor=page.after) if page.after else "",
            "keep_query": True,
        },
    )


def _orders(filters: StatementFilter, choices: Choices) -> list[tuple[str, str, bool]]:
    """(label, address, chosen) of each order that makes sense here."""
    offered = [(RELEVANCE, _("titles first"))] if filters.chosen["q"] else []
    offered += [(order, str(ORDERS[order])) for order in (NEWEST, OLDEST, ADDED)]
    default = offered[0][0]
    return [
        (
            label,
            (choices.without("order") if order == default else choices.put("order", order)).list_address(),
            order == filters.ordering,
        )
        for order, label in offered
    ]


def _unreadable(request: HttpRequest, filters: StatementFilter, choices: Choices) -> HttpResponse:
    """The list's own 400 page: what cannot be read, and the way back."""
    errors = [
        (filters.form.fields[name].label, message)
        for name, messages in filters.form.errors.items()
        for message in messages
        if name in filters.form.fields
    ]
    body = render_to_string(
        "archive/statement_list_unreadable.html",
        {"errors": errors, "choices": choices, "keep_query": False},
        request=request,
    )
    return HttpResponseBadRequest(body)


# --- One statement ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Row:
    """Paragraphs that stand beside each other; either side may be missing."""

    number: int
    original: Paragraph | None
    rendering: Paragraph | None = None


def rows_of(original: Text, rendering: Text | None) -> list[Row]:
    """Paragraphs beside each other by number, in the original's order; what only one has keeps its place."""
    if rendering is None:
        return [Row(paragraph.number, paragraph) for paragraph in original.paragraphs]
    beside = {paragraph.number: paragraph for paragraph in rendering.paragraphs}
    own = {paragraph.number for paragraph in original.paragraphs}
    rows = [Row(paragraph.number, paragraph, beside.get(paragraph.number)) for paragraph in original.paragraphs]
    previous = None
    for paragraph in rendering.paragraphs:
        if paragraph.number not in own:
            at = next((place + 1 for place, row in enumerate(rows) if row.number == previous), 0)
            rows.insert(at, Row(paragraph.number, None, paragraph))
        previous = paragraph.number
    return rows


def public_or_gone(request: HttpRequest, reference: str) -> Statement | HttpResponse:
    """The public statement, loaded for reading, or its tombstone as a 410 page. Raises Http404 for any other."""
    statement = for_reading(Statement.objects.public()).filter(reference=reference).first()
    return statement or tombstone(request, reference)


def tombstone(request: HttpRequest, reference: str) -> HttpResponse:
    """What remains of a withdrawn statement: 410 with reference, reason, date and replacement."""
    gone = Statement.objects.tombstones().select_related("replaced_by").filter(reference=reference).first()
    if gone is None:
        raise Http404
    replacement = gone.replaced_by if gone.replaced_by and gone.replaced_by.is_public() else None
    if replacement:
        replacement = represent(for_lists(Statement.objects.public()).get(pk=replacement.pk))
    return render(
        request, "archive/statement_tombstone.html", {"statement": gone, "replacement": replacement}, status=410
    )


@public_page
def statement_detail(request: HttpRequest, reference: str) -> HttpResponse:
    """The reading page; `?with={language}` sets a translation beside the original, paragraph by paragraph."""
    statement = public_or_gone(request, reference)
    if isinstance(statement, HttpResponse):
        return statement
    shown = represent(statement, whole=True)
    asked = request.GET.get("with", "")[:20]
    origin = request.GET.get("origin", "")[:20]
    rendering = shown.text_in(asked, origin) if asked and asked != shown.language else None
    address = permalink(request, shown)
    judgements = list(shown.judgements)
    return render(
        request,
        "archive/statement_detail.html",
        {
            "statement": shown,
            "rendering": rendering,
            "missing": asked if asked and asked != shown.language and not rendering else "",
            "missing_name": languages.language(asked).own_name if asked in languages.LANGUAGES else asked,
            "rows": rows_of(shown.original, rendering),
            "renderings": shown.translations,
            "reader_text": shown.text_in(get_language() or "en"),
            "judgements": judgements,
            "all_checked": all(one.verdict == "confirmed" for one in judgements),
            "address": address,
            "citation": citations.pieces(shown, address, get_language() or "en"),
            "linked_data": linked_data(shown, address),
            "related": related(statement, shown),
            "formats": FORMAT_ENDINGS,
        },
    )


@public_page
def statement_provenance(request: HttpRequest, reference: str) -> HttpResponse:
    """Captures, spans, chains, assessments, acts and digests of one statement."""
    statement = public_or_gone(request, reference)
    if isinstance(statement, HttpResponse):
        return statement
    shown = represent(statement, whole=True)
    return render(
        request,
        "archive/statement_provenance.html",
        {
            "statement": shown,
            "evidence": provenance.evidence(statement, shown),
            "acts": provenance.acts(shown),
            "address": permalink(request, shown),
        },
    )


def permalink(request: HttpRequest, shown: Represented) -> str:
    """The permanent address in full."""
    return request.build_absolute_uri(reverse("permalink", args=[shown.reference]))


def related(statement: Statement, shown: Represented) -> list[Represented]:
    """Up to two statements before and two after by the same issuers, nearest first in time."""
    slugs = [name.slug for name in shown.issuers if name.slug]
    if not slugs or not shown.date:
        return []
    same: QuerySet[Statement] = (
        Statement.objects.public()
        .filter(organisations__slug__in=slugs, first_day__isnull=False)
        .exclude(pk=statement.pk)
        .distinct()
    )
    earlier = same.filter(first_day__lte=shown.date.first).order_by("-first_day", "-pk").values_list("pk", flat=True)
    later = same.filter(first_day__gt=shown.date.first).order_by("first_day", "pk").values_list("pk", flat=True)
    keys = [*earlier[:2], *later[:2]]
    return represent_all(for_lists(Statement.objects.public().filter(pk__in=keys).newest_first())) if keys else []
