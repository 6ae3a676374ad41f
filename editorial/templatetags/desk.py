"""What the desk's templates need to say: languages by their own names, directions, certainty in words."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType

from django import template
from django.db.models import Count, Max
from django.utils.formats import localize
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_lazy

from archive import folding, languages
from archive.models import Decision, OrganisationName
from archive.public.isolation import visible
from archive.stages import Axis, Origin, Stage, Verdict
from archive.templatetags.wording import direction, own_name
from editorial.lookalikes import Resemblance, drawn, resemblance

register = template.Library()

_NAME = re.compile(r"(?<![\w@.+-])@[\w.@+-]+")

#: From this confidence on (0 to 1) a guess is called sure, likely; below it is unsure.
SURE, LIKELY = 0.85, 0.6


register.filter(direction)
register.filter(own_name)
register.filter(visible)


@register.filter
def in_language(text: object, tag: str) -> SafeString:
    """`text` isolated, with its own `lang` and `dir`: safe inside a line of any other direction."""
    return format_html('<bdi lang="{}" dir="{}">{}</bdi>', tag or "und", languages.direction(tag), visible(str(text)))


@register.filter
def certainty(confidence: float | None) -> SafeString:
    """A confidence (0 to 1, or None for no guess) as a word; the figure is in its title."""
    if confidence is None or confidence == "":  # "" is how a template says that there is no such key
        return format_html('<small class="certainty none">{}</small>', gettext("not found"))
    name, word = (
        ("sure", gettext("sure"))
        if confidence >= SURE
        else ("likely", gettext("likely"))
        if confidence >= LIKELY
        else ("unsure", gettext("unsure"))
    )
    return format_html('<small class="certainty {}" title="{}%">{}</small>', name, round(confidence * 100), word)


@register.filter
def mentioning(text: str) -> SafeString:
    """`text` escaped, each @name isolated: whom it is said to does not decide in which direction it runs."""
    return mark_safe(_NAME.sub(r"<bdi>\g<0></bdi>", visible(text)))  # noqa: S308 - escaped by `visible`


def resembling(names: Iterable[str]) -> dict[str, str]:
    """For each name that looks like another one without being it, a sentence that says so. One query."""
    known = _looks(*OrganisationName.objects.aggregate(Count("pk"), Max("pk")).values())
    found = {name: resemblance(name, known) for name in names if name}
    return {name: _sentence(one) for name, one in found.items() if one}


def _sentence(found: Resemblance) -> str:
    if found.kind == "drawn":
        return gettext("Looks like “%(name)s”, but is spelt with other letters.") % {"name": found.other}
    return (
        gettext("Has letters of several scripts in one word.")
        if found.kind == "mixed"
        else gettext("Has letters that are not seen.")
    )


@lru_cache(maxsize=1)
def _looks(count: int, newest: int | None) -> Mapping[str, tuple[str, str]]:
    """Every known name by how it is drawn: its match form and itself. Read anew when a name comes or goes."""
    names = OrganisationName.objects.values_list("text", flat=True)
    return MappingProxyType({drawn(name): (folding.match_form(name), name) for name in names.iterator()})


@register.filter
def percent(share: float) -> str:
    """A share (0 to 1) in whole percent, rounded down: a hundred means all of it."""
    return f"{localize(int(share * 100))}\u202f%"


@register.filter
def stage_letter(stage: str) -> str:
    """The letter that stands for a stage in the overview: of its name in this language the first that no earlier stage
    has. Persian drafts and withdrawn texts begin alike."""
    letters: list[str] = []
    for value, label in Stage.choices:
        own = [letter.upper() for letter in str(label) if letter.isalpha()]
        letters.append(next((letter for letter in own if letter not in letters), own[0]))
        if value == stage:
            break
    return letters[-1]


@register.filter
def at(mapping, key):
    """`mapping[key]`, or None where it has no such key."""
    return mapping.get(key) if mapping else None


#: What a decision's verb says on the page. The rows themselves keep the words of the flow.
ACTS: Mapping[str, Promise] = MappingProxyType(
    {
        "accept": gettext_lazy("accepted"),
        "merge": gettext_lazy("merged"),
        "discard": gettext_lazy("discarded"),
        "open": gettext_lazy("opened"),
        "write": gettext_lazy("written"),
        "machine": gettext_lazy("filled by machine"),
        "roll back": gettext_lazy("rolled back"),
        "describe": gettext_lazy("described"),
        "propose": gettext_lazy("description proposed"),
        "drop": gettext_lazy("proposed description dropped"),
        "people": gettext_lazy("person changed"),
        "revise": gettext_lazy("opened again"),
        "submit": gettext_lazy("submitted for review"),
        "return": gettext_lazy("returned to draft"),
        "verify": gettext_lazy("verified"),
        "verify_alone": gettext_lazy("verified alone"),
        "publish": gettext_lazy("published"),
        "withdraw": gettext_lazy("withdrawn"),
        "restore": gettext_lazy("restored to draft"),
    }
)


@register.filter
def act(verb: str) -> str:
    """A decision's verb in the editor's language; one that is not known as it stands."""
    name, _space, axis = verb.partition(" ")
    if name == "assess" and axis in Axis.values:
        return gettext("assessed: %s") % Axis(axis).label
    return str(ACTS.get(verb, verb))


@register.filter
def words(decision: Decision) -> str:
    """A decision's note; the verdict that an assessment's begins with in the editor's language."""
    verdict, colon, rest = decision.note.partition(": ")
    if decision.verb.startswith("assess ") and verdict in Verdict.values:
        return f"{Verdict(verdict).label}{colon}{rest}"
    return decision.note


@register.filter
def thing_name(thing: str) -> str | SafeString:
    """What a decision was about: nothing for the statement itself, language and origin for a translation."""
    kind, _colon, rest = thing.partition(":")
    if kind != "translation":
        return "" if thing == "statement" else thing
    tag, _colon, origin = rest.partition(":")
    label = Origin(origin).label if origin in Origin.values else origin
    return format_html("{} · {}", in_language(own_name(tag), tag), label)
