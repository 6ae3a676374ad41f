"""Assess a revision on one axis."""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from archive.models import Assessment, Statement, Translation
from archive.stages import Axis, Verdict
from editorial import roles
from editorial.workflow.decisions import Thing, decide, name_of
from editorial.workflow.moves import Refused, hands_since_verified


@transaction.atomic
def assess(thing: Thing, *, axis: str, verdict: str, by: User, note: str = "") -> Assessment:
    """Write a verifier's verdict on the current revision. A contradicted axis needs a note. Raises Refused."""
    if not by.has_perm(roles.VERIFY):
        raise Refused(_("Your role does not include this step."))
    if axis not in Axis.values or verdict not in Verdict.values:
        raise Refused(_("Choose an axis and a verdict from the lists."))
    if (axis == Axis.TRANSLATION) != isinstance(thing, Translation):
        raise Refused(_("A translation is assessed as a translation, an original on its text, attribution and date."))
    if verdict == Verdict.CONTRADICTED and not note.strip():
        raise Refused(_("Say why."))
    if by.pk in hands_since_verified(thing.current_revision):
        raise Refused(_("You wrote a part of this text. Somebody else has to verify it."))
    row = Assessment.objects.create(revision=thing.text(), axis=axis, verdict=verdict, by=by, note=note.strip())
    what, reference = name_of(thing)
    decide(
        f"assess {axis}",
        what,
        reference,
        by,
        f"{verdict}: {note}".strip(": "),
        revision_digest=thing.text().digest,
    )
    return row


def doubt(statement: Statement, axes: Iterable[str], by: User) -> None:
    """Let no verdict stand for what nobody has looked at: an axis whose facts `by` changed counts as unchecked again.

    Concerns the text that is worked on and the one that readers see. The older verdict stays beside the new one.
    Call inside the transaction in which the description is changed.
    """
    for revision in {one for one in (statement.current_revision, statement.published_revision) if one}:
        for axis in axes:
            newest = Assessment.objects.filter(revision=revision, axis=axis).order_by("-id").first()
            if newest and newest.verdict != Verdict.COULD_NOT_CHECK:
                Assessment.objects.create(
                    revision=revision,
                    axis=axis,
                    verdict=Verdict.COULD_NOT_CHECK,
                    by=by,
                    note=_("The description was changed after this had been looked at."),
                )
