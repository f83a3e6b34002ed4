"""The routes by noun. Each one parses, calls and answers, without domain logic."""

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
