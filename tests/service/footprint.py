"""What a process and its children hold at a moment, read from /proc."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Footprint", "footprint"]

PROC = Path("/proc")
TICKS = os.sysconf("SC_CLK_TCK")
MB = 1 << 20


@dataclass(frozen=True)
class Footprint:
    """Megabytes in memory, and counts over all of the processes; `cpu` is seconds used so far.
    `databases` are the descriptors of SQLite files, `descriptors` all others."""

    server: float
    children: float
    processes: int
    descriptors: int
    databases: int
    threads: int
    cpu: float


def footprint(leader: int) -> Footprint:
    """Of a process that leads a group of its own, and of all others in that group."""
    stats = {pid: stat for pid, stat in _stats() if int(stat[2]) == leader}
    memory = {pid: _resident(pid) for pid in stats}
    opened = [name for pid in stats for name in _opened(pid)]
    databases = sum(".sqlite3" in name for name in opened)
    return Footprint(
        server=memory[leader] / MB,
        children=sum(size for pid, size in memory.items() if pid != leader) / MB,
        processes=len(stats),
        descriptors=len(opened) - databases,
        databases=databases,
        threads=sum(int(stat[17]) for stat in stats.values()),
        cpu=sum(int(stat[11]) + int(stat[12]) for stat in stats.values()) / TICKS,
    )


def _stats() -> Iterator[tuple[int, list[str]]]:
    """Of every process the fields of its `stat` behind the name, which may hold blanks."""
    for entry in PROC.iterdir():
        if entry.name.isdigit():
            try:
                yield int(entry.name), (entry / "stat").read_text().rpartition(")")[2].split()
            except (FileNotFoundError, ProcessLookupError):
                continue


def _opened(pid: int) -> Iterator[str]:
    """What a process has open, by name."""
    for entry in (PROC / str(pid) / "fd").iterdir():
        try:
            yield str(entry.readlink())
        except FileNotFoundError:
            continue


def _resident(pid: int) -> int:
    pages = int((PROC / str(pid) / "statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")
