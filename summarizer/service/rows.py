"""Single operations on the rows of jobs and events, each within the caller's transaction."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from summarizer.service.records import ENDED, Job
from summarizer.service.tables import events, jobs

__all__ = ["change", "find_job", "find_open", "insert_or_ignore", "lock", "note_event"]


def find_job(connection: sa.Connection, key: str) -> Job | None:
    """Return the job with an id."""
    row = connection.execute(sa.select(jobs).where(jobs.c.id == key)).first()
    return Job(**row._mapping) if row else None


def find_open(connection: sa.Connection, key: str, number: int) -> Job | None:
    """Return the job while this round of it is open; on Postgres locked until the
    transaction ends.
    """
    query = sa.select(jobs).where(jobs.c.id == key).with_for_update()
    row = connection.execute(query).first()
    if row is None or row.state in ENDED or row.round != number:
        return None
    return Job(**row._mapping)


def change(
    connection: sa.Connection, key: str, changes: Mapping[str, Any], event: str | None
) -> None:
    """Update values, raise the version, and add an event of that kind, if any."""
    connection.execute(
        jobs.update().where(jobs.c.id == key).values(**changes, version=jobs.c.version + 1)
    )
    if event:
        note_event(connection, key, event, _progress(connection, key))


def note_event(connection: sa.Connection, key: str, kind: str, data: Mapping[str, Any]) -> None:
    """Add an event of a job."""
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


def lock(connection: sa.Connection, mark: str) -> None:
    """Hold an exclusive lock by this name until the transaction ends; SQLite has one
    writer anyway.
    """
    if connection.dialect.name == "postgresql":
        number = int.from_bytes(sha256(mark.encode()).digest()[:8], "big", signed=True)
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(number)))


def insert_or_ignore(connection: sa.Connection, table: sa.Table) -> Any:
    """Return an insert that does nothing when a row with the same key exists."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    return dialect.insert(table).on_conflict_do_nothing()
