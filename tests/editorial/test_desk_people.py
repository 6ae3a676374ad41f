"""People at the desk: whoever makes or changes a second person leaves a row in the chain of decisions."""

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse

from archive.models import Decision
from tests import cast
from tests.editorial.test_desk import desk_of

pytestmark = pytest.mark.django_db
PASSWORD = {"password1": "q8-harbour-lamp", "password2": "q8-harbour-lamp", "usable_password": "true"}


def newest() -> Decision:
    return Decision.objects.order_by("-id")[0]


def test_an_added_person_may_come_in_and_is_entered():
    answer = desk_of("administrator").post(reverse("admin:auth_user_add"), {"username": "lena", **PASSWORD})
    made = User.objects.get(username="lena")
    assert answer.status_code == 302 and made.is_staff and not made.is_superuser
    assert (newest().verb, newest().thing, newest().by_name) == ("people", f"person:{made.pk}", "administrator")
    assert newest().note.startswith("lena: added")


def test_a_given_role_is_entered():
    other = cast.person("translator")
    verifier = Group.objects.get_or_create(name="verifier")[0]
    data = {"username": "translator", "groups": [verifier.pk], "is_staff": "on", "is_active": "on"}
    assert desk_of("administrator").post(reverse("admin:auth_user_change", args=[other.pk]), data).status_code == 302
    assert newest().verb == "people" and newest().note.endswith("roles: verifier")


def test_a_password_given_to_somebody_else_is_entered():
    other = cast.person("verifier")
    page = reverse("admin:auth_user_password_change", args=[other.pk])
    assert desk_of("administrator").post(page, PASSWORD).status_code == 302
    assert newest().note == "verifier: password; roles: verifier"
    assert "harbour-lamp" not in "".join(Decision.objects.values_list("note", flat=True))


def test_the_list_of_decisions_shows_it():
    desk = desk_of("administrator")
    desk.post(reverse("admin:auth_user_add"), {"username": "lena", **PASSWORD})
    assert "person changed" in desk.get(reverse("admin:archive_decision_changelist")).text
