"""Ground: a historical date as a value: as written, in which calendar, its first and last day, and how precise it is.

Three calendars: Gregorian, Solar Hijri (Iran, Afghanistan) and Islamic (lunar). Days are kept as Gregorian days, so
that dates of all calendars order and filter together. Solar Hijri follows persiantools. Islamic follows the Umm al-Qura
tables of hijridate for 1343-1500 AH and the tabular civil rule (eleven leap years in thirty, epoch 16 July 622)
outside them; by country it may be a day off, which is why the written form is kept and EDTF marks it approximate.
"""

import datetime
import re
from dataclasses import dataclass

from hijridate import Gregorian, Hijri
from persiantools.jdatetime import JalaliDate

from archive.languages import language as language_of

GREGORIAN, SOLAR_HIJRI, ISLAMIC = "gregorian", "solar hijri", "islamic"
CALENDARS = (GREGORIAN, SOLAR_HIJRI, ISLAMIC)
PRECISIONS = ("day", "month", "year", "decade")

_HIJRI_TABLE = range(1343, 1501)
_TABULAR_EPOCH = datetime.date(622, 7, 19).toordinal() - 1  # 16 July 622 of the Julian calendar
_LAST_YEAR = {GREGORIAN: 9998, SOLAR_HIJRI: 3000, ISLAMIC: 3000}

_GREGORIAN_NAMES = {
    "en": "January February March April May June July August September October November December",
    "fa": "ژانویه فوریه مارس آوریل مه ژوئن ژوئیه اوت سپتامبر اکتبر نوامبر دسامبر",
    "prs": "جنوری فبروری مارچ اپریل می جون جولای اگست سپتمبر اکتوبر نومبر دسمبر",
    "ar": "كانون_الثاني شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين_الأول تشرين_الثاني كانون_الأول",
    "ckb": "کانوونی_دووەم شوبات ئازار نیسان ئایار حوزەیران تەمووز ئاب ئەیلوول تشرینی_یەکەم تشرینی_دووەم کانوونی_یەکەم",
    "tr": "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",
}
_SOLAR_NAMES = {
    "en": "Farvardin Ordibehesht Khordad Tir Mordad Shahrivar Mehr Aban Azar Dey Bahman Esfand",
    "fa": "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند",
    "prs": "حمل ثور جوزا سرطان اسد سنبله میزان عقرب قوس جدی دلو حوت",
    "ar": "فروردين أرديبهشت خرداد تير مرداد شهريور مهر آبان آذر دي بهمن إسفند",
    "ckb": "خاکەلێوە گوڵان جۆزەردان پووشپەڕ گەلاوێژ خەرمانان ڕەزبەر گەڵاڕێزان سەرماوەز بەفرانبار ڕێبەندان ڕەشەمە",
    "tr": "Ferverdin Ordibeheşt Hordad Tir Mordad Şehriver Mehr Aban Azer Dey Behmen İsfend",
}
_ISLAMIC_NAMES = {
    "en": "Muharram Safar Rabi_al-Awwal Rabi_al-Thani Jumada_al-Awwal Jumada_al-Thani Rajab Shaban Ramadan Shawwal "
    "Dhu_al-Qadah Dhu_al-Hijjah",
    "fa": "محرم صفر ربیع‌الاول ربیع‌الثانی جمادی‌الاول جمادی‌الثانی رجب شعبان رمضان شوال ذی‌القعده ذی‌الحجه",
    "ar": "محرم صفر ربيع_الأول ربيع_الآخر جمادى_الأولى جمادى_الآخرة رجب شعبان رمضان شوال ذو_القعدة ذو_الحجة",
    "ckb": "موحەڕەم سەفەر ڕەبیعی_یەکەم ڕەبیعی_دووەم جەمادی_یەکەم جەمادی_دووەم ڕەجەب شەعبان ڕەمەزان "
    "شەووال زولقەعدە زولحیججە",
    "tr": "Muharrem Safer Rebiülevvel Rebiülahir Cemaziyelevvel Cemaziyelahir Recep Şaban Ramazan "
    "Şevval Zilkade Zilhicce",
}
_NAMES = {GREGORIAN: _GREGORIAN_NAMES, SOLAR_HIJRI: _SOLAR_NAMES, ISLAMIC: _ISLAMIC_NAMES}
#: Put after a bare year, where nothing else tells the calendar.
_ERAS = {
    SOLAR_HIJRI: {"en": "SH", "fa": "شمسی", "prs": "هجری شمسی", "ar": "هـ ش", "ckb": "ی هەتاوی", "tr": "HŞ"},
    ISLAMIC: {"en": "AH", "fa": "قمری", "prs": "هجری قمری", "ar": "هـ", "ckb": "ی کۆچی", "tr": "H"},
    GREGORIAN: {"fa": "میلادی", "prs": "میلادی"},
}
_DECADE = {"en": "{}s", "fa": "دههٔ {}", "prs": "دههٔ {}", "ar": "عقد {}", "ckb": "دەیەی {}", "tr": "{}’ler"}
_DIGITS = {"latn": "0123456789", "arab": "٠١٢٣٤٥٦٧٨٩", "arabext": "۰۱۲۳۴۵۶۷۸۹"}


