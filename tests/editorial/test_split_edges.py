"""Where a text begins and ends among what its page puts round it: readers' threads, counters, banners, tags."""

from editorial.intake.extract import extract
from editorial.intake.pipeline import text_of
from editorial.intake.split import split

_BODY = (
    "We dockers of the north quay have waited four months for the wages that were promised to us in spring.\n\n"
    "We demand that the port pays them before the month is out, and we will not unload another ship until it does.\n\n"
    "We thank the bakers and the tram drivers who stand with us at the gates every morning, whatever the weather.\n\n"
)
_TITLE = "Statement of the Dockers of the North Quay\n\n"


def read(text: str, name: str = "page.txt", media_type: str = "text/plain") -> list[str]:
    """The texts of the statements on a page."""
    told = extract(text.encode(), name, media_type)
    return [text_of(p, told) for p in split(told) if p.holds_statement()]


def body(text: str = _BODY) -> str:
    return " ".join(text.split())


def test_a_thread_of_readers_is_none_of_the_text_though_nothing_announces_it():
    thread = "".join(
        f"{who}\n\n{number} years ago\n\nIn reply to Welcome by harbour.example\n\n{words}\n\n"
        for number, who, words in (
            (
                3,
                "Otter",
                "We all know that this quay has been losing money since the new bridge was opened to lorries.",
            ),
            (2, "Heron", "Our own family worked there and we never saw a late wage, whatever you may say of the port."),
            (2, "Otter", "Then you were lucky, we waited for ours for half a year and some of us are waiting still."),
        )
    )
    assert read(_TITLE + _BODY + thread) == [body()]


def test_a_listing_with_the_age_of_its_items_is_still_a_listing():
    items = "".join(
        f"{title}\n\n{number} days ago\n\n{words}\n\nRead more\n\n"
        for number, title, words in (
            (
                2,
                "Ferry Crews Stop Work",
                "The crews of three ferries stopped work on Monday over the length of their shifts …",
            ),
            (
                4,
                "Bakers Vote On Offer",
                "The bakers of the old town vote this week on the offer that was made to them …",
            ),
            (6, "Tram Line Saved", "The council gave way and line nine stays open, as its drivers had asked …"),
        )
    )
    assert len(read(items)) == 3


def test_a_banner_in_another_language_and_a_counter_are_the_pages():
    text = (
        "بیانیه اتحادیه نانوایان\n\n193\n\n"
        "ما نانوایان شهر سه ماه است که دستمزد خود را نگرفته‌ایم و دیگر بیش از این نمی‌توانیم صبر کنیم.\n\n"
        "ما خواهان پرداخت فوری دستمزدها هستیم و از همه همکاران می‌خواهیم که در کنار ما بایستند.\n\n"
        "نظر بسته شده است\n\n"
        "We use cookies so that this website is better for you. Accept all of them or read what they are for.\n"
    )
    (found,) = read(text)
    assert found.startswith("ما نانوایان") and found.endswith("بایستند.")


def test_what_a_report_says_was_said_is_no_note_above_another_text():
    text = (
        "Women's Assembly Speaks At The Mill\n\nThe Women's Assembly met the press on Friday in the yard.\n\n"
        "In the statement it was said that the women of the mill will not go back before the new rota is withdrawn.\n\n"
        "The meeting ended with the song of the mill and with slogans for the women of the whole valley.\n"
    )
    assert len(read(text)) <= 1


def test_paragraphs_that_are_quoted_one_by_one_are_one_quotation():
    text = (
        "The Ferry Crews' Union has published a statement on the arrest of its secretary.\n\n"
        "The statement reads as follows:\n\n"
        "“We will not be silent while our secretary sits in a cell for having asked for safe boats.”\n\n"
        "“We call on every crew on the lake to keep its boat at the pier on Sunday until she is free again.”\n\n"
        "“We shall be there.”\n\n"
        "The union was founded eleven years ago and has members in nine towns around the lake.\n"
    )
    (found,) = read(text)
    assert "We will not be silent" in found and found.rstrip("”").endswith("We shall be there.")


def test_a_country_alone_below_the_foot_is_no_statement():
    foot = "Learn more\n\nDOCKERS' UNION OF THE NORTH\n\nTo unsubscribe write to quay@example.org\n\nUS\n"
    assert read(_TITLE + _BODY + foot) == [body()]


def test_tags_in_markdown_set_words_and_say_nothing():
    text = (
        '---\ntitle: "Statement of the Dockers"\n---\n'
        '<figure>\n<img src="https://quay.example/a.jpg">\n</figure>\n\n'
        + _BODY.replace("We demand", '<p style="text-align: left;">We demand').replace("weather.", "weather.<br>\n")
    )
    assert read(text) == [body()]


