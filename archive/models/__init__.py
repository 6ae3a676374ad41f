"""What is kept."""

from archive.models.capture import Capture, Extract, Sighting, stored_name
from archive.models.decision import Assessment, Decision, chained_digest
from archive.models.index import IndexEntry
from archive.models.organisation import Organisation, OrganisationName, OrganisationRelation
from archive.models.revision import (
    Contribution,
    Revision,
    Verification,
    canonical_text,
    digest,
    digest_of_text,
    obsolete_numbers,
    stale_numbers,
)
from archive.models.rows import give_keys, insert, insert_all
from archive.models.source import Source
from archive.models.statement import DATE_FIELDS, Participation, Statement, Station, Witness, new_reference
from archive.models.topic import Topic
from archive.models.translation import Translation

__all__ = [
    "DATE_FIELDS",
    "Assessment",
    "Capture",
    "Contribution",
    "Decision",
    "Extract",
    "IndexEntry",
    "Organisation",
    "OrganisationName",
    "OrganisationRelation",
    "Participation",
    "Revision",
    "Sighting",
    "Source",
    "Statement",
    "Station",
    "Topic",
    "Translation",
    "Verification",
    "Witness",
    "canonical_text",
    "chained_digest",
    "digest",
    "digest_of_text",
    "give_keys",
    "insert",
    "insert_all",
    "new_reference",
    "obsolete_numbers",
    "stale_numbers",
    "stored_name",
]
