"""XLIFF and TMX as files: what goes out comes back byte for byte through other tools' hands, and nothing harmful in."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from translate.storage import tmx as foreign_tmx
from translate.storage import xliff as foreign_xliff

from archive.models import digest
from editorial import tmx, xliff
from editorial.bilingual import MOST_BYTES, Unit, Unreadable, name_of, number_of, root_of, unfit

ZWNJ, RLM, LRE, PDF, NBSP = "\u200c", "\u200f", "\u202a", "\u202c", "\u00a0"
SOURCE = f"می{ZWNJ}گوید:  «نه»{RLM} {LRE}ILO 87{PDF} و{NBSP}بس & <چنین>\n\tسطر دوم"
TARGET = f"He says: “no” & <so>{ZWNJ}\nline two  "


def unit(number: int, source: str, target: str = "", state: str = "translated", **more) -> Unit:
    return Unit(number, source, target, state, digest(source), digest(target) if target else "", **more)


UNITS = [
    unit(0, "عنوان", "Title"),
    unit(1, SOURCE, TARGET, notes=("Look at the quotation marks.",)),
    unit(7, "خالی"),
    unit(8, "ماشین", "Machine", "needs-review-translation", qualifier="mt-suggestion"),
    unit(9, "تأیید", "Confirmed", "final", approved=True),
]


def written(units=UNITS) -> bytes:
    return xliff.write(units, original="abc123", source_language="fa", language="en")


def read(data: bytes) -> xliff.Document:
    return xliff.read(root_of(data))


def test_names_of_paragraphs_lead_back():
    assert [number_of(name_of(number)) for number in (0, 1, 4711)] == [0, 1, 4711]
    assert [number_of(name) for name in ("", "p", "p-1", "p۱", "x1", "p99999999999")] == [None] * 6


def test_what_goes_out_comes_back_to_the_last_byte():
    document = read(written())
    assert (document.original, document.source_language, document.language) == ("abc123", "fa", "en")
    assert [(one.number, one.source, one.target) for one in document.segments] == [
        (one.number, one.source, one.target or None) for one in UNITS
    ]
    assert [one.source_digest for one in document.segments] == [digest(one.source) for one in UNITS]
    assert document.segments[1].target_digest == digest(TARGET) and document.segments[2].target_digest == ""
    assert not any(one.trouble for one in document.segments)


@given(source=st.text(min_size=1), target=st.text(min_size=1))
def test_any_text_comes_back_as_it_was_or_is_refused(source, target):
    pair = unit(1, source, target)
    if unfit(source + target):
        with pytest.raises(Unreadable):
            written([pair])
        return
    [found] = read(written([pair])).segments
    assert (found.source, found.target) == (source, target)
    [(one, other)] = tmx.read(root_of(b"".join(tmx.write([("x", source, target)], "fa", "en"))), "fa", "en")[0]
    assert (one, other) == (source, target)


def test_the_file_says_what_the_standard_wants_to_know():
    root = etree.fromstring(written())
    assert root.tag == f"{{{xliff.XLIFF}}}xliff" and root.get("version") == "1.2"
    units = list(root.iter("{*}trans-unit"))
    space = "{http://www.w3.org/XML/1998/namespace}space"
    assert {one.get(space) for one in units} == {"preserve"}
    assert [one.get("approved") for one in units] == ["no", "no", "no", "no", "yes"]
    states = [(one.get("state"), one.get("state-qualifier")) for one in root.iter("{*}target")]
    assert states == [
        ("translated", None),
        ("translated", None),
        ("needs-review-translation", "mt-suggestion"),
        ("final", None),
    ]
    assert [one.text for one in root.iter("{*}note")] == ["Look at the quotation marks."]


def test_a_character_that_no_xml_can_hold_is_said_and_not_lost():
    with pytest.raises(Unreadable, match="p3"):
        written([unit(3, "a\x0bb")])


def test_another_tool_reads_changes_and_saves_it_without_loss():
    """translate-toolkit, which Virtaal, Pootle and Weblate read and write XLIFF with."""
    theirs = foreign_xliff.xlifffile.parsestring(written())
    for one in theirs.units:
        assert one.source in [mine.source for mine in UNITS]
        if one.source == "خالی":
            one.target = f"Empty{ZWNJ}no more"
            one.markreviewneeded(False)
        if one.source == SOURCE:
            assert one.target == TARGET
    document = read(bytes(theirs))
    back = {one.number: one for one in document.segments}
    assert back[7].target == f"Empty{ZWNJ}no more" and back[7].source_digest == digest("خالی")
    assert (back[1].source, back[1].target) == (SOURCE, TARGET)
    assert [one.number for one in document.segments] == [one.number for one in UNITS]


def test_tmx_goes_out_for_another_tool_and_comes_back():
    pairs = [("abc-p1", SOURCE, TARGET), ("abc-p2", "دو", "two"), ("abc-p3", "سه\x0b", "lost")]
    data = b"".join(tmx.write(pairs, "fa", "en"))
    theirs = foreign_tmx.tmxfile.parsestring(data)
    assert [(one.source, one.target) for one in theirs.units] == [(SOURCE, TARGET), ("دو", "two")]
    assert tmx.read(root_of(bytes(theirs)), "fa", "en") == ([(SOURCE, TARGET), ("دو", "two")], 0)


def test_tmx_as_other_tools_write_it():
    data = b"""<?xml version="1.0"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4"><header srclang="FA" creationtool="x"/><body>
