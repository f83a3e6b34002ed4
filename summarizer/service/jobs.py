"""Durable jobs: the one module that knows the engine that runs them (DBOS).

A job is a workflow `<job id>.<round>` of three kinds of steps: read, one per chunk, finish. What a
step found is kept in our own tables first, so a step that runs twice finds its own work done; the
durable engine holds ids and counts only, as JSON. After a kill the job goes on at its last step.
"""

from __future__ import annotations

import asyncio
import queue
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from dbos import DBOS, DBOSConfig, SetEnqueueOptions, SetWorkflowID
from dbos._serialization import DBOSPortableJSONSerializer
from pydantic import TypeAdapter

from summarizer.engines import load_engine
from summarizer.engines.base import Engine
from summarizer.errors import EngineError, ReadError, SummarizerError
from summarizer.pipeline import Reading, chunks_of, read_chunk, summarize_readings
from summarizer.schema import Chunk, Document, Extraction, Summary
from summarizer.service.database import jobs_url
from summarizer.service.parsing import Parser
from summarizer.service.store import Job, State, Store
from summarizer.service.webhooks import Webhooks
from summarizer.settings import Settings

__all__ = ["CONTRACT_VERSION", "Jobs"]

# Raise it when the steps of `run_job` change in number or order; jobs in flight of another
# version are then re-enqueued by `_dispatch_open`, which loses no paid answer.
CONTRACT_VERSION = "1"
QUEUE = "summaries"
# So often may a worker die with a job in hand and no chunk of it read; a document that ends its
# reading process is found out earlier, by the parser.
TRIES = 25
STORAGE_SECONDS = 1.0
_EXTRACTION = TypeAdapter(Extraction)
POLL_SECONDS = 0.2


@dataclass
class _Worker:
    """What the steps need; one per process, because the durable engine is one per process."""

    settings: Settings
    store: Store
    parser: Parser
    webhooks: Webhooks
    engines: dict[str, Engine] = field(default_factory=dict)
    documents: OrderedDict[str, tuple[Document, tuple[Chunk, ...]]] = field(
        default_factory=OrderedDict
    )

    def engine(self, name: str) -> Engine:
        if name not in self.engines:
            self.engines[name] = load_engine(self.settings, name)
        return self.engines[name]

    async def document(self, job: Job) -> tuple[Document, tuple[Chunk, ...]]:
        """The document of a job and its chunks, read once per process."""
        if job.id not in self.documents:
            content = await asyncio.to_thread(self.store.content, job)
            document = await self.parser.parse(content, job.name)
            self.documents[job.id] = document, chunks_of(document)
            while len(self.documents) > 64:
                self.documents.popitem(last=False)
        return self.documents[job.id]


_worker: _Worker | None = None


def _here() -> _Worker:
    if _worker is None:
        raise RuntimeError("no worker was launched in this process")
    return _worker


