"""Ground: what a reader asks for in the box for words.

    strike harbour            both words, each as the beginning of one
    "harbour strike"          these words in a row, as they stand; «…» and “…” do the same
    str*  "harbour str*"      whatever begins so, however short
    -north  -"old harbour"    must not be there
    title:strike              in a title
    organisation:bakers       by an organisation of which a name has this word
    topic:bread  country:iraq  language:fa  kind:letter  year:1401

The names of fields are understood in the languages of the interface, whatever the language of the page is.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from archive.folding import match_form
from archive.search_form import Row, Term, phrase_term, word_terms

#: More terms than this in one query are left out: a limit of work, generous for a reader.
MOST_TERMS = 32
#: Letters of one word that are looked at; PostgreSQL refuses words over 2,046 bytes.
LONGEST_WORD = 200

TITLE = "title"
#: What readers of each interface language call a field; the first of a language is the one that its help names.
FIELD_NAMES: dict[str, dict[str, tuple[str, ...]]] = {
    TITLE: {"en": ("title",), "fa": ("عنوان", "تیتر"), "ar": ("عنوان",), "ckb": ("ناونیشان", "سەردێڕ"),
            "tr": ("başlık",)},
    "organisation": {"en": ("organisation", "organization", "org", "by"), "fa": ("سازمان", "تشکل", "از"),
                     "ar": ("منظمة", "تنظيم", "جهة"), "ckb": ("ڕێکخراو", "لایەن"), "tr": ("örgüt", "kurum")},
    "topic": {"en": ("topic", "about"), "fa": ("موضوع",), "ar": ("موضوع",), "ckb": ("بابەت",), "tr": ("konu",)},
    "country": {"en": ("country",), "fa": ("کشور",), "ar": ("بلد", "دولة"), "ckb": ("وڵات",), "tr": ("ülke",)},
    "language": {"en": ("language", "lang"), "fa": ("زبان",), "ar": ("لغة",), "ckb": ("زمان",), "tr": ("dil",)},
    "kind": {"en": ("kind",), "fa": ("نوع",), "ar": ("نوع",), "ckb": ("جۆر",), "tr": ("tür",)},
    "year": {"en": ("year",), "fa": ("سال",), "ar": ("سنة", "عام"), "ckb": ("ساڵ",), "tr": ("yıl",)},
}  # fmt: skip
_FIELDS = {
    match_form(name): field
    for field, by_language in FIELD_NAMES.items()
    for names in by_language.values()
    for name in names
}
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))
_PIECE = re.compile(r'(?P<minus>[-−]?)(?:(?P<field>[^\s:"-]{1,20}):[ ]?)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')


@dataclass(frozen=True, slots=True)
class Field:
    """A word or phrase that is asked of one field of the record: `organisation`, `topic`, `country` …"""

    name: str
    value: str
    without: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """What a reader asked for, folded: terms that must be found, those that must stand in the title, those that must
    not be found, and fields of the record. False if nothing at all was asked."""

    terms: tuple[Term, ...] = ()
    title: tuple[Term, ...] = ()
    without: tuple[Term, ...] = ()
    without_title: tuple[Term, ...] = ()
    fields: tuple[Field, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.terms or self.title or self.without or self.without_title or self.fields)

    @property
    def has_words(self) -> bool:
        """Whether something must be found in texts."""
        return bool(self.terms or self.title)

    @property
    def asks_texts(self) -> bool:
        """Whether something is asked of texts at all: that words are there, or that they are not."""
        return self.has_words or bool(self.without or self.without_title)

    def wanted(self) -> list[Row]:
        """Every row whose place is worth showing."""
        return [row for term in (*self.terms, *self.title) for row in term]


def parse(text: str) -> Query:
    """Read what stands in the box; whatever it is gives a query, an empty one if no word stands in it."""
    loose: list[str] = []
    fields: list[Field] = []
    found: dict[tuple[bool, bool], list[Term]] = {
        (title, minus): [] for title in (False, True) for minus in (False, True)
    }
    for piece in _PIECE.finditer(text.replace("\x00", " ").translate(_QUOTES)):
        field = _FIELDS.get(match_form(piece["field"] or ""), "")
        minus, phrase, word = bool(piece["minus"]), piece["phrase"], piece["word"] or ""
        if piece["field"] and not field:  # a colon in the text itself
            word = f"{piece['field']} {word}"
            if phrase is not None:
                loose.append(word)
        place = found[field == TITLE, minus]
        if field and field != TITLE:
            fields.append(Field(field, (word if phrase is None else phrase).strip(), minus))
        elif phrase is not None:
            place += filter(None, [phrase_term(phrase, beginning=phrase.rstrip().endswith("*"))])
        elif minus or field or word.endswith("*"):
            place += word_terms(word, beginnings=word.endswith("*"))
        else:
            loose.append(word)
    # Neighbours may be one word in another spelling, so that loose words are looked at together.
    found[False, False][:0] = word_terms(" ".join(loose))
    return Query(
        _cut(found[False, False]),
        _cut(found[True, False]),
        _cut(found[False, True]),
        _cut(found[True, True]),
        tuple(fields[:MOST_TERMS]),
    )


def _cut(terms: Iterable[Term]) -> tuple[Term, ...]:
    """Each term once, and no more or longer than can be asked."""
    return tuple(
        tuple((tuple(word[:LONGEST_WORD] for word in words[:MOST_TERMS]), beginning) for words, beginning in term)
        for term in list(dict.fromkeys(terms))[:MOST_TERMS]
    )
