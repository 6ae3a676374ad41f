"""The front door, the home page and the page about the archive."""

from django.db import models
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from archive.models import Statement, Translation
from archive.public import counts, timeline
from archive.public.addresses import Choices
from archive.public.headers import public_page
from archive.public.reader import language_of, readers_calendar, runs_left, varies_by_language
from archive.public.represent import for_lists, represent_all
from archive.public.speakers import by_country

NEWEST_SHOWN = 6


@public_page
def front(request: HttpRequest) -> HttpResponse:
    """`/`: to the home page in the language that the browser asks for."""
    return varies_by_language(HttpResponseRedirect(f"/{language_of(request)}/"))


@public_page
def home(request: HttpRequest) -> HttpResponse:
    """What this is, the newest statements, the years, the languages, the countries."""
    public = Statement.objects.public()
    newest = represent_all(for_lists(public.newest_first())[:NEWEST_SHOWN])
    tongues = public.order_by().values_list("language").annotate(number=Count("pk")).order_by("-number", "language")
    by_language = counts.kept("by language", lambda: [list(row) for row in tongues])
    calendar = readers_calendar(request)
    strips, _way = timeline.steps(timeline.monthly(public, calendar), calendar, None, rtl=runs_left())
    renderings = counts.kept("renderings", lambda: Translation.objects.public().count())
    return render(
        request,
        "archive/home.html",
        {
            "newest": newest,
            "total": sum(number for _tag, number in by_language),
            "renderings": renderings,
            "languages": by_language,
            "countries": by_country(),
            "strip": strips[0] if strips else None,
            "choices": Choices({}),
        },
    )


@public_page
def about(request: HttpRequest) -> HttpResponse:
    """What the archive is, how it verifies, and what it does not store of its readers."""
    span = Statement.objects.public().aggregate(
        first=models.Min("first_day"), last=models.Max("last_day"), number=Count("pk")
    )
    return render(request, "archive/about.html", {"span": span})
