"""A statement in schema.org's words, inside the reading page."""

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from archive import dates
from archive.public.citations import SITE
from archive.public.shapes import Name, Represented, Text


def schema_org(statement: Represented, address: str) -> dict[str, Any]:
    """schema.org's CreativeWork in an archive, with its translations. A date that is no single one is a coverage."""
    site = address.removesuffix(f"/s/{statement.reference}")
    iso = dates.iso8601(statement.date) if statement.date else ""
    described: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": ["CreativeWork", "ArchiveComponent"],
        "@id": address,
        "url": address,
        "identifier": [statement.reference, _digest(statement.original)],
        "name": statement.original.title,
        "inLanguage": statement.language,
        "genre": statement.kind,
        "keywords": [topic.text for topic in statement.topics],
        "author": [_organisation(name) for name in statement.issuers]
        or ([{"@type": "Person", "name": statement.author}] if statement.author else []),
        "contributor": [_organisation(name) for name in statement.signatories],
        "datePublished": "" if "/" in iso else iso,
        "temporalCoverage": iso if "/" in iso else "",
        "dateModified": statement.changed_at.isoformat(),
        "isAccessibleForFree": True,
        "holdingArchive": {"@type": "ArchiveOrganization", "name": SITE, "url": f"{site}/"},
        "isBasedOn": list(
            dict.fromkeys(
                seen.address
                for captured in statement.captures
                for seen in captured.seen
                if seen.address.lower().startswith(("https://", "http://"))
            )
        ),
        "workTranslation": [
            {
                "@type": "CreativeWork",
                "name": text.title,
                "inLanguage": text.language,
                "translator": {"@type": "Person", "name": text.translator} if text.translator else None,
                "identifier": _digest(text),
                "url": f"{address}.{text.language}.txt" if statement.text_in(text.language) == text else "",
            }
            for text in statement.translations
        ],
    }
    return _without_empty(described)


def _organisation(name: Name) -> dict[str, str]:
    return {"@type": "Organization", "name": name.text}


def _digest(text: Text) -> dict[str, str]:
    return {"@type": "PropertyValue", "propertyID": "SHA-256", "value": text.digest}


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
