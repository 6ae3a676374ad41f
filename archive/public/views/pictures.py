"""Pictures of the whole archive: the timeline, who signs with whom, which languages are covered."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language

from archive import dates, languages
from archive.models import Organisation, Participation, Statement
from archive.public import charts, counts, network, timeline
from archive.public.addresses import Choices
from archive.public.coverage import checked, coverage
from archive.public.facets import Namer
from archive.public.filters import PARTS, StatementFilter
from archive.public.gate import public_organisations
from archive.public.headers import public_page
from archive.public.reader import runs_left
from archive.public.represent import for_lists, organisation_name, represent_all
from archive.public.sentence import sentence, summary
from archive.public.shapes import Name

SHOWN = 12
#: Organisations that are drawn each for itself.
MOST_MULTIPLES = 16
#: Ties that the table beside the drawing names.
MOST_ROWS = 30
_WHEN = ("from", "to", "year")


# --- The timeline -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Multiple:
    """One organisation on the scale of all: its name, how many statements, and its strokes."""

    name: Name
    count: int
    most: int
    strokes: tuple[timeline.Stroke, ...]


def _filter(choices: Choices, calendar: str) -> StatementFilter:
    return StatementFilter(QueryDict(choices.encoded()[1:]), Statement.objects.public(), calendar=calendar)


def _window(filters: StatementFilter) -> dates.HistoricalDate | None:
    """The days that `from`, `to` or `year` choose; an open end reaches as far as anything is dated."""
    first, last = (filters.chosen.get(f"{end}_date") or filters.chosen.get("year_date") for end in ("from", "to"))
    if not first and not last:
        return None
    begin = max(first.first, charts.REACH[0]) if first else charts.REACH[0]
    end = min(last.last, charts.REACH[1]) if last else charts.REACH[1]
    return dates.HistoricalDate("", dates.GREGORIAN, begin, max(begin, end), "day")


@public_page
def timeline_page(request: HttpRequest) -> HttpResponse:
    """`/{lang}/timeline/`: any list of statements as a line of time; `from` and `to` narrow it step by step.

    Takes the parameters of the list. 400 for what the list cannot read either.
    """
    home_calendar = languages.language(get_language()).calendar
    choices = Choices.of(request).without("order")
    filters = _filter(choices, home_calendar)
    if not filters.is_valid():
        errors = [
            (filters.form.fields[name].label, message)
            for name, messages in filters.form.errors.items()
            for message in messages
            if name in filters.form.fields
        ]
        body = render_to_string("archive/statement_list_unreadable.html", {"errors": errors}, request=request)
        return HttpResponseBadRequest(body)
    calendar = filters.chosen_calendar
    timeless = choices.without(*_WHEN)
    whole = _filter(timeless, home_calendar)
    whole.is_valid()
    counted = timeline.monthly(whole.counted(), calendar)
    window = _window(filters)
    strips, way = timeline.steps(counted, calendar, window, rtl=runs_left())
    chosen: Any = whole.counted()
    if window:
        chosen = chosen.filter(first_day__range=(window.first, window.last))
    undated = 0 if window else whole.counted().filter(first_day__isnull=True).count()
    namer = Namer(set(choices.get("organisation")), set(choices.get("topic")))
    parts = sentence(timeless, namer)
    return render(
        request,
        "archive/timeline.html",
        {
            "strips": strips,
            "way": way,
            "window": window,
            "here": way[-1]
            if way and window and (way[-1].first, way[-1].last) == (window.first, window.last)
            else None,
            "calendar": calendar,
            "calendars": dates.CALENDARS,
            "choices": choices,
            "timeless": timeless,
            "parts": parts,
            "summary": summary(parts),
            "total": chosen.count(),
            "undated": undated,
            "table": _table(strips[-1], counted) if strips else [],
            "ends": (strips[-1].fine_periods()[0], strips[-1].fine_periods()[-1]) if strips else (),
            "multiples": _multiples(chosen, strips[-1]) if strips and not choices.get("organisation") else [],
            "statements": represent_all(for_lists(chosen.newest_first())[:SHOWN]) if window else [],
            "filters": filters,
            "keep_query": True,
        },
    )


def _table(strip: timeline.Strip, counted: timeline.Counted) -> list[tuple[timeline.Period, int]]:
    """What the last strip draws, in figures: each fine period that has any."""
    periods = strip.fine_periods()
    return [(one, number) for one, number in zip(periods, timeline.tally(periods, counted), strict=True) if number]


def _multiples(chosen: QuerySet[Statement], strip: timeline.Strip) -> list[Multiple]:
    """The organisations with the most statements among `chosen`, each drawn over the periods of `strip`.

    Two queries for whoever asks first in an edition, and one for their names.
    """
    periods = strip.fine_periods()
    about = ("each of", periods[0], periods[-1], chosen.query.sql_with_params())
    counted = counts.kept(about, lambda: _tallies(chosen, periods))
    names = {
        one.pk: organisation_name(one) for one in public_organisations().filter(pk__in=[row[0] for row in counted])
    }
    most = max((number for _pk, _number, tallied in counted for number in tallied), default=0)
    return [
        Multiple(names[pk], number, max(tallied), timeline.strokes(tallied, most, rtl=runs_left()))
        for pk, number, tallied in counted
        if pk in names
    ]


def _tallies(chosen: QuerySet[Statement], periods: list[timeline.Period]) -> list[tuple[int, int, list[int]]]:
    """(id, number, numbers in `periods`) of those organisations."""
    parts = Participation.objects.filter(role__in=PARTS, organisation__isnull=False, statement__in=chosen).order_by()
    many = Count("statement", distinct=True)
    ranked = parts.values_list("organisation").annotate(number=many).order_by("-number", "organisation")
    numbers = dict(ranked[:MOST_MULTIPLES])
    days: dict[int, list] = {pk: [] for pk in numbers}
    of_each = (
        parts.filter(organisation__in=numbers, statement__first_day__range=charts.REACH)
        .values_list("organisation", "statement__first_day")
        .annotate(number=many)
        .order_by("statement__first_day")
    )
    for organisation, day, number in of_each:
        days[organisation].append((day, number))
    return [(pk, numbers[pk], timeline.tally(periods, rows)) for pk, rows in days.items()]


# --- Who signs with whom ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Knot:
    """A name of the drawing: how many statements with others it has there, and the address that looks at it alone."""

    name: Name
    count: int
    address: str
    focus: bool


@public_page
def network_page(request: HttpRequest) -> HttpResponse:
    """`/{lang}/network/`: joint statements as ties; `?organisation=` looks at one body, two of them at what they share.

    404 for an organisation that is not public.
    """
    slugs = list(dict.fromkeys(request.GET.getlist("organisation")))[:5]
    known = {one.slug: one for one in public_organisations().filter(slug__in=[slug[:100] for slug in slugs])}
    if len(known) < len(slugs):
        raise Http404
    looked_at = [known[slug] for slug in slugs]
    if len(looked_at) > 1:
        return _shared(request, looked_at)
    public = Statement.objects.public()
    focus = looked_at[0] if looked_at else None
    own = network.ties_of(focus, public) if focus else network.ties(public)
    kept = network.strongest(own, keep=focus.pk if focus else None)
    # What the others share without the one looked at belongs into the picture, too.
    found = network.ties(public, among=kept) if focus and kept else own
    order = network.arrange(kept, found)
    bodies = {one.pk: one for one in public_organisations().filter(pk__in=_ends(own[:MOST_ROWS]) | set(order))}
    names = {pk: organisation_name(one) for pk, one in bodies.items()}
    joint = network.jointly(public, [focus.pk] if focus else order)
    if focus:
        joint |= {tie.beside(focus.pk): tie.count for tie in own}
    page = reverse("network")
    return render(
        request,
        "archive/network.html",
        {
            "focus": organisation_name(focus) if focus else None,
            "knots": [
                Knot(names[pk], joint[pk], f"{page}?organisation={names[pk].slug}", bool(focus and pk == focus.pk))
                for pk in order
                if pk in names
            ],
            "arcs": network.arcs(order, found, focus.pk if focus else None, rtl=runs_left()),
            "height": 10 * len(order),
            "rows": [
                {
                    "tie": tie,
                    "names": _in_row(tie, names, focus),
                    "address": f"{page}?organisation={names[tie.one].slug}&organisation={names[tie.other].slug}",
                }
                for tie in own[:MOST_ROWS]
                if tie.one in names and tie.other in names
            ],
            "ties": len(own),
            "bodies": len(_ends(own)),
            "keep_query": True,
        },
    )


def _ends(found: list[network.Tie]) -> set[int]:
    return {pk for tie in found for pk in (tie.one, tie.other)}


def _in_row(tie: network.Tie, names: dict[int, Name], focus: Organisation | None) -> list[Name]:
    if focus:
        return [names[tie.beside(focus.pk)]]
    return sorted((names[tie.one], names[tie.other]), key=lambda name: name.text.casefold())


def _shared(request: HttpRequest, organisations: list[Organisation]) -> HttpResponse:
    """What all of `organisations` signed, the newest first."""
    shared = network.signed_by_all(organisations)
    return render(
        request,
        "archive/network_shared.html",
        {
            "names": [organisation_name(one) for one in organisations],
            "total": shared.count(),
            "statements": represent_all(for_lists(shared.newest_first())[: 4 * SHOWN]),
            "keep_query": True,
        },
    )


# --- Languages --------------------------------------------------------------------------------------------------


@public_page
def coverage_page(request: HttpRequest) -> HttpResponse:
    """`/{lang}/coverage/`: original languages by languages of translations, and what was checked of the originals."""
    columns, rows = coverage()
    total = sum(row.total for row in rows)
    return render(
        request,
        "archive/coverage.html",
        {
            "columns": columns,
            "rows": rows,
            "total": total,
            "rendered": sum(row.rendered for row in rows),
            "checked": checked(Statement.objects.public(), total, rtl=runs_left()) if total else [],
        },
    )
