"""What the tests of the model engine share: chunks of text made for them, and one run of the
engine against a server of `model_server`."""

from __future__ import annotations

import asyncio
import hashlib
import re
from typing import Any

from model_server import Asked, ModelServer, entries, sentences

from summarizer.engines.llm import LlmEngine
from summarizer.quantities import scan
from summarizer.schema import Chunk, Document, Extraction, Section
from summarizer.settings import Settings, load_settings

TEXT = """二、绩效目标完成情况
全县新增公益性岗位320个，岗位补贴发放率100%。
完成农村公路养护86.5公里，投入资金1,250.5万元。
服务对象满意度为93.2%。
"""


def document_of(text: str = TEXT, *, title: str = "某县就业补助资金绩效评价报告") -> Document:
    """A document without a reader: one section, headed by its first line."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    path = (text.partition("\n")[0],)
    return Document(
        name="report.txt",
        text=text,
        sha256=digest,
        text_sha256=digest,
        title=title,
        fiscal_year=2023,
        sections=(Section(path, 0, len(text)),),
        quantities=tuple(scan(text)),
    )


def chunk_of(text: str = TEXT) -> Chunk:
    """All of a text as one chunk, a line a sentence."""
    document = document_of(text)
    spans = tuple(match.span() for match in re.finditer(r"[^\n]+", text))
    return Chunk(document, 0, 0, len(text), document.sections[0].path, spans)


_CLAUSE = re.compile(r"([^，。；\d]*?)(约|近)?(\d[\d,.]*(?:余)?(?:个|%|公里|万元|人次|人|次))")


def honest(asked: Asked) -> str:
    """A model that follows its instructions: an item for every number of every sentence."""
    return entries(
        results=[
            {
                "s": number,
                "number": f"{hedge or ''}{figure}",
                "metric": label.strip("：、为") or "合计",
            }
            for number, text in sentences(asked).items()
            for label, hedge, figure in _CLAUSE.findall(text)
        ]
    )


def item(s: int, metric: str, number: str = "", **more: Any) -> dict[str, Any]:
    """A typed item as a model writes it."""
    return {"s": s, **({"number": number} if number else {}), "metric": metric, **more}


def settings_for(server: ModelServer, **chosen: Any) -> Settings:
    """Settings for a server of the test, impatient enough for a test."""
    fast: dict[str, Any] = {"llm_backoff": 0.01, "llm_timeout": 5, "llm_mode": "json_schema"}
    return load_settings(**{**fast, "llm_base_url": server.url, "llm_model": "fake", **chosen})


def read(server: ModelServer, text: str = TEXT, **chosen: Any) -> Extraction:
    """One chunk through the engine."""
    engine = LlmEngine(settings_for(server, **chosen))
    return asyncio.run(engine.extract(chunk_of(text)))


def figures(extraction: Extraction) -> list[str | None]:
    """What the results say, in order."""
    return [draft.figure for draft in extraction.results]


ALL = ["320个", "100%", "86.5公里", "1,250.5万元", "93.2%"]
