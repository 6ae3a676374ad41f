"""A public page made a file: its links relative, and nothing on it that needs a server.

Our templates escape what stands in attributes and texts, so their tags can be told by sight; the test of links reads
what was written with a parser of its own.
"""

import html
import re
from collections.abc import Callable

from django.conf import settings
from django.utils.csp import CSP

from archive.public.mirror.places import SEARCH, Places

_ATTRIBUTE = re.compile(r'\s([a-z:-]+)="([^"]*)"')
_LINK = re.compile(r"<link\b[^>]*>\n?")
_SCRIPT = re.compile(r"<script\b(?![^>]*application/ld\+json)[^>]*>.*?</script>\n?", re.DOTALL)
_ANCHOR = re.compile(r"<a\b([^>]*)>(.*?)</a>", re.DOTALL)
_TOOLS = re.compile(r'<p class="tools">(.*?)</p>\n?', re.DOTALL)
_TONGUE = re.compile(r'<li>(<a\b[^>]*\bhreflang="[^>]*>)[^<]*</a></li>\n?')
#: A form, with the fold around it where it holds nothing else.
_FORM = re.compile(
    r"<details\b[^>]*>\s*<summary>[^<]*</summary>\s*<form\b(?:(?!</form>).)*</form>\s*</details>\n?"
    r"|<form\b([^>]*)>(.*?)</form>\n?",
    re.DOTALL,
)
_HIDDEN = re.compile(r'<input type="hidden"[^>]*>\n?')
_HEAD = '<meta charset="utf-8">\n'
#: What a page in a file cannot use, or a `<meta>` cannot say.
_NOT_IN_FILES = ("frame-ancestors", "connect-src", "manifest-src")

type Wanted = Callable[[str, str], object]
"""Told of every link that is kept: the address on our site, and the file."""


def policy(*, scripts: bool) -> str:
    """The site's policy as a `<meta>` for a page in a file; only the page for searching runs our script."""
    rules = {name: values for name, values in settings.SECURE_CSP.items() if name not in _NOT_IN_FILES}
    rules["script-src"] = [CSP.SELF] if scripts else [CSP.NONE]
    said = "; ".join(f"{name} {' '.join(map(str, values))}" for name, values in rules.items())
    return f'<meta http-equiv="Content-Security-Policy" content="{said}">\n'


class Page:
    """One page on its way into its file."""

    def __init__(self, places: Places, address: str, file: str, tag: str, wanted: Wanted):
        self.places, self.address, self.file, self.tag, self.wanted = places, address, file, tag, wanted
        self.up = "../" * file.count("/")

    def write(self, text: str, *, scripts: bool = False) -> str:
        """`text`, the HTML of the live page, as it stands in the file."""
        text = text.replace(_HEAD, _HEAD + policy(scripts=scripts), 1)
        text = text if scripts else _SCRIPT.sub("", text)
        return self.fragment(_LINK.sub(self._link, text))

    def fragment(self, text: str) -> str:
        """A piece of a page: what stands in the body."""
        if "<form" in text:
            text = _FORM.sub(self._form, text)
        if "hreflang=" in text:
            text = _TONGUE.sub(lambda found: found[0] if self._place(_href(found[1]))[1] else "", text)
        text = _TOOLS.sub(self._tools, text)
        return _ANCHOR.sub(self._anchor, text)

    def relative(self, file: str) -> str:
        """The way from this page to a file of the mirror."""
        return self.up + file

    def _place(self, href: str) -> tuple[bool, str | None]:
        """Where a link leads: (whether it is a page of ours, the way there or None)."""
        if not href or href.startswith("#"):
            return True, href or None
        address = self.places.local(html.unescape(href), self.address)
        if address is None:
            return False, href
        file = self.places.file_of(address, self.tag)
        if file is None:
            return True, None
        bare = file.partition("#")[0]
        self.wanted(address, bare)
        if bare == self.file and "#" in file:
            return True, "#" + html.escape(file.partition("#")[2])
        return True, html.escape(self.relative(file))

    def _link(self, found: re.Match) -> str:
        given = dict(_ATTRIBUTE.findall(found[0]))
        if given.get("rel") in ("canonical", "bookmark"):
            return found[0]
        if given.get("rel") == "preload" or "hreflang" in given:
            return ""
        _ours, way = self._place(given.get("href", ""))
        return found[0].replace(f'href="{given["href"]}"', f'href="{way}"') if way else ""

    def _anchor(self, found: re.Match) -> str:
        href = _href(found[1])
        _ours, way = self._place(href)
        if way == href:
            return found[0]
        if way:
            return f"<a{found[1].replace(f'href="{href}"', f'href="{way}"', 1)}>{found[2]}</a>"
        kept = "".join(f' {name}="{value}"' for name, value in _ATTRIBUTE.findall(found[1]) if name in _OF_WORDS)
        return f"<span{kept}>{found[2]}</span>"

    def _tools(self, found: re.Match) -> str:
        """A row of links, without those that lead nowhere here."""
        row = _ANCHOR.sub(lambda one: one[0] if self._place(_href(one[1]))[1] else "", found[1])
        return f'<p class="tools">{row}</p>\n' if row.strip() else ""

    def _form(self, found: re.Match) -> str:
        """The box for words leads to the page that searches here; no other form has anybody to send it to."""
        if not found[1] or 'role="search"' not in found[1]:
            return ""
        attributes = re.sub(r'action="[^"]*"', f'action="{self.relative(f"{self.tag}/{SEARCH}")}"', found[1])
        return f"<form{attributes}>{_HIDDEN.sub('', found[2])}</form>\n"


#: What of a link's attributes stays where it is one no more.
_OF_WORDS = ("class", "title", "lang", "dir")


def _href(attributes: str) -> str:
    found = re.search(r'\bhref="([^"]*)"', attributes)
    return found[1] if found else ""
