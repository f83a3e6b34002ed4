"""Reads a few sentences under a heading as the engine would."""

from __future__ import annotations

import asyncio

from summarizer.chunking import split
from summarizer.engines.rules import RulesEngine
from summarizer.readers import read_text
from summarizer.schema import Extraction

TITLE = "测试县2022年度项目支出绩效自评报告"


def extract(words: str, heading: str = "一、绩效目标完成情况") -> Extraction:
    """The drafts of a report that consists of one section."""
    document = read_text(f"{TITLE}\n{heading}\n{words}\n", "test.txt")
    parts = [asyncio.run(RulesEngine().extract(chunk)) for chunk in split(document)]
    assert len(parts) == 1
    return parts[0]
