"""`/portfolio/compare`: two documents side by side, every statement with both of its places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from fastapi import APIRouter, Request
from starlette.responses import Response

from summarizer.comparison import Comparison, Conflict, FollowUp, Pair, Side
from summarizer.comparison.printing import amount, context, is_unsure, names, printed
from summarizer.comparison.printing import say as told
from summarizer.rendering.labels import Language
from summarizer.service.comparing import comparison_of
from summarizer.service.context import Here
from summarizer.service.pages.look import page
from summarizer.service.pages.visitor import Looker
from summarizer.service.problems import ProblemError
from summarizer.service.statuses import job_of

__all__ = ["router"]

router = APIRouter(include_in_schema=False)
SIDES = 2


@dataclass(frozen=True, slots=True)
class Sided:
    """One document's side of a statement: text, item ("" for none), and the quoted evidence."""

    text: str
    item: str
    quote: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A line of the page: its label, both sides, the change, and doubts."""

    about: str
    old: Sided | None
    new: Sided | None
    change: str
    doubts: tuple[str, ...] = ()
    tone: str = "plain"


@router.get("/portfolio/compare")
async def show(request: Request, here: Here, visitor: Looker) -> Response:
    """Show the two documents named by the address, the older one first."""
    keys = request.query_params.getlist("doc")
    if len(keys) != SIDES:
        raise ProblemError(
            "invalid", zh="请在台账里勾选两份文件", en="tick two documents in the ledger"
        )
    found = await comparison_of(here, visitor.caller, *keys)
    if (found.old.fiscal_year or 0) > (found.new.fiscal_year or 0):
        keys.reverse()
        found = await comparison_of(here, visitor.caller, *keys)
    jobs = [await job_of(here, visitor.caller, key) for key in keys]
    return page(
        request,
        "compare.html.jinja",
        visitor=visitor,
        found=found,
        jobs=jobs,
        parts=list(_parts(found, visitor.language)),
        told=lambda key: told(key, visitor.language),
    )


def _parts(found: Comparison, language: Language) -> Iterator[tuple[str, str, Sequence[Statement]]]:
    """Return title, text for an empty part, and statements of each part."""
    none = told("no_conflicts" if found.compared else "none_compared", language)
    conflicts = [_conflict(one, language) for one in found.conflicts]
    yield told("conflicts", language), none.format(found.compared), conflicts
    for kind in ("target", "result"):
        sure = [one for one in found.pairs if one.kind == kind and not is_unsure(one)]
        yield told(f"{kind}s", language), told("none", language), _listed(sure, language)
    unsure = [one for one in found.pairs if is_unsure(one)]
    yield told("unsure", language), told("none", language), _listed(unsure, language)
    if found.mode == "years":
        matters = [_matter(one, language) for one in found.follow_up]
        yield told("follow_up", language), told("none", language), matters


def _listed(pairs: Sequence[Pair], language: Language) -> list[Statement]:
    return [_pair(one, language) for one in pairs]


def _side(side: Side, language: Language) -> Sided:
    words = context(side)
    return Sided(printed(side, language) or words, side.item, words)


def _about(subject: str | None, metric: str) -> str:
    return " · ".join(filter(None, (subject, metric)))


def _conflict(one: Conflict, language: Language) -> Statement:
    about = f"{_about(one.subject, one.metric)}（{one.year}）"
    difference = amount(one.difference, one.new) if one.difference else ""
    doubts = tuple(told(doubt, language) for doubt in one.doubts)
    return Statement(
        about, _side(one.old, language), _side(one.new, language), difference, doubts, "failed"
    )


def _pair(one: Pair, language: Language) -> Statement:
    way = told(one.target_change, language) if one.target_change else ""
    moved = amount(one.change, one.new) if one.change and Decimal(one.change) else ""
    return Statement(
        _about(*names(one, language)),
        _side(one.old, language),
        _side(one.new, language),
        " ".join(filter(None, (way, moved))),
        tuple(told(doubt, language) for doubt in one.doubts),
        "review" if one.doubts else "plain",
    )


_TONES = {
    "closed": "verified",
    "repeated": "review",
    "similar": "review",
    "unmentioned": "plain",
}


def _matter(one: FollowUp, language: Language) -> Statement:
    quote = " … ".join(" ".join(span.quote.split()) for span in one.evidence)
    new = Sided(quote, next(iter(one.by), ""), quote) if quote else None
    return Statement(
        told(one.kind, language),
        Sided(one.text, one.item, ""),
        new,
        told(one.state, language),
        tuple(told(doubt, language) for doubt in one.doubts),
        _TONES[one.state],
    )
