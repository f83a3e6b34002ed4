"""Group small writes: calls that arrive during a commit are committed together next."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

__all__ = ["Grouped"]

Asked = TypeVar("Asked")
Made = TypeVar("Made")


class _Place(Generic[Asked, Made]):
    """One caller's place in the queue."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.made: Made | Exception | None = None
        self.done = False


class Grouped(Generic[Asked, Made]):
    """Calls `work` with all waiting requests, in order.

    `work` returns a result or an error for each of them. An error that `work` raises itself goes to
    all of them.
    """

    def __init__(self, work: Callable[[Sequence[Asked]], Sequence[Made | Exception]]) -> None:
        self._work = work
        self._turn = threading.Lock()
        self._door = threading.Lock()
        self._waiting: list[_Place[Asked, Made]] = []

    def __call__(self, asked: Asked) -> Made:
        """Block until the request is done, by this thread or another."""
        place: _Place[Asked, Made] = _Place(asked)
        with self._door:
            self._waiting.append(place)
        with self._turn:
            if not place.done:
                with self._door:
                    places, self._waiting = self._waiting, []
                self._do(places)
        if isinstance(place.made, Exception):
            raise place.made
        return place.made  # type: ignore[return-value]

    def _do(self, places: Sequence[_Place[Asked, Made]]) -> None:
        try:
            answers = self._work([place.asked for place in places])
        except Exception as error:
            answers = [error] * len(places)
        for place, made in zip(places, answers, strict=True):
            place.made, place.done = made, True
