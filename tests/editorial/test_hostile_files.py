"""Files that were made to do harm, or might as well have been: each is read or refused within 5 seconds and 300 MB.

The limits are those of the cell's child, so staying below them is proved by the answer coming from the child itself:
none of these files may cost it its life.
"""

import gzip
import io
import os
import socket
import struct
import threading
import time
import zipfile
import zlib
from pathlib import Path

import pytest

from editorial.intake.cell import Cell, Limits
from editorial.intake.recognise.vocabulary import Vocabulary
from editorial.records import Item
from tests.editorial import made_files as made
from tests.pace import slowness

#: Seconds of processor time and bytes that promise B1 allows one file; the clock may be shared with others.
LIMITS = Limits(seconds=40.0, processor=5.0 * slowness(), memory=300_000_000)
TEXT = "\n\n".join(made.EN)

LAUGHS = "<!DOCTYPE l [<!ENTITY a0 'ha'>{}]>".format(
    "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12))
)
QUADRATIC = f"<!DOCTYPE l [<!ENTITY a '{'x' * 50_000}'>]>"


@pytest.fixture(scope="module")
def cell():
    with Cell(Vocabulary.from_file(), LIMITS) as cell:
        list(cell.read(Item(made.page("en"), "warm.html")))
        yield cell


def answers(cell, data, name="file", media_type=None):
    """What the cell answers, once it is sure that the child lived through it."""
    child = cell._child
    found = list(cell.read(Item(data, name, media_type=media_type)))
    assert cell._child is child or not any("longer" in one.error or "crashed" in one.error for one in found), found[-1]
    assert not any("processor" in one.error or "want of memory" in one.error for one in found), found[-1].error
    assert found
    return found


def refused(cell, data, why, **more):
    found = answers(cell, data, **more)
    assert found[-1].proposal is None and why in found[-1].error, found[-1].error
    return found


# Pages


@pytest.mark.parametrize(
    "data",
    [
        b"<a " * 20_000,
        b"<a " * 1_000_000,
        b"<!--a" * 100_000,
        b"<" * 200_000,
        b"<![CDATA[" * 50_000,
        b"&" * 500_000,
        b"<!" * 200_000,
        b"</" * 200_000,
        b"<a href='" * 50_000,
        b"<p " + b"x" * 5_000_000 + b"=1>",
        b"<p " + b" ".join(b"a%d=1" % number for number in range(50_000)) + b">" + TEXT.encode(),
        b"<div>" * 100_000 + TEXT.encode(),
        b"<b><i>" * 40_000 + TEXT.encode(),
        b"<table><tr><td>" * 20_000 + TEXT.encode(),
        b"<ul><li>" * 20_000 + TEXT.encode(),
        b"<p>" * 250_000 + TEXT.encode(),
        b"<p>x</p>" * 100_000,
        b"<select>" + b"<option>" * 100_000,
        b"<html><body>" + b"<p>x<br>" * 30_000,
        b"<script>" * 50_000 + TEXT.encode(),
        b"<?" * 100_000 + TEXT.encode(),
        b"<%" * 100_000 + TEXT.encode(),
        b"---\n" + b"a: b\n" * 100_000 + b"---\n" + TEXT.encode(),
        b"<html><script type='application/ld+json'>" + b'{"@graph":' * 20_000 + b"</script><p>" + TEXT.encode(),
    ],
    ids=lambda data: data[:12].decode() + f"-{len(data)}",
)
def test_markup_made_to_hang_a_parser(cell, data):
    answers(cell, data, "page.html", "text/html")


