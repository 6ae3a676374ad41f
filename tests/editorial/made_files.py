"""Files of every format, made of invented texts in English, Persian and Arabic."""

import gzip
import io
import zipfile
from collections.abc import Sequence
from email.message import EmailMessage

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

EN_TITLE = "Statement of the Dockers' Council of Eastmere"
EN = (
    "Colleagues, the cranes have stood still since Monday because the company refuses to replace the brakes that "
    "failed in January. We have written eleven letters and received no answer that deserves the name.",
    "We call on sailors, drivers and warehouse workers of the region to handle no cargo diverted from our harbour. "
    "We shall go back below the hooks when an inspector whom we trust has seen them.",
)
FA_TITLE = "بیانیهٔ شورای کارگران ریسندگی سپیدار"
FA = (
    "همکاران گرامی، ما کارگران ریسندگی سپیدار سه ماه است که مزد نگرفته‌ایم و از امروز دست از کار کشیده‌ایم. کارفرما "
    "می‌گوید پولی در کار نیست، اما انبارها پر است و کامیون‌ها هر روز بار می‌برند.",
    "تا پرداخت همهٔ مزدها و بازگشت اخراج‌شدگان در محوطهٔ کارخانه می‌مانیم و از همه می‌خواهیم کنار ما بایستند.",
)
AR_TITLE = "بيان لجنة عمال ميناء الزهراء"
AR = (
    "أيها الزملاء، توقفنا عن العمل منذ يوم الإثنين لأن الإدارة ترفض إصلاح الرافعات التي أودت بيد زميلنا. كتبنا إحدى "
    "عشرة رسالة ولم نتلق جوابًا يستحق اسمه.",
    "ندعو البحارة والسائقين في المنطقة إلى ألا ينقلوا حمولة حولت عن مينائنا حتى يرى الرافعات مفتش نثق به.",
)
TEXTS = {"en": (EN_TITLE, EN), "fa": (FA_TITLE, FA), "ar": (AR_TITLE, AR)}


def page(language: str = "en", address: str = "") -> bytes:
    """An HTML page with a title, a date and two paragraphs."""
    title, paragraphs = TEXTS[language]
    link = f'<link rel="canonical" href="{address}">' if address else ""
    body = "".join(f"<p>{one}</p>" for one in paragraphs)
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>{link}</head>'
        f"<body><article><h1>{title}</h1><p>5 February 2021</p>{body}</article></body></html>"
    ).encode()


def zipped(members: dict[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name) if name.startswith("/") else name, data)
    return out.getvalue()


