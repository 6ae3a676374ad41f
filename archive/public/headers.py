"""What every answer says about itself, and how long a public page may be kept."""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import TooManyFieldsSent
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import conditional_page, require_safe

#: Seconds. Short, so that a withdrawn text is gone from caches within a minute.
KEPT_FOR = 60
#: More parameters than this no reader sends. (The setting for forms allows the desk's long ones.)
MOST_PARAMETERS = 1000

_ALWAYS = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
}
#: Pages of others may read the API in their readers' browsers, and nothing else here. It knows nobody, so that what
#: it answers is what everybody gets.
_API = "/api/"
_OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link",
    "Cross-Origin-Resource-Policy": "cross-origin",
}


class HeadersMiddleware:
    """Stands outermost, so that static files, redirects and error pages carry the same headers as pages do."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith("/desk/"):
            # Under no-referrer a browser sends "Origin: null" with a form, which the CSRF check rightly refuses.
            response.headers["Referrer-Policy"] = "same-origin"
        always = _ALWAYS | _OPEN if request.path.startswith(_API) else _ALWAYS
        for name, value in always.items():
            response.headers.setdefault(name, value)
        return response


def public_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page for everybody: only read, the same for all who ask in the same way, kept for a minute, with an ETag."""

    @wraps(view)
    def kept(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.META.get("QUERY_STRING", "").count("&") > MOST_PARAMETERS:
            raise TooManyFieldsSent
        response = view(request, *args, **kwargs)
        if not response.has_header("Cache-Control"):
            if response.status_code < 400:
                patch_cache_control(response, public=True, max_age=KEPT_FOR)
            else:
                patch_cache_control(response, no_cache=True)
        return response

    return require_safe(conditional_page(kept))
