"""Who may do what: every address of the desk and every action is really requested by everybody, and compared with the
table in `editorial.allowances`. An address, an action or an act without a row fails here."""

import copy
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from archive.models import Capture, Source, Statement, Topic, Translation, Witness, digest
from archive.stages import Stage
from editorial import allowances, roles
from editorial.admin import offers
from editorial.allowances import AT_THE_DOOR, EDITORS, EVERYBODY, NOBODY, ROWS
from editorial.models import Batch, GlossaryEntry, Segment, SourceFlag, Tally
from editorial.workflow.allowed import MOVES
from editorial.workflow.describe import describe
from editorial.workflow.describe import described as facts
from editorial.workflow.draft import accept, draft_of
from editorial.workflow.revise import revise
from tests import cast

pytestmark = pytest.mark.django_db
#: Everybody who may come: by role, somebody of the staff without a role, somebody who is no staff, a stranger.
PEOPLE = (*roles.ROLES, "no role", "no staff", "stranger")
ALL = (EVERYBODY, AT_THE_DOOR, EDITORS)


def addresses() -> Iterator[tuple[str, str]]:
    """Every address below /desk/ as (URL name, pattern)."""

    def walk(patterns, before: str) -> Iterator[tuple[str, str]]:
        for one in patterns:
            if isinstance(one, URLResolver):
                yield from walk(one.url_patterns, before + str(one.pattern))
            elif isinstance(one, URLPattern):
                yield one.name or "", before + str(one.pattern)

    desk = next(one for one in get_resolver().url_patterns if str(one.pattern) == "desk/")
    return walk(desk.url_patterns, "")


NAMES = sorted({name for name, _pattern in addresses()})


def client_of(who: str) -> Client:
    client = Client()
    if who == "stranger":
        return client
    if who in roles.ROLES:
        client.force_login(cast.person(who))
    else:
        staff = who == "no role"
        client.force_login(User.objects.get_or_create(username=who, defaults={"is_staff": staff})[0])
    return client


def is_among(who: str, needed: allowances.Who) -> bool:
    """Whether the table says yes."""
    if needed in (EDITORS, AT_THE_DOOR):
        return who not in ("no staff", "stranger")
    return needed == EVERYBODY or who in allowances.roles_among(needed)


def is_refused(answer) -> bool:
    to_login = answer.status_code == 302 and answer["Location"].startswith(reverse("admin:login"))
    return to_login or answer.status_code in (403, 405)


