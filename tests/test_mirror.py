"""A mirror: the public site as files, with no broken link, searchable offline, signed, brought up to date by little."""

import json
import os
import re
import subprocess
from pathlib import Path
from urllib.parse import quote

import pytest
from django.core.management import CommandError, call_command

from archive import query
from archive.models import Topic
from archive.public.mirror import folding_data
from editorial.paragraphs import number
from editorial.workflow.moves import move
from editorial.workflow.revise import write_revision
from tests import cast
from tests.links import broken
from tests.test_public_gate import HIDDEN, Hiding

HOST = "https://archive.example"
STATIC = Path(__file__).resolve().parent.parent / "archive" / "static" / "archive"
SAMPLES = Path(__file__).resolve().parent / "samples" / "search"


def mirror(to: Path, *languages: str, **options) -> Path:
    call_command("mirror", to=str(to), language=list(languages) or None, address=HOST, verbosity=0, **options)
    return to


@pytest.fixture
def key(tmp_path) -> Path:
    file = tmp_path / "key.pem"
    subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", str(file)], check=True)
    return file


@pytest.fixture
def archive(open_database):
    """Three statements with a translation each way, a correction, a tombstone."""
    bread = Topic.objects.create(slug="bread", name_en="Bread", name_fa="نان")
    quay = cast.statement(stage="published")
    quay.topics.add(bread)
    cast.translation(quay, "fa", stage="published", origin="official")
    bakers = cast.organisation("bakers", "IQ", en="Bakers’ League", ar="رابطة الخبازين")
    dear = cast.statement(
        "غلاء الخبز", ("والعمال يقولون إن الخبز غال.",), language="ar", issuer=bakers, day=None, stage="published"
    )
    cast.translation(dear, "en", "Dear bread", ("And the workers say that bread is dear.",), stage="published")
    cast.statement("Withdrawn words", ("Nobody reads this.",), stage="withdrawn")
    move(quay, "revise", cast.person("importer"))
    texts = ["The mole was closed at noon.", "We ask for it to be opened."]
    write_revision(quay, title="Against the closing", paragraphs=number(texts), by=cast.person("importer"))
    cast.carry(quay, "published")
    return quay, dear


