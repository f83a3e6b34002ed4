"""`/v1/summaries/{id}/original` and `…/pages/{n}`: the original file, and pictures of its pages."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Response

from summarizer.errors import ConfigError
from summarizer.readers.sniffing import media_type
from summarizer.service.context import Here, ReaderOf
from summarizer.service.naming import attachment, stem
from summarizer.service.openapi import KEYED, by_reader, problems, with_headers
from summarizer.service.problems import ProblemError
from summarizer.service.ruling import ended_job
from summarizer.service.statuses import JobId, job_of

router = APIRouter(prefix="/v1", tags=["Summaries"])
# A foreign file must not run as a page of this service.
SANDBOX = {"Content-Security-Policy": "sandbox; default-src 'none'", "Cache-Control": "no-store"}
_FILE = {"schema": {"type": "string", "format": "binary"}}
_TAKEN = ("input-encrypted", "input-damaged", "input-too-heavy", "poison")


@router.get(
    "/summaries/{job_id}/original",
    response_class=Response,
    summary="The file as it came",
    response_description="The bytes",
    responses={
        200: {
            "content": {"application/octet-stream": _FILE},
            **with_headers("Content-Disposition"),
        },
        **problems(*KEYED, "not-found"),
    },
    openapi_extra=by_reader,
)
async def get_original(here: Here, caller: ReaderOf, job_id: JobId) -> Response:
    """The submitted file, byte for byte; kept as long as the job."""
    job = await job_of(here, caller, job_id)
    content = await here.documents.content(job)
    told = {"Content-Disposition": attachment(job.name, f"report-{job.id}")}
    # Browsers save the file under its name and must not display it.
    headers = {**SANDBOX, **told, "X-Original-Type": media_type(content, job.name)}
    return Response(content, media_type="application/octet-stream", headers=headers)


@router.get(
    "/summaries/{job_id}/annotated",
    response_class=Response,
    summary="The file with its notes",
    response_description="The file",
    responses={
        200: {
            "content": {"application/octet-stream": _FILE},
            **with_headers("Content-Disposition"),
        },
        **problems(*KEYED, "not-found", "conflict", "invalid", "input-format", *_TAKEN),
    },
    openapi_extra=by_reader,
)
async def get_annotated(
    here: Here,
    caller: ReaderOf,
    job_id: JobId,
    lang: Annotated[Literal["zh", "en"], Query(description="Language of the notes")] = "zh",
) -> Response:
    """A Word file or a PDF with findings and doubtful items as comments at their places. Other
    formats cannot hold comments and are 415.
    """
    job = await ended_job(here, caller, job_id)
    content = await here.documents.annotated(job, job.summary or "", lang)
    name = f"{stem(job.name)}-{'批注' if lang == 'zh' else 'notes'}.{_suffix(content, job.name)}"
    told = {"Content-Disposition": attachment(name, f"annotated-{job.id}")}
    return Response(content, media_type="application/octet-stream", headers={**SANDBOX, **told})


def _suffix(content: bytes, name: str) -> str:
    return "pdf" if media_type(content, name) == "application/pdf" else "docx"


@router.get(
    "/summaries/{job_id}/pages/{page}",
    response_class=Response,
    summary="A page of a PDF as a picture",
    response_description="The picture, 1.5 pixels per point",
    responses={
        200: {"content": {"image/png": _FILE}},
        **problems(*KEYED, "not-found", *_TAKEN),
    },
    openapi_extra=by_reader,
)
async def get_page(
    here: Here,
    caller: ReaderOf,
    job_id: JobId,
    page: Annotated[int, Path(ge=1, le=1500, description="Number of the page, from 1")],
) -> Response:
    """The `bbox` of a `locator` is in points from the upper left corner of the page. 404 for a page
    that does not exist and for files without pages.
    """
    job = await job_of(here, caller, job_id)
    if page > len(await here.documents.page_sizes(job)):
        raise ProblemError("not-found")
    try:
        content = await here.documents.picture(job, page)
    except ConfigError as error:
        raise ProblemError("not-found") from error
    return Response(content, media_type="image/png", headers=SANDBOX)
