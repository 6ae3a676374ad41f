"""The filters of a list of statements: read from the address, applied in one place, the same for page, feed and desk.

Words that name nothing (an organisation, topic or language that is not there) select nothing; what cannot be read at
all (a date that is none, a value of ten thousand letters) makes the form invalid, which a page answers with 400.
"""

import datetime
import json
from collections.abc import Iterable

import django_filters
from django import forms
from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive import dates, search
from archive.models import Participation, Statement, Translation
from archive.public import fields, typed_dates
from archive.query import Field
from archive.stages import Role

#: A list that is chosen by more values than this of one kind was not put together by a reader.
MOST_VALUES = 20
LONGEST_VALUE = 100
LONGEST_QUERY = 300
#: More statements than this are found anew by each query that counts over them: handing their keys over costs more.
MOST_HANDED_ON = 5_000
#: Whose name a statement is found by.
PARTS = (Role.ISSUER, Role.SIGNATORY)

#: The code of the error where `to` lies before `from`.
REVERSED = "reversed"
NEWEST, OLDEST, RELEVANCE, ADDED = "newest", "oldest", "relevance", "added"
ORDERS = {
    NEWEST: gettext_lazy("newest first"),
    OLDEST: gettext_lazy("oldest first"),
    ADDED: gettext_lazy("last added first"),
}


class Values(forms.Field):
    """Every value that an address gives for one key, each once. Refuses NUL, and more or longer than makes sense."""

    widget = forms.SelectMultiple

    def to_python(self, value: Iterable[str] | None) -> list[str]:
        values = list(dict.fromkeys(word.strip() for word in value or () if word.strip()))
        if len(values) > MOST_VALUES:
            raise forms.ValidationError(_("Too many values at once."))
        for word in values:
            if len(word) > LONGEST_VALUE or "\x00" in word:
                raise forms.ValidationError(_("This value cannot be read."))
        return values


class Line(forms.CharField):
    """One line of text from an address; CharField refuses NUL itself."""

    def __init__(self, **kwargs):
        kwargs.setdefault("max_length", LONGEST_VALUE)
        super().__init__(**kwargs)


class ValuesFilter(django_filters.Filter):
    field_class = Values


class LineFilter(django_filters.Filter):
    field_class = Line


class DatesForm(forms.Form):
    """Reads `year`, `from` and `to` in the chosen calendar; what they mean goes to `cleaned_data` as dates."""

    #: The calendar of the boxes where the address names none; set by the filter.
    calendar = dates.GREGORIAN

    def clean_calendar(self) -> str:
        """The calendar of the boxes: one of `dates.CALENDARS`, also written with a hyphen."""
        calendar = self.cleaned_data["calendar"].replace("-", " ").lower()
        if calendar and calendar not in dates.CALENDARS:
            raise forms.ValidationError(_("There is no such calendar here."))
        return calendar

    def clean_order(self) -> str:
        order = self.cleaned_data["order"]
        if order and order not in (*ORDERS, RELEVANCE):
            raise forms.ValidationError(_("There is no such order here."))
        return order

    def clean(self) -> dict:
        cleaned = super().clean() or self.cleaned_data
        calendar = cleaned.get("calendar") or self.calendar
        for name in ("year", "from", "to"):
            try:
                cleaned[f"{name}_date"] = typed_dates.read(cleaned.get(name, ""), calendar)
            except ValueError as wrong:
                self.add_error(name, str(wrong))
        first, last = cleaned.get("from_date"), cleaned.get("to_date")
        if first and last and last.last < first.first:
            self.add_error("to", forms.ValidationError(_("The end lies before the beginning."), code=REVERSED))
        return cleaned


