"""The command `demo` before it begins its work."""

import socket

import pytest
from django.core.management import CommandError, call_command

from archive.models import Statement

pytestmark = pytest.mark.django_db


def test_a_port_in_use_is_told_before_the_work():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CommandError, match=f"port {port}.*--port"):
            call_command("demo", port=port)
    assert not Statement.objects.exists()


def test_a_number_that_is_no_port_is_told():
    with pytest.raises(CommandError, match="port 99999"):
        call_command("demo", port=99999)