class Jobs:
    """Submits, runs, cancels and takes up jobs."""

    def __init__(
        self, settings: Settings, store: Store, webhooks: Webhooks, *, worker_id: str
    ) -> None:
        self.settings = settings
        self.store = store
        self.webhooks = webhooks
        self.worker_id = worker_id
        self._to_dispatch: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._parser = Parser(settings)

    def launch(self, *, run: bool = True) -> None:
        """Open the durable engine; with `run`, this process works on jobs too. Call it outside
        of an event loop: jobs then run on the engine's own."""
        global _worker
        _worker = _Worker(self.settings, self.store, self._parser, self.webhooks)
        self._parser.warm()
        prepare_journal(self.settings)
        DBOS(config=_config(self.settings, self.worker_id))
        DBOS.listen_queues([QUEUE] if run else [])
        DBOS.launch()
        DBOS.register_queue(
            QUEUE,
            worker_concurrency=self.settings.jobs_per_worker,
            partition_concurrency=self.settings.jobs_per_key,
            polling_interval_sec=POLL_SECONDS,
            on_conflict="always_update",
        )
        self._thread = threading.Thread(target=self._dispatch_loop, daemon=True)
        self._thread.start()

    def close(self, *, wait_seconds: float) -> None:
        """No new jobs; steps that run may end within the time given; the rest goes on after the
        next start."""
        self._to_dispatch.put(None)
        if self._thread:
            self._thread.join(timeout=2)
        DBOS.destroy(workflow_completion_timeout_sec=int(wait_seconds))
        self._parser.close()

    def dispatch(self, job: Job) -> None:
        """Hand a stored job to the durable engine, soon. It is safe to be killed before."""
        self._to_dispatch.put(job)

    def cancel(self, job: Job) -> bool:
        """No further step is begun; what was read stays. False when it had ended."""
        ended = self.store.finish(job.id, "cancelled")
        if ended:
            DBOS.cancel_workflow(_workflow_id(job))
            self._announce(job.id)
        return ended

    def _announce(self, key: str) -> None:
        job = self.store.get(key)
        if job:
            self.webhooks.announce(job)

    def forget(self, job: Job) -> None:
        """Delete what the durable engine knows of a job."""
        names = [f"{job.id}.{number}" for number in range(1, job.round + 1)]
        DBOS.delete_workflows(names)

    def _dispatch_loop(self) -> None:
        self._dispatch_open()
        while (job := self._next()) is not None:
            self._enqueue(job)

    def _next(self) -> Job | None:
        while True:
            try:
                return self._to_dispatch.get(timeout=15)
            except queue.Empty:
                # Jobs whose process died between taking them in and handing them on.
                self._dispatch_open()

    def _dispatch_open(self) -> None:
        for job in self.store.open_jobs():
            self._enqueue(job)

    def _enqueue(self, job: Job) -> None:
        """Enqueue under the job's own name: again is harmless."""
        options = SetEnqueueOptions(queue_partition_key=job.owner)
        with SetWorkflowID(_workflow_id(job)), options:
            DBOS.enqueue_workflow(QUEUE, run_job, job.id, job.round)

    # -- what an operator asks ---------------------------------------------------------------

    def list_pending(self, worker_id: str | None = None) -> list[dict[str, Any]]:
        """Jobs that a worker holds."""
        found = DBOS.list_workflows(
            status=["PENDING", "ENQUEUED"], executor_id=worker_id, load_input=False
        )
        return [{"id": w.workflow_id, "status": w.status, "worker": w.executor_id} for w in found]

    def adopt(self, worker_id: str) -> list[str]:
        """Take over the jobs of a worker that will not come back. Returns their ids."""
        held = DBOS.list_workflows(status="PENDING", executor_id=worker_id, load_input=False)
        for workflow in held:
            DBOS.resume_workflow(workflow.workflow_id)
        return [workflow.workflow_id for workflow in held]


def _workflow_id(job: Job) -> str:
    return f"{job.id}.{job.round}"


def _config(settings: Settings, worker_id: str) -> DBOSConfig:
    return {
        "name": "summarizer",
        "system_database_url": jobs_url(settings),
        "application_version": CONTRACT_VERSION,
        "executor_id": worker_id,
        # The default pickles: whoever can write the database could run code, and a field added
        # later would break old jobs.
        "serializer": DBOSPortableJSONSerializer(),
        "log_level": "WARNING",
        "enable_otlp": False,
    }


def prepare_journal(settings: Settings) -> None:
    """WAL on the durable engine's file: set once, it stays, and commits cost half."""
    url = jobs_url(settings)
    if url.startswith("sqlite"):
        engine = sa.create_engine(url)
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA journal_mode=WAL")
        engine.dispose()


# -- the workflow -------------------------------------------------------------------------------


@DBOS.workflow(name="summarize", max_recovery_attempts=1_000_000)
async def run_job(job_id: str, round_number: int) -> str:
    """Read, every chunk, finish. Returns the state that the job ended in."""
    here = _here()
    while True:
        try:
            return await _go(here, job_id, round_number)
        except sa.exc.DBAPIError:
            # Storage that is full or away for a while fails no job: it waits and goes on. Steps
            # that were done are passed over, also by a workflow that is begun anew.
            await asyncio.sleep(STORAGE_SECONDS)
        except Exception as error:
            await _fail(job_id, _fault(error))
            raise


async def _go(here: _Worker, job_id: str, round_number: int) -> str:
    job = await asyncio.to_thread(here.store.begin, job_id)
    if job is None or job.round != round_number:
        return "ended"
    if job.tries > TRIES:
        state = await _fail(job_id, _poison())
    else:
        state = await _read_all(job_id)
    await announce(job_id)
    return state


