"""Parse untrusted files in child processes with limits on memory and time."""

from __future__ import annotations

import asyncio
import itertools
import multiprocessing
import os
import pickle
import signal
import sys
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

from summarizer.engines.rules import RulesEngine
from summarizer.errors import ReadError, TooLarge
from summarizer.memory import TRIM_SECONDS, freeze_startup_heap, trim_heap
from summarizer.pipeline import summarize
from summarizer.readers import read_bytes
from summarizer.readers.confinement import MEMORY_BYTES, confine, end_with_parent, seconds_for
from summarizer.readers.formats import too_heavy
from summarizer.readers.sniffing import media_type
from summarizer.schema import Document
from summarizer.service.listing import Listing, listing_of
from summarizer.service.turns import Turns
from summarizer.settings import Settings
from summarizer.stages.reading import chunks_of

__all__ = ["Parser"]

SECONDS = 60.0
# The rules need a second for 100,000 characters; the limit is many times that.
BYTES_PER_SECOND = 50_000
TRIES = 3
Made = TypeVar("Made")
Work = Callable[[bytes, str], Made]
Summarized = tuple[str, int, Listing]
First = Callable[[], Awaitable[None]]


async def _at_once() -> None:
    """Do nothing first."""


class Parser:
    """Reads documents in child processes that may crash alone. Belongs to one event loop."""

    def __init__(
        self, settings: Settings, *, children: int = 1, seconds: float | None = None
    ) -> None:
        """`seconds` is the time limit per document; by default it depends on the size."""
        self._limit = settings.max_file_bytes
        self._children = children
        self._seconds = seconds
        # The time limit excludes waiting for a child. Owners take turns, so that one with many
        # documents does not block the others.
        self._turns = Turns(children)
        self._arrival = itertools.count()
        self._pool: ProcessPoolExecutor | None = None

    def warm(self) -> None:
        """Start the children now, so that the first document need not wait for them."""
        for _ in range(self._children):
            self._running().submit(_parse, b"warm", "warm")

    async def parse(
        self, content: bytes, name: str, *, owner: str = "", first: First = _at_once
    ) -> Document:
        """Parse a document.

        `first` is awaited before the result is loaded in this process. Raises ReadError, also when
        a child exceeds its memory or time.
        """
        packed = await self.work(_parse, content, name, owner=owner)
        await first()
        document: Document = pickle.loads(packed)  # noqa: S301 - our own child made it
        return document

    async def summarize(self, content: bytes, name: str, *, owner: str = "") -> Summarized:
        """Return the rule-based summary as JSON, the number of chunks, and the portfolio's listing.

        Raises as `parse`.
        """
        return await self.work(_summarize, content, name, owner=owner)

    async def work(self, work: Work[Made], content: bytes, name: str, *, owner: str = "") -> Made:
        """Run `work` on the bytes in a child, in the owner's turn. Raises as `parse`."""
        if len(content) > self._limit:
            raise TooLarge(
                f"文件“{name}”有 {len(content)} 字节，上限为 {self._limit} 字节；请拆分后提交",
                f"'{name}' has {len(content)} bytes, the limit is {self._limit}; split it",
            )
        async with self._turns.turn(owner, next(self._arrival)):
            pool = self._running()
            try:
                return await self._in_child(pool, work, content, name)
            except BrokenProcessPool:
                # Another document may have crashed the child, so each one is retried alone.
                self._drop(pool)
                return await self._alone(work, content, name)
            except (MemoryError, TimeoutError) as error:
                self._drop(pool)
                raise too_heavy(name) from error

    def close(self) -> None:
        """Stop the child processes."""
        if self._pool:
            self._drop(self._pool)

    async def _alone(self, work: Work[Made], content: bytes, name: str) -> Made:
        for _ in range(TRIES - 1):
            pool = _pool(1)
            try:
                return await self._in_child(pool, work, content, name)
            except BrokenProcessPool:
                continue
            except (MemoryError, TimeoutError) as error:
                raise too_heavy(name) from error
            finally:
                _end(pool)
        raise ReadError(
            f"“{name}”连续 {TRIES} 次使读取进程中止，已停止重试；请检查文件后重新提交",
            f"'{name}' ended its reading process {TRIES} times and is not tried again; check the"
            " file and submit it anew",
            code="poison",
        )

    async def _in_child(
        self, pool: ProcessPoolExecutor, work: Work[Made], content: bytes, name: str
    ) -> Made:
        future = asyncio.wrap_future(pool.submit(work, content, name))
        if self._seconds:
            return await asyncio.wait_for(future, self._seconds)
        reading = max(SECONDS, seconds_for(media_type(content, name), len(content)))
        return await asyncio.wait_for(future, reading + len(content) / BYTES_PER_SECOND)

    def _running(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = _pool(self._children)
        return self._pool

    def _drop(self, pool: ProcessPoolExecutor) -> None:
        if self._pool is pool:
            self._pool = None
        _end(pool)


def _pool(children: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(
        max_workers=children,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_prepare,
        initargs=(os.getpid(),),
    )


def _end(pool: ProcessPoolExecutor) -> None:
    for child in (pool._processes or {}).values():
        child.kill()
    pool.shutdown(wait=False, cancel_futures=True)


def _prepare(parent: int) -> None:
    confine(MEMORY_BYTES)
    freeze_startup_heap()
    if sys.platform != "win32":
        # Requests to the server have priority over summaries.
        os.nice(5)
    # Ctrl-C reaches all processes of a terminal; the parent ends its children.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # The parent's id is passed in, because the parent may end before this process could query it.
    end_with_parent(parent, meanwhile=_giver())


def _giver() -> Callable[[], None]:
    """Return a function that trims the heap at intervals."""
    began = time.monotonic()

    def give() -> None:
        nonlocal began
        if time.monotonic() - began > TRIM_SECONDS:
            began = time.monotonic()
            trim_heap()

    return give


def _parse(content: bytes, name: str) -> bytes:
    return pickle.dumps(read_bytes(content, name))


def _summarize(content: bytes, name: str) -> Summarized:
    document = read_bytes(content, name)
    summary = summarize(document, RulesEngine())
    return summary.model_dump_json(), len(chunks_of(document)), listing_of(summary)
