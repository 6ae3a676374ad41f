"""Readers of the environment; a wrong value stops the start with a sentence (ImproperlyConfigured)."""

import json
import os
import re
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parent.parent
LOOPBACK = ("127.0.0.1", "::1")


def flag(name: str, default: bool) -> bool:
    """A yes-or-no variable. Raises ImproperlyConfigured for any other word."""
    word = os.environ.get(name, "").strip().lower()
    if word == "":
        return default
    if word in ("1", "true", "yes", "on"):
        return True
    if word in ("0", "false", "no", "off"):
        return False
    raise ImproperlyConfigured(f"{name} is {word!r}; write 1 or 0.")


def words(name: str) -> list[str]:
    """A comma-separated variable as a list without empty entries."""
    return [word.strip() for word in os.environ.get(name, "").split(",") if word.strip()]


def one_of(name: str, choices: tuple[str, ...], default: str) -> str:
    """A variable holding one of a few words. Raises ImproperlyConfigured for any other."""
    word = os.environ.get(name, "").strip().lower() or default
    if word not in choices:
        raise ImproperlyConfigured(f"{name} is {word!r}; write {' or '.join(choices)}.")
    return word


def whole_number(name: str, default: int, least: int = 0) -> int:
    """A variable holding a whole number of at least `least`. Raises ImproperlyConfigured otherwise."""
    word = os.environ.get(name, "").strip()
    if word == "":
        return default
    if not word.isdecimal() or int(word) < least:
        raise ImproperlyConfigured(f"{name} is {word!r}; write a whole number of at least {least}.")
    return int(word)


def database(address: str, variable: str = "DATABASE_URL") -> dict:
    """Django's description of the database at `sqlite:///PATH` or `postgresql://USER:PASSWORD@HOST:PORT/NAME`.

    Raises ImproperlyConfigured for any other scheme and for an address without a database name.
    """
    try:
        parts = urlsplit(address)
        port = str(parts.port or "")
    except ValueError as error:
        raise ImproperlyConfigured(f"{variable} cannot be read: {error}.") from None
    name = unquote(parts.path.removeprefix("/"))
    if not name:
        raise ImproperlyConfigured(f"{variable} names no database; write sqlite:///PATH or postgresql://HOST/NAME.")
    if parts.scheme == "sqlite":
        if name != ":memory:":
            # sqlite:///PATH is relative to the project where PATH is; sqlite:////PATH starts at the root.
            path = ROOT / name
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise ImproperlyConfigured(f"{variable}: no folder can be made at {path.parent}: {error}.") from None
            name = str(path)
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": name,
            # Opening the file and reading its tables' names anew costs more than a page that is kept.
            "CONN_MAX_AGE": 60,
            "OPTIONS": {
                # A write lock from the first statement on, so that two writers wait instead of failing half-way.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                # FULL: what was acknowledged is on the disk.
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
            },
        }
    if parts.scheme in ("postgresql", "postgres"):
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": name,
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": port,
            "CONN_HEALTH_CHECKS": True,
            "CONN_MAX_AGE": 60,
            "OPTIONS": dict(parse_qsl(parts.query)),
        }
    raise ImproperlyConfigured(
        f"{variable} begins with {parts.scheme!r}; write sqlite:///PATH or postgresql://HOST/NAME."
    )


