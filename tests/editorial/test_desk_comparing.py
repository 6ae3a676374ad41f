"""The verifier's page: the captured span beside the text."""

import pytest
from django.urls import reverse

from editorial.workflow.draft import accept
from editorial.workflow.revise import revise
from tests import cast

pytestmark = pytest.mark.django_db


def test_what_differs_from_the_capture_is_marked(client):
    importer = cast.person("importer")
    statement = accept(cast.candidates()[0], importer)
    client.force_login(cast.person("verifier"))
    address = reverse("admin:archive_statement_compare", args=[statement.pk])
    assert "word for word" in client.get(address).text
    revise(
        statement,
        title=statement.title(),
        texts=["The mole was shut at dawn.", "We ask for it to be opened."],
        by=importer,
    )
    page = client.get(address)
    assert "<del>closed</del><ins>shut</ins>" in page.text
    assert page.context["changed"] == 1


def test_a_statement_without_a_captured_page_cannot_be_compared(client):
    client.force_login(cast.person("verifier"))
    assert client.get(reverse("admin:archive_statement_compare", args=[cast.statement().pk])).status_code == 404
