"""Counts that are kept for as long as an edition lasts: counting over a large archive costs more than a page."""

import hashlib
from collections.abc import Callable
from typing import Any

from django.core.cache import cache

from archive.public import editions
from archive.public.filters import StatementFilter

#: Seconds. Counts go with their edition; this lets go of those that nobody asks for.
FOR = 60 * 60


def kept(about: object, count: Callable[[], Any]) -> Any:
    """What `count` finds, plain JSON; counted once in an edition for everything that is `about` the same.

    `about` tells itself apart by its repr. Lists come back for tuples.
    """
    name = hashlib.sha256(repr((editions.current(), about)).encode()).hexdigest()
    found = cache.get(name)
    if found is None:
        found = count()
        cache.set(name, found, FOR)
    return found


def asked(filters: StatementFilter) -> tuple:
    """What a valid filter selects, as a value: the same for every order and every page of the list."""
    chosen = {key: value for key, value in filters.chosen.items() if value and key not in ("order", "calendar")}
    return (*sorted(chosen.items(), key=lambda item: item[0]), filters.chosen_calendar if "q" in chosen else "")