@contextmanager
def undone() -> Iterator[None]:
    """What is done inside is taken back, so that the next person finds everything as it was."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def everything() -> dict[str, list[tuple]]:
    """All that is kept, to be compared: but for sessions, and for what the door counts and notes about its guests."""
    kept = {}
    for model in apps.get_models():
        if model in (Session, Tally) or model._meta.proxy or not model._meta.managed:
            continue
        fields = [one.attname for one in model._meta.concrete_fields if one.attname != "last_login"]
        kept[model._meta.label] = sorted(map(repr, model._default_manager.values_list(*fields)))
    return kept


class World:
    """One of everything that addresses speak of, made by others than those who come."""

    def __init__(self) -> None:
        for role in roles.ROLES:
            cast.person(role)
            cast.person(role, f"other {role}")
        accepted, self.candidate = cast.candidates()
        accept(accepted, cast.person("importer", "other importer"), draft_of(accepted))
        self.statement = cast.statement("On tolls")
        revise(
            self.statement,
            title="On tolls",
            texts=["Tolls rose at noon."],
            by=cast.person("importer", "other importer"),
        )
        original = cast.statement("On boats", stage="published")
        self.translation = cast.translation(original, origin="found")  # importers, too, write what was found
        self.term = GlossaryEntry.objects.create(kind=GlossaryEntry.Kind.values[0])
        self.segment = Segment.objects.create(
            translation=self.translation, number=1, source_language="en", language="fa", source="a", target="b", key=1
        )
        self.source = Source.objects.get()
        self.flag = SourceFlag.objects.create(source=self.source, kind="gone", address="https://quay.example/")
        self.batch = Batch.objects.create(name="spring", by=cast.person("importer"))
        self.topic = Topic.objects.create(slug="tolls", name_en="Tolls")
        self.person = User.objects.create_user("lena", password="only for tests", is_staff=True)
        self.rows = {
            "editorial.candidate": self.candidate,
            "archive.capture": Capture.objects.get(),
            "editorial.batch": self.batch,
            "editorial.sourceflag": self.flag,
            "archive.statement": self.statement,
            "archive.witness": Witness.objects.get(),
            "archive.translation": self.translation,
            "archive.organisation": cast.organisation(),
            "archive.topic": self.topic,
            "archive.source": self.source,
            "archive.decision": apps.get_model("archive.decision").objects.order_by("id")[0],
            "auth.user": self.person,
            "editorial.glossaryentry": self.term,
            "editorial.segment": self.segment,
        }

    def at(self, stage: str, kind: str) -> Statement | Translation:
        """A statement or translation at a stage, carried there by others."""
        original = cast.statement(f"At {stage}", stage=stage if kind == "statement" else "published")
        return original if kind == "statement" else cast.translation(original, stage=stage)

    def address(self, name: str) -> str:
        """An address that is there. Raises KeyError for one whose arguments nobody here knows."""
        row, pattern = ROWS[name], next(pattern for found, pattern in addresses() if found == name)
        if name == "":
            return reverse("admin:index") + "no-such-page/"
        if name == "app_list":
            return reverse("admin:app_list", args=["archive"])
        if name == "view_on_site":
            kind = apps.get_model("contenttypes.contenttype").objects.get_for_model(Topic)
            return reverse("admin:view_on_site", args=[kind.pk, self.topic.pk])
        if name == "autocomplete":
            asked = "?app_label=archive&model_name=participation&field_name=organisation&term=harbour"
            return reverse("admin:autocomplete") + asked
        if name == "archive_translation_offers_part":
            return reverse(f"admin:{name}", args=[self.translation.pk, 1])
        if name == "editorial_segment_tmx":
            return reverse(f"admin:{name}") + "?from=en&into=fa"
        return reverse(f"admin:{name}", args=[self.rows[row.model].pk] if "<" in pattern else [])


@pytest.fixture
def world() -> World:
    return World()


def formset(*prefixes: str) -> dict[str, str]:
    parts = {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0", "MIN_NUM_FORMS": "0", "MAX_NUM_FORMS": "1000"}
    return {f"{prefix}-{part}": value for prefix in prefixes for part, value in parts.items()}


def form_of(page) -> dict[str, object]:
    """The fields of a page's admin form with what stands in them, as a browser would send them."""
    fields: dict[str, object] = {}
    shown = [page.context["adminform"].form, *(one.formset for one in page.context["inline_admin_formsets"])]
    forms = [shown[0], *(form for one in shown[1:] for form in (one.management_form, *one.initial_forms))]
    for form in forms:
        for bound in form:
            value = bound.value()
            if value is not None and value is not False:
                fields[bound.html_name] = value
    for name in [name for name in fields if name.endswith("-INITIAL_FORMS")]:
        fields[name.replace("INITIAL", "TOTAL")] = fields[name]  # no empty rows
    return fields


def described(address: str, **changes: object) -> dict[str, object]:
    """A page's form as somebody gets it who may change it, with something changed."""
    return form_of(client_of("administrator").get(address)) | changes


