"""`/summaries/{id}`: the progress of a job, then its review."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.responses import Response

from summarizer.errors import SummarizerError
from summarizer.pipeline import chunks_of
from summarizer.rendering.briefing import brief_parts
from summarizer.rendering.charts import charts
from summarizer.rendering.facts import facts, title
from summarizer.rendering.labels import word
from summarizer.rendering.rows import path
from summarizer.schema import Document, Span
from summarizer.service.context import Here, Service
from summarizer.service.documents import Opened
from summarizer.service.pages.cutting import Pieces, cut
from summarizer.service.pages.forms import changes_of, fields_of, form_of, numbers_near
from summarizer.service.pages.look import go_to, page
from summarizer.service.pages.panel import TABS, Panel, Wanted, panel_of, sections_of
from summarizer.service.pages.rows import rows_of
from summarizer.service.pages.source import Source
from summarizer.service.pages.times import clock
from summarizer.service.pages.visitor import Decider, Looker, Visitor
from summarizer.service.problems import ProblemError
from summarizer.service.reviewing import Entry, Review, Ruling, carried, decision_of
from summarizer.service.ruling import ended_job, refusals, ruling_of
from summarizer.service.statuses import job_of
from summarizer.service.store import ENDED, Job

__all__ = ["router"]

router = APIRouter(include_in_schema=False)
_STATES = {"accept": "accepted", "edit": "edited", "reject": "rejected"}


@dataclass(frozen=True)
class Sight:
    """What a page of the review shows."""

    job: Job
    opened: Opened
    document: Document | None
    unreadable: str
    newest: dict[str, Entry]
    review: Review
    sizes: list[tuple[float, float]]
    void: int
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def entries(self) -> dict[str, Entry]:
        """What is decided."""
        return {key: one for key, one in self.newest.items() if one.state != "open"}


# -- looking -----------------------------------------------------------------------------------


@router.get("/summaries/{job_id}")
async def show(request: Request, here: Here, visitor: Looker, job_id: str) -> Response:
    """The progress of a job that runs, the review of one that has a summary."""
    job = await job_of(here, visitor.caller, job_id)
    if job.summary is None or job.state not in ENDED:
        return await _progress(request, here, visitor, job)
    return await _review_page(request, here, visitor, job)


async def _progress(request: Request, here: Service, visitor: Visitor, job: Job) -> Response:
    sections = await _sections_read(here, job) if job.state == "running" else []
    template = "part_progress.html.jinja" if _part(request) else "progress.html.jinja"
    return page(request, template, visitor=visitor, job=job, sections=sections)


async def _sections_read(here: Service, job: Job) -> list[tuple[str, str]]:
    """Section and state, for a job that a model reads chunk by chunk."""
    if not job.chunks_total:
        return []
    try:
        document = await here.documents.of(job)
    except SummarizerError:
        return []
    kept = await asyncio.to_thread(here.store.kept_readings, job.id)
    chunks = await asyncio.to_thread(chunks_of, document)
    return [
        (
            path(chunk.section),
            "waiting"
            if chunk.index not in kept
            else "read"
            if kept[chunk.index][1]
            else "read_in_part",
        )
        for chunk in chunks
    ]


async def _review_page(
    request: Request, here: Service, visitor: Visitor, job: Job, item: str = "", **more: Any
) -> Response:
    sight = await _sight(here, job)
    wanted = _wanted(request)
    if item:
        wanted = replace(wanted, item=item)
    panel = panel_of(
        sight.opened.summary, sight.opened.matters, sight.newest, wanted, visitor.language
    )
    known = await _known(request, visitor, sight, panel, wanted)
    if _part(request) == "panel":
        return page(request, "part_panel.html.jinja", visitor=visitor, **known, **more)
    known |= await asyncio.to_thread(_source_of, request, sight, wanted)
    return page(request, "review.html.jinja", visitor=visitor, **known, **more)


def _part(request: Request) -> str:
    """Which part of the page the script asks for, or ""."""
    return request.headers.get("x-part", "")


def _wanted(request: Request) -> Wanted:
    asked = request.query_params
    number = asked.get("page", "1")
    return Wanted(
        tab=asked.get("tab", ""),
        page=int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1,
        # A form that is open is of an item that is there, in whatever tab.
        item=(asked.get("item") or asked.get("edit") or asked.get("reject", ""))[:16],
        query=asked.get("q", "").strip()[:100],
        fold=asked.get("fold", "")[:6],
    )


async def _sight(here: Service, job: Job) -> Sight:
    document, unreadable = None, ""
    sizes: list[tuple[float, float]] = []
    try:
        document = await here.documents.of(job)
        sizes = await here.documents.page_sizes(job)
    except SummarizerError as error:
        unreadable = f"{error.zh} / {error.en}"
    reviews = here.reviews
    void = await asyncio.to_thread(_void_count, here, job)
    return Sight(
        job=job,
        opened=await here.documents.review_of(job),
        document=document,
        unreadable=unreadable,
        newest=await asyncio.to_thread(reviews.newest, job),
        review=await asyncio.to_thread(reviews.review, job),
        sizes=sizes,
        void=void,
    )


def _void_count(here: Service, job: Job) -> int:
    """How many decisions of the newest earlier run are void."""
    void = here.reviews.void(job)
    return len(here.reviews.entries(job, void[0].run)) if void else 0


async def _known(
    request: Request, visitor: Visitor, sight: Sight, panel: Panel, wanted: Wanted
) -> dict[str, Any]:
    """What the panel's templates are told."""
    summary = sight.opened.summary
    asked = request.query_params
    return {
        "job": sight.job,
        "summary": summary,
        "title": title(summary),
        "panel": panel,
        "tabs": TABS,
        "wanted": wanted,
        "view": asked.get("view", ""),
        "review": sight.review,
        "completed": sight.review.state == "completed",
        "void": sight.void,
        "saved": max((one.at for one in sight.newest.values()), default=None),
        "clock": clock,
        "base": f"/summaries/{sight.job.id}",
        "annotates": bool(sight.sizes) or sight.job.name.lower().endswith(".docx"),
        "facts": facts(summary, visitor.language),
        "brief": _brief(sight, visitor) if panel.tab == "overview" else [],
        "charts": charts(summary, visitor.language) if panel.tab == "charts" else [],
        "editing": _editing(request, visitor, sight, asked.get("edit", "")),
        "rejecting": asked.get("reject", ""),
        "banner": None,
        "failed_note": "",
        "can_decide": visitor.decides and sight.review.state != "completed",
    }


