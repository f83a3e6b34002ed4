"""`/portfolio`: the ledger of an owner's documents and the expected ones, with figures."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any, get_args

from fastapi import APIRouter, Request
from starlette.responses import Response

from summarizer.errors import ConfigError
from summarizer.portfolio import Entry, Line, LineState
from summarizer.portfolio.printing import finding_word, notes_of, wan
from summarizer.portfolio.printing import say as word_of
from summarizer.rendering.tabular import shown
from summarizer.schema.brief import BriefTargets
from summarizer.service import intake
from summarizer.service.context import Here, Service
from summarizer.service.pages.look import go_to, page
from summarizer.service.pages.visitor import Decider, Looker, Visitor, check_form
from summarizer.service.portfolios import Found, Wanted
from summarizer.service.statements import phrases

__all__ = ["number_in", "router", "wanted_of"]

router = APIRouter(include_in_schema=False)
ON_A_PAGE, PLACES = 50, 10
REVIEWS = ("none", "in_progress", "completed")
_FIGURES = ("budget", "spent", "rate", "score")
_MOST_BYTES = 5_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the ledger as shown: figures as text, each with a link to its place."""

    line: Line
    entry: Entry | None
    figures: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    before: str


@router.get("/portfolio")
async def show(request: Request, here: Here, visitor: Looker) -> Response:
    """Show a page of the ledger, and figures over the whole selection."""
    return await _portfolio(request, here, visitor)


@router.post("/portfolio/expected")
async def expect(request: Request, here: Here, visitor: Decider) -> Response:
    """Store or delete a list of expected documents."""
    body = await intake.body_of(request, limit=_MOST_BYTES, seconds=here.settings.receipt_seconds)
    files, fields = await intake.files_of(request, body)
    check_form(request, here, fields.get("mark", ""))
    owner = visitor.caller.owner
    given = [(intake.clean_name(name), content) for name, content in files if content]
    if not given:
        await asyncio.to_thread(here.portfolios.expect_nothing, owner)
        return go_to("/portfolio")
    try:
        await asyncio.to_thread(here.portfolios.expect, owner, *given[0])
    except ConfigError as error:
        said = error.zh if visitor.language == "zh" else error.en
        return await _portfolio(request, here, visitor, status=422, refused=said)
    return go_to("/portfolio")


async def _portfolio(
    request: Request, here: Service, visitor: Visitor, *, status: int = 200, refused: str = ""
) -> Response:
    wanted = wanted_of(request.query_params)
    number = max(1, number_in(request.query_params.get("page", "")) or 1)
    owner = visitor.caller.owner

    def work() -> tuple[Found, int, list[Row]]:
        found = here.portfolios.find(owner, wanted)
        last = max(1, -(-len(found.lines) // ON_A_PAGE))
        at = min(number, last)
        lines = found.lines[(at - 1) * ON_A_PAGE : at * ON_A_PAGE]
        entries = {one.key: one for one in here.portfolios.entries(owner, lines)}
        return found, at, [_row(line, entries, found, visitor) for line in lines]

    found, at, rows = await asyncio.to_thread(work)
    kept = await asyncio.to_thread(here.portfolios.expected_file, owner)
    return page(
        request,
        "portfolio.html.jinja",
        visitor=visitor,
        status=status,
        wanted=wanted,
        asked=asdict(wanted) | {"q": wanted.words, "words": ""},
        of_documents={"office": wanted.office, "year": wanted.year, "kind": wanted.kind},
        found=found,
        rows=rows,
        totals=[(one, *_amounts(one)) for one in found.figures.totals],
        attainments=[name for name in BriefTargets.model_fields if name != "total"],
        rankings=list(_rankings(found)),
        states=get_args(LineState),
        reviews=REVIEWS,
        at=at,
        more=at * ON_A_PAGE < len(found.lines),
        expected=kept[0] if kept else "",
        refused=refused,
        too_short=bool(request.query_params.get("q")) and not wanted.words,
        told=lambda key: word_of(key, visitor.language),
        finding=lambda code: finding_word(code, visitor.language),
    )


def wanted_of(asked: Mapping[str, str]) -> Wanted:
    """Return the selection in an address; invalid values are ignored."""
    words = asked.get("q", "").strip()[:100]
    return Wanted(
        office=asked.get("office", "").strip()[:100],
        year=number_in(asked.get("year", "")),
        kind=asked.get("kind", "")[:40],
        state=asked.get("state", "") if asked.get("state") in get_args(LineState) else "",
        review=asked.get("review", "") if asked.get("review") in REVIEWS else "",
        words=words if phrases(words) else "",
    )


def number_in(text: str) -> int | None:
    """Return a small number of an address."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None


def _row(line: Line, entries: Mapping[str, Entry], found: Found, visitor: Visitor) -> Row:
    entry = entries.get(line.keys[0]) if line.keys else None
    return Row(
        line=line,
        entry=entry,
        figures=tuple(_figures(entry)) if entry else (("", ""),) * len(_FIGURES),
        notes=tuple(notes_of(line, entry, visitor.language)),
        before=found.before.get(line.keys[0], "") if line.keys else "",
    )


def _figures(entry: Entry) -> Iterator[tuple[str, str]]:
    """Return each figure as text, with its place."""
    for slot in _FIGURES:
        value = getattr(entry, slot)
        amount = slot in ("budget", "spent")
        text = shown(wan(value) if amount else Decimal(value)) if value else ""
        place = entry.places.get(slot)
        item = place.item if place else None
        address = f"/summaries/{entry.key}"
        yield text, f"{address}?item={item}#i-{item}" if item else f"{address}?tab=overview"


def _amounts(total: Any) -> tuple[str, str]:
    return (shown(wan(total.budget)), shown(wan(total.spent))) if total.of else ("", "")


def _rankings(found: Found) -> Iterator[tuple[str, str, list[Any]]]:
    """Return title, unit and places of each ranking."""
    figures = found.figures
    for title, unit, ranks in (
        ("execution", "%", figures.by_execution),
        ("scores", "", figures.by_score),
        ("findings", "", figures.by_findings),
    ):
        yield title, unit, list(ranks[:PLACES])
