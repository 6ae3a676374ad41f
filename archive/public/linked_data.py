"""A statement for machines: the JSON of the permalink, and schema.org's description inside the reading page."""

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from archive import dates, languages
from archive.public.shapes import Name, Represented, Text


def _text(text: Text) -> dict[str, Any]:
    return {
        "language": text.language,
        "title": text.title,
        "origin": text.origin or "original",
        "translator": text.translator or None,
        "excerpt": text.excerpt,
        "digest": text.digest,
        "checked_by_one_person": text.alone,
        "published_at": text.published_at.isoformat(),
        "paragraphs": [
            {"number": one.number, "text": one.text, "stale": one.stale, "machine": one.machine}
            for one in text.paragraphs
        ],
    }


def _name(name: Name, role: str) -> dict[str, Any]:
    return {
        "name": name.text,
        "language": name.language,
        "slug": name.slug or None,
        "role": role,
        "detail": name.detail or None,
    }


def as_dict(statement: Represented, address: str) -> dict[str, Any]:
    """Everything public of a statement that was represented whole, as plain values."""
    date = statement.date
    return {
        "reference": statement.reference,
        "address": address,
        "kind": statement.kind,
        "language": statement.language,
        "date": {**date.to_dict(), "edtf": dates.edtf(date)} if date else None,
        "organisations": [
            *(_name(name, "issuer") for name in statement.issuers),
            *(_name(name, "signatory") for name in statement.signatories),
        ],
        "issuing_body": statement.issuing_body or None,
        "author": statement.author or None,
        "topics": [topic.slug for topic in statement.topics],
        "chain": [
            {"station": stop.label, "names": [name.text for name in stop.names], "state": stop.state}
            for stop in statement.chain
        ],
        "assessments": {one.axis: one.verdict or None for one in statement.judgements},
        "published_at": statement.published_at.isoformat(),
        "original": _text(statement.original),
        "translations": [_text(text) for text in statement.translations],
    }


def schema_org(statement: Represented, address: str) -> dict[str, Any]:
    """schema.org's CreativeWork with its translations."""
    described: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "CreativeWork",
        "@id": address,
        "url": address,
        "identifier": statement.reference,
        "name": statement.original.title,
        "inLanguage": statement.language,
        "genre": statement.kind,
        "author": [{"@type": "Organization", "name": name.text} for name in statement.issuers],
        "datePublished": dates.edtf(statement.date) if statement.date else None,
        "isAccessibleForFree": True,
        "archivedAt": address,
        "workTranslation": [
            {
                "@type": "CreativeWork",
                "name": text.title,
                "inLanguage": text.language,
                "translator": {"@type": "Person", "name": text.translator} if text.translator else None,
            }
            for text in statement.translations
        ],
    }
    return _without_empty(described)


def _without_empty(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_empty(inner) for key, inner in value.items() if inner not in (None, "", [])}
    if isinstance(value, list):
        return [_without_empty(inner) for inner in value]
    return value


def linked_data(statement: Represented, address: str) -> SafeString:
    """`schema_org` as JSON that may stand inside a script element: nothing in it can end the element."""
    text = json.dumps(schema_org(statement, address), ensure_ascii=False, separators=(",", ":"))
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return mark_safe(text)  # noqa: S308 - every character that HTML reads was escaped above


def plain_text(statement: Represented, address: str) -> str:
    """Every public text of a statement as plain text, each under its language's own name."""
    lines = [statement.original.title or statement.reference, "; ".join(name.text for name in statement.issuers)]
    if statement.date:
        lines.append(f"{dates.edtf(statement.date)} ({statement.date.written})")
    lines += [address, ""]
    for text in (statement.original, *statement.translations):
        heading = languages.language(text.language).own_name
        if text.origin:
            heading += f" · {text.origin_label}"
        lines += [f"== {heading} ==", "", text.title, "", text.body(), "", f"SHA-256 {text.digest}", ""]
    return "\n".join(lines)
