"""Share jobs between workers, so that none is idle while another has jobs waiting.

Each worker increments its own counter in the database. Another worker that sees the counter grow
knows that it lives; clocks are not compared.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping

import sqlalchemy as sa

from summarizer.service.database import reading, writing
from summarizer.service.tables import workers

__all__ = ["BEAT_SECONDS", "Load", "Presence", "fair_share", "surplus"]

BEAT_SECONDS = 5.0
# A worker without a heartbeat for this long is not counted; its jobs stay its own.
LOST_SECONDS = 3 * BEAT_SECONDS


def fair_share(runnable: int, places: Mapping[str, int]) -> int:
    """Return how many runnable jobs each living worker may have at once.

    `places` is the capacity of each. A single worker takes as many as it can hold.
    """
    least = min(places.values())
    if len(places) == 1:
        return least
    return max(1, min(least, -(-runnable // len(places))))


def surplus(held: int, runnable: int, places: Mapping[str, int]) -> int:
    """Return the number of jobs that a worker should hand over.

    It keeps at least as many as the others then have, or jobs would go back and forth.
    """
    living = len(places)
    return max(0, (held * living - runnable) // living) if living > 1 else 0


class Presence:
    """A worker's own row, and its view of the others. Not thread-safe."""

    def __init__(self, engine: sa.Engine, name: str, places: int) -> None:
        self._engine = engine
        self._name = name
        self._places = places
        self._next_beat = 0.0
        # Counters of the others, and the time of their last change.
        self._seen: dict[str, tuple[int, float]] = {}

    def living(self) -> dict[str, int]:
        """Return the capacity of each living worker, this one included, and send a heartbeat when
        due.
        """
        now = time.monotonic()
        if now >= self._next_beat:
            self._next_beat = now + BEAT_SECONDS
            self._beat()
        with reading(self._engine) as connection:
            rows = connection.execute(sa.select(workers)).all()
        for row in rows:
            if self._seen.get(row.id, (-1, now))[0] != row.beats:
                self._seen[row.id] = row.beats, now
        others = {row.id: row.places for row in rows if not self._is_lost(row.id, now)}
        return {**others, self._name: self._places}

    def leave(self) -> None:
        """Remove this worker's row."""
        with writing(self._engine) as connection:
            connection.execute(workers.delete().where(workers.c.id == self._name))

    def _is_lost(self, name: str, now: float) -> bool:
        return now - self._seen[name][1] > LOST_SECONDS

    def _beat(self) -> None:
        now = time.monotonic()
        lost = [name for name in self._seen if name != self._name and self._is_lost(name, now)]
        with writing(self._engine) as connection:
            mine = workers.c.id == self._name
            more = {"beats": workers.c.beats + 1, "places": self._places}
            if not connection.execute(workers.update().where(mine).values(**more)).rowcount:
                row = {"id": self._name, "beats": 1, "places": self._places}
                connection.execute(workers.insert().values(**row))
            for name in lost:
                # One that has come back meanwhile counts again.
                beats, _ = self._seen.pop(name)
                old = sa.and_(workers.c.id == name, workers.c.beats == beats)
                connection.execute(workers.delete().where(old))


class Load:
    """The jobs of this worker, by workflow name.

    A job that has begun stays; a waiting job can be handed to another worker.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: dict[str, None] = {}
        self._begun: set[str] = set()

    def __contains__(self, name: str) -> bool:
        with self._lock:
            return name in self._waiting or name in self._begun

    def __len__(self) -> int:
        with self._lock:
            return len(self._waiting) + len(self._begun)

    def take(self, name: str) -> None:
        """Add a waiting job."""
        with self._lock:
            self._waiting[name] = None

    def begin(self, name: str) -> bool:
        """Mark a job as begun. Returns False when it was handed over."""
        with self._lock:
            if name in self._waiting:
                del self._waiting[name]
                self._begun.add(name)
            return name in self._begun

    def give(self, count: int) -> list[str]:
        """Hand over up to that many waiting jobs, the latest first; they will not begin here."""
        with self._lock:
            given = list(reversed(self._waiting))[: max(0, count)]
            for name in given:
                del self._waiting[name]
            return given

    def drop(self, name: str) -> None:
        """Remove an ended job."""
        with self._lock:
            self._waiting.pop(name, None)
            self._begun.discard(name)
