"""Addresses of the page shown: in the other languages, and in full for machines."""

from django import template
from django.http import HttpRequest
from django.utils.translation import get_language

from archive import languages

register = template.Library()


def in_language(path: str, tag: str) -> str:
    """The same page in another interface language; its home where the page has no language."""
    first, _slash, rest = path.removeprefix("/").partition("/")
    return f"/{tag}/{rest}" if first in languages.INTERFACE else f"/{tag}/"


@register.simple_tag(takes_context=True)
def other_languages(context) -> list[dict[str, object]]:
    """Each interface language with the address of this page in it: tag, name, direction, path, current."""
    request: HttpRequest | None = context.get("request")
    path = request.path if request else "/"
    kept = (
        f"?{request.META['QUERY_STRING']}"
        if request and request.META.get("QUERY_STRING") and context.get("keep_query")
        else ""
    )
    found = []
    for tag in languages.INTERFACE:
        known = languages.LANGUAGES[tag]
        own = in_language(path, tag) + kept
        found.append(
            {
                "tag": tag,
                "name": known.own_name,
                "direction": known.direction,
                "path": own,
                "current": tag == get_language(),
            }
        )
    return found


@register.simple_tag(takes_context=True)
def full_address(context, path: str = "") -> str:
    """The address with scheme and host of `path`, or of this page without its parameters."""
    request = context["request"]
    return request.build_absolute_uri(path or request.path)
