"""The routes by noun: each parses, calls and answers; nothing of the domain."""

from summarizer.service.routes import (
    about,
    batches,
    contents,
    originals,
    portfolio,
    reviews,
    summaries,
    verifications,
    webhooks,
)

__all__ = ["ROUTERS"]

ROUTERS = tuple(
    noun.router
    for noun in (
        summaries,
        contents,
        originals,
        portfolio,
        reviews,
        verifications,
        batches,
        webhooks,
        about,
    )
)
