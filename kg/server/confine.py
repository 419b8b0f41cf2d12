"""Start a program that can answer but not call.

    python -I -S confine.py PARENT MEMORY HELD PROGRAM ARGUMENT …

The engine could be made to fetch (SERVICE), to eat memory (ORDER BY over a cross product) or to
outlive a server that was killed. Each of these is taken from the process before the engine's first
instruction, so that nothing depends on having understood a query:

    calling     a seccomp filter refuses connect() and its like; Oxigraph knows no other way out
    memory      RLIMIT_DATA ends it, and it is the first that the kernel ends when memory is short
    outliving   PR_SET_PDEATHSIG kills it when the server's process dies, of whatever
    deletion    a shared lock on HELD, the store's directory, keeps builds from clearing it away

Run as a script in place of itself, it stands in no import path and imports nothing of ours. What
a system does not have (Linux has all) is left out; `can_confine` says whether calling is barred.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import resource
import signal
import struct
import sys

_PR_SET_PDEATHSIG, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 1, 22, 38
_SECCOMP_MODE_FILTER = 2
# Of linux/audit.h and the tables of system calls: connect, sendmsg, sendmmsg, io_uring_setup are
# refused, sendto where it names an address (what is sent on a connection that came in does not).
_MACHINES = {
    "x86_64": (0xC000003E, (42, 46, 307, 425), 44),
    "aarch64": (0xC00000B7, (203, 211, 269, 425), 206),
}
# Of linux/bpf_common.h, linux/seccomp.h: load a word, jump if equal, jump if at least, return.
_LOAD, _IF_EQUAL, _IF_AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | 13  # EACCES
_NUMBER, _ARCHITECTURE, _ADDRESS = 0, 4, 16 + 8 * 4  # offsets in struct seccomp_data
_X32 = 0x40000000  # x86_64's second table of calls begins here


def can_confine() -> bool:
    """Whether this machine can bar a process from calling out."""
    if sys.platform != "linux" or os.uname().machine not in _MACHINES:
        return False
    with open("/proc/self/status") as status:  # noqa: PTH123
        return any(line.startswith("Seccomp:") for line in status)


def main() -> None:
    """Confine this process, then become the program."""
    parent, memory, held, program = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4:]
    if sys.platform == "linux":
        _end_with(parent)
        _limit_memory(memory)
    lock = os.open(held, os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_SH)
    os.set_inheritable(lock, True)  # held for as long as the program lives
    if can_confine():
        _bar_calls()
    os.execv(program[0], program)


def _end_with(parent: int) -> None:
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before we asked
        sys.exit(1)


def _limit_memory(memory: int) -> None:
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with open("/proc/self/oom_score_adj", "w") as file:  # noqa: PTH123  # pathlib is slow to load
        file.write("1000")


def _bar_calls() -> None:
    """Install the filter; the steps are numbered from 0, and jumps count from the step after."""
    architecture, refused, sendto = _MACHINES[os.uname().machine]
    allow, refuse = 7 + len(refused), 8 + len(refused)
    steps = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_IF_EQUAL, 0, refuse - 2, architecture),
        (_LOAD, 0, 0, _NUMBER),
        (_IF_AT_LEAST, refuse - 4, 0, _X32),
        *((_IF_EQUAL, refuse - 5 - n, 0, call) for n, call in enumerate(refused)),
        (_IF_EQUAL, 0, 2, sendto),
        (_LOAD, 0, 0, _ADDRESS),
        (_IF_EQUAL, 0, 1, 0),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    ]
    assert steps[allow][3] == _ALLOW
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
    program = ctypes.create_string_buffer(struct.pack("HP", len(steps), ctypes.addressof(code)))
    _prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    _prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, program)


def _prctl(*arguments: object) -> None:
    if ctypes.CDLL(None, use_errno=True).prctl(*arguments) != 0:
        raise OSError(ctypes.get_errno(), "prctl")


if __name__ == "__main__":
    main()
