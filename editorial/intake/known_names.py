"""The names of organisations that recognising is handed: the archive's own, and the starter vocabulary for the rest."""

from django.db import DatabaseError, transaction

from archive.models import OrganisationName, Source
from editorial.intake import recipe
from editorial.intake.recognise.vocabulary import Vocabulary
from editorial.records import KnownName


def hint_of(source: Source | None) -> dict[str, str]:
    """What is known of a source, as readers take it: its recipe, and behind that its owner, language and address.

    Raises `recipe.BadRecipe` where its recipe cannot be followed.
    """
    if source is None:
        return {}
    told = {"source": source.slug, "language": source.language, "address": source.address}
    if source.owner:
        told |= {"issuer": source.owner.slug, "country": source.owner.country}
    return {name: value for name, value in told.items() if value} | recipe.hint_of(source.recipe)


def known_names() -> Vocabulary:
    """A vocabulary of all names in the database and, for organisations that it does not hold, of the starter file.

    Works where no database has been migrated yet; then it knows the starter file only.
    """
    starter = Vocabulary.from_file()
    try:
        with transaction.atomic():
            own = [
                KnownName(
                    slug=name.organisation.slug,
                    canonical=getattr(name.organisation, "name_en", "") or name.organisation.name or name.text,
                    name=name.text,
                    language=name.language,
                    country=name.organisation.country,
                    first_year=name.first_year or name.organisation.founded,
                    last_year=name.last_year or name.organisation.dissolved,
                )
                for name in OrganisationName.objects.select_related("organisation").iterator()
            ]
    except DatabaseError:
        return starter
    if not own:
        return starter
    known = {name.slug for name in own}
    return Vocabulary([*own, *(name for name in starter.names if name.slug not in known)])
