"""The steps of a job: read the document, read a chunk, combine the results in the summary.

Each step finds the work of an earlier try and does only the rest. Nothing here depends on the
durable engine.
"""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime
from decimal import Decimal

from pydantic import TypeAdapter

from summarizer.engines.base import Engine
from summarizer.errors import EngineError, ReadError, SummarizerError
from summarizer.pipeline import summarize_readings
from summarizer.schema import Chunk, Document, Extraction, Item, Run, Summary, Unread, Usage
from summarizer.service.jobs.worker import Worker
from summarizer.service.listing import failure, listing_of
from summarizer.service.spending import over_limit, spent_today
from summarizer.service.store import ENDED, Job, State
from summarizer.stages.reading import Reading, read_chunk

__all__ = ["TRIES", "fail", "fault", "finish", "plan", "poison", "read_one"]

# Maximum number of consecutive worker deaths while the job itself is in hand (splitting the
# document, building the summary). Waiting jobs are not counted, nor documents in a child process:
# the parser detects one that ends its child.
TRIES = 25
_EXTRACTION = TypeAdapter(Extraction)


async def plan(here: Worker, job: Job) -> int:
    """Parse the document and return the number of chunks for the model.

    A job without a model is finished here.
    """
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
    """Read one chunk with the engine, unless an earlier try or round read it completely."""
    kept = await asyncio.to_thread(here.store.kept_readings, job.id)
    if number in kept and kept[number][1]:
        return
    _, chunks = await here.document(job)
    # Checked here, because others may spend meanwhile and the job may be cancelled.
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
    """Return the chunk as unread when the owner's daily limit is reached."""
    if not await asyncio.to_thread(_is_over, here, job):
        return None
    zh, en = "已达费用上限，未调用模型", "the limit on spending is reached, no model was asked"
    return Extraction(unread=(Unread(chunk.start, chunk.end, "budget-exceeded", f"{zh} / {en}"),))


def _is_over(here: Worker, job: Job) -> bool:
    return over_limit(spent_today(here.store.engine, job.owner), here.settings)


async def finish(here: Worker, job: Job) -> str:
    """Merge, check, audit, overview; store the result and return the job's state."""
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
    """Delete the stored answers of a job that was deleted meanwhile."""
    if await asyncio.to_thread(here.store.get, job.id) is None:
        gone = await asyncio.to_thread(here.store.documents_of_only, [job])
        await asyncio.to_thread(here.forget_answers, *gone)


class _Silent:
    """An engine that makes no model calls: the overview comes from the template."""

    def __init__(self, engine: Engine) -> None:
        self.name, self.model = engine.name, engine.model
        self.endpoint_host, self.prompts = engine.endpoint_host, engine.prompts

    async def extract(self, _chunk: Chunk) -> Extraction:
        """Refuse: no calls are made."""
        raise EngineError("已达费用上限", "the limit on spending is reached")

    async def overview(
        self, _document: Document, _items: tuple[Item, ...]
    ) -> tuple[str | None, Usage]:
        """Return None, so that the template is used."""
        return None, Usage()


def whole_chunk_unread(reading: Reading) -> bool:
    """Whether the engine found nothing in the chunk."""
    extraction = reading.extraction
    found = extraction.targets, extraction.results, extraction.problems, extraction.measures
    return bool(extraction.unread) and not any(found)


def _usage_of_overview(summary: Summary, readings: list[Reading]) -> Usage:
    """Return the usage of the run without its chunks, which are charged as they are read."""
    run, read = summary.run, [reading.extraction.usage for reading in readings]
    cost = sum((usage.cost or Decimal(0) for usage in read), Decimal(0))
    return Usage(
        calls=run.calls - sum(usage.calls for usage in read),
        input_tokens=run.input_tokens - sum(usage.input_tokens for usage in read),
        output_tokens=run.output_tokens - sum(usage.output_tokens for usage in read),
        cost=None if run.cost is None else Decimal(run.cost) - cost,
    )


def _with_time(summary: str, job: Job) -> str:
    """Set start time and duration in `run`, the last key of the summary."""
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
    """End the job with an error that a client can read."""
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
    """Return an internal error with its class but not its message, which may quote the report."""
    return SummarizerError(
        f"程序内部错误（{type(error).__name__}）",
        f"a fault of this program ({type(error).__name__})",
    )


def poison() -> SummarizerError:
    """Return the error for a document that repeatedly stopped its worker."""
    return ReadError(
        f"该文档连续 {TRIES} 次使处理进程中止，已停止重试；请检查文件后重新提交",
        f"the document stopped its worker {TRIES} times in a row and is not tried again; check"
        " the file and submit it anew",
        code="poison",
    )
