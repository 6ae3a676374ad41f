"""The front door, the home page, the timeline and the page about the archive."""

from django.db import models
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language

from archive import dates, languages
from archive.models import Participation, Statement, Translation
from archive.public import charts
from archive.public.addresses import Choices
from archive.public.filters import PARTS
from archive.public.headers import public_page
from archive.public.names import country_name
from archive.public.reader import language_of, varies_by_language
from archive.public.represent import for_lists, represent_all

NEWEST_SHOWN = 6


@public_page
def front(request: HttpRequest) -> HttpResponse:
    """`/`: to the home page in the language that the browser asks for."""
    return varies_by_language(HttpResponseRedirect(f"/{language_of(request)}/"))


def readers_calendar(request: HttpRequest) -> str:
    """The calendar asked for, else the one that readers of the page's language think in."""
    asked = request.GET.get("calendar", "").replace("-", " ").lower()
    return asked if asked in dates.CALENDARS else languages.language(get_language()).calendar


@public_page
def home(request: HttpRequest) -> HttpResponse:
    """What this is, the newest statements, the years, the languages, the countries."""
    public = Statement.objects.public()
    newest = represent_all(for_lists(public.newest_first())[:NEWEST_SHOWN])
    by_language = list(public.order_by().values_list("language").annotate(number=Count("pk")).order_by("-number"))
    by_country = (
        Participation.objects.filter(role__in=PARTS, statement__in=public, organisation__isnull=False)
        .exclude(organisation__country="")
        .order_by()
        .values_list("organisation__country")
        .annotate(bodies=Count("organisation", distinct=True), number=Count("statement", distinct=True))
    )
    reader = get_language() or "en"
    countries = sorted(
        ((country_name(code, reader), code, bodies, number) for code, bodies, number in by_country),
        key=lambda row: (-row[3], row[0]),
    )
    renderings = Translation.objects.public().count()
    return render(
        request,
        "archive/home.html",
        {
            "newest": newest,
            "total": sum(number for _tag, number in by_language),
            "renderings": renderings,
            "languages": by_language,
            "countries": countries,
            "histogram": charts.histogram(public, readers_calendar(request)),
            "choices": Choices({}),
        },
    )


@public_page
def timeline(request: HttpRequest) -> HttpResponse:
    """Every year of the archive with its months, newest first, in the reader's calendar or the one asked for."""
    calendar = readers_calendar(request)
    counted = charts.days(Statement.objects.public())
    by_year = charts.months(counted, calendar)
    most = max((count for months in by_year.values() for count in months), default=0)
    names = dates.month_names(calendar, get_language() or "en")
    rows = [
        {
            "year": year,
            "count": sum(by_year[year]),
            "months": [
                {"name": name, "count": count, "height": charts.height(count, most)}
                for name, count in zip(names, by_year[year], strict=True)
            ],
        }
        for year in sorted(by_year, reverse=True)
    ]
    undated = Statement.objects.public().filter(first_day__isnull=True).count()
    return render(
        request,
        "archive/timeline.html",
        {"rows": rows, "calendar": calendar, "calendars": dates.CALENDARS, "undated": undated},
    )


@public_page
def about(request: HttpRequest) -> HttpResponse:
    """What the archive is, how it verifies, and what it does not store of its readers."""
    span = Statement.objects.public().aggregate(
        first=models.Min("first_day"), last=models.Max("last_day"), number=Count("pk")
    )
    return render(request, "archive/about.html", {"span": span})
