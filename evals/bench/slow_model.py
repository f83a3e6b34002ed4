"""A model server of fixed latency in its own process: `python -m evals.bench.slow_model 2`.

It prints its port and answers every chat completion after that many seconds: chunks with no items,
overviews with one sentence. `/asked` reports the number of calls and their total seconds. It shares
no process with what it measures.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import httpx

__all__ = ["SlowModel", "slow_model"]

NOTHING = '{"targets":[],"results":[],"problems":[],"measures":[]}'
OVERVIEW = '{"text":"该部门完成了年度工作。"}'
ANSWER: dict[str, Any] = {
    "id": "chatcmpl-1",
    "object": "chat.completion",
    "created": 1,
    "model": "slow",
    "usage": {"prompt_tokens": 10, "completion_tokens": 10, "total_tokens": 20},
}


@dataclass(frozen=True)
class SlowModel:
    """A running model server."""

    port: int

    @property
    def settings(self) -> dict[str, str]:
        """Return settings that use it."""
        return {
            "llm_base_url": f"http://127.0.0.1:{self.port}/v1",
            "llm_model": "slow",
            "llm_mode": "json_schema",
            "llm_api_key": "none",
        }

    def asked(self) -> dict[str, float]:
        """Return `calls`, and the total `seconds` of all calls."""
        found: dict[str, float] = httpx.get(
            f"http://127.0.0.1:{self.port}/asked", trust_env=False
        ).json()
        return found


@contextmanager
def slow_model(seconds: float) -> Iterator[SlowModel]:
    """Run a model server on loopback, and stop it afterwards."""
    process = subprocess.Popen(
        [sys.executable, "-m", "evals.bench.slow_model", str(seconds)],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        yield SlowModel(int(process.stdout.readline()))
    finally:
        process.kill()
        process.wait()


class _Server:
    """Counts the calls and delays each answer."""

    def __init__(self, latency: float) -> None:
        self._latency = latency
        self._calls = 0
        self._seconds = 0.0

    async def serve(self) -> None:
        """Serve until the process ends."""
        server = await asyncio.start_server(self._connected, "127.0.0.1", 0, backlog=512)
        print(server.sockets[0].getsockname()[1], flush=True)
        await server.serve_forever()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).lower()
                answer = await self._answer(head, await reader.readexactly(_length(head)))
                body = json.dumps(answer).encode()
                writer.write(
                    b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"
                    b"content-length: %d\r\n\r\n%s" % (len(body), body)
                )
                await writer.drain()
        writer.close()

    async def _answer(self, head: bytes, body: bytes) -> dict[str, Any]:
        if head.startswith(b"get "):
            return {"calls": self._calls, "seconds": self._seconds}
        began = time.monotonic()
        await asyncio.sleep(self._latency)
        self._calls += 1
        self._seconds += time.monotonic() - began
        content = OVERVIEW if b"OverviewReply" in body else NOTHING
        message = {"role": "assistant", "content": content}
        return {**ANSWER, "choices": [{"index": 0, "finish_reason": "stop", "message": message}]}


def _length(head: bytes) -> int:
    _, found, rest = head.partition(b"content-length:")
    return int(rest.split(b"\r\n")[0]) if found else 0


def main(arguments: Sequence[str]) -> None:
    """Serve."""
    asyncio.run(_Server(float(arguments[0])).serve())


if __name__ == "__main__":
    main(sys.argv[1:])
