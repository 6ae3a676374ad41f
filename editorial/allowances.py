"""Who may do what at every address of the desk: the one table, and the rule that the desk asks before any page.

Which permissions a role holds stands in `editorial.roles`; here stands which permission an address wants. `Desk` asks
`refusal` before any page: no address without a row answers at all, nobody looks whom the row does not let look, and who
may not even look sends nothing. That who may look but not do changes nothing either is the page's own work, which says
why not; `tests/editorial/test_desk_roles.py` sends it all and compares. What is asked besides (the stage of a text, who
wrote it) is the workflow's: `editorial.workflow.allowed`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.translation import gettext_lazy as _

from editorial import roles
from editorial.workflow.allowed import MOVES

#: Permissions, any of which is enough.
type Who = tuple[str, ...]

NOBODY: Who = ()
#: Whoever works here and came through the whole door, with a role or without.
EDITORS: Who = ("editors",)
#: Whoever gave the password; the door itself.
AT_THE_DOOR: Who = ("at the door",)
EVERYBODY: Who = ("everybody",)
_ALL = (EVERYBODY, AT_THE_DOOR, EDITORS)


@dataclass(frozen=True, slots=True)
class Row:
    """One address: who may read it (GET), who may send something to it (POST), and where one address takes several
    acts, who may do each. `model` is "app.model" where the address belongs to one; `stores` is False where what is sent
    is only answered."""

    label: object
    read: Who
    write: Who = NOBODY
    acts: Mapping[str, tuple[object, Who]] = field(default_factory=dict)
    model: str = ""
    stores: bool = True


#: Translators write every translation, importers those that were found with their originals.
RENDER: Who = (roles.TRANSLATE, roles.TAKE_IN)
SEE_STATEMENT, SEE_TRANSLATION = ("archive.view_statement",), ("archive.view_translation",)
_WORK = {
    "claim": (_("Claim and let go"), SEE_STATEMENT),
    "give": (_("Give to somebody"), (roles.ASSIGN,)),
}
_MOVES = {
    kind: {name: (move.label, (getattr(move, permission),)) for name, move in MOVES.items() if name != "revise"}
    for kind, permission in (("statement", "permission"), ("translation", "translation_permission"))
}


def _any_of(acts: Mapping[str, tuple[object, Who]]) -> Who:
    """Who may do at least one of the acts."""
    return tuple(dict.fromkeys(permission for _label, who in acts.values() for permission in who))


def _view(model: str) -> Who:
    """The permission to look at a model; none for what belongs to no model."""
    app, _dot, name = model.partition(".")
    return (f"{app}.view_{name}",) if name else NOBODY


def _lists(
    model: str,
    *,
    add: Who = NOBODY,
    change: Who = NOBODY,
    delete: Who = NOBODY,
    actions: Mapping[str, tuple[object, Who]] = MappingProxyType({}),
) -> Iterator[tuple[str, Row]]:
    """The five addresses that Django's admin gives a model."""
    app, name = model.split(".")
    see, start = _view(model), f"{app}_{name}"
    yield f"{start}_changelist", Row(_("List"), see, _any_of(actions), actions, model)
    yield f"{start}_add", Row(_("Add"), add, add, model=model)
    yield f"{start}_change", Row(_("Look and change"), see, change, model=model)
    yield f"{start}_history", Row(_("History"), see, model=model)
    yield f"{start}_delete", Row(_("Delete"), delete, delete, model=model)


def _kept(model: str) -> Iterator[tuple[str, Row]]:
    """A vocabulary that whoever may adds to and changes."""
    app, name = model.split(".")
    return _lists(model, add=(f"{app}.add_{name}",), change=(f"{app}.change_{name}",))


def _texts(model: str, see: Who, write: str) -> Iterator[tuple[str, Row]]:
    """What statements and translations have in common."""
    app, name = model.split(".")
    acts = _MOVES[name]
    yield f"{app}_{name}_move", Row(_("Move on"), NOBODY, _any_of(acts), acts, model)
    yield f"{app}_{name}_assess", Row(_("Assess"), NOBODY, (roles.VERIFY,), model=model)
    yield f"{app}_{name}_roll_back", Row(_("Roll back"), NOBODY, (write,), model=model)
    yield f"{app}_{name}_work", Row(_("Who works on it"), NOBODY, see, _WORK, model)
    yield f"{app}_{name}_remark", Row(_("Remark"), NOBODY, see, model=model)