def posts(world: World) -> Mapping[str, Callable[[], dict[str, object]]]:
    """For every address that something is sent to, what a person sends who really does it."""
    revision = str(world.statement.current_revision_id)
    rendering = str(world.translation.current_revision_id)
    rendered = {
        "title": "دربارهٔ قایق‌ها", "p1": "اسکله نیمروز بسته شد.", "p2": "خواهان بازگشایی آن هستیم.",
        "expected": rendering,
    }  # fmt: skip
    new_password = {"password1": "q8-harbour-lamp", "password2": "q8-harbour-lamp", "usable_password": "true"}
    at = world.address
    return {
        "archive_capture_take_in": lambda: {"pasted": cast.PAGE.replace("mole", "lock"), "address": ""},
        "archive_organisation_add": lambda: {"slug": "ropes", "name_en": "Ropes", **formset("names", "relations")},
        "archive_organisation_change": lambda: described(at("archive_organisation_change"), slug="moles"),
        "archive_topic_add": lambda: {"slug": "bread", "name_en": "Bread"},
        "archive_topic_change": lambda: described(at("archive_topic_change"), name_en="Duties"),
        "archive_source_add": lambda: {"slug": "tide", "name_en": "Tide", "kind": "site", "recipe": "{}"},
        "archive_source_change": lambda: described(at("archive_source_change"), name_en="Tide", recipe="{}"),
        "archive_statement_change": lambda: described(at("archive_statement_change"), issuing_body="Council"),
        "archive_statement_revise": lambda: {
            "title": "On tolls", "text": "Tolls fell.", "note": "read again", "expected": revision,
        },
        "archive_statement_translate": lambda: {"language": "ar", "origin": "ours"},
        "archive_statement_assess": lambda: {"axis": "text", "verdict": "confirmed", "revision": revision},
        "archive_statement_roll_back": lambda: {"to": "1", "note": "the former one", "revision": revision},
        "archive_statement_remark": lambda: {"text": "Look at the date."},
        "archive_translation_change": lambda: rendered,
        "archive_translation_offers": lambda: rendered,
        "archive_translation_machine": lambda: rendered | {"machine": "all"},
        "archive_translation_bring_in": lambda: {
            "apply": "", "t1": "اسکله نیمروز بسته شد.", "take": "1", "note": "read again", "expected": rendering,
            "d1": digest("The mole was closed at dawn."),
        },
        "editorial_glossaryentry_add": lambda: {"kind": GlossaryEntry.Kind.values[0], "note": "n", **formset("terms")},
        "editorial_glossaryentry_change": lambda: described(at("editorial_glossaryentry_change"), note="again"),
        "editorial_glossaryentry_delete": lambda: {"post": "yes"},
        "archive_translation_assess": lambda: {"axis": "translation", "verdict": "confirmed", "revision": rendering},
        "archive_translation_roll_back": lambda: {"to": "1", "note": "the former one", "revision": rendering},
        "archive_translation_remark": lambda: {"text": "Look at the title."},
        "archive_witness_change": lambda: {
            **formset("stations"), "stations-TOTAL_FORMS": "1", "stations-0-position": "9",
            "stations-0-role": "publisher", "stations-0-written": "The Tide",
        },
        "editorial_candidate_change": lambda: {"discard": "", "note": "no statement"},
        "auth_user_add": lambda: {"username": "nora", **new_password},
        "auth_user_change": lambda: described(at("auth_user_change"), first_name="Lena", groups=[]),
        "auth_user_password_change": lambda: new_password,
        "auth_user_reset_second_factor": dict,
    }  # fmt: skip


#: The acts that one address takes: what is sent for each. Those of the moves are made out of their table.
def acts(world: World, name: str, act: str) -> tuple[str, dict[str, object]]:
    kind = name.split("_")[1]
    if name.endswith("_move"):
        stage = MOVES[act].sources[-1 if act == "withdraw" else 0]
        thing = world.at({Stage.IN_REVIEW: "in review"}.get(stage, str(stage.value)), kind)
        fields = {"move": act, "note": "Read again.", "revision": str(thing.current_revision_id)}
        return reverse(f"admin:{name}", args=[thing.pk]), fields
    if name.endswith("_work"):
        return world.address(name), {act: "", "person": str(world.person.pk), "priority": "0"}
    if name.endswith("_changelist"):
        chosen = {"candidate": world.candidate, "sourceflag": world.flag, "glossaryentry": world.term}[kind]
        return world.address(name), {
            "action": act, "_selected_action": [str(chosen.pk)], "discard": "", "note": "no statement",
            "post": "yes",
        }  # fmt: skip
    if name.endswith("_describe"):
        public = world.at("published", kind)
        describe(public, {**facts(public), "kind": "letter"}, cast.person("importer", "other importer"))
        return reverse(f"admin:{name}", args=[public.pk]), {act: "", "note": "Seen."}
    page = client_of("administrator").get(world.address(name)).text
    drawn = re.search(r'name="division" value="([^"]*)"', page)[1].replace("&quot;", '"')
    return world.address(name), {"division": drawn, act: "", "language": "en", "date_order": ""}


