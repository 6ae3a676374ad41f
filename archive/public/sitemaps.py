"""What crawlers and machines that watch over us ask for: the sitemap, robots.txt, healthz."""

from collections.abc import Iterator
from datetime import datetime

from django.db import DatabaseError, connection
from django.db.models import F, Max, QuerySet
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from archive import languages
from archive.models import Statement
from archive.public.gate import public_organisations, public_topics
from archive.public.headers import public_page
from archive.public.speakers import by_country

#: Statements on one sheet. Each makes five addresses of 800 bytes; a sheet should be made in well under a second.
ON_ONE_SHEET = 1_000
#: Stands for a slug, a country or a reference while an address is made.
_PLACE = "zz"
_PAGES = (
    "home", "statement_list", "organisation_list", "country_list", "topic_list", "timeline", "network", "coverage",
    "about", "verification", "correction_log", "machines",
)  # fmt: skip


def _in_every_language(request: HttpRequest, name: str, *arguments: str) -> list[tuple[str, str]]:
    found = []
    for tag in languages.INTERFACE:
        with translation.override(tag):
            found.append((tag, request.build_absolute_uri(reverse(name, args=arguments))))
    return found


def _pages(request: HttpRequest) -> list[dict]:
    """Every page that is no statement's."""
    named = [(name, "") for name in _PAGES]
    named += [("organisation_detail", slug) for slug in _slugs(public_organisations())]
    named += [("country_detail", code.lower()) for _name, code, _bodies, _number in by_country()]
    named += [("topic_detail", slug) for slug in _slugs(public_topics())]
    # Written once with a place for the word, as below.
    patterns = {name: _in_every_language(request, name, *([_PLACE] if word else [])) for name, word in named}
    return [
        {
            "addresses": [
                (tag, f"{own.removesuffix(f'{_PLACE}/')}{word}/" if word else own) for tag, own in patterns[name]
            ]
        }
        for name, word in named
    ]


def _slugs(things: QuerySet) -> QuerySet:
    return things.order_by("pk").values_list("slug", flat=True)


def _statements(request: HttpRequest, sheet: int) -> Iterator[dict]:
    """The statements of a sheet, those whose keys lie in its range: the last sheet costs what the first does."""
    rows = Statement.objects.public().filter(pk__range=(sheet * ON_ONE_SHEET, (sheet + 1) * ON_ONE_SHEET - 1))
    # Written once with a place for the reference: reversing 25,000 addresses one by one takes seconds.
    patterns = _in_every_language(request, "statement_detail", _PLACE)
    for reference, changed in rows.order_by("pk").values_list("reference", Coalesce("changed_at", "published_at")):
        addresses = [(tag, f"{pattern.removesuffix(f'{_PLACE}/')}{reference}/") for tag, pattern in patterns]
        yield {"addresses": addresses, "changed": changed}


def _sheets() -> list[tuple[int, datetime]]:
    """Each sheet that holds a statement, and when one on it last changed; one query."""
    counted = Statement.objects.public().order_by().annotate(sheet=F("pk") / ON_ONE_SHEET).values_list("sheet")
    return list(counted.annotate(changed=Max(Coalesce("changed_at", "published_at"))).order_by("sheet"))


@public_page
def sitemap(request: HttpRequest) -> HttpResponse:
    """`/sitemap.xml`: every public page with its alternates; an index of sheets once one would be too long."""
    pages, written = _pages(request), _sheets()
    if len(pages) <= ON_ONE_SHEET and Statement.objects.public().count() <= ON_ONE_SHEET:
        return _sheet(request, [*pages, *(one for sheet, _changed in written for one in _statements(request, sheet))])
    of_pages = -(-len(pages) // ON_ONE_SHEET)
    sheets: list[tuple[str, datetime | None]] = [
        (request.build_absolute_uri(reverse("sitemap_pages", args=[number])), None) for number in range(of_pages)
    ]
    sheets += [
        (request.build_absolute_uri(reverse("sitemap_sheet", args=[sheet])), changed) for sheet, changed in written
    ]
    return render(request, "archive/sitemap_index.xml", {"sheets": sheets}, content_type="application/xml")


@public_page
def sitemap_sheet(request: HttpRequest, number: int) -> HttpResponse:
    """A sheet of statements, by the order in which they came in."""
    if number > 10**9:
        raise Http404
    return _sheet(request, list(_statements(request, number)))


@public_page
def sitemap_pages(request: HttpRequest, number: int) -> HttpResponse:
    """A sheet of everything that is no statement: pages, organisations, countries, topics."""
    if number > 10**6:
        raise Http404
    return _sheet(request, _pages(request)[number * ON_ONE_SHEET : (number + 1) * ON_ONE_SHEET])


def _sheet(request: HttpRequest, pages: list[dict]) -> HttpResponse:
    if not pages:
        raise Http404
    return render(request, "archive/sitemap.xml", {"pages": pages}, content_type="application/xml")


@public_page
def robots(request: HttpRequest) -> HttpResponse:
    """`/robots.txt`: everything may be read; endless combinations of filters need not be."""
    lines = ["User-agent: *", "Disallow: /desk/", "Disallow: /*/statements/?", "Disallow: /feeds/"]
    lines += ["", f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """`/healthz`: 200 only when the database answers, else 503; tells nothing more."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except DatabaseError:
        return HttpResponse("away\n", content_type="text/plain; charset=utf-8", status=503)
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")
