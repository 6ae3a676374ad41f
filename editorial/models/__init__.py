"""How things get into the archive: batches, candidates and the shadows by which duplicates are found."""

from editorial.models.assignment import Assignment
from editorial.models.batch import Batch, BatchEntry
from editorial.models.candidate import Candidate, CandidateMatch
from editorial.models.division import Division
from editorial.models.fingerprint import Fingerprint, TextKey
from editorial.models.glossary import GlossaryEntry, GlossaryTerm
from editorial.models.memory import Segment, SegmentMark
from editorial.models.proposal import Proposal
from editorial.models.remark import Mention, Remark, SentDigest
from editorial.models.source_flag import SourceFlag
from editorial.models.tally import Tally

__all__ = [
    "Assignment",
    "Batch",
    "BatchEntry",
    "Candidate",
    "CandidateMatch",
    "Division",
    "Fingerprint",
    "GlossaryEntry",
    "GlossaryTerm",
    "Mention",
    "Proposal",
    "Remark",
    "Segment",
    "SegmentMark",
    "SentDigest",
    "SourceFlag",
    "Tally",
    "TextKey",
]
