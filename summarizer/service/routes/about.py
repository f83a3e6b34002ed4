"""The service about itself: liveness, readiness, metrics and schema."""

from __future__ import annotations

import asyncio
from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse, PlainTextResponse

from summarizer.schema import Summary
from summarizer.service.context import Here
from summarizer.service.openapi import by_anybody, problems
from summarizer.service.problems import ProblemError

router = APIRouter(tags=["Service"])
_ALWAYS = problems("method-not-allowed", "foreign-host", "too-many-connections")
_STORED = ("method-not-allowed", "foreign-host", "too-many-connections", "internal", "storage-busy")


@router.get(
    "/livez",
    response_class=PlainTextResponse,
    summary="Is the process there?",
    response_description="It answers",
    responses=_ALWAYS,
    openapi_extra=by_anybody,
)
async def livez() -> str:
    """The process answers; nothing else is checked."""
    return "ok\n"


@router.get(
    "/readyz",
    response_class=PlainTextResponse,
    summary="Does it take jobs?",
    response_description="It does",
    responses=problems(*_STORED, "stopping"),
    openapi_extra=by_anybody,
)
async def readyz(here: Here) -> str:
    """The database answers and the service is not stopping."""
    if here.stopping.is_set():
        raise ProblemError("stopping", headers={"Retry-After": "10"})
    await asyncio.to_thread(here.store.last_event)
    return "ok\n"


@router.get(
    "/metrics",
    response_class=PlainTextResponse,
    summary="Figures for Prometheus",
    response_description="The exposition format, version 0.0.4",
    responses=problems(*_STORED),
    openapi_extra=by_anybody,
)
async def metrics(here: Here) -> Response:
    """Requests by route and status, jobs by state, submissions, refused connections."""
    counts = await asyncio.to_thread(here.store.counts)
    return Response(here.metrics.text(counts), media_type="text/plain; version=0.0.4")


@router.get(
    "/v1/schema",
    response_class=JSONResponse,
    summary="The JSON Schema of a summary",
    response_description="JSON Schema 2020-12",
    responses=_ALWAYS,
    openapi_extra=by_anybody,
)
async def schema() -> dict[str, Any]:
    """The output of `summarizer schema`."""
    return Summary.model_json_schema(mode="serialization")
