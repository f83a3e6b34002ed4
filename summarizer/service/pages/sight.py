"""The state of a page of the review: the report, its matters, and the decisions."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from starlette.responses import Response

from summarizer.errors import SummarizerError
from summarizer.rendering.briefing import brief_parts
from summarizer.rendering.charts import charts
from summarizer.rendering.facts import facts, title
from summarizer.rendering.labels import word
from summarizer.schema import Document, Span
from summarizer.service.context import Service
from summarizer.service.documents import Opened
from summarizer.service.pages.cutting import Pieces, cut
from summarizer.service.pages.forms import fields_of, numbers_near
from summarizer.service.pages.look import page
from summarizer.service.pages.panel import TABS, Panel, Wanted, panel_of
from summarizer.service.pages.source import Source
from summarizer.service.pages.times import clock
from summarizer.service.pages.visitor import Visitor
from summarizer.service.reviewing import Entry, Review
from summarizer.service.store import Job

__all__ = ["Sight", "known_of", "part_of", "pieces_of", "review_page", "sight_of"]


@dataclass(frozen=True)
class Sight:
    """The state of a page of the review."""

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
        """The current decisions."""
        return {key: one for key, one in self.newest.items() if one.state != "open"}


async def review_page(
    request: Request, here: Service, visitor: Visitor, job: Job, item: str = "", **more: Any
) -> Response:
    sight = await sight_of(here, job)
    wanted = wanted_of(request)
    if item:
        wanted = replace(wanted, item=item)
    panel = panel_of(
        sight.opened.summary, sight.opened.matters, sight.newest, wanted, visitor.language
    )
    known = await known_of(request, visitor, sight, panel, wanted)
    if part_of(request) == "panel":
        return page(request, "part_panel.html.jinja", visitor=visitor, **known, **more)
    known |= await asyncio.to_thread(source_of, request, sight, wanted)
    return page(request, "review.html.jinja", visitor=visitor, **known, **more)


def part_of(request: Request) -> str:
    """Return the part of the page that the script requests, or ""."""
    return request.headers.get("x-part", "")


def wanted_of(request: Request) -> Wanted:
    asked = request.query_params
    number = asked.get("page", "1")
    return Wanted(
        tab=asked.get("tab", ""),
        page=int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1,
        # An open form must belong to an existing item, under any tab.
        item=(asked.get("item") or asked.get("edit") or asked.get("reject", ""))[:16],
        query=asked.get("q", "").strip()[:100],
        fold=asked.get("fold", "")[:6],
    )


async def sight_of(here: Service, job: Job) -> Sight:
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
    """Return the number of void decisions of the newest earlier run."""
    void = here.reviews.void(job)
    return len(here.reviews.entries(job, void[0].run)) if void else 0


async def known_of(
    request: Request, visitor: Visitor, sight: Sight, panel: Panel, wanted: Wanted
) -> dict[str, Any]:
    """Return the variables of the panel's templates."""
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
    """Return the statements of the brief, each with the matter that it cites, if any."""
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
    """Return the form of the item under correction."""
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


def source_of(request: Request, sight: Sight, wanted: Wanted) -> dict[str, Any]:
    """Return the variables of the left side, with the text or the page overlays rendered."""
    document = sight.document
    nothing: dict[str, Any] = {"unreadable": sight.unreadable, "parts": 1, "part": 1, "boxes": {}}
    if document is None:
        return {**nothing, "text": "", "pages": [], "as_pages": False}
    view = request.query_params.get("view", "")
    kept = f"{urlencode({'view': view})}&amp;" if view else ""
    # Relative, because there may be ten thousand of them; after a failed form the address is
    # another.
    base = "" if request.method == "GET" else f"/summaries/{sight.job.id}"
    source = Source(
        document,
        pieces_of(sight.opened, document),
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


def pieces_of(opened: Opened, document: Document) -> Pieces:
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
