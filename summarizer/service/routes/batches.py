"""`/v1/batches`: many files as one."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import JSONResponse

from summarizer.service import intake
from summarizer.service.context import Here, ReaderOf, Service, Submitter
from summarizer.service.keys import Caller
from summarizer.service.models import BatchStatus, JobStatus, RefusedFile
from summarizer.service.openapi import USUAL
from summarizer.service.problems import ProblemError
from summarizer.service.statuses import is_id, status_json, when
from summarizer.service.store import ENDED, Submission
from summarizer.service.submitting import take_in

router = APIRouter(prefix="/v1", responses=USUAL)


@router.post(
    "/batches",
    status_code=202,
    response_model=BatchStatus,
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                "multipart/form-data": {
                    "schema": {
                        "type": "object",
                        "required": ["files"],
                        "properties": {
                            "files": {
                                "type": "array",
                                "maxItems": intake.MAX_BATCH,
                                "items": {"type": "string", "format": "binary"},
                            },
                            "engine": {"type": "string", "enum": ["auto", "rules", "llm"]},
                        },
                    }
                }
            },
        }
    },
)
async def submit_batch(request: Request, here: Here, caller: Submitter) -> Response:
    """Up to 200 files as one; a bad one fails alone."""
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
    batch = await asyncio.to_thread(here.store.add_batch, caller.owner, refused)
    for name, content in good:
        submission = Submission(caller.owner, name, content, engine=engine, batch=batch)
        await take_in(here, submission)
    headers = {"Location": f"/v1/batches/{batch}"}
    status_now = await _batch(here, caller, batch)
    return JSONResponse(status_now.model_dump(), status_code=202, headers=headers)


@router.get("/batches/{batch_id}", response_model=BatchStatus)
async def batch_status(
    here: Here, caller: ReaderOf, batch_id: Annotated[str, Path()]
) -> BatchStatus:
    """A batch and its jobs."""
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
