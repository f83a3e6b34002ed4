"""Memory: when Python looks for garbage, and when there is none to be found."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager, suppress

__all__ = ["GIVE_BACK_SECONDS", "give_back", "nothing_to_collect", "set_aside"]

GIVE_BACK_SECONDS = 15.0


@contextmanager
def nothing_to_collect() -> Iterator[None]:
    """The cycle collector rests while much is made that lives on: libraries being imported, the
    items of a long report. It would walk over all of it again and again, a fifth of the time of
    a run. Whoever finds it resting leaves it so; threads may overlap.
    """
    working = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if working:
            _all_is_old()
            gc.enable()


def set_aside() -> None:
    """For a process that goes on for long: what is there now, the libraries above all, stays for
    good. What is made and thrown away later is then all that the collector walks over, often.
    Without this it is added to the old, which is seldom looked at, whenever the collector rested.
    """
    gc.collect()
    gc.freeze()


def give_back() -> None:
    """Return to the system what is free: glibc keeps what its busiest moment needed, for every
    thread. Elsewhere this does nothing."""
    import ctypes  # seldom needed: a command is done before it

    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


def _all_is_old() -> None:
    """What was made meanwhile goes to the oldest generation without being walked over; all that
    somebody has set aside for good stays there."""
    if not gc.get_freeze_count():
        gc.freeze()
        gc.unfreeze()