@dataclass(frozen=True, slots=True)
class HistoricalDate:
    """From the day `first` to the day `last` (Gregorian), as precise as `precision` (day, month, year, decade) says.

    `written` keeps the words of the page, `calendar` the one that they are in; `inferred` says that a part of it
    (mostly the year) does not stand there but was concluded.
    """

    written: str
    calendar: str
    first: datetime.date
    last: datetime.date
    precision: str
    inferred: bool = False

    def __post_init__(self) -> None:
        if self.calendar not in CALENDARS:
            raise ValueError(f"“{self.calendar}” is not a calendar; use one of: {', '.join(CALENDARS)}.")
        if self.precision not in PRECISIONS:
            raise ValueError(f"“{self.precision}” is not a precision; use one of: {', '.join(PRECISIONS)}.")
        if self.last < self.first:
            raise ValueError(f"The date ends ({self.last}) before it begins ({self.first}).")

    def to_dict(self) -> dict[str, str | bool]:
        """The shape that `read` prints: written, calendar, first, last (ISO), precision, inferred."""
        return {
            "written": self.written,
            "calendar": self.calendar,
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
            "precision": self.precision,
            "inferred": self.inferred,
        }

    @classmethod
    def from_dict(cls, row: dict) -> "HistoricalDate":
        """The way back from `to_dict`. Raises KeyError or ValueError for anything else."""
        first, last = datetime.date.fromisoformat(row["first"]), datetime.date.fromisoformat(row["last"])
        return cls(row["written"], row["calendar"], first, last, row["precision"], bool(row.get("inferred")))


def _check(calendar: str, year: int, month: int, day: int) -> None:
    if calendar not in CALENDARS:
        raise ValueError(f"“{calendar}” is not a calendar; use one of: {', '.join(CALENDARS)}.")
    if not 1 <= year <= _LAST_YEAR[calendar]:
        raise ValueError(f"{year} is not a year that can be used in the {calendar} calendar.")
    if not 1 <= month <= 12:
        raise ValueError(f"{month} is not a month: it must be from 1 to 12.")
    length = month_length(calendar, year, month)
    if not 1 <= day <= length:
        raise ValueError(f"Month {month} of {year} ({calendar}) has {length} days, so {day} is not one of them.")


