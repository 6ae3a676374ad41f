"""The list of statements: what the address selects, page by page, with its facets and years."""

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from archive import dates, languages
from archive.models import Statement
from archive.public import charts, counts
from archive.public.addresses import Choices
from archive.public.facets import facets
from archive.public.filters import ADDED, NEWEST, OLDEST, ORDERS, RELEVANCE, StatementFilter
from archive.public.found import finds
from archive.public.headers import public_page
from archive.public.paging import CursorLost
from archive.public.relevance import page as page_of_list
from archive.public.represent import for_lists, represent_all
from archive.public.sentence import sentence, summary
from archive.public.suggestions import suggestion
from archive.public.typed_dates import date_box
from archive.public.views.carried import book_of
from archive.query import FIELD_NAMES, TITLE


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
    if request.GET.get("format") == "epub":
        return book_of(request, filters.qs, summary(sentence(choices, facets(filters, choices)[1])))
    try:
        page = page_of_list(filters, filters.ordering, for_lists, request.GET.get("cursor", ""))
    except CursorLost:
        return _unreadable(request, filters, choices)
    shown = represent_all(page.rows)
    found = finds(page.rows, shown, filters.query) if filters.query.has_words and shown else {}
    calendar = filters.chosen_calendar
    all_facets, namer = facets(filters, choices)
    parts = sentence(choices, namer)
    chosen_year = filters.chosen.get("year_date")
    asked = counts.asked(filters)
    histogram = charts.drawn(
        counts.kept(("years", calendar, asked), lambda: charts.in_years(filters.counted(without="year"), calendar)),
        calendar,
        range(charts.year_of(chosen_year.first, calendar), charts.year_of(chosen_year.last, calendar) + 1)
        if chosen_year
        else None,
    )
    total = counts.kept(("total", asked), lambda: filters.counted().count())
    return render(
        request,
        "archive/statement_list.html",
        {
            "entries": [(one, found.get(one.pk)) for one in shown],
            "page": page,
            "total": total,
            "facets": all_facets,
            "parts": parts,
            "summary": summary(parts),
            "histogram": histogram,
            "choices": choices,
            "filters": filters,
            "fields": _fields(),
            "suggestion": _suggestion(filters, total),
            "date_box": date_box(
                filters.chosen["from"], filters.chosen["to"], calendar, [bar.first for bar in histogram.years]
            ),
            "calendars": dates.CALENDARS,
            "orders": _orders(filters, choices),
            "before": choices.encoded(cursor=page.before) if page.before else "",
            "after": choices.encoded(cursor=page.after) if page.after else "",
            "keep_query": True,
        },
    )


def _fields() -> list[tuple[str, str]]:
    """What fields of the box for words are called in the language of the page, each with an example."""
    examples = {
        TITLE: pgettext("example of a search", "strike"),
        "organisation": pgettext("example of a search", "bakers"),
        "language": pgettext("example of a search", "persian"),
        "year": pgettext("example of a search", "1401"),
    }
    tag = get_language() or languages.INTERFACE[0]
    return [(FIELD_NAMES[field][tag][0], example) for field, example in examples.items()]


def _suggestion(filters: StatementFilter, total: int) -> tuple[str, str] | None:
    """Where words alone found little: the public name that was meant perhaps, and the list that it leads to."""
    query = filters.query
    if not query.terms or query.title or query.without or query.without_title or query.fields:
        return None
    meant = suggestion(filters.chosen["q"], total)
    return (meant.words, Choices({meant.key: [meant.value]}).list_address()) if meant else None


def _orders(filters: StatementFilter, choices: Choices) -> list[tuple[str, str, bool]]:
    """(label, address, chosen) of each order that makes sense here."""
    offered = [(RELEVANCE, _("titles first"))] if filters.query.has_words else []
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
    typed = {name: (choices.get(name) or [""])[0] for name in ("from", "to")}
    calendar = filters.form.cleaned_data.get("calendar") or filters.home_calendar
    body = render_to_string(
        "archive/statement_list_unreadable.html",
        {
            "errors": errors,
            "choices": choices,
            "date_box": date_box(typed["from"], typed["to"], calendar, []),
            "calendars": dates.CALENDARS,
            "keep_query": False,
        },
        request=request,
    )
    return HttpResponseBadRequest(body)
