"""The Atom feed of any list: the same parameters as the list, the last added first."""

import uuid

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation

from archive import dates
from archive.models import Statement
from archive.public.addresses import Choices
from archive.public.facets import Namer
from archive.public.filters import ADDED, StatementFilter
from archive.public.headers import public_page
from archive.public.paging import CursorLost
from archive.public.reader import language_of, varies_by_language
from archive.public.relevance import page as page_of_list
from archive.public.represent import for_lists, represent_all
from archive.public.sentence import sentence, summary

ENTRIES = 50
#: Feeds are known by these for ever, on whatever host they are read.
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:sanad")


def identifier(reference: str) -> str:
    """An entry's permanent id; the same on every host, mirror and onion name."""
    return uuid.uuid5(_NAMESPACE, f"statement:{reference}").urn


@public_page
def statements_atom(request: HttpRequest) -> HttpResponse:
    """`/feeds/statements.atom`: every list is a feed. 400 for what the list cannot read either."""
    filters = StatementFilter(request.GET, Statement.objects.public(), calendar=dates.GREGORIAN)
    if not filters.is_valid():
        return HttpResponseBadRequest("These parameters cannot be read.\n", content_type="text/plain; charset=utf-8")
    order = filters.ordering if filters.chosen["order"] else ADDED
    try:
        page = page_of_list(filters, order, for_lists, request.GET.get("cursor", ""), ENTRIES)
    except CursorLost:
        return HttpResponseBadRequest("This cursor leads nowhere.\n", content_type="text/plain; charset=utf-8")
    reader = language_of(request)
    with translation.override(reader):
        choices = Choices.of(request)
        namer = Namer(set(choices.get("organisation")), set(choices.get("topic")))
        entries = represent_all(page.rows)
        response = render(
            request,
            "archive/statements.atom",
            {
                "reader": reader,
                "title": summary(sentence(choices, namer)),
                "identifier": uuid.uuid5(_NAMESPACE, f"feed:{choices.encoded()}").urn,
                "updated": max((one.changed_at for one in entries), default=None),
                "own_address": request.build_absolute_uri(request.path + choices.encoded()),
                "list_address": request.build_absolute_uri(choices.list_address()),
                "next": request.build_absolute_uri(request.path + choices.encoded(cursor=page.after))
                if page.after
                else "",
                "entries": [
                    (
                        one,
                        identifier(one.reference),
                        request.build_absolute_uri(reverse("permalink", args=[one.reference])),
                    )
                    for one in entries
                ],
            },
            content_type="application/atom+xml; charset=utf-8",
        )
    return varies_by_language(response)
