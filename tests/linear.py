"""Does time grow in proportion to length? What the processor spends on this process is counted, so
a busy machine changes little."""

from __future__ import annotations

import resource
from collections.abc import Callable
from statistics import median
from typing import Any

__all__ = ["LINEAR", "growth", "repeated", "too_steep"]

# Room for what a cache or a table costs; quadratic work would be 8.
LINEAR = 2.5
TIMES = 8
# Below so many seconds of the processor for the longer text nothing is held to grow.
FLOOR = 0.25
# Four times the text may take so many times four times as long.
TWICE = 2.0


def repeated(part: str, size: int) -> str:
    """A text of so many characters, all of them the same part."""
    return (part * (size // len(part) + 1))[:size]


def growth(work: Callable[[int], Any], size: int) -> float:
    """The time for eight times `size`, by eight times that for `size`: 1 is linear, 8 quadratic.
    The least of three runs counts."""
    work(size // 10)
    return _seconds(work, TIMES * size) / max(_seconds(work, size) * TIMES, 1e-3)


def too_steep(work: Callable[[int], Any], size: int = 1_000) -> bool:
    """Does four times `size` take more than twice four times as long? Asked again by medians
    before the answer is yes; work below the floor is not held to it."""
    return _steep(work, size, 1) and _steep(work, size, 3)


def _steep(work: Callable[[int], Any], size: int, runs: int) -> bool:
    long = median(_spent(work, 4 * size) for _ in range(runs))
    if long <= FLOOR:
        return False
    return long > TWICE * 4 * median(_spent(work, size) for _ in range(runs))


def _seconds(work: Callable[[int], Any], size: int) -> float:
    return min(_spent(work, size) for _ in range(3))


def _spent(work: Callable[[int], Any], size: int) -> float:
    before = resource.getrusage(resource.RUSAGE_SELF)
    work(size)
    after = resource.getrusage(resource.RUSAGE_SELF)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
