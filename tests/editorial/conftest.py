"""What several tests of the desk share."""

from datetime import timedelta

import pytest
from django.utils import timezone


@pytest.fixture
def clock(monkeypatch):
    """A clock that the test moves on."""
    began, passed = timezone.now(), [timedelta(0)]
    monkeypatch.setattr(timezone, "now", lambda: began + passed[0])

    def move(**by) -> None:
        passed[0] += timedelta(**by)

    return move


@pytest.fixture
def closed(chromium):
    """The browser is left as it was found: a page left open would go on asking a server that is gone."""
    yield
    for context in chromium.contexts:
        context.close()
