"""The door of the desk: a second factor for every address, enrolment, recovery codes, reset."""

import re
import time

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from archive.models import Decision
from tests import cast

pytestmark = pytest.mark.django_db
PASSWORD = "only for tests"  # noqa: S105
CODE, ENROL, CODES = (reverse(f"admin:second_factor{end}") for end in ("", "_enrol", "_codes"))


@pytest.fixture
def required(settings):
    settings.SECOND_FACTOR = "required"


def code_of(user: User, steps: int = 0) -> str:
    """What the person's phone shows, so many half minutes from now."""
    return code(TOTPDevice.objects.get(user=user).key, steps)


def code(key: str, steps: int = 0) -> str:
    totp = TOTP(bytes.fromhex(key))
    totp.time = time.time() + 30 * steps
    return f"{totp.token():06d}"


def with_password(role: str, **extra) -> Client:
    """A browser in which the person gave the password, and nothing more."""
    client = Client(**extra)
    answer = client.post(reverse("admin:login"), {"username": cast.person(role).username, "password": PASSWORD})
    assert answer.status_code == 302, answer.text
    return client


def enrolled(role: str) -> tuple[Client, list[str]]:
    """A browser in which the person has just set up a phone, and the recovery codes that were shown."""
    client = with_password(role)
    client.get(ENROL)
    answer = client.post(ENROL, {"code": code(client.session["second_factor_key"])})
    return client, answer.context["codes"]


def is_open(client: Client) -> bool:
    return client.get(reverse("admin:index")).status_code == 200


def test_who_has_no_phone_is_led_to_setting_one_up_and_can_go_nowhere_else(required):
    client = with_password("importer")
    wanted = reverse("admin:archive_statement_changelist")
    answer = client.get(wanted)
    assert answer.status_code == 302 and answer["Location"] == f"{ENROL}?next={wanted.replace('/', '%2F')}"
    page = client.get(answer["Location"])
    shown = re.search(r'<code class="secret"[^>]*>([A-Z2-7 ]+)</code>', page.text)[1]
    assert len(shown.replace(" ", "")) == 32 and "<svg" in page.text
    assert "style=" not in page.text and "data:" not in page.text
    page = client.post(ENROL, {"code": code(client.session["second_factor_key"]), "next": wanted})
    assert page.status_code == 200 and len(set(page.context["codes"])) == 10
    assert all(one in page.text for one in page.context["codes"])
    assert client.post(CODE, {"next": wanted})["Location"] == wanted
    assert is_open(client)


def test_a_wrong_first_code_sets_nothing_up(required):
    client = with_password("importer")
    client.get(ENROL)
    key = client.session["second_factor_key"]
    page = client.post(ENROL, {"code": "000000" if code(key) != "000000" else "000001"})
    assert page.context["form"].errors and not TOTPDevice.objects.exists() and not is_open(client)
    assert client.session["second_factor_key"] == key  # the phone that has read it goes on


def test_who_has_a_phone_is_asked_for_its_code_even_where_none_is_required():
    enrolled("importer")
    client = with_password("importer")
    assert client.get("/desk/")["Location"].startswith(CODE) and not is_open(client)
    client.post(CODE, {"code": "12345"})
    assert not is_open(client)
    answer = client.post(CODE, {"code": code_of(cast.person("importer"), 1), "next": "/desk/"})
    assert answer["Location"] == "/desk/" and is_open(client)


def test_persian_digits_are_the_same_code():
    enrolled("importer")
    client = with_password("importer")
    typed = code_of(cast.person("importer"), 1).translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    client.post(CODE, {"code": f" {typed[:3]} {typed[3:]} "})
    assert is_open(client)


def test_a_code_is_good_once():
    enrolled("importer")
    typed = code_of(cast.person("importer"), 1)
    first, second = with_password("importer"), with_password("importer")
    first.post(CODE, {"code": typed})
    second.post(CODE, {"code": typed})
    assert is_open(first) and not is_open(second)


def test_a_recovery_code_is_good_once_and_kept_as_a_hash():
    _client, codes = enrolled("importer")
    kept = set(StaticToken.objects.values_list("token", flat=True))
    assert len(kept) == 10 and not kept & {part for one in codes for part in (one, one.replace("-", ""))}
    first, second = with_password("importer"), with_password("importer")
    first.post(CODE, {"code": codes[0].upper().replace("-", " ")})
    second.post(CODE, {"code": codes[0]})
    assert is_open(first) and not is_open(second)
    assert StaticToken.objects.count() == 9
    assert "9" in first.get("/desk/").text


def test_a_recovery_code_is_nobody_elses():
    _client, codes = enrolled("importer")
    enrolled("verifier")
    client = with_password("verifier")
    client.post(CODE, {"code": codes[0]})
    assert not is_open(client)


