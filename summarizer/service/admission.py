"""How a submission becomes a job: once per Idempotency-Key, its bytes once per content."""

from __future__ import annotations

import time
from hashlib import sha256
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from summarizer.service.database import blobs, idempotency, jobs
from summarizer.service.records import Job, KeyReused, Submission
from summarizer.service.rows import find_job, insert_or_ignore, lock, note_event

__all__ = ["admit"]

_UNBEGUN: dict[str, Any] = dict.fromkeys(
    ("chunks_total", "summary", "error", "started_at", "finished_at")
)


def admit(connection: sa.Connection, submission: Submission) -> tuple[Job, bool] | KeyReused:
    """The job, and whether it is new; or, returned, why there is none."""
    try:
        known = _known(connection, submission)
    except KeyReused as error:
        return error
    if known is not None:
        return known, False
    job = _insert(connection, submission)
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


def _known(connection: sa.Connection, submission: Submission) -> Job | None:
    if not submission.idempotency_key:
        return None
    # Fifty equal submissions at once must become one job.
    lock(connection, f"{submission.owner}/{submission.idempotency_key}")
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
    return find_job(connection, row.resource)


def _insert(connection: sa.Connection, submission: Submission) -> Job:
    now = time.time()
    digest = sha256(submission.content).hexdigest()
    lock(connection, digest)
    connection.execute(
        insert_or_ignore(connection, blobs).values(
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
    note_event(connection, key, "queued", {})
    return Job(**_UNBEGUN, **values, number=made[0] if made else 0)