def _brief(sight: Sight, visitor: Visitor) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """The brief, each statement with the matter that it rests on, as far as it is one."""
    language = visitor.language
    places: dict[int, str] = {}
    for matter in sight.opened.matters.values():
        for span in matter.evidence[:1]:
            places.setdefault(span.start, matter.id)
    return [
        (
            word("heading", part.label, language),
            [(one.text, one.label, _place_in(places, one.spans)) for one in part.statements],
        )
        for part in brief_parts(sight.opened.summary, language)
    ]


def _place_in(places: Mapping[int, str], spans: Sequence[Span]) -> str:
    return next((places[span.start] for span in spans if span.start in places), "")


def _editing(request: Request, visitor: Visitor, sight: Sight, key: str) -> dict[str, Any] | None:
    """The form of the item that is being corrected."""
    matter = sight.opened.matters.get(key)
    if matter is None or matter.kind in ("finding", "section"):
        return None
    entry = sight.entries.get(key)
    query = request.query_params.get("number", "")[:40]
    noun: Any = matter.noun
    quantity = (entry.after or {}).get("quantity") if entry else None
    old = getattr(noun, "quantity", None)
    document = sight.document
    return {
        "id": key,
        "fields": fields_of(matter, visitor.language, entry.after if entry else None),
        "has_quantity": hasattr(noun, "quantity"),
        "old": (quantity or {}).get("text") if quantity else old.text if old else "",
        "kept": f"{quantity['start']}-{quantity['end']}" if quantity else "keep",
        "numbers": numbers_near(noun, document, query) if document else [],
        "query": query,
        "note": entry.note if entry else "",
    }


