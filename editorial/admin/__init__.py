"""What is registered on the desk. The site itself stands in `editorial/desk.py`."""

from editorial.admin import (
    candidates,
    captures,
    glossary,
    memory,
    people,
    source_flags,
    statements,
    translations,
    vocabulary,
)

__all__ = [
    "candidates",
    "captures",
    "glossary",
    "memory",
    "people",
    "source_flags",
    "statements",
    "translations",
    "vocabulary",
]
