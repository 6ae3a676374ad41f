"""The translation memory: what gets into it and out of it again, and what it offers."""

import pytest
from django.core.management import call_command
from django.db import connection

from archive.models import Statement, Translation
from editorial.models import Segment, SegmentMark
from editorial.segments import MOST_MARKS, key, marks, pair_of
from editorial.workflow.memory import alike, concordance, keep, same
from editorial.workflow.moves import move
from editorial.workflow.revise import revise
from editorial.workflow.translate import render
from tests import cast

PAIR = ("en", "fa")


def published(texts=("The mole was closed at dawn.", "We ask for it to be opened."), **changes) -> Translation:
    """A published translation of a published statement."""
    statement = cast.statement(texts=texts, stage="published")
    translation = cast.translation(statement, **changes)
    return cast.carry(translation, "published")


def sources() -> list[str]:
    return list(Segment.objects.order_by("number").values_list("source", flat=True))


def test_marks_belong_to_a_pair_of_languages_and_to_spelling_habits_they_do_not():
    persian, arabic = "كارگران اسكله مي‌گويند", "کارگران اسکله می‌گویند"
    assert marks(persian, "fa>en") == marks(arabic, "fa>en") and key(persian, "fa>en") == key(arabic, "fa>en")
    assert not set(marks(persian, "fa>en")) & set(marks(persian, "fa>tr"))
    assert len(marks(" ".join(f"word{number}" for number in range(300)), "en>fa")) == MOST_MARKS
    assert marks("", "en>fa") == [] and len(marks("Comrades!", "en>fa")) == 1


def test_long_paragraphs_that_share_most_words_share_most_marks():
    words = [f"word{number}" for number in range(200)]
    changed = [word if place % 20 else f"other{place}" for place, word in enumerate(words)]
    shared = set(marks(" ".join(words), "en>fa")) & set(marks(" ".join(changed), "en>fa"))
    assert len(shared) >= MOST_MARKS / 2


@pytest.mark.django_db
def test_only_what_is_verified_and_published_is_kept():
    statement = cast.statement(stage="published")
    translation = cast.translation(statement)
    for name, by in (("submit", "translator"), ("verify", "verifier")):
        move(translation, name, cast.person(by))
        assert sources() == []
    move(translation, "publish", cast.person("publisher"))
    assert sources() == [
        "Against the closing of the mole",
        "The mole was closed at dawn.",
        "We ask for it to be opened.",
    ]
    assert SegmentMark.objects.count() == sum(len(marks(one, pair_of(*PAIR))) for one in sources())


@pytest.mark.django_db
def test_an_edit_is_kept_when_it_is_published_and_not_before():
    translation = published()
    by = cast.person("translator")
    render(translation, title="عنوان", texts={1: "اسکله بامداد بسته شد."}, by=by)
    translation.refresh_from_db()
    assert same(["The mole was closed at dawn."], *PAIR)["The mole was closed at dawn."].segment.target.startswith(
        "اسکله سپیده"
    )
    cast.carry(translation, "published")
    kept = same(["The mole was closed at dawn."], *PAIR)["The mole was closed at dawn."].segment
    assert kept.target == "اسکله بامداد بسته شد." and Segment.objects.count() == 3


@pytest.mark.django_db
@pytest.mark.parametrize("what", ["translation", "statement"])
def test_what_is_withdrawn_is_gone_and_what_is_restored_waits_until_it_is_published_again(what):
    translation = published()
    thing = translation if what == "translation" else Statement.objects.get()
    by = cast.person("publisher")
    move(thing, "withdraw", by, "Asked for by the issuer.")
    assert not Segment.objects.exists() and not SegmentMark.objects.exists()
    move(thing, "restore", by, "A mistake.")
    assert not Segment.objects.exists()
    cast.carry(thing, "published")
    assert Segment.objects.count() == 3


