"""The jobs that the service was given, their events and results: durable before anybody is told.

States: queued → running → succeeded | partial | failed | cancelled. Each change is one
transaction that writes the row, raises its version and adds an event.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Literal
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from summarizer.schema import Usage
from summarizer.service.database import (
    batches,
    blobs,
    costs,
    deliveries,
    events,
    idempotency,
    jobs,
    reading,
    readings,
    writing,
)
from summarizer.service.grouping import Grouped
from summarizer.service.spending import charge

__all__ = ["ENDED", "Event", "Job", "KeyReused", "State", "Store", "Submission"]

State = Literal["queued", "running", "succeeded", "partial", "failed", "cancelled"]
ENDED: frozenset[str] = frozenset({"succeeded", "partial", "failed", "cancelled"})


class KeyReused(Exception):
    """An Idempotency-Key came again with another body."""


@dataclass(frozen=True, slots=True)
class Submission:
    """What was handed in. `content` are the bytes as they came."""

    owner: str
    name: str
    content: bytes
    media_type: str = ""
    engine: str = "auto"
    client_ref: str | None = None
    batch: str | None = None
    idempotency_key: str | None = None

    @property
    def fingerprint(self) -> str:
        """Equal for two submissions that ask for the same."""
        parts = (self.name, self.media_type, self.engine, self.client_ref or "")
        head = json.dumps(parts, ensure_ascii=False).encode("utf-8", "surrogatepass")
        return sha256(head + b"\0" + self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Job:
    """One row of the jobs table."""

    number: int
    id: str
    owner: str
    name: str
    media_type: str
    engine: str
    blob: str
    state: State
    round: int
    tries: int
    chunks_done: int
    chunks_total: int | None
    summary: str | None
    error: str | None
    batch: str | None
    client_ref: str | None
    created_at: float
    started_at: float | None
    finished_at: float | None
    version: int


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a job. `number` is what Last-Event-ID names."""

    number: int
    job: str
    type: str
    data: str
    at: float


_UNBEGUN: dict[str, Any] = dict.fromkeys(
    ("chunks_total", "summary", "error", "started_at", "finished_at")
)
_LIGHT = [column for column in jobs.c if column.name != "summary"]


