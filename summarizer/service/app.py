"""The HTTP interface `/v1`: routes that parse, call and answer; nothing of the domain."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, FastAPI, Header, Path, Query, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse, StreamingResponse

from summarizer import __version__
from summarizer.pipeline import verify
from summarizer.readers import read_text
from summarizer.rendering import render
from summarizer.schema import Document, Summary
from summarizer.service import intake
from summarizer.service.cursor import Cursors
from summarizer.service.events import Feed
from summarizer.service.jobs import Jobs
from summarizer.service.keys import LOCAL, Caller, KeyRing
from summarizer.service.limits import RateLimit
from summarizer.service.metrics import Metrics
from summarizer.service.middleware import install_error_handlers, install_middleware
from summarizer.service.models import (
    BatchStatus,
    DocumentText,
    JobError,
    JobList,
    JobStatus,
    NewSummary,
    NewVerification,
    NewWebhook,
    Progress,
    RefusedFile,
    SectionSpan,
    Verification,
    Webhook,
    WebhookCreated,
    WebhookList,
)
from summarizer.service.parsing import Parser
from summarizer.service.problems import Problem, ProblemError
from summarizer.service.spending import over_limit, seconds_to_midnight, spent_today
from summarizer.service.store import ENDED, Job, KeyReused, State, Store, Submission
from summarizer.service.webhooks import Webhooks
from summarizer.settings import Settings

__all__ = ["Service", "create_app"]

WAIT_LIMIT = 30
THREADS = 16
_MEDIA = {
    "json": "application/json",
    "md": "text/markdown; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
ExportFormat = Literal["json", "md", "html", "xlsx", "csv"]


@dataclass(frozen=True)
class Service:
    """Everything that the routes call."""

    settings: Settings
    store: Store
    jobs: Jobs
    keys: KeyRing
    webhooks: Webhooks
    feed: Feed
    metrics: Metrics
    parser: Parser
    cursors: Cursors
    rate: RateLimit
    open_to_all: bool
    stopping: asyncio.Event = field(default_factory=asyncio.Event)


def _problem(*statuses: int) -> dict[int | str, dict[str, Any]]:
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {status: {"description": "problem", "content": content} for status in statuses}


_USUAL = _problem(401, 403, 404, 405, 408, 413, 415, 422, 429, 500, 503)
router = APIRouter(prefix="/v1", responses=_USUAL)
JobId = Annotated[str, Path(description="id of a job", examples=["0f" * 16])]


async def service_of(request: Request) -> Service:
    """The service that this application was made with. Async, for else it costs a thread."""
    service: Service = request.app.state.service
    return service


def caller_with(scope: str) -> Callable[[Request], Awaitable[Caller]]:
    """A dependency: the caller, who must hold a scope."""

    async def caller(request: Request) -> Caller:
        service = await service_of(request)
        found = await _caller(request, service)
        if scope not in found.scopes:
            raise ProblemError("forbidden")
        wait = service.rate.take(found.owner)
        if wait:
            raise ProblemError("rate-limited", headers={"Retry-After": str(wait)})
        return found

    return caller


async def _caller(request: Request, service: Service) -> Caller:
    scheme, _, presented = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and presented:
        address = request.client.host if request.client else "?"
        wait = service.rate.guesses_wait(address)
        if wait:
            raise ProblemError("rate-limited", headers={"Retry-After": str(wait)})
        found = await asyncio.to_thread(service.keys.caller, presented.strip())
        if found:
            return found
        service.rate.note_wrong_guess(address)
        raise ProblemError("unauthorized")
    if service.open_to_all:
        return LOCAL
    raise ProblemError("unauthorized")


Here = Annotated[Service, Depends(service_of)]
Submitter = Annotated[Caller, Depends(caller_with("submit"))]
ReaderOf = Annotated[Caller, Depends(caller_with("read"))]
Admin = Annotated[Caller, Depends(caller_with("admin"))]


# -- summaries ---------------------------------------------------------------------------------

_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {"type": "string", "format": "binary"},
                        "engine": {"type": "string", "enum": ["auto", "rules", "llm"]},
                        "client_ref": {"type": "string", "maxLength": 255},
                    },
                }
            },
            "application/json": {"schema": {"$ref": "#/components/schemas/NewSummary"}},
            "text/plain": {"schema": {"type": "string", "minLength": 1}},
            "application/octet-stream": {"schema": {"type": "string", "format": "binary"}},
        },
    }
}


@router.post(
    "/summaries",
    status_code=202,
    response_model=JobStatus,
    responses={200: {"model": JobStatus, "description": "done within the wait"}},
    openapi_extra=_BODY,
)
async def submit(
    request: Request,
    here: Here,
    caller: Submitter,
    prefer: Annotated[str | None, Header(description="wait=N, N ≤ 30 seconds")] = None,
    idempotency_key: Annotated[str | None, Header(min_length=1, max_length=255)] = None,
) -> Response:
    """Hand in a document: multipart `file`, the raw bytes, or JSON."""
    body = await intake.body_of(
        request, limit=here.settings.max_file_bytes, seconds=here.settings.receipt_seconds
    )
    submission = await intake.submission_of(
        request, body, owner=caller.owner, idempotency_key=idempotency_key
    )
    job = await _take_in(here, submission)
    seconds = _wait_of(prefer)
    if seconds:
        job = await _wait(here, job, seconds)
    done = job.state in ENDED and seconds > 0
    headers = {"Location": f"/v1/summaries/{job.id}", "Cache-Control": "no-store"}
    if seconds:
        headers["Preference-Applied"] = f"wait={seconds}"
    return _status(job, 200 if done else 202, headers)


async def _take_in(here: Service, submission: Submission) -> Job:
    if here.stopping.is_set():
        raise ProblemError("stopping", headers={"Retry-After": "10"})
    try:
        job, new = await asyncio.to_thread(_submit, here, submission)
    except KeyReused as error:
        raise ProblemError("idempotency-key-reused") from error
    if new:
        here.jobs.dispatch()
        here.metrics.submitted.inc()
    return job


def _submit(here: Service, submission: Submission) -> tuple[Job, bool]:
    settings = here.settings
    if here.store.waiting(submission.owner) >= settings.queued_per_key:
        raise ProblemError("queue-full", headers={"Retry-After": "30"})
    limited = settings.tokens_per_day is not None or settings.cost_per_day is not None
    if limited and settings.model_configured and submission.engine != "rules":
        spent = spent_today(here.store.engine, submission.owner)
        if over_limit(spent, settings):
            headers = {"Retry-After": str(seconds_to_midnight())}
            raise ProblemError("budget-exceeded", headers=headers)
    return here.store.submit(submission)


def _wait_of(prefer: str | None) -> int:
    for part in (prefer or "").split(","):
        name, _, value = part.strip().partition("=")
        if name.strip().lower() == "wait" and value.strip().isdigit():
            return min(int(value), WAIT_LIMIT)
    return 0


async def _wait(here: Service, job: Job, seconds: int) -> Job:
    deadline = asyncio.get_running_loop().time() + seconds
    while job.state not in ENDED and asyncio.get_running_loop().time() < deadline:
        await asyncio.sleep(0.05)
        later = await asyncio.to_thread(here.store.get, job.id)
        job = later or job
    return job


@router.get("/summaries", response_model=JobList)
async def page(
    here: Here,
    caller: ReaderOf,
    state: State | None = None,
    cursor: Annotated[str | None, Query(max_length=512)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Response:
    """Jobs of the caller, newest first."""
    below = here.cursors.open(cursor, caller.owner) if cursor else None
    found = await asyncio.to_thread(
        here.store.page, caller.owner, state=state, below=below, limit=limit + 1
    )
    more = here.cursors.seal(found[limit - 1].number, caller.owner) if len(found) > limit else None
    return JSONResponse({"items": [status_json(job) for job in found[:limit]], "next": more})


@router.get(
    "/summaries/{job_id}",
    response_model=JobStatus,
    responses={304: {"description": "unchanged"}},
)
async def status(
    here: Here,
    caller: ReaderOf,
    job_id: JobId,
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    """A job and, once it is there, its summary."""
    job = await _job(here, caller, job_id)
    tag = f'"{job.id}.{job.version}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    if if_none_match and tag in (part.strip() for part in if_none_match.split(",")):
        return Response(status_code=304, headers=headers)
    return _status(job, 200, headers)


@router.get("/summaries/{job_id}/document", response_model=DocumentText)
async def document(here: Here, caller: ReaderOf, job_id: JobId) -> DocumentText:
    """The canonical text that spans count in, and its sections."""
    found = await _document(here, await _job(here, caller, job_id))
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
    responses={200: {"content": {media: {} for media in _MEDIA.values()}}, **_problem(409)},
)
async def export(
    here: Here,
    caller: ReaderOf,
    job_id: JobId,
    form: Annotated[ExportFormat, Query(alias="format")] = "json",
) -> Response:
    """The summary as a file."""
    job = await _job(here, caller, job_id)
    if job.summary is None:
        raise ProblemError("conflict", zh="尚无摘要可导出", en="there is no summary yet")
    found = await _document(here, job) if form == "html" else None
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
    job = await _job(here, caller, job_id)
    after = int(last_event_id) if last_event_id and last_event_id.isdigit() else 0
    return StreamingResponse(
        here.feed.stream(job.id, after=min(after, 2**62)),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


@router.post(
    "/summaries/{job_id}/cancel",
    status_code=202,
    response_model=JobStatus,
    responses=_problem(409),
)
async def cancel(here: Here, caller: Submitter, job_id: JobId) -> Response:
    """No further step is begun; what was read stays for a retry."""
    job = await _job(here, caller, job_id)
    if not await asyncio.to_thread(here.jobs.cancel, job) and job.state != "cancelled":
        raise ProblemError("conflict", zh="任务已结束", en="the job has ended")
    return _status(await _job(here, caller, job_id), 202)


@router.post(
    "/summaries/{job_id}/retry",
    status_code=202,
    response_model=JobStatus,
    responses=_problem(409),
)
async def retry(here: Here, caller: Submitter, job_id: JobId) -> Response:
    """Read again what is unread; what was read is kept and costs nothing."""
    job = await _job(here, caller, job_id)
    again = await asyncio.to_thread(here.store.reopen, job.id)
    if again is None:
        raise ProblemError(
            "conflict",
            zh="只有部分完成、失败或已取消的任务可以重试",
            en="only a partial, failed or cancelled job can be retried",
        )
    here.jobs.dispatch()
    return _status(again, 202)


@router.delete("/summaries/{job_id}", status_code=204, response_class=Response)
async def delete(here: Here, caller: Submitter, job_id: JobId) -> Response:
    """The job, its document and its result are deleted for good."""
    job = await _job(here, caller, job_id)
    if job.state not in ENDED:
        await asyncio.to_thread(here.jobs.cancel, job)
    await asyncio.to_thread(here.jobs.delete, job)
    return Response(status_code=204)


async def _job(here: Service, caller: Caller, key: str) -> Job:
    found = None
    if len(key) == 32 and key.isascii() and key.isalnum():
        found = await asyncio.to_thread(here.store.get, key, owner=caller.owner)
    if found is None:
        raise ProblemError("not-found")
    return found


async def _document(here: Service, job: Job) -> Document:
    content = await asyncio.to_thread(here.store.content, job)
    return await here.parser.parse(content, job.name)


# -- verifications, batches, webhooks ----------------------------------------------------------


@router.post(
    "/verifications",
    response_model=Verification,
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {"schema": {"$ref": "#/components/schemas/NewVerification"}}
            },
        }
    },
)
async def verification(request: Request, here: Here, caller: Submitter) -> Verification:  # noqa: ARG001
    """Check anybody's summary of a report: no model, no job."""
    body = await intake.body_of(
        request, limit=here.settings.max_file_bytes, seconds=here.settings.receipt_seconds
    )
    given: NewVerification = intake.json_of(body, NewVerification)
    if (given.summary is None) == (given.text is None):
        raise ProblemError(
            "invalid", zh="summary 与 text 须且只须给出一个", en="give one of summary and text"
        )
    return await asyncio.to_thread(_verify, given)


