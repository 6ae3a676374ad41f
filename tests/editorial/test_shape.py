"""The page's shape: reports around a quotation, introductions, news that only cites; over invented pages."""

import pytest

from editorial.intake.extract import extract
from editorial.intake.pipeline import text_of
from editorial.intake.split import split
from editorial.intake.voice import listen, tongue

_LETTER = (
    "We who mend the nets of this harbour have been without a dry shed for eleven winters, and our hands show it.",
    "Our request is small. We ask for a roof, for a lamp, and for the key to the door that we ourselves paid for.",
    "We shall stand at the quay every Friday until the council has answered us in writing.",
)
_NEWS = {
    "en": "Net menders marched to the quay on Friday, according to the harbour's spokeswoman. “We are tired,” said "
    "one of them. The council declined to comment, and the mayor told reporters that the shed would be discussed.",
    "es": "Las remendadoras marcharon el viernes hasta el muelle, según informó el puerto. «Estamos cansadas», dijo "
    "una de ellas. Un portavoz del ayuntamiento señaló que el asunto se tratará en otoño y aseguró que habrá obras.",
    "fr": "Les ramendeuses ont défilé vendredi, selon le port. « Nous sommes fatiguées », a déclaré l'une d'elles. Un "
    "porte-parole de la mairie a indiqué que le dossier serait examiné, et a ajouté que le hangar attendrait.",
    "de": "Die Netzflickerinnen zogen am Freitag zum Kai, berichtete der Hafen. „Wir sind müde“, sagte eine von ihnen. "
    "Ein Sprecher der Stadt erklärte, der Schuppen werde besprochen, nach Angaben des Rates im Herbst.",
    "tr": "Ağ onarıcıları cuma günü rıhtıma yürüdü. “Yorulduk” dedi biri. Belediye sözcüsü konunun görüşüleceğini "
    "söyledi, liman müdürü ise çatının gelecek yıl yapılacağını belirtti ve başka bir tarih vermeyeceğini kaydetti.",
    "fa": "تعمیرکاران تور روز جمعه به اسکله رفتند. یکی از آنان گفت که خسته شده‌اند. سخنگوی شهرداری اعلام کرد که موضوع "
    "در پاییز بررسی خواهد شد و افزود که سقف تازه‌ای ساخته می‌شود. خبرنگار این روزنامه به انبار راه نیافت.",
    "ar": "سار مصلحو الشباك يوم الجمعة إلى الرصيف. وقال أحدهم إن السقف لم يعد يقي أحداً من المطر. وأضاف أن المجلس "
    "تأخر في الرد. وأوضح متحدث باسم البلدية أن الأمر سيبحث في الخريف، وأكد أن الميزانية ضيقة هذا العام.",
}


def held(text: str) -> list[str]:
    told = extract(text.encode(), "page.txt")
    return [text_of(passage, told) for passage in split(told) if passage.holds_statement()]


@pytest.mark.parametrize("tag", _NEWS)
def test_news_that_only_cites_holds_no_statement(tag):
    headline = {"fa": "راهپیمایی در بندر", "ar": "مسيرة في الميناء"}.get(tag, "Quay 7")
    assert held(f"{headline}\n\n{_NEWS[tag]}\n") == []


def test_a_report_gives_way_to_the_statement_that_it_quotes_over_paragraphs():
    report = "The menders of the harbour met again on Friday. Some forty people listened in the rain."
    lead = "The statement that was read out says:"
    quoted = "\n\n".join(_LETTER)
    after = "The harbour office said that it would look into the matter."
    assert held(f"Menders meet again\n\n{report}\n\n{lead}\n\n“{quoted}”\n\n{after}\n") == [f"“{' '.join(_LETTER)}”"]


def test_a_long_quotation_needs_no_lead_in():
    quoted = "\n\n".join(_LETTER)
    assert held(f"From the harbour\n\nThe menders have written.\n\n“{quoted}”\n") == [f"“{' '.join(_LETTER)}”"]


def test_a_citation_inside_a_statement_does_not_take_its_place():
    law = 'The harbour law says: "Whoever mends a net has the use of a shed, of a lamp and of a key to its door."'
    (body,) = held("\n\n".join(["Open letter of the menders", _LETTER[0], law, *_LETTER[1:]]))
    assert body == " ".join([_LETTER[0], law, *_LETTER[1:]])


@pytest.mark.parametrize("opening", ["Dear members of the harbour council,", "Letter of the net menders of Quay Seven"])
def test_the_pages_own_introduction_is_no_part_of_the_letter(opening):
    introduction = "This letter went out by post last week. Anyone may still add a name in the form at the gate."
    (body,) = held("\n\n".join([introduction, opening, *_LETTER]))
    assert introduction not in body
    assert body.endswith(" ".join(_LETTER))


