"""What stands beside the paragraphs of the workbench without being asked for: the glossary, and equal paragraphs."""

from dataclasses import dataclass, field

from django import template

from archive.models import Translation
from editorial.machine import translator
from editorial.workflow.bring_in import sources_of, texts_of
from editorial.workflow.memory import Offer, same
from editorial.workflow.terms import Term, in_paragraphs

register = template.Library()


@dataclass(frozen=True, slots=True)
class Beside:
    """What is known of one paragraph: names and terms in it, the newest equal paragraph; whether it has a rendering."""

    terms: list[Term] = field(default_factory=list)
    same: Offer | None = None
    empty: bool = True


@register.simple_tag
def beside(translation: Translation) -> dict[int, Beside]:
    """For each paragraph of the original (0: the title) what is offered beside it. Four queries."""
    languages = translation.statement.language, translation.language
    sources, written = sources_of(translation), texts_of(translation.current_revision)
    terms = in_paragraphs(sources, *languages)
    equal = same(sources.values(), *languages, without=translation.pk)
    found = {}
    for number, source in sources.items():
        offer = equal.get(source)
        known = offer if offer and offer.segment.target != written.get(number) else None
        found[number] = Beside(terms.get(number, []), known, not written.get(number))
    return found


@register.simple_tag
def machine_name() -> str:
    """What the machine translation is called that this site uses; "" where it is off."""
    service = translator()
    return service.name if service else ""
