"""Addresses of lists: the parameters of the one shown, with one thing added or taken away."""

from collections.abc import Iterable
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

#: In the order in which an address writes them, whatever order they were chosen in: one list, one address.
KEYS = (
    "q", "organisation", "language", "translated", "kind", "topic", "country", "year", "from", "to", "calendar", "order"
)  # fmt: skip


class Choices:
    """What the address of a list asks for, as a value from which the neighbouring addresses are made."""

    def __init__(self, values: dict[str, list[str]]):
        self._values = values

    @classmethod
    def of(cls, request: HttpRequest) -> "Choices":
        """The known parameters of a request, without empty values and doubles."""
        given = {}
        for key in KEYS:
            values = [value for value in dict.fromkeys(request.GET.getlist(key)) if value.strip()]
            if values:
                given[key] = values
        return cls(given)

    def __bool__(self) -> bool:
        return any(key not in ("calendar", "order") for key in self._values)

    def get(self, key: str) -> list[str]:
        return self._values.get(key, [])

    def put(self, key: str, *values: str) -> "Choices":
        """With these values of `key` and no others; with none, without it."""
        rest = {name: kept for name, kept in self._values.items() if name != key}
        return Choices({**rest, key: list(values)} if values else rest)

    def add(self, key: str, value: str) -> "Choices":
        return self.put(key, *self.get(key), value)

    def drop(self, key: str, value: str) -> "Choices":
        return self.put(key, *(kept for kept in self.get(key) if kept != value))

    def without(self, *keys: str) -> "Choices":
        return Choices({name: values for name, values in self._values.items() if name not in keys})

    def pairs(self) -> Iterable[tuple[str, str]]:
        """(key, value) of all that is chosen, for the hidden inputs of a form."""
        return [(key, value) for key in KEYS for value in self.get(key)]

    def encoded(self, **more: str) -> str:
        """`?…` with the choices and what is given besides (a cursor); "" when there is nothing."""
        query = [*self.pairs(), *more.items()]
        return f"?{urlencode(query)}" if query else ""

    def list_address(self) -> str:
        """The address of the list in the language of the page."""
        return reverse("statement_list") + self.encoded()
