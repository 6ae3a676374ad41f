"""The cache in a Redis that may be away, slow, emptied or shared: a page costs more then, and never fails.

Django's own Redis backend raises where the server is away, and keeps pickles, which run code when they are read. Values
here are bytes or JSON, each behind a keyed hash, so that whoever else writes into the Redis can neither run anything
nor have a page of theirs shown as ours. After an error nothing is asked for a few seconds: a Redis that hangs slows one
request by a tenth of a second then, and not every one.
"""

import hashlib
import hmac
import json
import logging
import time
from collections.abc import Callable
from functools import cache
from typing import Any

import redis
from django.conf import settings
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from redis.backoff import NoBackoff
from redis.retry import Retry

log = logging.getLogger(__name__)

#: Seconds: for an answer, and until a Redis that failed is asked again.
PATIENCE, PAUSE = 0.1, 5.0
_SIGNATURE = 16  # bytes
_BYTES, _JSON = b"b", b"j"
#: By server: until when it is left alone, for all threads of this process.
_away_until: dict[str, float] = {}


@cache
def _client(server: str) -> redis.Redis:
    """One client, and so one pool of connections, for all threads."""
    return redis.Redis.from_url(
        server, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE, retry=Retry(NoBackoff(), 0)
    )


@cache
def _key() -> bytes:
    return hashlib.sha256(b"archive.redis_cache" + settings.SECRET_KEY.encode()).digest()


def _signature(name: str, data: bytes) -> bytes:
    """Of a value under its own name: one put under another's is not ours there."""
    return hashlib.blake2b(name.encode() + b"\n" + data, key=_key(), digest_size=_SIGNATURE).digest()


def written(name: str, value: Any) -> bytes:
    """A value as it is stored under `name`. Raises TypeError for one that is neither bytes nor JSON."""
    data = _BYTES + value if isinstance(value, bytes) else _JSON + json.dumps(value).encode()
    return _signature(name, data) + data


def read(name: str, stored: bytes | None) -> Any:
    """The value stored under `name`; None where there is none, or one that was not written with our key."""
    if stored is None:
        return None
    signature, data = stored[:_SIGNATURE], stored[_SIGNATURE:]
    if not hmac.compare_digest(signature, _signature(name, data)):
        log.warning("A value in the cache is not ours.")
        return None
    return data[1:] if data[:1] == _BYTES else json.loads(data[1:])


class Redis(BaseCache):
    """A cache of which every answer may be that there is nothing. Counting that must be right has no place in it."""

    def __init__(self, server: str, params: dict):
        super().__init__(params)
        self._server = server

    def _ask[T](self, question: Callable[[redis.Redis], T], nothing: T) -> T:
        """What the server answers; `nothing` while it is away."""
        if time.monotonic() < _away_until.get(self._server, 0):
            return nothing
        try:
            return question(_client(self._server))
        except (redis.RedisError, OSError) as error:
            _away_until[self._server] = time.monotonic() + PAUSE
            log.warning("The cache is away: %s", error)
            return nothing

    def _seconds(self, timeout: Any) -> int | None:
        """How long to keep a value; None for ever."""
        chosen = self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout
        return None if chosen is None else max(1, int(chosen))

    def get(self, key, default=None, version=None):
        name = self.make_and_validate_key(key, version=version)
        found = read(name, self._ask(lambda server: server.get(name), None))  # type: ignore[arg-type,return-value]
        return default if found is None else found

    def set(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        name = self.make_and_validate_key(key, version=version)
        stored, seconds = written(name, value), self._seconds(timeout)
        self._ask(lambda server: server.set(name, stored, ex=seconds), None)

    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        name = self.make_and_validate_key(key, version=version)
        stored, seconds = written(name, value), self._seconds(timeout)
        return bool(self._ask(lambda server: server.set(name, stored, ex=seconds, nx=True), None))

    def delete(self, key, version=None):
        name = self.make_and_validate_key(key, version=version)
        return bool(self._ask(lambda server: server.delete(name), 0))

    def touch(self, key, timeout=DEFAULT_TIMEOUT, version=None):
        name, seconds = self.make_and_validate_key(key, version=version), self._seconds(timeout)
        return bool(
            self._ask(lambda server: server.persist(name) if seconds is None else server.expire(name, seconds), False)
        )

    def clear(self):
        """Let go of what stands under our own prefix; the server may hold other things."""

        def let_go(server: redis.Redis) -> None:
            for name in server.scan_iter(f"{self.key_prefix}:*", count=1000):
                server.delete(name)

        self._ask(let_go, None)
