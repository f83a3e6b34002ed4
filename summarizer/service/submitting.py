"""Accept a job: check the limits, store it, and wait for its end if requested."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import Header

from summarizer.service.context import Service
from summarizer.service.intake import number_in
from summarizer.service.problems import ProblemError
from summarizer.service.spending import over_limit, seconds_to_midnight, spent_today
from summarizer.service.store import ENDED, Batch, Job, KeyReused, Submission

__all__ = ["IdempotencyKey", "take_in", "take_in_batch", "wait", "wait_of"]

WAIT_LIMIT = 30
IdempotencyKey = Annotated[
    str | None,
    Header(
        min_length=1,
        max_length=255,
        description="A word of your own. The same again with the same body is the same job or"
        " batch, with another body 422",
        examples=["2023-017"],
    ),
]


async def take_in(here: Service, submission: Submission) -> Job:
    if here.stopping.is_set():
        raise ProblemError("stopping", headers={"Retry-After": "10"})
    try:
        job, new = await asyncio.to_thread(_submit, here, submission)
    except KeyReused as error:
        raise ProblemError("idempotency-key-reused") from error
    if new:
        here.jobs.dispatch()
        here.metrics.submitted.inc()
    return job


async def take_in_batch(here: Service, batch: Batch) -> str:
    """Accept all files of a batch or none. Returns the batch's id; a repeated batch keeps
    its id.
    """
    if here.stopping.is_set():
        raise ProblemError("stopping", headers={"Retry-After": "10"})
    try:
        key, new = await asyncio.to_thread(_submit_batch, here, batch)
    except KeyReused as error:
        raise ProblemError("idempotency-key-reused") from error
    if new:
        here.jobs.dispatch()
        here.metrics.submitted.inc(len(batch.files))
    return key


def _submit_batch(here: Service, batch: Batch) -> tuple[str, bool]:
    _check_limits(here, batch.owner, batch.engine, len(batch.files))
    return here.store.submit_batch(batch)


def _submit(here: Service, submission: Submission) -> tuple[Job, bool]:
    _check_limits(here, submission.owner, submission.engine, 1)
    return here.store.submit(submission)


def _check_limits(here: Service, owner: str, engine: str, jobs: int) -> None:
    settings = here.settings
    if here.store.waiting(owner) + jobs > settings.queued_per_key:
        raise ProblemError("queue-full", headers={"Retry-After": "30"})
    limited = settings.tokens_per_day is not None or settings.cost_per_day is not None
    if limited and settings.model_configured and engine != "rules":
        spent = spent_today(here.store.engine, owner)
        if over_limit(spent, settings):
            headers = {"Retry-After": str(seconds_to_midnight())}
            raise ProblemError("budget-exceeded", headers=headers)


def wait_of(prefer: str | None) -> int:
    for part in (prefer or "").split(","):
        name, _, value = part.strip().partition("=")
        seconds = number_in(value)
        if name.strip().lower() == "wait" and seconds is not None:
            return min(seconds, WAIT_LIMIT)
    return 0


async def wait(here: Service, job: Job, seconds: int) -> Job:
    deadline = asyncio.get_running_loop().time() + seconds
    while job.state not in ENDED and asyncio.get_running_loop().time() < deadline:
        await asyncio.sleep(0.05)
        later = await asyncio.to_thread(here.store.get, job.id)
        job = later or job
    return job
