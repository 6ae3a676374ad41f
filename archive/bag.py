"""Bags: folders that say of each of their files which SHA-256 it has (BagIt 1.0, RFC 8493).

Archivists' tools read them: `bagit.py --validate FOLDER`, and where nothing else is at hand
`sha256sum --check manifest-sha256.txt`. A bag is written beside its place and takes its name only when it is whole.
"""

import hashlib
import io
import shutil
from collections.abc import Buffer, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

PAYLOAD = "data"
MANIFEST, TAG_MANIFEST = "manifest-sha256.txt", "tagmanifest-sha256.txt"
_DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_PIECE = 1 << 20  # bytes that are held at a time


class NotABag(Exception):
    """This folder is no bag, or not the one that was made; the message says what is wrong with which file."""


class Bag:
    """A bag that is being filled."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.digests: dict[str, str] = {}
        self.size = 0  # bytes of payload

    @contextmanager
    def file(self, name: str) -> Iterator["Hashed"]:
        """A new payload file to write bytes into; `name` is its path below `data/`, parted by slashes."""
        path = self.folder / PAYLOAD / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as out:
            hashed = Hashed(out)
            yield hashed
        self.digests[f"{PAYLOAD}/{name}"] = hashed.digest.hexdigest()
        self.size += hashed.size

    def close(self, described: dict[str, str]) -> None:
        """Write manifests and `bag-info.txt` (its labels are those of RFC 8493, 2.2.2)."""
        described = {**described, "Payload-Oxum": f"{self.size}.{len(self.digests)}"}
        tags = {
            "bagit.txt": _DECLARATION,
            "bag-info.txt": "".join(f"{label}: {value}\n" for label, value in described.items()),
            MANIFEST: _manifest(self.digests),
        }
        tags[TAG_MANIFEST] = _manifest({name: hashlib.sha256(text.encode()).hexdigest() for name, text in tags.items()})
        for name, text in tags.items():
            (self.folder / name).write_text(text, encoding="utf-8")


class Hashed(io.RawIOBase):
    """A file that is written to, with the SHA-256 and the size in bytes of what went in."""

    def __init__(self, out: BinaryIO):
        super().__init__()
        self.out = out
        self.digest = hashlib.sha256()
        self.size = 0

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.size

    def write(self, data: Buffer) -> int:
        self.digest.update(data)
        self.size += memoryview(data).nbytes
        return self.out.write(data)


@contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """Another folder to fill, which takes the name of `folder` at the end of the block; a broken one leaves nothing.

    Raises FileExistsError where something stands there already.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FileExistsError(f"{folder} is not empty; name a new folder.")
    unfinished = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    try:
        yield unfinished
        if folder.exists():
            folder.rmdir()
        unfinished.replace(folder)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


@contextmanager
def new_bag(folder: Path, described: dict[str, str]) -> Iterator[Bag]:
    """A bag to fill, which stands under its name when the block has ended. Raises FileExistsError like `new_folder`."""
    with new_folder(folder) as unfinished:
        (unfinished / PAYLOAD).mkdir()
        bag = Bag(unfinished)
        yield bag
        bag.close(described)


def check(folder: Path) -> None:
    """Read every file of a bag again. Raises NotABag, naming the first file that is damaged, missing or extra."""
    if not (folder / "bagit.txt").is_file() or not (folder / MANIFEST).is_file():
        raise NotABag(f"{folder} is no bag: it has no bagit.txt or no {MANIFEST}.")
    named = {MANIFEST: "", TAG_MANIFEST: "", "bagit.txt": "", "bag-info.txt": ""}
    for manifest in (TAG_MANIFEST, MANIFEST):
        if not (folder / manifest).is_file():
            raise NotABag(f"{folder}: {manifest} is missing.")
        for line in (folder / manifest).read_text(encoding="utf-8").splitlines():
            digest, _space, name = line.partition("  ")
            path = folder / name
            if not path.resolve().is_relative_to(folder.resolve()):
                raise NotABag(f"{folder}: {manifest} names {name}, which lies outside.")
            if not path.is_file():
                raise NotABag(f"{folder}: {name} is missing.")
            if digest_of(path) != digest:
                raise NotABag(f"{folder}: {name} is damaged: its SHA-256 is not what {manifest} says.")
            named[name] = digest
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name not in named:
            raise NotABag(f"{folder}: {name} is in no manifest.")


def digest_of(path: Path) -> str:
    """SHA-256 (64 hex digits) of a file, read piece by piece."""
    counted = hashlib.sha256()
    with path.open("rb") as opened:
        while piece := opened.read(_PIECE):
            counted.update(piece)
    return counted.hexdigest()


def _manifest(digests: dict[str, str]) -> str:
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(digests.items()))
