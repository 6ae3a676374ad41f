"""A statement to carry away: as plain text and as Markdown, whole or one of its texts alone."""

import json
import re
from collections.abc import Iterable

from archive import dates, languages
from archive.public.shapes import Represented, Text

#: What CommonMark reads as more than a letter, wherever it stands.
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~&!$^@])")
#: What it reads as the beginning of a list, a heading's underline, a rule or a quotation, at the start of a line.
_AT_START = re.compile(r"^([ \t]*)([-+=:]|\d{1,9}(?=[.)]))", re.MULTILINE)
_INDENTED = re.compile(r"^[ \t]+", re.MULTILINE)


def _texts(statement: Represented, only: Text | None) -> tuple[Text, ...]:
    return (only,) if only else (statement.original, *statement.translations)


def _facts(statement: Represented, address: str) -> list[tuple[str, str | list[str]]]:
    """What stands above the texts, as (name, value)."""
    date = statement.date
    facts: list[tuple[str, str | list[str]]] = [
        ("issuer", [name.text for name in statement.issuers]),
        ("signatory", [name.text for name in statement.signatories]),
        ("issuing body", statement.issuing_body),
        ("author", statement.author),
        ("kind", statement.kind),
        ("date", dates.edtf(date) if date else ""),
        ("date as written", date.written if date else ""),
        ("address", address),
        ("reference", statement.reference),
    ]
    return [(name, value) for name, value in facts if value]


def _about(text: Text) -> list[str]:
    """What has to be said of a text beside its words."""
    told = [text.origin_label] if text.origin else []
    told += [f"translated by {text.translator}"] if text.translator else []
    told += ["only a part of the text is known"] if text.excerpt else []
    stale = [str(one.number) for one in text.paragraphs if one.stale]
    told += [f"the original has changed since: paragraphs {', '.join(stale)}"] if stale else []
    return told


def plain_text(statement: Represented, address: str, only: Text | None = None) -> str:
    """Every public text of a statement as plain text, or `only` one, under its language's own name."""
    lines = [(only or statement.original).title or statement.reference, ""]
    for name, value in _facts(statement, address):
        lines += [f"{name}: {value if isinstance(value, str) else '; '.join(value)}"]
    for text in _texts(statement, only):
        heading = " · ".join([languages.language(text.language).own_name, *_about(text)])
        lines += ["", f"== {heading} ==", "", text.title, "", text.body(), "", f"SHA-256 {text.digest}"]
    return "\n".join([*lines, ""])


# --- Markdown ---------------------------------------------------------------------------------------------------


def _escaped(text: str) -> str:
    """`text` as CommonMark shows it unchanged, line ends and spaces at their beginnings apart."""
    text = _INDENTED.sub("", _MARKUP.sub(r"\\\1", text))
    return _AT_START.sub(lambda found: _guarded(found[2]), text)


def _guarded(start: str) -> str:
    # A number is an item's when a point or bracket follows: that one is escaped behind it.
    return f"{start}\\" if start.isdecimal() else f"\\{start}"


def _front(pairs: Iterable[tuple[str, str | list[str]]]) -> list[str]:
    """YAML between dashes; JSON's strings and lists are YAML's too."""
    return [
        "---",
        *(f"{name.replace(' ', '_')}: {json.dumps(value, ensure_ascii=False)}" for name, value in pairs),
        "---",
    ]


def markdown(statement: Represented, address: str, only: Text | None = None) -> str:
    """CommonMark with YAML front matter: a heading for each text, and each paragraph with its number before it."""
    head = only or statement.original
    facts = [("title", head.title or statement.reference), ("lang", head.language), *_facts(statement, address)]
    blocks = ["\n".join(_front(facts)), f"# {_line(head.title) or statement.reference}"]
    for text in _texts(statement, only):
        if not only:
            own_name = languages.language(text.language).own_name
            blocks.append(f"## {' · '.join([_line(text.title), own_name] if text.origin else [own_name])}")
        if told := _about(text):
            blocks.append(f"*{_line('; '.join(told))}*")
        blocks += [f"\\[{one.number}\\] {_escaped(one.text).lstrip()}" for one in text.paragraphs]
        blocks.append(f"`SHA-256 {text.digest}`")
    return "\n\n".join([*blocks, ""])


def _line(text: str) -> str:
    return " ".join(_escaped(text).split())