def web_archive(pages: Sequence[tuple[str, bytes, str]], *, packed: bool = True, status: str = "200 OK") -> bytes:
    """A WARC file with one response for each (address, bytes, media type), and what else crawlers write."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    writer.write_record(writer.create_warcinfo_record("made.warc", {"software": "invented"}))
    for address, data, media_type in pages:
        head = StatusAndHeaders(
            status, [("Content-Type", media_type), ("Server", "invented"), ("X-Note", "kept")], protocol="HTTP/1.1"
        )
        writer.write_record(
            writer.create_warc_record(
                address,
                "response",
                payload=io.BytesIO(data),
                http_headers=head,
                warc_headers_dict={"WARC-Date": "2026-01-12T10:00:00Z"},
            )
        )
    return out.getvalue()


def wacz(pages: Sequence[tuple[str, bytes, str]], listed: Sequence[str]) -> bytes:
    lines = ['{"format": "json-pages-1.0"}', *(f'{{"url": "{address}"}}' for address in listed)]
    return zipped(
        {
            "datapackage.json": b'{"profile": "data-package"}',
            "archive/data.warc.gz": web_archive(pages),
            "pages/pages.jsonl": "\n".join(lines).encode(),
        },
        zipfile.ZIP_STORED,
    )


def letter(
    language: str = "en", attachments: dict[str, tuple[str, bytes]] | None = None, *, html: bool = True
) -> bytes:
    """A mail with a plain and an HTML body and these attachments: name to (media type, bytes)."""
    title, paragraphs = TEXTS[language]
    mail = EmailMessage()
    mail["From"] = "Dockers' Council <council@eastmere.example>"
    mail["To"] = "list@news.example"
    mail["Subject"] = title
    mail["Date"] = "Fri, 05 Feb 2021 10:30:00 +0330"
    mail["Message-ID"] = "<one@eastmere.example>"
    mail.set_content("\n\n".join(paragraphs))
    if html:
        mail.add_alternative(
            "<html><body>" + "".join(f"<p>{p}</p>" for p in paragraphs) + "</body></html>", subtype="html"
        )
    for name, (media_type, data) in (attachments or {}).items():
        main, _, sub = media_type.partition("/")
        mail.add_attachment(data, maintype=main, subtype=sub, filename=name)
    return mail.as_bytes()


def atom(entries: str, head: str = "") -> bytes:
    return (
        f'<?xml version="1.0" encoding="utf-8"?>{head}<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fa">'
        f"<title>Eastmere News</title>{entries}</feed>"
    ).encode()


def rss(items: str, head: str = "") -> bytes:
    return (
        f'<?xml version="1.0"?>{head}<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Eastmere News</title>'
        f"<link>https://news.example/</link><language>ar</language>{items}</channel></rss>"
    ).encode()


_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'


def docx(body: str, *, head: str = "", more: dict[str, str] | None = None) -> bytes:
    """A Word file around the inner XML of its body; `head` stands before the root element."""
    styles = (
        f'<w:styles {_W}><w:style w:styleId="Ttl"><w:name w:val="Title"/></w:style><w:style w:styleId="H2">'
        '<w:name w:val="heading 2"/></w:style><w:style w:styleId="Own"><w:name w:val="Own"/><w:basedOn w:val="H2"/>'
        "</w:style></w:styles>"
    )
    links = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        'Type="x" Target="https://eastmere.example/more" TargetMode="External"/></Relationships>'
    )
    core = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"><dc:title>Cranes'
        "</dc:title><dc:creator>The Council</dc:creator><dcterms:created>2021-02-05T08:00:00Z</dcterms:created>"
        "</cp:coreProperties>"
    )
    members = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f'<?xml version="1.0"?>{head}<w:document {_W} {_R}><w:body>{body}</w:body></w:document>',
        "word/styles.xml": styles,
        "word/_rels/document.xml.rels": links,
        "docProps/core.xml": core,
        **(more or {}),
    }
    return zipped({name: text.encode() for name, text in members.items()})


def paragraph(text: str, *, style: str = "", inner: str = "") -> str:
    own = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f'<w:p>{own}<w:r><w:t xml:space="preserve">{text}</w:t></w:r>{inner}</w:p>'


def odt(body: str, head: str = "") -> bytes:
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "table")
    )
    content = (
        f'<?xml version="1.0"?>{head}<office:document-content {names} xmlns:xlink="http://www.w3.org/1999/xlink">'
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    return zipped(
        {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": content.encode()}, zipfile.ZIP_STORED
    )


def pdf(pages: Sequence[Sequence[tuple[float, float, float, str]]]) -> bytes:
    """A PDF with lines at (x, y, size) of their text; every glyph is half an em wide.

    A line in Arabic script is set as type-setters do: its glyphs from left to right as they are seen, `x` being the
    right edge.
    """
    signs = sorted({sign for lines in pages for *_place, text in lines for sign in text})
    codes = {sign: number for number, sign in enumerate(signs, start=1)}
    table = "".join(f"<{codes[sign]:04x}> <{sign.encode('utf-16-be').hex()}>\n" for sign in signs)
    unicode_map = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <ffff> endcodespacerange\n{len(signs)} beginbfchar\n{table}endbfchar\n"
        "endcmap end end"
    )
    kids = " ".join(f"{8 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /Made /Encoding /Identity-H /DescendantFonts [4 0 R] "
        "/ToUnicode 6 0 R >>",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Made /CIDSystemInfo << /Registry (Adobe) "
        "/Ordering (Identity) /Supplement 0 >> /FontDescriptor 5 0 R /DW 500 >>",
        "<< /Type /FontDescriptor /FontName /Made /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 800 "
        "/Descent -200 /CapHeight 700 /StemV 80 >>",
        f"<< /Length {len(unicode_map)} >>\nstream\n{unicode_map}\nendstream",
        "<< /Title (Made) /CreationDate (D:20210205101112Z) >>",
    ]
    for number, lines in enumerate(pages):
        drawn = []
        for x, y, size, text in lines:
            right = any("\u0600" <= sign <= "\u06ff" for sign in text)
            seen = text[::-1] if right else text
            start = x - 0.5 * size * len(text) if right else x
            glyphs = "".join(f"{codes[sign]:04x}" for sign in seen)
            drawn.append(f"BT /F1 {size} Tf {start:.2f} {y} Td <{glyphs}> Tj ET")
        content = "\n".join(drawn)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {9 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R /Info 7 0 R >>\nstartxref\n{start}\n%%EOF".encode()
    return bytes(out)


def squeezed(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)