@pytest.mark.parametrize(
    "data",
    [
        ("word " * 1_000_000).encode(),
        b"x" * 5_000_000,
        ("کارگران " * 300_000).encode(),
        ("ـ" * 500_000).encode(),
        ("a\u0301" * 300_000).encode(),
        ("e" + "\u0301" * 300_000 + TEXT).encode(),
        ("\u202e\u2066" * 200_000 + TEXT).encode(),
        b"1401/" * 200_000,
        ("۵ فوریه " * 60_000).encode(),
        b"- " * 500_000,
        b"\n" * 3_000_000 + TEXT.encode(),
        b" \n" * 500_000 + TEXT.encode(),
        (TEXT + "\n\n").encode() * 2_000,
        b"[x](" * 100_000,
        b"**" * 300_000 + b"# a\n",
        b"[" * 200_000 + b"\n# a\n**b**\n",
        b'"' * 300_000,
        ("«" * 200_000).encode(),
        b"(" * 300_000,
        ("Statement of the " * 50_000).encode(),
        b"...\n" * 100_000,
        ("Dear friends,\n\n" * 30_000).encode(),
        b"www." * 200_000,
        b"http://a.b/" * 100_000,
        b"a@b." * 200_000,
        b"A. B, " * 100_000,
    ],
    ids=lambda data: data[:8].decode("utf-8", "replace").strip() + f"-{len(data)}",
)
def test_text_made_to_hang_a_pattern(cell, data):
    answers(cell, data, "page.txt", "text/plain")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00" * 1_000_000,
        TEXT.encode() + b"\x00" * 10,
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be")[:-1],
        TEXT.encode("utf-32"),
        b"\xff\xfe" + b"\x00\xd8" * 100_000,
        b"\xff" * 100_000,
        bytes(range(256)) * 4_000,
        b'<meta charset="utf-7"><p>+ADw-script+AD4-' + TEXT.encode(),
        b'<meta charset="punycode">' + b"\xff" + b"abc-" * 100_000,
        b'<meta charset="idna">' + b"\xff" + b"a" * 100_000,
        b'<meta charset="unicode_escape">\xff\\ud800\\x00' + TEXT.encode(),
        b'<meta charset="zip">\xff' + TEXT.encode(),
        b'<meta charset="../../etc/passwd">\xff' + TEXT.encode(),
        ("".join(chr(0xD800 + n % 1024) for n in range(50_000))).encode("utf-8", "surrogatepass"),
        made.FA[0].encode("cp1256", "ignore") * 50,
        "\n".join(made.AR).encode("iso8859_6", "ignore") * 20,
    ],
    ids=range(19),
)
def test_odd_encodings(cell, data):
    for answer in answers(cell, data, "page", None):
        if answer.proposal:
            answer.proposal.extract.text.encode("utf-8")
            assert "\x00" not in answer.proposal.extract.text


def test_shells_and_block_pages_fail_loudly(cell):
    for page in (
        "<html><body><div id=root></div><script src=app.js></script></body></html>",
        "<html><body><div id=app>You need to enable JavaScript to run this app, please do so and load again.</div>",
        "<html><h1>Just a moment…</h1><p>Checking your browser before you reach the site. It takes a few seconds.</p>",
        "<html><h1>403 Forbidden</h1><p>You have no right to see this on our server today, nor tomorrow either.</p>",
        "<html dir=rtl><p>دسترسی به این پایگاه به دستور مقام قضایی مسدود شده است؛ برای آگاهی به سامانه سر بزنید.</p>",
        "<html dir=rtl><p>عذرًا، تم حجب هذا الموقع بقرار من الجهة المختصة، ويمكنكم مراجعة صفحة مزود الخدمة.</p>",
        "<html><p>Bu internet sitesine erişim mahkeme kararıyla engellenmiştir, ayrıntılar sayfada yer alır.</p>",
    ):
        (answer,) = answers(cell, page.encode(), "page.html", "text/html")
        assert answer.proposal is None
        assert "too little text" in answer.error or "in its place" in answer.error
    real = made.page("en").replace(
        b"</article>", b"<p>To comment enable JavaScript in your browser.</p>" + b"</article>"
    )
    long = real.replace(b"</article>", f"<p>{TEXT * 4}</p></article>".encode())
    assert answers(cell, long, "page.html")[0].proposal


def test_pages_that_no_person_wrote_are_refused_by_their_size(cell):
    refused(cell, b"<p>" + b"x" * 10_000_000, "10 MB", name="page.html")
    refused(cell, b"<b>" * 300_001, "300,000 tags", name="page.html")
    refused(cell, b"<p " + b" ".join(b"a%d=1" % number for number in range(50_000)) + b">", "attributes")
    refused(cell, TEXT.encode() * 5_000, "1,000,000 characters", name="page.txt")
    refused(cell, made.docx(made.paragraph(TEXT) * 2_000 + made.paragraph(os.urandom(500_000).hex())), "characters")


# XML


@pytest.fixture
def canary(tmp_path):
    """A file with a secret, and a listener that counts who calls."""
    secret = tmp_path / "secret.txt"
    secret.write_text("CANARY-OF-EASTMERE")
    called = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        done = threading.Event()

        def listen():
            while not done.is_set():
                try:
                    connection, _ = server.accept()
                    called.append(1)
                    connection.close()
                except TimeoutError:
                    continue

        thread = threading.Thread(target=listen)
        thread.start()
        yield secret, f"http://127.0.0.1:{server.getsockname()[1]}/x.dtd", called
        done.set()
        thread.join()


