"""Organisations and topics that a structured collection names: found by their folded names, or made for review."""

import hashlib

from django.utils.text import slugify

from archive.folding import match_form
from archive.languages import INTERFACE
from archive.models import Organisation, OrganisationName, Topic


class Names:
    """Organisations and topics by their folded names, made where a collection names new ones.

    What is made is marked as not reviewed. Kept through a run, so that a name is looked up once.
    """

    def __init__(self) -> None:
        self._organisations: dict[str, Organisation] = {}
        self._topics: dict[str, Topic] = {}
        self.made: list[tuple[str, int]] = []

    def forget(self) -> None:
        """Look every name up anew: after a transaction that was rolled back, what it made is not there."""
        self._organisations.clear()
        self._topics.clear()
        self.made.clear()

    def organisation(self, name: str, language: str) -> Organisation:
        key = match_form(name)[:250]
        if key not in self._organisations:
            known = OrganisationName.objects.filter(folded=key).select_related("organisation").first()
            self._organisations[key] = known.organisation if known else self._make_organisation(name, language)
        return self._organisations[key]

    def _make_organisation(self, name: str, language: str) -> Organisation:
        made = Organisation.objects.create(
            slug=_free_slug(Organisation, name), reviewed=False, **_in_interface(name, language)
        )
        OrganisationName.objects.create(organisation=made, text=name, language=language)
        self.made.append(("organisation", made.pk))
        return made

    def topic(self, name: str, language: str) -> Topic:
        key = match_form(name)
        if key not in self._topics:
            known = Topic.objects.filter(slug=slugify(name) or "—").first() or next(
                (topic for topic in Topic.objects.all() if key in _folded_names(topic)), None
            )
            if known is None:
                known = Topic.objects.create(
                    slug=_free_slug(Topic, name), reviewed=False, **_in_interface(name, language)
                )
                self.made.append(("topic", known.pk))
            self._topics[key] = known
        return self._topics[key]


def _in_interface(name: str, language: str) -> dict[str, str]:
    """The name in its own language's column where the interface has one, else in the first."""
    tag = language if language in INTERFACE else "en"
    return {f"name_{tag}": name[:200]}


def _folded_names(topic: Topic) -> set[str]:
    return {match_form(getattr(topic, f"name_{tag}") or "") for tag in INTERFACE} - {""}


def _free_slug(table, name: str) -> str:
    """A free address word: the name's own letters where they are Latin, else made of its digest."""
    stem = slugify(name)[:60] or "x" + hashlib.sha256(match_form(name).encode()).hexdigest()[:10]
    slug, count = stem, 1
    while table.objects.filter(slug=slug).exists():
        count += 1
        slug = f"{stem}-{count}"
    return slug