def _source_of(request: Request, sight: Sight, wanted: Wanted) -> dict[str, Any]:
    """What the left side is told; the text or the drawings over the pages are made here."""
    document = sight.document
    nothing: dict[str, Any] = {"unreadable": sight.unreadable, "parts": 1, "part": 1, "boxes": {}}
    if document is None:
        return {**nothing, "text": "", "pages": [], "as_pages": False}
    view = request.query_params.get("view", "")
    kept = f"{urlencode({'view': view})}&amp;" if view else ""
    # Short, for there may be ten thousand of them; after a form that failed the address is another.
    base = "" if request.method == "GET" else f"/summaries/{sight.job.id}"
    source = Source(
        document,
        _pieces(sight.opened, document),
        sight.opened.matters,
        sight.entries,
        lambda key: f"{base}?{kept}item={key}#i-{key}",
    )
    as_pages = bool(sight.sizes) and view != "text"
    part = _wanted_part(request, source, sight, wanted)
    return {
        **nothing,
        "as_pages": as_pages,
        "pages": [
            {"number": number, "width": wide, "height": high}
            for number, (wide, high) in enumerate(sight.sizes, 1)
        ],
        "boxes": source.boxes() if as_pages else {},
        "text": "" if as_pages else source.text(part),
        "parts": len(source.parts),
        "part": part,
    }


def _pieces(opened: Opened, document: Document) -> Pieces:
    if "pieces" not in opened.shelf:
        uncited = [(one.start, one.end) for one in opened.summary.coverage.uncited]
        opened.shelf["pieces"] = cut(document, opened.matters, uncited)
    made: Pieces = opened.shelf["pieces"]
    return made


def _wanted_part(request: Request, source: Source, sight: Sight, wanted: Wanted) -> int:
    asked = request.query_params.get("part", "")
    count = len(source.parts)
    if asked.isascii() and asked.isdigit() and len(asked) < 6:
        return min(max(1, int(asked)), count)
    matter = sight.opened.matters.get(wanted.item)
    return source.part_of(matter.start) if matter else 1


# -- deciding ----------------------------------------------------------------------------------


@router.post("/summaries/{job_id}/items/{item}")
async def decide(
    request: Request, here: Here, visitor: Decider, job_id: str, item: str
) -> Response:
    """Accept, correct, reject or take back; then the next one."""
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
    if _part(request):
        return await _fragment(request, here, visitor, job, [item])
    return go_to(_onward(request, fields, await _next_of(here, job, item)))


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
    """Why not, with the item as it stands now."""
    said = problem.zh if visitor.language == "zh" else problem.en
    kind = "stale" if problem.code == "stale" else "error"
    banner = {"kind": kind, "item": item, "said": said}
    if _part(request):
        return await _fragment(
            request, here, visitor, job, [item], banner=banner, status=problem.status
        )
    answer = await _review_page(request, here, visitor, job, item, shown_banner=banner)
    answer.status_code = problem.status
    return answer


async def _next_of(here: Service, job: Job, item: str) -> str:
    """The next undecided one behind an item, else the first, else the item itself."""
    opened = await here.documents.review_of(job)
    newest = await asyncio.to_thread(here.reviews.newest, job)
    order = list(opened.matters)
    place = order.index(item)
    for key in (*order[place + 1 :], *order[:place]):
        if opened.matters[key].required and (key not in newest or newest[key].state == "open"):
            return key
    return item


def _onward(request: Request, fields: Mapping[str, str], item: str) -> str:
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
    """What changed of the page: rows, the marks that rest on them, the line above."""
    sight = await _sight(here, job)
    wanted = Wanted(tab="queue")
    language = visitor.language
    panel = panel_of(sight.opened.summary, sight.opened.matters, sight.newest, wanted, language)
    known = await _known(request, visitor, sight, panel, wanted)
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
    """Where the pieces of some items begin, and their classes now."""
    if sight.document is None:
        return []
    pieces = _pieces(sight.opened, sight.document)
    source = Source(sight.document, pieces, sight.opened.matters, sight.entries, str)
    return [(piece.start, source.class_of(piece)) for key in items for piece in pieces.of(key)]


