"""Open a translation, write it paragraph by paragraph, and say that an old rendering is still valid."""

from collections.abc import Iterable, Mapping

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from archive import languages
from archive.models import Revision, Statement, Translation, digest, stale_numbers
from archive.stages import Origin, Stage
from editorial import roles
from editorial.quality import negation
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


def former_sources(translation: Translation, wanted: set[str]) -> dict[str, str]:
    """The former paragraphs of the original with these digests, out of all its revisions, the newest first."""
    if not wanted:
        return {}
    found: dict[str, str] = {}
    for paragraphs in translation.statement.revisions.order_by("-number").values_list("paragraphs", flat=True):
        for paragraph in paragraphs:
            key = digest(paragraph["text"])
            if key in wanted:
                found.setdefault(key, paragraph["text"])
        if len(found) == len(wanted):
            break
    return found


def turned(translation: Translation, before: str | None, after: str) -> tuple[str, ...]:
    """The words by which a changed paragraph of the original denies, or no longer denies; empty where none does.

    `before` is the paragraph as the rendering knew it; where that is not to be found, nobody can tell, so it counts.
    """
    if before is None:
        return ("?",)
    return negation.changed(before, after, translation.statement.language)


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
    confirmed: Iterable[int] = (),
    unsure: Iterable[int] | None = None,
) -> Revision | None:
    """Save a rendering: `texts` maps the number of each source paragraph to its text in the other language.

    A paragraph whose text changed remembers the source as it is now; one that did not keeps what it remembered, so
    it stays stale until it is written again or named in `still_valid`. Where the source has come to say "not", or has
    ceased to, it must be named in `confirmed` besides, unless a "not" of the rendering changed with it. `unsure` are
    the paragraphs that the verifier shall look at; None keeps what was. Returns None where nothing changed.
    Raises Refused, or Overtaken where `expected` is not current any more.
    """
    current = translation.current_revision
    if expected is not None and current != expected:
        raise Overtaken(_("Somebody else saved this text in the meantime. Compare both before you save again."))
    if not may_translate(by, translation.origin):
        raise Refused(_("Your role does not include this step."))
    original = {paragraph["number"]: paragraph["text"] for paragraph in source_of(translation).paragraphs}
    before = {paragraph["number"]: paragraph for paragraph in current.paragraphs} if current else {}
    valid, doubted = set(still_valid), None if unsure is None else set(unsure)
    paragraphs, renewed = [], set()
    # In the order of the original; renderings of paragraphs that left it stay at the end until they are emptied.
    for number in [*original, *(number for number in before if number not in original)]:
        old = before.get(number)
        text = texts.get(number, old["text"] if old else "").strip()
        if not text:
            continue
        if old and old["text"] == text and number not in valid:
            row = dict(old)
        else:
            source = digest(original[number]) if number in original else (old or {}).get("source", "")
            row = {"number": number, "text": text, "source": source, "machine": False}
            renewed.add(number)
        row.pop("unsure", None)
        if (old or {}).get("unsure") if doubted is None else number in doubted:
            row["unsure"] = True
        paragraphs.append(row)
    _refuse_unconfirmed(translation, paragraphs, renewed - set(confirmed))
    if (title.strip(), paragraphs) == ((current.title, current.paragraphs) if current else ("", [])):
        return None
    if translation.stage != Stage.DRAFT:
        move(translation, "revise", by)
    revision = write_revision(translation, title=title, paragraphs=paragraphs, by=by, note=note)
    what, reference = name_of(translation)
    decide("write", what, reference, by, note, revision_digest=revision.digest)
    return revision


def _refuse_unconfirmed(translation: Translation, paragraphs: Iterable[dict], renewed: set[int]) -> None:
    """Raise Refused where a paragraph would count as current though its source turned, and nothing says that it was
    seen. `renewed` are the numbers that take the source as it is now and were not confirmed."""
    current = translation.current_revision
    original = source_of(translation)
    stale = renewed & stale_numbers(current, original) if current else set()
    if not stale or current is None:
        return
    before = {row["number"]: row for row in current.paragraphs}
    sources = {row["number"]: row["text"] for row in original.paragraphs}
    former = former_sources(translation, {before[number]["source"] for number in stale})
    unseen = []
    for row in paragraphs:
        number = row["number"]
        if number not in stale or not turned(translation, former.get(before[number]["source"]), sources[number]):
            continue
        follows = negation.knows(translation.language) and negation.changed(
            before[number]["text"], row["text"], translation.language
        )
        if not follows:
            unseen.append(number)
    if unseen:
        raise Refused(
            _(
                "The original has come to say “not”, or no longer says it, in: %(numbers)s. Read it again, then "
                "confirm a second time that the rendering says the same."
            )
            % {"numbers": ", ".join(map(str, unseen))}
        )
