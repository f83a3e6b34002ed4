"""Parsing of untrusted bytes: off the loop, in a child process with limits on memory and time."""

from __future__ import annotations

import asyncio
import multiprocessing
import resource
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from summarizer.errors import ReadError, TooLarge, UnreadableDocument
from summarizer.readers import read_bytes
from summarizer.schema import Document
from summarizer.settings import Settings

__all__ = ["Parser"]

MEMORY_BYTES = 2 << 30
SECONDS = 60.0
TRIES = 3


class Parser:
    """Reads documents in a child that may die alone."""

    def __init__(self, settings: Settings) -> None:
        self._limit = settings.max_file_bytes
        self._pool: ProcessPoolExecutor | None = None

    def warm(self) -> None:
        """Start the child now, so that the first document need not wait for it."""
        self._running().submit(_parse, b"warm", "warm")

    async def parse(self, content: bytes, name: str) -> Document:
        """The document. Raises ReadError: also when the child ran out of memory or time."""
        if len(content) > self._limit:
            raise TooLarge(
                f"文件“{name}”有 {len(content)} 字节，上限为 {self._limit} 字节；请拆分后提交",
                f"'{name}' has {len(content)} bytes, the limit is {self._limit}; split it",
            )
        pool = self._running()
        try:
            return await _parse_in(pool, content, name)
        except BrokenProcessPool:
            # The document that broke the child may be another one: each goes on alone.
            self._drop(pool)
            return await self._parse_alone(content, name)
        except (MemoryError, TimeoutError) as error:
            self._drop(pool)
            raise _too_heavy(name) from error

    def close(self) -> None:
        """End the child."""
        if self._pool:
            self._drop(self._pool)

    async def _parse_alone(self, content: bytes, name: str) -> Document:
        for _ in range(TRIES - 1):
            pool = _child()
            try:
                return await _parse_in(pool, content, name)
            except BrokenProcessPool:
                continue
            except (MemoryError, TimeoutError) as error:
                raise _too_heavy(name) from error
            finally:
                _end(pool)
        raise ReadError(
            f"“{name}”连续 {TRIES} 次使读取进程中止，已停止重试；请检查文件后重新提交",
            f"'{name}' ended its reading process {TRIES} times and is not tried again; check the"
            " file and submit it anew",
            code="poison",
        )

    def _running(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = _child()
        return self._pool

    def _drop(self, pool: ProcessPoolExecutor) -> None:
        if self._pool is pool:
            self._pool = None
        _end(pool)


async def _parse_in(pool: ProcessPoolExecutor, content: bytes, name: str) -> Document:
    future = asyncio.wrap_future(pool.submit(_parse, content, name))
    return await asyncio.wait_for(future, SECONDS)


def _child() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(
        max_workers=1,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_limit_memory,
    )


def _end(pool: ProcessPoolExecutor) -> None:
    for child in (pool._processes or {}).values():
        child.kill()
    pool.shutdown(wait=False, cancel_futures=True)


def _too_heavy(name: str) -> ReadError:
    return UnreadableDocument(
        f"读取“{name}”时超出内存或时间限制；请拆分或另存为纯文本后提交",
        f"reading '{name}' ran out of its memory or time; split it or save it as text",
        code="input-too-heavy",
    )


def _limit_memory() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _parse(content: bytes, name: str) -> Document:
    return read_bytes(content, name)
