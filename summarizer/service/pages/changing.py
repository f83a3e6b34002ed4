"""Actions on a job and its review as a whole: complete, retry, delete, …"""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, Request
from starlette.responses import Response

from summarizer.service.context import Here, Service
from summarizer.service.pages.deciding import onward
from summarizer.service.pages.forms import form_of
from summarizer.service.pages.look import go_to
from summarizer.service.pages.sight import review_page
from summarizer.service.pages.visitor import Decider, Visitor
from summarizer.service.problems import ProblemError
from summarizer.service.reviewing import carried, decision_of
from summarizer.service.ruling import ended_job, refusals
from summarizer.service.statuses import job_of
from summarizer.service.store import ENDED, Job

__all__ = ["router"]

router = APIRouter(include_in_schema=False)


@router.post("/summaries/{job_id}/{change}")
async def change_review(
    request: Request, here: Here, visitor: Decider, job_id: str, change: str
) -> Response:
    """Complete, reopen, carry over; retry, cancel, delete."""
    fields = await form_of(request, here)
    if change not in _CHANGES:
        raise ProblemError("not-found")
    job = await job_of(here, visitor.caller, job_id)
    try:
        said = await _CHANGES[change](here, visitor, job)
    except ProblemError as problem:
        if problem.code != "review-open":
            raise
        banner = {"kind": "blocked", "item": "", "said": len(problem.errors or ())}
        answer = await review_page(request, here, visitor, job, shown_banner=banner)
        answer.status_code = problem.status
        return answer
    return go_to(said or onward(request, fields, ""))


async def _complete(here: Service, visitor: Visitor, job: Job) -> str:
    await ended_job(here, visitor.caller, job.id)
    with refusals():
        await asyncio.to_thread(here.reviews.complete, job, by=visitor.name)
    return ""


async def _reopen(here: Service, visitor: Visitor, job: Job) -> str:
    await ended_job(here, visitor.caller, job.id)
    with refusals():
        await asyncio.to_thread(here.reviews.reopen, job, by=visitor.name)
    return ""


async def _carry(here: Service, visitor: Visitor, job: Job) -> str:
    await ended_job(here, visitor.caller, job.id)
    void = await asyncio.to_thread(here.reviews.void, job)
    if void:
        old = await asyncio.to_thread(here.reviews.entries, job, void[0].run)
        opened = await here.documents.review_of(job)
        document = await here.documents.of(job)
        given = [decision_of(one) for one in old.values()]
        rulings, _ = await asyncio.to_thread(carried, given, opened.matters, document)
        with refusals():
            await asyncio.to_thread(here.reviews.decide, job, rulings, by=visitor.name)
    return ""


async def _retry(here: Service, _visitor: Visitor, job: Job) -> str:
    if await asyncio.to_thread(here.store.reopen, job.id) is None:
        raise ProblemError("conflict")
    here.jobs.dispatch()
    return f"/summaries/{job.id}"


async def _cancel(here: Service, _visitor: Visitor, job: Job) -> str:
    await asyncio.to_thread(here.jobs.cancel, job)
    return f"/summaries/{job.id}"


async def _delete(here: Service, _visitor: Visitor, job: Job) -> str:
    if job.state not in ENDED:
        await asyncio.to_thread(here.jobs.cancel, job)
    await asyncio.to_thread(here.jobs.delete, job)
    here.documents.forget(job.blob)
    return "/"


_CHANGES = {
    "complete": _complete,
    "reopen": _reopen,
    "carry": _carry,
    "retry": _retry,
    "cancel": _cancel,
    "delete": _delete,
}
