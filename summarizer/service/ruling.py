"""Decision logic shared by the REST interface and the pages."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from summarizer.service.context import Service
from summarizer.service.keys import Caller
from summarizer.service.problems import ProblemError
from summarizer.service.reviewing import Blocked, Closed, Matter, Ruling, Stale, edited
from summarizer.service.statuses import job_of
from summarizer.service.store import ENDED, Job

__all__ = ["ended_job", "refusals", "ruling_of"]


async def ended_job(here: Service, caller: Caller, key: str) -> Job:
    """Return an ended job with a summary. Raises ProblemError 404, or 409 when it has none."""
    job = await job_of(here, caller, key)
    if job.summary is None or job.state not in ENDED:
        raise ProblemError("conflict", zh="尚无摘要可核对", en="there is no summary to review yet")
    return job


async def ruling_of(
    here: Service,
    job: Job,
    matter: Matter,
    state: str,
    changes: Mapping[str, Any] | None = None,
    note: str | None = None,
) -> Ruling:
    """Return a decision ready to store; a correction is read and checked here.

    Raises ProblemError 422.
    """
    if (state == "edited") != (changes is not None):
        raise ProblemError(
            "invalid",
            zh="after 须且只须与 edited 一起给出",
            en="`after` goes with `edited`, and with nothing else",
        )
    after = None
    if changes is not None:
        document = await here.documents.of(job)
        after = await asyncio.to_thread(edited, matter, changes, document)
    said = (note or "").strip() or None
    return Ruling(matter.id, state, matter.before(), after, said)  # type: ignore[arg-type]


@contextmanager
def refusals() -> Iterator[None]:
    """Convert refusals of the decision book to problems."""
    try:
        yield
    except Stale as error:
        raise ProblemError("stale") from error
    except Closed as error:
        raise ProblemError("review-completed") from error
    except Blocked as error:
        left = [{"item": one.id, "kind": one.kind, "state": one.state} for one in error.left]
        raise ProblemError("review-open", errors=left) from error
