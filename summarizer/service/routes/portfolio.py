"""`/v1/portfolio`, `/v1/search` and `/v1/comparisons`: views over many documents."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request, Response

from summarizer.comparison import Comparison
from summarizer.errors import ConfigError
from summarizer.portfolio import LineState
from summarizer.schema import DocumentKind
from summarizer.schema.terms import AttainmentState
from summarizer.service import intake
from summarizer.service.comparing import comparison_of, workbook_of
from summarizer.service.context import Here, ReaderOf, Submitter
from summarizer.service.models import ExpectedList, HitList, PortfolioPage
from summarizer.service.naming import attachment
from summarizer.service.openapi import (
    KEYED,
    RECEIVED,
    by_reader,
    by_submitter,
    problems,
    with_headers,
)
from summarizer.service.portfolios import Wanted
from summarizer.service.problems import ProblemError
from summarizer.service.searching import Question, search
from summarizer.service.statements import phrases

router = APIRouter(prefix="/v1", tags=["Portfolio"])

MOST, NAME = 200, "expected.csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEDIA = {"xlsx": XLSX, "md": "text/markdown; charset=utf-8", "json": "application/json"}
_CSV: dict[str, Any] = {"text/csv": {"schema": {"type": "string", "minLength": 1}}}
Words = Annotated[str, Query(max_length=100)]
Office = Annotated[Words, Query(description="part of an office's name")]
Year = Annotated[int | None, Query(ge=1990, le=2100, description="fiscal year")]
Kind = Annotated[DocumentKind | None, Query(description="kind of document")]
Cursor = Annotated[
    str | None, Query(max_length=512, description="`next` of the page before, as it came")
]
Limit = Annotated[int, Query(ge=1, le=MOST, description="on a page")]


def wanted_of(
    office: Office = "",
    year: Year = None,
    kind: Kind = None,
    state: Annotated[LineState | None, Query(description="of reading")] = None,
    review: Annotated[
        Literal["none", "in_progress", "completed"] | None, Query(description="state of review")
    ] = None,
    q: Annotated[Words, Query(description="words of items or findings")] = "",
) -> Wanted:
    """Return a query's selection. Raises ProblemError 422 for words too short to search."""
    if q and not phrases(q):
        raise too_short()
    return Wanted(office, year, kind or "", state or "", review or "", q)


def too_short() -> ProblemError:
    """Return the problem of words without two letters or digits in a row."""
    return ProblemError(
        "invalid",
        zh="搜索词至少要有两个连续的字、字母或数字",
        en="look for two letters or digits in a row at least",
    )


Selected = Annotated[Wanted, Depends(wanted_of)]


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
    here: Here, caller: ReaderOf, wanted: Selected, cursor: Cursor = None, limit: Limit = 50
) -> Response:
    """The caller's ended jobs by office, fiscal year and kind, with the missing documents of the
    expected list. Each line names the newest version of a document first; totals and rankings cover
    the newest versions.
    """
    begin = here.cursors.open(cursor, caller.owner) if cursor else 0

    def work() -> bytes:
        found = here.portfolios.find(caller.owner, wanted)
        shown, end = found.lines[begin : begin + limit], begin + limit
        page = PortfolioPage(
            lines=list(shown),
            entries=here.portfolios.entries(caller.owner, shown),
            figures=found.figures,
            next=here.cursors.seal(end, caller.owner) if end < len(found.lines) else None,
        )
        return page.model_dump_json().encode()

    return Response(await asyncio.to_thread(work), media_type="application/json")


@router.get(
    "/portfolio/export",
    name="export_portfolio",
    response_class=Response,
    summary="The portfolio as a workbook",
    response_description="Ledger, totals, rankings, comparisons from year to year",
    responses={
        200: {
            "content": {
                XLSX: {"schema": {"type": "string", "format": "binary"}},
                "text/markdown": {"schema": {"type": "string"}},
                "application/json": {"schema": {"type": "object"}},
            },
            **with_headers("Content-Disposition"),
        },
        **problems(*KEYED, "invalid"),
    },
    openapi_extra=by_reader,
)
async def export_portfolio(
    here: Here,
    caller: ReaderOf,
    wanted: Selected,
    format: Annotated[  # noqa: A002
        Literal["xlsx", "md", "json"], Query(description="of the file")
    ] = "xlsx",
    lang: Annotated[Literal["zh", "en"], Query(description="language of headings")] = "zh",
) -> Response:
    """The portfolio in the format of `batch run`. Year-on-year comparisons are limited to 300
    documents; above that the file states that they were left out.
    """
    content = await workbook_of(here, caller.owner, wanted, format, lang)
    name = "台账" if lang == "zh" else "portfolio"
    headers = {"Content-Disposition": attachment(f"{name}.{format}", f"portfolio.{format}")}
    return Response(content, media_type=MEDIA[format], headers=headers)


