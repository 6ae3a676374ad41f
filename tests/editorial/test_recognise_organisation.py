"""Who issued, through which organ, who wrote, who only passed on. Known names are facts, texts are invented."""

import time

import pytest

from editorial.intake.recognise import recognise
from editorial.intake.recognise.leads import announced, spoke
from editorial.intake.recognise.naming import read_name, split_organ
from editorial.intake.recognise.vocabulary import Vocabulary, host_of, name_form, starter
from editorial.records import Extract, KnownName, Mark, Part, Passage
from tests.pace import slowness

#: text, name as written, canonical name where known, organ
NAMES = [
    ("Central Council of the Left Party of Iran", "Left Party of Iran", "Left Party of Iran", "Central Council"),
    (
        "The Political Bureau Iraqi Communist Party",
        "Iraqi Communist Party",
        "Iraqi Communist Party",
        "Political Bureau",
    ),
    ("Communist Party of Iran Youth", "Communist Party of Iran Youth", None, ""),
    ("Revolutionary Communist Party of Iran", "Revolutionary Communist Party of Iran", None, ""),
    ("Bakers’ Union of Basel on the price of flour", "Bakers’ Union of Basel", None, ""),
    ("المكتب السياسي للحزب الشيوعي العراقي حول", "الحزب الشيوعي العراقي", "Iraqi Communist Party", "المكتب السياسي"),
    ("کمیته مرکزی حزب توده ایران درباره", "حزب توده ایران", "Tudeh Party of Iran", "کمیته مرکزی"),
    ("سندیکای نانوایان شهر آبادان درباره نان", "سندیکای نانوایان شهر آبادان", None, ""),
    ("کۆمیتەی ناوەندیی حیزبی شیوعی عێراق سەبارەت بە", "حیزبی شیوعی عێراق", "Iraqi Communist Party", "کۆمیتەی ناوەندیی"),
]


@pytest.mark.parametrize(("text", "written", "canonical", "organ"), NAMES)
def test_reads_names(text, written, canonical, organ):
    found = read_name(text, 0, starter())
    assert found.written == written
    assert (found.hit.best().canonical if found.hit else None) == canonical
    assert found.organ == organ


ANNOUNCED = [
    ("Statement of the Bakers’ Union of Basel on flour", "Bakers’ Union of Basel"),
    ("a leaflet published on 3 May by the Millers’ Council of Ghent.", "Millers’ Council of Ghent"),
    ("اطلاعیهٔ سندیکای نانوایان آبادان درباره نان", "سندیکای نانوایان آبادان"),
    ("بیانیه مشترک حزب توده ایران", "حزب توده ایران"),
    ("بيان صادر عن نقابة الخبازين حول الطحين", "نقابة الخبازين"),
    ("بەیاننامەی حیزبی شیوعی عێراق", "حیزبی شیوعی عێراق"),
    ("Daxuyaniya Partiya Demokrat a Kurdistanê", "Partiya Demokrat a Kurdistanê"),
    ("Communiqué du Syndicat des boulangers de Lyon sur le pain", "Syndicat des boulangers de Lyon"),
    ("Appel de la Confédération générale du travail à la grève", "Confédération générale du travail"),
    ("Nota da Associação dos padeiros contra a fome", "Associação dos padeiros"),
    ("Comunicado del Sindicato de Panaderos de Quito", "Sindicato de Panaderos de Quito"),
    ("Nota do Sindicato dos Padeiros", "Sindicato dos Padeiros"),
    ("Erklärung der Gewerkschaft Backwaren", "Gewerkschaft Backwaren"),
]


@pytest.mark.parametrize(("text", "written"), ANNOUNCED)
def test_words_that_announce_an_issuer(text, written):
    assert announced(text, starter()).written == written


def test_a_sentence_says_who_spoke():
    assert spoke("Yesterday the Bakers’ Union of Basel issued the following statement:", starter()).written == (
        "Bakers’ Union of Basel"
    )
    assert spoke("The weather was fine in Basel.", starter()) is None


