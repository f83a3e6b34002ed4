"""`/v1/verifications`: check anybody's summary."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, Request

from summarizer.pipeline import verify
from summarizer.readers import read_text
from summarizer.service import intake
from summarizer.service.context import Here, Submitter
from summarizer.service.models import NewVerification, Verification
from summarizer.service.openapi import KEYED, RECEIVED, by_submitter, json_body, problems
from summarizer.service.problems import ProblemError

router = APIRouter(prefix="/v1", tags=["Verifications"])


@router.post(
    "/verifications",
    name="verify",
    response_model=Verification,
    summary="Hold a summary or a text against a report",
    response_description="The verdicts",
    responses=problems(*KEYED, *RECEIVED, "input-empty"),
    openapi_extra={**json_body("NewVerification"), **by_submitter},
)
async def verification(request: Request, here: Here, caller: Submitter) -> Verification:  # noqa: ARG001
    """Anybody's summary, in our JSON, or any text: each item or number is judged alone. No model
    is asked and no job is made."""
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
