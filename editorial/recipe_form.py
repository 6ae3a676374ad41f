"""A source's recipe as fields, for editors who have seen on a page what the machine did not know."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from archive.models import Source
from editorial.intake.recipe import LISTS, WORDS, BadRecipe, check


class RecipeForm(forms.Form):
    """What the pages of a source look like. An emptied field leaves the recipe; what has no field here stays in it."""

    separators = forms.CharField(
        label=_("Lines that part one statement from the next"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("One on each line, just as it stands on the page."),
    )
    issuer = forms.CharField(
        label=_("Whose statements these are, unless a page says otherwise"),
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    language = forms.CharField(
        label=_("Language of the pages"), required=False, widget=forms.TextInput(attrs={"dir": "ltr", "size": 8})
    )
    encoding = forms.CharField(
        label=_("Encoding where the pages declare none"),
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr", "size": 14}),
    )
    keep = forms.CharField(
        label=_("Elements that hold everything (CSS selectors)"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "ltr"}),
    )
    drop = forms.CharField(
        label=_("Elements to leave out (CSS selectors)"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "ltr"}),
    )

    def __init__(self, data=None, *, source: Source):
        self.source = source
        kept = source.recipe or {}
        initial = {name: kept.get(name, "") for name in WORDS}
        super().__init__(data, initial=initial | {name: "\n".join(kept.get(name, ())) for name in LISTS})

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        recipe = {name: value for name, value in self.source.recipe.items() if name not in self.fields}
        recipe |= {name: cleaned[name].strip() for name in WORDS if cleaned.get(name, "").strip()}
        for name in LISTS:
            lines = [line.strip() for line in cleaned.get(name, "").splitlines() if line.strip()]
            if lines:
                recipe[name] = lines
        try:
            check(recipe)
        except BadRecipe as bad:
            raise ValidationError(str(bad)) from None
        self.recipe = recipe
        return cleaned

    def save(self) -> None:
        """Keep the recipe with the source."""
        self.source.recipe = self.recipe
        self.source.save(update_fields=["recipe"])
