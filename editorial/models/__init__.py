"""How things get into the archive: batches, candidates and the shadows by which duplicates are found."""

from editorial.models.batch import Batch, BatchEntry
from editorial.models.candidate import Candidate, CandidateMatch
from editorial.models.division import Division
from editorial.models.fingerprint import Fingerprint, TextKey
from editorial.models.source_flag import SourceFlag
from editorial.models.tally import Tally

__all__ = [
    "Batch",
    "BatchEntry",
    "Candidate",
    "CandidateMatch",
    "Division",
    "Fingerprint",
    "SourceFlag",
    "Tally",
    "TextKey",
]
