"""Limits on a process that reads files of unknown origin: memory, processor time, no network, no
programs. They hold a parser that errs or was led astray; they are no wall against code that runs.

Where the system has no such limits (Windows), those that it lacks are left out.
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
# Seconds of the processor for a file: so many, and so many more for each million bytes.
_USUAL = (20, 10)
_SECONDS: dict[str, tuple[int, int]] = {sniffing.PDF: (60, 20)}
# Pages are recognised one by one, seconds each.
_RECOGNISING = (600, 20)
_LONGEST = 900
# The formats that another program converts.
_BY_PROGRAMS = frozenset(
    {sniffing.DOC, sniffing.WORKS, sniffing.RTF, sniffing.ODT, sniffing.FLAT_XML}
    | {sniffing.XLSB, sniffing.EXCEL_XML}
)
_CONVERTING = (120, 10)

# What Python itself reports before it happens.
_NETWORK = frozenset(
    {"socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo"}
    | {"socket.gethostbyname", "socket.gethostbyaddr", "urllib.Request"}
)
_PROGRAMS = frozenset(
    {"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.startfile"}
)


@dataclass(slots=True)
class _State:
    """Of this process. `refused`: events that end in PermissionError at present."""

    confined: bool = False
    refused: frozenset[str] = frozenset()


_here = _State()


def is_confined() -> bool:
    """Is this a process with limits, in which files may be read?"""
    return _here.confined


def seconds_for(media: str, size: int) -> int:
    """Seconds of processor time that reading a file may take.

    >>> seconds_for("text/html", 3_000_000)
    50
    """
    base, more = _SECONDS.get(media, _CONVERTING if media in _BY_PROGRAMS else _USUAL)
    if media == sniffing.PDF and find_spec("rapidocr"):
        base, more = _RECOGNISING
    return min(_LONGEST, base + more * size // 1_000_000)


def confine(memory: int = MEMORY_BYTES) -> None:
    """Limit this process for good; once is enough."""
    if not _here.confined:
        _here.confined = True
        _limit_memory(memory)
        sys.addaudithook(_refuse)


def limit_time(seconds: int) -> None:
    """The system ends this process when it has used so much processor time from now on."""
    if sys.platform != "win32":
        used = resource.getrusage(resource.RUSAGE_SELF)
        _limit(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + seconds + 1)


@contextmanager
def guarded(media: str) -> Iterator[None]:
    """While a file is read here, nothing goes to the network, and no program is started but for
    formats that need one."""
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
    """End this process when its parent is gone: a killed one cannot end its children, and they
    hear nothing of it. `parent` is its id, in case it ends before this process asks for it;
    `meanwhile` is called each second."""

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
    """A program that is started inherits our limit on address space, of which an office suite
    takes much and uses little."""
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
        """The soft limit alone: a converter that is started may set its own."""
        _, hard = resource.getrlimit(kind)
        if hard != resource.RLIM_INFINITY and (amount == resource.RLIM_INFINITY or amount > hard):
            amount = hard
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (amount, hard))
