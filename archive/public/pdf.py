"""A statement as PDF: one text, or two beside each other, set by Typst in our own faces.

Typst comes whole with its package: it needs no library of the system, reads no font but ours, and asks nobody for
anything. The texts reach it as data and never as markup. What it makes is kept in the cache under the digest of that
data, so a corrected text is set anew and an unchanged one is not.
"""

import hashlib
import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import typst
from django.core.cache import cache
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from archive import languages
from archive.public.beside import Reading
from archive.public.isolation import spelled
from archive.public.names import language_name, number
from archive.public.shapes import Judgement, Name, Paragraph, Represented, Text
from archive.templatetags.wording import comma, day, first_calendar, second_calendar

DATA = Path(__file__).resolve().parent.parent / "data"
#: Seconds for which a set page is kept.
KEPT_FOR = 24 * 60 * 60
#: Characters of text in one PDF: 100 pages, 1.6 s of a processor. A longer one is read on its page, as text, as a book.
MOST_CHARACTERS = 200_000
#: Scripts that our faces hold.
SCRIPTS = frozenset({"Arab", "Latn"})
_TURNED = re.compile(rb"/Direction(\s*)/R2L")
#: What counts pages in the digits of a language (Typst's numbering patterns).
_NUMERALS = {"latn": "1", "arab": "١", "arabext": "۱"}


def can_be_set(reading: Reading) -> bool:
    """Whether our faces have the letters of these texts, and there are not too many of them."""
    length = sum(len(one.text) for text in reading.texts for one in text.paragraphs)
    known = all(languages.language(text.language).script in SCRIPTS for text in reading.texts)
    return known and length <= MOST_CHARACTERS


def pdf(statement: Represented, reading: Reading, address: str) -> bytes:
    """The PDF of what is read, its own words in the active language. The same texts give the same bytes."""
    described = json.dumps(_described(statement, reading, address), ensure_ascii=False, sort_keys=True)
    key = f"pdf:{hashlib.sha256((_template() + described).encode()).hexdigest()}"
    kept = cache.get(key)
    if kept is None:
        kept = _set(described, max(text.changed_at for text in reading.texts))
        cache.set(key, kept, KEPT_FOR)
    return kept


def _template() -> str:
    return (DATA / "statement.typ").read_text(encoding="utf-8")


def _set(described: str, changed_at: datetime) -> bytes:
    made = typst.compile(
        str(DATA / "statement.typ"),
        root=str(DATA),
        font_paths=[str(DATA / "faces")],
        ignore_system_fonts=True,
        sys_inputs={"data": described},
        timestamp=changed_at.replace(microsecond=0),
    )
    # Typst says of a Persian document that its pages turn from right to left. PDFium (Chrome's reader) takes that as
    # the direction of each line, too, and turns addresses and digests round when they are copied.
    return _TURNED.sub(rb"/Direction\1/L2R", made)


# --- What the template is given ---------------------------------------------------------------------------------


def _piece(text: str, tag: str) -> dict[str, str]:
    """A text with its language (Typst knows no subtags) and its direction."""
    direction = languages.direction(tag)
    if direction == "auto":
        direction = languages.direction(get_language())
    return {"text": spelled(text), "lang": tag.split("-")[0], "dir": direction}


def _name(name: Name) -> dict[str, str]:
    return _piece(name.text, name.language)


def _own(text: str) -> dict[str, str]:
    return _piece(text, get_language() or "en")


def _described(statement: Represented, reading: Reading, address: str) -> dict[str, Any]:
    tag = get_language() or "en"
    texts = reading.texts
    judgements = [*statement.judgements, *(text.judgement for text in texts if text.judgement)]
    return {
        "lang": tag,
        "dir": languages.direction(tag),
        "numerals": _NUMERALS[languages.language(tag).digits],
        "address": address,
        "authors": [name.text for name in statement.issuers],
        "titles": [_piece(text.title or statement.reference, text.language) for text in texts],
        "facts": _facts(statement),
        "chain": [
            {
                "label": stop.label,
                "names": [_name(name) for name in stop.names],
                "state": stop.state,
                "said": stop.state_label,
            }
            for stop in statement.chain
        ],
        "notices": _notices(statement, reading),
        "rows": [
            {
                "number": number(row.number, tag, grouped=False),
                "first": _cell(reading.first, row.first),
                "second": _cell(reading.second, row.second) if reading.second else None,
            }
            for row in reading.rows
        ],
        "after": _after(texts, judgements, address),
    }


def _facts(statement: Represented) -> list[dict[str, Any]]:
    rows = []
    if statement.issuers or statement.issuing_body:
        issuers = [_name(name) for name in statement.issuers]
        body = [_piece(statement.issuing_body, statement.language)] if statement.issuing_body else []
        rows.append({"label": _("Issued by"), "values": [*issuers, *body]})
    if statement.author:
        rows.append({"label": _("Author"), "values": [_piece(statement.author, statement.language)]})
    if statement.signatories:
        rows.append({"label": _("Signed by"), "values": [_name(name) for name in statement.signatories]})
    date = statement.date
    shown = comma().join(one for one in (first_calendar(date), second_calendar(date)) if one) if date else _("undated")
    rows.append({"label": _("Date"), "values": [_own(shown)]})
    if date and date.written:
        rows.append({"label": _("As written"), "values": [_piece(date.written, statement.language)]})
    rows.append({"label": _("Kind"), "values": [_own(statement.kind_label)]})
    return rows


def _notices(statement: Represented, reading: Reading) -> list[str]:
    notices = []
    if statement.original.excerpt:
        notices.append(_("Only a part of this text reached the archive. It was cut before it came to us."))
    if any(text.machine for text in reading.texts):
        notices.append(
            _("This translation was made by a machine and looked through by a person. In doubt the original counts.")
        )
    return notices


def _cell(text: Text, paragraph: Paragraph | None) -> dict[str, Any]:
    marks = []
    if paragraph is None:
        marks.append(_("not translated") if text.origin else _("no longer in the original"))
    else:
        marks += [_("the original has changed since")] * paragraph.stale + [_("by machine")] * paragraph.machine
    return {**_piece(paragraph.text if paragraph else "", text.language), "marks": marks}


def _after(texts: tuple[Text, ...], judgements: list[Judgement], address: str) -> list[dict[str, Any]]:
    """What follows the text: who translated, what was checked, where it stands for good, and the digests."""
    tag = get_language() or "en"
    rows: list[dict[str, Any]] = []
    for text in texts:
        language = language_name(text.language, tag)
        if text.origin:
            credit = comma().join(one for one in (text.origin_label, text.translator) if one)
            rows.append({"label": f"{_('Translation')}: {language}", "values": [_own(credit)]})
    for one in judgements:
        language = comma() + language_name(one.language, tag) if one.language else ""
        rows.append({"label": one.axis_label + language, "values": [_own(one.verdict_label)]})
    rows.append({"label": _("Permanent address"), "values": [_piece(address, "en")]})
    for text in texts:
        language = language_name(text.language, tag)
        told = [_piece(text.digest, "en"), _own(day(text.changed_at))]
        rows.append({"label": f"SHA-256: {language}", "values": told})
    return rows
