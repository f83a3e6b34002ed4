"""Requests of `doctor --probe` to an endpoint: its models, and one small report."""

from __future__ import annotations

import asyncio
from time import monotonic

from summarizer.errors import EngineRefused, EngineUnavailable
from summarizer.schema import CheckedResult, CheckedTarget
from summarizer.settings import Settings

__all__ = ["Words", "reach", "same_words", "try_out"]

Words = tuple[str, str]
"""Chinese, English."""

PROBE_SECONDS = 10.0
# Invented; any model finds every number in it.
REPORT = """泉口镇水利站2023年度绩效自评报告
一、完成情况
全年新建泵站3座，维修渠道12.5公里，群众满意率96%。
"""
NUMBERS = frozenset({"3座", "12.5公里", "96%"})


def same_words(words: str) -> Words:
    """Return the same text for both languages."""
    return words, words


def reach(settings: Settings) -> Words:
    """Request the endpoint's models: free of charge, and tests address, TLS and key."""
    import httpx

    address = f"{settings.endpoint}/models"
    try:
        status = asyncio.run(_status(settings))
    except (httpx.HTTPError, TimeoutError) as error:
        raise EngineUnavailable(
            f"{address} 连不上（{type(error).__name__}）；请检查地址与网络",
            f"{address} cannot be reached ({type(error).__name__}); check address and network",
        ) from error
    if status in (401, 403):
        raise EngineRefused(
            f"{address} 拒绝了密钥（HTTP {status}）；请检查 SUMMARIZER_LLM_API_KEY",
            f"{address} rejected the key (HTTP {status}); check SUMMARIZER_LLM_API_KEY",
        )
    if status >= 500:
        raise EngineUnavailable(
            f"{address} 出错（HTTP {status}）；请查看该服务",
            f"{address} failed (HTTP {status}); check that service",
        )
    return same_words(f"{address}: HTTP {status}")


async def _status(settings: Settings) -> int:
    """Return the HTTP status within a deadline, without reading the body."""
    import httpx

    headers = {"Authorization": f"Bearer {settings.api_key}"} if settings.api_key else {}
    async with (
        asyncio.timeout(PROBE_SECONDS),
        httpx.AsyncClient(headers=headers, timeout=settings.llm_connect_timeout) as client,
        client.stream("GET", f"{settings.llm_base_url}/models") as reply,
    ):
        return reply.status_code


def try_out(settings: Settings) -> Words:
    """Let the model read a small report with the usual prompt, output mode, schema, grounding and
    checks.

    Costs about 2,500 tokens; stored answers are not used. Raises EngineRefused or
    EngineUnavailable, also when the answer holds none of the numbers.
    """
    from summarizer import read_text, summarize
    from summarizer.engines.llm import LlmEngine

    plain = {"llm_cache": False, "llm_overview": False, "llm_completeness": False}
    engine = LlmEngine(settings.model_copy(update=plain))
    began = monotonic()
    summary = summarize(read_text(REPORT, "probe.txt"), engine)
    seconds = monotonic() - began
    items: list[CheckedTarget | CheckedResult] = [*summary.targets, *summary.results]
    checked = {item.quantity.text: item.check.verdict for item in items if item.quantity}
    right = sum(checked.get(number) == "verified" for number in NUMBERS)
    if not NUMBERS & checked.keys():
        raise EngineUnavailable(
            "模型答了，但样例报告中的数一个也没有摘到；请换一个模型，或检查 SUMMARIZER_LLM_MODE 与"
            " SUMMARIZER_LLM_EXTRA",
            "the model answered but found none of the numbers of the trial report; try another"
            " model, or check SUMMARIZER_LLM_MODE and SUMMARIZER_LLM_EXTRA",
        )
    used = summary.run.input_tokens + summary.run.output_tokens
    return (
        f"{len(NUMBERS)} 个数中 {right} 个已核对，{seconds:.1f} 秒，{used} 词元",
        f"{right} of {len(NUMBERS)} numbers verified, {seconds:.1f} s, {used} tokens",
    )