def heads(secret: Path, address: str) -> list[str]:
    """What may stand before a root element to read a file or to call out."""
    return [
        f"<!DOCTYPE l [<!ENTITY a SYSTEM '{secret.as_uri()}'>]>",
        f"<!DOCTYPE l [<!ENTITY a SYSTEM '{address}'>]>",
        f"<!DOCTYPE l [<!ENTITY % p SYSTEM '{address}'> %p;]>",
        f"<!DOCTYPE l SYSTEM '{address}'>",
        f"<!DOCTYPE l PUBLIC '-//x' '{secret.as_uri()}'>",
        f"<?xml-stylesheet href='{address}'?>",
    ]


def test_xml_reads_no_file_and_calls_nobody(cell, canary):
    secret, address, called = canary
    include = f"<x:include xmlns:x='http://www.w3.org/2001/XInclude' parse='text' href='{secret.as_uri()}'/>"
    files = []
    for head in heads(secret, address):
        files += [
            made.atom(f"<entry><title>&a;</title><content>{TEXT}&a;</content></entry>", head),
            made.rss(f"<item><title>&a;</title><description>{TEXT}&a;</description></item>", head),
            made.docx(made.paragraph(f"{TEXT}&a;"), head=head),
            made.odt(f"<text:p>{TEXT}&a;</text:p>", head),
            made.zipped(
                {
                    "mimetype": b"application/epub+zip",
                    "a.xhtml": f"{head}<html><p>{TEXT}&a;{include}</p></html>".encode(),
                }
            ),
            f"{head}<svg xmlns='http://www.w3.org/2000/svg'><text>{TEXT}&a;</text></svg>".encode(),
            f"{head}<html xmlns='http://www.w3.org/1999/xhtml'><p>{TEXT}&a;{include}</p></html>".encode(),
        ]
    files.append(made.atom(f"<entry><title>x</title><content type='xhtml'>{TEXT}{include}</content></entry>"))
    files.append(made.docx(made.paragraph(TEXT, inner=include)))
    for data in files:
        started = time.process_time()
        for answer in answers(cell, data):
            text = answer.item.data.decode("utf-8", "replace") if answer.item.data is not data else ""
            text += answer.error + (answer.proposal.extract.text if answer.proposal else "")
            text += str(answer.proposal.extract.page) if answer.proposal else ""
            assert "CANARY" not in text
        assert time.process_time() - started < slowness()
    assert not called


@pytest.mark.parametrize(
    "head", [LAUGHS, QUADRATIC, LAUGHS.replace("'ha'", "'&#x41;'")], ids=["laughs", "quadratic", "sign"]
)
def test_xml_that_expands_is_refused(cell, head):
    name = "&a11;" if "a11" in head else "&a;" * 5_000
    refused(cell, made.atom(f"<entry><title>{name}</title></entry>", head), "declares its own entities")
    refused(cell, made.rss(f"<item><title>{name}</title></item>", head), "declares its own entities")
    refused(cell, made.docx(made.paragraph(name), head=head), "declares its own entities")
    refused(cell, made.odt(f"<text:p>{name}</text:p>", head), "declares its own entities")
    hidden = made.atom(f"<entry><title a='{name}'>x</title></entry>", head).decode().replace("utf-8", "utf-16", 1)
    refused(cell, hidden.encode("utf-16"), "declares its own entities")
    found = answers(cell, f"{head}<html><p>{TEXT}{name}</p></html>".encode(), "page.html", "text/html")
    assert all(len(one.proposal.extract.text) < 200_000 for one in found if one.proposal)
    parts = {"word/styles.xml": f"<?xml version='1.0'?>{head}<w:styles xmlns:w='w'>{name}</w:styles>"}
    refused(cell, made.docx(made.paragraph(TEXT), more=parts), "declares its own entities")


