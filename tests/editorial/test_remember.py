"""The shadow by which duplicates are found follows the current text, whoever writes it."""

import random

import pytest

from editorial.fingerprints import digest_of_words, fingerprints
from editorial.intake.neighbours import nearest
from editorial.models import Fingerprint, TextKey
from editorial.workflow.revise import revise, roll_back
from tests import cast

pytestmark = pytest.mark.django_db


def text_of(seed: int) -> str:
    chance = random.Random(seed)  # noqa: S311 - sample text, not a secret
    return " ".join(f"word{chance.randrange(5000)}" for _word in range(200))


def found(text: str) -> tuple[list[int], list[int]]:
    same = TextKey.objects.filter(digest=digest_of_words(text)).values_list("statement_id", flat=True)
    return list(same), nearest(fingerprints(text))


def test_the_shadow_follows_a_revision_and_a_roll_back():
    first, second = text_of(1), text_of(2)
    statement = cast.statement(title="One", texts=[first])
    other = cast.statement(title="Two", texts=[text_of(3)])
    writer = cast.person("importer")
    assert found(first) == ([statement.pk], [statement.pk]) and found(second) == ([], [])

    before = statement.text()
    revise(statement, title="One", texts=[second], by=writer)
    assert found(first) == ([], []) and found(second) == ([statement.pk], [statement.pk])

    roll_back(statement, before, writer, "The first was right.")
    assert found(first) == ([statement.pk], [statement.pk]) and found(second) == ([], [])
    assert found(text_of(3)) == ([other.pk], [other.pk])


def test_a_translation_casts_no_shadow():
    statement = cast.statement(title="One", texts=[text_of(1)])
    standing = set(Fingerprint.objects.values_list("hash", "statement_id"))
    cast.translation(statement)
    assert set(Fingerprint.objects.values_list("hash", "statement_id")) == standing
    assert TextKey.objects.count() == 1


def test_a_look_up_visits_every_shelf(monkeypatch):
    monkeypatch.setattr(Fingerprint, "SHELF", 1)
    statements = [cast.statement(title=str(seed), texts=[text_of(seed)]) for seed in range(3)]
    assert Fingerprint.objects.values("shelf").distinct().count() == 3
    assert [found(text_of(seed))[1] for seed in range(3)] == [[one.pk] for one in statements]
