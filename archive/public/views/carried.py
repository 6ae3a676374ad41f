"""What a reader carries away: the PDF of a text or of a pair, a book of one or of many, the bundle that proves one."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language

from archive import languages
from archive.models.statement import Statement, StatementQuerySet
from archive.public import pdf
from archive.public.at_hand import public_statement
from archive.public.beside import Reading, reading
from archive.public.bundle import bundle
from archive.public.epub import MOST, Chapter, epub
from archive.public.headers import public_page
from archive.public.represent import for_reading, represent
from archive.public.shapes import Represented
from archive.public.views.permalinks import replacement_of
from archive.public.views.reading import permalink, tombstone

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


def carried(view: Callable[[HttpRequest, Statement], HttpResponse]) -> Callable[..., HttpResponse]:
    """A file about one statement, which the view is given, in the language that `in` asks for.

    A withdrawn one's tombstone answers in its place, and a merged one leads to the file of what it became; a view is
    called as its address is.
    """

    @public_page
    @wraps(view)
    def answered(request: HttpRequest, reference: str) -> HttpResponse:
        with translation.override(_language_of(request)):
            if moved := _moved(request, view.__name__, reference):
                return moved
            statement = public_statement(reference)
            return view(request, statement) if statement else tombstone(request, reference)

    return answered


@carried
def statement_pdf(request: HttpRequest, statement: Statement) -> HttpResponse:
    """`/s/{reference}.pdf`: the original; `?text=` and `?with=` as on the reading page, `?in=` for the other words."""
    shown, asked = _asked(request, statement)
    if not pdf.can_be_set(asked):
        raise Http404
    address = permalink(request, statement.reference)
    return _file(pdf.pdf(shown, asked, address), "application/pdf", _name(shown, asked), address)


def _asked(request: HttpRequest, statement: Statement) -> tuple[Represented, Reading]:
    """The statement and the texts of it that the address asks for. Raises Http404 where one of them is not there."""
    shown = represent(statement, whole=True)
    asked = reading(shown, *(request.GET.get(key, "") for key in ("text", "with", "origin")))
    if asked.missing:
        raise Http404
    return shown, asked


def _name(shown: Represented, asked: Reading, ending: str = "pdf") -> str:
    tags = "-".join(text.language for text in asked.texts)
    return f"sanad-{shown.reference}-{tags}.{ending}"


@carried
def statement_epub(request: HttpRequest, statement: Statement) -> HttpResponse:
    """`/s/{reference}.epub`: one statement as a book, with the parameters of its PDF."""
    shown, asked = _asked(request, statement)
    address = permalink(request, statement.reference)
    chapter = Chapter(shown, asked, address)
    return _file(epub([chapter], chapter.title, address), MEDIA_TYPE, _name(shown, asked, "epub"), address)


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


@carried
def statement_bundle(request: HttpRequest, statement: Statement) -> HttpResponse:
    """`/s/{reference}.zip`: what proves the statement, in English."""
    address = permalink(request, statement.reference)
    with translation.override(languages.INTERFACE[0]):
        page = request.build_absolute_uri(reverse("statement_provenance", args=[statement.reference]))
        packed = bundle(statement, represent(statement, whole=True), address, page)
    return _file(packed, "application/zip", f"sanad-{statement.reference}.zip", address)
