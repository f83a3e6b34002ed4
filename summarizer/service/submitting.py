"""Taking a job in: limits first, then the store; and waiting for its end."""

from __future__ import annotations

import asyncio

from summarizer.service.context import Service
from summarizer.service.problems import ProblemError
from summarizer.service.spending import over_limit, seconds_to_midnight, spent_today
from summarizer.service.store import ENDED, Job, KeyReused, Submission

__all__ = ["take_in", "wait", "wait_of"]

WAIT_LIMIT = 30


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


def _submit(here: Service, submission: Submission) -> tuple[Job, bool]:
    settings = here.settings
    if here.store.waiting(submission.owner) >= settings.queued_per_key:
        raise ProblemError("queue-full", headers={"Retry-After": "30"})
    limited = settings.tokens_per_day is not None or settings.cost_per_day is not None
    if limited and settings.model_configured and submission.engine != "rules":
        spent = spent_today(here.store.engine, submission.owner)
        if over_limit(spent, settings):
            headers = {"Retry-After": str(seconds_to_midnight())}
            raise ProblemError("budget-exceeded", headers=headers)
    return here.store.submit(submission)


def wait_of(prefer: str | None) -> int:
    for part in (prefer or "").split(","):
        name, _, value = part.strip().partition("=")
        if name.strip().lower() == "wait" and value.strip().isdigit():
            return min(int(value), WAIT_LIMIT)
    return 0


async def wait(here: Service, job: Job, seconds: int) -> Job:
    deadline = asyncio.get_running_loop().time() + seconds
    while job.state not in ENDED and asyncio.get_running_loop().time() < deadline:
        await asyncio.sleep(0.05)
        later = await asyncio.to_thread(here.store.get, job.id)
        job = later or job
    return job
