"""A child that reads one document after the other."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import subprocess
import time
from collections.abc import Callable

import pytest
from patience import PATIENCE
from served import Served

from summarizer.service.parsing import Parser
from summarizer.settings import load_settings

pytestmark = pytest.mark.matrix


def kept(_content: bytes, _name: str) -> int:
    """How many things the collector has an eye on, in the child."""
    return len(gc.get_objects())


async def test_a_child_throws_away_what_it_read(report: bytes) -> None:
    parser = Parser(load_settings())
    most = 0
    try:
        await parser.summarize(report, "report.txt")
        before = await parser.work(kept, b"", "")
        for _ in range(12):
            await parser.summarize(report, "report.txt")
            most = max(most, await parser.work(kept, b"", ""))
    finally:
        parser.close()
    assert most < before + 5_000


def named(_content: bytes, name: str) -> str:
    """Which document it was, after a moment."""
    time.sleep(0.05)
    return name


async def test_many_documents_of_one_key_leave_a_turn_to_another() -> None:
    parser = Parser(load_settings())
    order: list[str] = []

    async def read(name: str, owner: str) -> None:
        order.append(await parser.work(named, b"x", name, owner=owner))

    try:
        await read("warm", "one")
        many = [asyncio.create_task(read(f"one {number}", "one")) for number in range(10)]
        await asyncio.sleep(0)
        await read("two", "two")
        assert order.index("two") <= 3
        await asyncio.gather(*many)
    finally:
        parser.close()


def children_of(session: int) -> list[str]:
    """What still runs; one that ended and waits to be collected does not."""
    found = subprocess.run(
        ["ps", "-o", "stat=,args=", "-s", str(session)], capture_output=True, text=True, check=False
    )
    return [line for line in found.stdout.splitlines() if not line.startswith("Z")]


def test_children_end_with_their_parent(start: Callable[..., Served]) -> None:
    """Also those that were about to begin when it was killed."""
    served = start()
    assert served.process is not None
    os.kill(served.process.pid, signal.SIGKILL)
    served.process.wait()
    deadline = time.monotonic() + PATIENCE
    while left := children_of(served.process.pid):
        assert time.monotonic() < deadline, left
        time.sleep(0.1)
