"""Where foreign bytes are read: a child process with limits, behind a door that only records pass.

A parser that crashes, hangs, fills the memory or starts processes takes the child with it and nothing else; the item is
answered with a sentence and the next one gets a fresh child. The child stays for many items, since starting one costs
about a second. It gets no settings, no secrets and no database, and what it answers is read back field by field.

Chosen over one process an item (a second each) and over `multiprocessing` (its answers are unpickled, which lets a
child that was taken over run code in the parent).
"""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import editorial
from editorial.intake.frames import BrokenFrame, Channel, Ended, TooLate
from editorial.intake.pipeline import Proposal
from editorial.intake.recognise.vocabulary import Vocabulary
from editorial.intake.transcript import NotUnderstood, read, write
from editorial.records import Item, KnownName

#: A larger file is cut into pieces by whoever has it: it would not fit into the child beside what it unfolds into.
LARGEST = 100_000_000
_START = 60.0
#: Children that members of one container may cost, and seconds that it may take for each second of one item.
_MOST_DEATHS = 20
_WHOLE = 60
_ROOT = Path(editorial.__file__).resolve().parent.parent
_DEATHS: dict[int, str] = {
    signal.SIGXCPU: "it used more processor time than one item may",
    signal.SIGSYS: "it tried to start a process or to reach a network",
    signal.SIGKILL: "the system stopped its reading, for want of memory perhaps",
    signal.SIGABRT: "its parser gave up, for want of memory perhaps",
}


class Quarantined(ValueError):
    """An item whose reading was stopped, or failed; the message is a sentence that says why."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one item (or one member of it) may use: seconds by the clock, seconds of processor time, and bytes
    of memory beyond what the child has from its start."""

    seconds: float = 20.0
    processor: float = 20.0
    memory: int = 400_000_000


@dataclass(frozen=True, slots=True)
class Answer:
    """About one page: what it was read as, or `error`, a sentence; then `proposal` is None."""

    item: Item
    proposal: Proposal | None
    error: str = ""


class _Died(Exception):
    """The child is gone; the message says why."""


