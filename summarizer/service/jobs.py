"""Durable jobs: the one module that knows the engine that runs them (DBOS).

A job is a workflow `<job id>.<round>`: read, one step per chunk, finish. What a step found is kept
in our own tables first, so a step that runs twice finds its own work done; the durable engine
holds ids and counts only, as JSON. After a kill the job goes on at its last step. The rules are
free and fast, so a job without a model is one step in a child process.
"""

from __future__ import annotations

import asyncio
import os
import threading
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from weakref import WeakValueDictionary

import sqlalchemy as sa
import structlog
from dbos import DBOS, DBOSConfig, SetEnqueueOptions, SetWorkflowID, WorkflowStatus
from dbos import error as dbos_error
from dbos._serialization import DBOSPortableJSONSerializer
from pydantic import TypeAdapter

from summarizer import tracing
from summarizer.engines import load_engine
from summarizer.engines.base import Engine
from summarizer.errors import EngineError, ReadError, SummarizerError
from summarizer.memory import GIVE_BACK_SECONDS, give_back
from summarizer.pipeline import Reading, chunks_of, read_chunk, summarize_readings
from summarizer.schema import Chunk, Document, Extraction, Item, Run, Summary, Unread, Usage
from summarizer.service.database import jobs_url
from summarizer.service.parsing import Parser
from summarizer.service.spending import over_limit, refuse_unpriced, spent_on, spent_today
from summarizer.service.store import ENDED, Job, State, Store
from summarizer.service.turns import Turns
from summarizer.service.workers import Load, Presence, fair_share, surplus
from summarizer.settings import Settings
from summarizer.tracing import traced

__all__ = ["CONTRACT_VERSION", "Jobs"]

# Raise it when the steps of `run_job` change in number or order: jobs in flight of another
# version then begin a new round, which pays for no stored answer again.
CONTRACT_VERSION = "2"
QUEUE = "summaries"
# So often in a row may a worker die while it has a job in hand itself: cuts its document, puts its
# summary together. Those that wait meanwhile are not to blame, nor those whose document is with a
# child: one that ends its child is found out by the parser.
TRIES = 25
STORAGE_SECONDS = 1.0
POLL_SECONDS = 0.2
BUSY_SECONDS = 1.0
LOOK_SECONDS = 5.0
HAND_ON_SECONDS = 0.05
RETENTION_SECONDS = 600.0
DAY = 86_400.0
_EXTRACTION = TypeAdapter(Extraction)
_ACTIVE = frozenset({"PENDING", "ENQUEUED", "DELAYED"})
log = structlog.get_logger("summarizer.jobs")


@dataclass
class _Worker:
    """What the steps need; one per process, because the durable engine is one per process."""

    settings: Settings
    store: Store
    parser: Parser
    calls: Turns
    load: Load = field(default_factory=Load)
    engines: dict[str, Engine] = field(default_factory=dict)
    documents: OrderedDict[str, tuple[Document, tuple[Chunk, ...]]] = field(
        default_factory=OrderedDict
    )
    reading: WeakValueDictionary[str, asyncio.Lock] = field(default_factory=WeakValueDictionary)

    def engine(self, name: str) -> Engine:
        """One that all jobs share when a job may cost what it will."""
        if name not in self.engines:
            self.engines[name] = load_engine(self.settings, name)
        return self.engines[name]

    async def engine_of(self, job: Job) -> Engine:
        """The engine of a job: with a limit on its cost one of its own, which may spend what an
        earlier try or round left."""
        limit = self.settings.llm_max_cost
        if limit is None:
            return self.engine(job.engine)
        if job.id not in self.engines:
            left = limit - await asyncio.to_thread(spent_on, self.store.engine, job.id)
            chosen = self.settings.model_copy(update={"llm_max_cost": max(Decimal(0), left)})
            self.engines.setdefault(job.id, load_engine(chosen, job.engine))
        return self.engines[job.id]

    def forget(self, job_id: str) -> None:
        """The job's work has ended here."""
        self.documents.pop(job_id, None)
        self.engines.pop(job_id, None)

    def warm(self) -> None:
        """Load the engine now, so that the first job need not wait for it."""
        with suppress(SummarizerError):
            self.engine("auto")

    def free(self, job: Job) -> bool:
        """Is the job done by rules alone?"""
        chosen = "llm" if self.settings.model_configured else "rules"
        return (chosen if job.engine == "auto" else job.engine) == "rules"

    async def document(self, job: Job) -> tuple[Document, tuple[Chunk, ...]]:
        """The document of a job and its chunks, read once per process."""
        # After a restart all chunks of a job ask for it at once.
        turn = self.reading.setdefault(job.id, asyncio.Lock())
        async with turn:
            if job.id not in self.documents:
                content = await asyncio.to_thread(self.store.content, job)
                document = await self.parser.parse(content, job.name, first=self.in_hand(job))
                await asyncio.to_thread(self.store.let_go, job)
                self.documents[job.id] = document, chunks_of(document)
                while len(self.documents) > 64:
                    self.documents.popitem(last=False)
            return self.documents[job.id]

    def in_hand(self, job: Job) -> Callable[[], Awaitable[None]]:
        """Notes, when it is called, that from now on the job may be what ends the worker."""
        return lambda: asyncio.to_thread(self.store.take_in_hand, job)


