"""A job as the interface shows it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import Path, Response

from summarizer.service.context import Service
from summarizer.service.keys import Caller
from summarizer.service.models import JobError, Progress
from summarizer.service.problems import ProblemError
from summarizer.service.store import Job

__all__ = ["JobId", "is_id", "job_of", "status_answer", "status_json", "when"]

JobId = Annotated[str, Path(description="Id of a job", examples=["0f" * 16])]


def is_id(key: str) -> bool:
    """Whether a text can be a job id."""
    return len(key) == 32 and key.isascii() and key.isalnum()


async def job_of(here: Service, caller: Caller, key: str) -> Job:
    found = None
    if is_id(key):
        found = await asyncio.to_thread(here.store.get, key, owner=caller.owner)
    if found is None:
        raise ProblemError("not-found")
    return found


def when(moment: float) -> str:
    """Format a time as ISO 8601, UTC."""
    return datetime.fromtimestamp(moment, UTC).isoformat(timespec="milliseconds")


def status_json(job: Job) -> dict[str, Any]:
    """Return a job as JSON, without its summary."""
    return {
        "id": job.id,
        "state": job.state,
        "name": job.name,
        "engine": job.engine,
        "client_ref": job.client_ref,
        "batch": job.batch,
        "progress": Progress(done=job.chunks_done, total=job.chunks_total).model_dump(),
        "created_at": when(job.created_at),
        "started_at": when(job.started_at) if job.started_at else None,
        "finished_at": when(job.finished_at) if job.finished_at else None,
        "error": JobError.model_validate_json(job.error).model_dump() if job.error else None,
        "summary": None,
    }


def status_answer(job: Job, code: int, headers: Mapping[str, str] | None = None) -> Response:
    """Return a job as a response; its summary is passed on as stored."""
    text = json.dumps(status_json(job), ensure_ascii=False)
    if job.summary:
        text = f"{text.removesuffix('null}')}{job.summary}}}"
    content = text.encode("utf-8", "replace")
    return Response(content, code, headers=headers, media_type="application/json")