def pages(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.html"))


# --- The pages ----------------------------------------------------------------------------------------------------


def test_no_link_is_broken_in_any_language(archive, tmp_path):
    made = mirror(tmp_path / "mirror")
    assert list(broken(made)) == []
    assert len(pages(made)) > 150
    front = (made / "index.html").read_text()
    for tag in ("en", "fa", "ar", "ckb", "tr"):
        assert f'href="{tag}/index.html"' in front


def test_every_kind_of_page_is_there(archive, tmp_path):
    quay, dear = archive
    made = mirror(tmp_path / "mirror", "en", "fa")
    shelf = f"statements/{quay.reference[-2:]}/{quay.reference}"
    for file in (
        "index.html", "statements/index.html", "search.html", "organisations/index.html", "topics/topic-bread.html",
        "organisations/organisation-bakers.html", "countries/country-iq.html", "timeline.html", "about.html",
        "verification.html", "corrections.html", "feeds/statements.atom", "feeds/organisation-bakers.atom",
        "statements/organisation-bakers.html", "statements/all-undated.html", "statements/language-ar.html",
        f"{shelf}.html", f"{shelf}-with-fa.html", f"{shelf}-provenance.html", f"{shelf}-versions.html",
        f"{shelf}-version-1.html",
    ):  # fmt: skip
        assert (made / "fa" / file).is_file(), file
    assert not (made / "tr").exists()
    for ending in ("json", "txt", "bib", "ris", "csl.json", "tei.xml", "md"):
        assert (made / "s" / dear.reference[-2:] / f"{dear.reference}.{ending}").stat().st_size
    assert (made / "fa" / "statements" / "all-1399.html").is_file(), "Persian lists have Persian years"
    assert (made / "en" / "statements" / "all-2021.html").is_file()
    reading = (made / "fa" / f"{shelf}-with-fa.html").read_text()
    assert "خواهان بازگشایی آن هستیم." in reading
    assert "We ask for it to be opened." in reading


def test_nothing_needs_a_server(archive, tmp_path):
    made = mirror(tmp_path / "mirror", "en")
    for page in pages(made):
        text = page.read_text()
        assert "Content-Security-Policy" in text
        assert re.search(r'(?:href|src|action)="/', text) is None, page
        forms = re.findall(r"<form\b[^>]*>", text)
        assert all('search.html"' in form for form in forms), page
        if page.name != "search.html":
            assert re.search(r"<script(?![^>]*ld\+json)", text) is None, page


def test_one_year_holds_that_year_only(archive, tmp_path):
    quay, dear = archive
    cast.statement("Older words", ("From another year.",), day=cast.datetime.date(1999, 5, 1), stage="published")
    made = mirror(tmp_path / "mirror", "en", year=2021)
    assert list(broken(made)) == []
    assert json.loads((made / "edition.json").read_text())["statements"] == 1
    assert list(made.glob(f"en/statements/*/{quay.reference}.html"))
    assert not list(made.glob(f"en/statements/*/{dear.reference}*"))
    assert "From another year." not in "".join(page.read_text() for page in pages(made))


def test_no_hidden_word_is_in_any_file(open_database, tmp_path):
    hiding = Hiding()
    made = mirror(tmp_path / "mirror")
    read = 0
    for file in made.rglob("*"):
        if file.is_file() and file.suffix not in (".woff2",):
            text = file.read_text().casefold()
            assert [word for word in HIDDEN if word in text] == [], file
            read += 1
    assert read > 200
    shown = list(made.glob(f"en/statements/*/{hiding.public.reference}.html"))
    assert "It burns all night." in shown[0].read_text(), "the walk finds what is public"
    for reference in hiding.hidden:
        if reference != hiding.gone.reference:
            assert not list(made.rglob(f"{reference}*"))


# --- Searching ----------------------------------------------------------------------------------------------------


def test_the_script_folds_as_the_archive_does(chromium, tmp_path):
    """Every query and title of the search test set, and words with traps: the script understands what the site does."""
    asked = {
        "كارگران بندر", "می‌خواهند", "مي خواهند", "اطلاعیه -نان", '"بيان العمال"', "والعمال", "لجنة", "الله", "هیئت",
        "مسأله", "خانه‌ی ما", "کتاب ها", "ڕێکخراوی کرێکاران", "كوردستان", "ئازادی", "وۊلات", "یەکگرتوو", "İŞÇİ", "ışık",
        "İstanbul’da", "title:grève", "عنوان:نان", "str*", '"harbour str*"', "U.S.A.", "10,000", "١٤٠١", "۱۴۰۱",
        "anti-war", "ﻻ", "ＡＢＣ", "ﷲ", "straße", "naïve", "پاکستان میں", "ہڑتال", "ھڑتال", "مزدوروں", "한국",
        "organisation:bakers", "x:y", "-", "", '"', "ن", "مسئول", "ه\u200cه\u200cڵۆ", "و\u065aڵات", "𐐀x", "e\u0301t",
    }  # fmt: skip
    for name in ("found.tsv", "not_found.tsv"):
        if (SAMPLES / name).is_file():
            for line in (SAMPLES / name).read_text(encoding="utf-8").splitlines():
                asked.update(line.split("\t")[1:3])
    page = chromium.new_page()
    page.add_script_tag(path=STATIC / "mirror-query.js")
    page.add_script_tag(content=folding_data.script())
    ordered = sorted(asked)
    told = page.evaluate("asked => asked.map(sanad.parse)", ordered)
    page.close()
    assert len(ordered) > 100
    for text, found in zip(ordered, told, strict=True):
        ours = query.parse(text)
        expected = {
            "terms": ours.terms,
            "title": ours.title,
            "without": ours.without,
            "withoutTitle": ours.without_title,
            "fields": [field.name for field in ours.fields],
        }
        assert found == json.loads(json.dumps(expected)), text


@pytest.mark.browser
def test_a_mirror_is_searched_from_a_stick(archive, tmp_path, chromium):
    quay, dear = archive
    made = mirror(tmp_path / "mirror", "en", "fa")
    page = chromium.new_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))

    def found(words: str, tag: str = "en") -> list[str]:
        page.goto(f"{(made / tag / 'search.html').as_uri()}?q={quote(words)}")
        page.wait_for_selector("html[data-done]")
        links = page.locator("#results h3 a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
        return [Path(link.partition("#")[0]).stem.partition("-")[0] for link in links]

    assert found("closing") == [quay.reference]
    assert found('"closed at noon"') == [quay.reference]
    assert found('"noon at closed"') == []
    assert found("closed -opened") == []
    assert found("عمال") == [dear.reference], "without article and conjunction"
    assert found("بازگشايي", "fa") == [quay.reference], "on an Arabic keyboard"
    assert found("workers") == [dear.reference]
    assert "found in the translation into English" in page.inner_text("#results")
    page.click("#results .foot a")
    assert "And the workers say that bread is dear." in page.inner_text("main")
    # From the box of any page, and into what was found.
    page.goto((made / "en" / "index.html").as_uri())
    page.fill("#q", "opened")
    page.click("form.search button")
    page.wait_for_selector("html[data-done]")
    page.click("#results h3 a")
    assert "The mole was closed at noon." in page.inner_text("main")
    page.close()
    assert faults == []


# --- The manifest -------------------------------------------------------------------------------------------------


def lines_of(readme: Path, *, after: str) -> str:
    """The indented lines of shell that follow a line of the README."""
    _before, _mark, rest = readme.read_text().partition(after)
    block = re.search(r"(?:^ {4}.*\n)+", rest, re.MULTILINE)
    assert block, after
    return re.sub(r"^ {4}", "", block[0], flags=re.MULTILINE)


def shell(lines: str, folder: Path) -> subprocess.CompletedProcess:
    return subprocess.run(["sh", "-ec", lines], cwd=folder, capture_output=True, text=True, check=False)


def test_the_readme_verifies_a_mirror(archive, tmp_path, key):
    made = mirror(tmp_path / "mirror", "en", key=str(key))
    signature = lines_of(made / "README.txt", after="OpenSSL 3 does the same:")
    files = lines_of(made / "README.txt", after="Then the files:")
    assert shell(signature, made).returncode == 0
    assert shell(files, made).returncode == 0
    call_command("mirror", verify=str(made), key=str(key))
    manifest = made / "manifest-sha256.txt"
    with manifest.open("a") as out:
        out.write(f"{'0' * 64}  en/forged.html\n")
    assert shell(signature, made).returncode != 0
    assert shell(files, made).returncode != 0


@pytest.mark.parametrize("harm", ["damaged", "missing", "extra"])
def test_verify_names_what_is_wrong(archive, tmp_path, key, capsys, harm):
    made = mirror(tmp_path / "mirror", "en", key=str(key))
    file = made / "en" / "about.html"
    if harm == "damaged":
        file.write_text(file.read_text() + " ")
    elif harm == "missing":
        file.unlink()
    else:
        file = made / "en" / "more.html"
        file.write_text("more")
    with pytest.raises(SystemExit):
        call_command("mirror", verify=str(made))
    assert f"en/{file.name} is {harm}." in capsys.readouterr().err


def test_another_key_is_told(archive, tmp_path, key):
    made = mirror(tmp_path / "mirror", "en", key=str(key))
    other = tmp_path / "other.pem"
    subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", str(other)], check=True)
    with pytest.raises(SystemExit):
        call_command("mirror", verify=str(made), key=str(other))
    with pytest.raises(CommandError, match="is no private key"):
        mirror(tmp_path / "second", "en", key=str(made / "README.txt"))
    assert not (tmp_path / "second").exists()


# --- Updates ------------------------------------------------------------------------------------------------------


def contents(folder: Path) -> dict[str, bytes]:
    skipped = ("manifest-sha256.txt.minisig", "manifest-sha256.txt", "edition.json", "index.html")
    return {
        name: path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and (name := path.relative_to(folder).as_posix()) not in skipped
    }


def test_an_update_makes_an_old_mirror_a_new_one(archive, tmp_path, key):
    _quay, dear = archive
    old = mirror(tmp_path / "old", "en", key=str(key))
    cast.statement("A newer word", ("Said this year.",), stage="published")
    move(dear, "withdraw", cast.person("publisher"), "Asked for by the issuer.")
    update = mirror(tmp_path / "update", "en", key=str(key), since=str(old))
    whole = mirror(tmp_path / "whole", "en", key=str(key))
    gone = (update / "deleted.txt").read_text().split()
    assert f"s/{dear.reference[-2:]}/{dear.reference}.json" in gone
    assert len(contents(update)) < len(contents(whole)), "what did not change is not in it"
    assert not (update / "en" / "verification.html").exists()
    apply = lines_of(update / "README.txt", after="UPDATE and COPY for the two folders:")
    apply = apply.replace("UPDATE/", f"{update}/").replace("COPY", str(old))
    assert (done := shell(apply, tmp_path)).returncode == 0, done.stderr
    assert contents(old) == contents(whole)
    call_command("mirror", verify=str(old), key=str(key))


def test_the_same_archive_is_the_same_mirror(archive, tmp_path):
    first = mirror(tmp_path / "first", "en")
    assert contents(first) == contents(mirror(tmp_path / "second", "en"))
    again = mirror(tmp_path / "again", "en", since=str(first))
    assert set(contents(again)) == {"deleted.txt", "README.txt"}


def test_a_folder_that_is_in_use_is_left_alone(archive, tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    with pytest.raises(CommandError, match="is not empty"):
        mirror(tmp_path / "full", "en")
    with pytest.raises(CommandError, match="is no mirror"):
        mirror(tmp_path / "new", "en", since=str(tmp_path / "full"))
    assert os.listdir(tmp_path / "full") == ["mine.txt"]  # noqa: PTH208
