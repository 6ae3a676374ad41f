"""Reads the pages of a mirror with a parser of its own, and names every link that leads nowhere."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from lxml import html

#: What a page says of its own place on the site; nobody is led there by it.
_NO_LINKS = ("canonical", "bookmark")


def broken(folder: Path) -> Iterator[str]:
    """A line for each broken link of each page. Addresses of other hosts are not asked."""
    places: dict[Path, set[str]] = {}
    for page in sorted(folder.rglob("*.html")):
        for element, _attribute, link, _at in html.parse(str(page)).getroot().iterlinks():
            if element.get("rel") in _NO_LINKS or link.startswith(("http:", "https:", "mailto:")):
                continue
            path, _mark, fragment = link.partition("#")
            target = page.parent / unquote(path.partition("?")[0]) if path else page
            if not target.is_file():
                yield f"{page.relative_to(folder)}: {link}"
            elif fragment and target.suffix == ".html" and fragment not in _places(places, target.resolve()):
                yield f"{page.relative_to(folder)}: {link} (no such place)"


def _places(known: dict[Path, set[str]], page: Path) -> set[str]:
    if page not in known:
        if len(known) > 500:
            known.clear()
        known[page] = set(html.parse(str(page)).xpath("//@id"))
    return known[page]
