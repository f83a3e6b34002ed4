"""Settings of the process's memory, made at the doors: a command, a service, a reading child."""

from __future__ import annotations

import gc
from contextlib import suppress

__all__ = ["TRIM_SECONDS", "collect_seldom", "freeze_startup_heap", "trim_heap"]

TRIM_SECONDS = 15.0

# Allocations before the cycle collector runs, by generation. With Python's own values it walks
# over the items of a long report again and again: 15 % of the time for 60,000 cells.
_SELDOM = (200_000, 20, 100)


def collect_seldom() -> None:
    """Let the cycle collector run seldom, in a process that ends with its documents."""
    gc.set_threshold(*_SELDOM)


def freeze_startup_heap() -> None:
    """Exempt all present objects from collection, in a process that runs on: libraries stay."""
    gc.collect()
    gc.freeze()


def trim_heap() -> None:
    """Return free heap to the system (glibc's `malloc_trim`); elsewhere do nothing."""
    import ctypes  # seldom needed: a command is done before it

    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
