"""Progress as server-sent events: one reader of the event table feeds every listener."""

from __future__ import annotations

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import AsyncIterator

from summarizer.service.store import ENDED, Event, Store

__all__ = ["Feed"]

POLL_SECONDS = 0.1
HEARTBEAT_SECONDS = 15.0
LOOK_BACK = 200


class Feed:
    """Passes new events, also of other processes, to the listeners of a job."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._listeners: defaultdict[str, set[asyncio.Queue[Event]]] = defaultdict(set)
        self._task: asyncio.Task[None] | None = None
        self._stopping = asyncio.Event()
        self._wanted = asyncio.Event()
        self._last: int | None = None

    def start(self) -> None:
        """Start reading, within the server's event loop."""
        self._task = asyncio.create_task(self._read())

    def end_streams(self) -> None:
        """End every stream with a `retry:` hint."""
        self._stopping.set()

    async def stop(self) -> None:
        """Stop reading."""
        self.end_streams()
        if self._task:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def _read(self) -> None:
        while True:
            if not self._listeners:
                self._last = None
                self._wanted.clear()
                await self._wanted.wait()
            await asyncio.sleep(POLL_SECONDS)
            # A short outage of the database must not end the streams.
            with contextlib.suppress(Exception):
                await self._hand_out()

    async def _hand_out(self) -> None:
        last = self._last if self._last is not None else await self._newest()
        # Transactions may become visible out of the order of their numbers, so look back a little;
        # a stream skips what it has sent.
        for event in await asyncio.to_thread(self._store.events_after, last - LOOK_BACK):
            last = max(last, event.number)
            for listener in self._listeners.get(event.job, ()):
                listener.put_nowait(event)
        self._last = last

    async def _newest(self) -> int:
        return await asyncio.to_thread(self._store.last_event)

    async def stream(self, job: str, *, after: int = 0) -> AsyncIterator[str]:
        """Yield the events of a job after a number, live until the job has ended."""
        queue: asyncio.Queue[Event] = asyncio.Queue()
        self._listeners[job].add(queue)
        self._wanted.set()
        sent = after
        # A listener may disconnect at any await and must leave nothing behind.
        try:
            if self._last is None:
                self._last = await self._newest()
            yield "retry: 1000\n\n"
            for event in await asyncio.to_thread(self._store.events_of, job, after=after):
                sent = event.number
                yield _printed(event)
                if event.type in ENDED and await self._has_ended(job, event):
                    return
            current = await asyncio.to_thread(self._store.get, job)
            if current is None or current.state in ENDED:
                return
            while not self._stopping.is_set():
                coming = await self._next(queue)
                if coming is None:
                    yield ": alive\n\n"
                elif coming.number > sent:
                    sent = coming.number
                    yield _printed(coming)
                    if coming.type in ENDED:
                        return
            yield "retry: 3000\n\n"
        finally:
            self._listeners[job].discard(queue)
            if not self._listeners[job]:
                del self._listeners[job]

    async def _has_ended(self, job: str, event: Event) -> bool:
        """Whether the last event ends the job; a retry adds later events."""
        later = await asyncio.to_thread(self._store.events_of, job, after=event.number, limit=1)
        return not later

    async def _next(self, queue: asyncio.Queue[Event]) -> Event | None:
        waiting = asyncio.create_task(queue.get())
        stopping = asyncio.create_task(self._stopping.wait())
        try:
            done, _ = await asyncio.wait(
                (waiting, stopping),
                timeout=HEARTBEAT_SECONDS,
                return_when=asyncio.FIRST_COMPLETED,
            )
        finally:
            for task in (waiting, stopping):
                task.cancel()
        return waiting.result() if waiting in done else None


def _printed(event: Event) -> str:
    return f"id: {event.number}\nevent: {event.type}\ndata: {event.data}\n\n"