def test_every_address_has_a_row_and_every_row_an_address():
    assert set(NAMES) == set(ROWS)


def test_every_action_has_a_row():
    """The admin's actions, on lists and on the pages of rows, for everybody and for who may do everything."""
    root = User.objects.create_superuser("root", password="only for tests")
    for model, page in admin.site._registry.items():
        name = f"{model._meta.app_label}_{model._meta.model_name}_changelist"
        for person in (root, *(cast.person(role) for role in roles.ROLES)):
            request = Client().get("/desk/login/").wsgi_request
            request.user = person
            assert set(page.get_actions(request)) <= set(ROWS[name].acts), name
        own = {action.name for action in page._get_base_actions()}
        assert own - {"delete_selected"} == set(ROWS[name].acts) - {"delete_selected"}, name


def test_every_move_is_an_act():
    assert {f"archive_{kind}_move" for kind in ("statement", "translation")} <= set(ROWS)
    for kind in ("statement", "translation"):
        assert {*ROWS[f"archive_{kind}_move"].acts, "revise"} == set(MOVES)


def test_who_looks(world):
    wrong = []
    clients = {who: client_of(who) for who in PEOPLE}
    for name in sorted({*NAMES} - {"login", "logout", "language"}):
        address = world.address(name)
        for who, client in clients.items():
            with undone():
                answer = client.get(address)
            expected = is_among(who, ROWS[name].read)
            if is_refused(answer) == expected or answer.status_code >= 500:
                wrong.append(f"{who} at {address}: {answer.status_code}, and the table says {expected}")
    assert wrong == []


def compared(address: str, fields: Mapping[str, object], expected: Callable[[str], bool]) -> list[str]:
    """Send it as everybody; where what is kept changes for somebody who may not, or stays as it was for somebody who
    may, a line that says so."""
    clients = {who: client_of(who) for who in PEOPLE}
    before, wrong = everything(), []
    for who, client in clients.items():
        signed_in = copy.deepcopy(client.cookies)
        with undone():
            answer = client.post(address, fields)
            changed = everything() != before
        client.cookies = signed_in  # a session with another key was taken back
        if changed != expected(who):
            wrong.append(f"{who} at {address}: {answer.status_code}, changed: {changed}, the table: {expected(who)}")
    return wrong


def test_who_does(world, monkeypatch):
    """What the table allows is really done; everybody else changes nothing."""
    monkeypatch.setattr(offers, "translator", Machine)
    wrong = []
    for name, make in posts(world).items():
        needed = ROWS[name].write
        wrong += compared(world.address(name), make(), lambda who, needed=needed: is_among(who, needed))
    assert wrong == []


def test_everything_that_takes_something_is_tried(world):
    """What `posts` and `acts` leave out is the door's own, or stores nothing."""
    taken = {name for name, row in ROWS.items() if row.write != NOBODY and row.stores}
    tried = {*posts(world), *(name for name, row in ROWS.items() if row.acts)}
    assert {name for name in taken - tried if ROWS[name].write not in ALL} == set()


def test_who_does_each_act(world):
    wrong = []
    for name, row in ROWS.items():
        for act, (_label, needed) in row.acts.items():
            with undone():
                address, fields = acts(world, name, act)
                found = compared(address, fields, lambda who, needed=needed: is_among(who, needed))
            wrong += [f"{act}: {line}" for line in found]
    assert wrong == []


