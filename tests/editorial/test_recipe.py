"""A source's recipe is followed at every door, and one that cannot be followed is refused with a sentence."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from archive.models import Source
from editorial.intake.known_names import hint_of
from editorial.intake.pipeline import propose
from editorial.intake.recipe import BadRecipe, check, prepare
from editorial.intake.recognise.vocabulary import Vocabulary
from editorial.models import Candidate
from tests import cast

FIRST = (
    "The ferry no longer stops at our island, and nobody told the people who live on it. We ask for two boats a day."
)
SECOND = "The school roof has been open to the rain since March. We ask the district to send the tiles it has paid for."
PAGE = f"""<html><body><div id="side"><h2>Weather today</h2><p>Rain over the whole coast until the evening, then
clearing from the west, with a moderate breeze and a high tide at nine.</p></div>
<div id="main"><h2>Boats</h2><p>{FIRST}</p><p>=====</p><h2>Tiles</h2><p>{SECOND}</p></div></body></html>"""


def readings(data: bytes, hint: dict[str, str]):
    return propose(data, "page.html", None, Vocabulary([]), hint=hint)


def test_kept_and_dropped_elements():
    kept = readings(PAGE.encode(), {"keep": "#main"})
    assert "Weather" not in kept.extract.text and FIRST in kept.extract.text
    dropped = readings(PAGE.encode(), {"drop": "#side\nh2"})
    assert "Weather" not in dropped.extract.text and "Boats" not in dropped.extract.text


def test_separators_part_statements():
    text = f"Boats\n\n{FIRST}\n\n{SECOND}\n\n* * o * *\n\nTiles\n\n{SECOND}\n\n{FIRST}\n"
    parted = propose(text.encode(), "x.txt", None, Vocabulary([]), hint={"separators": "* * o * *"})
    assert len(parted.readings) == 2
    assert [one.start for one in parted.passages] == [0, *[one.end for one in parted.passages[:-1]]]
    assert parted.passages[-1].end == len(parted.extract.text)
    assert not [one for one in parted.readings if "* * o" in parted.extract.text[one.passage.start : one.passage.end]]


def test_an_encoding_that_pages_do_not_declare():
    text = "بيان صادر عن نقابة عمال الميناء: نطالب بفتح البوابة الشرقية ودفع أجور العمال الذين مُنعوا من العمل."
    data, media_type = prepare(text.encode("windows-1256"), None, {"encoding": "windows-1256"})
    assert media_type == "text/html; charset=windows-1256"
    assert text in readings(data, {"encoding": "windows-1256"}).extract.text


@pytest.mark.parametrize(
    ("order", "day"), [("", "2021-04-03"), ("day first", "2021-04-03"), ("month first", "2021-03-04")]
)
@pytest.mark.parametrize("language", ["en", "de"])
def test_the_order_of_day_and_month(order: str, day: str, language: str):
    hint = {"language": language} | ({"date_order": order} if order else {})
    text = f"Statement on the boats\n\n03/04/2021\n\n{FIRST}\n\n{SECOND}\n"
    (reading,) = propose(text.encode(), "x.txt", None, Vocabulary([]), hint=hint).readings
    assert reading.date.value.first.isoformat() == day


def test_an_order_makes_a_date_surer_and_leaves_one_that_has_but_one_reading():
    def read(date: str, hint: dict[str, str]):
        text = f"Statement on the boats\n\n{date}\n\n{FIRST}\n\n{SECOND}\n"
        return propose(text.encode(), "x.txt", None, Vocabulary([]), hint=hint).readings[0].date

    assert read("03/04/2021", {"date_order": "day first"}).confidence > read("03/04/2021", {}).confidence
    assert read("23/04/2021", {"date_order": "month first"}).value.first.isoformat() == "2021-04-23"


@pytest.mark.parametrize(
    ("recipe", "says"),
    [
        ([], "object"),
        ({"colour": "red"}, "colour"),
        ({"drop": "nav"}, "list"),
        ({"drop": ["p[["]}, "selector"),
        ({"encoding": "martian"}, "martian"),
        ({"date_order": "year first"}, "day first"),
        ({"language": "xx"}, "xx"),
        ({"issuer": 3}, "issuer"),
        ({"separators": ["a\nb"]}, "line break"),
    ],
)
def test_a_recipe_that_cannot_be_followed_is_refused(recipe, says):
    with pytest.raises(BadRecipe, match=says):
        check(recipe)


@pytest.mark.django_db
def test_every_door_follows_the_recipe(tmp_path):
    owner = cast.organisation("island-council", en="Island Council")
    source = Source.objects.create(slug="island", owner=owner, language="en", recipe={"keep": ["#main"]})
    assert hint_of(source) == {
        "source": "island", "language": "en", "issuer": "island-council", "country": "IQ", "keep": "#main"
    }  # fmt: skip
    path = tmp_path / "page.html"
    path.write_text(PAGE)
    out = StringIO()
    call_command("read", str(path), "--source", "island", stdout=out)
    assert "Weather" not in out.getvalue()
    issuers = [o["name"] for one in json.loads(out.getvalue())["statements"] for o in one["organisations"]]
    assert issuers and set(issuers) == {"Island Council"}
    call_command("take_in", str(path), "--source", "island", stdout=StringIO(), stderr=StringIO())
    assert Candidate.objects.exists()
    assert not [one for one in Candidate.objects.all() if "Weather" in one.extract.text]


@pytest.mark.django_db
def test_the_desk_refuses_a_recipe_that_cannot_be_followed(client):
    source = Source.objects.create(slug="island", name_en="Island", language="en")
    client.force_login(cast.person("importer"))
    address = f"/desk/archive/source/{source.pk}/change/"
    fields = {"name_en": "Island", "slug": "island", "kind": "site", "language": "en"}
    answer = client.post(address, fields | {"recipe": '{"drop": "nav"}'})
    assert answer.status_code == 200 and "list of texts" in answer.content.decode()
    assert client.post(address, fields | {"recipe": '{"drop": ["nav"]}'}).status_code == 302
    source.refresh_from_db()
    assert source.recipe == {"drop": ["nav"]}