@router.post("/summaries/{job_id}/accept")
async def accept_section(request: Request, here: Here, visitor: Decider, job_id: str) -> Response:
    """Accept every verified item of a section that is undecided: single decisions, each of which
    can be taken back."""
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
        # What was drawn is there to be looked at.
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
    if _part(request):
        return await _fragment(request, here, visitor, job, [one.id for one in chosen])
    return go_to(_onward(request, {**fields, "fold": number}, chosen[0].id if chosen else ""))


@router.post("/summaries/{job_id}/undo")
async def undo(request: Request, here: Here, visitor: Decider, job_id: str) -> Response:
    """Take back the visitor's newest decision."""
    fields = await form_of(request, here)
    job = await ended_job(here, visitor.caller, job_id)
    try:
        with refusals():
            item = await asyncio.to_thread(here.reviews.undo, job, by=visitor.name)
    except ProblemError as problem:
        return await _not_decided(request, here, visitor, job, "", problem)
    if _part(request):
        said = "undone" if item else "nothing_to_undo"
        return await _fragment(request, here, visitor, job, [item] if item else [], said=said)
    return go_to(_onward(request, fields, item or ""))


@router.post("/summaries/{job_id}/{change}")
async def change_review(
    request: Request, here: Here, visitor: Decider, job_id: str, change: str
) -> Response:
    """Complete, reopen, carry over; retry, cancel, delete."""
    fields = await form_of(request, here)
    if change not in _CHANGES:
        raise ProblemError("not-found")
    job = await job_of(here, visitor.caller, job_id)
    try:
        said = await _CHANGES[change](here, visitor, job)
    except ProblemError as problem:
        if problem.code != "review-open":
            raise
        banner = {"kind": "blocked", "item": "", "said": len(problem.errors or ())}
        answer = await _review_page(request, here, visitor, job, shown_banner=banner)
        answer.status_code = problem.status
        return answer
    return go_to(said or _onward(request, fields, ""))


async def _complete(here: Service, visitor: Visitor, job: Job) -> str:
    await ended_job(here, visitor.caller, job.id)
    with refusals():
        await asyncio.to_thread(here.reviews.complete, job, by=visitor.name)
    return ""


async def _reopen(here: Service, visitor: Visitor, job: Job) -> str:
    await ended_job(here, visitor.caller, job.id)
    with refusals():
        await asyncio.to_thread(here.reviews.reopen, job, by=visitor.name)
    return ""


async def _carry(here: Service, visitor: Visitor, job: Job) -> str:
    await ended_job(here, visitor.caller, job.id)
    void = await asyncio.to_thread(here.reviews.void, job)
    if void:
        old = await asyncio.to_thread(here.reviews.entries, job, void[0].run)
        opened = await here.documents.review_of(job)
        document = await here.documents.of(job)
        given = [decision_of(one) for one in old.values()]
        rulings, _ = await asyncio.to_thread(carried, given, opened.matters, document)
        with refusals():
            await asyncio.to_thread(here.reviews.decide, job, rulings, by=visitor.name)
    return ""


async def _retry(here: Service, _visitor: Visitor, job: Job) -> str:
    if await asyncio.to_thread(here.store.reopen, job.id) is None:
        raise ProblemError("conflict")
    here.jobs.dispatch()
    return f"/summaries/{job.id}"


async def _cancel(here: Service, _visitor: Visitor, job: Job) -> str:
    await asyncio.to_thread(here.jobs.cancel, job)
    return f"/summaries/{job.id}"


async def _delete(here: Service, _visitor: Visitor, job: Job) -> str:
    if job.state not in ENDED:
        await asyncio.to_thread(here.jobs.cancel, job)
    await asyncio.to_thread(here.jobs.delete, job)
    here.documents.forget(job.blob)
    return "/"


_CHANGES = {
    "complete": _complete,
    "reopen": _reopen,
    "carry": _carry,
    "retry": _retry,
    "cancel": _cancel,
    "delete": _delete,
}
