"""Output modes: the mode of instructor that an endpoint accepts. It is set, or found by the first
question and stored."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any

from instructor import Mode

from summarizer.engines.llm.answers import AnswerStore
from summarizer.engines.llm.faults import LlmFault

if TYPE_CHECKING:
    from summarizer.settings import Settings

__all__ = ["MODES", "Modes"]

MODES: dict[str, Mode] = {
    "json_schema": Mode.JSON_SCHEMA,
    "tools": Mode.TOOLS,
    "json": Mode.JSON,
    "md_json": Mode.MD_JSON,
}
WEAKEST = "md_json"
# The most seconds that a refusal takes.
PROBE_SECONDS = 0.1


# Methods of the answer cache: they run in threads and return None if the store fails.
Use = Callable[[Callable[[AnswerStore], Any]], Awaitable[Any]]


class Modes:
    """The output modes of one model at one endpoint."""

    def __init__(self, settings: Settings, use: Use, *, offline: bool = False) -> None:
        """With `offline`, no mode can be tried."""
        self._endpoint, self._model = settings.endpoint, settings.llm_model or ""
        self._auto, self._offline = settings.llm_mode == "auto", offline
        self._mode: str | None = None if self._auto else settings.llm_mode
        self._use = use
        self._not_taken: set[str] = set()
        self._probe: asyncio.Event | None = None

    @asynccontextmanager
    async def probing(self) -> AsyncIterator[None]:
        """Let the first question to an unknown endpoint go alone for the time of a refusal, since
        the others would be refused too."""
        if await self._known() or self._offline or self._probe is not None:
            if self._probe is not None:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._probe.wait(), PROBE_SECONDS)
            yield
            return
        self._probe = asyncio.Event()
        try:
            yield
        finally:
            self._probe.set()

    async def to_try(self) -> list[str]:
        """Return the mode that is set, else the known mode and all weaker ones."""
        known = await self._known()
        if known and not self._auto:
            return [known]
        modes = list(MODES)
        return [one for one in modes[modes.index(known or modes[0]) :] if self._may_take(one)]

    def refuse_again(self, mode: str) -> None:
        """Raise LlmFault for a mode that was refused while the question waited."""
        if not self._may_take(mode):
            raise LlmFault("llm-mode")

    def refused(self, mode: str) -> bool:
        """Record that the endpoint refuses this mode. Returns True if a weaker one may be tried."""
        if mode == WEAKEST:
            return False
        self._not_taken.add(mode)
        return True

    async def taken(self, mode: str) -> None:
        """Store the mode of an answered question for later runs."""
        if not self._auto or self._mode == mode or self._offline:
            return
        self._mode = mode
        await self._use(lambda store: store.remember_mode(self._endpoint, self._model, mode))

    async def _known(self) -> str | None:
        if self._mode is None:
            known = await self._use(lambda store: store.mode_of(self._endpoint, self._model))
            self._mode = known if known in MODES else None
        return self._mode

    def _may_take(self, mode: str) -> bool:
        return mode == WEAKEST or mode not in self._not_taken
