"""Turn a submission into a job, once per Idempotency-Key; store equal bytes once."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from hashlib import sha256
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from summarizer.service.records import Batch, Job, KeyReused, Submission
from summarizer.service.rows import find_job, insert_or_ignore, lock, note_event
from summarizer.service.tables import batches, blobs, idempotency, jobs

__all__ = ["admit", "admit_batch"]

_UNBEGUN: dict[str, Any] = dict.fromkeys(
    ("chunks_total", "summary", "error", "started_at", "finished_at")
)


def admit_batch(connection: sa.Connection, batch: Batch) -> tuple[str, bool] | KeyReused:
    """Return the batch's id and whether it is new, or the reason for the refusal."""
    try:
        known = _known_resource(
            connection, batch.owner, batch.idempotency_key, lambda: batch.fingerprint
        )
    except KeyReused as error:
        return error
    if known is not None:
        return known, False
    key, now = uuid4().hex, time.time()
    refused = json.dumps(list(batch.refused), ensure_ascii=False)
    connection.execute(
        batches.insert().values(id=key, owner=batch.owner, refused=refused, created_at=now)
    )
    for name, content in batch.files:
        _insert(connection, Submission(batch.owner, name, content, engine=batch.engine, batch=key))
    if batch.idempotency_key:
        _remember(connection, batch.owner, batch.idempotency_key, batch.fingerprint, key)
    return key, True


def admit(connection: sa.Connection, submission: Submission) -> tuple[Job, bool] | KeyReused:
    """Return the job and whether it is new, or the reason for the refusal."""
    try:
        known = _known(connection, submission)
    except KeyReused as error:
        return error
    if known is not None:
        return known, False
    job = _insert(connection, submission)
    if submission.idempotency_key:
        key = submission.idempotency_key
        _remember(connection, submission.owner, key, submission.fingerprint, job.id)
    return job, True


def _remember(
    connection: sa.Connection, owner: str, key: str, fingerprint: str, resource: str
) -> None:
    values = {"owner": owner, "key": key, "fingerprint": fingerprint, "resource": resource}
    connection.execute(idempotency.insert().values(**values, created_at=time.time()))


def _known(connection: sa.Connection, submission: Submission) -> Job | None:
    key = _known_resource(
        connection, submission.owner, submission.idempotency_key, lambda: submission.fingerprint
    )
    return find_job(connection, key) if key else None


def _known_resource(
    connection: sa.Connection, owner: str, key: str | None, fingerprint: Callable[[], str]
) -> str | None:
    if not key:
        return None
    # Fifty equal submissions at once must become one job.
    lock(connection, f"{owner}/{key}")
    here = (idempotency.c.owner == owner, idempotency.c.key == key)
    row = connection.execute(sa.select(idempotency).where(*here)).first()
    if row is None:
        return None
    if row.fingerprint != fingerprint():
        raise KeyReused(key)
    return str(row.resource)


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
