"""The workflow of a job as the durable engine (DBOS) runs it, and the setup of that engine."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import sqlalchemy as sa
import structlog
from dbos import DBOS, DBOSClient, DBOSConfig, SetEnqueueOptions, SetWorkflowID
from dbos import error as dbos_error
from dbos._serialization import DBOSPortableJSONSerializer

from summarizer import tracing
from summarizer.errors import SummarizerError
from summarizer.service.database import jobs_url
from summarizer.service.jobs import steps
from summarizer.service.jobs.worker import Worker
from summarizer.service.store import Job
from summarizer.settings import Settings
from summarizer.tracing import traced

__all__ = [
    "CONTRACT_VERSION",
    "POLL_SECONDS",
    "QUEUE",
    "enqueue",
    "here",
    "open_engine",
    "set_worker",
    "taken_by",
]

# Increase this when the steps of `run_job` change in number or order. Jobs in flight of another
# version then begin a new round, which reuses stored answers.
CONTRACT_VERSION = "2"
QUEUE = "summaries"
STORAGE_SECONDS = 1.0
POLL_SECONDS = 0.2
log = structlog.get_logger("summarizer.jobs")

_worker: Worker | None = None


def set_worker(worker: Worker) -> None:
    """Set the worker that runs the steps in this process."""
    global _worker
    _worker = worker


def here() -> Worker:
    """Return the worker of this process."""
    if _worker is None:
        raise RuntimeError("no worker was launched in this process")
    return _worker


def open_engine(settings: Settings, worker_id: str, *, run: bool) -> None:
    """Launch the durable engine; with `run` it takes jobs from the queue."""
    prepare_journal(settings)
    DBOS(config=_config(settings, worker_id))
    DBOS.listen_queues([QUEUE] if run else [])
    DBOS.launch()
    DBOS.register_queue(
        QUEUE,
        worker_concurrency=settings.jobs_per_worker,
        partition_concurrency=settings.jobs_per_key,
        polling_interval_sec=POLL_SECONDS,
        on_conflict="always_update",
    )


def enqueue(job: Job) -> None:
    """Enqueue a job under its own name; repeating it has no effect."""
    options = SetEnqueueOptions(queue_partition_key=job.owner)
    with SetWorkflowID(job.work), options:
        DBOS.enqueue_workflow(QUEUE, run_job, job.id, job.round)


def taken_by(settings: Settings, worker_id: str) -> list[str]:
    """Return the names of the unfinished workflows that a worker took from the queue.

    Works while the engine of this process is closed. Raises an error of the database.
    """
    client = DBOSClient(
        system_database_url=jobs_url(settings),
        serializer=DBOSPortableJSONSerializer(),
        retry_connection_errors=False,
    )
    try:
        found = client.list_workflows(
            status="PENDING", executor_id=worker_id, load_input=False, load_output=False
        )
        return [workflow.workflow_id for workflow in found]
    finally:
        client.destroy()


def _config(settings: Settings, worker_id: str) -> DBOSConfig:
    return {
        "name": "summarizer",
        "system_database_url": jobs_url(settings),
        "application_version": CONTRACT_VERSION,
        "executor_id": worker_id,
        # The default serializer is pickle: write access to the database would allow code execution,
        # and a field added later would break old jobs.
        "serializer": DBOSPortableJSONSerializer(),
        "log_level": "WARNING",
        "enable_otlp": False,
    }


def prepare_journal(settings: Settings) -> None:
    """Set WAL mode on the durable engine's file. The mode persists and halves the cost of
    commits.
    """
    url = jobs_url(settings)
    if url.startswith("sqlite"):
        engine = sa.create_engine(url)
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA journal_mode=WAL")
        engine.dispose()


@DBOS.workflow(name="summarize", max_recovery_attempts=1_000_000)
async def run_job(job_id: str, round_number: int) -> str:
    """Read, every chunk, finish. Returns the final state of the job."""
    worker, name = here(), f"{job_id}.{round_number}"
    worker.load.take(name)
    try:
        with tracing.job_span(job_id, round_number) as span:
            state = str(await _through_storms(lambda: _go(worker, job_id, round_number)))
            span.note({"summarizer.state": state})
            return state
    finally:
        worker.load.drop(name)
        worker.forget(job_id)


async def _through_storms(work: Callable[[], Awaitable[Any]]) -> Any:
    """Retry while storage is full or unreachable, so that the job does not fail."""
    while True:
        try:
            return await work()
        except sa.exc.DBAPIError:
            await asyncio.sleep(STORAGE_SECONDS)


async def _go(worker: Worker, job_id: str, round_number: int) -> str:
    job = await asyncio.to_thread(worker.store.begin, job_id, round_number)
    if job is None:
        return "ended"
    if job.tries > steps.TRIES:
        return await steps.fail(worker, job, steps.poison())
    try:
        # 0: the job needs no steps for chunks, or has ended.
        total = await plan(job_id, round_number)
        await asyncio.gather(*(read_one(job_id, round_number, n) for n in range(total)))
        return await finish(job_id, round_number) if total else "ended"
    except (sa.exc.DBAPIError, dbos_error.DBOSException):
        # Not the job's fault: it waits, or `_take_up` restarts it.
        raise
    except Exception as error:
        log.error("fault", job_id=job_id, kind=type(error).__name__)
        return await steps.fail(worker, job, steps.fault(error))


async def _guarded(job_id: str, number: int, work: Callable[[Worker, Job], Awaitable[Any]]) -> Any:
    """Run a step, with retries for storage.

    One of our errors ends the job with that error, because the durable engine would not keep its
    type. Returns None then, and when the job had already ended.
    """

    async def once() -> Any:
        job = await asyncio.to_thread(here().store.get, job_id)
        if job is None or job.round != number:
            return None
        try:
            return await work(here(), job)
        except SummarizerError as error:
            await steps.fail(here(), job, error)
            return None

    return await _through_storms(once)


@DBOS.step(name="read")
@traced("read", "job_id", "round")
async def plan(job_id: str, number: int) -> int:
    """Parse the document and return the number of chunks for the model."""
    return await _guarded(job_id, number, steps.plan) or 0


@DBOS.step(name="chunk")
@traced("chunk", "job_id", "round", "chunk")
async def read_one(job_id: str, number: int, chunk: int) -> int:
    """Read one chunk with the engine, unless an earlier try or round read it completely."""
    await _guarded(job_id, number, lambda worker, job: steps.read_one(worker, job, chunk))
    return chunk


@DBOS.step(name="finish")
@traced("finish", "job_id", "round")
async def finish(job_id: str, number: int) -> str:
    """Merge, check, audit, overview; store the result and return the job's state."""
    return await _guarded(job_id, number, steps.finish) or "ended"