@router.put(
    "/portfolio/expected",
    name="put_expected",
    response_model=ExpectedList,
    summary="Keep the list of expected documents",
    response_description="How many documents it names",
    responses=problems(*KEYED, *RECEIVED),
    openapi_extra={**by_submitter, "requestBody": {"required": True, "content": _CSV}},
)
async def put_expected(request: Request, here: Here, caller: Submitter) -> ExpectedList:
    """A CSV with the columns 单位, 年度 and optionally 种类, 截止日期 and 主管部门 (UTF-8 or
    GB18030). It replaces an earlier list. In the portfolio, a listed document without a job is
    `missing`, one received after its due date is `late`; a unit's figures are excluded from totals
    when its department's document is present.
    """
    content = await intake.body_of(
        request, limit=here.settings.max_file_bytes, seconds=here.settings.receipt_seconds
    )
    try:
        count = await asyncio.to_thread(here.portfolios.expect, caller.owner, NAME, content)
    except ConfigError as error:
        raise ProblemError("invalid", zh=error.zh, en=error.en) from error
    return ExpectedList(name=NAME, documents=count)


@router.get(
    "/portfolio/expected",
    name="get_expected",
    response_class=Response,
    summary="The list of expected documents",
    response_description="As it came",
    responses={200: {"content": _CSV}, **problems(*KEYED, "not-found")},
    openapi_extra=by_reader,
)
async def get_expected(here: Here, caller: ReaderOf) -> Response:
    """404 when there is no list."""
    found = await asyncio.to_thread(here.portfolios.expected_file, caller.owner)
    if found is None:
        raise ProblemError("not-found")
    return Response(found[1], media_type="text/csv")


@router.delete(
    "/portfolio/expected",
    name="delete_expected",
    status_code=204,
    summary="Expect nothing",
    response_description="It is gone",
    responses=problems(*KEYED, "not-found"),
    openapi_extra=by_submitter,
)
async def delete_expected(here: Here, caller: Submitter) -> None:
    """404 when there is no list."""
    if not await asyncio.to_thread(here.portfolios.expect_nothing, caller.owner):
        raise ProblemError("not-found")


@router.get(
    "/search",
    name="search",
    response_model=HitList,
    summary="Items and findings by words",
    response_description="Statements with their places, those of the newest document first",
    responses=problems(*KEYED, "invalid"),
    openapi_extra=by_reader,
)
async def search_statements(
    here: Here,
    caller: ReaderOf,
    q: Annotated[Words, Query(description="words that all stand in one statement")] = "",
    type: Annotated[  # noqa: A002
        Literal["document", "target", "result", "problem", "measure", "finding"] | None,
        Query(description="of the statement"),
    ] = None,
    code: Annotated[
        Words, Query(pattern="^[a-z0-9-]*$", description="code of a finding, with or without words")
    ] = "",
    attainment: Annotated[
        AttainmentState | None, Query(description="of targets, with or without words")
    ] = None,
    office: Office = "",
    year: Year = None,
    kind: Kind = None,
    cursor: Cursor = None,
    limit: Limit = 20,
) -> HitList:
    """Each word is matched literally, ignoring blanks, in the text, label, subject, cause or quoted
    evidence of an item, or the message or evidence of a finding. A word needs two letters or digits
    in a row.
    """
    question = Question(q, type or "", code, attainment or "", office, year, kind or "")
    if not question.is_one or (q and not phrases(q)):
        raise too_short()
    below = here.cursors.open(cursor, caller.owner) if cursor else None
    hits, rest = await asyncio.to_thread(
        search, here.store.engine, caller.owner, question, below=below, limit=limit
    )
    return HitList(items=hits, next=here.cursors.seal(rest, caller.owner) if rest else None)


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
    """Compare two years of one office, or two documents of one year. No model is called. A job
    without a summary is 409.
    """
    found = await comparison_of(here, caller, old, new)
    return Response(found.model_dump_json(), media_type="application/json")
