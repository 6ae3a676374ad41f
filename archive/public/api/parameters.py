"""What the API can be asked: each parameter declared once, judged by that before the filter reads it, and described.

Stricter than the list's page: a name that is none, or one value too many, is an error for a program and not a wish
that can be passed over; what it would get otherwise is not what it asked for.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from archive import dates
from archive.public.api.resources import Fault
from archive.public.filters import ADDED, LONGEST_QUERY, LONGEST_VALUE, MOST_VALUES, NEWEST, OLDEST, RELEVANCE

#: No NUL: PostgreSQL keeps none. Everything else may stand in a value, and selects nothing where it names nothing.
_ANYTHING = "^[^\\u0000]*$"
MOST_ON_A_PAGE = 100
ON_A_PAGE = 25

_DAY_29 = "(0[1-9]|1[0-2])(-(0[1-9]|1[0-9]|2[0-9]))?"
_GREGORIAN_DAY = (
    "(0[13578]|1[02])(-(0[1-9]|[12][0-9]|3[01]))?|(0[469]|11)(-(0[1-9]|[12][0-9]|30))?|02(-(0[1-9]|1[0-9]|2[0-8]))?"
)
#: Years from 1200 to 1500 are Solar Hijri or Islamic, later ones Gregorian, as `dates.parse_input` has it.
_DATE = f"^(|(1[234][0-9]{{2}}|1500)(-({_DAY_29}))?|(1[789]|20)[0-9]{{2}}(-({_GREGORIAN_DAY}))?)$"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of an address. `many`: it may be given several times, and widens the choice each time.

    What `pattern` says is for whoever writes a request; where `judged` is off, the filter reads more than that.
    """

    name: str
    description: str
    many: bool = False
    pattern: str = _ANYTHING
    longest: int = LONGEST_VALUE
    values: tuple[str, ...] = ()
    judged: bool = True
    number: range | None = None
    example: object = None

    def faults(self, given: Sequence[str]) -> str:
        """Why these values cannot be read, as a sentence; "" where they can."""
        if len(given) > (MOST_VALUES if self.many else 1):
            return f"It may be given {MOST_VALUES} times." if self.many else "It may be given once."
        for value in given:
            if self.number is not None:
                if not (re.fullmatch("[1-9][0-9]{0,5}", value) and int(value) in self.number):
                    return f"A whole number from {self.number.start} to {self.number.stop - 1}."
            elif self.values and value not in self.values:
                return f"One of: {', '.join(self.values)}."
            elif len(value) > self.longest:
                return f"It has more than {self.longest} characters."
            elif self.judged and not re.search(self.pattern, value):
                return "It cannot be read."
        return ""

    def described(self) -> dict[str, Any]:
        """The parameter as OpenAPI describes it."""
        one: dict[str, Any] = {"type": "string", "maxLength": self.longest, "pattern": self.pattern}
        if self.number is not None:
            one = {"type": "integer", "minimum": self.number.start, "maximum": self.number.stop - 1}
        elif self.values:
            one = {"type": "string", "enum": list(self.values)}
        schema = {"type": "array", "items": one, "maxItems": MOST_VALUES} if self.many else one
        found: dict[str, Any] = {"name": self.name, "in": "query", "description": self.description, "schema": schema}
        if self.many:
            found |= {"style": "form", "explode": True}
        return found | ({"example": self.example} if self.example is not None else {})


LIMIT = Parameter(
    "limit",
    f"how many there are on a page; {ON_A_PAGE} where nothing is said",
    number=range(1, MOST_ON_A_PAGE + 1),
    example=50,
)
CURSOR = Parameter(
    "cursor",
    "where the page begins or ends: take it from the links of another page and do not make it yourself",
    pattern="^-?[0-9a-z]{1,12}$",
)
SLUG_CURSOR = Parameter("cursor", CURSOR.description, pattern="^~?[-a-zA-Z0-9_]{1,80}$")

STATEMENTS = (
    Parameter("q", "words, “phrases”, -without; found on any keyboard", longest=LONGEST_QUERY, example="strike"),
    Parameter("organisation", "slug of who issued or signed", many=True),
    Parameter("language", "BCP 47 tag of the original", many=True, example=["fa"]),
    Parameter("translated", "BCP 47 tag of a published translation", many=True, example=["en"]),
    Parameter("kind", "as in `kind` of a statement", many=True, example=["letter"]),
    Parameter("topic", "slug", many=True),
    Parameter("country", "ISO 3166, two letters: of who issued or signed", many=True, example=["IR"]),
    Parameter("year", "statements whose first day lies in it: a year, a month or a day", pattern=_DATE, judged=False),
    Parameter("from", "first day on or after this year, month or day", pattern=_DATE, judged=False, example="2021-02"),
    Parameter(
        "to",
        "first day before the end of this year, month or day; nothing where it lies before `from`",
        pattern=_DATE,
        judged=False,
        example="2022",
    ),
    Parameter(
        "calendar",
        "in which `year`, `from` and `to` are read; a year that it cannot mean is taken in the one that can",
        values=(*dates.CALENDARS, dates.SOLAR_HIJRI.replace(" ", "-")),
    ),
    Parameter(
        "order",
        "newest where nothing is said; relevance (titles first) where words are searched",
        values=(NEWEST, OLDEST, ADDED, RELEVANCE),
    ),
    LIMIT,
    CURSOR,
)
VOCABULARY = (LIMIT, SLUG_CURSOR)


def faults_of(query: QueryDict, parameters: Sequence[Parameter]) -> list[Fault]:
    """Everything in an address that cannot be read, names that are none included."""
    known: Mapping[str, Parameter] = {parameter.name: parameter for parameter in parameters}
    found: list[Fault] = []
    for name in query:
        parameter = known.get(name)
        if parameter is None:
            found.append({"parameter": name[:LONGEST_VALUE], "detail": "There is no such parameter here."})
        elif why := parameter.faults(query.getlist(name)):
            found.append({"parameter": name, "detail": why})
    return found
