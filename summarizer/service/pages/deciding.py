"""Decisions by form: accept, correct, reject, undo."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.responses import Response

from summarizer.service.context import Here, Service
from summarizer.service.documents import Opened
from summarizer.service.pages.forms import changes_of, form_of
from summarizer.service.pages.look import go_to, page
from summarizer.service.pages.panel import Wanted, panel_of, sections_of
from summarizer.service.pages.rows import rows_of
from summarizer.service.pages.sight import (
    Sight,
    known_of,
    part_of,
    pieces_of,
    review_page,
    sight_of,
)
from summarizer.service.pages.source import Source
from summarizer.service.pages.visitor import Decider, Visitor
from summarizer.service.problems import ProblemError
from summarizer.service.reviewing import Ruling
from summarizer.service.ruling import ended_job, refusals, ruling_of
from summarizer.service.store import Job

__all__ = ["onward", "router"]

router = APIRouter(include_in_schema=False)
_STATES = {"accept": "accepted", "edit": "edited", "reject": "rejected"}


@router.post("/summaries/{job_id}/items/{item}")
async def decide(
    request: Request, here: Here, visitor: Decider, job_id: str, item: str
) -> Response:
    """Accept, correct, reject or reopen an item; then show the next one."""
    fields = await form_of(request, here)
    job = await ended_job(here, visitor.caller, job_id)
    opened = await here.documents.review_of(job)
    matter = opened.matters.get(item)
    if matter is None:
        raise ProblemError("not-found")
    try:
        ruling = await _ruling(here, job, opened, item, fields)
        seen = fields.get("seen", "")
        expected = {item: int(seen)} if seen.isascii() and seen.isdigit() else None
        with refusals():
            await asyncio.to_thread(
                here.reviews.decide, job, [ruling], by=visitor.name, expected=expected
            )
    except ProblemError as problem:
        return await _not_decided(request, here, visitor, job, item, problem)
    if part_of(request):
        return await _fragment(request, here, visitor, job, [item])
    return go_to(onward(request, fields, await _next_of(here, job, item)))


async def _ruling(
    here: Service, job: Job, opened: Opened, item: str, fields: Mapping[str, str]
) -> Ruling:
    matter = opened.matters[item]
    chosen = fields.get("do", "")
    note = fields.get("note", "")[:2000]
    if chosen == "open":
        return Ruling(item, "open", matter.before())
    if chosen not in _STATES:
        raise ProblemError("invalid")
    if chosen == "reject" and not note.strip():
        raise ProblemError("invalid", zh="驳回须写明理由", en="a rejection needs a reason")
    changes = changes_of(fields, matter) if chosen == "edit" else None
    return await ruling_of(here, job, matter, _STATES[chosen], changes, note)


async def _not_decided(
    request: Request, here: Service, visitor: Visitor, job: Job, item: str, problem: ProblemError
) -> Response:
    """Show the refusal, with the item in its current state."""
    said = problem.zh if visitor.language == "zh" else problem.en
    kind = "stale" if problem.code == "stale" else "error"
    banner = {"kind": kind, "item": item, "said": said}
    if part_of(request):
        return await _fragment(
            request, here, visitor, job, [item], banner=banner, status=problem.status
        )
    answer = await review_page(request, here, visitor, job, item, shown_banner=banner)
    answer.status_code = problem.status
    return answer


async def _next_of(here: Service, job: Job, item: str) -> str:
    """Return the next undecided item, else the first undecided one, else the item itself."""
    opened = await here.documents.review_of(job)
    newest = await asyncio.to_thread(here.reviews.newest, job)
    order = list(opened.matters)
    place = order.index(item)
    for key in (*order[place + 1 :], *order[:place]):
        if opened.matters[key].required and (key not in newest or newest[key].state == "open"):
            return key
    return item


def onward(request: Request, fields: Mapping[str, str], item: str) -> str:
    known = {
        "tab": fields.get("tab", ""),
        "view": fields.get("view", ""),
        "fold": fields.get("fold", ""),
        "q": fields.get("q", ""),
        "item": item,
    }
    base = request.url.path.split("/")[2]
    query = urlencode({key: value for key, value in known.items() if value})
    return f"/summaries/{base}?{query}#i-{item}"


async def _fragment(
    request: Request,
    here: Service,
    visitor: Visitor,
    job: Job,
    items: list[str],
    *,
    banner: Mapping[str, Any] | None = None,
    status: int = 200,
    said: str = "",
) -> Response:
    """Return the changed parts of the page: rows, their marks in the report, and the
    status line.
    """
    sight = await sight_of(here, job)
    wanted = Wanted(tab="queue")
    language = visitor.language
    panel = panel_of(sight.opened.summary, sight.opened.matters, sight.newest, wanted, language)
    known = await known_of(request, visitor, sight, panel, wanted)
    chosen = [sight.opened.matters[key] for key in items if key in sight.opened.matters]
    return page(
        request,
        "part_rows.html.jinja",
        visitor=visitor,
        status=status,
        rows=rows_of(chosen, sight.opened.summary, sight.newest, language),
        marks=await asyncio.to_thread(_marks_of, sight, items),
        shown_banner=banner,
        said=said,
        **known,
    )


def _marks_of(sight: Sight, items: list[str]) -> list[tuple[int, str]]:
    """Return the starts of some items' pieces, with their current classes."""
    if sight.document is None:
        return []
    pieces = pieces_of(sight.opened, sight.document)
    source = Source(sight.document, pieces, sight.opened.matters, sight.entries, str)
    return [(piece.start, source.class_of(piece)) for key in items for piece in pieces.of(key)]


