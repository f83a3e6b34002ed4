"""`/v1/batches`: many files in one request."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import JSONResponse

from summarizer.service import intake
from summarizer.service.context import Here, ReaderOf, Service, Submitter
from summarizer.service.keys import Caller
from summarizer.service.models import BatchStatus, JobStatus, RefusedFile
from summarizer.service.openapi import (
    BATCH_BODY,
    KEYED,
    QUEUED,
    RECEIVED,
    by_reader,
    by_submitter,
    problems,
    with_headers,
)
from summarizer.service.problems import ProblemError
from summarizer.service.statuses import is_id, status_json, when
from summarizer.service.store import ENDED, Batch
from summarizer.service.submitting import IdempotencyKey, take_in_batch

router = APIRouter(prefix="/v1", tags=["Batches"])


@router.post(
    "/batches",
    status_code=202,
    response_model=BatchStatus,
    summary="Hand in many files",
    response_description="Taken in, but for those in `refused`",
    responses={
        202: with_headers("Location"),
        **problems(*KEYED, *RECEIVED, *QUEUED),
    },
    openapi_extra={**BATCH_BODY, **by_submitter},
)
async def submit_batch(
    request: Request, here: Here, caller: Submitter, idempotency_key: IdempotencyKey = None
) -> Response:
    """Up to 200 files, each a job. A file in an unsupported format is `refused` alone. When the
    queue has no room for all files, the whole batch is refused.
    """
    body = await intake.body_of(
        request, limit=here.settings.max_file_bytes, seconds=here.settings.receipt_seconds * 4
    )
    files, fields = await intake.files_of(request, body)
    if not 0 < len(files) <= intake.MAX_BATCH:
        raise ProblemError(
            "invalid",
            zh=f"一批须有 1 至 {intake.MAX_BATCH} 个文件",
            en=f"a batch has 1 to {intake.MAX_BATCH} files",
        )
    engine = intake.engine_of(fields.get("engine"))
    good, refused = await asyncio.to_thread(intake.sort_files, files)
    batch = await take_in_batch(
        here, Batch(caller.owner, tuple(good), tuple(refused), engine, idempotency_key)
    )
    headers = {"Location": f"/v1/batches/{batch}"}
    status_now = await _batch(here, caller, batch)
    return JSONResponse(status_now.model_dump(), status_code=202, headers=headers)


@router.get(
    "/batches/{batch_id}",
    response_model=BatchStatus,
    summary="A batch and its jobs",
    response_description="The batch as it stands",
    responses=problems(*KEYED, "not-found"),
    openapi_extra=by_reader,
)
async def get_batch(
    here: Here,
    caller: ReaderOf,
    batch_id: Annotated[str, Path(description="Id of a batch", examples=["1e" * 16])],
) -> BatchStatus:
    """`done` when all of its jobs have ended; the summaries are at the jobs."""
    return await _batch(here, caller, batch_id)


async def _batch(here: Service, caller: Caller, key: str) -> BatchStatus:
    found = None
    if is_id(key):
        found = await asyncio.to_thread(here.store.batch, key, owner=caller.owner)
    if found is None:
        raise ProblemError("not-found")
    created, refused = found
    members = await asyncio.to_thread(here.store.of_batch, key)
    counts: dict[str, int] = {}
    for job in members:
        counts[job.state] = counts.get(job.state, 0) + 1
    return BatchStatus(
        id=key,
        state="done" if all(job.state in ENDED for job in members) else "running",
        created_at=when(created),
        counts=counts,
        items=[JobStatus.model_validate(status_json(job)) for job in members],
        refused=[RefusedFile.model_validate(entry) for entry in refused],
    )