_worker: _Worker | None = None


def _here() -> _Worker:
    if _worker is None:
        raise RuntimeError("no worker was launched in this process")
    return _worker


class Jobs:
    """Submits, runs, cancels and takes up jobs."""

    def __init__(self, settings: Settings, store: Store, *, worker_id: str) -> None:
        self.settings = settings
        self.store = store
        self.worker_id = worker_id
        self._wake = threading.Event()
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None
        self._presence = Presence(store.engine, worker_id, settings.jobs_per_worker)
        self._parser = Parser(settings, children=min(4, os.cpu_count() or 1))
        # So many jobs wait in the durable engine's own queue; all others in our table, which is
        # cheaper to fill and can be read in fair order.
        self._window = 2 * settings.jobs_per_worker
        self._handed: set[str] = set()
        self._doubted: set[str] = set()
        self._next_look = self._next_retention = self._next_giving = 0.0

    def launch(self, *, run: bool = True) -> None:
        """Open the durable engine; with `run`, this process works on jobs too. Call it outside
        of an event loop: jobs then run on the engine's own. Raises ConfigError."""
        global _worker
        if run:
            refuse_unpriced(self.settings)
        _worker = _Worker(
            self.settings,
            self.store,
            self._parser,
            Turns(self.settings.llm_concurrency),
        )
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
        if run:
            self._parser.warm()
            threading.Thread(target=_worker.warm, daemon=True).start()
            self._thread = threading.Thread(target=self._dispatch_loop, daemon=True)
            self._thread.start()

    def close(self, *, wait_seconds: float) -> None:
        """No new jobs; steps that run may end within the time given; the rest goes on after the
        next start."""
        self._closing.set()
        self._wake.set()
        if self._thread:
            self._thread.join(timeout=2)
            self._leave()
        DBOS.destroy(workflow_completion_timeout_sec=int(wait_seconds))
        self._parser.close()

    def dispatch(self) -> None:
        """There are new jobs in the table. It is safe to be killed before they are handed on."""
        self._wake.set()

    def cancel(self, job: Job) -> bool:
        """No further step is begun; what was read stays. False when it had ended."""
        ended = self.store.finish(job, "cancelled")
        if ended:
            DBOS.cancel_workflow(_workflow_id(job))
        return ended

    def delete(self, *jobs: Job) -> None:
        """Jobs and all that is known of them, here and in the durable engine, for good."""
        self.store.delete(*(job.id for job in jobs))
        DBOS.delete_workflows([name for job in jobs for name in _workflow_ids(job)])

    def _dispatch_loop(self) -> None:
        while not self._closing.wait(HAND_ON_SECONDS):
            self._wake.clear()
            try:
                self._share_out()
                self._hand_on()
                self._look_after()
            except (sa.exc.SQLAlchemyError, dbos_error.DBOSException) as error:
                # Everything is in the table; the next look finds it.
                log.warning("look failed", kind=type(error).__name__)
            self._wake.wait(self._pause())

    def _pause(self) -> float:
        """Jobs that end make room without a word, also here for what waits elsewhere."""
        if self._handed:
            return POLL_SECONDS
        return BUSY_SECONDS if len(_here().load) else LOOK_SECONDS

    def _leave(self) -> None:
        try:
            self._presence.leave()
        except sa.exc.SQLAlchemyError as error:
            log.warning("not signed off", kind=type(error).__name__)

    def _share_out(self) -> None:
        """No worker takes more than its share of the jobs, nor keeps more of them waiting."""
        places = self._presence.living()
        alone = len(places) == 1
        runnable = 0 if alone else self.store.runnable(self.settings.jobs_per_key)
        share = fair_share(runnable, places)
        queue = DBOS.retrieve_queue(QUEUE)
        if queue is not None and queue.worker_concurrency != share:
            queue.set_worker_concurrency(share)
        load = _here().load
        for name in load.give(surplus(len(load), runnable, places)):
            self._give_away(name)

    def _give_away(self, name: str) -> None:
        """Who takes it next goes on with what was read of it, under a new name of its work."""
        key, _, number = name.rpartition(".")
        job = self.store.get(key)
        again = self.store.next_round(job) if job and job.round == int(number) else None
        if again is not None:
            DBOS.cancel_workflow(name)
            self._enqueue(again)

    def _hand_on(self) -> None:
        """Give the durable engine the jobs that are next."""
        jobs = self.store.next_up(self._window)
        for job in jobs:
            if _workflow_id(job) not in self._handed:
                self._enqueue(job)
        self._handed = {_workflow_id(job) for job in jobs}

    def _look_after(self) -> None:
        now = time.monotonic()
        if now >= self._next_look:
            self._next_look = now + LOOK_SECONDS
            self._take_up()
        if now >= self._next_giving:
            self._next_giving = now + GIVE_BACK_SECONDS
            give_back()
        if now >= self._next_retention:
            self._next_retention = now + RETENTION_SECONDS
            self._expire()

    def _take_up(self) -> None:
        """Open jobs that nobody works on: their work ended in an error, was forgotten, or belongs
        to another version."""
        open_jobs = [*self.store.running(), *self.store.next_up(self._window)]
        if not open_jobs:
            return
        names = [_workflow_id(job) for job in open_jobs]
        known = DBOS.list_workflows(workflow_ids=names, load_input=False, load_output=False)
        by_name = {workflow.workflow_id: workflow for workflow in known}
        doubted, self._doubted = self._doubted, set()
        for job in open_jobs:
            workflow = by_name.get(_workflow_id(job))
            if workflow is None:
                self._enqueue(job)
            elif self._is_lost(workflow, doubted):
                self._begin_anew(job, workflow)

    def _is_lost(self, workflow: WorkflowStatus, doubted: set[str]) -> bool:
        name = workflow.workflow_id
        if workflow.status not in _ACTIVE or workflow.app_version != CONTRACT_VERSION:
            return True
        mine = workflow.status == "PENDING" and workflow.executor_id == self.worker_id
        if mine and name not in _here().load:
            # It may be just about to run: lost is what is found so twice.
            self._doubted.add(name)
        return name in doubted & self._doubted

    def _begin_anew(self, job: Job, workflow: WorkflowStatus) -> None:
        again = self.store.next_round(job)
        if again is None:
            return
        log.warning("begun anew", job_id=job.id, was=workflow.status, of=workflow.app_version)
        if workflow.status in _ACTIVE:
            DBOS.cancel_workflow(workflow.workflow_id)
        self._enqueue(again)

    def _enqueue(self, job: Job) -> None:
        """Enqueue under the job's own name: again is harmless."""
        options = SetEnqueueOptions(queue_partition_key=job.owner)
        with SetWorkflowID(_workflow_id(job)), options:
            DBOS.enqueue_workflow(QUEUE, run_job, job.id, job.round)

    def _expire(self) -> None:
        """Delete what ended longer ago than it may be kept."""
        before = time.time() - self.settings.retention_days * DAY
        while expired := self.store.expired(before):
            self.delete(*expired)
            log.info("expired", jobs=len(expired))
        self.store.forget_batches(before)

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


