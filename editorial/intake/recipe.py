"""A source's recipe: what its pages look like, kept as data with the source and used wherever its pages are read.

A recipe is a JSON object with any of these keys:

    encoding     the encoding of the pages where they declare none or a wrong one ("windows-1256")
    drop         CSS selectors of elements that hold no text of ours (["nav", ".share"])
    keep         CSS selectors of the elements that hold everything of ours (["#content"])
    separators   lines that part one statement from the next, as they stand on the page (["* * *", "Permalink"])
    issuer       the organisation whose statements these are unless a page says otherwise (a name or a slug)
    language     the language of the pages, a BCP 47 tag
    date_order   what 03/04/2021 means on the pages: "day first" or "month first"
    watch, every_days, hosts    for fetching (see `watch`)

Readers get it as a hint: a mapping of words to words, lists with one entry a line, so that it passes to the child
process as plainly as any other hint.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from cssselect import SelectorError
from lxml import etree, html
from lxml.cssselect import CSSSelector

from archive import languages
from editorial.records import Extract, Passage

WORDS = ("encoding", "issuer", "language", "date_order")
LISTS = ("drop", "keep", "separators")
DATE_ORDERS = ("day first", "month first")
OTHERS = ("watch", "every_days", "hosts")


class BadRecipe(ValueError):
    """A recipe that cannot be followed; the message says what is wrong with it."""


def check(recipe: object) -> None:
    """Refuse a recipe that could not be followed. Raises BadRecipe with a sentence."""
    if not isinstance(recipe, Mapping):
        raise BadRecipe("A recipe is an object of names and values.")
    unknown = set(recipe) - {*WORDS, *LISTS, *OTHERS}
    if unknown:
        known = ", ".join((*WORDS, *LISTS, *OTHERS))
        raise BadRecipe(f"A recipe knows no “{min(unknown)}”; it knows: {known}.")
    for name in WORDS:
        if not isinstance(recipe.get(name, ""), str):
            raise BadRecipe(f"“{name}” is one word or name.")
    for name in LISTS:
        values = recipe.get(name, [])
        if not isinstance(values, list) or not all(isinstance(value, str) and value.strip() for value in values):
            raise BadRecipe(f"“{name}” is a list of texts.")
        if any("\n" in value for value in values):
            raise BadRecipe(f"An entry of “{name}” has a line break.")
    for selector in (*recipe.get("drop", []), *recipe.get("keep", [])):
        _selector(selector)
    if recipe.get("encoding"):
        try:
            "".encode(recipe["encoding"])
        except LookupError:
            raise BadRecipe(f"“{recipe['encoding']}” is no encoding that is known here.") from None
    if recipe.get("language") and languages.language(recipe["language"]) is languages.UNDETERMINED:
        raise BadRecipe(f"“{recipe['language']}” is no language that the archive knows.")
    if recipe.get("date_order") and recipe["date_order"] not in DATE_ORDERS:
        raise BadRecipe(f"“date_order” is “{DATE_ORDERS[0]}” or “{DATE_ORDERS[1]}”, not “{recipe['date_order']}”.")


def hint_of(recipe: Mapping) -> dict[str, str]:
    """The recipe as a hint. Raises BadRecipe."""
    check(recipe)
    hint = {name: recipe[name] for name in WORDS if recipe.get(name)}
    return hint | {name: "\n".join(recipe[name]) for name in LISTS if recipe.get(name)}


def _selector(text: str) -> CSSSelector:
    try:
        return CSSSelector(text, translator="html")
    except (SelectorError, etree.XPathError, ValueError) as error:
        raise BadRecipe(f"“{text}” is no CSS selector: {error}") from None


def prepare(data: bytes, media_type: str | None, hint: Mapping[str, str]) -> tuple[bytes, str | None]:
    """A page's bytes and media type as the recipe wants them read; the captured bytes themselves stay as they are."""
    encoding = hint.get("encoding")
    if encoding and "charset=" not in (media_type or ""):
        media_type = f"{media_type or 'text/html'}; charset={encoding}"
    drop, keep = hint.get("drop", "").splitlines(), hint.get("keep", "").splitlines()
    if not (drop or keep) or b"<" not in data[:2000]:
        return data, media_type
    try:
        root = html.document_fromstring(data, parser=html.HTMLParser(encoding=encoding, huge_tree=False))
    except (etree.ParserError, ValueError):
        return data, media_type
    kept = [element for selector in keep for element in _selector(selector)(root)]
    body = root.find("body")
    if kept and body is not None:
        outermost = [element for element in kept if not any(other in kept for other in element.iterancestors())]
        for child in list(body):
            body.remove(child)
        body.text = None
        body.extend(outermost)
    for selector in drop:
        for element in _selector(selector)(root):
            if element.getparent() is not None:
                element.drop_tree()
    return etree.tostring(root, method="html", encoding="utf-8"), "text/html; charset=utf-8"


def stretches(told: Extract, hint: Mapping[str, str]) -> list[tuple[int, int, bool]]:
    """The text parted at the recipe's separators: (start, end, whether this is a separator), covering every character.

    One stretch where no line is a separator. A person has said where statements end, so none runs across.
    """
    lines = {" ".join(line.split()) for line in hint.get("separators", "").splitlines()}
    parted, at = [], 0
    for found in re.finditer(r"[^\n]+", told.text) if lines else ():
        if " ".join(found[0].split()) in lines:
            if found.start() > at:
                parted.append((at, found.start(), False))
            parted.append((found.start(), found.end(), True))
            at = found.end()
    if at < len(told.text) or not parted:
        parted.append((at, len(told.text), False))
    return parted


def split_by(told: Extract, hint: Mapping[str, str], split: Callable[[Extract], list[Passage]]) -> list[Passage]:
    """The passages of each stretch between separators, as `split` sees them; the separators are boilerplate."""
    parted = stretches(told, hint)
    if len(parted) == 1 and not parted[0][2]:
        return split(told)
    passages = []
    for start, end, separates in parted:
        if separates or not told.text[start:end].strip():
            passages.append(Passage("boilerplate", start, end))
            continue
        marks = tuple(
            replace(mark, start=mark.start - start, end=mark.end - start)
            for mark in told.marks
            if start <= mark.start and mark.end <= end
        )
        passages += [_moved(one, start) for one in split(replace(told, text=told.text[start:end], marks=marks))]
    return passages


def _moved(passage: Passage, by: int) -> Passage:
    parts = tuple(replace(part, start=part.start + by, end=part.end + by) for part in passage.parts)
    return replace(passage, start=passage.start + by, end=passage.end + by, parts=parts)
