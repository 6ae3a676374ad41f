"""What a reader carries away: the PDF of a text or of a pair, a book of one or of many, the bundle that proves one."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language

from archive import languages
from archive.models.statement import StatementQuerySet
from archive.public import pdf
from archive.public.beside import Reading, reading
from archive.public.bundle import bundle
from archive.public.epub import MOST, Chapter, epub
from archive.public.headers import public_page
from archive.public.represent import for_reading, represent
from archive.public.views.permalinks import replacement_of
from archive.public.views.reading import permalink, public_or_gone

MEDIA_TYPE = "application/epub+zip"


def _language_of(request: HttpRequest) -> str:
    """The language of the archive's own words: `in`, else English."""
    asked = request.GET.get("in", "")
    return asked if asked in languages.INTERFACE else languages.INTERFACE[0]


def _file(content: bytes, media_type: str, name: str, address: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Link"] = f'<{address}>; rel="canonical"'
    return response


def _moved(request: HttpRequest, name: str, reference: str) -> HttpResponse | None:
    """The way to what a merged statement became, with the same parameters; None for any other."""
    replacement = replacement_of(reference)
    if replacement is None:
        return None
    asked = f"?{request.META['QUERY_STRING']}" if request.META.get("QUERY_STRING") else ""
    return HttpResponsePermanentRedirect(reverse(name, args=[replacement]) + asked)


@public_page
def statement_pdf(request: HttpRequest, reference: str) -> HttpResponse:
    """`/s/{reference}.pdf`: the original; `?text=` and `?with=` as on the reading page, `?in=` for the other words."""
    with translation.override(_language_of(request)):
        moved = _moved(request, "statement_pdf", reference)
        statement = moved or public_or_gone(request, reference)
        if isinstance(statement, HttpResponse):
            return statement
        shown = represent(statement, whole=True)
        asked = reading(shown, *(request.GET.get(key, "") for key in ("text", "with", "origin")))
        if asked.missing or not pdf.can_be_set(asked):
            raise Http404
        address = permalink(request, reference)
        return _file(pdf.pdf(shown, asked, address), "application/pdf", _name(reference, asked), address)


def _name(reference: str, asked: Reading, ending: str = "pdf") -> str:
    tags = "-".join(text.language for text in asked.texts)
    return f"sanad-{reference}-{tags}.{ending}"


@public_page
def statement_epub(request: HttpRequest, reference: str) -> HttpResponse:
    """`/s/{reference}.epub`: one statement as a book, with the parameters of its PDF."""
    with translation.override(_language_of(request)):
        moved = _moved(request, "statement_epub", reference)
        statement = moved or public_or_gone(request, reference)
        if isinstance(statement, HttpResponse):
            return statement
        shown = represent(statement, whole=True)
        asked = reading(shown, *(request.GET.get(key, "") for key in ("text", "with", "origin")))
        if asked.missing:
            raise Http404
        address = permalink(request, reference)
        chapter = Chapter(shown, asked, address)
        return _file(epub([chapter], chapter.title, address), MEDIA_TYPE, _name(reference, asked, "epub"), address)


def book_of(request: HttpRequest, statements: StatementQuerySet, title: str) -> HttpResponse:
    """A list as a book: its first statements, newest first, each with its translation into the page's language.

    `statements` has passed the gate. Raises Http404 for an empty list: a book has at least one page.
    """
    tag = get_language() or languages.INTERFACE[0]
    chapters = []
    for statement in for_reading(statements.newest_first())[:MOST]:
        shown = represent(statement, whole=True)
        chapters.append(Chapter(shown, reading(shown, "", tag), permalink(request, shown.reference)))
    if not chapters:
        raise Http404
    asked = request.GET.copy()
    asked.pop("format", None)
    asked.pop("cursor", None)
    address = request.build_absolute_uri(f"{request.path}?{asked.urlencode()}" if asked else request.path)
    left_out = statements.count() - len(chapters) if len(chapters) == MOST else 0
    return _file(epub(chapters, title, address, left_out), MEDIA_TYPE, "sanad.epub", address)


@public_page
def statement_bundle(request: HttpRequest, reference: str) -> HttpResponse:
    """`/s/{reference}.zip`: what proves the statement, in English."""
    with translation.override(languages.INTERFACE[0]):
        moved = _moved(request, "statement_bundle", reference)
        statement = moved or public_or_gone(request, reference)
        if isinstance(statement, HttpResponse):
            return statement
        address = permalink(request, reference)
        page = request.build_absolute_uri(reverse("statement_provenance", args=[reference]))
        packed = bundle(statement, represent(statement, whole=True), address, page)
        return _file(packed, "application/zip", f"sanad-{reference}.zip", address)
