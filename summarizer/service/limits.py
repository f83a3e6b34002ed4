"""Limits on requests: requests per minute for a key, wrong keys per address."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict

__all__ = ["RateLimit"]

WRONG_GUESSES = 20
_REMEMBERED = 10_000


class RateLimit:
    """Token buckets in memory; each process counts its own requests."""

    def __init__(self, per_minute: int) -> None:
        self._per_minute = per_minute
        self._lock = threading.Lock()
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, owner: str) -> int:
        """Return 0 when the owner may proceed, else the seconds to wait."""
        return self._take(f"owner {owner}", self._per_minute, 1)

    def headers(self, owner: str) -> dict[str, str]:
        """Return the headers with the owner's remaining requests and the seconds until the limit
        resets.
        """
        with self._lock:
            level, _ = self._buckets.get(f"owner {owner}", (float(self._per_minute), 0.0))
        full = int((self._per_minute - level) * 60 / self._per_minute) + 1
        return {
            "RateLimit-Policy": f'"requests";q={self._per_minute};w=60',
            "RateLimit": f'"requests";r={max(0, int(level))};t={full}',
        }

    def guesses_wait(self, address: str) -> int:
        """Return the seconds to wait after too many wrong keys from an address, else 0."""
        return self._take(f"guess {address}", WRONG_GUESSES, 0)

    def note_wrong_guess(self, address: str) -> None:
        """Count a wrong key from an address."""
        self._take(f"guess {address}", WRONG_GUESSES, 1)

    def _take(self, name: str, per_minute: int, cost: int) -> int:
        now = time.monotonic()
        with self._lock:
            level, at = self._buckets.pop(name, (float(per_minute), now))
            level = min(per_minute, level + (now - at) * per_minute / 60)
            wait = 0 if level >= 1 else int((1 - level) * 60 / per_minute) + 1
            self._buckets[name] = (level - (cost if not wait else 0), now)
            while len(self._buckets) > _REMEMBERED:
                self._buckets.popitem(last=False)
        return wait
