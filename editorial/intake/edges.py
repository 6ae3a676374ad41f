"""What single blocks are at the edges of a statement: date, byline, note, lead-in, signatories, closing, salutation."""

import re

from editorial.intake import cues
from editorial.intake.blocks import Block
from editorial.intake.lines import YEAR, is_byline, is_date, is_signatories_heading, names_a_body, opens_list

MAIL = re.compile(r"\S@\S+\.\w|https?://|www\.\w", re.I)
_BRACKETED = re.compile(r"\s*[\[(【].*[\])】]\s*\.?\s*\Z", re.S)
_SAYS_MORE = re.compile(r"\w \w+ \w")
#: What goes on behind "the statement said": a report of it, and no text that follows.
_THAT = re.compile(r"\s(?:that|ku|que|dass|ki|که|ان|کی)\s")
_SOURCE = re.compile(r"[:：|]|https?://|www\.|\S@\S|[\"“«„*_]")
INVOCATIONS = ("بسم الله", "به نام خدا", "باسمه تعالی")


def edge_role(block: Block, after: Block | None) -> str:
    """The role of a block as one of the small parts around a statement, or ""."""
    plain, words = block.plain, block.words
    if is_date(block):
        # A line that names a body or opens like a byline says who besides when.
        return "byline" if names_a_body(block) or (is_byline(block) and words > 5) else "date"
    bracketed = bool(_BRACKETED.match(block.text))
    says = cues.PROVENANCE.within(plain)
    if bracketed and words >= 8 and (says or YEAR.search(plain) or cues.STATEMENT.within(plain)):
        return "note"
    if is_signatories_heading(block) and cues.SIGNATORIES.begins(plain):
        return "signatories"
    if block.last in ":：" and says and words <= 80 and not block.bulleted and not opens_list(after):
        return "lead-in"
    if is_signatories_heading(block):
        return "signatories"
    if block.bulleted:
        return ""
    if words <= 9 and (cues.SIGN_OFF.whole(plain) or (cues.SIGN_OFF.begins(plain) and block.last in ",،")):
        return "closing"
    if plain.startswith(INVOCATIONS) and words <= 9:
        return "salutation"
    if words <= 16 and cues.SALUTATION.begins(plain) and block.last in ",،:!؛":
        return "salutation"
    if block.authored or is_byline(block):
        return "byline"
    said = cues.PROVENANCE.find(plain)
    if (
        said
        and words <= 60
        and not (block.sentence and _THAT.search(plain, said.end(), said.end() + 30))
        and not block.heading
        and cues.PROVENANCE.begins(plain)
        and (words <= 25 or MAIL.search(block.text))
        and (
            YEAR.search(plain)
            or _SAYS_MORE.search(said[0])
            or cues.MONTH.within(plain)
            or names_a_body(block)
            or _SOURCE.search(block.text)
        )
    ):
        return "note"
    return ""
