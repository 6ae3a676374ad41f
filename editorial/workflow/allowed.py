"""The table of moves, and who may make which one now."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.contrib.auth.models import AnonymousUser, User
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.languages import LANGUAGES
from archive.models import Statement, Translation, Verification
from archive.stages import Origin, Stage
from editorial import roles
from editorial.quality import TITLE, is_seen
from editorial.workflow.decisions import Thing
from editorial.workflow.findings import errors_of, findings_of


@dataclass(frozen=True, slots=True)
class Allowed:
    """The answer yes. True in a condition."""

    reason: str = ""

    def __bool__(self) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Denied:
    """The answer no, with the reason that a greyed button shows. False in a condition."""

    reason: str

    def __bool__(self) -> bool:
        return False


@dataclass(frozen=True, slots=True)
class Move:
    """One row of the table: from which stages to which, by whom, and whether a reason must be given."""

    name: str
    label: object
    sources: tuple[Stage, ...]
    target: Stage
    permission: str
    translation_permission: str
    needs_note: bool = False


MOVES: Mapping[str, Move] = MappingProxyType(
    {
        move.name: move
        for move in (
            Move(
                "submit",
                gettext_lazy("Submit for review"),
                (Stage.DRAFT,),
                Stage.IN_REVIEW,
                roles.WRITE,
                roles.TRANSLATE,
            ),
            Move(
                "return",
                gettext_lazy("Return to draft"),
                (Stage.IN_REVIEW, Stage.VERIFIED),
                Stage.DRAFT,
                roles.VERIFY,
                roles.VERIFY,
                needs_note=True,
            ),
            Move("verify", gettext_lazy("Verify"), (Stage.IN_REVIEW,), Stage.VERIFIED, roles.VERIFY, roles.VERIFY),
            Move(
                "verify_alone",
                gettext_lazy("Verify alone"),
                (Stage.IN_REVIEW,),
                Stage.VERIFIED,
                roles.VERIFY_ALONE,
                roles.VERIFY_ALONE,
                needs_note=True,
            ),
            Move("publish", gettext_lazy("Publish"), (Stage.VERIFIED,), Stage.PUBLISHED, roles.PUBLISH, roles.PUBLISH),
            # Editing begins a new round; what was published stays public until the next one is.
            Move(
                "revise",
                gettext_lazy("Revise"),
                (Stage.IN_REVIEW, Stage.VERIFIED, Stage.PUBLISHED),
                Stage.DRAFT,
                roles.WRITE,
                roles.TRANSLATE,
            ),
            Move(
                "withdraw",
                gettext_lazy("Withdraw"),
                (Stage.DRAFT, Stage.IN_REVIEW, Stage.VERIFIED, Stage.PUBLISHED),
                Stage.WITHDRAWN,
                roles.PUBLISH,
                roles.PUBLISH,
                needs_note=True,
            ),
            Move(
                "restore",
                gettext_lazy("Restore to draft"),
                (Stage.WITHDRAWN,),
                Stage.DRAFT,
                roles.PUBLISH,
                roles.PUBLISH,
                needs_note=True,
            ),
        )
    }
)


def may(user: User | AnonymousUser, name: str, thing: Thing) -> Allowed | Denied:
    """Whether `user` may make the move `name` on `thing` now; a Denied says why not.

    Raises KeyError for a move that is not in the table.
    """
    row = MOVES[name]
    permission = row.translation_permission if isinstance(thing, Translation) else row.permission
    if not user.is_active or not user.has_perm(permission):
        return Denied(_("Your role does not include this step."))
    if thing.stage not in row.sources:
        return Denied(_("This step does not follow from the stage “%(stage)s”.") % {"stage": Stage(thing.stage).label})
    revision = thing.current_revision
    if revision is None:
        return Denied(_("There is no text yet."))
    if name == "submit":
        return _may_submit(thing)
    if name in ("verify", "verify_alone"):
        return _may_verify(user, alone=name == "verify_alone", revision=revision)
    if name == "publish":
        return _may_publish(thing)
    if name == "withdraw" and thing.published_revision_id is None and thing.withdrawn_at is None:
        return Denied(_("It was never public: nothing has to be withdrawn."))
    return Allowed()


def reason_asked(name: str, thing: Thing) -> str:
    """What somebody has to say who makes the move `name`; "" where nothing needs to be said."""
    if MOVES[name].needs_note:
        return _("Say why.")
    if name == "submit" and isinstance(thing, Translation) and findings_of(thing):
        return _("There are warnings. Say why they may stand.")
    return ""


def _may_submit(thing: Thing) -> Allowed | Denied:
    """A text that somebody else can read without finding what a machine finds."""
    if not any(is_seen(paragraph["text"]) for paragraph in thing.text().paragraphs):
        return Denied(_("There is no text yet."))
    wrong = errors_of(thing) if isinstance(thing, Translation) else {}
    if wrong:
        numbers = ", ".join(str(number) if number != TITLE else _("title") for number in wrong)
        return Denied(_("Errors have to be mended first, in: %(numbers)s.") % {"numbers": numbers})
    unread = [row["number"] for row in thing.text().paragraphs if row.get("machine")]
    # What is called a machine's translation may keep its marks; what is called ours was read by a person, every line.
    if unread and isinstance(thing, Translation) and thing.origin != Origin.MACHINE:
        numbers = ", ".join(map(str, unread))
        return Denied(
            _("Nobody has read yet what the machine wrote, in: %(numbers)s. Correct or confirm it first.")
            % {"numbers": numbers}
        )
    return Allowed()


def _may_verify(user: User, *, alone: bool, revision) -> Allowed | Denied:
    """The two-person rule: by other hands than wrote any part since the last verified revision."""
    hands = set(revision.contributions.values_list("user_id", flat=True))
    if not hands - {None}:
        return Denied(_("No person has worked on this text yet: a machine's text needs a post-editor first."))
    if alone:
        return Allowed()
    if user.pk in hands:
        return Denied(_("You wrote a part of this text. Somebody else has to verify it."))
    if None in hands:
        return Denied(_("Who wrote a part of this text is not known, so nobody counts as a second person."))
    return Allowed()


def _may_publish(thing: Thing) -> Allowed | Denied:
    if not Verification.objects.filter(revision=thing.current_revision_id).exists():
        return Denied(_("This revision has not been verified."))
    if thing.language not in LANGUAGES:
        return Denied(_("Say first which language it is in."))
    if isinstance(thing, Translation) and not thing.statement.is_public():
        return Denied(_("The original is not public yet. Publish it first."))
    # What was published before says anew whether it is cut, in the same step: so the full text joins its excerpt.
    if isinstance(thing, Statement) and thing.published_revision_id is None and thing.excerpt != thing.text().excerpt:
        return Denied(_("A cut text cannot be published as the full one."))
    return Allowed()
