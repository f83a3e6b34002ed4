"""`/v1/webhooks`: addresses to notify when a job ends."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response

from summarizer.service import intake
from summarizer.service.context import Here, ReaderOf, Submitter
from summarizer.service.models import NewWebhook, Webhook, WebhookCreated, WebhookList
from summarizer.service.openapi import (
    KEYED,
    RECEIVED,
    by_reader,
    by_submitter,
    json_body,
    problems,
)
from summarizer.service.problems import ProblemError
from summarizer.service.statuses import when

router = APIRouter(prefix="/v1", tags=["Webhooks"])


@router.post(
    "/webhooks",
    status_code=201,
    response_model=WebhookCreated,
    summary="Register a webhook",
    response_description="The address and its signing secret",
    responses=problems(*KEYED, *RECEIVED),
    openapi_extra={**json_body("NewWebhook"), **by_submitter},
)
async def add_webhook(request: Request, here: Here, caller: Submitter) -> WebhookCreated:
    """Notifies the address when a job of this key ends: Standard Webhooks, signed, ids only.
    Requires https and an address outside of private networks.
    """
    body = await intake.body_of(request, limit=65_536, seconds=here.settings.receipt_seconds)
    given: NewWebhook = intake.json_of(body, NewWebhook)
    hook, secret = await here.webhooks.add(caller.owner, given.url)
    return WebhookCreated(**_webhook(hook).model_dump(), secret=secret)


@router.get(
    "/webhooks",
    response_model=WebhookList,
    summary="List webhooks",
    response_description="All of the caller",
    responses=problems(*KEYED),
    openapi_extra=by_reader,
)
async def list_webhooks(here: Here, caller: ReaderOf) -> WebhookList:
    """Without their secrets, oldest first."""
    found = await asyncio.to_thread(here.webhooks.of, caller.owner)
    return WebhookList(items=[_webhook(hook) for hook in found])


@router.delete(
    "/webhooks/{webhook_id}",
    status_code=204,
    response_class=Response,
    summary="Remove a webhook",
    response_description="Gone",
    responses=problems(*KEYED, "not-found"),
    openapi_extra=by_submitter,
)
async def delete_webhook(
    here: Here,
    caller: Submitter,
    webhook_id: Annotated[str, Path(description="Id of a webhook", examples=["2d" * 16])],
) -> Response:
    """Nothing more is sent to it, pending deliveries included."""
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
