"""`/v1/summaries/{id}/…`: the document, the renderings, the events."""

from __future__ import annotations

import asyncio
from typing import Annotated, Literal

from fastapi import APIRouter, Header, Query, Response
from fastapi.responses import StreamingResponse

from summarizer.rendering import render
from summarizer.schema import Document, Summary
from summarizer.service.context import Here, ReaderOf, Service
from summarizer.service.models import DocumentText, SectionSpan
from summarizer.service.openapi import USUAL, problems
from summarizer.service.problems import ProblemError
from summarizer.service.statuses import JobId, job_of
from summarizer.service.store import Job

router = APIRouter(prefix="/v1", responses=USUAL)

_MEDIA = {
    "json": "application/json",
    "md": "text/markdown; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
ExportFormat = Literal["json", "md", "html", "xlsx", "csv"]


@router.get("/summaries/{job_id}/document", response_model=DocumentText)
async def document(here: Here, caller: ReaderOf, job_id: JobId) -> DocumentText:
    """The canonical text that spans count in, and its sections."""
    found = await document_of(here, await job_of(here, caller, job_id))
    return DocumentText(
        name=found.name,
        title=found.title,
        characters=len(found.text),
        text_sha256=found.text_sha256,
        text=found.text,
        sections=[
            SectionSpan(path=list(section.path), start=section.start, end=section.end)
            for section in found.sections
        ],
    )


@router.get(
    "/summaries/{job_id}/export",
    response_class=Response,
    responses={200: {"content": {media: {} for media in _MEDIA.values()}}, **problems(409)},
)
async def export(
    here: Here,
    caller: ReaderOf,
    job_id: JobId,
    form: Annotated[ExportFormat, Query(alias="format")] = "json",
) -> Response:
    """The summary as a file."""
    job = await job_of(here, caller, job_id)
    if job.summary is None:
        raise ProblemError("conflict", zh="尚无摘要可导出", en="there is no summary yet")
    found = await document_of(here, job) if form == "html" else None
    summary = Summary.model_validate_json(job.summary)
    content = await asyncio.to_thread(render, summary, form, found)
    headers = {
        "Content-Disposition": f'attachment; filename="summary-{job.id}.{form}"',
        "Cache-Control": "no-store",
    }
    data = content.encode("utf-8") if isinstance(content, str) else content
    return Response(data, media_type=_MEDIA[form], headers=headers)


@router.get(
    "/summaries/{job_id}/events",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {}}}},
)
async def stream(
    here: Here,
    caller: ReaderOf,
    job_id: JobId,
    last_event_id: Annotated[str | None, Header()] = None,
) -> StreamingResponse:
    """Progress as server-sent events, resumable with Last-Event-ID."""
    job = await job_of(here, caller, job_id)
    after = int(last_event_id) if last_event_id and last_event_id.isdigit() else 0
    return StreamingResponse(
        here.feed.stream(job.id, after=min(after, 2**62)),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def document_of(here: Service, job: Job) -> Document:
    content = await asyncio.to_thread(here.store.content, job)
    return await here.parser.parse(content, job.name)
