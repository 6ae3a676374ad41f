"""Countries: where those who speak in the archive are at home."""

from collections import Counter

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from archive.models import Statement
from archive.public import charts
from archive.public.addresses import Choices
from archive.public.headers import public_page
from archive.public.names import country_name
from archive.public.reader import readers_calendar
from archive.public.represent import for_lists, represent_all
from archive.public.speakers import by_country, by_organisation, parts_in

SHOWN = 12


@public_page
def country_list(request: HttpRequest) -> HttpResponse:
    """Every country that a public statement comes from."""
    return render(request, "archive/country_list.html", {"countries": by_country()})


@public_page
def country_detail(request: HttpRequest, code: str) -> HttpResponse:
    """One country by its ISO 3166 code: who speaks from there, in which languages, in which years, and the newest."""
    code = code.upper()
    public = Statement.objects.public()
    statements = public.filter(pk__in=parts_in(public).filter(organisation__country=code).values("statement"))
    tongues = Counter(dict(statements.order_by().values_list("language").annotate(number=Count("pk"))))
    if not tongues:
        raise Http404
    return render(
        request,
        "archive/country_detail.html",
        {
            "name": country_name(code, get_language() or "en"),
            "code": code,
            "speakers": [row for row in by_organisation(statements) if row[1].country == code],
            "languages": tongues.most_common(),
            "total": sum(tongues.values()),
            "statements": represent_all(for_lists(statements.newest_first())[:SHOWN]),
            "histogram": charts.histogram(statements, readers_calendar(request)),
            "choices": Choices({"country": [code]}),
        },
    )