def test_organ_on_both_sides():
    assert split_organ("Halkların Demokratik Partisi Merkez Yürütme Kurulu") == (
        "Merkez Yürütme Kurulu",
        "Halkların Demokratik Partisi",
    )
    assert split_organ("Union of Bakers") == ("", "Union of Bakers")


def test_subset_names_never_match():
    vocabulary = starter()
    text = "a call of the Worker-communist Party of Iran to all"
    assert [hit.best().slug for hit in vocabulary.find(text)] == ["worker-communist-party-of-iran"]
    first, second = vocabulary.suggest("Communist Party of Iran", 2)
    assert (first[0].slug, first[1]) == ("communist-party-of-iran", 1.0)
    assert second[1] < 0.75
    assert vocabulary.exact("Workers Communist Party") is None


def test_names_are_found_in_any_spelling():
    vocabulary = starter()
    assert vocabulary.exact("كانون نويسندگان ايران").slug == "kanoon-nevisandegan"
    assert vocabulary.find("مواضع حزب توده‌ی ایران")[0].best().slug == "tudeh-party-of-iran"
    assert vocabulary.find("وللحزب الشيوعي السوداني")[0].best().slug == "sudanese-communist-party"
    assert vocabulary.find("Halkların Demokratik Partisi’nin")[0].best().slug == "hdp"
    assert vocabulary.find("con saludos solidaires") == []
    assert name_form("یەکێتیی نیشتمانیی") == name_form("یەکێتی نیشتمانی")


def test_one_name_of_two_bodies_goes_by_year():
    rows = [
        KnownName("old", "Bakers’ League (1900)", "Bakers’ League", first_year=1900, last_year=1933),
        KnownName("new", "Bakers’ League (1950)", "Bakers’ League", first_year=1950),
    ]
    vocabulary = Vocabulary(rows)
    assert vocabulary.exact("Bakers' League", 1920).slug == "old"
    assert vocabulary.exact("Bakers' League", 1999).slug == "new"
    assert len(vocabulary.find("the Bakers' League said")[0].known) == 2


def test_hosts():
    assert host_of("see https://www.bakers.example.org/a/b.") == "bakers.example.org"
    assert starter().of_host("via https://www.hrw.org/ar/news").slug == "hrw"
    assert starter().of_host("nothing here") is None


def read(*pieces: tuple[str, str], page: dict[str, str] | None = None, marks: tuple[Mark, ...] = (), hint=None):
    """Readings of a page whose passages are parted by ("---", ""); pieces without a part belong to none."""
    text, passages, parts = "", [], []

    def close() -> None:
        nonlocal parts
        if parts:
            start = passages[-1].end if passages else 0
            if parts[0].start > start:
                passages.append(Passage("navigation", start, parts[0].start))
            passages.append(Passage("statement", parts[0].start, len(text), tuple(parts)))
            parts = []

    for part, words in pieces:
        if part in ("---", ""):
            close()
        if part not in ("---", ""):
            parts.append(Part(part, len(text), len(text) + len(words)))
        text += words + "\n\n" if words else ""
    close()
    if not passages or passages[-1].end < len(text):
        passages.append(Passage("navigation", passages[-1].end if passages else 0, len(text)))
    return recognise(Extract(text, "text/plain", marks, page or {}), passages, starter(), hint)


def issuers(reading) -> list[str]:
    return [one.name for one in reading.organisations if one.role == "issuer"]


BODY = "Flour has become dear again, and the ovens of our town stay cold. We will not accept this any longer."


def test_byline_with_organ():
    (reading,) = read(
        ("title", "Bread"), ("byline", "by the Political Committee of the Bakers’ Union (3 May 2019)"), ("body", BODY)
    )
    assert issuers(reading) == ["Bakers’ Union"]
    assert reading.issuing_body.value == "Political Committee"
    assert reading.date.value.first.isoformat() == "2019-05-03"


