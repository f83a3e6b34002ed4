"""Thirty faults in a hundred calls, at random: every chunk ends in a named state, nothing is lost
in silence, and no answer is paid for twice."""

from __future__ import annotations

import asyncio
import collections
import random
from pathlib import Path

import pytest
from llm_support import chunk_of, figures, honest, settings_for
from model_server import Act, Asked, ModelServer, http, raw, reply, reset, silence, status

from summarizer.engines.llm import LlmEngine
from summarizer.engines.llm.policy import FAULTS
from summarizer.errors import EngineError

PASSING: list[Act] = [
    status(500),
    status(503, headers={"Retry-After": "0"}),
    status(429, "slow", {"Retry-After": "0.01"}),
    status(529),
    status(408),
    reset(),
    reset(b"HTTP/1.1 200 X\r\nContent-Length: 900\r\n\r\n{"),
    silence(1.5),
    raw(http(200, b"{}")),
    raw(http(200, b"\xff\xfe")),
    raw(b"HTTP/1.1 200 X\r\nContent-Length: 90\r\n\r\n{", close=True),
]
# These came as a whole answer: they are paid for, whatever is in them.
PAID: list[Act] = [
    reply('{"results": [{"s": 2, "metric": "投入"}, {"s": 2, "metric": "补', finish="length"),
    reply('{"results": [{"s": 2, "metric": "投'),
    reply('{"results": [{"s": "two"}]}'),
    reply("<think>没有想完"),
    reply(""),
    reply("对不起，我无法回答。"),
    reply('{"results": [{"s": 99, "metric": "投入", "number": "1万元"}]}'),
    status(400, "data_inspection_failed"),
]


class Chaos:
    """Three faults in ten requests, and a book of what was answered."""

    def __init__(self, seed: int) -> None:
        self.pick = random.Random(seed)
        self.answered: collections.Counter[bytes] = collections.Counter()

    def __call__(self, asked: Asked) -> Act | None:
        chance = self.pick.random()
        if chance < 0.2:
            return self.pick.choice(PASSING)
        self.answered[asked.raw] += 1
        return self.pick.choice(PAID) if chance < 0.3 else None


def live_through(documents: int, data: Path) -> collections.Counter[str]:
    """How the chunks of so many documents ended."""

    async def read_all(server: ModelServer) -> collections.Counter[str]:
        settings = settings_for(
            server, data_dir=data, llm_concurrency=16, llm_first_byte_timeout=1.0
        )
        engine = LlmEngine(settings)
        ends: collections.Counter[str] = collections.Counter()

        async def one(number: int) -> None:
            text = f"第{number}号报告\n投入{number}万元。\n培训{number}人次。\n"
            wanted = {f"{number}万元", f"{number}人次"}
            try:
                found = await engine.extract(chunk_of(text))
            except EngineError as error:
                ends[error.error_code] += 1
                return
            codes = {part.code for part in found.unread}
            assert codes <= set(FAULTS)
            if not codes and wanted > set(figures(found)):
                raise AssertionError(f"lost in silence: {number}")
            ends["partial" if codes else "read"] += 1

        await asyncio.gather(*(one(number) for number in range(1, documents + 1)))
        return ends

    chaos = Chaos(seed=documents)
    with ModelServer(honest, choose=chaos) as server:
        ends = asyncio.run(asyncio.wait_for(read_all(server), 300))
    assert ends.total() == documents
    assert set(ends) <= {"read", "partial", *FAULTS}
    assert [raw for raw, times in chaos.answered.items() if times > 1] == []
    return ends


def test_sixty_documents_through_thirty_percent_of_faults(tmp_path: Path) -> None:
    ends = live_through(60, tmp_path)
    assert ends["read"] + ends["partial"] >= 50


@pytest.mark.long
def test_a_thousand_documents_through_thirty_percent_of_faults(tmp_path: Path) -> None:
    ends = live_through(1000, tmp_path)
    assert ends["read"] + ends["partial"] >= 950
