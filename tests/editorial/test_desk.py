"""The desk's first page, its lists and its doors: who gets in, what waits, what nobody may do by hand."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from archive.models import Capture, Organisation, OrganisationName, Statement
from editorial.desk import Desk
from editorial.workflow.revise import revise
from tests import cast

pytestmark = pytest.mark.django_db


def desk_of(role: str, name: str = "") -> Client:
    """A browser in which a person of that role is logged in."""
    client = Client()
    client.force_login(cast.person(role, name))
    return client


def everything() -> None:
    """Something in every queue."""
    cast.candidates()
    cast.statement()
    in_review = cast.statement("On tolls", stage="in review")
    cast.statement("On nets", stage="verified")
    public = cast.statement("On boats", stage="published")
    cast.translation(in_review)
    cast.translation(public, stage="in review")
    cast.translation(public, "ar", stage="verified")
    changed = cast.statement("On ropes")
    cast.translation(changed)
    revise(changed, title="On ropes", texts=["The mole was closed at noon."], by=cast.person("importer"))


def test_the_desk_is_the_default_site_and_holds_the_lists():
    assert isinstance(admin.site._wrapped if hasattr(admin.site, "_wrapped") else admin.site, Desk)
    names = {model.__name__ for model in admin.site._registry}
    assert {"Candidate", "Statement", "Translation", "Organisation", "Capture", "Decision", "User"} <= names


def test_every_queue_link_and_row_opens():
    everything()
    client = desk_of("administrator")
    page = client.get("/desk/")
    queues = page.context["queues"]
    assert len(queues) == 11
    for queue in queues:
        listed = client.get(queue["address"])
        assert listed.status_code == 200
        assert listed.context["cl"].result_count == queue["count"], queue["kind"].key
        for row in queue["rows"]:
            assert client.get(row.address).status_code == 200


@pytest.mark.parametrize(
    ("role", "keys"),
    [
        ("importer", ["candidates", "flags", "drafts"]),
        ("translator", ["to_translate", "in_progress", "stale"]),
        (
            "verifier",
            ["drafts", "to_translate", "in_progress", "stale", "to_verify", "descriptions", "translations_to_verify"],
        ),
        ("publisher", ["to_publish", "translations_to_publish"]),
    ],
)
def test_a_role_sees_the_queues_that_it_can_act_on(role, keys):
    page = desk_of(role).get("/desk/")
    assert [queue["kind"].key for queue in page.context["queues"]] == keys


def test_what_i_wrote_is_told_apart_in_the_queue_of_reviews():
    person = cast.person("administrator")
    cast.statement("By somebody else", stage="in review")
    own = cast.statement("By me")
    revise(own, title="By me", texts=["Every word is mine."], by=person)
    cast.carry(own, "in review")
    queue = next(q for q in desk_of("administrator").get("/desk/").context["queues"] if q["kind"].key == "to_verify")
    assert [(row.title, row.own) for row in queue["rows"]] == [("By somebody else", False), ("By me", True)]


def test_the_first_page_costs_the_same_however_much_waits(django_assert_max_num_queries):
    everything()
    client = desk_of("administrator")
    with django_assert_max_num_queries(25) as few:
        client.get("/desk/")
    for number in range(12):
        cast.statement(f"Number {number}", stage="in review")
        cast.translation(cast.statement(f"Number {number} too", stage="published"))
    with django_assert_max_num_queries(25) as many:
        client.get("/desk/")
    assert len(few) == len(many)


def test_strangers_are_asked_to_log_in():
    for name in ("index", "archive_statement_changelist", "editorial_candidate_changelist"):
        answer = Client().get(reverse(f"admin:{name}"))
        assert answer.status_code == 302 and "/desk/login/" in answer["Location"]


def test_every_list_opens_and_searches_for_every_role():
    everything()
    for role in ("importer", "translator", "verifier", "publisher", "administrator"):
        client = desk_of(role)
        lists = [model["admin_url"] for app in client.get("/desk/").context["app_list"] for model in app["models"]]
        assert len(lists) >= 9
        for address in lists:
            assert client.get(address).status_code == 200, address
            assert client.get(address, {"q": "mole"}).status_code == 200, address


def test_nothing_that_is_kept_is_added_or_deleted_by_hand():
    cast.statement()
    superuser = User.objects.create_superuser("root", password="only for tests")
    client = Client()
    client.force_login(superuser)
    for model in admin.site._registry:
        row = model._default_manager.first()
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        if row is not None:
            assert client.post(reverse(f"{name}_delete", args=[row.pk]), {"post": "yes"}).status_code == 403, model
        if model.__name__ not in ("Organisation", "Topic", "Source", "User", "GlossaryEntry"):
            assert client.get(reverse(f"{name}_add")).status_code == 403, model


def test_captured_bytes_come_as_a_file_that_no_browser_opens():
    cast.candidates()
    capture = Capture.objects.get()
    answer = desk_of("importer").get(reverse("admin:archive_capture_bytes", args=[capture.pk]))
    assert answer.content == cast.PAGE.encode()
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment")


def test_an_organisation_with_an_english_name_only_is_found_in_the_persian_desk():
    cast.organisation("net-menders", en="Net Menders’ Circle")
    cast.organisation("bakers", fa="اتحادیهٔ نانوایان")
    client = desk_of("importer")
    client.cookies["django_language"] = "fa"
    page = client.get(reverse("admin:archive_organisation_changelist"), {"q": "net menders"})
    assert [one.slug for one in page.context["cl"].result_list] == ["net-menders"]
    # The other keyboard's ya and kaf.
    page = client.get(reverse("admin:archive_organisation_changelist"), {"q": "اتحاديه"})
    assert [one.slug for one in page.context["cl"].result_list] == ["bakers"]


def test_an_organisation_with_only_an_english_name_is_found_filtered_and_sorted_under_fa():
    menders = cast.organisation("net-menders", "IQ", en="Net Menders’ Circle")
    cast.organisation("aaa", "TR", en="Zinc Smelters")
    cast.organisation("zzz", "IQ", en="Anchor Smiths")
    cast.organisation("bakers", "IR", fa="اتحادیهٔ نانوایان")
    statement = cast.statement("On nets", stage="published", issuer=menders)
    cast.statement("On bread", stage="published", issuer=cast.organisation("bakers"))
    client = desk_of("importer")
    client.cookies["django_language"] = "fa"

    def listed(**asked: str) -> list[str]:
        page = client.get(reverse("admin:archive_organisation_changelist"), asked)
        assert '<html lang="fa"' in page.text
        return [one.slug for one in page.context["cl"].result_list]

    assert listed(q="net menders") == ["net-menders"]
    assert listed(q="menders", country="IQ") == ["net-menders"] and listed(country="IR") == ["bakers"]
    assert listed(o="0") == ["zzz", "net-menders", "aaa", "bakers"] == listed(o="-0")[::-1]
    offered = {"app_label": "archive", "model_name": "participation", "field_name": "organisation", "term": "menders"}
    assert [one["text"] for one in client.get(reverse("admin:autocomplete"), offered).json()["results"]] == [
        "Net Menders’ Circle"
    ]
    reader = Client()
    page = reader.get("/fa/organisations/").text
    assert page.index("Net Menders") and page.index("نانوایان")
    page = reader.get("/fa/statements/", {"organisation": "net-menders"}).text
    assert statement.reference in page and "On bread" not in page


def test_a_new_organisation_is_known_by_its_labels_in_their_own_direction():
    client = desk_of("importer")
    page = client.get(reverse("admin:archive_organisation_add"))
    assert 'name="name_fa"' in page.text and 'dir="rtl"' in page.text
    empty = {f"{prefix}-{part}": "0" for prefix in ("names", "relations") for part in ("TOTAL_FORMS", "INITIAL_FORMS")}
    client.post(
        reverse("admin:archive_organisation_add"),
        {"slug": "rope-makers", "name_en": "Rope Makers", "name_fa": "طناب‌بافان", "reviewed": "on", **empty},
    )
    made = Organisation.objects.get(slug="rope-makers")
    assert set(OrganisationName.objects.filter(organisation=made).values_list("language", flat=True)) == {"en", "fa"}


def test_an_administrator_cannot_make_or_change_a_superuser():
    root = User.objects.create_superuser("root", password="only for tests")
    client = desk_of("administrator")
    page = reverse("admin:auth_user_change", args=[root.pk])
    assert client.post(page, {"username": "mine"}).status_code == 403
    assert client.get(reverse("admin:auth_user_password_change", args=[root.pk])).status_code == 403
    other = cast.person("translator")
    page = reverse("admin:auth_user_change", args=[other.pk])
    assert "is_superuser" not in client.get(page).text
    client.post(page, {"username": other.username, "is_superuser": "on", "is_staff": "on", "is_active": "on"})
    other.refresh_from_db()
    assert not other.is_superuser


def test_the_desk_speaks_the_chosen_language_only_after_it_was_chosen():
    client = desk_of("importer")
    assert 'dir="ltr"' in client.get("/desk/").text
    client.post(reverse("admin:language"), {"language": "fa", "next": "/desk/"})
    assert client.cookies["django_language"]["path"] == "/desk/"
    page = client.get("/desk/")
    assert '<html lang="fa" dir="rtl"' in page.text


def test_a_title_keeps_its_direction_in_a_list_of_the_other():
    cast.statement("دربارهٔ نان", ["نان گران است."], language="fa")
    page = desk_of("importer").get(reverse("admin:archive_statement_changelist"))
    assert '<bdi lang="fa" dir="rtl">دربارهٔ نان</bdi>' in page.text
    assert Statement.objects.count() == 1
