"""A child that reads one document after the other."""

from __future__ import annotations

import gc

from summarizer.service.parsing import Parser
from summarizer.settings import load_settings


def kept(_content: bytes, _name: str) -> int:
    """How many things the collector has an eye on, in the child."""
    return len(gc.get_objects())


async def test_a_child_throws_away_what_it_read(report: bytes) -> None:
    parser = Parser(load_settings())
    most = 0
    try:
        await parser.summarize(report, "report.txt")
        before = await parser._do(kept, b"", "")
        for _ in range(12):
            await parser.summarize(report, "report.txt")
            most = max(most, await parser._do(kept, b"", ""))
    finally:
        parser.close()
    assert most < before + 5_000
