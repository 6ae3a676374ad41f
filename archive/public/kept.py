"""Public pages that are kept: whoever asks in the same way gets the same bytes, until the edition changes.

Kept is what says of itself that everybody may keep it (`Cache-Control: public`, as `public_page` has it) and was asked
for without cookie and password: no page of the desk, no page of somebody who is signed in, nothing that sets a cookie.
"""

import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

from archive import languages
from archive.public import editions

#: Seconds. What no edition tells of (a deployment's hand in the database) is seen after that.
FOR = 10 * 60
#: Bytes. Sheets of the sitemap and exports are asked for once a day and would push out a hundred pages.
LONGEST = 256 * 1024
#: What an answer may hang on besides its address; the address under which it is kept holds both.
_VARY = {"accept-encoding", "accept-language"}
_GZIP = re.compile(r"\bgzip\b")
#: Where nothing is kept: looked up for nothing.
_ELSEWHERE = ("/desk/", "/static/", "/healthz")
_CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")


def _code() -> str:
    """A digest of our own code and templates: a page that yesterday's code made is not shown today."""
    root = Path(__file__).resolve().parents[2]
    files = (path for top in ("archive", "templates") for path in (root / top).rglob("*.*"))
    seen = sorted((str(path), path.stat().st_mtime_ns) for path in files if path.suffix in (".py", ".html", ".mo"))
    return hashlib.sha256(json.dumps(seen).encode()).hexdigest()


_CODE = _code()


class KeptPagesMiddleware:
    """Stands outside of everything that makes a page, and inside of what every answer carries."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not for_everybody(request):
            return self._get_response(request)
        pages = caches["pages"]
        kept = pages.get(address_of(request, editions.shown()))
        if kept is not None:
            return _conditional(request, _answer(kept))
        edition = editions.current()
        # The page is made whole, so that it can be kept, also for who has it already.
        asked = {header: request.META.pop(header) for header in _CONDITIONS if header in request.META}
        response = self._get_response(request)
        request.META.update(asked)
        # Not where somebody published meanwhile, or one standby began and another, which is behind, went on.
        if may_be_kept(response) and editions.current() == edition:
            pages.set(address_of(request, edition), _stored(response), FOR)  # type: ignore[arg-type]
        return _conditional(request, response)


def for_everybody(request: HttpRequest) -> bool:
    """Whether a request is one of a stranger for a page that may be kept: no cookie, no password, only reading."""
    meta = request.META
    return (
        request.method == "GET"
        and not meta.get("HTTP_COOKIE")
        and not meta.get("HTTP_AUTHORIZATION")
        and not request.path_info.startswith(_ELSEWHERE)
    )


def address_of(request: HttpRequest, edition: str) -> str:
    """Under which name an answer is kept: all that it hangs on. Raises DisallowedHost."""
    meta = request.META
    # Where the address names no language, the browser does.
    named = request.path_info[1:].partition("/")[0] in languages.INTERFACE
    hangs_on = (
        _CODE,
        edition,
        request.scheme,
        request.get_host(),
        request.path,
        meta.get("QUERY_STRING", ""),
        "" if named else meta.get("HTTP_ACCEPT_LANGUAGE", ""),
        bool(_GZIP.search(meta.get("HTTP_ACCEPT_ENCODING", ""))),
    )
    return hashlib.sha256(repr(hangs_on).encode()).hexdigest()


def may_be_kept(response: HttpResponseBase) -> bool:
    """Whether an answer is a whole page that says of itself that everybody may keep it."""
    control = response.headers.get("Cache-Control", "")
    vary = {word.strip().lower() for word in response.headers.get("Vary", "").split(",") if word.strip()}
    return (
        response.status_code == 200
        and isinstance(response, HttpResponse)
        and "public" in control
        and "private" not in control
        and "no-store" not in control
        and not response.cookies
        and "Set-Cookie" not in response.headers
        and vary <= _VARY
        and len(response.content) <= LONGEST
    )


def _stored(response: HttpResponse) -> bytes:
    headers = {name.lower(): (name, value) for name, value in response.headers.items()}
    return json.dumps(headers).encode() + b"\n" + response.content


def _answer(kept: bytes) -> HttpResponse:
    headers, _line, body = kept.partition(b"\n")
    response = HttpResponse(body)
    # Past the look that Django takes at each header when it is set: these were looked at when the page was made.
    response.headers._store = json.loads(headers)
    return response


def _conditional(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """304 for who has these bytes already."""
    asked = any(header in request.META for header in _CONDITIONS)
    if not asked or response.status_code != 200 or not isinstance(response, HttpResponse):
        return response
    return get_conditional_response(request, etag=response.headers.get("ETag"), response=response) or response
