"""The store of jobs, events and results. Everything is durable before a caller is answered.

States: queued → running → succeeded | partial | failed | cancelled. Each change is one
transaction that writes the row, raises its version and adds an event.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from summarizer.schema import Usage
from summarizer.service import statements
from summarizer.service.admission import admit, admit_batch
from summarizer.service.database import reading, writing
from summarizer.service.grouping import Grouped
from summarizer.service.listing import Listing, unlist, write
from summarizer.service.records import ENDED, Batch, Event, Job, KeyReused, State, Submission
from summarizer.service.rows import change, find_job, find_open, lock
from summarizer.service.spending import charge
from summarizer.service.tables import (
    batches,
    blobs,
    costs,
    decisions,
    deliveries,
    events,
    idempotency,
    jobs,
    readings,
    reviews,
)

__all__ = ["ENDED", "Batch", "Event", "Job", "KeyReused", "State", "Store", "Submission"]

_LIGHT = [column for column in jobs.c if column.name != "summary"]


class Store:
    """Reads and writes the jobs tables; every method is one transaction.

    `on_end` is called within the transaction in which a job ends, so its writes exist if and only
    if the job has ended.
    """

    def __init__(
        self, engine: sa.Engine, *, on_end: Callable[[sa.Connection, Job], None] | None = None
    ) -> None:
        self.engine = engine
        self._on_end = on_end
        self._grouped: Grouped[Submission, tuple[Job, bool]] = Grouped(self._submit)

    # -- submitting ------------------------------------------------------------------------

    def submit(self, submission: Submission) -> tuple[Job, bool]:
        """Return the job, and whether it is new.

        Raises KeyReused. The job is on disk when this returns.
        """
        # SQLite commits one transaction after the other, each with an fsync, so waiting submissions
        # are committed together. Postgres groups commits itself.
        if self.engine.dialect.name == "sqlite":
            return self._grouped(submission)
        (made,) = self._submit([submission])
        if isinstance(made, Exception):
            raise made
        return made

    def _submit(self, submissions: Sequence[Submission]) -> list[tuple[Job, bool] | Exception]:
        with writing(self.engine) as connection:
            return [admit(connection, submission) for submission in submissions]

    # -- reading ---------------------------------------------------------------------------

    def get(self, key: str, *, owner: str | None = None) -> Job | None:
        """Return a job by id; with an owner, only that owner's."""
        with reading(self.engine) as connection:
            job = find_job(connection, key)
        return job if job and owner in (None, job.owner) else None

    def content(self, job: Job) -> bytes:
        """Return the original bytes. Raises LookupError when retention deleted them."""
        with reading(self.engine) as connection:
            found = connection.execute(
                sa.select(blobs.c.content).where(blobs.c.sha256 == job.blob)
            ).scalar()
        if found is None:
            raise LookupError(job.blob)
        return bytes(found)

    def page(
        self,
        owner: str,
        *,
        state: str | None = None,
        below: int | None = None,
        limit: int = 50,
        named: str = "",
    ) -> list[Job]:
        """Return an owner's jobs below a number, newest first, without their summaries.

        `named` selects jobs whose name contains it.
        """
        query = sa.select(*_LIGHT).where(jobs.c.owner == owner)
        if state:
            query = query.where(jobs.c.state == state)
        if named:
            query = query.where(jobs.c.name.icontains(named, autoescape=True))
        if below is not None:
            query = query.where(jobs.c.number < below)
        return self._jobs(query.order_by(jobs.c.number.desc()).limit(limit))

    def of_batch(self, batch: str) -> list[Job]:
        """Return the jobs of a batch in the order submitted."""
        return self._jobs(sa.select(*_LIGHT).where(jobs.c.batch == batch).order_by(jobs.c.number))

    def open_jobs(self, limit: int = 1000) -> list[Job]:
        """Return jobs that have not ended, oldest first."""
        return self._light(jobs.c.state.in_(("queued", "running")), jobs.c.number, limit=limit)

    def running(self, limit: int = 1000) -> list[Job]:
        """Return jobs that a worker has begun and that have not ended."""
        return self._light(jobs.c.state == "running", jobs.c.number, limit=limit)

    def next_up(self, limit: int) -> list[Job]:
        """Return queued jobs in fair order: the first of every owner, then the second of each, …"""
        turn = sa.func.row_number().over(partition_by=jobs.c.owner, order_by=jobs.c.number)
        places = (
            sa.select(jobs.c.number, turn.label("turn"))
            .where(jobs.c.state == "queued")
            .order_by(sa.literal_column("turn"), jobs.c.number)
            .limit(limit)
            .subquery()
        )
        query = sa.select(*_LIGHT).join(places, places.c.number == jobs.c.number)
        return self._jobs(query.order_by(places.c.turn, jobs.c.number))

    def _light(self, condition: sa.ColumnElement[bool], *order: Any, limit: int) -> list[Job]:
        return self._jobs(sa.select(*_LIGHT).where(condition).order_by(*order).limit(limit))

    def _jobs(self, query: sa.Select[Any]) -> list[Job]:
        with reading(self.engine) as connection:
            rows = connection.execute(query).all()
        return [Job(**{**row._mapping, "summary": None}) for row in rows]

    def counts(self, owner: str | None = None) -> dict[str, int]:
        """Return the number of jobs in each state."""
        query = sa.select(jobs.c.state, sa.func.count()).group_by(jobs.c.state)
        if owner is not None:
            query = query.where(jobs.c.owner == owner)
        with reading(self.engine) as connection:
            return {row[0]: row[1] for row in connection.execute(query)}

    def waiting(self, owner: str) -> int:
        """Return the number of an owner's jobs that have not ended."""
        query = sa.select(sa.func.count()).where(
            jobs.c.owner == owner, jobs.c.state.in_(("queued", "running"))
        )
        with reading(self.engine) as connection:
            return connection.execute(query).scalar_one()

    def runnable(self, per_owner: int) -> int:
        """Return how many open jobs could run at once with a limit per owner."""
        query = (
            sa.select(sa.func.count())
            .where(jobs.c.state.in_(("queued", "running")))
            .group_by(jobs.c.owner)
        )
        with reading(self.engine) as connection:
            return sum(min(count, per_owner) for count in connection.execute(query).scalars())

    # -- progress --------------------------------------------------------------------------

    def begin(self, key: str, number: int) -> Job | None:
        """Set a round of a job to `running`. Returns None when it ended or another round
        is active.
        """
        with writing(self.engine) as connection:
            job = find_open(connection, key, number)
            if job is None:
                return None
            changes: dict[str, Any] = {"state": "running"}
            if job.started_at is None:
                changes["started_at"] = time.time()
            change(connection, key, changes, None if job.state == "running" else "running")
            return find_job(connection, key)

    def take_in_hand(self, job: Job) -> None:
        """Count a try, because the next operation may end the worker.

        Clients do not see this, so the version does not change.
        """
        self._note_tries(job, jobs.c.tries + 1)

    def let_go(self, job: Job) -> None:
        """Reset the tries after the operation succeeded."""
        self._note_tries(job, 0)

    def _note_tries(self, job: Job, tries: Any) -> None:
        with writing(self.engine) as connection:
            connection.execute(jobs.update().where(jobs.c.id == job.id).values(tries=tries))

    def keep_reading(
        self, job: Job, chunk: int, extraction: str, *, complete: bool, usage: Usage
    ) -> None:
        """Store the extraction and cost of a chunk and add a progress event. Repeating it has no
        effect.
        """
        with writing(self.engine) as connection:
            now = find_open(connection, job.id, job.round)
            if now is None:
                return
            values = {"extraction": extraction, "complete": complete}
            here = (readings.c.job == job.id, readings.c.chunk == chunk)
            done = connection.execute(readings.update().where(*here).values(**values)).rowcount
            if not done:
                connection.execute(readings.insert().values(job=job.id, chunk=chunk, **values))
            charge(connection, job.owner, job.id, usage)
            # The job made progress, so a later crash does not count towards poison.
            changes = {"chunks_done": jobs.c.chunks_done + (0 if done else 1), "tries": 0}
            change(connection, job.id, changes, "progress")

    def plan(self, key: str, total: int) -> None:
        """Store the number of chunks of a job."""
        with writing(self.engine) as connection:
            change(connection, key, {"chunks_total": total}, None)

    def kept_readings(self, key: str) -> dict[int, tuple[str, bool]]:
        """Return the stored readings: chunk → (extraction, complete)."""
        query = sa.select(readings).where(readings.c.job == key)
        with reading(self.engine) as connection:
            return {row.chunk: (row.extraction, row.complete) for row in connection.execute(query)}

    def finish(
        self,
        job: Job,
        state: State,
        *,
        summary: str | None = None,
        error: Mapping[str, Any] | None = None,
        chunks: int | None = None,
        usage: Usage | None = None,
        listing: Listing | None = None,
    ) -> bool:
        """End a round, once.

        Returns False when it had already ended (cancelled, for example) or another round is active.
        `chunks` is the number of chunks, all of them read; `listing` replaces the job's row in the
        portfolio.
        """
        with writing(self.engine) as connection:
            if find_open(connection, job.id, job.round) is None:
                return False
            changes: dict[str, Any] = {"state": state, "finished_at": time.time()}
            if summary is not None:
                changes["summary"] = summary
            if error is not None:
                changes["error"] = json.dumps(error, ensure_ascii=False)
            if chunks is not None:
                changes |= {"chunks_done": chunks, "chunks_total": chunks}
            if usage is not None:
                charge(connection, job.owner, job.id, usage)
            change(connection, job.id, changes, state)
            ended = find_job(connection, job.id)
            if ended is not None and listing is not None:
                write(connection, ended, listing)
            if ended is not None and self._on_end:
                self._on_end(connection, ended)
            return True

    def next_round(self, job: Job) -> Job | None:
        """Continue an open job as a new round, because its workflow is lost.

        Returns None when it has ended, or another process already did this.
        """
        with writing(self.engine) as connection:
            if find_open(connection, job.id, job.round) is None:
                return None
            change(connection, job.id, {"round": job.round + 1}, None)
            return find_job(connection, job.id)

    def hand_back(self, key: str, number: int) -> bool:
        """Return an open job to the queue as a new round; finished chunks are kept.

        Returns False when it has ended or another round is active.
        """
        with writing(self.engine) as connection:
            job = find_open(connection, key, number)
            if job is None:
                return False
            event = "queued" if job.state == "running" else None
            change(connection, key, {"state": "queued", "round": job.round + 1}, event)
            return True

    def reopen(self, key: str) -> Job | None:
        """Start a new round of a partial, failed or cancelled job. Returns None when nothing is
        left to do.
        """
        with writing(self.engine) as connection:
            query = sa.select(jobs).where(jobs.c.id == key).with_for_update()
            job = connection.execute(query).first()
            if job is None or job.state not in ("partial", "failed", "cancelled"):
                return None
            changes = {
                "state": "queued",
                "round": job.round + 1,
                "tries": 0,
                "error": None,
                "finished_at": None,
            }
            change(connection, key, changes, "queued")
            return find_job(connection, key)

    def documents_of_only(self, among: Sequence[Job]) -> set[str]:
        """Return the documents of these jobs that no other job has."""
        keys, blobs_of = {job.id for job in among}, {job.blob for job in among}
        query = sa.select(jobs.c.blob).where(jobs.c.blob.in_(blobs_of), jobs.c.id.not_in(keys))
        with reading(self.engine) as connection:
            return blobs_of - set(connection.execute(query).scalars())

    def delete(self, *keys: str) -> None:
        """Delete jobs, results, events and, when no other job has them, their bytes."""
        for key in keys:
            self._delete(key)
        self._sweep()

    def _delete(self, key: str) -> None:
        with writing(self.engine) as connection:
            job = find_job(connection, key)
            if job is None:
                return
            unlist(connection, job)
            for table in (readings, events, costs, decisions, reviews):
                connection.execute(table.delete().where(table.c.job == key))
            connection.execute(idempotency.delete().where(idempotency.c.resource == key))
            connection.execute(deliveries.delete().where(*_told_of(key)))
            connection.execute(jobs.delete().where(jobs.c.id == key))
            lock(connection, job.blob)
            others = sa.select(jobs.c.id).where(jobs.c.blob == job.blob)
            if connection.execute(others.limit(1)).first() is None:
                connection.execute(blobs.delete().where(blobs.c.sha256 == job.blob))

    def forget_batches(self, before: float) -> int:
        """Delete batches made before a moment that have no jobs left, with their refused file
        names.

        Returns their number.
        """
        left = sa.exists().where(jobs.c.batch == batches.c.id)
        with writing(self.engine) as connection:
            gone = sa.select(batches.c.id).where(batches.c.created_at < before, ~left)
            connection.execute(idempotency.delete().where(idempotency.c.resource.in_(gone)))
            old = batches.delete().where(batches.c.created_at < before, ~left)
            forgotten = connection.execute(old).rowcount
        if forgotten:
            self._sweep()
        return forgotten

    def tidy(self) -> None:
        """Remove the words of deleted jobs from the index, on SQLite versions that keep them."""
        with writing(self.engine) as connection:
            statements.tidy(connection)

    def expired(self, before: float, limit: int = 500) -> list[Job]:
        """Return ended jobs older than a moment, for retention."""
        old = sa.and_(jobs.c.state.in_(ENDED), jobs.c.finished_at < before)
        return self._light(old, jobs.c.number, limit=limit)

    def _sweep(self) -> None:
        """Truncate the write-ahead log, so that it keeps nothing of a deleted job."""
        if self.engine.dialect.name == "sqlite":
            with self.engine.connect() as connection:
                raw = connection.connection.driver_connection
                if raw is not None:
                    connection.rollback()
                    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    # -- events ----------------------------------------------------------------------------

    def events_of(self, key: str, *, after: int = 0, limit: int = 500) -> list[Event]:
        """Return the events of a job after a number."""
        query = (
            sa.select(events)
            .where(events.c.job == key, events.c.number > after)
            .order_by(events.c.number)
            .limit(limit)
        )
        with reading(self.engine) as connection:
            return [Event(**row._mapping) for row in connection.execute(query)]

    def events_after(self, number: int, limit: int = 2000) -> list[Event]:
        """Return the events of all jobs after a number."""
        query = sa.select(events).where(events.c.number > number).order_by(events.c.number)
        with reading(self.engine) as connection:
            return [Event(**row._mapping) for row in connection.execute(query.limit(limit))]

    def last_event(self) -> int:
        """Return the number of the newest event."""
        with reading(self.engine) as connection:
            return connection.execute(sa.select(sa.func.max(events.c.number))).scalar() or 0

    # -- batches ---------------------------------------------------------------------------

    def submit_batch(self, batch: Batch) -> tuple[str, bool]:
        """Store a batch with all its jobs. Returns its id, and whether it is new. Raises
        KeyReused.
        """
        with writing(self.engine) as connection:
            made = admit_batch(connection, batch)
        if isinstance(made, Exception):
            raise made
        return made

    def batch(self, key: str, *, owner: str) -> tuple[float, list[dict[str, Any]]] | None:
        """Return the time of a batch and its refused files."""
        query = sa.select(batches).where(batches.c.id == key, batches.c.owner == owner)
        with reading(self.engine) as connection:
            row = connection.execute(query).first()
        return (row.created_at, json.loads(row.refused)) if row else None


def _told_of(key: str) -> tuple[sa.ColumnElement[bool], ...]:
    """Return the condition for finished deliveries about a job; due ones are kept."""
    name = deliveries.c.id
    return name > f"msg_{key}.", name < f"msg_{key}/", deliveries.c.state != "due"
