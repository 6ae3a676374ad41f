"""The glossary and the authority of names: what is offered beside a paragraph, and who keeps the entries."""

import pytest
from django.contrib.auth.models import User

from editorial.models import GlossaryEntry, GlossaryTerm
from editorial.workflow.findings import findings_of
from editorial.workflow.moves import Refused, move
from editorial.workflow.terms import in_paragraphs
from tests import cast
from tests.editorial.test_desk import desk_of
from tests.editorial.test_desk_statements import address

pytestmark = pytest.mark.django_db

ADD = "/desk/editorial/glossaryentry/add/"


def entry(kind: str = "term", note: str = "", approved: User | None = None, **terms: str) -> GlossaryEntry:
    """An entry with one preferred term a language; `x_en` is a variant, `no_en` a forbidden one."""
    made = GlossaryEntry.objects.create(kind=kind, note=note, approved_by=approved)
    for tag, text in terms.items():
        standing, _under, language = tag.rpartition("_")
        standing = {"": "preferred", "x": "variant", "no": "forbidden"}[standing]
        GlossaryTerm.objects.create(entry=made, language=language, text=text, standing=standing)
    return made


def offered(text: str, source: str = "en", target: str = "fa") -> list[tuple[str, list[str], list[str]]]:
    found = in_paragraphs({1: text}, source, target).get(1, [])
    return [(term.source, term.renderings, term.forbidden) for term in found]


def test_terms_people_and_organisations_are_found_in_the_order_of_the_text():
    entry(en="strike", fa="اعتصاب", x_fa="دست از کار کشیدن", no_fa="شورش")
    entry("person", en="Rosa Exemplar", x_en="R. Exemplar", fa="رزا اگزمپلار")
    cast.organisation()
    text = "R. Exemplar called the STRIKES of the Harbour Workers' Union a right."
    assert offered(text) == [
        ("Rosa Exemplar", ["رزا اگزمپلار"], []),
        ("strike", ["اعتصاب", "دست از کار کشیدن"], ["شورش"]),
        ("Harbour Workers’ Union", ["اتحادیهٔ کارگران بندر"], []),
    ]
    assert offered(text, "ar", "fa") == []


def test_the_longest_of_overlapping_terms_counts_and_no_part_of_a_word_does():
    entry(en="union", fa="اتحادیه")
    entry(en="union of the port", fa="اتحادیهٔ بندر")
    entry(en="art", fa="هنر")
    assert [row[0] for row in offered("The union of the port has a party.")] == ["union of the port"]
    assert [row[0] for row in offered("The reunion of arts, and unionism.")] == ["art", "union"]


@pytest.mark.parametrize(
    ("language", "term", "text"),
    [
        ("ar", "الحزب الثوري", "وقال للحزب الثوريّ"),
        ("ar", "نقابات", "والنقاباتُ"),
        ("fa", "شورا", "شوراهای کارگری"),
        ("fa", "كارگر", "کارگران"),
        ("tr", "sendika", "SENDİKALARIMIZDAN"),
        ("ckb", "کرێکار", "كرێكارانی"),
    ],
)
def test_terms_are_found_with_what_languages_put_to_words(language, term, text):
    entry(**{language: term, "en": "rendering"})
    assert offered(text, language, "en") == [(term, ["rendering"], [])]


def test_an_entry_that_has_nothing_to_say_in_the_other_language_is_not_offered():
    entry(en="strike", ar="إضراب")
    assert offered("A strike.") == []
    entry(note="Not a lock-out.", en="strike")
    assert offered("A strike.") == [("strike", [], [])]


def test_whatever_the_number_of_paragraphs_two_queries_are_asked(django_assert_num_queries):
    entry(en="strike", fa="اعتصاب")
    with django_assert_num_queries(2):
        found = in_paragraphs({number: "A strike." for number in range(200)}, "en", "fa")
    assert len(found) == 200


def test_the_workbench_shows_terms_each_in_its_own_direction_and_changes_no_text():
    entry(en="mole", fa="اسکله", no_fa="موش کور", note="<b>A pier.</b>")
    translation = cast.translation(cast.statement())
    page = desk_of("translator").get(address(translation))
    assert '<b><bdi lang="fa" dir="rtl">اسکله</bdi></b>' in page.text
    assert '<del lang="fa" dir="rtl">موش کور</del>' in page.text and "proposed" in page.text
    assert "&lt;b&gt;A pier.&lt;/b&gt;" in page.text
    assert page.context["rows"][0].source == "The mole was closed at dawn."


# --- Who keeps it ------------------------------------------------------------------------------------------------


def sent(*terms: tuple[str, str, str], **changes: str) -> dict[str, str]:
    """What a browser sends of an entry's page."""
    data = {"kind": "term", "note": "", "terms-TOTAL_FORMS": str(len(terms)), "terms-INITIAL_FORMS": "0"}
    for index, (language, text, standing) in enumerate(terms):
        data |= {f"terms-{index}-{name}": value for name, value in
                 (("language", language), ("text", text), ("standing", standing), ("note", ""))}  # fmt: skip
    return data | changes


TERMS = (("en", "strike", "preferred"), ("fa", "اعتصاب", "preferred"))