def test_person_is_the_author_and_inherits_no_owner():
    (reading,) = read(
        ("title", "Bread"), ("byline", "By Anna Muster"), ("body", BODY), page={"site": "Bakers’ Union of Basel"}
    )
    assert reading.author.value == "Anna Muster"
    assert issuers(reading) == []
    assert [one.role for one in reading.organisations] == ["publisher"]


def test_quoting_source_is_not_the_issuer():
    note = "This was first seen on the website of the Tudeh Party of Iran: Statement of the Bakers’ Council of Qom:"
    (reading,) = read(("provenance", note), ("body", BODY))
    assert issuers(reading) == ["Bakers’ Council of Qom"]
    assert [(one.name, one.role) for one in reading.organisations][1] == ("Tudeh Party of Iran", "quoting source")
    assert reading.hand == 2
    assert reading.title.value == "Statement of the Bakers’ Council of Qom"


def test_affiliation_of_an_author():
    note = "(This text was written by Anna Muster, a member of the Bakers’ Union of Basel, in May.)"
    (reading,) = read(("title", "Bread"), ("provenance", note), ("body", BODY))
    assert reading.author.value == "Anna Muster"
    assert issuers(reading) == ["Bakers’ Union of Basel"]


def test_sign_off_in_two_lines():
    (reading,) = read(("body", BODY), ("sign-off", "Political Bureau\n\nIraqi Communist Party"))
    assert issuers(reading) == ["Iraqi Communist Party"]
    assert reading.issuing_body.value == "Political Bureau"


def test_listing_hands_its_owner_down():
    items = [("title", "Bread"), ("body", BODY), ("---", "")]
    own = [("title", "Flour"), ("byline", "Central Council of the Left Party of Iran"), ("body", BODY), ("---", "")]
    readings = read(*own, *items, *items, *items)
    assert [issuers(one) for one in readings] == [["Left Party of Iran"]] * 4
    assert readings[1].organisations[0].confidence < 0.7 < readings[0].organisations[0].confidence


def test_joint_statement_has_no_issuer_but_its_convener():
    names = ("signatories", "Signed:\nBakers’ Union of Basel\nMillers’ Council of Ghent\nGrocers’ League")
    (reading,) = read(("title", "Bread"), ("body", BODY), names, page={"site": "Farmers’ Party"})
    assert issuers(reading) == []
    (reading,) = read(("title", "Bread"), ("body", BODY), names, page={"site": "Grocers’ League"})
    assert issuers(reading) == ["Grocers’ League"]
    assert reading.kind.value == "joint statement"


def test_enumerated_or_bent_names_do_not_speak():
    (reading,) = read(
        ("title", "Ekmek"), ("body", "KESK, DİSK ve TTB’den kadınlar dün fırınların önünde buluştu ve yürüdü.")
    )
    assert issuers(reading) == []


def test_title_names_its_issuer():
    (reading,) = read(("title", "Freedom Socialist Party Statement on Bread"), ("body", BODY))
    assert issuers(reading) == ["Freedom Socialist Party"]
    (reading,) = read(("title", "Bakers’ Union of Basel: Flour for all"), ("body", BODY))
    assert issuers(reading) == ["Bakers’ Union of Basel"]


def test_persian_issuer_run_into_the_first_line():
    body = "اطلاعیه حزب توده ایران نانوایان شهر ما امروز دست از کار کشیدند و خواهان افزایش دستمزد شدند."
    (reading,) = read(("title", "درباره نان"), ("body", body))
    assert issuers(reading) == ["Tudeh Party of Iran"]


def test_hint_of_the_source():
    (reading,) = read(("title", "Bread"), ("body", BODY), hint={"issuer": "Bakers’ Union of Basel"})
    assert issuers(reading) == ["Bakers’ Union of Basel"]


