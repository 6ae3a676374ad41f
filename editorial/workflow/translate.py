"""Open a translation, write it paragraph by paragraph, and say that an old rendering is still valid."""

from collections.abc import Iterable, Mapping

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from archive import languages
from archive.models import Revision, Statement, Translation, digest
from archive.stages import Origin, Stage
from editorial import roles
from editorial.workflow.decisions import decide, name_of
from editorial.workflow.moves import Overtaken, Refused, move
from editorial.workflow.revise import write_revision


def may_translate(by: User, origin: str) -> bool:
    """Whether somebody may write translations of this origin: translators all, importers those that were found."""
    return by.has_perm(roles.TRANSLATE) or (origin in (Origin.OFFICIAL, Origin.FOUND) and by.has_perm(roles.TAKE_IN))


@transaction.atomic
def open_translation(
    statement: Statement, *, language: str, by: User, origin: str = Origin.OURS, translator: str = ""
) -> Translation:
    """Begin a translation; its first revision is written by `render`. Raises Refused with the reason."""
    if not may_translate(by, origin):
        raise Refused(_("Your role does not include this step."))
    if language not in languages.LANGUAGES:
        raise Refused(_("This language is not known to the archive."))
    if language == statement.language:
        raise Refused(_("This is the language of the original."))
    if statement.current_revision is None or statement.stage == Stage.WITHDRAWN:
        raise Refused(_("There is no original to translate."))
    try:
        with transaction.atomic():
            translation = Translation.objects.create(
                statement=statement, language=language, origin=origin, translator=translator
            )
    except IntegrityError:
        raise Refused(_("There is already a live translation of this kind in this language.")) from None
    what, reference = name_of(translation)
    decide("open", what, reference, by, to_stage=Stage.DRAFT)
    return translation


def source_of(translation: Translation) -> Revision:
    """The revision of the original that translators work from: the current one."""
    return translation.statement.text()


@transaction.atomic
def render(
    translation: Translation,
    *,
    title: str,
    texts: Mapping[int, str],
    by: User,
    note: str = "",
    expected: Revision | None = None,
    still_valid: Iterable[int] = (),
) -> Revision | None:
    """Save a rendering: `texts` maps the number of each source paragraph to its text in the other language.

    A paragraph whose text changed remembers the source as it is now; one that did not keeps what it remembered, so
    it stays stale until it is written again or named in `still_valid`. Returns None where nothing changed.
    Raises Refused, or Overtaken where `expected` is not current any more.
    """
    current = translation.current_revision
    if expected is not None and current != expected:
        raise Overtaken(_("Somebody else saved this text in the meantime. Compare both before you save again."))
    if not may_translate(by, translation.origin):
        raise Refused(_("Your role does not include this step."))
    original = {paragraph["number"]: paragraph["text"] for paragraph in source_of(translation).paragraphs}
    before = {paragraph["number"]: paragraph for paragraph in current.paragraphs} if current else {}
    valid = set(still_valid)
    paragraphs = []
    # In the order of the original; renderings of paragraphs that left it stay at the end until they are emptied.
    for number in [*original, *(number for number in before if number not in original)]:
        old = before.get(number)
        text = texts.get(number, old["text"] if old else "").strip()
        if not text:
            continue
        if old and old["text"] == text and number not in valid:
            paragraphs.append(old)
        else:
            source = digest(original[number]) if number in original else (old or {}).get("source", "")
            paragraphs.append({"number": number, "text": text, "source": source, "machine": False})
    if (title.strip(), paragraphs) == ((current.title, current.paragraphs) if current else ("", [])):
        return None
    if translation.stage != Stage.DRAFT:
        move(translation, "revise", by)
    revision = write_revision(translation, title=title, paragraphs=paragraphs, by=by, note=note)
    what, reference = name_of(translation)
    decide("write", what, reference, by, note, revision_digest=revision.digest)
    return revision