@pytest.mark.django_db
def test_a_rendering_stays_beside_the_source_that_it_was_made_from():
    translation = published()
    statement = translation.statement
    texts = ["The mole was closed at noon.", "We ask for it to be opened."]
    revise(statement, title="Against the closing of the mole", texts=texts, by=cast.person("importer"))
    cast.carry(statement, "published")
    assert sources()[1] == "The mole was closed at dawn."
    keep([statement])
    assert Segment.objects.count() == 3


@pytest.mark.django_db
def test_equal_sources_are_offered_whatever_the_spelling_habit():
    published()
    found = same(["The mole was closed at dawn.", "THE MOLE was closed at dawn", "Bread is dear."], *PAIR)
    assert [offer.likeness for offer in found.values()] == [100, 99]
    assert not same(["The mole was closed at dawn."], "en", "tr")
    own = Translation.objects.get().pk
    assert not same(["The mole was closed at dawn."], *PAIR, without=own)


@pytest.mark.django_db
def test_like_sources_are_offered_with_the_words_that_differ():
    published(texts=("The mole was closed at dawn by order of the governor.", "Bread is dear."))
    [offer] = alike("The mole was closed at noon by order of the governor.", *PAIR)
    assert 85 < offer.likeness < 100
    assert [(piece.kind, piece.text) for piece in offer.change if piece.kind != "same"] == [
        ("gone", "dawn"),
        ("new", "noon"),
    ]
    assert alike("Teachers of the north went on strike for their wages.", *PAIR) == []
    assert alike("", *PAIR) == [] and alike("…", *PAIR) == []


@pytest.mark.django_db
def test_a_concordance_finds_a_phrase_on_either_side():
    published()
    [found] = concordance("closed AT dawn", *PAIR)
    assert [text for text, hit in found.source if hit] == ["closed", "at", "dawn"]
    assert "".join(text for text, _hit in found.target) == "اسکله سپیده‌دم بسته شد."
    [found] = concordance("سپیده‌دم بسته", *PAIR, in_target=True)
    assert found.segment.number == 1 and any(hit for _text, hit in found.target)
    published(texts=("The mole, the mole was closed: the gate, at dawn, was closed at dawn.",), title="")
    [found, _older] = concordance("was closed at dawn", *PAIR)
    assert [text for text, hit in found.source if hit] == ["was", "closed", "at", "dawn"]
    assert "".join(text for text, _hit in found.source) == found.segment.source
    assert concordance("dawn closed", *PAIR) == [] and concordance("\"' !", *PAIR) == []
    assert concordance("closed at dawn", "en", "tr") == []


def test_the_index_of_phrases_is_rebuilt_with_the_database(open_database):
    published()
    with connection.cursor() as cursor:
        for name in ("source_words", "target_words") if connection.vendor == "postgresql" else ():
            cursor.execute(f"DROP INDEX editorial_segment_{name}")
        for event in ("insert", "update", "delete") if connection.vendor == "sqlite" else ():
            cursor.execute(f"DROP TRIGGER editorial_segment_words_{event}")
        if connection.vendor == "sqlite":
            cursor.execute("DROP TABLE editorial_segment_words")
    call_command("migrate", verbosity=0)
    assert concordance("closed at dawn", *PAIR)
    Segment.objects.all().delete()
    assert concordance("closed at dawn", *PAIR) == []


@pytest.mark.django_db
def test_many_statements_are_kept_with_as_few_queries_as_one(django_assert_max_num_queries):
    statements = [published().statement for _one in range(3)]
    with django_assert_max_num_queries(12):
        keep(statements)
    assert Segment.objects.count() == 9


@pytest.mark.django_db
def test_the_command_makes_the_memory_anew(capsys):
    published()
    Segment.objects.all().delete()
    stray = cast.translation(cast.statement("On nets"))
    Segment.objects.create(translation=stray, number=1, source="x", target="y", key=1)
    call_command("keep_memory")
    assert capsys.readouterr().out == "3 segments of 1 statements.\n"
    assert not Segment.objects.filter(translation=stray).exists() and concordance("closed at dawn", *PAIR)
