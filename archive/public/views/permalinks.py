"""The address of a statement that carries no language and outlives merges, and the formats behind it."""

import json
from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation

from archive.models import Statement
from archive.public import citations
from archive.public.headers import public_page
from archive.public.linked_data import as_dict, plain_text
from archive.public.reader import language_of, varies_by_language
from archive.public.represent import for_lists, for_reading, represent
from archive.public.shapes import Represented
from archive.public.views.statements import permalink as permanent_address

#: A merge of a merge of a merge is followed; more than this is a circle.
MOST_MERGES = 10


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


#: Ending → (media type, writer).
FORMATS: dict[str, tuple[str, Callable[[Represented, str], str]]] = {
    "json": ("application/json", lambda statement, address: _json(as_dict(statement, address))),
    "txt": ("text/plain; charset=utf-8", plain_text),
    "bib": ("application/x-bibtex; charset=utf-8", citations.bibtex),
    "ris": ("application/x-research-info-systems; charset=utf-8", citations.ris),
    "csl.json": (
        "application/vnd.citationstyles.csl+json",
        lambda statement, address: _json([citations.csl(statement, address)]),
    ),
}


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
def permalink_format(request: HttpRequest, reference: str, ending: str) -> HttpResponse:
    """`/s/{reference}.{ending}`: the statement for machines, in English; 410 with the reason when withdrawn."""
    media_type, write = FORMATS[ending]
    replacement = replacement_of(reference)
    if replacement:
        return HttpResponsePermanentRedirect(reverse("permalink_format", args=[replacement, ending]))
    statement = for_reading(Statement.objects.public()).filter(reference=reference).first()
    with translation.override("en"):
        if statement is None:
            return _gone(reference, ending)
        shown = represent(statement, whole=True)
        body = write(shown, permanent_address(request, shown))
    response = HttpResponse(body, content_type=media_type)
    response["Content-Disposition"] = f'inline; filename="sanad-{reference}.{ending}"'
    response["Link"] = f'<{permanent_address(request, shown)}>; rel="canonical"'
    return response


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
