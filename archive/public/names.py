"""Names and numbers in the reader's language: countries, languages, digits."""

from functools import cache

from babel import Locale

from archive import languages

_DIGITS = {
    "latn": str.maketrans("", ""),
    "arab": str.maketrans("0123456789,", "٠١٢٣٤٥٦٧٨٩٬"),
    "arabext": str.maketrans("0123456789,", "۰۱۲۳۴۵۶۷۸۹٬"),
}
#: Turkish parts thousands with a point (CLDR).
_DIGITS_OF = {"tr": str.maketrans(",", ".")}


@cache
def _locale(tag: str) -> Locale:
    return Locale.parse(tag if tag in languages.INTERFACE else "en")


def country_name(code: str, tag: str) -> str:
    """The name of the country with the ISO 3166 `code` in the interface language `tag`, else the code."""
    return _locale(tag).territories.get(code.upper()) or _locale("en").territories.get(code.upper()) or code


def language_name(of: str, tag: str) -> str:
    """The name of the language `of` (BCP 47) in the interface language `tag`, else its own name."""
    known = languages.language(of)
    if tag == "en":
        return known.english_name
    return _locale(tag).languages.get(of) or (known.own_name if known is not languages.UNDETERMINED else of)


def number(value: int, tag: str, *, grouped: bool = True) -> str:
    """A whole number in the digits of the language `tag`; `grouped` parts thousands, which a year never has."""
    plain = f"{value:,}" if grouped else str(value)
    return plain.translate(_DIGITS_OF.get(tag) or _DIGITS[languages.language(tag).digits])