def test_xml_too_deep_or_too_much(cell):
    deep = "<b>" * 100_000
    for data in (
        made.atom(f"<entry><title>{deep}</title></entry>"),
        made.docx(f"<w:p>{'<w:r>' * 50_000}{'</w:r>' * 50_000}</w:p>"),
        made.docx("<w:p/>" * 150_000 + made.paragraph(TEXT)),
        made.docx(made.paragraph("x " * 2_000_000)),
        made.odt("<text:p>" * 100_000),
        made.rss("<item><title>x</title></item>" * 9_000),
    ):
        answers(cell, data)
    refused(cell, made.rss("<item/>" * 500_000), "400,000 tags")
    refused(cell, made.docx("".join(f"<w:p w:a='{n * 7919:x}'/>" for n in range(1_100_000))), "a million tags")
    refused(cell, made.rss("<item><title>x</title></item>" * 10_001), "10,000 members")


# Archives


def overlap_bomb(count: int, content: bytes) -> bytes:
    """A zip archive whose members all lie on the same packed bytes."""
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    kernel = packed.compress(content) + packed.flush()
    crc, size = zlib.crc32(content), len(content)
    local = struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, 0, 8, 0, 33, crc, len(kernel), size, 1, 0) + b"a" + kernel
    entries = b"".join(
        struct.pack("<4s6H3I5H2I", b"PK\x01\x02", 20, 20, 0, 8, 0, 33, crc, len(kernel), size, 4, 0, 0, 0, 0, 0, 0)
        + b"%04d" % number
        for number in range(count)
    )
    return local + entries + struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, count, count, len(entries), len(local), 0)


def lying(data: bytes, size: int) -> bytes:
    """The same archive with another unpacked size in its table."""
    at = data.rfind(b"PK\x01\x02")
    return data[: at + 24] + struct.pack("<I", size) + data[at + 28 :]


def test_archive_bombs_are_judged_before_they_are_opened(cell):
    zeros = made.zipped({"zeros.txt": bytes(150_000_000)})
    refused(cell, zeros, "200 times")
    refused(cell, overlap_bomb(2_000, bytes(10_000_000)), "200 times")
    refused(cell, overlap_bomb(20, os.urandom(50_000)), "overlap")
    refused(cell, made.zipped({f"{n}": b"" for n in range(10_001)}), "10,000 members")
    noise = os.urandom(1_000_000) * 1
    refused(cell, made.zipped({f"{n}": noise + bytes(20_000_000) for n in range(11)}), "larger than 200 MB")
    nested = made.zipped({"0": made.zipped({"0": zeros}, zipfile.ZIP_STORED)}, zipfile.ZIP_STORED)
    refused(cell, nested, "200 times")
    page = made.page("en")
    for _ in range(6):
        page = made.zipped({"inner.zip": page})
    refused(cell, page, "deep")
    refused(cell, lying(made.zipped({"a.txt": os.urandom(500_000)}), 50), "damaged member")
    refused(cell, lying(made.zipped({"a.txt": TEXT.encode()}), 4_000_000_000), "200 times")
    refused(cell, made.zipped({"a.html": made.page("en")})[:-30], "damaged zip")
    refused(cell, b"PK\x03\x04" + os.urandom(5_000), "damaged zip")
    refused(cell, b"PK\x05\x06" + bytes(18), "without a file")


def test_many_members_together_spend_one_allowance(cell):
    inner = made.zipped({f"{n}.css": os.urandom(20) for n in range(2_500)}, zipfile.ZIP_STORED)
    found = answers(cell, made.zipped({f"{n}.zip": inner for n in range(6)}, zipfile.ZIP_DEFLATED))
    assert "10,000 members" in found[-1].error


def test_gzip_bombs_and_cut_gzip(cell):
    bomb = gzip.compress(bytes(150_000_000), mtime=0)
    refused(cell, bomb, "200 times")
    refused(cell, gzip.compress(bomb, mtime=0), "200 times")
    refused(cell, gzip.compress(b"WARC/1.0\r\n" + bytes(150_000_000), mtime=0), "head without end")
    refused(cell, gzip.compress(made.page("en"), mtime=0)[:-20], "cut off")
    refused(cell, b"\x1f\x8b" + os.urandom(1_000), "damaged gzip")
    refused(cell, gzip.compress(b"", mtime=0), "too little text")


