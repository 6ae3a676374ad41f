"""Put a machine's renderings where there are none yet. They are marked until a person has read them."""

from collections.abc import Mapping

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from archive.models import Revision, Translation, digest
from archive.stages import Stage
from editorial.bilingual import TITLE
from editorial.workflow.bring_in import sources_of, texts_of
from editorial.workflow.decisions import decide, name_of
from editorial.workflow.moves import Overtaken, Refused, move
from editorial.workflow.revise import write_revision
from editorial.workflow.translate import may_translate


def empty_in(translation: Translation) -> dict[int, str]:
    """The paragraphs of the original that have no rendering, by number. A title is left out: it would bear no mark."""
    written = texts_of(translation.current_revision)
    return {
        number: text
        for number, text in sources_of(translation).items()
        if number != TITLE and text.strip() and not written.get(number)
    }


@transaction.atomic
def fill(
    translation: Translation, texts: Mapping[int, str], *, by: User, name: str, expected: Revision | None
) -> Revision | None:
    """Save a machine's renderings (number → text) of paragraphs that have none; `by` is who asked, `name` the machine.

    Never writes over a text. The revision has no author, and asking makes nobody one of its hands. Returns None where
    nothing was to be filled. Raises Refused, or Overtaken where `expected` is not current any more.
    """
    current = translation.current_revision
    if current != expected:
        raise Overtaken(_("Somebody else saved this text in the meantime. Compare both before you save again."))
    if not may_translate(by, translation.origin):
        raise Refused(_("Your role does not include this step."))
    sources, empty = sources_of(translation), empty_in(translation)
    wanted = {number: text.strip() for number, text in texts.items() if number in empty and text.strip()}
    if not wanted:
        return None
    made = [
        {"number": number, "text": text, "source": digest(sources[number]), "machine": True}
        for number, text in wanted.items()
    ]
    order = list(sources)
    rows = [*(current.paragraphs if current else ()), *made]
    rows.sort(key=lambda row: order.index(row["number"]) if row["number"] in sources else len(order))
    if translation.stage != Stage.DRAFT:
        move(translation, "revise", by)
    title = current.title if current else ""
    revision = write_revision(translation, title=title, paragraphs=rows, by=by, note=name, machine=True)
    what, reference = name_of(translation)
    decide("machine", what, reference, by, name, revision_digest=revision.digest)
    return revision