class Store:
    """Reads and writes of the jobs tables; every method is one transaction.

    `on_end` is called within the transaction in which a job ends, so that what it writes is there
    if and only if the job has ended."""

    def __init__(
        self, engine: sa.Engine, *, on_end: Callable[[sa.Connection, Job], None] | None = None
    ) -> None:
        self.engine = engine
        self._on_end = on_end
        self._grouped: Grouped[Submission, tuple[Job, bool]] = Grouped(self._submit)

    # -- taking in -------------------------------------------------------------------------

    def submit(self, submission: Submission) -> tuple[Job, bool]:
        """The job, and whether it is new. Raises KeyReused. On the disk when this returns."""
        # SQLite commits one after the other, each with a wait for the disk: those that wait
        # together commit together. Postgres does so by itself.
        if self.engine.dialect.name == "sqlite":
            return self._grouped(submission)
        (made,) = self._submit([submission])
        if isinstance(made, Exception):
            raise made
        return made

    def _submit(self, submissions: Sequence[Submission]) -> list[tuple[Job, bool] | Exception]:
        with writing(self.engine) as connection:
            return [self._submit_one(connection, submission) for submission in submissions]

    def _submit_one(
        self, connection: sa.Connection, submission: Submission
    ) -> tuple[Job, bool] | KeyReused:
        try:
            known = self._known(connection, submission)
        except KeyReused as error:
            return error
        if known is not None:
            return known, False
        job = self._insert(connection, submission)
        if submission.idempotency_key:
            connection.execute(
                idempotency.insert().values(
                    owner=submission.owner,
                    key=submission.idempotency_key,
                    fingerprint=submission.fingerprint,
                    resource=job.id,
                    created_at=job.created_at,
                )
            )
        return job, True

    def _known(self, connection: sa.Connection, submission: Submission) -> Job | None:
        if not submission.idempotency_key:
            return None
        # Fifty equal submissions at once must become one job.
        _lock(connection, f"{submission.owner}/{submission.idempotency_key}")
        row = connection.execute(
            sa.select(idempotency).where(
                idempotency.c.owner == submission.owner,
                idempotency.c.key == submission.idempotency_key,
            )
        ).first()
        if row is None:
            return None
        if row.fingerprint != submission.fingerprint:
            raise KeyReused(submission.idempotency_key)
        return self._job(connection, row.resource)

    def _insert(self, connection: sa.Connection, submission: Submission) -> Job:
        now = time.time()
        digest = sha256(submission.content).hexdigest()
        _lock(connection, digest)
        connection.execute(
            _insert_or_ignore(connection, blobs).values(
                sha256=digest, content=submission.content, created_at=now
            )
        )
        key = uuid4().hex
        values: dict[str, Any] = {
            "id": key,
            "owner": submission.owner,
            "name": submission.name,
            "media_type": submission.media_type,
            "engine": submission.engine,
            "blob": digest,
            "state": "queued",
            "round": 1,
            "tries": 0,
            "chunks_done": 0,
            "batch": submission.batch,
            "client_ref": submission.client_ref,
            "created_at": now,
            "version": 1,
        }
        made = connection.execute(jobs.insert().values(**values)).inserted_primary_key
        self._event(connection, key, "queued", {})
        return Job(**_UNBEGUN, **values, number=made[0] if made else 0)

    # -- looking ---------------------------------------------------------------------------

    def get(self, key: str, *, owner: str | None = None) -> Job | None:
        """A job by id; with an owner, only that owner's."""
        with reading(self.engine) as connection:
            job = self._job(connection, key)
        return job if job and owner in (None, job.owner) else None

    def content(self, job: Job) -> bytes:
        """The bytes that came. Raises LookupError when retention deleted them."""
        with reading(self.engine) as connection:
            found = connection.execute(
                sa.select(blobs.c.content).where(blobs.c.sha256 == job.blob)
            ).scalar()
        if found is None:
            raise LookupError(job.blob)
        return bytes(found)

    def page(
        self, owner: str, *, state: str | None = None, below: int | None = None, limit: int = 50
    ) -> list[Job]:
        """Jobs of an owner, newest first, without their summaries, below a number."""
        query = sa.select(*_LIGHT).where(jobs.c.owner == owner)
        if state:
            query = query.where(jobs.c.state == state)
        if below is not None:
            query = query.where(jobs.c.number < below)
        return self._jobs(query.order_by(jobs.c.number.desc()).limit(limit))

    def of_batch(self, batch: str) -> list[Job]:
        """The jobs of a batch in the order given."""
        return self._jobs(sa.select(*_LIGHT).where(jobs.c.batch == batch).order_by(jobs.c.number))

    def open_jobs(self, limit: int = 1000) -> list[Job]:
        """Jobs that have not ended, oldest first."""
        return self._light(jobs.c.state.in_(("queued", "running")), jobs.c.number, limit=limit)

    def running(self, limit: int = 1000) -> list[Job]:
        """Jobs that a worker took up and that have not ended."""
        return self._light(jobs.c.state == "running", jobs.c.number, limit=limit)

    def next_up(self, limit: int) -> list[Job]:
        """Queued jobs in fair order: the first of every owner, then the second of each, …"""
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
        """How many jobs stand in each state."""
        query = sa.select(jobs.c.state, sa.func.count()).group_by(jobs.c.state)
        if owner is not None:
            query = query.where(jobs.c.owner == owner)
        with reading(self.engine) as connection:
            return {row[0]: row[1] for row in connection.execute(query)}

    def waiting(self, owner: str) -> int:
        """How many jobs of an owner have not ended."""
        query = sa.select(sa.func.count()).where(
            jobs.c.owner == owner, jobs.c.state.in_(("queued", "running"))
        )
        with reading(self.engine) as connection:
            return connection.execute(query).scalar_one()

    def runnable(self, per_owner: int) -> int:
        """How many open jobs could run at once when each owner may have so many."""
        query = (
            sa.select(sa.func.count())
            .where(jobs.c.state.in_(("queued", "running")))
            .group_by(jobs.c.owner)
        )
        with reading(self.engine) as connection:
            return sum(min(count, per_owner) for count in connection.execute(query).scalars())

    # -- moving on -------------------------------------------------------------------------

    def begin(self, key: str, number: int) -> Job | None:
        """A worker takes a round of the job up: the state is `running`. None when it ended or
        another round goes on."""
        with writing(self.engine) as connection:
            job = self._open(connection, key, number)
            if job is None:
                return None
            changes: dict[str, Any] = {"state": "running"}
            if job.started_at is None:
                changes["started_at"] = time.time()
            self._change(connection, key, changes, None if job.state == "running" else "running")
            return self._job(connection, key)

    def take_in_hand(self, job: Job) -> None:
        """`tries` grows: what follows may be the job that ends its worker. Nobody who asks for
        the job need know, so its version stays."""
        self._note_tries(job, jobs.c.tries + 1)

    def let_go(self, job: Job) -> None:
        """What was in hand was done, and the worker lives."""
        self._note_tries(job, 0)

    def _note_tries(self, job: Job, tries: Any) -> None:
        with writing(self.engine) as connection:
            connection.execute(jobs.update().where(jobs.c.id == job.id).values(tries=tries))

    def keep_reading(
        self, job: Job, chunk: int, extraction: str, *, complete: bool, usage: Usage
    ) -> None:
        """A chunk was read: keep what the engine found and what it cost, and say so. Again is
        harmless."""
        with writing(self.engine) as connection:
            now = self._open(connection, job.id, job.round)
            if now is None:
                return
            values = {"extraction": extraction, "complete": complete}
            here = (readings.c.job == job.id, readings.c.chunk == chunk)
            done = connection.execute(readings.update().where(*here).values(**values)).rowcount
            if not done:
                connection.execute(readings.insert().values(job=job.id, chunk=chunk, **values))
            charge(connection, job.owner, job.id, usage)
            # Progress was made, so a later crash is not this job's poison.
            changes = {"chunks_done": jobs.c.chunks_done + (0 if done else 1), "tries": 0}
            self._change(connection, job.id, changes, "progress")

    def plan(self, key: str, total: int) -> None:
        """How many chunks the job has."""
        with writing(self.engine) as connection:
            self._change(connection, key, {"chunks_total": total}, None)

    def kept_readings(self, key: str) -> dict[int, tuple[str, bool]]:
        """What was read so far: chunk → (extraction, complete)."""
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
    ) -> bool:
        """The end of a round, once: False when it had ended before (cancelled, say) or another
        round goes on, whoever comes late. `chunks` is how many there were, all of them read."""
        with writing(self.engine) as connection:
            if self._open(connection, job.id, job.round) is None:
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
            self._change(connection, job.id, changes, state)
            ended = self._job(connection, job.id)
            if ended is not None and self._on_end:
                self._on_end(connection, ended)
            return True

    def next_round(self, job: Job) -> Job | None:
        """An open job goes on under a new name of its work, because the old one is lost. None when
        it has ended, or somebody else did this before."""
        with writing(self.engine) as connection:
            if self._open(connection, job.id, job.round) is None:
                return None
            self._change(connection, job.id, {"round": job.round + 1}, None)
            return self._job(connection, job.id)

    def reopen(self, key: str) -> Job | None:
        """A partial, failed or cancelled job goes round again. None when there is nothing to do."""
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
            self._change(connection, key, changes, "queued")
            return self._job(connection, key)

    def delete(self, *keys: str) -> None:
        """Jobs, results, events and, when nobody else has them, their bytes: for good."""
        for key in keys:
            self._delete(key)
        self._sweep()

    def _delete(self, key: str) -> None:
        with writing(self.engine) as connection:
            job = self._job(connection, key)
            if job is None:
                return
            for table in (readings, events, costs):
                connection.execute(table.delete().where(table.c.job == key))
            connection.execute(idempotency.delete().where(idempotency.c.resource == key))
            connection.execute(deliveries.delete().where(*_told_of(key)))
            connection.execute(jobs.delete().where(jobs.c.id == key))
            _lock(connection, job.blob)
            others = sa.select(jobs.c.id).where(jobs.c.blob == job.blob)
            if connection.execute(others.limit(1)).first() is None:
                connection.execute(blobs.delete().where(blobs.c.sha256 == job.blob))

    def forget_batches(self, before: float) -> int:
        """Batches made before a moment, of which no job is left: they name the files that were
        refused. Returns how many there were."""
        left = sa.exists().where(jobs.c.batch == batches.c.id)
        with writing(self.engine) as connection:
            old = batches.delete().where(batches.c.created_at < before, ~left)
            forgotten = connection.execute(old).rowcount
        if forgotten:
            self._sweep()
        return forgotten

    def expired(self, before: float, limit: int = 500) -> list[Job]:
        """Ended jobs older than a moment, for retention."""
        old = sa.and_(jobs.c.state.in_(ENDED), jobs.c.finished_at < before)
        return self._light(old, jobs.c.number, limit=limit)

    def _sweep(self) -> None:
        """Nothing of a deleted job stays in the write-ahead log."""
        if self.engine.dialect.name == "sqlite":
            with self.engine.connect() as connection:
                raw = connection.connection.driver_connection
                if raw is not None:
                    connection.rollback()
                    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    # -- events ----------------------------------------------------------------------------

    def events_of(self, key: str, *, after: int = 0, limit: int = 500) -> list[Event]:
        """Events of a job behind a number."""
        query = (
            sa.select(events)
            .where(events.c.job == key, events.c.number > after)
            .order_by(events.c.number)
            .limit(limit)
        )
        with reading(self.engine) as connection:
            return [Event(**row._mapping) for row in connection.execute(query)]

    def events_after(self, number: int, limit: int = 2000) -> list[Event]:
        """Events of all jobs behind a number."""
        query = sa.select(events).where(events.c.number > number).order_by(events.c.number)
        with reading(self.engine) as connection:
            return [Event(**row._mapping) for row in connection.execute(query.limit(limit))]

    def last_event(self) -> int:
        """Number of the newest event."""
        with reading(self.engine) as connection:
            return connection.execute(sa.select(sa.func.max(events.c.number))).scalar() or 0

    # -- batches ---------------------------------------------------------------------------

    def add_batch(self, owner: str, refused: Sequence[Mapping[str, Any]]) -> str:
        """A new batch; `refused` are the files that could not even become jobs."""
        key = uuid4().hex
        with writing(self.engine) as connection:
            connection.execute(
                batches.insert().values(
                    id=key,
                    owner=owner,
                    refused=json.dumps(list(refused), ensure_ascii=False),
                    created_at=time.time(),
                )
            )
        return key

    def batch(self, key: str, *, owner: str) -> tuple[float, list[dict[str, Any]]] | None:
        """When a batch was made and which of its files were refused."""
        query = sa.select(batches).where(batches.c.id == key, batches.c.owner == owner)
        with reading(self.engine) as connection:
            row = connection.execute(query).first()
        return (row.created_at, json.loads(row.refused)) if row else None

    # -- inside ----------------------------------------------------------------------------

    def _job(self, connection: sa.Connection, key: str) -> Job | None:
        row = connection.execute(sa.select(jobs).where(jobs.c.id == key)).first()
        return Job(**row._mapping) if row else None

    def _open(self, connection: sa.Connection, key: str, number: int) -> Job | None:
        """The job while this round of it is open; on Postgres locked until the transaction ends."""
        query = sa.select(jobs).where(jobs.c.id == key).with_for_update()
        row = connection.execute(query).first()
        if row is None or row.state in ENDED or row.round != number:
            return None
        return Job(**row._mapping)

    def _change(
        self, connection: sa.Connection, key: str, changes: Mapping[str, Any], event: str | None
    ) -> None:
        connection.execute(
            jobs.update().where(jobs.c.id == key).values(**changes, version=jobs.c.version + 1)
        )
        if event:
            self._event(connection, key, event, _progress(connection, key))

    def _event(
        self, connection: sa.Connection, key: str, kind: str, data: Mapping[str, Any]
    ) -> None:
        connection.execute(
            events.insert().values(
                job=key,
                type=kind,
                data=json.dumps({"id": key, **data}, ensure_ascii=False),
                at=time.time(),
            )
        )


def _progress(connection: sa.Connection, key: str) -> dict[str, Any]:
    row = connection.execute(
        sa.select(jobs.c.state, jobs.c.chunks_done, jobs.c.chunks_total).where(jobs.c.id == key)
    ).first()
    if row is None:
        return {}
    return {"state": row.state, "progress": {"done": row.chunks_done, "total": row.chunks_total}}


def _told_of(key: str) -> tuple[sa.ColumnElement[bool], ...]:
    """What webhooks were told of a job; what they are still to be told is not lost."""
    name = deliveries.c.id
    return name > f"msg_{key}.", name < f"msg_{key}/", deliveries.c.state != "due"


def _lock(connection: sa.Connection, mark: str) -> None:
    """Nobody else goes on under this mark until the transaction ends; SQLite has one writer
    anyway."""
    if connection.dialect.name == "postgresql":
        number = int.from_bytes(sha256(mark.encode()).digest()[:8], "big", signed=True)
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(number)))


def _insert_or_ignore(connection: sa.Connection, table: sa.Table) -> Any:
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    return dialect.insert(table).on_conflict_do_nothing()