@pytest.mark.parametrize(
    ("pieces", "names"),
    [
        ([("title", "Bakers’ Federation of Kent condemns arrests"), ("body", BODY)], ["Bakers’ Federation of Kent"]),
        ([("title", "Message of solidarity from the Iraqi Communist Party"), ("body", BODY)],
         ["Iraqi Communist Party"]),
        ([("body", "Zum Streik erklärt Anna Muster, Sprecherin der Gewerkschaft Backwaren:"), ("body", BODY)],
         ["Gewerkschaft Backwaren"]),
        ([("body", "(Basel) – Bakers should be freed, Amnesty International said today."), ("body", BODY)],
         ["Amnesty International"]),
        ([("body", BODY), ("body", "Ejército Zapatista de Liberación Nacional.")],
         ["Zapatista Army of National Liberation"]),
        ([("provenance", "به گزارش اخبار روز، هیئت اجرایی حزب چپ ایران با انتشار بیانیه‌ای گفت:"), ("body", BODY)],
         ["Left Party of Iran"]),
        ([("title", "پیام به حزب توده ایران"), ("body", BODY)], []),
        ([("title", "بیانیه مشترک تشکل‌های مستقل"), ("body", BODY)], []),
    ],
)  # fmt: skip
def test_other_places_that_name_the_issuer(pieces, names):
    (reading,) = read(*pieces)
    assert issuers(reading) == names


def test_a_mention_in_the_title_gives_way_to_the_owner():
    (reading,) = read(("title", "Amnesty International report ignored"), ("body", BODY), page={"site": "Bakers’ Union"})
    assert issuers(reading) == ["Bakers’ Union"]


def test_announced_text_takes_the_issuer_that_the_report_names():
    report = [
        ("title", "Bread"),
        ("body", "Yesterday the Bakers’ Union of Basel issued a statement on flour."),
        ("---", ""),
    ]
    _, quoted = read(*report, ("provenance", "The statement reads:"), ("body", BODY))
    assert issuers(quoted) == ["Bakers’ Union of Basel"]


def test_signed_together_nobody_of_them_is_the_issuer():
    (reading,) = read(("body", BODY), ("sign-off", "Bakers’ Union\nMillers’ Council of Ghent\nGrocers’ League"))
    assert issuers(reading) == []
    assert reading.kind.value == "joint statement"


def test_evidence_and_confidence_are_there():
    (reading,) = read(("title", "Bread"), ("byline", "Central Council of the Left Party of Iran"), ("body", BODY))
    for guess in (reading.title, reading.language, reading.kind, reading.issuing_body, *reading.organisations):
        assert 0 < guess.confidence <= 1
        assert guess.evidence is not None


@pytest.mark.parametrize(
    ("frame", "page", "owner"),
    [
        ("Bakers’ Union of Basel", {}, "Bakers’ Union of Basel"),
        ("© 2004–2015 Bakers’ Union of Basel. All rights reserved.", {}, "Bakers’ Union of Basel"),
        ("Tudeh Party of Iran", {"site": "Some Weblog"}, "Tudeh Party of Iran"),
        ("Home", {"address": "https://www.amnesty.org/en/latest/"}, "Amnesty International"),
        ("Home", {"title": "Bread - Bakers’ Union of Basel"}, "Bakers’ Union of Basel"),
        ("Home", {"site": "Brot und Rosen"}, "Brot und Rosen"),
        ("Home", {"site": "WordPress"}, None),
        ("Statements of the trade unions", {}, None),
    ],
)
def test_whose_page_it_is(frame, page, owner):
    (reading,) = read(("", frame), ("title", "Bread"), ("body", BODY), page=page)
    assert issuers(reading) == ([owner] if owner else [])
    assert all(one.confidence <= 0.75 for one in reading.organisations)


@pytest.mark.parametrize("words", ["بیانیه ", "statement by ", "issued by ", "Union Of ", "1.1.", "# a", "5 may "])
@pytest.mark.parametrize("part", ["byline", "provenance", "body"])
def test_hostile_length_takes_no_long_time(words, part):
    begun = time.process_time()
    read((part, words * (20_000 // len(words))), ("body", BODY))
    assert time.process_time() - begun < 5 * slowness()  # seconds; it took minutes while the time grew with the square
