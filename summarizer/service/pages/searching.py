"""`/portfolio/search`: search items and findings of all documents, each with its place."""

from __future__ import annotations

import asyncio
from typing import get_args

from fastapi import APIRouter, Request
from starlette.responses import Response

from summarizer.portfolio.printing import finding_word
from summarizer.rendering.spoken import one_language
from summarizer.schema.terms import AttainmentState
from summarizer.service.context import Here
from summarizer.service.models import Hit
from summarizer.service.pages.look import page
from summarizer.service.pages.portfolio import number_in
from summarizer.service.pages.visitor import Looker
from summarizer.service.searching import TYPES, Question, search
from summarizer.service.statements import phrases

__all__ = ["router"]

router = APIRouter(include_in_schema=False)
ON_A_PAGE = 30


@router.get("/portfolio/search")
async def show(request: Request, here: Here, visitor: Looker) -> Response:
    """Show the hits, newest document first."""
    asked = request.query_params
    words, owner = asked.get("q", "").strip()[:100], visitor.caller.owner
    attainment = asked.get("attainment", "")
    question = Question(
        words=words if phrases(words) else "",
        type=asked.get("type", "") if asked.get("type") in TYPES else "",
        code=asked.get("code", "")[:60],
        attainment=attainment if attainment in get_args(AttainmentState) else "",
        office=asked.get("office", "").strip()[:100],
        year=number_in(asked.get("year", "")),
        kind=asked.get("kind", "")[:40],
    )
    cursor = asked.get("cursor", "")
    below = here.cursors.open(cursor, owner) if cursor else None
    hits: list[Hit] = []
    rest = None
    if question.is_one:
        hits, rest = await asyncio.to_thread(
            search, here.store.engine, owner, question, below=below, limit=ON_A_PAGE
        )
    return page(
        request,
        "search.html.jinja",
        visitor=visitor,
        question=question,
        words=words,
        hits=hits,
        more=here.cursors.seal(rest, owner) if rest else "",
        types=tuple(TYPES),
        finding=lambda code: finding_word(code, visitor.language),
        spoken=lambda text: one_language(text, visitor.language),
    )
