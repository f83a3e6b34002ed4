"""Schedule jobs: pass them from our table to the durable engine, and recover or delete them when
they are lost, too many for one worker, or expired.
"""

from __future__ import annotations

import os
import threading
import time
from typing import Any

import sqlalchemy as sa
import structlog
from dbos import DBOS, Queue, WorkflowStatus

from summarizer.memory import TRIM_SECONDS, trim_heap
from summarizer.service.jobs.worker import Worker
from summarizer.service.jobs.workflow import (
    CONTRACT_VERSION,
    POLL_SECONDS,
    QUEUE,
    enqueue,
    here,
    open_engine,
    set_worker,
    taken_by,
)
from summarizer.service.listing import list_unlisted
from summarizer.service.parsing import Parser
from summarizer.service.spending import refuse_unpriced
from summarizer.service.store import Job, Store
from summarizer.service.turns import Turns
from summarizer.service.workers import Presence, fair_share, surplus
from summarizer.settings import Settings

__all__ = ["Jobs"]

# Each poll of the engine's queue costs about 6 ms; at 0.2 s an idle server used 3 % of a core.
IDLE_POLL_SECONDS = 1.0
BUSY_SECONDS = 1.0
LOOK_SECONDS = 5.0
HAND_ON_SECONDS = 0.05
RETENTION_SECONDS = 600.0
DAY = 86_400.0
_ACTIVE = frozenset({"PENDING", "ENQUEUED", "DELAYED"})
log = structlog.get_logger("summarizer.jobs")


