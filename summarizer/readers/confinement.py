"""Limit a process that reads untrusted files: memory, processor time, no network, no programs.

The limits stop a faulty or misled parser; they are no sandbox against arbitrary code. Limits that
the system lacks (Windows) are omitted.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from importlib.util import find_spec

from summarizer.readers import sniffing

if sys.platform != "win32":
    import resource

__all__ = [
    "MEMORY_BYTES",
    "confine",
    "end_with_parent",
    "guarded",
    "is_confined",
    "limit_time",
    "seconds_for",
]

MEMORY_BYTES = 2 << 30
# Seconds of processor time per file: a base, and an amount for each million bytes.
_USUAL = (20, 10)
_SECONDS: dict[str, tuple[int, int]] = {sniffing.PDF: (60, 20)}
# The same for files whose pages need OCR.
_RECOGNISING = (600, 20)
_LONGEST = 900
# Formats that are converted by another program.
_BY_PROGRAMS = frozenset(
    {sniffing.DOC, sniffing.WORKS, sniffing.RTF, sniffing.ODT, sniffing.FLAT_XML}
    | {sniffing.XLSB, sniffing.EXCEL_XML}
)
_CONVERTING = (120, 10)

# Audit events that Python raises before a connection is made.
_NETWORK = frozenset(
    {"socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo"}
    | {"socket.gethostbyname", "socket.gethostbyaddr", "urllib.Request"}
)
_PROGRAMS = frozenset(
    {"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.startfile"}
)


@dataclass(slots=True)
class _State:
    """State of this process. `refused` holds the audit events that raise PermissionError now."""

    confined: bool = False
    refused: frozenset[str] = frozenset()


_here = _State()


def is_confined() -> bool:
    """Return whether this process has limits, so that files may be read in it."""
    return _here.confined


def seconds_for(media: str, size: int) -> int:
    """Return the seconds of processor time that reading a file may take.

    >>> seconds_for("text/html", 3_000_000)
    50
    """
    base, more = _SECONDS.get(media, _CONVERTING if media in _BY_PROGRAMS else _USUAL)
    if media == sniffing.PDF and find_spec("rapidocr"):
        base, more = _RECOGNISING
    return min(_LONGEST, base + more * size // 1_000_000)


def confine(memory: int = MEMORY_BYTES) -> None:
    """Limit this process permanently; further calls do nothing."""
    if not _here.confined:
        _here.confined = True
        _limit_memory(memory)
        sys.addaudithook(_refuse)


def limit_time(seconds: int) -> None:
    """Let the system end this process after `seconds` more of processor time."""
    if sys.platform != "win32":
        used = resource.getrusage(resource.RUSAGE_SELF)
        _limit(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + seconds + 1)


@contextmanager
def guarded(media: str) -> Iterator[None]:
    """Block network access while a file is read, and also subprocesses unless the format needs
    one.
    """
    before = _here.refused
    programs = media in _BY_PROGRAMS
    _here.refused = _NETWORK if programs else _NETWORK | _PROGRAMS
    try:
        with _memory_for_programs() if programs else nullcontext():
            yield
    finally:
        _here.refused = before


def end_with_parent(
    parent: int | None = None, meanwhile: Callable[[], None] = lambda: None
) -> None:
    """End this process when its parent is gone: a killed parent cannot end its children.

    `parent` is the parent's process id, in case the parent ends before this process asks for it;
    `meanwhile` is called each second.
    """

    def watch(parent: int) -> None:
        while os.getppid() == parent:
            time.sleep(1)
            meanwhile()
        os._exit(1)

    if sys.platform != "win32":
        threading.Thread(target=watch, args=(parent or os.getppid(),), daemon=True).start()


def _refuse(event: str, _arguments: tuple[object, ...]) -> None:
    if event in _here.refused:
        raise PermissionError(f"{event} is not allowed while a file is read")


def _limit_memory(memory: int) -> None:
    if sys.platform != "win32":
        _limit(resource.RLIMIT_AS, memory)
        _limit(resource.RLIMIT_CORE, 0)


@contextmanager
def _memory_for_programs() -> Iterator[None]:
    """Lift the limit on address space for a subprocess: an office suite reserves much and uses
    little.
    """
    if sys.platform == "win32":
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    _limit(resource.RLIMIT_AS, hard)
    try:
        yield
    finally:
        _limit(resource.RLIMIT_AS, soft)


if sys.platform != "win32":

    def _limit(kind: int, amount: int) -> None:
        """Set the soft limit only, so that a converter can set its own."""
        _, hard = resource.getrlimit(kind)
        if hard != resource.RLIM_INFINITY and (amount == resource.RLIM_INFINITY or amount > hard):
            amount = hard
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (amount, hard))
