"""The retry policy: when a call is retried, and how often in all.

The SDK's own retries are off and instructor only asks again after schema faults; all other retries
are decided here, by the effects in the table FAULTS.
"""

from __future__ import annotations

import asyncio
import random
from collections import deque
from time import monotonic

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, stop_after_attempt

from summarizer.engines.llm.error_classification import classify_error, retry_after
from summarizer.engines.llm.faults import FAULTS, LlmFault

__all__ = ["FAULTS", "LlmFault", "RetryBudget", "classify_error", "retry_after", "retrying"]

# The longest wait in seconds; beyond it the chunk fails and its message states the time.
LONGEST_WAIT = 60.0
LONGEST_BACKOFF = 20.0


class RetryBudget:
    """A budget of retries: each successful call adds half a retry, each call sent a fifth, and a
    few are free. A flaky endpoint is thus retried as needed, while an outage gets at most a fifth
    more calls than without retries."""

    def __init__(self, free: int = 12, window: float = 60.0) -> None:
        self.free, self.window = free, window
        self._calls: deque[float] = deque()
        self._successes: deque[float] = deque()
        self._retries: deque[float] = deque()

    def called(self) -> None:
        """Record the first attempt of a call."""
        self._calls.append(monotonic())

    def succeeded(self) -> None:
        """Record an answered call."""
        self._successes.append(monotonic())

    def allows(self) -> bool:
        """Return True and count a retry if one more fits the budget."""
        since = monotonic() - self.window
        for moments in (self._calls, self._successes, self._retries):
            while moments and moments[0] < since:
                moments.popleft()
        earned = self.free + 0.2 * len(self._calls) + 0.5 * len(self._successes)
        if len(self._retries) >= earned:
            return False
        self._retries.append(monotonic())
        return True


def retrying(attempts: int, backoff: float, budget: RetryBudget) -> AsyncRetrying:
    """Return the attempts of one call: temporary faults only, full jitter, Retry-After obeyed."""

    def worth_it(error: BaseException) -> bool:
        if not isinstance(error, LlmFault) or error.effect != "again" or error.final:
            return False
        return (error.after or 0) <= LONGEST_WAIT

    def pause(state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        asked = error.after if isinstance(error, LlmFault) and error.after else 0.0
        ceiling = min(LONGEST_BACKOFF, backoff * 2.0 ** (state.attempt_number - 1))
        return asked + random.uniform(ceiling / 2, ceiling)  # noqa: S311  (jitter, no secret)

    def enough(state: RetryCallState) -> bool:
        return stop_after_attempt(attempts)(state) or not budget.allows()

    return AsyncRetrying(
        retry=retry_if_exception(worth_it),
        wait=pause,
        stop=enough,
        sleep=asyncio.sleep,
        reraise=True,
    )