class Jobs:
    """Submits, runs, cancels and recovers jobs."""

    def __init__(self, settings: Settings, store: Store, *, worker_id: str) -> None:
        self.settings = settings
        self.store = store
        self.worker_id = worker_id
        self._wake = threading.Event()
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None
        self._presence = Presence(store.engine, worker_id, settings.jobs_per_worker)
        self._parser = Parser(settings, children=min(4, os.cpu_count() or 1))
        # Number of jobs in the durable engine's own queue; the others wait in our table, which is
        # cheaper to fill and can be read in fair order.
        self._window = 2 * settings.jobs_per_worker
        self._handed: set[str] = set()
        self._doubted: set[str] = set()
        self._next_look = self._next_retention = self._next_giving = 0.0

    def launch(self, *, run: bool = True) -> None:
        """Open the durable engine; with `run`, this process works on jobs too.

        Call it outside of an event loop: jobs then run on the engine's own loop. Raises
        ConfigError.
        """
        if run:
            refuse_unpriced(self.settings)
        worker = Worker(
            self.settings, self.store, self._parser, Turns(self.settings.llm_concurrency)
        )
        set_worker(worker)
        open_engine(self.settings, self.worker_id, run=run)
        if run:
            self._parser.warm()
            threading.Thread(target=worker.warm, daemon=True).start()
            threading.Thread(target=self._list_unlisted, daemon=True).start()
            self._thread = threading.Thread(target=self._dispatch_loop, daemon=True)
            self._thread.start()

    def close(self, *, wait_seconds: float) -> None:
        """Stop taking jobs. Running steps may end within the given time; the rest continues after
        the next start.
        """
        self._closing.set()
        self._wake.set()
        if self._thread:
            self._thread.join(timeout=2)
            self._leave()
        DBOS.destroy(workflow_completion_timeout_sec=int(wait_seconds))
        if self._thread:
            self._hand_back()
        self._parser.close()

    def dispatch(self) -> None:
        """Wake the dispatcher for new jobs in the table. Safe if the process is killed before they
        are passed on.
        """
        self._wake.set()

    def cancel(self, job: Job) -> bool:
        """Cancel a job: no further step begins, finished chunks are kept. Returns False when it had
        already ended.
        """
        ended = self.store.finish(job, "cancelled")
        if ended:
            DBOS.cancel_workflow(job.work)
        return ended

    def delete(self, *jobs: Job) -> None:
        """Delete jobs and all their records, here and in the durable engine."""
        here().forget_answers(*self.store.documents_of_only(jobs))
        self.store.delete(*(job.id for job in jobs))
        DBOS.delete_workflows([name for job in jobs for name in _workflow_ids(job)])

    def _dispatch_loop(self) -> None:
        while not self._closing.wait(HAND_ON_SECONDS):
            self._wake.clear()
            try:
                self._share_out()
                self._hand_on()
                self._look_after()
            except Exception as error:
                # The table holds every job, so the next look finds them. If this thread ended, the
                # service would accept jobs and run none.
                log.warning("look failed", kind=type(error).__name__)
            self._wake.wait(self._pause())

    def _pause(self) -> float:
        """Return the time to the next look. It is short while jobs are waiting or running, because
        ended jobs free their places silently.
        """
        if self._handed:
            return POLL_SECONDS
        return BUSY_SECONDS if len(here().load) else LOOK_SECONDS

    def _leave(self) -> None:
        try:
            self._presence.leave()
        except sa.exc.SQLAlchemyError as error:
            log.warning("not signed off", kind=type(error).__name__)

    def _hand_back(self) -> None:
        """Return unfinished jobs to the queue, because this worker may not come back.

        The engine's own list is the complete one: it also takes jobs that have not begun here.
        """
        try:
            for name in taken_by(self.settings, self.worker_id):
                key, _, number = name.rpartition(".")
                if self.store.hand_back(key, int(number)):
                    log.info("handed back", job_id=key)
        except Exception as error:
            log.warning("not handed back", kind=type(error).__name__)

    def _share_out(self) -> None:
        """Limit this worker to its fair share of the jobs, running and waiting."""
        places = self._presence.living()
        alone = len(places) == 1
        runnable = 0 if alone else self.store.runnable(self.settings.jobs_per_key)
        share = fair_share(runnable, places)
        queue = DBOS.retrieve_queue(QUEUE)
        if queue is not None:
            self._adjust(queue, share)
        load = here().load
        for name in load.give(surplus(len(load), runnable, places)):
            self._give_away(name)

    def _adjust(self, queue: Queue, share: int) -> None:
        """Set the queue's limit for each worker, and poll it seldom while no job is open."""
        if queue.worker_concurrency != share:
            queue.set_worker_concurrency(share)
        poll = POLL_SECONDS if self.store.open_jobs(limit=1) else IDLE_POLL_SECONDS
        if queue.polling_interval_sec != poll:
            queue.set_polling_interval_sec(poll)

    def _give_away(self, name: str) -> None:
        """Release a waiting job to other workers, as a new round that continues with the finished
        chunks.
        """
        key, _, number = name.rpartition(".")
        job = self.store.get(key)
        again = self.store.next_round(job) if job and job.round == int(number) else None
        if again is not None:
            DBOS.cancel_workflow(name)
            enqueue(again)

    def _hand_on(self) -> None:
        """Pass the next jobs to the durable engine."""
        jobs = self.store.next_up(self._window)
        for job in jobs:
            if job.work not in self._handed:
                enqueue(job)
        self._handed = {job.work for job in jobs}

    def _look_after(self) -> None:
        now = time.monotonic()
        if now >= self._next_look:
            self._next_look = now + LOOK_SECONDS
            self._take_up()
        if now >= self._next_giving:
            self._next_giving = now + TRIM_SECONDS
            trim_heap()
        if now >= self._next_retention:
            self._next_retention = now + RETENTION_SECONDS
            self._expire()

    def _take_up(self) -> None:
        """Restart open jobs that no worker runs: their workflow failed, is missing, or belongs to
        another version.
        """
        open_jobs = [*self.store.running(), *self.store.next_up(self._window)]
        if not open_jobs:
            return
        names = [job.work for job in open_jobs]
        known = DBOS.list_workflows(workflow_ids=names, load_input=False, load_output=False)
        by_name = {workflow.workflow_id: workflow for workflow in known}
        doubted, self._doubted = self._doubted, set()
        for job in open_jobs:
            workflow = by_name.get(job.work)
            if workflow is None:
                enqueue(job)
            elif self._is_lost(workflow, doubted):
                self._begin_anew(job, workflow)

    def _is_lost(self, workflow: WorkflowStatus, doubted: set[str]) -> bool:
        name = workflow.workflow_id
        if workflow.status not in _ACTIVE or workflow.app_version != CONTRACT_VERSION:
            return True
        mine = workflow.status == "PENDING" and workflow.executor_id == self.worker_id
        if mine and name not in here().load:
            # The workflow may be about to run: it counts as lost when this is seen twice.
            self._doubted.add(name)
        return name in doubted & self._doubted

    def _begin_anew(self, job: Job, workflow: WorkflowStatus) -> None:
        again = self.store.next_round(job)
        if again is None:
            return
        log.warning("begun anew", job_id=job.id, was=workflow.status, of=workflow.app_version)
        if workflow.status in _ACTIVE:
            DBOS.cancel_workflow(workflow.workflow_id)
        enqueue(again)

    def _expire(self) -> None:
        """Delete jobs past their retention time."""
        before = time.time() - self.settings.retention_days * DAY
        while expired := self.store.expired(before):
            self.delete(*expired)
            log.info("expired", jobs=len(expired))
        self.store.forget_batches(before)
        self.store.tidy()

    def _list_unlisted(self) -> None:
        """List jobs in the portfolio that ended under an earlier version."""
        try:
            while list_unlisted(self.store.engine) and not self._closing.is_set():
                pass
        except Exception as error:
            log.warning("not listed", kind=type(error).__name__)

    # -- for operators -----------------------------------------------------------------------

    def list_pending(self, worker_id: str | None = None) -> list[dict[str, Any]]:
        """Return the jobs that a worker holds."""
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


def _workflow_ids(job: Job) -> list[str]:
    return [f"{job.id}.{number}" for number in range(1, job.round + 1)]
