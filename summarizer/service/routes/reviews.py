"""`/v1/summaries/{id}/decisions` and `…/review`: people's decisions about a summary."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Request, Response
from fastapi.responses import JSONResponse

from summarizer.service import intake
from summarizer.service.context import Here, ReaderOf, Service, Submitter
from summarizer.service.models import (
    DecisionImport,
    DecisionList,
    DecisionRecord,
    NewDecision,
    ReviewRecord,
)
from summarizer.service.openapi import (
    KEYED,
    RECEIVED,
    by_reader,
    by_submitter,
    json_body,
    problems,
    with_headers,
)
from summarizer.service.problems import ProblemError
from summarizer.service.reviewing import (
    Entry,
    Matter,
    Review,
    Ruling,
    blocking,
    carried,
    decision_of,
)
from summarizer.service.ruling import ended_job, refusals, ruling_of
from summarizer.service.statuses import JobId, when
from summarizer.service.store import Job

router = APIRouter(prefix="/v1", tags=["Reviews"])
MOST_BYTES = 32_000_000

ItemId = Annotated[
    str,
    Path(
        max_length=16,
        description="Id of an item; `f1` is the first of `findings`, `s1` of `coverage.sections`",
        examples=["t1"],
    ),
]
IfMatch = Annotated[
    str | None,
    Header(description="`ETag` of the decision, or of all: 412 when it is no longer so"),
]


@router.get(
    "/summaries/{job_id}/decisions",
    response_model=DecisionList,
    summary="The decisions of people",
    response_description="Decisions, and how the review stands",
    responses={200: with_headers("ETag"), **problems(*KEYED, "not-found", "conflict")},
    openapi_extra=by_reader,
)
async def list_decisions(here: Here, caller: ReaderOf, job_id: JobId) -> Response:
    """Accepted, corrected and rejected items of the current run, and the open ones."""
    return await _listed(here, await ended_job(here, caller, job_id))


@router.put(
    "/summaries/{job_id}/decisions",
    response_model=DecisionList,
    summary="Take decisions in",
    response_description="All decisions now, and in `left` those that were not taken",
    responses={
        200: with_headers("ETag"),
        **problems(*KEYED, *RECEIVED, "not-found", "conflict", "review-completed", "stale"),
    },
    openapi_extra={**json_body("DecisionImport"), **by_submitter},
)
async def import_decisions(
    request: Request, here: Here, caller: Submitter, job_id: JobId, if_match: IfMatch = None
) -> Response:
    """Decisions of an earlier run or from elsewhere. A decision is imported when its `before`
    matches an item of this run, whatever its id; corrections are read again at their spans.
    """
    job = await ended_job(here, caller, job_id)
    given: DecisionImport = await _body(request, here, DecisionImport)
    opened = await here.documents.review_of(job)
    document = await here.documents.of(job)
    rulings, left = await asyncio.to_thread(carried, given.decisions, opened.matters, document)
    with refusals():
        await _check_all(here, job, if_match)
        await asyncio.to_thread(here.reviews.decide, job, rulings, by=caller.name)
    return await _listed(here, job, left)


@router.get(
    "/summaries/{job_id}/decisions/{item}",
    response_model=DecisionRecord,
    summary="The decision about one item",
    response_description="The decision; `open` when there is none",
    responses={200: with_headers("ETag"), **problems(*KEYED, "not-found", "conflict")},
    openapi_extra=by_reader,
)
async def get_decision(here: Here, caller: ReaderOf, job_id: JobId, item: ItemId) -> Response:
    """Send its `ETag` back with your decision."""
    job = await ended_job(here, caller, job_id)
    return await _shown(here, job, await _matter(here, job, item))


@router.put(
    "/summaries/{job_id}/decisions/{item}",
    response_model=DecisionRecord,
    summary="Decide about one item",
    response_description="The decision as it is kept",
    responses={
        200: with_headers("ETag"),
        **problems(*KEYED, *RECEIVED, "not-found", "conflict", "review-completed", "stale"),
    },
    openapi_extra={**json_body("NewDecision"), **by_submitter},
)
async def decide(
    request: Request,
    here: Here,
    caller: Submitter,
    job_id: JobId,
    item: ItemId,
    if_match: IfMatch = None,
) -> Response:
    """Accept, correct or reject an item. The run's own version and every earlier decision are kept.
    A corrected number must be selected in the report; a typed one is refused.
    """
    job = await ended_job(here, caller, job_id)
    matter = await _matter(here, job, item)
    given: NewDecision = await _body(request, here, NewDecision)
    ruling = await ruling_of(here, job, matter, given.state, given.after, given.note)
    await _write(here, job, ruling, caller.name, if_match)
    return await _shown(here, job, matter)


@router.delete(
    "/summaries/{job_id}/decisions/{item}",
    status_code=204,
    response_class=Response,
    summary="Take a decision back",
    response_description="The item is open again",
    responses=problems(*KEYED, "not-found", "conflict", "review-completed", "stale"),
    openapi_extra=by_submitter,
)
async def withdraw(
    here: Here, caller: Submitter, job_id: JobId, item: ItemId, if_match: IfMatch = None
) -> Response:
    """The earlier decisions stay in the history."""
    job = await ended_job(here, caller, job_id)
    matter = await _matter(here, job, item)
    await _write(here, job, Ruling(item, "open", matter.before()), caller.name, if_match)
    return Response(status_code=204)


@router.post(
    "/summaries/{job_id}/review/complete",
    response_model=ReviewRecord,
    summary="Complete the review",
    response_description="Completed: nothing can be changed until it is reopened",
    responses=problems(*KEYED, "not-found", "conflict", "review-open", "review-completed", "stale"),
    openapi_extra=by_submitter,
)
async def complete_review(here: Here, caller: Submitter, job_id: JobId) -> ReviewRecord:
    """Requires decisions about every failed item, every item in review, every error and warning
    about the report, every unread section and a sample of the verified items; 409 lists the missing
    ones.
    """
    job = await ended_job(here, caller, job_id)
    with refusals():
        return record_of(await asyncio.to_thread(here.reviews.complete, job, by=caller.name))


@router.post(
    "/summaries/{job_id}/review/reopen",
    response_model=ReviewRecord,
    summary="Reopen the review",
    response_description="In progress",
    responses=problems(*KEYED, "not-found", "conflict", "stale"),
    openapi_extra=by_submitter,
)
async def reopen_review(here: Here, caller: Submitter, job_id: JobId) -> ReviewRecord:
    """Decisions can be changed again."""
    job = await ended_job(here, caller, job_id)
    with refusals():
        return record_of(await asyncio.to_thread(here.reviews.reopen, job, by=caller.name))


async def _body(request: Request, here: Service, model: type) -> Any:
    limit, seconds = min(MOST_BYTES, here.settings.max_file_bytes), here.settings.receipt_seconds
    body = await intake.body_of(request, limit=limit, seconds=seconds)
    return await asyncio.to_thread(intake.json_of, body, model)


async def _matter(here: Service, job: Job, item: str) -> Matter:
    opened = await here.documents.review_of(job)
    if item not in opened.matters:
        raise ProblemError("not-found")
    return opened.matters[item]


async def _write(here: Service, job: Job, ruling: Ruling, by: str, if_match: str | None) -> None:
    expected = await _expected(here, job, ruling.item, if_match)
    with refusals():
        await asyncio.to_thread(here.reviews.decide, job, [ruling], by=by, expected=expected)


async def _expected(
    here: Service, job: Job, item: str, if_match: str | None
) -> dict[str, int] | None:
    """Return the number that the newest decision must still have. Raises ProblemError 412."""
    if if_match is None or if_match.strip() == "*":
        return None
    newest = await asyncio.to_thread(here.reviews.newest, job)
    number = newest[item].number if item in newest else 0
    run = (await here.documents.review_of(job)).run
    review = await asyncio.to_thread(here.reviews.review, job)
    if not _matches(if_match, _tag(run, item, number), _tag_of_all(review, newest.values())):
        raise ProblemError("stale")
    return {item: number}


async def _check_all(here: Service, job: Job, if_match: str | None) -> None:
    if if_match is None or if_match.strip() == "*":
        return
    newest = await asyncio.to_thread(here.reviews.newest, job)
    review = await asyncio.to_thread(here.reviews.review, job)
    if not _matches(if_match, _tag_of_all(review, newest.values())):
        raise ProblemError("stale")


def _matches(if_match: str, *tags: str) -> bool:
    return not {part.strip() for part in if_match.split(",")}.isdisjoint(tags)


def _tag(run: str, item: str, number: int) -> str:
    return f'"{run}.{item}.{number}"'


def _tag_of_all(review: Review, entries: Iterable[Entry]) -> str:
    numbers = [entry.number for entry in entries]
    return f'"{review.run}.{max(numbers, default=0)}.{review.version}"'


async def _listed(here: Service, job: Job, left: Sequence[str] = ()) -> Response:
    opened = await here.documents.review_of(job)
    newest = await asyncio.to_thread(here.reviews.newest, job)
    review = await asyncio.to_thread(here.reviews.review, job)
    void = await asyncio.to_thread(here.reviews.void, job)
    entries = [entry for entry in newest.values() if entry.state != "open"]
    undecided = blocking(opened.matters.values(), {entry.item for entry in entries})
    body = DecisionList(
        review=record_of(review),
        decisions=[decision_of(entry) for entry in entries],
        open=[matter.id for matter in undecided],
        void=[record_of(one) for one in void],
        left=list(left),
    )
    headers = {"ETag": _tag_of_all(review, newest.values()), "Cache-Control": "no-store"}
    return JSONResponse(body.model_dump(mode="json"), headers=headers)


async def _shown(here: Service, job: Job, matter: Matter) -> Response:
    newest = await asyncio.to_thread(here.reviews.newest, job)
    entry = newest.get(matter.id)
    run = (await here.documents.review_of(job)).run
    if entry is None or entry.state == "open":
        body = DecisionRecord(
            item=matter.id,
            state="open",
            before=matter.before(),
            **dict.fromkeys(("after", "note", "by", "at")),
        )
    else:
        body = DecisionRecord.model_validate(decision_of(entry).model_dump(mode="json"))
    number = entry.number if entry else 0
    headers = {"ETag": _tag(run, matter.id, number), "Cache-Control": "no-store"}
    return JSONResponse(body.model_dump(mode="json"), headers=headers)


def record_of(review: Review) -> ReviewRecord:
    """Return a review session as the interface shows it."""
    return ReviewRecord(
        state=review.state,
        document=review.document,
        run=review.run,
        schema_version=review.schema_version,
        by=review.by,
        at=when(review.at) if review.at else None,
    )
