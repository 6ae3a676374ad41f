"""Files that could not be read, set aside with the reason: a person looks at them, nothing else opens them."""

import hashlib
import json

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from editorial.records import Item

FOLDER = "quarantine"


def set_aside(item: Item, reason: str) -> str:
    """Keep an item's bytes as `quarantine/SHA256` and beside them `SHA256.json` with why, whence and when (UTC).

    Returns the SHA-256, or "" where there are no bytes (a member that could not be had). The same bytes again are kept
    once, with the latest reason.
    """
    if not item.data:
        return ""
    sha256 = hashlib.sha256(item.data).hexdigest()
    name = f"{FOLDER}/{sha256}"
    if not default_storage.exists(name):
        _put(name, item.data)
    told = {
        "reason": reason,
        "name": item.name,
        "address": item.address,
        "media_type": item.media_type,
        "size": len(item.data),
        "container": item.facts.get("container", ""),
        "set_aside_at": timezone.now().isoformat(timespec="seconds"),
    }
    _put(f"{name}.json", json.dumps(told, ensure_ascii=False, indent=1).encode())
    return sha256


def _put(name: str, data: bytes) -> None:
    """Keep bytes under exactly this name, also in a store that gives another one where it is taken."""
    kept = default_storage.save(name, ContentFile(data))
    if kept != name:
        default_storage.delete(kept)
        default_storage.delete(name)
        default_storage.save(name, ContentFile(data))
