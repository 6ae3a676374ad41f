"""The log of corrections, as a page and as a feed; and how a text is verified."""

import datetime
import uuid

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from archive.public.corrections import Correction, corrections
from archive.public.headers import public_page
from archive.public.reader import language_of, varies_by_language
from archive.stages import Axis, Origin, Verdict

ON_A_PAGE = 50
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:sanad")


@public_page
def correction_log(request: HttpRequest) -> HttpResponse:
    """`/{lang}/corrections/`: the newest corrections and withdrawals; `?before=` a moment goes on. Else 400."""
    asked = request.GET.get("before", "")[:40]
    try:
        before = parse_datetime(asked.replace(" ", "+")) if asked else None
        if asked and (before is None or before.tzinfo is None):
            raise ValueError(asked)
        rows = corrections(before.astimezone(datetime.UTC) if before else None, ON_A_PAGE + 1)
    except (ValueError, OverflowError):
        return HttpResponseBadRequest(_("This moment cannot be read."), content_type="text/plain; charset=utf-8")
    more = rows[ON_A_PAGE - 1].at.isoformat().replace("+00:00", "Z") if len(rows) > ON_A_PAGE else ""
    return render(request, "archive/corrections.html", {"rows": rows[:ON_A_PAGE], "more": more, "first": not asked})


@public_page
def corrections_atom(request: HttpRequest) -> HttpResponse:
    """`/feeds/corrections.atom`: the newest corrections and withdrawals, so that a copy made elsewhere can follow."""
    reader = language_of(request)
    with translation.override(reader):
        rows = corrections(most=ON_A_PAGE)
        response = render(
            request,
            "archive/corrections.atom",
            {
                "reader": reader,
                "identifier": uuid.uuid5(_NAMESPACE, "feed:corrections").urn,
                "updated": max((one.at for one in rows), default=None),
                "own_address": request.build_absolute_uri(request.path),
                "page_address": request.build_absolute_uri(reverse("correction_log")),
                "entries": [
                    (one, _identifier(one), request.build_absolute_uri(reverse("permalink", args=[one.reference])))
                    for one in rows
                ],
            },
            content_type="application/atom+xml; charset=utf-8",
        )
    return varies_by_language(response)


def _identifier(one: Correction) -> str:
    what = f"correction:{one.act}:{one.reference}:{one.language}:{one.origin}:{one.at.isoformat()}"
    return uuid.uuid5(_NAMESPACE, what).urn


@public_page
def verification(request: HttpRequest) -> HttpResponse:
    """`/{lang}/verification/`: how a text is verified, in the words that its own page uses."""
    return render(
        request,
        "archive/verification.html",
        {
            "axes": [(axis, str(axis.label)) for axis in Axis],
            "verdicts": {verdict.name.lower(): str(verdict.label) for verdict in Verdict},
            "origins": [(origin, str(origin.label)) for origin in Origin],
        },
    )
