"""Parsing of untrusted bytes: off the loop, in a child process with limits on memory and time."""

from __future__ import annotations

import asyncio
import multiprocessing
import resource
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from summarizer.errors import TooLarge, UnreadableDocument
from summarizer.readers import read_bytes
from summarizer.schema import Document
from summarizer.settings import Settings

__all__ = ["Parser"]

MEMORY_BYTES = 2 << 30
SECONDS = 60.0


class Parser:
    """Reads documents in a child that may die alone."""

    def __init__(self, settings: Settings) -> None:
        self._limit = settings.max_file_bytes
        self._pool: ProcessPoolExecutor | None = None

    async def parse(self, content: bytes, name: str) -> Document:
        """The document. Raises ReadError: also when the child ran out of memory or time."""
        if len(content) > self._limit:
            raise TooLarge(
                f"文件“{name}”有 {len(content)} 字节，上限为 {self._limit} 字节；请拆分后提交",
                f"'{name}' has {len(content)} bytes, the limit is {self._limit}; split it",
            )
        future = asyncio.wrap_future(self._running().submit(_parse, content, name))
        try:
            return await asyncio.wait_for(future, SECONDS)
        except (BrokenProcessPool, MemoryError, TimeoutError) as error:
            self._replace()
            raise UnreadableDocument(
                f"读取“{name}”时超出内存或时间限制；请拆分或另存为纯文本后提交",
                f"reading '{name}' ran out of its memory or time; split it or save it as text",
                code="input-too-heavy",
            ) from error

    def close(self) -> None:
        """End the child."""
        if self._pool:
            self._pool.shutdown(wait=False, cancel_futures=True)

    def _running(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(
                max_workers=1,
                mp_context=multiprocessing.get_context("spawn"),
                initializer=_limit_memory,
            )
        return self._pool

    def _replace(self) -> None:
        broken, self._pool = self._pool, None
        if broken:
            for child in (broken._processes or {}).values():
                child.kill()
            broken.shutdown(wait=False, cancel_futures=True)


def _limit_memory() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _parse(content: bytes, name: str) -> Document:
    return read_bytes(content, name)
