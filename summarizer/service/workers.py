"""Several workers share what there is to do, so that none idles while another has jobs waiting.

Each worker counts its own beats in a row of the database. Who sees another's count grow knows that
it lives; no clock is compared with another's.
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
# A worker that was quiet for so long is counted no more; its jobs stay its own.
LOST_SECONDS = 3 * BEAT_SECONDS


def fair_share(runnable: int, places: Mapping[str, int]) -> int:
    """How many jobs each living worker may have at once, of those that can run now; `places` is
    how many each could hold. One that is alone takes what it can hold."""
    least = min(places.values())
    if len(places) == 1:
        return least
    return max(1, min(least, -(-runnable // len(places))))


def surplus(held: int, runnable: int, places: Mapping[str, int]) -> int:
    """How many of the jobs that a worker holds others had better have. It keeps no fewer than they
    then have, or jobs would go back and forth."""
    living = len(places)
    return max(0, (held * living - runnable) // living) if living > 1 else 0


class Presence:
    """A worker's own row, and the others as they are seen from here. For one thread."""

    def __init__(self, engine: sa.Engine, name: str, places: int) -> None:
        self._engine = engine
        self._name = name
        self._places = places
        self._next_beat = 0.0
        # Beats of the others, and when the number was seen to change.
        self._seen: dict[str, tuple[int, float]] = {}

    def living(self) -> dict[str, int]:
        """The places of each worker that lives, this one among them; it beats when it is time."""
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
        """This worker takes no more."""
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
            if lost:
                connection.execute(workers.delete().where(workers.c.id.in_(lost)))


class Load:
    """The jobs in this worker's hands, by the names of their work. What has begun to cost money or
    time stays; what only waits can be given to another worker."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: dict[str, None] = {}
        self._begun: set[str] = set()

    def __contains__(self, name: str) -> bool:
        with self._lock:
            return name in self._waiting or name in self._begun

    def names(self) -> list[str]:
        """What is here, waiting or begun."""
        with self._lock:
            return [*self._waiting, *self._begun]

    def __len__(self) -> int:
        with self._lock:
            return len(self._waiting) + len(self._begun)

    def take(self, name: str) -> None:
        """The work is here, and waits."""
        with self._lock:
            self._waiting[name] = None

    def begin(self, name: str) -> bool:
        """May it begin? Not when it was given away."""
        with self._lock:
            if name in self._waiting:
                del self._waiting[name]
                self._begun.add(name)
            return name in self._begun

    def give(self, count: int) -> list[str]:
        """Up to so many that wait, the latest first; they will not begin here."""
        with self._lock:
            given = list(reversed(self._waiting))[: max(0, count)]
            for name in given:
                del self._waiting[name]
            return given

    def drop(self, name: str) -> None:
        """The work has ended."""
        with self._lock:
            self._waiting.pop(name, None)
            self._begun.discard(name)
