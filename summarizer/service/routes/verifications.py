"""`/v1/verifications`: check a summary from any source."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from summarizer.service import intake
from summarizer.service.context import Here, Submitter
from summarizer.service.models import Verification
from summarizer.service.openapi import KEYED, RECEIVED, by_submitter, json_body, problems
from summarizer.service.verifying import MOST_BYTES

router = APIRouter(prefix="/v1", tags=["Verifications"])


@router.post(
    "/verifications",
    name="verify",
    response_model=Verification,
    summary="Hold a summary or a text against a report",
    response_description="The verdicts",
    responses=problems(
        *KEYED, *RECEIVED, "input-empty", "input-too-heavy", "poison", "verifications-full"
    ),
    openapi_extra={**json_body("NewVerification"), **by_submitter},
)
async def verification(request: Request, here: Here, caller: Submitter) -> Response:
    """Takes a summary from any source, as our JSON or as text, and checks each item or number on
    its own. No model is called and no job is created. A few at a time for each key, up to 8 MB.
    """
    body = await intake.body_of(
        request,
        limit=min(MOST_BYTES, here.settings.max_file_bytes),
        seconds=here.settings.receipt_seconds,
    )
    content = await here.verifier.verify(body, caller.owner)
    return Response(content, media_type="application/json")
