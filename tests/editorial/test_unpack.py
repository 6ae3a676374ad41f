"""Containers give the pages in them, told by content, each with where it came from."""

import datetime
import io
import zipfile

import pytest

from editorial.intake.unpack import unpack
from editorial.intake.unreadable import TooMuch, Unreadable
from tests.editorial import made_files as made


def names(items):
    return [item.name for item in items]


def test_what_is_no_container_comes_back_as_it_is():
    data = made.page("fa")
    (item,) = unpack(data, "page.zip", "text/html", "https://a.example/1")
    assert (item.data, item.name, item.media_type, item.address) == (
        data,
        "page.zip",
        "text/html",
        "https://a.example/1",
    )
    assert item.data is data
    for plain in ("From: a friend\nA poem about\n\nthe sea", "Title: x\nDate: 5 May\n\nWe, the workers …"):
        (item,) = unpack(plain.encode(), "note.txt")
        assert item.data == plain.encode()


def test_zip_gives_its_files_by_content_and_leaves_litter():
    archive = made.zipped(
        {
            "b/دوم.html": made.page("fa"),
            "a.html": made.page("en"),
            "__MACOSX/._a.html": b"x",
            ".DS_Store": b"x",
            "inner.bin": made.zipped({"c.html": made.page("ar")}),
            "empty/": b"",
        }
    )
    items = list(unpack(archive, "all.dat"))
    assert names(items) == ["all.dat/a.html", "all.dat/b/دوم.html", "all.dat/inner.bin/c.html"]
    assert items[2].data == made.page("ar")
    assert {item.facts["container"] for item in items} == {"all.dat"}
    assert len({item.facts["container_sha256"] for item in items}) == 1


def test_a_locked_or_damaged_member_is_one_fault():
    archive = bytearray(made.zipped({"a.html": made.page("en"), "b.html": made.page("fa")}, zipfile.ZIP_STORED))
    at = archive.find(b"brakes")
    archive[at : at + 6] = b"BRAKES"
    first, second = unpack(bytes(archive), "x.zip")
    assert first.fault.startswith("a damaged member") and not first.data
    assert second.data == made.page("fa")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as opened:
        opened.writestr("a.html", made.page("en"))
    (item,) = unpack(out.getvalue(), "x.zip")
    assert "packed in a way" in item.fault


@pytest.mark.parametrize(
    "name", ["../out.html", "/etc/out.html", "C:\\out.html", "a/../../out.html", "a\\..\\..\\b.html"]
)
def test_names_that_lead_out_of_the_archive_are_refused(name):
    with pytest.raises(Unreadable, match="leads out of it"):
        list(unpack(made.zipped({"good.html": made.page("en"), name: b"x"}), "x.zip"))


def test_web_archive_gives_pages_with_address_moment_and_headers():
    pages = [
        ("https://eastmere.example/1", made.page("en"), "text/html; charset=utf-8"),
        ("https://eastmere.example/logo.png", b"\x89PNG....", "image/png"),
        ("https://eastmere.example/code.js", b"alert(1)", "application/javascript"),
        ("https://eastmere.example/2", made.page("fa"), "text/html"),
    ]
    for packed in (True, False):
        items = list(unpack(made.web_archive(pages, packed=packed), "crawl"))
        assert [item.address for item in items] == ["https://eastmere.example/1", "https://eastmere.example/2"]
        assert items[0].data == made.page("en")
        assert items[0].seen_at == datetime.datetime(2026, 1, 12, 10, tzinfo=datetime.UTC)
        assert items[0].headers["X-Note"] == "kept"
        assert items[0].media_type == "text/html; charset=utf-8"
    with pytest.raises(Unreadable, match="without a page"):
        list(unpack(made.web_archive(pages, status="404 Not Found"), "crawl"))


def test_wacz_gives_the_pages_that_it_lists():
    pages = [
        ("https://eastmere.example/1", made.page("en"), "text/html"),
        ("https://adverts.example/frame", made.page("ar"), "text/html"),
    ]
    items = list(unpack(made.wacz(pages, ["https://eastmere.example/1"]), "x.wacz"))
    assert [item.address for item in items] == ["https://eastmere.example/1"]
    items = list(unpack(made.wacz(pages, []), "x.wacz"))
    assert len(items) == 2


def test_a_web_archive_that_was_cut_off_gives_what_is_whole():
    pages = [(f"https://eastmere.example/{n}", made.page("en"), "text/html") for n in range(3)]
    whole = made.web_archive(pages)
    items = list(unpack(whole[: len(whole) - 150], "crawl.warc.gz"))
    assert [bool(item.fault) for item in items] == [False, False, True]
    assert "cut off" in items[2].fault


def test_mail_gives_its_body_and_its_attachments():
    document = made.docx(made.paragraph(made.EN[0]))
    mail = made.letter(
        "fa", {"بیانیه.docx": ("application/octet-stream", document), "logo.png": ("image/png", b"\x89PNG")}
    )
    body, attached = unpack(mail, "letter")
    assert body.media_type == "text/html; charset=utf-8" and made.FA[0] in body.data.decode()
    assert body.facts["title"] == made.FA_TITLE
    assert body.facts["date"] == "2021-02-05" and body.facts["author"] == "Dockers' Council"
    assert body.seen_at == datetime.datetime(2021, 2, 5, 7, tzinfo=datetime.UTC)
    assert attached.name == "letter/بیانیه.docx" and attached.data == document
    (plain,) = unpack(made.letter("ar", html=False), "letter")
    assert plain.data.decode().strip() == "\n\n".join(made.AR)


