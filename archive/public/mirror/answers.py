"""Public pages asked for inside this process: the same view, templates and gate as a reader's request goes through."""

import io

from django.core.handlers.wsgi import WSGIRequest
from django.http import Http404
from django.urls import Resolver404, resolve
from django.utils import translation


class _Request(WSGIRequest):
    """A stranger's request to the site's public name, which need not be one of this machine's."""

    def get_host(self) -> str:
        return self.META["HTTP_HOST"]


class Unanswered(Exception):
    """A page could not be made; the message names it."""


def request(address: str, host: str, tag: str) -> WSGIRequest:
    """The request for `address`, a path with its query; `host` with scheme, as `https://archive.example`."""
    scheme, _mark, name = host.partition("://")
    path, _mark, query = address.partition("?")
    return _Request(
        {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "SCRIPT_NAME": "",
            "QUERY_STRING": query.partition("#")[0],
            "HTTP_HOST": name,
            "SERVER_NAME": name,
            "SERVER_PORT": "443" if scheme == "https" else "80",
            "HTTP_ACCEPT_LANGUAGE": tag,
            "wsgi.url_scheme": scheme,
            "wsgi.input": io.BytesIO(),
        }
    )


def answer(address: str, host: str, tag: str) -> bytes | None:
    """What stands at `address` for a reader of the language `tag`, tombstones too; None where nothing does.

    Raises Unanswered where the page exists and cannot be made.
    """
    with translation.override(tag):
        asked = request(address, host, tag)
        try:
            asked.resolver_match = match = resolve(asked.path_info)
            response = match.func(asked, *match.args, **match.kwargs)
        except (Http404, Resolver404):
            return None
        if response.status_code in (200, 410):
            return response.content
        if response.status_code < 400:  # a redirect: what it leads to has its own file
            return None
        raise Unanswered(f"{address} answers {response.status_code}.")