<tu><prop type="x">y</prop><tuv lang="FA-IR"><seg>one</seg></tuv>
<tuv xml:lang="en_GB"><seg>A <hi>good</hi> day</seg></tuv></tu>
<tu><tuv xml:lang="fa"><seg>two<ph x="1">{}</ph></seg></tuv><tuv xml:lang="en"><seg>B</seg></tuv></tu>
<tu><tuv xml:lang="fa"><seg>three</seg></tuv><tuv xml:lang="de"><seg>drei</seg></tuv></tu>
</body></tmx>"""
    assert tmx.read(root_of(data), "fa", "en") == ([("one", "A good day")], 1)


def shaped(units: str, head: str = "", file: str = 'original="abc" source-language="fa" target-language="en"') -> str:
    return f'{head}<xliff version="1.2"><file {file}><body>{units}</body></file></xliff>'


def test_other_spellings_of_the_same_file_are_the_same():
    """Attributes in another order, another namespace prefix, groups, CRLF, UTF-16 with a byte order mark."""
    text = written().decode().replace("\n", "\r\n")
    for data in (
        text.encode(),
        codecs.BOM_UTF8 + text.encode(),
        text.replace("UTF-8", "UTF-16").encode("utf-16"),
        codecs.BOM_UTF16_BE + text.replace("UTF-8", "UTF-16").encode("utf-16-be"),
    ):
        assert [(one.source, one.target) for one in read(data).segments] == [
            (one.source, one.target or None) for one in UNITS
        ]
    other = """<x:xliff xmlns:x="urn:oasis:names:tc:xliff:document:1.2" xmlns:okp="okapi-framework:xliff-extensions"
      version="1.2"><x:file target-language="en" original="abc" source-language="fa" okp:inputEncoding="UTF-8"><x:body>
      <x:group id="g"><x:trans-unit xml:space="preserve" okp:q="1" approved="yes" id="p4"><x:source>چهار</x:source>
      <x:seg-source><x:mrk mid="0" mtype="seg">چهار</x:mrk></x:seg-source>
      <x:target state="translated"><x:mrk mid="0">four</x:mrk> <x:mrk mid="1">4</x:mrk></x:target>
      <x:alt-trans><x:source>چار</x:source><x:target>for</x:target></x:alt-trans></x:trans-unit></x:group></x:body></x:file></x:xliff>"""
    [found] = read(other.encode()).segments
    assert (found.number, found.source, found.target, found.source_digest) == (4, "چهار", "four 4", "")


@pytest.mark.parametrize(
    ("inner", "text", "trouble"),
    [
        ("a <mrk mtype='protected'>b</mrk> c", "a b c", ""),
        ("a <g id='1'>b <g id='2'>c</g></g>", "a b c", ""),
        ("a<x id='1' ctype='lb'/>b", "a\nb", ""),
        ("a <x id='1'/> b", "", "<x>"),
        ("<bpt id='1'>{b}</bpt>a<ept id='1'>{/b}</ept>", "", "<bpt>"),
        ("<ph id='1'>%s</ph>", "", "<ph>"),
        ("", "", ""),
    ],
)
def test_inline_tags_are_understood_or_refused_by_segment(inner, text, trouble):
    data = shaped(f"<trans-unit id='p1'><source>s</source><target>{inner}</target></trans-unit>")
    [found] = read(data.encode()).segments
    assert found.target == text and (trouble in found.trouble) and bool(found.trouble) == bool(trouble)


def test_a_segment_without_a_target_has_none():
    [found] = read(shaped("<trans-unit id='p1'><source>s</source></trans-unit>").encode()).segments
    assert found.target is None and not found.trouble


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "well-formed"),
        (b"PK\x03\x04 no xml", "well-formed"),
        (b"<xliff", "well-formed"),
        (b"<html/>", "no XLIFF"),
        (b'<xliff version="2.0"/>', "XLIFF 2.0"),
        (b'<xliff version="1.2"/>', "0 texts"),
        (b'<?xml version="1.0" encoding="utf-7"?><xliff/>', "utf-7"),
        (b'<?xml version="1.0" encoding="zip"?><xliff/>', "zip"),
        ("<xliff>é</xliff>".encode("latin-1"), "utf-8"),
        (b"<" * 100 + b"a" * MOST_BYTES, "larger than 16"),
        (b"<a>" * 5000, "well-formed"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(data, says):
    with pytest.raises(Unreadable, match=says):
        read(data)


HARMFUL = [
    '<!DOCTYPE xliff [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
    '<!DOCTYPE xliff [<!ENTITY a "aaaaaaaaaa"><!ENTITY e "&a;&a;&a;&a;&a;">]>',
    '<!DOCTYPE xliff SYSTEM "http://127.0.0.1:9/x.dtd" [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p">%p;]>',
    '<?xml version="1.0"?><!-- c --><?pi x?><!DOCTYPE xliff [<!ATTLIST xliff a CDATA "x">]>',
]


@pytest.mark.parametrize("head", HARMFUL)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_no_entity_is_defined_put_in_or_fetched(head, encoding):
    data = shaped("<trans-unit id='p1'><source>&e;</source></trans-unit>", head).encode(encoding)
    with pytest.raises(Unreadable, match="document type"):
        read(data)


def test_an_entity_without_a_definition_is_no_text():
    with pytest.raises(Unreadable, match="well-formed"):
        read(shaped("<trans-unit id='p1'><source>&e;</source></trans-unit>").encode())