_DISCARD = {"discard_together": (_("Discard the chosen candidates…"), (roles.DRAFT,))}
_SEEN = {"seen": (_("Mark as seen"), (roles.TAKE_IN,))}
_GLOSSARY = {
    "approve": (_("Approve"), (roles.APPROVE_GLOSSARY,)),
    "delete_selected": (_("Delete"), ("editorial.delete_glossaryentry",)),
}
_DESCRIPTION = {
    "confirm": (_("Confirm what somebody else proposed"), (roles.VERIFY,)),
    "confirm_alone": (_("Confirm alone"), (roles.VERIFY_ALONE,)),
    "drop": (_("Let a proposal fall"), (roles.VERIFY,)),
}
_RECIPE = {
    "save": (_("Keep this division"), (roles.DRAFT,)),
    "recipe": (_("Keep the recipe"), (roles.DRAFT,)),
}

ROWS: Mapping[str, Row] = MappingProxyType(
    {
        "login": Row(_("Log in"), EVERYBODY, EVERYBODY),
        "language": Row(_("Language of the desk"), EVERYBODY, EVERYBODY),
        "second_factor": Row(_("Second factor"), AT_THE_DOOR, AT_THE_DOOR),
        "second_factor_enrol": Row(_("Set up your second factor"), AT_THE_DOOR, AT_THE_DOOR),
        "second_factor_codes": Row(_("Make new recovery codes"), NOBODY, EDITORS),
        "logout": Row(_("Log out"), NOBODY, AT_THE_DOOR),
        "password_change": Row(_("Change password"), EDITORS, EDITORS),
        "password_change_done": Row(_("Password changed"), EDITORS),
        "index": Row(_("What waits"), EDITORS),
        "allowances": Row(_("Who may do what"), EDITORS),
        "jsi18n": Row(_("Words of the scripts"), EDITORS),
        # Redirects from former addresses of rows, and the answer to an address that is none.
        "": Row(_("Other addresses"), EDITORS),
        "app_list": Row(_("Lists of one part"), SEE_STATEMENT),
        "overview": Row(_("Overview"), SEE_STATEMENT),
        "autocomplete": Row(_("Names offered while typing"), ("archive.view_organisation",)),
        "view_on_site": Row(_("Public page"), SEE_STATEMENT),
        **dict(_lists("archive.capture")),
        "archive_capture_take_in": Row(_("Take in"), (roles.TAKE_IN,), (roles.TAKE_IN,), model="archive.capture"),
        "archive_capture_bytes": Row(_("Captured bytes"), ("archive.view_capture",), model="archive.capture"),
        "archive_capture_divide": Row(_("Divide the page"), (roles.DRAFT,), (roles.DRAFT,), _RECIPE, "archive.capture"),
        **dict(_lists("editorial.batch")),
        **dict(_lists("editorial.sourceflag", actions=_SEEN)),
        **dict(_lists("editorial.candidate", change=(roles.DRAFT,), actions=_DISCARD)),
        **dict(_lists("archive.statement", change=("archive.change_statement",))),
        "archive_statement_describe": Row(
            _("Confirm a description"), NOBODY, _any_of(_DESCRIPTION), _DESCRIPTION, "archive.statement"
        ),
        "archive_statement_revise": Row(_("Revise"), SEE_STATEMENT, (roles.WRITE,), model="archive.statement"),
        "archive_statement_translate": Row(
            _("Open a translation"), NOBODY, (roles.TRANSLATE,), model="archive.statement"
        ),
        **dict(_texts("archive.statement", SEE_STATEMENT, roles.WRITE)),
        **dict(_lists("archive.witness", change=("archive.change_station",))),
        "archive_statement_compare": Row(_("Compare with the capture"), SEE_STATEMENT, model="archive.statement"),
        **dict(_lists("archive.translation", change=RENDER)),
        "archive_translation_check": Row(
            _("Findings while typing"), NOBODY, SEE_TRANSLATION, model="archive.translation", stores=False
        ),
        "archive_translation_offers": Row(
            _("Offers of the memory"), SEE_TRANSLATION, RENDER, model="archive.translation"
        ),
        "archive_translation_offers_part": Row(_("Offers of the memory"), SEE_TRANSLATION, model="archive.translation"),
        "archive_translation_machine": Row(_("Let a machine translate"), NOBODY, RENDER, model="archive.translation"),
        "archive_translation_xliff": Row("XLIFF", SEE_TRANSLATION, model="archive.translation"),
        "archive_translation_tmx": Row("TMX", SEE_TRANSLATION, model="archive.translation"),
        "archive_translation_bring_in": Row(_("Bring in"), RENDER, RENDER, model="archive.translation"),
        **dict(_lists("editorial.segment")),
        "editorial_segment_tmx": Row("TMX", ("editorial.view_segment",), model="editorial.segment"),
        **dict(
            _lists(
                "editorial.glossaryentry",
                add=("editorial.add_glossaryentry",),
                change=("editorial.change_glossaryentry",),
                delete=("editorial.delete_glossaryentry",),
                actions=_GLOSSARY,
            )
        ),
        **dict(_texts("archive.translation", SEE_TRANSLATION, roles.TRANSLATE)),
        **dict(_kept("archive.organisation")),
        **dict(_kept("archive.topic")),
        **dict(_kept("archive.source")),
        **dict(_lists("archive.decision")),
        **dict(_lists("auth.user", add=("auth.add_user",), change=("auth.change_user",))),
        "auth_user_password_change": Row(
            _("Give a new password"), ("auth.change_user",), ("auth.change_user",), model="auth.user"
        ),
        "auth_user_reset_second_factor": Row(
            _("Reset the second factor"), ("auth.change_user",), ("auth.change_user",), model="auth.user"
        ),
    }
)


