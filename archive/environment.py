"""Readers of the environment for services that others run; a wrong value stops the start with a sentence."""

import os
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

LOOPBACK = ("127.0.0.1", "::1")


def machine_translation() -> tuple[str, str]:
    """Address and key of the service that proposes translations (`MT_ADDRESS`, `MT_KEY`); both empty for none.

    Unpublished texts are sent there, so it is https, or a service on this machine. Raises ImproperlyConfigured.
    """
    address = os.environ.get("MT_ADDRESS", "").strip().rstrip("/")
    key = os.environ.get("MT_KEY", "").strip()
    try:
        parts = urlsplit(address)
        safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
        fits = safe and parts.hostname and (parts.port is None or parts.port) and "@" not in parts.netloc
    except ValueError:
        fits = False
    if address and (not fits or "?" in address or "#" in address):
        raise ImproperlyConfigured(
            "MT_ADDRESS is no https://HOST, nor http://127.0.0.1:PORT for a service of this machine."
        )
    if key and not address:
        raise ImproperlyConfigured("MT_KEY is given without MT_ADDRESS; say whose key it is.")
    return address, key
