"""Listeners in one process: who goes away leaves nothing behind."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from summarizer.service.database import open_database
from summarizer.service.events import Feed
from summarizer.service.store import Store, Submission
from summarizer.settings import load_settings


@pytest.mark.parametrize("seconds", [0.0, 0.3])
async def test_who_stops_listening_leaves_no_task_and_no_place(
    tmp_path: Path, seconds: float
) -> None:
    """While the first look at the table goes on, and while nothing happens."""
    engine = open_database(load_settings(data_dir=tmp_path))
    store = Store(engine)
    job, _ = store.submit(Submission("me", "report.txt", b"text"))
    feed, heard = Feed(store), list[str]()
    before = asyncio.all_tasks()

    async def listen() -> None:
        heard.extend([line async for line in feed.stream(job.id)])

    listener = asyncio.create_task(listen())
    await asyncio.sleep(seconds)
    assert feed._listeners
    listener.cancel()
    await asyncio.wait([listener])
    await asyncio.sleep(0)
    assert asyncio.all_tasks() == before
    assert not feed._listeners
    engine.dispose()