def month_length(calendar: str, year: int, month: int) -> int:
    """How many days a month has, 28 to 31."""
    if calendar == GREGORIAN:
        following = datetime.date(year + month // 12, month % 12 + 1, 1)
        return (following - datetime.date(year, month, 1)).days
    if calendar == SOLAR_HIJRI:
        return JalaliDate.days_in_month(month, year)
    if year in _HIJRI_TABLE:
        return Hijri(year, month, 1, validate=False).month_length()
    return 30 if month % 2 or (month == 12 and (11 * year + 14) % 30 < 11) else 29


def to_day(calendar: str, year: int, month: int, day: int) -> datetime.date:
    """The Gregorian day of a day in `calendar`. Raises ValueError with a sentence where there is no such day."""
    _check(calendar, year, month, day)
    if calendar == GREGORIAN:
        return datetime.date(year, month, day)
    if calendar == SOLAR_HIJRI:
        return JalaliDate(year, month, day).to_gregorian()
    if year in _HIJRI_TABLE:
        found = Hijri(year, month, day).to_gregorian()
        return datetime.date(found.year, found.month, found.day)
    return datetime.date.fromordinal(_tabular(year, month, day))


def _tabular(year: int, month: int, day: int) -> int:
    """Proleptic Gregorian ordinal of a day by the tabular civil rule."""
    return _TABULAR_EPOCH + day + (59 * (month - 1) + 1) // 2 + (year - 1) * 354 + (3 + 11 * year) // 30


def in_calendar(date: datetime.date, calendar: str) -> tuple[int, int, int]:
    """Year, month and day of a Gregorian `date` in `calendar`. Raises ValueError for days before its first year."""
    if calendar == GREGORIAN:
        return date.year, date.month, date.day
    if calendar == SOLAR_HIJRI:
        solar = JalaliDate(date)
        return solar.year, solar.month, solar.day
    if calendar != ISLAMIC:
        raise ValueError(f"“{calendar}” is not a calendar; use one of: {', '.join(CALENDARS)}.")
    try:
        lunar = Gregorian(date.year, date.month, date.day).to_hijri()
    except OverflowError:
        ordinal = date.toordinal()
        year = (30 * (ordinal - _TABULAR_EPOCH - 1) + 10646) // 10631
        if year < 1:
            raise ValueError(f"{date} lies before the first year of the Islamic calendar.") from None
        month = max(number for number in range(1, 13) if _tabular(year, number, 1) <= ordinal)
        return year, month, ordinal - _tabular(year, month, 1) + 1
    return lunar.year, lunar.month, lunar.day


def from_parts(
    calendar: str,
    year: int,
    month: int | None = None,
    day: int | None = None,
    written: str = "",
    inferred: bool = False,
    decade: bool = False,
) -> HistoricalDate:
    """A date of the parts that are known, in `calendar`; with `decade` the ten years that `year` lies in.

    Raises ValueError with a sentence for days and months that never were, and for a day without its month.
    """
    if day is not None and month is None:
        raise ValueError("A day needs its month.")
    if decade:
        start = max(year - year % 10, 1)
        first, last, precision = (
            to_day(calendar, start, 1, 1),
            _last_of_year(calendar, start - start % 10 + 9),
            "decade",
        )
    elif month is None:
        first, last, precision = to_day(calendar, year, 1, 1), _last_of_year(calendar, year), "year"
    elif day is None:
        first = to_day(calendar, year, month, 1)
        last = first + datetime.timedelta(days=month_length(calendar, year, month) - 1)
        precision = "month"
    else:
        first = last = to_day(calendar, year, month, day)
        precision = "day"
    return HistoricalDate(written, calendar, first, last, precision, inferred)


def _last_of_year(calendar: str, year: int) -> datetime.date:
    return to_day(calendar, year, 12, month_length(calendar, year, 12))


def month_names(calendar: str, language: str) -> list[str]:
    """The twelve month names of `calendar` in an interface language (Dari besides); English where there is none."""
    names = _NAMES[calendar]
    return [name.replace("_", " ") for name in names.get(language, names["en"]).split()]


def show(date: HistoricalDate, calendar: str, language: str) -> str:
    """`date` for a reader: in `calendar`, with month names, digits and order of `language` («۱۷ بهمن ۱۳۹۹»).

    A month or year of another calendar covers parts of two: both are shown, joined by a dash.
    """
    tag = language if language in _GREGORIAN_NAMES else "en"
    names = month_names(calendar, tag)
    digits = _DIGITS[language_of(tag).digits]
    first, last = in_calendar(date.first, calendar), in_calendar(date.last, calendar)

    def number(value: int) -> str:
        return "".join(digits[int(digit)] for digit in str(value))

    def month(value: tuple[int, int, int], year: bool = True) -> str:
        if tag == "ckb":
            return names[value[1] - 1] + ("ی " + number(value[0]) if year else "")
        return names[value[1] - 1] + (" " + number(value[0]) if year else "")

    def day(value: tuple[int, int, int], rest: bool = True) -> str:
        joint = "ی " if tag == "ckb" else " "
        return number(value[2]) + (joint + month(value) if rest else "")

    def era(words: str, home: bool) -> str:
        mark = "" if home else _ERAS.get(calendar, {}).get(tag, "")
        return words + ("" if not mark or mark.startswith("ی ") else " ") + mark

    if date.precision == "day":
        if first == last:
            return day(first)
        return (
            f"{day(first, first[:2] != last[:2])}–{day(last)}"
            if first[:2] == last[:2]
            else f"{day(first)} – {day(last)}"
        )
    if date.precision == "month":
        if first[:2] == last[:2]:
            return month(first)
        return f"{month(first, first[0] != last[0])} – {month(last)}"
    home = calendar == language_of(tag).calendar
    if date.precision == "decade" and calendar == date.calendar:
        return era(_DECADE[tag].format(number(first[0] - first[0] % 10)), home)
    years = number(first[0]) if first[0] == last[0] else f"{number(first[0])}–{number(last[0])}"
    return era(years, home)


def edtf(date: HistoricalDate) -> str:
    """`date` in EDTF (ISO 8601-2:2019): `2021-02-05`, `2021-02`, `2021`, `202X`; an interval where no unit fits.

    An inferred part is marked uncertain (`?`), an Islamic day approximate (`~`), both together `%`.
    """
    approximate = date.calendar == ISLAMIC
    mark = "%" if approximate and date.inferred else "~" if approximate else "?" if date.inferred else ""
    if date.first == date.last:
        return date.first.isoformat() + mark
    if date.calendar == GREGORIAN and date.precision != "day":
        iso = date.first.isoformat()
        return {"month": iso[:7], "year": iso[:4], "decade": iso[:3] + "X"}[date.precision] + mark
    return f"{date.first.isoformat()}{mark}/{date.last.isoformat()}{mark}"


def iso8601(date: HistoricalDate) -> str:
    """`date` as every machine reads it: a day, a month, a year, else first/last day; says nothing of doubts."""
    if date.first == date.last:
        return date.first.isoformat()
    if date.calendar == GREGORIAN and date.precision in ("month", "year"):
        return date.first.isoformat()[: {"month": 7, "year": 4}[date.precision]]
    return f"{date.first.isoformat()}/{date.last.isoformat()}"


_INPUT = re.compile(r"(\d{1,4})(?:\s*[-/.\s]\s*(\d{1,4}))?(?:\s*[-/.\s]\s*(\d{1,4}))?")


def parse_input(text: str, calendar: str = GREGORIAN) -> HistoricalDate | None:
    """What a reader typed into a box for dates: `1401`, `1401-07`, `۱۴۰۱/۷/۵`, `2021-02-05`, `5.2.2021`.

    None where nothing stands. A year that `calendar` cannot mean is taken in the one that it can (1200 to 1500 is Solar
    Hijri beside a Gregorian box, from 1700 on Gregorian beside the others). Raises ValueError with a sentence for what
    is no date.
    """
    written = text.strip()
    if not written:
        return None
    plain = "".join(str(int(letter)) if letter.isdecimal() else letter for letter in written)
    found = _INPUT.fullmatch(plain)
    if not found:
        raise ValueError(f"“{written}” is not a date. Write a year, a month as 2021-02, or a day as 2021-02-05.")
    parts = [int(part) for part in found.groups() if part is not None]
    if len(parts) > 1 and len(found[len(parts)]) == 4 and len(found[1]) < 3:
        parts.reverse()
    elif len(found[1]) < 3:
        raise ValueError(f"“{written}” has no year of four digits.")
    if calendar == GREGORIAN and 1200 <= parts[0] <= 1500:
        calendar = SOLAR_HIJRI
    elif calendar != GREGORIAN and parts[0] >= 1700:
        calendar = GREGORIAN
    month = parts[1] if len(parts) > 1 else None
    day = parts[2] if len(parts) > 2 else None
    return from_parts(calendar, parts[0], month, day, written)
