"""Fair turns at the model: owners in rotation, each owner's oldest job first.

With a single queue, fifty jobs would be read side by side: the first report would finish with the
last one, and a key with one report would wait for a key with fifty.
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
    """A limited number of turns at once. Belongs to one event loop."""

    def __init__(self, places: int) -> None:
        self._free = places
        self._arrival = count()
        # Waiting callers per owner, by job number; an owner moves to the end after its turn.
        self._lines: OrderedDict[str, list[_Waiting]] = OrderedDict()

    @asynccontextmanager
    async def turn(self, owner: str, number: int) -> AsyncIterator[None]:
        """Wait for a turn for an owner's job; lower numbers come first."""
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
            # A turn that was granted but not used goes to the next caller.
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
