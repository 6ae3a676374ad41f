"""Issuers as subjects of sentences, branches of known bodies, guests on a page, facts above a text; all invented."""

import pytest

from editorial.intake.pipeline import propose
from editorial.intake.recognise.leads import announced, spoke
from editorial.intake.recognise.naming import read_name
from editorial.intake.recognise.vocabulary import starter
from tests.editorial.test_recognise_organisation import BODY, issuers, read


@pytest.mark.parametrize(
    ("opening", "name"),
    [
        (
            "A Federação dos Padeiros (FEPA), que representa mil fornos, repudia a prisão.",
            "Federação dos Padeiros (FEPA)",
        ),
        (
            "The Millers’ Council of Ghent, which speaks for ten mills, condemns the arrests.",
            "Millers’ Council of Ghent",
        ),
        ("يدين اتحاد الخبازين بقوة اعتقال أعضائه.", "اتحاد الخبازين"),
        ("Wir, die Gewerkschaft Backwaren, fordern Mehl für alle.", "Gewerkschaft Backwaren"),
        ("Desde la asamblea general del Sindicato de Panaderos repudiamos la multa.", "Sindicato de Panaderos"),
        ("Fırıncılar Sendikası, kapanan fırınlar için bir açıklama yayınladı.", "Fırıncılar Sendikası"),
    ],
)
def test_who_acts_in_the_first_sentence_issued_it(opening: str, name: str):
    (reading,) = read(("title", "Bread"), ("body", f"{opening} {BODY}"))
    assert issuers(reading) == [name]


@pytest.mark.parametrize(
    "opening",
    ["The Millers’ Council of Ghent and the Bakers’ Union of Basel met.", "Anna Muster condemns the arrests."],
)
def test_who_only_is_named_did_not(opening: str):
    (reading,) = read(("title", "Bread"), ("body", f"{opening} {BODY}"))
    assert issuers(reading) == []


def test_a_later_paragraph_names_the_issuer_if_only_one_body_acts():
    call = "The Bakers’ Union of Basel calls on all ovens to rest."
    other = "The Millers’ Council of Ghent demands the same of all mills."
    assert issuers(read(("body", BODY), ("body", call))[0]) == ["Bakers’ Union of Basel"]
    assert issuers(read(("body", BODY), ("body", call), ("body", other))[0]) == []


def test_a_branch_is_known_by_its_body_and_keeps_its_name():
    branch = read_name("CGT Port Almond", 0, starter())
    assert (branch.written, branch.hit) == ("CGT Port Almond", None)
    assert read_name("Port Almond", 0, starter()) is None


@pytest.mark.parametrize("line", ["NOTA DE REPÚDIO", "Nota de PROST!", "Nota de DECLARAMOS: pan"])
def test_words_in_capitals_are_no_acronyms(line: str):
    assert announced(line, starter()) is None


def test_an_acronym_in_capitals_is_one():
    assert announced("COMUNICADO DE LA FEPA", starter()).written == "FEPA"


def test_a_press_line_names_a_body_whatever_its_words():
    assert announced("Communiqué de presse Farine-Libre - 3 mai 2021", starter()).written == "Farine-Libre"
    assert announced("Communiqué de Anna Muster - 3 mai 2021", starter()) is None


def test_sentences_whose_verb_comes_last():
    assert spoke("Komeleya Nanpêjan li ser arvan daxuyaniyeke nivîskî da.", starter()).written == "Komeleya Nanpêjan"


def test_who_sent_a_greeting():
    (reading,) = read(("title", "من سليم سالم رئيس اتحاد الخبازين"), ("body", BODY))
    assert issuers(reading) == ["اتحاد الخبازين"]


def test_a_sign_off_over_two_lines():
    (reading,) = read(("body", BODY), ("sign-off", "دبیرخانه فدراسیون\nنانوایان آبادان"))
    assert issuers(reading) == ["فدراسیون نانوایان آبادان"]


def test_a_name_that_the_lead_and_the_sign_off_bear():
    (reading,) = read(("title", "Farine-Libre ferme ses portes"), ("body", BODY), ("sign-off", "Farine-Libre"))
    assert issuers(reading) == ["Farine-Libre"]


def test_front_matter_is_facts_and_no_head():
    head = "---\ntitle: Flour – and bread\ndate: 2023-04-24\npublishdate: 2023-01-14\ntags:\n- port-almond\n---\n"
    text = f"{head}\nFuente El Horno\n\n{BODY}\n\n{BODY}\n"
    (reading,) = propose(text.encode(), "a.md", None, starter()).readings
    assert reading.title.value == "Flour – and bread"
    assert reading.date.value.first.isoformat() == "2023-04-24"


def test_names_over_wrapped_lines():
    names = "Almond, Basel, Cork, Delft,\nEmden, Fez, Ghent, Hull,\nIpswich, Jena und Kiel"
    (reading,) = read(("body", BODY), ("signatories", names))
    assert [one.name for one in reading.signatories] == [
        *("Almond", "Basel", "Cork", "Delft", "Emden", "Fez", "Ghent", "Hull", "Ipswich", "Jena", "Kiel")
    ]


@pytest.mark.parametrize(
    ("lead", "name"),
    [
        ("Voici l'appel d'Aurores Boulangères :", "Aurores Boulangères"),
        ("Open letter by Otters Against Dams:", "Otters Against Dams"),
        ("Secretaria das Padeiras do Vale emite nota de repúdio", "Secretaria das Padeiras do Vale"),
    ],
)
def test_a_name_behind_words_that_lead_to_it_needs_no_word_for_a_body(lead: str, name: str):
    found = announced(lead, starter()) or spoke(lead, starter())
    assert found is not None and found.written == name


@pytest.mark.parametrize("lead", ["Statement of Solidarity:", "Message from Maria Quill:", "Appel de Soutien :"])
def test_a_cause_or_a_person_behind_them_is_no_body(lead: str):
    assert announced(lead, starter()) is None


def test_an_agency_that_signs_a_text_gives_way_to_the_body_whose_text_it_is():
    agency = ("sign-off", "ANHA")
    own = read(("title", "Statement of the Bakers’ Union of Basel"), ("body", BODY), agency)
    assert issuers(own[0]) == ["Bakers’ Union of Basel"]
    assert issuers(read(("title", "Bread"), ("body", BODY), agency)[0]) == ["Hawar News Agency (ANHA)"]


def test_a_name_with_a_hyphen_before_a_colon_is_the_issuer_if_the_text_names_it_too():
    said = f"Öz-Fırın members baked in the square. {BODY}"
    assert issuers(read(("title", "Öz-Fırın: The ovens stay cold"), ("body", said))[0]) == ["Öz-Fırın"]
    assert issuers(read(("title", "Öz-Fırın: The ovens stay cold"), ("body", BODY))[0]) == []


def test_an_office_alone_in_a_byline_names_nobody():
    assert issuers(read(("title", "خبز"), ("byline", "بقلم رئيس المنظمة"), ("body", BODY))[0]) == []