def test_new_recovery_codes_end_the_former_ones():
    client, old = enrolled("importer")
    new = client.post(CODES).context["codes"]
    assert is_open(client) and not set(old) & set(new)
    other = with_password("importer")
    other.post(CODE, {"code": old[0]})
    assert not is_open(other)
    other.post(CODE, {"code": new[0]})
    assert is_open(other)


def test_a_password_alone_sets_up_no_second_phone_and_no_new_codes():
    enrolled("importer")
    thief = with_password("importer")
    assert thief.get(ENROL)["Location"].startswith(CODE)
    session = thief.session
    session["second_factor_key"] = "ab" * 20
    session.save()
    assert thief.post(ENROL, {"code": code("ab" * 20)})["Location"].startswith(CODE)
    assert thief.post(CODES)["Location"].startswith(CODE)
    assert TOTPDevice.objects.get().key != "ab" * 20 and not is_open(thief)


def test_two_sessions_that_enrol_have_secrets_of_their_own_and_the_first_one_counts(required):
    first, second = with_password("importer"), with_password("importer")
    first.get(ENROL)
    second.get(ENROL)
    mine, other = (one.session["second_factor_key"] for one in (first, second))
    assert mine != other
    first.post(ENROL, {"code": code(mine)})
    second.post(ENROL, {"code": code(other)})
    assert TOTPDevice.objects.get().key == mine
    assert is_open(first) and not is_open(second)


def test_another_phone_takes_the_place_of_the_former_and_other_sessions_are_asked_again():
    client, _codes = enrolled("importer")
    other = with_password("importer")
    other.post(CODE, {"code": code_of(cast.person("importer"), 1)})
    assert is_open(other)
    client.get(ENROL)
    client.post(ENROL, {"code": code(client.session["second_factor_key"])})
    assert is_open(client) and not is_open(other)
    assert TOTPDevice.objects.count() == 1


def test_an_administrator_resets_somebody_and_that_is_entered(required):
    enrolled("translator")
    person, (desk, _codes) = cast.person("translator"), enrolled("administrator")
    page = reverse("admin:auth_user_reset_second_factor", args=[person.pk])
    assert page in desk.get(reverse("admin:auth_user_change", args=[person.pk])).text
    assert desk.get(page).status_code == 200 and TOTPDevice.objects.filter(user=person).exists()
    assert desk.post(page).status_code == 302
    assert not TOTPDevice.objects.filter(user=person).exists() and not StaticDevice.objects.filter(user=person).exists()
    newest = Decision.objects.order_by("-id")[0]
    assert (newest.verb, newest.thing, newest.by_name) == ("people", f"person:{person.pk}", "administrator")
    assert newest.note == "translator: second factor reset"
    assert with_password("translator").get("/desk/")["Location"].startswith(ENROL)


def test_nobody_but_an_administrator_resets_and_no_superuser_is_reset_by_one():
    enrolled("translator")
    root = User.objects.create_superuser("root", password=PASSWORD)
    person, desk = cast.person("translator"), Client()
    for role, whose in (("verifier", person), ("administrator", root)):
        desk.force_login(cast.person(role))
        page = reverse("admin:auth_user_reset_second_factor", args=[whose.pk])
        assert desk.get(page).status_code == desk.post(page).status_code == 403
    assert TOTPDevice.objects.filter(user=person).exists()


def test_no_secret_is_shown_again():
    client, codes = enrolled("importer")
    key = TOTPDevice.objects.get().key
    texts = [client.get(page).text for page in (CODE, ENROL, "/desk/")]
    assert not [text for text in texts for secret in (key, *codes) if secret in text]
    root = User.objects.create_superuser("root", password=PASSWORD)
    client.force_login(root)
    assert client.get("/desk/otp_totp/totpdevice/").status_code == 404


def test_who_gave_only_the_password_can_leave(required):
    client = with_password("importer")
    client.post(reverse("admin:logout"))
    assert "_auth_user_id" not in client.session


def test_the_session_gets_another_key_at_each_step():
    enrolled("importer")
    client = Client()
    client.get(reverse("admin:login"))
    client.post(reverse("admin:login"), {"username": "importer", "password": PASSWORD})
    half = client.session.session_key
    client.post(CODE, {"code": code_of(cast.person("importer"), 1)})
    assert client.session.session_key != half and is_open(client)


def test_nobody_is_led_to_another_site():
    client = with_password("importer")
    assert client.get(reverse("admin:login"), {"next": "https://elsewhere.example/"})["Location"] == "/desk/"
    assert client.post(CODE, {"next": "//elsewhere.example/"})["Location"] == "/desk/"
