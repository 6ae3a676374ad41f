"""An edition of a mirror: its files, the manifest, the signature; whole, or what changed since an earlier one."""

import datetime
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.template.loader import render_to_string

from archive.bag import MANIFEST, digest_of
from archive.models import Decision
from archive.public.mirror import signature
from archive.public.mirror.ledger import Ledger

SIGNATURE = f"{MANIFEST}.minisig"
PUBLIC_KEY = "sanad-mirror.pub"
ABOUT, README, DELETED = "edition.json", "README.txt", "deleted.txt"
#: Acts that make an edition.
_ACTS = ("publish", "withdraw")
_FORMAT = 1


class NoMirror(Exception):
    """This folder or file is no mirror's; the message says why."""


@dataclass(frozen=True, slots=True)
class Edition:
    """What a mirror says of itself. `edition` counts the publications and withdrawals before it."""

    edition: int
    made_at: str
    address: str
    languages: tuple[str, ...]
    year: int | None
    statements: int
    format: int = _FORMAT

    @classmethod
    def now(cls, *, address: str, languages: Iterable[str], year: int | None, statements: int) -> "Edition":
        moment = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        number = Decision.objects.filter(verb__in=_ACTS).count()
        return cls(number, moment, address, tuple(languages), year, statements)


class Files:
    """The files of an edition: each is noted with its digest, and written unless an earlier edition has the same."""

    def __init__(self, folder: Path, ledger: Ledger, since: dict[str, str]):
        self.folder, self.since, self._ledger = folder, since, ledger
        self.count = self.written = self.size = self.whole_size = 0

    def write(self, name: str, content: str | bytes, *, always: bool = False) -> None:
        """A file by its path, parted by slashes. What is written twice is the same both times: the first stays.

        `always`: an update holds it even where it did not change.
        """
        data = content.encode() if isinstance(content, str) else content
        digest = hashlib.sha256(data).hexdigest()
        if not self._ledger.add_file(name, digest):
            return
        self.count += 1
        self.whole_size += len(data)
        if self.since.get(name) == digest and not always:
            return
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        self.written += 1
        self.size += len(data)

    def close(self, about: Edition, key: Ed25519PrivateKey | None) -> None:
        """Write what the edition says of itself, the manifest and its signature, and what is to be deleted."""
        self.write(ABOUT, json.dumps(asdict(about), indent=1) + "\n")
        line = signature.line_of(key.public_key()) if key else ""
        readme = render_to_string("archive/mirror/README.txt", {"edition": about, "key": line})
        self.write(README, readme, always=True)
        if key:
            self.write(PUBLIC_KEY, signature.public_file(key.public_key()), always=True)
        manifest = self.folder / MANIFEST
        with manifest.open("w", encoding="utf-8", newline="\n") as out:
            for name, digest in self._ledger.files():
                self.since.pop(name, None)
                out.write(f"{digest}  {name}\n")
        if key:
            comment = f"Sanad, edition {about.edition}, {about.made_at}, {self.count} files"
            (self.folder / SIGNATURE).write_text(signature.sign(manifest, key, comment), encoding="utf-8")

    def delete(self) -> int:
        """After `close`: the list of what the earlier edition had and this one has not; how many that is."""
        (self.folder / DELETED).write_text("".join(f"{name}\n" for name in sorted(self.since)), encoding="utf-8")
        return len(self.since)


def manifest_of(place: Path) -> Path:
    """The manifest in a mirror, or itself. Raises NoMirror."""
    file = place / MANIFEST if place.is_dir() else place
    if not file.is_file():
        raise NoMirror(f"{place} is no mirror and no manifest of one.")
    return file


def digests(manifest: Path) -> Iterator[tuple[str, str]]:
    """(name, SHA-256) of each file of a manifest. Raises NoMirror."""
    with manifest.open(encoding="utf-8") as lines:
        for line in lines:
            digest, parted, name = line.rstrip("\n").partition("  ")
            if len(digest) != 64 or not parted or not name:
                raise NoMirror(f"{manifest} is no manifest: {line[:80]!r} stands in it.")
            yield name, digest


def verify(folder: Path, key: Ed25519PublicKey | None, told: Callable[[str, int], object]) -> tuple[list[str], str]:
    """Read a mirror again: (a line for each file that is damaged, missing or extra, and for a bad signature; what the
    signature says, "" where there is none). Without a key, the mirror's own is taken. Raises NoMirror."""
    manifest = manifest_of(folder)
    faults: list[str] = []
    comment = ""
    own = folder / PUBLIC_KEY
    if (folder / SIGNATURE).is_file() and (key or own.is_file()):
        try:
            signed_by = key or signature.public_key(str(own))
            comment = signature.check(manifest, (folder / SIGNATURE).read_text(encoding="utf-8"), signed_by)
        except (signature.BadSignature, signature.BadKey) as error:
            faults.append(str(error))
    elif key:
        faults.append(f"{SIGNATURE} is missing.")
    named = {MANIFEST, SIGNATURE}
    for done, (name, digest) in enumerate(digests(manifest), start=1):
        path = folder / name
        named.add(name)
        if not path.resolve().is_relative_to(folder.resolve()):
            faults.append(f"{name} lies outside.")
        elif not path.is_file():
            faults.append(f"{name} is missing.")
        elif digest_of(path) != digest:
            faults.append(f"{name} is damaged.")
        told("files", done)
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name not in named:
            faults.append(f"{name} is extra.")
    return faults, comment
