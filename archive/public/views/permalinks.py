"""The address of a statement that carries no language and outlives merges, and the formats behind it."""

import json
from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation

from archive.models import Statement
from archive.public import citations, downloads, tei
from archive.public.api.values import statement_resource
from archive.public.at_hand import public_statement, represent_whole
from archive.public.beside import find
from archive.public.formats import MEDIA_TYPES
from archive.public.headers import public_page
from archive.public.reader import language_of, varies_by_language
from archive.public.represent import for_lists, represent
from archive.public.shapes import Paragraph, Represented, Text
from archive.public.views.reading import permalink as permanent_address

#: A merge of a merge of a merge is followed; more than this is a circle.
MOST_MERGES = 10


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


@dataclass(frozen=True, slots=True)
class Format:
    """A media type, and what writes a whole statement in it; of a `part` besides: one of its texts, or a paragraph."""

    media_type: str
    write: Callable[..., str]
    part: str = ""


_TEXT, _PARAGRAPH = "text", "paragraph"
_WRITERS: dict[str, tuple[Callable[..., str], str]] = {
    "txt": (downloads.plain_text, _TEXT),
    "md": (downloads.markdown, _TEXT),
    "json": (lambda statement, address: _json(statement_resource(statement, address)), ""),
    "tei.xml": (tei.tei, ""),
    "bib": (citations.bibtex, _PARAGRAPH),
    "ris": (citations.ris, _PARAGRAPH),
    "csl.json": (
        lambda statement, address, paragraph=None: _json([citations.csl(statement, address, paragraph)]),
        _PARAGRAPH,
    ),
}
FORMATS = {ending: Format(MEDIA_TYPES[ending], *written) for ending, written in _WRITERS.items()}
#: Formats that a single text of a statement has an address in.
OF_TEXTS = tuple(ending for ending, one in FORMATS.items() if one.part == _TEXT)


def replacement_of(reference: str) -> str | None:
    """The reference of the statement that a withdrawn one was merged into, through any number of merges; else None."""
    seen = {reference}
    gone = Statement.objects.tombstones().filter(reference=reference)
    for _step in range(MOST_MERGES):
        following = gone.filter(replaced_by__published_revision__isnull=False).values_list("replaced_by__reference")
        found = following.first()
        if not found or found[0] in seen:
            break
        reference = found[0]
        seen.add(reference)
        gone = Statement.objects.tombstones().filter(reference=reference)
    return reference if len(seen) > 1 else None


@public_page
def permalink(request: HttpRequest, reference: str) -> HttpResponse:
    """`/s/{reference}`: 302 to the reading page in the reader's language, 301 to what a merged statement became."""
    replacement = replacement_of(reference)
    if replacement:
        return HttpResponsePermanentRedirect(reverse("permalink", args=[replacement]))
    reader = language_of(request)
    statement = for_lists(Statement.objects.public()).filter(reference=reference).first()
    if statement is None and not Statement.objects.tombstones().filter(reference=reference).exists():
        raise Http404
    with translation.override(reader):
        address = reverse("statement_detail", args=[reference])
    if statement and statement.language != reader and represent(statement).text_in(reader):
        address += f"?with={reader}"
    return varies_by_language(HttpResponseRedirect(address))


@public_page
def permalink_format(request: HttpRequest, reference: str, ending: str, name: str = "") -> HttpResponse:
    """`/s/{reference}.{ending}`: the statement for machines, in English; 410 with the reason when withdrawn.

    `name` is that of one text (`fa`, `fa.machine`), which is then written alone; `?p=7` cites a paragraph. What is not
    there is not found.
    """
    chosen = FORMATS[ending]
    statement = public_statement(reference)
    replacement = None if statement and not statement.withdrawn_at else replacement_of(reference)
    if replacement:
        return HttpResponsePermanentRedirect(reverse("permalink_format", args=[replacement, ending]))
    address = permanent_address(request, reference)
    with translation.override("en"):
        if statement is None:
            return _gone(reference, ending)
        shown = represent_whole(statement)
        parts = [part for part in (_part(request, shown, chosen, name),) if part]
        body = chosen.write(shown, address, *parts)
    response = HttpResponse(body, content_type=chosen.media_type)
    named = f"{reference}.{name}" if name else reference
    response["Content-Disposition"] = f'inline; filename="sanad-{named}.{ending}"'
    response["Link"] = f'<{address}>; rel="canonical", <{address}>; rel="describes"'
    return response


def _part(request: HttpRequest, shown: Represented, chosen: Format, name: str) -> Text | Paragraph | None:
    """The one text or paragraph that is asked for; None for the whole. Raises Http404 for what is not there."""
    part: Text | Paragraph | None = None
    number = request.GET.get("p", "")
    if name:
        part = find(shown, name)
    elif number and chosen.part == _PARAGRAPH:
        part = next((one for one in shown.original.paragraphs if str(one.number) == number), None)
    if part is None and (name or (number and chosen.part == _PARAGRAPH)):
        raise Http404
    return part


def _gone(reference: str, ending: str) -> HttpResponse:
    gone = Statement.objects.tombstones().filter(reference=reference).first()
    if gone is None:
        raise Http404
    told = {
        "reference": reference,
        "withdrawn_at": gone.withdrawn_at.isoformat() if gone.withdrawn_at else None,
        "reason": gone.withdrawal_reason,
    }
    if ending.endswith("json"):
        return HttpResponse(_json(told), content_type="application/json", status=410)
    words = f"{reference} was withdrawn on {told['withdrawn_at']}.\n{told['reason']}\n"
    return HttpResponse(words, content_type="text/plain; charset=utf-8", status=410)
