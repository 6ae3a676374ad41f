"""Dates as readers type them: numbers in any order and digits, months by their names in any of three calendars.

`1401`, `1401-07-05`, `۱۴۰۱/۷/۵`, `5.2.2021`, `mehr 1401`, `۵ مهر ۱۴۰۱`, `5 فيفري 2021`, `12 Şubat 2021`, `محرم 1444`,
`1443 هـ`. What is wrong with anything else is said in the reader's language.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from archive import dates, languages
from archive.dates import GREGORIAN, ISLAMIC, SOLAR_HIJRI
from archive.folding import match_form
from archive.public.names import number

_TONGUES = ("en", "fa", "prs", "ar", "ckb", "tr")
#: Names beside those that a page shows (`dates.month_names`): of Egypt, the Maghreb, Morocco, Urdu, and short ones.
_OTHER_NAMES = {
    GREGORIAN: (
        "jan feb mar apr may jun jul aug sep oct nov dec",
        "january february march april may june july august sept october november december",
        "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
        "جانفي فيفري مارس أفريل ماي جوان جويلية أوت سبتمبر أكتوبر نوفمبر ديسمبر",
        "يناير فبراير مارس إبريل ماي يونيه يوليوز غشت شتنبر أكتوبر نونبر دجنبر",
        "جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر",
        "ژانویه فوریه مارس آپریل می ژوئن جولای آگوست سپتامبر اکتبر نوامبر دسامبر",
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
        "çile sibat adar nîsan gulan hezîran tîrmeh tebax îlon cotmeh mijdar berfanbar",
    ),
    SOLAR_HIJRI: (
        "farvardin ordibehesht khordad tir amordad shahrivar mehr aban azar dey bahman esfand",
        "farvardin urdibihisht khurdad tir murdad shahrivar mihr aban adhar day bahman isfand",
        "hamal sawr jawza saratan asad sonbola mizan aqrab qaws jadi dalw hut",
    ),
    ISLAMIC: (
        "muharram safar rabi_i rabi_ii jumada_i jumada_ii rajab shaban ramadan shawwal dhu_alqada dhu_alhijja",
        "moharram safar rabialavval rabialthani jumadialavval jumadialthani rajab shaaban ramazan shavval "
        "zilqade zilhijje",
        "محرم صفر ربيع_الاول ربيع_الثاني جمادى_الاول جمادى_الثانية رجب شعبان رمضان شوال ذي_القعدة ذي_الحجة",
        "محرم صفر ربیع_الاول ربیع_الثانی جمادی_الاولی جمادی_الثانیه رجب شعبان رمضان شوال ذوالقعده ذوالحجه",
        "muharrem safer rebiyülevvel rebiyülahir cemaziyülevvel cemaziyülahir receb saban ramazan sevval "
        "zilkade zilhicce",
    ),
}
_ERAS = {
    **dict.fromkeys(("ش", "شمسی", "خورشیدی", "هش", "هجریشمسی", "sh", "hs", "ههتاوی"), SOLAR_HIJRI),
    **dict.fromkeys(("ق", "قمری", "ه", "هق", "هجری", "هجریقمری", "ah", "hicri", "کوچی"), ISLAMIC),
    **dict.fromkeys(("م", "میلادی", "میلادیه", "ad", "ce", "miladi", "زایینی", "ز"), GREGORIAN),
}
#: Words round a date that say nothing about it.
_FILLERS = frozenset({"of", "the", "سال", "ماه", "سنه", "عام", "شهر", "روز", "یوم", "ساڵ", "yili", "ayi", "ی"})
_ENDING = re.compile(r"(?<=\d)(?:st|nd|rd|th|ی|هم|م|er)\b")
_NUMBERS = re.compile(r"\d+")
_YEARS = {GREGORIAN: range(1, 9999), SOLAR_HIJRI: range(1, 3001), ISLAMIC: range(1, 3001)}
#: Years that a box offers, the newest.
_OFFERED = 30
#: What a year alone can mean: nobody looks for Gregorian statements of the fourteenth century.
_HIJRI_YEARS, _GREGORIAN_FROM = range(1200, 1501), 1700


@dataclass(frozen=True, slots=True)
class DateBox:
    """What the boxes for dates hold, and what a browser offers there: months of the last year, and years."""

    first: str
    last: str
    calendar: str
    offered: tuple[str, ...]
    example: str


def date_box(first: str, last: str, calendar: str, years: Sequence[int]) -> DateBox:
    """The boxes of a list in `calendar` whose statements are of `years`."""
    names = dates.month_names(calendar, get_language() or "en")
    offered = [f"{name} {_digits(years[-1])}" for name in names] if years else []
    offered += [_digits(year) for year in reversed(years[-_OFFERED:])]
    example = f"{_digits(5)} {names[6]} {_digits({GREGORIAN: 2021, SOLAR_HIJRI: 1401, ISLAMIC: 1443}[calendar])}"
    return DateBox(first, last, calendar, tuple(offered), example)


@cache
def _months() -> dict[str, tuple[str, int]]:
    """Folded name without spaces → calendar and month."""
    found: dict[str, tuple[str, int]] = {}
    for calendar in dates.CALENDARS:
        rows = [dates.month_names(calendar, tag) for tag in _TONGUES]
        rows += [names.replace("_", "\u00a0").split(" ") for names in _OTHER_NAMES[calendar]]
        for row in rows:
            for month, name in enumerate(row, start=1):
                found.setdefault(_squeezed(name), (calendar, month))
    return found


def _squeezed(words: str) -> str:
    return match_form(words).replace(" ", "")


def _month(words: list[str]) -> tuple[str, int] | None:
    """The month that folded words name together, also with the ending that Kurdish puts on it."""
    name = "".join(words)
    return _months().get(name) or (_months().get(name[:-1]) if name.endswith("ی") else None)


def read(text: str, calendar: str = GREGORIAN) -> dates.HistoricalDate | None:
    """What a reader typed into a box for dates whose numbers are of `calendar`; None where nothing stands.

    A year that `calendar` cannot mean is taken in the one that it can: 1200 to 1500 is Solar Hijri beside a Gregorian
    box, from 1700 on Gregorian beside the others. Raises ValueError with a sentence in the reader's language.
    """
    written = text.strip()
    if not written:
        return None
    folded = _ENDING.sub("", match_form(written))
    numbers = _NUMBERS.findall(folded)
    words = [word for word in _NUMBERS.sub(" ", folded).split() if word not in _FILLERS]
    era = _ERAS.get("".join(words)) if words else None
    named = _month(words) if words and not era else None
    while words and not era and not named and words[-1] in _ERAS:  # «5 رجب 1443 هـ»
        words.pop()
        named = _month(words)
    if words and not era and not named:
        raise ValueError(
            _("This is not a date. “%(words)s” is the name of no month that is known here.")
            % {"words": " ".join(words)[:40]}
        )
    if named:
        return _with_month(written, numbers, *named)
    return _of_numbers(written, numbers, era or calendar, told=bool(era))


def _with_month(written: str, numbers: list[str], calendar: str, month: int) -> dates.HistoricalDate:
    years = [word for word in numbers if len(word) in (3, 4)]
    days = [word for word in numbers if len(word) < 3]
    if len(years) != 1 or len(days) > 1 or len(numbers) > 2:
        raise ValueError(_no_year())
    year = int(years[0])
    if calendar != GREGORIAN and year >= _GREGORIAN_FROM:
        raise ValueError(
            _("This is not a date. %(month)s is a month of another calendar than the year %(year)s.")
            % {"month": _month_name(calendar, month), "year": _digits(year)}
        )
    return _checked(written, calendar, year, month, int(days[0]) if days else None)


def _of_numbers(written: str, numbers: list[str], calendar: str, *, told: bool) -> dates.HistoricalDate:
    if len(numbers) == 1 and len(numbers[0]) == 8:
        numbers = [numbers[0][:4], numbers[0][4:6], numbers[0][6:]]
    if not numbers or len(numbers) > 3 or any(len(word) > 4 for word in numbers):
        raise ValueError(_("This is not a date. Write a year, a month or a day: 1401, 2021-02, 5 Mehr 1401."))
    if len(numbers) > 1 and len(numbers[0]) < 3:
        numbers = numbers[::-1]
    if len(numbers[0]) < 3:
        raise ValueError(_no_year())
    parts = [int(word) for word in numbers]
    if not told and calendar == GREGORIAN and parts[0] in _HIJRI_YEARS:
        calendar = SOLAR_HIJRI
    elif not told and calendar != GREGORIAN and parts[0] >= _GREGORIAN_FROM:
        calendar = GREGORIAN
    return _checked(written, calendar, *parts)


def _checked(
    written: str, calendar: str, year: int, month: int | None = None, day: int | None = None
) -> dates.HistoricalDate:
    """The date of these parts; what the calendar does not have is said."""
    if year not in _YEARS[calendar]:
        raise ValueError(_("This is not a date. The year %(year)s cannot be used here.") % {"year": _digits(year)})
    if month is not None and not 1 <= month <= 12:
        raise ValueError(
            _("This is not a date. There is no month %(month)s: a year has twelve.") % {"month": _digits(month)}
        )
    if month is not None and day is not None:
        length = dates.month_length(calendar, year, month)
        if not 1 <= day <= length:
            raise ValueError(
                _("This is not a date. %(month)s %(year)s has %(length)s days, so there is no day %(day)s in it.")
                % {
                    "month": _month_name(calendar, month),
                    "year": _digits(year),
                    "length": _digits(length),
                    "day": _digits(day),
                }
            )
    return dates.from_parts(calendar, year, month, day, written)


def _no_year() -> str:
    return _("This is not a date. It has no year: write it with four digits, as in 2021 or 1401.")


def _month_name(calendar: str, month: int) -> str:
    return dates.month_names(calendar, get_language() or "en")[month - 1]


def _digits(value: int) -> str:
    return number(value, get_language() or languages.INTERFACE[0], grouped=False)