@router.post("/summaries/{job_id}/accept")
async def accept_section(request: Request, here: Here, visitor: Decider, job_id: str) -> Response:
    """Accept every undecided verified item of a section, as single decisions that can be undone."""
    fields = await form_of(request, here)
    job = await ended_job(here, visitor.caller, job_id)
    opened = await here.documents.review_of(job)
    newest = await asyncio.to_thread(here.reviews.newest, job)
    sections = sections_of(opened.matters)
    number = fields.get("section", "")
    if not (number.isascii() and number.isdigit() and int(number) < len(sections)):
        raise ProblemError("invalid")
    chosen = [
        matter
        for matter in opened.matters.values()
        if matter.section == sections[int(number)]
        and matter.state == "verified"
        # A sampled item must be looked at by itself.
        and not matter.sampled
        and (fields.get("kind", "") in ("", matter.kind))
        and (matter.id not in newest or newest[matter.id].state == "open")
    ]
    rulings = [Ruling(one.id, "accepted", one.before()) for one in chosen]
    expected = {one.id: newest[one.id].number if one.id in newest else 0 for one in chosen}
    with refusals():
        await asyncio.to_thread(
            here.reviews.decide, job, rulings, by=visitor.name, expected=expected
        )
    if part_of(request):
        return await _fragment(request, here, visitor, job, [one.id for one in chosen])
    return go_to(onward(request, {**fields, "fold": number}, chosen[0].id if chosen else ""))


@router.post("/summaries/{job_id}/undo")
async def undo(request: Request, here: Here, visitor: Decider, job_id: str) -> Response:
    """Undo the visitor's newest decision."""
    fields = await form_of(request, here)
    job = await ended_job(here, visitor.caller, job_id)
    try:
        with refusals():
            item = await asyncio.to_thread(here.reviews.undo, job, by=visitor.name)
    except ProblemError as problem:
        return await _not_decided(request, here, visitor, job, "", problem)
    if part_of(request):
        said = "undone" if item else "nothing_to_undo"
        return await _fragment(request, here, visitor, job, [item] if item else [], said=said)
    return go_to(onward(request, fields, item or ""))