class Unnamed(Exception):
    """An address of the desk has no row, and so answers nobody."""

    def __init__(self, address: str):
        super().__init__(f"The address {address!r} has no row in editorial/allowances.py: say there who may use it.")


def row_of(address: str | None) -> Row:
    """The row of an address by its URL name; redirects and addresses that are none have no name. Raises Unnamed."""
    try:
        return ROWS[address or ""]
    except KeyError:
        raise Unnamed(address or "") from None


def refusal(request: HttpRequest) -> HttpResponse | None:
    """The answer to a request that gets no further; None where it does.

    A form that somebody sends who may look but not do gets as far as its page, which says why not and keeps what was
    typed. Raises PermissionDenied, and Unnamed.
    """
    row = row_of(request.resolver_match.url_name if request.resolver_match else None)
    reading = request.method in ("GET", "HEAD", "OPTIONS")
    needed = row.read if reading else row.write
    if needed == NOBODY and (row.read or row.write):
        return HttpResponseNotAllowed(["GET", "HEAD"] if row.read else ["POST"])
    enough = needed if reading else (*needed, *row.read, *_view(row.model))
    if needed in _ALL or any(request.user.has_perm(permission) for permission in enough):
        return None
    raise PermissionDenied


def roles_among(needed: Who) -> frozenset[str]:
    """The roles that hold one of the permissions."""
    if needed in _ALL:
        return frozenset(roles.ROLES)
    return frozenset(role for role, held in roles.ROLES.items() if set(held) & set(needed))


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the page "Who may do what": an address, or one act of it; a cell for each role."""

    label: object
    address: str
    cells: tuple[str, ...]


def shown() -> list[tuple[object, list[Line]]]:
    """The table as the page shows it: by what the addresses belong to, with "does", "looks" or "" for each role."""
    parts: dict[str, list[Line]] = {}
    for address, row in ROWS.items():
        lines = parts.setdefault(row.model, [])
        if row.read or row.write:
            lines.append(Line(row.label, address, _cells(row.read, row.write)))
        lines.extend(
            Line(label, f"{address} · {act}", _cells(NOBODY, needed)) for act, (label, needed) in row.acts.items()
        )
    return [(apps.get_model(model)._meta.verbose_name_plural if model else "", lines) for model, lines in parts.items()]


def _cells(read: Who, write: Who) -> tuple[str, ...]:
    does, looks = roles_among(write), roles_among(read)
    return tuple("does" if role in does else "looks" if role in looks else "" for role in roles.ROLES)