class StatementFilter(django_filters.FilterSet):
    """`q organisation language translated kind topic country year from to calendar order`, as interfaces have them.

    Values of one kind widen the choice (this language or that), kinds narrow it (this language and that topic).
    `calendar` is the one in which the boxes are read when the address names none.
    """

    q = LineFilter(max_length=LONGEST_QUERY, label=gettext_lazy("Words"))
    organisation = ValuesFilter(label=gettext_lazy("Organisation"))
    language = ValuesFilter(label=gettext_lazy("Language"))
    translated = ValuesFilter(label=gettext_lazy("Translated into"))
    kind = ValuesFilter(label=gettext_lazy("Kind"))
    topic = ValuesFilter(label=gettext_lazy("Topic"))
    country = ValuesFilter(label=gettext_lazy("Country"))
    year = LineFilter(label=gettext_lazy("Year"))
    calendar = LineFilter(label=gettext_lazy("Calendar"))
    order = LineFilter(label=gettext_lazy("Order"))

    class Meta:
        model = Statement
        fields: list[str] = []
        form = DatesForm

    def __init__(self, data=None, queryset=None, *, calendar: str = dates.GREGORIAN, **kwargs):
        self.home_calendar = calendar
        self._matches: list[int] | None = None
        super().__init__(data, queryset, **kwargs)

    def get_form_class(self):
        """The form, told in which calendar to read."""
        return type("StatementForm", (super().get_form_class(),), {"calendar": self.home_calendar})

    # --- What was chosen ---

    @property
    def chosen(self) -> dict:
        """The cleaned values. Only of a valid filter."""
        return self.form.cleaned_data

    @cached_property
    def query(self) -> search.Query:
        """What the box for words asks for. Only of a valid filter."""
        return search.parse(self.chosen["q"])

    @property
    def chosen_calendar(self) -> str:
        """The calendar asked for, else the one that was handed in. Only of a valid filter."""
        return self.chosen["calendar"] or self.home_calendar

    @property
    def ordering(self) -> str:
        """The order asked for, else by relevance where something is searched, else the newest first."""
        asked = self.chosen["order"]
        searching = self.query.has_words
        if asked == RELEVANCE and not searching:
            return NEWEST
        return asked or (RELEVANCE if searching else NEWEST)

    # --- What it selects ---

    def filter_queryset(self, queryset: QuerySet[Statement]) -> QuerySet[Statement]:
        """What everything chosen selects; ordered by relevance where words are searched."""
        return self.selected(queryset)

    def counted(self, without: str = "") -> QuerySet[Statement]:
        """The public statements that are selected if the choice named `without` were not made, in no order."""
        return self.selected(Statement.objects.public(), without, counting=True).order_by()

    def selected(
        self, queryset: QuerySet[Statement], without: str = "", *, counting: bool = False
    ) -> QuerySet[Statement]:
        """Those of `queryset` that are selected; with `counting` words are found without an order."""
        queryset = self.narrowed(queryset, without)
        if not self.chosen["q"]:
            return queryset
        if not self.query.asks_texts:
            return queryset if self.query else queryset.none()
        return self._found(queryset) if counting else search.search(queryset, self.query)

    def narrowed(self, queryset: QuerySet[Statement], without: str = "") -> QuerySet[Statement]:
        """Those of `queryset` that are selected by everything but the words that are looked for in texts."""
        chosen = self.chosen
        for name, apply in _APPLY.items():
            if name != without and chosen[name]:
                queryset = apply(queryset, chosen[name])
        for name in ("year", "from", "to"):
            if name != without and chosen.get(f"{name}_date"):
                queryset = _between(queryset, name, chosen[f"{name}_date"])
        for field in self.query.fields if chosen["q"] else ():
            queryset = _by_field(queryset, field, self.chosen_calendar)
        return queryset

    def _found(self, queryset: QuerySet[Statement]) -> QuerySet[Statement]:
        """What the words find, in no order. They are looked up once however many facets count over it."""
        if self._matches is None:
            found = search.matching(Statement.objects.public(), self.query)
            self._matches = list(found.values_list("pk", flat=True)[: MOST_HANDED_ON + 1])
        if len(self._matches) > MOST_HANDED_ON:
            return search.matching(queryset, self.query)
        return queryset.filter(pk__in=_among(self._matches))


#: `from` is a word of Python and cannot be written as an attribute.
StatementFilter.base_filters["from"] = LineFilter(label=gettext_lazy("From"))
StatementFilter.base_filters["to"] = LineFilter(label=gettext_lazy("To"))


def _among(ids: list[int]) -> RawSQL:
    """`ids` as one parameter: a million of them would be more parameters than a statement may have."""
    if connection.vendor == "sqlite":
        return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(ids)])
    return RawSQL("SELECT unnest(%s::bigint[])", [ids])


def _between(queryset: QuerySet[Statement], name: str, date: dates.HistoricalDate) -> QuerySet[Statement]:
    """A year counts statements by their first day, so that each stands in one bar of the histogram only."""
    first: datetime.date | None = date.first if name in ("from", "year") else None
    last: datetime.date | None = date.last if name in ("to", "year") else None
    if first:
        queryset = queryset.filter(first_day__gte=first)
    if last:
        queryset = queryset.filter(first_day__lte=last)
    return queryset


def _by_field(queryset: QuerySet[Statement], field: Field, calendar: str) -> QuerySet[Statement]:
    """A field of the box for words; a name that nothing has and a year that is none select nothing."""
    found = fields.values(field)
    if field.name == "year":
        try:
            year = typed_dates.read(found[0], calendar)
        except ValueError:
            year = None
        chosen = _between(queryset, "year", year) if year else queryset.none()
    else:
        chosen = _APPLY[field.name](queryset, found) if found else queryset.none()
    return queryset.exclude(pk__in=chosen.values("pk")) if field.without else chosen


def _by_organisation(queryset: QuerySet[Statement], slugs: list[str]) -> QuerySet[Statement]:
    parts = Participation.objects.filter(statement=OuterRef("pk"), organisation__slug__in=slugs, role__in=PARTS)
    return queryset.filter(Exists(parts))


def _by_country(queryset: QuerySet[Statement], codes: list[str]) -> QuerySet[Statement]:
    codes = [code.upper() for code in codes]
    parts = Participation.objects.filter(statement=OuterRef("pk"), organisation__country__in=codes, role__in=PARTS)
    return queryset.filter(Exists(parts))


def _by_topic(queryset: QuerySet[Statement], slugs: list[str]) -> QuerySet[Statement]:
    return queryset.filter(pk__in=Statement.objects.filter(topics__slug__in=slugs).values("pk"))


def _by_translation(queryset: QuerySet[Statement], tags: list[str]) -> QuerySet[Statement]:
    return queryset.filter(Exists(Translation.objects.public().filter(statement=OuterRef("pk"), language__in=tags)))


_APPLY = {
    "organisation": _by_organisation,
    "language": lambda queryset, tags: queryset.filter(language__in=tags),
    "translated": _by_translation,
    "kind": lambda queryset, kinds: queryset.filter(kind__in=kinds),
    "topic": _by_topic,
    "country": _by_country,
}
