"""Ground: every language we know, by BCP 47 tag.

Direction comes from the script, never from the language's name (`az-Arab` runs right to left, `az` does not).
Scripts and own names follow CLDR and the IANA language subtag registry.
"""

from dataclasses import dataclass

RIGHT_TO_LEFT_SCRIPTS = frozenset({"Arab", "Hebr", "Syrc", "Thaa"})

#: The languages of the interface, in the order in which they are offered.
INTERFACE = ("en", "fa", "ar", "ckb", "tr")


@dataclass(frozen=True, slots=True)
class Language:
    """A language as the archive knows it.

    `digits` is the numbering system (CLDR: latn, arab, arabext) in which a reader of it expects numbers;
    `calendar` the one that is shown first; `quotes` the outer quotation marks.
    """

    tag: str
    own_name: str
    english_name: str
    script: str
    digits: str = "latn"
    calendar: str = "gregorian"
    quotes: tuple[str, str] = ("“", "”")

    @property
    def direction(self) -> str:
        return "rtl" if self.script in RIGHT_TO_LEFT_SCRIPTS else "ltr"


_ALL = (
    Language("en", "English", "English", "Latn"),
    Language("fa", "فارسی", "Persian", "Arab", "arabext", "solar hijri", ("«", "»")),
    Language("ar", "العربية", "Arabic", "Arab", "arab", "gregorian", ("«", "»")),
    Language("ckb", "کوردیی ناوەندی", "Central Kurdish", "Arab", "arab", "gregorian", ("«", "»")),
    Language("tr", "Türkçe", "Turkish", "Latn"),
    Language("prs", "دری", "Dari", "Arab", "arabext", "solar hijri", ("«", "»")),
    Language("kmr", "Kurdî (Kurmancî)", "Northern Kurdish", "Latn", quotes=("«", "»")),
    Language("ku", "Kurdî", "Kurdish", "Latn", quotes=("«", "»")),
    Language("ku-Latn", "Kurdî", "Kurdish (Latin script)", "Latn", quotes=("«", "»")),
    Language("ku-Arab", "کوردی", "Kurdish (Arabic script)", "Arab", "arab", quotes=("«", "»")),
    Language("kmr-Arab", "کورمانجی", "Northern Kurdish (Arabic script)", "Arab", "arab", quotes=("«", "»")),
    Language("az", "Azərbaycanca", "Azerbaijani", "Latn"),
    Language("az-Arab", "آذربایجان تورکجه‌سی", "Azerbaijani (Arabic script)", "Arab", "arabext", quotes=("«", "»")),
    Language("ur", "اردو", "Urdu", "Arab"),
    Language("ps", "پښتو", "Pashto", "Arab", "arabext", "solar hijri", ("«", "»")),
    Language("he", "עברית", "Hebrew", "Hebr"),
    Language("fr", "français", "French", "Latn", quotes=("« ", " »")),
    Language("es", "español", "Spanish", "Latn", quotes=("«", "»")),
    Language("pt", "português", "Portuguese", "Latn"),
    Language("de", "Deutsch", "German", "Latn", quotes=("„", "“")),
    Language("it", "italiano", "Italian", "Latn", quotes=("«", "»")),
    Language("sv", "svenska", "Swedish", "Latn", quotes=("”", "”")),
    Language("el", "Ελληνικά", "Greek", "Grek", quotes=("«", "»")),
    Language("ru", "русский", "Russian", "Cyrl", quotes=("«", "»")),
    Language("hy", "հայերեն", "Armenian", "Armn", quotes=("«", "»")),
)
LANGUAGES: dict[str, Language] = {language.tag: language for language in _ALL}
#: BCP 47's tag for text whose language is not determined.
UNDETERMINED = Language("und", "—", "undetermined", "Zyyy")


def language(tag: str | None) -> Language:
    """The language of a BCP 47 `tag`: itself, else its nearest shorter tag, else `UNDETERMINED`."""
    parts = (tag or "").replace("_", "-").split("-")
    while parts:
        found = LANGUAGES.get("-".join(parts))
        if found:
            return found
        parts.pop()
    return UNDETERMINED


def direction(tag: str | None) -> str:
    """`rtl` or `ltr` for a BCP 47 tag; `auto` where the language is not determined."""
    found = language(tag)
    return "auto" if found is UNDETERMINED else found.direction


def choices() -> list[tuple[str, str]]:
    """Every known language as (tag, own name), for forms and model fields."""
    return [(known.tag, known.own_name) for known in _ALL]
