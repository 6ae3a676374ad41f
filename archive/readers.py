"""Readers are answered by hot standbys where there are some; the desk and everything that writes by the primary.

Who reads without being signed in is a stranger to what happens now: a standby shows them what it has, which is behind
by what replication takes. Who is signed in sees at once what they did. The connection "readers" names all standbys in
no order and behind them the primary (`archive.environment.replicas`): libpq finds the next that answers by itself, and
a question that was under way when a standby died is asked there again.
"""

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.core.signals import request_finished
from django.db import InterfaceError, OperationalError
from django.db.backends.signals import connection_created
from django.dispatch import receiver
from django.http import HttpRequest
from django.http.response import HttpResponseBase

PRIMARY, STANDBYS = "default", "readers"
#: How often a question is asked: of every standby that may die in the same moment, and of the primary.
_TIMES = 4
_asked: ContextVar[str] = ContextVar("asked", default=PRIMARY)


class Router:
    """Reads go where the request under way reads; writes to the primary, and what is read after them too."""

    def db_for_read(self, model, **hints) -> str:
        return _asked.get()

    def db_for_write(self, model, **hints) -> str:
        _asked.set(PRIMARY)
        return PRIMARY

    def allow_relation(self, one, other, **hints) -> bool:
        return True

    def allow_migrate(self, db: str, app_label: str, **hints) -> bool:
        return db == PRIMARY


class ReadersMiddleware:
    """Decides for each request who is asked. Stands outside of everything that asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        _asked.set(STANDBYS if STANDBYS in settings.DATABASES and is_a_strangers(request) else PRIMARY)
        return self._get_response(request)


def is_a_strangers(request: HttpRequest) -> bool:
    """Whether nobody who is signed in asks, and only to read."""
    return (
        request.method in ("GET", "HEAD")
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and not request.path_info.startswith("/desk/")
    )


@receiver(request_finished)
def _finished(**kwargs) -> None:
    """After the last byte, as a long answer is read while it is sent."""
    _asked.set(PRIMARY)


@receiver(connection_created)
def _watch(connection, **kwargs) -> None:
    if connection.alias == STANDBYS and _again not in connection.execute_wrappers:
        connection.execute_wrappers.append(_again)


def _again(execute: Callable, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Ask a question, and once more on a new connection where the old one was lost. Only reads come here."""
    connection = context["connection"]
    for left in reversed(range(_TIMES)):
        try:
            return execute(sql, params, many, context)
        except (OperationalError, InterfaceError):
            if not left or connection.in_atomic_block:
                raise
        connection.close()
        connection.connect()
        context["cursor"].cursor = connection.create_cursor()
    raise AssertionError("the last attempt returns or raises")
