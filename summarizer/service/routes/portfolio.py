"""`/v1/portfolio` and `/v1/comparisons`: what lies between documents."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Query, Response

from summarizer.comparison import Comparison, compare
from summarizer.portfolio import Entry, figures_of, ledger
from summarizer.schema import DocumentKind, Summary
from summarizer.service.context import Here, ReaderOf, Service
from summarizer.service.keys import Caller
from summarizer.service.listing import entries_of
from summarizer.service.models import PortfolioPage
from summarizer.service.openapi import KEYED, by_reader, problems
from summarizer.service.problems import ProblemError
from summarizer.service.statuses import job_of

router = APIRouter(prefix="/v1", tags=["Portfolio"])

MOST = 200
Words = Annotated[str | None, Query(max_length=100)]


@router.get(
    "/portfolio",
    name="get_portfolio",
    response_model=PortfolioPage,
    summary="Offices, years and kinds",
    response_description="A page of the ledger, and figures over all that was selected",
    responses=problems(*KEYED, "invalid"),
    openapi_extra=by_reader,
)
async def get_portfolio(
    here: Here,
    caller: ReaderOf,
    office: Annotated[Words, Query(description="part of an office's name")] = None,
    year: Annotated[int | None, Query(ge=1990, le=2100, description="fiscal year")] = None,
    kind: Annotated[DocumentKind | None, Query(description="kind of document")] = None,
    q: Annotated[Words, Query(description="words of items or findings")] = None,
    cursor: Annotated[
        str | None, Query(max_length=512, description="`next` of the page before, as it came")
    ] = None,
    limit: Annotated[int, Query(ge=1, le=MOST, description="Lines on a page")] = 50,
) -> Response:
    """The caller's ended jobs by office, fiscal year and kind. The newest version of a document
    stands first in its line; sums and rankings are over the newest versions."""
    begin = here.cursors.open(cursor, caller.owner) if cursor else 0

    def work() -> bytes:
        found = entries_of(
            here.store.engine, caller.owner, office=office, year=year, kind=kind, words=q
        )
        return _page(here, caller, found, begin, limit)

    return Response(await asyncio.to_thread(work), media_type="application/json")


def _page(here: Service, caller: Caller, found: list[Entry], begin: int, limit: int) -> bytes:
    lines = ledger(found)
    shown = lines[begin : begin + limit]
    wanted = {key for line in shown for key in line.keys}
    end = begin + limit
    page = PortfolioPage(
        lines=list(shown),
        entries=[entry for entry in found if entry.key in wanted],
        figures=figures_of(lines, found, most=MOST),
        next=here.cursors.seal(end, caller.owner) if end < len(lines) else None,
    )
    return page.model_dump_json().encode()


@router.get(
    "/comparisons",
    name="compare_summaries",
    response_model=Comparison,
    summary="Two summaries held together",
    response_description="Pairs, figures that differ, and what became of problems and measures",
    responses=problems(*KEYED, "invalid", "not-found", "conflict"),
    openapi_extra=by_reader,
)
async def compare_summaries(
    here: Here,
    caller: ReaderOf,
    old: Annotated[str, Query(description="id of the older job", examples=["0f" * 16])],
    new: Annotated[str, Query(description="id of the newer job", examples=["1e" * 16])],
) -> Response:
    """Two years of one office, or two documents of one year. No model is asked. A job without a
    summary is 409."""
    texts = []
    for key in (old, new):
        job = await job_of(here, caller, key)
        if not job.summary:
            raise ProblemError("conflict", zh="任务还没有摘要", en="the job has no summary")
        texts.append(job.summary)
    document = await here.documents.of(await job_of(here, caller, new))

    def work() -> bytes:
        first, second = (Summary.model_validate_json(text) for text in texts)
        return compare(first, second, document).model_dump_json().encode()

    return Response(await asyncio.to_thread(work), media_type="application/json")
