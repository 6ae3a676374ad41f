"""The desk's forms: what editors type, checked and turned into the values that the workflow takes."""

import hashlib
from collections.abc import Sequence
from operator import attrgetter

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from archive import folding, languages
from archive.models import DATE_FIELDS, Organisation, Source, Statement
from archive.stages import Axis, Kind, Origin, Role, Stage, Verdict
from editorial.date_fields import DateFields
from editorial.paragraphs import split_paragraphs
from editorial.workflow.draft import Draft, Taking

HANDS = (
    (1, _("1 · issued on this page")),
    (2, _("2 · quoted from another channel")),
    (3, _("3 · quoted at third hand")),
)
#: Longest text that a form takes, in characters: a book, and still no way to fill the disk with one request.
LONGEST = 2_000_000
NO_LANGUAGE = (("und", _("not determined")),)


def text_attributes(tag: str) -> dict[str, str]:
    """`lang` and `dir` of an input that holds text in the language `tag`."""
    return {"lang": tag, "dir": languages.direction(tag)}


def known_organisation(words: str) -> Organisation | None:
    """The organisation with this address word or with exactly this name, in any language and spelling habit."""
    key = folding.match_form(words)
    found = Organisation.objects.filter(Q(slug=words.strip()) | Q(names__folded=key[:250])).distinct()[:2]
    return found[0] if len(found) == 1 and key else None


class ReadingForm(DateFields):
    """A candidate's reading as an editor confirms or corrects it. `guessed`: what may have a confidence."""

    guessed = frozenset({"title", "language", "kind", "issuing_body", "author"})
    title = forms.CharField(label=_("Title"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    language = forms.ChoiceField(label=_("Language"), choices=lambda: (*NO_LANGUAGE, *languages.choices()))
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind)
    issuing_body = forms.CharField(label=_("Issuing body"), max_length=200, required=False)
    author = forms.CharField(label=_("Author"), max_length=200, required=False)
    excerpt = forms.BooleanField(label=_("The text is cut: only an excerpt"), required=False)
    hand = forms.TypedChoiceField(label=_("Hand"), choices=HANDS, coerce=int)
    text = forms.CharField(
        label=_("Text"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 10, "class": "long"}),
        help_text=_("Paragraphs are parted by an empty line."),
    )

    def __init__(self, data=None, *, draft: Draft):
        self.before = draft.date
        initial = {
            "title": draft.title,
            "language": draft.language,
            "kind": draft.kind,
            "issuing_body": draft.issuing_body,
            "author": draft.author,
            "excerpt": draft.excerpt,
            "hand": draft.hand,
            "text": "\n\n".join(draft.texts),
            **self.parts_of(draft.date),
        }
        super().__init__(data, initial=initial)
        for name in ("title", "text", "issuing_body", "author", "date_written"):
            self.fields[name].widget.attrs.update(text_attributes(draft.language))

    def draft(self, takings: tuple[Taking, ...]) -> Draft:
        """What the workflow takes; after `is_valid()`."""
        values = self.cleaned_data
        return Draft(
            title=values["title"],
            texts=tuple(split_paragraphs(values["text"])),
            language=values["language"],
            kind=values["kind"],
            date=values["date"],
            takings=takings,
            issuing_body=values["issuing_body"],
            author=values["author"],
            excerpt=values["excerpt"],
            hand=values["hand"],
        )


class TakingForm(forms.Form):
    """One organisation or person in one role. `warning` says that the name looks like another one."""

    warning = ""
    role = forms.ChoiceField(label=_("Role"), choices=Role, initial=Role.ISSUER)
    written = forms.CharField(
        label=_("As written"), max_length=300, required=False, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    known = forms.CharField(
        label=_("Known organisation"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"list": "organisations", "dir": "auto", "autocomplete": "off"}),
    )
    detail = forms.CharField(
        label=_("Detail"), max_length=300, required=False, widget=forms.TextInput(attrs={"dir": "auto"})
    )

    def clean_known(self) -> Organisation | None:
        words = self.cleaned_data["known"]
        if not words.strip():
            return None
        found = known_organisation(words)
        if found is None:
            raise ValidationError(
                _("No single organisation has this name. Leave it empty to keep the name as it is written only.")
            )
        return found

    def taking(self) -> Taking | None:
        """The row as the workflow takes it; None for an empty row."""
        values = self.cleaned_data
        if not values.get("written") and not values.get("known"):
            return None
        return Taking(
            role=values["role"],
            written=values["written"],
            organisation=values["known"],
            detail=values["detail"],
        )


TakingFormSet = forms.formset_factory(TakingForm, extra=2, max_num=400)


def takings_initial(takings: Sequence[Taking], reading: dict) -> list[dict]:
    """The rows with which the organisations of a stored reading begin, each with the machine's confidence."""
    named = [*reading.get("organisations", []), *reading.get("signatories", [])]
    return [
        {
            "role": taking.role,
            "written": taking.written,
            "known": taking.organisation.slug if taking.organisation else "",
            "detail": taking.detail,
            "confidence": one.get("confidence"),
        }
        for taking, one in zip(takings, named, strict=True)
    ]


