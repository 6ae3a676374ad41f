"""What the child that reads foreign bytes may not do, laid upon itself before it reads the first of them.

Limits of memory, files and processor time come from the system's resource limits. On Linux a system-call filter
(seccomp) besides ends the child when it tries to start a process or to reach a network, and refuses every writing to
the file system: the limit of processes does not bind root. Where there is no such filter the limits remain, and the
parent ends the whole process group.
"""

import ctypes
import errno
import os
import platform
import resource
import signal
from pathlib import Path

_PR_SET_PDEATHSIG, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 1, 22, 38
_SECCOMP_MODE_FILTER = 2
_KILL, _ALLOW, _REFUSE = 0x80000000, 0x7FFF0000, 0x00050000 | errno.EPERM
#: Classic BPF: load a word, jump if equal / not below / any bit set, return.
_LOAD, _EQUAL, _NOT_BELOW, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
#: The 32-bit calls of x86-64 have this bit; nothing here makes them.
_X32 = 0x40000000
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

#: Numbers of system calls by machine: (audit name, calls that end the child, calls refused, opens as {call: argument}).
#: Ending: clone, fork, vfork, clone3, execve, execveat, socket, socketpair, connect, bind, ptrace, kill, unshare,
#: setns, mount, bpf, process_vm_readv, process_vm_writev, io_uring_setup, memfd_create. Refused: rename, mkdir, rmdir,
#: creat, link, unlink, symlink, chmod, chown, truncate, mknod with their kin, openat2.
_CALLS = {
    "x86_64": (
        0xC000003E,
        (56, 57, 58, 435, 59, 322, 41, 53, 42, 49, 101, 62, 272, 308, 165, 321, 310, 311, 425, 319),
        (82, 264, 316, 83, 258, 84, 85, 86, 265, 87, 263, 88, 266, 90, 91, 268, 92, 93, 94, 260, 76, 77, 133, 259, 437),
        {2: 1, 257: 2},
    ),
    "aarch64": (
        0xC00000B7,
        (220, 435, 221, 281, 198, 199, 203, 200, 117, 129, 97, 268, 40, 280, 270, 271, 425, 279),
        (38, 276, 34, 37, 35, 36, 52, 53, 54, 55, 45, 46, 33, 437),
        {56: 2},
    ),
}


class _Step(ctypes.Structure):
    _fields_ = (("code", ctypes.c_ushort), ("yes", ctypes.c_ubyte), ("no", ctypes.c_ubyte), ("k", ctypes.c_uint32))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.POINTER(_Step)))


def die_with(parent: int) -> None:
    """Ask the system to end this process when its parent ends; end it at once where the parent already has."""
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def confine(memory: int) -> bool:
    """Limit this process from here on: `memory` bytes more than it has now, no file writing, no process, no network.

    Returns whether the system-call filter stands too. There is no way back.
    """
    size, data = _memory()
    for which, most in (
        (resource.RLIMIT_AS, size + memory),
        (resource.RLIMIT_DATA, data + memory),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
    ):
        resource.setrlimit(which, (most, most))
    return _filter_calls()


def allow_processor(seconds: float) -> None:
    """Let this process use `seconds` more of processor time before the system ends it with SIGXCPU."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = int(used.ru_utime + used.ru_stime + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (most, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def grown() -> int:
    """Bytes of address space that this process has now."""
    return _memory()[0]


def _memory() -> tuple[int, int]:
    """Bytes of address space and of data of this process; where the system does not say, its peak resident size."""
    try:
        fields = Path("/proc/self/statm").read_text(encoding="ascii").split()
    except OSError:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        return peak, peak
    page = resource.getpagesize()
    return int(fields[0]) * page, int(fields[5]) * page


def _filter_calls() -> bool:
    known = _CALLS.get(platform.machine()) if platform.system() == "Linux" else None
    if known is None:
        return False
    machine, ending, refused, opens = known
    steps = [(_LOAD, 0, 0, 4), (_EQUAL, 1, 0, machine), (_RETURN, 0, 0, _KILL), (_LOAD, 0, 0, 0)]
    steps += [(_NOT_BELOW, 0, 1, _X32), (_RETURN, 0, 0, _KILL)]
    for answer, calls in ((_KILL, ending), (_REFUSE, refused)):
        for call in calls:
            steps += [(_EQUAL, 0, 1, call), (_RETURN, 0, 0, answer)]
    for call, argument in opens.items():
        steps += [
            (_EQUAL, 0, 4, call),
            (_LOAD, 0, 0, 16 + 8 * argument),
            (_ANY_BIT, 0, 1, _WRITING),
            (_RETURN, 0, 0, _REFUSE),
            (_RETURN, 0, 0, _ALLOW),
        ]
    steps.append((_RETURN, 0, 0, _ALLOW))
    program = _Program(len(steps), (_Step * len(steps))(*(_Step(*step) for step in steps)))
    if _prctl(_PR_SET_NO_NEW_PRIVS, 1) != 0:
        return False
    return _prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(program)) == 0


def _prctl(option: int, *arguments: object) -> int:
    """The system's `prctl`; -1 where there is none."""
    call = getattr(ctypes.CDLL(None), "prctl", None)
    if call is None:
        return -1
    plain = [ctypes.c_ulong(one) if isinstance(one, int) else one for one in arguments]
    return call(ctypes.c_int(option), *plain, *[ctypes.c_ulong(0)] * (4 - len(plain)))
