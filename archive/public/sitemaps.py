"""What crawlers and machines that watch over us ask for: the sitemap, robots.txt, healthz."""

from collections.abc import Iterator

from django.db import DatabaseError, connection
from django.db.models.functions import Greatest
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

#: Statements on one sheet. Each makes five addresses of 800 bytes; a sheet should be made in well under a second.
ON_ONE_SHEET = 1_000
_PAGES = ("home", "statement_list", "organisation_list", "topic_list", "timeline", "about")


def _in_every_language(request: HttpRequest, name: str, *arguments: str) -> list[tuple[str, str]]:
    found = []
    for tag in languages.INTERFACE:
        with translation.override(tag):
            found.append((tag, request.build_absolute_uri(reverse(name, args=arguments))))
    return found


def _pages(request: HttpRequest) -> Iterator[dict]:
    for name in _PAGES:
        yield {"addresses": _in_every_language(request, name)}
    for slug in public_organisations().order_by("pk").values_list("slug", flat=True):
        yield {"addresses": _in_every_language(request, "organisation_detail", slug)}
    for slug in public_topics().order_by("pk").values_list("slug", flat=True):
        yield {"addresses": _in_every_language(request, "topic_detail", slug)}


def _statements(request: HttpRequest, sheet: int) -> Iterator[dict]:
    rows = (
        Statement.objects.public()
        .order_by("pk")
        .values_list("reference", Greatest("published_at", "published_revision__created_at"))
    )
    # Written once with a place for the reference: reversing 25,000 addresses one by one takes seconds.
    patterns = _in_every_language(request, "statement_detail", "0")
    for reference, changed in rows[sheet * ON_ONE_SHEET : (sheet + 1) * ON_ONE_SHEET]:
        addresses = [(tag, f"{pattern.removesuffix('0/')}{reference}/") for tag, pattern in patterns]
        yield {"addresses": addresses, "changed": changed}


@public_page
def sitemap(request: HttpRequest) -> HttpResponse:
    """`/sitemap.xml`: every public page with its alternates; an index of sheets once one would be too long."""
    sheets = -(-Statement.objects.public().count() // ON_ONE_SHEET)
    if sheets <= 1:
        return _sheet(request, [*_pages(request), *_statements(request, 0)])
    addresses = [request.build_absolute_uri(reverse("sitemap_sheet", args=[number])) for number in range(sheets + 1)]
    return render(request, "archive/sitemap_index.xml", {"addresses": addresses}, content_type="application/xml")


@public_page
def sitemap_sheet(request: HttpRequest, number: int) -> HttpResponse:
    """Sheet 0 holds pages, organisations and topics, the others statements by the order in which they came in."""
    if number > 100_000:
        raise Http404
    pages = list(_pages(request) if number == 0 else _statements(request, number - 1))
    if not pages:
        raise Http404
    return _sheet(request, pages)


def _sheet(request: HttpRequest, pages: list[dict]) -> HttpResponse:
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