def test_markdown_inside_a_page_of_tags_is_read_as_such():
    text = (
        "---\ntitle: Statement of the Dockers\nlayout: page\n---\n"
        "The following statement was published by [the Dockers](https://quay.example/) on 3 May 2019:\n\n"
        '<table border="0"><tr><td>\n\n' + _BODY + "</td></tr></table>\n"
    )
    told = extract(text.encode(), "page.html", "text/html")
    assert "](" not in told.text
    assert [text_of(p, told) for p in split(told) if p.holds_statement()] == [body()]


def test_the_parts_of_a_list_of_signatories_all_sign():
    names = "Signed:\n\nInternational organisations\n\n" + "".join(
        f"• {name}\n\n"
        for name in ("Lake Network (LN)", "Quay Forum", "River Alliance", "Union of Ferries (UF)", "Mill Watch")
    )
    names += "National organisations\n\n" + "".join(
        f"• {name}\n\n"
        for name in ("Almond Pact, Almondia", "Bakers' League, Almondia", "Tram Front, Quillia", "Port Council")
    )
    told = extract((_TITLE + _BODY + names).encode(), "page.txt", "text/plain")
    (passage,) = [p for p in split(told) if p.holds_statement()]
    signed = [told.text[p.start : p.end] for p in passage.spans("signatories")]
    assert "• Port Council" in signed and "• Almond Pact, Almondia" in signed


def test_a_title_told_twice_stands_over_the_whole_text_and_not_over_its_summary():
    text = (
        "Quay-Union: The Port Must Pay\n\nThe dockers of the north quay answered the offer on Tuesday evening.\n\n"
        "Quay-Union: The Port Must Pay\n\n3 May 2019\n\n" + _BODY
    )
    assert read(text) == [body()]


def test_a_wide_gap_below_the_first_title_of_a_page_does_not_part_it_from_its_text():
    text = "Send\n\nStatement of the Dockers on the wages of spring\n\n\n2019-05-03\n\n" + _BODY + "Latest news\n"
    told = extract(text.encode(), "page.txt", "text/plain")
    (passage,) = [p for p in split(told) if p.holds_statement()]
    (title,) = passage.spans("title")
    assert told.text[title.start : title.end] == "Statement of the Dockers on the wages of spring"


def test_a_quotation_goes_on_to_the_mark_that_closes_it_though_an_earlier_paragraph_ends_in_one():
    text = (
        "The Ferry Crews' Union has published a statement on the arrest of its secretary.\n\n"
        "The statement reads as follows:\n\n"
        '"We will not be silent while our secretary sits in a cell for having asked for safe boats."\n\n'
        "We call on every crew on the lake to keep its boat at the pier on Sunday until she is free again. "
        'We shall be there."\n\n'
        "Source: Lakeside Wire\n"
    )
    (found,) = read(text)
    assert found.startswith('"We will') and found.rstrip('"').endswith("We shall be there.")


def test_a_text_that_reports_on_nobody_is_an_item_though_it_names_no_body():
    text = (
        "Bread for the valley\n\nBread costs twice what it cost in spring, and the ovens stand cold on two "
        "days of the week. The mill was built with the money of those who now queue before it in the rain.\n\n"
        "The grain of this harvest lies in the sheds behind the station, and the sheds have been locked since August.\n"
    )
    assert len(read(text)) == 1


#: Dispatches, each with the same line below that leads on and that no list of words names.
_MORE = "and it says that nobody who lives by the lake can wait any longer for what was earned in spring."
_DISPATCHES = "\n".join(
    f"{who} {does}\nThe union of the {who.casefold()} meets at the gates on Sunday {_MORE}\nSee it whole\n"
    for who, does in (
        ("Dockers", "close the north quay"),
        ("Bakers", "stand with the dockers"),
        ("Tram drivers", "slow the lines"),
        ("Ferry crews", "keep the boats in"),
    )
)


def test_a_line_that_recurs_under_texts_leads_on():
    told = extract(f"Quay News\n\n{_DISPATCHES}\n".encode(), "page.txt", "text/plain")
    found = [p for p in split(told) if p.holds_statement()]
    assert [p.kind for p in found] == ["excerpt"] * 4
    assert not any("See it whole" in text_of(p, told) for p in found)


def test_figures_that_count_up_over_points_part_no_texts():
    points = (
        "Wages: paid when they are due\nNobody waits for what was earned in spring.",
        "Boats: safe before they sail\nNo crew is sent out in a boat that leaks.",
        "Quays: open to all of us\nWhoever works here may walk here without a pass.",
    )
    text = "Charter of the Quays\n\nWe who sign this charter swear to keep to what it says, all of us.\n\n"
    text += "".join(f"{number}\n{point}\n\n" for number, point in enumerate(points, 1))
    (found,) = read(text)
    assert "swear to keep" in found and "without a pass" in found