def test_a_body_that_only_points_at_its_attachment_is_left_out():
    mail = made.letter("en", {"page.html": ("text/html", made.page("fa"))}, html=False)
    mail = mail.replace(("\n\n".join(made.EN)).encode()[:120], b"See the attachment.")
    assert len(list(unpack(mail, "letter"))) == 2
    short = (
        b"From: a@b.example\nSubject: x\nMIME-Version: 1.0\nMessage-ID: <2@b.example>\n"
        b'Content-Type: multipart/mixed; boundary="cut"\n\n--cut\nContent-Type: text/plain\n\nSee the attachment.\n'
        b'--cut\nContent-Type: text/html\nContent-Disposition: attachment; filename="p.html"\n\n'
        + made.page("en")
        + b"\n--cut--\n"
    )
    assert names(unpack(short, "m")) == ["m/p.html"]


def test_a_mailbox_gives_its_messages_and_a_saved_page_its_address():
    box = b"".join(
        b"From council@eastmere.example Fri Feb  5 10:30:00 2021\n" + made.letter(language, html=False) + b"\n\n"
        for language in ("en", "fa", "ar")
    )
    items = list(unpack(box, "box"))
    assert [item.facts["title"] for item in items] == [made.EN_TITLE, made.FA_TITLE, made.AR_TITLE]
    saved = (
        b"From: <Saved by Blink>\nSnapshot-Content-Location: https://eastmere.example/9\nMIME-Version: 1.0\n"
        b'Content-Type: multipart/related; boundary="cut"\n\n--cut\nContent-Type: text/html\n\n'
        + made.page("en")
        + b"\n--cut--\n"
    )
    (item,) = unpack(saved, "page.mhtml")
    assert item.address == "https://eastmere.example/9"


def test_atom_entries_are_pages_with_what_the_entry_said():
    entry = (
        f"<entry><title>{made.FA_TITLE}</title><link href='/fa/7' rel='alternate'/><published>2022-10-04T23:30:00+03:30"
        f"</published><author><name>شورا</name></author><content type='html'>&lt;p&gt;{made.FA[0]}&lt;/p&gt;</content>"
        "<summary>…</summary></entry>"
    )
    summary = f"<entry><title>Two</title><link href='https://b.example/2'/><summary>{made.EN[0]}</summary></entry>"
    xhtml = (
        "<entry><title>Three</title><id>urn:3</id><content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>"
        f"<p>{made.AR[0]}</p></div></content></entry>"
    )
    one, two, three = unpack(made.atom(entry + summary + xhtml), "feed", None, "https://a.example/feed.xml")
    assert one.address == "https://a.example/fa/7"
    assert one.facts["date"] == "2022-10-04" and one.facts["author"] == "شورا" and one.facts["language"] == "fa"
    assert one.facts["title"] == made.FA_TITLE and "excerpt" not in one.facts
    assert f"<p>{made.FA[0]}</p>" in one.data.decode()
    assert two.facts["excerpt"] and two.address == "https://b.example/2"
    assert made.AR[0] in three.data.decode() and three.address == "" and "excerpt" not in three.facts
    again = list(unpack(made.atom(entry), "other", None, "https://a.example/feed.xml"))
    assert again[0].data == one.data, "the same entry is the same bytes in tomorrow's feed"


def test_rss_tells_full_texts_from_summaries():
    full = (
        f"<item><title>{made.AR_TITLE}</title><link>https://n.example/1</link><pubDate>Wed, 12 Oct 2022 08:00:00 +0200"
        f"</pubDate><dc:creator>اللجنة</dc:creator><description>{made.AR[0][:40]} [...]</description>"
        f"<content:encoded><![CDATA[<p>{made.AR[0]}</p><p>{made.AR[1]}</p>]]></content:encoded></item>"
    )
    both = " ".join(made.EN)
    cut = f"<item><title>Two</title><guid>https://n.example/2</guid><description>{both} …</description></item>"
    whole = f"<item><title>Three</title><description>&lt;p&gt;{' '.join(made.EN * 2)}&lt;/p&gt;</description></item>"
    one, two, three = unpack(made.rss(full + cut + whole), "x")
    assert made.AR[1] in one.data.decode() and "excerpt" not in one.facts
    assert (
        one.facts["date"] == "2022-10-12" and one.facts["author"] == "اللجنة" and one.facts["site"] == "Eastmere News"
    )
    assert two.facts["excerpt"] and two.address == "https://n.example/2"
    assert "excerpt" not in three.facts and three.facts["language"] == "ar"
    utf16 = made.rss(full).decode().replace('version="1.0"?', 'version="1.0" encoding="utf-16"?', 1).encode("utf-16")
    assert next(unpack(utf16, "x")).facts["title"] == made.AR_TITLE


def test_gzip_and_books_and_deep_nesting():
    (item,) = unpack(made.squeezed(made.page("fa")), "page.html.gz")
    assert (item.data, item.name) == (made.page("fa"), "page.html")
    book = made.zipped({"mimetype": b"application/epub+zip", "c1.xhtml": made.page("en"), "s.css": b"p{}"})
    assert names(unpack(book, "b.epub")) == ["b.epub/c1.xhtml"]
    nested = made.page("en")
    for _ in range(3):
        nested = made.zipped({"inner": nested})
    assert len(list(unpack(nested, "three.zip"))) == 1
    with pytest.raises(TooMuch, match="deep"):
        list(unpack(made.zipped({"inner": nested}), "four.zip"))