class Cell:
    """A context manager; `read` and `propose` may be called any number of times, by one thread."""

    def __init__(
        self,
        vocabulary: Vocabulary | Iterable[KnownName],
        limits: Limits | None = None,
        reader: str = "editorial.intake.cell_reader:read_member",
    ) -> None:
        """`reader` is the function in the child that reads one member, as module:name."""
        self.limits = limits or Limits()
        self._order = {
            "vocabulary": write(tuple(vocabulary.names if isinstance(vocabulary, Vocabulary) else vocabulary)),
            "reader": reader,
            "seconds": self.limits.processor,
            "memory": self.limits.memory,
        }
        self._child: subprocess.Popen | None = None
        self._channel: Channel | None = None
        #: Whether the child stands behind the system-call filter too; known once it has started.
        self.filtered = False
        #: How many children were started.
        self.children = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End the child and whatever it started."""
        if self._child is None:
            return
        try:
            os.killpg(self._child.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            self._child.kill()
        self._child.wait()
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe:
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()
        self._child = self._channel = None

    def propose(self, item: Item, hint: Mapping[str, str] | None = None) -> list[Proposal]:
        """What each page in an item was read as. Raises Quarantined where none could be read."""
        answers = list(self.read(item, hint))
        read_as = [answer.proposal for answer in answers if answer.proposal is not None]
        if not read_as:
            raise Quarantined(next((answer.error for answer in answers if answer.error), "there is nothing in it"))
        return read_as

    def read(self, item: Item, hint: Mapping[str, str] | None = None) -> Iterator[Answer]:
        """An answer for each page in an item, in order, as soon as it is there; never raises for what the item does.

        An error about the item as a whole is an answer with the item itself, after those for the pages before it.
        """
        if len(item.data) > LARGEST:
            yield Answer(item, None, f"larger than {LARGEST // 1_000_000} MB; cut it into pieces")
            return
        done, deaths, until = 0, 0, time.monotonic() + _WHOLE * self.limits.seconds
        while True:
            at: Item | None = None
            finished = False
            try:
                for message, data in self._messages(item, hint, done, until):
                    if message.get("end"):
                        finished = True
                        if message["error"]:
                            yield Answer(item, None, str(message["error"]))
                    elif "member" in message:
                        at = self._member(item, message["member"], data)
                    elif at is not None:
                        done, page, at = done + 1, at, None
                        yield self._answer(page, message)
            except _Died as death:
                finished = True
                yield Answer(at or item, None, str(death))
                if at is not None and at is not item and at.data is not item.data:
                    done, deaths, finished = done + 1, deaths + 1, deaths + 1 >= _MOST_DEATHS
            finally:
                if not finished and at is not None:
                    self.close()  # whoever asked went away in the middle of an item
            if finished:
                return

    def _messages(
        self, item: Item, hint: Mapping[str, str] | None, skip: int, until: float
    ) -> Iterator[tuple[dict[str, Any], bytes]]:
        """The child's messages about an item up to its last. Raises _Died; then there is no child any more."""
        ended = False
        try:
            channel = self._ready()
            # A record of redirects among the headers is no text, and nothing that reading needs.
            plain = {key: value for key, value in (item.headers or {}).items() if isinstance(value, str)}
            head = {"item": write(replace(item, headers=plain)), "hint": dict(hint) if hint else None, "skip": skip}
            channel.send(head, item.data, self._deadline(until))
            while not ended:
                message, data = channel.receive(self._deadline(until))
                ended = bool(message.get("end"))
                yield message, data
            if message.get("tired"):
                self.close()
        except TooLate as error:
            whole = time.monotonic() > until
            seconds = self.limits.seconds * (_WHOLE if whole else 1)
            raise _Died(f"reading it took longer than {seconds:.0f} seconds") from error
        except Ended as error:
            raise _Died(self._why()) from error
        except (BrokenFrame, NotUnderstood, KeyError) as error:
            raise _Died("its reader gave an answer that can't be understood") from error
        finally:
            if not ended:
                self.close()

    def _deadline(self, until: float) -> float:
        return min(time.monotonic() + self.limits.seconds, until)

    def _ready(self) -> Channel:
        """The channel to a child that waits for items; starts one if there is none."""
        if self._child is not None and self._child.poll() is not None:
            self.close()
        if self._channel is None:
            self._child = subprocess.Popen(  # noqa: S603  our own interpreter, our own module
                [sys.executable, "-m", "editorial.intake.cell_reader", str(os.getpid())],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd="/",
                env=_environment(),
                start_new_session=True,
                bufsize=0,
            )
            assert self._child.stdin is not None and self._child.stdout is not None  # noqa: S101
            channel = Channel(self._child.stdin.fileno(), self._child.stdout.fileno())
            self.children += 1
            try:
                channel.send(self._order, b"", time.monotonic() + _START)
                self.filtered = bool(channel.receive(time.monotonic() + _START)[0].get("filtered"))
            except (Ended, TooLate, BrokenFrame) as error:
                self.close()
                raise RuntimeError("The process that reads pages does not start; is the installation whole?") from error
            self._channel = channel
        return self._channel

    def _member(self, item: Item, told: object, data: bytes) -> Item:
        return item if told is None else replace(read(Item, told), data=data)

    def _answer(self, page: Item, message: dict[str, Any]) -> Answer:
        if "proposal" in message:
            return Answer(page, read(Proposal, message["proposal"]))
        return Answer(page, None, str(message["error"]))

    def _why(self) -> str:
        """Why the child is gone, in a sentence."""
        if self._child is None:
            return "its reader is gone"
        try:
            code = self._child.wait(1.0)
        except subprocess.TimeoutExpired:
            return "its reader broke off"
        if code >= 0:
            return f"its reader ended with status {code}"
        name = signal.Signals(-code).name if -code in set(signal.Signals) else f"signal {-code}"
        return _DEATHS.get(-code, f"its parser crashed ({name})")


def _environment() -> dict[str, str]:
    """What the child needs of the environment; settings and secrets stay here."""
    return {
        "PATH": os.defpath,
        "HOME": "/nonexistent",
        "LANG": "C.UTF-8",
        "PYTHONUTF8": "1",
        "PYTHONPATH": str(_ROOT),
        "PYTHONSAFEPATH": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
        "MALLOC_ARENA_MAX": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
    }
