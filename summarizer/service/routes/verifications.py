"""`/v1/verifications`: check anybody's summary."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, Request

from summarizer.pipeline import verify
from summarizer.readers import read_text
from summarizer.service import intake
from summarizer.service.context import Here, Submitter
from summarizer.service.models import NewVerification, Verification
from summarizer.service.openapi import USUAL
from summarizer.service.problems import ProblemError

router = APIRouter(prefix="/v1", responses=USUAL)


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