def replicas(primary: dict, addresses: list[str]) -> dict:
    """One description of all hot standbys: any of them in no order, and the primary where none answers.

    Raises ImproperlyConfigured for one that differs from the primary in more than host and port: a standby has the
    same database and the same people.
    """
    described = [database(address, "DATABASE_REPLICAS") for address in addresses]
    same = ("ENGINE", "NAME", "USER", "PASSWORD", "OPTIONS")
    if any(one["ENGINE"] != "django.db.backends.postgresql" or not one["HOST"] for one in described):
        raise ImproperlyConfigured("DATABASE_REPLICAS names no postgresql://USER:PASSWORD@HOST:PORT/NAME.")
    if any(one[key] != primary.get(key) for one in described for key in same):
        raise ImproperlyConfigured("DATABASE_REPLICAS may differ from DATABASE_URL in host and port only.")
    hosts = [*described, primary]
    return primary | {
        "HOST": ",".join(one["HOST"] for one in hosts),
        "PORT": ",".join(one["PORT"] or "5432" for one in hosts),
        # A connection that was lost is noticed when it is used (`archive.readers`).
        "CONN_HEALTH_CHECKS": False,
        "OPTIONS": primary["OPTIONS"]
        | {"target_session_attrs": "prefer-standby", "load_balance_hosts": "random", "connect_timeout": "2"},
        "TEST": {"MIRROR": "default"},
    }


def cache(address: str, prefix: str) -> dict:
    """Django's description of the cache at `memory://` or `redis://:PASSWORD@HOST:PORT/N` (`rediss://` with TLS).

    `prefix` parts one use of it from another. Raises ImproperlyConfigured for anything else.
    """
    try:
        parts = urlsplit(address)
        fits = parts.hostname and (parts.port is None or parts.port) and re.fullmatch(r"/?\d*", parts.path)
    except ValueError as error:
        raise ImproperlyConfigured(f"CACHE_URL cannot be read: {error}.") from None
    if parts.scheme == "memory":
        return {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "LOCATION": prefix,
            "OPTIONS": {"MAX_ENTRIES": 1000},
        }
    if parts.scheme in ("redis", "rediss") and fits:
        return {"BACKEND": "archive.redis_cache.Redis", "LOCATION": address, "KEY_PREFIX": f"sanad:{prefix}"}
    raise ImproperlyConfigured("CACHE_URL is neither memory:// nor redis://HOST:PORT/NUMBER (rediss:// with TLS).")


def options(name: str) -> dict:
    """A variable holding a JSON object; empty where it is not set. Raises ImproperlyConfigured for anything else."""
    try:
        found = json.loads(os.environ.get(name, "").strip() or "{}")
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise ImproperlyConfigured(f'{name} is no JSON object; write {{"bucket_name": "captures"}}, for instance.')
    return found


def mailer(address: str) -> dict:
    """Django's description of the way mail goes out: `console://`, `smtp://…` (STARTTLS), `smtps://…` (TLS) or
    `local://`, a mail server on this machine."""
    parts = urlsplit(address)
    if parts.scheme == "local":
        return {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "localhost", "port": 25, "timeout": 20},
        }
    if parts.scheme == "console":
        return {"BACKEND": "django.core.mail.backends.console.EmailBackend"}
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ImproperlyConfigured("MAIL_URL is no smtps://USER:PASSWORD@HOST:PORT, smtp://…, local:// or console://.")
    secure = parts.scheme == "smtps"
    return {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": parts.hostname,
            "port": parts.port or (465 if secure else 587),
            "username": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
            "use_ssl": secure,
            "use_tls": not secure,
            "timeout": 20,
        },
    }


def socks_proxy(address: str) -> str:
    """The SOCKS5 proxy that everything is fetched through, as it was given; empty for none."""
    try:
        parts = urlsplit(address)
        fits = parts.scheme == "socks5h" and parts.hostname and parts.port
    except ValueError:
        fits = False
    if address and not fits:
        raise ImproperlyConfigured("FETCH_PROXY is no socks5h://HOST:PORT (the h: names are looked up by the proxy).")
    return address


def port_numbers(name: str, default: tuple[int, ...]) -> tuple[int, ...]:
    """A comma-separated variable of port numbers."""
    found = words(name)
    if not all(word.isdecimal() and 0 < int(word) < 65536 for word in found):
        raise ImproperlyConfigured(f"{name} is {', '.join(found)!r}; write port numbers with commas between them.")
    return tuple(int(word) for word in found) or default


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