def test_hostile_web_archives(cell):
    address = "https://eastmere.example/"
    whole = made.web_archive([(f"{address}{n}", made.page("en"), "text/html") for n in range(3)])
    found = answers(cell, whole[:-100])
    assert [bool(one.proposal) for one in found] == [True, True, False]
    refused(cell, whole[:60], "cut off")
    head = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/\r\nContent-Type: text/html\r\n"
    refused(cell, head + b"X: " + b"x" * 3_000_000, "head without end")
    refused(cell, head + b"X: y\r\n" * 500_000, "head without end")
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
    body = http + b"Y: z\r\n" * 500_000
    refused(cell, head + b"Content-Length: %d\r\n\r\n" % len(body) + body, "head without end")
    for length in (b"-5", b"99999999999999", b"nonsense", b""):
        answers(cell, head + b"Content-Length: " + length + b"\r\n\r\n" + http + b"\r\n" + made.page("en"))
    packed = gzip.compress(bytes(150_000_000), mtime=0)
    body = http + b"Content-Encoding: gzip\r\n\r\n" + packed
    found = answers(cell, head + b"Content-Length: %d\r\n\r\n" % len(body) + body + b"\r\n\r\n")
    assert all(one.proposal is None for one in found)
    body = http + b"Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFF\r\n" + made.page("en")
    answers(cell, head + b"Content-Length: %d\r\n\r\n" % len(body) + body + b"\r\n\r\n")
    body = http + b"Content-Encoding: br\r\n\r\n" + made.page("en")
    refused(cell, head + b"Content-Length: %d\r\n\r\n" % len(body) + body + b"\r\n\r\n", "packed as")
    answers(cell, made.web_archive([(address, made.page("en"), "text/html")] * 3_000))


def test_hostile_mail(cell):
    head = b"From: a@b.example\nSubject: x\nMIME-Version: 1.0\nMessage-ID: <1@b.example>\n"
    deep = b"".join(b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(3_000))
    answers(cell, head + deep + TEXT.encode())
    parts = b"".join(b"--cut\nContent-Type: text/plain\n\nx\n" for _ in range(20_000))
    refused(cell, head + b'Content-Type: multipart/mixed; boundary="cut"\n\n' + parts, "1,000 parts")
    answers(cell, head + b"Content-Type: text/plain\n\n" + b"--\n" * 1_000_000)
    answers(cell, head.replace(b"Subject: x", b"Subject: " + b"=?utf-8?q?=41?= " * 50_000) + b"\n" + TEXT.encode())
    answers(cell, head.replace(b"a@b.example", b"<" * 50_000) + b"\n" + TEXT.encode())
    answers(cell, head + b"Content-Type: " + b"a/b; x=" * 50_000 + b"\n\n" + TEXT.encode())
    answers(cell, head + b"Content-Type: text/plain; charset=punycode\n\n" + b"\xff" + b"abc-" * 50_000)
    answers(cell, head + b"Content-Type: text/plain; charset=rot13\n\n\xff" + TEXT.encode())
    wrapped = head + b"\n" + TEXT.encode()
    for _ in range(40):
        wrapped = head + b"Content-Type: message/rfc822\n\n" + wrapped
    answers(cell, wrapped)
    bomb = gzip.compress(bytes(50_000_000), mtime=0)
    found = answers(cell, made.letter("en", {"a.gz": ("application/gzip", bomb)}))
    assert found[0].proposal and "200 times" in found[-1].error
    answers(cell, b"From a@b.example Fri Feb  5 10:30:00 2021\n" + (head + b"\n" + b"\nFrom x\nA: b\n" * 50_000))


def test_hostile_documents(cell):
    good = made.pdf([[(60, 700, 11, TEXT[:80])]])
    for data in (
        good[: len(good) // 2],
        good.replace(b"/Count 1", b"/Count 999999999"),
        good.replace(b"/Parent 2 0 R", b"/Parent 8 0 R"),
        good.replace(b"/Kids [8 0 R]", b"/Kids [2 0 R]"),
        good.replace(b"/Contents 9 0 R", b"/Contents 8 0 R"),
        b"%PDF-1.7\n" + os.urandom(100_000),
        b"%PDF-1.7\n" + b"[" * 500_000,
        b"%PDF-1.7\n" + b"<<" * 500_000,
    ):
        answers(cell, data)
    packed = zlib.compress(b"0 0 m " * 20_000_000)
    stream = b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(packed) + packed + b"\nendstream"
    start = good.index(b"9 0 obj\n") + 8
    answers(cell, good[:start] + stream + good[good.index(b"\nendobj", start) :])
    many = made.pdf([[(60, 700, 11, "x")]] * 2_001)
    refused(cell, many, "2,000 pages")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", bytes(60_000_000))
    refused(cell, out.getvalue(), "200 times")