def _verify(given: NewVerification) -> Verification:
    source = read_text(given.source, intake.clean_name(given.name))
    if given.text is not None:
        return Verification(checks=list(verify(given.text, source)))
    return Verification(summary=verify(given.summary or {}, source))


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
        await _take_in(here, submission)
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
    if len(key) == 32 and key.isascii() and key.isalnum():
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


@router.post(
    "/webhooks",
    status_code=201,
    response_model=WebhookCreated,
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {"schema": {"$ref": "#/components/schemas/NewWebhook"}}
            },
        }
    },
)
async def add_webhook(request: Request, here: Here, caller: Submitter) -> WebhookCreated:
    """Be told when a job ends: Standard Webhooks, signed, ids only."""
    body = await intake.body_of(request, limit=65_536, seconds=here.settings.receipt_seconds)
    given: NewWebhook = intake.json_of(body, NewWebhook)
    hook, secret = await asyncio.to_thread(here.webhooks.add, caller.owner, given.url)
    return WebhookCreated(**_webhook(hook).model_dump(), secret=secret)


@router.get("/webhooks", response_model=WebhookList)
async def list_webhooks(here: Here, caller: ReaderOf) -> WebhookList:
    """The caller's webhooks."""
    found = await asyncio.to_thread(here.webhooks.of, caller.owner)
    return WebhookList(items=[_webhook(hook) for hook in found])


