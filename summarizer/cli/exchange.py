"""`summarizer batch export`, `batch import` and `run --estimate`: requests to a model and its
answers as files. Nothing is sent.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import summarizer
from summarizer.cli.answers import ask_store
from summarizer.cli.messages import Messenger
from summarizer.cli.options import EngineName, FormatName, keep_input
from summarizer.cli.reports import reports_in
from summarizer.cli.sources import STDIN, open_document, read_stdin
from summarizer.cli.streams import check_output, deliver
from summarizer.engines import load_engine
from summarizer.engines.llm.batch import Estimate, Outbox, import_answers, offline_engine
from summarizer.errors import EngineError, ReadError, UnreadableDocument
from summarizer.schema import Document
from summarizer.settings import Settings, load_settings
from summarizer.stages.reading import read_chunks

__all__ = ["estimate", "export", "import_responses"]

DONE, UNREADABLE, PARTIAL = 0, 3, 7


def estimate(
    messages: Messenger,
    file: str,
    settings: Settings,
    *,
    engine: EngineName,
    format: FormatName | None,  # noqa: A002
) -> int:
    """Print the calls, tokens and cost of a run: as text, or as JSON on request."""
    reader = load_engine(settings, engine)
    document = open_document(file)
    outbox = Outbox()
    if reader.model:
        _collect(document, settings, outbox)
    found = outbox.estimate(settings)
    cost = None if found.cost is None else f"{found.cost:f}"
    if format != "json":
        deliver(_told(messages, found, model=reader.model) + "\n", None)
        return DONE
    said = {
        "calls": found.calls,
        "input_tokens": found.input_tokens,
        "output_tokens": found.output_tokens,
        "cost": cost,
    }
    deliver(json.dumps(said) + "\n", None)
    return DONE


def _told(messages: Messenger, found: Estimate, *, model: str | None) -> str:
    if not model:
        return messages.choose(
            ("不用模型：不产生调用和费用", "no model is used: no calls, no cost")
        )
    if not found.calls:
        return messages.choose(
            ("回答都已存下：不再产生调用", "every answer is stored: no calls are left")
        )
    calls, given, made = found.calls, f"{found.input_tokens:,}", f"{found.output_tokens:,}"
    zh = f"需调用 {model} {calls} 次，约输入 {given}、输出 {made} token"
    en = f"{calls} calls of {model}, about {given} tokens in and {made} out"
    if found.cost is None:
        return messages.choose(
            (
                f"{zh}；费用未知，设 SUMMARIZER_LLM_PRICES 可得",
                f"{en}; the cost is unknown, set SUMMARIZER_LLM_PRICES to see it",
            )
        )
    return messages.choose((f"{zh}；费用约 {found.cost:f}", f"{en}; cost about {found.cost:f}"))


def export(
    messages: Messenger, sources: Sequence[str], settings: Settings, *, output: str | None
) -> int:
    """Write every request without a stored answer, one per line.

    Unreadable files are reported and skipped.
    """
    keep_input(output, *sources)
    check_output(output)
    load_engine(settings, "llm")  # raises ConfigError when no model is configured
    outbox, code = Outbox(), DONE
    for report in reports_in(sources):
        try:
            _collect(report.read(), settings, outbox)
        except ReadError as error:
            messages.error(error)
            code = PARTIAL
    deliver("".join(f"{line}\n" for line in outbox.lines()), output)
    count = len(outbox.requests)
    messages.say(
        f"{count} 个请求；把回答存入：summarizer batch import 文件" if count else "没有待问的请求",
        f"{count} requests; store the answers with: summarizer batch import FILE"
        if count
        else "no requests, every answer is stored",
    )
    return code


def import_responses(messages: Messenger, responses: str) -> int:
    """Store answers; invalid lines are reported and skipped."""
    content = read_stdin() if responses == STDIN else _content(Path(responses))
    lines = content.decode("utf-8-sig", "replace").splitlines()
    done = ask_store(load_settings(), lambda store: import_answers(lines, store))
    for number, why in done.refused:
        messages.say(f"第 {number} 行：{why}", f"line {number}: {why}", label="warning[batch]")
    messages.say(
        f"存入 {done.stored} 条，已有 {done.known} 条，拒绝 {len(done.refused)} 条",
        f"{done.stored} stored, {done.known} known, {len(done.refused)} refused",
    )
    if not done.refused:
        return DONE
    return PARTIAL if done.stored or done.known else UNREADABLE


def _collect(document: Document, settings: Settings, outbox: Outbox) -> None:
    """Collect the requests of the chunks, and that of the overview once every chunk has its
    answer.
    """
    before = len(outbox.requests)
    engine = offline_engine(settings, outbox)
    with suppress(EngineError):  # no chunk was read because none was sent
        asyncio.run(read_chunks(document, engine))
    if len(outbox.requests) == before:
        with suppress(EngineError):
            summarizer.summarize(document, offline_engine(settings, outbox))


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        said = error.strerror or type(error).__name__
        raise UnreadableDocument(
            f"无法读取 {str(path)!r}：系统报告 {said}；请给出批处理的回答文件",
            f"cannot read {str(path)!r}: {said}; pass the file of a batch's answers",
        ) from error
