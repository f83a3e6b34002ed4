"""The service about itself: is it there, is it ready, its figures and its schema."""

from __future__ import annotations

import asyncio
from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse, PlainTextResponse

from summarizer.schema import Summary
from summarizer.service.context import Here
from summarizer.service.openapi import problems
from summarizer.service.problems import ProblemError

router = APIRouter()


@router.get("/livez", response_class=PlainTextResponse)
async def livez() -> str:
    """The process answers."""
    return "ok\n"


@router.get("/readyz", response_class=PlainTextResponse, responses=problems(503))
async def readyz(here: Here) -> str:
    """The service takes jobs: its database answers and it is not stopping."""
    if here.stopping.is_set():
        raise ProblemError("stopping", headers={"Retry-After": "10"})
    await asyncio.to_thread(here.store.last_event)
    return "ok\n"


@router.get("/metrics", response_class=PlainTextResponse)
async def metrics(here: Here) -> Response:
    """For Prometheus."""
    counts = await asyncio.to_thread(here.store.counts)
    return Response(here.metrics.text(counts), media_type="text/plain; version=0.0.4")


@router.get("/v1/schema", response_class=JSONResponse)
async def schema() -> dict[str, Any]:
    """The JSON Schema of a summary."""
    return Summary.model_json_schema(mode="serialization")