def test_readers_words_that_end_in_the_word_for_answering_are_a_thread():
    thread = "2 Kommentare\n\n" + "".join(
        f"{who}\n{day}. März, 2018 {words} Auf diesen Kommentar reagieren\n\n"
        for who, day, words in (
            ("Otter", 15, "Wir am Kai haben das alle schon lange gewusst, und doch hat keiner ein Wort gesagt."),
            ("Reiher", 16, "Dann sagt es jetzt, die Löhne vom Frühling sind noch immer nicht bei uns angekommen."),
            ("Biber", 17, "Ich war dabei, als die Schuppen geschlossen wurden, und habe die Schlüssel gesehen."),
        )
    )
    assert read(_TITLE + _BODY + thread) == [body()]


def test_letters_without_titles_begin_at_their_salutations():
    first = _BODY.split("\n\n")
    letters = "".join(
        f"Dear Editors,\n\n{one}\n\nWe have written this before, to you and to the port, and no one has answered "
        f"a single line of it, so that we write it once more and wait.\n\n{name}\n\n"
        for one, name in zip(
            first, ("Ada Quill, Port Almond", "Ben Otter, North Quay", "Cy Heron, Lowtown"), strict=False
        )
    )
    found = read("Letters on the wages\n\n" + letters)
    assert [text.split(",")[0] for text in found] == ["Dear Editors"] * 3


def test_a_speaker_who_addresses_his_hearers_again_gives_one_speech():
    text = "Speech of the Dockers of the North Quay\n\n" + "".join(
        f"Dear comrades,\n\n{one}\n\nWe have said this before, and we say it once more to all who are here today and "
        "to those who could not come because they are at work in the rain.\n\n"
        for one in _BODY.split("\n\n")[:3]
    )
    assert len(read(text)) == 1


def test_where_titles_stand_over_their_dates_a_summary_below_a_date_is_none():
    text = "Quay News\n\n" + "".join(
        f"{title}\n\nPublished: {day}/10/2019\n\n{summary}\n\n{_BODY.replace('port', port)}"
        for port, title, day, summary in (
            (
                "port",
                "Dockers close the north quay",
                3,
                "The dockers closed the quay on Monday. They want their wages.",
            ),
            (
                "mill",
                "Bakers stand with the dockers",
                4,
                "The bakers bring bread to the gates. Others are asked to come.",
            ),
            (
                "tramway",
                "Tram drivers slow the lines",
                5,
                "Every second tram runs while the port calls the wages “a matter of time”",
            ),
        )
    )
    told = extract(text.encode(), "page.txt", "text/plain")
    found = [p for p in split(told) if p.holds_statement()]
    titles = [told.text[p.spans("title")[0].start : p.spans("title")[0].end] for p in found]
    assert titles[-1] == "Tram drivers slow the lines" and len(titles) == 3


def test_a_paragraph_that_counts_up_those_it_wrote_to_is_no_list_of_signatories():
    told = (
        "In spring, we wrote one by one to Ada Quill, Minister of Ports; Ben Otter, Mayor of Almond; Cy Heron, "
        "Prefect of the Lake; Dee Marten, Judge of the Quay; Eve Stoat, Head of the Mill Board; and Fay Vole.\n\n"
    )
    text = _TITLE + _BODY + told + "None of them has answered, and so we write to all of you who live by the lake.\n\n"
    assert read(text) == [
        body(_BODY + told + "None of them has answered, and so we write to all of you who live by the lake.")
    ]


def test_a_text_announced_as_a_statement_is_one_though_it_speaks_of_others():
    text = (
        "Harbour Diary\n\n16 September 2021\nLake Circle: The Port Board Was Late and Weak\n\n"
        "Text of the statement:\n\nThe port board has not said a word about the locked sheds, though it was told of "
        "them in June.\n\nThe board has met the harbour master behind closed doors and has told nobody what was said "
        "there.\n\nThe board holds the keys of the sheds and answers for what is in them.\n"
    )
    (found,) = read(text)
    assert found.startswith("The port board has not")


def test_a_form_around_the_whole_page_says_nothing_of_its_text():
    paragraphs = "".join(f"<p>{one}</p>" for one in _BODY.split("\n\n") if one)
    page = f"<html><body><form><h1>Statement of the Dockers of the North Quay</h1>{paragraphs}</form></body></html>"
    assert read(page, "page.html", "text/html") == [body()]