def test_nobody_sends_anything_where_nothing_is_taken(world):
    root = User.objects.create_superuser("root", password="only for tests")
    clients = {who: client_of(who) for who in PEOPLE} | {"root": Client()}
    clients["root"].force_login(root)
    before, wrong = everything(), []
    for name in NAMES:
        row = ROWS[name]
        if row.write != NOBODY and row.stores:
            continue
        address = world.address(name)
        for who, client in clients.items():
            answer = client.post(address, {"number": "1", "text": "On nets.", "post": "yes"})
            if row.stores and answer.status_code not in (302, 403, 405):
                wrong.append(f"{who} at {address}: {answer.status_code}")
            if answer.status_code == 302 and who not in ("stranger", "no staff"):
                wrong.append(f"{who} at {address} was led away")
        if everything() != before:
            wrong.append(f"{address} changed something")
    assert wrong == []


def test_importers_write_no_translation_of_ours(world):
    world.translation = cast.translation(cast.statement("On bread", stage="published"))
    world.rows["archive.translation"] = world.translation
    client, before = client_of("importer"), everything()
    for name, make in posts(world).items():
        if ROWS[name].write == allowances.RENDER and "machine" not in name:
            client.post(world.address(name), make())
    assert everything() == before


class Machine:
    """A machine that translates everything alike."""

    name = "test"

    def translate(self, text: str, source: str, target: str) -> str:
        return "ترجمه"


def test_nothing_is_deleted_by_the_admins_own_action(world):
    root = Client()
    root.force_login(User.objects.create_superuser("root", password="only for tests"))
    before = everything()
    for model, row in world.rows.items():
        if "delete_selected" in ROWS[f"{model.replace('.', '_')}_changelist"].acts:
            continue
        address = reverse(f"admin:{model.replace('.', '_')}_changelist")
        root.post(address, {"action": "delete_selected", "_selected_action": [str(row.pk)], "post": "yes"})
    assert everything() == before


def test_everybody_who_works_here_does_what_is_their_own(world):
    """The own password, the own second factor, the way out: with a role or without."""
    change = {"old_password": "x", "new_password1": "q8-harbour-lamp", "new_password2": "q8-harbour-lamp"}
    for who in PEOPLE:
        with undone():
            client, inside = client_of(who), is_among(who, EDITORS)
            assert (client.post(reverse("admin:password_change"), change).status_code == 200) == inside
            assert client.post(reverse("admin:second_factor_codes")).status_code == 302
            assert (client.post(reverse("admin:logout")).status_code == 200) == (inside or who == "no staff")
        with undone():
            assert Client().post(reverse("admin:language"), {"language": "fa", "next": "/desk/"}).status_code == 302
            assert Client().get(reverse("admin:login")).status_code == 200


def test_an_address_without_a_row_answers_nobody(world, monkeypatch):
    rows = {name: row for name, row in ROWS.items() if name != "archive_statement_changelist"}
    monkeypatch.setattr(allowances, "ROWS", rows)
    root = Client()
    root.force_login(User.objects.create_superuser("root", password="only for tests"))
    with pytest.raises(allowances.Unnamed, match="archive_statement_changelist"):
        root.get(reverse("admin:archive_statement_changelist"))


def test_no_address_opens_with_a_password_only(world, settings):
    """Where the second factor is outstanding, every address but the door's own leads there, and nothing is done."""
    settings.SECOND_FACTOR = "required"
    client = client_of("administrator")
    sendable = posts(world)
    for name in NAMES:
        if ROWS[name].read in (EVERYBODY, AT_THE_DOOR) or name == "logout":
            continue
        address = world.address(name)
        answer = client.get(address)
        assert answer.status_code == 302 and answer["Location"].startswith(reverse("admin:second_factor_enrol")), name
        before = everything()
        client.post(address, {"description": "x", "pasted": "On nets"})
        assert everything() == before, name
    settings.SECOND_FACTOR = "optional"
    fields = {name: make() for name, make in sendable.items()}
    settings.SECOND_FACTOR = "required"
    for name, data in fields.items():
        before = everything()
        assert client.post(world.address(name), data).status_code in (302, 403), name
        assert everything() == before, name


def test_the_table_is_shown_in_the_readers_language():
    client = client_of("translator")
    page = client.get(reverse("admin:allowances")).text
    assert "archive_statement_revise" in page and page.count("<tr>") > len(ROWS) / 2
