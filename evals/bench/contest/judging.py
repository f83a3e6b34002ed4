"""The judge: items of a program are matched with gold by content and judged by place.

A claim of a program belongs to an item if kind, metric and figure agree; of several, the one at the
item's place is taken. An item is at the right place if its number lies inside one of the claim's
spans; without a number, if span and evidence share half of the shorter one.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from evals.bench.contest.texts import Told, Writing

__all__ = ["Outcome", "judge", "unborne"]

Json = dict[str, Any]
Figure = Callable[[Told, Writing], str]


@dataclass
class Outcome:
    """Items by outcome and key; `figured` are those with a figure and its claim, `widths` the
    characters of the claimed spans."""

    asked: int = 0
    right: set[str] = field(default_factory=set)
    wrong: set[str] = field(default_factory=set)
    lost: set[str] = field(default_factory=set)
    good: set[str] = field(default_factory=set)
    figured: dict[str, str] = field(default_factory=dict)
    widths: list[int] = field(default_factory=list)

    @property
    def width(self) -> float:
        """The median number of characters of the claimed spans."""
        return median(self.widths) if self.widths else 0


def judge(writings: Iterable[Writing], claims: Sequence[Json], figure: Figure) -> Outcome:
    """Return the outcome of every item of the texts, for the figures given by `figure`."""
    outcome = Outcome()
    waiting: dict[tuple[str, str, str], list[Json]] = defaultdict(list)
    for claim in claims:
        name = (claim["writing"], claim["kind"], _normal(claim["metric"]))
        waiting[name].append(claim)
        outcome.widths += [end - start for start, end in claim["spans"][:1]]
    for writing in writings:
        pending = [(told, figure(told, writing)) for told in writing.told]
        outcome.asked += len(pending)
        outcome.figured |= {told.key: said for told, said in pending if told.number}
        # Items at the right place take their claims first, to match repeated lines correctly.
        for strict in (True, False):
            pending = [
                one for one in pending if not _settle(one, writing, waiting, outcome, strict)
            ]
        outcome.lost |= {told.key for told, _ in pending}
    return outcome


def unborne(writings: Iterable[Writing], claims: Iterable[Json]) -> int:
    """Return the number of accepted claims with a wrong name: no item of that name has the figure,
    and the name does not occur before it."""
    texts = {writing.name: writing.text for writing in writings}
    figures: dict[tuple[str, str], list[str]] = defaultdict(list)
    for writing in writings:
        for told in writing.told:
            name = (writing.name, _normal(told.metric))
            figures[name].append(writing.text[slice(*told.number)] if told.number else "")
    return sum(
        1
        for claim in claims
        if claim["good"]
        and claim["figure"]
        and not any(
            _same_figure(claim["figure"], figure)
            for figure in figures[claim["writing"], _normal(claim["metric"])]
        )
        and not _named(claim, texts[claim["writing"]])
    )


_LINK = re.compile(r"(?:达到了?|达|为|是|共计?|约|了|\s)+$")


def _named(claim: Json, text: str) -> bool:
    metric, figure = _normal(claim["metric"]), claim["figure"]
    for start, end in claim["spans"]:
        place = text.find(figure, start, end)
        before = _LINK.sub("", text[max(0, place - 80) : place]) if place >= 0 else ""
        if before and _normal(before).endswith(metric):
            return True
    return False


def _settle(
    one: tuple[Told, str],
    writing: Writing,
    waiting: dict[tuple[str, str, str], list[Json]],
    outcome: Outcome,
    strict: bool,
) -> bool:
    told, figure = one
    claims = waiting[writing.name, told.kind, _normal(told.metric)]
    for claim in claims:
        pointed = _points_at(claim, told)
        if _same_figure(claim["figure"], figure) and (pointed or not strict):
            claims.remove(claim)
            (outcome.right if pointed else outcome.wrong).add(told.key)
            if claim["good"]:
                outcome.good.add(told.key)
            return True
    return False


def _points_at(claim: Json, told: Told) -> bool:
    if told.number:
        first, last = told.number
        return any(start <= first and last <= end for start, end in claim["spans"])
    return any(
        min(end, told.end) - max(start, told.start) >= min(end - start, told.end - told.start) / 2
        for start, end in claim["spans"]
    )


def _same_figure(one: str | None, other: str) -> bool:
    """Return True if the digits agree; hedge and unit may be missing."""
    a, b = _normal(one), _normal(other)
    return a == b or bool(a and b and (a in b or b in a) and _digits(a) == _digits(b))


def _digits(text: str) -> list[str]:
    return [mark for mark in text if mark.isnumeric() or mark in ".%"]


def _normal(text: str | None) -> str:
    return "".join(unicodedata.normalize("NFKC", text or "").split())
