"""What a reader asks of a field in the box for words (`organisation:bakers`, `زبان:فارسی`) as values of a facet.

Words are compared in their match form, each with the beginnings of a name's words; a name in any language will do.
"""

from collections.abc import Callable, Iterable
from functools import cache

from babel import Locale
from django.utils import translation

from archive import languages
from archive.folding import match_form
from archive.models import Organisation, OrganisationName, Topic
from archive.query import Field
from archive.stages import Kind


def values(field: Field) -> list[str]:
    """The values of the facet `field.name` that the reader's words name; the words themselves for a year."""
    if field.name == "year":
        return [field.value]
    wanted = match_form(field.value).split()
    if not wanted:
        return []
    return list(dict.fromkeys(value for value, name in _NAMES[field.name]() if _called(name, wanted)))


def _called(name: str, wanted: list[str]) -> bool:
    words = name.split()
    return all(any(word.startswith(one) for word in words) for one in wanted)


def _organisations() -> Iterable[tuple[str, str]]:
    """(slug, folded name). Of hidden ones too: what is found by them are public statements, and they have none."""
    columns = [f"name_{tag}" for tag in languages.INTERFACE]
    for slug, *names in Organisation.objects.order_by("slug").values_list("slug", *columns):
        yield slug, match_form(slug)
        yield from ((slug, match_form(name)) for name in names if name)
    yield from OrganisationName.objects.order_by("pk").values_list("organisation__slug", "folded")


def _topics() -> Iterable[tuple[str, str]]:
    columns = [f"name_{tag}" for tag in languages.INTERFACE]
    for slug, *names in Topic.objects.order_by("slug").values_list("slug", *columns):
        yield slug, match_form(slug)
        yield from ((slug, match_form(name)) for name in names if name)


@cache
def _languages() -> list[tuple[str, str]]:
    known = languages.LANGUAGES.values()
    found = [(one.tag, match_form(name)) for one in known for name in (one.tag, one.own_name, one.english_name)]
    for tag in languages.INTERFACE:
        names = Locale.parse(tag).languages
        found += [(one.tag, match_form(names[one.tag])) for one in known if one.tag in names]
    return found


@cache
def _countries() -> list[tuple[str, str]]:
    found = []
    for tag in languages.INTERFACE:
        for code, name in Locale.parse(tag).territories.items():
            if len(code) == 2 and code.isalpha():
                found += [(code, match_form(name)), (code, code.lower())]
    return found


@cache
def _kinds() -> list[tuple[str, str]]:
    found = [(str(kind.value), match_form(kind.value)) for kind in Kind]
    for tag in languages.INTERFACE:
        with translation.override(tag):
            found += [(str(kind.value), match_form(str(kind.label))) for kind in Kind]
    return found


_NAMES: dict[str, Callable[[], Iterable[tuple[str, str]]]] = {
    "organisation": _organisations,
    "topic": _topics,
    "language": _languages,
    "country": _countries,
    "kind": _kinds,
}
