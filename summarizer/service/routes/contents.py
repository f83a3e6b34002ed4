"""`/v1/summaries/{id}/…`: the document, the renderings, the events."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any, Literal, get_args

from fastapi import APIRouter, Header, Query, Response
from fastapi.responses import StreamingResponse

from summarizer.rendering import render
from summarizer.schema import Document, Summary
from summarizer.service.context import Here, ReaderOf, Service
from summarizer.service.intake import number_in
from summarizer.service.models import DocumentText, SectionSpan
from summarizer.service.naming import attachment, stem
from summarizer.service.openapi import KEYED, by_reader, problems, with_headers
from summarizer.service.problems import ProblemError
from summarizer.service.reviewing import decided
from summarizer.service.statuses import JobId, job_of
from summarizer.service.store import Job, State

router = APIRouter(prefix="/v1", tags=["Summaries"])

_MEDIA = {
    "json": "application/json",
    "md": "text/markdown; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_CONTENT: dict[str, Any] = {
    "application/json": {"schema": {"$ref": "#/components/schemas/Summary"}},
    "text/markdown": {"schema": {"type": "string"}},
    "text/html": {"schema": {"type": "string"}},
    _MEDIA["xlsx"]: {"schema": {"type": "string", "format": "binary"}},
    "text/csv": {"schema": {"type": "string"}},
    _MEDIA["docx"]: {"schema": {"type": "string", "format": "binary"}},
}
ExportFormat = Literal["json", "md", "html", "xlsx", "csv", "docx"]


# In OpenAPI 3.1 the schema of an event stream is that of one event.
_EVENT: dict[str, Any] = {
    "type": "object",
    "required": ["id", "event", "data"],
    "properties": {
        "id": {"type": "string"},
        "event": {"type": "string", "enum": [*get_args(State), "progress"]},
        "data": {
            "type": "string",
            "contentMediaType": "application/json",
            "contentSchema": {"$ref": "#/components/schemas/JobEvent"},
        },
    },
}
# Reading the document again may fail as it did for the job.
_UNREAD = (
    *("input-format", "input-encrypted", "input-scanned", "input-damaged", "input-encoding"),
    *("input-empty", "input-too-heavy", "poison"),
)


@router.get(
    "/summaries/{job_id}/document",
    response_model=DocumentText,
    summary="The document's text",
    response_description="Text and sections",
    responses=problems(*KEYED, "not-found", *_UNREAD),
    openapi_extra=by_reader,
)
async def get_document(here: Here, caller: ReaderOf, job_id: JobId) -> DocumentText:
    """The canonical text and its sections. Every `start` and `end` counts Unicode code points of
    this text.
    """
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
    summary="The summary as a file",
    response_description="The file",
    responses={
        200: {"content": _CONTENT, **with_headers("Content-Disposition")},
        **problems(*KEYED, "not-found", "conflict", "invalid", *_UNREAD),
    },
    openapi_extra=by_reader,
)
async def export_summary(
    here: Here,
    caller: ReaderOf,
    job_id: JobId,
    form: Annotated[ExportFormat, Query(alias="format")] = "json",
) -> Response:
    """Markdown, a self-contained web page that shows the report with its evidence, a workbook, a
    table, or a brief in Word. `json` is the summary itself, with the decisions about it.
    """
    job = await job_of(here, caller, job_id)
    if job.summary is None:
        raise ProblemError("conflict", zh="尚无摘要可导出", en="there is no summary yet")
    found = await document_of(here, job) if form == "html" else None
    entries = await asyncio.to_thread(here.reviews.entries, job)
    summary = decided(Summary.model_validate_json(job.summary), entries.values())
    content = await asyncio.to_thread(render, summary, form, found)
    headers = {
        "Content-Disposition": attachment(
            f"{stem(job.name)}-摘要.{form}", f"summary-{job.id}.{form}"
        ),
        "Cache-Control": "no-store",
    }
    data = content.encode("utf-8") if isinstance(content, str) else content
    return Response(data, media_type=_MEDIA[form], headers=headers)


@router.get(
    "/summaries/{job_id}/events",
    response_class=StreamingResponse,
    summary="Progress as it happens",
    response_description="Events until the job has ended",
    responses={
        200: {"content": {"text/event-stream": {"schema": _EVENT}}},
        **problems(*KEYED, "not-found"),
    },
    openapi_extra=by_reader,
)
async def stream_events(
    here: Here,
    caller: ReaderOf,
    job_id: JobId,
    last_event_id: Annotated[
        str | None, Header(description="`id` of the last event that came: go on behind it")
    ] = None,
) -> StreamingResponse:
    """Server-sent events. `event` is `queued`, `running`, `progress` (a chunk was read) or the
    final state of the job, which comes last; `data` is a `JobEvent`. Past events are sent first, so
    a new connection misses nothing. A comment is sent every 15 seconds; when the service stops, the
    stream ends with a `retry:`.
    """
    job = await job_of(here, caller, job_id)
    after = number_in(last_event_id) or 0
    return StreamingResponse(
        here.feed.stream(job.id, after=min(after, 2**62)),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def document_of(here: Service, job: Job) -> Document:
    """Return the document of a job, parsed again or from the cache."""
    return await here.documents.of(job)
