"""How names, numbers, dates and texts are set on a page: each in its own language and direction."""

import datetime
import re
from collections.abc import Sequence

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from archive import dates, languages
from archive.public import isolation, names
from archive.public.addresses import Choices
from archive.public.charts import Bar
from archive.public.shapes import Name, Represented, Text
from archive.public.versions import Version

register = template.Library()

#: What a collection's sender writes and no page does.
_MACHINE_DATE = re.compile(r"[\d/-]+", re.ASCII)

for _made in (isolation.lang, isolation.visible, isolation.xml, isolation.isolated):
    register.filter(_made)


def reader() -> str:
    """The language of the page."""
    return get_language() or "en"


@register.filter
def number(value: int) -> str:
    """A number in the digits of the page, thousands parted."""
    return names.number(int(value), reader())


@register.filter
def year(value: int | str) -> str:
    """A year or another number that is not parted, in the digits of the page."""
    return names.number(int(value), reader(), grouped=False)


@register.filter
def direction(tag: str) -> str:
    """`rtl`, `ltr` or `auto` for a language tag."""
    return languages.direction(tag)


@register.filter
def own_name(tag: str) -> str:
    """A language by its own name."""
    return languages.language(tag).own_name


@register.filter
def language_name(tag: str) -> str:
    """A language by its name in the page's language."""
    return names.language_name(tag, reader())


@register.filter
def country_name(code: str) -> str:
    """A country by its name in the page's language."""
    return names.country_name(code, reader())


@register.filter
def quoted(text: str, tag: str = "") -> str:
    """`text` in the quotation marks of its own language, else of the page's."""
    opening, closing = languages.language(tag or reader()).quotes
    return f"{opening}{text}{closing}"


@register.filter
def set_apart(text: str) -> SafeString:
    """Somebody's name inside a sentence, in whatever script it is written."""
    return isolation.isolated(Name(text))


@register.filter
def on_the_web(address: str) -> bool:
    """Whether an address that strangers gave may be a link: pages of the web only, no script and no local file."""
    return address.lower().startswith(("https://", "http://"))


@register.filter
def heading(text: Text) -> SafeString:
    """A text's title, else a word in the page's language that there is none."""
    if text.title:
        return isolation.visible(text.title)
    tag = reader()
    words = pgettext("a statement without a title", "Untitled")
    return format_html('<span class="second" lang="{}" dir="{}">{}</span>', tag, languages.direction(tag), words)


@register.filter
def page_title(text: Text) -> str:
    """A text's title for the browser's window, without what could deceive there."""
    return isolation.plain(text.title) or pgettext("a statement without a title", "Untitled")


# --- Dates ------------------------------------------------------------------------------------------------------


def _in(date: dates.HistoricalDate, calendar: str) -> str:
    try:
        return dates.show(date, calendar, reader())
    except (ValueError, OverflowError):
        return ""


@register.filter
def first_calendar(date: dates.HistoricalDate) -> str:
    """A date in the calendar that a reader of the page's language thinks in."""
    return _in(date, languages.language(reader()).calendar) or _in(date, dates.GREGORIAN)


@register.filter
def second_calendar(date: dates.HistoricalDate) -> str:
    """The same date in the other calendar that matters: Gregorian, else the one that it was written in; "" for none."""
    first = languages.language(reader()).calendar
    if first != dates.GREGORIAN:
        return _in(date, dates.GREGORIAN)
    return _in(date, date.calendar) if date.calendar != dates.GREGORIAN else ""


@register.filter
def as_written(date: dates.HistoricalDate) -> bool:
    """Whether the words in which a page wrote its date tell more than the date as it is shown."""
    return not (
        not date.written
        or date.written in (first_calendar(date), second_calendar(date))
        or _MACHINE_DATE.fullmatch(date.written)
    )


@register.filter
def machine_date(date: dates.HistoricalDate) -> str:
    """What HTML's `<time datetime>` takes: a day, a month or a year; "" for a decade or a span."""
    iso = date.first.isoformat()
    if date.first == date.last:
        return iso
    if date.calendar == dates.GREGORIAN:
        return {"month": iso[:7], "year": iso[:4]}.get(date.precision, "")
    return ""


@register.filter
def day(moment: datetime.datetime | datetime.date) -> str:
    """The day of a moment (UTC) in the reader's calendar."""
    date = moment.date() if isinstance(moment, datetime.datetime) else moment
    return first_calendar(dates.HistoricalDate("", dates.GREGORIAN, date, date, "day"))


@register.filter
def hour(moment: datetime.datetime) -> str:
    """The time of day (UTC) in the digits of the page."""
    return ":".join(
        names.number(part, reader(), grouped=False).rjust(2, names.number(0, reader()))
        for part in (moment.hour, moment.minute)
    )


@register.simple_tag
def comma() -> str:
    """A comma and a space as the page's script writes them."""
    return "، " if languages.language(reader()).script == "Arab" else ", "


@register.filter
def calendar_name(calendar: str) -> str:
    """What a calendar is called."""
    return {
        dates.GREGORIAN: _("Gregorian calendar"),
        dates.SOLAR_HIJRI: _("Solar Hijri calendar"),
        dates.ISLAMIC: _("Islamic calendar"),
    }[calendar]


# --- Statements in lists ----------------------------------------------------------------------------------------


@register.filter
def rendering_for_reader(statement: Represented) -> Text | None:
    """The translation in the page's language; None where the original is in it or there is none."""
    text = statement.text_in(reader())
    return None if text is statement.original else text


@register.filter
def tick(value: int) -> bool:
    """Whether a histogram writes this year out."""
    return value % 5 == 0


@register.simple_tag
def bar_label(bar: Bar) -> str:
    """What a bar says to who cannot see it, and to who points at it."""
    years = names.number(bar.first, reader(), grouped=False)
    if bar.last != bar.first:
        years += "–" + names.number(bar.last, reader(), grouped=False)
    counted = ngettext("%(years)s: %(number)s statement", "%(years)s: %(number)s statements", bar.count)
    return counted % {"years": years, "number": names.number(bar.count, reader())}


@register.simple_tag
def year_address(choices: Choices, calendar: str, bar: Bar) -> str:
    """The list narrowed to a bar's years; a bar that is chosen leads back out."""
    if bar.chosen:
        return choices.without("year").list_address()
    if languages.language(reader()).calendar != calendar:
        choices = choices.put("calendar", calendar)
    if bar.first == bar.last:
        return choices.put("year", bar.value).list_address()
    return choices.without("year").put("from", str(bar.first)).put("to", str(bar.last)).list_address()


@register.filter
def choosing(key: str, value: str) -> str:
    """The address of the list with one value chosen and nothing else."""
    return Choices({key: [value]}).list_address()


@register.simple_tag
def timeline_address(calendar: str, year: int) -> str:
    """The list of one year's statements."""
    return year_address(Choices({}), calendar, Bar(year, year, 0, 0))


@register.filter
def earlier(versions: Sequence[Version], place: int) -> Version:
    """The version published before the one at `place` of a list that begins with the newest."""
    return versions[place + 1]
