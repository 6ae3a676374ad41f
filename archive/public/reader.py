"""Who reads: the interface language that a browser asks for, and what follows from it. No cookie is looked at."""

from django.http import HttpRequest
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation.trans_real import parse_accept_lang_header

from archive import dates, languages

#: Whose readers are at home in a neighbouring interface language.
_NEIGHBOURS = {"prs": "fa", "ku": "ckb", "kmr": "ckb", "az": "tr"}


def language_of(request: HttpRequest) -> str:
    """The first interface language that `Accept-Language` wants; English where it wants none of them."""
    for wanted, _quality in parse_accept_lang_header(request.headers.get("Accept-Language", "")[:500]):
        tag = wanted.split("-")[0]
        tag = _NEIGHBOURS.get(tag, tag)
        if tag in languages.INTERFACE:
            return tag
    return languages.INTERFACE[0]


def varies_by_language(response):
    """Tell caches that the answer hangs on the reader's language."""
    patch_vary_headers(response, ["Accept-Language"])
    return response


def readers_calendar(request: HttpRequest) -> str:
    """The calendar asked for, else the one that readers of the page's language think in."""
    asked = request.GET.get("calendar", "").replace("-", " ").lower()
    return asked if asked in dates.CALENDARS else languages.language(get_language()).calendar


def runs_left() -> bool:
    """Whether this page, and time on it, runs from right to left."""
    return languages.direction(get_language()) == "rtl"
