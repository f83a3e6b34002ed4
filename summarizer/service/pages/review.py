"""`/summaries/{id}`: the progress of a job, then its review."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, Request
from starlette.responses import Response

from summarizer.errors import SummarizerError
from summarizer.rendering.rows import path
from summarizer.service.context import Here, Service
from summarizer.service.pages.look import page
from summarizer.service.pages.sight import part_of, review_page
from summarizer.service.pages.visitor import Looker, Visitor
from summarizer.service.statuses import job_of
from summarizer.service.store import ENDED, Job
from summarizer.stages.reading import chunks_of

__all__ = ["router"]

router = APIRouter(include_in_schema=False)


@router.get("/summaries/{job_id}")
async def show(request: Request, here: Here, visitor: Looker, job_id: str) -> Response:
    """Show the progress of a running job, or the review of one with a summary."""
    job = await job_of(here, visitor.caller, job_id)
    if job.summary is None or job.state not in ENDED:
        return await _progress(request, here, visitor, job)
    return await review_page(request, here, visitor, job)


async def _progress(request: Request, here: Service, visitor: Visitor, job: Job) -> Response:
    sections = await _sections_read(here, job) if job.state == "running" else []
    template = "part_progress.html.jinja" if part_of(request) else "progress.html.jinja"
    return page(request, template, visitor=visitor, job=job, sections=sections)


async def _sections_read(here: Service, job: Job) -> list[tuple[str, str]]:
    """Return section and state, for a job that a model reads chunk by chunk."""
    if not job.chunks_total:
        return []
    try:
        document = await here.documents.of(job)
    except SummarizerError:
        return []
    kept = await asyncio.to_thread(here.store.kept_readings, job.id)
    chunks = await asyncio.to_thread(chunks_of, document)
    return [
        (
            path(chunk.section),
            "waiting"
            if chunk.index not in kept
            else "read"
            if kept[chunk.index][1]
            else "read_in_part",
        )
        for chunk in chunks
    ]
