"""The store of captured bytes on a disk: an object is there whole under its name, or not at all.

Django's own FileSystemStorage writes into the file under its final name, so a killed process leaves half of it, and of
two processes that write the same object one is given another name. Objects here are named by their content: the same
name is the same object, whoever writes it last.
"""

import fcntl
import os
from pathlib import Path

from django.core.files import File
from django.core.files.storage import FileSystemStorage

#: The end of an object's name while it is written. A killed run leaves it; the next writer of the same takes it up.
UNFINISHED = ".part"


class WholeFiles(FileSystemStorage):
    """FileSystemStorage whose `save` replaces what lies under the name, in one step and on the disk when it returns."""

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return name

    def _save(self, name: str, content: File) -> str:
        """Write, sync, rename, sync the folder. Raises OSError (a full disk); then nothing of it is left."""
        path = Path(self.path(name))
        self._make_folder(path.parent)
        part = path.with_name(f".{path.name}{UNFINISHED}")
        descriptor = _open_alone(part)
        try:
            os.ftruncate(descriptor, 0)
            for chunk in content.chunks():
                _write(descriptor, chunk)
            if self.file_permissions_mode is not None:
                os.fchmod(descriptor, self.file_permissions_mode)
            os.fsync(descriptor)
            part.replace(path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        finally:
            os.close(descriptor)
        _sync(path.parent)
        return name

    def _make_folder(self, folder: Path) -> None:
        """Make a folder that lasts; another process may be making the same one."""
        new = [one for one in (folder, *folder.parents) if not one.exists()]
        folder.mkdir(mode=self.directory_permissions_mode or 0o777, parents=True, exist_ok=True)
        for one in new:
            _sync(one.parent)


def _open_alone(part: Path) -> int:
    """A descriptor of an unfinished object that no other process writes; waits for one that does."""
    while True:
        descriptor = os.open(part, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        try:
            # Whoever held the lock has renamed or removed the file: then this descriptor is of another one.
            if part.stat().st_ino == os.fstat(descriptor).st_ino:
                return descriptor
        except FileNotFoundError:
            pass
        os.close(descriptor)


def _write(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _sync(folder: Path) -> None:
    """Let the disk know the names in a folder."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