@pytest.mark.parametrize(
    ("role", "status", "approved"),
    [
        ("translator", 302, False),
        ("verifier", 302, False),
        ("publisher", 302, True),
        ("administrator", 302, True),
        ("importer", 403, False),
    ],
)
def test_who_translates_proposes_and_who_publishes_approves(role, status, approved):
    answer = desk_of(role).post(ADD, sent(*TERMS))
    assert answer.status_code == status, answer.text
    if status == 302:
        made = GlossaryEntry.objects.get()
        assert made.proposed_by.username == role and (made.approved_by is not None) == approved
        assert {term.folded for term in made.terms.all()} == {"strike", "اعتصاب"}


def test_what_a_translator_changes_waits_for_approval_again():
    desk_of("publisher").post(ADD, sent(*TERMS))
    made = GlossaryEntry.objects.get()
    page = f"/desk/editorial/glossaryentry/{made.pk}/change/"
    data = sent(("ar", "إضراب", "preferred"), note="A stoppage.")
    assert desk_of("translator").post(page, data).status_code == 302
    made.refresh_from_db()
    assert made.approved_by is None and made.proposed_by.username == "publisher" and made.terms.count() == 3
    listed = "/desk/editorial/glossaryentry/"
    press = {"action": "approve", "_selected_action": [made.pk]}
    desk_of("translator").post(listed, press)
    made.refresh_from_db()
    assert made.approved_by is None
    assert "1 entry was approved." in desk_of("publisher").post(listed, press, follow=True).text
    made.refresh_from_db()
    assert made.approved_by.username == "publisher"
    assert desk_of("translator").get(f"/desk/editorial/glossaryentry/{made.pk}/delete/").status_code == 403
    assert desk_of("publisher").get(f"/desk/editorial/glossaryentry/{made.pk}/delete/").status_code == 200


def test_the_list_finds_a_term_in_any_spelling():
    entry(fa="کارگران")
    entry(fa="اعتصاب")
    page = desk_of("translator").get("/desk/editorial/glossaryentry/", {"q": "كارگران"})
    assert [str(row) for row in page.context["cl"].result_list] == ["کارگران"]


def test_the_list_asks_a_set_number_of_questions(django_assert_max_num_queries):
    for number in range(30):
        entry(en=f"term{number}", fa=f"واژه{number}")
    client = desk_of("translator")
    client.get("/desk/editorial/glossaryentry/")
    with django_assert_max_num_queries(25):
        client.get("/desk/editorial/glossaryentry/")


def findings(original: str, rendering: str) -> list[tuple[str, str]]:
    """What is found by name in a Persian rendering of an English paragraph: the code, and the words that are marked."""
    of = cast.statement(texts=[original], issuer=cast.organisation("nobody-here", en="Unnamed Circle"))
    found = findings_of(cast.translation(of, texts=[rendering])).get(1, ())
    said = [one for one in found if one.code in ("forbidden", "name")]
    assert not any(one.is_error for one in said)
    return [(one.code, rendering[slice(*one.spans[0])] if one.spans else "") for one in said]


def test_a_forbidden_rendering_is_a_warning_where_the_original_has_its_term():
    entry(approved=cast.person("publisher"), en="strike", fa="اعتصاب", no_fa="شورش")
    assert findings("They began strikes.", "آن‌ها شورش‌هایی آغاز کردند.") == [("forbidden", "شورش")]
    assert findings("They began strikes.", "آن‌ها اعتصاب کردند.") == []
    assert findings("They began a revolt.", "آن‌ها شورش کردند.") == []


def test_a_forbidden_word_inside_the_recommended_one_is_no_finding():
    entry(approved=cast.person("publisher"), en="trade union", fa="اتحادیهٔ کارگری", no_fa="اتحادیه")
    assert findings("The trade union asks.", "اتحاديه کارگری می‌خواهد.") == []
    assert findings("The trade union asks.", "اتحادیه می‌خواهد.") == [("forbidden", "اتحادیه")]


def test_a_person_of_the_authority_is_asked_for_by_name():
    entry("person", approved=cast.person("publisher"), en="Rosa Exemplar", fa="رزا اگزمپلار", x_fa="ر. اگزمپلار")
    assert findings("Rosa Exemplar spoke.", "رزا نمونه سخن گفت.") == [("name", "")]
    assert findings("Rosa Exemplar spoke.", "ر. اگزمپلار سخن گفت.") == []


def test_what_is_only_proposed_is_held_against_nobody():
    entry(en="strike", fa="اعتصاب", no_fa="شورش")
    assert findings("They began strikes.", "شورش کردند.") == []


def test_a_forbidden_rendering_is_shown_at_its_paragraph_and_asks_for_a_reason():
    entry(approved=cast.person("publisher"), en="mole", fa="اسکله", no_fa="موج‌شکن")
    texts = ["موج‌شکن سپیده‌دم بسته شد.", "خواهان بازگشایی آن هستیم."]
    translation = cast.translation(cast.statement(), texts=texts)
    page = desk_of("translator").get(address(translation)).text
    assert "The glossary says" in page and '<bdi class="at" lang="fa" dir="rtl" data-from="0" data-to="7">' in page
    with pytest.raises(Refused, match="warnings"):
        move(translation, "submit", cast.person("translator"))
    assert move(translation, "submit", cast.person("translator"), "It is the word of the port.").stage == "in review"
