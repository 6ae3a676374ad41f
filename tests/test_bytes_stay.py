"""What was captured stays to the byte, whatever its encoding and whatever is done with its texts afterwards."""

import hashlib
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command

from archive.models import Capture, Extract, Revision, Sighting, Statement, stored_name
from archive.stages import Stage
from editorial.models import Candidate
from editorial.workflow.draft import accept
from editorial.workflow.moves import move
from editorial.workflow.revise import revise
from tests import cast

pytestmark = pytest.mark.django_db

SEEDS = Path(__file__).resolve().parents[2] / "shared" / "seeds"
FILES = 200

LATIN = ("Statement of the Dockers of Eastmere {n}", "Crane {n} stands still; we wait for the inspector, naïve or not.")
PERSIAN = ("بيانيه شوراى كارگران بندر {n}", "جرثقيل {n} ايستاده است و ما منتظر بازرس هستيم.")
ARABIC = ("بيان لجنة عمال الميناء {n}", "توقفت الرافعة {n} ونحن ننتظر المفتش الذي نثق به.")
TURKISH = ("Liman İşçileri Kurulunun Açıklaması {n}", "Vinç {n} durdu; güvendiğimiz müfettişi bekliyoruz, işçi şaşkın.")
#: Twelve encodings, each with a text that it can write, as a page from a server, an old mailbox or a disk comes.
ENCODINGS = {
    "utf-8": PERSIAN, "utf-8-sig": ARABIC, "utf-16": PERSIAN, "utf-16-le": LATIN, "utf-16-be": LATIN,
    "windows-1256": ARABIC, "iso-8859-6": ARABIC, "windows-1254": TURKISH, "iso-8859-9": TURKISH,
    "windows-1252": LATIN, "iso-8859-15": LATIN, "mac-roman": LATIN,
}  # fmt: skip


def made(number: int) -> tuple[str, bytes]:
    """The name and bytes of one invented page; every line end, mark and declaration is as that encoding has it."""
    encoding = list(ENCODINGS)[number % len(ENCODINGS)]
    title, body = (line.format(n=number) for line in ENCODINGS[encoding])
    plain = number % 3 == 0
    text = (
        f"{title}\r\n\r\n{body}\r\n\r\n{body} 2021.\r\n"
        if plain
        else (
            f'<html><head><meta charset="{encoding}"><title>{title}</title></head>\r<body><h1>{title}</h1>'
            f"<p>{1 + number % 28} February 2021</p><p>{body}</p><p>{body}\t</p></body></html>\r\n"
        )
    )
    return f"{number:03}-{encoding}.{'txt' if plain else 'html'}", text.encode(encoding)


def test_every_byte_stays(tmp_path):
    folder = tmp_path / "pages"
    folder.mkdir()
    for number in range(FILES):
        name, data = made(number)
        (folder / name).write_bytes(data)
    paths = sorted(folder.iterdir()) + (sorted(SEEDS.glob("*.txt")) if SEEDS.is_dir() else [])
    before = {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}
    assert len(set(before.values())) == len(paths)

    importer, verifier, publisher = cast.person("importer"), cast.person("verifier"), cast.person("publisher")
    call_command("take_in", *map(str, paths), stdout=StringIO(), stderr=StringIO())
    texts = dict(Extract.objects.values_list("capture__sha256", "text"))
    for candidate in Candidate.objects.order_by("pk"):
        statement = accept(candidate, importer)
        revise(statement, title=f"{statement.title()} (edited)", texts=["Edited.", *_texts(statement)[1:]], by=importer)
        for name, by in (("submit", importer), ("verify", verifier), ("publish", publisher)):
            move(statement, name, by)
    call_command("take_in", *map(str, paths), stdout=StringIO(), stderr=StringIO())

    assert set(Capture.objects.values_list("sha256", flat=True)) == set(before.values())
    for path, sha256 in before.items():
        with default_storage.open(stored_name(sha256)) as stored:
            assert stored.read() == path.read_bytes(), path.name
    assert dict(Extract.objects.values_list("capture__sha256", "text")) == texts
    assert Statement.objects.filter(stage=Stage.PUBLISHED).count() == Candidate.objects.count() >= len(paths)
    assert Revision.objects.count() == 2 * Statement.objects.count()
    assert not Sighting.objects.filter(tool="").exists() and Sighting.objects.count() == 2 * len(paths)
    call_command("verify_archive", stdout=StringIO(), stderr=StringIO())


def _texts(statement: Statement) -> list[str]:
    return [paragraph["text"] for paragraph in statement.text().paragraphs]