def test_what_a_compiler_adds_behind_a_signature_is_left_out():
    remark = "I am told that the roof was measured the very next morning, by a man with a very short ladder."
    text = ["The menders: a roof over our heads", *_LETTER, "— The Net Menders of Quay Seven", remark]
    second = ["The carters: a dry road", "(Statement of the Carters, 3 May 2011.)", *reversed(_LETTER)]
    first, _second = held("\n\n".join([*text, *second]))
    assert first == " ".join(_LETTER)


@pytest.mark.parametrize(
    ("text", "tag"),
    [(_NEWS[tag], tag) for tag in _NEWS]
    + [("Em daxwaz dikin ku derî ji me re bê vekirin û ew bi me re biaxivin", "kmr")],
)
def test_the_language_is_guessed_from_small_words(text, tag):
    assert tongue(text.casefold()) == tag


def test_words_in_quotation_marks_are_not_the_reporters():
    heard = listen("The mayor said that there was time. “We have waited, and our patience is at an end,” they shouted.")
    assert (heard.we, heard.beyond, heard.report) == (2, 0, True)


@pytest.mark.parametrize(
    "page",
    [
        "Frequently asked questions\n\nWho can join?\nAnyone who mends nets can join us. We ask for no papers.\n\n"
        "What does it cost?\nWe ask for a pound a month, and our rooms are open to all who pay it.\n",
        "Calendar – May 2012\n\n4 May, 19.30\nReading\nTwo poets read from their new books. Entrance is free.\n\n"
        "11 May, 20.00\nFilm\nWe show a film about salt and talk to those who made it.\n\n"
        "19 May, 10.00\nWalk\nWe meet in front of the ropewalk. Please bring water and something to eat.\n",
        "About us\n\nThe union was founded in 1989 by nine menders. We have four hundred members and one lamp.\n\n"
        "Get involved\nOur meetings are on Thursdays at 7.30 pm, and our rooms are open from 9 am to 1 pm.\n",
    ],
    ids=["questions", "calendar", "about"],
)
def test_a_page_about_the_site_itself_holds_no_statement(page):
    assert held(page) == []


def test_a_text_in_the_third_person_is_a_statement_by_the_stand_that_it_takes():
    text = (
        "The quay was sold on Monday without a word to those who work on it. The union condemns the sale and calls on "
        "the harbour office to reverse it. The lamp at the gate must be lit again, and the shed must be opened."
    )
    assert held(f"No sale of the quay\n\n{text}\n") == [text]


def test_an_invitation_to_an_outing_is_no_statement_and_the_last_item_of_a_menu_heads_no_text():
    menu = "Harbour Forum\n\nHome\n\nThe quay\n\nPictures\n\nContact\n\n"
    outing = (
        "Walk round the salt marsh\n\nOn 27 April the forum walks round the salt marsh and looks at the old huts.\n\n"
        "Meeting place: the car park behind the ropewalk.\nHour: 9:30.\n\n"
        "The way is some nine miles long and of no great height, and whoever walks slowly will be waited for.\n"
    )
    assert held(menu + outing) == []
    assert held(menu + "Statement of the menders\n\n" + "\n\n".join(_LETTER)) == [" ".join(_LETTER)]


def test_the_first_line_of_some_length_over_a_text_is_its_headline_and_the_next_its_deck():
    menu = "Harbour Forum\n\nHome\n\nThe quay\n\nPictures\n\nContact\n\n"
    deck = "Ada Quill tells of the menders' motion\n\n3 May 2019\n\n"
    told = extract((menu + "Menders want a roof at last\n\n" + deck + "\n\n".join(_LETTER)).encode(), "page.txt")
    (passage,) = [p for p in split(told) if p.holds_statement()]
    (title,) = passage.spans("title")
    assert told.text[title.start : title.end] == "Menders want a roof at last"


def test_the_heading_of_a_page_is_not_the_title_of_its_first_speakers_text():
    items = "".join(
        f"<p>Motion {number}: {who}</p>" + "".join(f"<p>{line.replace('harbour', number)}</p>" for line in _LETTER[:1])
        for number, who in (("One", "Council of Menders"), ("Two", "Union of Ropemakers"), ("Three", "Salt Committee"))
    )
    page = f"<html><body><h2>Motions carried at the quay</h2>{items}</body></html>"
    told = extract(page.encode(), "page.html", "text/html")
    found = [p for p in split(told) if p.holds_statement()]
    titles = [told.text[p.spans("title")[0].start : p.spans("title")[0].end] for p in found]
    assert titles[0] == "Motion One: Council of Menders" and len(titles) == 3
