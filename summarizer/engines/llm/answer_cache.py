"""The answer cache: how a run uses the answer store, and works without one."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from summarizer.engines.llm.answers import Answer, AnswerStore, StoreFault, open_store
from summarizer.settings_file import masked

if TYPE_CHECKING:
    from summarizer.settings import Settings

__all__ = ["AnswerCache"]

# Answers of some hundred reports: the limit of memory of a service without a store.
HELD = 4096

log = logging.getLogger("summarizer.llm")
Kept = TypeVar("Kept")


class AnswerCache:
    """Stored answers, read and written in threads, since a commit waits for the disk."""

    def __init__(self, settings: Settings, store: AnswerStore | None = None) -> None:
        self._store = store or open_store(
            settings.answers_url,
            days=settings.answers_max_age_days,
            max_bytes=settings.answers_max_bytes,
        )
        self._gives_back = settings.llm_cache
        # Answers that the store could not take, and keys that it must not return.
        self._kept: dict[str, Answer] = {}
        self._failed = False

    async def find(self, key: str) -> Answer | None:
        """Return the answer of a key."""
        if key in self._kept:
            return self._kept[key]
        if not self._gives_back:
            return None
        return await self.use(lambda store: _used(store, store.get(key)))

    async def keep(self, answer: Answer) -> None:
        """Store an answer on disk before returning; if that fails, keep it in memory."""
        if not self._gives_back:
            self._hold(answer)
        await self.use(lambda store: _kept(store, answer))
        if self._failed:
            self._hold(answer)

    def _hold(self, answer: Answer) -> None:
        self._kept[answer.key] = answer
        if len(self._kept) > HELD:
            del self._kept[next(iter(self._kept))]

    async def give_up(self, keys: Sequence[str]) -> None:
        """Mark these answers as unusable, so that a later run asks again."""
        await self.use(lambda store: store.give_up(keys))

    async def close(self) -> None:
        """Close the store; its next use opens it again."""
        await asyncio.to_thread(self._store.close)

    async def use(self, work: Callable[[AnswerStore], Kept]) -> Kept | None:
        """Run `work` on the store; a failing store causes a warning only."""
        try:
            return await asyncio.to_thread(work, self._store)
        except StoreFault as error:
            if not self._failed:
                self._failed = True
                log.warning(
                    "warning[store] 回答库 %s 不可用：%s；本次结果不受影响，但重跑会再次付费 / "
                    "the answer store cannot be used; this run goes on, a rerun will pay again",
                    masked(self._store.url),
                    masked(str(error), self._store.url),
                )
            return None


def _used(store: AnswerStore, answer: Answer | None) -> Answer | None:
    if answer is not None:
        store.note_use(answer.key)
    return answer


def _kept(store: AnswerStore, answer: Answer) -> None:
    # Note the document first: an answer without one would remain when its document is deleted.
    store.note_use(answer.key)
    store.put(answer)
