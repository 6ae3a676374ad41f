"""Names that look like another one without being it."""

import json
import random
from pathlib import Path

import pytest
from django.urls import reverse

from archive.folding import match_form
from archive.models import Participation
from editorial.lookalikes import Resemblance, drawn, resemblance
from tests import cast

STARTER = Path(__file__).resolve().parents[2] / "archive" / "data" / "organisations.jsonl"
#: Letter → one of another alphabet, or a digit, that is drawn like it.
TWINS = dict(zip("aeopcyxsijdhABEKMHOPCTXlo", "аеорсухѕіјԁһАВЕКМНОРСТХ10", strict=True)) | dict(
    zip("فبقن", "ڡٮٯں", strict=True)
)


def starter_names() -> list[str]:
    rows = [json.loads(line) for line in STARTER.read_text(encoding="utf-8").splitlines()]
    names = [row["canonical"] for row in rows]
    names += [name if isinstance(name, str) else name["name"] for row in rows for name in row["names"]]
    return [name for name in names if len(name) > 3 and "." not in name]


def known(names: list[str]) -> dict[str, tuple[str, str]]:
    return {drawn(name): (match_form(name), name) for name in names}


def test_every_disguised_name_is_caught_and_no_real_one():
    names = starter_names()
    looks = known(names)
    assert [name for name in names if resemblance(name, looks)] == []
    chance = random.Random(5)  # noqa: S311 - which letters to disguise is no secret
    disguised = []
    for name in names:
        places = [place for place, letter in enumerate(name) if letter in TWINS]
        if places:
            chosen = chance.sample(places, min(len(places), chance.randint(1, 3)))
            disguised.append("".join(TWINS[c] if place in chosen else c for place, c in enumerate(name)))
    missed = [name for name in disguised if not resemblance(name, looks)]
    assert len(disguised) > 1000 and len(missed) <= len(disguised) // 100, missed[:10]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Communist Pаrty of Iraq", "mixed"),  # a Cyrillic а
        ("حزب\u202eچپ", "unseen"),
        ("Сommon Саuse", "mixed"),
        ("حزبِ کمونیستِ ایران", None),  # vowel marks are no sign
        ("كوملەی زەحمەتكێشان", None),
        ("می‌خواهیم", None),
        ("İşçi Partisi", None),
        ("Ελληνική Ένωση", None),
        ("Союз рабочих", None),
        ("Libérons-Les", None),
    ],
)
def test_what_is_a_sign_and_what_a_habit_of_spelling(name, kind):
    found = resemblance(name, {})
    assert (found.kind if found else None) == kind


def test_a_name_wholly_in_other_letters_is_told_from_the_one_it_looks_like():
    looks = known(["Peace Coop"])
    assert resemblance("Реасе Соор", looks) == Resemblance("drawn", "Peace Coop")
    assert resemblance("peace coop", looks) is None


@pytest.mark.django_db
def test_editors_are_warned_on_both_pages(client):
    cast.organisation()
    statement = cast.statement(stage="in review")
    Participation.objects.create(statement=statement, written="Harbour Workers’ Unіon", role="signatory")
    client.force_login(cast.person("verifier"))
    page = client.get(reverse("admin:archive_statement_change", args=[statement.pk])).text
    assert "Has letters of several scripts in one word." in page
    candidate = cast.candidates()[0]
    candidate.reading["organisations"][0]["written"] = "Наrbour"
    candidate.save()
    client.force_login(cast.person("importer"))
    page = client.get(reverse("admin:editorial_candidate_change", args=[candidate.pk])).text
    assert "Has letters of several scripts in one word." in page
