"""Does time grow in proportion to length? What the processor spends on this process is counted, so
a busy machine changes little."""

from __future__ import annotations

import resource
from collections.abc import Callable
from typing import Any

__all__ = ["LINEAR", "growth", "repeated"]

# Room for what a cache or a table costs; quadratic work would be 8.
LINEAR = 2.5
TIMES = 8


def repeated(part: str, size: int) -> str:
    """A text of so many characters, all of them the same part."""
    return (part * (size // len(part) + 1))[:size]


def growth(work: Callable[[int], Any], size: int) -> float:
    """The time for eight times `size`, by eight times that for `size`: 1 is linear, 8 quadratic.
    The least of three runs counts."""
    work(size // 10)
    return _seconds(work, TIMES * size) / max(_seconds(work, size) * TIMES, 1e-3)


def _seconds(work: Callable[[int], Any], size: int) -> float:
    def spent() -> float:
        before = resource.getrusage(resource.RUSAGE_SELF)
        work(size)
        after = resource.getrusage(resource.RUSAGE_SELF)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    return min(spent() for _ in range(3))