@router.delete("/webhooks/{webhook_id}", status_code=204, response_class=Response)
async def delete_webhook(
    here: Here, caller: Submitter, webhook_id: Annotated[str, Path()]
) -> Response:
    """No further calls to it."""
    if not await asyncio.to_thread(here.webhooks.remove, webhook_id, caller.owner):
        raise ProblemError("not-found")
    return Response(status_code=204)


def _webhook(hook: Any) -> Webhook:
    return Webhook(
        id=hook.id,
        url=hook.url,
        created_at=when(hook.created_at),
        disabled=hook.disabled_at is not None,
    )


# -- the service about itself ------------------------------------------------------------------

about = APIRouter()


@about.get("/livez", response_class=PlainTextResponse)
async def livez() -> str:
    """The process answers."""
    return "ok\n"


@about.get("/readyz", response_class=PlainTextResponse, responses=_problem(503))
async def readyz(here: Here) -> str:
    """The service takes jobs: its database answers and it is not stopping."""
    if here.stopping.is_set():
        raise ProblemError("stopping", headers={"Retry-After": "10"})
    await asyncio.to_thread(here.store.last_event)
    return "ok\n"


@about.get("/metrics", response_class=PlainTextResponse)
async def metrics(here: Here) -> Response:
    """For Prometheus."""
    counts = await asyncio.to_thread(here.store.counts)
    return Response(here.metrics.text(counts), media_type="text/plain; version=0.0.4")


