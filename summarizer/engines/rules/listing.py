"""Lists over several paragraphs: a total, a colon, and numbered paragraphs that are its parts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from summarizer.engines.rules.passages import Passage
from summarizer.genre.clauses import LIST_MARK
from summarizer.genre.status import period_in
from summarizer.schema import ResultDraft

__all__ = ["Listing", "listing_of"]

Offsets = tuple[int, int]

INTRODUCES = re.compile(r"(?:以下|如下|下列|其中|包括)[^。；]{0,14}[：:。]?$|[：:]$")


@dataclass(frozen=True, slots=True)
class Listing:
    """A sum of money whose parts follow as numbered paragraphs; `period` is where it says when."""

    path: tuple[str, ...]
    whole: int
    budget: bool
    period: Offsets | None

    def holds(self, passage: Passage) -> bool:
        """Is a passage one of the numbered paragraphs?"""
        text = passage.document.text
        return passage.path == self.path and bool(LIST_MARK.match(text, passage.start))


def listing_of(
    passage: Passage, results: Sequence[ResultDraft], first_index: int
) -> Listing | None:
    """The listing that a passage opens with its last words, or None."""
    text = passage.document.text
    money = [p for p, draft in enumerate(results) if _is_sum(passage, draft)]
    if not money or not INTRODUCES.search(text, passage.start, passage.end):
        return None
    whole = money[-1]
    low, high = results[whole].spans[0]
    budget = "预算" in results[whole].metric
    return Listing(passage.path, first_index + whole, budget, period_in(text, low, high))


def _is_sum(passage: Passage, draft: ResultDraft) -> bool:
    """An amount of money, no rate and no change."""
    if draft.theme != "funds" or not draft.figure_span or draft.direction != "none":
        return False
    return any(q.unit == "元" for q in passage.document.quantities_in(*draft.figure_span))
