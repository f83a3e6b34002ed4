"""The routes: each parses, calls and answers; nothing of the domain."""

from fastapi import APIRouter

from summarizer.service.openapi import USUAL
from summarizer.service.routes import batches, contents, summaries, verifications, webhooks
from summarizer.service.routes.about import router as about

__all__ = ["about", "v1"]

v1 = APIRouter(prefix="/v1", responses=USUAL)
for noun in (summaries, contents, verifications, batches, webhooks):
    v1.include_router(noun.router)
