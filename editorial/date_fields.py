"""The fields of a historical date, as an editor types it: its parts in one of three calendars."""

import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from archive import dates

CALENDARS = ((dates.GREGORIAN, _("Gregorian")), (dates.SOLAR_HIJRI, _("Solar Hijri")), (dates.ISLAMIC, _("Islamic")))


class Number(forms.IntegerField):
    """A whole number in any digits: `type=number` would refuse ۱۴۰۱."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "size": 4, "dir": "ltr", "autocomplete": "off"})


class DateFields(forms.Form):
    """A historical date by its parts. `before` is the value that the form was opened with; unless a part is changed
    its days stay as they are, so that a span of days survives a form that cannot show it."""

    date_written = forms.CharField(label=_("Date as written"), max_length=200, required=False)
    calendar = forms.ChoiceField(label=_("Calendar"), choices=CALENDARS, required=False)
    year = Number(label=_("Year"), required=False)
    month = Number(label=_("Month"), required=False, min_value=1, max_value=12)
    day = Number(label=_("Day"), required=False, min_value=1, max_value=31)
    decade = forms.BooleanField(label=_("the decade only"), required=False)
    date_inferred = forms.BooleanField(label=_("a part was inferred"), required=False)
    before: dates.HistoricalDate | None = None
    PARTS = frozenset({"calendar", "year", "month", "day", "decade"})

    @staticmethod
    def parts_of(date: dates.HistoricalDate | None) -> dict:
        """The initial values of the fields for a date."""
        if date is None:
            return {"calendar": dates.GREGORIAN}
        year, month, day = dates.in_calendar(date.first, date.calendar)
        return {
            "date_written": date.written,
            "calendar": date.calendar,
            "year": year,
            "month": month if date.precision in ("day", "month") else None,
            "day": day if date.precision == "day" else None,
            "decade": date.precision == "decade",
            "date_inferred": date.inferred,
        }

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        cleaned["date"] = None
        if self.errors.keys() & (self.PARTS | {"date_written"}):
            return cleaned
        year, month, day = cleaned.get("year"), cleaned.get("month"), cleaned.get("day")
        written, inferred = cleaned.get("date_written", ""), cleaned.get("date_inferred", False)
        if year is None:
            if month or day or written:
                self.add_error("year", _("Give at least the year, or leave the whole date empty."))
            return cleaned
        try:
            if self.before and not self.PARTS & set(self.changed_data):
                days = self.before
            else:
                calendar = cleaned.get("calendar") or dates.GREGORIAN
                days = dates.from_parts(calendar, year, month, day, decade=cleaned.get("decade", False))
            cleaned["date"] = dates.HistoricalDate(
                written, days.calendar, days.first, days.last, days.precision, inferred
            )
        except ValueError:
            self.add_error("year", _("There is no such date in this calendar."))
            return cleaned
        # A day of grace: it is tomorrow already somewhere. A year typed in the wrong calendar is caught here.
        if self.PARTS & set(self.changed_data) and days.first > datetime.date.today() + datetime.timedelta(days=1):
            self.add_error("year", _("This date lies in the future. Is it of this calendar?"))
        return cleaned