async def _read_all(job_id: str) -> str:
    try:
        total = await plan(job_id)
        await asyncio.gather(*(read_one(job_id, number) for number in range(total)))
        return await finish(job_id)
    except SummarizerError as error:
        return await _fail(job_id, error)


@DBOS.step(name="read")
async def plan(job_id: str) -> int:
    """Parse the document; how many chunks it has."""
    job = await _job(job_id)
    _, chunks = await _here().document(job)
    await asyncio.to_thread(_here().store.plan, job_id, len(chunks))
    return len(chunks)


@DBOS.step(name="chunk")
async def read_one(job_id: str, number: int) -> int:
    """One chunk through the engine, unless an earlier try or round read it whole."""
    here = _here()
    kept = await asyncio.to_thread(here.store.kept_readings, job_id)
    if number in kept and kept[number][1]:
        return number
    job = await _job(job_id)
    _, chunks = await here.document(job)
    reading = await read_chunk(chunks[number], here.engine(job.engine))
    await asyncio.to_thread(
        here.store.keep_reading,
        job_id,
        number,
        _EXTRACTION.dump_json(reading.extraction).decode(),
        complete=not reading.extraction.unread,
    )
    return number


@DBOS.step(name="finish")
async def finish(job_id: str) -> str:
    """Merge, check, audit, overview; the result is stored with the state."""
    here = _here()
    job = await _job(job_id)
    document, chunks = await here.document(job)
    kept = await asyncio.to_thread(here.store.kept_readings, job_id)
    readings = [Reading(chunk, _EXTRACTION.validate_json(kept[chunk.index][0])) for chunk in chunks]
    if all(whole_chunk_unread(reading) for reading in readings):
        first = readings[0].extraction.unread[0]
        return await _fail(job_id, _unread_error(first.code, first.message))
    summary = await summarize_readings(document, readings, here.engine(job.engine))
    partial = any(reading.extraction.unread for reading in readings)
    state: State = "partial" if partial else "succeeded"
    timed = _timed(summary, job)
    await asyncio.to_thread(here.store.finish, job_id, state, summary=timed.model_dump_json())
    here.documents.pop(job_id, None)
    return state


@DBOS.step(name="announce")
async def announce(job_id: str) -> None:
    """Tell the owner's webhooks; a second time tells nobody anything new."""
    here = _here()
    job = await asyncio.to_thread(here.store.get, job_id)
    if job:
        await asyncio.to_thread(here.webhooks.announce, job)


def whole_chunk_unread(reading: Reading) -> bool:
    """Did the engine make nothing at all of the chunk?"""
    extraction = reading.extraction
    found = extraction.targets, extraction.results, extraction.problems, extraction.measures
    return bool(extraction.unread) and not any(found)


def _timed(summary: Summary, job: Job) -> Summary:
    started = job.started_at or time.time()
    run = {
        "seconds": round(time.time() - started, 3),
        "started_at": datetime.fromtimestamp(started, UTC).isoformat(timespec="seconds"),
    }
    return summary.model_copy(update={"run": summary.run.model_copy(update=run)})


async def _job(job_id: str) -> Job:
    job = await asyncio.to_thread(_here().store.get, job_id)
    if job is None:
        raise ReadError("该任务已被删除", "the job was deleted", code="job-deleted")
    return job


async def _fail(job_id: str, error: SummarizerError) -> str:
    record = {
        "code": error.error_code,
        "retryable": error.retryable,
        "zh": error.zh,
        "en": error.en,
    }
    await asyncio.to_thread(_here().store.finish, job_id, "failed", error=record)
    return "failed"


def _unread_error(code: str, message: str) -> EngineError:
    zh, _, en = message.partition(" / ")
    return EngineError(zh, en or zh, code=code)


def _fault(error: Exception) -> SummarizerError:
    """A fault of ours: its class and nothing of its text, which may quote the report."""
    return SummarizerError(
        f"程序内部错误（{type(error).__name__}）",
        f"a fault of this program ({type(error).__name__})",
    )


def _poison() -> SummarizerError:
    return ReadError(
        f"该文档连续 {TRIES} 次使处理进程中止，已停止重试；请检查文件后重新提交",
        f"the document stopped its worker {TRIES} times in a row and is not tried again; check"
        " the file and submit it anew",
        code="poison",
    )
