"""Ground: pairs of texts as TMX 1.4 (LISA OSCAR, 2005), out as a stream and in."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from lxml import etree
from lxml.builder import E

from editorial.bilingual import Unreadable, bare, child, text_of, unfit

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
#: Tags around words, and marks that other tools put between them: what is left of them are the words.
_TRANSPARENT = frozenset({"hi"})


def write(pairs: Iterable[tuple[str, str, str]], source_language: str, language: str) -> Iterator[bytes]:
    """The file, piece by piece, UTF-8. A pair is (name, source, target); one that XML cannot hold is left out."""
    header = E.header(
        {
            "creationtool": "Sanad",
            "creationtoolversion": "1",
            "segtype": "paragraph",
            "o-tmf": "Sanad",
            "adminlang": "en",
            "srclang": source_language,
            "datatype": "plaintext",
        }
    )
    yield b'<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">' + etree.tostring(header) + b"<body>\n"
    for name, source, target in pairs:
        if unfit(name + source + target):
            continue
        unit = E.tu(
            *(E.tuv(E.seg(text), {_LANG: tag}) for tag, text in ((source_language, source), (language, target))),
            tuid=name,
        )
        yield etree.tostring(unit, encoding="UTF-8") + b"\n"
    yield b"</body></tmx>\n"


def _counts(tag: str, language: str) -> bool:
    """Whether a file's language is meant: en-GB counts as en."""
    return tag.lower() == language.lower() or tag.lower().replace("_", "-").partition("-")[0] == language.lower()


def read(root: etree._Element, source_language: str, language: str) -> tuple[list[tuple[str, str]], int]:
    """Pairs of source and target in these languages, in order, and how many of them cannot be taken for their tags.

    Raises Unreadable for a file that is no TMX.
    """
    body = child(root, "body") if bare(root) == "tmx" else None
    if body is None:
        raise Unreadable(_("This is no TMX file: its first element is <%s>.") % bare(root))
    pairs, left = [], 0
    for unit in body.iter("{*}tu"):
        sides: dict[str, str] = {}
        trouble = ""
        for variant in unit.iterchildren("{*}tuv"):
            tag = variant.get(_LANG) or variant.get("lang") or ""
            segment = child(variant, "seg")
            side = next((one for one in (source_language, language) if _counts(tag, one)), "")
            if side and segment is not None:
                sides[side], wrong = text_of(segment, _TRANSPARENT)
                trouble = trouble or wrong
        if len(sides) == 2 and not trouble:
            pairs.append((sides[source_language], sides[language]))
        left += bool(trouble)
    return pairs, left
