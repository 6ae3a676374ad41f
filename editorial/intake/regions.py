"""Door, a side room of extract: which elements of an HTML page are furniture, and which are repeated containers."""

import re
from collections import defaultdict

from lxml import html

_WORDS = """
    nav navbar navigation menu submenu mainmenu sidebar side-bar rightbar leftbar footer colophon breadcrumb
    breadcrumbs crumbs share sharing sharedaddy addtoany social socials related similar comments comment respond
    commentlist cookie cookies newsletter subscribe subscription widget widgets pager pagination paging toolbar
    tagcloud advert advertisement ads banner sponsor skip-link masthead topbar site-header siteheader post-
    navigation nav-links jp-relatedposts also-read recommended popular contact-info imprint copyright print-links
    post-tags tags disqus login search searchform language-switcher lang-switch
"""
_HINT = re.compile(
    r"(?:^|[\s_-])(" + "|".join(map(re.escape, sorted(_WORDS.split(), key=len, reverse=True))) + r")(?=$|[\s_-])", re.I
)
_TAGS = {"nav": "nav", "footer": "footer", "aside": "sidebar", "menu": "menu"}
_ROLES = {
    "navigation": "nav",
    "banner": "header",
    "contentinfo": "footer",
    "complementary": "sidebar",
    "search": "search",
}
_NEVER = frozenset({"html", "body", "main", "article"})
_GROUPED = frozenset({"article", "section", "div", "li", "tr", "td", "dl", "p", "blockquote"})
_SKIPPED = frozenset({"script", "style", "noscript", "template", "head"})


def _lengths(root: html.HtmlElement) -> dict[html.HtmlElement, int]:
    """Letters of visible text under each element, in one pass from the leaves up."""
    lengths: dict[html.HtmlElement, int] = defaultdict(int)
    for element in reversed(list(root.iter())):
        if isinstance(element.tag, str) and element.tag not in _SKIPPED:
            lengths[element] += len((element.text or "").strip())
            parent = element.getparent()
            if parent is not None:
                lengths[parent] += lengths[element]
        parent = element.getparent()
        if parent is not None:
            lengths[parent] += len((element.tail or "").strip())
    return lengths


def hints(root: html.HtmlElement) -> dict[html.HtmlElement, tuple[str, str]]:
    """Elements whose tag, role, class or id says that they are furniture, as (mark kind, word).

    A hint that covers more than half of the page's text is none: such names stand on frames around whole pages.
    """
    lengths = _lengths(root)
    whole = lengths[root] or 1
    out: dict[html.HtmlElement, tuple[str, str]] = {}
    inside: set[html.HtmlElement] = set()
    for element in root.iter():
        tag = element.tag
        if not isinstance(tag, str) or tag in _NEVER or not lengths[element]:
            continue
        if (above := element.getparent()) is not None and above in inside:
            inside.add(element)  # the outermost hint speaks for all below it
            continue
        word = _TAGS.get(tag) or _ROLES.get(element.get("role") or "")
        if (
            not word
            and tag == "header"
            and not any(a.tag in ("article", "main", "section") for a in element.iterancestors())
        ):
            word = "header"
        if not word:
            found = _HINT.search(f"{element.get('class') or ''} {element.get('id') or ''}")
            word = found[1].lower() if found else None
        if not word:
            continue
        if lengths[element] * 2 > whole or (
            word == "header" and element.find(".//h1") is not None and lengths[element] < 400
        ):
            continue
        out[element] = ("navigation", word)
        inside.add(element)
    return out


def containers(root: html.HtmlElement) -> dict[html.HtmlElement, str]:
    """Repeated siblings of one shape that hold text: possible items of a listing or compilation, by their shape's name.

    At least two children of one parent with the same tag and class and over 40 letters each, that together hold a tenth
    of the page's text. Anything but an article, list item or section counts only when it carries a class.
    """
    lengths = _lengths(root)
    whole = lengths[root] or 1
    out: dict[html.HtmlElement, str] = {}
    for parent in root.iter():
        if not isinstance(parent.tag, str) or len(parent) < 2 or lengths[parent] * 10 < whole:
            continue
        groups: dict[str, list[html.HtmlElement]] = defaultdict(list)
        for child in parent:
            if isinstance(child.tag, str) and child.tag in _GROUPED and lengths[child] > 40:
                shape = " ".join(
                    sorted(c for c in (child.get("class") or "").split() if not re.search(r"\d|odd|even|first|last", c))
                )
                if shape or child.tag in ("article", "li", "section"):
                    groups[f"{child.tag}.{shape}"].append(child)
        for shape, group in groups.items():
            if len(group) >= 2 and sum(lengths[c] for c in group) * 10 >= whole:
                out.update(dict.fromkeys(group, shape))
    return out
