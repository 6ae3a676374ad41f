"""What of the vocabulary a reader may see: only what public statements speak of.

An organisation or topic that only hidden work mentions is as hidden as that work.
"""

from typing import Any

from django.db.models import Q, QuerySet

from archive.models import Organisation, OrganisationRelation, Participation, Statement, Station, Topic


def public_organisations() -> QuerySet[Organisation]:
    """Organisations that take part in a public statement or in the chain of one, in any role."""
    public = Statement.objects.public().values("pk")
    parts = Participation.objects.filter(statement__in=public, organisation__isnull=False).values("organisation")
    stations = Station.objects.filter(witness__statement__in=public, organisation__isnull=False).values("organisation")
    # Lists of ids and not EXISTS: a correlated subquery was run for every organisation (5 s for 200 of them).
    return Organisation.objects.filter(Q(pk__in=parts) | Q(pk__in=stations))


def public_relations(organisation: Organisation) -> QuerySet[OrganisationRelation]:
    """Relations of a public organisation, in both directions, with others that are public or that a person reviewed."""
    seen = public_organisations().values("pk")
    return (
        OrganisationRelation.objects.filter(Q(organisation=organisation) | Q(other=organisation))
        .filter(Q(organisation__in=seen) | Q(organisation__reviewed=True))
        .filter(Q(other__in=seen) | Q(other__reviewed=True))
        .select_related("organisation", "other")
        .order_by("year", "pk")
    )


def public_topics() -> QuerySet[Topic]:
    """Topics of public statements."""
    through: Any = Statement.topics.through.objects  # type: ignore[attr-defined]  # the stubs do not know automatic tables
    return Topic.objects.filter(pk__in=through.filter(statement__in=Statement.objects.public()).values("topic"))