def _workflow_ids(job: Job) -> list[str]:
    return [f"{job.id}.{number}" for number in range(1, job.round + 1)]


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
    here, name = _here(), f"{job_id}.{round_number}"
    here.load.take(name)
    try:
        with tracing.job_span(job_id, round_number) as span:
            state = str(await _through_storms(lambda: _go(here, job_id, round_number)))
            span.note({"summarizer.state": state})
            return state
    finally:
        here.load.drop(name)
        here.forget(job_id)


async def _through_storms(work: Callable[[], Awaitable[Any]]) -> Any:
    """Storage that is full or away for a while fails no job: it waits and goes on."""
    while True:
        try:
            return await work()
        except sa.exc.DBAPIError:
            await asyncio.sleep(STORAGE_SECONDS)


async def _go(here: _Worker, job_id: str, round_number: int) -> str:
    job = await asyncio.to_thread(here.store.begin, job_id, round_number)
    if job is None:
        return "ended"
    if job.tries > TRIES:
        return await _fail(job, _poison())
    try:
        # 0: there is nothing to read step by step, or the job has ended.
        total = await plan(job_id, round_number)
        await asyncio.gather(*(read_one(job_id, round_number, n) for n in range(total)))
        return await finish(job_id, round_number) if total else "ended"
    except (sa.exc.DBAPIError, dbos_error.DBOSException):
        # Not the job's fault: it waits, or `_take_up` begins it anew.
        raise
    except Exception as error:
        log.error("fault", job_id=job_id, kind=type(error).__name__)
        return await _fail(job, _fault(error))


