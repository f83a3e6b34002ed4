"""The load on one endpoint: concurrent calls, calls and tokens per minute, and pauses when it is
down. One limiter serves all chunks of all documents in the process."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from heapq import heappop, heappush
from itertools import count
from time import monotonic

from summarizer.engines.llm.faults import LlmFault

__all__ = ["Breaker", "Limiter"]

MINUTE = 60.0
# Seconds that a free slot waits for calls of the same moment, so that the longest goes first.
GATHERING = 0.01


class Limiter:
    """Concurrency that halves on a rate limit and grows by one after each full round of successful
    calls; optionally, limits of calls and tokens per minute. Waiting calls are served in the order
    of arrival minus their head start."""

    def __init__(
        self, concurrency: int, *, calls: int | None = None, tokens: int | None = None
    ) -> None:
        self.ceiling = concurrency
        self.allowed = float(concurrency)
        self.busy = 0
        self._calls_per_minute, self._tokens_per_minute = calls, tokens
        self._spent: deque[tuple[float, int]] = deque()
        self._waiting: list[tuple[float, int, asyncio.Future[None]]] = []
        self._numbers = count()
        self._gathering: asyncio.TimerHandle | None = None
        self._halved_at = -MINUTE

    @asynccontextmanager
    async def slot(self, tokens: int = 0, *, head_start: float = 0.0) -> AsyncIterator[None]:
        """Wait for the turn of a call of about `tokens` tokens. It is served before calls that
        arrived up to `head_start` seconds earlier."""
        await self._enter(head_start)
        try:
            await self._wait_for_the_minute(tokens)
            yield
        finally:
            self._leave()

    def went_well(self) -> None:
        """Increase the concurrency slowly after a success."""
        self.allowed = min(self.ceiling, self.allowed + 1 / max(1.0, self.allowed))
        self._wake()

    def was_limited(self) -> None:
        """Halve the concurrency, once for all calls in flight together."""
        if monotonic() - self._halved_at > 1.0:
            self._halved_at = monotonic()
            self.allowed = max(1.0, self.allowed / 2)

    async def _enter(self, head_start: float) -> None:
        loop = asyncio.get_running_loop()
        turn: asyncio.Future[None] = loop.create_future()
        heappush(self._waiting, (monotonic() - head_start, next(self._numbers), turn))
        if self._gathering is None:
            self._gathering = loop.call_later(GATHERING, self._gathered)
        try:
            await turn
        except asyncio.CancelledError:
            # A slot that was granted but not taken goes to the next call.
            if turn.done() and not turn.cancelled():
                self._leave()
            raise

    def _gathered(self) -> None:
        self._gathering = None
        self._wake()

    def _leave(self) -> None:
        self.busy -= 1
        self._wake()

    def _wake(self) -> None:
        while self._waiting and self.busy < int(self.allowed):
            _, _, turn = heappop(self._waiting)
            if not turn.done():
                self.busy += 1
                turn.set_result(None)

    async def _wait_for_the_minute(self, tokens: int) -> None:
        if not self._calls_per_minute and not self._tokens_per_minute:
            return
        while (pause := self._pause(tokens)) > 0:
            await asyncio.sleep(pause)
        self._spent.append((monotonic(), tokens))

    def _pause(self, tokens: int) -> float:
        """Return the seconds until another call of this size fits the limits per minute."""
        now = monotonic()
        while self._spent and self._spent[0][0] <= now - MINUTE:
            self._spent.popleft()
        if not self._spent:
            return 0.0
        calls_full = self._calls_per_minute and len(self._spent) >= self._calls_per_minute
        held = sum(size for _, size in self._spent)
        tokens_full = self._tokens_per_minute and held + tokens > self._tokens_per_minute
        return self._spent[0][0] + MINUTE - now if calls_full or tokens_full else 0.0


class Breaker:
    """A circuit breaker.

    After many consecutive failures, calls pause; then one trial call is sent while the others wait
    for it. After three failed trials, calls fail at once until the next trial. Only consecutive
    failures count, so that an endpoint that answers most calls is never paused: with three faults
    in ten calls, eight in a row are rare.
    """

    def __init__(
        self, failures: int = 8, pause: float = 1.0, *, tries: int = 3, down: float = 30.0
    ) -> None:
        self.failures, self.pause, self.tries, self.down = failures, pause, tries, down
        self._in_a_row = 0
        self._openings = 0
        self._open_until = 0.0
        self._trial: asyncio.Event | None = None

    async def ready(self) -> bool:
        """Wait until calls may be sent. Returns True for the trial call; raises LlmFault if the
        trial failed."""
        if self._openings > self.tries and (self._trial or monotonic() < self._open_until):
            raise LlmFault("llm-unreachable", "still failing", final=True)
        if self._trial is not None:
            await self._trial.wait()
            if self._openings:
                raise LlmFault("llm-unreachable", "still failing")
            return False
        if not self._openings:
            return False
        self._trial = asyncio.Event()
        try:
            await asyncio.sleep(max(0.0, self._open_until - monotonic()))
        except asyncio.CancelledError:
            self.abandoned()
            raise
        return True

    def succeeded(self) -> None:
        """Record an answer: calls may be sent again."""
        self._in_a_row = self._openings = 0
        self._end_trial()

    def failed(self, *, trial: bool = False) -> None:
        """Record a failure of the endpoint. During a pause only the trial counts."""
        self._in_a_row += 1
        if trial or (self._in_a_row >= self.failures and not self._openings):
            self._openings += 1
            waits = self._openings <= self.tries
            length = self.pause * 2.0 ** (self._openings - 1) if waits else self.down
            self._open_until = monotonic() + length
        if trial:
            self._end_trial()

    def abandoned(self) -> None:
        """Record that the trial was cancelled, so that the next call is the trial."""
        self._end_trial()

    def _end_trial(self) -> None:
        if self._trial is not None:
            self._trial.set()
            self._trial = None
