"""Write the next revision of a statement or a translation. Texts change here and nowhere else."""

from collections.abc import Iterable, Sequence

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from archive.models import Contribution, Revision, Statement, Translation, digest_of_text
from archive.stages import Stage
from editorial import roles
from editorial.paragraphs import renumber
from editorial.workflow.decisions import Thing, decide, name_of
from editorial.workflow.moves import Overtaken, Refused, hands_since_verified, move
from editorial.workflow.remember import remember_all


@transaction.atomic
def write_revision(
    thing: Thing,
    *,
    title: str,
    paragraphs: Sequence[dict],
    by: User | None,
    note: str = "",
    excerpt: bool = False,
    machine: bool = False,
    hands: Iterable[int | None] = (),
) -> Revision:
    """Append a revision and make it the current one, where the one that was read is still current.

    `paragraphs` have the shape told at `Revision`. Whoever wrote a part since the last verified revision stays among
    the hands of this one, and so do `hands`, who wrote what is taken over. Machine text adds no hand. Raises Overtaken
    where somebody else saved first.
    """
    parent = thing.current_revision
    if not type(thing).objects.select_for_update().filter(pk=thing.pk, current_revision=parent).exists():
        raise Overtaken(_("Somebody else saved this text in the meantime. Compare both before you save again."))
    own = {"translation": thing} if isinstance(thing, Translation) else {"statement": thing}
    revision = Revision.objects.create(
        **own,
        number=(parent.number + 1) if parent else 1,
        title=title.strip(),
        paragraphs=list(paragraphs),
        excerpt=excerpt,
        author=None if machine else by,
        machine=machine,
        parent=parent,
        note=note.strip(),
        digest=digest_of_text(title.strip(), paragraphs),
        created_at=timezone.now(),
    )
    all_hands = {*hands, *(hands_since_verified(parent) if parent else ())}
    if not machine:
        all_hands.add(by.pk if by else None)
    Contribution.objects.bulk_create(
        [Contribution(revision=revision, user_id=hand) for hand in sorted(all_hands, key=lambda hand: hand or 0)]
    )
    type(thing).objects.filter(pk=thing.pk).update(current_revision=revision)
    thing.current_revision = revision
    if isinstance(thing, Statement):
        remember_all([thing])
    return revision


def _reopen(thing: Thing, by: User) -> None:
    """Bring a thing to draft so that it can be written, or raise Refused with the reason."""
    if thing.stage != Stage.DRAFT:
        move(thing, "revise", by)
    elif not by.has_perm(roles.TRANSLATE if isinstance(thing, Translation) else roles.WRITE):
        raise Refused(_("Your role does not include this step."))


@transaction.atomic
def revise(
    thing: Thing,
    *,
    title: str,
    texts: Sequence[str],
    by: User,
    note: str = "",
    expected: Revision | None = None,
    excerpt: bool | None = None,
) -> Revision | None:
    """Save an edited text of a statement: a new revision in stage draft, or None where nothing changed.

    `texts` are the paragraphs in order; they keep their numbers (see `paragraphs.renumber`). `expected` is the
    revision that the editor began from. `excerpt` says whether the text is still cut; None keeps what was.
    Raises Refused, or Overtaken where `expected` is not current any more: nothing is overwritten silently.
    """
    current = thing.text()
    if expected is not None and current != expected:
        raise Overtaken(_("Somebody else saved this text in the meantime. Compare both before you save again."))
    texts = [text.strip() for text in texts if text.strip()]
    cut = current.excerpt if excerpt is None else excerpt
    if (title.strip(), texts, cut) == (current.title, [row["text"] for row in current.paragraphs], current.excerpt):
        return None
    numbers = [row["number"] for rows in thing.revisions.values_list("paragraphs", flat=True) for row in rows if rows]
    paragraphs = renumber(current.paragraphs, texts, max(numbers, default=0))
    _reopen(thing, by)
    revision = write_revision(thing, title=title, paragraphs=paragraphs, by=by, note=note, excerpt=cut)
    _describe_cut(thing, cut)
    what, reference = name_of(thing)
    decide("write", what, reference, by, note, revision_digest=revision.digest)
    return revision


def _describe_cut(thing: Thing, cut: bool) -> None:
    """Let a statement say that its text is cut, or is whole now. One that was published says so when it is again."""
    if isinstance(thing, Statement) and thing.published_revision_id is None and thing.excerpt != cut:
        Statement.objects.filter(pk=thing.pk).update(excerpt=cut)
        thing.excerpt = cut


@transaction.atomic
def roll_back(thing: Thing, to: Revision, by: User, note: str) -> Revision:
    """Make an older revision's text current again, as a new revision.

    Whoever wrote that text unverified is among its hands again, and a machine's text stays a machine's: rolling back is
    no way around a second person.
    """
    if to not in thing.revisions.all():
        raise Refused(_("This revision belongs to another text."))
    _reopen(thing, by)
    revision = write_revision(
        thing,
        title=to.title,
        paragraphs=to.paragraphs,
        by=by,
        note=note,
        excerpt=to.excerpt,
        machine=to.machine,
        hands=hands_since_verified(to),
    )
    _describe_cut(thing, to.excerpt)
    what, reference = name_of(thing)
    decide("roll back", what, reference, by, note, revision_digest=revision.digest)
    return revision
