"""`/v1/webhooks`: addresses that are told when a job ends."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response

from summarizer.service import intake
from summarizer.service.context import Here, ReaderOf, Submitter
from summarizer.service.models import NewWebhook, Webhook, WebhookCreated, WebhookList
from summarizer.service.openapi import USUAL
from summarizer.service.problems import ProblemError
from summarizer.service.statuses import when

router = APIRouter(prefix="/v1", responses=USUAL)


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
