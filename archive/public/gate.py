"""What of the vocabulary a reader may see: only what public statements speak of.

An organisation or topic that only hidden work mentions is as hidden as that work.
"""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q, QuerySet

from archive.models import Organisation, OrganisationRelation, Statement, Topic


def public_organisations() -> QuerySet[Organisation]:
    """Organisations that take part in a public statement or in the chain of one, in any role."""
    public = Statement.objects.public()
    # From the organisation to its first public statement: to ask whether it is in a list of all costs the whole list.
    takes_part = public.filter(participations__organisation=OuterRef("pk"))
    passed_on = public.filter(witnesses__stations__organisation=OuterRef("pk"))
    return Organisation.objects.filter(Exists(takes_part) | Exists(passed_on))


def public_relations(organisations: Collection[int]) -> QuerySet[OrganisationRelation]:
    """Relations of public organisations, by id, in both directions, with others that are public or were reviewed."""
    seen = public_organisations().values("pk")
    return (
        OrganisationRelation.objects.filter(Q(organisation__in=organisations) | Q(other__in=organisations))
        .filter(Q(organisation__in=seen) | Q(organisation__reviewed=True))
        .filter(Q(other__in=seen) | Q(other__reviewed=True))
        .select_related("organisation", "other")
        .order_by("year", "pk")
    )


def public_topics() -> QuerySet[Topic]:
    """Topics of public statements."""
    return Topic.objects.filter(Exists(Statement.objects.public().filter(topics=OuterRef("pk"))))