async def _guarded(job_id: str, number: int, work: Callable[[Job], Awaitable[Any]]) -> Any:
    """A step's work, patient with storage. An error of ours ends the job with that error: the
    durable engine could keep it, but not as what it was. None then, and when it had ended."""

    async def once() -> Any:
        job = await asyncio.to_thread(_here().store.get, job_id)
        if job is None or job.round != number:
            return None
        try:
            return await work(job)
        except SummarizerError as error:
            await _fail(job, error)
            return None

    return await _through_storms(once)


@DBOS.step(name="read")
@traced("read", "job_id", "round")
async def plan(job_id: str, number: int) -> int:
    """Parse the document; how many chunks a model must read. A job without a model is done."""
    return await _guarded(job_id, number, _plan) or 0


async def _plan(job: Job) -> int:
    here = _here()
    if here.free(job):
        await _by_rules(here, job)
        return 0
    _, chunks = await here.document(job)
    await asyncio.to_thread(here.store.plan, job.id, len(chunks))
    return len(chunks)


async def _by_rules(here: _Worker, job: Job) -> None:
    here.load.begin(_workflow_id(job))
    content = await asyncio.to_thread(here.store.content, job)
    text, chunks = await here.parser.summarize(content, job.name)
    text = _with_time(text, job)
    await asyncio.to_thread(here.store.finish, job, "succeeded", summary=text, chunks=chunks)


@DBOS.step(name="chunk")
@traced("chunk", "job_id", "round", "chunk")
async def read_one(job_id: str, number: int, chunk: int) -> int:
    """One chunk through the engine, unless an earlier try or round read it whole."""
    await _guarded(job_id, number, lambda job: _read_one(job, chunk))
    return chunk


async def _read_one(job: Job, number: int) -> None:
    here = _here()
    kept = await asyncio.to_thread(here.store.kept_readings, job.id)
    if number in kept and kept[number][1]:
        return
    _, chunks = await here.document(job)
    # What others spend while this one waits counts too, and that it was cancelled.
    async with here.calls.turn(job.owner, job.number):
        if not here.load.begin(_workflow_id(job)):
            return
        now = await asyncio.to_thread(here.store.get, job.id)
        if now is None or now.state in ENDED or now.round != job.round:
            return
        extraction = await _unpaid(here, job, chunks[number])
        if extraction is None:
            engine = await here.engine_of(job)
            extraction = (await read_chunk(chunks[number], engine)).extraction
        await asyncio.to_thread(
            here.store.keep_reading,
            job,
            number,
            _EXTRACTION.dump_json(extraction).decode(),
            complete=not extraction.unread,
            usage=extraction.usage,
        )


async def _unpaid(here: _Worker, job: Job, chunk: Chunk) -> Extraction | None:
    """The chunk as unread when the job's owner may spend no more today."""
    if not await asyncio.to_thread(_is_over, here, job):
        return None
    zh, en = "已达费用上限，未调用模型", "the limit on spending is reached, no model was asked"
    return Extraction(unread=(Unread(chunk.start, chunk.end, "budget-exceeded", f"{zh} / {en}"),))


def _is_over(here: _Worker, job: Job) -> bool:
    return over_limit(spent_today(here.store.engine, job.owner), here.settings)


@DBOS.step(name="finish")
@traced("finish", "job_id", "round")
async def finish(job_id: str, number: int) -> str:
    """Merge, check, audit, overview; the result is stored with the state."""
    return await _guarded(job_id, number, _finish) or "ended"


async def _finish(job: Job) -> str:
    here = _here()
    if not here.load.begin(_workflow_id(job)):
        return "ended"
    document, chunks = await here.document(job)
    kept = await asyncio.to_thread(here.store.kept_readings, job.id)
    if not all(chunk.index in kept for chunk in chunks):
        return "ended"
    readings = [Reading(chunk, _EXTRACTION.validate_json(kept[chunk.index][0])) for chunk in chunks]
    if all(whole_chunk_unread(reading) for reading in readings):
        first = readings[0].extraction.unread[0]
        return await _fail(job, _unread_error(first.code, first.message))
    engine = await here.engine_of(job)
    if await asyncio.to_thread(_is_over, here, job):
        engine = _Silent(engine)
    await here.in_hand(job)()
    summary = await summarize_readings(document, readings, engine)
    partial = any(reading.extraction.unread for reading in readings)
    state: State = "partial" if partial else "succeeded"
    text = _with_time(summary.model_dump_json(), job)
    rest = _usage_of_overview(summary, readings)
    await asyncio.to_thread(here.store.finish, job, state, summary=text, usage=rest)
    return state


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


async def _fail(job: Job, error: SummarizerError) -> str:
    record = {
        "code": error.error_code,
        "retryable": error.retryable,
        "zh": error.zh,
        "en": error.en,
    }
    await asyncio.to_thread(_here().store.finish, job, "failed", error=record)
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
