"""The interface's catalogues are whole: every message translated, and what is compiled is what is written."""

from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parent.parent
CATALOGUES = sorted(ROOT.glob("*/locale/*/LC_MESSAGES/django.po"))


def test_every_room_speaks_every_interface_language():
    found = {(path.parts[-5], path.parts[-3]) for path in CATALOGUES}
    assert found == {(room, tag) for room in ("archive", "editorial") for tag in ("fa", "ar", "ckb", "tr")}


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: f"{path.parts[-5]}-{path.parts[-3]}")
def test_a_catalogue_is_whole(path):
    written = polib.pofile(str(path))
    assert [entry.msgid for entry in written if not entry.translated()] == []
    compiled = polib.mofile(str(path.with_suffix(".mo")))
    assert {(entry.msgctxt, entry.msgid): (entry.msgstr, entry.msgstr_plural) for entry in compiled} == {
        (entry.msgctxt, entry.msgid): (entry.msgstr, entry.msgstr_plural) for entry in written
    }
