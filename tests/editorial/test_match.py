"""What a reading has to do with stored texts: the same, cut, whole, changed, in another language, nothing."""

import random

import pytest

from archive.dates import from_parts
from editorial.intake.match import judge
from editorial.records import Guess, Named, Neighbour, Passage, Reading

WORDS = [f"w{number}" for number in range(900)]


def text_of(seed: int, words: int = 300) -> str:
    return " ".join(random.Random(seed).choices(WORDS, k=words))  # noqa: S311


def reading_of(language: str = "en", slug: str = "bakers", day: int = 5, excerpt: bool = False) -> Reading:
    return Reading(
        passage=Passage("excerpt" if excerpt else "statement", 0, 10),
        language=Guess(language, 0.9),
        kind=Guess("statement", 0.9),
        date=Guess(from_parts("gregorian", 2021, 2, day), 0.9),
        organisations=(Named("Bakers", "issuer", "Bakers", slug),),
        excerpt=excerpt,
    )


def stored(text: str, **others) -> Neighbour:
    known = {
        "statement_id": 1,
        "title": "",
        "language": "en",
        "issuers": frozenset({"bakers"}),
        "first_day": "2021-02-05",
    }
    return Neighbour(text=text, **(known | others))


def kind_of(text: str, neighbour: Neighbour, reading: Reading | None = None) -> str | None:
    matches = judge(text, reading or reading_of(), [neighbour])
    return matches[0].kind if matches else None


def test_same_text_in_another_spelling():
    written = "كميته مركزي ۱۲ مردم را به آزادى فرا مي‌خواند"
    assert kind_of(written, stored("کمیته مرکزی 12 مردم را به آزادی فرا می‌خواند")) == "same text"


def test_near_duplicate():
    text = text_of(1)
    assert kind_of(text, stored(text + " three new words")) == "near duplicate"


@pytest.mark.parametrize("words", [40, 120])
def test_excerpt_and_its_whole(words):
    whole = text_of(2)
    cut = " ".join(whole.split()[:words])
    assert kind_of(cut, stored(whole), reading_of(excerpt=True)) == "excerpt of"
    assert kind_of(whole, stored(cut, excerpt=True)) == "full text of"


def test_changed_version_needs_the_issuer():
    words = text_of(3).split()
    for at in range(0, len(words), 14):
        words[at] = "changed"
    changed = " ".join(words)
    assert kind_of(changed, stored(text_of(3))) == "changed version"
    assert kind_of(changed, stored(text_of(3), issuers=frozenset({"millers"}))) == "near duplicate"


def test_nothing_in_common():
    assert kind_of(text_of(4), stored(text_of(5))) is None
    assert kind_of("", stored(text_of(5))) is None


def test_other_language_by_issuer_day_and_numbers():
    english = "On 12 ovens 340 bakers worked for 1200 pounds and 45 pence " * 5
    persian = "در ۱۲ تنور ۳۴۰ نانوا برای ۱۲۰۰ پوند و ۴۵ پنس کار کردند " * 5
    assert kind_of(persian, stored(english), reading_of("fa")) == "other language"
    assert kind_of(persian, stored(english, first_day="2021-03-05"), reading_of("fa")) is None
    assert kind_of(persian, stored(english, issuers=frozenset({"millers"})), reading_of("fa")) is None


def test_best_first():
    text = text_of(6)
    neighbours = [stored(text_of(6, 300) + " x y z", statement_id=2), stored(text, statement_id=3)]
    assert [match.statement_id for match in judge(text, reading_of(), neighbours)] == [3, 2]
