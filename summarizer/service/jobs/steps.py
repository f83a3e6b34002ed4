"""What the steps of a job do: read the document, read a chunk, put the summary together.

Each finds what an earlier try did, and does only the rest. Nothing here knows the durable engine.
"""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime
from decimal import Decimal

from pydantic import TypeAdapter

from summarizer.engines.base import Engine
from summarizer.errors import EngineError, ReadError, SummarizerError
from summarizer.pipeline import Reading, read_chunk, summarize_readings
from summarizer.schema import Chunk, Document, Extraction, Item, Run, Summary, Unread, Usage
from summarizer.service.jobs.worker import Worker
from summarizer.service.listing import failure, listing_of
from summarizer.service.spending import over_limit, spent_today
from summarizer.service.store import ENDED, Job, State

__all__ = ["TRIES", "fail", "fault", "finish", "plan", "poison", "read_one"]

# So often in a row may a worker die while it has a job in hand itself: cuts its document, puts its
# summary together. Those that wait meanwhile are not to blame, nor those whose document is with a
# child: one that ends its child is found out by the parser.
TRIES = 25
_EXTRACTION = TypeAdapter(Extraction)


async def plan(here: Worker, job: Job) -> int:
    """Parse the document; how many chunks a model must read. A job without a model is done."""
    if here.free(job):
        await _by_rules(here, job)
        return 0
    _, chunks = await here.document(job)
    await asyncio.to_thread(here.store.plan, job.id, len(chunks))
    return len(chunks)


async def _by_rules(here: Worker, job: Job) -> None:
    here.load.begin(job.work)
    content = await asyncio.to_thread(here.store.content, job)
    text, chunks, listing = await here.parser.summarize(content, job.name, owner=job.owner)
    text = _with_time(text, job)
    await asyncio.to_thread(
        here.store.finish, job, "succeeded", summary=text, chunks=chunks, listing=listing
    )


async def read_one(here: Worker, job: Job, number: int) -> None:
    """One chunk through the engine, unless an earlier try or round read it whole."""
    kept = await asyncio.to_thread(here.store.kept_readings, job.id)
    if number in kept and kept[number][1]:
        return
    _, chunks = await here.document(job)
    # What others spend while this one waits counts too, and that it was cancelled.
    async with here.calls.turn(job.owner, job.number):
        if not here.load.begin(job.work):
            return
        now = await asyncio.to_thread(here.store.get, job.id)
        if now is None or now.state in ENDED or now.round != job.round:
            return
        extraction = await _unpaid(here, job, chunks[number])
        if extraction is None:
            engine = await here.engine_of(job)
            with here.answering(job):
                extraction = (await read_chunk(chunks[number], engine)).extraction
            await _forget_if_deleted(here, job)
        await asyncio.to_thread(
            here.store.keep_reading,
            job,
            number,
            _EXTRACTION.dump_json(extraction).decode(),
            complete=not extraction.unread,
            usage=extraction.usage,
        )


async def _unpaid(here: Worker, job: Job, chunk: Chunk) -> Extraction | None:
    """The chunk as unread when the job's owner may spend no more today."""
    if not await asyncio.to_thread(_is_over, here, job):
        return None
    zh, en = "已达费用上限，未调用模型", "the limit on spending is reached, no model was asked"
    return Extraction(unread=(Unread(chunk.start, chunk.end, "budget-exceeded", f"{zh} / {en}"),))


def _is_over(here: Worker, job: Job) -> bool:
    return over_limit(spent_today(here.store.engine, job.owner), here.settings)