class MergeForm(forms.Form):
    """Which statement a candidate belongs to, and whether its text becomes the statement's."""

    match = forms.CharField(required=False)
    reference = forms.CharField(
        label=_("or the reference"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr", "size": 12, "autocomplete": "off"}),
    )
    adopt_text = forms.BooleanField(label=_("Its text becomes the statement’s text"), required=False)

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        # A pasted address of the statement's page is as good as its reference.
        reference = (cleaned.get("reference") or cleaned.get("match") or "").strip().rstrip("/").rsplit("/", 1)[-1]
        cleaned["statement"] = Statement.objects.filter(reference=reference).first() if reference else None
        if cleaned["statement"] is None:
            self.add_error(
                "reference",
                _("No statement has this reference.") if reference else _("Choose a statement or type a reference."),
            )
        return cleaned


class ReviseForm(forms.Form):
    """The text of a statement. `expected` is the revision that the editor began from."""

    title = forms.CharField(label=_("Title"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    text = forms.CharField(
        label=_("Text"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 16, "class": "long"}),
        help_text=_("Paragraphs are parted by an empty line. They keep their numbers while they are kept or moved."),
    )
    excerpt = forms.BooleanField(label=_("The text is cut: only an excerpt"), required=False)
    note = forms.CharField(
        label=_("What did you change, and why?"),
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("Of a text that was public before, readers are told this as the reason of the correction."),
    )
    expected = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, language: str, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("title", "text"):
            self.fields[name].widget.attrs.update(text_attributes(language))


class OpenTranslationForm(forms.Form):
    language = forms.ChoiceField(label=_("Language"), choices=languages.choices)
    origin = forms.ChoiceField(label=_("Origin"), choices=Origin, initial=Origin.OURS)
    translator = forms.CharField(
        label=_("Translator’s credit"), max_length=200, required=False, widget=forms.TextInput(attrs={"dir": "auto"})
    )


class AssessmentForm(forms.Form):
    axis = forms.ChoiceField(choices=Axis, widget=forms.HiddenInput)
    verdict = forms.ChoiceField(label=_("Verdict"), choices=Verdict)
    note = forms.CharField(label=_("Note"), required=False, widget=forms.TextInput(attrs={"dir": "auto"}))


def description_digest(statement: Statement) -> str:
    """SHA-256 (hex) of all that the form of a description shows, as it is in the database's rows of `statement`."""
    named = [field for field in StatementForm.Meta.fields if field != "topics"]
    shown = [statement.serializable_value(field) for field in (*DATE_FIELDS, *named)]
    shown += sorted(topic.pk for topic in statement.topics.all())
    parts = sorted(statement.participations.all(), key=attrgetter("pk"))
    shown += map(attrgetter("role", "organisation_id", "written", "detail", "position"), parts)
    return hashlib.sha256("\n".join(map(repr, shown)).encode()).hexdigest()


class StatementForm(DateFields, forms.ModelForm):
    """The description of a statement; its text is written elsewhere. `seen` is the description the editor began from:
    whoever saves second is told, and nothing is overwritten silently."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Statement
        fields = ("language", "kind", "issuing_body", "author", "topics", "scheduled_for", "replaced_by")

    def __init__(self, *args, **kwargs):
        statement = kwargs.get("instance")
        self.before = statement.date if statement else None
        kwargs["initial"] = {**self.parts_of(self.before), **(kwargs.get("initial") or {})}
        if statement:
            kwargs["initial"]["seen"] = description_digest(statement)
        super().__init__(*args, **kwargs)
        for name in ("issuing_body", "author", "date_written"):
            if statement and name in self.fields:
                self.fields[name].widget.attrs.update(text_attributes(statement.language))

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("seen") != self.initial.get("seen"):
            raise ValidationError(_("Somebody else changed this in the meantime. Look at it again."))
        if cleaned.get("replaced_by") == self.instance:
            self.add_error("replaced_by", _("A statement cannot be replaced by itself."))
        live = self.instance.translations.exclude(stage=Stage.WITHDRAWN).values_list("language", flat=True)
        if "language" in self.changed_data and cleaned.get("language") in live:
            self.add_error("language", _("There is already a live translation of this kind in this language."))
        return cleaned

    def save(self, commit=True):
        self.instance.date = self.cleaned_data["date"]
        return super().save(commit)


class Files(forms.FileField):
    """One or more files. Raises ValidationError when none came."""

    widget = type("FilesInput", (forms.ClearableFileInput,), {"allow_multiple_selected": True})

    def clean(self, data, initial=None):
        given = [one for one in (data if isinstance(data, list | tuple) else [data]) if one]
        if not given and self.required:
            raise ValidationError(self.error_messages["required"])
        return [super(Files, self).clean(one, initial) for one in given]


class TakeInForm(forms.Form):
    """Pages to be taken in: files, or one pasted text."""

    pages = Files(label=_("Files"), required=False)
    pasted = forms.CharField(
        label=_("or a pasted text"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 12, "dir": "auto"}),
    )
    source: "forms.ModelChoiceField[Source]" = forms.ModelChoiceField(
        label=_("Source"), queryset=Source.objects.all(), required=False
    )
    address = forms.URLField(
        label=_("Address of the page"),
        required=False,
        max_length=2000,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"dir": "ltr"}),
    )

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("pages") and not (cleaned.get("pasted") or "").strip():
            raise ValidationError(_("Choose a file or paste a text."))
        return cleaned