@about.get("/v1/schema", response_class=JSONResponse)
async def schema() -> dict[str, Any]:
    """The JSON Schema of a summary."""
    return Summary.model_json_schema(mode="serialization")


# -- printing ----------------------------------------------------------------------------------


def when(moment: float) -> str:
    """A moment as ISO 8601, UTC."""
    return datetime.fromtimestamp(moment, UTC).isoformat(timespec="milliseconds")


def status_json(job: Job) -> dict[str, Any]:
    """A job as JSON, but for its summary."""
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


def _status(job: Job, code: int, headers: Mapping[str, str] | None = None) -> Response:
    """A job; its summary is passed on as it was stored."""
    text = json.dumps(status_json(job), ensure_ascii=False)
    if job.summary:
        text = f"{text.removesuffix('null}')}{job.summary}}}"
    content = text.encode("utf-8", "replace")
    return Response(content, code, headers=headers, media_type="application/json")


def create_app(service: Service) -> FastAPI:
    """The application. Jobs must have been launched."""

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        # Every call of the database is a thread; the default is six of them on two cores.
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(THREADS))
        service.feed.start()
        service.webhooks.start()
        yield
        service.stopping.set()
        await service.webhooks.stop()
        await service.feed.stop()

    app = FastAPI(
        title="summarizer",
        version=__version__,
        summary="预算绩效评价报告 → 目标、结果、问题、措施，每个数字可溯源",
        openapi_url="/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    app.state.service = service
    app.include_router(router)
    app.include_router(about)
    install_error_handlers(app)
    install_middleware(app, service.metrics)
    _complete_openapi(app)
    return app


def _complete_openapi(app: FastAPI) -> None:
    """Put in the models that only `openapi_extra` names, and our problem for FastAPI's own."""
    generate = app.openapi

    def openapi() -> dict[str, Any]:
        found = generate()
        schemas = found["components"]["schemas"]
        for model in (Problem, NewSummary, NewVerification, NewWebhook):
            made = model.model_json_schema(ref_template="#/components/schemas/{model}")
            schemas.update(made.pop("$defs", {}))
            schemas.setdefault(model.__name__, made)
        for unused in ("HTTPValidationError", "ValidationError"):
            schemas.pop(unused, None)
        found["components"]["securitySchemes"] = {"key": {"type": "http", "scheme": "bearer"}}
        found["security"] = [{"key": []}, {}]
        return found

    app.openapi = openapi  # type: ignore[method-assign]
