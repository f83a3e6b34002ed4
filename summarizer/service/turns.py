"""Whose turn it is to ask the model: the owners in rotation, of each the job that came first.

Were all chunks to wait in one line, those of fifty jobs would be read side by side: the first
report would be done when the last is, and a key with one report would wait for a key with fifty.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from heapq import heappop, heappush
from itertools import count

__all__ = ["Turns"]

_Waiting = tuple[int, int, asyncio.Future[None]]


class Turns:
    """So many at once. Belongs to one event loop."""

    def __init__(self, places: int) -> None:
        self._free = places
        self._arrival = count()
        # Per owner those that wait, by the number of their job; who had a turn goes to the end.
        self._lines: OrderedDict[str, list[_Waiting]] = OrderedDict()

    @asynccontextmanager
    async def turn(self, owner: str, number: int) -> AsyncIterator[None]:
        """One turn for a job of an owner; a lower number comes first."""
        await self._enter(owner, number)
        try:
            yield
        finally:
            self._free += 1
            self._let_in()

    async def _enter(self, owner: str, number: int) -> None:
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heappush(self._lines.setdefault(owner, []), (number, next(self._arrival), turn))
        self._let_in()
        try:
            await turn
        except asyncio.CancelledError:
            # A turn that was given and not taken goes to the next one.
            if turn.done() and not turn.cancelled():
                self._free += 1
                self._let_in()
            raise

    def _let_in(self) -> None:
        while self._free and self._lines:
            owner, line = self._lines.popitem(last=False)
            _, _, turn = heappop(line)
            if line:
                self._lines[owner] = line
            if not turn.done():
                self._free -= 1
                turn.set_result(None)
