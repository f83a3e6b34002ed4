"""`/v1/summaries`: submit, get, cancel, retry, delete."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Header, Query, Request, Response
from fastapi.responses import JSONResponse

from summarizer.service import intake
from summarizer.service.context import Here, ReaderOf, Submitter
from summarizer.service.models import JobList, JobStatus
from summarizer.service.openapi import (
    DOCUMENT,
    DOCUMENT_BODY,
    KEYED,
    QUEUED,
    RAW_PARAMETERS,
    RECEIVED,
    by_reader,
    by_submitter,
    problems,
    with_headers,
)
from summarizer.service.problems import ProblemError
from summarizer.service.reviewing import with_decisions
from summarizer.service.statuses import JobId, job_of, status_answer, status_json
from summarizer.service.store import ENDED, State
from summarizer.service.submitting import IdempotencyKey, take_in, wait, wait_of

router = APIRouter(prefix="/v1", tags=["Summaries"])


@router.post(
    "/summaries",
    status_code=202,
    response_model=JobStatus,
    summary="Hand in a document",
    response_description="Durably taken in; it runs or waits",
    responses={
        202: with_headers("Location", "Preference-Applied"),
        200: {
            "model": JobStatus,
            "description": "It ended within the wait",
            **with_headers("Location", "Preference-Applied"),
        },
        **problems(*KEYED, *RECEIVED, *DOCUMENT, *QUEUED),
    },
    openapi_extra={**DOCUMENT_BODY, **RAW_PARAMETERS, **by_submitter},
)
async def submit_summary(
    request: Request,
    here: Here,
    caller: Submitter,
    prefer: Annotated[
        str | None,
        Header(
            description="`wait=N`: answer when the job has ended, after N ≤ 30 seconds at most",
            examples=["wait=20"],
        ),
    ] = None,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """As multipart `file`, as raw bytes, or as JSON with the text. Word, PDF, Excel and HTML files
    are supported, and text in UTF-8, UTF-16, GB18030 or GBK; the format is detected from the
    content. An unsupported format is 415. A scan, a damaged file, and one that needs too much
    memory or time become jobs that fail with the corresponding code.
    """
    body = await intake.body_of(
        request, limit=here.settings.max_file_bytes, seconds=here.settings.receipt_seconds
    )
    submission = await intake.submission_of(
        request, body, owner=caller.owner, idempotency_key=idempotency_key
    )
    job = await take_in(here, submission)
    request.state.job_id = job.id
    seconds = wait_of(prefer)
    if seconds:
        job = await wait(here, job, seconds)
    done = job.state in ENDED and seconds > 0
    headers = {"Location": f"/v1/summaries/{job.id}", "Cache-Control": "no-store"}
    if seconds:
        headers["Preference-Applied"] = f"wait={seconds}"
    return status_answer(job, 200 if done else 202, headers)


@router.get(
    "/summaries",
    response_model=JobList,
    summary="List jobs",
    response_description="A page",
    responses=problems(*KEYED, "invalid"),
    openapi_extra=by_reader,
)
async def list_summaries(
    here: Here,
    caller: ReaderOf,
    state: State | None = None,
    cursor: Annotated[
        str | None, Query(max_length=512, description="`next` of the page before, as it came")
    ] = None,
    limit: Annotated[int, Query(ge=1, le=200, description="Jobs on a page")] = 50,
) -> Response:
    """The caller's jobs, newest first, without their summaries."""
    below = here.cursors.open(cursor, caller.owner) if cursor else None
    found = await asyncio.to_thread(
        here.store.page, caller.owner, state=state, below=below, limit=limit + 1
    )
    more = here.cursors.seal(found[limit - 1].number, caller.owner) if len(found) > limit else None
    return JSONResponse({"items": [status_json(job) for job in found[:limit]], "next": more})


@router.get(
    "/summaries/{job_id}",
    response_model=JobStatus,
    summary="A job and its summary",
    response_description="The job as it stands",
    responses={
        200: with_headers("ETag"),
        304: {"description": "It is as `If-None-Match` says", **with_headers("ETag")},
        **problems(*KEYED, "not-found"),
    },
    openapi_extra=by_reader,
)
async def get_summary(
    here: Here,
    caller: ReaderOf,
    job_id: JobId,
    if_none_match: Annotated[str | None, Header(description="`ETag` of the last answer")] = None,
) -> Response:
    """`summary` is present once the state is `succeeded` or `partial`; `error` explains why a job
    `failed`.
    """
    job = await job_of(here, caller, job_id)
    tag = f'"{job.id}.{job.version}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    if if_none_match and tag in (part.strip() for part in if_none_match.split(",")):
        return Response(status_code=304, headers=headers)
    entries = await asyncio.to_thread(here.reviews.entries, job) if job.summary else {}
    return status_answer(await asyncio.to_thread(with_decisions, job, entries), 200, headers)


@router.post(
    "/summaries/{job_id}/cancel",
    status_code=202,
    response_model=JobStatus,
    summary="Cancel a job",
    response_description="Cancelled",
    responses=problems(*KEYED, "not-found", "conflict"),
    openapi_extra=by_submitter,
)
async def cancel_summary(here: Here, caller: Submitter, job_id: JobId) -> Response:
    """No further step begins; finished chunks are kept for a retry."""
    job = await job_of(here, caller, job_id)
    if not await asyncio.to_thread(here.jobs.cancel, job) and job.state != "cancelled":
        raise ProblemError("conflict", zh="任务已结束", en="the job has ended")
    return status_answer(await job_of(here, caller, job_id), 202)


@router.post(
    "/summaries/{job_id}/retry",
    status_code=202,
    response_model=JobStatus,
    summary="Retry what is unread",
    response_description="Queued again",
    responses=problems(*KEYED, "not-found", "conflict"),
    openapi_extra=by_submitter,
)
async def retry_summary(here: Here, caller: Submitter, job_id: JobId) -> Response:
    """Reads unread parts again; finished chunks are kept and cost nothing."""
    job = await job_of(here, caller, job_id)
    again = await asyncio.to_thread(here.store.reopen, job.id)
    if again is None:
        raise ProblemError(
            "conflict",
            zh="只有部分完成、失败或已取消的任务可以重试",
            en="only a partial, failed or cancelled job can be retried",
        )
    here.jobs.dispatch()
    return status_answer(again, 202)


@router.delete(
    "/summaries/{job_id}",
    status_code=204,
    response_class=Response,
    summary="Delete a job",
    response_description="Gone",
    responses=problems(*KEYED, "not-found"),
    openapi_extra=by_submitter,
)
async def delete_summary(here: Here, caller: Submitter, job_id: JobId) -> Response:
    """Permanently deletes the job, its document and its result."""
    job = await job_of(here, caller, job_id)
    if job.state not in ENDED:
        await asyncio.to_thread(here.jobs.cancel, job)
    await asyncio.to_thread(here.jobs.delete, job)
    here.documents.forget(job.blob)
    return Response(status_code=204)
