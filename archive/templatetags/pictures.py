"""Words and addresses in pictures: periods of the timeline."""

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from archive import dates, languages
from archive.public import names
from archive.public.addresses import Choices
from archive.public.timeline import CENTURY, DECADE, MONTH, YEAR, Period, Stretch, Strip

register = template.Library()


def _reader() -> str:
    return get_language() or "en"


@register.filter
def period_name(period: Period) -> str:
    """A period in full: “1400–1409”, “1401”, “Mehr 1401”."""
    reader = _reader()
    if period.span == MONTH:
        date = dates.from_parts(period.calendar, period.year, period.month)
        return dates.show(date, period.calendar, reader)
    first, last = (names.number(year, reader, grouped=False) for year in (period.year, period.last_year))
    return first if period.span == YEAR else f"{first}–{last}"


@register.filter
def period_mark(period: Period) -> str:
    """What stands under a stretch: its first year, or the month's name."""
    if period.span == MONTH:
        return dates.month_names(period.calendar, _reader())[period.month - 1]
    return names.number(period.year, _reader(), grouped=False)


@register.filter
def month_number(period: Period) -> str:
    """The number of a month, for screens that have no room for its name."""
    return names.number(period.month, _reader(), grouped=False)


@register.simple_tag
def years(first: int | None, last: int | None) -> SafeString:
    """Two years, or one where they are the same; an unknown end stays open. The range runs as the page does."""
    reader = _reader()
    known = ["" if one is None else names.number(one, reader, grouped=False) for one in (first, last)]
    if known == ["", ""]:
        return SafeString("")
    words = known[0] if first == last else "–".join(known)
    return format_html('<bdi dir="{}">{}</bdi>', languages.direction(reader), words)


@register.simple_tag
def stretch_label(stretch: Stretch) -> str:
    """What a stretch says to who cannot see it, and to who points at it."""
    counted = ngettext("%(years)s: %(number)s statement", "%(years)s: %(number)s statements", stretch.count)
    return counted % {"years": period_name(stretch.period), "number": names.number(stretch.count, _reader())}


def _within(choices: Choices, period: Period) -> Choices:
    first, last = period.bounds()
    if languages.language(_reader()).calendar != period.calendar:
        choices = choices.put("calendar", period.calendar)
    return choices.without("year").put("from", first).put("to", last)


@register.simple_tag
def timeline_within(choices: Choices, period: Period | None = None) -> str:
    """The timeline of what is chosen, narrowed to a period; without one, of all time."""
    within = _within(choices, period) if period else choices.without("year", "from", "to")
    return reverse("timeline") + within.encoded()


@register.simple_tag
def list_within(choices: Choices, period: Period) -> str:
    """The list of what is chosen, narrowed to a period."""
    return _within(choices, period).list_address()


@register.simple_tag
def rendered_address(original: str, language: str) -> str:
    """The list of what was written in one language and translated into another."""
    return Choices({"language": [original], "translated": [language]}).list_address()


@register.simple_tag
def scale(strip: Strip) -> str:
    """What one stroke of a strip is, and how much the highest one stands for."""
    words = {
        CENTURY: pgettext("scale of a drawing", "Each stroke is a century; the highest stands for %(most)s."),
        DECADE: pgettext("scale of a drawing", "Each stroke is a decade; the highest stands for %(most)s."),
        YEAR: pgettext("scale of a drawing", "Each stroke is a year; the highest stands for %(most)s."),
        MONTH: pgettext("scale of a drawing", "Each stroke is a month; the highest stands for %(most)s."),
    }[strip.fine]
    return words % {"most": names.number(strip.most, _reader())}


@register.simple_tag
def size_of(strip: Strip) -> str:
    """What the stretches of a strip are, as a heading."""
    return {CENTURY: _("Centuries"), DECADE: _("Decades"), YEAR: _("Years"), MONTH: _("Months")}[strip.span]