async def finish(here: Worker, job: Job) -> str:
    """Merge, check, audit, overview; the result is stored with the state, which is returned."""
    if not here.load.begin(job.work):
        return "ended"
    document, chunks = await here.document(job)
    kept = await asyncio.to_thread(here.store.kept_readings, job.id)
    if not all(chunk.index in kept for chunk in chunks):
        return "ended"
    readings = [Reading(chunk, _EXTRACTION.validate_json(kept[chunk.index][0])) for chunk in chunks]
    if all(whole_chunk_unread(reading) for reading in readings):
        first = readings[0].extraction.unread[0]
        return await fail(here, job, _unread_error(first.code, first.message))
    engine = await here.engine_of(job)
    if await asyncio.to_thread(_is_over, here, job):
        engine = _Silent(engine)
    await here.in_hand(job)()
    with here.answering(job):
        summary = await summarize_readings(document, readings, engine)
    await _forget_if_deleted(here, job)
    partial = any(reading.extraction.unread for reading in readings)
    state: State = "partial" if partial else "succeeded"
    text = _with_time(summary.model_dump_json(), job)
    rest = _usage_of_overview(summary, readings)
    listing = await asyncio.to_thread(listing_of, summary)
    await asyncio.to_thread(
        here.store.finish, job, state, summary=text, usage=rest, listing=listing
    )
    return state


async def _forget_if_deleted(here: Worker, job: Job) -> None:
    """An answer that came when its job was deleted goes too."""
    if await asyncio.to_thread(here.store.get, job.id) is None:
        gone = await asyncio.to_thread(here.store.documents_of_only, [job])
        await asyncio.to_thread(here.forget_answers, *gone)


class _Silent:
    """An engine that may spend no more: the overview is the template's."""

    def __init__(self, engine: Engine) -> None:
        self.name, self.model = engine.name, engine.model
        self.endpoint_host, self.prompts = engine.endpoint_host, engine.prompts

    async def extract(self, _chunk: Chunk) -> Extraction:
        """Nothing more is read."""
        raise EngineError("已达费用上限", "the limit on spending is reached")

    async def overview(
        self, _document: Document, _items: tuple[Item, ...]
    ) -> tuple[str | None, Usage]:
        """The template's."""
        return None, Usage()


def whole_chunk_unread(reading: Reading) -> bool:
    """Did the engine make nothing at all of the chunk?"""
    extraction = reading.extraction
    found = extraction.targets, extraction.results, extraction.problems, extraction.measures
    return bool(extraction.unread) and not any(found)


def _usage_of_overview(summary: Summary, readings: list[Reading]) -> Usage:
    """What the run used beyond the chunks, which are charged as they are read."""
    run, read = summary.run, [reading.extraction.usage for reading in readings]
    cost = sum((usage.cost or Decimal(0) for usage in read), Decimal(0))
    return Usage(
        calls=run.calls - sum(usage.calls for usage in read),
        input_tokens=run.input_tokens - sum(usage.input_tokens for usage in read),
        output_tokens=run.output_tokens - sum(usage.output_tokens for usage in read),
        cost=None if run.cost is None else Decimal(run.cost) - cost,
    )


def _with_time(summary: str, job: Job) -> str:
    """When the job was taken up and how long it took, told in its `run`, which is printed last."""
    started = job.started_at or time.time()
    head, mark, run = summary.rpartition('"run":')
    timed = Run.model_validate_json(run[:-1]).model_copy(
        update={
            "seconds": round(time.time() - started, 3),
            "started_at": datetime.fromtimestamp(started, UTC).isoformat(timespec="seconds"),
        }
    )
    return head + mark + timed.model_dump_json() + "}"


async def fail(here: Worker, job: Job, error: SummarizerError) -> str:
    """The job ends with an error that a client can read."""
    record = {
        "code": error.error_code,
        "retryable": error.retryable,
        "zh": error.zh,
        "en": error.en,
    }
    listing = failure(job.name, error.message())
    await asyncio.to_thread(here.store.finish, job, "failed", error=record, listing=listing)
    return "failed"


def _unread_error(code: str, message: str) -> EngineError:
    zh, _, en = message.partition(" / ")
    return EngineError(zh, en or zh, code=code)


def fault(error: Exception) -> SummarizerError:
    """A fault of ours: its class and nothing of its text, which may quote the report."""
    return SummarizerError(
        f"程序内部错误（{type(error).__name__}）",
        f"a fault of this program ({type(error).__name__})",
    )


def poison() -> SummarizerError:
    """A document that ends whoever works on it."""
    return ReadError(
        f"该文档连续 {TRIES} 次使处理进程中止，已停止重试；请检查文件后重新提交",
        f"the document stopped its worker {TRIES} times in a row and is not tried again; check"
        " the file and submit it anew",
        code="poison",
    )
